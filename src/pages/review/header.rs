//! The head of the page: which request, how urgent, who holds it.

use super::claim::{ClaimActions, ClaimPill};
use super::state::Review;
use crate::components::{Icon, IconName, Pill, sla_parts};
use crate::i18n::{review as text, t, use_language, vocabulary};
use crate::state::{Page, Tone};
use coe_domain::{RequestStatus, Risk};
use leptos::prelude::*;

/// The head of the page.
#[component]
pub fn ReviewHeader() -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let number = review.part(|case| case.request_no.clone());
    let state = review.part(|case| Some((case.status, case.risk, case.revision, case.sla)));
    view! {
        <header class="review-head">
            <nav class="crumbs">
                <button type="button" class="crumb" on:click=move |_| review.desk.page.set(Page::Queue)>
                    <Icon name=IconName::ChevronLeft/>
                    {t(text::QUEUE)}
                </button>
                <h1 class="request-no">
                    <span class="request-word">{t(text::REQUEST)}</span>
                    <span class="num" data-testid="request-no">{number}</span>
                </h1>
            </nav>
            <div class="review-pills">
                {move || state.get().map(|(status, risk, revision, sla)| {
                    let language = language.get();
                    view! {
                        {(status != RequestStatus::Pending).then(|| view! {
                            <Pill
                                tone=status_tone(status)
                                text=vocabulary::label(status).text(language).to_owned()
                                icon=status_icon(status)
                            />
                        })}
                        <RiskPill risk/>
                        {status.is_open().then(|| view! {
                            {let (tone, icon, words) = sla_parts(sla, language);
                        view! { <Pill tone=tone text=words icon=icon/> }}
                        })}
                        {(revision > 1).then(|| view! {
                            <Pill tone=Tone::Neutral text=format!("{} {revision}", text::ROUND.text(language))/>
                        })}
                    }
                })}
            </div>
            <div class="review-head-end">
                <ClaimPill/>
                <ClaimActions/>
            </div>
        </header>
    }
}

/// How much care a request needs, with its sign.
#[component]
pub fn RiskPill(
    /// The risk.
    risk: Risk,
) -> impl IntoView {
    let language = use_language();
    let (tone, icon) = risk_look(risk);
    let words = move || {
        let language = language.get();
        text::RISK.fill(
            language,
            &[("risk", vocabulary::label(risk).text(language))],
        )
    };
    view! { <Pill tone text=Signal::derive(words) icon/> }
}

/// Colour and sign of a risk.
pub fn risk_look(risk: Risk) -> (Tone, IconName) {
    match risk {
        Risk::Low => (Tone::Neutral, IconName::Info),
        Risk::Medium => (Tone::Warn, IconName::TriangleAlert),
        Risk::High => (Tone::Bad, IconName::ShieldAlert),
    }
}

/// Colour of a status.
pub fn status_tone(status: RequestStatus) -> Tone {
    match status {
        RequestStatus::Pending | RequestStatus::Cancelled => Tone::Neutral,
        RequestStatus::Returned | RequestStatus::Escalated => Tone::Info,
        RequestStatus::Approved => Tone::Good,
        RequestStatus::Rejected => Tone::Bad,
    }
}

fn status_icon(status: RequestStatus) -> IconName {
    match status {
        RequestStatus::Pending => IconName::Inbox,
        RequestStatus::Returned => IconName::Undo,
        RequestStatus::Escalated => IconName::ArrowUp,
        RequestStatus::Approved => IconName::CircleCheck,
        RequestStatus::Rejected | RequestStatus::Cancelled => IconName::CircleX,
    }
}
