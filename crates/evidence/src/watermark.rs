//! The viewer's name over a photo, so that a picture of the screen tells whose screen it was.

use std::num::NonZeroUsize;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use image::RgbImage;
use lru::LruCache;

use crate::text::{Face, TextPainter};

/// How far the line rises, in degrees.
const RISE: f32 = 24.0;
/// How much a covered pixel is lightened, and its lower right neighbour darkened, of 255. Enough to
/// be seen in a screenshot, too little to disturb the reading of a card.
const LIGHTEN: f32 = 27.0;
const DARKEN: f32 = 25.0;

/// The line drawn over a photo, again and again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Watermark {
    /// Who looks at what and when, such as `somchai · 23 พ.ย. 2569 18:42 · 69-11-42`.
    pub line: String,
}

/// One piece of the pattern; the next row of pieces is shifted by half a width.
struct Tile {
    width: usize,
    height: usize,
    /// Above 0 lightens, below 0 darkens.
    shift: Vec<i8>,
}

type Tiles = Mutex<LruCache<(String, u32), Arc<Tile>>>;

static TILES: LazyLock<Tiles> = LazyLock::new(|| {
    Mutex::new(LruCache::new(
        NonZeroUsize::new(8).unwrap_or(NonZeroUsize::MIN),
    ))
});

impl Watermark {
    /// Draws the line all over the picture, in a size that suits it.
    pub(crate) fn draw(&self, picture: &mut RgbImage) {
        let longest = picture.width().max(picture.height());
        let size = (longest / 42).max(9);
        let tile = self.tile(size);
        if tile.width == 0 {
            return;
        }
        let line = picture.width() as usize * 3;
        if line == 0 {
            return;
        }
        for (y, row) in picture.chunks_exact_mut(line).enumerate() {
            let start = (y / tile.height % 2) * (tile.width / 2);
            let shifts = &tile.shift[y % tile.height * tile.width..][..tile.width];
            let across = shifts.iter().cycle().skip(start);
            for (pixel, shift) in row.chunks_exact_mut(3).zip(across) {
                if *shift != 0 {
                    for channel in pixel {
                        *channel = shifted(*channel, *shift);
                    }
                }
            }
        }
    }

    fn tile(&self, size: u32) -> Arc<Tile> {
        let key = (self.line.clone(), size);
        let mut tiles = TILES.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tiles.get_or_insert(key, || Arc::new(Tile::new(&self.line, size as f32))))
    }
}

fn shifted(channel: u8, shift: i8) -> u8 {
    let (channel, part) = (i32::from(channel), i32::from(shift));
    let moved = if part > 0 {
        channel + (255 - channel) * part / 255
    } else {
        channel + channel * part / 255
    };
    u8::try_from(moved).unwrap_or(u8::MAX)
}

impl Tile {
    fn new(line: &str, size: f32) -> Self {
        let text = TextPainter::shared().coverage(line, Face::Bold, size);
        if text.pixels.is_empty() {
            return Self {
                width: 0,
                height: 0,
                shift: Vec::new(),
            };
        }
        let (sine, cosine) = (-RISE).to_radians().sin_cos();
        let (long, high) = (text.width as f32, text.height as f32);
        let gap = size * 3.2;
        let width = (long * cosine + high * sine.abs() + gap) as usize;
        let height = (long * sine.abs() + high * cosine + gap * 0.4) as usize;
        let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
        let covered = |x: f32, y: f32| {
            let (away, down) = (x - middle_x, y - middle_y);
            text.sample(
                away * cosine + down * sine + long / 2.0,
                down * cosine - away * sine + high / 2.0,
            )
        };
        let edge = (size / 22.0).max(0.8);
        let shift = (0..width * height)
            .map(|at| {
                let (x, y) = ((at % width) as f32, (at / width) as f32);
                let (light, dark) = (covered(x, y), covered(x - edge, y - edge));
                (light * LIGHTEN - dark * (1.0 - light) * DARKEN) as i8
            })
            .collect();
        Self {
            width,
            height,
            shift,
        }
    }
}
