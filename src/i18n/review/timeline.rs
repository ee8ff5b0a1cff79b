//! A sentence for each thing that can happen to a request.

use crate::i18n::vocabulary::{Label, label};
use crate::i18n::{Phrase, phrase, review};
use coe_domain::reason::Reason;
use coe_domain::{
    CallChannel, CallOutcome, CheckCode, CheckOutcome, FraudFlag, GatewayKind, ImageKind, Language,
    MessageChoice, MessageFailure, MessageTemplate, Risk,
};
use coe_wire::review::TimelineEntry;

const OTHER: Phrase = phrase("เหตุการณ์อื่น ({code})", "Another event ({code})");
const ROUND: Phrase = phrase("รูปชุดที่ {number}", "photo round {number}");
const FROM: Phrase = phrase("จาก{risk}", "from {risk}");
const TO: Phrase = phrase("เป็น{risk}", "to {risk}");
const FULL_DETAIL: Phrase = phrase("ความละเอียดเต็ม", "in full detail");
const NATIONAL_ID: Phrase = phrase("เลขบัตรประชาชน", "national ID");
const OLD_PHONE: Phrase = phrase("เบอร์เดิม", "old number");
const TRIAL_ASKED: Phrase = phrase("ถามโดยไม่ส่งข้อความ", "asked without sending");
const TRIAL_SENT: Phrase = phrase("ส่ง SMS ทดสอบ", "sent a test SMS");
const NEW_PHONE: Phrase = phrase("เบอร์ใหม่", "new number");

/// The details worth reading, in the order of the sentence. The others are numbers of rows:
/// `holder`, `decision`, `message`.
const DETAILS: [&str; 17] = [
    "code",
    "outcome",
    "field",
    "kind",
    "channel",
    "template",
    "language",
    "choice",
    "failure",
    "gateway",
    "trial",
    "risk",
    "from",
    "to",
    "fraud_flag",
    "reasons",
    "revision",
];

/// What happened, in words. A code that this version does not know is shown as it is. `reasons` are
/// those that decisions can name.
pub fn sentence(entry: &TimelineEntry, reasons: &[Reason], language: Language) -> String {
    let Some(happened) = happened(&entry.action) else {
        return OTHER.fill(language, &[("code", &entry.action)]);
    };
    let happened = happened.text(language);
    let mut words: Vec<String> = DETAILS
        .iter()
        .filter_map(|name| Some((*name, entry.detail.get(*name)?)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            word(&entry.action, name, value, reasons, language).unwrap_or_else(|| value.clone())
        })
        .collect();
    if entry
        .detail
        .get("size")
        .is_some_and(|size| size == "detail")
    {
        words.push(FULL_DETAIL.text(language).to_owned());
    }
    if words.is_empty() {
        happened.to_owned()
    } else {
        format!("{happened}: {}", words.join(" · "))
    }
}

/// The words of an action; `None` where this version does not know it.
pub(crate) fn happened(action: &str) -> Option<Phrase> {
    Some(match action {
        "request.filed" => phrase("สมาชิกยื่นคำร้อง", "The member filed the request"),
        "request.resubmitted" => phrase("สมาชิกส่งรูปใหม่", "The member sent new photos"),
        "request.cancelled" => phrase("คำร้องถูกยกเลิก", "The request was cancelled"),
        "risk.changed" => phrase("ระดับความเสี่ยงเปลี่ยน", "The risk level changed"),
        "case.opened" => phrase("เปิดดูคำร้อง", "Opened the request"),
        "claim.taken" => phrase("รับเรื่อง", "Took the request"),
        "claim.released" => phrase("ปล่อยคืนเรื่อง", "Released the request"),
        "claim.lost" => phrase("เสียเรื่องให้ผู้อื่น", "Lost the request to a colleague"),
        "check.set" => phrase("ตรวจ", "Checked"),
        "check.cleared" => phrase("ล้างผลตรวจ", "Cleared a check"),
        "call.scheduled" => phrase("นัดวิดีโอคอล", "Scheduled a video call"),
        "call.started" => phrase("เริ่มวิดีโอคอล", "Started a video call"),
        "call.finished" => phrase("จบวิดีโอคอล", "Ended the video call"),
        "note.added" => phrase("เพิ่มบันทึกภายใน", "Added a note"),
        "photo.viewed" => phrase("เปิดดูรูปถ่าย", "Looked at a photo"),
        "photo.purged" => phrase("ลบรูปเมื่อพ้นเวลาเก็บ", "A photo was deleted after its time"),
        "field.revealed" => phrase("เปิดเลขเต็ม", "Showed a number in full"),
        "decision.approve" => phrase("อนุมัติเบอร์ใหม่", "Approved the new number"),
        "decision.reject" => phrase("ปฏิเสธคำร้อง", "Rejected the request"),
        "decision.return" => phrase("ขอรูปใหม่จากสมาชิก", "Asked for new photos"),
        "decision.escalate" => phrase("ส่งต่อให้หัวหน้า", "Handed it to a supervisor"),
        "decision.confirm" => phrase("ยืนยันการอนุมัติ", "Confirmed the approval"),
        "decision.overturn" => phrase("เพิกถอนการอนุมัติ", "Took the approval back"),
        "phone.changed" => phrase("เบอร์ของสมาชิกเปลี่ยน", "The member's number was changed"),
        "login.enabled" => phrase("เปิดการเข้าสู่ระบบ", "Sign-in was enabled"),
        "login.suspended" => phrase("ระงับการเข้าสู่ระบบชั่วคราว", "Sign-in was suspended"),
        "login.locked" => phrase("ล็อกการเข้าสู่ระบบ", "Sign-in was locked"),
        "message.queued" => phrase("SMS เข้าคิวส่ง", "An SMS was queued"),
        "message.sending" => phrase("กำลังส่ง SMS", "An SMS is being sent"),
        "message.accepted" => phrase("ผู้ให้บริการรับ SMS แล้ว", "The gateway took an SMS"),
        "message.delivered" => phrase("SMS ถึงเครื่องแล้ว", "An SMS arrived"),
        "message.failed" => phrase("ส่ง SMS ไม่สำเร็จ", "An SMS failed"),
        "message.unknown" => phrase("ไม่ทราบผลการส่ง SMS", "It is unknown whether an SMS was sent"),
        "message.choice" => phrase("เลือกวิธีจัดการ SMS", "Chose what to do about an SMS"),
        "template.changed" => phrase("แก้ถ้อยคำ SMS", "Changed the text of an SMS"),
        "gateway.tested" => phrase("ทดสอบผู้ให้บริการ SMS", "Tried the SMS gateway"),
        _ => return None,
    })
}

/// A detail in words; `None` where this version does not know its value.
fn word(
    action: &str,
    name: &str,
    value: &str,
    reasons: &[Reason],
    language: Language,
) -> Option<String> {
    let filled = |phrase: Phrase, name: &str, value: &str| phrase.fill(language, &[(name, value)]);
    match name {
        "code" => of::<CheckCode>(value, language),
        "outcome" if action.starts_with("call.") => of::<CallOutcome>(value, language),
        "outcome" => of::<CheckOutcome>(value, language),
        "field" => match value {
            "national_id" => Some(NATIONAL_ID),
            "old_phone" => Some(OLD_PHONE),
            "new_phone" => Some(NEW_PHONE),
            _ => None,
        }
        .map(|phrase| phrase.text(language).to_owned()),
        "kind" => of::<ImageKind>(value, language),
        "channel" => of::<CallChannel>(value, language),
        "template" => of::<MessageTemplate>(value, language),
        "language" => of::<Language>(value, language),
        "choice" => of::<MessageChoice>(value, language),
        "failure" => of::<MessageFailure>(value, language),
        "gateway" => of::<GatewayKind>(value, language),
        "trial" => match value {
            "asked" => Some(TRIAL_ASKED),
            "sent" => Some(TRIAL_SENT),
            _ => None,
        }
        .map(|phrase| phrase.text(language).to_owned()),
        "risk" => of::<Risk>(value, language).map(|risk| filled(review::RISK, "risk", &risk)),
        "from" => of::<Risk>(value, language).map(|risk| filled(FROM, "risk", &risk)),
        "to" => of::<Risk>(value, language).map(|risk| filled(TO, "risk", &risk)),
        "fraud_flag" => of::<FraudFlag>(value, language),
        "reasons" => Some(review::reasons(value.split(','), reasons, language)),
        "revision" => Some(filled(ROUND, "number", value)),
        _ => None,
    }
}

/// The words of a code of the set `T`.
fn of<T: std::str::FromStr + Label>(code: &str, language: Language) -> Option<String> {
    let value = code.parse::<T>().ok()?;
    Some(label(value).text(language).to_owned())
}
