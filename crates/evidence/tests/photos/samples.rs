//! Photos for the tests.

use image::{Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

/// Width of the upright test photo, in pixels.
pub(crate) const WIDTH: u32 = 96;
/// Height of the upright test photo, in pixels.
pub(crate) const HEIGHT: u32 = 64;

/// An upright photo whose quarters are red, green (above), blue and white (below).
pub(crate) fn quarters() -> RgbImage {
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        match (x < WIDTH / 2, y < HEIGHT / 2) {
            (true, true) => Rgb([220, 30, 30]),
            (false, true) => Rgb([30, 200, 30]),
            (true, false) => Rgb([30, 30, 220]),
            (false, false) => Rgb([240, 240, 240]),
        }
    })
}

/// A JPEG with an EXIF block: an orientation and a place.
pub(crate) fn jpeg(picture: &RgbImage, orientation: u8, progressive: bool) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0; 4]);
    exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0");
    exif.extend(b"GPS-SECRET");
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    encoder.set_progressive(progressive);
    encoder.add_exif_metadata(&exif).unwrap();
    let side = |length: u32| u16::try_from(length).unwrap();
    encoder
        .encode(
            picture.as_raw(),
            side(picture.width()),
            side(picture.height()),
            ColorType::Rgb,
        )
        .unwrap();
    bytes
}

/// Encodes a picture in one of the other formats.
pub(crate) fn encoded(picture: &RgbImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}
