//! The list of keys.

use super::{Dialog, Kbd};
use crate::i18n::frame as words;
use crate::i18n::t;
use crate::keys::{KeyGroup, Scope, current_keys};
use leptos::prelude::*;

/// All keys that work here; opened by `?`.
#[component]
pub fn KeysHelp(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    // Read before the dialog opens and registers keys of its own.
    let listed = RwSignal::new_local(Vec::<KeyGroup>::new());
    let shown = RwSignal::new(false);
    Effect::new(move || {
        let wanted = open.get();
        if wanted {
            listed.set(current_keys());
        }
        shown.set(wanted);
    });
    view! {
        <Show when=move || shown.get()>
            <Dialog title=words::KEYS on_close=move || open.set(false) test_id="keys-help">
                <div class="keys-columns">
                    {move || listed.get().into_iter().map(|group| view! {
                        <section>
                            <h3>{t(group.title.unwrap_or(scope_name(group.scope)))}</h3>
                            <dl class="keys-list">
                                {group.bindings.into_iter().map(|binding| view! {
                                    <div>
                                        <dt><Kbd key=binding.key/></dt>
                                        <dd>{t(binding.phrase)}</dd>
                                    </div>
                                }).collect_view()}
                            </dl>
                        </section>
                    }).collect_view()}
                </div>
            </Dialog>
        </Show>
    }
}

const fn scope_name(scope: Scope) -> crate::i18n::Phrase {
    match scope {
        Scope::Frame => words::KEYS_EVERYWHERE,
        Scope::Page => words::KEYS_PAGE,
        Scope::Dialog | Scope::Lock => words::KEYS_DIALOG,
    }
}
