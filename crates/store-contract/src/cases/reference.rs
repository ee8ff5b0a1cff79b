//! Reasons and settings.

use crate::harness::Harness;
use crate::world::{World, change, look};
use coe_domain::{DecisionKind, Finality};
use std::collections::BTreeSet;

pub(crate) async fn the_reasons_of_the_design_are_there(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let reasons = look!(world, unit => unit.reasons());
    let of = |kind| reasons.iter().filter(|reason| reason.kind == kind).count();
    assert_eq!(
        (of(DecisionKind::Return), of(DecisionKind::Reject)),
        (10, 9)
    );
    let codes: BTreeSet<_> = reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes.len(), reasons.len(), "each code once");
    for reason in &reasons {
        let is_thai = |text: &str| text.chars().any(|c| ('\u{0E01}'..='\u{0E4E}').contains(&c));
        assert!(
            is_thai(&reason.text_th) && !is_thai(&reason.text_en),
            "{}",
            reason.code
        );
        assert!(
            !reason.text_th.contains('{') && !reason.text_en.contains('{'),
            "{}",
            reason.code
        );
    }
    let returns = reasons
        .iter()
        .filter(|reason| reason.kind == DecisionKind::Return);
    assert!(
        returns
            .into_iter()
            .all(|reason| reason.finality == Finality::Retry)
    );
}

pub(crate) async fn settings_begin_with_sensible_values(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for (key, wanted) in [
        ("claim_lease_seconds", "900"),
        ("sla_minutes", "480"),
        ("sla_warn_minutes", "60"),
        ("idle_lock_minutes", "10"),
        ("retention_days", "90"),
        ("call_reminder_minutes", "30"),
        ("sms_satang_per_segment", "25"),
    ] {
        assert_eq!(
            look!(world, unit => unit.setting(key)).as_deref(),
            Some(wanted),
            "{key}"
        );
    }
    assert!(look!(world, unit => unit.setting("business_calendar")).is_some());
    assert_eq!(look!(world, unit => unit.setting("no_such")), None);
}

pub(crate) async fn a_setting_is_stored_over_the_old_value(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for (key, json) in [
        ("sla_minutes", "240"),
        ("desk_name", "\"โต๊ะหนึ่ง\""),
        ("desk_name", "\"x\""),
    ] {
        change!(world, unit => unit.put_setting(key, json, Some(world.supervisor)))
            .expect("stores");
        assert_eq!(
            look!(world, unit => unit.setting(key)).as_deref(),
            Some(json)
        );
    }
    let bad = change!(world, unit => unit.put_setting("sla_minutes", "{oops", None));
    assert!(bad.is_err(), "a setting is JSON");
    assert_eq!(
        look!(world, unit => unit.setting("sla_minutes")).as_deref(),
        Some("240")
    );
}

pub(crate) async fn the_lease_follows_its_setting(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    change!(world, unit => unit.put_setting("claim_lease_seconds", "60", None)).expect("stores");
    world.claims(&filed, world.officer).await;
    world.pass(2).await;
    world.claims(&filed, world.colleague).await;
}
