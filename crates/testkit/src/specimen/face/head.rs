//! The head itself: outline, ears and the light on it.

use tiny_skia::Path;

use super::super::canvas::{Canvas, ellipse, mix, path};
use super::{FaceTraits, FacialHair};

/// The measures of one head, in units.
pub(super) struct Head {
    /// Half the width at the cheekbones.
    pub(super) half: f32,
    /// How far the chin lies below the middle.
    pub(super) chin: f32,
    /// Half the width at the corner of the jaw.
    jaw: f32,
    /// How far the corner of the jaw lies below the middle.
    jaw_y: f32,
    /// Half the width of the chin.
    chin_half: f32,
    /// How far the eyes lie below the middle.
    pub(super) eyes: f32,
    /// How far the nose ends below the middle.
    pub(super) nose: f32,
    /// How far the mouth lies below the middle.
    pub(super) mouth: f32,
}

impl Head {
    pub(super) fn of(face: &FaceTraits) -> Self {
        let half = 69.0 + 5.5 * face.width;
        let chin = 93.0 + 7.0 * face.length;
        let nose = 33.0 + 4.5 * face.nose_length;
        Self {
            half,
            chin,
            jaw: half * (0.8 + 0.1 * face.jaw + 0.045 * face.cheeks),
            jaw_y: 50.0 + 5.0 * face.length + 5.0 * face.jaw,
            chin_half: 21.0 + 6.0 * face.chin + 4.0 * face.jaw,
            eyes: -5.0,
            nose,
            mouth: nose + (chin - nose) * 0.42,
        }
    }

    /// The outline of the head.
    pub(super) fn outline(&self) -> Path {
        let Self {
            half,
            chin,
            jaw,
            jaw_y,
            chin_half,
            ..
        } = *self;
        path(|it| {
            it.move_to(0.0, -104.0);
            it.cubic_to(half * 0.66, -104.0, half, -74.0, half, -20.0);
            it.cubic_to(half, 8.0, half * 0.98, jaw_y - 24.0, jaw, jaw_y);
            it.cubic_to(jaw * 0.9, jaw_y + 20.0, chin_half + 14.0, chin, 0.0, chin);
            it.cubic_to(
                -chin_half - 14.0,
                chin,
                -jaw * 0.9,
                jaw_y + 20.0,
                -jaw,
                jaw_y,
            );
            it.cubic_to(-half * 0.98, jaw_y - 24.0, -half, 8.0, -half, -20.0);
            it.cubic_to(-half, -74.0, -half * 0.66, -104.0, 0.0, -104.0);
            it.close();
        })
    }

    /// Draws ears and head, and leaves the canvas clipped to the head.
    pub(super) fn draw(&self, canvas: &mut Canvas, face: &FaceTraits) {
        let [skin, shadow, shine] = face.skin_tones();
        self.draw_ears(canvas, face);
        let outline = self.outline();
        canvas.fill_linear(
            &outline,
            (-self.half, -60.0),
            (self.half, 70.0),
            &[
                (0.0, mix(skin, shine, 0.35)),
                (0.5, skin),
                (1.0, mix(skin, shadow, 0.42)),
            ],
        );
        canvas.clip(&outline);
        // Round: darker towards the edges, lighter where the light falls.
        canvas.spot((self.half * 1.02, 20.0), (34.0, 110.0), shadow, 0.62);
        canvas.spot((-self.half * 1.06, 20.0), (24.0, 100.0), shadow, 0.45);
        canvas.spot((0.0, self.chin + 10.0), (70.0, 26.0), shadow, 0.55);
        canvas.spot((0.0, -100.0), (90.0, 52.0), shadow, 0.5);
        canvas.spot((-14.0, -52.0), (44.0, 26.0), shine, 0.6);
        let cheek = self.half * 0.56;
        let rosy = mix(shadow, [214, 92, 84], 0.45);
        for side in [-1.0, 1.0] {
            canvas.spot((side * cheek, 27.0), (25.0, 20.0), rosy, 0.3);
            canvas.spot((side * cheek * 0.98 - 4.0, 16.0), (17.0, 11.0), shine, 0.5);
            canvas.spot(
                (side * cheek * 1.2, 52.0),
                (16.0, 26.0),
                shadow,
                0.26 - 0.16 * face.cheeks,
            );
        }
        canvas.spot((0.0, self.chin - 13.0), (19.0, 12.0), shine, 0.36);
        canvas.spot((0.0, self.mouth + 15.0), (22.0, 7.0), shadow, 0.4);
        if face.facial_hair != FacialHair::None {
            let tone = mix(shadow, face.hair_tones()[0], 0.6);
            canvas.spot((0.0, self.mouth + 8.0), (52.0, 46.0), tone, 0.26);
            canvas.spot((self.jaw * 0.7, 56.0), (28.0, 40.0), tone, 0.22);
            canvas.spot((-self.jaw * 0.7, 56.0), (28.0, 40.0), tone, 0.22);
        }
    }

    fn draw_ears(&self, canvas: &mut Canvas, face: &FaceTraits) {
        let [skin, shadow, shine] = face.skin_tones();
        let size = 1.0 + 0.16 * face.ears;
        for side in [-1.0, 1.0] {
            let x = side * (self.half + 3.5);
            canvas.fill(
                &ellipse((x, 6.0), 9.5 * size, 20.0 * size),
                mix(skin, shadow, 0.3),
                1.0,
            );
            canvas.fill(
                &ellipse((x - side, 5.0), 7.0 * size, 17.0 * size),
                mix(skin, shine, 0.15),
                1.0,
            );
            canvas.spot((x - side * 2.0, 6.0), (7.0, 14.0), shadow, 0.75);
        }
    }
}
