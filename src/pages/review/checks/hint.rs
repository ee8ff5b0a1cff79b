//! What to compare with, beside each check.

use crate::i18n::review as text;
use chrono::NaiveDate;
use coe_domain::thai_date::{format_date, format_date_numeric};
use coe_domain::{CheckCode, Language};
use coe_wire::review::RecordView;

/// What the record says that this check compares with.
pub fn hint(code: CheckCode, record: &RecordView, today: NaiveDate, language: Language) -> String {
    let recorded = text::RECORD_SAYS.text(language);
    match code {
        CheckCode::NameMatches => format!("{recorded}: {} · {}", record.name_th, record.name_en),
        CheckCode::IdNumberMatches => {
            let digit = if record.national_id_valid {
                text::DIGIT_OK
            } else {
                text::DIGIT_BAD
            };
            format!(
                "{recorded}: {} · {}",
                record.national_id_masked,
                digit.text(language)
            )
        }
        CheckCode::BirthDateMatches => {
            format!(
                "{recorded}: {}",
                both_calendars(record.birth_date, language)
            )
        }
        CheckCode::CardNotExpired => {
            format!(
                "{} {}",
                text::TODAY_IS.text(language),
                both_calendars(today, language)
            )
        }
        CheckCode::FaceMatchesSelfie => text::HINT_FACE.text(language).to_owned(),
        CheckCode::SelfieHoldsCard => text::HINT_HOLDS.text(language).to_owned(),
        CheckCode::NoSignOfEditing => text::HINT_EDITING.text(language).to_owned(),
    }
}

/// The card shows its dates in both calendars; so does what they are compared with.
fn both_calendars(date: NaiveDate, language: Language) -> String {
    let other = match language {
        Language::Th => Language::En,
        Language::En => Language::Th,
    };
    format!(
        "{} ({})",
        format_date(date, language),
        format_date_numeric(date, other)
    )
}
