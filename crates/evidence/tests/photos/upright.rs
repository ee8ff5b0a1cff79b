//! Photos come out upright, without metadata, and marked.

use crate::samples::{HEIGHT, WIDTH, jpeg, quarters};
use coe_evidence::{Limits, Rendered, RgbImage, Size, Watermark, inspect, render};
use image::imageops;

/// Stores a photo so that `orientation` makes it upright again, as a camera does.
fn stored(upright: &RgbImage, orientation: u8) -> RgbImage {
    match orientation {
        2 => imageops::flip_horizontal(upright),
        3 => imageops::rotate180(upright),
        4 => imageops::flip_vertical(upright),
        5 => imageops::flip_horizontal(&imageops::rotate90(upright)),
        6 => imageops::rotate270(upright),
        7 => imageops::flip_horizontal(&imageops::rotate270(upright)),
        8 => imageops::rotate90(upright),
        _ => upright.clone(),
    }
}

fn pixels(shown: &Rendered) -> RgbImage {
    image::load_from_memory(&shown.jpeg).unwrap().into_rgb8()
}

#[test]
fn all_eight_orientations() {
    let limits = Limits::default();
    for orientation in 1..=8 {
        let bytes = jpeg(&stored(&quarters(), orientation), orientation, false);
        let info = inspect(&bytes, &limits).unwrap();
        assert_eq!(
            (info.width, info.height),
            (WIDTH, HEIGHT),
            "orientation {orientation}"
        );
        assert_eq!(info.orientation, orientation);
        let shown = render(&bytes, &limits, Size::Screen, None).unwrap();
        assert_eq!(
            (shown.width, shown.height),
            (WIDTH, HEIGHT),
            "orientation {orientation}"
        );
        let (shown, expected) = (pixels(&shown), quarters());
        for (x, y) in [(16, 12), (80, 12), (16, 52), (80, 52)] {
            let (shown, expected) = (shown.get_pixel(x, y), expected.get_pixel(x, y));
            let near = shown
                .0
                .iter()
                .zip(expected.0)
                .all(|(a, b)| a.abs_diff(b) < 30);
            assert!(
                near,
                "orientation {orientation} at {x},{y}: {shown:?}, not {expected:?}"
            );
        }
    }
}

#[test]
fn metadata_is_stripped() {
    let bytes = jpeg(&quarters(), 1, false);
    let found = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|it| it == what);
    assert!(
        found(&bytes, b"Exif") && found(&bytes, b"GPS-SECRET"),
        "the test photo needs them"
    );
    let shown = render(&bytes, &Limits::default(), Size::Screen, None).unwrap();
    assert!(!found(&shown.jpeg, b"Exif"), "no EXIF block may survive");
    assert!(!found(&shown.jpeg, b"GPS-SECRET"), "no place may survive");
}

#[test]
fn large_photos_are_fitted() {
    let limits = Limits::default();
    for (width, height) in [
        (4032, 3024),
        (3000, 4000),
        (5000, 1000),
        (1300, 700),
        (2400, 2400),
    ] {
        let bytes = jpeg(&RgbImage::new(width, height), 1, false);
        let screen = render(&bytes, &limits, Size::Screen, None).unwrap();
        let longest = screen.width.max(screen.height);
        assert!(
            (960..=1200).contains(&longest),
            "{width}×{height} gave {longest}"
        );
        let ratio = f64::from(screen.width) / f64::from(screen.height);
        let expected = f64::from(width) / f64::from(height);
        assert!((ratio / expected - 1.0).abs() < 0.01, "the shape must stay");
        let detail = render(&bytes, &limits, Size::Detail, None).unwrap();
        assert_eq!(detail.width.max(detail.height), width.max(height).min(4096));
    }
}

#[test]
fn the_watermark_is_seen_but_light() {
    let limits = Limits::default();
    let grey = RgbImage::from_pixel(1000, 700, image::Rgb([128; 3]));
    let bytes = jpeg(&grey, 1, false);
    let watermark = Watermark {
        line: "somchai · 23 พ.ย. 2569 18:42 · 69-11-42".to_owned(),
    };
    let plain = pixels(&render(&bytes, &limits, Size::Screen, None).unwrap());
    let marked = pixels(&render(&bytes, &limits, Size::Screen, Some(&watermark)).unwrap());
    let differences: Vec<u8> = plain
        .as_raw()
        .iter()
        .zip(marked.as_raw())
        .map(|(a, b)| a.abs_diff(*b))
        .collect();
    let seen = differences.iter().filter(|it| **it > 4).count();
    assert!(
        seen > differences.len() / 200,
        "the watermark must be visible"
    );
    assert!(
        seen < differences.len() / 5,
        "the watermark must leave most of the photo alone"
    );
    assert!(
        differences.iter().all(|it| *it < 50),
        "the watermark must stay light"
    );
    let empty = Watermark {
        line: String::new(),
    };
    assert!(render(&bytes, &limits, Size::Screen, Some(&empty)).is_ok());
}
