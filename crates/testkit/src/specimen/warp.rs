//! Pictures laid into photos in perspective.

use image::RgbImage;

use super::canvas::Canvas;

/// The side of the blocks a picture is laid in, in pixels.
const BLOCK: usize = 64;

/// A point, in pixels of the photo.
pub(super) type Point = (f32, f32);

/// The corners of a picture in a photo: upper left, upper right, lower right, lower left.
pub(super) type Quad = [Point; 4];

/// A picture with opacity, ready to be laid into a photo.
pub(super) struct Layer {
    width: usize,
    height: usize,
    /// Red, green, blue, opacity; colours multiplied by opacity.
    pixels: Vec<u8>,
}

impl Layer {
    /// A picture with round corners of `radius` pixels.
    pub(super) fn card(picture: &RgbImage, radius: f32) -> Self {
        let (width, height) = picture.dimensions();
        let mut pixels = Vec::with_capacity(width as usize * height as usize * 4);
        let (right, bottom) = (width as f32 - radius, height as f32 - radius);
        for (x, y, pixel) in picture.enumerate_pixels() {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let away = (radius - x).max(x - right).max(0.0);
            let below = (radius - y).max(y - bottom).max(0.0);
            if away == 0.0 || below == 0.0 {
                pixels.extend([pixel.0[0], pixel.0[1], pixel.0[2], 255]);
                continue;
            }
            let share = (radius - (away * away + below * below).sqrt() + 0.5).clamp(0.0, 1.0);
            let faded = pixel.0.map(|part| (f32::from(part) * share) as u8);
            pixels.extend(faded);
            pixels.push((share * 255.0) as u8);
        }
        Self {
            width: width as usize,
            height: height as usize,
            pixels,
        }
    }

    pub(super) fn canvas(canvas: &Canvas) -> Self {
        let (width, height) = canvas.size();
        let pixels = canvas.premultiplied().to_vec();
        Self {
            width: width as usize,
            height: height as usize,
            pixels,
        }
    }

    /// Half as wide and high, each pixel the mean of four.
    fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height * 4);
        for y in 0..height {
            let upper = &self.pixels[y * 2 * self.width * 4..][..width * 8];
            let lower = &self.pixels[(y * 2 + 1) * self.width * 4..][..width * 8];
            for (above, below) in upper.chunks_exact(8).zip(lower.chunks_exact(8)) {
                for part in 0..4 {
                    let sum = u16::from(above[part])
                        + u16::from(above[part + 4])
                        + u16::from(below[part])
                        + u16::from(below[part + 4]);
                    pixels.push((sum / 4) as u8);
                }
            }
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Lays the picture into `photo`, its corners at `quad`.
    pub(super) fn lay(&self, photo: &mut RgbImage, quad: &Quad) {
        let across = distance(quad[0], quad[1]).max(distance(quad[3], quad[2]));
        if across < self.width as f32 * 0.6 && self.width > 64 && self.height > 64 {
            self.halved().lay(photo, quad);
            return;
        }
        let Some(map) = Projection::from_quad(quad, self.width as f32, self.height as f32) else {
            return;
        };
        let span = |pick: fn(&Point) -> f32, limit: u32| {
            let low = quad
                .iter()
                .map(pick)
                .fold(f32::MAX, f32::min)
                .floor()
                .max(0.0);
            let high = quad
                .iter()
                .map(pick)
                .fold(f32::MIN, f32::max)
                .ceil()
                .min(limit as f32);
            low as usize..(high.max(low)) as usize
        };
        let (columns, rows) = (
            span(|it| it.0, photo.width()),
            span(|it| it.1, photo.height()),
        );
        let line = photo.width() as usize * 3;
        let pixels: &mut [u8] = photo;
        // In square blocks: where the picture is turned, a whole row of the photo would touch a
        // line of the picture at each pixel.
        for block_y in rows.clone().step_by(BLOCK) {
            for block_x in columns.clone().step_by(BLOCK) {
                let block_end = (block_x + BLOCK).min(columns.end);
                for y in block_y..(block_y + BLOCK).min(rows.end) {
                    let row = &mut pixels[y * line + block_x * 3..y * line + block_end * 3];
                    let mut walk = map.start(block_x as f32 + 0.5, y as f32 + 0.5);
                    for pixel in row.chunks_exact_mut(3) {
                        let (u, v) = walk.step();
                        self.blend(pixel, u - 0.5, v - 0.5);
                    }
                }
            }
        }
    }

    #[inline]
    fn blend(&self, pixel: &mut [u8], u: f32, v: f32) {
        let inside = u > -1.0 && v > -1.0 && u < self.width as f32 && v < self.height as f32;
        if !inside {
            return;
        }
        // In 1/256 of a pixel, shifted by one pixel so that nothing is negative.
        let (fixed_u, fixed_v) = ((u * 256.0 + 256.0) as usize, (v * 256.0 + 256.0) as usize);
        let (right, down) = ((fixed_u & 255) as u32, (fixed_v & 255) as u32);
        let (column, line) = (fixed_u >> 8, fixed_v >> 8);
        let within = column > 0 && line > 0 && column < self.width && line < self.height;
        let four = if within {
            let upper = ((line - 1) * self.width + column - 1) * 4;
            let lower = upper + self.width * 4;
            [
                pair(&self.pixels[upper..upper + 8]),
                pair(&self.pixels[lower..lower + 8]),
            ]
        } else {
            // What lies beyond the edge is see-through, which makes the edge smooth.
            let at = |column: usize, line: usize| -> [u8; 4] {
                let beyond = column == 0 || line == 0 || column > self.width || line > self.height;
                let index = if beyond {
                    0
                } else {
                    ((line - 1) * self.width + column - 1) * 4
                };
                if beyond {
                    [0; 4]
                } else {
                    pair(&self.pixels[index..index + 4]).0
                }
            };
            [
                (at(column, line), at(column + 1, line)),
                (at(column, line + 1), at(column + 1, line + 1)),
            ]
        };
        let part = |channel: usize| {
            let [(a, b), (c, d)] = &four;
            let above = u32::from(a[channel]) * (256 - right) + u32::from(b[channel]) * right;
            let below = u32::from(c[channel]) * (256 - right) + u32::from(d[channel]) * right;
            (above * (256 - down) + below * down) >> 16
        };
        let free = 255 - part(3);
        if free == 0 {
            for (channel, value) in pixel.iter_mut().enumerate() {
                *value = part(channel) as u8;
            }
            return;
        }
        for (channel, value) in pixel.iter_mut().enumerate() {
            let mixed = part(channel) + u32::from(*value) * free / 255;
            *value = mixed.min(255) as u8;
        }
    }
}

/// The first pixel of `bytes`, and the second one where there is one.
#[inline]
fn pair(bytes: &[u8]) -> ([u8; 4], [u8; 4]) {
    let pixel = |at: usize| -> [u8; 4] {
        bytes
            .get(at..at + 4)
            .and_then(|it| it.try_into().ok())
            .unwrap_or_default()
    };
    (pixel(0), pixel(4))
}

fn distance(one: Point, two: Point) -> f32 {
    (one.0 - two.0).hypot(one.1 - two.1)
}

/// Leads from the photo to the picture laid into it.
struct Projection([f32; 9]);

impl Projection {
    /// `None` where the corners lie on one line.
    fn from_quad(quad: &Quad, width: f32, height: f32) -> Option<Self> {
        // The way from the unit square to the quad (Heckbert 1989), then back by its adjugate.
        let [p0, p1, p2, p3] = quad.map(|it| (f64::from(it.0), f64::from(it.1)));
        let (dx1, dx2, dx3) = (p1.0 - p2.0, p3.0 - p2.0, p0.0 - p1.0 + p2.0 - p3.0);
        let (dy1, dy2, dy3) = (p1.1 - p2.1, p3.1 - p2.1, p0.1 - p1.1 + p2.1 - p3.1);
        let area = dx1 * dy2 - dx2 * dy1;
        if area.abs() < 1e-9 {
            return None;
        }
        let g = (dx3 * dy2 - dx2 * dy3) / area;
        let h = (dx1 * dy3 - dx3 * dy1) / area;
        let (a, b, c) = (p1.0 - p0.0 + g * p1.0, p3.0 - p0.0 + h * p3.0, p0.0);
        let (d, e, f) = (p1.1 - p0.1 + g * p1.1, p3.1 - p0.1 + h * p3.1, p0.1);
        let (width, height) = (f64::from(width), f64::from(height));
        let back = [
            (e - f * h) * width,
            (c * h - b) * width,
            (b * f - c * e) * width,
            (f * g - d) * height,
            (a - c * g) * height,
            (c * d - a * f) * height,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ];
        Some(Self(back.map(|it| it as f32)))
    }

    fn start(&self, x: f32, y: f32) -> Walk {
        let m = &self.0;
        Walk {
            at: [
                m[0] * x + m[1] * y + m[2],
                m[3] * x + m[4] * y + m[5],
                m[6] * x + m[7] * y + m[8],
            ],
            by: [m[0], m[3], m[6]],
        }
    }
}

/// A walk along a row of the photo.
struct Walk {
    at: [f32; 3],
    by: [f32; 3],
}

impl Walk {
    #[inline]
    fn step(&mut self) -> (f32, f32) {
        let over = 1.0 / self.at[2];
        let here = (self.at[0] * over, self.at[1] * over);
        for (at, by) in self.at.iter_mut().zip(self.by) {
            *at += by;
        }
        here
    }
}
