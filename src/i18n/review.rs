//! Texts of the review page.

pub mod timeline;

use super::{Phrase, vocabulary};
use coe_domain::Language;
use coe_domain::approval::Blocker;
use coe_domain::reason::Reason;

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $th:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: Phrase = Phrase { th: $th, en: $en };)*
    };
}

phrases! {
    // Page and header.
    QUEUE = "คิว", "Queue";
    BACK_TO_QUEUE = "กลับไปที่คิว", "Back to queue";
    REQUEST = "คำร้อง", "Request";
    TRY_AGAIN = "ลองอีกครั้ง", "Try again";
    ROUND = "รูปชุดที่", "Photo round";
    RISK = "เสี่ยง{risk}", "{risk} risk";
    YOU_HOLD = "คุณถืออยู่", "You hold it";
    HELD_BY = "อยู่กับ", "Held by";
    HELD_BY_NOBODY = "ยังไม่มีผู้รับเรื่อง", "Nobody holds it";
    READ_ONLY = "ดูได้อย่างเดียว", "Read only";
    TAKE = "รับเรื่อง", "Take";
    TAKE_AGAIN = "รับเรื่องอีกครั้ง", "Take it again";
    RELEASE = "ปล่อยคืน", "Release";
    RELEASE_FOR_OTHERS = "ปลดให้ผู้อื่นรับ", "Free for others";
    NEXT = "ถัดไป", "Next";
    NEXT_REQUEST = "เรื่องถัดไป", "Next request";
    NOTHING_WAITS = "ไม่มีคำร้องรออยู่ในคิว", "Nothing waits in the queue";
    RELEASE_AND_BACK = "ปล่อยคืนแล้วกลับไปที่คิว", "Release and go back to the queue";
    CLAIM_TITLE = "สิทธิ์ถือเรื่องต่ออายุเองขณะเปิดหน้านี้", "The claim renews itself while this page is open";

    // Claim lost.
    LOST_TITLE = "คุณไม่ได้ถือเรื่องนี้แล้ว", "You no longer hold this request";
    LOST_TO = "ขณะนี้อยู่กับ", "It is now with";
    LOST_FREE = "หมดเวลาถือเรื่องหรือมีผู้ปล่อยคืน และยังไม่มีผู้อื่นรับ", "The claim ran out or was released, and nobody else has taken it";
    LOST_KEPT = "ข้อความที่พิมพ์ไว้บันทึกเป็นร่างแล้ว อ่านและคัดลอกได้", "What you typed was saved as a draft; you can still read and copy it";

    // Photos.
    PHOTOS = "รูปถ่าย", "Photos";
    NO_PHOTOS_TITLE = "บทบาทของคุณไม่เห็นรูปถ่าย", "Your role does not see photos";
    NO_PHOTOS_TEXT = "เจ้าหน้าที่สนับสนุนตอบคำถามสมาชิกได้จากทะเบียนและลำดับเหตุการณ์ โดยไม่เปิดภาพบัตรหรือใบหน้า", "Support staff answer members from the record and the timeline, without seeing the card or the face";
    PHOTO_LOADING = "กำลังโหลดรูป", "Loading the photo";
    PHOTO_FAILED = "แสดงรูปนี้ไม่ได้", "This photo cannot be shown";
    PHOTO_FAILED_TEXT = "โหลดรูปไม่สำเร็จ ลองโหลดอีกครั้ง หากยังไม่ได้ ให้ขอรูปใหม่จากสมาชิก", "It did not load. Try again; if it still fails, ask the member for a new photo";
    DETAIL_LOADING = "กำลังโหลดความละเอียดเต็ม", "Loading full detail";
    ZOOM = "ซูม", "Zoom";
    ZOOM_IN = "ซูมเข้า", "Zoom in";
    ZOOM_OUT = "ซูมออก", "Zoom out";
    ROTATE = "หมุน", "Rotate";
    ROTATE_LEFT = "หมุนซ้าย", "Rotate left";
    ROTATE_RIGHT = "หมุนขวา", "Rotate right";
    LIGHT = "แสง", "Light";
    LIGHT_NEXT = "ปรับแสงขั้นถัดไป", "Next light setting";
    BRIGHTNESS = "ความสว่าง", "Brightness";
    CONTRAST = "คอนทราสต์", "Contrast";
    LINKED = "เลื่อนพร้อมกัน", "Linked";
    SWITCH_PHOTO = "สลับรูป", "Other photo";
    FULL_SCREEN = "เต็มจอ", "Full screen";
    FULL_SCREEN_BOTH = "เต็มจอทั้งสองรูป", "Both full screen";
    RESET = "คืนค่า", "Reset";
    PAN = "เลื่อนรูป", "Pan";
    SPLITTER = "ลากเพื่อปรับสัดส่วนของสองรูป", "Drag to divide the space between the photos";

    // Record.
    RECORD = "ทะเบียนสมาชิก", "Member record";
    REVEAL = "เปิดเลขเต็ม", "Show in full";
    REVEAL_NOTICE = "การเปิดเลขเต็มถูกบันทึกในประวัติ และซ่อนเองใน 20 วินาที", "Every reveal is recorded in the log; it hides itself after 20 seconds";
    HIDES_IN = "ซ่อนใน", "hides in";
    RECORDED_NAME = "ชื่อในทะเบียน", "On record";
    STATED_NAME = "ชื่อที่แจ้ง", "As stated";
    NAME_SAME = "ตรงกัน", "Same";
    NAME_DIFFERS = "ต่างกัน", "Differs";
    ID_NUMBER = "เลขบัตร", "ID number";
    ID_VALID = "เลขตรวจสอบถูก", "Check digit holds";
    ID_INVALID = "เลขตรวจสอบผิด", "Check digit wrong";
    ID_DIFFERS = "เลขที่แจ้งไม่ตรง", "Stated ID differs";
    BIRTH_DATE = "วันเกิด", "Born";
    MEMBER_NO = "เลขสมาชิก", "Member no.";
    STANDING = "สมาชิกภาพ", "Standing";
    UNTIL = "ถึง", "until";
    EXPIRED_ON = "หมดอายุ", "expired";
    LOGIN = "การเข้าสู่ระบบ", "Sign-in";
    PHONE = "เบอร์", "Phone";
    OLD_PHONE = "เบอร์เดิม", "Old number";
    NEW_PHONE = "เบอร์ใหม่", "New number";
    EMAIL = "อีเมล", "E-mail";
    NO_EMAIL = "ไม่มีในทะเบียน", "none on record";
    YEARS_OLD = "ปี", "years old";

    // Signals.
    SIGNALS = "สัญญาณ", "Signals";
    NO_SIGNALS = "ไม่พบสิ่งที่ควรระวัง", "Nothing stands out";
    WEIGHT_HIGH = "ควรตรวจเข้ม", "Strong";
    WEIGHT_MEDIUM = "ควรระวัง", "Caution";
    WEIGHT_LOW = "เพื่อทราบ", "For information";

    // Checks.
    CHECKS = "รายการตรวจ", "Checks";
    PASS = "ผ่าน", "Pass";
    FAIL = "ไม่ผ่าน", "Fail";
    UNREADABLE = "อ่านไม่ได้", "Unreadable";
    NOT_CHECKED = "ยังไม่ตรวจ", "Not checked";
    CLEAR_CHECK = "ล้างผล", "Clear";
    CHECK_NOTE = "หมายเหตุของข้อนี้", "Note on this check";
    CHECK_SELECT = "เลือกข้อตรวจ 1–7", "Select a check, 1–7";
    RECORD_SAYS = "ทะเบียน", "Record";
    TODAY_IS = "วันนี้", "Today";
    HINT_FACE = "เทียบใบหน้าบนบัตรกับใบหน้าในรูปถ่าย", "Compare the face on the card with the face in the photo";
    HINT_HOLDS = "เลขและลายบนบัตรที่ถือต้องเป็นใบเดียวกัน", "Number and print of the held card have to be this card's";
    HINT_EDITING = "ดูขอบตัวอักษร เงา และรอยต่อ", "Look at edges of letters, shadows and seams";
    DIGIT_OK = "เลขตรวจสอบถูก", "check digit holds";
    DIGIT_BAD = "เลขตรวจสอบผิด", "check digit wrong";
    CHECK_NOTE_PLACEHOLDER = "หมายเหตุ (ไม่บังคับ)", "Note (optional)";

    // Calls.
    CALL = "วิดีโอคอล", "Video call";
    CALL_START = "เริ่มสาย", "Start call";
    CALL_START_NOW = "โทรทันที", "Call now";
    CALL_SCHEDULE = "นัดหมาย", "Schedule";
    CALL_SCHEDULE_SAVE = "บันทึกนัด", "Save appointment";
    CALL_RESCHEDULE = "นัดใหม่", "Schedule again";
    CALL_SCHEDULED_SMS = "ระบบจะส่ง SMS แจ้งเวลานัดไปที่เบอร์ใหม่", "The time is sent by SMS to the new number";
    CALL_DAY = "วันที่", "Day";
    CALL_TIME = "เวลา", "Time";
    CALL_TIME_HINT = "เช่น 14:30", "such as 14:30";
    CALL_TIME_WRONG = "กรอกเวลาเป็น ชั่วโมง:นาที เช่น 14:30", "Enter the time as hours:minutes, such as 14:30";
    CALL_CHANNEL = "ช่องทาง", "Channel";
    CALL_LINK = "ลิงก์ประชุม", "Meeting link";
    CALL_LINK_HINT = "https://… (ไม่บังคับ)", "https://… (optional)";
    CALL_OPEN_LINK = "เปิดลิงก์ประชุม", "Open the meeting";
    CALL_RUNNING = "กำลังโทร", "On the call";
    CALL_CHALLENGES = "ขอให้ทำต่อหน้ากล้อง", "Ask on camera";
    CALL_SEEN = "สิ่งที่เห็น", "What was seen";
    CALL_QUESTIONS = "คำถามจากทะเบียน", "Questions from the record";
    CALL_SHOW_ANSWERS = "แสดงคำตอบ", "Show answers";
    CALL_HIDE_ANSWERS = "ซ่อนคำตอบ", "Hide answers";
    CALL_NOTES = "บันทึกระหว่างสาย", "Notes of the call";
    CALL_NOTES_HINT = "บันทึกเองขณะพิมพ์", "Saved as you type";
    CALL_OUTCOME = "ผลของสาย", "Outcome";
    CALL_SAVE = "จบสายและบันทึก", "End and save the call";
    CALL_FRAUD = "สงสัยการทุจริต", "Suspicion of fraud";
    CALL_FRAUD_CONSEQUENCE = "เมื่อบันทึก ระบบจะระงับการเข้าสู่ระบบของสมาชิกและส่งเรื่องให้หัวหน้าทันที", "Saving locks the member's login and hands the request to a supervisor at once";
    CALL_FRAUD_SAVE = "บันทึก ล็อกการเข้าสู่ระบบ และส่งหัวหน้า", "Save, lock the login and hand to a supervisor";
    CALL_NONE = "ยังไม่มีการโทร", "No calls yet";
    CALL_APPOINTED = "นัดไว้", "Scheduled";
    CALL_OLD_ROUND = "รูปชุดก่อน", "earlier photos";
    CALL_TOGGLE = "ไปที่วิดีโอคอล", "Go to the video call";
    CALL_VERIFIED_NEEDS = "ยังบันทึกว่า “ยืนยันตัวตนแล้ว” ไม่ได้:", "Cannot be saved as verified yet:";
    MISSING_OUTCOME = "เลือกผลของสาย", "choose an outcome";
    MISSING_CARD = "ต้องเห็นบัตรจริง", "the real card has to be shown";
    MISSING_FACE = "ใบหน้าต้องตรงกับบัตร", "the face has to match the card";
    MISSING_CHALLENGES = "อีก {count} ข้อต่อหน้ากล้องยังไม่มีผล", "{count} on-camera request(s) without an outcome";
    SEEN_REAL_CARD = "เห็นบัตรจริง", "Real card shown";
    SEEN_TILTED = "เอียงบัตรให้ดู", "Card tilted";
    SEEN_BESIDE = "ถือข้างใบหน้า", "Held beside the face";
    SEEN_FACE = "ใบหน้าตรงกับบัตร", "Face matches";
    SEEN_ANSWERS = "ตอบคำถามถูก", "Answers correct";
    SEEN_CHALLENGES = "ทำต่อหน้ากล้องได้ {count}", "{count} on-camera requests done";
    KEY_CHALLENGE_PASS = "ข้อต่อหน้ากล้องถัดไป: ทำได้", "Next on-camera request: done";
    KEY_CHALLENGE_FAIL = "ข้อต่อหน้ากล้องถัดไป: ไม่ได้", "Next on-camera request: failed";
    KEY_CHALLENGE_SKIP = "ข้อต่อหน้ากล้องถัดไป: ข้าม", "Next on-camera request: skipped";
    MISSING_NOT_PASSED = "ต้องทำต่อหน้ากล้องได้ครบทุกข้อ", "every on-camera request has to be done";
    MISSING_FRAUD = "มีข้อสงสัยการทุจริต", "a suspicion of fraud is marked";
    QUESTION_BIRTH = "ท่านเกิดวันที่เท่าไร", "What is your date of birth?";
    QUESTION_EXPIRY = "สมาชิกภาพของท่านหมดอายุเดือนใด ปีใด", "In which month and year does your membership expire?";
    QUESTION_LICENCE = "ท่านถือใบอนุญาตระดับใด เลขที่เท่าไร", "Which licence grade and number do you hold?";
    QUESTION_MEMBER_NO = "เลขสมาชิกของท่านคืออะไร", "What is your member number?";
    SHORT_PASS = "ทำได้", "Done";
    SHORT_FAIL = "ไม่ได้", "Failed";
    SHORT_SKIP = "ข้าม", "Skip";

    // Notes, history, timeline.
    NOTES = "บันทึกภายใน", "Notes";
    NOTE_ADD = "เพิ่มบันทึก", "Add note";
    NOTE_HINT = "เห็นเฉพาะเจ้าหน้าที่ สมาชิกไม่เห็น", "Only staff read this, never the member";
    HISTORY = "คำร้องอื่นของสมาชิก", "Other requests of this member";
    HISTORY_NONE = "ไม่มีคำร้องอื่น", "None";
    TIMELINE = "ลำดับเหตุการณ์", "Timeline";
    TIMELINE_NONE = "ยังไม่มีเหตุการณ์", "Nothing has happened yet";
    BY_SYSTEM = "ระบบ", "System";
    DECISIONS = "ผลการพิจารณา", "Decisions";
    DRAFT_SAVED = "บันทึกร่างแล้ว", "Draft saved";
    DRAFT_SAVING = "กำลังบันทึกร่าง…", "Saving the draft…";
    DRAFT_FAILED = "บันทึกร่างไม่สำเร็จ จะลองใหม่", "The draft was not saved; trying again";

    // Bottom bar.
    CANNOT_APPROVE = "ยังอนุมัติไม่ได้:", "Not yet to be approved:";
    CANNOT_CONFIRM = "ยังยืนยันไม่ได้:", "Not yet to be confirmed:";
    CAN_APPROVE = "ครบเงื่อนไข อนุมัติได้", "All conditions are met";
    CAN_CONFIRM = "ครบเงื่อนไข ยืนยันการอนุมัติได้", "All conditions are met; a second person may confirm";
    CLOSED_AS = "คำร้องนี้ปิดแล้ว:", "This request is closed:";
    WAITS_FOR_MEMBER = "รอรูปใหม่จากสมาชิก", "Waits for the member's new photos";
    SUPPORT_READS = "บทบาทของคุณอ่านและเพิ่มบันทึกได้", "Your role may read and leave notes";
    ESCALATE = "ส่งต่อหัวหน้า", "Escalate";
    RETURN = "ขอรูปใหม่", "Ask for photos";
    REJECT = "ปฏิเสธ", "Reject";
    APPROVE = "อนุมัติ", "Approve";
    CONFIRM = "ยืนยันอนุมัติ", "Confirm";
    OVERTURN = "เพิกถอนการอนุมัติ", "Take the approval back";
    GO_THERE = "ไปที่ข้อนั้น", "Go there";
    NEXT_BLOCKER = "ไปที่สิ่งที่ยังขาด", "Go to what is missing";

    // Decide sheet.
    SHEET_APPROVE = "อนุมัติเบอร์ใหม่", "Approve the new number";
    SHEET_CONFIRM = "ยืนยันการอนุมัติเบอร์ใหม่", "Confirm the new number";
    SHEET_REJECT = "ปฏิเสธคำร้อง", "Reject the request";
    SHEET_RETURN = "ขอรูปใหม่จากสมาชิก", "Ask the member for new photos";
    SHEET_ESCALATE = "ส่งต่อให้หัวหน้า", "Hand to a supervisor";
    SHEET_OVERTURN = "เพิกถอนการอนุมัติ", "Take the approval back";
    REASONS = "เหตุผล", "Reasons";
    REASONS_HINT = "เลือกได้หลายข้อ", "one or several";
    REASON_NEEDED = "เลือกเหตุผลอย่างน้อยหนึ่งข้อ", "Choose at least one reason";
    MEMBER_TEXT = "ข้อความถึงสมาชิก", "Text for the member";
    MEMBER_TEXT_HINT = "ข้อความเพิ่มเติมที่สมาชิกจะได้อ่าน (ไม่บังคับ)", "What else the member should read (optional)";
    PRIVATE_NOTE = "บันทึกภายใน", "Private note";
    PRIVATE_NOTE_HINT = "เห็นเฉพาะเจ้าหน้าที่", "Only staff read this";
    PRIVATE_NOTE_NEEDED = "เขียนให้หัวหน้าทราบว่าติดที่ใด", "Tell the supervisor what holds it up";
    PREVIEW = "SMS ที่จะส่ง", "SMS to be sent";
    PREVIEW_NONE = "ไม่มี SMS ถึงสมาชิก", "No SMS to the member";
    PREVIEW_TO = "ถึง", "to";
    SEGMENTS = "ส่วน", "parts";
    SEGMENT = "ส่วน", "part";
    LOGIN_AFTER = "การเข้าสู่ระบบหลังจากนี้", "Sign-in afterwards";
    RECAP = "สรุปหลักฐาน", "The evidence";
    RECAP_CHECKS = "รายการตรวจผ่าน {done}/{all}", "{done}/{all} checks passed";
    RECAP_CALL = "วิดีโอคอลยืนยันตัวตน {when} โดย {by}", "Verified by video call {when} by {by}";
    RECAP_NO_CALL = "ยังไม่มีวิดีโอคอลที่ยืนยันตัวตน", "No verified video call yet";
    RECAP_SIGNALS = "สัญญาณ {count} รายการ", "{count} signal(s)";
    RECAP_PHONES = "เบอร์เดิม {old} → เบอร์ใหม่ {new}", "Old number {old} → new number {new}";
    CONSEQUENCE = "สิ่งที่จะเกิดขึ้น", "What will happen";
    CANCEL = "กลับไปตรวจต่อ", "Back to the review";
    WILL_APPROVE = "เบอร์ใหม่ {phone} จะใช้เข้าสู่ระบบทันที เบอร์เดิมจะได้รับแจ้ง", "The new number {phone} is used to sign in at once; the old number is told.";
    WILL_REJECT = "คำร้องจะปิด เบอร์ {phone} ยังใช้ต่อไป และสมาชิกได้รับแจ้งเหตุผล", "The request is closed; {phone} stays in use and the member is told why.";
    WILL_RETURN = "คำร้องจะรอรูปใหม่โดยไม่เสียลำดับในคิว เบอร์ {phone} ยังไม่เปลี่ยน", "The request waits for new photos and keeps its place in the queue; {phone} does not change yet.";
    WILL_ESCALATE = "หัวหน้าจะรับเรื่องต่อ คุณจะไม่ได้ถือเรื่องนี้แล้ว และยังไม่มีการแจ้งสมาชิก", "A supervisor takes over and you no longer hold the request; the member is not told yet.";
    WILL_OVERTURN = "เบอร์เดิม {phone} กลับมาใช้ การเข้าสู่ระบบถูกล็อก และทั้งสองเบอร์ได้รับแจ้ง", "The old number {phone} is used again, the login is locked, and both numbers are told.";
    NOT_DECIDED = "ยังไม่ได้บันทึกผล", "Nothing was decided";
    OUTCOME_UNKNOWN = "ไม่ทราบว่าบันทึกผลแล้วหรือไม่", "It is not known whether this was recorded";
    AGAIN_IS_SAFE = "กดยืนยันอีกครั้งได้อย่างปลอดภัย ระบบจะไม่บันทึกผลซ้ำ และจะบอกว่าบันทึกไว้แล้วหรือไม่ ข้อความที่พิมพ์ไว้ยังอยู่", "Pressing again is safe: nothing is decided twice, and you will be told if it had been recorded. What you typed is kept.";
    STILL_BLOCKED = "ฐานข้อมูลจะไม่รับ เพราะ", "The database will refuse this, because";

    // Done.
    DONE_APPROVE = "อนุมัติแล้ว", "Approved";
    DONE_CONFIRM = "ยืนยันการอนุมัติแล้ว", "Confirmed and approved";
    DONE_REJECT = "ปฏิเสธคำร้องแล้ว", "Rejected";
    DONE_RETURN = "ขอรูปใหม่แล้ว", "New photos asked for";
    DONE_ESCALATE = "ส่งต่อหัวหน้าแล้ว", "Handed to a supervisor";
    DONE_OVERTURN = "ยกเลิกการอนุมัติแล้ว", "Approval taken back";
    DONE_REPEATED = "ผลนี้บันทึกไว้ก่อนแล้ว ไม่ได้บันทึกซ้ำ", "This had already been recorded; it was not recorded twice";
    DONE_LOGIN = "การเข้าสู่ระบบ", "Sign-in";
    DONE_MESSAGES = "ข้อความ", "Messages";

    // Keys.
    KEYS_DECIDE = "พิจารณา", "Decide";
    KEY_REASONS = "เลือกเหตุผล 1–9, 0", "Choose reasons, 1–9 and 0";
    KEY_CONFIRM_SHEET = "ยืนยันในแผ่นพิจารณา", "Confirm in the sheet";
    KEY_NOTE = "เพิ่มบันทึก", "Write a note";
    KEY_TIMELINE = "เปิดหรือปิดลำดับเหตุการณ์", "Show or hide the timeline";
}

/// The reasons of a decision in words; a code that is not among the `known` stays a code.
pub fn reasons<'a>(
    codes: impl Iterator<Item = &'a str>,
    known: &'a [Reason],
    language: Language,
) -> String {
    let words = codes.map(|code| {
        let reason = known.iter().find(|reason| reason.code == code);
        reason.map_or(code, |reason| reason.text(language))
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// A sentence that says why the request cannot be approved now.
pub fn blocker(blocker: &Blocker, language: Language) -> String {
    let th = language == Language::Th;
    let text = |th_text: &str, en_text: &str| if th { th_text } else { en_text }.to_owned();
    match blocker {
        Blocker::NotOpen => text("คำร้องไม่ได้เปิดอยู่", "the request is not open"),
        Blocker::ClaimNotHeld => text("ยังไม่ได้รับเรื่อง", "you have not taken it"),
        Blocker::ClaimExpired => text("หมดเวลาถือเรื่อง", "your claim ran out"),
        Blocker::HeldByOther => text("ผู้อื่นถือเรื่องนี้อยู่", "someone else works on it"),
        Blocker::ChecksMissing { count, .. } if th => format!("ตรวจอีก {count} ข้อ"),
        Blocker::ChecksMissing { count: 1, .. } => "1 check to go".to_owned(),
        Blocker::ChecksMissing { count, .. } => format!("{count} checks to go"),
        Blocker::CheckFailed { check } => {
            let name = vocabulary::label(*check).text(language);
            if th {
                format!("“{name}” ไม่ผ่าน")
            } else {
                format!("“{name}” did not pass")
            }
        }
        Blocker::NoVerifiedCall => text("ยังไม่มีสายที่ยืนยันตัวตน", "no verified call yet"),
        Blocker::PhoneChanged => text(
            "เบอร์ของสมาชิกเปลี่ยนไปหลังยื่นคำร้อง",
            "the member's number changed after filing",
        ),
        Blocker::FourEyes => text(
            "เสี่ยงสูง ต้องส่งต่อให้หัวหน้ายืนยันเป็นคนที่สอง",
            "high risk: escalate it, a second person confirms",
        ),
        Blocker::SamePerson => text(
            "คุณเป็นผู้ส่งต่อเอง หัวหน้าอีกคนต้องเป็นผู้ยืนยัน",
            "you escalated it; another supervisor confirms",
        ),
        Blocker::RoleNotAllowed => text("บทบาทของคุณอนุมัติไม่ได้", "your role may not approve it"),
        Blocker::FraudFlag => text(
            "มีข้อสงสัยการทุจริต ต้องให้หัวหน้าพิจารณา",
            "a fraud flag is open; a supervisor decides",
        ),
    }
}
