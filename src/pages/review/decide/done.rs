//! What the decision did, as the database said.

use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, Pill, use_busy};
use crate::i18n::{review as text, t, use_language, vocabulary};
use crate::keys::{Binding, Scope, use_keys};
use crate::pages::review::claim::next_request;
use crate::pages::review::messages::{MessageLine, RequestMessages, line_key};
use crate::pages::review::record::LoginPill;
use crate::pages::review::state::Review;
use crate::state::{Page, Tone};
use coe_domain::MessageId;
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
    let messages = RequestMessages::new(review);
    // What the decision answered with, until the desk tells how it went on.
    messages.list.set(Some(result.messages.clone()));
    let ours: Vec<MessageId> = result.messages.iter().map(|message| message.id).collect();
    let none = ours.is_empty();
    let listed = move || {
        let mut list = messages.list.get().unwrap_or_default();
        list.retain(|message| ours.contains(&message.id));
        list
    };
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
                            {none.then(|| view! { <span class="quiet">{t(text::PREVIEW_NONE)}</span> })}
                            <ol class="request-messages">
                                // The keys of the panel are for going on; here the buttons are pressed.
                                <For each=listed key=line_key let:message>
                                    <MessageLine message messages keys=|_| false/>
                                </For>
                            </ol>
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
