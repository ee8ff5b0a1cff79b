//! `staff …`.

use super::{End, connect};
use crate::arguments::{Arguments, PasswordSource, RoleName, Staff};
use crate::problem::Problem;
use crate::secrets::new_password;
use crate::system::SystemRng;
use crate::terminal::{confirm, say, tell};
use coe_domain::thai_date::bangkok;
use coe_domain::{Role, thai_date};
use coe_store_postgres::admin::{Admin, NewPerson, Person, Verifier};

pub(super) async fn run(arguments: &Arguments, staff: &Staff) -> Result<End, Problem> {
    match staff {
        Staff::Add {
            username,
            name,
            role,
            first,
            password,
        } => {
            let new = NewPerson {
                username: username.parse()?,
                display_name: name.clone(),
                role: role_of(*role, *first)?,
                first: *first,
            };
            add(arguments, &new, *password).await
        }
        Staff::List => list(arguments).await,
        Staff::Lock { username } => lock(arguments, username).await,
        Staff::Unlock { username } => {
            let mut session = connect(arguments).await?;
            session.admin.unlock_person(username).await?;
            say(&format!("{username} may sign in again."));
            session.admin.close().await;
            Ok(End::Well)
        }
        Staff::Reset { username, password } => reset(arguments, username, *password).await,
        Staff::Role { username, role } => change_role(arguments, username, (*role).into()).await,
    }
}

fn role_of(role: Option<RoleName>, first: bool) -> Result<Role, Problem> {
    match (role, first) {
        (None | Some(RoleName::Supervisor), true) => Ok(Role::Supervisor),
        (Some(role), false) => Ok(role.into()),
        _ => Err(Problem::FirstIsSupervisor),
    }
}

/// A new password as the server keeps it; the text too, where it was made up.
fn password(source: PasswordSource) -> Result<(Verifier, Option<String>), Problem> {
    let (password, made_up) = new_password(source, &SystemRng)?;
    let verifier = Verifier::of(&password, &SystemRng)?;
    Ok((verifier, made_up.then_some(password)))
}

fn show(made_up: Option<String>) {
    if let Some(password) = made_up {
        say(&format!("Password, shown this once: {password}"));
    }
}

async fn add(
    arguments: &Arguments,
    new: &NewPerson,
    source: PasswordSource,
) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    let (verifier, made_up) = password(source)?;
    session.admin.add_person(new, &verifier).await?;
    say(&format!(
        "Added {} as {} in {}.",
        new.username,
        new.role.code(),
        session.place
    ));
    show(made_up);
    session.admin.close().await;
    Ok(End::Well)
}

async fn list(arguments: &Arguments) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    let people = session.admin.people().await?;
    session.admin.close().await;
    if people.is_empty() {
        say("Nobody has an account yet. Add the first supervisor: staff add --first …");
        return Ok(End::Well);
    }
    say(&format!(
        "{:<20} {:<11} {:<7} {:<17} {:<8} name",
        "user name", "role", "account", "last sign-in", "sessions"
    ));
    for person in &people {
        say(&line(person));
    }
    Ok(End::Well)
}

fn line(person: &Person) -> String {
    let account = if person.is_active { "open" } else { "locked" };
    let last = person.last_sign_in_at.map_or_else(
        || "never".to_owned(),
        |at| {
            let day = bangkok(at).date();
            format!("{day} {}", thai_date::format_time(at))
        },
    );
    format!(
        "{:<20} {:<11} {account:<7} {last:<17} {:<8} {}",
        person.username,
        person.role.code(),
        person.sessions,
        person.display_name
    )
}

async fn lock(arguments: &Arguments, username: &str) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    confirm(
        &format!(
            "Lock {username} in {} and end every session?",
            session.place
        ),
        arguments.yes,
    )?;
    let ended = session.admin.lock_person(username).await?;
    say(&format!("{username} is locked; {ended} session(s) ended."));
    warn_without_supervisor(&mut session.admin).await?;
    session.admin.close().await;
    Ok(End::Well)
}

async fn reset(
    arguments: &Arguments,
    username: &str,
    source: PasswordSource,
) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    if !source.password_stdin {
        confirm(
            &format!("Give {username} in {} a new password?", session.place),
            arguments.yes,
        )?;
    }
    let (verifier, made_up) = password(source)?;
    let ended = session.admin.reset_password(username, &verifier).await?;
    say(&format!(
        "{username} has a new password; {ended} session(s) ended."
    ));
    show(made_up);
    session.admin.close().await;
    Ok(End::Well)
}

async fn change_role(arguments: &Arguments, username: &str, role: Role) -> Result<End, Problem> {
    let mut session = connect(arguments).await?;
    confirm(
        &format!("Make {username} in {} {}?", session.place, role.code()),
        arguments.yes,
    )?;
    let ended = session.admin.change_role(username, role).await?;
    say(&format!(
        "{username} is {} now; {ended} session(s) ended.",
        role.code()
    ));
    warn_without_supervisor(&mut session.admin).await?;
    session.admin.close().await;
    Ok(End::Well)
}

/// A compromised account must be lockable whoever it is, so this only warns.
async fn warn_without_supervisor(admin: &mut Admin) -> Result<(), Problem> {
    if admin.supervisors().await? == 0 {
        tell("warning: no supervisor can sign in now: nobody can confirm what is escalated.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_person_is_a_supervisor() {
        assert!(matches!(role_of(None, true), Ok(Role::Supervisor)));
        assert!(matches!(
            role_of(Some(RoleName::Officer), false),
            Ok(Role::Officer)
        ));
        assert!(matches!(
            role_of(Some(RoleName::Officer), true),
            Err(Problem::FirstIsSupervisor)
        ));
    }
}
