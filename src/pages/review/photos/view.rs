//! How one photo is looked at: zoom, place, turn and light, as plain numbers.
//!
//! Offsets are pixels of the window from the middle of the pane to the middle of the photo; a zoom
//! of 1 shows the whole photo.

/// The closest look.
pub const MAX_ZOOM: f64 = 12.0;
/// From this zoom on the picture of screen size shows its pixels; the detailed one takes over.
pub const DETAIL_ZOOM: f64 = 1.5;

/// Brightness and contrast in per cent; 100 is the photo as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Light {
    /// Brightness.
    pub brightness: u16,
    /// Contrast.
    pub contrast: u16,
}

impl Light {
    /// The photo as it came.
    pub const PLAIN: Self = Self {
        brightness: 100,
        contrast: 100,
    };

    /// What the light key goes through: plain, lighter, darker, sharper.
    const STEPS: [Self; 4] = [
        Self::PLAIN,
        Self {
            brightness: 140,
            contrast: 105,
        },
        Self {
            brightness: 75,
            contrast: 110,
        },
        Self {
            brightness: 110,
            contrast: 165,
        },
    ];

    /// The next step of the light key; from a setting of one's own back to plain.
    pub fn next(self) -> Self {
        let at = Self::STEPS.iter().position(|step| *step == self);
        at.and_then(|at| Self::STEPS.get(at + 1))
            .copied()
            .unwrap_or(Self::PLAIN)
    }

    /// The value of the style property `filter`.
    pub fn filter(self) -> String {
        if self == Self::PLAIN {
            "none".to_owned()
        } else {
            format!(
                "brightness({}%) contrast({}%)",
                self.brightness, self.contrast
            )
        }
    }
}

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// How one photo is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// How much larger than the whole photo in its pane.
    pub zoom: f64,
    /// Offset to the right.
    pub x: f64,
    /// Offset downwards.
    pub y: f64,
    /// Quarter turns to the right; may grow beyond 3 so that turning never spins back.
    pub turns: i32,
    /// Brightness and contrast.
    pub light: Light,
}

impl Default for View {
    fn default() -> Self {
        Self {
            zoom: 1.0,
            x: 0.0,
            y: 0.0,
            turns: 0,
            light: Light::PLAIN,
        }
    }
}

impl View {
    /// Zooms by `factor` so that what is under `(px, py)` stays there.
    pub fn zoomed(self, factor: f64, (px, py): (f64, f64)) -> Self {
        let zoom = (self.zoom * factor).clamp(1.0, MAX_ZOOM);
        let grown = zoom / self.zoom;
        Self {
            zoom,
            x: px - (px - self.x) * grown,
            y: py - (py - self.y) * grown,
            ..self
        }
    }

    /// Moves the photo.
    pub fn panned(self, dx: f64, dy: f64) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
            ..self
        }
    }

    /// Turns by quarters, to the right where `quarters` is positive. The place turns with it.
    pub fn turned(self, quarters: i32) -> Self {
        let (x, y) = if quarters > 0 {
            (-self.y, self.x)
        } else {
            (self.y, -self.x)
        };
        Self {
            turns: self.turns + quarters,
            x,
            y,
            ..self
        }
    }

    /// Whether the photo lies on its side.
    pub fn on_its_side(self) -> bool {
        self.turns.rem_euclid(2) == 1
    }

    /// Whether anything but the light differs from the whole photo.
    pub fn is_plain(self) -> bool {
        self.zoom <= 1.0 && self.turns.rem_euclid(4) == 0 && self.light == Light::PLAIN
    }

    /// The size of the unturned photo on screen, before zoom, so that it just fits when turned.
    pub fn fitted(self, stage: Size, photo: Size) -> Size {
        let (width, height) = if self.on_its_side() {
            (photo.height, photo.width)
        } else {
            (photo.width, photo.height)
        };
        if width <= 0.0 || height <= 0.0 {
            return Size::default();
        }
        let scale = (stage.width / width).min(stage.height / height);
        Size {
            width: photo.width * scale,
            height: photo.height * scale,
        }
    }

    /// Keeps the photo in its pane: an edge never leaves a gap that the photo could fill.
    pub fn kept_inside(self, stage: Size, photo: Size) -> Self {
        let fitted = self.fitted(stage, photo);
        let (width, height) = if self.on_its_side() {
            (fitted.height, fitted.width)
        } else {
            (fitted.width, fitted.height)
        };
        let room = |shown: f64, stage: f64| ((shown * self.zoom - stage) / 2.0).max(0.0);
        let (rx, ry) = (room(width, stage.width), room(height, stage.height));
        Self {
            x: self.x.clamp(-rx, rx),
            y: self.y.clamp(-ry, ry),
            ..self
        }
    }

    /// The value of the style property `transform` for an element whose middle is the pane's.
    pub fn transform(self) -> String {
        format!(
            "translate(calc(-50% + {:.1}px), calc(-50% + {:.1}px)) rotate({}deg) scale({:.4})",
            self.x,
            self.y,
            self.turns * 90,
            self.zoom
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const STAGE: Size = Size {
        width: 400.0,
        height: 600.0,
    };
    const PHOTO: Size = Size {
        width: 4000.0,
        height: 3000.0,
    };

    #[wasm_bindgen_test]
    fn the_point_under_the_pointer_stays_there() {
        let before = View {
            x: 30.0,
            y: -20.0,
            zoom: 2.0,
            ..View::default()
        };
        let point = (100.0, 50.0);
        let after = before.zoomed(1.5, point);
        let place = |view: View| {
            (
                (point.0 - view.x) / view.zoom,
                (point.1 - view.y) / view.zoom,
            )
        };
        let (one, other) = (place(before), place(after));
        assert!(
            (one.0 - other.0).abs() < 1e-9,
            "zooming moves nothing under the pointer"
        );
        assert!(
            (one.1 - other.1).abs() < 1e-9,
            "zooming moves nothing under the pointer"
        );
    }

    #[wasm_bindgen_test]
    fn zoom_has_limits() {
        let view = View::default();
        assert!(
            (view.zoomed(0.1, (0.0, 0.0)).zoom - 1.0).abs() < 1e-9,
            "never below the whole"
        );
        assert!(
            (view.zoomed(1e6, (0.0, 0.0)).zoom - MAX_ZOOM).abs() < 1e-9,
            "never beyond the limit"
        );
    }

    #[wasm_bindgen_test]
    fn a_turned_photo_fits_its_pane() {
        let turned = View::default().turned(1);
        let fitted = turned.fitted(STAGE, PHOTO);
        assert!(
            (fitted.width - 533.333).abs() < 0.01,
            "its width stands along the pane's height"
        );
        assert!(
            (fitted.height - 400.0).abs() < 0.01,
            "its height stands along the pane's width"
        );
    }

    #[wasm_bindgen_test]
    fn a_whole_photo_cannot_be_dragged_away() {
        let view = View::default()
            .panned(500.0, -500.0)
            .kept_inside(STAGE, PHOTO);
        assert!(
            view.x.abs() < 1e-9 && view.y.abs() < 1e-9,
            "the whole photo stays in the middle"
        );
        let near = View {
            zoom: 4.0,
            ..View::default()
        }
        .panned(5000.0, 0.0);
        assert!(
            (near.kept_inside(STAGE, PHOTO).x - 600.0).abs() < 1e-9,
            "up to its edge"
        );
    }

    #[wasm_bindgen_test]
    fn the_light_key_comes_back_to_plain() {
        let mut light = Light::PLAIN;
        for _ in 0..4 {
            light = light.next();
        }
        assert_eq!(light, Light::PLAIN, "four steps are a round");
        let own = Light {
            brightness: 131,
            contrast: 99,
        };
        assert_eq!(
            own.next(),
            Light::PLAIN,
            "a setting of one's own is taken back"
        );
    }
}
