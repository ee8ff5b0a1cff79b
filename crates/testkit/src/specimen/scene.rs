//! Where a photo is taken: desks seen from above, and a person in a room.

use image::{Rgb as Pixel, RgbImage, imageops};

use super::camera::enlarge;
use super::canvas::{Canvas, Rgb, ellipse, mix, path, rounded, smooth};
use super::face::{self, FaceTraits, Outfit, Pose};
use super::warp::Quad;
use crate::rng::Dice;

/// A smooth random curve that repeats, for grain and stains.
struct Waves([f32; 1024]);

impl Waves {
    fn new(dice: &mut Dice, octaves: u32) -> Self {
        let mut curve = [0.0; 1024];
        for octave in 0..octaves {
            let knots = 8_usize << octave;
            let heights: Vec<f32> = (0..knots).map(|_| dice.between(-1.0, 1.0)).collect();
            for (at, value) in curve.iter_mut().enumerate() {
                let place = at as f32 * knots as f32 / 1024.0;
                let (knot, share) = (place as usize, place.fract());
                let ease = share * share * (3.0 - 2.0 * share);
                let height = heights[knot] * (1.0 - ease) + heights[(knot + 1) % knots] * ease;
                *value += height * 0.62_f32.powi(octave.cast_signed());
            }
        }
        Self(curve)
    }

    #[inline]
    fn at(&self, place: f32) -> f32 {
        self.0[(place as i32 & 1023) as usize]
    }
}

/// A desk seen from above.
pub(super) fn desk(width: u32, height: u32, dice: &mut Dice) -> RgbImage {
    let kind = dice.below(4);
    let (bend, grain, stain) = (
        Waves::new(dice, 2),
        Waves::new(dice, 7),
        Waves::new(dice, 3),
    );
    let boards = dice.between(240.0, 420.0);
    let tone: Rgb = match kind {
        0 | 1 => dice.pick(&[[156, 110, 72], [120, 78, 48], [188, 150, 108], [92, 62, 44]]),
        2 => dice.pick(&[[86, 92, 98], [64, 74, 86], [98, 88, 82]]),
        _ => dice.pick(&[[206, 202, 194], [190, 194, 196]]),
    };
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let slow = bend.at(x * 0.35 + 7.0) * 16.0 + stain.at(x * 0.21 + y * 0.4) * 6.0;
        let light = match kind {
            0 | 1 => {
                let board = (y / boards).floor();
                let seam = (y - board * boards).min(3.0) / 3.0;
                let along = y + slow + board * 331.0;
                let rings = grain.at(along * 1.9) * 17.0 + grain.at(along * 5.3 + x * 0.02) * 8.0;
                rings + stain.at(board * 97.0) * 10.0 - (1.0 - seam) * 46.0
            }
            2 => {
                let weave = ((x * 1.9).sin() + (y * 1.9).sin()) * 3.0;
                let threads = grain.at(x * 9.1) * 2.2 + grain.at(y * 9.3 + 500.0) * 2.2;
                weave + threads + stain.at((x + y) * 0.5) * 5.0
            }
            _ => {
                let bent = x * 0.3 + y * 0.7 + bend.at(x * 0.6 + 400.0) * 120.0;
                let vein = (stain.at(bent) + grain.at(bent * 0.4 + y) * 0.12).abs();
                slow * 0.3 + grain.at(x * 2.3 + y * 1.1) * 1.6 - (1.0 - vein * 6.0).max(0.0) * 11.0
            }
        };
        Pixel(tone.map(|part| (f32::from(part) + light).clamp(0.0, 255.0) as u8))
    })
}

/// Darkens what lies in the shadow of a picture at `quad`; `reach` is how soft it is, in pixels.
pub(super) fn cast_shadow(photo: &mut RgbImage, quad: &Quad, reach: f32, strength: f32) {
    let (width, height) = photo.dimensions();
    let shifted = quad.map(|it| (it.0 + reach * 0.28, it.1 + reach * 0.42));
    let span = |pick: fn(&(f32, f32)) -> f32, limit: u32| {
        let low = shifted.iter().map(pick).fold(f32::MAX, f32::min) - reach;
        let high = shifted.iter().map(pick).fold(f32::MIN, f32::max) + reach;
        (low.max(0.0) as u32).min(limit)..(high.max(0.0) as u32).min(limit)
    };
    let columns = span(|it| it.0, width);
    let edges: Vec<_> = (0..4)
        .map(|at| {
            let (from, to) = (shifted[at], shifted[(at + 1) % 4]);
            let long = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
            (from, (to.1 - from.1) / long, (from.0 - to.0) / long)
        })
        .collect();
    for y in span(|it| it.1, height) {
        for x in columns.clone() {
            let outside = edges
                .iter()
                .map(|(from, a, b)| (x as f32 - from.0) * a + (y as f32 - from.1) * b)
                .fold(f32::MIN, f32::max);
            let share = ((reach * 0.5 - outside) / reach).clamp(0.0, 1.0);
            let keep = 1.0 - share * share * strength;
            let pixel = photo.get_pixel_mut(x, y);
            pixel.0 = pixel.0.map(|part| (f32::from(part) * keep) as u8);
        }
    }
}

/// A room, out of focus.
fn room(width: u32, height: u32, dice: &mut Dice) -> RgbImage {
    let (small_width, small_height) = (width / 8, height / 8);
    let (wide, high) = (small_width as f32, small_height as f32);
    let mut canvas = Canvas::new(small_width, small_height);
    let wall: Rgb = dice.pick(&[
        [206, 200, 188],
        [184, 192, 194],
        [160, 172, 162],
        [196, 182, 168],
        [142, 152, 164],
    ]);
    let all = rounded(0.0, 0.0, wide, high, 0.5);
    canvas.fill_linear(
        &all,
        (0.0, 0.0),
        (wide, high),
        &[
            (0.0, mix(wall, [255, 255, 255], 0.2)),
            (0.6, wall),
            (1.0, mix(wall, [30, 26, 26], 0.4)),
        ],
    );
    match dice.below(3) {
        0 => {
            let window = rounded(wide * 0.58, high * 0.06, wide * 0.5, high * 0.42, 2.0);
            canvas.fill(&window, [240, 246, 250], 0.95);
            let bar = rounded(wide * 0.78, high * 0.06, 2.5, high * 0.42, 1.0);
            canvas.fill(&bar, mix(wall, [40, 40, 40], 0.4), 1.0);
            canvas.spot(
                (wide * 0.85, high * 0.26),
                (wide * 0.5, high * 0.4),
                [255, 252, 240],
                0.35,
            );
        }
        1 => {
            for shelf in 0..3 {
                let y = high * (0.12 + 0.17 * shelf as f32);
                canvas.fill(
                    &rounded(wide * 0.62, y, wide * 0.4, 3.0, 1.0),
                    [104, 78, 56],
                    1.0,
                );
                for book in 0..9 {
                    let tall = dice.between(9.0, 17.0);
                    let tone =
                        dice.pick(&[[132, 52, 50], [60, 84, 120], [196, 176, 128], [70, 96, 78]]);
                    let x = wide * 0.63 + 5.0 * book as f32;
                    canvas.fill(&rounded(x, y - tall, 4.2, tall, 0.5), tone, 0.9);
                }
            }
        }
        _ => {
            for _ in 0..26 {
                let at = (
                    dice.between(0.68, 1.02) * wide,
                    dice.between(0.2, 0.62) * high,
                );
                let tone = dice.pick(&[[62, 96, 58], [84, 122, 70], [46, 74, 48]]);
                canvas.fill(
                    &ellipse(at, dice.between(4.0, 9.0), dice.between(3.0, 6.0)),
                    tone,
                    0.85,
                );
            }
            let door = rounded(wide * 0.04, high * 0.16, wide * 0.2, high * 0.9, 1.0);
            canvas.fill(&door, mix(wall, [60, 44, 34], 0.35), 0.8);
        }
    }
    let soft = imageops::blur(&canvas.into_rgb(), 2.6);
    enlarge(&soft, width, height)
}

/// A person in a room, the palm already where the card will be: all of it but card and thumb.
/// `quad` says where the card will lie.
pub(super) fn selfie(
    width: u32,
    height: u32,
    face: &FaceTraits,
    quad: &Quad,
    dice: &mut Dice,
) -> RgbImage {
    let mut canvas = Canvas::from_rgb(&room(width, height, dice));
    let unit = width as f32 / 1008.0;
    let pose = Pose {
        at: (
            (430.0 + dice.between(-26.0, 26.0)) * unit,
            (548.0 + dice.between(-24.0, 24.0)) * unit,
        ),
        scale: unit * dice.between(2.62, 2.84),
        lean: dice.between(-5.0, 3.0),
        smile: dice.between(0.1, 0.75),
    };
    face::draw(&mut canvas, face, Outfit::Casual, &pose);
    let mut photo = canvas.into_rgb();
    cast_shadow(&mut photo, quad, 46.0 * unit, 0.5);
    let mut canvas = Canvas::from_rgb(&photo);
    draw_hand(&mut canvas, face, quad, unit);
    canvas.into_rgb()
}

/// Arm and palm behind the card.
fn draw_hand(canvas: &mut Canvas, face: &FaceTraits, quad: &Quad, unit: f32) {
    let [skin, shadow, shine] = face.skin();
    let corner = quad[2];
    canvas.place(corner.0, corner.1, unit, 0.0);
    let arm = path(|it| {
        it.move_to(-66.0, 20.0);
        it.cubic_to(-60.0, 110.0, -36.0, 190.0, -20.0, 460.0);
        it.line_to(220.0, 460.0);
        it.cubic_to(190.0, 260.0, 120.0, 150.0, 92.0, 40.0);
        it.close();
    });
    let stops = [
        (0.0, mix(skin, shine, 0.2)),
        (0.5, skin),
        (1.0, mix(skin, shadow, 0.75)),
    ];
    canvas.fill_linear(&arm, (-60.0, 100.0), (150.0, 60.0), &stops);
    let palm = smooth(&[
        (-150.0, -6.0),
        (-110.0, 44.0),
        (-60.0, 74.0),
        (0.0, 96.0),
        (70.0, 84.0),
        (96.0, 30.0),
        (74.0, -50.0),
        (40.0, -120.0),
        (4.0, -130.0),
        (-40.0, -60.0),
    ]);
    canvas.fill_linear(&palm, (-100.0, -60.0), (110.0, 90.0), &stops);
    for (y, long) in [(-112.0, 34.0), (-72.0, 44.0), (-30.0, 46.0)] {
        let finger = smooth(&[
            (-50.0, y - 17.0),
            (long - 14.0, y - 19.0),
            (long + 6.0, y - 9.0),
            (long + 8.0, y + 9.0),
            (long - 12.0, y + 20.0),
            (-50.0, y + 18.0),
        ]);
        canvas.fill_linear(&finger, (0.0, y - 20.0), (6.0, y + 22.0), &stops);
        canvas.stroke(&finger, 1.6, mix(shadow, [60, 30, 24], 0.3), 0.5);
    }
    let sleeve = path(|it| {
        it.move_to(-62.0, 250.0);
        it.cubic_to(20.0, 276.0, 110.0, 262.0, 176.0, 220.0);
        it.line_to(300.0, 480.0);
        it.line_to(-50.0, 480.0);
        it.close();
    });
    let cloth = face::casual_cloth(face);
    let stops = [
        (0.0, mix(cloth, [255, 255, 255], 0.1)),
        (1.0, mix(cloth, [0, 0, 0], 0.4)),
    ];
    canvas.fill_linear(&sleeve, (-60.0, 280.0), (220.0, 340.0), &stops);
}

/// The thumb over the card, on a canvas of 300 × 240 units whose point (210, 130) belongs on the
/// card's lower right corner. `unit` is pixels a unit.
pub(super) fn thumb(face: &FaceTraits, unit: f32) -> Canvas {
    let [skin, shadow, shine] = face.skin();
    let mut canvas = Canvas::new((300.0 * unit) as u32, (240.0 * unit) as u32);
    canvas.place(210.0 * unit, 130.0 * unit, unit, 0.0);
    canvas.spot((-70.0, -6.0), (74.0, 40.0), [20, 20, 30], 0.4);
    let shape = smooth(&[
        (-124.0, -38.0),
        (-108.0, -54.0),
        (-84.0, -52.0),
        (-40.0, -30.0),
        (10.0, -18.0),
        (60.0, 10.0),
        (84.0, 60.0),
        (40.0, 92.0),
        (-8.0, 66.0),
        (-50.0, 22.0),
        (-98.0, -2.0),
        (-122.0, -18.0),
    ]);
    canvas.fill_linear(
        &shape,
        (-50.0, -46.0),
        (-10.0, 60.0),
        &[
            (0.0, mix(skin, shine, 0.35)),
            (0.5, skin),
            (1.0, mix(skin, shadow, 0.75)),
        ],
    );
    canvas.stroke(&shape, 1.8, mix(shadow, [60, 30, 24], 0.35), 0.5);
    let nail = smooth(&[
        (-120.0, -36.0),
        (-106.0, -49.0),
        (-84.0, -44.0),
        (-86.0, -30.0),
        (-108.0, -22.0),
        (-119.0, -26.0),
    ]);
    canvas.fill(&nail, mix([240, 196, 186], skin, 0.35), 1.0);
    canvas.stroke(&nail, 1.2, shadow, 0.7);
    canvas.spot((-106.0, -40.0), (10.0, 5.0), [255, 250, 246], 0.7);
    for x in [-46.0, -38.0] {
        let crease = super::canvas::curve(&[(x, -24.0), (x - 6.0, -8.0), (x - 14.0, 4.0)]);
        canvas.stroke(&crease, 1.4, shadow, 0.6);
    }
    canvas
}
