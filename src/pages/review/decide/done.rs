//! What the decision did, as the database said.

use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, Pill, use_busy};
use crate::i18n::{review as text, t, use_language, vocabulary};
use crate::ipc;
use crate::keys::{Binding, Scope, use_keys};
use crate::pages::review::claim::next_request;
use crate::pages::review::record::LoginPill;
use crate::pages::review::state::Review;
use crate::state::{Page, Tone};
use coe_domain::MessageState;
use coe_wire::messages::{MessageView, MessagesQuery};
use coe_wire::review::DecisionResult;
use leptos::prelude::*;

/// What the decision did, with the state of each message as it moves on.
#[component]
pub fn DonePanel(
    /// What the database answered.
    result: DecisionResult,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let busy = use_busy();
    let messages = RwSignal::new(result.messages.clone());
    follow_messages(review, messages);
    let back = move || review.desk.page.set(Page::Queue);
    let next = move || next_request(review, busy);
    use_keys(
        Scope::Dialog,
        &[
            Binding::new("n", text::NEXT_REQUEST, next),
            Binding::new("q", text::BACK_TO_QUEUE, back),
            Binding::new("Escape", text::BACK_TO_QUEUE, back),
        ],
    );
    let status = result.status;
    let number = review.part(|case| case.request_no.clone());
    let status_words = move || vocabulary::label(status).text(language.get()).to_owned();
    view! {
        <div class="decide is-done" data-testid="decision-done" data-status=status.code()>
            <div class="decide-body done-body">
                <p class="done-head">
                    <span class="done-sign"><Icon name=IconName::CircleCheck/></span>
                    <span>
                        <strong class="done-number">{t(text::REQUEST)}" "<span class="num">{number}</span></strong>
                        <Pill tone=Tone::Good icon=IconName::Check text=Signal::derive(status_words)/>
                    </span>
                </p>
                {result.repeated.then(|| view! { <p class="quiet">{t(text::DONE_REPEATED)}</p> })}
                <dl class="facts done-facts">
                    <div class="fact">
                        <dt>{t(text::DONE_LOGIN)}</dt>
                        <dd><LoginPill state=result.login_state/></dd>
                    </div>
                    <div class="fact">
                        <dt>{t(text::DONE_MESSAGES)}</dt>
                        <dd class="done-messages">
                            <Show when=move || messages.with(Vec::is_empty)>
                                <span class="quiet">{t(text::PREVIEW_NONE)}</span>
                            </Show>
                            <For each=move || messages.get() key=|message| (message.id, message.state) let:message>
                                <MessageLine message/>
                            </For>
                        </dd>
                    </div>
                </dl>
                <ErrorBox error=busy.error()/>
            </div>
            <footer class="decide-end">
                <div class="decide-buttons">
                    <Button phrase=text::BACK_TO_QUEUE key_hint="q" on_press=back/>
                    <Button phrase=text::NEXT_REQUEST kind=ButtonKind::Primary key_hint="n"
                        busy=busy.running() test_id="done-next" on_press=next/>
                </div>
            </footer>
        </div>
    }
}

/// A message and where it stands.
#[component]
fn MessageLine(
    /// The message.
    message: MessageView,
) -> impl IntoView {
    let language = use_language();
    let (tone, icon) = match message.state {
        MessageState::Queued => (Tone::Neutral, IconName::Clock),
        MessageState::Sending => (Tone::Info, IconName::Send),
        MessageState::Accepted => (Tone::Info, IconName::Check),
        MessageState::Delivered => (Tone::Good, IconName::CircleCheck),
        MessageState::Failed => (Tone::Bad, IconName::CircleX),
        MessageState::Unknown => (Tone::Warn, IconName::CircleHelp),
    };
    let (template, state) = (message.template, message.state);
    let state_words = move || vocabulary::label(state).text(language.get()).to_owned();
    view! {
        <p class="done-message" data-testid="done-message" data-template=template.code() data-state=state.code()>
            <span>
                {move || vocabulary::label(template).text(language.get())}
                " · "
                <span class="num">{message.to_masked}</span>
            </span>
            <Pill tone icon text=Signal::derive(state_words)/>
        </p>
    }
}

/// Asks for the messages again whenever data changed.
fn follow_messages(review: Review, messages: RwSignal<Vec<MessageView>>) {
    Effect::new(move |before: Option<()>| {
        review.desk.changed.track();
        if before.is_none() {
            return;
        }
        let search = review
            .case
            .with_untracked(|case| case.as_ref().map(|c| c.request_no.clone()));
        let query = MessagesQuery {
            search: search.unwrap_or_default(),
            limit: 50,
            ..Default::default()
        };
        leptos::task::spawn_local(async move {
            let Ok(page) = ipc::review::messages(query).await else {
                return;
            };
            messages.try_update(|known| {
                for message in known {
                    if let Some(newer) = page.rows.iter().find(|row| row.id == message.id) {
                        message.clone_from(newer);
                    }
                }
            });
        });
    });
}
