//! Reason codes for returning and rejecting. The table `reason_code` is the authority; staff may
//! add to it.

use crate::{DecisionKind, Finality, Language};
use serde::{Deserialize, Serialize};

/// A reason that an officer may give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code, such as `photo_blurred`.
    pub code: String,
    /// The decision it goes with: [`DecisionKind::Return`] or [`DecisionKind::Reject`].
    pub kind: DecisionKind,
    /// Whether the member may try again.
    pub finality: Finality,
    /// Thai text, as the member reads it.
    pub text_th: String,
    /// English text, as the member reads it.
    pub text_en: String,
}

impl Reason {
    /// The text in `language`.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Th => &self.text_th,
            Language::En => &self.text_en,
        }
    }
}
