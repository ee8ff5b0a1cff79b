//! Signing in, and a database that cannot be used.

use super::{Phrase, phrase};

pub const PRODUCT: Phrase = phrase("โต๊ะตรวจคำร้อง", "COE Desk");
pub const PRODUCT_OTHER: Phrase = phrase("COE Desk", "โต๊ะตรวจคำร้อง");
pub const PURPOSE: Phrase = phrase(
    "ตรวจคำร้องขอเปลี่ยนเบอร์โทรศัพท์ของสมาชิกสภาวิศวกร",
    "Reviewing phone-change requests of the Council of Engineers Thailand",
);
pub const USERNAME: Phrase = phrase("ชื่อผู้ใช้", "User name");
pub const PASSWORD: Phrase = phrase("รหัสผ่าน", "Password");
pub const REMEMBER: Phrase = phrase("จำฉันไว้บนเครื่องนี้", "Remember me on this computer");
pub const REMEMBER_SHARED: Phrase = phrase(
    "จำฉันไว้ โดยเก็บรหัสผ่านในที่เก็บรหัสลับของเครื่องนี้",
    "Keep my password in this computer’s secret service",
);
pub const NO_SECRET_SERVICE: Phrase = phrase(
    "เครื่องนี้ไม่มีที่เก็บรหัสลับของระบบ การเข้าสู่ระบบจะอยู่จนกว่าจะปิดโปรแกรม",
    "This computer has no secret service. Your sign-in lasts until the program is closed.",
);
pub const SIGN_IN: Phrase = phrase("เข้าสู่ระบบ", "Sign in");
pub const CONNECTING: Phrase = phrase("กำลังเชื่อมต่อ…", "Connecting…");
pub const CONTINUE_AS: Phrase = phrase("เข้าต่อในชื่อ {name}", "Continue as {name}");
pub const OR_WITH_PASSWORD: Phrase = phrase("หรือใช้รหัสผ่าน", "or with a password");
pub const DEMO_TITLE: Phrase = phrase("ฐานข้อมูลสาธิต", "Demo database");
pub const DEMO_HINT: Phrase = phrase(
    "ข้อมูลทั้งหมดแต่งขึ้น รหัสผ่านของทุกคนคือ",
    "All data is invented. Everyone’s password is",
);
pub const VERSION: Phrase = phrase("รุ่น {version}", "Version {version}");
pub const DATABASE_TITLE: Phrase = phrase("เปิดฐานข้อมูลไม่ได้", "The database cannot be used");
pub const DATABASE_SAFE: Phrase = phrase(
    "ยังไม่มีอะไรถูกเปลี่ยน เมื่อแก้ไขแล้วกดลองอีกครั้ง",
    "Nothing was changed. Once it is put right, try again.",
);
pub const STARTING: Phrase = phrase("กำลังเปิด…", "Starting…");
pub const NO_DESK: Phrase = phrase("โปรแกรมไม่ตอบสนอง", "The desk does not answer");
