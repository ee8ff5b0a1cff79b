//! Neck, shoulders and what is worn.

use super::super::canvas::{Canvas, Rgb, curve, ellipse, mix, path, smooth};
use super::FaceTraits;
use super::head::Head;

/// Where the photo is taken decides what is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outfit {
    /// A dark jacket or a white shirt, for the photo on the card.
    Formal,
    /// Everyday clothes, for the selfie.
    Casual,
}

const EVERYDAY: [Rgb; 8] = [
    [58, 84, 116],
    [118, 44, 52],
    [72, 98, 82],
    [196, 188, 172],
    [62, 62, 70],
    [176, 122, 66],
    [112, 98, 140],
    [206, 210, 216],
];

/// The colour of what is worn in the selfie.
pub(crate) fn casual_cloth(face: &FaceTraits) -> Rgb {
    EVERYDAY[usize::from(face.clothes) % EVERYDAY.len()]
}

pub(super) fn draw(canvas: &mut Canvas, face: &FaceTraits, head: &Head, outfit: Outfit) {
    let choice = usize::from(face.clothes);
    let (cloth, collar): (Rgb, Option<Rgb>) = match outfit {
        Outfit::Formal if choice.is_multiple_of(3) => ([238, 240, 242], Some([246, 247, 249])),
        Outfit::Formal => ([36, 40, 54], Some([238, 240, 243])),
        Outfit::Casual => {
            let cloth = casual_cloth(face);
            (
                cloth,
                (choice % 5 < 2).then(|| mix(cloth, [255, 255, 255], 0.16)),
            )
        }
    };
    let broad = 128.0 + 8.0 * face.jaw + 6.0 * face.width;
    let top = head.chin + 34.0;
    draw_body(canvas, cloth, broad, top);
    draw_neck(canvas, face, head);
    match collar {
        Some(tone) => draw_collar(canvas, cloth, tone, top, outfit, choice),
        None => {
            let side = neck_half(face, head) + 11.0;
            let rim = path(|it| {
                it.move_to(-side, top - 3.0);
                it.cubic_to(
                    -side * 0.55,
                    top + 26.0,
                    side * 0.55,
                    top + 26.0,
                    side,
                    top - 3.0,
                );
            });
            canvas.stroke(&rim, 9.0, mix(cloth, [0, 0, 0], 0.14), 1.0);
            canvas.stroke(&rim, 1.2, mix(cloth, [0, 0, 0], 0.4), 0.6);
        }
    }
}

fn draw_body(canvas: &mut Canvas, cloth: Rgb, broad: f32, top: f32) {
    let body = path(|it| {
        it.move_to(-40.0, top - 12.0);
        it.cubic_to(
            -62.0,
            top + 8.0,
            -broad * 0.94,
            top + 10.0,
            -broad,
            top + 64.0,
        );
        it.line_to(-broad - 14.0, 420.0);
        it.line_to(broad + 14.0, 420.0);
        it.line_to(broad, top + 64.0);
        it.cubic_to(broad * 0.94, top + 10.0, 62.0, top + 8.0, 40.0, top - 12.0);
        it.close();
    });
    canvas.fill_linear(
        &body,
        (-broad, top),
        (broad, top + 120.0),
        &[
            (0.0, mix(cloth, [255, 255, 255], 0.14)),
            (0.45, cloth),
            (1.0, mix(cloth, [0, 0, 0], 0.38)),
        ],
    );
    canvas.clip(&body);
    let dark = mix(cloth, [0, 0, 0], 0.5);
    canvas.spot((0.0, top + 6.0), (86.0, 36.0), dark, 0.5);
    for side in [-1.0, 1.0] {
        let armpit = side * (broad - 30.0);
        let arm = curve(&[
            (armpit, top + 96.0),
            (armpit - side * 3.0, top + 150.0),
            (armpit, 420.0),
        ]);
        canvas.stroke(&arm, 9.0, dark, 0.1);
        canvas.stroke(&arm, 1.6, dark, 0.3);
        canvas.spot(
            (side * (broad - 62.0), top + 110.0),
            (20.0, 74.0),
            dark,
            0.24,
        );
        canvas.spot(
            (side * 44.0, top + 92.0),
            (26.0, 60.0),
            mix(cloth, [255, 255, 255], 0.3),
            0.26,
        );
    }
    canvas.unclip();
}

fn neck_half(face: &FaceTraits, head: &Head) -> f32 {
    head.half * 0.6 + 3.0 * face.jaw
}

fn draw_neck(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    let [skin, shadow, shine] = face.skin_tones();
    let half = neck_half(face, head);
    let top = head.chin + 34.0;
    let neck = path(|it| {
        it.move_to(-half, 40.0);
        it.cubic_to(
            -half * 0.94,
            head.chin,
            -half * 0.98,
            top - 16.0,
            -half - 12.0,
            top - 3.0,
        );
        it.cubic_to(
            -half * 0.6,
            top + 24.0,
            half * 0.6,
            top + 24.0,
            half + 12.0,
            top - 3.0,
        );
        it.cubic_to(half * 0.98, top - 16.0, half * 0.94, head.chin, half, 40.0);
        it.close();
    });
    canvas.fill_linear(
        &neck,
        (-half, 0.0),
        (half, 0.0),
        &[
            (0.0, mix(skin, shadow, 0.25)),
            (0.35, skin),
            (1.0, mix(skin, shadow, 0.7)),
        ],
    );
    canvas.clip(&neck);
    canvas.spot(
        (4.0, head.chin + 2.0),
        (head.half * 0.95, 34.0),
        mix(shadow, [40, 20, 16], 0.25),
        0.9,
    );
    canvas.spot((-10.0, top + 8.0), (20.0, 9.0), shine, 0.3);
    canvas.unclip();
}

fn draw_collar(
    canvas: &mut Canvas,
    cloth: Rgb,
    tone: Rgb,
    top: f32,
    outfit: Outfit,
    choice: usize,
) {
    let jacket = outfit == Outfit::Formal && !choice.is_multiple_of(3);
    if jacket {
        let shirt = smooth(&[
            (-40.0, top - 10.0),
            (40.0, top - 10.0),
            (14.0, top + 90.0),
            (-14.0, top + 90.0),
        ]);
        canvas.fill(&shirt, tone, 1.0);
        let ties: [Rgb; 4] = [[122, 31, 43], [44, 62, 104], [60, 60, 66], [36, 88, 74]];
        if choice % 2 == 1 {
            let tie = path(|it| {
                it.move_to(-8.0, top + 20.0);
                it.line_to(8.0, top + 20.0);
                it.line_to(13.0, top + 130.0);
                it.line_to(-13.0, top + 130.0);
                it.close();
            });
            canvas.fill(&tie, ties[choice / 2 % 4], 1.0);
            canvas.fill(
                &ellipse((0.0, top + 20.0), 10.0, 9.0),
                mix(ties[choice / 2 % 4], [0, 0, 0], 0.2),
                1.0,
            );
        }
    }
    for side in [-1.0, 1.0] {
        let flap = path(|it| {
            it.move_to(side * 44.0, top - 18.0);
            it.line_to(side * 50.0, top + 4.0);
            it.line_to(side * 30.0, top + 40.0);
            it.line_to(side * 2.0, top + 16.0);
            it.cubic_to(
                side * 18.0,
                top + 8.0,
                side * 34.0,
                top + 2.0,
                side * 44.0,
                top - 18.0,
            );
            it.close();
        });
        canvas.fill(&flap, tone, 1.0);
        canvas.stroke(&flap, 1.2, mix(tone, [0, 0, 0], 0.35), 0.7);
        if jacket {
            let lapel = path(|it| {
                it.move_to(side * 52.0, top - 8.0);
                it.line_to(side * 74.0, top + 30.0);
                it.line_to(side * 58.0, top + 44.0);
                it.line_to(side * 8.0, top + 124.0);
                it.line_to(side * 26.0, top + 36.0);
                it.close();
            });
            canvas.fill(&lapel, mix(cloth, [255, 255, 255], 0.07), 1.0);
            canvas.stroke(&lapel, 1.2, mix(cloth, [0, 0, 0], 0.5), 0.8);
        }
    }
    if !jacket {
        let seam = curve(&[(0.0, top + 22.0), (1.0, top + 100.0), (0.0, 330.0)]);
        canvas.stroke(&seam, 1.4, mix(cloth, [0, 0, 0], 0.4), 0.7);
        for button in [44.0, 82.0, 120.0] {
            canvas.fill(
                &ellipse((5.0, top + button), 2.6, 2.6),
                mix(cloth, [0, 0, 0], 0.35),
                1.0,
            );
        }
    }
}
