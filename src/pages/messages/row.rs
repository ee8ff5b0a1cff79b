//! One message; opened, it shows the text as on a phone.

use super::Outbox;
use crate::components::{Button, Icon, IconName, Pill};
use crate::i18n::{messages as words, t, use_language, vocabulary};
use crate::pages::queue::moment;
use crate::state::{Tone, use_desk};
use coe_domain::{MessageState, sms_text, thai_date};
use coe_wire::messages::MessageView;
use leptos::html;
use leptos::prelude::*;

/// The row of a message.
#[component]
pub fn MessageRow(
    /// The message.
    message: MessageView,
) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let language = use_language();
    let id = message.id;
    let node = NodeRef::<html::Button>::new();
    let current = move || outbox.current.get() == Some(id);
    let open = Memo::new(move |_| outbox.open.get() == Some(id));
    Effect::new(move || {
        if current()
            && let Some(node) = node.get()
        {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let state = message.state;
    let queued_at = message.queued_at;
    let segments = message.segments;
    let details = StoredValue::new(message.clone());
    view! {
        <div class="message" class:open=move || open.get()>
            <button
                node_ref=node
                type="button"
                class="message-grid message-row"
                data-testid="message-row"
                data-state=state.code()
                data-template=message.template.code()
                data-request-no=message.request_no.clone()
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-current=move || current().then_some("true")
                on:click=move |_| outbox.toggle(id)
            >
                <span class="cell-time">{move || moment(queued_at, language.get())}</span>
                <span class="cell-name">{t(vocabulary::label(message.template))}</span>
                <span>{message.to_masked.clone()}</span>
                <span class="cell-number">{message.request_no.clone()}</span>
                <span>{move || words::segments(segments, language.get())}</span>
                <span>
                    <Pill
                        tone=tone(state)
                        icon=icon(state)
                        text=Signal::derive(move || vocabulary::label(state).text(language.get()).to_owned())
                    />
                </span>
                <span class="chevron"><Icon name=IconName::ChevronDown/></span>
            </button>
            <Show when=move || open.get()>
                {details.with_value(|message| view! { <Details message=message.clone()/> })}
            </Show>
        </div>
    }
}

#[component]
fn Details(message: MessageView) -> impl IntoView {
    let desk = use_desk();
    let language = use_language();
    let size = sms_text::measure(&message.body);
    let (units, segments) = (size.units.to_string(), message.segments);
    let changed_at = message.changed_at;
    let request_id = message.request_id;
    let failure = message.failure.clone();
    view! {
        <div class="message-details">
            <div class="sms-phone">
                <p class="sms-to">{message.to_masked.clone()}</p>
                <p class="sms-bubble">{message.body.clone()}</p>
                <p class="sms-size">
                    {move || {
                        let parts = words::segments(segments, language.get());
                        words::SIZE.fill(language.get(), &[("units", &units), ("parts", &parts)])
                    }}
                </p>
            </div>
            <div class="message-facts">
                <p class="muted">
                    {move || {
                        let time = thai_date::format_moment(changed_at, language.get());
                        words::CHANGED_AT.fill(language.get(), &[("time", &time)])
                    }}
                </p>
                {failure.map(|code| view! {
                    <p>{move || words::FAILURE.fill(language.get(), &[("code", &code)])}</p>
                })}
                <Button
                    phrase=words::OPEN_REQUEST
                    icon=IconName::ArrowRight
                    on_press=move |()| desk.open_request(request_id)
                    test_id="message-open-request"
                />
            </div>
        </div>
    }
}

const fn tone(state: MessageState) -> Tone {
    match state {
        MessageState::Queued => Tone::Neutral,
        MessageState::Sending | MessageState::Accepted => Tone::Info,
        MessageState::Delivered => Tone::Good,
        MessageState::Failed => Tone::Bad,
        MessageState::Unknown => Tone::Warn,
    }
}

const fn icon(state: MessageState) -> IconName {
    match state {
        MessageState::Queued => IconName::Clock,
        MessageState::Sending => IconName::Send,
        MessageState::Accepted => IconName::Check,
        MessageState::Delivered => IconName::CircleCheck,
        MessageState::Failed => IconName::CircleX,
        MessageState::Unknown => IconName::CircleHelp,
    }
}
