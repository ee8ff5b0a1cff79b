//! Questions that the record can answer. The answers stay covered until they are wanted.

use crate::components::{Icon, IconName};
use crate::i18n::{Language, Phrase, review as text, t, use_language};
use crate::pages::review::state::Review;
use coe_domain::LicenceNumber;
use coe_domain::thai_date::format_date;
use coe_wire::review::RecordView;
use leptos::prelude::*;

/// A question and its answer from the record.
struct Question {
    ask: Phrase,
    answer: String,
}

fn questions(record: &RecordView, language: Language) -> Vec<Question> {
    let month = |date| {
        let shown = format_date(date, language);
        shown
            .split_once(' ')
            .map_or_else(|| shown.clone(), |(_, month)| month.to_owned())
    };
    let mut all = vec![
        Question {
            ask: text::QUESTION_BIRTH,
            answer: format_date(record.birth_date, language),
        },
        Question {
            ask: text::QUESTION_EXPIRY,
            answer: month(record.membership_expires_on),
        },
    ];
    if let Some(number) = record.licences.first() {
        let grade = LicenceNumber::parse(number)
            .ok()
            .and_then(|number| number.grade());
        let answer = match grade {
            Some(grade) => format!("{} · {number}", grade.name(language)),
            None => number.clone(),
        };
        all.push(Question {
            ask: text::QUESTION_LICENCE,
            answer,
        });
    }
    all.push(Question {
        ask: text::QUESTION_MEMBER_NO,
        answer: record.member_no.clone(),
    });
    all
}

/// The questions. An answer shows under the pointer or with the keyboard's focus; the button shows
/// them all.
#[component]
pub fn Questions() -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let record = review.part(|case| Some(case.record.clone()));
    let shown = RwSignal::new(false);
    view! {
        <div class="questions" class:is-shown=move || shown.get()>
            <div class="call-subhead">
                <h3>{t(text::CALL_QUESTIONS)}</h3>
                <button type="button" class="link" data-testid="show-answers"
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)>
                    <Icon name=Signal::derive(move || if shown.get() { IconName::EyeOff } else { IconName::Eye })/>
                    {move || if shown.get() { text::CALL_HIDE_ANSWERS } else { text::CALL_SHOW_ANSWERS }.text(language.get())}
                </button>
            </div>
            <ul>
                {move || {
                    let language = language.get();
                    record.with(|record| record.as_ref().map(|record| questions(record, language)))
                        .unwrap_or_default()
                        .into_iter()
                        .map(|question| view! {
                            <li class="question" tabindex="0">
                                <span>{question.ask.text(language)}</span>
                                <span class="answer num">{question.answer}</span>
                            </li>
                        })
                        .collect_view()
                }}
            </ul>
        </div>
    }
}
