//! Every failure has its sentence in both languages.

use super::desk::LANGUAGES;
use crate::i18n::errors::{error_sentence, refusal_phrase};
use crate::i18n::messages::advice;
use crate::i18n::vocabulary::label;
use coe_domain::{Language, MessageFailure, Refusal};
use coe_wire::{ErrorCode, UiError};
use strum::VariantArray;
use wasm_bindgen_test::wasm_bindgen_test;

fn is_thai(letter: char) -> bool {
    ('\u{0E01}'..='\u{0E5B}').contains(&letter)
}

fn check(sentence: &str, language: Language, what: &str) {
    assert!(
        sentence.chars().count() > 12,
        "{what} has a sentence: {sentence}"
    );
    assert!(
        !sentence.contains('{'),
        "{what} has no open placeholder: {sentence}"
    );
    match language {
        Language::Th => assert!(sentence.chars().any(is_thai), "{what} is Thai: {sentence}"),
        Language::En => assert!(
            !sentence.chars().any(is_thai),
            "{what} is English: {sentence}"
        ),
    }
}

#[wasm_bindgen_test]
fn every_error_code_has_sentences_with_and_without_its_values() {
    for language in LANGUAGES {
        for code in ErrorCode::VARIANTS {
            let bare = UiError::new(*code);
            check(&error_sentence(&bare, language), language, code.code());
            let full = bare
                .with("minutes", 5)
                .with("holder", "Pawee")
                .with("field", "link")
                .with("megapixels", 900)
                .with("host", "db.coe.example")
                .with("port", 5432)
                .with("database", "coe_desk")
                .with("file", "coe-ca.pem")
                .with("found", 3)
                .with("known", 4)
                .with("reference", "r-1");
            check(&error_sentence(&full, language), language, code.code());
        }
    }
}

#[wasm_bindgen_test]
fn every_refusal_has_its_own_sentences() {
    let mut seen = std::collections::BTreeSet::new();
    for refusal in Refusal::VARIANTS {
        for language in LANGUAGES {
            let error = UiError::from(*refusal);
            let sentence = error_sentence(&error, language);
            check(&sentence, language, refusal.code());
            assert_eq!(sentence, refusal_phrase(*refusal).text(language));
            assert!(seen.insert(sentence), "{} is told apart", refusal.code());
        }
    }
}

#[wasm_bindgen_test]
fn every_failure_of_a_message_says_why_and_what_to_do() {
    let mut seen = std::collections::BTreeSet::new();
    for failure in MessageFailure::VARIANTS {
        for language in LANGUAGES {
            let reason = label(*failure).text(language);
            check(reason, language, failure.code());
            check(advice(*failure).text(language), language, failure.code());
            assert!(seen.insert(reason), "{} is told apart", failure.code());
        }
    }
}

#[wasm_bindgen_test]
fn a_server_that_does_not_answer_is_named() {
    let error = UiError::new(ErrorCode::ServerUnreachable)
        .with("host", "db.coe.example")
        .with("port", 5433);
    for language in LANGUAGES {
        let sentence = error_sentence(&error, language);
        assert!(
            sentence.contains("db.coe.example:5433") && sentence.contains("VPN"),
            "it says where and what to check: {sentence}"
        );
    }
}
