//! A thin layer over `tiny-skia`: paths, soft spots and clips in the units of the drawing.

use image::RgbImage;
use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint, Path,
    PathBuilder, Pixmap, Point, RadialGradient, Rect, Shader, SpreadMode, Stroke, Transform,
};

/// Red, green, blue.
pub(crate) type Rgb = [u8; 3];

/// A picture under work, and where the drawing's units lie on it.
pub(crate) struct Canvas {
    pixmap: Pixmap,
    place: Transform,
    clip: Option<Mask>,
}

impl Canvas {
    /// A see-through canvas of at least one pixel; one unit is one pixel.
    pub(crate) fn new(width: u32, height: u32) -> Self {
        let pixmap = Pixmap::new(width.clamp(1, 8192), height.clamp(1, 8192));
        let Some(pixmap) = pixmap else {
            unreachable!("the size was clamped to what fits")
        };
        Self {
            pixmap,
            place: Transform::identity(),
            clip: None,
        }
    }

    /// A canvas that begins as `picture`.
    pub(crate) fn from_rgb(picture: &RgbImage) -> Self {
        let mut canvas = Self::new(picture.width(), picture.height());
        for (to, from) in canvas
            .pixmap
            .data_mut()
            .chunks_exact_mut(4)
            .zip(picture.chunks_exact(3))
        {
            to[..3].copy_from_slice(from);
            to[3] = 255;
        }
        canvas
    }

    /// From here on, units lie at (`x`, `y`) pixels, `scale` pixels long, turned by `degrees`.
    pub(crate) fn place(&mut self, x: f32, y: f32, scale: f32, degrees: f32) {
        self.place = Transform::from_translate(x, y)
            .pre_concat(Transform::from_rotate(degrees))
            .pre_scale(scale, scale);
    }

    /// Draws only inside `path` from here on.
    pub(crate) fn clip(&mut self, path: &Path) {
        let mut mask = Mask::new(self.pixmap.width(), self.pixmap.height());
        if let Some(mask) = &mut mask {
            mask.fill_path(path, FillRule::Winding, true, self.place);
        }
        self.clip = mask;
    }

    /// Draws everywhere again.
    pub(crate) fn unclip(&mut self) {
        self.clip = None;
    }

    /// Fills `path` with one colour.
    pub(crate) fn fill(&mut self, path: &Path, colour: Rgb, opacity: f32) {
        self.fill_with(path, Shader::SolidColor(rgba(colour, opacity)));
    }

    /// Fills `path` with colours that change from `from` to `to`.
    pub(crate) fn fill_linear(
        &mut self,
        path: &Path,
        from: (f32, f32),
        to: (f32, f32),
        stops: &[(f32, Rgb)],
    ) {
        let stops = stops
            .iter()
            .map(|(at, it)| GradientStop::new(*at, rgba(*it, 1.0)))
            .collect();
        let shader = LinearGradient::new(
            Point::from_xy(from.0, from.1),
            Point::from_xy(to.0, to.1),
            stops,
            SpreadMode::Pad,
            Transform::identity(),
        );
        if let Some(shader) = shader {
            self.fill_with(path, shader);
        }
    }

    /// Draws a spot that fades to nothing at its edge.
    pub(crate) fn spot(
        &mut self,
        (x, y): (f32, f32),
        (wide, high): (f32, f32),
        colour: Rgb,
        opacity: f32,
    ) {
        let stops = vec![
            GradientStop::new(0.0, rgba(colour, opacity)),
            GradientStop::new(0.35, rgba(colour, opacity * 0.76)),
            GradientStop::new(0.7, rgba(colour, opacity * 0.24)),
            GradientStop::new(1.0, rgba(colour, 0.0)),
        ];
        let shape = Transform::from_translate(x, y).pre_scale(1.0, high / wide);
        let centre = Point::from_xy(0.0, 0.0);
        let shader = RadialGradient::new(centre, centre, wide, stops, SpreadMode::Pad, shape);
        let area = Rect::from_ltrb(x - wide, y - high, x + wide, y + high);
        if let (Some(shader), Some(area)) = (shader, area) {
            self.fill_with(&PathBuilder::from_rect(area), shader);
        }
    }

    /// Draws along `path` with round ends; `width` is in units.
    pub(crate) fn stroke(&mut self, path: &Path, width: f32, colour: Rgb, opacity: f32) {
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        let paint = Paint {
            shader: Shader::SolidColor(rgba(colour, opacity)),
            anti_alias: true,
            ..Paint::default()
        };
        self.pixmap
            .stroke_path(path, &paint, &stroke, self.place, self.clip.as_ref());
    }

    /// Width and height in pixels.
    pub(crate) fn size(&self) -> (u32, u32) {
        (self.pixmap.width(), self.pixmap.height())
    }

    /// The colours, where all of the canvas was painted.
    pub(crate) fn into_rgb(self) -> RgbImage {
        let mut picture = RgbImage::new(self.pixmap.width(), self.pixmap.height());
        for (to, from) in picture
            .chunks_exact_mut(3)
            .zip(self.pixmap.data().chunks_exact(4))
        {
            to.copy_from_slice(&from[..3]);
        }
        picture
    }

    /// Red, green, blue and opacity, the colours multiplied by the opacity.
    pub(crate) fn premultiplied(&self) -> &[u8] {
        self.pixmap.data()
    }

    fn fill_with(&mut self, path: &Path, shader: Shader<'_>) {
        let paint = Paint {
            shader,
            anti_alias: true,
            ..Paint::default()
        };
        let clip = self.clip.as_ref();
        self.pixmap
            .fill_path(path, &paint, FillRule::Winding, self.place, clip);
    }
}

fn rgba([red, green, blue]: Rgb, opacity: f32) -> Color {
    Color::from_rgba8(red, green, blue, (opacity.clamp(0.0, 1.0) * 255.0) as u8)
}

/// Builds a path; without any line in it, a path of no extent.
pub(crate) fn path(build: impl FnOnce(&mut PathBuilder)) -> Path {
    let mut builder = PathBuilder::new();
    build(&mut builder);
    builder.finish().unwrap_or_else(|| {
        let mut dot = PathBuilder::new();
        dot.move_to(0.0, 0.0);
        dot.line_to(0.0, 0.001);
        let Some(dot) = dot.finish() else {
            unreachable!("a line is a path")
        };
        dot
    })
}

/// A closed curve through `points`, smooth at each of them.
pub(crate) fn smooth(points: &[(f32, f32)]) -> Path {
    path(|it| spline(it, points, true))
}

/// An open curve through `points`, smooth at each of them.
pub(crate) fn curve(points: &[(f32, f32)]) -> Path {
    path(|it| spline(it, points, false))
}

/// An ellipse.
pub(crate) fn ellipse((x, y): (f32, f32), wide: f32, high: f32) -> Path {
    path(|it| {
        if let Some(area) = Rect::from_ltrb(x - wide, y - high, x + wide, y + high) {
            it.push_oval(area);
        }
    })
}

/// A rectangle with round corners.
pub(crate) fn rounded(left: f32, top: f32, width: f32, height: f32, radius: f32) -> Path {
    let (right, bottom) = (left + width, top + height);
    path(|it| {
        it.move_to(left + radius, top);
        it.line_to(right - radius, top);
        it.quad_to(right, top, right, top + radius);
        it.line_to(right, bottom - radius);
        it.quad_to(right, bottom, right - radius, bottom);
        it.line_to(left + radius, bottom);
        it.quad_to(left, bottom, left, bottom - radius);
        it.line_to(left, top + radius);
        it.quad_to(left, top, left + radius, top);
        it.close();
    })
}

/// Catmull-Rom through the points, as cubic curves.
fn spline(builder: &mut PathBuilder, points: &[(f32, f32)], closed: bool) {
    let count = points.len();
    if count < 2 {
        return;
    }
    let at = |index: isize| {
        let last = count.cast_signed() - 1;
        let index = if closed {
            index.rem_euclid(count.cast_signed())
        } else {
            index.clamp(0, last)
        };
        points[index.unsigned_abs()]
    };
    builder.move_to(points[0].0, points[0].1);
    let pieces = if closed { count } else { count - 1 };
    for piece in 0..pieces.cast_signed() {
        let (before, from, to, after) = (at(piece - 1), at(piece), at(piece + 1), at(piece + 2));
        builder.cubic_to(
            from.0 + (to.0 - before.0) / 6.0,
            from.1 + (to.1 - before.1) / 6.0,
            to.0 - (after.0 - from.0) / 6.0,
            to.1 - (after.1 - from.1) / 6.0,
            to.0,
            to.1,
        );
    }
    if closed {
        builder.close();
    }
}

/// A colour between `one` and `two`; `share` of the second.
pub(crate) fn mix(one: Rgb, two: Rgb, share: f32) -> Rgb {
    let blend = |a: u8, b: u8| (f32::from(a) * (1.0 - share) + f32::from(b) * share) as u8;
    [
        blend(one[0], two[0]),
        blend(one[1], two[1]),
        blend(one[2], two[2]),
    ]
}
