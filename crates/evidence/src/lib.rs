//! The photo pipeline: from bytes nobody trusts to pixels the window may show.
//!
//! Photos come from the internet, so every one is read under explicit [`Limits`]: [`inspect`] looks
//! at the header only and never allocates by a size the file claims; [`render`] decodes, turns the
//! photo upright by its EXIF orientation, fits it to what the screen needs, draws the viewer's
//! [`Watermark`] and encodes it anew, so that no metadata (place, device, thumbnail) survives.
//!
//! Nothing here does input or output, reads a clock or knows a window.
//!
//! ```
//! use coe_evidence::{EvidenceError, Limits, inspect};
//!
//! let refused = inspect(b"%PDF-1.7", &Limits::default());
//! assert_eq!(refused, Err(EvidenceError::UnsupportedFormat));
//! ```

mod decode;
mod error;
mod fingerprint;
mod inspect;
mod jpeg_segments;
mod limits;
mod orientation;
mod render;
pub mod text;
mod watermark;

pub use error::EvidenceError;
pub use fingerprint::sha256_hex;
pub use image::RgbImage;
pub use inspect::{PhotoFormat, PhotoInfo, inspect};
pub use limits::Limits;
pub use render::{Rendered, Size, render, warm_up};
pub use watermark::Watermark;
