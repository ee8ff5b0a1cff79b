//! Faces: what tells people apart, and how it is drawn.
//!
//! A face is drawn in units: the chin lies about 92 below the middle and the crown 104 above it,
//! the head is about 140 wide.

use super::canvas::{Canvas, Rgb};
use crate::Sex;
use crate::rng::Dice;

mod features;
mod glasses;
mod hair;
mod head;
mod outfit;

pub(crate) use outfit::{Outfit, casual_cloth};

/// How the hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HairStyle {
    /// A few millimetres all over.
    Buzz,
    /// Short, combed forward.
    Crop,
    /// Short, parted at the side.
    SidePart,
    /// Short, standing up.
    Spiky,
    /// Over the forehead.
    Fringe,
    /// Combed back.
    SweptBack,
    /// Thinning at the temples.
    Receding,
    /// Only at the sides.
    Bald,
    /// To the chin, parted.
    Bob,
    /// To the chin, with bangs.
    BobBangs,
    /// Long and straight.
    Long,
    /// Long and wavy.
    Wavy,
    /// Long, with bangs.
    LongBangs,
    /// Tied up in a bun.
    Bun,
    /// Tied back.
    Ponytail,
}

/// The colour of the hair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HairColour {
    /// Black.
    Black,
    /// Very dark brown.
    DarkBrown,
    /// Brown, dyed.
    Brown,
    /// Reddish brown, dyed.
    Auburn,
    /// Black with much grey.
    Grey,
    /// White.
    White,
}

/// The shape of the brows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Brow {
    /// Straight.
    Straight,
    /// Curved.
    Arched,
    /// Rising to a corner.
    Angled,
}

/// The frame of the glasses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Glasses {
    /// None are worn.
    None,
    /// Round lenses, thin metal.
    Round,
    /// Broad lenses, dark plastic.
    Square,
    /// Only the upper half is framed.
    HalfRim,
}

/// Hair on the face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacialHair {
    /// Shaven.
    None,
    /// A day's growth.
    Stubble,
    /// A moustache.
    Moustache,
    /// Moustache and chin.
    Goatee,
}

/// What tells one face from another. Numbers without a unit lie between -1 and 1; 0 is average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceTraits {
    /// Skin, from 0 (light) to 5 (dark).
    pub skin: u8,
    /// How broad the head is.
    pub width: f32,
    /// How long the face is.
    pub length: f32,
    /// How broad and square the jaw is.
    pub jaw: f32,
    /// How broad the chin is.
    pub chin: f32,
    /// How full the cheeks are.
    pub cheeks: f32,
    /// How the hair is worn.
    pub hair: HairStyle,
    /// The colour of the hair.
    pub hair_colour: HairColour,
    /// The side of the parting: -1 left, 1 right.
    pub parting: f32,
    /// How large the eyes are.
    pub eye_size: f32,
    /// How far the eyes stand apart.
    pub eye_distance: f32,
    /// How much the outer corners of the eyes rise.
    pub eye_tilt: f32,
    /// Whether the upper lid shows a crease.
    pub lid_crease: bool,
    /// The shape of the brows.
    pub brow: Brow,
    /// How thick the brows are.
    pub brow_weight: f32,
    /// How broad the nose is.
    pub nose_width: f32,
    /// How long the nose is.
    pub nose_length: f32,
    /// How broad the mouth is.
    pub mouth_width: f32,
    /// How full the lips are.
    pub lips: f32,
    /// Whether the lips are painted.
    pub lipstick: bool,
    /// How large the ears are.
    pub ears: f32,
    /// Glasses.
    pub glasses: Glasses,
    /// Hair on the face.
    pub facial_hair: FacialHair,
    /// A mole, from the middle of the face in units of half its width and height.
    pub mole: Option<(f32, f32)>,
    /// Age in years.
    pub age: u8,
    /// Which clothes are worn.
    pub clothes: u8,
}

impl FaceTraits {
    /// Invents a face: the same seed, sex and age give the same face.
    #[must_use]
    pub fn invent(seed: u64, sex: Sex, age: u8) -> Self {
        use HairStyle::{
            Bald, Bob, BobBangs, Bun, Buzz, Crop, Fringe, Long, LongBangs, Ponytail, Receding,
            SidePart, Spiky, SweptBack, Wavy,
        };
        let mut dice = Dice::new(seed, "face");
        let man = sex == Sex::Male;
        let hair = match (man, age) {
            (true, 0..=34) => dice.pick(&[Crop, SidePart, Spiky, Fringe, SweptBack, Buzz]),
            (true, 35..=49) => dice.pick(&[Crop, SidePart, SweptBack, Buzz, Spiky, Receding]),
            (true, _) => dice.pick(&[SidePart, SweptBack, Receding, Receding, Bald, Buzz, Crop]),
            (false, 0..=39) => dice.pick(&[Long, Wavy, LongBangs, Ponytail, Bob, BobBangs, Bun]),
            (false, _) => dice.pick(&[Bob, Bun, Wavy, Ponytail, Bob, BobBangs, Long]),
        };
        let hair_colour = match age {
            0..=44 if !man && dice.chance(0.3) => {
                dice.pick(&[HairColour::Brown, HairColour::Auburn])
            }
            0..=44 => dice.pick(&[HairColour::Black, HairColour::Black, HairColour::DarkBrown]),
            45..=57 => dice.pick(&[HairColour::Black, HairColour::DarkBrown, HairColour::Grey]),
            _ => dice.pick(&[HairColour::Grey, HairColour::White, HairColour::DarkBrown]),
        };
        let facial_hair = match dice.below(10) {
            0 if man => FacialHair::Moustache,
            1 if man => FacialHair::Goatee,
            2 | 3 if man => FacialHair::Stubble,
            _ => FacialHair::None,
        };
        let glasses = match dice.below(15) {
            0 | 1 => Glasses::Round,
            2 | 3 => Glasses::Square,
            4 => Glasses::HalfRim,
            _ => Glasses::None,
        };
        let mut any = || dice.between(-1.0, 1.0);
        let (width, length, jaw, chin, cheeks) = (any(), any(), any(), any(), any());
        let (eye_size, eye_distance, eye_tilt) = (any(), any(), any());
        let (brow_weight, nose_width, nose_length) = (any(), any(), any());
        let (mouth_width, lips, ears) = (any(), any(), any());
        Self {
            skin: dice.pick(&[0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5]),
            width,
            length,
            jaw: if man {
                jaw * 0.7 + 0.3
            } else {
                jaw * 0.7 - 0.4
            },
            chin,
            cheeks,
            hair,
            hair_colour,
            parting: dice.pick(&[-1.0, 1.0]),
            eye_size: if man {
                eye_size - 0.1
            } else {
                eye_size * 0.7 + 0.45
            },
            eye_distance,
            eye_tilt,
            lid_crease: dice.chance(0.6),
            brow: dice.pick(&[Brow::Straight, Brow::Arched, Brow::Angled]),
            brow_weight: if man {
                brow_weight * 0.6 + 0.5
            } else {
                brow_weight * 0.5 - 0.5
            },
            nose_width: if man {
                nose_width * 0.8 + 0.2
            } else {
                nose_width * 0.8 - 0.3
            },
            nose_length,
            mouth_width,
            lips: if man {
                lips * 0.8 - 0.2
            } else {
                lips * 0.8 + 0.3
            },
            lipstick: !man && dice.chance(0.65),
            ears,
            glasses,
            facial_hair,
            mole: dice.chance(0.3).then(|| {
                (
                    dice.between(-0.6, 0.6),
                    dice.pick(&[-0.45, 0.3, 0.45, 0.62]),
                )
            }),
            age,
            clothes: u8::try_from(dice.below(256)).unwrap_or(0),
        }
    }

    /// Skin, its shadows and where it shines, for hands.
    pub(crate) fn skin(&self) -> [Rgb; 3] {
        self.skin_tones()
    }

    /// Skin as it looks in even light, in its shadows and where it shines.
    fn skin_tones(&self) -> [Rgb; 3] {
        match self.skin {
            0 => [[246, 214, 188], [205, 152, 122], [255, 238, 222]],
            1 => [[236, 196, 163], [190, 135, 102], [252, 224, 198]],
            2 => [[222, 176, 138], [170, 115, 82], [243, 206, 173]],
            3 => [[205, 154, 114], [150, 97, 66], [231, 186, 148]],
            4 => [[181, 128, 92], [124, 77, 52], [211, 162, 124]],
            _ => [[152, 104, 74], [98, 60, 42], [184, 136, 102]],
        }
    }

    /// Hair in even light and where it shines.
    fn hair_tones(&self) -> [Rgb; 2] {
        match self.hair_colour {
            HairColour::Black => [[24, 21, 22], [78, 74, 80]],
            HairColour::DarkBrown => [[44, 31, 25], [104, 80, 64]],
            HairColour::Brown => [[88, 58, 38], [150, 108, 74]],
            HairColour::Auburn => [[94, 46, 32], [158, 92, 64]],
            HairColour::Grey => [[96, 94, 95], [166, 164, 166]],
            HairColour::White => [[196, 194, 192], [236, 235, 234]],
        }
    }
}

/// How a face is held while it is photographed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pose {
    /// Where the middle of the face lies, in pixels.
    pub(crate) at: (f32, f32),
    /// Pixels a unit.
    pub(crate) scale: f32,
    /// How far the head leans, in degrees.
    pub(crate) lean: f32,
    /// From 0 (stern) to 1 (smiling).
    pub(crate) smile: f32,
}

/// Draws head and shoulders; what is below the shoulders reaches the lower edge.
pub(crate) fn draw(canvas: &mut Canvas, face: &FaceTraits, outfit: Outfit, pose: &Pose) {
    let head = head::Head::of(face);
    let upright = |canvas: &mut Canvas, lean: f32| {
        canvas.place(pose.at.0, pose.at.1, pose.scale, lean);
    };
    upright(canvas, pose.lean * 0.6);
    hair::draw_behind(canvas, face, &head);
    upright(canvas, pose.lean * 0.25);
    outfit::draw(canvas, face, &head, outfit);
    upright(canvas, pose.lean);
    hair::draw_tail(canvas, face, &head);
    head.draw(canvas, face);
    features::draw(canvas, face, &head, pose.smile);
    canvas.unclip();
    hair::draw_front(canvas, face, &head);
    glasses::draw(canvas, face, &head);
}
