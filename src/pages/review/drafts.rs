//! Keeps what is typed: 400 ms after the last key, on leaving a field, and on leaving the page.

use crate::ipc;
use coe_domain::RequestId;
use coe_wire::review::{CaseView, DraftSlot, SaveDraft};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How long typing has to rest before it is saved, in milliseconds.
const REST_MS: u32 = 400;
/// How long to wait after a failed save, in milliseconds.
const RETRY_MS: u32 = 5_000;

/// Whether what was typed is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was typed since the page opened.
    Untouched,
    /// It waits to be saved, or is on its way.
    Waiting,
    /// It is in the database.
    Kept,
    /// It could not be saved; it is tried again.
    Failed,
}

/// A text that is saved while it is typed.
#[derive(Clone, Copy)]
pub struct DraftField {
    /// The text as typed.
    pub text: RwSignal<String>,
    /// Whether it is safe.
    pub saved: RwSignal<Saved>,
    slot: DraftSlot,
    request: RequestId,
    /// What the database holds, as far as this page knows.
    kept: StoredValue<String>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl DraftField {
    fn new(request: RequestId, slot: DraftSlot) -> Self {
        Self {
            text: RwSignal::new(String::new()),
            saved: RwSignal::new(Saved::Untouched),
            slot,
            request,
            kept: StoredValue::new(String::new()),
            timer: StoredValue::new_local(None),
        }
    }

    /// Takes what was typed and saves it once typing rests.
    pub fn typed(self, text: String) {
        self.text.set(text);
        self.saved.set(Saved::Waiting);
        self.later(REST_MS);
    }

    /// Saves at once what is not saved yet.
    pub fn flush(self) {
        self.timer.try_set_value(None);
        let (Some(body), Some(kept)) = (self.text.try_get_untracked(), self.kept.try_get_value())
        else {
            return;
        };
        if body == kept {
            let _ = self.saved.try_update(|saved| {
                if *saved == Saved::Waiting {
                    *saved = Saved::Kept;
                }
            });
            return;
        }
        let input = SaveDraft {
            request_id: self.request,
            slot: self.slot,
            body: body.clone(),
        };
        leptos::task::spawn_local(async move {
            let result = ipc::review::save_draft(input).await;
            // The page may be gone by now; the draft is kept all the same.
            if self.text.try_with_untracked(|text| *text == body) != Some(true) {
                return;
            }
            if result.is_ok() {
                self.kept.try_set_value(body);
                self.saved.try_set(Saved::Kept);
            } else {
                self.saved.try_set(Saved::Failed);
                self.later(RETRY_MS);
            }
        });
    }

    /// Empties the field after its text was used; the desk clears the draft itself.
    pub fn used(self) {
        self.timer.try_set_value(None);
        self.text.try_set(String::new());
        self.kept.try_set_value(String::new());
        self.saved.try_set(Saved::Untouched);
    }

    fn later(self, milliseconds: u32) {
        let timeout = Timeout::new(milliseconds, move || self.flush());
        self.timer.try_set_value(Some(timeout));
    }

    fn restore(self, body: &str) {
        self.text.set(body.to_owned());
        self.kept.set_value(body.to_owned());
    }
}

/// The drafts of one request.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// A new note.
    pub note: DraftField,
    /// Notes of the running call.
    pub call_notes: DraftField,
    /// The call form, as JSON.
    pub call_form: DraftField,
    /// The text for the member.
    pub member_text: DraftField,
    /// The private note of the decision.
    pub private_note: DraftField,
    /// Notes of the checks, as JSON.
    pub check_notes: DraftField,
}

impl Drafts {
    /// Empty drafts for `request`, flushed when the page goes.
    pub fn new(request: RequestId) -> Self {
        let field = |slot| DraftField::new(request, slot);
        let drafts = Self {
            note: field(DraftSlot::Note),
            call_notes: field(DraftSlot::CallNotes),
            call_form: field(DraftSlot::CallForm),
            member_text: field(DraftSlot::MemberText),
            private_note: field(DraftSlot::PrivateNote),
            check_notes: field(DraftSlot::CheckNotes),
        };
        on_cleanup(move || drafts.flush());
        drafts
    }

    fn all(self) -> [DraftField; 6] {
        [
            self.note,
            self.call_notes,
            self.call_form,
            self.member_text,
            self.private_note,
            self.check_notes,
        ]
    }

    /// Saves at once whatever is not saved yet.
    pub fn flush(self) {
        for field in self.all() {
            field.flush();
        }
    }

    /// Puts back what was typed before, when the request was opened.
    pub fn restore(self, case: &CaseView) {
        for draft in &case.drafts {
            if let Some(field) = self
                .all()
                .into_iter()
                .find(|field| field.slot == draft.slot)
            {
                field.restore(&draft.body);
            }
        }
    }
}

/// The notes of the checks, by code, as their draft keeps them.
pub fn check_notes(body: &str) -> BTreeMap<String, String> {
    serde_json::from_str(body).unwrap_or_default()
}

/// Writes the notes of the checks; empty where there are none.
pub fn check_notes_body(notes: &BTreeMap<String, String>) -> String {
    if notes.is_empty() {
        return String::new();
    }
    serde_json::to_string(notes).unwrap_or_default()
}
