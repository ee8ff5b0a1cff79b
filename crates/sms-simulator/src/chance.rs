//! Randomness from a seed.

use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::{Mutex, PoisonError};

/// Randomness that a seed repeats, as far as requests come in the same order.
#[derive(Debug)]
pub(crate) struct Chance(Mutex<StdRng>);

impl Chance {
    /// From the seed, else from the operating system.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self(Mutex::new(
            seed.map_or_else(StdRng::from_os_rng, StdRng::seed_from_u64),
        ))
    }

    fn with<T>(&self, what: impl FnOnce(&mut StdRng) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether something of this probability happens.
    pub(crate) fn happens(&self, probability: f64) -> bool {
        self.with(|rng| rng.random_bool(probability.clamp(0.0, 1.0)))
    }

    /// A reference that nothing else has.
    pub(crate) fn reference(&self) -> u128 {
        self.with(Rng::random)
    }
}
