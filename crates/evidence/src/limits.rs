//! How much a photo may cost.

/// What a photo may claim and cost before it is refused. The defaults admit every phone camera of
/// today and keep one decode under about 250 MB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest file, in bytes.
    pub max_bytes: u64,
    /// The largest photo, in pixels (width × height).
    pub max_pixels: u64,
    /// The longest side, in pixels.
    pub max_side: u32,
    /// The largest progressive JPEG, in pixels. All its coefficients are held in memory at once
    /// (up to 6 bytes a pixel), so it costs several times what a plain one does.
    pub max_progressive_pixels: u64,
    /// The most scans in one JPEG. Each passes over the whole picture while it may be a few bytes
    /// long, so their number bounds the time; encoders use about 10.
    pub max_scans: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 25 * 1024 * 1024,
            max_pixels: 60_000_000,
            max_side: 16_000,
            max_progressive_pixels: 25_000_000,
            max_scans: 64,
        }
    }
}
