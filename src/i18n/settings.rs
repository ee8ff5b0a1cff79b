//! The settings: texts of messages, their numbers, and the gateway.

use super::{Language, Phrase, phrase};
use coe_domain::template::{LONGEST, Unfit};
use coe_domain::{GatewayKind, MessageTemplate};

pub const TITLE: Phrase = phrase("การตั้งค่า", "Settings");
pub const SECTIONS: Phrase = phrase("หมวดการตั้งค่า", "Sections");
pub const TEXTS: Phrase = phrase("ถ้อยคำ SMS", "SMS texts");
pub const GATEWAY: Phrase = phrase("ผู้ให้บริการ SMS", "SMS gateway");

// Texts.
pub const LIST: Phrase = phrase("ข้อความ", "Messages");
pub const UNSAVED: Phrase = phrase("แก้ไขค้างไว้", "Not saved yet");
pub const LANGUAGES: Phrase = phrase("ภาษาของสมาชิก", "Language of the member");
pub const BODY: Phrase = phrase("ถ้อยคำ", "Text");
pub const INSERT: Phrase = phrase("แทรกที่เคอร์เซอร์", "Insert at the cursor");
pub const REQUIRED: Phrase = phrase("ต้องมี", "required");
pub const NOTHING_FILLED: Phrase = phrase(
    "ข้อความนี้อาจไปถึงคนแปลกหน้า จึงไม่มีส่วนที่เติมให้",
    "This message may reach a stranger, so nothing is filled in.",
);
pub const SAMPLE: Phrase = phrase("ตัวอย่างบนโทรศัพท์", "As on a phone");
pub const SAMPLE_HINT: Phrase = phrase("ค่าในตัวอย่างเป็นค่าสมมติ", "The filled-in values are invented.");
pub const SIZE: Phrase = phrase(
    "{units} หน่วย · {parts} · {cost}",
    "{units} units · {parts} · {cost}",
);
pub const BAHT: Phrase = phrase("{amount} บาท", "{amount} baht");
pub const SAVE: Phrase = phrase("บันทึก", "Save");
pub const SAVED: Phrase = phrase(
    "บันทึกแล้ว ใช้กับข้อความที่เข้าคิวตั้งแต่นี้ไป",
    "Saved. It holds for messages queued from now on.",
);
pub const RESET: Phrase = phrase("กลับเป็นที่บันทึกไว้", "Back to what is saved");
pub const FROM_NOW_ON: Phrase = phrase(
    "มีผลกับข้อความที่เข้าคิวหลังบันทึก ข้อความที่รอส่งอยู่ไม่เปลี่ยน",
    "Holds for messages queued after saving. Those that wait now stay as they are.",
);
pub const HISTORY: Phrase = phrase("ประวัติการแก้", "Earlier texts");
pub const NO_HISTORY: Phrase = phrase("ยังไม่เคยแก้", "Never changed");
pub const BEFORE: Phrase = phrase("เดิม", "Before");
pub const AFTER: Phrase = phrase("ใหม่", "After");
pub const USE_BEFORE: Phrase = phrase("นำถ้อยคำเดิมมาแก้", "Edit the earlier text");

pub const KEY_DOWN: Phrase = phrase("ข้อความถัดไป", "Next message");
pub const KEY_UP: Phrase = phrase("ข้อความก่อนหน้า", "Previous message");
pub const KEY_LANGUAGE: Phrase = phrase("สลับภาษาของข้อความ", "The text in the other language");
pub const KEY_EDIT: Phrase = phrase("แก้ถ้อยคำ", "Edit the text");
pub const KEY_SAVE: Phrase = phrase("บันทึกถ้อยคำ", "Save the text");
pub const KEY_LEAVE: Phrase = phrase("ออกจากช่องพิมพ์", "Leave the field");

// Numbers.
pub const REMINDER: Phrase = phrase("เตือนก่อนเวลานัดกี่นาที", "Minutes before the call");
pub const REMINDER_HINT: Phrase = phrase(
    "0 คือไม่เตือน สูงสุด 1440 (หนึ่งวัน)",
    "0 for never; at most 1440, a day",
);
pub const COST: Phrase = phrase("ค่าส่งต่อส่วน (บาท)", "Cost of one part (baht)");
pub const COST_HINT: Phrase = phrase(
    "เช่น 0.25 ใช้คิดค่าส่งในหน้านี้เท่านั้น",
    "such as 0.25; only used to show costs here",
);
pub const NUMBER_WRONG: Phrase = phrase("ใส่ตัวเลขในช่วงที่กำหนด", "Enter a number within the bounds.");
pub const NUMBERS_SAVED: Phrase = phrase("บันทึกแล้ว", "Saved");

// Gateway.
pub const ELSEWHERE_TITLE: Phrase = phrase(
    "โปรแกรมข้างเซิร์ฟเวอร์เป็นผู้ส่งข้อความ",
    "A program beside the server sends the messages",
);
pub const ELSEWHERE: Phrase = phrase(
    "เครื่องนี้ไม่ส่งข้อความเองและไม่เก็บคีย์ ผู้ดูแลระบบตั้งค่าผู้ให้บริการที่โปรแกรม coe-desk-dispatcher บนเซิร์ฟเวอร์",
    "This computer sends nothing and keeps no key. Your administrator sets up the gateway of coe-desk-dispatcher on the server.",
);
pub const NOTHING_SENT: Phrase = phrase("ขณะนี้ไม่มีข้อความใดถูกส่งออก", "Nothing is being sent now");
pub const KIND: Phrase = phrase("ผู้ให้บริการ", "Gateway");
pub const SENDER: Phrase = phrase("ชื่อผู้ส่ง", "Sender");
pub const SENDER_HINT: Phrase = phrase(
    "ชื่อที่ลงทะเบียนไว้กับผู้ให้บริการ สมาชิกเห็นชื่อนี้",
    "As registered with the gateway; members read it.",
);
pub const SECRET_KEPT: Phrase = phrase(
    "เก็บไว้ในเครื่องแล้ว เว้นว่างเพื่อใช้ต่อ",
    "Kept on this computer; leave empty to go on using it",
);
pub const SECRET_FROM_ENVIRONMENT: Phrase = phrase(
    "มาจากตัวแปรของระบบ ซึ่งใช้ก่อนเสมอ",
    "Comes from the environment, which goes first",
);
pub const SECRET_MISSING: Phrase = phrase("ยังไม่มี", "Not there yet");
pub const SECRET_HINT: Phrase = phrase(
    "คีย์และรหัสลับอยู่ในที่เก็บรหัสลับของเครื่องนี้เท่านั้น ไม่อยู่ในฐานข้อมูล และไม่แสดงอีก",
    "Key and secret stay in this computer’s secret service, never in the database, and are not shown again.",
);
pub const ADVANCED: Phrase = phrase("ขั้นสูง", "Advanced");
pub const BASE_URL: Phrase = phrase("ที่อยู่ของผู้ให้บริการ", "Address of the gateway");
pub const BASE_URL_HINT: Phrase = phrase("เว้นว่างเพื่อใช้ที่อยู่ปกติ", "Empty for the usual one");
pub const RATE: Phrase = phrase("ข้อความต่อวินาที ไม่เกิน", "Most messages a second");
pub const RATE_HINT: Phrase = phrase("1 ถึง 200", "1 to 200");
pub const TRY: Phrase = phrase("ทดสอบโดยไม่ส่ง", "Test without sending");
pub const USE: Phrase = phrase("บันทึกและใช้", "Save and use");
pub const IN_USE: Phrase = phrase(
    "บันทึกแล้ว กำลังส่งทาง {gateway}",
    "Saved. Messages now go by {gateway}.",
);
pub const KNOWN: Phrase = phrase("ผู้ให้บริการรู้จักเรา", "The gateway knows us");
pub const KNOWN_CREDIT: Phrase = phrase(
    "ผู้ให้บริการรู้จักเรา เครดิต {credit}",
    "The gateway knows us. Credit {credit}",
);
pub const NOT_KNOWN: Phrase = phrase("ทดสอบไม่ผ่าน: {cause}", "The test failed: {cause}");
pub const REQUEST: Phrase = phrase(
    "คำขอที่จะส่ง (ซ่อนรหัสลับแล้ว)",
    "The request, with the secrets masked",
);
pub const TEST_MESSAGE: Phrase = phrase("ส่ง SMS ทดสอบ", "Send a test SMS");
pub const TEST_TO: Phrase = phrase("ส่งไปที่เบอร์", "To this number");
pub const TEST_TO_HINT: Phrase = phrase("เช่น 0812345678", "such as 0812345678");
pub const TEST_TO_WRONG: Phrase = phrase("ไม่ใช่เบอร์มือถือไทย", "This is no Thai mobile number.");
pub const TEST_WARNING: Phrase = phrase(
    "SMS หนึ่งข้อความจะส่งไปที่ {phone} ทาง {gateway} ทันที และมีค่าส่ง การทดสอบถูกบันทึก",
    "One SMS goes to {phone} by {gateway} at once, and costs money. The test is recorded.",
);
pub const TEST_SEND: Phrase = phrase("ส่งเลย", "Send it");
pub const TEST_TAKEN: Phrase = phrase(
    "ผู้ให้บริการรับแล้ว ดูที่โทรศัพท์",
    "The gateway took it. Look at the phone.",
);
pub const TEST_NOT_TAKEN: Phrase = phrase("ผู้ให้บริการไม่รับ: {cause}", "Not taken: {cause}");
pub const TEST_UNKNOWN: Phrase = phrase(
    "ไม่ทราบว่ารับหรือไม่: {cause}",
    "Nobody knows whether it was taken: {cause}",
);

/// When a message is sent, and to whom.
#[must_use]
pub const fn when_sent(template: MessageTemplate) -> Phrase {
    match template {
        MessageTemplate::Filed => {
            phrase("เมื่อยื่นคำร้อง ถึงเบอร์ปัจจุบัน", "On filing, to the current number")
        }
        MessageTemplate::Returned => phrase(
            "เมื่อขอรูปใหม่ ถึงเบอร์ปัจจุบัน",
            "When new photos are asked for, to the current number",
        ),
        MessageTemplate::Approved => phrase("เมื่ออนุมัติ ถึงเบอร์ใหม่", "On approval, to the new number"),
        MessageTemplate::SecurityNotice => {
            phrase("เมื่ออนุมัติ ถึงเบอร์เดิม", "On approval, to the old number")
        }
        MessageTemplate::Rejected => phrase(
            "เมื่อปฏิเสธ ถึงเบอร์ปัจจุบัน",
            "On rejection, to the current number",
        ),
        MessageTemplate::Overturned => phrase(
            "เมื่อเพิกถอน ถึงทั้งสองเบอร์",
            "When an approval is taken back, to both numbers",
        ),
        MessageTemplate::CallAppointment => phrase(
            "เมื่อนัดวิดีโอคอล ถึงเบอร์ใหม่",
            "When a call is scheduled, to the new number",
        ),
        MessageTemplate::CallReminder => phrase(
            "ก่อนเวลานัด ถึงเบอร์ใหม่",
            "Shortly before a call, to the new number",
        ),
    }
}

/// What fills a placeholder; the code itself for one that this version does not know.
#[must_use]
pub fn placeholder(name: &str) -> Option<Phrase> {
    Some(match name {
        "request_no" => phrase("เลขคำร้อง", "Request number"),
        "reasons" => phrase("เหตุผล", "Reasons"),
        "member_text" => phrase("ข้อความถึงสมาชิก", "Text for the member"),
        "call_time" => phrase("วันและเวลานัด", "Time of the call"),
        "channel" => phrase("ช่องทาง", "Channel"),
        _ => return None,
    })
}

/// What is wrong with a text, and what to do.
#[must_use]
pub fn problem(unfit: &Unfit, language: Language) -> String {
    let named =
        |phrase: Phrase, name: &str| phrase.fill(language, &[("name", &format!("{{{name}}}"))]);
    match unfit {
        Unfit::Empty => phrase("ยังไม่มีข้อความ", "There is no text.").text(language).to_owned(),
        Unfit::TooLong => phrase("ยาวเกิน {most} ตัวอักษร", "Longer than {most} characters.")
            .fill(language, &[("most", &LONGEST.to_string())]),
        Unfit::UnknownPlaceholder(name) => {
            named(phrase("ไม่มีอะไรเติมให้ {name} ลบออก", "Nothing fills {name}. Take it out."), name)
        }
        Unfit::MissingPlaceholder(name) => {
            named(phrase("ขาด {name} แทรกจากปุ่มด้านบน", "{name} is missing. Insert it with the button above."), name)
        }
        Unfit::StrayBrace => phrase("มีวงเล็บปีกกาที่ไม่ครบคู่", "A brace belongs to no placeholder.")
            .text(language)
            .to_owned(),
        Unfit::MemberTextNotLast => named(
            phrase("{name} อาจว่าง ให้ไว้ท้ายสุด", "{name} may be empty: put it at the end."),
            "member_text",
        ),
        Unfit::Address => phrase(
            "มีที่อยู่เว็บ ซึ่งชื่อผู้ส่งที่ลงทะเบียนส่งไม่ได้ และสมาชิกควรรู้ว่าสภาฯ ไม่ส่งลิงก์",
            "It holds a web address. Registered senders may not send any, and members shall know that the Council never does.",
        )
        .text(language)
        .to_owned(),
    }
}

/// What a gateway calls its key and its secret.
#[must_use]
pub const fn secrets(kind: GatewayKind) -> (Phrase, Phrase) {
    match kind {
        GatewayKind::Twilio => (
            phrase("Account SID", "Account SID"),
            phrase("Auth Token", "Auth token"),
        ),
        GatewayKind::Smsmkt => (
            phrase("API Key", "API key"),
            phrase("Secret Key", "Secret key"),
        ),
        GatewayKind::Thaibulksms | GatewayKind::Simulator => (
            phrase("API Key", "API key"),
            phrase("API Secret", "API secret"),
        ),
    }
}
