//! What is refused, and how.

use crate::samples::{encoded, jpeg, quarters};
use coe_evidence::{EvidenceError, Limits, PhotoFormat, Size, inspect, render};
use image::ImageFormat;

fn both(bytes: &[u8]) -> EvidenceError {
    let limits = Limits::default();
    let inspected = inspect(bytes, &limits).unwrap_err();
    let rendered = render(bytes, &limits, Size::Screen, None).unwrap_err();
    assert_eq!(
        inspected, rendered,
        "what the header refuses, rendering must refuse alike"
    );
    inspected
}

/// A PNG header that claims a size, padded to 200 kB.
fn claiming_png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(&quarters(), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes.resize(200_000, 0);
    bytes
}

fn claiming_jpeg(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    let mut bytes = jpeg(&quarters(), 1, progressive);
    let marker = if progressive { 0xC2 } else { 0xC0 };
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xFF, marker])
        .unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn no_image_at_all() {
    assert_eq!(both(b""), EvidenceError::NotAnImage);
    assert_eq!(both(b"\xFF"), EvidenceError::NotAnImage);
    assert_eq!(both(b"hello, this is no photo"), EvidenceError::NotAnImage);
}

#[test]
fn formats_the_desk_does_not_decode() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    for bytes in [
        heic.as_slice(),
        b"GIF89a....",
        b"%PDF-1.7",
        b"II*\0....",
        b"BM......",
    ] {
        assert_eq!(both(bytes), EvidenceError::UnsupportedFormat);
    }
}

#[test]
fn more_bytes_than_allowed() {
    let photo = jpeg(&quarters(), 1, false);
    let limits = Limits {
        max_bytes: 100,
        ..Limits::default()
    };
    let bytes = photo.len() as u64;
    let refused = Err(EvidenceError::TooManyBytes { bytes, limit: 100 });
    assert_eq!(inspect(&photo, &limits), refused);
}

#[test]
fn a_huge_size_claimed_by_a_small_file() {
    assert_eq!(
        both(&claiming_png(30_000, 30_000)),
        EvidenceError::TooManyPixels { megapixels: 900 }
    );
    assert_eq!(
        both(&claiming_jpeg(65_000, 65_000, false)),
        EvidenceError::TooManyPixels { megapixels: 4225 }
    );
    assert_eq!(
        both(&claiming_jpeg(20_000, 10, false)),
        EvidenceError::TooManyPixels { megapixels: 1 },
        "a side too long must be refused even where the pixels are few"
    );
    assert_eq!(
        both(&claiming_jpeg(6000, 6000, true)),
        EvidenceError::TooManyPixels { megapixels: 36 },
        "a progressive photo must have a limit of its own"
    );
    assert_eq!(both(&claiming_png(0, 10)), EvidenceError::Corrupt);
}

#[test]
fn data_that_ends_early() {
    let photo = jpeg(&quarters(), 1, false);
    let limits = Limits::default();
    for length in [
        4,
        20,
        200,
        photo.len() / 2,
        photo.len() - 30,
        photo.len() - 2,
    ] {
        let refused = render(&photo[..length], &limits, Size::Screen, None);
        assert_eq!(refused, Err(EvidenceError::Truncated), "cut at {length}");
    }
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let photo = encoded(&quarters(), format);
        let refused = render(&photo[..photo.len() * 2 / 3], &limits, Size::Screen, None);
        assert_eq!(refused, Err(EvidenceError::Truncated), "{format:?}");
    }
    assert_eq!(both(b"\x89PNG\r\n\x1a\n\0\0\0"), EvidenceError::Truncated);
}

#[test]
fn data_that_contradicts_itself() {
    let mut photo = jpeg(&quarters(), 1, false);
    let scan = photo
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDA])
        .unwrap();
    photo[scan + 3] = 0xFF;
    let refused = render(&photo, &Limits::default(), Size::Screen, None);
    assert!(
        refused.is_err(),
        "a scan header of the wrong length must be refused"
    );
}

#[test]
fn more_scans_than_allowed() {
    let photo = jpeg(&quarters(), 1, true);
    let limits = Limits {
        max_scans: 2,
        ..Limits::default()
    };
    let refused = render(&photo, &limits, Size::Screen, None);
    assert_eq!(refused, Err(EvidenceError::Corrupt));
    assert!(render(&photo, &Limits::default(), Size::Screen, None).is_ok());
}

#[test]
fn the_formats_the_desk_decodes() {
    let limits = Limits::default();
    for (bytes, format) in [
        (jpeg(&quarters(), 1, false), PhotoFormat::Jpeg),
        (encoded(&quarters(), ImageFormat::Png), PhotoFormat::Png),
        (encoded(&quarters(), ImageFormat::WebP), PhotoFormat::Webp),
    ] {
        let info = inspect(&bytes, &limits).unwrap();
        assert_eq!((info.format, info.width, info.height), (format, 96, 64));
        let shown = render(&bytes, &limits, Size::Detail, None).unwrap();
        assert_eq!(
            (shown.width, shown.height),
            (96, 64),
            "a small photo must not be enlarged"
        );
    }
}

#[test]
fn codes_are_stable() {
    let too_many = EvidenceError::TooManyPixels { megapixels: 900 };
    assert_eq!(too_many.code(), "too_many_pixels");
    assert_eq!(EvidenceError::Truncated.code(), "truncated");
}
