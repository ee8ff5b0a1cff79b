//! Says quietly whether what was typed is safe.

use super::drafts::DraftField;
use crate::components::{Icon, IconName};
use crate::drafts::Saved;
use crate::i18n::{review as text, use_language};
use leptos::prelude::*;

/// Whether a field's text is safe.
#[component]
pub fn SavedMark(
    /// The field.
    field: DraftField,
) -> impl IntoView {
    let language = use_language();
    view! {
        <span class="saved" role="status" data-state=move || format!("{:?}", field.saved()).to_lowercase()>
            {move || {
                let (icon, phrase) = match field.saved() {
                    Saved::Untouched => return None,
                    Saved::Waiting => (IconName::Loader, text::DRAFT_SAVING),
                    Saved::Kept => (IconName::Check, text::DRAFT_SAVED),
                    Saved::Failed => (IconName::TriangleAlert, text::DRAFT_FAILED),
                };
                Some(view! { <Icon name=icon/><span>{phrase.text(language.get())}</span> })
            }}
        </span>
    }
}
