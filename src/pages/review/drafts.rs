//! The fields whose text is kept while it is typed: after a rest, on leaving a field, and on
//! leaving the page. The saving itself is [`DraftKeeper`]'s.

use crate::drafts::{DraftKeeper, Key, Saved};
use coe_domain::RequestId;
use coe_wire::review::{CaseView, DraftSlot};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text that is saved while it is typed.
#[derive(Clone, Copy)]
pub struct DraftField {
    /// The text as typed.
    pub text: RwSignal<String>,
    key: Key,
    keeper: DraftKeeper,
}

impl DraftField {
    /// Whether the text is safe. Tracks.
    pub fn saved(self) -> Saved {
        self.keeper.state(self.key)
    }

    /// Takes what was typed and saves it once typing rests.
    pub fn typed(self, text: String) {
        self.text.set(text.clone());
        self.keeper.typed(self.key, text);
    }

    /// Saves at once what is not saved yet.
    pub fn flush(self) {
        self.keeper.save(self.key);
    }

    /// Saves what is not saved yet, and waits for it.
    pub async fn settle(self) {
        self.keeper.settle(&[self.key]).await;
    }

    /// Empties the field after its text was used; the desk clears the draft itself.
    pub fn used(self) {
        self.text.try_set(String::new());
        self.keeper.used(self.key);
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
    pub fn new(request: RequestId, keeper: DraftKeeper) -> Self {
        let field = |slot| DraftField {
            text: RwSignal::new(String::new()),
            key: (request, slot),
            keeper,
        };
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

    /// Saves whatever is not saved yet, and waits for it.
    pub async fn settle(self) {
        let fields = self.all();
        let keys = fields.map(|field| field.key);
        self.note.keeper.settle(&keys).await;
    }

    /// Puts back what was typed before, when the request was opened.
    pub fn restore(self, case: &CaseView) {
        for field in self.all() {
            let (_, slot) = field.key;
            let draft = case.drafts.iter().find(|draft| draft.slot == slot);
            let body = draft.map_or("", |draft| draft.body.as_str());
            field.text.set(field.keeper.restored(field.key, body));
        }
    }
}

/// The notes of the checks as their draft keeps them: those of one round of photos.
#[derive(Default, Serialize, Deserialize)]
struct CheckNotes {
    revision: u32,
    notes: BTreeMap<String, String>,
}

/// The notes of the checks of a round, by code; those of an earlier round are gone.
pub fn check_notes(body: &str, revision: u32) -> BTreeMap<String, String> {
    let kept: CheckNotes = serde_json::from_str(body).unwrap_or_default();
    if kept.revision == revision {
        kept.notes
    } else {
        BTreeMap::new()
    }
}

/// Writes the notes of the checks; empty where there are none.
pub fn check_notes_body(notes: BTreeMap<String, String>, revision: u32) -> String {
    if notes.is_empty() {
        return String::new();
    }
    serde_json::to_string(&CheckNotes { revision, notes }).unwrap_or_default()
}
