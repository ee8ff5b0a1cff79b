//! What a photo says about itself, read from its header alone.

use std::io::Cursor;

use image::ImageDecoder;
use image::codecs::{png::PngDecoder, webp::WebPDecoder};

use crate::{EvidenceError, Limits, jpeg_segments::Segments};

/// A format the desk decodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhotoFormat {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
    /// WebP, lossy or lossless.
    Webp,
}

impl PhotoFormat {
    /// The media type, such as `image/jpeg`.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

/// What the header of a photo says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoInfo {
    /// The format of the file.
    pub format: PhotoFormat,
    /// Width in pixels, once upright.
    pub width: u32,
    /// Height in pixels, once upright.
    pub height: u32,
    /// The EXIF orientation, 1 to 8; 1 where the file has none.
    pub orientation: u8,
}

/// Reads the header of a photo: cheap, and without allocating by a claimed size.
///
/// # Errors
/// [`EvidenceError`] says why the photo must not be decoded. That a header is sound does not mean
/// the rest is: [`render`](crate::render) may still answer `Truncated` or `Corrupt`.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<PhotoInfo, EvidenceError> {
    let length = bytes.len() as u64;
    if length > limits.max_bytes {
        return Err(EvidenceError::TooManyBytes {
            bytes: length,
            limit: limits.max_bytes,
        });
    }
    match sniff(bytes)? {
        PhotoFormat::Jpeg => inspect_jpeg(bytes, limits),
        PhotoFormat::Png => {
            let (width, height) = png_size(bytes)?;
            check_size(width, height, limits.max_pixels, limits)?;
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), decoder_limits(limits))?;
            from_decoder(decoder, PhotoFormat::Png, limits)
        }
        PhotoFormat::Webp => {
            if riff_length(bytes) > length {
                return Err(EvidenceError::Truncated);
            }
            let decoder = WebPDecoder::new(Cursor::new(bytes))?;
            from_decoder(decoder, PhotoFormat::Webp, limits)
        }
    }
}

/// The limits handed to the decoders of the `image` crate: room for 4 bytes a pixel and a margin
/// for their own buffers.
pub(crate) fn decoder_limits(limits: &Limits) -> image::Limits {
    let mut given = image::Limits::no_limits();
    given.max_image_width = Some(limits.max_side);
    given.max_image_height = Some(limits.max_side);
    given.max_alloc = Some(limits.max_pixels.saturating_mul(4).saturating_add(16 << 20));
    given
}

fn sniff(bytes: &[u8]) -> Result<PhotoFormat, EvidenceError> {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    const OTHERS: [&[u8]; 7] = [
        b"GIF8",
        b"BM",
        b"II*\0",
        b"MM\0*",
        b"%PDF",
        b"\0\0\x01\0",
        b"8BPS",
    ];
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok(PhotoFormat::Jpeg)
    } else if bytes.starts_with(PNG) {
        Ok(PhotoFormat::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Ok(PhotoFormat::Webp)
    } else if bytes.get(4..8) == Some(b"ftyp") || OTHERS.iter().any(|it| bytes.starts_with(it)) {
        // "ftyp" begins HEIC, HEIF and AVIF, and films too.
        Err(EvidenceError::UnsupportedFormat)
    } else {
        Err(EvidenceError::NotAnImage)
    }
}

fn inspect_jpeg(bytes: &[u8], limits: &Limits) -> Result<PhotoInfo, EvidenceError> {
    let header = Segments::read_header(bytes)?;
    let most = if header.progressive {
        limits.max_progressive_pixels
    } else {
        limits.max_pixels
    };
    check_size(
        header.width,
        header.height,
        most.min(limits.max_pixels),
        limits,
    )?;
    Ok(upright(
        PhotoFormat::Jpeg,
        header.width,
        header.height,
        header.orientation,
    ))
}

/// The length of the file by its RIFF header, in bytes. The decoder does not compare it.
fn riff_length(bytes: &[u8]) -> u64 {
    let number = bytes
        .get(4..8)
        .and_then(|it| it.try_into().ok())
        .map_or(0, u32::from_le_bytes);
    u64::from(number) + 8
}

/// The size in the IHDR chunk, which stands at a fixed place.
fn png_size(bytes: &[u8]) -> Result<(u32, u32), EvidenceError> {
    let header = bytes.get(8..24).ok_or(EvidenceError::Truncated)?;
    if &header[4..8] != b"IHDR" {
        return Err(EvidenceError::Corrupt);
    }
    let number = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    Ok((number(8), number(12)))
}

fn from_decoder(
    mut decoder: impl ImageDecoder,
    format: PhotoFormat,
    limits: &Limits,
) -> Result<PhotoInfo, EvidenceError> {
    let (width, height) = decoder.dimensions();
    check_size(width, height, limits.max_pixels, limits)?;
    let orientation = decoder
        .orientation()
        .map_or(1, image::metadata::Orientation::to_exif);
    Ok(upright(format, width, height, orientation))
}

fn check_size(
    width: u32,
    height: u32,
    max_pixels: u64,
    limits: &Limits,
) -> Result<(), EvidenceError> {
    if width == 0 || height == 0 {
        return Err(EvidenceError::Corrupt);
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > max_pixels || width.max(height) > limits.max_side {
        return Err(EvidenceError::TooManyPixels {
            megapixels: pixels.div_ceil(1_000_000),
        });
    }
    Ok(())
}

fn upright(format: PhotoFormat, width: u32, height: u32, orientation: u8) -> PhotoInfo {
    let (width, height) = if orientation >= 5 {
        (height, width)
    } else {
        (width, height)
    };
    PhotoInfo {
        format,
        width,
        height,
        orientation,
    }
}
