//! A sentence for each thing that can happen to a request.

use crate::i18n::vocabulary::{Label, label};
use coe_domain::{
    CallChannel, CallOutcome, Challenge, CheckCode, CheckOutcome, FraudFlag, ImageKind, Language,
    LoginState, MessageState, MessageTemplate, RequestStatus, Risk,
};
use coe_wire::review::TimelineEntry;
use std::collections::BTreeMap;

/// What happened, in words. A code that this version does not know is shown as it is.
pub fn sentence(entry: &TimelineEntry, language: Language) -> String {
    let phrase = match entry.action.as_str() {
        "request.filed" => ("สมาชิกยื่นคำร้อง", "The member filed the request"),
        "request.resubmitted" => ("สมาชิกส่งรูปใหม่", "The member sent new photos"),
        "request.cancelled" => ("คำร้องถูกยกเลิก", "The request was cancelled"),
        "claim.taken" => ("รับเรื่อง", "Took the request"),
        "claim.released" => ("ปล่อยคืนเรื่อง", "Released the request"),
        "claim.expired" => ("หมดเวลาถือเรื่อง", "The claim ran out"),
        "check.set" => ("ตรวจ", "Checked"),
        "check.cleared" => ("ล้างผลตรวจ", "Cleared a check"),
        "call.scheduled" => ("นัดวิดีโอคอล", "Scheduled a video call"),
        "call.started" => ("เริ่มวิดีโอคอล", "Started a video call"),
        "call.finished" => ("จบวิดีโอคอล", "Ended the video call"),
        "note.added" => ("เพิ่มบันทึกภายใน", "Added a note"),
        "photo.viewed" => ("เปิดดูรูปถ่าย", "Looked at a photo"),
        "case.opened" => ("เปิดดูคำร้อง", "Opened the request"),
        "field.revealed" => ("เปิดเลขเต็ม", "Showed a number in full"),
        "risk.changed" => ("ระดับความเสี่ยงเปลี่ยน", "The risk level changed"),
        "decision.approve" => ("อนุมัติเบอร์ใหม่", "Approved the new number"),
        "decision.reject" => ("ปฏิเสธคำร้อง", "Rejected the request"),
        "decision.return" => ("ขอรูปใหม่จากสมาชิก", "Asked for new photos"),
        "decision.escalate" => ("ส่งต่อให้หัวหน้า", "Handed it to a supervisor"),
        "decision.confirm" => ("ยืนยันการอนุมัติ", "Confirmed the approval"),
        "decision.overturn" => ("ยกเลิกการอนุมัติ", "Took the approval back"),
        "message.queued" => ("SMS เข้าคิวส่ง", "An SMS was queued"),
        "message.sending" => ("กำลังส่ง SMS", "An SMS is being sent"),
        "message.accepted" => ("ผู้ให้บริการรับ SMS แล้ว", "The gateway took an SMS"),
        "message.delivered" => ("SMS ถึงเครื่องแล้ว", "An SMS arrived"),
        "message.failed" => ("ส่ง SMS ไม่สำเร็จ", "An SMS failed"),
        "message.unknown" => ("ไม่ทราบผลการส่ง SMS", "It is unknown whether an SMS was sent"),
        "login.enabled" => ("เปิดการเข้าสู่ระบบ", "Sign-in was enabled"),
        "login.suspended" => ("ระงับการเข้าสู่ระบบชั่วคราว", "Sign-in was suspended"),
        "login.locked" => ("ล็อกการเข้าสู่ระบบ", "Sign-in was locked"),
        unknown => return unknown_action(unknown, language),
    };
    let phrase = if language == Language::Th {
        phrase.0
    } else {
        phrase.1
    };
    let details = details(&entry.detail, language);
    if details.is_empty() {
        phrase.to_owned()
    } else {
        format!("{phrase}: {details}")
    }
}

fn unknown_action(code: &str, language: Language) -> String {
    match language {
        Language::Th => format!("เหตุการณ์อื่น ({code})"),
        Language::En => format!("Another event ({code})"),
    }
}

/// The values worth reading, translated where they are codes of the vocabulary.
fn details(detail: &BTreeMap<String, String>, language: Language) -> String {
    const ORDER: [&str; 15] = [
        "check",
        "outcome",
        "field",
        "photo",
        "kind",
        "channel",
        "template",
        "from",
        "to",
        "risk",
        "fraud_flag",
        "reasons",
        "failure",
        "at",
        "revision",
    ];
    let words: Vec<String> = ORDER
        .iter()
        .filter_map(|name| detail.get(*name).map(|value| (*name, value)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| word(name, value, language))
        .collect();
    words.join(" · ")
}

fn word(name: &str, value: &str, language: Language) -> String {
    let th = language == Language::Th;
    match name {
        "revision" if th => format!("รูปชุดที่ {value}"),
        "revision" => format!("photo round {value}"),
        "field" => match (value, th) {
            ("national_id", true) => "เลขบัตรประชาชน".to_owned(),
            ("national_id", false) => "national ID".to_owned(),
            ("old_phone", true) => "เบอร์เดิม".to_owned(),
            ("old_phone", false) => "old number".to_owned(),
            ("new_phone", true) => "เบอร์ใหม่".to_owned(),
            ("new_phone", false) => "new number".to_owned(),
            _ => value.to_owned(),
        },
        _ => words_of_code(value, language).unwrap_or_else(|| value.to_owned()),
    }
}

/// The words of a code, whichever closed set it is of.
fn words_of_code(code: &str, language: Language) -> Option<String> {
    fn of<T: std::str::FromStr + Label>(code: &str, language: Language) -> Option<String> {
        code.parse::<T>()
            .ok()
            .map(|value| label(value).text(language).to_owned())
    }
    let sets = [
        of::<CheckCode>,
        of::<CheckOutcome>,
        of::<CallOutcome>,
        of::<CallChannel>,
        of::<Challenge>,
        of::<FraudFlag>,
        of::<ImageKind>,
        of::<Risk>,
        of::<RequestStatus>,
        of::<LoginState>,
        of::<MessageState>,
        of::<MessageTemplate>,
    ];
    sets.iter().find_map(|of| of(code, language))
}
