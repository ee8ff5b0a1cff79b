//! What a phone writes beside the picture.

/// An EXIF block (little-endian TIFF) with a maker, an orientation (1 to 8) and a place: the
/// middle of Bangkok, so that tests can see that it is stripped.
pub(super) fn block(orientation: u8) -> Vec<u8> {
    const ASCII: u16 = 2;
    const SHORT: u16 = 3;
    const LONG: u16 = 4;
    const RATIONAL: u16 = 5;
    const MAKER: &[u8; 16] = b"SPECIMEN CAMERA\0";
    // 8 bytes of header, then 3 entries of 12 bytes with their count and the link.
    let maker_at: u32 = 8 + 2 + 3 * 12 + 4;
    let gps_at = maker_at + 16;
    let latitude_at = gps_at + 2 + 4 * 12 + 4;
    let mut out = Vec::with_capacity(192);
    out.extend_from_slice(b"II*\0\x08\0\0\0");
    entries(
        &mut out,
        &[
            (0x010F, ASCII, 16, maker_at.to_le_bytes()),
            (0x0112, SHORT, 1, [orientation, 0, 0, 0]),
            (0x8825, LONG, 1, gps_at.to_le_bytes()),
        ],
    );
    out.extend_from_slice(MAKER);
    entries(
        &mut out,
        &[
            (1, ASCII, 2, *b"N\0\0\0"),
            (2, RATIONAL, 3, latitude_at.to_le_bytes()),
            (3, ASCII, 2, *b"E\0\0\0"),
            (4, RATIONAL, 3, (latitude_at + 24).to_le_bytes()),
        ],
    );
    for degrees in [13_u32, 45, 0, 100, 30, 0] {
        out.extend_from_slice(&degrees.to_le_bytes());
        out.extend_from_slice(&1_u32.to_le_bytes());
    }
    out
}

fn entries(out: &mut Vec<u8>, entries: &[(u16, u16, u32, [u8; 4])]) {
    out.extend_from_slice(&(entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        out.extend_from_slice(&tag.to_le_bytes());
        out.extend_from_slice(&kind.to_le_bytes());
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(value);
    }
    out.extend_from_slice(&[0; 4]);
}
