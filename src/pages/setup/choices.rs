//! The two ways to run, as two cards.

use super::choose;
use crate::components::{Busy, ErrorBox, Icon, IconName, Kbd, Pill};
use crate::i18n::{Phrase, frame, setup as words, t, use_language};
use crate::keys::{Binding, Scope, use_keys};
use crate::state::{Tone, use_desk};
use coe_wire::connection::{DatabaseChoice, SetupView};
use leptos::prelude::*;

/// The cards. The embedded database is opened at once; the shared one is described first.
#[component]
pub fn Choices(
    /// What is chosen now.
    view: SetupView,
    /// Opens a database.
    busy: Busy,
) -> impl IntoView {
    let desk = use_desk();
    let form = desk.gate.server;
    let (embedded_now, server_now) = match &view.choice {
        Some(DatabaseChoice::Embedded) => (true, None),
        Some(DatabaseChoice::Shared(server)) => {
            (false, Some(format!("{}/{}", server.host, server.database)))
        }
        None => (false, None),
    };
    let embedded = move || choose(desk, busy, DatabaseChoice::Embedded, String::new(), || {});
    let path = view.embedded_path.clone();
    let view = StoredValue::new(view);
    let shared = move || {
        if !busy.running().get_untracked() {
            busy.clear();
            view.with_value(|view| form.begin(view));
            form.open.set(true);
        }
    };
    use_keys(
        Scope::Page,
        &[
            Binding::new("1", words::CHOOSE_EMBEDDED, embedded),
            Binding::new("2", words::CHOOSE_SHARED, shared),
        ],
    );
    view! {
        <div class="setup-cards">
            <Card
                title=frame::EMBEDDED
                about=words::EMBEDDED_FOR
                note=words::EMBEDDED_RISK
                go=words::CHOOSE_EMBEDDED
                icon=IconName::Database
                note_icon=IconName::TriangleAlert
                key_hint="1"
                place=Some(path)
                current=embedded_now
                busy=busy.running()
                test_id="setup-embedded"
                on_press=Callback::new(move |()| embedded())
            />
            <Card
                title=frame::SHARED
                about=words::SHARED_FOR
                note=words::SHARED_SAFE
                go=words::CHOOSE_SHARED
                icon=IconName::Server
                note_icon=IconName::Users
                key_hint="2"
                current=server_now.is_some()
                place=server_now
                busy=busy.running()
                test_id="setup-shared"
                on_press=Callback::new(move |()| shared())
            />
        </div>
        <ErrorBox error=busy.error() test_id="setup-error"/>
    }
}

/// One way to run.
#[component]
fn Card(
    /// What it is called.
    title: Phrase,
    /// What it is for.
    about: Phrase,
    /// What to know about it.
    note: Phrase,
    /// Its sign.
    icon: IconName,
    /// The sign of the note.
    note_icon: IconName,
    /// The key that chooses it.
    key_hint: &'static str,
    /// What choosing it does.
    go: Phrase,
    /// Where it is.
    place: Option<String>,
    /// Whether it is chosen now.
    current: bool,
    /// Whether a database is being opened.
    busy: Signal<bool>,
    /// Name for tests.
    test_id: &'static str,
    /// Chooses it.
    on_press: Callback<()>,
) -> impl IntoView {
    let language = use_language();
    view! {
        <button
            type="button"
            class="setup-card"
            data-testid=test_id
            aria-current=current.then_some("true")
            disabled=move || busy.get()
            on:click=move |_| on_press.run(())
        >
            <span class="setup-card-head">
                <Icon name=icon/>
                <strong>{t(title)}</strong>
                <span class="head-space"></span>
                {current.then(|| view! {
                    <Pill
                        tone=Tone::Neutral
                        icon=IconName::Check
                        text=Signal::derive(move || words::IN_USE.text(language.get()).to_owned())
                    />
                })}
                <Kbd key=key_hint/>
            </span>
            <span>{t(about)}</span>
            <span class="hint"><Icon name=note_icon/><span>{t(note)}</span></span>
            {place.map(|place| view! { <span class="setup-place">{place}</span> })}
            <span class="setup-go">{t(go)}<Icon name=IconName::ArrowRight/></span>
        </button>
    }
}
