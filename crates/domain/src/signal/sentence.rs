//! What each signal says to the officer.

use super::Signal;
use crate::{ImageKind, Language, SignalCode};

/// A full sentence that explains `signal`. Holds no personal datum.
#[must_use]
pub fn sentence(signal: &Signal, language: Language) -> String {
    match language {
        Language::Th => thai(signal),
        Language::En => english(signal),
    }
}

fn thai(signal: &Signal) -> String {
    let param = |name| param(signal, name);
    match signal.code {
        SignalCode::NumberOfAnotherMember => {
            "หมายเลขใหม่เป็นหมายเลขที่สมาชิกท่านอื่นใช้อยู่ในปัจจุบัน".to_owned()
        }
        SignalCode::NumberWasAnotherMembers => format!(
            "หมายเลขใหม่เคยเป็นของสมาชิกท่านอื่น ซึ่งเลิกใช้ไป{} \
             ผู้ให้บริการอาจนำหมายเลขกลับมาจำหน่ายใหม่",
            thai_ago(&param("days"))
        ),
        SignalCode::NumberInOpenRequest => format!(
            "หมายเลขใหม่นี้อยู่ในคำร้องที่ยังไม่ปิดของสมาชิกท่านอื่นด้วย (คำร้อง {})",
            param("requests")
        ),
        SignalCode::PhotoOfAnotherMember => format!(
            "ภาพถ่ายเดียวกันนี้เคยแนบมากับคำร้องของสมาชิกท่านอื่น (คำร้อง {})",
            param("requests")
        ),
        SignalCode::PhotosIdentical => "ภาพบัตรประชาชนและภาพถ่ายคู่บัตรเป็นไฟล์เดียวกัน".to_owned(),
        SignalCode::NameDiffers => "ชื่อที่แจ้งในคำร้องไม่ตรงกับชื่อในทะเบียนสมาชิก".to_owned(),
        SignalCode::IdCheckDigitWrong => {
            "เลขประจำตัวประชาชนที่แจ้งมีหลักตรวจสอบไม่ถูกต้อง อาจพิมพ์ผิดหรือไม่มีอยู่จริง".to_owned()
        }
        SignalCode::IdNumberDiffers => "เลขประจำตัวประชาชนที่แจ้งไม่ตรงกับเลขในทะเบียนสมาชิก".to_owned(),
        SignalCode::PhoneChangedRecently => {
            format!(
                "สมาชิกท่านนี้เปลี่ยนหมายเลขโทรศัพท์ครั้งล่าสุด{}",
                thai_ago(&param("days"))
            )
        }
        SignalCode::PhotoTooSmall => format!(
            "{}มีขนาดเพียง {} × {} พิกเซล ด้านสั้นควรมีอย่างน้อย {} พิกเซลจึงจะเปรียบเทียบได้ชัดเจน",
            photo_name(signal, Language::Th),
            param("width"),
            param("height"),
            param("minimum")
        ),
    }
}

fn english(signal: &Signal) -> String {
    let param = |name| param(signal, name);
    match signal.code {
        SignalCode::NumberOfAnotherMember => {
            "The new number is in use by another member today.".to_owned()
        }
        SignalCode::NumberWasAnotherMembers => format!(
            "The new number was another member's until {}; carriers give numbers out again.",
            english_ago(&param("days"))
        ),
        SignalCode::NumberInOpenRequest => format!(
            "The new number also stands in another member's open request ({}).",
            param("requests")
        ),
        SignalCode::PhotoOfAnotherMember => format!(
            "The same photo came with another member's request ({}).",
            param("requests")
        ),
        SignalCode::PhotosIdentical => {
            "The card photo and the selfie are the same file.".to_owned()
        }
        SignalCode::NameDiffers => {
            "The stated name is not the name in the member register.".to_owned()
        }
        SignalCode::IdCheckDigitWrong => "The check digit of the stated national ID does not \
                                          hold; it may be mistyped or made up."
            .to_owned(),
        SignalCode::IdNumberDiffers => {
            "The stated national ID is not the one in the member register.".to_owned()
        }
        SignalCode::PhoneChangedRecently => {
            format!(
                "This member's phone number last changed {}.",
                english_ago(&param("days"))
            )
        }
        SignalCode::PhotoTooSmall => format!(
            "The {} is only {} × {} pixels; its shorter side should have at least {} to compare \
             well.",
            photo_name(signal, Language::En),
            param("width"),
            param("height"),
            param("minimum")
        ),
    }
}

fn thai_ago(days: &str) -> String {
    match days {
        "0" => "ภายใน 24 ชั่วโมงที่ผ่านมา".to_owned(),
        days => format!("เมื่อ {days} วันก่อน"),
    }
}

fn english_ago(days: &str) -> String {
    match days {
        "0" => "less than a day ago".to_owned(),
        "1" => "1 day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}

/// A stored signal can lack a parameter; its sentence is still worth reading.
fn param(signal: &Signal, name: &str) -> String {
    signal
        .params
        .get(name)
        .cloned()
        .unwrap_or_else(|| "–".to_owned())
}

fn photo_name(signal: &Signal, language: Language) -> &'static str {
    let kind = signal
        .params
        .get("photo")
        .and_then(|code| code.parse::<ImageKind>().ok());
    match (kind, language) {
        (Some(ImageKind::IdCard), Language::Th) => "ภาพบัตรประชาชน",
        (Some(ImageKind::Selfie), Language::Th) => "ภาพถ่ายคู่บัตร",
        (None, Language::Th) => "ภาพถ่าย",
        (Some(ImageKind::IdCard), Language::En) => "card photo",
        (Some(ImageKind::Selfie), Language::En) => "selfie",
        (None, Language::En) => "photo",
    }
}
