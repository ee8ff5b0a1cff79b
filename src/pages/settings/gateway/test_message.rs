//! Sending one message to a number typed here, to see it arrive.

use super::form::Form;
use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, use_busy};
use crate::focus;
use crate::i18n::{Language, settings as words, t, use_language, vocabulary};
use crate::ipc;
use crate::pages::settings::setting_field::SettingField;
use crate::state::{Tone, use_desk};
use coe_domain::{MessageFailure, Phone};
use coe_wire::gateway::{TestAnswer, TestMessage};
use leptos::prelude::*;

/// The number, the question, and the answer.
#[component]
pub fn TestMessagePart(
    /// The gateway as typed.
    form: Form,
) -> impl IntoView {
    let desk = use_desk();
    let language = use_language();
    let number = desk.unsaved.test_number;
    let asked = RwSignal::new(None::<Phone>);
    let wrong = RwSignal::new(false);
    let answer = RwSignal::new(None::<TestAnswer>);
    let busy = use_busy();
    let ask = move || {
        answer.set(None);
        busy.clear();
        match Phone::parse(&number.get_untracked()) {
            Ok(phone) => {
                wrong.set(false);
                asked.set(Some(phone));
                request_animation_frame(|| focus::by_test_id("test-confirm"));
            }
            Err(_) => wrong.set(true),
        }
    };
    let send = move |()| {
        let Some(phone) = asked.get_untracked() else {
            return;
        };
        let input = TestMessage {
            form: untrack(|| form.get()),
            to: phone.as_str().to_owned(),
            language: language.get_untracked(),
        };
        busy.run_or(
            async move { ipc::settings::send_test_message(&input).await },
            move |told| {
                asked.set(None);
                answer.set(Some(told));
            },
            move || asked.set(None),
        );
    };
    let question = move || {
        let phone = asked.get()?;
        let language = language.get();
        let gateway = vocabulary::label(form.get().choice.kind).text(language);
        let values = [
            ("phone", phone.formatted()),
            ("gateway", gateway.to_owned()),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        Some(words::TEST_WARNING.fill(language, &values))
    };
    view! {
        <form
            class="gateway-card"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                ask();
            }
        >
            <h2>{t(words::TEST_MESSAGE)}</h2>
            <div class="gateway-test">
                <SettingField
                    label=Signal::stored(words::TEST_TO)
                    hint=Signal::stored(words::TEST_TO_HINT)
                    wrong=MaybeProp::derive(move || wrong.get().then_some(words::TEST_TO_WRONG))
                    value=number
                    on_type=move |text| {
                        number.set(text);
                        wrong.set(false);
                        asked.set(None);
                    }
                    digits=true
                    test_id="test-number"
                />
                <Button
                    phrase=words::TEST_MESSAGE
                    icon=IconName::Send
                    submit=true
                    disabled=Signal::derive(move || asked.with(Option::is_some) || number.with(|text| text.trim().is_empty()))
                    on_press=|()| {}
                    test_id="test-send"
                />
            </div>
            {move || question().map(|question| view! {
                <div class="settle-confirm" role="group" data-testid="test-question">
                    <p>{question}</p>
                    <div class="settle-buttons">
                        <Button
                            phrase=words::TEST_SEND
                            kind=ButtonKind::Primary
                            icon=IconName::Send
                            busy=busy.running()
                            on_press=send
                            test_id="test-confirm"
                        />
                        <Button
                            phrase=crate::i18n::messages::GO_BACK
                            kind=ButtonKind::Quiet
                            disabled=busy.running()
                            on_press=move |()| asked.set(None)
                        />
                    </div>
                </div>
            })}
            <ErrorBox error=busy.error() test_id="test-error"/>
            {move || answer.get().map(|answer| {
                let (tone, sentence) = told(&answer, language.get());
                view! {
                    <p class=format!("gateway-answer {}", tone.class()) role="status" data-testid="test-answer">
                        <Icon name=tone.icon()/>
                        <strong>{sentence}</strong>
                    </p>
                }
            })}
        </form>
    }
}

fn told(answer: &TestAnswer, language: Language) -> (Tone, String) {
    let because = |phrase: crate::i18n::Phrase, cause: MessageFailure| {
        let cause = vocabulary::label(cause).text(language);
        phrase.fill(language, &[("cause", cause)])
    };
    match answer {
        TestAnswer::Taken { .. } => (Tone::Good, words::TEST_TAKEN.text(language).to_owned()),
        TestAnswer::NotTaken { cause } => (Tone::Bad, because(words::TEST_NOT_TAKEN, *cause)),
        TestAnswer::Unknown { cause } => (Tone::Warn, because(words::TEST_UNKNOWN, *cause)),
    }
}
