//! A number beside the texts, with a button of its own.

use super::Texts;
use crate::components::{Button, ErrorBox, use_busy};
use crate::i18n::{Phrase, settings as words};
use crate::ipc;
use crate::pages::settings::baht::{baht, satang, whole};
use crate::pages::settings::setting_field::SettingField;
use crate::state::{Tone, use_desk};
use crate::unsaved::Number;
use coe_wire::texts::{HIGHEST_SATANG, LONGEST_REMINDER_MINUTES, MessageNumbers};
use leptos::prelude::*;

/// The number.
#[component]
pub fn NumberField(
    /// Which one.
    number: Number,
) -> impl IntoView {
    let desk = use_desk();
    let texts = expect_context::<Texts>();
    let saved = Signal::derive(move || texts.numbers().map(|numbers| shown(number, numbers)));
    let typed = Signal::derive(move || {
        let typed = desk.unsaved.number(number);
        typed.or_else(|| saved.get()).unwrap_or_default()
    });
    let wanted = move || with(number, &typed.get(), texts.numbers()?);
    let changed = move || {
        desk.unsaved
            .number(number)
            .is_some_and(|it| Some(it) != saved.get())
    };
    let wrong =
        MaybeProp::derive(move || (changed() && wanted().is_none()).then_some(words::NUMBER_WRONG));
    let busy = use_busy();
    let save = move || {
        let Some(numbers) = untrack(wanted).filter(|_| untrack(changed)) else {
            return;
        };
        busy.run(
            ipc::settings::save_message_numbers(numbers),
            move |numbers| {
                desk.unsaved.drop_number(number);
                texts.saved.update(|saved| {
                    if let Some(saved) = saved {
                        saved.numbers = numbers;
                    }
                });
                let language = desk.preferences.language.get_untracked();
                desk.toast(Tone::Good, words::NUMBERS_SAVED.text(language));
            },
        );
    };
    let (label, hint, test_id, save_id) = names(number);
    view! {
        <form
            class="text-number"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <SettingField
                label
                hint
                wrong
                value=typed
                on_type=move |text| desk.unsaved.type_number(number, text)
                digits=true
                test_id
            />
            <Button
                phrase=words::SAVE
                submit=true
                busy=busy.running()
                disabled=Signal::derive(move || !changed() || wanted().is_none())
                on_press=|()| {}
                test_id=save_id
            />
            <ErrorBox error=busy.error()/>
        </form>
    }
}

/// A number as it stands in its field.
fn shown(number: Number, numbers: MessageNumbers) -> String {
    match number {
        Number::Reminder => numbers.call_reminder_minutes.to_string(),
        Number::Cost => baht(numbers.satang_per_segment),
    }
}

/// The numbers with this one as typed; `None` where that is none, or out of bounds.
fn with(number: Number, typed: &str, now: MessageNumbers) -> Option<MessageNumbers> {
    Some(match number {
        Number::Reminder => MessageNumbers {
            call_reminder_minutes: whole(typed).filter(|it| *it <= LONGEST_REMINDER_MINUTES)?,
            ..now
        },
        Number::Cost => MessageNumbers {
            satang_per_segment: satang(typed).filter(|it| *it <= HIGHEST_SATANG)?,
            ..now
        },
    })
}

const fn names(number: Number) -> (Phrase, Phrase, &'static str, &'static str) {
    match number {
        Number::Reminder => (
            words::REMINDER,
            words::REMINDER_HINT,
            "reminder-minutes",
            "reminder-save",
        ),
        Number::Cost => (words::COST, words::COST_HINT, "segment-cost", "cost-save"),
    }
}
