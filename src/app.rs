//! The window: which of its faces shows, and what runs for as long as it lives.

use crate::components::Toasts;
use crate::i18n::sign_in as words;
use crate::i18n::t;
use crate::ipc;
use crate::keys::listen_keys;
use crate::pages::database_problem::DatabaseProblem;
use crate::pages::frame::Frame;
use crate::pages::setup::SetupPage;
use crate::pages::sign_in::SignInPage;
use crate::state::Desk;
use coe_wire::session::{DatabaseKind, SessionState};
use coe_wire::{ErrorCode, UiError};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The faces of the window. A page stays as it is while its face does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Face {
    /// The desk has not answered yet.
    Starting,
    /// The desk did not answer, or its database cannot be used.
    Problem(UiError),
    /// The database of this computer is being chosen.
    Setup,
    /// Nobody is signed in.
    SignIn,
    /// Somebody works.
    Working,
}

/// The page of the window.
#[component]
pub fn App() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    listen_keys();
    ipc::watch_failures(move |code| desk.notice_failure(code));
    spawn_local(async move {
        // Without events the pages still work; they are then fresh when opened.
        let _ = ipc::listen_desk_events(move |event| desk.hear(event)).await;
    });

    let silent = RwSignal::new(None::<UiError>);
    let ask = Callback::new(move |()| {
        spawn_local(async move {
            match ipc::session::session_state().await {
                Ok(state) => {
                    silent.set(None);
                    desk.enter(state);
                }
                Err(error) => silent.set(Some(error)),
            }
        });
    });
    ask.run(());

    let face = Memo::new(move |_| {
        let choosing = desk.gate.choosing.get();
        desk.session.with(|session| match session {
            None => silent.get().map_or(Face::Starting, Face::Problem),
            Some(state) => face_of(state, choosing),
        })
    });
    view! {
        {move || match face.get() {
            Face::Starting => view! { <div class="starting" role="status">{t(words::STARTING)}</div> }.into_any(),
            Face::Problem(error) => view! { <DatabaseProblem error retry=ask/> }.into_any(),
            Face::Setup => view! { <SetupPage/> }.into_any(),
            Face::SignIn => view! { <SignInPage retry=ask/> }.into_any(),
            Face::Working => view! { <Frame/> }.into_any(),
        }}
        <Toasts/>
    }
}

/// The face for a session. A server that may answer in a moment is a matter of the sign-in page,
/// where its people try again; anything else keeps them from signing in at all.
fn face_of(state: &SessionState, choosing: bool) -> Face {
    if state.staff.is_some() {
        return Face::Working;
    }
    if state.needs_setup || choosing {
        return Face::Setup;
    }
    match &state.database.error {
        Some(error) if state.database.kind == DatabaseKind::Embedded || !is_passing(error.code) => {
            Face::Problem(error.clone())
        }
        _ => Face::SignIn,
    }
}

/// Whether a server that fails like this may be back without anybody changing a setting here.
fn is_passing(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::ServerUnreachable
            | ErrorCode::ServerFull
            | ErrorCode::ServerNotTrusted
            | ErrorCode::ServerNoTls
            | ErrorCode::DatabaseUnavailable
            | ErrorCode::DatabaseBusy
    )
}
