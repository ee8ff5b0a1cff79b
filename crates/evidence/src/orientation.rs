//! Turning a photo upright.

use image::RgbImage;

/// The side of the square blocks that are copied at a time, in pixels. A block of source and one
/// of target fit the first-level cache together, which makes a quarter turn several times faster
/// than row by row.
const BLOCK: u32 = 64;

/// The photo as it was meant to be seen, given its EXIF `orientation` (1 to 8; any other is taken
/// as 1).
pub(crate) fn upright(stored: RgbImage, orientation: u8) -> RgbImage {
    if !(2..=8).contains(&orientation) {
        return stored;
    }
    let (stored_width, stored_height) = stored.dimensions();
    let (width, height) = if orientation >= 5 {
        (stored_height, stored_width)
    } else {
        (stored_width, stored_height)
    };
    let right = stored_width.saturating_sub(1);
    let bottom = stored_height.saturating_sub(1);
    let source = |x: u32, y: u32| match orientation {
        2 => (right - x, y),
        3 => (right - x, bottom - y),
        4 => (x, bottom - y),
        5 => (y, x),
        6 => (y, bottom - x),
        7 => (right - y, bottom - x),
        _ => (right - y, x),
    };
    let from = stored.as_raw();
    let mut turned = RgbImage::new(width, height);
    let to: &mut [u8] = &mut turned;
    let index = |x: u32, y: u32, line: u32| (y as usize * line as usize + x as usize) * 3;
    for block_y in (0..height).step_by(BLOCK as usize) {
        for block_x in (0..width).step_by(BLOCK as usize) {
            for y in block_y..(block_y + BLOCK).min(height) {
                for x in block_x..(block_x + BLOCK).min(width) {
                    let (from_x, from_y) = source(x, y);
                    let at = index(from_x, from_y, stored_width);
                    let target = index(x, y, width);
                    to[target..target + 3].copy_from_slice(&from[at..at + 3]);
                }
            }
        }
    }
    turned
}
