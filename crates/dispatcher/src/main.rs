//! The program.

use clap::Parser;
use coe_dispatcher::secrets::Sources;
use coe_dispatcher::{Arguments, Configuration, Problem, Service, logging, signals};
use coe_sms::Ended;
use coe_sms::dispatcher::Unwatched;
use std::process::ExitCode;
use std::sync::Arc;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            say(&format!("error: {problem}."), true);
            ExitCode::from(problem.exit_code())
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Problem> {
    let configuration = Configuration::read(&arguments.config)?;
    logging::start(&configuration.log);
    let service = Service::prepare(configuration, Sources::of_process())?;
    if arguments.check {
        let found = service.check().await?;
        say(found.trim_end(), false);
        return Ok(());
    }
    let ended = service.run(Arc::new(Unwatched), signals::stop()?).await?;
    match ended {
        Ended::InGoodOrder => tracing::info!("stopped in good order"),
        Ended::Leaving(messages) => {
            tracing::warn!(messages, "stopped; what was under way becomes unknown")
        }
        Ended::Unnoticed => tracing::warn!("stopped; the database does not know it yet"),
    }
    Ok(())
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what the program answers whoever started it"
)]
fn say(text: &str, trouble: bool) {
    if trouble {
        eprintln!("{text}");
    } else {
        println!("{text}");
    }
}
