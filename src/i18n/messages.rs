//! The outbox.

use super::{Language, Phrase, phrase};

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
pub const CHANGED_AT: Phrase = phrase("สถานะล่าสุดเมื่อ {time}", "Last change {time}");
pub const FAILURE: Phrase = phrase("สาเหตุ: {code}", "Cause: {code}");
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
