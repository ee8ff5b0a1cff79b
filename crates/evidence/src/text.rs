//! Lines of text in pictures, shaped as Thai needs it, from the bundled fonts alone.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cosmic_text::{
    Attrs, Buffer, Family, FontSystem, Metrics, Shaping, SwashCache, SwashContent, Weight, Wrap,
    fontdb,
};
use image::RgbImage;

/// Which cut of the bundled font (Sarabun).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// Regular, weight 400.
    Regular,
    /// Bold, weight 700.
    Bold,
}

/// How a line of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The cut of the font.
    pub face: Face,
    /// The size of the font, in pixels.
    pub size: f32,
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// From 0 (invisible) to 1 (solid).
    pub opacity: f32,
    /// How far the line is turned about its start, in degrees, clockwise.
    pub rotation: f32,
}

impl Style {
    /// Solid, level text.
    #[must_use]
    pub fn new(face: Face, size: f32, colour: [u8; 3]) -> Self {
        Self {
            face,
            size,
            colour,
            opacity: 1.0,
            rotation: 0.0,
        }
    }
}

/// How much of each pixel a line of text covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Where the left edge lies from the start of the line, in pixels.
    pub left: i32,
    /// Where the upper edge lies from the baseline, in pixels; negative is above.
    pub top: i32,
    /// How far the line goes on, in pixels.
    pub advance: f32,
    /// One byte a pixel, row by row: 0 is free, 255 is covered.
    pub pixels: Vec<u8>,
}

/// Lays out and draws lines of text. Loading the fonts is costly: use [`TextPainter::shared`].
pub struct TextPainter {
    engine: Mutex<Engine>,
}

struct Engine {
    fonts: FontSystem,
    glyphs: SwashCache,
}

static SHARED: LazyLock<TextPainter> = LazyLock::new(TextPainter::load);

impl TextPainter {
    /// The painter of this process; the first call loads the fonts (a few milliseconds).
    #[must_use]
    pub fn shared() -> &'static Self {
        &SHARED
    }

    fn load() -> Self {
        let mut database = fontdb::Database::new();
        let cuts: [&'static [u8]; 2] = [
            include_bytes!("../fonts/Sarabun-Regular.ttf"),
            include_bytes!("../fonts/Sarabun-Bold.ttf"),
        ];
        for cut in cuts {
            database.load_font_source(fontdb::Source::Binary(Arc::new(cut)));
        }
        let fonts = FontSystem::new_with_locale_and_db("th".to_owned(), database);
        Self {
            engine: Mutex::new(Engine {
                fonts,
                glyphs: SwashCache::new(),
            }),
        }
    }

    /// How long a line is, in pixels.
    #[must_use]
    pub fn measure(&self, line: &str, face: Face, size: f32) -> f32 {
        self.with(|engine| engine.layout(line, face, size).0)
    }

    /// Draws a line in black and white: which pixels it covers, and how much.
    #[must_use]
    pub fn coverage(&self, line: &str, face: Face, size: f32) -> Coverage {
        self.with(|engine| engine.coverage(line, face, size))
    }

    /// Draws a line onto a picture; `x` and `baseline` say where it starts, in pixels. What lies
    /// outside the picture is left out. Returns how long the line is, in pixels.
    pub fn draw(
        &self,
        picture: &mut RgbImage,
        line: &str,
        (x, baseline): (f32, f32),
        style: &Style,
    ) -> f32 {
        let coverage = self.coverage(line, style.face, style.size);
        coverage.draw(picture, (x, baseline), style);
        coverage.advance
    }

    fn with<T>(&self, work: impl FnOnce(&mut Engine) -> T) -> T {
        // The engine holds caches only: a panic elsewhere leaves nothing half done.
        work(&mut self.engine.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Engine {
    fn layout(&mut self, line: &str, face: Face, size: f32) -> (f32, Buffer) {
        let weight = match face {
            Face::Regular => Weight::NORMAL,
            Face::Bold => Weight::BOLD,
        };
        let attributes = Attrs::new().family(Family::Name("Sarabun")).weight(weight);
        let mut buffer = Buffer::new(&mut self.fonts, Metrics::new(size, size * 1.6));
        buffer.set_wrap(Wrap::None);
        buffer.set_size(None, None);
        buffer.set_text(line, &attributes, Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.fonts, false);
        let advance = buffer
            .layout_runs()
            .map(|run| run.line_w)
            .fold(0.0, f32::max);
        (advance, buffer)
    }

    fn coverage(&mut self, line: &str, face: Face, size: f32) -> Coverage {
        let (advance, buffer) = self.layout(line, face, size);
        let mut images = Vec::new();
        let (mut left, mut top, mut right, mut bottom) = (i32::MAX, i32::MAX, i32::MIN, i32::MIN);
        for glyph in buffer.layout_runs().flat_map(|run| run.glyphs) {
            let place = glyph.physical((0.0, 0.0), 1.0);
            let Some(drawn) = self
                .glyphs
                .get_image_uncached(&mut self.fonts, place.cache_key)
            else {
                continue;
            };
            if drawn.content != SwashContent::Mask || drawn.placement.width == 0 {
                continue;
            }
            let x = place.x + drawn.placement.left;
            let y = place.y - drawn.placement.top;
            left = left.min(x);
            top = top.min(y);
            right = right.max(x + drawn.placement.width.cast_signed());
            bottom = bottom.max(y + drawn.placement.height.cast_signed());
            images.push((x, y, drawn));
        }
        let mut coverage = Coverage {
            width: 0,
            height: 0,
            left: 0,
            top: 0,
            advance,
            pixels: Vec::new(),
        };
        if images.is_empty() {
            return coverage;
        }
        coverage.left = left;
        coverage.top = top;
        coverage.width = usize::try_from(right - left).unwrap_or(0);
        coverage.height = usize::try_from(bottom - top).unwrap_or(0);
        coverage.pixels = vec![0; coverage.width * coverage.height];
        for (x, y, drawn) in images {
            let offset_x = usize::try_from(x - left).unwrap_or(0);
            let offset_y = usize::try_from(y - top).unwrap_or(0);
            let rows = drawn.data.chunks_exact(drawn.placement.width as usize);
            for (row, glyph_row) in rows.enumerate() {
                let start = (offset_y + row) * coverage.width + offset_x;
                for (pixel, more) in coverage.pixels[start..].iter_mut().zip(glyph_row) {
                    *pixel = pixel.saturating_add(*more);
                }
            }
        }
        coverage
    }
}

impl Coverage {
    /// Paints the covered pixels; see [`TextPainter::draw`].
    pub fn draw(&self, picture: &mut RgbImage, (x, baseline): (f32, f32), style: &Style) {
        if self.pixels.is_empty() {
            return;
        }
        let (sine, cosine) = style.rotation.to_radians().sin_cos();
        let edges = [
            (self.left as f32 - 1.0, self.top as f32 - 1.0),
            (
                self.left as f32 + self.width as f32 + 1.0,
                self.top as f32 + self.height as f32 + 1.0,
            ),
        ];
        let corners = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(across, down)| {
            let (u, v) = (edges[across].0, edges[down].1);
            (x + u * cosine - v * sine, baseline + u * sine + v * cosine)
        });
        let span = |pick: fn(&(f32, f32)) -> f32, limit: u32| {
            let low = corners
                .iter()
                .map(pick)
                .fold(f32::MAX, f32::min)
                .floor()
                .max(0.0);
            let high = corners
                .iter()
                .map(pick)
                .fold(f32::MIN, f32::max)
                .ceil()
                .min(limit as f32);
            low as u32..high.max(low) as u32
        };
        let (columns, rows) = (
            span(|it| it.0, picture.width()),
            span(|it| it.1, picture.height()),
        );
        for row in rows {
            for column in columns.clone() {
                let (away, down) = (column as f32 + 0.5 - x, row as f32 + 0.5 - baseline);
                let covered = self.sample(
                    away * cosine + down * sine - self.left as f32 - 0.5,
                    down * cosine - away * sine - self.top as f32 - 0.5,
                );
                let share = covered * style.opacity;
                if share > 0.002 {
                    let pixel = picture.get_pixel_mut(column, row);
                    for (channel, ink) in pixel.0.iter_mut().zip(style.colour) {
                        let mixed = f32::from(*channel) * (1.0 - share) + f32::from(ink) * share;
                        *channel = (mixed + 0.5) as u8;
                    }
                }
            }
        }
    }

    /// The coverage between pixels, from 0 to 1.
    pub(crate) fn sample(&self, u: f32, v: f32) -> f32 {
        let (column, row) = (u.floor(), v.floor());
        let (right, down) = (u - column, v - row);
        let (column, row) = (column as i64, row as i64);
        let at = |column: i64, row: i64| {
            let inside = usize::try_from(column).ok().filter(|it| *it < self.width);
            let line = usize::try_from(row).ok().filter(|it| *it < self.height);
            match (inside, line) {
                (Some(column), Some(row)) => f32::from(self.pixels[row * self.width + column]),
                _ => 0.0,
            }
        };
        let upper = at(column, row) * (1.0 - right) + at(column + 1, row) * right;
        let lower = at(column, row + 1) * (1.0 - right) + at(column + 1, row + 1) * right;
        (upper * (1.0 - down) + lower * down) / 255.0
    }
}
