//! What an approval rests on, in four lines.

use crate::components::{Icon, IconName};
use crate::i18n::{Language, review as text, t, use_language};
use crate::pages::review::header::risk_look;
use crate::pages::review::state::Review;
use crate::state::Tone;
use coe_domain::thai_date::format_moment;
use coe_domain::{CallOutcome, CheckOutcome};
use coe_wire::review::CaseView;
use leptos::prelude::*;

/// What an approval rests on.
#[component]
pub fn Recap() -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let lines = move || {
        review
            .case
            .with(|case| case.as_ref().map(|case| lines(case, language.get())))
    };
    view! {
        <section class="recap" data-testid="recap">
            <h3>{t(text::RECAP)}</h3>
            <ul>
                {move || lines().unwrap_or_default().into_iter().map(|(tone, icon, words)| view! {
                    <li class=tone.class()><Icon name=icon/><span class="num">{words}</span></li>
                }).collect_view()}
            </ul>
        </section>
    }
}

fn lines(case: &CaseView, language: Language) -> Vec<(Tone, IconName, String)> {
    let passed = |outcome: Option<CheckOutcome>| outcome == Some(CheckOutcome::Passed);
    let done = case
        .checks
        .iter()
        .filter(|check| passed(check.outcome))
        .count();
    let all = case.checks.len();
    let sure = |holds: bool| {
        if holds {
            (Tone::Good, IconName::CircleCheck)
        } else {
            (Tone::Warn, IconName::TriangleAlert)
        }
    };
    let mut lines = Vec::new();

    let (tone, icon) = sure(done == all);
    let counts = [("done", done.to_string()), ("all", all.to_string())];
    let values: Vec<_> = counts
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    lines.push((tone, icon, text::RECAP_CHECKS.fill(language, &values)));

    let call = case
        .calls
        .iter()
        .find(|call| call.outcome == Some(CallOutcome::Verified) && call.revision == case.revision);
    let (tone, icon) = sure(call.is_some());
    let words = match call {
        Some(call) => {
            let when = call
                .started_at
                .map(|at| format_moment(at, language))
                .unwrap_or_default();
            text::RECAP_CALL.fill(language, &[("when", &when), ("by", &call.by)])
        }
        None => text::RECAP_NO_CALL.text(language).to_owned(),
    };
    lines.push((tone, icon, words));

    let phones = [
        ("old", case.record.old_phone_masked.as_str()),
        ("new", case.record.new_phone_masked.as_str()),
    ];
    lines.push((
        Tone::Neutral,
        IconName::Phone,
        text::RECAP_PHONES.fill(language, &phones),
    ));

    if !case.signals.is_empty() {
        let (tone, icon) = risk_look(case.risk);
        let count = case.signals.len().to_string();
        lines.push((
            tone,
            icon,
            text::RECAP_SIGNALS.fill(language, &[("count", &count)]),
        ));
    }
    lines
}
