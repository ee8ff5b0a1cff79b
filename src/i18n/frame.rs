//! The frame around every page.

use super::{Phrase, phrase};

pub const NAVIGATION: Phrase = phrase("หน้าหลัก", "Pages");
pub const QUEUE: Phrase = phrase("คิว", "Queue");
pub const MESSAGES: Phrase = phrase("ข้อความ", "Messages");
pub const MEMBERS: Phrase = phrase("สมาชิก", "Members");
pub const SETTINGS: Phrase = phrase("ตั้งค่า", "Settings");
pub const NEED_PERSON: Phrase = phrase("{count} ข้อความต้องมีคนดูแล", "{count} messages need a person");
pub const LANGUAGE: Phrase = phrase("English", "ไทย");
pub const LANGUAGE_HELP: Phrase = phrase("เปลี่ยนเป็นภาษาอังกฤษ", "Change to Thai");
pub const LIGHT: Phrase = phrase("สว่าง", "Light");
pub const DARK: Phrase = phrase("มืด", "Dark");
pub const TO_LIGHT: Phrase = phrase("เปลี่ยนเป็นพื้นสว่าง", "Change to light");
pub const TO_DARK: Phrase = phrase("เปลี่ยนเป็นพื้นมืด", "Change to dark");
pub const TEXT_SIZE: Phrase = phrase("ขนาดตัวอักษร", "Text size");
pub const SMALLER: Phrase = phrase("ตัวอักษรเล็กลง", "Smaller text");
pub const LARGER: Phrase = phrase("ตัวอักษรใหญ่ขึ้น", "Larger text");
pub const LOCK: Phrase = phrase("ล็อก", "Lock");
pub const LOCK_HELP: Phrase = phrase("ล็อกหน้าต่าง", "Lock the window");
pub const SIGN_OUT: Phrase = phrase("ออก", "Sign out");
pub const SIGN_OUT_HELP: Phrase =
    phrase("ออกจากระบบและลืมเครื่องนี้", "Sign out and forget this computer");

pub const LIVE: Phrase = phrase("สด", "Live");
pub const OFFLINE: Phrase = phrase("ขาดการติดต่อ", "Connection lost");
pub const EMBEDDED: Phrase = phrase("ฐานข้อมูลในเครื่องนี้", "Database on this computer");
pub const SHARED: Phrase = phrase("ฐานข้อมูลกลาง", "Shared database");
pub const DEMO: Phrase = phrase("ข้อมูลสาธิต", "Demo data");
pub const ALL_KEYS: Phrase = phrase("ปุ่มลัดทั้งหมด", "All keys");
pub const DATABASE_GONE: Phrase = phrase(
    "ขาดการเชื่อมต่อกับฐานข้อมูล สิ่งที่คุณพิมพ์ไว้ยังอยู่ โปรแกรมกำลังเชื่อมต่อใหม่ให้เอง",
    "The connection to the database was lost. What you typed is kept; the desk reconnects by itself.",
);
pub const DATABASE_BACK: Phrase =
    phrase("เชื่อมต่อฐานข้อมูลได้อีกครั้งแล้ว", "Connected to the database again");

pub const CLAIM_LOST_TO: Phrase = phrase(
    "คำร้องที่คุณถืออยู่ไปอยู่กับ {holder} แล้ว สิ่งที่คุณพิมพ์ไว้ยังอยู่",
    "{holder} now holds the request you were working on. What you typed is kept.",
);
pub const CLAIM_LOST: Phrase = phrase(
    "คุณไม่ได้ถือคำร้องนี้แล้ว เพราะหมดเวลาหรือมีผู้ตัดสินไปแล้ว สิ่งที่คุณพิมพ์ไว้ยังอยู่",
    "You no longer hold the request: the time ran out or it was decided. What you typed is kept.",
);
pub const TO_REQUEST: Phrase = phrase("ไปที่คำร้อง", "Go to the request");
pub const TO_QUEUE: Phrase = phrase("กลับไปที่คิว", "Back to the queue");

pub const LOCKED_TITLE: Phrase = phrase("ล็อกอยู่", "Locked");
pub const LOCKED_HINT: Phrase = phrase(
    "งานที่เปิดค้างไว้ยังอยู่ครบ ใส่รหัสผ่านเพื่อทำต่อ",
    "Your work is as you left it. Enter your password to go on.",
);
pub const UNLOCK: Phrase = phrase("ปลดล็อก", "Unlock");
pub const NOT_YOU: Phrase = phrase("ไม่ใช่คุณ? ออกจากระบบ", "Not you? Sign out");

pub const KEYS: Phrase = phrase("ปุ่มลัด", "Keys");
pub const KEYS_EVERYWHERE: Phrase = phrase("ทุกหน้า", "Everywhere");
pub const KEYS_PAGE: Phrase = phrase("หน้านี้", "This page");
pub const KEYS_DIALOG: Phrase = phrase("หน้าต่างย่อยนี้", "This dialog");
pub const GO_QUEUE: Phrase = phrase("ไปที่คิว", "Go to the queue");
pub const GO_MESSAGES: Phrase = phrase("ไปที่ข้อความ", "Go to messages");
pub const GO_MEMBERS: Phrase = phrase("ไปที่สมาชิก", "Go to members");
pub const GO_SETTINGS: Phrase = phrase("ไปที่การตั้งค่า", "Go to settings");
pub const SWITCH_LANGUAGE: Phrase = phrase("สลับภาษา", "Switch the language");
pub const SWITCH_THEME: Phrase = phrase("สลับสว่างหรือมืด", "Switch light and dark");
