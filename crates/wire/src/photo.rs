//! The address of a picture on the window's own protocol.
//!
//! An address names the request, the round, which photo, the hash of its bytes and the size. The
//! protocol answers only for the case on screen and only while the stored bytes still have that
//! hash, so one member's photo can never appear in another's case.

use crate::review::PhotoSize;
use coe_domain::{ImageKind, RequestId};

/// The protocol's name.
pub const SCHEME: &str = "photo";

#[cfg(not(target_os = "windows"))]
const BASE: &str = "photo://localhost/";
// WebView2 knows no custom schemes; it reaches the same handler by this name.
#[cfg(target_os = "windows")]
const BASE: &str = "http://photo.localhost/";

/// Which picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhotoAddress {
    /// The request.
    pub request_id: RequestId,
    /// The round of photos.
    pub revision: u32,
    /// Which of the two.
    pub kind: ImageKind,
    /// SHA-256 of the file, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// How large.
    pub size: PhotoSize,
}

impl PhotoAddress {
    /// The whole address, for an image element.
    #[must_use]
    pub fn url(&self) -> String {
        let size: &'static str = self.size.into();
        format!(
            "{BASE}{}/{}/{}/{}/{size}",
            self.request_id,
            self.revision,
            self.kind.code(),
            self.sha256
        )
    }

    /// Reads a whole address; `None` for anything that [`Self::url`] does not make.
    #[must_use]
    pub fn from_url(url: &str) -> Option<Self> {
        // The path begins with the base's last slash.
        Self::from_path(url.strip_prefix(BASE.trim_end_matches('/'))?)
    }

    /// Reads the path of an address; `None` for anything that [`Self::url`] does not make.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix('/')?.split('/');
        let address = Self {
            request_id: RequestId(parts.next()?.parse().ok()?),
            revision: parts.next()?.parse().ok()?,
            kind: parts.next()?.parse().ok()?,
            sha256: parts.next().filter(|text| is_digest(text))?.to_owned(),
            size: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(address)
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> PhotoAddress {
        PhotoAddress {
            request_id: RequestId(42),
            revision: 2,
            kind: ImageKind::Selfie,
            sha256: "0a".repeat(32),
            size: PhotoSize::Detail,
        }
    }

    #[test]
    fn an_address_reads_back() {
        let path = address()
            .url()
            .replace("photo://localhost", "")
            .replace("http://photo.localhost", "");
        assert_eq!(PhotoAddress::from_path(&path), Some(address()));
        assert_eq!(PhotoAddress::from_url(&address().url()), Some(address()));
    }

    #[test]
    fn anything_else_is_refused() {
        let good = format!("/42/2/selfie/{}/detail", "0a".repeat(32));
        assert!(PhotoAddress::from_path(&good).is_some());
        for bad in [
            "",
            "/",
            "/42/2/selfie",
            "/42/2/passport/0a/detail",
            &good.replace("42", "../42"),
            &good.replace("0a0a", "0A0A"),
            &good.replace("detail", "huge"),
            &format!("{good}/more"),
        ] {
            assert_eq!(
                PhotoAddress::from_path(bad),
                None,
                "{bad} must not be an address"
            );
        }
    }
}
