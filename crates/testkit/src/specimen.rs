//! Specimen photos: the front of an ID card on a desk, and a person holding it. Drawn, invented
//! and marked SPECIMEN, at the size and with the faults of phone cameras.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder};

use crate::rng::Dice;

mod camera;
mod canvas;
mod card;
mod exif;
mod face;
mod scene;
mod warp;

use camera::Shot;
use warp::{Layer, Quad};

pub use card::CardData;
pub use face::{Brow, FaceTraits, FacialHair, Glasses, HairColour, HairStyle};

/// What is wrong with a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// Nothing.
    None,
    /// Out of focus.
    Blurred,
    /// Too dark.
    Dark,
    /// A lamp is reflected in the card.
    Glare,
    /// A side of the card is cut off.
    Cropped,
    /// 640 × 480 pixels.
    SmallPhoto,
}

/// How large the photos are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhotoSize {
    /// 4032 × 3024 pixels, as phones take them.
    Full,
    /// 1008 × 756 pixels: quick to make, for tests.
    Small,
}

/// What to photograph, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecimenOptions {
    /// What is printed on the card.
    pub card_data: CardData,
    /// The person: on the card, and in the selfie.
    pub face: FaceTraits,
    /// Another face to print on the card, where card and selfie shall not match.
    pub other_card_face: Option<FaceTraits>,
    /// What is wrong with the photo.
    pub flaw: Flaw,
    /// Desk, room, light, tilt and noise; also how the phone was held.
    pub seed: u64,
    /// How large the photo is.
    pub size: PhotoSize,
}

impl SpecimenOptions {
    /// A good photo at full size.
    #[must_use]
    pub fn new(card_data: CardData, face: FaceTraits, seed: u64) -> Self {
        Self {
            card_data,
            face,
            other_card_face: None,
            flaw: Flaw::None,
            seed,
            size: PhotoSize::Full,
        }
    }

    /// The same with this flaw.
    #[must_use]
    pub fn with_flaw(mut self, flaw: Flaw) -> Self {
        self.flaw = flaw;
        self
    }

    /// The same at this size.
    #[must_use]
    pub fn with_size(mut self, size: PhotoSize) -> Self {
        self.size = size;
        self
    }

    fn card(&self) -> RgbImage {
        card::draw(
            &self.card_data,
            self.other_card_face.as_ref().unwrap_or(&self.face),
        )
    }

    /// The longer and the shorter side, in pixels.
    fn sides(&self) -> (u32, u32) {
        match (self.flaw, self.size) {
            (Flaw::SmallPhoto, _) => (640, 480),
            (_, PhotoSize::Full) => (4032, 3024),
            (_, PhotoSize::Small) => (1008, 756),
        }
    }
}

/// Height of a card in parts of its width.
const CARD_RATIO: f32 = card::HEIGHT as f32 / card::WIDTH as f32;
/// JPEG quality of the photos.
const QUALITY: u8 = 80;

/// A photo of the card's front on a desk, as a JPEG file.
#[must_use]
pub fn card_photo(options: &SpecimenOptions) -> Vec<u8> {
    let mut dice = Dice::new(options.seed, "card photo");
    let (long, short) = options.sides();
    let orientation = dice.pick(&[6, 1, 6, 3, 8]);
    let (width, height) = if orientation >= 5 {
        (short, long)
    } else {
        (long, short)
    };
    let tall = height as f32 / width as f32;
    // Everything is placed in parts of the photo's width.
    let wide = if orientation >= 5 {
        dice.between(0.86, 0.92)
    } else {
        dice.between(0.8, 0.9)
    };
    let mut centre = (
        0.5 + dice.between(-0.015, 0.015),
        tall * 0.5 + dice.between(-0.03, 0.03),
    );
    if options.flaw == Flaw::Cropped {
        centre.0 += 0.24;
    }
    let quad = tilted(centre, wide, dice.between(-4.5, 4.5), &mut dice);
    let (scene_width, scene_height) = (
        width.min(width / 3).max(320),
        height.min(height / 3).max(320),
    );
    let mut desk = scene::desk(scene_width, scene_height, &mut dice);
    let scale = scene_width as f32;
    scene::cast_shadow(
        &mut desk,
        &quad.map(|it| (it.0 * scale, it.1 * scale)),
        scale * 0.035,
        0.55,
    );
    let layers = [(Layer::card(&options.card(), 52.0), quad)];
    let glare_at = (centre.0 - 0.1, centre.1 - 0.02);
    let shot = Shot {
        width,
        height,
        orientation,
        flaw: options.flaw,
        glare_at,
        quality: QUALITY,
    };
    camera::take(&desk, &layers, &shot, &mut dice)
}

/// A photo of the person holding the card beside the face, as a JPEG file.
#[must_use]
pub fn selfie_photo(options: &SpecimenOptions) -> Vec<u8> {
    let mut dice = Dice::new(options.seed, "selfie");
    let (height, width) = options.sides();
    let orientation = dice.pick(&[6, 8, 6, 6]);
    let mut centre = (
        0.655 + dice.between(-0.01, 0.02),
        0.995 + dice.between(-0.02, 0.03),
    );
    if options.flaw == Flaw::Cropped {
        centre.0 += 0.2;
    }
    let quad = tilted(centre, 0.5, dice.between(-13.0, -3.0), &mut dice);
    let scene_width = (width / 3).max(480);
    let unit = scene_width as f32 / 1008.0;
    let scale = scene_width as f32;
    let in_scene = quad.map(|it| (it.0 * scale, it.1 * scale));
    let scene_height = scene_width * height / width;
    let scene = scene::selfie(
        scene_width,
        scene_height,
        &options.face,
        &in_scene,
        &mut dice,
    );
    let thumb = scene::thumb(&options.face, unit);
    let corner = quad[2];
    let (left, top) = (corner.0 - 196.0 / 1008.0, corner.1 - 114.0 / 1008.0);
    let (right, bottom) = (left + 300.0 / 1008.0, top + 240.0 / 1008.0);
    let thumb_quad = [(left, top), (right, top), (right, bottom), (left, bottom)];
    let layers = [
        (Layer::card(&options.card(), 52.0), quad),
        (Layer::canvas(&thumb), thumb_quad),
    ];
    let glare_at = (centre.0 - 0.08, centre.1);
    let shot = Shot {
        width,
        height,
        orientation,
        flaw: options.flaw,
        glare_at,
        quality: QUALITY,
    };
    camera::take(&scene, &layers, &shot, &mut dice)
}

/// A small photo of nothing (320 × 240 pixels, about 6 kB) whose bytes no other seed gives: for
/// data in bulk.
#[must_use]
pub fn tiny_photo(seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed, "tiny");
    let mut picture = scene::desk(320, 240, &mut dice);
    // The seed itself, as dark and light squares in the lower left corner.
    for bit in 0..64_u32 {
        let light = if seed >> bit & 1 == 1 { 235 } else { 20 };
        for y in 0..8 {
            for x in 0..8 {
                picture.put_pixel(
                    bit % 16 * 8 + x,
                    200 + bit / 16 * 8 + y,
                    image::Rgb([light; 3]),
                );
            }
        }
    }
    let mut jpeg = Vec::new();
    let encoder = Encoder::new(&mut jpeg, 74);
    let written = encoder.encode(picture.as_raw(), 320, 240, ColorType::Rgb);
    written.map(|()| jpeg).unwrap_or_default()
}

/// The corners of a card of this width about `centre`, turned and a little in perspective.
fn tilted(centre: (f32, f32), width: f32, degrees: f32, dice: &mut Dice) -> Quad {
    let (half, high) = (width / 2.0, width * CARD_RATIO / 2.0);
    let (sine, cosine) = degrees.to_radians().sin_cos();
    [(-half, -high), (half, -high), (half, high), (-half, high)].map(|(x, y)| {
        let (x, y) = (
            x * (1.0 + dice.between(-0.03, 0.02)),
            y * (1.0 + dice.between(-0.04, 0.04)),
        );
        (
            centre.0 + x * cosine - y * sine,
            centre.1 + x * sine + y * cosine,
        )
    })
}
