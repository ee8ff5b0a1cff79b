//! Decoding, as far as a photo is needed.

use std::io::Cursor;

use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, RgbImage};
use jpeg_decoder::PixelFormat;

use crate::inspect::decoder_limits;
use crate::jpeg_segments::Segments;
use crate::{EvidenceError, Limits, PhotoFormat, PhotoInfo};

/// Decodes a photo that [`inspect`](crate::inspect) let pass, as stored (not yet upright), with a
/// longest side of at least `min_side` pixels where the photo has that many.
pub(crate) fn decode(
    bytes: &[u8],
    info: &PhotoInfo,
    limits: &Limits,
    min_side: u32,
) -> Result<RgbImage, EvidenceError> {
    match info.format {
        PhotoFormat::Jpeg => decode_jpeg(bytes, info, limits, min_side),
        PhotoFormat::Png => {
            let given = decoder_limits(limits);
            to_rgb(PngDecoder::with_limits(Cursor::new(bytes), given)?, limits)
        }
        PhotoFormat::Webp => to_rgb(WebPDecoder::new(Cursor::new(bytes))?, limits),
    }
}

/// The inverse transform of a JPEG can yield 1/8, 1/4 or 1/2 of the size for a fraction of the
/// work; the benchmark `open_request` of `coe-testkit` compares it with a full decode.
fn decode_jpeg(
    bytes: &[u8],
    info: &PhotoInfo,
    limits: &Limits,
    min_side: u32,
) -> Result<RgbImage, EvidenceError> {
    if Segments::count_scans(bytes, limits.max_scans) > limits.max_scans {
        return Err(EvidenceError::Corrupt);
    }
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(
        usize::try_from(limits.max_pixels.saturating_mul(4)).unwrap_or(usize::MAX),
    );
    decoder.read_info()?;
    let wanted = u16::try_from(min_side).unwrap_or(u16::MAX);
    let stored_wide = (info.width >= info.height) == (info.orientation < 5);
    // The decoder takes the smallest size at which *either* side suffices: ask by the longer one.
    let (width, height) = if stored_wide {
        (wanted, u16::MAX)
    } else {
        (u16::MAX, wanted)
    };
    let (width, height) = decoder.scale(width, height)?;
    let pixels = decoder.decode()?;
    let format = decoder.info().ok_or(EvidenceError::Corrupt)?.pixel_format;
    let rgb = match format {
        PixelFormat::RGB24 => pixels,
        PixelFormat::L8 => pixels.into_iter().flat_map(|grey| [grey; 3]).collect(),
        PixelFormat::CMYK32 => pixels
            .chunks_exact(4)
            .flat_map(|ink| [ink[0], ink[1], ink[2]].map(|part| multiply(part, ink[3])))
            .collect(),
        PixelFormat::L16 => return Err(EvidenceError::UnsupportedFormat),
    };
    RgbImage::from_raw(width.into(), height.into(), rgb).ok_or(EvidenceError::Corrupt)
}

/// Adobe stores inks inverted, so that ink times black gives light.
fn multiply(part: u8, black: u8) -> u8 {
    let product = u16::from(part) * u16::from(black) / 255;
    u8::try_from(product).unwrap_or(u8::MAX)
}

fn to_rgb(mut decoder: impl ImageDecoder, limits: &Limits) -> Result<RgbImage, EvidenceError> {
    if decoder.total_bytes() > limits.max_pixels.saturating_mul(4) {
        let megapixels = decoder.total_bytes().div_ceil(4_000_000);
        return Err(EvidenceError::TooManyPixels { megapixels });
    }
    decoder.set_limits(decoder_limits(limits))?;
    Ok(DynamicImage::from_decoder(decoder)?.into_rgb8())
}
