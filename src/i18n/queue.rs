//! The queue.

use super::{Phrase, phrase};
use coe_wire::queue::{AgeFilter, QueueSort, QueueTab};

pub const TITLE: Phrase = phrase("คำร้องเปลี่ยนเบอร์โทรศัพท์", "Phone-change requests");
pub const SUMMARY_WAITING: Phrase = phrase("รอ {count}", "{count} waiting");
pub const SUMMARY_OVERDUE: Phrase = phrase("เกินกำหนด {count}", "{count} overdue");
pub const SUMMARY_CLOSED: Phrase = phrase("วันนี้ปิดแล้ว {count}", "{count} closed today");
pub const TAKE_NEXT: Phrase = phrase("รับเรื่องถัดไป", "Take next");
pub const NOTHING_TO_TAKE: Phrase = phrase(
    "ไม่มีคำร้องรอตรวจที่ว่างอยู่ คำร้องใหม่จะขึ้นมาเอง",
    "No waiting request is free. New ones appear by themselves.",
);
pub const SEARCH: Phrase = phrase(
    "ค้นเลขคำร้อง เลขสมาชิก เลขบัตร ชื่อ เบอร์",
    "Search number, member, ID, name, phone",
);
pub const CLEAR_SEARCH: Phrase = phrase("ล้างคำค้น", "Clear the search");
pub const SEARCHES_ALL: Phrase = phrase(
    "พบ {count} รายการจากคำร้องทุกสถานะ",
    "{count} found among requests of every status",
);
pub const FOUND: Phrase = phrase("{count} รายการ", "{count} requests");
pub const TABS: Phrase = phrase("สถานะคำร้อง", "Status of requests");

pub const RISK: Phrase = phrase("ความเสี่ยง", "Risk");
pub const ANY_RISK: Phrase = phrase("ทุกระดับความเสี่ยง", "Any risk");
pub const RISK_LOW: Phrase = phrase("เสี่ยงต่ำ", "Low risk");
pub const RISK_MEDIUM: Phrase = phrase("เสี่ยงปานกลาง", "Medium risk");
pub const RISK_HIGH: Phrase = phrase("เสี่ยงสูง", "High risk");
pub const AGE: Phrase = phrase("อายุคำร้อง", "Age");
pub const UNCLAIMED: Phrase = phrase("เฉพาะที่ว่าง", "Only free ones");
pub const SORT: Phrase = phrase("เรียงตาม", "Order");

pub const COL_NUMBER: Phrase = phrase("เลขคำร้อง", "Request");
pub const COL_NAME: Phrase = phrase("ชื่อสมาชิก", "Member");
pub const COL_MEMBER: Phrase = phrase("เลขสมาชิก", "Member no.");
pub const COL_LICENCE: Phrase = phrase(" / ใบอนุญาต", " / licence");
pub const COL_PHONE: Phrase = phrase("เบอร์ใหม่", "New phone");
pub const COL_RISK: Phrase = phrase("ความเสี่ยง", "Risk");
pub const COL_SLA: Phrase = phrase("กำหนด (เวลาทำการ)", "Target (business time)");
pub const COL_STATUS: Phrase = phrase("สถานะ", "Status");
pub const COL_HOLDER: Phrase = phrase("ผู้ถือ", "Holder");
pub const COL_SUBMITTED: Phrase = phrase("ยื่นเมื่อ", "Filed");
pub const COL_CLOSED: Phrase = phrase("ปิดเมื่อ", "Closed");

pub const LEFT: Phrase = phrase("เหลือ {time}", "{time} left");
pub const OVERDUE: Phrase = phrase("เกินกำหนด {time}", "Overdue {time}");
pub const DUE_NOW: Phrase = phrase("ครบกำหนดแล้ว", "Due now");
pub const PAUSED: Phrase = phrase("หยุดนับ เหลือ {time}", "Paused, {time} left");
pub const PAUSED_OVER: Phrase = phrase("หยุดนับ เกิน {time}", "Paused, {time} over");
pub const YOU: Phrase = phrase("คุณ", "You");
pub const APPOINTMENT: Phrase = phrase("นัด {time}", "Call {time}");
pub const HELD_BY: Phrase = phrase("{name} กำลังตรวจอยู่", "{name} is working on it");
pub const YESTERDAY: Phrase = phrase("เมื่อวาน", "Yesterday");

pub const EMPTY_WAITING: Phrase = phrase("ไม่มีคำร้องรอตรวจ", "Nothing is waiting");
pub const EMPTY_WAITING_HINT: Phrase = phrase(
    "คำร้องใหม่จะขึ้นที่นี่เอง ไม่ต้องโหลดหน้าใหม่",
    "New requests appear here by themselves.",
);
pub const EMPTY_MINE: Phrase = phrase("คุณยังไม่ได้ถือเรื่องใด", "You hold no request");
pub const EMPTY_MINE_HINT: Phrase = phrase(
    "กด N เพื่อรับเรื่องที่เร่งด่วนที่สุด",
    "Press N to take the most urgent one.",
);
pub const EMPTY_RETURNED: Phrase = phrase("ไม่มีคำร้องที่รอรูปใหม่", "Nobody is asked for new photos");
pub const EMPTY_ESCALATED: Phrase = phrase("ไม่มีคำร้องที่รอหัวหน้า", "Nothing waits for a supervisor");
pub const EMPTY_CLOSED: Phrase = phrase("ยังไม่มีคำร้องที่ปิด", "No request is closed yet");
pub const EMPTY_FILTERED: Phrase = phrase("ไม่มีคำร้องตามที่กรอง", "No request fits the filters");
pub const EMPTY_FILTERED_HINT: Phrase =
    phrase("ลองเปลี่ยนหรือล้างตัวกรอง", "Change the filters or clear them.");
pub const EMPTY_SEARCH: Phrase = phrase("ไม่พบคำร้องที่ตรงกับคำค้น", "No request matches the search");
pub const EMPTY_SEARCH_HINT: Phrase = phrase(
    "ตรวจตัวสะกด หรือค้นด้วยเลขคำร้อง เช่น 69-11-42",
    "Check the spelling, or search for a request number such as 69-11-42.",
);
pub const CLEAR_FILTERS: Phrase = phrase("ล้างตัวกรอง", "Clear filters");

pub const KEY_DOWN: Phrase = phrase("แถวถัดไป", "Next row");
pub const KEY_UP: Phrase = phrase("แถวก่อนหน้า", "Previous row");
pub const KEY_OPEN: Phrase = phrase("เปิดคำร้องที่เลือก", "Open the current request");
pub const KEY_SEARCH: Phrase = phrase("ค้นหา", "Search");
pub const KEY_NEXT_TAB: Phrase = phrase("แท็บถัดไป", "Next tab");
pub const KEY_PREVIOUS_TAB: Phrase = phrase("แท็บก่อนหน้า", "Previous tab");
pub const KEY_FIRST: Phrase = phrase("แถวแรก", "First row");
pub const KEY_CLEAR: Phrase = phrase("ออกจากช่องค้น หรือล้างคำค้น", "Leave the search, or clear it");
pub const STATUS_SELECT: Phrase = phrase("เลือก", "select");
pub const STATUS_OPEN: Phrase = phrase("เปิด", "open");

/// Name of a tab.
pub const fn tab(tab: QueueTab) -> Phrase {
    match tab {
        QueueTab::Waiting => phrase("รอตรวจ", "Waiting"),
        QueueTab::Mine => phrase("ของฉัน", "Mine"),
        QueueTab::Returned => phrase("รอรูปใหม่", "New photos"),
        QueueTab::Escalated => phrase("รอหัวหน้า", "Supervisor"),
        QueueTab::Closed => phrase("ปิดแล้ว", "Closed"),
    }
}

/// Name of an order.
pub const fn sort(sort: QueueSort) -> Phrase {
    match sort {
        QueueSort::Urgent => phrase("เร่งด่วนก่อน", "Most urgent first"),
        QueueSort::Newest => phrase("ใหม่ก่อน", "Newest first"),
        QueueSort::Risk => phrase("เสี่ยงสูงก่อน", "Highest risk first"),
    }
}

/// Name of an age.
pub const fn age(age: AgeFilter) -> Phrase {
    match age {
        AgeFilter::Any => phrase("ทุกช่วงเวลา", "Any age"),
        AgeFilter::Today => phrase("ภายใน 24 ชม.", "Last 24 hours"),
        AgeFilter::OverOneDay => phrase("เกิน 1 วัน", "Over 1 day"),
        AgeFilter::OverThreeDays => phrase("เกิน 3 วัน", "Over 3 days"),
    }
}
