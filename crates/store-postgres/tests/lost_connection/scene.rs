//! One officer and a few requests, on the server that all tests share.

use crate::databases;
use crate::people::{Person, hire};
use crate::queue;
use coe_domain::{DecisionKind, ImageKind, RequestId, Role};
use coe_store::{NewDecision, Store, StoreError, StoreResult};
use coe_store_postgres::{Options, PgStore, Server};
use sqlx::PgConnection;
use std::time::Duration;

/// Long beyond anything that is waited for here, and shorter than a pool's patience.
pub(crate) const AT_ONCE: Duration = Duration::from_secs(20);
/// Somebody who waits this long for a connection has not been told that the server is away.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn patient() -> Options {
    Options {
        patience: PATIENCE,
        ..Options::default()
    }
}

pub(crate) struct Scene {
    pub(crate) superuser: PgConnection,
    pub(crate) server: Server,
    pub(crate) officer: Person,
    pub(crate) requests: Vec<RequestId>,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let database = databases::fresh_database().await;
        let mut superuser = databases::superuser(&database).await;
        let name = format!("{database}_officer");
        let officer = hire(&mut superuser, &name, Role::Officer).await;
        let requests = queue::waiting(&mut superuser, 3).await;
        Self {
            superuser,
            server: databases::server(&database),
            officer,
            requests,
        }
    }

    pub(crate) async fn connects(&self, server: &Server) -> PgStore {
        PgStore::connect(server, &self.officer.credentials, &patient())
            .await
            .expect("is let in")
    }

    /// Ends sessions of the officer: those whose last statement is like this. Answers how many.
    pub(crate) async fn ends_sessions(&mut self, like: &str) -> i64 {
        sqlx::query_scalar(
            "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
             FROM pg_stat_activity
             WHERE usename = $1 AND query LIKE $2",
        )
        .bind(&self.officer.credentials.username)
        .bind(like)
        .fetch_one(&mut self.superuser)
        .await
        .expect("the superuser may")
    }

    pub(crate) async fn count(&mut self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&mut self.superuser)
            .await
            .expect("counts")
    }
}

/// Claims a request and prepares its rejection, with a key of its own.
pub(crate) async fn rejection(store: &PgStore, request: RequestId) -> NewDecision {
    let me = store.me().expect("a person is connected");
    let mut unit = store.write().await.expect("begins");
    unit.claim(request, me).await.expect("claims");
    let images = unit.images_of(request, 1).await.expect("both photos");
    unit.commit().await.expect("commits");
    let hash = |kind| {
        let image = images.iter().find(|image| image.kind == kind);
        image.expect("both kinds").sha256.clone()
    };
    NewDecision {
        request_id: request,
        kind: DecisionKind::Reject,
        staff: me,
        revision: 1,
        id_card_sha256: hash(ImageKind::IdCard),
        selfie_sha256: hash(ImageKind::Selfie),
        reasons: vec!["card_expired".to_owned()],
        member_text: String::new(),
        private_note: String::new(),
        idempotency_key: "one intent".to_owned(),
    }
}

/// Waits as the app does until the store answers as `wanted`.
pub(crate) async fn until(
    store: &PgStore,
    wanted: impl Fn(&StoreResult<i64>) -> bool,
) -> StoreResult<i64> {
    tokio::time::timeout(PATIENCE, async {
        loop {
            let version = store.version().await;
            if wanted(&version) {
                return version;
            }
            store.changed().await;
        }
    })
    .await
    .expect("changed() tells when to ask again")
}

/// Whether the server is said to be away.
pub(crate) fn is_away<T>(result: &StoreResult<T>) -> bool {
    matches!(result, Err(StoreError::Unreachable))
}

/// Runs what must not wait for anything.
pub(crate) async fn at_once<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(AT_ONCE, what)
        .await
        .expect("it is answered at once")
}
