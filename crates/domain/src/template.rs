//! What the text of a message may hold.

use crate::sms_text::{self, placeholders};
use crate::{Language, MessageTemplate};

/// A name between braces that is filled when the message is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder {
    /// The name.
    pub name: &'static str,
    /// Whether the message is of no use without it.
    pub required: bool,
}

const fn required(name: &'static str) -> Placeholder {
    Placeholder {
        name,
        required: true,
    }
}

const fn optional(name: &'static str) -> Placeholder {
    Placeholder {
        name,
        required: false,
    }
}

/// The longest text, in characters: with what is filled in, a message stays under the 2 000 of the outbox.
pub const LONGEST: usize = 600;

/// What may be filled into a message. The security notice goes to a number that may be a stranger's by
/// now: it takes nothing.
#[must_use]
pub const fn placeholders_of(template: MessageTemplate) -> &'static [Placeholder] {
    const NUMBER: &[Placeholder] = &[required("request_no")];
    const REASONS: &[Placeholder] = &[
        required("request_no"),
        required("reasons"),
        optional("member_text"),
    ];
    const CALL: &[Placeholder] = &[
        optional("request_no"),
        required("call_time"),
        required("channel"),
    ];
    match template {
        MessageTemplate::Filed | MessageTemplate::Approved | MessageTemplate::Overturned => NUMBER,
        MessageTemplate::Returned | MessageTemplate::Rejected => REASONS,
        MessageTemplate::SecurityNotice => &[],
        MessageTemplate::CallAppointment | MessageTemplate::CallReminder => CALL,
    }
}

/// An invented message of this text, for whoever writes it: each placeholder is filled as the database
/// would fill it.
#[must_use]
pub fn sample(body: &str, language: Language) -> String {
    let values: &[(&str, &str)] = match language {
        Language::Th => &[
            ("request_no", "69-11-1024"),
            ("reasons", "รูปบัตรไม่ชัด, ถ่ายบัตรไม่เต็มใบ"),
            ("member_text", "โปรดถ่ายในที่สว่าง"),
            ("call_time", "24/11/2569 เวลา 14:30 น."),
            ("channel", "LINE"),
        ],
        Language::En => &[
            ("request_no", "69-11-1024"),
            ("reasons", "photo is blurred, card is cut off"),
            ("member_text", "Please take it in good light."),
            ("call_time", "2026-11-24 at 14:30"),
            ("channel", "LINE"),
        ],
    };
    sms_text::fill(body, values).trim().to_owned()
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// There is nothing in it.
    Empty,
    /// It has more than [`LONGEST`] characters.
    TooLong,
    /// A placeholder that nothing fills.
    UnknownPlaceholder(String),
    /// A placeholder without which the message is of no use.
    MissingPlaceholder(&'static str),
    /// A brace that belongs to no placeholder.
    StrayBrace,
    /// `{member_text}` is not at the end: it may be empty, and leaves a hole then.
    MemberTextNotLast,
    /// The address of a web page. Registered senders may not send any, and members shall learn that the
    /// Council never does.
    Address,
}

/// What is wrong with `body` as the text of `template`; nothing when it may be used.
#[must_use]
pub fn check(template: MessageTemplate, body: &str) -> Vec<Unfit> {
    let mut unfit = Vec::new();
    if body.trim().is_empty() {
        return vec![Unfit::Empty];
    }
    if body.chars().count() > LONGEST {
        unfit.push(Unfit::TooLong);
    }
    let known = placeholders_of(template);
    let used = placeholders(body);
    for name in &used {
        if !known.iter().any(|known| known.name == name) {
            unfit.push(Unfit::UnknownPlaceholder(name.clone()));
        }
    }
    for wanted in known.iter().filter(|known| known.required) {
        if !used.iter().any(|name| name == wanted.name) {
            unfit.push(Unfit::MissingPlaceholder(wanted.name));
        }
    }
    let blank: Vec<(&str, &str)> = used.iter().map(|name| (name.as_str(), "")).collect();
    if sms_text::fill(body, &blank).contains(['{', '}']) {
        unfit.push(Unfit::StrayBrace);
    }
    let member_text = "{member_text}";
    if let Some(at) = body.find(member_text)
        && !body[at + member_text.len()..].trim().is_empty()
    {
        unfit.push(Unfit::MemberTextNotLast);
    }
    if holds_address(body) {
        unfit.push(Unfit::Address);
    }
    unfit
}

/// Whether a text holds the address of a web page: a scheme, `www.`, or a dot between two Latin letters.
fn holds_address(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    let chars: Vec<char> = lower.chars().collect();
    lower.contains("://")
        || lower.contains("www.")
        || chars.windows(3).any(|three| {
            three[0].is_ascii_alphanumeric() && three[1] == '.' && three[2].is_ascii_lowercase()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn a_text_with_what_it_needs_is_fit() {
        let body = "คำร้องเลขที่ {request_no} ต้องการรูปใหม่: {reasons} {member_text} ";
        assert!(check(MessageTemplate::Returned, body).is_empty());
    }

    #[test]
    fn a_text_is_told_everything_that_is_wrong_with_it() {
        assert_eq!(
            check(MessageTemplate::Approved, "see coe.or.th {name}"),
            [
                Unfit::UnknownPlaceholder("name".to_owned()),
                Unfit::MissingPlaceholder("request_no"),
                Unfit::Address,
            ]
        );
        assert_eq!(check(MessageTemplate::Approved, "  \n"), [Unfit::Empty]);
        assert_eq!(
            check(MessageTemplate::Approved, "{request_no} is {approved"),
            [Unfit::StrayBrace]
        );
        assert_eq!(
            check(
                MessageTemplate::Rejected,
                "{member_text} {request_no} {reasons}"
            ),
            [Unfit::MemberTextNotLast]
        );
        let long = format!("{{request_no}} {}", "ก".repeat(LONGEST));
        assert_eq!(check(MessageTemplate::Filed, &long), [Unfit::TooLong]);
    }

    #[test]
    fn an_old_number_is_told_nothing_personal() {
        assert_eq!(
            check(MessageTemplate::SecurityNotice, "request {request_no}"),
            [Unfit::UnknownPlaceholder("request_no".to_owned())]
        );
    }

    #[test]
    fn addresses_are_found_and_sentences_are_not() {
        for text in ["http://x", "go to WWW.coe", "coe.or.th", "a.b"] {
            assert!(holds_address(text), "{text}");
        }
        for text in [
            "เลขที่ 67-2-4. โปรดโทร",
            "at once. Call us",
            "เวลา 10.30 น.",
            "ภย.12345",
        ] {
            assert!(!holds_address(text), "{text}");
        }
    }

    #[test]
    fn a_sample_fills_every_placeholder_that_there_is() {
        for template in MessageTemplate::VARIANTS {
            for placeholder in placeholders_of(*template) {
                let body = format!("{{{}}}", placeholder.name);
                for language in [Language::Th, Language::En] {
                    let sample = sample(&body, language);
                    assert!(!sample.contains('{'), "{}: {sample}", placeholder.name);
                }
            }
        }
    }

    #[test]
    fn nothing_is_asked_for_twice() {
        for template in MessageTemplate::VARIANTS {
            let names: Vec<_> = placeholders_of(*template).iter().map(|p| p.name).collect();
            let mut once = names.clone();
            once.dedup();
            assert_eq!(names, once, "{template}");
        }
    }
}
