//! Stories of the desk, told on the embedded database with a clock that stands still and no
//! window.
#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot be set up must stop where it stands"
)]

mod between;
mod deciding;
mod desk;
mod reviewing;
mod sealing;
mod sending;
mod shared;
mod signing_in;
mod wording;
