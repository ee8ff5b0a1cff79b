//! `import-members`.

use super::{End, Session, connect};
use crate::arguments::Arguments;
use crate::members::{self, Contents, FileError, Numbered, Refusal};
use crate::problem::Problem;
use crate::system::today;
use crate::terminal::{confirm, progress, say};
use coe_store::StoreError;
use coe_store_postgres::admin::{Admin, AdminError, Candidate, Judged};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Rows of one transaction.
const BATCH: usize = 1000;

/// How often a batch is tried when somebody else changes the same rows at the same moment.
const ATTEMPTS: u32 = 4;

/// How many refusals are shown where there is no report.
const SHOWN: usize = 20;

#[derive(Default)]
struct Counts {
    added: u64,
    updated: u64,
    same: u64,
}

pub(super) async fn run(
    arguments: &Arguments,
    file: &Path,
    dry_run: bool,
    report: Option<&Path>,
) -> Result<End, Problem> {
    let input = File::open(file).map_err(|_| FileError::Unreadable)?;
    let contents = members::read(BufReader::new(input), today())?;
    // Before anything is written, so that no refusal is lost.
    let report = report
        .map(|path| File::create(path).map_err(|_| Problem::Report))
        .transpose()?;
    let mut session = connect(arguments).await?;
    if !dry_run {
        let question = format!(
            "Take {} of {} row(s) into the register of {}?",
            contents.members.len(),
            contents.rows,
            session.place
        );
        confirm(&question, arguments.yes)?;
    }
    let Contents {
        rows,
        members,
        mut refusals,
    } = contents;
    let taken = take_all(&mut session, &members, dry_run, &mut refusals).await;
    // Also after a failure: what was refused until then stays known.
    refusals.sort();
    if let Some(report) = report {
        members::write_report(&mut refusals, report).map_err(|_| Problem::Report)?;
    } else {
        show(&refusals);
    }
    let counts = taken?;
    session.admin.close().await;
    let mut lines: Vec<_> = refusals.iter().map(|refusal| refusal.line).collect();
    lines.dedup();
    let would = if dry_run { "would be " } else { "" };
    say(&format!(
        "{rows} row(s): {} {would}added, {} {would}updated, {} as they are, {} refused.",
        counts.added,
        counts.updated,
        counts.same,
        lines.len()
    ));
    Ok(if refusals.is_empty() {
        End::Well
    } else {
        End::Found
    })
}

async fn take_all(
    session: &mut Session,
    members: &[Numbered],
    dry_run: bool,
    refusals: &mut Vec<Refusal>,
) -> Result<Counts, Problem> {
    let bar = progress(members.len() as u64);
    let mut counts = Counts::default();
    for batch in members.chunks(BATCH) {
        let candidates: Vec<_> = batch.iter().map(|one| one.candidate.clone()).collect();
        let judged = if dry_run {
            session.admin.judge_members(&candidates).await?
        } else {
            take(&mut session.admin, &candidates).await?
        };
        for (one, judged) in batch.iter().zip(judged) {
            match judged {
                Judged::Added => counts.added += 1,
                Judged::Updated => counts.updated += 1,
                Judged::Same => counts.same += 1,
                Judged::Refused(values) => {
                    refusals.extend(values.into_iter().map(|value| Refusal {
                        line: one.line,
                        member_no: one.candidate.member.member_no.clone(),
                        column: value.column,
                        code: value.code,
                    }));
                }
            }
        }
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    Ok(counts)
}

/// The portal works meanwhile and may add the same member: then the batch is judged anew.
async fn take(admin: &mut Admin, batch: &[Candidate]) -> Result<Vec<Judged>, AdminError> {
    let mut attempt = 1;
    loop {
        match admin.take_members(batch).await {
            Err(AdminError::Store(StoreError::Conflict | StoreError::Duplicate { .. }))
                if attempt < ATTEMPTS =>
            {
                attempt += 1;
            }
            taken => return taken,
        }
    }
}

/// The first refusals, and how often each reason occurs. No values, as in the report.
fn show(refusals: &[Refusal]) {
    if refusals.is_empty() {
        return;
    }
    for refusal in refusals.iter().take(SHOWN) {
        say(&format!(
            "line {}: {} {}",
            refusal.line, refusal.column, refusal.code
        ));
    }
    if refusals.len() <= SHOWN {
        return;
    }
    say("… and more; --report FILE lists them all. Altogether:");
    let mut reasons: BTreeMap<_, u64> = BTreeMap::new();
    for refusal in refusals {
        *reasons.entry((refusal.column, refusal.code)).or_default() += 1;
    }
    for ((column, code), count) in reasons {
        say(&format!("  {count:>7} {column} {code}"));
    }
}
