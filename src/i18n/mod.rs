//! What the page says, in Thai and English.
//!
//! Every text is a [`Phrase`] with both languages; one that lacks a language does not compile. The
//! texts of a page stand in the file named after it, those of the domain's closed sets in
//! [`vocabulary`], those of failures in [`errors`].

pub mod common;
pub mod errors;
pub mod frame;
pub mod members;
pub mod messages;
pub mod numbers;
pub mod queue;
pub mod review;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod time;
pub mod vocabulary;

use crate::state::Desk;
pub use coe_domain::Language;
use leptos::prelude::*;

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Thai.
    pub th: &'static str,
    /// English.
    pub en: &'static str,
}

impl Phrase {
    /// The text in `language`.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match language {
            Language::Th => self.th,
            Language::En => self.en,
        }
    }

    /// The text in `language`, with each `{name}` replaced by its value.
    #[must_use]
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        coe_domain::sms_text::fill(self.text(language), values)
    }
}

/// Short for a [`Phrase`].
pub const fn phrase(th: &'static str, en: &'static str) -> Phrase {
    Phrase { th, en }
}

/// The language of the page.
pub fn use_language() -> RwSignal<Language> {
    expect_context::<Desk>().preferences.language
}

/// The text of `phrase`, following the language of the page. For children and attributes alike.
pub fn t(phrase: Phrase) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let language = use_language();
    move || phrase.text(language.get())
}

/// Like [`t`], where the phrase itself changes.
pub fn t_of<F>(phrase: F) -> impl Fn() -> &'static str + Clone + Send + Sync + 'static
where
    F: Fn() -> Phrase + Clone + Send + Sync + 'static,
{
    let language = use_language();
    move || phrase().text(language.get())
}
