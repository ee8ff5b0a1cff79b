//! The outbox.

use super::{Language, Phrase, phrase};
use coe_domain::{MessageChoice, MessageFailure, MessageState};
use coe_wire::messages::MessageTab;

pub const TITLE: Phrase = phrase("ข้อความถึงสมาชิก", "Messages to members");
pub const SIMULATED: Phrase = phrase(
    "ข้อความจำลอง: ไม่มีข้อความใดถูกส่งไปยังโทรศัพท์จริง",
    "Simulated: no message goes to a real phone",
);
pub const SEARCH: Phrase = phrase("ค้นเลขคำร้อง หรือเลขท้ายเบอร์", "Search request or last digits");
pub const ANY_STATE: Phrase = phrase("ทุกสถานะ", "Any state");
pub const STATE: Phrase = phrase("สถานะ", "State");
pub const COL_QUEUED: Phrase = phrase("เวลา", "Time");
pub const COL_TEMPLATE: Phrase = phrase("เรื่อง", "Message");
pub const COL_TO: Phrase = phrase("ถึงเบอร์", "To");
pub const COL_REQUEST: Phrase = phrase("คำร้อง", "Request");
pub const COL_SEGMENTS: Phrase = phrase("ส่วน", "Parts");
pub const SIZE: Phrase = phrase("{units} หน่วย · {parts}", "{units} units · {parts}");
pub const EMPTY: Phrase = phrase("ยังไม่มีข้อความ", "No message yet");
pub const EMPTY_HINT: Phrase = phrase(
    "ข้อความเกิดจากการยื่นคำร้องและการตัดสิน",
    "Messages come from filing and deciding requests.",
);
pub const EMPTY_SEARCH: Phrase = phrase("ไม่พบข้อความที่ตรงกัน", "No message matches");
pub const OPEN_REQUEST: Phrase = phrase("เปิดคำร้อง", "Open the request");
pub const TABS: Phrase = phrase("รายการข้อความ", "Lists of messages");
pub const EMPTY_TAB: Phrase = phrase("ไม่มีข้อความที่ต้องดูแล", "No message needs anybody");
pub const EMPTY_TAB_HINT: Phrase = phrase(
    "ข้อความที่ส่งไม่สำเร็จหรือไม่ทราบผลจะมาอยู่ที่นี่",
    "Messages that fail, or of which nobody knows, come here.",
);

// Who sends, and how it gets on.
pub const HEALTH: Phrase = phrase("การส่งข้อความ", "Sending");
pub const WORKING: Phrase = phrase("{gateway} กำลังทำงาน", "{gateway} is working");
pub const WAITING: Phrase = phrase("{gateway} รออยู่: {cause}", "{gateway} waits: {cause}");
pub const NOBODY_SINCE: Phrase = phrase(
    "ไม่มีโปรแกรมส่งข้อความทำงานตั้งแต่ {time}",
    "Nothing has been sending since {time}",
);
pub const NOBODY_EVER: Phrase = phrase(
    "ยังไม่เคยมีโปรแกรมส่งข้อความทำงานกับฐานข้อมูลนี้",
    "No program has ever sent messages of this database",
);
pub const CREDIT: Phrase = phrase("เครดิต {credit}", "Credit {credit}");
pub const QUEUED: Phrase = phrase("รอส่ง {count}", "{count} queued");
pub const DUE_FOR: Phrase = phrase("ค้างนานสุด {time}", "longest due for {time}");
pub const UNDER_A_MINUTE: Phrase = phrase("ไม่ถึงนาที", "under a minute");

// One message.
pub const WHAT_HAPPENED: Phrase = phrase("ลำดับการส่ง", "What happened");
pub const QUEUED_AT: Phrase = phrase("เข้าคิว", "Queued");
pub const ATTEMPT: Phrase = phrase(
    "ส่งครั้งที่ {number} ทาง {gateway}",
    "Attempt {number} by {gateway}",
);
pub const UNDER_WAY: Phrase = phrase("รอคำตอบ", "The answer is awaited");
pub const REFERENCE: Phrase = phrase("อ้างอิง {reference}", "reference {reference}");
pub const CHOSEN_BY: Phrase = phrase("{by} เลือก: {choice}", "{by} chose: {choice}");
pub const MESSAGES: Phrase = phrase("ข้อความของคำร้องนี้", "Messages of this request");
pub const NO_MESSAGES: Phrase = phrase("ยังไม่มีข้อความ", "No message yet");
pub const TO_CALL: Phrase = phrase("ต้องมีคนโทรแจ้งสมาชิก", "Somebody has to call the member");
pub const SUPPORT_READS: Phrase = phrase(
    "เจ้าหน้าที่หรือหัวหน้าเป็นผู้เลือกว่าจะทำอย่างไร",
    "An officer or a supervisor chooses what to do.",
);
pub const SHOW_NUMBER: Phrase = phrase("แสดงเบอร์เพื่อโทร", "Show the number to call");
pub const NUMBER_ON_RECORD: Phrase = phrase(
    "การแสดงเบอร์ถูกบันทึก และซ่อนเองใน 20 วินาที",
    "Showing it is recorded; it hides itself after 20 seconds.",
);
pub const NUMBER_CHANGED: Phrase = phrase(
    "เบอร์ที่ส่งไปไม่ใช่เบอร์ของคำร้องนี้แล้ว ดูเบอร์ปัจจุบันที่หน้าสมาชิก",
    "The number it went to is no longer one of this request. Look the member up.",
);
pub const GO_BACK: Phrase = phrase("ยังไม่ทำ", "Not now");
pub const KEYS: Phrase = phrase("ข้อความที่ต้องดูแล", "A message that needs somebody");
pub const KEY_SEND_AGAIN: Phrase = phrase("ส่งอีกครั้ง", "Send it again");
pub const KEY_CALL: Phrase = phrase(
    "โทรแทน หรือบันทึกว่าโทรแจ้งแล้ว",
    "Call instead, or say that it is done",
);
pub const KEY_ARRIVED: Phrase = phrase("สมาชิกได้รับแล้ว", "It arrived");
pub const KEY_TAB: Phrase = phrase("รายการถัดไป", "Next list");
pub const MORE: Phrase = phrase("แสดงเพิ่ม", "Show more");
pub const KEY_EXPAND: Phrase = phrase("ดูข้อความที่เลือก", "Show the current message");
pub const KEY_OPEN: Phrase = phrase(
    "เปิดคำร้องของข้อความที่เลือก",
    "Open the current message’s request",
);

/// How many parts a message takes.
#[must_use]
pub fn segments(count: u32, language: Language) -> String {
    let phrase = match count {
        1 => phrase("1 ส่วน", "1 part"),
        _ => phrase("{count} ส่วน", "{count} parts"),
    };
    phrase.fill(language, &[("count", &count.to_string())])
}

/// The name of a list.
#[must_use]
pub const fn tab(tab: MessageTab) -> Phrase {
    match tab {
        MessageTab::All => phrase("ทั้งหมด", "All"),
        MessageTab::NeedsPerson => phrase("ต้องมีคนดูแล", "Need a person"),
        MessageTab::NotReached => phrase("สมาชิกยังไม่รู้ผล", "Not reached"),
    }
}

/// What a list holds.
#[must_use]
pub const fn tab_hint(tab: MessageTab) -> Phrase {
    match tab {
        MessageTab::All => phrase("ข้อความทั้งหมด ใหม่สุดก่อน", "Every message, newest first"),
        MessageTab::NeedsPerson => phrase(
            "ส่งไม่สำเร็จหรือไม่ทราบผล และยังไม่มีใครจัดการ",
            "Failed or unknown, and nobody has settled it",
        ),
        MessageTab::NotReached => phrase(
            "คำร้องอนุมัติแล้ว แต่สมาชิกยังไม่ได้รับแจ้ง",
            "Approved, and the member has not been told",
        ),
    }
}

/// What to do about a message that failed for this reason.
#[must_use]
pub const fn advice(failure: MessageFailure) -> Phrase {
    use MessageFailure as Why;
    match failure {
        Why::BadNumber
        | Why::NumberBlocked
        | Why::NotReachable
        | Why::RefusedByNetwork
        | Why::NotDelivered => phrase(
            "ส่งอีกครั้งอาจไม่ช่วย โทรหาสมาชิกจะแน่นอนกว่า",
            "Sending it again may not help; a call is surer.",
        ),
        Why::SenderRefused
        | Why::TextRefused
        | Why::CreditEmpty
        | Why::CredentialsRefused
        | Why::RefusedByGateway => phrase(
            "แจ้งหัวหน้าให้แก้ที่การตั้งค่าหรือที่ผู้ให้บริการก่อน แล้วจึงส่งอีกครั้ง",
            "A supervisor has to put it right, in the settings or at the gateway. Then send it again.",
        ),
        Why::RateLimited | Why::GatewayDown | Why::Late | Why::TriedOut => phrase(
            "สมาชิกยังไม่ได้รับข้อความ ส่งอีกครั้งเมื่อผู้ให้บริการพร้อม",
            "The member does not have it. Send it again once the gateway works.",
        ),
        Why::NoAnswer | Why::ConnectionLost | Why::AnswerUnreadable | Why::Interrupted => phrase(
            "ไม่มีใครรู้ว่าสมาชิกได้รับหรือไม่ ถามสมาชิก รอรายงาน หรือเลือกด้านล่าง",
            "Nobody knows whether the member has it. Ask them, wait for a report, or choose below.",
        ),
    }
}

/// What a choice will do, before it is made; nothing where there is nothing to warn of.
#[must_use]
pub const fn consequence(choice: MessageChoice, state: MessageState) -> Option<Phrase> {
    match (choice, state) {
        (MessageChoice::SendAgain, MessageState::Unknown) => Some(phrase(
            "ข้อความอาจถึงสมาชิกไปแล้ว หากส่งอีกครั้ง สมาชิกอาจได้รับข้อความเดียวกันสองครั้ง",
            "The member may have it already. Sent again, the same message may arrive twice.",
        )),
        (MessageChoice::SendAgain, _) => Some(phrase(
            "ข้อความเดิมจะเข้าคิวและส่งไปยังเบอร์เดิมอีกครั้ง",
            "The same message goes to the same number once more.",
        )),
        (MessageChoice::Arrived, _) => Some(phrase(
            "จะบันทึกว่าสมาชิกได้รับข้อความแล้วและไม่ส่งอีก เปลี่ยนกลับไม่ได้",
            "It is put on record that the member has it, and never sent again. This cannot be undone.",
        )),
        (MessageChoice::Called, _) => Some(phrase(
            "จะบันทึกว่าคุณโทรแจ้งสมาชิกแล้วและปิดเรื่องนี้ เปลี่ยนกลับไม่ได้",
            "It is put on record that you called and told them, and is settled. This cannot be undone.",
        )),
        (MessageChoice::CallInstead, _) => None,
    }
}

/// A span of time by its largest unit: `12 min`, `3 h`, `2 days`.
#[must_use]
pub fn span(minutes: i64, language: Language) -> String {
    let (count, phrase) = match minutes {
        ..1 => return UNDER_A_MINUTE.text(language).to_owned(),
        1..60 => (minutes, phrase("{count} นาที", "{count} min")),
        60..2880 => (minutes / 60, phrase("{count} ชั่วโมง", "{count} h")),
        _ => (minutes / 1440, phrase("{count} วัน", "{count} days")),
    };
    phrase.fill(language, &[("count", &count.to_string())])
}
