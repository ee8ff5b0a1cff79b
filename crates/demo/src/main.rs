//! `coe-desk-demo`: makes the database that the demo and the end-to-end stories start from.

mod history;
mod photos;
mod plan;
mod register;
mod scale;
mod stage;

use chrono::{DateTime, Utc};
use clap::Parser;
use coe_domain::thai_date::bangkok;
use coe_domain::{GatewayKind, Phone};
use coe_store::Store;
use coe_store_sqlite::{Options, SqliteStore};
use coe_testkit::person;
use coe_usecases::{DeskError, DeskResult, settings};
use coe_wire::gateway::GatewayChoice;
use history::Play;
use photos::Order;
use plan::Oddity;
use stage::{PASSWORD, STAFF, Stage};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// Makes the demo database: invented members, requests of every kind, specimen photos.
#[derive(Debug, Parser)]
#[command(name = "coe-desk-demo", version)]
struct Arguments {
    /// Folder of the database `desk.sqlite`.
    #[arg(long, value_name = "FOLDER")]
    data_dir: PathBuf,
    /// Make it anew where there is one.
    #[arg(long)]
    reset: bool,
    /// File this many further requests, each with two tiny photos.
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    scale: u32,
    /// Make a few requests only: what the end-to-end stories start from.
    #[arg(long)]
    small: bool,
    /// Send messages to this address, in the protocol of Twilio. Without it, to the simulator in the app.
    #[arg(long, value_name = "URL")]
    gateway_url: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let database = arguments.data_dir.join("desk.sqlite");
    let made = if database.exists() && !arguments.reset {
        say("The demo database is there already.");
        Ok(())
    } else {
        make(&arguments, &database).await
    };
    let ready = match (made, &arguments.gateway_url) {
        (Ok(()), Some(url)) => send_by(&database, url).await,
        (made, _) => made,
    };
    match ready {
        Ok(()) => {
            credentials();
            ExitCode::SUCCESS
        }
        Err(problem) => {
            say(&format!("The demo database could not be made: {problem}"));
            ExitCode::FAILURE
        }
    }
}

/// Chooses the gateway, as somebody would on the page of settings.
async fn send_by(database: &Path, url: &str) -> Result<(), String> {
    let choose = async {
        let store = SqliteStore::open(database, &Options::default()).await?;
        let mut unit = store.write().await?;
        let choice = GatewayChoice {
            kind: GatewayKind::Twilio,
            sender: "COE".to_owned(),
            base_url: Some(url.to_owned()),
            ..GatewayChoice::default()
        };
        let json = serde_json::to_string(&choice).map_err(|_| internal())?;
        unit.put_setting(settings::SMS_GATEWAY, &json, None).await?;
        unit.commit().await?;
        DeskResult::Ok(())
    };
    choose.await.map_err(|error| error.to_string())
}

/// Makes the database under another name first, so that a half-made one is never taken for whole.
async fn make(arguments: &Arguments, database: &Path) -> Result<(), String> {
    let plain = |error: std::io::Error| error.to_string();
    std::fs::create_dir_all(&arguments.data_dir).map_err(plain)?;
    let unfinished = arguments.data_dir.join("unfinished.sqlite");
    for path in [unfinished.as_path(), database] {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            match std::fs::remove_file(name) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(plain(error));
                }
                _ => {}
            }
        }
    }
    tell_the_past(arguments, &unfinished)
        .await
        .map_err(|error| error.to_string())?;
    std::fs::rename(&unfinished, database).map_err(plain)
}

async fn tell_the_past(arguments: &Arguments, path: &Path) -> DeskResult<()> {
    let store = SqliteStore::create(path, &Options::for_seeding()).await?;
    let now = now();
    let today = bangkok(now).date();
    let mut entries = if arguments.small {
        plan::few()
    } else {
        plan::ENTRIES.to_vec()
    };
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.age));
    let orders: Vec<Order> = (0_u32..)
        .zip(&entries)
        .map(|(at, entry)| Order {
            person: person(at),
            entry: *entry,
            seed: u64::from(at),
        })
        .collect();
    let total = orders.len();
    let photos = photos::draw_all(&orders, today, &|done| {
        progress(
            &format!("drawing specimen photos: {done} of {total} requests"),
            done == total,
        );
    });
    let stage = Stage::set(store, now).await?;
    let people: Vec<_> = (0..if arguments.small { 60 } else { 300 })
        .map(person)
        .collect();
    let members = register::add_members(&stage, &people, today, 0).await?;
    let mut other = people.len() - 1;
    for (at, (order, photos)) in orders.iter().zip(photos).enumerate() {
        if matches!(
            order.entry.oddity,
            Oddity::NumberTaken | Oddity::NumberRecycled
        ) {
            other -= 1;
        }
        let phone = Phone::parse(&people[other].phone).map_err(|_| internal())?;
        let play = Play {
            order,
            photos,
            member: members[at],
            other: (members[other], phone),
        };
        let id = history::file(&stage, &play).await?;
        history::play(&stage, &play, id).await?;
        progress(
            &format!("telling the past of {} of {total} requests", at + 1),
            at + 1 == total,
        );
    }
    if arguments.scale > 0 {
        let count = arguments.scale;
        scale::file_many(&stage, count, today, &|done| {
            progress(
                &format!("filing {done} of {count} further requests"),
                done == count,
            );
        })
        .await?;
    }
    stage.close().await
}

fn internal() -> DeskError {
    coe_wire::ErrorCode::Internal.into()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the demo ends at the real present; this is its one look at the clock"
)]
fn now() -> DateTime<Utc> {
    DateTime::from(
        UNIX_EPOCH
            + SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default(),
    )
}

/// Shows how far a step is: in place on a terminal, and only its end elsewhere.
fn progress(text: &str, last: bool) {
    let mut out = std::io::stderr();
    // A closed terminal is no reason to stop.
    let _ = if out.is_terminal() {
        write!(out, "\r\x1b[2K{text}{}", if last { "\n" } else { "" })
    } else if last {
        writeln!(out, "{text}")
    } else {
        Ok(())
    };
}

fn say(text: &str) {
    // As above.
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn credentials() {
    say(&format!("Sign in with the password {PASSWORD} as:"));
    for (username, display_name, role) in STAFF {
        say(&format!(
            "  {username:<10} {} ({display_name})",
            role.code()
        ));
    }
}
