//! What happened and what to do, for every way in which an action can fail.

use super::{Language, Phrase, phrase};
use coe_domain::Refusal;
use coe_wire::{ErrorCode, UiError};

/// The sentence for `error`.
#[must_use]
pub fn error_sentence(error: &UiError, language: Language) -> String {
    let has = |name: &str| error.params.contains_key(name);
    let phrase = match error.code {
        ErrorCode::Refused => error
            .params
            .get("refusal")
            .and_then(|code| code.parse::<Refusal>().ok())
            .map_or(REFUSED, refusal_phrase),
        ErrorCode::ClaimLost if has("holder") => CLAIM_LOST_TO,
        ErrorCode::TooManyAttempts if !has("minutes") => TOO_MANY_ATTEMPTS_SOME,
        ErrorCode::PhotoTooLarge if !has("megapixels") => PHOTO_TOO_LARGE_SOME,
        ErrorCode::InvalidInput if !has("field") => INVALID_INPUT_SOME,
        ErrorCode::DatabaseOlder if !has("found") || !has("known") => DATABASE_OLDER_SOME,
        ErrorCode::ServerUnreachable if !has("host") || !has("port") => SERVER_UNREACHABLE_SOME,
        ErrorCode::ServerDatabaseMissing if !has("database") => SERVER_DATABASE_MISSING_SOME,
        ErrorCode::CertificateUnreadable if !has("file") => CERTIFICATE_UNREADABLE_SOME,
        ErrorCode::ConfigurationInvalid if !has("file") => CONFIGURATION_INVALID_SOME,
        ErrorCode::ConfigurationInvalid if has("line") => CONFIGURATION_INVALID_LINE,
        ErrorCode::Internal if !has("reference") => INTERNAL_SOME,
        code => error_phrase(code),
    };
    let field = error
        .params
        .get("field")
        .map(|field| field_name(field).text(language));
    let values: Vec<(&str, &str)> = error
        .params
        .iter()
        .map(|(name, value)| match (name.as_str(), field) {
            ("field", Some(known)) => ("field", known),
            (name, _) => (name, value.as_str()),
        })
        .collect();
    phrase.fill(language, &values)
}

const REFUSED: Phrase = phrase(
    "ฐานข้อมูลไม่ยอมรับการเปลี่ยนแปลงนี้ เปิดคำร้องใหม่แล้วตรวจสอบอีกครั้ง",
    "The database refused this change. Open the request again and check it.",
);
const CLAIM_LOST_TO: Phrase = phrase(
    "คำร้องนี้ไปอยู่กับ {holder} แล้ว สิ่งที่คุณพิมพ์ไว้ยังอยู่ กลับไปที่คิวเพื่อรับเรื่องอื่น",
    "{holder} holds this request now. What you typed is kept. Go back to the queue and take another one.",
);
const TOO_MANY_ATTEMPTS_SOME: Phrase = phrase(
    "ใส่รหัสผ่านผิดหลายครั้งเกินไป รอสักครู่แล้วลองใหม่",
    "Too many wrong passwords. Wait a while and try again.",
);
const PHOTO_TOO_LARGE_SOME: Phrase = phrase(
    "รูปนี้ใหญ่เกินกว่าจะเปิดได้อย่างปลอดภัย ให้ขอรูปใหม่จากสมาชิก",
    "This photo is too large to open safely. Ask the member for a new one.",
);
const INVALID_INPUT_SOME: Phrase = phrase(
    "ข้อมูลที่กรอกยังไม่ครบหรือไม่ถูกต้อง ตรวจสอบแล้วลองอีกครั้ง",
    "Something is missing or wrong. Check what you entered and try again.",
);
const DATABASE_OLDER_SOME: Phrase = phrase(
    "ฐานข้อมูลเป็นรุ่นเก่ากว่าที่โปรแกรมนี้ต้องใช้ ให้ผู้ดูแลระบบสั่ง coe-desk-admin migrate แล้วลองอีกครั้ง",
    "The database is older than this program needs. Ask your administrator to run coe-desk-admin migrate, then try again.",
);
const SERVER_UNREACHABLE_SOME: Phrase = phrase(
    "ติดต่อเซิร์ฟเวอร์ฐานข้อมูลไม่ได้ ตรวจสอบชื่อเซิร์ฟเวอร์ พอร์ต และเครือข่ายหรือ VPN แล้วลองอีกครั้ง",
    "The database server cannot be reached. Check its name, its port, and your network or VPN, then try again.",
);
const SERVER_DATABASE_MISSING_SOME: Phrase = phrase(
    "เซิร์ฟเวอร์ไม่มีฐานข้อมูลชื่อนี้ ตรวจสอบชื่อฐานข้อมูล หรือสอบถามผู้ดูแลระบบ",
    "The server has no database of this name. Check the name, or ask your administrator.",
);
const CERTIFICATE_UNREADABLE_SOME: Phrase = phrase(
    "อ่านไฟล์ใบรับรองไม่ได้ ตรวจสอบว่าไฟล์ยังอยู่และเป็นใบรับรองแบบ PEM",
    "The certificate file cannot be read. Check that it is there and holds a certificate in PEM form.",
);
const CONFIGURATION_INVALID_SOME: Phrase = phrase(
    "อ่านไฟล์ตั้งค่าไม่ได้ ให้ผู้ดูแลระบบตรวจสอบแล้วลองอีกครั้ง",
    "The configuration file cannot be read. Have your administrator look at it, then try again.",
);
const CONFIGURATION_INVALID_LINE: Phrase = phrase(
    "ไฟล์ตั้งค่า {file} ผิดที่บรรทัด {line} ให้ผู้ดูแลระบบแก้แล้วลองอีกครั้ง",
    "The configuration file {file} is wrong in line {line}. Have your administrator mend it, then try again.",
);
const INTERNAL_SOME: Phrase = phrase(
    "เกิดข้อผิดพลาดภายใน ลองอีกครั้ง หากยังไม่ได้ให้แจ้งผู้ดูแลระบบ",
    "Something went wrong inside the desk. Try again; if it stays, tell your administrator.",
);

fn error_phrase(code: ErrorCode) -> Phrase {
    match code {
        ErrorCode::NotSignedIn => phrase(
            "คุณยังไม่ได้เข้าสู่ระบบ เข้าสู่ระบบแล้วลองอีกครั้ง",
            "You are not signed in. Sign in and try again.",
        ),
        ErrorCode::Locked => phrase(
            "หน้าต่างถูกล็อกอยู่ ใส่รหัสผ่านเพื่อทำงานต่อ",
            "The window is locked. Enter your password to go on.",
        ),
        ErrorCode::WrongCredentials => phrase(
            "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง ตรวจสอบแล้วใส่รหัสผ่านอีกครั้ง",
            "User name or password is wrong. Check them and enter the password again.",
        ),
        ErrorCode::TooManyAttempts => phrase(
            "ใส่รหัสผ่านผิดหลายครั้งเกินไป ลองใหม่ได้ในอีก {minutes} นาที",
            "Too many wrong passwords. Try again in {minutes} min.",
        ),
        ErrorCode::AccountClosed => phrase(
            "บัญชีนี้ถูกปิดแล้ว ติดต่อหัวหน้าหากยังต้องใช้งาน",
            "This account was closed. Ask your supervisor if you still need it.",
        ),
        ErrorCode::RememberedExpired => phrase(
            "การจดจำบนเครื่องนี้ใช้ไม่ได้แล้ว เข้าสู่ระบบด้วยรหัสผ่าน",
            "This computer’s remembered sign-in is no longer valid. Sign in with your password.",
        ),
        ErrorCode::NotAllowed => phrase(
            "บทบาทของคุณทำสิ่งนี้ไม่ได้ ขอให้เจ้าหน้าที่หรือหัวหน้าทำแทน",
            "Your role may not do this. Ask an officer or a supervisor.",
        ),
        ErrorCode::RequestNotFound => phrase(
            "ไม่พบคำร้องนี้ กลับไปที่คิวแล้วค้นหาอีกครั้ง",
            "There is no such request. Go back to the queue and search again.",
        ),
        ErrorCode::CallNotFound => phrase(
            "ไม่พบสายนี้ เปิดคำร้องใหม่แล้วลองอีกครั้ง",
            "There is no such call. Open the request again and retry.",
        ),
        ErrorCode::MessageNotFound => phrase(
            "ไม่พบข้อความนี้ โหลดรายการใหม่แล้วลองอีกครั้ง",
            "There is no such message. Load the list again and retry.",
        ),
        ErrorCode::ClaimLost => phrase(
            "คุณไม่ได้ถือคำร้องนี้แล้ว สิ่งที่คุณพิมพ์ไว้ยังอยู่ กดรับเรื่องอีกครั้งเพื่อทำต่อ",
            "You no longer hold this request. What you typed is kept. Claim it again to go on.",
        ),
        ErrorCode::Refused => REFUSED,
        ErrorCode::InvalidInput => phrase(
            "ช่อง “{field}” ว่างหรือไม่ถูกต้อง แก้ไขแล้วลองอีกครั้ง",
            "“{field}” is missing or wrong. Correct it and try again.",
        ),
        ErrorCode::TimeInPast => phrase(
            "เวลาที่เลือกผ่านไปแล้ว เลือกเวลาที่ยังมาไม่ถึง",
            "That time has passed. Choose one in the future.",
        ),
        ErrorCode::InvalidLink => phrase(
            "ลิงก์ประชุมต้องขึ้นต้นด้วย https:// ตรวจสอบแล้ววางใหม่",
            "The meeting link must begin with https://. Check it and paste it again.",
        ),
        ErrorCode::BrowserUnavailable => phrase(
            "เปิดเบราว์เซอร์ของเครื่องไม่ได้ คัดลอกลิงก์ไปเปิดเอง",
            "The system’s browser could not be opened. Open it yourself and enter the link there.",
        ),
        ErrorCode::InvalidCursor => phrase(
            "รายการเปลี่ยนไปแล้ว โหลดใหม่อีกครั้ง",
            "The list has changed. Load it again.",
        ),
        ErrorCode::PhotoNotAnImage => phrase(
            "ไฟล์นี้ไม่ใช่รูปภาพ ให้ขอรูปใหม่จากสมาชิก",
            "This file is not a photo. Ask the member for a new one.",
        ),
        ErrorCode::PhotoTruncated => phrase(
            "ไฟล์รูปขาดหายบางส่วน ให้ขอรูปใหม่จากสมาชิก",
            "Part of this photo is missing. Ask the member for a new one.",
        ),
        ErrorCode::PhotoTooLarge => phrase(
            "รูปนี้มี {megapixels} ล้านพิกเซล ใหญ่เกินกว่าจะเปิดได้อย่างปลอดภัย ให้ขอรูปใหม่จากสมาชิก",
            "This photo has {megapixels} megapixels, too many to open safely. Ask the member for a new one.",
        ),
        ErrorCode::PhotoPurged => phrase(
            "รูปนี้ถูกลบตามกำหนดเวลาเก็บแล้ว ดูผลการตรวจได้จากประวัติ",
            "This photo was deleted after its retention time. The history still tells what was decided.",
        ),
        ErrorCode::PhotoMismatch => phrase(
            "รูปไม่ตรงกับคำร้องที่เปิดอยู่ เปิดคำร้องใหม่อีกครั้ง",
            "The photo does not belong to the open request. Open the request again.",
        ),
        ErrorCode::DatabaseBusy => phrase(
            "ฐานข้อมูลไม่ว่าง โปรแกรมอื่นกำลังใช้อยู่ รอสักครู่แล้วลองอีกครั้ง",
            "The database is busy: another program holds it. Wait a moment and try again.",
        ),
        ErrorCode::DatabaseReadOnly => phrase(
            "เขียนไฟล์ฐานข้อมูลไม่ได้ ให้ผู้ดูแลระบบตรวจสิทธิ์ของไฟล์และโฟลเดอร์",
            "The database file may not be written. Have your administrator check the rights of file and folder.",
        ),
        ErrorCode::DatabaseCorrupt => phrase(
            "ไฟล์ฐานข้อมูลเสียหาย หยุดใช้งานแล้วให้ผู้ดูแลระบบกู้จากข้อมูลสำรอง",
            "The database file is damaged. Stop working and have your administrator restore a backup.",
        ),
        ErrorCode::DatabaseNewer => phrase(
            "ฐานข้อมูลนี้สร้างจากโปรแกรมรุ่นใหม่กว่า ติดตั้งโปรแกรมรุ่นล่าสุด",
            "The database was made by a newer version. Install the newest version of COE Desk.",
        ),
        ErrorCode::DatabaseOlder => phrase(
            "ฐานข้อมูลเป็นรุ่น {found} แต่โปรแกรมนี้ต้องใช้รุ่น {known} ให้ผู้ดูแลระบบสั่ง coe-desk-admin migrate แล้วลองอีกครั้ง",
            "The database has schema {found}, but this program needs {known}. Ask your administrator to run coe-desk-admin migrate, then try again.",
        ),
        ErrorCode::ConfigurationInvalid => phrase(
            "อ่านไฟล์ตั้งค่า {file} ไม่ได้ ให้ผู้ดูแลระบบตรวจสอบแล้วลองอีกครั้ง",
            "The configuration file {file} cannot be read. Have your administrator look at it, then try again.",
        ),
        ErrorCode::DiskFull => phrase(
            "ดิสก์เต็ม ยังไม่มีอะไรถูกบันทึก เพิ่มที่ว่างแล้วลองอีกครั้ง",
            "The disk is full and nothing was saved. Free some space and try again.",
        ),
        ErrorCode::ServerUnreachable => phrase(
            "ติดต่อเซิร์ฟเวอร์ {host}:{port} ไม่ได้ ตรวจสอบชื่อเซิร์ฟเวอร์ พอร์ต และเครือข่ายหรือ VPN แล้วลองอีกครั้ง",
            "Nothing answers at {host}:{port}. Check the server’s name, its port, and your network or VPN, then try again.",
        ),
        ErrorCode::ServerNotTrusted => phrase(
            "ใบรับรองของเซิร์ฟเวอร์ไม่น่าเชื่อถือ: ผู้ออกไม่เป็นที่รู้จัก หมดอายุ หรือเป็นของชื่ออื่น จึงไม่ได้ส่งรหัสผ่านออกไป ขอไฟล์ใบรับรองที่ถูกต้องจากผู้ดูแลระบบ",
            "The server’s certificate is not trusted: its authority is unknown, it has expired, or it names another host. Your password was not sent. Ask your administrator for the right certificate file.",
        ),
        ErrorCode::ServerNoTls => phrase(
            "เซิร์ฟเวอร์นี้ไม่เข้ารหัสการเชื่อมต่อ จึงไม่ได้ส่งรหัสผ่านออกไป ให้ผู้ดูแลระบบเปิดใช้ TLS ที่เซิร์ฟเวอร์",
            "The server offers no encrypted connection, so your password was not sent. Ask your administrator to switch on TLS at the server.",
        ),
        ErrorCode::CertificateUnreadable => phrase(
            "อ่านไฟล์ใบรับรอง {file} ไม่ได้ ตรวจสอบว่าไฟล์ยังอยู่และเป็นใบรับรองแบบ PEM",
            "The certificate file {file} cannot be read. Check that it is there and holds a certificate in PEM form.",
        ),
        ErrorCode::ServerDatabaseMissing => phrase(
            "เซิร์ฟเวอร์ไม่มีฐานข้อมูลชื่อ “{database}” ตรวจสอบชื่อ หรือสอบถามผู้ดูแลระบบ",
            "The server has no database named “{database}”. Check the name, or ask your administrator.",
        ),
        ErrorCode::ServerNotPrepared => phrase(
            "ฐานข้อมูลนี้ยังไม่ได้เตรียมไว้สำหรับโต๊ะตรวจคำร้อง ให้ผู้ดูแลระบบสั่ง coe-desk-admin migrate แล้วลองอีกครั้ง",
            "This database was never prepared for the desk. Ask your administrator to run coe-desk-admin migrate, then try again.",
        ),
        ErrorCode::ServerFull => phrase(
            "เซิร์ฟเวอร์รับการเชื่อมต่อเพิ่มไม่ได้แล้ว รอสักครู่แล้วลองอีกครั้ง หากยังไม่ได้ให้แจ้งผู้ดูแลระบบ",
            "The server takes no further connection. Wait a moment and try again; if it stays, tell your administrator.",
        ),
        ErrorCode::NoStaffAccount => phrase(
            "เซิร์ฟเวอร์รู้จักชื่อผู้ใช้นี้ แต่ยังไม่มีบัญชีเจ้าหน้าที่ ให้ผู้ดูแลระบบเพิ่มบัญชี หรือใช้ชื่อผู้ใช้อื่น",
            "The server knows this user, but there is no staff account. Ask your administrator to add one, or use another user name.",
        ),
        ErrorCode::ManagedByAdministrator => phrase(
            "ผู้ดูแลระบบกำหนดฐานข้อมูลของเครื่องนี้ไว้แล้ว จึงเปลี่ยนจากที่นี่ไม่ได้ ติดต่อผู้ดูแลระบบหากต้องการเปลี่ยน",
            "Your administrator has set the database of this computer; it cannot be changed here. Ask them if it should be another one.",
        ),
        ErrorCode::SettingsNotSaved => phrase(
            "บันทึกการตั้งค่าลงเครื่องนี้ไม่ได้ ตรวจสอบที่ว่างบนดิสก์และสิทธิ์ของโฟลเดอร์ แล้วลองอีกครั้ง",
            "The choice could not be saved on this computer. Check the disk’s free space and the rights of your folder, then try again.",
        ),
        ErrorCode::SecretsNotKept => phrase(
            "เครื่องนี้ไม่มีที่เก็บรหัสลับ จึงเก็บคีย์ไม่ได้ ให้ผู้ดูแลระบบตั้งตัวแปร COE_DESK_GATEWAY_KEY และ COE_DESK_GATEWAY_SECRET แทน",
            "This computer keeps no secrets, so the key was not kept. Have your administrator set COE_DESK_GATEWAY_KEY and COE_DESK_GATEWAY_SECRET instead.",
        ),
        ErrorCode::GatewayElsewhere => phrase(
            "โปรแกรมข้างเซิร์ฟเวอร์เป็นผู้ส่งข้อความ ให้ผู้ดูแลระบบตั้งค่าที่นั่น",
            "A program beside the server sends the messages. Have your administrator set it up there.",
        ),
        ErrorCode::DatabaseUnavailable => phrase(
            "ติดต่อฐานข้อมูลไม่ได้ ตรวจสอบการเชื่อมต่อแล้วลองอีกครั้ง",
            "The database cannot be reached. Check the connection and try again.",
        ),
        ErrorCode::Internal => phrase(
            "เกิดข้อผิดพลาดภายใน ลองอีกครั้ง หากยังไม่ได้ให้แจ้งผู้ดูแลระบบพร้อมเลขอ้างอิง {reference}",
            "Something went wrong inside the desk. Try again; if it stays, tell your administrator the reference {reference}.",
        ),
    }
}

/// Why the database refused, and what to do.
#[must_use]
pub fn refusal_phrase(refusal: Refusal) -> Phrase {
    match refusal {
        Refusal::RequestNotOpen => phrase(
            "คำร้องนี้ปิดไปแล้วหรือสถานะเปลี่ยนไป เปิดใหม่เพื่อดูสถานะล่าสุด",
            "This request is closed or its status changed. Open it again to see where it stands.",
        ),
        Refusal::ClaimNotHeld => phrase(
            "คุณยังไม่ได้รับเรื่องนี้ กดรับเรื่องก่อนแล้วลองอีกครั้ง",
            "You do not hold this request. Claim it first, then try again.",
        ),
        Refusal::ClaimExpired => phrase(
            "เวลาถือเรื่องหมดแล้ว สิ่งที่พิมพ์ไว้ยังอยู่ กดรับเรื่องอีกครั้ง",
            "Your claim ran out. What you typed is kept. Claim the request again.",
        ),
        Refusal::ClaimHeldByOther => phrase(
            "คนอื่นถือเรื่องนี้อยู่ เลือกเรื่องอื่นหรือรอจนกว่าเขาจะปล่อยคืน",
            "Someone else holds this request. Take another one, or wait until it is released.",
        ),
        Refusal::ChecksIncomplete => phrase(
            "รายการตรวจยังไม่ผ่านครบสำหรับรูปชุดนี้ ตรวจให้ครบก่อนอนุมัติ",
            "Not every check has passed for these photos. Finish the checks before approving.",
        ),
        Refusal::NoVerifiedCall => phrase(
            "ยังไม่มีวิดีโอคอลที่ยืนยันตัวตนได้สำหรับรูปชุดนี้ โทรยืนยันก่อนอนุมัติ",
            "No verified video call exists for these photos. Make the call before approving.",
        ),
        Refusal::PhoneChanged => phrase(
            "เบอร์ของสมาชิกเปลี่ยนไปหลังยื่นคำร้อง ปฏิเสธคำร้องนี้หรือส่งต่อหัวหน้า",
            "The member’s number changed after filing. Reject this request or escalate it.",
        ),
        Refusal::FourEyesRequired => phrase(
            "คำร้องเสี่ยงสูงต้องมีคนที่สองยืนยัน ส่งต่อหัวหน้าเพื่อยืนยัน",
            "This request needs a second person. Escalate it for confirmation.",
        ),
        Refusal::SamePerson => phrase(
            "ผู้ยืนยันต้องไม่ใช่คนเดียวกับผู้ส่งต่อ ให้อีกคนยืนยัน",
            "The one who confirms must not be the one who escalated. Ask a colleague.",
        ),
        Refusal::EvidenceChanged => phrase(
            "รูปเปลี่ยนไปหลังจากที่คุณดู เปิดคำร้องใหม่แล้วตรวจรูปล่าสุด",
            "The photos changed after you looked. Open the request again and check the new ones.",
        ),
        Refusal::RoleNotAllowed => phrase(
            "บทบาทของคุณตัดสินเรื่องนี้ไม่ได้ ขอให้หัวหน้าทำ",
            "Your role may not decide this. Ask a supervisor.",
        ),
        Refusal::FraudFlagOpen => phrase(
            "มีการแจ้งสงสัยทุจริตค้างอยู่ หัวหน้าต้องพิจารณาก่อน",
            "A suspicion of fraud is open. A supervisor has to settle it first.",
        ),
        Refusal::ReasonInvalid => phrase(
            "เหตุผลที่เลือกใช้กับการตัดสินนี้ไม่ได้หรือยังไม่ได้เลือก เลือกเหตุผลใหม่",
            "A reason is missing or does not fit this decision. Choose the reasons again.",
        ),
        Refusal::KeyReused => phrase(
            "การตัดสินนี้ถูกบันทึกไปแล้วในรูปแบบอื่น เปิดคำร้องใหม่เพื่อดูผล",
            "This attempt was already recorded as something else. Open the request again to see what holds.",
        ),
        Refusal::AppendOnly => phrase(
            "ข้อมูลส่วนนี้แก้หรือลบไม่ได้ เพิ่มรายการใหม่แทน",
            "This record can never be changed or deleted. Add a new one instead.",
        ),
        Refusal::OnlyByDecision => phrase(
            "เปลี่ยนข้อมูลนี้ตรง ๆ ไม่ได้ ต้องทำผ่านการตัดสินคำร้อง",
            "This can only change through a decision. Decide the request instead.",
        ),
        Refusal::StaffInactive => phrase(
            "บัญชีเจ้าหน้าที่นี้ถูกปิด ติดต่อหัวหน้า",
            "This staff account is closed. Ask your supervisor.",
        ),
        Refusal::NotAnnounced => phrase(
            "ยังไม่ได้บันทึกการเปิดดูรูปนี้ เปิดคำร้องใหม่แล้วลองอีกครั้ง",
            "That you look at this photo is not on record yet. Open the request again.",
        ),
        Refusal::MessageMoved => phrase(
            "ข้อความนี้เปลี่ยนไปแล้ว เพราะมีผู้อื่นจัดการหรือมีรายงานเข้ามา ที่เห็นตอนนี้คือสถานะล่าสุด",
            "This message has moved: a colleague chose, or a report came. What you see now is how it stands.",
        ),
        Refusal::TemplateUnfit => phrase(
            "ถ้อยคำนี้ใช้ไม่ได้ ขาดส่วนที่ต้องมี มีส่วนที่ระบบไม่รู้จัก หรือมีที่อยู่เว็บ แก้แล้วบันทึกอีกครั้ง",
            "This text cannot be used: a placeholder is missing or unknown, or it holds a web address. Correct it and save again.",
        ),
        Refusal::SamePhone => phrase(
            "เบอร์ใหม่เป็นเบอร์เดียวกับเบอร์ปัจจุบัน ปฏิเสธคำร้องนี้",
            "The new number is the current one. Reject this request.",
        ),
    }
}

/// The field an error names, as the page calls it.
fn field_name(field: &str) -> Phrase {
    match field {
        "username" => phrase("ชื่อผู้ใช้", "User name"),
        "password" => phrase("รหัสผ่าน", "Password"),
        "host" => phrase("เซิร์ฟเวอร์", "Server"),
        "port" => phrase("พอร์ต", "Port"),
        "database" => phrase("ชื่อฐานข้อมูล", "Database"),
        "certificate" => phrase("ไฟล์ใบรับรอง", "Certificate file"),
        "body" | "note" => phrase("บันทึก", "Note"),
        "private_note" => phrase("บันทึกภายใน", "Private note"),
        "member_text" => phrase("ข้อความถึงสมาชิก", "Text for the member"),
        "reasons" => phrase("เหตุผล", "Reasons"),
        "link" => phrase("ลิงก์ประชุม", "Meeting link"),
        "at" => phrase("วันและเวลานัด", "Date and time"),
        "search" => phrase("คำค้น", "Search"),
        "outcome" => phrase("ผลการโทร", "Outcome"),
        "challenges" => phrase("ข้อทดสอบ", "Challenges"),
        "sender" => phrase("ชื่อผู้ส่ง", "Sender"),
        "rate_per_second" => phrase("ข้อความต่อวินาที", "Messages a second"),
        "base_url" => phrase("ที่อยู่ของผู้ให้บริการ", "Address of the gateway"),
        "key" => phrase("คีย์", "Key"),
        "secret" => phrase("รหัสลับ", "Secret"),
        "to" => phrase("เบอร์มือถือ", "Mobile number"),
        "call_reminder_minutes" => phrase("เตือนก่อนวิดีโอคอล", "Reminder before a call"),
        "satang_per_segment" => phrase("ค่าส่งต่อส่วน", "Cost of a part"),
        "observations" => phrase("สิ่งที่เห็น", "What was seen"),
        _ => phrase("ข้อมูลที่กรอก", "What you entered"),
    }
}
