//! The empty card: light blue with a pattern of fine waves.

use image::{Rgb, RgbImage};

use super::{HEIGHT, WIDTH};

/// Draws the empty card.
pub(super) fn draw() -> RgbImage {
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let (across, down) = (x / WIDTH as f32, y / HEIGHT as f32);
        let mut colour = base(across, down);
        let swing = (x * 0.0062).sin() * 34.0 + (x * 0.0151 + 1.3).sin() * 15.0;
        darken(&mut colour, line(y + swing, 13.0), [26.0, 15.0, 5.0]);
        let counter = (x * 0.0054 + 2.1).sin() * 42.0 - (x * 0.0119).cos() * 18.0;
        darken(
            &mut colour,
            line(y * 0.92 - counter, 15.0),
            [4.0, 16.0, 12.0],
        );
        let (away, below) = (x - 760.0, y - 560.0);
        let far = (away * away + below * below * 1.6).sqrt();
        let petal = (below.atan2(away) * 12.0).sin() * 16.0;
        let fade = (1.0 - far / 420.0).clamp(0.0, 1.0);
        darken(
            &mut colour,
            line(far + petal, 17.0) * fade,
            [10.0, 22.0, 10.0],
        );
        if y < 26.0 || y > HEIGHT as f32 - 26.0 {
            darken(&mut colour, 1.0, [64.0, 38.0, 10.0]);
        }
        Rgb(colour.map(|part| part.clamp(0.0, 255.0) as u8))
    })
}

/// Light blue above, almost white in the middle, a breath of pink below.
fn base(across: f32, down: f32) -> [f32; 3] {
    const TOP: [f32; 3] = [176.0, 210.0, 240.0];
    const MIDDLE: [f32; 3] = [222.0, 235.0, 247.0];
    const BELOW: [f32; 3] = [222.0, 222.0, 240.0];
    let (from, to, share) = if down < 0.32 {
        (TOP, MIDDLE, down / 0.32)
    } else {
        (MIDDLE, BELOW, (down - 0.32) / 0.68)
    };
    let glow = (across - 0.5) * 6.0;
    [0, 1, 2].map(|part| from[part] * (1.0 - share) + to[part] * share - glow)
}

/// How near `value` is to one of the lines that repeat every `period` pixels, from 0 to 1.
fn line(value: f32, period: f32) -> f32 {
    let near = (value / period).rem_euclid(1.0) - 0.5;
    (1.0 - near.abs() * period / 1.7).clamp(0.0, 1.0)
}

fn darken(colour: &mut [f32; 3], share: f32, by: [f32; 3]) {
    for (part, less) in colour.iter_mut().zip(by) {
        *part -= share * less;
    }
}
