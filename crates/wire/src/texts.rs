//! The texts of messages, for whoever may change them.

use crate::session::TemplateView;
use chrono::{DateTime, Utc};
use coe_domain::{Language, MessageTemplate};
use serde::{Deserialize, Serialize};

/// The most minutes before a call at which its member is reminded: a day.
pub const LONGEST_REMINDER_MINUTES: u32 = 1440;
/// The most that a part of a message may cost, in satang: a hundred baht.
pub const HIGHEST_SATANG: u32 = 10_000;

/// All texts, and the numbers that belong to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageTexts {
    /// Each message in each language.
    pub texts: Vec<TemplateView>,
    /// The numbers.
    pub numbers: MessageNumbers,
}

/// What is set about messages besides their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageNumbers {
    /// How many minutes before a call its member is reminded; 0 for never, at most
    /// [`LONGEST_REMINDER_MINUTES`].
    pub call_reminder_minutes: u32,
    /// What one part of a message costs, in satang (a hundredth of a baht), at most
    /// [`HIGHEST_SATANG`].
    pub satang_per_segment: u32,
}

/// Names a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TemplateKey {
    /// Which message.
    pub template: MessageTemplate,
    /// Which language.
    pub language: Language,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateEditView {
    /// The text until then.
    pub before: String,
    /// The text from then on.
    pub after: String,
    /// Who changed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}
