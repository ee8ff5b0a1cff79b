//! What the open text was before: who changed it, when, and where.

use super::Texts;
use crate::components::{Button, ButtonKind, ErrorBox, IconName};
use crate::i18n::{Phrase, settings as words, t, use_language};
use crate::ipc;
use coe_domain::name_diff::DiffPart;
use coe_domain::text_diff::diff_texts;
use coe_domain::thai_date::format_moment;
use coe_wire::UiError;
use coe_wire::texts::{TemplateEditView, TemplateKey};
use leptos::prelude::*;

/// The changes, the latest first.
#[component]
pub fn History() -> impl IntoView {
    let texts = expect_context::<Texts>();
    let edits = RwSignal::new(None::<(TemplateKey, Vec<TemplateEditView>)>);
    let error = RwSignal::new(None::<UiError>);
    let load = move |key: TemplateKey| {
        leptos::task::spawn_local(async move {
            let answer = ipc::settings::template_edits(key).await;
            if texts.open.try_get_untracked() != Some(key) {
                return;
            }
            match answer {
                Ok(found) => {
                    error.try_set(None);
                    edits.try_set(Some((key, found)));
                }
                Err(failure) => {
                    error.try_set(Some(failure));
                }
            }
        });
    };
    Effect::new(move || {
        texts.saved.track();
        load(texts.open.get());
    });
    let shown = move || {
        let (key, edits) = edits.get()?;
        (key == texts.open.get()).then_some((key, edits))
    };
    view! {
        <section class="text-history">
            <h3>{t(words::HISTORY)}</h3>
            <ErrorBox error retry=Callback::new(move |()| load(texts.open.get_untracked()))/>
            {move || shown().map(|(key, edits)| if edits.is_empty() {
                view! { <p class="muted">{t(words::NO_HISTORY)}</p> }.into_any()
            } else {
                view! {
                    <ol class="text-edits" data-testid="template-edits">
                        {edits.into_iter().map(|edit| view! { <EditLine key edit/> }).collect_view()}
                    </ol>
                }.into_any()
            })}
        </section>
    }
}

#[component]
fn EditLine(key: TemplateKey, edit: TemplateEditView) -> impl IntoView {
    let texts = expect_context::<Texts>();
    let language = use_language();
    let diff = diff_texts(&edit.before, &edit.after);
    let at = edit.at;
    let before = edit.before;
    view! {
        <li class="text-edit">
            <p class="text-edit-head">
                <strong>{edit.by}</strong>
                <span class="muted">{move || format_moment(at, language.get())}</span>
            </p>
            <Version phrase=words::BEFORE parts=diff.before put_in=false/>
            <Version phrase=words::AFTER parts=diff.after put_in=true/>
            <Button
                phrase=words::USE_BEFORE
                kind=ButtonKind::Quiet
                icon=IconName::RotateCcw
                on_press=move |()| texts.type_in(key, before.clone())
            />
        </li>
    }
}

/// One side of a change; what differs is marked as put in or taken out.
#[component]
fn Version(phrase: Phrase, parts: Vec<DiffPart>, put_in: bool) -> impl IntoView {
    view! {
        <p class="text-version">
            <span class="muted">{t(phrase)}</span>
            <span class="selectable">
                {parts.into_iter().map(|part| match (part.differs, put_in) {
                    (false, _) => view! { <span>{part.text}</span> }.into_any(),
                    (true, true) => view! { <ins>{part.text}</ins> }.into_any(),
                    (true, false) => view! { <del>{part.text}</del> }.into_any(),
                }).collect_view()}
            </span>
        </p>
    }
}
