//! Claims: a lease by the database's clock.

use crate::harness::Harness;
use crate::world::{Filed, World, change, look, refused};
use coe_domain::{DecisionKind, RequestId, Role, StaffId};
use coe_store::ClaimAnswer;

async fn claim(world: &World, filed: &Filed, by: StaffId) -> ClaimAnswer {
    change!(world, unit => unit.claim(filed.id, by)).expect("answers")
}

async fn state(world: &World, filed: &Filed, asker: StaffId) -> ClaimAnswer {
    look!(world, unit => unit.claim_state(filed.id, asker))
}

async fn take(world: &World, by: StaffId, role: Role) -> Option<RequestId> {
    change!(world, unit => unit.take_next(by, role)).expect("answers")
}

fn is_held(answer: &ClaimAnswer) -> bool {
    matches!(answer, ClaimAnswer::Held { .. })
}

pub(crate) async fn lasts_fifteen_minutes(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let now = world.now().await;
    match claim(&world, &filed, world.officer).await {
        ClaimAnswer::Held {
            expires_at,
            seconds_left,
        } => {
            assert!((899..=900).contains(&seconds_left), "{seconds_left}");
            let length = (expires_at - now).num_seconds();
            assert!((899..=901).contains(&length), "{length}");
        }
        other => panic!("a free request is claimed: {other:?}"),
    }
    let request = world.the_request(filed.id).await;
    assert_eq!(request.claimed_by, Some(world.officer));
    assert!(is_held(&state(&world, &filed, world.officer).await));
    world.pass(14).await;
    assert!(is_held(&state(&world, &filed, world.officer).await));
    world.pass(2).await;
    assert_eq!(
        state(&world, &filed, world.officer).await,
        ClaimAnswer::NotHeld,
        "it ran out"
    );
}

pub(crate) async fn shuts_others_out(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    claim(&world, &filed, world.officer).await;
    let taken = ClaimAnswer::Taken { by: world.officer };
    assert_eq!(claim(&world, &filed, world.colleague).await, taken);
    assert_eq!(
        claim(&world, &filed, world.supervisor).await,
        taken,
        "supervisors as well"
    );
    assert_eq!(state(&world, &filed, world.colleague).await, taken);
    let renewal = change!(world, unit => unit.renew_claim(filed.id, world.colleague));
    assert_eq!(renewal.expect("answers"), taken);
    assert_eq!(
        world.the_request(filed.id).await.claimed_by,
        Some(world.officer)
    );
}

pub(crate) async fn renewing_lengthens_it_without_an_event(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    claim(&world, &filed, world.officer).await;
    let events = world.events(&filed).await.len();
    for _ in 0..3 {
        world.pass(10).await;
        let answer = change!(world, unit => unit.renew_claim(filed.id, world.officer));
        assert!(
            is_held(&answer.expect("answers")),
            "kept alive over half an hour"
        );
    }
    assert!(
        is_held(&claim(&world, &filed, world.officer).await),
        "claiming again renews too"
    );
    assert_eq!(world.events(&filed).await.len(), events);
}

pub(crate) async fn a_lost_one_is_not_renewed(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    claim(&world, &filed, world.officer).await;
    world.pass(16).await;
    let answer = change!(world, unit => unit.renew_claim(filed.id, world.officer));
    assert_eq!(answer.expect("answers"), ClaimAnswer::NotHeld);
    claim(&world, &filed, world.colleague).await;
    let answer = change!(world, unit => unit.renew_claim(filed.id, world.officer));
    assert_eq!(
        answer.expect("answers"),
        ClaimAnswer::Taken {
            by: world.colleague
        }
    );
    let actions = world.actions(&filed).await;
    assert_eq!(actions[3..], ["claim.taken", "claim.lost", "claim.taken"]);
    let events = world.events(&filed).await;
    let actors: Vec<_> = events[3..].iter().filter_map(|event| event.actor).collect();
    assert_eq!(actors, [world.officer, world.officer, world.colleague]);
}

pub(crate) async fn an_expired_one_can_be_taken_again_by_its_holder(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    claim(&world, &filed, world.officer).await;
    world.pass(16).await;
    assert!(is_held(&claim(&world, &filed, world.officer).await));
    let actions = world.actions(&filed).await;
    assert_eq!(
        actions[3..],
        ["claim.taken", "claim.taken"],
        "a new claim, and told so"
    );
}

pub(crate) async fn is_given_up_by_its_holder_or_a_supervisor(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let release = |by| {
        let (world, id) = (&world, filed.id);
        async move { change!(world, unit => unit.release_claim(id, by)).expect("answers") }
    };
    assert!(!release(world.officer).await, "there is none");
    claim(&world, &filed, world.officer).await;
    assert!(!release(world.colleague).await, "not by a colleague");
    assert!(!release(world.support).await, "not by support");
    assert!(release(world.officer).await);
    assert!(!release(world.officer).await, "once");
    claim(&world, &filed, world.colleague).await;
    assert!(release(world.supervisor).await, "a supervisor may");
    assert_eq!(
        state(&world, &filed, world.colleague).await,
        ClaimAnswer::NotHeld
    );
    let events = world.events(&filed).await;
    let released: Vec<_> = events
        .iter()
        .filter(|event| event.action == "claim.released")
        .collect();
    assert_eq!(released.len(), 2);
    assert_eq!(released[1].actor, Some(world.supervisor));
    assert_eq!(released[1].detail["holder"], world.colleague.to_string());
}

pub(crate) async fn is_for_open_requests_only(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    change!(world, unit => unit.cancel_request(filed.id)).expect("is taken back");
    assert_eq!(
        claim(&world, &filed, world.officer).await,
        ClaimAnswer::NotOpen
    );
    assert_eq!(
        state(&world, &filed, world.officer).await,
        ClaimAnswer::NotOpen
    );
    let renewal = change!(world, unit => unit.renew_claim(filed.id, world.officer));
    assert_eq!(renewal.expect("answers"), ClaimAnswer::NotOpen);
    let nowhere = RequestId(9_999);
    let answer = change!(world, unit => unit.claim(nowhere, world.officer)).expect("answers");
    assert_eq!(answer, ClaimAnswer::NotOpen);
    let answer = change!(world, unit => unit.renew_claim(nowhere, world.officer));
    assert_eq!(answer.expect("answers"), ClaimAnswer::NotOpen);
    let answer = look!(world, unit => unit.claim_state(nowhere, world.officer));
    assert_eq!(answer, ClaimAnswer::NotOpen);
}

pub(crate) async fn depends_on_the_role(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let pending = world.filed().await;
    assert_eq!(
        claim(&world, &pending, world.support).await,
        ClaimAnswer::NotOpen
    );
    let taken = change!(world, unit => unit.take_next(world.support, Role::Support));
    refused!(taken, RoleNotAllowed, "support takes nothing");
    let escalated = world.escalated().await;
    assert_eq!(
        claim(&world, &escalated, world.colleague).await,
        ClaimAnswer::NotOpen
    );
    assert!(is_held(&claim(&world, &escalated, world.supervisor).await));
    assert!(is_held(&claim(&world, &pending, world.supervisor).await));
}

pub(crate) async fn needs_an_open_account(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.desk.close_account(world.officer).await;
    let result = change!(world, unit => unit.claim(filed.id, world.officer));
    refused!(result, StaffInactive, "the account is closed");
    let result = change!(world, unit => unit.take_next(world.officer, Role::Officer));
    refused!(result, StaffInactive, "the account is closed");
    let result = change!(world, unit => unit.claim(filed.id, StaffId(9_999)));
    refused!(result, StaffInactive, "there is no such person");
}

pub(crate) async fn next_is_the_oldest_of_the_highest_priority(harness: &dyn Harness) {
    let world = World::new(harness).await;
    assert_eq!(
        take(&world, world.officer, Role::Officer).await,
        None,
        "nothing waits"
    );
    let mut filed = Vec::new();
    for _ in 0..4 {
        filed.push(world.filed().await);
        world.pass(1).await;
    }
    world.desk.set_priority(filed[2].id, 5).await;
    claim(&world, &filed[0], world.colleague).await;
    let mut taken = Vec::new();
    while let Some(id) = take(&world, world.officer, Role::Officer).await {
        taken.push(id);
    }
    assert_eq!(
        taken,
        [filed[2].id, filed[1].id, filed[3].id],
        "the held one is left out"
    );
    world.pass(20).await;
    let again = take(&world, world.officer, Role::Officer).await;
    assert_eq!(again, Some(filed[2].id), "what ran out waits again");
}

pub(crate) async fn next_for_a_supervisor_is_an_escalated_one(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let pending = world.filed().await;
    world.pass(1).await;
    let escalated = world.escalated().await;
    let own = world.filed().await;
    world.prepares(&own, world.supervisor).await;
    world
        .decides(&own, DecisionKind::Escalate, world.supervisor)
        .await;
    let role = Role::Supervisor;
    assert_eq!(
        take(&world, world.supervisor, role).await,
        Some(escalated.id)
    );
    assert_eq!(
        take(&world, world.supervisor, role).await,
        Some(pending.id),
        "not one's own"
    );
    assert_eq!(take(&world, world.supervisor, role).await, None);
    assert_eq!(
        take(&world, world.second_supervisor, role).await,
        Some(own.id)
    );
}

pub(crate) async fn next_for_an_officer_is_never_escalated(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.escalated().await;
    assert_eq!(take(&world, world.colleague, Role::Officer).await, None);
}
