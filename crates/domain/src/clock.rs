//! Time and chance, as the rest of the program may see them.

use chrono::{DateTime, Utc};

/// Tells the time. The real one lives in the shell; tests set their own.
pub trait Clock: Send + Sync {
    /// The present moment, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// A source of random bytes fit for secrets. The real one is the operating system's.
pub trait Rng: Send + Sync {
    /// Fills `out` with random bytes.
    fn fill(&self, out: &mut [u8]);

    /// A number in `0..bound`, without bias. Returns 0 where `bound` is 0.
    fn below(&self, bound: u32) -> u32 {
        if bound < 2 {
            return 0;
        }
        // Numbers above the last whole multiple of `bound` would favour the small results.
        let limit = u32::MAX - u32::MAX % bound;
        loop {
            let mut bytes = [0_u8; 4];
            self.fill(&mut bytes);
            let drawn = u32::from_le_bytes(bytes);
            if drawn < limit {
                return drawn % bound;
            }
        }
    }

    /// A random key of 128 bits as 32 hexadecimal digits, for idempotency keys and tokens.
    fn key(&self) -> String {
        let mut bytes = [0_u8; 16];
        self.fill(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
