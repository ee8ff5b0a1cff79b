//! Starting the app.

use crate::arguments::Arguments;
use crate::configuration::Places;
use crate::events::to_page;
use crate::remembered::SystemSecrets;
use crate::server::Postgres;
use crate::state::AppState;
use crate::{commands, database, photo_protocol};
use clap::Parser;
use coe_wire::photo::SCHEME;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{App, Manager};
use tracing_subscriber::EnvFilter;

/// Runs the app until its window closes.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A server's own words may hold values of a row.
    let usual = "info,sqlx::postgres::notice=off";
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
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
    let state = Arc::new(AppState::new(
        Places::new(arguments),
        Box::new(Postgres),
        Arc::new(SystemSecrets),
        to_page(app.handle().clone()),
    ));
    // Beside the database: the secret service may be slow or absent.
    let asked = std::thread::spawn({
        let state = Arc::clone(&state);
        move || state.ask_secrets()
    });
    std::thread::spawn(coe_evidence::warm_up);
    tauri::async_runtime::block_on(database::open_chosen(&state));
    // What panicked has told nothing: nobody is remembered then.
    let _ = asked.join();
    app.manage(state);
}
