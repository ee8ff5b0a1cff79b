//! Why a photo cannot be shown.

use thiserror::Error;

/// Why a photo was refused. Messages hold no data of the photo, only sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// The bytes are no picture of any kind.
    #[error("the file is not an image")]
    NotAnImage,
    /// A picture, of a kind the desk does not decode (HEIC, GIF, TIFF, lossless JPEG, ...).
    #[error("the image format is not supported")]
    UnsupportedFormat,
    /// The data ends before the picture does.
    #[error("the image data ends early")]
    Truncated,
    /// The file is longer than [`Limits::max_bytes`](crate::Limits::max_bytes).
    #[error("the file has {bytes} bytes, more than the {limit} allowed")]
    TooManyBytes {
        /// The length of the file.
        bytes: u64,
        /// The longest one allowed.
        limit: u64,
    },
    /// The picture claims more pixels or a longer side than allowed.
    #[error("the image claims {megapixels} megapixels or a side too long to decode")]
    TooManyPixels {
        /// The claimed size in whole megapixels, rounded up.
        megapixels: u64,
    },
    /// The data contradicts itself.
    #[error("the image data is corrupt")]
    Corrupt,
}

impl EvidenceError {
    /// The stable code of this error, for the window and the log.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAnImage => "not_an_image",
            Self::UnsupportedFormat => "unsupported_format",
            Self::Truncated => "truncated",
            Self::TooManyBytes { .. } => "too_many_bytes",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::Corrupt => "corrupt",
        }
    }
}

impl From<jpeg_decoder::Error> for EvidenceError {
    fn from(error: jpeg_decoder::Error) -> Self {
        match error {
            jpeg_decoder::Error::Io(error) => Self::from(&error),
            jpeg_decoder::Error::Unsupported(_) => Self::UnsupportedFormat,
            jpeg_decoder::Error::Format(_) | jpeg_decoder::Error::Internal(_) => Self::Corrupt,
        }
    }
}

impl From<image::ImageError> for EvidenceError {
    fn from(error: image::ImageError) -> Self {
        match error {
            image::ImageError::IoError(error) => Self::from(&error),
            image::ImageError::Unsupported(_) => Self::UnsupportedFormat,
            image::ImageError::Limits(_) => Self::TooManyPixels { megapixels: 0 },
            _ => Self::Corrupt,
        }
    }
}

impl From<&std::io::Error> for EvidenceError {
    fn from(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            _ => Self::Corrupt,
        }
    }
}
