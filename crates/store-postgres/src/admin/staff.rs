//! The people at the desk: their accounts and their roles on the server.

use super::error::{AdminError, engine};
use super::owner::{be_oneself, become_owner, note_event};
use super::roles::group_of;
use super::scram::Verifier;
use super::session::Admin;
use super::username::Username;
use chrono::{DateTime, Utc};
use coe_domain::{Role, StaffId};
use coe_store::row::Row;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// The longest name that colleagues see.
const LONGEST_NAME: usize = 100;

/// A person to add.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// What they sign in with; also the name of their role.
    pub username: Username,
    /// Name as colleagues see it.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they are the first supervisor of the desk.
    pub first: bool,
}

/// A person at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Identity.
    pub id: StaffId,
    /// What they sign in with.
    pub username: String,
    /// Name as colleagues see it.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
    /// Whether the account is open.
    pub is_active: bool,
    /// Last sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// How many connections they have now.
    pub sessions: u32,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: i64,
    username: String,
    display_name: String,
    role: String,
    is_active: bool,
    last_sign_in_at: Option<DateTime<Utc>>,
    sessions: i64,
}

/// An account, and its role's name as the server quotes it.
#[derive(sqlx::FromRow)]
struct Account {
    id: i64,
    role: String,
    is_active: bool,
    db_role: String,
    quoted: String,
}

impl Admin {
    /// Everybody who has an account, by user name.
    ///
    /// # Errors
    /// What keeps the database from being read.
    pub async fn people(&mut self) -> Result<Vec<Person>, AdminError> {
        let mut look = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut look).await?;
        let rows: Vec<PersonRow> = sqlx::query_as(
            "SELECT s.id, s.username, s.display_name, s.role, s.is_active, s.last_sign_in_at,
                    (SELECT count(*) FROM pg_catalog.pg_stat_activity AS a
                     WHERE a.usename = s.db_role) AS sessions
             FROM desk.staff AS s
             ORDER BY s.username",
        )
        .fetch_all(&mut *look)
        .await
        .map_err(engine)?;
        look.rollback().await.map_err(engine)?;
        rows.into_iter()
            .map(|person| {
                let row = Row::of("staff", person.id);
                Ok(Person {
                    id: StaffId(person.id),
                    role: row.parse("role", &person.role)?,
                    sessions: row.count("sessions", person.sessions)?,
                    username: person.username,
                    display_name: person.display_name,
                    is_active: person.is_active,
                    last_sign_in_at: person.last_sign_in_at,
                })
            })
            .collect()
    }

    /// Adds a person: a role on the server with this password, member of one group, and an account.
    ///
    /// # Errors
    /// [`AdminError::RoleExists`], [`AdminError::BadDisplayName`]; [`AdminError::SupervisorExists`]
    /// where a first supervisor is to be added and is not the first, and
    /// [`AdminError::NoSupervisorYet`] the other way round.
    pub async fn add_person(
        &mut self,
        new: &NewPerson,
        password: &Verifier,
    ) -> Result<StaffId, AdminError> {
        let name = new.display_name.trim();
        if name.is_empty()
            || name.chars().count() > LONGEST_NAME
            || name.chars().any(char::is_control)
        {
            return Err(AdminError::BadDisplayName);
        }
        let mut transaction = begin(&mut self.connection).await?;
        check_first(&mut transaction, new).await?;
        make_role(
            &mut transaction,
            &new.username,
            new.role,
            true,
            Some(password),
        )
        .await?;
        become_owner(&mut transaction).await?;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO desk.staff (username, db_role, display_name, role)
             VALUES ($1, $1, $2, $3)
             RETURNING id",
        )
        .bind(new.username.as_str())
        .bind(name)
        .bind(new.role.code())
        .fetch_one(&mut *transaction)
        .await
        .map_err(engine)?;
        let detail = json!({ "staff": id, "role": new.role.code() });
        note_event(&mut transaction, "staff.added", detail).await?;
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)?;
        Ok(StaffId(id))
    }

    /// Closes an account: its role may no longer log in, and every session of it ends. Returns how
    /// many ended.
    ///
    /// # Errors
    /// [`AdminError::NoSuchPerson`], [`AdminError::RoleMissing`].
    pub async fn lock_person(&mut self, username: &str) -> Result<u32, AdminError> {
        let account = self
            .change(
                username,
                "staff.account_locked",
                |account| format!("ALTER ROLE {} NOLOGIN", account.quoted),
                Some(false),
            )
            .await?;
        // Only now, when the role can no longer come back.
        self.end_sessions(&account.db_role, &account.quoted).await
    }

    /// Opens an account again.
    ///
    /// # Errors
    /// [`AdminError::NoSuchPerson`], [`AdminError::RoleMissing`].
    pub async fn unlock_person(&mut self, username: &str) -> Result<(), AdminError> {
        self.change(
            username,
            "staff.account_unlocked",
            |account| format!("ALTER ROLE {} LOGIN", account.quoted),
            Some(true),
        )
        .await?;
        Ok(())
    }

    /// Gives a person another password, and ends the sessions of whoever signed in with the old one.
    /// Returns how many ended.
    ///
    /// # Errors
    /// [`AdminError::NoSuchPerson`], [`AdminError::RoleMissing`].
    pub async fn reset_password(
        &mut self,
        username: &str,
        password: &Verifier,
    ) -> Result<u32, AdminError> {
        let account = self
            .change(
                username,
                "staff.password_reset",
                |account| {
                    format!(
                        "ALTER ROLE {} PASSWORD '{}'",
                        account.quoted,
                        password.as_str()
                    )
                },
                None,
            )
            .await?;
        self.end_sessions(&account.db_role, &account.quoted).await
    }

    /// Gives a person another role, and ends their sessions, so that the desk shows them what they
    /// may do now. Returns how many ended.
    ///
    /// # Errors
    /// [`AdminError::NoSuchPerson`], [`AdminError::RoleMissing`].
    pub async fn change_role(&mut self, username: &str, role: Role) -> Result<u32, AdminError> {
        let mut transaction = begin(&mut self.connection).await?;
        let account = account(&mut transaction, username).await?;
        let sql = format!(
            "REVOKE desk_officer, desk_supervisor, desk_support FROM {0}; GRANT {1} TO {0};",
            account.quoted,
            group_of(role)
        );
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut *transaction)
            .await
            .map_err(engine)?;
        become_owner(&mut transaction).await?;
        sqlx::query("UPDATE desk.staff SET role = $2 WHERE id = $1")
            .bind(account.id)
            .bind(role.code())
            .execute(&mut *transaction)
            .await
            .map_err(engine)?;
        let detail = json!({ "staff": account.id, "from": account.role, "to": role.code() });
        note_event(&mut transaction, "staff.role_changed", detail).await?;
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)?;
        self.end_sessions(&account.db_role, &account.quoted).await
    }

    /// How many open accounts of supervisors there are.
    ///
    /// # Errors
    /// What keeps the database from being read.
    pub async fn supervisors(&mut self) -> Result<u64, AdminError> {
        let people = self.people().await?;
        let open = |person: &&Person| person.is_active && person.role == Role::Supervisor;
        Ok(people.iter().filter(open).count() as u64)
    }

    /// One statement about a person's role, what goes with it in the account, and its event.
    async fn change(
        &mut self,
        username: &str,
        action: &'static str,
        statement: impl Fn(&Account) -> String + Send,
        is_active: Option<bool>,
    ) -> Result<Account, AdminError> {
        let mut transaction = begin(&mut self.connection).await?;
        let account = account(&mut transaction, username).await?;
        sqlx::raw_sql(AssertSqlSafe(statement(&account)))
            .execute(&mut *transaction)
            .await
            .map_err(engine)?;
        become_owner(&mut transaction).await?;
        sqlx::query(
            "UPDATE desk.staff
             SET is_active = $2, failed_sign_ins = 0, locked_until_at = NULL
             WHERE id = $1",
        )
        .bind(account.id)
        .bind(is_active.unwrap_or(account.is_active))
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
        note_event(&mut transaction, action, json!({ "staff": account.id })).await?;
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)?;
        Ok(account)
    }
}

/// Changes to people come one after the other.
async fn begin(
    connection: &mut PgConnection,
) -> Result<sqlx::Transaction<'_, sqlx::Postgres>, AdminError> {
    let mut transaction = connection.begin().await.map_err(engine)?;
    sqlx::raw_sql("SELECT pg_advisory_xact_lock(hashtextextended('coe-desk-admin staff', 0))")
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
    Ok(transaction)
}

/// A supervisor in a desk that has none can be made only by saying so, and only once: so nobody adds
/// one to the wrong database, and nobody adds one as "the first" beside others.
async fn check_first(transaction: &mut PgConnection, new: &NewPerson) -> Result<(), AdminError> {
    become_owner(transaction).await?;
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM desk.staff WHERE role = 'supervisor')")
            .fetch_one(&mut *transaction)
            .await
            .map_err(engine)?;
    be_oneself(transaction).await?;
    match (new.first, exists) {
        (true, true) => Err(AdminError::SupervisorExists),
        (false, false) if new.role == Role::Supervisor => Err(AdminError::NoSupervisorYet),
        _ => Ok(()),
    }
}

async fn account(transaction: &mut PgConnection, username: &str) -> Result<Account, AdminError> {
    become_owner(transaction).await?;
    let account: Option<Account> = sqlx::query_as(
        "SELECT id, role, is_active, db_role, quote_ident(db_role) AS quoted
         FROM desk.staff
         WHERE username = $1",
    )
    .bind(username)
    .fetch_optional(&mut *transaction)
    .await
    .map_err(engine)?;
    be_oneself(transaction).await?;
    let account = account.ok_or(AdminError::NoSuchPerson)?;
    if role_exists(transaction, &account.db_role).await? {
        Ok(account)
    } else {
        Err(AdminError::RoleMissing)
    }
}

async fn role_exists(transaction: &mut PgConnection, name: &str) -> Result<bool, AdminError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1)")
        .bind(name)
        .fetch_one(transaction)
        .await
        .map_err(engine)
}

/// Makes the role of a person, a member of exactly one group. Without a password nobody can sign in
/// as it until it gets one.
pub(super) async fn make_role(
    transaction: &mut PgConnection,
    username: &Username,
    role: Role,
    may_log_in: bool,
    password: Option<&Verifier>,
) -> Result<(), AdminError> {
    if role_exists(transaction, username.as_str()).await? {
        return Err(AdminError::RoleExists {
            role: username.to_string(),
        });
    }
    let login = if may_log_in { "LOGIN" } else { "NOLOGIN" };
    let password = match password {
        Some(verifier) => format!("PASSWORD '{}'", verifier.as_str()),
        None => "PASSWORD NULL".to_owned(),
    };
    let sql = format!(
        "CREATE ROLE {name} {login} INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION \
         NOBYPASSRLS {password};
         GRANT {group} TO {name};",
        name = username.quoted(),
        group = group_of(role)
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(transaction)
        .await
        .map_err(engine)?;
    Ok(())
}
