//! Measures the real window: how soon the photos of a request are on the screen, and how smoothly
//! a long queue scrolls. Prints figures; judges nothing, because a busy machine is no defect.

use clap::Parser;
use coe_e2e::{Desk, Desktop, E2eError, OFFICER, Programs, Workspace};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Figures of the real window.
#[derive(Debug, Parser)]
struct Args {
    /// The demo with photos as phones take them.
    #[arg(long)]
    data_dir: PathBuf,

    /// A demo with very many requests.
    #[arg(long)]
    many: PathBuf,
}

/// Takes the next request; answers with the milliseconds until both its photos are decoded.
const TAKE_NEXT: &str = "
    const done = arguments[arguments.length - 1];
    const number = () => document.querySelector('[data-testid=request-no]')?.textContent;
    const shown = id => {
        const image = document.querySelector(`img[data-testid=photo-${id}]`);
        return image && image.complete && image.naturalWidth > 0;
    };
    const before = number();
    const start = performance.now();
    document.querySelector('[data-testid=take-next]').click();
    const look = () => {
        const there = number() && number() !== before && shown('id_card') && shown('selfie');
        if (there || performance.now() - start > 5000) done(performance.now() - start);
        else setTimeout(look, 1);
    };
    look();";

/// Scrolls the queue; answers with the milliseconds of every frame.
const SCROLL: &str = "
    const [step, frames, done] = arguments;
    let list = document.querySelector('[data-testid=queue-row]');
    while (list && list.scrollHeight <= list.clientHeight + 1) list = list.parentElement;
    const times = [];
    let last;
    const frame = now => {
        if (last !== undefined) times.push(now - last);
        last = now;
        list.scrollTop += step;
        if (times.length < frames) requestAnimationFrame(frame);
        else done([list.scrollHeight, ...times]);
    };
    requestAnimationFrame(frame);";

#[tokio::main]
async fn main() -> ExitCode {
    match measure(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "No figures: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn measure(args: &Args) -> Result<(), E2eError> {
    let desk = open(&args.data_dir).await?;
    let opened = openings(&desk).await;
    desk.close().await?;
    let opened = opened?;
    say(&format!(
        "first request opened, photos not prefetched: {:.0} ms",
        opened[0]
    ));
    tell("next request opened, photos prefetched", &opened[1..]);

    let desk = open(&args.many).await?;
    let scrolled = scrolls(&desk).await;
    desk.close().await?;
    scrolled
}

async fn open(data_dir: &Path) -> Result<Desk, E2eError> {
    let programs = Programs::find()?;
    let workspace = Workspace::copy_of(data_dir)?;
    let unseen = std::env::temp_dir();
    let desk = Desk::open_on(programs, workspace, Desktop::start()?, &unseen).await?;
    desk.sign_in(OFFICER).await?;
    desk.app.wait_for("queue-row").await?;
    Ok(desk)
}

async fn openings(desk: &Desk) -> Result<Vec<f64>, E2eError> {
    let mut times = Vec::new();
    for _ in 0..9 {
        // Time enough to render the photos of the next request, as while somebody reviews.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let session = desk.app.session();
        times.push(
            session
                .execute_async(TAKE_NEXT, Vec::new())
                .await?
                .convert()?,
        );
    }
    Ok(times)
}

async fn scrolls(desk: &Desk) -> Result<(), E2eError> {
    for step in [0, 40, 200, 1000] {
        let arguments = vec![step.into(), 240.into()];
        let session = desk.app.session();
        let mut times: Vec<f64> = session.execute_async(SCROLL, arguments).await?.convert()?;
        let height = times.remove(0);
        tell(
            &format!("frame while scrolling {height:.0} px by {step} px"),
            &times,
        );
    }
    Ok(())
}

fn tell(what: &str, times: &[f64]) {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |part: usize| sorted[(sorted.len() - 1) * part / 100];
    say(&format!(
        "{what}: p50 {:.1} ms, p95 {:.1} ms, max {:.1} ms ({} times)",
        at(50),
        at(95),
        at(100),
        sorted.len()
    ));
}

fn say(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}
