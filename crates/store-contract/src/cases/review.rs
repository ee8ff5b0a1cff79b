//! Checks, notes and drafts.

use crate::harness::Harness;
use crate::world::{Filed, World, change, look, refused};
use coe_domain::{CheckCode, CheckOutcome, DecisionKind, RequestId, StaffId};
use coe_store::StoreResult;
use strum::VariantArray;

const NAME: CheckCode = CheckCode::NameMatches;

async fn set(world: &World, filed: &Filed, by: StaffId, outcome: CheckOutcome) -> StoreResult<()> {
    change!(world, unit => unit.set_check(filed.id, filed.revision, NAME, outcome, "seen", by))
}

pub(crate) async fn a_check_is_set_changed_and_cleared(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    for outcome in CheckOutcome::VARIANTS {
        set(&world, &filed, world.officer, *outcome)
            .await
            .expect("sets a check");
        let checks = look!(world, unit => unit.checks_of(filed.id, 1));
        assert_eq!(checks.len(), 1, "one row for a check");
        assert_eq!((checks[0].code, checks[0].outcome), (NAME, *outcome));
        assert_eq!(
            (checks[0].note.as_str(), checks[0].staff),
            ("seen", world.officer)
        );
    }
    let clear = change!(world, unit => unit.clear_check(filed.id, 1, NAME, world.officer));
    clear.expect("clears a check");
    assert!(look!(world, unit => unit.checks_of(filed.id, 1)).is_empty());
    let clear = change!(world, unit => unit.clear_check(filed.id, 1, NAME, world.officer));
    clear.expect("clearing what is not set changes nothing");
    let actions = world.actions(&filed).await;
    assert_eq!(
        actions[4..],
        ["check.set", "check.set", "check.set", "check.cleared"]
    );
    set(&world, &filed, world.officer, CheckOutcome::Passed)
        .await
        .expect("sets it again");
    assert_eq!(look!(world, unit => unit.checks_of(filed.id, 1)).len(), 1);
}

pub(crate) async fn checks_come_in_the_order_of_the_work(harness: &dyn Harness) {
    let world = World::new(harness).await;
    assert_eq!(
        look!(world, unit => unit.required_checks()),
        CheckCode::VARIANTS
    );
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    for code in CheckCode::VARIANTS.iter().rev() {
        let passed = CheckOutcome::Passed;
        change!(world, unit => unit.set_check(filed.id, 1, *code, passed, "", world.officer))
            .expect("sets a check");
    }
    let codes: Vec<_> = look!(world, unit => unit.checks_of(filed.id, 1))
        .iter()
        .map(|check| check.code)
        .collect();
    assert_eq!(codes, CheckCode::VARIANTS);
}

pub(crate) async fn a_check_needs_a_live_claim(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let passed = CheckOutcome::Passed;
    refused!(
        set(&world, &filed, world.officer, passed).await,
        ClaimNotHeld,
        "nobody holds it"
    );
    world.claims(&filed, world.colleague).await;
    refused!(
        set(&world, &filed, world.officer, passed).await,
        ClaimNotHeld,
        "another holds it"
    );
    set(&world, &filed, world.colleague, passed)
        .await
        .expect("the holder may");
    world.pass(16).await;
    let late = set(&world, &filed, world.colleague, CheckOutcome::Failed).await;
    refused!(late, ClaimExpired, "it ran out");
    let clear = change!(world, unit => unit.clear_check(filed.id, 1, NAME, world.colleague));
    refused!(clear, ClaimExpired, "it ran out");
    world.claims(&filed, world.officer).await;
    let clear = change!(world, unit => unit.clear_check(filed.id, 1, NAME, world.colleague));
    refused!(clear, ClaimNotHeld, "it went on to another");
    let checks = look!(world, unit => unit.checks_of(filed.id, 1));
    assert_eq!(checks[0].outcome, passed, "what was checked stays");
}

pub(crate) async fn a_check_is_about_the_current_photos(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let ahead = Filed {
        revision: 2,
        ..filed.clone()
    };
    let result = set(&world, &ahead, world.officer, CheckOutcome::Passed).await;
    refused!(result, EvidenceChanged, "there is no second round");
    world
        .decides(&filed, DecisionKind::Return, world.officer)
        .await;
    let result = set(&world, &filed, world.officer, CheckOutcome::Passed).await;
    refused!(result, RequestNotOpen, "it waits for the member");
    let nowhere = Filed {
        id: RequestId(9_999),
        ..filed
    };
    let result = set(&world, &nowhere, world.officer, CheckOutcome::Passed).await;
    refused!(result, RequestNotOpen, "there is no such request");
}

pub(crate) async fn notes_come_newest_first(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let (filed, other) = (world.filed().await, world.filed().await);
    let mut ids = Vec::new();
    for (body, by) in [("หนึ่ง", world.officer), ("two", world.support)] {
        let id = change!(world, unit => unit.add_note(filed.id, body, by));
        ids.push(id.expect("anyone at the desk may leave a note"));
    }
    let notes = look!(world, unit => unit.notes_of(filed.id));
    let seen: Vec<_> = notes
        .iter()
        .map(|n| (n.id, n.body.as_str(), n.staff))
        .collect();
    assert_eq!(
        seen,
        [
            (ids[1], "two", world.support),
            (ids[0], "หนึ่ง", world.officer)
        ]
    );
    assert!(look!(world, unit => unit.notes_of(other.id)).is_empty());
    let events = world.events(&filed).await;
    let added = events.last().expect("an event");
    assert_eq!(
        (added.action.as_str(), added.actor),
        ("note.added", Some(world.support))
    );
    assert!(added.detail.is_empty(), "the log holds no text of a note");
}

pub(crate) async fn a_note_fits_a_closed_request_but_not_a_closed_account(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    change!(world, unit => unit.cancel_request(filed.id)).expect("is taken back");
    change!(world, unit => unit.add_note(filed.id, "called again", world.officer)).expect("fits");
    world.desk.close_account(world.officer).await;
    let result = change!(world, unit => unit.add_note(filed.id, "me again", world.officer));
    refused!(result, StaffInactive, "the account is closed");
    let result = change!(world, unit => unit.add_note(RequestId(9_999), "x", world.colleague));
    assert!(result.is_err(), "there is no such request");
}

pub(crate) async fn drafts_are_kept_by_person_and_slot(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let save = |by, slot: &'static str, body: &'static str| {
        let (world, id) = (&world, filed.id);
        async move { change!(world, unit => unit.save_draft(id, by, slot, body)).expect("saves") }
    };
    save(world.officer, "note", "half a th").await;
    save(world.officer, "note", "half a thought").await;
    save(world.officer, "call", "camera off").await;
    save(world.colleague, "note", "mine").await;
    let drafts = look!(world, unit => unit.drafts_of(filed.id, world.officer));
    let pair = |slot: &str, body: &str| (slot.to_owned(), body.to_owned());
    assert_eq!(
        drafts,
        [pair("call", "camera off"), pair("note", "half a thought")]
    );
    save(world.officer, "note", "").await;
    let drafts = look!(world, unit => unit.drafts_of(filed.id, world.officer));
    assert_eq!(
        drafts,
        [pair("call", "camera off")],
        "an empty one is removed"
    );
    let theirs = look!(world, unit => unit.drafts_of(filed.id, world.colleague));
    assert_eq!(theirs, [pair("note", "mine")]);
}

pub(crate) async fn drafts_survive_a_lost_claim_and_leave_no_event(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let before = world.events(&filed).await.len();
    world.pass(16).await;
    change!(world, unit => unit.save_draft(filed.id, world.officer, "note", "still typing"))
        .expect("typing needs no claim");
    assert_eq!(world.events(&filed).await.len(), before);
}
