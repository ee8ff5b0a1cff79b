//! `audit`.

mod place;

use super::End;
use crate::arguments::{Arguments, Audit};
use crate::problem::Problem;
use crate::system::SystemRng;
use crate::terminal::{progress, say, tell};
use chrono::SecondsFormat;
use coe_audit::{
    Anchors, Checkpoint, Coverage, SealingKey, Verdict, read_public_key, read_sealing_key,
    write_key_pair,
};
use place::Place;
use std::fs::OpenOptions;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub(super) async fn run(arguments: &Arguments, audit: &Audit) -> Result<End, Problem> {
    match audit {
        Audit::Keygen { out } => keygen(out),
        Audit::Seal { key, embedded } => seal(arguments, key, embedded.as_deref()).await,
        Audit::Verify {
            checkpoints,
            public_keys,
            embedded,
        } => {
            let anchors = anchors(checkpoints, public_keys)?;
            verify(arguments, &anchors, embedded.as_deref()).await
        }
        Audit::ExportCheckpoint { out, embedded } => {
            export(arguments, out, embedded.as_deref()).await
        }
    }
}

fn keygen(out: &Path) -> Result<End, Problem> {
    let key = SealingKey::draw(&SystemRng);
    let public = write_key_pair(out, &key)?;
    say(&format!("Made the key {}.", key.public().id()));
    say(&format!("  sealing key: {}", out.display()));
    say(&format!("  public half: {}", public.display()));
    tell("note: keep the public half also where the database's administrators cannot change it.");
    Ok(End::Well)
}

async fn seal(arguments: &Arguments, key: &Path, embedded: Option<&Path>) -> Result<End, Problem> {
    let key = read_sealing_key(key)?;
    let mut place = Place::to_write(arguments, embedded).await?;
    let bar = progress(place.waiting().await?);
    let mut sealed = 0;
    let mut total = None;
    while let Some(portion) = place.seal(&key).await? {
        sealed += portion.events;
        total = Some(portion.total);
        bar.inc(portion.events);
        if portion.caught_up {
            break;
        }
    }
    bar.finish_and_clear();
    match total {
        Some(total) => say(&format!(
            "{}: sealed {sealed} event(s) with the key {}; {total} stand in the chain.",
            place.name(),
            key.public().id()
        )),
        None => say(&format!("{}: nothing waits for a seal.", place.name())),
    }
    place.close().await;
    Ok(End::Well)
}

fn anchors(checkpoints: &[PathBuf], public_keys: &[PathBuf]) -> Result<Anchors, Problem> {
    let mut anchors = Anchors::default();
    for file in public_keys {
        anchors.keys.push(read_public_key(file)?);
    }
    for file in checkpoints {
        let text = std::fs::read_to_string(file).map_err(|_| Problem::CheckpointUnreadable)?;
        anchors.checkpoints.push(Checkpoint::parse(&text)?);
    }
    Ok(anchors)
}

async fn verify(
    arguments: &Arguments,
    anchors: &Anchors,
    embedded: Option<&Path>,
) -> Result<End, Problem> {
    let mut place = Place::to_read(arguments, embedded).await?;
    let bar = progress(0);
    let mut watch = |step: coe_audit::Progress| {
        bar.set_length(step.total);
        bar.set_position(step.done);
        ControlFlow::Continue(())
    };
    let verdict = place.verify(anchors, &mut watch).await;
    bar.finish_and_clear();
    let end = tell_verdict(place.name(), &verdict?);
    place.close().await;
    Ok(end)
}

fn tell_verdict(place: &str, verdict: &Verdict) -> End {
    match verdict {
        Verdict::Intact(coverage) => {
            say(&format!("{place}: intact."));
            tell_coverage(coverage);
            End::Well
        }
        Verdict::Broken {
            coverage,
            findings,
            further,
        } => {
            say(&format!(
                "{place}: the log was changed. {} finding(s):",
                findings.len() as u64 + further
            ));
            for finding in findings {
                say(&format!("  {}: {finding}", finding.code()));
            }
            if *further > 0 {
                say(&format!("  … and {further} more."));
            }
            tell_coverage(coverage);
            tell("What each finding means, and what to do now, stands in docs/AUDIT.md.");
            End::Found
        }
        // Nobody stops it here but by ending the program.
        Verdict::Stopped => End::Found,
    }
}

fn tell_coverage(coverage: &Coverage) {
    let until = coverage.sealed_until.map_or_else(
        || "nothing is vouched for by a seal yet".to_owned(),
        |at| {
            let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
            format!("the last good seal is of {at}")
        },
    );
    say(&format!(
        "  {} event(s) in the chain under {} seal(s); {until}; {} newer event(s) wait for one.",
        coverage.events, coverage.seals, coverage.unsealed
    ));
    for key in &coverage.keys {
        let trusted = if key.trusted {
            "which you named"
        } else {
            "for which nobody vouches: compare it with the one you know"
        };
        say(&format!("  sealed with the key {}, {trusted}", key.id));
    }
    match coverage.checkpoints {
        0 => tell(
            "note: no checkpoint was given. A log that was cut off at its end, or written anew with its \
             key, looks like any other without one.",
        ),
        some => say(&format!("  compared with {some} checkpoint(s)")),
    }
}

async fn export(
    arguments: &Arguments,
    out: &Path,
    embedded: Option<&Path>,
) -> Result<End, Problem> {
    if out.exists() {
        return Err(Problem::CheckpointUnwritable);
    }
    let mut place = Place::to_write(arguments, embedded).await?;
    // On record before it leaves.
    let checkpoint = place.export().await?;
    place.close().await;
    let text = checkpoint
        .text()
        .map_err(|_| Problem::CheckpointUnwritable)?;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(out)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .map_err(|_| Problem::CheckpointUnwritable)?;
    say(&format!(
        "Wrote the checkpoint of {} over {} event(s), signed with the key {}.",
        checkpoint
            .sealed_at()
            .to_rfc3339_opts(SecondsFormat::Secs, true),
        checkpoint.events(),
        checkpoint.key().id()
    ));
    Ok(End::Well)
}
