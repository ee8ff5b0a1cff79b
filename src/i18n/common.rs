//! Words that every page uses.

use super::{Phrase, phrase};

pub const CLOSE: Phrase = phrase("ปิด", "Close");
pub const CANCEL: Phrase = phrase("ยกเลิก", "Cancel");
pub const TRY_AGAIN: Phrase = phrase("ลองอีกครั้ง", "Try again");
pub const LOADING: Phrase = phrase("กำลังโหลด…", "Loading…");
pub const NONE: Phrase = phrase("–", "–");
pub const BACK: Phrase = phrase("กลับ", "Back");
