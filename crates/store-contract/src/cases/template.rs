//! The words of the messages, and reminders of calls.

use crate::harness::Harness;
use crate::world::{World, change, look, refused};
use chrono::TimeDelta;
use coe_domain::{CallChannel, DecisionKind, Language, MessageTemplate, template};
use coe_store::{NewAppointment, Template};
use strum::VariantArray;

fn of(template: MessageTemplate, language: Language, body: &str) -> Template {
    Template {
        template,
        language,
        body: body.to_owned(),
    }
}

async fn body_of(world: &World, template: MessageTemplate, language: Language) -> String {
    look!(world, unit => unit.templates())
        .into_iter()
        .find(|known| (known.template, known.language) == (template, language))
        .expect("every message has its words")
        .body
}

pub(crate) async fn the_first_ones_are_fit(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let all = look!(world, unit => unit.templates());
    assert_eq!(
        all.len(),
        MessageTemplate::VARIANTS.len() * Language::VARIANTS.len()
    );
    let words: std::collections::BTreeSet<_> = all.iter().map(|known| &known.body).collect();
    assert_eq!(words.len(), all.len(), "each has words of its own");
    for known in all {
        let unfit = template::check(known.template, &known.body);
        assert!(
            unfit.is_empty(),
            "{} {}: {unfit:?}",
            known.template,
            known.language
        );
    }
}

pub(crate) async fn a_change_holds_for_messages_from_now_on(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let before = body_of(&world, MessageTemplate::Filed, Language::Th).await;
    let old = world.filed().await;
    let new = of(
        MessageTemplate::Filed,
        Language::Th,
        "รับคำร้อง {request_no} แล้ว",
    );
    change!(world, unit => unit.put_template(&new, world.supervisor)).expect("changes");
    let filed = world.filed().await;
    let text = &world.messages(&filed).await[0].body;
    assert_eq!(text, &format!("รับคำร้อง {} แล้ว", filed.no));
    assert_ne!(
        &world.messages(&old).await[0].body,
        text,
        "what was queued stays"
    );
    let edits = look!(world, unit => unit.template_edits(MessageTemplate::Filed, Language::Th, 10));
    assert_eq!(edits.len(), 1);
    assert_eq!(
        (edits[0].before.as_str(), edits[0].after.as_str()),
        (before.as_str(), new.body.as_str())
    );
    assert_eq!(edits[0].by, world.supervisor);
    let english =
        look!(world, unit => unit.template_edits(MessageTemplate::Filed, Language::En, 10));
    assert!(english.is_empty());
}

pub(crate) async fn edits_come_latest_first_and_none_for_no_change(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let kept = (MessageTemplate::Approved, Language::En);
    for word in ["one", "two", "two", "three"] {
        let new = of(kept.0, kept.1, &format!("{word} {{request_no}}"));
        change!(world, unit => unit.put_template(&new, world.supervisor)).expect("changes");
    }
    let edits = look!(world, unit => unit.template_edits(kept.0, kept.1, 2));
    let after: Vec<_> = edits.iter().map(|edit| edit.after.as_str()).collect();
    assert_eq!(after, ["three {request_no}", "two {request_no}"]);
    assert_eq!(
        look!(world, unit => unit.template_edits(kept.0, kept.1, 10)).len(),
        3
    );
}

pub(crate) async fn only_supervisors_change_them(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let new = of(MessageTemplate::Filed, Language::Th, "{request_no}");
    for by in [world.officer, world.support] {
        refused!(
            change!(world, unit => unit.put_template(&new, by)),
            RoleNotAllowed,
            "{by} is no supervisor"
        );
    }
    assert_ne!(
        body_of(&world, MessageTemplate::Filed, Language::Th).await,
        new.body
    );
}

pub(crate) async fn the_database_refuses_what_is_unfit(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let long = format!("{{request_no}} {}", "ก".repeat(template::LONGEST));
    for (message, body) in [
        (MessageTemplate::Filed, " \u{a0}\n"),
        (MessageTemplate::Filed, "without its number"),
        (MessageTemplate::Filed, "{request_no} {reasons}"),
        (MessageTemplate::Filed, "{request_no} {"),
        (MessageTemplate::Filed, "{request_no} at coe.or.th"),
        (MessageTemplate::Filed, "{request_no} HTTPS://x"),
        (MessageTemplate::Filed, "{request_no} WWW.x"),
        (MessageTemplate::Filed, long.as_str()),
        (MessageTemplate::SecurityNotice, "request {request_no}"),
        (
            MessageTemplate::Returned,
            "{request_no} {reasons} {member_text} end",
        ),
        (MessageTemplate::CallReminder, "soon, by {channel}"),
    ] {
        assert!(
            !template::check(message, body).is_empty(),
            "the page says so: {body}"
        );
        let new = of(message, Language::En, body);
        refused!(
            change!(world, unit => unit.put_template(&new, world.supervisor)),
            TemplateUnfit,
            "{message}: {body}"
        );
    }
}

async fn appointment(world: &World, minutes: i64) -> (crate::world::Filed, coe_domain::CallId) {
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let new = NewAppointment {
        request_id: filed.id,
        by: world.officer,
        channel: CallChannel::Line,
        link: None,
        at: world.now().await + TimeDelta::minutes(minutes),
    };
    let call = change!(world, unit => unit.schedule_call(&new)).expect("makes an appointment");
    (filed, call)
}

async fn reminded(world: &World) -> u64 {
    change!(world, unit => unit.queue_reminders()).expect("queues")
}

pub(crate) async fn a_call_is_reminded_of_once(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let (filed, _) = appointment(&world, 120).await;
    assert_eq!(reminded(&world).await, 0, "there is time");
    world.pass(95).await;
    assert_eq!(reminded(&world).await, 1);
    assert_eq!(reminded(&world).await, 0);
    let messages = world.messages(&filed).await;
    let last = messages.last().expect("was queued");
    assert_eq!(last.template, MessageTemplate::CallReminder);
    assert_eq!(last.to_phone, filed.new_phone);
    assert!(last.body.contains("LINE"), "{}", last.body);
    assert!(!last.body.contains('{'), "{}", last.body);
}

pub(crate) async fn a_call_that_is_near_or_past_is_not_reminded_of(harness: &dyn Harness) {
    let world = World::new(harness).await;
    appointment(&world, 20).await;
    assert_eq!(
        reminded(&world).await,
        0,
        "it was made within the time of its reminder"
    );
    appointment(&world, 60).await;
    world.pass(61).await;
    assert_eq!(reminded(&world).await, 0, "it is over");
}

pub(crate) async fn only_the_latest_call_of_an_open_request_is_reminded_of(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let (decided, _) = appointment(&world, 60).await;
    world
        .decides(&decided, DecisionKind::Reject, world.officer)
        .await;
    let (moved, _) = appointment(&world, 60).await;
    let later = NewAppointment {
        request_id: moved.id,
        by: world.officer,
        channel: CallChannel::Zoom,
        link: None,
        at: world.now().await + TimeDelta::minutes(300),
    };
    change!(world, unit => unit.schedule_call(&later)).expect("makes an appointment");
    world.pass(40).await;
    assert_eq!(reminded(&world).await, 0);
}

pub(crate) async fn no_reminders_are_sent_where_none_are_wanted(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let by = Some(world.supervisor);
    change!(world, unit => unit.put_setting("call_reminder_minutes", "0", by)).expect("sets");
    appointment(&world, 60).await;
    world.pass(59).await;
    assert_eq!(reminded(&world).await, 0);
}
