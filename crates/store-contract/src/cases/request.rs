//! A request between filing and decision: new photos, taking it back, its risk, its relatives.

use crate::harness::Harness;
use crate::world::{Filed, World, change, look, photo, refused};
use chrono::TimeDelta;
use coe_domain::{
    DecisionKind, ImageKind, LoginState, RequestId, RequestNumber, RequestStatus, Risk,
};
use coe_store::{NewRequest, RelatedRequest};

fn round(name: &str) -> [coe_store::NewImage; 2] {
    [
        photo(ImageKind::IdCard, &format!("card {name}")),
        photo(ImageKind::Selfie, &format!("selfie {name}")),
    ]
}

fn as_related(filed: &Filed) -> RelatedRequest {
    RelatedRequest {
        id: filed.id,
        request_no: filed.no,
        member_id: filed.member,
    }
}

pub(crate) async fn an_unknown_one_is_not_found(harness: &dyn Harness) {
    let world = World::new(harness).await;
    assert_eq!(
        look!(world, unit => unit.request_by_id(RequestId(9_999))),
        None
    );
    let no = RequestNumber::new(2567, 2, 4).expect("a number");
    assert_eq!(look!(world, unit => unit.request_by_no(&no)), None);
}

pub(crate) async fn those_of_a_member_come_newest_first(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.filed().await;
    world.pass(5).await;
    let second = world.files(&world.form(first.member).await).await;
    world.filed().await;
    let ids: Vec<_> = look!(world, unit => unit.requests_of(first.member))
        .iter()
        .map(|r| r.id)
        .collect();
    assert_eq!(ids, [second.id, first.id]);
}

pub(crate) async fn new_photos_bring_a_returned_one_back_to_its_place(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    let submitted_at = world.the_request(filed.id).await.submitted_at;
    world
        .decides(&filed, DecisionKind::Return, world.officer)
        .await;
    let returned_at = world
        .the_request(filed.id)
        .await
        .returned_at
        .expect("is returned");
    world.pass(60).await;
    let revision = change!(world, unit => unit.add_revision(filed.id, &round("two")));
    assert_eq!(revision.expect("new photos are taken"), 2);
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.revision),
        (RequestStatus::Pending, 2)
    );
    assert_eq!(request.submitted_at, submitted_at, "it keeps its place");
    assert_eq!(request.returned_at, None);
    assert_eq!(request.waited.len(), 1, "the waiting is remembered");
    let (from, to) = request.waited[0];
    assert_eq!(from, returned_at);
    assert!(to - from >= TimeDelta::minutes(60));
    assert!(
        look!(world, unit => unit.checks_of(filed.id, 2)).is_empty(),
        "checks begin anew"
    );
    assert_eq!(
        look!(world, unit => unit.checks_of(filed.id, 1)).len(),
        7,
        "the old ones stay"
    );
    let actions = world.actions(&filed).await;
    assert_eq!(
        actions.last().map(String::as_str),
        Some("request.resubmitted")
    );
    assert_eq!(world.login(&filed).await, LoginState::Suspended);
}

pub(crate) async fn it_can_be_returned_more_than_once(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let mut filed = world.filed().await;
    for again in 2..4 {
        world.claims(&filed, world.officer).await;
        world
            .decides(&filed, DecisionKind::Return, world.officer)
            .await;
        let images = round(&again.to_string());
        filed.revision =
            change!(world, unit => unit.add_revision(filed.id, &images)).expect("takes photos");
        filed.card.clone_from(&images[0].sha256);
        filed.selfie.clone_from(&images[1].sha256);
    }
    let request = world.the_request(filed.id).await;
    assert_eq!((request.revision, request.waited.len()), (3, 2));
}

pub(crate) async fn only_a_returned_one_takes_new_photos(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let result = change!(world, unit => unit.add_revision(filed.id, &round("two")));
    refused!(result, RequestNotOpen, "nobody asked for new photos");
    let nowhere = change!(world, unit => unit.add_revision(RequestId(9_999), &round("two")));
    refused!(nowhere, RequestNotOpen, "there is no such request");
    world.claims(&filed, world.officer).await;
    world
        .decides(&filed, DecisionKind::Return, world.officer)
        .await;
    let half = [photo(ImageKind::IdCard, "only the card")];
    let result = change!(world, unit => unit.add_revision(filed.id, &half));
    refused!(result, EvidenceChanged, "one photo is not enough");
    assert_eq!(
        world.the_request(filed.id).await.status,
        RequestStatus::Returned
    );
}

pub(crate) async fn the_member_takes_it_back(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    change!(world, unit => unit.cancel_request(filed.id)).expect("a pending one is taken back");
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.claimed_by),
        (RequestStatus::Cancelled, None)
    );
    assert!(request.closed_at.is_some());
    assert_eq!(
        world.login(&filed).await,
        LoginState::Enabled,
        "login is as before"
    );
    assert_eq!(world.the_member(filed.member).await.phone, filed.old_phone);
    let actions = world.actions(&filed).await;
    assert_eq!(
        actions[actions.len() - 2..],
        ["request.cancelled", "login.enabled"]
    );
    let again = change!(world, unit => unit.cancel_request(filed.id));
    refused!(again, RequestNotOpen, "once");
}

pub(crate) async fn the_member_takes_a_returned_one_back(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    world
        .decides(&filed, DecisionKind::Return, world.officer)
        .await;
    change!(world, unit => unit.cancel_request(filed.id)).expect("a returned one is taken back");
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.returned_at),
        (RequestStatus::Cancelled, None)
    );
}

pub(crate) async fn login_waits_for_the_other_open_request(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.filed().await;
    let second = world.files(&world.form(first.member).await).await;
    change!(world, unit => unit.cancel_request(first.id)).expect("is taken back");
    assert_eq!(
        world.login(&first).await,
        LoginState::Suspended,
        "the second is still open"
    );
    change!(world, unit => unit.cancel_request(second.id)).expect("is taken back");
    assert_eq!(world.login(&first).await, LoginState::Enabled);
}

pub(crate) async fn an_escalated_or_flagged_one_is_not_taken_back(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let escalated = world.escalated().await;
    let result = change!(world, unit => unit.cancel_request(escalated.id));
    refused!(result, RequestNotOpen, "a supervisor has it");
    let flagged = world.filed().await;
    world.claims(&flagged, world.officer).await;
    world.suspects(&flagged, world.officer).await;
    let result = change!(world, unit => unit.cancel_request(flagged.id));
    refused!(
        result,
        FraudFlagOpen,
        "a suspicion is not withdrawn by the suspect"
    );
    assert_eq!(world.login(&flagged).await, LoginState::Locked);
}

pub(crate) async fn its_risk_follows_the_assessment(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    for (risk, differs) in [(Risk::High, true), (Risk::High, false), (Risk::Low, true)] {
        let answer = change!(world, unit => unit.set_risk(filed.id, risk)).expect("is open");
        assert_eq!(answer, differs, "to {risk}");
        assert_eq!(world.the_request(filed.id).await.risk, risk);
    }
    let actions = world.actions(&filed).await;
    assert_eq!(
        actions
            .iter()
            .filter(|action| *action == "risk.changed")
            .count(),
        2
    );
}

pub(crate) async fn the_risk_of_a_closed_one_stays(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    change!(world, unit => unit.cancel_request(filed.id)).expect("is taken back");
    let result = change!(world, unit => unit.set_risk(filed.id, Risk::High));
    refused!(result, RequestNotOpen, "history is not assessed again");
}

pub(crate) async fn a_flag_keeps_the_risk_high(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    world.suspects(&filed, world.officer).await;
    let lowered = change!(world, unit => unit.set_risk(filed.id, Risk::Low)).expect("is open");
    assert!(!lowered, "no assessment outweighs a suspicion");
    assert_eq!(world.the_request(filed.id).await.risk, Risk::High);
}

pub(crate) async fn those_that_ask_for_the_same_number_are_found(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let (a, b) = (world.member().await, world.member().await);
    let first = world.files(&world.form(a).await).await;
    let same = NewRequest {
        new_phone: first.new_phone.clone(),
        ..world.form(b).await
    };
    let second = world.files(&same).await;
    let of = |member| {
        let (world, phone) = (&world, first.new_phone.clone());
        async move { look!(world, unit => unit.open_requests_for_phone(&phone, member)) }
    };
    assert_eq!(of(a).await, [as_related(&second)]);
    assert_eq!(of(b).await, [as_related(&first)]);
    change!(world, unit => unit.cancel_request(second.id)).expect("is taken back");
    assert!(of(a).await.is_empty(), "only open ones count");
}
