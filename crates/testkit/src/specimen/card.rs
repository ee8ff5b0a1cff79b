//! The front of an ID card, in the real card's layout and marked SPECIMEN.

use std::sync::LazyLock;

use chrono::{Datelike, Days, Months, NaiveDate};
use coe_evidence::text::{Face, Style, TextPainter};
use image::{RgbImage, imageops};

use super::canvas::{Canvas, Rgb, curve, ellipse, mix, path, rounded, smooth};
use super::face::{self, FaceTraits, Outfit, Pose};
use crate::Person;

mod paper;

/// Width of a drawn card, in pixels; 18.7 pixels are a millimetre.
pub(super) const WIDTH: u32 = 1600;
/// Height of a drawn card, in pixels.
pub(super) const HEIGHT: u32 = 1009;

const LABEL: Rgb = [38, 70, 132];
const INK: Rgb = [26, 28, 38];
const RED: Rgb = [186, 34, 48];

/// What is printed on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardData {
    /// 13 digits.
    pub national_id: String,
    /// Title in Thai.
    pub title_th: String,
    /// Given name in Thai.
    pub given_th: String,
    /// Family name in Thai.
    pub family_th: String,
    /// Title in English.
    pub title_en: String,
    /// Given name in Latin letters.
    pub given_en: String,
    /// Family name in Latin letters.
    pub family_en: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Religion in Thai, where it is given.
    pub religion: Option<String>,
    /// Address in Thai.
    pub address: String,
    /// Date of issue.
    pub issued_on: NaiveDate,
    /// Last day of validity; `None` is for life (ตลอดชีพ).
    pub expires_on: Option<NaiveDate>,
}

impl CardData {
    /// The card of `person`, issued on `issued_on`: valid for eight years and up to the day before
    /// the next birthday, and for life from the age of 70.
    #[must_use]
    pub fn of(person: &Person, issued_on: NaiveDate) -> Self {
        let for_life = issued_on
            .years_since(person.birth_date)
            .is_some_and(|age| age >= 70);
        let expires_on = (!for_life).then(|| {
            let after = issued_on + Months::new(8 * 12);
            // Who was born on 29 February has a birthday on 1 March in other years.
            let birthday = |year| {
                person
                    .birth_date
                    .with_year(year)
                    .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
            };
            let birthday = |year| birthday(year).unwrap_or(after);
            let this_year = birthday(after.year());
            let next = if this_year > after {
                this_year
            } else {
                birthday(after.year() + 1)
            };
            next - Days::new(1)
        });
        Self {
            national_id: person.national_id.clone(),
            title_th: person.title_th.to_owned(),
            given_th: person.given_th.to_owned(),
            family_th: person.family_th.to_owned(),
            title_en: person.title_en.to_owned(),
            given_en: person.given_en.to_owned(),
            family_en: person.family_en.to_owned(),
            birth_date: person.birth_date,
            religion: person.religion.map(str::to_owned),
            address: person.address_th.clone(),
            issued_on,
            expires_on,
        }
    }

    /// The same card, expired on `day`.
    #[must_use]
    pub fn expired_on(mut self, day: NaiveDate) -> Self {
        self.expires_on = Some(day);
        self.issued_on = day - Months::new(8 * 12);
        self
    }
}

/// What all cards share; drawn once.
static BLANK: LazyLock<RgbImage> = LazyLock::new(|| {
    let mut canvas = Canvas::from_rgb(&paper::draw());
    draw_emblem(&mut canvas);
    draw_chip(&mut canvas);
    draw_signature(&mut canvas);
    let mut blank = canvas.into_rgb();
    write_labels(&mut blank);
    blank
});

/// Draws the front of a card, [`WIDTH`] × [`HEIGHT`] pixels.
pub(super) fn draw(data: &CardData, face: &FaceTraits) -> RgbImage {
    let mut card = BLANK.clone();
    imageops::replace(&mut card, &draw_photo(face).into_rgb(), 1206, 414);
    write_values(&mut card, data);
    card
}

/// The portrait with the height scale behind it.
fn draw_photo(face: &FaceTraits) -> Canvas {
    let mut canvas = Canvas::new(316, 395);
    let all = rounded(0.0, 0.0, 316.0, 395.0, 1.0);
    canvas.fill_linear(
        &all,
        (0.0, 0.0),
        (0.0, 395.0),
        &[(0.0, [226, 233, 240]), (1.0, [198, 209, 220])],
    );
    for line in 0..14 {
        let y = 16.0 + 24.0 * line as f32;
        let strong = line % 2 == 0;
        let rule = curve(&[(0.0, y), (316.0, y)]);
        canvas.stroke(&rule, if strong { 1.8 } else { 0.9 }, [104, 122, 146], 0.55);
    }
    let pose = Pose {
        at: (158.0, 176.0),
        scale: 1.14,
        lean: 0.0,
        smile: 0.12,
    };
    face::draw(&mut canvas, face, Outfit::Formal, &pose);
    canvas.place(0.0, 0.0, 1.0, 0.0);
    canvas.stroke(&all, 2.5, [120, 138, 160], 0.7);
    canvas
}

fn draw_emblem(canvas: &mut Canvas) {
    // A bird with spread wings, as simple as can be: nobody shall take it for the real one.
    canvas.place(112.0, 108.0, 1.0, 0.0);
    let tone = [176, 46, 52];
    for side in [-1.0, 1.0] {
        let wing = smooth(&[
            (side * 8.0, -8.0),
            (side * 34.0, -46.0),
            (side * 66.0, -58.0),
            (side * 60.0, -30.0),
            (side * 70.0, -10.0),
            (side * 54.0, 2.0),
            (side * 56.0, 22.0),
            (side * 34.0, 20.0),
            (side * 14.0, 26.0),
        ]);
        canvas.fill(&wing, tone, 0.92);
        for feather in 0..4 {
            let x = side * (24.0 + 11.0 * feather as f32);
            let line = curve(&[
                (side * 12.0, 4.0),
                (x, -16.0),
                (x + side * 12.0, -30.0 - 4.0 * feather as f32),
            ]);
            canvas.stroke(&line, 2.0, [240, 222, 224], 0.6);
        }
        let leg = curve(&[(side * 8.0, 36.0), (side * 20.0, 54.0), (side * 14.0, 70.0)]);
        canvas.stroke(&leg, 7.0, tone, 0.92);
    }
    canvas.fill(&ellipse((0.0, 16.0), 17.0, 30.0), tone, 1.0);
    canvas.fill(&ellipse((0.0, -26.0), 13.0, 14.0), tone, 1.0);
    let crown = smooth(&[(-9.0, -38.0), (0.0, -66.0), (9.0, -38.0)]);
    canvas.fill(&crown, tone, 1.0);
}

fn draw_chip(canvas: &mut Canvas) {
    canvas.place(96.0, 292.0, 1.0, 0.0);
    let plate = rounded(0.0, 0.0, 214.0, 176.0, 26.0);
    canvas.fill_linear(
        &plate,
        (0.0, 0.0),
        (214.0, 176.0),
        &[
            (0.0, [238, 214, 140]),
            (0.45, [206, 170, 84]),
            (0.6, [240, 220, 150]),
            (1.0, [176, 138, 62]),
        ],
    );
    let line = [112, 84, 36];
    canvas.stroke(&plate, 2.5, line, 0.8);
    canvas.stroke(&rounded(70.0, 46.0, 74.0, 84.0, 16.0), 3.0, line, 0.75);
    for y in [46.0, 88.0, 130.0] {
        canvas.stroke(&curve(&[(0.0, y), (70.0, y)]), 3.0, line, 0.75);
        canvas.stroke(&curve(&[(144.0, y), (214.0, y)]), 3.0, line, 0.75);
    }
    canvas.stroke(&curve(&[(107.0, 0.0), (107.0, 46.0)]), 3.0, line, 0.75);
    canvas.stroke(&curve(&[(107.0, 130.0), (107.0, 176.0)]), 3.0, line, 0.75);
}

fn draw_signature(canvas: &mut Canvas) {
    canvas.place(560.0, 806.0, 1.0, -4.0);
    let line = path(|it| {
        it.move_to(-80.0, 16.0);
        it.cubic_to(-50.0, -50.0, -30.0, -30.0, -44.0, 14.0);
        it.cubic_to(-50.0, 34.0, -8.0, -40.0, 4.0, -18.0);
        it.cubic_to(14.0, 4.0, -12.0, 26.0, 18.0, 2.0);
        it.cubic_to(40.0, -20.0, 34.0, 26.0, 62.0, -4.0);
        it.cubic_to(72.0, -14.0, 84.0, 6.0, 110.0, -16.0);
    });
    canvas.stroke(&line, 3.2, mix(INK, LABEL, 0.4), 0.8);
}

/// Writes what stands on every card.
fn write_labels(card: &mut RgbImage) {
    let mut pen = Pen {
        card,
        painter: TextPainter::shared(),
    };
    let long = pen.write("บัตรประจำตัวประชาชน", (208.0, 104.0), Face::Bold, 62.0, LABEL);
    let english_at = (208.0 + long + 28.0, 104.0);
    pen.write("Thai National ID Card", english_at, Face::Bold, 54.0, LABEL);
    pen.write(
        "เลขประจำตัวประชาชน",
        (208.0, 164.0),
        Face::Regular,
        31.0,
        LABEL,
    );
    pen.write(
        "Identification Number",
        (208.0, 204.0),
        Face::Regular,
        29.0,
        LABEL,
    );
    pen.centred("(นายสมมติ ออกแบบ)", 574.0, 862.0, 30.0, INK);
    pen.centred("เจ้าพนักงานออกบัตร (ตัวอย่าง)", 574.0, 908.0, 28.0, LABEL);
    for (label, y) in [
        ("180", 438.0),
        ("170", 486.0),
        ("160", 534.0),
        ("150", 582.0),
    ] {
        pen.write(label, (1156.0, y), Face::Regular, 24.0, LABEL);
    }
    pen.centred("0000-00-00000000", 1364.0, 846.0, 32.0, INK);
    pen.write("SPECIMEN", (1180.0, 946.0), Face::Bold, 66.0, RED);
    let stamp = Style {
        opacity: 0.13,
        rotation: -24.0,
        ..Style::new(Face::Bold, 150.0, RED)
    };
    pen.painter
        .draw(pen.card, "SPECIMEN · ตัวอย่าง", (268.0, 868.0), &stamp);
}

/// Writes what stands on this card alone.
fn write_values(card: &mut RgbImage, data: &CardData) {
    let mut pen = Pen {
        card,
        painter: TextPainter::shared(),
    };
    let name_th = format!("{} {} {}", data.title_th, data.given_th, data.family_th);
    let name_en = format!("{} {}", data.title_en, data.given_en);
    let born = data.birth_date;
    pen.write(
        &grouped(&data.national_id),
        (520.0, 196.0),
        Face::Bold,
        66.0,
        INK,
    );
    pen.pair("ชื่อตัวและชื่อสกุล", &name_th, (346.0, 286.0), 54.0, Face::Bold);
    pen.pair("Name", &name_en, (346.0, 358.0), 44.0, Face::Bold);
    pen.pair(
        "Last name",
        &data.family_en,
        (346.0, 420.0),
        44.0,
        Face::Bold,
    );
    pen.pair("เกิดวันที่", &thai(born), (448.0, 496.0), 44.0, Face::Bold);
    pen.pair(
        "Date of Birth",
        &english(born),
        (448.0, 556.0),
        44.0,
        Face::Bold,
    );
    if let Some(religion) = &data.religion {
        pen.pair("ศาสนา", religion, (448.0, 620.0), 42.0, Face::Regular);
    }
    pen.pair("ที่อยู่", &data.address, (100.0, 692.0), 38.0, Face::Regular);
    let (issued_th, issued_en) = (thai(data.issued_on), english(data.issued_on));
    pen.stack(198.0, [&issued_th, "วันออกบัตร", &issued_en, "Date of Issue"]);
    let (expiry_th, expiry_en) = data.expires_on.map_or(
        ("ตลอดชีพ".to_owned(), "LIFELONG".to_owned()),
        |day| (thai(day), english(day)),
    );
    pen.stack(
        968.0,
        [&expiry_th, "วันบัตรหมดอายุ", &expiry_en, "Date of Expiry"],
    );
}

/// Writes on a card.
struct Pen<'a> {
    card: &'a mut RgbImage,
    painter: &'static TextPainter,
}

impl Pen<'_> {
    fn write(&mut self, text: &str, at: (f32, f32), face: Face, size: f32, colour: Rgb) -> f32 {
        self.painter
            .draw(self.card, text, at, &Style::new(face, size, colour))
    }

    /// A label and what it stands for, on one line.
    fn pair(&mut self, label: &str, value: &str, (x, y): (f32, f32), size: f32, face: Face) {
        let long = self.write(label, (x, y), Face::Regular, 32.0, LABEL);
        self.write(value, (x + long + 18.0, y), face, size, INK);
    }

    fn centred(&mut self, text: &str, x: f32, y: f32, size: f32, colour: Rgb) {
        let long = self.painter.measure(text, Face::Regular, size);
        self.write(text, (x - long / 2.0, y), Face::Regular, size, colour);
    }

    /// A date in both calendars, each above what it is.
    fn stack(&mut self, x: f32, [thai, thai_label, english, english_label]: [&str; 4]) {
        self.centred(thai, x, 790.0, 36.0, INK);
        self.centred(thai_label, x, 832.0, 28.0, LABEL);
        self.centred(english, x, 880.0, 36.0, INK);
        self.centred(english_label, x, 918.0, 27.0, LABEL);
    }
}

/// `1 2345 67890 12 1`
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(17);
    for (at, digit) in digits.chars().enumerate() {
        if matches!(at, 1 | 5 | 10 | 12) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

fn thai(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ];
    format!(
        "{} {} {}",
        day.day(),
        MONTHS[day.month0() as usize],
        day.year() + 543
    )
}

fn english(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.",
        "Dec.",
    ];
    format!(
        "{} {} {}",
        day.day(),
        MONTHS[day.month0() as usize],
        day.year()
    )
}
