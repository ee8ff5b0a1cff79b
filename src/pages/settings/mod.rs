//! What supervisors set: the texts of messages and the gateway that sends them.
//!
//! A further part is a [`Section`] with its component. What is typed and not saved yet is kept in
//! [`crate::unsaved`], whichever page is open.

mod baht;
mod gateway;
mod setting_field;
mod texts;

use crate::i18n::{Phrase, settings as words, t};
use crate::state::use_desk;
use crate::unsaved::Section;
use leptos::prelude::*;
use strum::VariantArray;

#[cfg(test)]
pub(crate) use baht::{baht, satang};

/// The settings page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let desk = use_desk();
    let section = desk.unsaved.section;
    view! {
        <main class="page settings-page">
            <header class="page-head">
                <h1>{t(words::TITLE)}</h1>
                <div class="tabs" role="tablist" aria-label=t(words::SECTIONS)>
                    {Section::VARIANTS.iter().copied().map(|one| {
                        let code: &'static str = one.into();
                        view! {
                            <button
                                type="button"
                                class="tab"
                                role="tab"
                                data-testid=format!("settings-{code}")
                                aria-selected=move || if section.get() == one { "true" } else { "false" }
                                on:click=move |_| section.set(one)
                            >
                                <span>{t(title(one))}</span>
                            </button>
                        }
                    }).collect_view()}
                </div>
            </header>
            {move || match section.get() {
                Section::Texts => view! { <texts::TextsSection/> }.into_any(),
                Section::Gateway => view! { <gateway::GatewaySection/> }.into_any(),
            }}
        </main>
    }
}

const fn title(section: Section) -> Phrase {
    match section {
        Section::Texts => words::TEXTS,
        Section::Gateway => words::GATEWAY,
    }
}
