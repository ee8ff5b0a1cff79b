//! Looking up members.

use super::{Phrase, phrase};

pub const TITLE: Phrase = phrase("ค้นหาสมาชิก", "Find a member");
pub const SEARCH: Phrase = phrase(
    "เลขสมาชิก เลขใบอนุญาต เลขบัตร เบอร์ หรือส่วนของชื่อ",
    "Member no., licence no., national ID, phone or part of a name",
);
pub const HINT: Phrase = phrase(
    "พิมพ์อย่างน้อย 2 ตัวอักษร ข้อมูลส่วนบุคคลแสดงแบบปิดบัง",
    "Type at least 2 characters. Personal data is shown masked.",
);
pub const FOUND: Phrase = phrase("พบ {count} คน", "{count} found");
pub const MORE: Phrase = phrase(
    "แสดง {count} คนแรก พิมพ์เพิ่มเพื่อให้แคบลง",
    "The first {count}. Type more to narrow it down.",
);
pub const EMPTY: Phrase = phrase("ไม่พบสมาชิกที่ตรงกับคำค้น", "No member matches");
pub const EMPTY_HINT: Phrase = phrase(
    "ลองใช้เลขสมาชิกหรือส่วนหนึ่งของนามสกุล",
    "Try the member number or part of the family name.",
);
pub const MEMBER_NO: Phrase = phrase("เลขสมาชิก", "Member no.");
pub const LICENCES: Phrase = phrase("ใบอนุญาต", "Licences");
pub const NATIONAL_ID: Phrase = phrase("เลขบัตร", "National ID");
pub const PHONE: Phrase = phrase("เบอร์ที่ลงทะเบียน", "Registered phone");
pub const STANDING: Phrase = phrase("สมาชิกภาพ", "Membership");
pub const NORMAL_UNTIL: Phrase = phrase("ปกติ ถึง {date}", "Normal until {date}");
pub const EXPIRED_ON: Phrase = phrase("หมดอายุ {date}", "Expired on {date}");
pub const SUSPENDED_UNTIL: Phrase = phrase("ถูกพักใช้ (หมดอายุ {date})", "Suspended (expires {date})");
pub const LATEST: Phrase = phrase("คำร้องล่าสุด", "Latest request");
pub const NO_REQUEST: Phrase = phrase("ไม่มีคำร้อง", "No request");
