//! One request under review, and deciding it.

mod call;
mod decision;

pub use call::*;
pub use decision::*;

use crate::queue::Holder;
use chrono::{DateTime, NaiveDate, Utc};
use coe_domain::approval::Blocker;
use coe_domain::name_diff::NameDiff;
use coe_domain::signal::Signal;
use coe_domain::sla::SlaView;
use coe_domain::{
    CallId, CheckCode, CheckOutcome, DecisionKind, ImageKind, LoginState, NoteId, RequestId,
    RequestStatus, Risk, Standing,
};
use serde::{Deserialize, Serialize};

/// All that the review page shows of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    /// Identity.
    pub id: RequestId,
    /// Number such as `67-2-4`.
    pub request_no: String,
    /// Where it stands.
    pub status: RequestStatus,
    /// How much care it needs.
    pub risk: Risk,
    /// Which round of photos; begins at 1.
    pub revision: u32,
    /// When it was filed.
    pub submitted_at: DateTime<Utc>,
    /// Time left of the target.
    pub sla: SlaView,
    /// Who may do what now.
    pub claim: ClaimView,
    /// The photos of this revision; empty for roles that do not see photos.
    pub photos: Vec<PhotoView>,
    /// The member's record.
    pub record: RecordView,
    /// Why the risk is what it is.
    pub signals: Vec<Signal>,
    /// The checks in the order of the work.
    pub checks: Vec<CheckView>,
    /// Calls, newest first.
    pub calls: Vec<CallView>,
    /// The call that is running now, if one is.
    pub running_call: Option<CallId>,
    /// Notes, newest first.
    pub notes: Vec<NoteView>,
    /// The member's other requests, newest first.
    pub history: Vec<EarlierRequest>,
    /// What was typed and not yet used, by slot.
    pub drafts: Vec<Draft>,
    /// What stands between this case and its approval, in the order of the work.
    pub blockers: Vec<Blocker>,
    /// [`DecisionKind::Approve`] or, for a second person, [`DecisionKind::Confirm`].
    pub approving_kind: DecisionKind,
    /// Decisions so far, oldest first.
    pub decisions: Vec<DecisionView>,
    /// Whether a call raised a fraud flag that no supervisor has settled.
    pub fraud_flagged: bool,
}

/// The state of the claim, as the person signed in should see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimView {
    /// Who holds it.
    pub holder: Option<Holder>,
    /// Seconds until the lease ends unless it is renewed.
    pub seconds_left: Option<i64>,
}

/// A photo that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoView {
    /// Which of the two.
    pub kind: ImageKind,
    /// SHA-256 of the file, in hexadecimal; the decision binds to it.
    pub sha256: String,
    /// Address for a picture of screen size (about 1000 px). Add nothing to it.
    pub screen_url: String,
    /// Address for the picture at full detail.
    pub detail_url: String,
    /// Width upright, in pixels.
    pub width: u32,
    /// Height upright, in pixels.
    pub height: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Why it cannot be shown, where it cannot.
    pub error: Option<crate::UiError>,
}

/// The member's record beside what the request states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordView {
    /// Member number.
    pub member_no: String,
    /// Licence numbers.
    pub licences: Vec<String>,
    /// Recorded name in Thai.
    pub name_th: String,
    /// Recorded name in English.
    pub name_en: String,
    /// Stated name against recorded name.
    pub name_diff: NameDiff,
    /// Recorded national ID, masked.
    pub national_id_masked: String,
    /// Whether the check digit of the recorded ID holds.
    pub national_id_valid: bool,
    /// Whether the stated ID is the recorded one.
    pub national_id_same: bool,
    /// Recorded date of birth.
    pub birth_date: NaiveDate,
    /// Standing.
    pub standing: Standing,
    /// Last day of the membership.
    pub membership_expires_on: NaiveDate,
    /// Whether they can sign in now.
    pub login_state: LoginState,
    /// The number at filing, masked.
    pub old_phone_masked: String,
    /// The number asked for, masked.
    pub new_phone_masked: String,
    /// Mail address, masked.
    pub email_masked: Option<String>,
}

/// A check of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// Which check.
    pub code: CheckCode,
    /// How it ended; `None` while open.
    pub outcome: Option<CheckOutcome>,
    /// What the officer wrote.
    pub note: String,
    /// Who, and when.
    pub by: Option<String>,
    /// When it was set.
    pub at: Option<DateTime<Utc>>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    /// Identity.
    pub id: NoteId,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The text.
    pub body: String,
}

/// An earlier or other request of the same member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierRequest {
    /// Identity.
    pub id: RequestId,
    /// Number.
    pub request_no: String,
    /// Where it stands.
    pub status: RequestStatus,
    /// When it was filed.
    pub submitted_at: DateTime<Utc>,
    /// The number it asked for, masked.
    pub new_phone_masked: String,
}

/// Slots whose text is saved while it is typed.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DraftSlot {
    /// A new note.
    Note,
    /// Notes of the running call (plain text).
    CallNotes,
    /// The state of the call form (JSON of the page's own).
    CallForm,
    /// The text for the member.
    MemberText,
    /// The private note of the decision.
    PrivateNote,
    /// Notes of the checks (JSON of the page's own).
    CheckNotes,
}

/// Text that was typed and not yet used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where it belongs.
    pub slot: DraftSlot,
    /// The text.
    pub body: String,
}

/// Saves a draft; an empty body clears it. Works after the claim was lost, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveDraft {
    /// The request.
    pub request_id: RequestId,
    /// Where it belongs.
    pub slot: DraftSlot,
    /// The text.
    pub body: String,
}

/// Sets or clears a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetCheck {
    /// The request.
    pub request_id: RequestId,
    /// The round of photos on screen.
    pub revision: u32,
    /// Which check.
    pub code: CheckCode,
    /// The outcome; `None` clears it.
    pub outcome: Option<CheckOutcome>,
    /// What the officer saw.
    pub note: String,
}

/// Leaves a note on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddNote {
    /// The request.
    pub request_id: RequestId,
    /// The text; not empty.
    pub body: String,
}

/// What may be shown in full, once, with an audit event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RevealField {
    /// The recorded national ID.
    NationalId,
    /// The number at filing.
    OldPhone,
    /// The number asked for.
    NewPhone,
}

/// Asks to see a field in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The request.
    pub request_id: RequestId,
    /// Which field.
    pub field: RevealField,
}

/// A field in full. The page forgets it after some seconds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// The formatted value.
    pub value: String,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Revealed(..)")
    }
}

/// Something that happened to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the member or the system.
    pub by: Option<String>,
    /// Stable code of what happened, such as `claim.taken`.
    pub action: String,
    /// Values for the sentence; never personal data.
    pub detail: std::collections::BTreeMap<String, String>,
}

/// Which picture of a photo the page asks for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PhotoSize {
    /// About 1000 pixels on the longer side.
    Screen,
    /// As many pixels as the photo has, up to 4096 on the longer side.
    Detail,
}
