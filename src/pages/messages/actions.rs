//! What people choose to do about a message that failed, or of which nobody knows.
//!
//! Nothing is shown as done before the database said so. Every choice but calling is confirmed in place,
//! with what it means; one that the database refuses, because the message moved meanwhile, is told beside
//! the message as it is now.

use super::call_number::CallNumber;
use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, use_busy};
use crate::focus;
use crate::i18n::{Phrase, messages as words, t, use_language, vocabulary};
use crate::ipc;
use crate::keys::{Binding, Scope, use_titled_keys};
use crate::state::{Tone, use_desk};
use coe_domain::{MessageChoice, MessageFailure, MessageId, MessageState};
use coe_wire::UiError;
use coe_wire::messages::{ChooseMessage, MessageDetail, MessageView};
use leptos::prelude::*;

/// What a choice about a message was answered with; outlives the message as it was.
pub type Told = (MessageId, UiError);

/// Why a message needs somebody, and what they may choose. Nothing for one that needs nobody.
#[component]
pub fn MessageActions(
    /// The message as it stands.
    detail: MessageDetail,
    /// Choices that were refused.
    told: RwSignal<Option<Told>>,
    /// Takes the message as it is after a choice; `None` where it has to be asked for again.
    #[prop(into)]
    answered: Callback<Option<MessageDetail>>,
    /// Whether the keys mean this message.
    #[prop(into)]
    keys: Signal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let message = detail.message;
    let id = message.id;
    let needed = message.needs_person();
    let to_call = message.choice == Some(MessageChoice::CallInstead);
    let request = message.request_id;
    let failure = message.failure.clone();
    let state = message.state;
    let message = StoredValue::new(message);
    view! {
        <Refused id told/>
        {needed.then(|| view! {
            <div class=format!("settle {}", tone(state).class()) data-testid="settle" data-message=id.to_string()>
                <Why failure state/>
                {to_call.then(|| view! {
                    <p class="settle-to-call"><Icon name=IconName::Phone/><strong>{t(words::TO_CALL)}</strong></p>
                })}
                <Show when=move || desk.reviews() fallback=|| view! { <p class="muted">{t(words::SUPPORT_READS)}</p> }>
                    {to_call.then(|| view! { <CallNumber request field=detail.number/> })}
                    <Choices message=message.get_value() told answered keys/>
                </Show>
            </div>
        })}
    }
}

/// A choice about this message that was refused.
#[component]
pub fn Refused(
    /// The message.
    id: MessageId,
    /// Choices that were refused.
    told: RwSignal<Option<Told>>,
) -> impl IntoView {
    let error = Signal::derive(move || {
        told.with(|told| {
            let (of, error) = told.as_ref()?;
            (*of == id).then(|| error.clone())
        })
    });
    view! { <ErrorBox error test_id="message-moved"/> }
}

/// Why it failed or why nobody knows, and what helps.
#[component]
fn Why(failure: Option<String>, state: MessageState) -> impl IntoView {
    let language = use_language();
    let known = failure
        .as_deref()
        .and_then(|code| code.parse::<MessageFailure>().ok());
    let reason = move || match &failure {
        Some(code) => vocabulary::of_code::<MessageFailure>(code, language.get()),
        None => vocabulary::label(state).text(language.get()).to_owned(),
    };
    view! {
        <p class="settle-why" data-testid="message-reason">
            <Icon name=tone(state).icon()/>
            <strong>{reason}</strong>
        </p>
        {known.map(|failure| view! { <p>{t(words::advice(failure))}</p> })}
    }
}

#[component]
fn Choices(
    message: MessageView,
    told: RwSignal<Option<Told>>,
    answered: Callback<Option<MessageDetail>>,
    keys: Signal<bool>,
) -> impl IntoView {
    let busy = use_busy();
    let asked = RwSignal::new(None::<MessageChoice>);
    let offered = message.choices();
    let (id, state, attempts) = (message.id, message.state, message.attempts);
    let choose = move |choice: MessageChoice| {
        told.set(None);
        let input = ChooseMessage {
            message: id,
            attempts,
            choice,
        };
        busy.run_or(
            async move { ipc::messages::choose_message(&input).await },
            move |detail| answered.run(Some(detail)),
            move || {
                // The message is asked for anew, and this component may go with it as it was.
                if let Some(error) = busy.error().get_untracked() {
                    told.try_set(Some((id, error)));
                }
                busy.clear();
                asked.try_set(None);
                answered.run(None);
            },
        );
    };
    let press = move |choice: MessageChoice| {
        if busy.running().get_untracked() || !offered.contains(&choice) {
            return;
        }
        if words::consequence(choice, state).is_some() {
            asked.set(Some(choice));
            request_animation_frame(|| focus::by_test_id("choice-confirm"));
        } else {
            choose(choice);
        }
    };
    let call = if offered.contains(&MessageChoice::Called) {
        MessageChoice::Called
    } else {
        MessageChoice::CallInstead
    };
    let asking = Signal::derive(move || keys.get() && asked.with(Option::is_some));
    use_titled_keys(
        Scope::Page,
        words::KEYS,
        &[
            Binding::new("Shift+s", words::KEY_SEND_AGAIN, move || {
                press(MessageChoice::SendAgain);
            })
            .when(keys),
            Binding::new("Shift+c", words::KEY_CALL, move || press(call)).when(keys),
            Binding::new("Shift+y", words::KEY_ARRIVED, move || {
                press(MessageChoice::Arrived);
            })
            .when(keys),
            Binding::new("Escape", words::GO_BACK, move || asked.set(None)).when(asking),
        ],
    );
    view! {
        {move || match asked.get() {
            Some(choice) => view! {
                <Confirm
                    choice
                    state
                    busy=busy.running()
                    confirm=move |()| choose(choice)
                    cancel=move |()| asked.set(None)
                />
            }.into_any(),
            None => view! {
                <div class="settle-buttons">
                    {offered.iter().copied().map(|choice| view! {
                        <ChoiceButton choice keys=keys.get() busy=busy.running() on_press=move |()| press(choice)/>
                    }).collect_view()}
                </div>
            }.into_any(),
        }}
    }
}

/// A choice; its key is shown where it means this message.
#[component]
fn ChoiceButton(
    choice: MessageChoice,
    keys: bool,
    busy: Signal<bool>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    let kind = match choice {
        MessageChoice::Called => ButtonKind::Primary,
        _ => ButtonKind::Secondary,
    };
    let (phrase, icon, test_id) = (vocabulary::label(choice), icon(choice), test_id(choice));
    if keys {
        view! { <Button phrase kind icon busy on_press test_id key_hint=key(choice)/> }.into_any()
    } else {
        view! { <Button phrase kind icon busy on_press test_id/> }.into_any()
    }
}

/// What a choice will do, and the last word on it.
#[component]
fn Confirm(
    choice: MessageChoice,
    state: MessageState,
    busy: Signal<bool>,
    #[prop(into)] confirm: Callback<()>,
    #[prop(into)] cancel: Callback<()>,
) -> impl IntoView {
    let warning: Option<Phrase> = words::consequence(choice, state);
    view! {
        <div class="settle-confirm" role="group" data-testid="choice-question" data-choice=choice.code()>
            {warning.map(|warning| view! { <p>{t(warning)}</p> })}
            <div class="settle-buttons">
                <Button
                    phrase=vocabulary::label(choice)
                    kind=ButtonKind::Primary
                    icon=icon(choice)
                    busy
                    on_press=confirm
                    test_id="choice-confirm"
                />
                <Button phrase=words::GO_BACK kind=ButtonKind::Quiet disabled=busy on_press=cancel test_id="choice-cancel"/>
            </div>
        </div>
    }
}

/// The first letters of a gateway's reference: enough to tell two apart.
pub fn short_reference(reference: &str) -> String {
    let mut letters = reference.chars();
    let short: String = letters.by_ref().take(12).collect();
    if letters.next().is_some() {
        format!("{short}…")
    } else {
        short
    }
}

const fn tone(state: MessageState) -> Tone {
    match state {
        MessageState::Failed => Tone::Bad,
        _ => Tone::Warn,
    }
}

const fn icon(choice: MessageChoice) -> IconName {
    match choice {
        MessageChoice::Arrived => IconName::CircleCheck,
        MessageChoice::SendAgain => IconName::Send,
        MessageChoice::CallInstead | MessageChoice::Called => IconName::Phone,
    }
}

const fn key(choice: MessageChoice) -> &'static str {
    match choice {
        MessageChoice::Arrived => "Shift+y",
        MessageChoice::SendAgain => "Shift+s",
        MessageChoice::CallInstead | MessageChoice::Called => "Shift+c",
    }
}

const fn test_id(choice: MessageChoice) -> &'static str {
    match choice {
        MessageChoice::Arrived => "choose-arrived",
        MessageChoice::SendAgain => "choose-send_again",
        MessageChoice::CallInstead => "choose-call_instead",
        MessageChoice::Called => "choose-called",
    }
}
