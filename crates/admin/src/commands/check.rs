//! `check`.

use super::{End, connect};
use crate::arguments::Arguments;
use crate::problem::Problem;
use crate::terminal::{say, tell};
use coe_store_postgres::admin::Expectations;

pub(super) async fn run(arguments: &Arguments, administrators: &[String]) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    let accepted = Expectations {
        administrators: administrators.to_vec(),
    };
    let checked = session.admin.check(&accepted).await?;
    if !session.admin.is_superuser() {
        tell(
            "note: only a superuser can see in which form passwords are stored; that was not checked.",
        );
    }
    session.admin.close().await;
    if checked.deviations.is_empty() {
        say(&format!(
            "{}: all {} facts are as they should be, and so are the roles of {} account(s).",
            session.place, checked.facts, checked.people
        ));
        return Ok(End::Well);
    }
    say(&format!(
        "{}: {} deviation(s).",
        session.place,
        checked.deviations.len()
    ));
    for deviation in &checked.deviations {
        say(&format!("  {deviation}"));
    }
    Ok(End::Found)
}
