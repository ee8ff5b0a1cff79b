//! One check of the list.

use super::hint::hint;
use super::{DIGITS, commit_note, note_of, set_outcome, type_note};
use crate::components::{ErrorBox, Icon, IconName, Kbd};
use crate::i18n::{Phrase, review as text, t, use_language, vocabulary};
use crate::pages::review::state::{Place, Review};
use coe_domain::thai_date::format_moment;
use coe_domain::{CheckCode, CheckOutcome};
use leptos::{html, prelude::*};
use strum::VariantArray;

/// A check: its sign, its name, its three outcomes; the current one also shows what to compare
/// with and a note.
#[component]
pub fn CheckRow(
    /// Which check.
    code: CheckCode,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let check = review.part(move |case| case.checks.iter().find(|c| c.code == code).cloned());
    let outcome = Memo::new(move |_| check.with(|check| check.as_ref().and_then(|c| c.outcome)));
    let is_current = Memo::new(move |_| review.current.get() == code);
    let has_note = Memo::new(move |_| !note_of(review, code).trim().is_empty());
    let error = Signal::derive(move || review.check_errors.with(|e| e.get(code.code()).cloned()));
    let index = CheckCode::VARIANTS
        .iter()
        .position(|one| *one == code)
        .unwrap_or(0);
    let digit = DIGITS.get(index).copied();
    let set_by = move || {
        let language = language.get();
        check.with(|check| {
            let check = check.as_ref()?;
            let by = check.by.clone()?;
            Some(match check.at {
                Some(at) => format!("{by} · {}", format_moment(at, language)),
                None => by,
            })
        })
    };
    let record = review.part(|case| Some(case.record.clone()));
    let compare = move || {
        let (day, language) = (review.today.get(), language.get());
        record
            .with(|r| r.as_ref().map(|r| hint(code, r, day, language)))
            .unwrap_or_default()
    };
    let row = NodeRef::<html::Li>::new();
    keep_in_sight(review, code, row);
    let name = move || vocabulary::label(code).text(language.get());

    view! {
        <li
            class="check"
            class:is-current=is_current
            class:is-passed=move || outcome.get() == Some(CheckOutcome::Passed)
            class:is-failed=move || outcome.get() == Some(CheckOutcome::Failed)
            class:is-unreadable=move || outcome.get() == Some(CheckOutcome::Unreadable)
            node_ref=row
            data-testid=format!("check-{}", code.code())
            data-outcome=move || outcome.get().map_or("open", CheckOutcome::code)
            aria-current=move || is_current.get().then_some("step")
        >
            <div class="check-line">
                <button type="button" class="check-name" title=set_by on:click=move |_| review.current.set(code)>
                    <span class="check-sign"><Icon name=Signal::derive(move || sign(outcome.get()))/></span>
                    <span class="check-words">{name}</span>
                    <span class="visually-hidden">
                        {move || outcome.get().map_or(text::NOT_CHECKED, vocabulary::label).text(language.get())}
                    </span>
                    <Show when=move || has_note.get() && !is_current.get()>
                        <span class="check-has-note"><Icon name=IconName::MessageText/></span>
                    </Show>
                </button>
                <span class="check-outcomes" role="group" aria-label=name>
                    <Outcome code outcome=CheckOutcome::Passed phrase=text::PASS key="p" is_current id="pass" now=outcome/>
                    <Outcome code outcome=CheckOutcome::Failed phrase=text::FAIL key="x" is_current id="fail" now=outcome/>
                    <Outcome code outcome=CheckOutcome::Unreadable phrase=text::UNREADABLE key="u" is_current id="unreadable" now=outcome/>
                </span>
                <span class="check-digit">{digit.map(|key| view! { <Kbd key/> })}</span>
            </div>
            <Show when=move || is_current.get()>
                <div class="check-more">
                    <p class="check-hint">{compare}</p>
                    <input
                        type="text"
                        class="check-note"
                        data-testid=format!("check-note-{}", code.code())
                        aria-label=t(text::CHECK_NOTE)
                        placeholder=t(text::CHECK_NOTE_PLACEHOLDER)
                        maxlength="500"
                        readonly=move || !review.is_mine()
                        prop:value=move || note_of(review, code)
                        on:input=move |event| type_note(review, code, event_target_value(&event))
                        on:blur=move |_| commit_note(review, code)
                    />
                </div>
            </Show>
            <ErrorBox error test_id="check-error"/>
        </li>
    }
}

/// One of the three outcomes. Pressed again it takes the outcome back.
#[component]
fn Outcome(
    /// Which check.
    code: CheckCode,
    /// The outcome.
    outcome: CheckOutcome,
    /// Its words.
    phrase: Phrase,
    /// Its key, for the current check.
    key: &'static str,
    /// Whether the check is the current one.
    is_current: Memo<bool>,
    /// Its part of the test id.
    id: &'static str,
    /// The outcome that the check has.
    now: Memo<Option<CheckOutcome>>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let is_set = move || now.get() == Some(outcome);
    view! {
        <button
            type="button"
            class=format!("outcome is-{}", outcome.code())
            data-testid=format!("check-{id}-{}", code.code())
            aria-pressed=move || is_set().to_string()
            aria-label=t(phrase)
            title=t(phrase)
            disabled=move || !review.can_work()
            on:click=move |_| {
                let wanted = if untrack(is_set) { None } else { Some(outcome) };
                set_outcome(review, code, wanted);
            }
        >
            <Icon name=sign(Some(outcome))/>
            <Show when=move || is_current.get()><Kbd key/></Show>
        </button>
    }
}

/// Scrolls the row into sight when the page leads to it, and takes the focus off what was pressed
/// before, so that the keys work on.
fn keep_in_sight(review: Review, code: CheckCode, row: NodeRef<html::Li>) {
    Effect::new(move |seen: Option<u32>| {
        let (count, wish) = review.lead.get();
        if seen.is_some_and(|seen| seen != count)
            && wish == Some(Place::Check(code))
            && let Some(row) = row.get_untracked()
        {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
            let name = row.query_selector(".check-name").ok().flatten();
            if let Some(name) = name {
                use wasm_bindgen::JsCast;
                let _ = name.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        }
        count
    });
}

fn sign(outcome: Option<CheckOutcome>) -> IconName {
    match outcome {
        None => IconName::CircleDashed,
        Some(CheckOutcome::Passed) => IconName::Check,
        Some(CheckOutcome::Failed) => IconName::X,
        Some(CheckOutcome::Unreadable) => IconName::CircleHelp,
    }
}
