//! Stories of another transaction that comes in between.

use crate::desk::{Story, photo, told};
use chrono::Duration;
use coe_domain::{CallChannel, DecisionKind, ImageKind, Refusal, RequestId, RequestStatus, Risk};
use coe_store::{StoreError, StoreResult};
use coe_store_contract::Watch;
use coe_usecases::file_request::{file_request, send_new_photos};
use coe_usecases::retry::TRIES;
use coe_usecases::{
    Desk, add_note, call, claims, decide, drafts, find_members, open_case, remembered, reveal,
    shared_sign_in, sign_in, timeline, view_photo,
};
use coe_wire::photo::PhotoAddress;
use coe_wire::review::{
    AddNote, DraftSlot, PhotoSize, Reveal, RevealField, SaveDraft, ScheduleCall,
};
use coe_wire::{ErrorCode, UiError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Answers the first calls of one function in the store's place.
struct Fails {
    function: &'static str,
    times: u32,
    with: fn() -> StoreError,
    asked: AtomicU32,
}

impl Fails {
    fn new(function: &'static str, times: u32, with: fn() -> StoreError) -> Arc<Self> {
        Arc::new(Self {
            function,
            times,
            with,
            asked: AtomicU32::new(0),
        })
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Watch for Fails {
    fn before(&self, function: &'static str) -> StoreResult<()> {
        if function == self.function && self.asked.fetch_add(1, Ordering::Relaxed) < self.times {
            return Err((self.with)());
        }
        Ok(())
    }
}

/// Calls off every commit but each third one.
#[derive(Default)]
struct TwoOfThree(AtomicU32);

impl Watch for TwoOfThree {
    fn before(&self, function: &'static str) -> StoreResult<()> {
        if function == "commit" && !(self.0.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(3) {
            return Err(StoreError::Conflict);
        }
        Ok(())
    }
}

fn conflict() -> StoreError {
    StoreError::Conflict
}

async fn decisions(story: &Story, id: RequestId) -> usize {
    let mut unit = story.desk.store.read().await.unwrap();
    unit.decisions_of(id).await.unwrap().len()
}

#[tokio::test]
async fn a_decision_is_tried_again_and_made_once() {
    for (number, function) in [(1, "decide"), (2, "commit"), (3, "write")] {
        let story = Story::begins().await;
        let id = story.files(number).await;
        let case = story.prepares(&story.officer, id).await;
        let input = story.decision(&case, DecisionKind::Approve);
        let watch = Fails::new(function, TRIES - 1, conflict);
        let result = decide::decide(&story.past(&watch), &story.officer, &input)
            .await
            .unwrap();
        assert_eq!(watch.asked(), TRIES, "{function}");
        assert_eq!(result.status, RequestStatus::Approved);
        assert!(!result.repeated, "what was called off did not happen");
        assert_eq!(result.messages.len(), 2, "each is told once");
        assert_eq!(decisions(&story, id).await, 1);
    }
}

#[tokio::test]
async fn after_five_tries_the_person_may_try() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.prepares(&story.officer, id).await;
    let input = story.decision(&case, DecisionKind::Approve);
    let watch = Fails::new("commit", u32::MAX, conflict);
    let gave_up = decide::decide(&story.past(&watch), &story.officer, &input).await;
    let gave_up = told(gave_up);
    assert_eq!(
        (gave_up.code, gave_up.retryable),
        (ErrorCode::DatabaseBusy, true)
    );
    assert_eq!(watch.asked(), TRIES);
    assert_eq!(decisions(&story, id).await, 0);
    assert!(story.decides(&story.officer, &input).await.is_ok());
}

#[tokio::test]
async fn nothing_but_a_conflict_is_tried_again() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.prepares(&story.officer, id).await;
    let input = story.decision(&case, DecisionKind::Approve);
    let others: [(fn() -> StoreError, ErrorCode); 4] = [
        (
            || StoreError::Refused(Refusal::ClaimExpired),
            ErrorCode::Refused,
        ),
        (|| StoreError::Unreachable, ErrorCode::DatabaseUnavailable),
        (|| StoreError::Busy, ErrorCode::DatabaseBusy),
        (|| StoreError::DiskFull, ErrorCode::DiskFull),
    ];
    for (with, code) in others {
        let watch = Fails::new("decide", 1, with);
        let failed = told(decide::decide(&story.past(&watch), &story.officer, &input).await);
        assert_eq!((failed.code, watch.asked()), (code, 1));
    }
    assert_eq!(decisions(&story, id).await, 0);
}

#[tokio::test]
async fn a_filing_keeps_its_photos_through_conflicts_and_is_assessed_each_time() {
    let story = Story::begins().await;
    story.files(2).await;
    let member = story.member(1).await;
    let mut filing = story.filing(member, 1);
    filing.selfie = photo(5);
    let watch = Fails::new("file_request", 3, conflict);
    let (id, _) = file_request(&story.past(&watch), filing).await.unwrap();
    assert_eq!(watch.asked(), 4);
    let mut unit = story.desk.store.read().await.unwrap();
    let requests = unit.requests_of(member).await.unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        (requests[0].id, requests[0].risk),
        (id, Risk::High),
        "another member's photo"
    );
    assert_eq!(unit.images_of(id, 1).await.unwrap().len(), 2);
}

/// A day of work on a store that calls most commits off.
#[tokio::test]
async fn every_use_case_that_writes_outlasts_two_conflicts() {
    let mut story = Story::begins().await;
    let member = story.member(1).await;
    story.desk = story.past(&Arc::new(TwoOfThree::default()));
    let filing = story.filing(member, 1);
    let (id, _) = file_request(&story.desk, filing).await.unwrap();
    let officer = story.officer.clone();

    let signed_in = sign_in::sign_in(&story.desk, "anong", crate::desk::PASSWORD).await;
    assert_eq!(signed_in.unwrap(), officer);
    let wrong = told(sign_in::sign_in(&story.desk, "anong", "guess").await);
    assert_eq!(wrong.code, ErrorCode::WrongCredentials);
    let entered = shared_sign_in::enter(&story.desk, "anong").await;
    assert_eq!(entered.unwrap(), officer);
    let reopened = shared_sign_in::reopened(&story.desk, &officer).await;
    assert_eq!(reopened.unwrap(), officer);
    let token = remembered::remember(&story.desk, officer.id).await.unwrap();
    remembered::sign_in(&story.desk, &token).await.unwrap();
    remembered::forget(&story.desk, &token).await.unwrap();
    sign_in::note_session(&story.desk, officer.id, "staff.locked")
        .await
        .unwrap();

    works(&story.desk, &story, id).await.unwrap();

    let taken = claims::take_next(&story.desk, &officer).await.unwrap();
    assert_eq!(taken, Some(id));
    let case = story.prepares(&officer, id).await;
    let notes: Vec<_> = case.notes.iter().map(|note| note.body.as_str()).collect();
    assert_eq!(notes, ["once"], "what was called off left nothing");
    let mut input = story.decision(&case, DecisionKind::Return);
    input.reasons = vec!["photo_blurred".to_owned()];
    story.decides(&officer, &input).await.unwrap();
    let revision = send_new_photos(&story.desk, id, photo(90), photo(91)).await;
    assert_eq!(revision.unwrap(), 2);

    let entries = timeline::timeline(&story.desk, id).await.unwrap();
    let count = |action: &str| {
        entries
            .iter()
            .filter(|entry| entry.action == action)
            .count()
    };
    for (action, times) in [
        ("request.filed", 1),
        ("note.added", 1),
        ("photo.viewed", 1),
        ("field.revealed", 1),
        ("call.started", 1),
        ("decision.return", 1),
        ("request.resubmitted", 1),
    ] {
        assert_eq!(count(action), times, "{action}");
    }
}

async fn works(desk: &Desk, story: &Story, id: RequestId) -> Result<(), UiError> {
    let officer = &story.officer;
    claims::claim(desk, officer, id).await?;
    claims::heartbeat(desk, officer, id).await?;
    let case = open_case::open_case(desk, officer, id).await?;
    open_case::read_case(desk, officer, id).await?;
    let address = PhotoAddress {
        request_id: id,
        revision: 1,
        kind: ImageKind::IdCard,
        sha256: case.photos[0].sha256.clone(),
        size: PhotoSize::Screen,
    };
    let bytes = view_photo::read_photo(desk, officer, &address).await?;
    assert_eq!(bytes, photo(2));
    view_photo::note_view(desk, officer, &address).await?;
    let field = RevealField::NewPhone;
    let request_id = id;
    reveal::reveal(desk, officer, &Reveal { request_id, field }).await?;
    let body = "once".to_owned();
    add_note::add_note(desk, officer, &AddNote { request_id, body }).await?;
    let draft = SaveDraft {
        request_id,
        slot: DraftSlot::Note,
        body: "typed".to_owned(),
    };
    drafts::save(desk, officer, &draft).await?;
    find_members::find_members(desk, officer, "300001").await?;
    let appointment = ScheduleCall {
        request_id,
        at: desk.clock.now() + Duration::hours(2),
        channel: CallChannel::Line,
        link: String::new(),
    };
    let case = call::schedule(desk, officer, &appointment).await?;
    assert_eq!(case.calls.len(), 1, "one appointment");
    claims::release(desk, officer, id).await?;
    Ok(())
}

/// The shell hands use cases to other threads.
#[tokio::test]
async fn a_use_case_may_move_to_another_thread() {
    fn movable(_: &impl Send) {}
    let story = Story::begins().await;
    let member = story.member(1).await;
    movable(&file_request(&story.desk, story.filing(member, 1)));
    movable(&sign_in::sign_in(&story.desk, "anong", "guess"));
    movable(&claims::take_next(&story.desk, &story.officer));
    movable(&open_case::open_case(
        &story.desk,
        &story.officer,
        RequestId(1),
    ));
}

/// Support can set no risk, so opening a case must not try to.
#[tokio::test]
async fn opening_a_case_sets_the_risk_for_reviewers_only() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let refused = || StoreError::Refused(Refusal::RoleNotAllowed);
    let watch = Fails::new("set_risk", u32::MAX, refused);
    let desk = story.past(&watch);
    let seen = open_case::open_case(&desk, &story.support, id).await;
    assert!(seen.unwrap().signals.is_empty());
    assert!(
        open_case::read_case(&desk, &story.support, id)
            .await
            .is_ok()
    );
    assert_eq!(watch.asked(), 0);
    let officer = told(open_case::open_case(&desk, &story.officer, id).await);
    assert_eq!((officer.code, watch.asked()), (ErrorCode::Refused, 1));
}
