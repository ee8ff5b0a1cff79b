//! Many at once, in one program and in two.

use crate::harness::Harness;
use crate::world::{World, change, look};
use coe_domain::{DecisionKind, RequestId, Role, StaffId};
use coe_store::{DispatcherId, NewDecision, NewRequest, Store, StoreError};
use futures::future::join_all;
use std::collections::BTreeSet;
use std::sync::Arc;

async fn take(store: Arc<dyn Store>, by: StaffId, role: Role) -> Option<RequestId> {
    let mut unit = store.write().await.expect("begins");
    let taken = unit.take_next(by, role).await.expect("answers");
    unit.commit().await.expect("commits");
    taken
}

async fn decide(store: Arc<dyn Store>, new: NewDecision) -> Result<(i64, bool), StoreError> {
    let mut unit = store.write().await.expect("begins");
    match unit.decide(&new).await {
        Ok(decided) => {
            unit.commit().await.expect("commits");
            Ok((decided.id.0, decided.repeated))
        }
        Err(error) => {
            unit.rollback().await.expect("rolls back");
            Err(error)
        }
    }
}

/// Runs both on threads of their own.
async fn race<T: Send + 'static>(
    one: impl Future<Output = T> + Send + 'static,
    two: impl Future<Output = T> + Send + 'static,
) -> (T, T) {
    let (one, two) = (tokio::spawn(one), tokio::spawn(two));
    (one.await.expect("ends"), two.await.expect("ends"))
}

pub(crate) async fn two_take_the_last_one_and_one_gets_it(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let other = world.desk.another_store().await;
    for _ in 0..5 {
        let filed = world.filed().await;
        let (one, two) = race(
            take(world.store(), world.officer, Role::Officer),
            take(other.clone(), world.colleague, Role::Officer),
        )
        .await;
        let got: Vec<_> = [one, two].into_iter().flatten().collect();
        assert_eq!(got, [filed.id], "exactly one of two gets it");
    }
}

pub(crate) async fn many_take_many_and_none_twice(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let other = world.desk.another_store().await;
    let mut filed = BTreeSet::new();
    for _ in 0..30 {
        filed.insert(world.filed().await.id);
    }
    let people = [
        world.officer,
        world.colleague,
        world.supervisor,
        world.second_supervisor,
    ];
    let takers = (0..36_usize).map(|n| {
        let store = if n.is_multiple_of(2) {
            world.store()
        } else {
            other.clone()
        };
        let role = if n % 4 < 2 {
            Role::Officer
        } else {
            Role::Supervisor
        };
        tokio::spawn(take(store, people[n % 4], role))
    });
    let taken = join_all(takers)
        .await
        .into_iter()
        .map(|taken| taken.expect("ends"));
    let taken: Vec<_> = taken.collect();
    assert_eq!(
        taken.iter().filter(|taken| taken.is_none()).count(),
        6,
        "the rest found nothing"
    );
    let got: Vec<_> = taken.into_iter().flatten().collect();
    assert_eq!(got.len(), filed.len());
    assert_eq!(
        got.into_iter().collect::<BTreeSet<_>>(),
        filed,
        "each exactly once"
    );
}

pub(crate) async fn filings_share_no_number(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let other = world.desk.another_store().await;
    let mut forms = Vec::new();
    for _ in 0..24 {
        let member = world.member().await;
        forms.push(world.form(member).await);
    }
    let file = |n: usize, form: NewRequest| {
        let store = if n.is_multiple_of(2) {
            world.store()
        } else {
            other.clone()
        };
        tokio::spawn(async move {
            let mut unit = store.write().await.expect("begins");
            let (_, no) = unit.file_request(&form).await.expect("files");
            if n.is_multiple_of(3) {
                unit.rollback().await.expect("rolls back");
                return None;
            }
            unit.commit().await.expect("commits");
            Some(no)
        })
    };
    let filings = forms.into_iter().enumerate().map(|(n, form)| file(n, form));
    let numbers = join_all(filings)
        .await
        .into_iter()
        .filter_map(|no| no.expect("ends"));
    let mut running: Vec<_> = numbers.map(|no| no.running()).collect();
    running.sort_unstable();
    assert_eq!(
        running,
        (1..=16).collect::<Vec<_>>(),
        "no number twice, none skipped"
    );
}

pub(crate) async fn two_desks_decide_and_one_succeeds(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let other = world.desk.another_store().await;
    for _ in 0..4 {
        let filed = world.ready().await;
        let approve = world.decision(&filed, DecisionKind::Approve, world.officer);
        let reject = world.decision(&filed, DecisionKind::Reject, world.officer);
        let (one, two) = race(
            decide(world.store(), approve),
            decide(other.clone(), reject),
        )
        .await;
        assert!(one.is_ok() != two.is_ok(), "exactly one: {one:?} {two:?}");
        assert_eq!(look!(world, unit => unit.decisions_of(filed.id)).len(), 1);
    }
}

pub(crate) async fn the_same_intent_twice_is_one_decision(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let other = world.desk.another_store().await;
    for _ in 0..4 {
        let filed = world.ready().await;
        let new = world.decision(&filed, DecisionKind::Approve, world.officer);
        let (one, two) = race(
            decide(world.store(), new.clone()),
            decide(other.clone(), new),
        )
        .await;
        let (one, two) = (one.expect("is answered"), two.expect("is answered"));
        assert_eq!(one.0, two.0, "the same decision");
        assert!(one.1 != two.1, "one was first");
        assert_eq!(
            world.messages(&filed).await.len(),
            3,
            "nobody is told twice"
        );
    }
}

pub(crate) async fn a_lost_claim_cannot_decide(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let other = world.desk.another_store().await;
    let filed = world.ready().await;
    let new = world.decision(&filed, DecisionKind::Approve, world.officer);
    world.pass(16).await;
    let taken = take(other, world.colleague, Role::Officer).await;
    assert_eq!(taken, Some(filed.id), "an idle one returns to the queue");
    let result = decide(world.store(), new).await;
    assert!(matches!(
        result,
        Err(StoreError::Refused(coe_domain::Refusal::ClaimNotHeld))
    ));
    let renewed = change!(world, unit => unit.renew_claim(filed.id, world.officer));
    let wanted = coe_store::ClaimAnswer::Taken {
        by: world.colleague,
    };
    assert_eq!(
        renewed.expect("answers"),
        wanted,
        "and its former holder is told who has it"
    );
}

pub(crate) async fn two_dispatchers_share_no_message(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let other = world.desk.another_store().await;
    for _ in 0..20 {
        world.filed().await;
    }
    let send = |store: Arc<dyn Store>, by: DispatcherId| async move {
        let mut sent = Vec::new();
        loop {
            let mut unit = store.write().await.expect("begins");
            let taken = unit.take_due_messages(&by, 3).await.expect("takes");
            unit.commit().await.expect("commits");
            if taken.is_empty() {
                return sent;
            }
            sent.extend(taken.into_iter().map(|message| message.id));
        }
    };
    let (first, second) = (world.dispatcher().await, world.dispatcher().await);
    let (one, two) = race(send(world.store(), first), send(other, second)).await;
    assert_eq!(one.len() + two.len(), 20, "no message twice");
    let all: BTreeSet<_> = one.into_iter().chain(two).collect();
    assert_eq!(all.len(), 20);
}
