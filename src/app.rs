//! The window: which of its faces shows, and what runs for as long as it lives.

use crate::components::Toasts;
use crate::i18n::sign_in as words;
use crate::i18n::t;
use crate::ipc;
use crate::keys::listen_keys;
use crate::pages::database_problem::DatabaseProblem;
use crate::pages::frame::Frame;
use crate::pages::sign_in::SignInPage;
use crate::state::Desk;
use coe_wire::UiError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The faces of the window. A page stays as it is while its face does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Face {
    /// The desk has not answered yet.
    Starting,
    /// The desk did not answer, or its database cannot be used.
    Problem(UiError),
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
        desk.session.with(|session| match session {
            None => silent.get().map_or(Face::Starting, Face::Problem),
            Some(state) => match (&state.database.error, &state.staff) {
                (Some(error), None) => Face::Problem(error.clone()),
                (None, None) => Face::SignIn,
                (_, Some(_)) => Face::Working,
            },
        })
    });
    view! {
        {move || match face.get() {
            Face::Starting => view! { <div class="starting" role="status">{t(words::STARTING)}</div> }.into_any(),
            Face::Problem(error) => view! { <DatabaseProblem error retry=ask/> }.into_any(),
            Face::SignIn => view! { <SignInPage/> }.into_any(),
            Face::Working => view! { <Frame/> }.into_any(),
        }}
        <Toasts/>
    }
}
