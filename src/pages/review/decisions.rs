//! What was decided about the request so far, with the reasons, the member's text and the private
//! note, kept apart.

use super::section::Section;
use super::state::Review;
use crate::i18n::{review as text, t, use_language, vocabulary};
use coe_domain::Language;
use coe_domain::thai_date::format_moment;
use coe_wire::review::DecisionView;
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
    let reasons = move || reason_texts(review, &codes, language.get());
    let member_text = decision.member_text;
    let private_note = decision.private_note;
    view! {
        <li class="decision-line" data-testid="decision-entry" data-kind=kind.code()>
            <p class="note-head quiet small">
                <strong class="decision-kind">{move || vocabulary::label(kind).text(language.get())}</strong>
                <span class="num">{move || format!("{} · {}", decision.by, format_moment(at, language.get()))}</span>
            </p>
            {has_reasons.then(|| view! { <p>{reasons}</p> })}
            {(!member_text.is_empty()).then(|| view! {
                <p><span class="quiet small">{t(text::MEMBER_TEXT)}": "</span>{member_text}</p>
            })}
            {(!private_note.is_empty()).then(|| view! {
                <p><span class="quiet small">{t(text::PRIVATE_NOTE)}": "</span>{private_note}</p>
            })}
        </li>
    }
}

/// The reasons in words; a code that is no longer listed stays a code.
fn reason_texts(review: Review, codes: &[String], language: Language) -> String {
    review.desk.reference.with(|reference| {
        let known = reference
            .as_ref()
            .map(|reference| reference.reasons.as_slice());
        let words = codes.iter().map(|code| {
            let reason = known
                .unwrap_or_default()
                .iter()
                .find(|reason| reason.code == *code);
            reason.map_or(code.as_str(), |reason| reason.text(language))
        });
        words.collect::<Vec<_>>().join(" · ")
    })
}
