//! Everything that the database and the use cases write about a request has its words.

use super::desk::LANGUAGES;
use crate::i18n::review::timeline::{happened, sentence};
use coe_domain::reason::Reason;
use coe_domain::{DecisionKind, Finality, Language, LoginState, MessageState};
use coe_wire::review::TimelineEntry;
use std::collections::BTreeSet;
use strum::VariantArray;
use wasm_bindgen_test::wasm_bindgen_test;

/// The migrations with triggers that write events.
const MIGRATIONS: [&str; 9] = [
    include_str!("../../migrations/sqlite/0006_audit_triggers.sql"),
    include_str!("../../migrations/sqlite/0007_filing.sql"),
    include_str!("../../migrations/sqlite/0008_request_guards.sql"),
    include_str!("../../migrations/sqlite/0009_claim_and_review_guards.sql"),
    include_str!("../../migrations/sqlite/0010_decision_refusals.sql"),
    include_str!("../../migrations/sqlite/0011_decision_effects.sql"),
    include_str!("../../migrations/sqlite/0012_effect_guards.sql"),
    include_str!("../../migrations/sqlite/0014_sending.sql"),
    include_str!("../../migrations/sqlite/0015_templates.sql"),
];

/// The use cases that write events.
const USE_CASES: [&str; 4] = [
    include_str!("../../crates/usecases/src/gateway.rs"),
    include_str!("../../crates/usecases/src/open_case.rs"),
    include_str!("../../crates/usecases/src/reveal.rs"),
    include_str!("../../crates/usecases/src/view_photo.rs"),
];

fn is_word(part: &str) -> bool {
    part.chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '_')
}

/// The literals of `source` that look like `xxx.yyy` or `xxx.`.
fn actions(source: &str, comment: &str, quote: char) -> BTreeSet<String> {
    let code = source
        .lines()
        .map(|line| line.split(comment).next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let literals = code.split(quote).skip(1).step_by(2);
    let is_action = |literal: &&str| {
        literal
            .split_once('.')
            .is_some_and(|(left, right)| !left.is_empty() && is_word(left) && is_word(right))
    };
    literals.filter(is_action).map(str::to_owned).collect()
}

/// All actions that are written about a request.
fn written() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in MIGRATIONS {
        found.extend(actions(source, "--", '\''));
    }
    for source in USE_CASES {
        found.extend(actions(source, "//", '"'));
    }
    // About no request, so in no timeline.
    found.remove("setting.changed");
    // Put together from a word and a code.
    for kind in DecisionKind::VARIANTS {
        found.insert(format!("decision.{}", kind.code()));
    }
    for state in LoginState::VARIANTS {
        found.insert(format!("login.{}", state.code()));
    }
    for state in MessageState::VARIANTS {
        found.insert(format!("message.{}", state.code()));
    }
    for stem in ["decision.", "login.", "message."] {
        assert!(found.remove(stem), "{stem} is still put together");
    }
    found
}

fn entry(action: &str, detail: &[(&str, &str)]) -> TimelineEntry {
    TimelineEntry {
        at: chrono::DateTime::UNIX_EPOCH,
        by: None,
        action: action.to_owned(),
        detail: detail
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

#[wasm_bindgen_test]
fn every_action_that_is_written_has_its_words() {
    let written = written();
    assert!(written.len() >= 30, "found {}: {written:?}", written.len());
    assert!(written.contains("claim.lost") && written.contains("photo.viewed"));
    for action in written {
        let phrase = happened(&action);
        assert!(phrase.is_some(), "{action} has words");
    }
}

#[wasm_bindgen_test]
fn details_are_told_in_words() {
    let reason = |code: &str, th: &str, en: &str| Reason {
        code: code.to_owned(),
        kind: DecisionKind::Return,
        finality: Finality::Retry,
        text_th: th.to_owned(),
        text_en: en.to_owned(),
    };
    let reasons = [
        reason("photo_blurred", "รูปบัตรไม่ชัด", "Photo blurred"),
        reason("card_cut", "ถ่ายไม่เต็มใบ", "Card cut off"),
    ];
    let told =
        |action, detail: &[(&str, &str)]| sentence(&entry(action, detail), &reasons, Language::En);
    assert_eq!(
        told(
            "check.set",
            &[("code", "name_matches"), ("outcome", "failed")]
        ),
        "Checked: Name matches the record · Failed"
    );
    assert_eq!(
        told(
            "call.finished",
            &[("outcome", "not_verified"), ("fraud_flag", "coercion")]
        ),
        "Ended the video call: Not verified · Coached or coerced"
    );
    assert_eq!(
        told(
            "decision.return",
            &[
                ("decision", "7"),
                ("reasons", "photo_blurred,card_cut,gone")
            ]
        ),
        "Asked for new photos: Photo blurred · Card cut off · gone"
    );
    assert_eq!(
        told(
            "message.queued",
            &[("message", "3"), ("template", "approved")]
        ),
        "An SMS was queued: Number changed"
    );
    assert_eq!(
        told(
            "message.failed",
            &[
                ("message", "3"),
                ("template", "approved"),
                ("failure", "bad_number")
            ]
        ),
        "An SMS failed: Number changed · The number cannot receive messages"
    );
    assert_eq!(
        told(
            "message.choice",
            &[
                ("message", "3"),
                ("template", "approved"),
                ("choice", "call_instead")
            ]
        ),
        "Chose what to do about an SMS: Number changed · Call instead"
    );
    assert_eq!(
        told(
            "gateway.tested",
            &[("gateway", "twilio"), ("trial", "sent")]
        ),
        "Tried the SMS gateway: Twilio · sent a test SMS"
    );
    assert_eq!(
        told("risk.changed", &[("from", "low"), ("to", "high")]),
        "The risk level changed: from Low · to High"
    );
    assert_eq!(
        told("other.thing", &[]),
        "Another event (other.thing)",
        "what is not known is shown as it is"
    );
    for language in LANGUAGES {
        let viewed = entry(
            "photo.viewed",
            &[("kind", "id_card"), ("revision", "2"), ("size", "detail")],
        );
        let told = sentence(&viewed, &reasons, language);
        assert!(!told.contains("id_card") && told.contains('2'), "{told}");
    }
}
