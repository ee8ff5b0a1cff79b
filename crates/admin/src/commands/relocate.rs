//! `move`.

use super::{End, connect};
use crate::arguments::Arguments;
use crate::moving::{Compared, Doing, Moved, PORTION, Step, relocate};
use crate::problem::Problem;
use crate::terminal::{confirm, progress, say};
use std::ops::ControlFlow;
use std::path::Path;

pub(super) async fn run(arguments: &Arguments, from: &Path) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    confirm(
        &format!("Move this embedded database into {}?", session.place),
        arguments.yes,
    )?;
    let bar = progress(0);
    let mut watch = |step: Step| {
        bar.set_length(step.total);
        bar.set_position(step.done);
        bar.set_message(match step.doing {
            Doing::Looking => format!("looking at {}", step.table),
            Doing::Copying => format!("copying {}", step.table),
            Doing::Comparing => format!("comparing {}", step.table),
        });
        ControlFlow::Continue(())
    };
    let moved = relocate(from, &mut session.admin, PORTION, &mut watch).await;
    bar.finish_and_clear();
    match moved? {
        Moved::Whole(tables) => {
            say("Moved. Both databases hold the same:");
            show(&tables);
            say(
                "People have no password yet: \"staff list\" names them, \"staff reset\" gives each one.",
            );
        }
        Moved::Already(tables) => {
            say("It was moved before. Both databases hold the same:");
            show(&tables);
        }
        // Nobody stops it here but by ending the program.
        Moved::Stopped => say("Stopped. Run it again to go on."),
    }
    session.admin.close().await;
    Ok(End::Well)
}

fn show(tables: &[Compared]) {
    for table in tables {
        say(&format!(
            "  {:<18} {:>9} row(s)  sha256 {}",
            table.table, table.rows, table.hash
        ));
    }
}
