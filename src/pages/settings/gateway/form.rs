//! Choosing a gateway. Secrets are typed here and never come back.

use super::test_message::TestMessagePart;
use super::trial::Trial;
use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, use_busy};
use crate::i18n::{Phrase, settings as words, t, use_language, vocabulary};
use crate::ipc;
use crate::pages::settings::baht::whole;
use crate::pages::settings::setting_field::SettingField;
use crate::state::{Desk, Tone, use_desk};
use coe_domain::GatewayKind;
use coe_wire::gateway::{
    GatewayChoice, GatewayForm, GatewayTrial, GatewayView, KeptSecrets, SecretPlace,
};
use leptos::prelude::*;
use strum::VariantArray;

/// The gateway as it is saved and as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    saved: StoredValue<GatewayForm>,
    desk: Desk,
}

impl Form {
    fn new(desk: Desk, saved: GatewayChoice) -> Self {
        Self {
            saved: StoredValue::new(GatewayForm {
                choice: saved,
                key: String::new(),
                secret: String::new(),
            }),
            desk,
        }
    }

    /// As typed. Tracks.
    pub fn get(self) -> GatewayForm {
        let typed = self.desk.unsaved.gateway.get();
        typed.unwrap_or_else(|| self.saved.get_value())
    }

    fn change(self, change: impl FnOnce(&mut GatewayForm)) {
        let mut form = untrack(|| self.get());
        change(&mut form);
        self.desk.unsaved.gateway.set(Some(form));
    }

    fn part<T>(self, part: fn(GatewayForm) -> T) -> Signal<T>
    where
        T: Clone + Send + Sync + 'static,
    {
        Signal::derive(move || part(self.get()))
    }
}

/// The form, what came of trying it, and a test message.
#[component]
pub fn GatewayFormPart(
    /// What is in use.
    saved: GatewayChoice,
    /// Which secrets are there.
    secrets: Vec<KeptSecrets>,
    /// Takes what is in use from then on.
    #[prop(into)]
    taken: Callback<GatewayView>,
) -> impl IntoView {
    let desk = use_desk();
    let form = Form::new(desk, saved);
    let trial = RwSignal::new(None::<GatewayTrial>);
    let trying = use_busy();
    let saving = use_busy();
    let kind = Memo::new(move |_| form.get().choice.kind);
    let real = Signal::derive(move || kind.get() != GatewayKind::Simulator);
    // What was found out holds for what was typed then.
    Effect::new(move || {
        desk.unsaved.gateway.track();
        trial.set(None);
    });
    let try_out = move || {
        saving.clear();
        let input = form.get();
        trying.run(
            async move { ipc::settings::try_gateway(&input).await },
            move |found| trial.set(Some(found)),
        );
    };
    let save = move || {
        trying.clear();
        let input = form.get();
        saving.run(
            async move { ipc::settings::save_gateway(&input).await },
            move |found| {
                desk.unsaved.gateway.set(None);
                let language = desk.preferences.language.get_untracked();
                if let GatewayView::Here { choice, .. } = &found {
                    let gateway = vocabulary::label(choice.kind).text(language);
                    let said = words::IN_USE.fill(language, &[("gateway", gateway)]);
                    desk.toast(Tone::Good, &said);
                }
                taken.run(found);
            },
        );
    };
    let error = Signal::derive(move || trying.error().get().or_else(|| saving.error().get()));
    view! {
        <form
            class="gateway-card"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                untrack(save);
            }
        >
            <Kinds form/>
            <Show when=move || real.get()>
                <div class="gateway-fields">
                    <SettingField
                        label=Signal::stored(words::SENDER)
                        hint=Signal::stored(words::SENDER_HINT)
                        value=form.part(|form| form.choice.sender)
                        on_type=move |text| form.change(|form| form.choice.sender = text)
                        test_id="gateway-sender"
                    />
                </div>
                <Secrets form kind secrets=secrets.clone()/>
                <Advanced form/>
            </Show>
            <ErrorBox error test_id="gateway-error"/>
            {move || trial.get().map(|found| view! { <Trial found/> })}
            <div class="gateway-buttons">
                <Button
                    phrase=words::TRY
                    icon=IconName::Refresh
                    busy=trying.running()
                    on_press=move |()| untrack(try_out)
                    test_id="gateway-try"
                />
                <Button
                    phrase=words::USE
                    kind=ButtonKind::Primary
                    submit=true
                    busy=saving.running()
                    on_press=|()| {}
                    test_id="gateway-save"
                />
            </div>
        </form>
        <TestMessagePart form/>
    }
}

#[component]
fn Kinds(form: Form) -> impl IntoView {
    view! {
        <fieldset class="gateway-kinds">
            <legend>{t(words::KIND)}</legend>
            {GatewayKind::VARIANTS.iter().copied().map(|kind| view! {
                <label class="tick">
                    <input
                        type="radio"
                        name="gateway-kind"
                        data-testid=format!("gateway-{}", kind.code())
                        prop:checked=move || form.get().choice.kind == kind
                        on:change=move |_| form.change(|form| {
                            form.choice.kind = kind;
                            // What was typed for one gateway is nothing to tell another.
                            form.key.clear();
                            form.secret.clear();
                            form.choice.base_url = None;
                        })
                    />
                    <span>{t(vocabulary::label(kind))}</span>
                </label>
            }).collect_view()}
        </fieldset>
    }
}

/// Key and secret.
#[component]
fn Secrets(form: Form, kind: Memo<GatewayKind>, secrets: Vec<KeptSecrets>) -> impl IntoView {
    let secrets = StoredValue::new(secrets);
    let place = move |part: fn(&KeptSecrets) -> SecretPlace| {
        Signal::derive(move || {
            secrets.with_value(|secrets| {
                let kept = secrets.iter().find(|kept| kept.kind == kind.get());
                hint(kept.map_or(SecretPlace::Missing, part))
            })
        })
    };
    view! {
        <div class="gateway-fields">
            <SettingField
                label=Signal::derive(move || words::secrets(kind.get()).0)
                hint=place(|kept| kept.key)
                value=form.part(|form| form.key)
                on_type=move |text| form.change(|form| form.key = text)
                secret=true
                test_id="gateway-key"
            />
            <SettingField
                label=Signal::derive(move || words::secrets(kind.get()).1)
                hint=place(|kept| kept.secret)
                value=form.part(|form| form.secret)
                on_type=move |text| form.change(|form| form.secret = text)
                secret=true
                test_id="gateway-secret"
            />
        </div>
        <p class="hint"><Icon name=IconName::Lock/><span>{t(words::SECRET_HINT)}</span></p>
    }
}

const fn hint(place: SecretPlace) -> Phrase {
    match place {
        SecretPlace::Missing => words::SECRET_MISSING,
        SecretPlace::Kept => words::SECRET_KEPT,
        SecretPlace::Environment => words::SECRET_FROM_ENVIRONMENT,
    }
}

/// What is rarely changed.
#[component]
fn Advanced(form: Form) -> impl IntoView {
    let rate = RwSignal::new(untrack(|| form.get()).choice.rate_per_second.to_string());
    let language = use_language();
    view! {
        <details class="gateway-advanced">
            <summary>{move || words::ADVANCED.text(language.get())}</summary>
            <div class="gateway-fields">
                <SettingField
                    label=Signal::stored(words::BASE_URL)
                    hint=Signal::stored(words::BASE_URL_HINT)
                    value=form.part(|form| form.choice.base_url.unwrap_or_default())
                    on_type=move |text: String| form.change(|form| {
                        form.choice.base_url = Some(text.trim().to_owned()).filter(|url| !url.is_empty());
                    })
                    test_id="gateway-url"
                />
                <SettingField
                    label=Signal::stored(words::RATE)
                    hint=Signal::stored(words::RATE_HINT)
                    value=rate
                    on_type=move |text: String| {
                        // What is no number is refused as out of bounds.
                        let wanted = whole(&text).unwrap_or(0);
                        rate.set(text);
                        form.change(|form| form.choice.rate_per_second = wanted);
                    }
                    digits=true
                    test_id="gateway-rate"
                />
            </div>
        </details>
    }
}
