//! Dice that fall the same way every time.

use std::sync::atomic::{AtomicU64, Ordering};

use coe_domain::Rng;

/// What the state moves by at each draw (the golden ratio in 64 bits).
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A [`Rng`] for tests and demo data: SplitMix64 from a seed. Fit for no secret.
#[derive(Debug)]
pub struct SeededRng {
    state: AtomicU64,
}

impl SeededRng {
    /// Dice that start from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            state: AtomicU64::new(seed),
        }
    }
}

impl Rng for SeededRng {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            let before = self.state.fetch_add(STEP, Ordering::SeqCst);
            let drawn = scramble(before.wrapping_add(STEP)).to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

/// The same dice for one thread, with the draws that drawing needs.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice of their own for each `purpose`, so that a new draw in one place moves no other.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mixed = purpose.bytes().fold(scramble(seed ^ STEP), |state, byte| {
            scramble(state ^ u64::from(byte)).wrapping_add(STEP)
        });
        Self(mixed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scramble(self.0)
    }

    /// A number in `0..bound`; the bias is too small to matter for drawing.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap_or(0)
    }

    /// A number in `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// A number between `low` and `high`.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Whether something with this chance happens.
    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// One of `choices`, which must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

fn scramble(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let (mut one, mut two) = ([0_u8; 21], [0_u8; 21]);
        SeededRng::new(7).fill(&mut one);
        SeededRng::new(7).fill(&mut two);
        assert_eq!(one, two);
        SeededRng::new(8).fill(&mut two);
        assert_ne!(one, two, "another seed must give other bytes");
    }

    #[test]
    fn below_stays_below() {
        let rng = SeededRng::new(1);
        assert!((0..1000).all(|_| rng.below(7) < 7));
    }
}
