//! Who waits for whom: a circle ends at once for one of them, and a wait that is too long ends too.

#[path = "support/databases.rs"]
mod databases;
#[path = "support/people.rs"]
mod people;
#[path = "support/queue.rs"]
mod queue;

use coe_domain::{RequestId, Role};
use coe_store::{ClaimAnswer, Store, StoreError, StoreResult, Unit};
use coe_store_postgres::{Options, PgStore};
use people::{Person, hire};
use sqlx::{Connection, PgConnection};
use std::time::Duration;

/// Two officers and three requests.
struct Scene {
    superuser: PgConnection,
    people: Vec<(Person, PgStore)>,
    requests: Vec<RequestId>,
}

impl Scene {
    async fn new(options: &Options) -> Self {
        let database = databases::fresh_database().await;
        let mut superuser = databases::superuser(&database).await;
        let mut people = Vec::new();
        for n in 0..2 {
            let name = format!("{database}_officer_{n}");
            let person = hire(&mut superuser, &name, Role::Officer).await;
            let server = databases::server(&database);
            let store = PgStore::connect(&server, &person.credentials, options).await;
            people.push((person, store.expect("is let in")));
        }
        let requests = queue::waiting(&mut superuser, 3).await;
        Self {
            superuser,
            people,
            requests,
        }
    }

    /// A unit of one of the two, in which they claimed one request.
    async fn claims(&self, person: usize, request: RequestId) -> Box<dyn Unit> {
        let (who, store) = &self.people[person];
        let mut unit = store.write().await.expect("begins");
        let answer = unit.claim(request, who.id).await.expect("answers");
        assert!(matches!(answer, ClaimAnswer::Held { .. }), "{answer:?}");
        unit
    }

    /// Claims one more in the same unit; gives it up where that fails.
    async fn claims_also(
        &self,
        mut unit: Box<dyn Unit>,
        person: usize,
        request: RequestId,
    ) -> StoreResult<ClaimAnswer> {
        let answer = unit.claim(request, self.people[person].0.id).await;
        match answer {
            Ok(answer) => {
                unit.commit().await?;
                Ok(answer)
            }
            Err(error) => {
                unit.rollback().await.expect("whoever lost can give up");
                Err(error)
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_wait_for_each_other_one_gives_way() {
    let scene = Scene::new(&Options::default()).await;
    let (first, second) = (scene.requests[0], scene.requests[1]);
    let (one, two) = (scene.claims(0, first).await, scene.claims(1, second).await);
    let (one, two) = tokio::join!(
        scene.claims_also(one, 0, second),
        scene.claims_also(two, 1, first)
    );
    let (victim, (lost, won)) = match (&one, &two) {
        (Err(_), Ok(_)) => (0, (one, two)),
        (Ok(_), Err(_)) => (1, (two, one)),
        both => panic!("one of two gives way: {both:?}"),
    };
    assert!(matches!(lost, Err(StoreError::Conflict)), "{lost:?}");
    assert!(
        matches!(won, Ok(ClaimAnswer::Held { .. })),
        "the other one goes through: {won:?}"
    );
    // Tried again as a whole, the unit is answered by the state of things.
    let (who, store) = &scene.people[victim];
    let mut unit = store.write().await.expect("begins");
    for request in [first, second] {
        let answer = unit.claim(request, who.id).await.expect("answers");
        let holder = scene.people[1 - victim].0.id;
        assert_eq!(
            answer,
            ClaimAnswer::Taken { by: holder },
            "nothing of the unit that gave way is left"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_is_held_too_long_is_not_waited_for() {
    let mut scene = Scene::new(&Options::default()).await;
    let request = scene.requests[0];
    // Another program holds the request.
    let mut holder = scene.superuser.begin().await.expect("begins");
    sqlx::query("SELECT 1 FROM desk.change_request WHERE id = $1 FOR UPDATE")
        .bind(request.0)
        .execute(&mut *holder)
        .await
        .expect("locks");
    let (who, store) = &scene.people[0];
    let mut unit = store.write().await.expect("begins");
    let waited = unit.claim(request, who.id).await;
    assert!(matches!(waited, Err(StoreError::Busy)), "{waited:?}");
    // The rest of the unit is as it was.
    let other = unit.claim(scene.requests[1], who.id).await;
    assert!(matches!(other, Ok(ClaimAnswer::Held { .. })), "{other:?}");
    holder.rollback().await.expect("lets go");
    let freed = unit.claim(request, who.id).await;
    assert!(matches!(freed, Ok(ClaimAnswer::Held { .. })), "{freed:?}");
    unit.commit().await.expect("commits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_uses_up_its_own_connections_is_busy() {
    let scene = Scene::new(&Options {
        connections: 1,
        patience: Duration::from_millis(500),
        ..Options::default()
    })
    .await;
    let unit = scene.claims(0, scene.requests[0]).await;
    let store = &scene.people[0].1;
    let second = store.read().await;
    assert!(
        matches!(second, Err(StoreError::Busy)),
        "the server is there: {:?}",
        second.err()
    );
    unit.commit().await.expect("commits");
    store.read().await.expect("the connection is free again");
    store
        .version()
        .await
        .expect("and the server was never away");
}
