//! Damaged photos end in an error or a picture, never in a panic.

use crate::samples::{encoded, jpeg, quarters};
use coe_evidence::{Limits, Size, inspect, render};
use image::ImageFormat;
use proptest::prelude::*;

/// Small limits, so that damage to the size costs little.
fn limits() -> Limits {
    Limits {
        max_pixels: 1_000_000,
        max_progressive_pixels: 1_000_000,
        ..Limits::default()
    }
}

fn damaged(mut bytes: Vec<u8>, changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    for (at, value) in changes {
        let at = at % bytes.len();
        bytes[at] = *value;
    }
    bytes.truncate(bytes.len() - cut % (bytes.len() / 8));
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damage_never_panics(
        kind in 0..4_usize,
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..12),
        cut in any::<usize>(),
    ) {
        let photo = match kind {
            0 => jpeg(&quarters(), 6, false),
            1 => jpeg(&quarters(), 1, true),
            2 => encoded(&quarters(), ImageFormat::Png),
            _ => encoded(&quarters(), ImageFormat::WebP),
        };
        let bytes = damaged(photo, &changes, cut);
        let header = inspect(&bytes, &limits());
        let shown = render(&bytes, &limits(), Size::Screen, None);
        prop_assert!(header.is_ok() || shown.is_err(), "a refused header must not be rendered");
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(render(&bytes, &limits(), Size::Screen, None).is_err());
    }
}
