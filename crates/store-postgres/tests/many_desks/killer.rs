//! Somebody who breaks connections all day.

use crate::databases;
use crate::dice::Dice;
use sqlx::{Connection, PgConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::oneshot::Receiver;
use tokio::sync::oneshot::error::TryRecvError;

/// How many sessions were ended.
#[derive(Debug, Default)]
pub(crate) struct Kills {
    /// That waited for others' changes.
    pub(crate) listening: u64,
    /// In the middle of a unit.
    pub(crate) working: u64,
    /// That lay in a pool.
    pub(crate) idle: u64,
}

/// Ends a session of these people after every few commits, until told to stop: several a second where
/// the computer is fast, and no more than the work can bear where it is slow.
pub(crate) async fn kills(
    database: String,
    people: Vec<String>,
    commits: Arc<AtomicU64>,
    mut stop: Receiver<()>,
) -> Kills {
    let mut server = databases::superuser(&database).await;
    let mut dice = Dice::new(2569);
    let mut kills = Kills::default();
    while matches!(stop.try_recv(), Err(TryRecvError::Empty)) {
        // A working session is the more interesting one to lose.
        let only_working = dice.below(3) > 0;
        let sessions = sessions(&mut server, &people, only_working).await;
        if let Some((pid, is_working, is_listening)) = sessions.get(dice.below(sessions.len())) {
            let ended: bool = sqlx::query_scalar("SELECT pg_terminate_backend($1)")
                .bind(pid)
                .fetch_one(&mut server)
                .await
                .expect("the superuser may");
            let count = match (is_working, is_listening) {
                (_, true) => &mut kills.listening,
                (true, _) => &mut kills.working,
                _ => &mut kills.idle,
            };
            *count += u64::from(ended);
        }
        let next = commits.load(Ordering::Relaxed) + 25 + dice.below(40) as u64;
        // Also where nothing goes on any more.
        for _ in 0..40 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if commits.load(Ordering::Relaxed) >= next {
                break;
            }
        }
    }
    server.close().await.expect("closes");
    kills
}

/// Sessions of these people: process, whether it is in a unit, whether it listens.
async fn sessions(
    server: &mut PgConnection,
    people: &[String],
    only_working: bool,
) -> Vec<(i32, bool, bool)> {
    sqlx::query_as(
        "SELECT pid, state <> 'idle', query LIKE 'LISTEN %'
         FROM pg_stat_activity
         WHERE usename = ANY($1) AND backend_type = 'client backend' AND state IS NOT NULL
           AND (state <> 'idle' OR NOT $2)
         ORDER BY pid",
    )
    .bind(people)
    .bind(only_working)
    .fetch_all(server)
    .await
    .expect("the superuser may")
}
