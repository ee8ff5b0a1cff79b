//! What the decision will do: the messages as they will be read, and one sentence.

use crate::components::{ErrorBox, Icon, IconName, Skeleton};
use crate::i18n::{Language, review as text, t, use_language, vocabulary};
use crate::ipc;
use crate::pages::review::record::LoginPill;
use crate::pages::review::state::Review;
use coe_domain::DecisionKind;
use coe_domain::approval::Blocker;
use coe_wire::UiError;
use coe_wire::review::{DecisionPreview, PreviewDecision, PreviewMessage};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// How long typing has to rest before the preview is asked for again, in milliseconds.
const REST_MS: u32 = 300;

/// What the decision will do.
#[component]
pub fn Preview(
    /// The decision.
    kind: DecisionKind,
    /// The reasons chosen.
    chosen: RwSignal<Vec<String>>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let preview = RwSignal::new(None::<DecisionPreview>);
    let error = RwSignal::new(None::<UiError>);
    ask(review, kind, chosen, preview, error);
    view! {
        <aside class="decide-preview" aria-live="polite">
            <h3>{t(text::PREVIEW)}</h3>
            <ErrorBox error=error/>
            {move || match preview.get() {
                None => view! { <Show when=move || error.with(Option::is_none)><Skeleton lines=4/></Show> }.into_any(),
                Some(preview) => {
                    let none = preview.messages.is_empty();
                    let words = consequence(kind, &preview, language.get());
                    let blockers = matches!(kind, DecisionKind::Approve | DecisionKind::Confirm)
                        .then(|| blockers_text(&preview.blockers, language.get()))
                        .flatten();
                    view! {
                        {none.then(|| view! { <p class="quiet">{t(text::PREVIEW_NONE)}</p> })}
                        <div class="phone">
                            {preview.messages.into_iter().map(|message| view! { <Bubble message/> }).collect_view()}
                        </div>
                        <div class="consequence" data-testid="consequence">
                            <h3>{t(text::CONSEQUENCE)}</h3>
                            <p>{words}</p>
                            <p class="login-after">
                                <span class="quiet">{t(text::LOGIN_AFTER)}</span>
                                <LoginPill state=preview.login_after/>
                            </p>
                        </div>
                        {blockers.map(|words| view! {
                            <p class="still-blocked" role="status"><Icon name=IconName::TriangleAlert/>{words}</p>
                        })}
                    }.into_any()
                }
            }}
        </aside>
    }
}

/// Asks for the preview now, and again when what it depends on rested.
fn ask(
    review: Review,
    kind: DecisionKind,
    chosen: RwSignal<Vec<String>>,
    preview: RwSignal<Option<DecisionPreview>>,
    error: RwSignal<Option<UiError>>,
) {
    let timer = StoredValue::new_local(None::<Timeout>);
    let asked = StoredValue::new(0_u32);
    let blockers = review.part(|case| case.blockers.clone());
    Effect::new(move |before: Option<()>| {
        blockers.track();
        let input = PreviewDecision {
            request_id: review.id,
            kind,
            reasons: chosen.get(),
            member_text: review.drafts.member_text.text.get(),
        };
        let send = move || {
            let Some(turn) = asked.try_update_value(|asked| {
                *asked += 1;
                *asked
            }) else {
                return;
            };
            leptos::task::spawn_local(async move {
                let answer = ipc::review::preview_decision(input).await;
                // An older answer must not replace a newer one.
                if asked.try_get_value() != Some(turn) {
                    return;
                }
                match answer {
                    Ok(answer) => {
                        preview.try_set(Some(answer));
                        error.try_set(None);
                    }
                    Err(failure) => {
                        error.try_set(Some(failure));
                    }
                }
            });
        };
        if before.is_none() {
            send();
        } else {
            timer.set_value(Some(Timeout::new(REST_MS, send)));
        }
    });
}

/// A message as it will be read on a phone.
#[component]
fn Bubble(
    /// The message.
    message: PreviewMessage,
) -> impl IntoView {
    let language = use_language();
    let (template, segments) = (message.template, message.segments);
    let parts = move || {
        let language = language.get();
        let unit = if segments == 1 {
            text::SEGMENT
        } else {
            text::SEGMENTS
        };
        format!("{segments} {}", unit.text(language))
    };
    view! {
        <figure class="bubble" data-testid="preview-message" data-template=template.code()>
            <figcaption>
                <Icon name=IconName::MessageText/>
                <span>
                    {move || vocabulary::label(template).text(language.get())}
                    " · "
                    {t(text::PREVIEW_TO)}
                    " "
                    <strong class="num">{message.to_masked}</strong>
                </span>
                <span class="bubble-parts num">{parts}</span>
            </figcaption>
            <blockquote>{message.body}</blockquote>
        </figure>
    }
}

/// One sentence of what will happen.
fn consequence(kind: DecisionKind, preview: &DecisionPreview, language: Language) -> String {
    let phrase = match kind {
        DecisionKind::Approve | DecisionKind::Confirm => text::WILL_APPROVE,
        DecisionKind::Reject => text::WILL_REJECT,
        DecisionKind::Return => text::WILL_RETURN,
        DecisionKind::Escalate => text::WILL_ESCALATE,
        DecisionKind::Overturn => text::WILL_OVERTURN,
    };
    phrase.fill(language, &[("phone", &preview.phone_after_masked)])
}

fn blockers_text(blockers: &[Blocker], language: Language) -> Option<String> {
    if blockers.is_empty() {
        return None;
    }
    let words: Vec<String> = blockers
        .iter()
        .map(|one| text::blocker(one, language))
        .collect();
    Some(format!(
        "{} {}",
        text::STILL_BLOCKED.text(language),
        words.join(" · ")
    ))
}
