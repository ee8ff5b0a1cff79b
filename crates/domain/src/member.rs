//! A member as the register knows them.

use crate::thai_text;
use crate::{Language, LoginState, MemberId, NationalId, PersonName, Phone, Standing};
use chrono::NaiveDate;

/// A row of the member register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Identity of the row.
    pub id: MemberId,
    /// The member number, such as `300142`.
    pub member_no: String,
    /// The recorded national ID.
    pub national_id: NationalId,
    /// Name in Thai, with title.
    pub name_th: PersonName,
    /// Name in English, with title.
    pub name_en: PersonName,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// The number that receives one-time passwords.
    pub phone: Phone,
    /// Mail address, where known.
    pub email: Option<String>,
    /// Language of messages.
    pub language: Language,
    /// Standing with the Council.
    pub standing: Standing,
    /// Last day of the membership.
    pub membership_expires_on: NaiveDate,
    /// Whether they can sign in.
    pub login_state: LoginState,
}

impl Member {
    /// Everything the names may be searched by, as the register stores it beside them. In Thai the title
    /// is written both apart and glued to the name; the line break keeps a search from matching across
    /// two names.
    #[must_use]
    pub fn search_key(&self) -> String {
        let th = &self.name_th;
        let glued = format!("{}{} {}", th.title, th.given, th.family);
        [th.full(), glued, self.name_en.full()]
            .map(|name| thai_text::search_key(&name))
            .join("\n")
    }
}
