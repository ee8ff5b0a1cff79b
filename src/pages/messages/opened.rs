//! One message opened: its text as on a phone, what happened to it, and what people choose.

use super::actions::{MessageActions, Told};
use super::trail::Trail;
use crate::components::{Button, ButtonKind, ErrorBox, IconName, Skeleton};
use crate::i18n::{messages as words, use_language};
use crate::ipc;
use crate::state::use_desk;
use coe_domain::{MessageId, sms_text};
use coe_wire::UiError;
use coe_wire::messages::{MessageDetail, MessageView};
use leptos::prelude::*;

/// A message as the desk tells it, asked for again when data changed.
#[derive(Debug, Clone, Copy)]
pub struct Followed {
    id: MessageId,
    /// What the desk told last.
    pub detail: RwSignal<Option<MessageDetail>>,
    /// Why it could not be asked.
    pub error: RwSignal<Option<UiError>>,
}

impl Followed {
    /// Asks now, and whenever data changed.
    pub fn new(id: MessageId) -> Self {
        let followed = Self {
            id,
            detail: RwSignal::new(None),
            error: RwSignal::new(None),
        };
        let desk = use_desk();
        Effect::new(move || {
            desk.changed.track();
            followed.ask();
        });
        followed
    }

    /// Takes what a choice was answered with, or asks.
    pub fn take(self, answer: Option<MessageDetail>) {
        match answer {
            Some(detail) => {
                self.detail.try_set(Some(detail));
            }
            None => self.ask(),
        }
    }

    /// Asks again.
    pub fn ask(self) {
        leptos::task::spawn_local(async move {
            match ipc::messages::message_detail(self.id).await {
                Ok(detail) => {
                    self.error.try_set(None);
                    let same = self
                        .detail
                        .try_with_untracked(|known| known.as_ref() == Some(&detail));
                    // A question that is being confirmed stays on screen while nothing moved.
                    if same == Some(false) {
                        self.detail.try_set(Some(detail));
                    }
                }
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

/// A message that needs somebody, where the text and the rest of its story stand elsewhere.
#[component]
pub fn FollowedActions(
    /// The message.
    id: MessageId,
    /// Choices that were refused.
    told: RwSignal<Option<Told>>,
    /// Asks for the messages around it again.
    #[prop(into)]
    moved: Callback<()>,
    /// Whether the keys mean this message.
    #[prop(into)]
    keys: Signal<bool>,
) -> impl IntoView {
    let followed = Followed::new(id);
    let answered = Callback::new(move |detail| {
        followed.take(detail);
        moved.run(());
    });
    view! {
        <ErrorBox error=followed.error retry=move |()| followed.ask()/>
        {move || followed.detail.get().map(|detail| view! { <MessageActions detail told answered keys/> })}
    }
}

/// A message opened in the table.
#[component]
pub fn OpenedMessage(
    /// The message as listed.
    message: MessageView,
    /// Choices that were refused.
    told: RwSignal<Option<Told>>,
    /// Asks for the list again.
    #[prop(into)]
    moved: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let followed = Followed::new(message.id);
    let request_id = message.request_id;
    let answered = Callback::new(move |detail| {
        followed.take(detail);
        moved.run(());
    });
    view! {
        <div class="message-details">
            <Phone message/>
            <div class="message-facts">
                <ErrorBox error=followed.error retry=move |()| followed.ask()/>
                {move || match followed.detail.get() {
                    None => view! { <Skeleton lines=3/> }.into_any(),
                    Some(detail) => view! {
                        <MessageActions detail=detail.clone() told answered keys=true/>
                        <Trail detail/>
                    }.into_any(),
                }}
                <Button
                    phrase=words::OPEN_REQUEST
                    kind=ButtonKind::Secondary
                    icon=IconName::ArrowRight
                    key_hint="o"
                    on_press=move |()| desk.open_request(request_id)
                    test_id="message-open-request"
                />
            </div>
        </div>
    }
}

/// The text as the member reads it.
#[component]
fn Phone(message: MessageView) -> impl IntoView {
    let language = use_language();
    let units = sms_text::measure(&message.body).units.to_string();
    let segments = message.segments;
    view! {
        <div class="sms-phone">
            <p class="sms-to">{message.to_masked}</p>
            <p class="sms-bubble">{message.body}</p>
            <p class="sms-size">
                {move || {
                    let parts = words::segments(segments, language.get());
                    words::SIZE.fill(language.get(), &[("units", &units), ("parts", &parts)])
                }}
            </p>
        </div>
    }
}
