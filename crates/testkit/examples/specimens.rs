//! Writes specimen photos into a folder, to be looked at: `cargo run --example specimens -- DIR`.

use std::path::Path;
use std::time::Instant;

use chrono::NaiveDate;
use coe_evidence::{Limits, Size, Watermark, render};
use coe_testkit::person;
use coe_testkit::specimen::{CardData, Flaw, SpecimenOptions, card_photo, selfie_photo};

#[expect(
    clippy::print_stdout,
    reason = "a tool for people: its output is its purpose"
)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "/tmp/specimens".to_owned());
    std::fs::create_dir_all(&folder)?;
    let line = "somchai · 23 พ.ย. 2569 18:42 · 69-11-42".to_owned();
    let watermark = Watermark { line };
    let flaws = [
        Flaw::None,
        Flaw::None,
        Flaw::None,
        Flaw::Blurred,
        Flaw::Dark,
        Flaw::Glare,
    ];
    let flaws = flaws.into_iter().chain([Flaw::Cropped, Flaw::SmallPhoto]);
    for (number, flaw) in (0_u32..).zip(flaws) {
        let person = person(number);
        let issued = NaiveDate::from_ymd_opt(2022, 3, 15).unwrap_or_default();
        let data = CardData::of(&person, issued);
        let options = SpecimenOptions::new(data, person.face, number.into()).with_flaw(flaw);
        for (name, photo) in [
            ("card", card_photo as fn(&_) -> _),
            ("selfie", selfie_photo),
        ] {
            let start = Instant::now();
            let bytes: Vec<u8> = photo(&options);
            let made = start.elapsed();
            let path = Path::new(&folder).join(format!("{number}-{name}.jpg"));
            std::fs::write(&path, &bytes)?;
            let start = Instant::now();
            let shown = render(&bytes, &Limits::default(), Size::Screen, Some(&watermark))?;
            let rendered = start.elapsed();
            std::fs::write(path.with_extension("screen.jpg"), &shown.jpeg)?;
            println!(
                "{number} {name} {flaw:?} {} kB {made:?} {rendered:?}",
                bytes.len() / 1000
            );
        }
    }
    Ok(())
}
