//! The people of the demo.

use crate::i18n::{sign_in as words, t};
use crate::state::Desk;
use leptos::prelude::*;

/// The demo's people and their one password, as the README has them. Shown only where the desk says
/// that its database is the demo.
const DEMO_PEOPLE: [(&str, coe_domain::Role); 3] = [
    ("somchai", coe_domain::Role::Officer),
    ("siriporn", coe_domain::Role::Supervisor),
    ("malee", coe_domain::Role::Support),
];
pub const DEMO_PASSWORD: &str = "demo-desk-2569";

/// Who may sign in to the demo.
#[component]
pub fn DemoHint(desk: Desk, fill: Callback<&'static str>) -> impl IntoView {
    let demo = Memo::new(move |_| {
        desk.session
            .with(|state| state.as_ref().is_some_and(|state| state.database.demo))
    });
    view! {
        <Show when=move || demo.get()>
            <aside class="demo-hint" data-testid="demo-hint">
                <p><strong>{t(words::DEMO_TITLE)}</strong>" · "{t(words::DEMO_HINT)}" "<code>{DEMO_PASSWORD}</code></p>
                <ul>
                    {DEMO_PEOPLE.into_iter().map(|(name, role)| view! {
                        <li>
                            <button type="button" class="button small" on:click=move |_| fill.run(name)>
                                <code>{name}</code>
                                <span class="muted">{t(crate::i18n::vocabulary::label(role))}</span>
                            </button>
                        </li>
                    }).collect_view()}
                </ul>
            </aside>
        </Show>
    }
}
