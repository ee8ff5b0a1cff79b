//! A walk over the segments of a JPEG, without decoding any of it.

use image::metadata::Orientation;

use crate::EvidenceError;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP1: u8 = 0xE1;
const EXIF: &[u8] = b"Exif\0\0";

/// What stands before the first scan of a JPEG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Stored width in pixels, before any turning.
    pub(crate) width: u32,
    /// Stored height in pixels, before any turning.
    pub(crate) height: u32,
    /// Whether the picture comes in several passes.
    pub(crate) progressive: bool,
    /// The EXIF orientation, 1 where there is none.
    pub(crate) orientation: u8,
}

/// One after the other, the segments of a JPEG.
pub(crate) struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Segments<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Reads up to the first scan.
    pub(crate) fn read_header(bytes: &'a [u8]) -> Result<Header, EvidenceError> {
        let mut segments = Self::new(bytes);
        let mut frame = None;
        let mut orientation = 1;
        loop {
            let (marker, body) = segments.next_segment()?;
            match marker {
                0xC0..=0xC2 if frame.is_none() => {
                    let (width, height) = frame_size(body)?;
                    frame = Some((width, height, marker == 0xC2));
                }
                // Lossless, hierarchical and arithmetic frames; DHT, JPG and DAC are none.
                0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    return Err(EvidenceError::UnsupportedFormat);
                }
                APP1 if body.starts_with(EXIF) => {
                    orientation = Orientation::from_exif_chunk(&body[EXIF.len()..])
                        .map_or(orientation, Orientation::to_exif);
                }
                SOS => {
                    let (width, height, progressive) = frame.ok_or(EvidenceError::Corrupt)?;
                    return Ok(Header {
                        width,
                        height,
                        progressive,
                        orientation,
                    });
                }
                EOI => return Err(EvidenceError::Corrupt),
                _ => {}
            }
        }
    }

    /// How many scans the file has, up to `most + 1`.
    pub(crate) fn count_scans(bytes: &'a [u8], most: u32) -> u32 {
        let mut segments = Self::new(bytes);
        let mut scans = 0;
        while scans <= most {
            match segments.next_segment() {
                Ok((SOS, _)) => scans += 1,
                Ok((EOI, _)) | Err(_) => break,
                Ok(_) => {}
            }
        }
        scans
    }

    /// The next marker and its body (empty for markers that have none). Entropy-coded data and
    /// stray bytes between segments are passed over, as decoders do.
    fn next_segment(&mut self) -> Result<(u8, &'a [u8]), EvidenceError> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let found = rest.windows(2).position(|pair| {
                pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0x01 | 0xD0..=0xD7)
            });
            let marker_at = self.at + found.ok_or(EvidenceError::Truncated)?;
            let marker = self.bytes[marker_at + 1];
            self.at = marker_at + 2;
            match marker {
                SOI => {}
                EOI => return Ok((marker, &[])),
                _ => {
                    let body = self.body()?;
                    self.at += body.len() + 2;
                    return Ok((marker, body));
                }
            }
        }
    }

    fn body(&self) -> Result<&'a [u8], EvidenceError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let (Some(high), Some(low)) = (rest.first(), rest.get(1)) else {
            return Err(EvidenceError::Truncated);
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if length < 2 {
            return Err(EvidenceError::Corrupt);
        }
        rest.get(2..length).ok_or(EvidenceError::Truncated)
    }
}

/// Width and height in the body of a frame header.
fn frame_size(body: &[u8]) -> Result<(u32, u32), EvidenceError> {
    let size = body.get(1..5).ok_or(EvidenceError::Corrupt)?;
    let height = u32::from(u16::from_be_bytes([size[0], size[1]]));
    let width = u32::from(u16::from_be_bytes([size[2], size[3]]));
    Ok((width, height))
}
