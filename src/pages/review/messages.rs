//! The messages about the request: where each stands, and what people choose where one failed.

use super::section::Section;
use super::state::Review;
use crate::components::{ErrorBox, Skeleton};
use crate::i18n::{messages as text, t, use_language, vocabulary};
use crate::ipc;
use crate::pages::messages::actions::{Refused, Told};
use crate::pages::messages::opened::FollowedActions;
use crate::pages::messages::state_pill::StatePill;
use coe_domain::thai_date::format_moment;
use coe_domain::{MessageId, RequestId};
use coe_wire::UiError;
use coe_wire::messages::MessageView;
use leptos::prelude::*;

/// The messages of a request, asked for again when data changed.
#[derive(Debug, Clone, Copy)]
pub struct RequestMessages {
    request: RequestId,
    /// Oldest first; `None` until the desk answered.
    pub list: RwSignal<Option<Vec<MessageView>>>,
    /// Why they could not be asked for.
    pub error: RwSignal<Option<UiError>>,
    /// Choices that were refused.
    pub told: RwSignal<Option<Told>>,
}

impl RequestMessages {
    /// Asks now, and whenever data changed.
    pub fn new(review: Review) -> Self {
        let messages = Self {
            request: review.id,
            list: RwSignal::new(None),
            error: RwSignal::new(None),
            told: RwSignal::new(None),
        };
        Effect::new(move || {
            review.desk.changed.track();
            messages.ask();
        });
        messages
    }

    /// Asks again.
    pub fn ask(self) {
        leptos::task::spawn_local(async move {
            match ipc::messages::request_messages(self.request).await {
                Ok(list) => {
                    self.error.try_set(None);
                    self.list.try_set(Some(list));
                }
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }

    /// The first message that needs somebody: the keys mean this one. Tracks.
    pub fn first_in_need(self) -> Option<MessageId> {
        self.list.with(|list| {
            let needing = list.iter().flatten().find(|one| one.needs_person());
            needing.map(|message| message.id)
        })
    }
}

/// The messages, oldest first.
#[component]
pub fn MessagesPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let messages = RequestMessages::new(review);
    let first = Memo::new(move |_| messages.first_in_need());
    let none = move || {
        messages
            .list
            .with(|list| list.as_ref().is_some_and(Vec::is_empty))
    };
    view! {
        <Section name="messages" title=text::MESSAGES test_id="request-messages">
            <ErrorBox error=messages.error retry=move |()| messages.ask()/>
            <Show when=move || messages.list.with(Option::is_none) && messages.error.with(Option::is_none)>
                <Skeleton lines=2/>
            </Show>
            <Show when=none><p class="quiet">{t(text::NO_MESSAGES)}</p></Show>
            <ol class="request-messages">
                <For each=move || messages.list.get().unwrap_or_default() key=line_key let:message>
                    <MessageLine
                        message
                        messages
                        keys=move |id| first.get() == Some(id) && review.done.with(Option::is_none)
                    />
                </For>
            </ol>
        </Section>
    }
}

/// A line is drawn anew when anything of it may differ.
pub fn line_key(message: &MessageView) -> impl Eq + std::hash::Hash + use<> {
    (message.id, message.state, message.choice, message.attempts)
}

/// A message, and what is to do about it.
#[component]
pub fn MessageLine<K>(
    /// The message.
    message: MessageView,
    /// Those around it.
    messages: RequestMessages,
    /// Whether the keys mean this message.
    keys: K,
) -> impl IntoView
where
    K: Fn(MessageId) -> bool + Send + Sync + 'static,
{
    let language = use_language();
    let (id, template, state, at) = (
        message.id,
        message.template,
        message.state,
        message.changed_at,
    );
    let needed = message.needs_person();
    view! {
        <li class="request-message" data-testid="request-message" data-template=template.code() data-state=state.code()>
            <p class="request-message-line">
                <strong>{move || vocabulary::label(template).text(language.get())}</strong>
                <span class="quiet small num">
                    {message.to_masked}
                    {move || format!(" · {}", format_moment(at, language.get()))}
                </span>
                <StatePill state/>
            </p>
            {if needed {
                view! {
                    <FollowedActions
                        id
                        told=messages.told
                        moved=move |()| messages.ask()
                        keys=Signal::derive(move || keys(id))
                    />
                }.into_any()
            } else {
                view! { <Refused id told=messages.told/> }.into_any()
            }}
        </li>
    }
}
