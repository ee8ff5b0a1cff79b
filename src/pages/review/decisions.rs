//! What was decided about the request so far, with the reasons, the member's text and the private
//! note, kept apart.

use super::section::Section;
use super::state::Review;
use crate::i18n::{review as text, t, use_language, vocabulary};
use chrono::{DateTime, Utc};
use coe_domain::thai_date::format_moment;
use coe_domain::{DecisionKind, FraudFlag};
use coe_wire::review::{CaseView, DecisionView};
use leptos::prelude::*;

/// The decisions, newest first; nothing where there are none.
#[component]
pub fn DecisionsPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let decisions = review.part(|case| {
        let newest_first = case.decisions.iter().rev();
        newest_first.cloned().collect::<Vec<_>>()
    });
    let any = Memo::new(move |_| decisions.with(|decisions| !decisions.is_empty()));
    view! {
        <Show when=move || any.get()>
            <Section name="decisions" title=text::DECISIONS test_id="decisions">
                <ol class="decision-list">
                    <For each=move || decisions.get() key=|decision| decision.id let:decision>
                        <DecisionLine decision/>
                    </For>
                </ol>
            </Section>
        </Show>
    }
}

/// A decision.
#[component]
fn DecisionLine(
    /// The decision.
    decision: DecisionView,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let (kind, at) = (decision.kind, decision.at);
    let codes = decision.reasons;
    let has_reasons = !codes.is_empty();
    let reasons = move || {
        let codes = codes.iter().map(String::as_str);
        text::reasons(codes, &review.desk.reasons(), language.get())
    };
    let member_text = decision.member_text;
    let private_note = decision.private_note;
    // A call with a suspicion of fraud escalates by itself, without a note.
    let without_note = kind == DecisionKind::Escalate && private_note.is_empty();
    let fraud = review.part(move |case| flag_before(case, at).filter(|_| without_note));
    view! {
        <li class="decision-line" data-testid="decision-entry" data-kind=kind.code()>
            <p class="note-head quiet small">
                <strong class="decision-kind">{move || vocabulary::label(kind).text(language.get())}</strong>
                <span class="num">{move || format!("{} · {}", decision.by, format_moment(at, language.get()))}</span>
            </p>
            {has_reasons.then(|| view! { <p>{reasons}</p> })}
            {move || fraud.get().map(|flag| view! {
                <p data-testid="decision-fraud">
                    <span class="quiet small">{t(text::CALL_FRAUD)}": "</span>
                    {vocabulary::label(flag).text(language.get())}
                </p>
            })}
            {(!member_text.is_empty()).then(|| view! {
                <p><span class="quiet small">{t(text::MEMBER_TEXT)}": "</span>{member_text}</p>
            })}
            {(!private_note.is_empty()).then(|| view! {
                <p><span class="quiet small">{t(text::PRIVATE_NOTE)}": "</span>{private_note}</p>
            })}
        </li>
    }
}

/// What the last call before `at` that raised a suspicion of fraud was suspicious of.
fn flag_before(case: &CaseView, at: DateTime<Utc>) -> Option<FraudFlag> {
    let flagged = case.calls.iter().filter_map(|call| {
        let ended = call.ended_at.filter(|ended| *ended <= at)?;
        Some((ended, call.fraud_flag?))
    });
    flagged
        .max_by_key(|(ended, _)| *ended)
        .map(|(_, flag)| flag)
}
