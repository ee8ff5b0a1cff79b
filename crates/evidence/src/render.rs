//! From the stored photo to what the window shows.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::decode::decode;
use crate::orientation::upright;
use crate::{EvidenceError, Limits, Watermark, inspect, text::TextPainter};

/// How large a photo is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// For the two photos side by side: the longest side has up to 1200 pixels (about 1000 for
    /// camera photos).
    Screen,
    /// For zooming in: the longest side has up to 4096 pixels.
    Detail,
}

impl Size {
    /// The longest side that is still too short to be scaled up to, and the longest allowed.
    fn sides(self) -> (u32, u32) {
        match self {
            Self::Screen => (960, 1200),
            Self::Detail => (4032, 4096),
        }
    }

    fn quality(self) -> u8 {
        match self {
            Self::Screen => 86,
            Self::Detail => 88,
        }
    }
}

/// A photo ready for the window: upright, without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The photo as a JPEG file.
    pub jpeg: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Prepares a photo for the window: decodes it under `limits`, turns it upright, fits it to
/// `size` (never enlarging it), draws the watermark and encodes it anew, without any metadata.
///
/// Takes tens of milliseconds and up to a few hundred megabytes of memory: run it off the thread
/// that draws the window.
///
/// # Errors
/// [`EvidenceError`] says why the photo cannot be shown. A panic inside a decoder counts as
/// `Corrupt`, so one bad file never ends the program.
pub fn render(
    bytes: &[u8],
    limits: &Limits,
    size: Size,
    watermark: Option<&Watermark>,
) -> Result<Rendered, EvidenceError> {
    let info = inspect(bytes, limits)?;
    let (min_side, max_side) = size.sides();
    let decoded = catch_unwind(AssertUnwindSafe(|| decode(bytes, &info, limits, min_side)))
        .unwrap_or(Err(EvidenceError::Corrupt))?;
    let fitted = fit(decoded, max_side)?;
    let mut photo = upright(fitted, info.orientation);
    if let Some(watermark) = watermark {
        watermark.draw(&mut photo);
    }
    let jpeg = encode(&photo, size.quality())?;
    Ok(Rendered {
        jpeg,
        width: photo.width(),
        height: photo.height(),
    })
}

/// Loads the fonts of the watermark, so that the first photo does not wait for them. Call it once
/// at the start, off the thread that draws the window.
pub fn warm_up() {
    let _ = TextPainter::shared().measure("ก", crate::text::Face::Regular, 16.0);
}

/// Shrinks a photo so that its longest side has at most `max_side` pixels.
fn fit(photo: RgbImage, max_side: u32) -> Result<RgbImage, EvidenceError> {
    let (width, height) = photo.dimensions();
    let longest = width.max(height);
    if longest <= max_side {
        return Ok(photo);
    }
    let scaled = |side: u32| {
        let exact = (u64::from(side) * u64::from(max_side)).div_ceil(u64::from(longest));
        u32::try_from(exact).unwrap_or(max_side).clamp(1, max_side)
    };
    let (to_width, to_height) = (scaled(width), scaled(height));
    let source = ImageRef::new(width, height, photo.as_raw(), PixelType::U8x3)
        .map_err(|_| EvidenceError::Corrupt)?;
    let mut target = Image::new(to_width, to_height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new()
        .resize(&source, &mut target, &options)
        .map_err(|_| EvidenceError::Corrupt)?;
    RgbImage::from_raw(to_width, to_height, target.into_vec()).ok_or(EvidenceError::Corrupt)
}

/// Encodes a photo as JPEG, with nothing but pixels in it.
fn encode(photo: &RgbImage, quality: u8) -> Result<Vec<u8>, EvidenceError> {
    let side = |length: u32| u16::try_from(length).map_err(|_| EvidenceError::Corrupt);
    let mut jpeg = Vec::with_capacity(photo.as_raw().len() / 6);
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(
            photo.as_raw(),
            side(photo.width())?,
            side(photo.height())?,
            ColorType::Rgb,
        )
        .map_err(|_| EvidenceError::Corrupt)?;
    Ok(jpeg)
}
