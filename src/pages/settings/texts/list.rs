//! The messages, and which of their texts are not saved yet.

use super::Texts;
use crate::components::{Icon, IconName};
use crate::i18n::{settings as words, t, vocabulary};
use coe_domain::{Language, MessageTemplate};
use coe_wire::texts::TemplateKey;
use leptos::prelude::*;
use strum::VariantArray;

/// The list.
#[component]
pub fn TextList() -> impl IntoView {
    view! {
        <nav class="text-list" aria-label=t(words::LIST)>
            {MessageTemplate::VARIANTS.iter().map(|template| view! { <Line template=*template/> }).collect_view()}
        </nav>
    }
}

#[component]
fn Line(template: MessageTemplate) -> impl IntoView {
    let texts = expect_context::<Texts>();
    let current = move || texts.open.get().template == template;
    let changed = move || {
        [Language::Th, Language::En]
            .into_iter()
            .any(|language| texts.is_changed(TemplateKey { template, language }))
    };
    view! {
        <button
            type="button"
            class="text-line"
            data-testid=format!("text-{}", template.code())
            aria-current=move || current().then_some("true")
            on:click=move |_| texts.open.update(|open| open.template = template)
        >
            <span class="text-line-name">
                <strong>{t(vocabulary::label(template))}</strong>
                <span class="muted">{t(words::when_sent(template))}</span>
            </span>
            <Show when=changed>
                <span class="text-line-unsaved" title=t(words::UNSAVED) aria-label=t(words::UNSAVED)>
                    <Icon name=IconName::Note/>
                </span>
            </Show>
        </button>
    }
}
