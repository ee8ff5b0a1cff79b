//! Choosing the database of this computer.

use super::{Phrase, phrase};

pub const TITLE: Phrase = phrase("เลือกฐานข้อมูล", "Choose the database");
pub const PURPOSE: Phrase = phrase(
    "เลือกครั้งเดียวบนเครื่องนี้ เปลี่ยนภายหลังได้จากหน้าเข้าสู่ระบบ",
    "Once on this computer. It can be changed later from the sign-in page.",
);
pub const PURPOSE_CHANGE: Phrase = phrase(
    "เครื่องนี้ใช้ทีละฐานข้อมูล ข้อมูลในฐานข้อมูลเดิมยังอยู่ครบ",
    "This computer works on one database at a time. What the present one holds stays there.",
);
pub const CHANGE: Phrase = phrase("เปลี่ยนฐานข้อมูล", "Change database");
pub const IN_USE: Phrase = phrase("ใช้อยู่", "In use");
pub const EMBEDDED_FOR: Phrase = phrase(
    "ไฟล์เดียวในเครื่องนี้ สำหรับโต๊ะเดียว การฝึกอบรม หรือการทดลองใช้",
    "One file on this computer: for one desk, for training, for trying out.",
);
pub const EMBEDDED_RISK: Phrase = phrase(
    "SQLite ป้องกันข้อมูลจากผู้ที่เปิดไฟล์นี้โดยตรงไม่ได้ ควรเก็บไว้ในดิสก์ที่เข้ารหัส",
    "SQLite cannot protect itself from somebody who opens the file. Keep it on an encrypted disk.",
);
pub const SHARED_FOR: Phrase = phrase(
    "เซิร์ฟเวอร์ PostgreSQL ของหน่วยงาน สำหรับหลายโต๊ะที่ทำงานพร้อมกัน",
    "A PostgreSQL server of your organisation: for many desks at the same time.",
);
pub const SHARED_SAFE: Phrase = phrase(
    "แต่ละคนมีบัญชีของตนเอง และเซิร์ฟเวอร์เป็นผู้บังคับสิทธิ์ตามบทบาท",
    "Everyone has an account of their own, and the server enforces what each role may do.",
);
pub const CHOOSE_EMBEDDED: Phrase =
    phrase("ใช้ฐานข้อมูลในเครื่องนี้", "Use the database on this computer");
pub const CHOOSE_SHARED: Phrase = phrase("ตั้งค่าฐานข้อมูลกลาง", "Set up the shared database");

pub const SERVER_TITLE: Phrase = phrase("เชื่อมต่อฐานข้อมูลกลาง", "Connect to the shared database");
pub const SERVER_PURPOSE: Phrase = phrase(
    "กรอกตามที่ได้รับจากผู้ดูแลระบบ แล้วทดสอบการเชื่อมต่อ",
    "Enter what your administrator gave you, then test the connection.",
);
pub const HOST: Phrase = phrase("เซิร์ฟเวอร์", "Server");
pub const HOST_EXAMPLE: Phrase = phrase("เช่น db.coe.example", "such as db.coe.example");
pub const PORT: Phrase = phrase("พอร์ต", "Port");
pub const DATABASE: Phrase = phrase("ชื่อฐานข้อมูล", "Database");
pub const CERTIFICATE: Phrase = phrase("ไฟล์ใบรับรอง (ไม่บังคับ)", "Certificate file (optional)");
pub const CERTIFICATE_HINT: Phrase = phrase(
    "เว้นว่างไว้หากเครื่องนี้เชื่อถือใบรับรองของเซิร์ฟเวอร์อยู่แล้ว",
    "Leave it empty if this computer already trusts the server’s certificate.",
);
pub const PASSWORD_HINT: Phrase = phrase(
    "ใช้ทดสอบเท่านั้น ไม่ถูกเก็บไว้",
    "For the test only; it is not kept.",
);
pub const TEST: Phrase = phrase("ทดสอบการเชื่อมต่อ", "Test the connection");
pub const TESTING: Phrase = phrase("กำลังทดสอบ…", "Testing…");
pub const USE: Phrase = phrase("ใช้ฐานข้อมูลนี้", "Use this database");
pub const OPENING: Phrase = phrase("กำลังเปิด…", "Opening…");
pub const TEST_FIRST: Phrase = phrase(
    "ทดสอบให้ผ่านก่อน จึงใช้ฐานข้อมูลนี้ได้",
    "Usable once the test has passed.",
);
pub const TEST_AGAIN: Phrase = phrase(
    "ค่าที่กรอกเปลี่ยนไปหลังการทดสอบ ทดสอบอีกครั้ง",
    "Something was changed after the test. Test again.",
);

pub const HOST_MISSING: Phrase = phrase(
    "กรอกชื่อหรือที่อยู่ของเซิร์ฟเวอร์",
    "Enter the server’s name or address.",
);
pub const HOST_WRONG: Phrase = phrase(
    "กรอกเฉพาะชื่อหรือที่อยู่ ไม่ใส่ https:// ชื่อผู้ใช้ หรือพอร์ต",
    "Only the name or address, without https://, user name or port.",
);
pub const PORT_WRONG: Phrase = phrase("ตัวเลข 1–65535", "A number from 1 to 65535.");
pub const DATABASE_MISSING: Phrase = phrase("กรอกชื่อฐานข้อมูล", "Enter the database’s name.");
pub const USERNAME_MISSING: Phrase = phrase("กรอกชื่อผู้ใช้ของคุณ", "Enter your user name.");
pub const PASSWORD_MISSING: Phrase = phrase("กรอกรหัสผ่านของคุณ", "Enter your password.");

pub const FOUND: Phrase = phrase("เชื่อมต่อได้ พร้อมใช้งาน", "Connected: ready to be used");
pub const FOUND_PERSON: Phrase = phrase("เข้าใช้ในชื่อ", "Signed in as");
pub const FOUND_SERVER: Phrase = phrase("เซิร์ฟเวอร์", "Server");
pub const FOUND_SCHEMA: Phrase = phrase(
    "PostgreSQL {version} · โครงสร้างรุ่น {schema}",
    "PostgreSQL {version} · schema {schema}",
);
pub const FOUND_PROTECTION: Phrase = phrase("การเชื่อมต่อ", "Connection");
pub const ENCRYPTED: Phrase = phrase("เข้ารหัสและตรวจใบรับรองแล้ว", "Encrypted, certificate checked");
pub const NOT_ENCRYPTED: Phrase = phrase(
    "ไม่เข้ารหัส เพราะเซิร์ฟเวอร์อยู่ในเครื่องนี้",
    "Not encrypted: the server is on this computer",
);

pub const MANAGED_TITLE: Phrase = phrase("ฐานข้อมูลของเครื่องนี้", "The database of this computer");
pub const MANAGED: Phrase = phrase(
    "ผู้ดูแลระบบกำหนดไว้แล้ว หากต้องการเปลี่ยน ให้ติดต่อผู้ดูแลระบบ",
    "Your administrator has set it. Ask them if it should be another one.",
);
pub const MANAGED_KIND: Phrase = phrase("ชนิด", "Kind");
pub const MANAGED_FILE: Phrase = phrase("ไฟล์", "File");
pub const MANAGED_NONE: Phrase = phrase(
    "ยังไม่ได้กำหนดฐานข้อมูล แจ้งผู้ดูแลระบบ",
    "No database has been set yet. Tell your administrator.",
);
pub const MANAGED_CERTIFICATE: Phrase = phrase("ใบรับรอง", "Certificate");
pub const TRUSTED_BY_COMPUTER: Phrase = phrase("ใบรับรองที่เครื่องนี้เชื่อถือ", "Those this computer trusts");
