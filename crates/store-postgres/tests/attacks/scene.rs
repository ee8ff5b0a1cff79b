//! A desk under attack: people and services with roles of their own, and requests in every state.

use super::attempt::{Attempt, Outsider, Portal, Who};
use super::requests::{State, prepare};
use super::support::{PgDesk, cluster, run, stranger, superuser};
use super::text::Blanks;
use async_trait::async_trait;
use coe_store_contract::world::World;
use coe_store_contract::{Desk, Harness};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const PASSWORD: &str = "a password of a test";

/// A desk, and a session of everybody.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) database: String,
    pub(crate) superuser: PgConnection,
    pub(crate) sessions: BTreeMap<Who, PgConnection>,
    pub(crate) blanks: Blanks,
}

/// Makes one database and remembers its name.
#[derive(Default)]
struct Remembering(OnceLock<String>);

#[async_trait]
impl Harness for Remembering {
    async fn fresh(&self) -> Box<dyn Desk> {
        let desk = PgDesk::new().await;
        self.0
            .set(desk.database.clone())
            .expect("one database is made");
        Box::new(desk)
    }
}

impl Scene {
    /// With the requests that these attempts name.
    pub(crate) async fn of(attempts: &[Attempt]) -> Self {
        let named = |state: &State| {
            let name = state.name();
            let blanks = [
                format!("{{{name}}}"),
                format!("{{{name}."),
                format!(" {name} |"),
                format!(" {name}>"),
            ];
            attempts
                .iter()
                .flat_map(|attempt| attempt.before.iter().chain([&attempt.sql]))
                .any(|sql| blanks.iter().any(|blank| sql.contains(blank)))
        };
        Self::with(&State::ALL.into_iter().filter(named).collect::<Vec<_>>()).await
    }

    /// With requests in these states.
    pub(crate) async fn with(states: &[State]) -> Self {
        let harness = Remembering::default();
        let world = World::new(&harness).await;
        let database = harness.0.get().expect("a database was made").clone();
        let mut blanks = Blanks::default();
        for (who, id) in [
            (Who::Officer, world.officer),
            (Who::Colleague, world.colleague),
            (Who::Supervisor, world.supervisor),
            (Who::Support, world.support),
        ] {
            blanks.set(who.name(), id);
        }
        blanks.set("database", &database);
        for state in states {
            blanks.request(&prepare(&world, &database, *state).await);
        }
        let mut scene = Self {
            superuser: superuser(&database).await,
            sessions: BTreeMap::new(),
            world,
            database,
            blanks,
        };
        scene.connect().await;
        scene
    }

    /// Gives everybody a password and a session.
    async fn connect(&mut self) {
        for who in Who::ALL {
            let role = role(&self.database, who);
            let made = if who >= Portal { "CREATE" } else { "ALTER" };
            run(
                &self.database,
                format!("{made} ROLE {role} LOGIN PASSWORD '{PASSWORD}'"),
            )
            .await;
            let grant = match who.group() {
                Some(group) => format!("GRANT {group} TO {role}"),
                // As a careless administrator might let somebody in.
                None => format!("GRANT CONNECT ON DATABASE {} TO {role}", self.database),
            };
            run(&self.database, grant).await;
            let mut session = stranger(&self.database, &role, PASSWORD).await;
            let pid: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
                .fetch_one(&mut session)
                .await
                .expect("everybody knows their own session");
            self.blanks.session(who, &role, pid);
            self.sessions.insert(who, session);
        }
    }

    /// A statement of the superuser that sets the scene.
    pub(crate) async fn arrange(&mut self, sql: &str) {
        let sql = self.blanks.fill(sql);
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut self.superuser)
            .await
            .expect("the scene can be set");
    }

    /// A statement of somebody else that does.
    pub(crate) async fn lets(&mut self, who: Who, sql: &str) {
        let sql = self.blanks.fill(sql);
        let session = self.sessions.get_mut(&who).expect("everybody has one");
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(session)
            .await
            .expect("the scene can be set");
    }
}

/// The name of a role.
fn role(database: &str, who: Who) -> String {
    format!("{database}_{}", who.username())
}

#[tokio::test]
async fn who_is_a_member_of_nothing_does_not_even_connect() {
    let scene = Scene::with(&[]).await;
    let role = role(&scene.database, Outsider);
    run(
        &scene.database,
        format!("REVOKE CONNECT ON DATABASE {} FROM {role}", scene.database),
    )
    .await;
    let refused = super::support::try_stranger(&scene.database, &role, PASSWORD)
        .await
        .expect_err("the database is not for everybody");
    let state = refused.as_database_error().and_then(|error| error.code());
    assert_eq!(state.as_deref(), Some("42501"));
    let server = stranger("postgres", cluster().superuser(), "").await;
    server.close().await.expect("the server itself answers");
}

#[tokio::test]
async fn a_wrong_password_opens_nothing() {
    let scene = Scene::with(&[]).await;
    for who in Who::ALL {
        let role = role(&scene.database, who);
        for wrong in ["", "another password"] {
            let refused = super::support::try_stranger(&scene.database, &role, wrong)
                .await
                .expect_err("the password is asked for");
            let state = refused.as_database_error().and_then(|error| error.code());
            assert_eq!(state.as_deref(), Some("28P01"), "{}", who.name());
        }
    }
}
