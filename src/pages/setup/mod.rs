//! Choosing the database of this computer: at the first start, and from the sign-in page later.

mod choices;
mod entry;
mod field;
mod found;
mod managed;
mod server;

use super::sign_in::Switches;
use crate::components::{Busy, Button, ButtonKind, ErrorBox, IconName, Skeleton, use_busy};
use crate::i18n::{Phrase, common, setup as words, t_of};
use crate::ipc;
use crate::keys::{Binding, Scope, use_keys};
use crate::state::{Desk, use_desk};
use choices::Choices;
use coe_wire::connection::DatabaseChoice;
use leptos::prelude::*;
use managed::Managed;
use server::ServerPage;

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The desk has not told yet what is chosen.
    Asking,
    /// An administrator decides.
    Managed,
    /// The two ways to run.
    Choices,
    /// The server of the shared database.
    Server,
}

impl Step {
    const fn title(self) -> Phrase {
        match self {
            Self::Managed => words::MANAGED_TITLE,
            Self::Server => words::SERVER_TITLE,
            Self::Asking | Self::Choices => words::TITLE,
        }
    }

    const fn purpose(self, first_time: bool) -> Phrase {
        match self {
            Self::Managed => words::MANAGED,
            Self::Server => words::SERVER_PURPOSE,
            Self::Asking | Self::Choices if first_time => words::PURPOSE,
            Self::Asking | Self::Choices => words::PURPOSE_CHANGE,
        }
    }
}

/// The page. Going back loses nothing that was typed.
#[component]
pub fn SetupPage() -> impl IntoView {
    let desk = use_desk();
    let gate = desk.gate;
    let asking = use_busy();
    let busy = use_busy();
    let ask = move || {
        asking.run(ipc::connection::setup(), move |view| {
            gate.setup.set(Some(view));
        });
    };
    ask();

    let step = Memo::new(move |_| {
        let managed = gate
            .setup
            .with(|view| view.as_ref().map(|view| view.managed));
        match managed {
            None => Step::Asking,
            Some(true) => Step::Managed,
            Some(false) if gate.server.open.get() => Step::Server,
            Some(false) => Step::Choices,
        }
    });
    let first_time = Memo::new(move |_| {
        desk.session
            .with(|state| state.as_ref().is_some_and(|state| state.needs_setup))
    });
    let can_go_back = Signal::derive(move || {
        !busy.running().get() && (step.get() == Step::Server || !first_time.get())
    });
    let back = move || {
        busy.clear();
        if step.get_untracked() == Step::Server {
            gate.server.open.set(false);
        } else {
            gate.choosing.set(false);
        }
    };
    use_keys(
        Scope::Page,
        &[Binding::new("Escape", common::BACK, back).when(can_go_back)],
    );
    let chosen = Memo::new(move |_| gate.setup.get());
    view! {
        <div class="gate">
            <Switches/>
            <main class="gate-card setup" data-testid="setup">
                <header class="setup-head">
                    <span class="mark-sign" aria-hidden="true">"โต๊ะ"</span>
                    <div>
                        <h1>{t_of(move || step.get().title())}</h1>
                        <p class="muted">{t_of(move || step.get().purpose(first_time.get()))}</p>
                    </div>
                </header>
                {move || match step.get() {
                    Step::Asking => view! {
                        <ErrorBox error=asking.error() retry=Callback::new(move |()| ask()) test_id="setup-error"/>
                        <Show when=move || asking.running().get()><Skeleton lines=4/></Show>
                    }.into_any(),
                    Step::Managed => chosen.get().map(|view| view! { <Managed view/> }).into_any(),
                    Step::Choices => chosen.get().map(|view| view! { <Choices view busy/> }).into_any(),
                    Step::Server => view! { <ServerPage busy/> }.into_any(),
                }}
                <Show when=move || step.get() == Step::Server || !first_time.get()>
                    <div class="setup-foot">
                        <Button
                            phrase=common::BACK
                            kind=ButtonKind::Quiet
                            icon=IconName::ChevronLeft
                            key_hint="Escape"
                            disabled=busy.running()
                            on_press=move |()| back()
                            test_id="setup-back"
                        />
                    </div>
                </Show>
            </main>
        </div>
    }
}

/// Takes a database for this computer and goes on to sign in, as `username` where that is known;
/// calls `failed` where it is not taken.
fn choose(
    desk: Desk,
    busy: Busy,
    choice: DatabaseChoice,
    username: String,
    failed: impl FnOnce() + 'static,
) {
    busy.run_or(
        async move { ipc::connection::choose_database(&choice).await },
        move |state| {
            desk.gate.chosen(username);
            desk.enter(state);
        },
        failed,
    );
}
