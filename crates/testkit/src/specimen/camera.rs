//! The camera: lays pictures into a scene, adds what lens and sensor add, and writes the file.

use image::RgbImage;
use image::imageops;
use jpeg_encoder::{ColorType, Encoder, EncodingError, SamplingFactor};

use super::warp::{Layer, Point, Quad};
use super::{Flaw, exif};
use crate::rng::Dice;

/// How a photo is taken.
pub(super) struct Shot {
    /// Width of the upright photo, in pixels.
    pub(super) width: u32,
    /// Height of the upright photo, in pixels.
    pub(super) height: u32,
    /// The EXIF orientation to store it with: 1, 3, 6 or 8.
    pub(super) orientation: u8,
    pub(super) flaw: Flaw,
    /// Where a lamp would be reflected, in parts of the upright photo's width (both ways).
    pub(super) glare_at: Point,
    /// JPEG quality, 1 to 100.
    pub(super) quality: u8,
}

/// Takes a photo. `scene` is upright and may be smaller than the photo; the corners of the
/// `layers` are in parts of the upright photo's width (both ways).
pub(super) fn take(
    scene: &RgbImage,
    layers: &[(Layer, Quad)],
    shot: &Shot,
    dice: &mut Dice,
) -> Vec<u8> {
    let turned = match shot.orientation {
        3 => imageops::rotate180(scene),
        6 => imageops::rotate270(scene),
        8 => imageops::rotate90(scene),
        _ => scene.clone(),
    };
    let (width, height) = match shot.orientation {
        6 | 8 => (shot.height, shot.width),
        _ => (shot.width, shot.height),
    };
    // Out of focus: everything is drawn small, softened and enlarged.
    let shrink = if shot.flaw == Flaw::Blurred { 12 } else { 1 };
    let (work_width, work_height) = (width.div_ceil(shrink), height.div_ceil(shrink));
    let mut photo = enlarge(&turned, work_width, work_height);
    for (layer, quad) in layers {
        let upright_width = shot.width as f32 / shrink as f32;
        let upright_height = shot.height as f32 / shrink as f32;
        let placed = quad.map(|(x, y)| {
            let at = (x * upright_width, y * upright_width);
            stored(at, shot.orientation, upright_width, upright_height)
        });
        layer.lay(&mut photo, &placed);
    }
    if shrink > 1 {
        photo = enlarge(&imageops::blur(&photo, 1.5), width, height);
    }
    let glare = (shot.flaw == Flaw::Glare).then(|| {
        let (wide, high) = (shot.width as f32, shot.height as f32);
        let at = (shot.glare_at.0 * wide, shot.glare_at.1 * wide);
        Glare {
            at: stored(at, shot.orientation, wide, high),
            reach: wide.max(high) * 0.2,
        }
    });
    develop(&mut photo, shot.flaw, glare.as_ref(), dice);
    encode(&photo, shot).unwrap_or_default()
}

/// Where a point of the upright photo lies in the stored one.
fn stored((x, y): Point, orientation: u8, width: f32, height: f32) -> Point {
    match orientation {
        3 => (width - x, height - y),
        6 => (y, width - x),
        8 => (height - y, x),
        _ => (x, y),
    }
}

/// Scales a picture with bilinear interpolation, in fixed point.
pub(super) fn enlarge(from: &RgbImage, width: u32, height: u32) -> RgbImage {
    if from.dimensions() == (width, height) {
        return from.clone();
    }
    if from.width() > width * 2 {
        return imageops::resize(from, width, height, imageops::FilterType::Triangle);
    }
    let steps = |source: u32, target: u32| -> Vec<(usize, usize, u16)> {
        (0..target)
            .map(|at| {
                let place = (at as f32 + 0.5) * source as f32 / target as f32 - 0.5;
                let place = place.clamp(0.0, (source - 1) as f32);
                let low = place as usize;
                (
                    low,
                    (low + 1).min(source as usize - 1),
                    (place.fract() * 128.0) as u16,
                )
            })
            .collect()
    };
    let (columns, rows) = (steps(from.width(), width), steps(from.height(), height));
    let columns: Vec<_> = columns
        .iter()
        .map(|it| (it.0 * 3, it.1 * 3, it.2))
        .collect();
    let line = from.width() as usize * 3;
    let source = from.as_raw();
    let mut blended = vec![0_u16; line];
    let mut to = RgbImage::new(width, height);
    for (out, (above, below, share)) in to.chunks_exact_mut(width as usize * 3).zip(rows) {
        let upper = &source[above * line..][..line];
        let lower = &source[below * line..][..line];
        for ((mixed, one), two) in blended.iter_mut().zip(upper).zip(lower) {
            *mixed = u16::from(*one) * (128 - share) + u16::from(*two) * share;
        }
        for (pixel, (left, right, share)) in out.chunks_exact_mut(3).zip(&columns) {
            let (one, two) = (&blended[*left..left + 3], &blended[*right..right + 3]);
            for part in 0..3 {
                let sum = u32::from(one[part]) * u32::from(128 - share)
                    + u32::from(two[part]) * u32::from(*share);
                pixel[part] = (sum >> 14) as u8;
            }
        }
    }
    to
}

/// Light, vignette and noise.
fn develop(photo: &mut RgbImage, flaw: Flaw, glare: Option<&Glare>, dice: &mut Dice) {
    const TABLE: usize = 1 << 15;
    let (width, height) = (photo.width() as usize, photo.height() as usize);
    let (light, grain) = match flaw {
        Flaw::Dark => ([60, 52, 44], 5.4),
        _ => ([256, 254, 249], 3.1),
    };
    let noise: Vec<i16> = (0..TABLE + width)
        .map(|_| {
            let sum: f32 = (0..4).map(|_| dice.between(-1.0, 1.0)).sum();
            (sum * grain * 0.87) as i16
        })
        .collect();
    let radius = ((width * width + height * height) / 4) as f32;
    let fall = |at: usize, length: usize| {
        let away = at as f32 - length as f32 / 2.0;
        (away * away / radius * 54.0) as i32
    };
    let columns: Vec<i32> = (0..width).map(|x| fall(x, width)).collect();
    for (y, row) in photo.chunks_exact_mut(width * 3).enumerate() {
        let row_fall = fall(y, height);
        // Long enough for a row from any start.
        let grains = &noise[dice.below(TABLE)..][..width];
        for ((pixel, column_fall), grain) in row.chunks_exact_mut(3).zip(&columns).zip(grains) {
            let keep = 256 - row_fall - column_fall;
            for (part, light) in pixel.iter_mut().zip(light) {
                let lit = (i32::from(*part) * light * keep) >> 16;
                *part = (lit + i32::from(*grain)).clamp(0, 255) as u8;
            }
        }
        if let Some(glare) = glare {
            glare.light(row, y);
        }
    }
}

/// The reflection of a lamp, and its glow; in pixels of the stored photo.
struct Glare {
    at: Point,
    reach: f32,
}

impl Glare {
    fn light(&self, row: &mut [u8], y: usize) {
        let down = (y as f32 - self.at.1) / self.reach;
        if down.abs() > 1.0 {
            return;
        }
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let across = (x as f32 - self.at.0) / self.reach;
            let slant = across * 0.9 + down * 0.45;
            let near = 1.0 - slant * slant - (down * 0.9 - across * 0.45).powi(2) * 1.9;
            if near > 0.0 {
                let core = (near * 2.0 - 0.7).clamp(0.0, 1.0);
                let share = near * near * 0.5 + core * core * (3.0 - 2.0 * core) * 0.48;
                for part in pixel {
                    *part = (f32::from(*part) * (1.0 - share) + 254.0 * share) as u8;
                }
            }
        }
    }
}

fn encode(photo: &RgbImage, shot: &Shot) -> Result<Vec<u8>, EncodingError> {
    let mut jpeg = Vec::with_capacity(photo.as_raw().len() / 14);
    let mut encoder = Encoder::new(&mut jpeg, shot.quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.add_exif_metadata(&exif::block(shot.orientation))?;
    let side = |length: u32| u16::try_from(length).unwrap_or(u16::MAX);
    encoder.encode(
        photo.as_raw(),
        side(photo.width()),
        side(photo.height()),
        ColorType::Rgb,
    )?;
    Ok(jpeg)
}
