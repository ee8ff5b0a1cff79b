//! Eyes, brows, nose, mouth, and what the years leave.

use super::super::canvas::{Canvas, curve, ellipse, mix, path, smooth};
use super::head::Head;
use super::{Brow, FaceTraits, FacialHair, HairColour};

/// Draws everything on the face but hair and glasses.
pub(super) fn draw(canvas: &mut Canvas, face: &FaceTraits, head: &Head, smile: f32) {
    draw_age(canvas, face, head);
    for side in [-1.0, 1.0] {
        draw_eye(canvas, face, head, side, smile);
        draw_brow(canvas, face, head, side);
    }
    draw_nose(canvas, face, head);
    draw_mouth(canvas, face, head, smile);
    draw_facial_hair(canvas, face, head);
    if let Some((across, down)) = face.mole {
        let at = (across * head.half, down * head.chin);
        canvas.fill(&ellipse(at, 1.9, 1.8), [66, 42, 34], 0.9);
    }
}

/// How far the middle of an eye lies from the middle of the face.
pub(super) fn eye_x(face: &FaceTraits, head: &Head) -> f32 {
    head.half * 0.455 + 2.4 * face.eye_distance
}

fn draw_eye(canvas: &mut Canvas, face: &FaceTraits, head: &Head, side: f32, smile: f32) {
    let [_, shadow, shine] = face.skin_tones();
    let (x, y) = (eye_x(face, head), head.eyes);
    let half = 15.2 + 1.8 * face.eye_size;
    let open = 6.3 + 1.9 * face.eye_size - 0.9 * smile;
    let rise = 1.4 + 2.4 * face.eye_tilt;
    let at = |across: f32, down: f32| (side * (x + across), y + down);
    canvas.spot(at(-2.0, -2.0), (27.0, 19.0), shadow, 0.4);
    canvas.spot(at(2.0, -13.0), (16.0, 6.0), shine, 0.3);
    let inner = at(-half, 1.8 + rise * 0.4);
    let outer = at(half, -rise);
    let almond = path(|it| {
        it.move_to(inner.0, inner.1);
        let (one, two) = (
            at(-half * 0.55, -open * 1.25),
            at(half * 0.5, -open * 1.3 - rise * 0.5),
        );
        it.cubic_to(one.0, one.1, two.0, two.1, outer.0, outer.1);
        let (one, two) = (
            at(half * 0.55, open * 0.85 - rise * 0.4),
            at(-half * 0.5, open * 0.95),
        );
        it.cubic_to(one.0, one.1, two.0, two.1, inner.0, inner.1);
        it.close();
    });
    canvas.fill(&almond, [243, 239, 235], 1.0);
    let lid = path(|it| {
        it.move_to(inner.0, inner.1);
        let (one, two) = (
            at(-half * 0.55, -open * 1.25),
            at(half * 0.5, -open * 1.3 - rise * 0.5),
        );
        it.cubic_to(one.0, one.1, two.0, two.1, outer.0, outer.1);
    });
    let iris = 6.5 + 0.6 * face.eye_size;
    let middle = at(0.0, -0.9 - rise * 0.2);
    draw_iris(canvas, middle, iris, open);
    let under = path(|it| {
        it.move_to(inner.0, inner.1);
        let (one, two) = (
            at(-half * 0.5, open * 0.95),
            at(half * 0.55, open * 0.85 - rise * 0.4),
        );
        it.cubic_to(one.0, one.1, two.0, two.1, outer.0, outer.1);
    });
    canvas.stroke(&under, 1.1, mix(shadow, [70, 36, 30], 0.4), 0.65);
    canvas.stroke(
        &lid,
        if face.lipstick { 3.0 } else { 2.3 },
        [34, 22, 20],
        0.95,
    );
    if face.lipstick {
        let lash = at(half + 3.5, -rise - 3.0);
        canvas.stroke(
            &curve(&[at(half * 0.7, -open * 0.62 - rise), outer, lash]),
            1.8,
            [34, 22, 20],
            0.9,
        );
    }
    if face.lid_crease {
        let crease = curve(&[
            at(-half * 0.8, -open * 0.75 - 1.4),
            at(-half * 0.2, -open * 1.1 - 3.2),
            at(half * 0.45, -open * 1.05 - 3.3 - rise * 0.4),
            at(half * 1.02, -rise - 2.6),
        ]);
        canvas.stroke(&crease, 1.2, mix(shadow, [60, 30, 26], 0.35), 0.75);
    }
    canvas.spot(at(0.0, open + 6.0), (18.0, 5.0), shadow, 0.28);
}

/// Draws what is seen between the lids, as high as they are `open`, so that nothing shows beyond.
fn draw_iris(canvas: &mut Canvas, (x, y): (f32, f32), iris: f32, open: f32) {
    let high = iris.min(open * 0.86);
    canvas.fill(&ellipse((x, y), iris, high), [52, 33, 24], 1.0);
    canvas.spot(
        (x, y + high * 0.35),
        (iris * 0.8, high * 0.6),
        [120, 80, 52],
        0.7,
    );
    canvas.fill(&ellipse((x, y), iris * 0.46, high * 0.52), [12, 9, 8], 1.0);
    canvas.fill(
        &ellipse((x - 2.2, y - high * 0.4), 1.7, 1.5),
        [255, 255, 255],
        0.95,
    );
    canvas.spot((x, y - high), (13.0, 3.6), [40, 26, 22], 0.45);
}

fn draw_brow(canvas: &mut Canvas, face: &FaceTraits, head: &Head, side: f32) {
    let x = eye_x(face, head);
    let y = head.eyes - 20.5 - 1.2 * face.eye_size;
    let thick = 3.7 + 1.5 * face.brow_weight;
    let (corner, end) = match face.brow {
        Brow::Straight => (-1.0, 0.2),
        Brow::Arched => (-4.6, 1.4),
        Brow::Angled => (-5.4, -1.6),
    };
    let at = |across: f32, down: f32| (side * (x + across), y + down);
    let shape = smooth(&[
        at(-18.5, 3.2),
        at(-16.5, 0.4 - thick * 0.5),
        at(-2.0, corner * 0.7 - thick * 0.62),
        at(9.0, corner - thick * 0.45),
        at(21.0, end + 1.0),
        at(10.0, corner + thick * 0.45),
        at(-3.0, corner * 0.6 + thick * 0.6),
        at(-15.5, 3.6 + thick * 0.32),
    ]);
    let tone = match face.hair_colour {
        HairColour::White => mix([150, 146, 142], face.skin_tones()[1], 0.3),
        HairColour::Grey => mix([78, 72, 70], face.skin_tones()[1], 0.2),
        _ => face.hair_tones()[0],
    };
    canvas.fill(
        &shape,
        tone,
        if face.brow_weight > 0.2 { 0.86 } else { 0.72 },
    );
    for hair in 0..7 {
        let across = -15.0 + 3.7 * hair as f32;
        let lift = corner * (1.0 - (across - 6.0).abs() / 24.0);
        let stroke = curve(&[
            at(across, lift + thick * 0.4),
            at(across + 3.0, lift - thick * 0.4),
        ]);
        canvas.stroke(&stroke, 0.7, tone, 0.55);
    }
}

fn draw_nose(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    let [_, shadow, shine] = face.skin_tones();
    let half = 13.5 + 3.4 * face.nose_width;
    let end = head.nose;
    let line = mix(shadow, [70, 36, 28], 0.45);
    canvas.spot((9.5, 4.0), (8.0, 30.0), shadow, 0.42);
    canvas.spot((-10.0, 2.0), (6.5, 26.0), shadow, 0.24);
    canvas.spot((-1.5, -2.0), (5.5, 32.0), shine, 0.55);
    canvas.spot((0.0, end + 6.0), (half * 1.3, 8.0), shadow, 0.6);
    canvas.spot((half * 0.85, end - 4.0), (half * 0.75, 11.0), shadow, 0.4);
    canvas.spot((-half * 0.9, end - 4.0), (half * 0.6, 10.0), shadow, 0.25);
    canvas.spot((-1.5, end - 7.0), (9.0 + face.nose_width, 8.5), shine, 0.75);
    for side in [-1.0, 1.0] {
        let wing = curve(&[
            (side * (half * 0.82), end - 10.0),
            (side * half * 1.04, end - 4.0),
            (side * half * 0.93, end + 1.5),
            (side * half * 0.66, end + 2.0),
        ]);
        canvas.stroke(&wing, 1.7, line, 0.62);
        canvas.fill(
            &ellipse((side * half * 0.46, end + 1.6), 4.1, 1.9),
            [58, 26, 20],
            0.72,
        );
    }
    let base = curve(&[
        (-half * 0.3, end + 2.6),
        (0.0, end + 4.6),
        (half * 0.3, end + 2.6),
    ]);
    canvas.stroke(&base, 1.4, line, 0.55);
    canvas.spot((0.0, (end + head.mouth) / 2.0), (4.5, 9.0), shadow, 0.32);
}

fn draw_mouth(canvas: &mut Canvas, face: &FaceTraits, head: &Head, smile: f32) {
    let [skin, shadow, shine] = face.skin_tones();
    let y = head.mouth;
    let half = 22.0 + 3.6 * face.mouth_width + 3.0 * smile;
    let (upper, lower) = (5.2 + 1.9 * face.lips, 7.2 + 2.4 * face.lips);
    let corner = -3.2 * smile;
    let tone = if face.lipstick {
        mix(skin, [186, 40, 58], 0.72)
    } else {
        mix(mix(skin, shadow, 0.35), [176, 74, 72], 0.5)
    };
    let lips = path(|it| {
        it.move_to(-half, y + corner);
        it.cubic_to(
            -half * 0.55,
            y - upper * 0.6,
            -8.0,
            y - upper * 1.25,
            -4.2,
            y - upper,
        );
        it.quad_to(0.0, y - upper * 0.55, 4.2, y - upper);
        it.cubic_to(
            8.0,
            y - upper * 1.25,
            half * 0.55,
            y - upper * 0.6,
            half,
            y + corner,
        );
        it.cubic_to(
            half * 0.6,
            y + lower * 0.8,
            half * 0.3,
            y + lower * 1.1,
            0.0,
            y + lower * 1.1,
        );
        it.cubic_to(
            -half * 0.3,
            y + lower * 1.1,
            -half * 0.6,
            y + lower * 0.8,
            -half,
            y + corner,
        );
        it.close();
    });
    canvas.fill_linear(
        &lips,
        (0.0, y - upper),
        (0.0, y + lower),
        &[
            (0.0, mix(tone, shadow, 0.35)),
            (0.45, mix(tone, shadow, 0.12)),
            (1.0, tone),
        ],
    );
    canvas.spot(
        (-3.0, y + lower * 0.55),
        (11.0, 3.6),
        mix(shine, tone, 0.25),
        0.6,
    );
    let dark = mix(shadow, [64, 18, 20], 0.72);
    let line = curve(&[
        (-half - 1.0, y + corner - 0.6),
        (-half * 0.5, y + 0.8 + smile),
        (0.0, y + 0.4 + smile * 1.6),
        (half * 0.5, y + 0.8 + smile),
        (half + 1.0, y + corner - 0.6),
    ]);
    canvas.stroke(&line, 1.7, dark, 0.85);
    for side in [-1.0, 1.0] {
        canvas.spot((side * (half + 2.0), y + corner), (5.5, 5.0), shadow, 0.55);
    }
}

fn draw_facial_hair(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    let tone = face.hair_tones()[0];
    let y = head.mouth;
    if matches!(face.facial_hair, FacialHair::Moustache | FacialHair::Goatee) {
        let top = head.nose + 7.0;
        for step in 0..34 {
            let across = -24.0 + 48.0 * step as f32 / 33.0;
            let drop = (across / 24.0).powi(2);
            let from = (across * 0.82, top + drop * 4.0);
            let to = (across * 1.08, y - 4.6 + drop * 5.0);
            canvas.stroke(&curve(&[from, to]), 2.0, tone, 0.62);
        }
    }
    if face.facial_hair == FacialHair::Goatee {
        for step in 0..26 {
            let across = -15.0 + 30.0 * step as f32 / 25.0;
            let round = (across / 15.0).powi(2);
            let from = (across, y + 14.0 + round * 2.0);
            let to = (across * 0.92, head.chin - 1.0 - round * 7.0);
            canvas.stroke(&curve(&[from, to]), 1.9, tone, 0.5);
        }
    }
}

/// Folds beside the mouth, under the eyes, on the forehead and beside the eyes.
fn draw_age(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    let [_, shadow, _] = face.skin_tones();
    let years = (f32::from(face.age) - 32.0).clamp(0.0, 40.0) / 40.0;
    let line = mix(shadow, [80, 44, 34], 0.3);
    let x = eye_x(face, head);
    for side in [-1.0, 1.0] {
        let fold = curve(&[
            (side * 17.0, head.nose - 2.0),
            (side * 25.0, head.nose + 8.0),
            (side * 29.5, head.mouth + 2.0),
        ]);
        canvas.stroke(&fold, 3.4, shadow, 0.12 + 0.2 * years);
        canvas.stroke(&fold, 1.2, line, 0.05 + 0.55 * years);
        let bag = curve(&[
            (side * (x - 12.0), head.eyes + 11.0),
            (side * x, head.eyes + 14.5),
            (side * (x + 12.0), head.eyes + 10.5),
        ]);
        canvas.stroke(&bag, 1.2, line, 0.6 * years);
        for ray in [-4.0_f32, 0.0, 4.0] {
            let crow = curve(&[
                (side * (x + 20.0), head.eyes + ray * 0.5),
                (side * (x + 27.0), head.eyes + ray * 1.4),
            ]);
            canvas.stroke(&crow, 1.0, line, 0.7 * (years - 0.2).max(0.0));
        }
    }
    for step in 0..3 {
        let y = -46.0 - 9.0 * step as f32;
        let wide = 30.0 - 5.0 * step as f32;
        let crease = curve(&[
            (-wide, y + 1.5),
            (-wide * 0.3, y),
            (wide * 0.4, y + 0.6),
            (wide, y + 2.0),
        ]);
        canvas.stroke(&crease, 1.2, line, 0.55 * (years - 0.15).max(0.0));
    }
}
