//! Glasses.

use super::super::canvas::{Canvas, Rgb, curve, ellipse, rounded};
use super::features::eye_x;
use super::head::Head;
use super::{FaceTraits, Glasses};

/// Draws the glasses, over the hair.
pub(super) fn draw(canvas: &mut Canvas, face: &FaceTraits, head: &Head) {
    let (x, y) = (eye_x(face, head), head.eyes + 2.5);
    let (width, frame, tone): (f32, f32, Rgb) = match face.glasses {
        Glasses::None => return,
        Glasses::Round => (20.5, 1.9, [108, 92, 66]),
        Glasses::Square => (23.0, 3.6, [30, 27, 30]),
        Glasses::HalfRim => (22.5, 2.4, [52, 54, 62]),
    };
    for side in [-1.0, 1.0] {
        let lens = match face.glasses {
            Glasses::Round => ellipse((side * x, y), width, width * 0.94),
            _ => rounded(side * x - width, y - 15.0, width * 2.0, 29.5, 8.0),
        };
        canvas.fill(&lens, [214, 228, 236], 0.1);
        if face.glasses == Glasses::HalfRim {
            let rim = curve(&[
                (side * x - width, y + 3.0),
                (side * x - width + 1.5, y - 13.0),
                (side * x, y - 15.5),
                (side * x + width - 1.5, y - 13.0),
                (side * x + width, y + 3.0),
            ]);
            canvas.stroke(&rim, frame, tone, 0.95);
            canvas.stroke(&lens, 0.7, [160, 165, 170], 0.6);
        } else {
            canvas.stroke(&lens, frame, tone, 0.95);
        }
        let gleam = curve(&[(side * x - 11.0, y + 6.0), (side * x - 2.0, y - 9.0)]);
        canvas.stroke(&gleam, 3.2, [255, 255, 255], 0.2);
        let bow = curve(&[
            (side * (x + width), y - 5.0),
            (side * (head.half + 1.0), y - 4.0),
        ]);
        canvas.stroke(&bow, frame, tone, 0.9);
    }
    let bridge = curve(&[
        (-(x - width), y - 2.0),
        (0.0, y - 5.5),
        (x - width, y - 2.0),
    ]);
    canvas.stroke(&bridge, frame, tone, 0.95);
}
