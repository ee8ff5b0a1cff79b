//! How long a desk waits for the two photos of a request: `cargo bench -p coe-testkit`.
//!
//! Bar: two photos of 12 megapixels in at most 120 ms, cold, to bytes ready for the window, both
//! decoded at once. Prints the median and the 95th percentile; it never fails on a slow machine.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use coe_evidence::{Limits, Size, Watermark, inspect, render, sha256_hex};
use coe_testkit::person;
use coe_testkit::specimen::{CardData, SpecimenOptions, card_photo, selfie_photo};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

const ROUNDS: u32 = 40;

#[expect(clippy::expect_used, reason = "a benchmark stops at what it cannot do")]
fn main() {
    let person = person(3);
    let issued = NaiveDate::from_ymd_opt(2022, 3, 15).expect("a date");
    let options = SpecimenOptions::new(CardData::of(&person, issued), person.face, 3);
    let (card, selfie) = (card_photo(&options), selfie_photo(&options));
    let limits = Limits::default();
    measure("inspect one photo", |_| {
        black_box(inspect(&card, &limits)).expect("a photo");
    });
    measure("SHA-256 of one photo", |_| {
        black_box(sha256_hex(&card));
    });
    measure("two photos for the screen, both at once", |round| {
        thread::scope(|scope| {
            for photo in [&card, &selfie] {
                scope.spawn(move || show(photo, Size::Screen, round));
            }
        });
    });
    measure("one photo for the screen", |round| {
        show(&card, Size::Screen, round)
    });
    measure("one photo in detail", |round| {
        show(&card, Size::Detail, round)
    });
    measure("decode alone: scaled by 1/4 (jpeg-decoder)", |_| {
        let mut decoder = jpeg_decoder::Decoder::new(card.as_slice());
        decoder.scale(1008, 1008).expect("a scale");
        black_box(decoder.decode()).expect("pixels");
    });
    measure("decode alone: whole (jpeg-decoder)", |_| {
        black_box(jpeg_decoder::Decoder::new(card.as_slice()).decode()).expect("pixels");
    });
    measure("decode alone: whole (zune-jpeg), then resize", |_| {
        let whole = image::load_from_memory_with_format(&card, image::ImageFormat::Jpeg)
            .expect("pixels")
            .into_rgb8();
        let (width, height) = whole.dimensions();
        let source = ImageRef::new(width, height, whole.as_raw(), PixelType::U8x3).expect("pixels");
        let mut target = Image::new(width / 4, height / 4, PixelType::U8x3);
        let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        Resizer::new()
            .resize(&source, &mut target, &how)
            .expect("resized");
        black_box(target);
    });
}

/// Renders with a watermark no earlier round had, as each view has its own.
#[expect(clippy::expect_used, reason = "a benchmark stops at what it cannot do")]
fn show(photo: &[u8], size: Size, round: u32) {
    let line = format!("somchai · 23 พ.ย. 2569 18:42 · 69-11-{round}");
    let shown = render(photo, &Limits::default(), size, Some(&Watermark { line }));
    black_box(shown).expect("a photo");
}

#[expect(clippy::print_stdout, reason = "a benchmark's output is its purpose")]
fn measure(what: &str, work: impl Fn(u32)) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|round| {
            let start = Instant::now();
            work(round);
            start.elapsed()
        })
        .collect();
    let first = times[0];
    times.sort_unstable();
    let (median, late) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!("{what:48} p50 {median:>10.2?}   p95 {late:>10.2?}   first {first:>10.2?}");
}
