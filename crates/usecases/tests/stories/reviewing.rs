//! Stories of looking at requests: queue, record, photos, signals.

use crate::desk::{Story, new_phone, photo, told};
use coe_domain::{ImageKind, RequestStatus, Risk, SignalCode};
use coe_usecases::file_request::file_request;
use coe_usecases::{
    add_note, call, claims, find_members, list_messages, open_case, queue, reveal, timeline,
    view_photo,
};
use coe_wire::ErrorCode;
use coe_wire::messages::MessagesQuery;
use coe_wire::photo::PhotoAddress;
use coe_wire::queue::{QueueQuery, QueueTab};
use coe_wire::review::{AddNote, PhotoSize, Reveal, RevealField, StartCall};

#[tokio::test]
async fn the_next_request_is_the_oldest_and_two_officers_never_get_the_same() {
    let story = Story::begins().await;
    let first = story.files(1).await;
    let second = story.files(2).await;
    assert_eq!(
        claims::take_next(&story.desk, &story.officer)
            .await
            .unwrap(),
        Some(first)
    );
    assert_eq!(
        claims::take_next(&story.desk, &story.colleague)
            .await
            .unwrap(),
        Some(second)
    );
    let nothing = claims::take_next(&story.desk, &story.supervisor).await;
    assert_eq!(nothing.unwrap(), None);
    let support = told(claims::take_next(&story.desk, &story.support).await);
    assert_eq!(support.code, ErrorCode::NotAllowed);

    let page = queue::page(&story.desk, &story.officer, &query(QueueTab::Waiting, ""))
        .await
        .unwrap();
    let holders: Vec<_> = page
        .rows
        .iter()
        .map(|row| row.holder.clone().unwrap())
        .collect();
    assert!(holders[0].me && !holders[1].me);
    assert_eq!(holders[1].display_name, "BUNMI");
    let mine = queue::page(&story.desk, &story.officer, &query(QueueTab::Mine, ""))
        .await
        .unwrap();
    assert_eq!(mine.rows.len(), 1);
    let counts = queue::counts(&story.desk, &story.officer).await.unwrap();
    assert_eq!((counts.waiting, counts.mine), (2, 1));
}

#[tokio::test]
async fn a_request_is_found_by_all_that_a_member_may_say() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    story.files(2).await;
    let case = story.opens(&story.officer, id).await;
    let person = coe_testkit::person(1);
    for text in [
        case.request_no.as_str(),
        "300001",
        &person.national_id,
        new_phone(1).as_str(),
        person.given_th,
        &person.family_en.to_uppercase(),
    ] {
        let page = queue::page(&story.desk, &story.officer, &query(QueueTab::Closed, text))
            .await
            .unwrap();
        assert!(
            page.rows.iter().any(|row| row.id == id),
            "{text:?} must find it"
        );
    }
    let none = queue::page(
        &story.desk,
        &story.officer,
        &query(QueueTab::Waiting, "ไม่มีใครชื่อนี้"),
    )
    .await;
    assert_eq!(none.unwrap().rows, []);
}

#[tokio::test]
async fn numbers_are_masked_until_revealed_and_the_reveal_is_on_record() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.opens(&story.officer, id).await;
    let person = coe_testkit::person(1);
    let shown = format!("{case:?}");
    assert!(!shown.contains(&person.national_id) && !shown.contains(new_phone(1).as_str()));
    let input = Reveal {
        request_id: id,
        field: RevealField::NewPhone,
    };
    let value = reveal::reveal(&story.desk, &story.officer, &input)
        .await
        .unwrap()
        .value;
    assert_eq!(value, new_phone(1).formatted());
    let entries = timeline::timeline(&story.desk, id).await.unwrap();
    let last = entries.last().unwrap();
    assert_eq!(
        (last.action.as_str(), last.by.as_deref()),
        ("field.revealed", Some("ANONG"))
    );
    assert!(
        !format!("{entries:?}").contains(&value),
        "the log holds no number"
    );
    let refused = told(reveal::reveal(&story.desk, &story.support, &input).await);
    assert_eq!(refused.code, ErrorCode::NotAllowed);
}

#[tokio::test]
async fn support_sees_the_stage_but_no_photos_and_no_findings() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    story.opens(&story.officer, id).await;
    let case = story.starts_call(&story.officer, id).await;
    let mut report = Story::verified(&case);
    report.notes = "heard a second voice".to_owned();
    call::end(&story.desk, &story.officer, &report)
        .await
        .unwrap();
    let case = open_case::open_case(&story.desk, &story.support, id)
        .await
        .unwrap();
    assert!(case.photos.is_empty());
    assert_eq!(case.status, RequestStatus::Pending);
    assert!(!format!("{case:?}").contains("second voice"));
}

#[tokio::test]
async fn a_photo_comes_only_with_the_hash_that_was_named() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.opens(&story.officer, id).await;
    let mut address = PhotoAddress {
        request_id: id,
        revision: 1,
        kind: ImageKind::IdCard,
        sha256: case.photos[0].sha256.clone(),
        size: PhotoSize::Screen,
    };
    let taken = view_photo::read_photo(&story.desk, &story.officer, &address).await;
    assert_eq!(taken.unwrap(), photo(2));
    assert_eq!(story.actions(id).await.last().unwrap(), "photo.fetched");
    view_photo::note_view(&story.desk, &story.officer, &address)
        .await
        .unwrap();
    assert_eq!(story.actions(id).await.last().unwrap(), "photo.viewed");
    address.sha256 = case.photos[1].sha256.clone();
    let before = story.actions(id).await.len();
    let other = told(view_photo::read_photo(&story.desk, &story.officer, &address).await);
    assert_eq!(other.code, ErrorCode::PhotoMismatch);
    let happened = story.actions(id).await;
    assert_eq!(
        happened[before..],
        ["photo.fetched"],
        "the wrong photo was taken out, too"
    );
    let support = told(view_photo::read_photo(&story.desk, &story.support, &address).await);
    assert_eq!(support.code, ErrorCode::NotAllowed);
    assert_eq!(story.actions(id).await, happened, "support asks in vain");
    address.revision = 2;
    let none = told(view_photo::read_photo(&story.desk, &story.officer, &address).await);
    assert_eq!(none.code, ErrorCode::PhotoPurged);

    let entries = timeline::timeline(&story.desk, id).await.unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert!(
        actions.contains(&"photo.viewed") && !actions.contains(&"photo.fetched"),
        "people read who looked, not what the window loaded: {actions:?}"
    );
}

#[tokio::test]
async fn signals_say_what_is_odd_and_set_the_risk() {
    let story = Story::begins().await;
    story.files(2).await;
    let member = story.member(1).await;
    let mut filing = story.filing(member, 1);
    filing.selfie = photo(5);
    filing.stated_name.push('ร');
    let (id, _) = file_request(&story.desk, filing).await.unwrap();
    let case = story.opens(&story.officer, id).await;
    let found: Vec<_> = case.signals.iter().map(|signal| signal.code).collect();
    assert!(
        found.contains(&SignalCode::PhotoOfAnotherMember),
        "{found:?}"
    );
    assert!(found.contains(&SignalCode::NameDiffers), "{found:?}");
    assert!(!case.record.name_diff.same);
    assert_eq!(case.risk, Risk::High);
}

#[tokio::test]
async fn a_file_that_is_no_photo_is_filed_and_cannot_hide() {
    let story = Story::begins().await;
    let member = story.member(1).await;
    let mut filing = story.filing(member, 1);
    filing.id_card = b"%PDF-1.7".to_vec();
    let (id, _) = file_request(&story.desk, filing).await.unwrap();
    let case = story.opens(&story.officer, id).await;
    assert_eq!((case.photos[0].width, case.photos[0].height), (0, 0));
    assert!(
        case.signals
            .iter()
            .any(|signal| signal.code == SignalCode::PhotoTooSmall)
    );
}

#[tokio::test]
async fn the_challenges_of_a_call_are_three_and_cannot_be_chosen() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    story.opens(&story.officer, id).await;
    let case = story.starts_call(&story.officer, id).await;
    let mut report = Story::verified(&case);
    let drawn: std::collections::BTreeSet<_> = report
        .challenges
        .iter()
        .map(|drawn| drawn.challenge)
        .collect();
    assert_eq!(drawn.len(), call::CHALLENGES, "each is another one");
    let swapped = report.challenges.swap_remove(0);
    let fewer = told(call::end(&story.desk, &story.officer, &report).await);
    assert_eq!(fewer.params["field"], "challenges");
    report.challenges = Story::verified(&case).challenges;
    assert!(report.challenges.contains(&swapped));
    report.observations.real_card_shown = false;
    let unseen = told(call::end(&story.desk, &story.officer, &report).await);
    assert_eq!(unseen.params["field"], "real_card_shown");
    let other = StartCall {
        request_id: id,
        call_id: Some(coe_domain::CallId(9999)),
        channel: coe_domain::CallChannel::Line,
    };
    assert_eq!(
        told(call::start(&story.desk, &story.officer, &other).await).code,
        ErrorCode::CallNotFound
    );
}

#[tokio::test]
async fn notes_are_kept_and_empty_ones_refused() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let empty = AddNote {
        request_id: id,
        body: "  ".to_owned(),
    };
    assert_eq!(
        told(add_note::add_note(&story.desk, &story.support, &empty).await).params["field"],
        "note"
    );
    let note = AddNote {
        request_id: id,
        body: " โทรกลับพรุ่งนี้ ".to_owned(),
    };
    add_note::add_note(&story.desk, &story.support, &note)
        .await
        .unwrap();
    let case = story.opens(&story.officer, id).await;
    assert_eq!(case.notes[0].body, "โทรกลับพรุ่งนี้");
    assert_eq!(case.notes[0].by, "DUANG");
}

#[tokio::test]
async fn messages_and_members_are_listed_masked() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let query = MessagesQuery {
        limit: 10,
        ..MessagesQuery::default()
    };
    let page = list_messages::list_messages(&story.desk, &query)
        .await
        .unwrap();
    assert_eq!((page.rows.len(), page.rows[0].request_id), (1, id));
    let person = coe_testkit::person(1);
    assert!(!page.rows[0].to_masked.contains(&person.phone));
    let found = find_members::find_members(&story.desk, &story.support, person.given_th)
        .await
        .unwrap();
    assert!(!format!("{found:?}").contains(&person.national_id));
    assert!(
        found
            .members
            .iter()
            .any(|card| card.latest_request.as_ref().is_some_and(|r| r.id == id))
    );
    let bad = MessagesQuery {
        after: Some("x".to_owned()),
        limit: 10,
        ..MessagesQuery::default()
    };
    let refused = told(list_messages::list_messages(&story.desk, &bad).await);
    assert_eq!(refused.code, ErrorCode::InvalidCursor);
}

fn query(tab: QueueTab, search: &str) -> QueueQuery {
    QueueQuery {
        tab,
        search: search.to_owned(),
        limit: 50,
        ..QueueQuery::default()
    }
}
