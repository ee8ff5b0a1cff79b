//! The checks, in the order of the work.

mod hint;
mod row;

use super::drafts::{check_notes, check_notes_body};
use super::section::Section;
use super::state::{Place, Review};
use crate::i18n::review as text;
use crate::keys::{Binding, Scope, use_titled_keys};
use coe_domain::{CheckCode, CheckOutcome};
use leptos::prelude::*;
use row::CheckRow;
use strum::VariantArray;

/// The keys that choose a check, in the order of the checks.
pub const DIGITS: [&str; 7] = ["1", "2", "3", "4", "5", "6", "7"];

/// The checks.
#[component]
pub fn ChecksPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let codes = review.part(|case| {
        case.checks
            .iter()
            .map(|check| check.code)
            .collect::<Vec<_>>()
    });
    let progress = review.part(|case| {
        let done = case
            .checks
            .iter()
            .filter(|check| check.outcome.is_some())
            .count();
        (done, case.checks.len())
    });
    use_check_keys(review);
    view! {
        <Section
            name="checks"
            title=text::CHECKS
            place=|place| matches!(place, Place::Check(_))
            aside=move || view! {
                <span class="count num" data-testid="check-progress">
                    {move || { let (done, all) = progress.get(); format!("{done}/{all}") }}
                </span>
            }
        >
            <ol class="checks">
                <For each=move || codes.get() key=|code| *code let:code>
                    <CheckRow code/>
                </For>
            </ol>
        </Section>
    }
}

fn use_check_keys(review: Review) {
    let works = Signal::derive(move || review.can_work());
    let set = move |outcome| set_outcome(review, review.current.get_untracked(), Some(outcome));
    let mut bindings = vec![
        Binding::new("p", text::PASS, move || set(CheckOutcome::Passed)).when(works),
        Binding::new("x", text::FAIL, move || set(CheckOutcome::Failed)).when(works),
        Binding::new("u", text::UNREADABLE, move || set(CheckOutcome::Unreadable)).when(works),
        Binding::new("Backspace", text::CLEAR_CHECK, move || {
            set_outcome(review, review.current.get_untracked(), None);
        })
        .when(works),
        Binding::new("m", text::CHECK_NOTE, move || {
            let code = review.current.get_untracked().code();
            super::focus::by_test_id(&format!("check-note-{code}"));
        })
        .when(works),
    ];
    for (digit, code) in DIGITS.into_iter().zip(CheckCode::VARIANTS.iter().copied()) {
        let select = Binding::new(digit, text::CHECK_SELECT, move || {
            review.go_to(Place::Check(code));
        });
        bindings.push(if digit == "1" {
            select
        } else {
            select.unlisted()
        });
    }
    use_titled_keys(Scope::Page, text::CHECKS, &bindings);
}

/// The note of a check: as typed here, or as the desk has it. Tracks.
pub fn note_of(review: Review, code: CheckCode) -> String {
    let revision = review.case.with(|case| case.as_ref().map(|c| c.revision));
    let typed = revision.and_then(|revision| {
        let draft = review.drafts.check_notes;
        draft
            .text
            .with(|body| check_notes(body, revision).remove(code.code()))
    });
    typed.unwrap_or_else(|| {
        review.case.with(|case| {
            let checks = case.as_ref().map(|case| &case.checks);
            let check = checks.and_then(|checks| checks.iter().find(|check| check.code == code));
            check.map(|check| check.note.clone()).unwrap_or_default()
        })
    })
}

/// Takes what was typed as the note of a check.
fn type_note(review: Review, code: CheckCode, note: String) {
    let case = review.case;
    let Some(revision) = case.with_untracked(|case| case.as_ref().map(|c| c.revision)) else {
        return;
    };
    let draft = review.drafts.check_notes;
    let mut notes = draft
        .text
        .with_untracked(|body| check_notes(body, revision));
    notes.insert(code.code().to_owned(), note);
    draft.typed(check_notes_body(notes, revision));
}

/// Takes a note out of the draft, once the desk has it with its check. One that was typed on
/// meanwhile stays.
pub fn drop_note(review: Review, code: CheckCode, revision: u32, sent: &str) {
    let draft = review.drafts.check_notes;
    let notes = draft
        .text
        .try_with_untracked(|body| check_notes(body, revision));
    let Some(mut notes) = notes else {
        return;
    };
    if notes.get(code.code()).is_some_and(|note| note == sent) {
        notes.remove(code.code());
        draft.typed(check_notes_body(notes, revision));
    }
}

/// Sets or clears the outcome of a check. A pass leads to the next open one; the other outcomes
/// stay, because they want a note.
fn set_outcome(review: Review, code: CheckCode, outcome: Option<CheckOutcome>) {
    let note = untrack(|| note_of(review, code));
    review.current.set(code);
    review.set_check(code, outcome, note);
    if outcome == Some(CheckOutcome::Passed)
        && let Some(next) = review.next_open_check(code)
    {
        review.go_to(Place::Check(next));
    }
}

/// Sends a changed note of a check that has its outcome already.
fn commit_note(review: Review, code: CheckCode) {
    review.drafts.check_notes.flush();
    let note = untrack(|| note_of(review, code));
    let known = review.case.with_untracked(|case| {
        let checks = case.as_ref().map(|case| &case.checks)?;
        checks
            .iter()
            .find(|check| check.code == code)
            .map(|c| (c.outcome, c.note.clone()))
    });
    if let Some((Some(outcome), before)) = known
        && before != note
    {
        review.set_check(code, Some(outcome), note);
    }
}
