//! `migrate`.

use super::{End, connect};
use crate::arguments::Arguments;
use crate::problem::Problem;
use crate::terminal::{confirm, say, tell};

pub(super) async fn run(arguments: &Arguments, dry_run: bool) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    let admin = &mut session.admin;
    let from = admin.schema().await?;
    let pending = admin.pending().await?;
    if dry_run {
        say(&format!(
            "The schema is {from}. Missing migrations: {}.",
            pending.len()
        ));
        for migration in &pending {
            say(&format!(
                "  {:04} {}",
                migration.version, migration.description
            ));
        }
        return Ok(End::Well);
    }
    if !pending.is_empty() {
        let question = format!(
            "Apply {} migration(s) to the database {}?",
            pending.len(),
            session.place
        );
        confirm(&question, arguments.yes)?;
    }
    let done = admin.migrate().await?;
    if !done.made_roles.is_empty() {
        say(&format!("Made the roles {}.", done.made_roles.join(", ")));
    }
    if done.from == done.to {
        say(&format!("The schema is {} already.", done.to));
    } else {
        say(&format!(
            "The schema was {} and is {} now.",
            done.from, done.to
        ));
    }
    if admin.seal_clock().await? {
        say("The clock is sealed: from now on it is the server's.");
    }
    if !admin.is_superuser() {
        tell(
            "note: only a superuser can keep roles from making large objects; \"check\" will say so \
             until one has run \"migrate\".",
        );
    }
    session.admin.close().await;
    Ok(End::Well)
}
