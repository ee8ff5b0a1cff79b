//! One message in the table.

use super::model::Outbox;
use super::opened::OpenedMessage;
use super::state_pill::StatePill;
use crate::components::{Icon, IconName};
use crate::i18n::{messages as words, t, use_language, vocabulary};
use crate::pages::queue::moment;
use coe_domain::MessageFailure;
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
    // Beside what needs somebody, so that the list alone tells where to begin.
    let reason = message.failure.clone().filter(|_| message.needs_person());
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
                <span class="cell-state">
                    <StatePill state/>
                    {reason.map(|code| view! {
                        <span class="muted">
                            {move || vocabulary::of_code::<MessageFailure>(&code, language.get())}
                        </span>
                    })}
                </span>
                <span class="chevron"><Icon name=IconName::ChevronDown/></span>
            </button>
            <Show when=move || open.get()>
                {details.with_value(|message| view! {
                    <OpenedMessage message=message.clone() told=outbox.told moved=move |()| outbox.reload()/>
                })}
            </Show>
        </div>
    }
}
