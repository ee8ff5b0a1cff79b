//! Words for the domain's closed sets. Each match is exhaustive: a new value does not compile until
//! it has its words.

use super::{Phrase, phrase};
use coe_domain::sla::SlaState;
use coe_domain::{
    AttemptOutcome, CallChannel, CallOutcome, Challenge, ChallengeOutcome, CheckCode, CheckOutcome,
    DecisionKind, DispatcherCondition, Finality, FraudFlag, GatewayKind, ImageKind, Language,
    LoginState, MessageChoice, MessageFailure, MessageState, MessageTemplate, ReportedState,
    RequestStatus, Risk, Role, Standing,
};

/// A value that has words.
pub trait Label: Copy {
    /// Its words.
    fn label(self) -> Phrase;
}

/// The words of `value`.
pub fn label(value: impl Label) -> Phrase {
    value.label()
}

macro_rules! labels {
    ($($set:ident { $($value:ident = $th:literal, $en:literal;)* })*) => {$(
        impl Label for $set {
            fn label(self) -> Phrase {
                match self { $(Self::$value => phrase($th, $en)),* }
            }
        }
    )*};
}

labels! {
    Role {
        Officer = "เจ้าหน้าที่", "Officer";
        Supervisor = "หัวหน้า", "Supervisor";
        Support = "ฝ่ายช่วยเหลือ", "Support";
    }
    RequestStatus {
        Pending = "รอตรวจ", "Waiting";
        Returned = "รอรูปใหม่", "New photos asked";
        Escalated = "รอหัวหน้า", "With supervisor";
        Approved = "อนุมัติแล้ว", "Approved";
        Rejected = "ปฏิเสธแล้ว", "Rejected";
        Cancelled = "ยกเลิกแล้ว", "Cancelled";
    }
    Risk {
        Low = "ต่ำ", "Low";
        Medium = "ปานกลาง", "Medium";
        High = "สูง", "High";
    }
    SlaState {
        OnTime = "ทันกำหนด", "On time";
        DueSoon = "ใกล้กำหนด", "Due soon";
        Overdue = "เกินกำหนด", "Overdue";
        Paused = "หยุดนับ", "Paused";
    }
    LoginState {
        Enabled = "เข้าสู่ระบบได้", "Can sign in";
        Suspended = "พักการเข้าสู่ระบบ", "Sign-in on hold";
        Locked = "ล็อกการเข้าสู่ระบบ", "Sign-in locked";
    }
    Standing {
        Normal = "ปกติ", "Normal";
        Expired = "หมดอายุ", "Expired";
        Suspended = "ถูกพักใช้", "Suspended";
    }
    ImageKind {
        IdCard = "บัตรประชาชน", "ID card";
        Selfie = "ถ่ายคู่บัตร", "Selfie with card";
    }
    CheckCode {
        NameMatches = "ชื่อตรงกับทะเบียน", "Name matches the record";
        IdNumberMatches = "เลขบัตรตรงกับทะเบียน", "ID number matches the record";
        BirthDateMatches = "วันเกิดตรงกัน", "Date of birth matches";
        CardNotExpired = "บัตรไม่หมดอายุ", "Card has not expired";
        FaceMatchesSelfie = "ใบหน้าบนบัตรตรงกับรูปถ่าย", "Face on card is the face in the selfie";
        SelfieHoldsCard = "ถือบัตรใบเดียวกัน", "Selfie holds this card";
        NoSignOfEditing = "ไม่มีร่องรอยแก้ไข", "No sign of editing";
    }
    CheckOutcome {
        Passed = "ผ่าน", "Passed";
        Failed = "ไม่ผ่าน", "Failed";
        Unreadable = "อ่านไม่ได้", "Unreadable";
    }
    CallChannel {
        Line = "LINE", "LINE";
        GoogleMeet = "Google Meet", "Google Meet";
        Zoom = "Zoom", "Zoom";
        Teams = "Microsoft Teams", "Microsoft Teams";
        Other = "ช่องทางอื่น", "Other";
    }
    CallOutcome {
        NoAnswer = "ไม่รับสาย", "No answer";
        Busy = "สายไม่ว่าง", "Busy";
        WrongPerson = "คนอื่นรับสาย", "Wrong person";
        BadConnection = "สัญญาณไม่ดี", "Bad connection";
        Verified = "ยืนยันตัวตนได้", "Verified";
        NotVerified = "ยืนยันตัวตนไม่ได้", "Not verified";
    }
    Challenge {
        CoverPhoto = "ใช้นิ้วบังรูปบนบัตร แล้วเปิดให้ดูอีกครั้ง", "Cover the card’s photo with a thumb, then show it again";
        ReadThirdGroup = "อ่านเลขบัตรชุดที่สาม", "Read the third group of the ID number aloud";
        TiltCard = "เอียงบัตรเข้าหาแสง", "Tilt the card to the light";
        TurnHeadLeft = "หันหน้าไปทางซ้าย", "Turn the head to the left";
        TurnHeadRight = "หันหน้าไปทางขวา", "Turn the head to the right";
        CardBesideFace = "ถือบัตรไว้ข้างใบหน้า", "Hold the card beside the face";
        ShowBack = "พลิกให้ดูด้านหลังบัตร แล้วกลับมาด้านหน้า", "Show the back of the card, then the front";
        HandBeforeFace = "โบกมือผ่านหน้า", "Pass a hand in front of the face";
    }
    ChallengeOutcome {
        Passed = "ทำได้", "Done";
        Failed = "ทำไม่ได้", "Not convincing";
        Skipped = "ไม่ได้ถาม", "Not asked";
    }
    FraudFlag {
        Coercion = "มีคนบอกบทหรือบังคับ", "Coached or coerced";
        Impersonation = "ไม่ใช่สมาชิกตัวจริง", "Impersonation";
        CardNotReal = "บัตรไม่ใช่ของจริง", "Card not real";
    }
    DecisionKind {
        Approve = "อนุมัติ", "Approve";
        Reject = "ปฏิเสธ", "Reject";
        Return = "ขอรูปใหม่", "Ask for new photos";
        Escalate = "ส่งต่อหัวหน้า", "Escalate";
        Confirm = "ยืนยันอนุมัติ", "Confirm approval";
        Overturn = "เพิกถอนการอนุมัติ", "Overturn";
    }
    Finality {
        Retry = "ยื่นใหม่ได้", "May try again";
        Final = "สิ้นสุด", "Final";
    }
    MessageState {
        Queued = "รอส่ง", "Queued";
        Sending = "กำลังส่ง", "Sending";
        Accepted = "ผู้ให้บริการรับแล้ว", "Accepted";
        Delivered = "ถึงเครื่องแล้ว", "Delivered";
        Failed = "ส่งไม่สำเร็จ", "Failed";
        Unknown = "ไม่ทราบผล", "Unknown";
    }
    MessageTemplate {
        Filed = "แจ้งรับคำร้อง", "Request filed";
        Returned = "ขอรูปใหม่", "New photos needed";
        Approved = "เปลี่ยนเบอร์สำเร็จ", "Number changed";
        SecurityNotice = "แจ้งเตือนเบอร์เดิม", "Notice to old number";
        Rejected = "แจ้งไม่อนุมัติ", "Request rejected";
        Overturned = "เพิกถอนการเปลี่ยน", "Change taken back";
        CallAppointment = "นัดวิดีโอคอล", "Video call appointment";
        CallReminder = "เตือนก่อนวิดีโอคอล", "Video call reminder";
    }
    MessageFailure {
        BadNumber = "เบอร์นี้รับข้อความไม่ได้", "The number cannot receive messages";
        NumberBlocked = "เบอร์นี้อยู่ในรายการที่ไม่รับข้อความ", "The number is on a list of those that get no messages";
        SenderRefused = "ผู้ให้บริการไม่ยอมรับชื่อผู้ส่ง", "The gateway does not allow the sender’s name";
        TextRefused = "ผู้ให้บริการไม่รับข้อความนี้ อาจเพราะคำที่ใช้หรือความยาว", "The gateway refused the text, for its words or its length";
        CreditEmpty = "เครดิตที่ผู้ให้บริการหมดแล้ว", "The account at the gateway has no credit left";
        CredentialsRefused = "ผู้ให้บริการไม่ยอมรับคีย์หรือรหัสลับของเรา", "The gateway does not accept our key or secret";
        RateLimited = "ผู้ให้บริการขอให้ส่งช้าลง", "The gateway asked us to slow down";
        GatewayDown = "ผู้ให้บริการไม่พร้อมทำงาน และยังไม่ได้รับข้อความ", "The gateway does not work now; it did not take the message";
        RefusedByGateway = "ผู้ให้บริการปฏิเสธข้อความด้วยเหตุผลของเขาเอง", "The gateway refused it for a reason of its own";
        NoAnswer = "ส่งออกไปแล้ว แต่ผู้ให้บริการไม่ตอบทันเวลา", "It went out, and no answer came in time";
        ConnectionLost = "การเชื่อมต่อขาดหลังส่งออกไปแล้ว", "The connection broke after it went out";
        AnswerUnreadable = "ผู้ให้บริการตอบกลับมา แต่อ่านคำตอบไม่ได้", "The gateway’s answer could not be understood";
        Interrupted = "โปรแกรมส่งข้อความหยุดไปก่อนได้บันทึกคำตอบ", "The program that sent it was gone before the answer was on record";
        Late = "โปรแกรมส่งข้อความหยุดนานเกินไป จึงไม่ได้ส่ง", "The program that sends paused for too long, so it did not send it";
        TriedOut = "ลองส่งหลายครั้งแล้ว ผู้ให้บริการไม่รับ", "It was tried as often as is sensible, and never taken";
        NotReachable = "ติดต่อโทรศัพท์เครื่องนี้ไม่ได้จนข้อความหมดอายุ", "The phone could not be reached before the message expired";
        RefusedByNetwork = "เครือข่ายมือถือไม่ยอมส่งข้อความ", "The mobile network refused to deliver it";
        NotDelivered = "ผู้ให้บริการแจ้งว่าส่งไม่ถึง โดยไม่บอกเหตุผล", "It was reported as not delivered, without a reason";
    }
    AttemptOutcome {
        Taken = "ผู้ให้บริการรับแล้ว", "Taken by the gateway";
        NotNow = "ยังไม่รับ จะลองใหม่เอง", "Not taken, tried again by itself";
        Refused = "ไม่รับ", "Refused";
        Unknown = "ไม่ทราบว่ารับหรือไม่", "Nobody knows whether it was taken";
    }
    ReportedState {
        Delivered = "รายงานว่าถึงเครื่องแล้ว", "Reported as delivered";
        Failed = "รายงานว่าส่งไม่ถึง", "Reported as not delivered";
    }
    MessageChoice {
        Arrived = "สมาชิกได้รับแล้ว", "It arrived";
        SendAgain = "ส่งอีกครั้ง", "Send again";
        CallInstead = "โทรแทน", "Call instead";
        Called = "โทรแจ้งแล้ว", "Called, told them";
    }
    GatewayKind {
        Simulator = "ตัวจำลอง (ไม่ส่งจริง)", "Simulator (reaches no phone)";
        Thaibulksms = "ThaiBulkSMS", "ThaiBulkSMS";
        Smsmkt = "SMSMKT", "SMSMKT";
        Twilio = "Twilio", "Twilio";
    }
    DispatcherCondition {
        Working = "กำลังทำงาน", "Working";
        Waiting = "กำลังรอ", "Waiting";
        Stopped = "หยุดแล้ว", "Stopped";
    }
    Language {
        Th = "ไทย", "Thai";
        En = "อังกฤษ", "English";
    }
}

/// The words of a code of the set `T`; a code of a newer version stays a code.
#[must_use]
pub fn of_code<T: std::str::FromStr + Label>(code: &str, language: Language) -> String {
    code.parse::<T>().map_or_else(
        |_| code.to_owned(),
        |value| label(value).text(language).to_owned(),
    )
}
