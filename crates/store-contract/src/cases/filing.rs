//! Filing a request, and everything that comes with it.

use crate::harness::Harness;
use crate::world::{World, change, look, phone, photo, refused};
use chrono::TimeDelta;
use coe_domain::member::Member;
use coe_domain::sms_text::{fill, measure};
use coe_domain::{
    ImageKind, Language, LoginState, MemberId, MessageState, MessageTemplate, RequestNumber,
    RequestStatus, Risk,
};
use coe_store::NewRequest;

pub(crate) async fn stores_what_was_stated(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    let form = NewRequest {
        stated_name: "สมชาย ใจดี".to_owned(),
        risk: Risk::Medium,
        submitted_at: world.now().await - TimeDelta::hours(3),
        ..world.form(member).await
    };
    let filed = world.files(&form).await;
    let request = world.the_request(filed.id).await;
    assert_eq!(request.request_no, filed.no);
    assert_eq!(
        (request.member_id, request.stated_name.as_str()),
        (member, "สมชาย ใจดี")
    );
    assert_eq!(request.stated_national_id, form.stated_national_id);
    assert_eq!(
        (&request.old_phone, &request.new_phone),
        (&filed.old_phone, &filed.new_phone)
    );
    assert_eq!(
        (request.status, request.risk),
        (RequestStatus::Pending, Risk::Medium)
    );
    assert_eq!(
        (request.submitted_at, request.revision),
        (form.submitted_at, 1)
    );
    assert_eq!(
        (request.claimed_by, request.returned_at, request.closed_at),
        (None, None, None)
    );
    assert!(request.waited.is_empty() && !request.fraud_flagged);
    let by_no = look!(world, unit => unit.request_by_no(&filed.no));
    assert_eq!(by_no, Some(request));
}

pub(crate) async fn suspends_the_login_and_remembers_it(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    assert_eq!(world.login(&filed).await, LoginState::Suspended);
    let request = world.the_request(filed.id).await;
    assert_eq!(request.login_state_before, LoginState::Enabled);
}

pub(crate) async fn leaves_a_locked_login_locked(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let locked = Member {
        login_state: LoginState::Locked,
        ..world.somebody()
    };
    let member = world.add(&locked).await;
    let filed = world.files(&world.form(member).await).await;
    assert_eq!(world.login(&filed).await, LoginState::Locked);
    assert_eq!(
        world.the_request(filed.id).await.login_state_before,
        LoginState::Locked
    );
}

pub(crate) async fn a_second_request_remembers_the_state_before_the_first(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.filed().await;
    let second = world.files(&world.form(first.member).await).await;
    let request = world.the_request(second.id).await;
    assert_eq!(
        request.login_state_before,
        LoginState::Enabled,
        "not the suspension itself"
    );
}

pub(crate) async fn queues_the_notice_to_the_current_phone(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let templates = look!(world, unit => unit.templates());
    for language in [Language::Th, Language::En] {
        let member = world
            .add(&Member {
                language,
                ..world.somebody()
            })
            .await;
        let filed = world.files(&world.form(member).await).await;
        let messages = world.messages(&filed).await;
        assert_eq!(messages.len(), 1, "one notice");
        let notice = &messages[0];
        assert_eq!(notice.template, MessageTemplate::Filed);
        assert_eq!(
            notice.to_phone, filed.old_phone,
            "it goes to the registered number"
        );
        assert_eq!((notice.state, notice.attempts), (MessageState::Queued, 0));
        assert_eq!((notice.decision_id, notice.member_id), (None, member));
        let template = templates
            .iter()
            .find(|t| t.template == MessageTemplate::Filed && t.language == language)
            .expect("a text in each language");
        let wanted = fill(&template.body, &[("request_no", &filed.no.to_string())]);
        assert_eq!(
            notice.body, wanted,
            "the text is the template in the member's language"
        );
        let segments = u32::try_from(measure(&wanted).segments).expect("few");
        assert_eq!(notice.segments, segments, "counted as the domain counts");
    }
}

pub(crate) async fn writes_its_events(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    assert_eq!(
        world.actions(&filed).await,
        ["request.filed", "login.suspended", "message.queued"]
    );
    let events = world.events(&filed).await;
    assert!(
        events.iter().all(|event| event.actor.is_none()),
        "nobody at the desk did it"
    );
    assert_eq!(events[0].member_id, Some(filed.member));
}

pub(crate) async fn numbers_run_by_month_of_bangkok(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let at = |text: &str| {
        let moment: chrono::NaiveDateTime = text.parse().expect("a moment");
        moment.and_utc()
    };
    // The new year of Bangkok begins at 17:00 UTC.
    for (submitted, wanted) in [
        (at("2023-12-31T16:59:59"), "66-12-1"),
        (at("2023-12-31T17:00:00"), "67-1-1"),
        (at("2024-01-31T16:59:59"), "67-1-2"),
        (at("2024-01-31T17:00:00"), "67-2-1"),
        (at("2023-12-31T16:00:00"), "66-12-2"),
        (at("2024-02-01T00:00:00"), "67-2-2"),
    ] {
        let member = world.member().await;
        let form = NewRequest {
            submitted_at: submitted,
            ..world.form(member).await
        };
        let filed = world.files(&form).await;
        assert_eq!(filed.no.to_string(), wanted);
        let by_rule = RequestNumber::for_moment(submitted, filed.no.running());
        assert_eq!(by_rule, Ok(filed.no), "the month is the domain's");
    }
}

pub(crate) async fn a_rolled_back_filing_gives_its_number_back(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    let form = world.form(member).await;
    let mut unit = world.write().await;
    let (_, lost) = unit.file_request(&form).await.expect("files");
    unit.rollback().await.expect("rolls back");
    let filed = world.files(&form).await;
    assert_eq!(filed.no, lost, "no gap");
}

pub(crate) async fn the_current_number_cannot_be_asked_for(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    let current = world.the_member(member).await.phone;
    let form = NewRequest {
        new_phone: current,
        ..world.form(member).await
    };
    let result = change!(world, unit => unit.file_request(&form));
    refused!(result, SamePhone, "the new number is the current one");
    assert!(
        look!(world, unit => unit.requests_of(member)).is_empty(),
        "nothing was stored"
    );
    assert_eq!(
        world.the_member(member).await.login_state,
        LoginState::Enabled
    );
}

pub(crate) async fn the_future_cannot_be_filed(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    let submitted_at = world.now().await + TimeDelta::minutes(5);
    let form = NewRequest {
        submitted_at,
        ..world.form(member).await
    };
    let result = change!(world, unit => unit.file_request(&form));
    refused!(result, AppendOnly, "filed later than now");
}

pub(crate) async fn both_photos_are_needed(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    let card = || photo(ImageKind::IdCard, "card");
    for images in [vec![], vec![card()], vec![card(), card()]] {
        let form = NewRequest {
            images,
            ..world.form(member).await
        };
        let result = change!(world, unit => unit.file_request(&form));
        refused!(
            result,
            EvidenceChanged,
            "without both photos nothing could be decided"
        );
    }
}

pub(crate) async fn nobody_cannot_file(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    let form = NewRequest {
        member_id: MemberId(9_999),
        new_phone: phone(77_777_777),
        ..world.form(member).await
    };
    let result = change!(world, unit => unit.file_request(&form));
    assert!(result.is_err(), "there is no such member");
}
