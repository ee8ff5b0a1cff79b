//! Hair: behind the shoulders, behind the head, and over the forehead.

use tiny_skia::Path;

use super::super::canvas::{Canvas, curve, ellipse, mix, smooth};
use super::head::Head;
use super::{FaceTraits, HairStyle};
use crate::rng::Dice;

/// Draws what hangs behind neck and shoulders.
pub(super) fn draw_behind(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    let half = head.half;
    let shape = match face.hair {
        HairStyle::Long | HairStyle::LongBangs => smooth(&[
            (0.0, -116.0),
            (half * 0.95, -84.0),
            (half * 1.22, -10.0),
            (half * 1.28, 80.0),
            (half * 1.3, 178.0),
            (half * 0.5, 196.0),
            (-half * 0.5, 196.0),
            (-half * 1.3, 178.0),
            (-half * 1.28, 80.0),
            (-half * 1.22, -10.0),
            (-half * 0.95, -84.0),
        ]),
        HairStyle::Wavy => smooth(&[
            (0.0, -118.0),
            (half * 1.02, -86.0),
            (half * 1.36, -16.0),
            (half * 1.26, 36.0),
            (half * 1.55, 84.0),
            (half * 1.38, 126.0),
            (half * 1.5, 168.0),
            (half * 0.6, 190.0),
            (-half * 0.6, 190.0),
            (-half * 1.5, 168.0),
            (-half * 1.38, 126.0),
            (-half * 1.55, 84.0),
            (-half * 1.26, 36.0),
            (-half * 1.36, -16.0),
            (-half * 1.02, -86.0),
        ]),
        HairStyle::Bob | HairStyle::BobBangs => smooth(&[
            (0.0, -118.0),
            (half * 1.02, -86.0),
            (half * 1.32, -10.0),
            (half * 1.34, 62.0),
            (half * 1.06, 92.0),
            (0.0, 96.0),
            (-half * 1.06, 92.0),
            (-half * 1.34, 62.0),
            (-half * 1.32, -10.0),
            (-half * 1.02, -86.0),
        ]),
        _ => return,
    };
    paint(canvas, face, &shape, 0.28, 196.0, half * 1.3);
}

/// Draws what is tied behind the head.
pub(super) fn draw_tail(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    match face.hair {
        HairStyle::Bun => {
            let bun = ellipse((0.0, -122.0), 34.0, 28.0);
            paint(canvas, face, &bun, 0.1, -96.0, 34.0);
        }
        HairStyle::Ponytail => {
            let side = face.parting;
            let tail = smooth(&[
                (side * head.half * 0.8, -70.0),
                (side * head.half * 1.42, -36.0),
                (side * head.half * 1.5, 50.0),
                (side * head.half * 1.22, 132.0),
                (side * head.half * 1.02, 60.0),
                (side * head.half * 0.9, -10.0),
            ]);
            paint(canvas, face, &tail, 0.2, 130.0, head.half);
        }
        _ => {}
    }
}

/// Draws what lies over forehead and temples.
pub(super) fn draw_front(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    let half = head.half;
    if face.hair == HairStyle::Buzz {
        let cap = cap(half, 2.0, &hairline(half, -64.0, 3.0), -10.0);
        canvas.fill(
            &cap,
            mix(face.hair_tones()[0], face.skin_tones()[1], 0.22),
            0.84,
        );
        canvas.clip(&cap);
        canvas.spot((-16.0, -94.0), (52.0, 26.0), face.hair_tones()[1], 0.4);
        for side in [-1.0, 1.0] {
            canvas.spot(
                (side * half, -30.0),
                (18.0, 44.0),
                face.skin_tones()[1],
                0.5,
            );
        }
        canvas.unclip();
        return;
    }
    if face.hair == HairStyle::Bald {
        for side in [-1.0, 1.0] {
            let patch = smooth(&[
                (side * (half - 4.0), -2.0),
                (side * (half + 6.0), -10.0),
                (side * (half + 7.0), -44.0),
                (side * (half - 2.0), -70.0),
                (side * (half - 7.0), -46.0),
            ]);
            canvas.fill(&patch, face.hair_tones()[0], 0.9);
        }
        let shine = mix(face.skin_tones()[2], [255, 255, 255], 0.35);
        canvas.spot((-20.0, -82.0), (26.0, 13.0), shine, 0.7);
        return;
    }
    let part = face.parting * half;
    let (lift, line, sideburn): (f32, Vec<(f32, f32)>, f32) = match face.hair {
        HairStyle::Crop => (11.0, fringe(half, -64.0, 8, 0.55), -4.0),
        HairStyle::SidePart => (14.0, swept(half, face.parting), -4.0),
        HairStyle::Fringe => (15.0, fringe(half, -40.0, 6, 0.9), 8.0),
        HairStyle::Bun | HairStyle::Ponytail => {
            (13.0, parted(half, part * 0.45, -80.0, -56.0), -2.0)
        }
        HairStyle::Spiky => (13.0, fringe(half, -66.0, 7, 1.0), -4.0),
        HairStyle::SweptBack => (17.0, hairline(half, -76.0, -2.0), -2.0),
        HairStyle::Receding => (8.0, receding(half), -6.0),
        HairStyle::Bob | HairStyle::Long | HairStyle::Wavy => {
            (14.0, parted(half, part * 0.25, -86.0, -46.0), 20.0)
        }
        _ => (15.0, fringe(half, -30.0, 8, 0.45), 20.0),
    };
    let shape = if face.hair == HairStyle::Spiky {
        spikes(half, &line, sideburn)
    } else {
        cap(half, lift, &line, sideburn)
    };
    let shadow = face.skin_tones()[1];
    for point in &line {
        canvas.spot((point.0 * 0.94, point.1 + 4.0), (17.0, 11.0), shadow, 0.2);
    }
    paint(canvas, face, &shape, 0.5, -20.0, half);
    if face.hair == HairStyle::SidePart {
        let line = curve(&[
            (part * 0.56, -84.0),
            (part * 0.53, -98.0),
            (part * 0.44, -113.0),
        ]);
        canvas.stroke(
            &line,
            2.0,
            mix(face.skin_tones()[1], face.hair_tones()[0], 0.3),
            0.8,
        );
    }
    let curtain = match face.hair {
        HairStyle::Bob | HairStyle::BobBangs => 70.0,
        HairStyle::Long | HairStyle::LongBangs | HairStyle::Wavy => 150.0,
        _ => return,
    };
    for side in [-1.0, 1.0] {
        let wave = if face.hair == HairStyle::Wavy {
            9.0
        } else {
            0.0
        };
        let lock = smooth(&[
            (side * half * 0.62, -92.0),
            (side * half * 1.06, -62.0),
            (side * (half * 1.2), 0.0),
            (side * (half * 1.2 + wave), curtain * 0.5),
            (side * (half * 1.16), curtain * 0.8),
            (side * (half * 1.0), curtain),
            (side * (half * 0.9 - wave * 0.6), curtain * 0.7),
            (side * (half * 0.95), curtain * 0.3),
            (side * (half * 0.93), -8.0),
            (side * (half * 0.84), -46.0),
        ]);
        paint(canvas, face, &lock, 0.35, curtain, half);
    }
}

/// The hair between the top of the head and the line where it meets the forehead.
fn cap(half: f32, lift: f32, line: &[(f32, f32)], sideburn: f32) -> Path {
    let out = half + lift * 0.32;
    let mut points = vec![
        (-half - 0.5, sideburn),
        (-out - 1.0, -24.0),
        (-out, -58.0),
        (-half * 0.74, -92.0 - lift * 0.6),
        (-half * 0.3, -105.0 - lift),
        (half * 0.3, -105.0 - lift),
        (half * 0.74, -92.0 - lift * 0.6),
        (out, -58.0),
        (out + 1.0, -24.0),
        (half + 0.5, sideburn),
        (half - 5.0, sideburn - 16.0),
    ];
    points.extend(line.iter().rev());
    points.push((-half + 5.0, sideburn - 16.0));
    smooth(&points)
}

fn spikes(half: f32, line: &[(f32, f32)], sideburn: f32) -> Path {
    let mut points = vec![(-half - 0.5, sideburn), (-half - 4.0, -50.0)];
    for step in 0..11 {
        let turn = std::f32::consts::PI * (1.0 - (step as f32 + 1.0) / 12.0);
        let far = if step % 2 == 0 { 1.13 } else { 1.0 };
        points.push((
            turn.cos() * (half + 4.0) * far,
            -52.0 - turn.sin() * 66.0 * far,
        ));
    }
    points.extend([
        (half + 4.0, -50.0),
        (half + 0.5, sideburn),
        (half - 5.0, sideburn - 16.0),
    ]);
    points.extend(line.iter().rev());
    points.push((-half + 5.0, sideburn - 16.0));
    smooth(&points)
}

/// An even hairline; `dip` is how far the middle lies below the corners.
fn hairline(half: f32, y: f32, dip: f32) -> Vec<(f32, f32)> {
    vec![
        (-half * 0.84, y + 18.0),
        (-half * 0.66, y - 2.0),
        (-half * 0.25, y + dip),
        (half * 0.25, y + dip),
        (half * 0.66, y - 2.0),
        (half * 0.84, y + 18.0),
    ]
}

fn receding(half: f32) -> Vec<(f32, f32)> {
    vec![
        (-half * 0.9, -46.0),
        (-half * 0.68, -88.0),
        (-half * 0.3, -80.0),
        (half * 0.3, -80.0),
        (half * 0.68, -88.0),
        (half * 0.9, -46.0),
    ]
}

/// Combed from a parting on one `side` across the forehead to the other.
fn swept(half: f32, side: f32) -> Vec<(f32, f32)> {
    let line = [
        (-0.88, -40.0),
        (-0.72, -56.0),
        (-0.34, -66.0),
        (0.14, -74.0),
        (0.54, -86.0),
        (0.68, -70.0),
        (0.88, -44.0),
    ];
    let mut line: Vec<_> = line.iter().map(|it| (it.0 * half * side, it.1)).collect();
    if side < 0.0 {
        line.reverse();
    }
    line
}

/// Combed to both sides of a parting at `part`.
fn parted(half: f32, part: f32, top: f32, low: f32) -> Vec<(f32, f32)> {
    vec![
        (-half * 0.88, low + 14.0),
        (-half * 0.7, low - 8.0),
        ((part - half * 0.7) / 2.0, (top + low) / 2.0 - 6.0),
        (part, top),
        ((part + half * 0.7) / 2.0, (top + low) / 2.0 - 6.0),
        (half * 0.7, low - 8.0),
        (half * 0.88, low + 14.0),
    ]
}

/// Uneven locks over the forehead; `depth` is how far they stand out from each other.
fn fringe(half: f32, y: f32, locks: usize, depth: f32) -> Vec<(f32, f32)> {
    let mut line = vec![(-half * 0.88, y + 6.0)];
    for lock in 0..locks * 2 {
        let across = -0.8 + 1.6 * (lock as f32 + 0.5) / (locks as f32 * 2.0);
        let deep = [4.2, -2.0, 1.6, -3.4, 3.0, -0.6, 0.4][lock % 7] * depth;
        line.push((half * across, y + deep - 3.0 * (1.0 - across * across)));
    }
    line.push((half * 0.88, y + 6.0));
    line
}

/// Fills a shape as hair: a sheen from above and strands that follow the head.
fn paint(canvas: &mut Canvas, face: &FaceTraits, shape: &Path, sheen: f32, low: f32, half: f32) {
    let [tone, shine] = face.hair_tones();
    canvas.fill_linear(
        shape,
        (-half * 0.5, -118.0),
        (half * 0.5, low),
        &[
            (0.0, mix(tone, shine, 0.25)),
            (0.3, mix(tone, shine, sheen * 0.5)),
            (1.0, mix(tone, [0, 0, 0], 0.25)),
        ],
    );
    canvas.clip(shape);
    let mut dice = Dice::new(u64::from(face.clothes) + 1, "strands");
    let whorl = (face.parting * half * 0.28, -112.0);
    for strand in 0..56 {
        let turn = std::f32::consts::PI * strand as f32 / 55.0;
        let far = dice.between(0.86, 1.2);
        let (x, y) = (
            turn.cos() * half * far * 1.12,
            -40.0 - turn.sin() * 34.0 * far,
        );
        let path = curve(&[
            whorl,
            (x * 0.72, y - 30.0 * far),
            (x, y),
            (x * 1.03, low.max(y + 20.0) * dice.between(0.7, 1.0)),
        ]);
        let (colour, opacity) = if strand % 3 == 0 {
            (shine, dice.between(0.12, 0.42))
        } else {
            (mix(tone, [0, 0, 0], 0.4), dice.between(0.15, 0.4))
        };
        canvas.stroke(&path, dice.between(0.7, 1.7), colour, opacity);
    }
    canvas.spot((-half * 0.35, -88.0), (half * 0.7, 16.0), shine, 0.42);
    canvas.unclip();
}
