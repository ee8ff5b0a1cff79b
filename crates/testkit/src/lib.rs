//! What tests, the demo and the benchmarks share: a clock and dice that obey, invented people, and
//! specimen photos of cards and faces that never were.
//!
//! Everything is made from a seed: the same seed gives the same bytes on the same machine.

pub mod clock;
pub mod people;
pub mod rng;
pub mod specimen;

pub use clock::FixedClock;
pub use people::{Person, Sex, people, person};
pub use rng::SeededRng;
