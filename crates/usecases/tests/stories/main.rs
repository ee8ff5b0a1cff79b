//! Stories of the desk, told on the embedded database with a clock that stands still and no
//! window.

mod deciding;
mod desk;
mod reviewing;
mod signing_in;
