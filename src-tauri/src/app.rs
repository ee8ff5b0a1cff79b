//! Starting the app.

use crate::arguments::Arguments;
use crate::database::Opened;
use crate::remembered::Keyring;
use crate::state::AppState;
use crate::system::{SystemClock, SystemRng};
use crate::{commands, database, photo_protocol, watch};
use clap::Parser;
use coe_sms::{Dispatcher, Simulator};
use coe_wire::UiError;
use coe_wire::photo::SCHEME;
use coe_wire::session::SecretService;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{App, AppHandle, Manager};
use tracing_subscriber::EnvFilter;

/// Runs the app until its window closes.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let built = tauri::Builder::default()
        .register_asynchronous_uri_scheme_protocol(SCHEME, |context, request, responder| {
            let state = Arc::clone(&context.app_handle().state::<Arc<AppState>>());
            tauri::async_runtime::spawn(async move {
                responder.respond(photo_protocol::answer(&state, request.uri().path()).await);
            });
        })
        .invoke_handler(commands::handler())
        .setup(move |app| {
            set_up(app, &arguments);
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window cannot be opened");
            ExitCode::FAILURE
        }
    }
}

fn set_up(app: &App, arguments: &Arguments) {
    let path = arguments.database();
    let keyring = Keyring::new(&path);
    // The secret service answers over D-Bus, which may be slow or absent: ask beside the database.
    let asked = std::thread::spawn({
        let keyring = keyring.clone();
        move || (keyring.state(), keyring.read())
    });
    std::thread::spawn(coe_evidence::warm_up);
    let opened = tauri::async_runtime::block_on(database::open(&path));
    let (secret_service, remembered) = asked.join().unwrap_or((SecretService::Unavailable, None));
    let remembered = remembered.map(|remembered| remembered.username);
    let state = Arc::new(AppState::new(path, keyring, secret_service, remembered));
    app.manage(Arc::clone(&state));
    adopt(app.handle(), &state, opened);
}

/// Puts an open database to work.
pub(crate) fn adopt(app: &AppHandle, state: &Arc<AppState>, opened: Result<Opened, UiError>) {
    if !state.adopt(opened) {
        return;
    }
    let Ok(desk) = state.desk().cloned() else {
        return;
    };
    let dispatcher = Dispatcher::new(
        Arc::clone(&desk.store),
        Arc::new(Simulator::new(Arc::new(SystemRng))),
        Arc::new(SystemClock),
        Arc::new(SystemRng),
    );
    watch::start(app, state, &desk, dispatcher);
}
