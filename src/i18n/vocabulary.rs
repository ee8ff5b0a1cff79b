//! Words for the domain's closed sets. Each match is exhaustive: a new value does not compile until
//! it has its words.

use super::{Phrase, phrase};
use coe_domain::sla::SlaState;
use coe_domain::{
    CallChannel, CallOutcome, Challenge, ChallengeOutcome, CheckCode, CheckOutcome, DecisionKind,
    Finality, FraudFlag, ImageKind, LoginState, MessageState, MessageTemplate, RequestStatus, Risk,
    Role, Standing,
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
    }
}
