//! What an administrator chose for this computer.

use crate::i18n::{Phrase, frame, setup as words, t};
use coe_wire::connection::{DatabaseChoice, SetupView};
use leptos::prelude::*;

/// Shows it; nothing can be changed.
#[component]
pub fn Managed(
    /// What is chosen.
    view: SetupView,
) -> impl IntoView {
    let fact = |name: Phrase, value: String| {
        view! { <div><dt>{t(name)}</dt><dd class="selectable">{value}</dd></div> }
    };
    let kind =
        |phrase: Phrase| view! { <div><dt>{t(words::MANAGED_KIND)}</dt><dd>{t(phrase)}</dd></div> };
    let facts = match view.choice {
        None => {
            return view! { <p data-testid="setup-managed">{t(words::MANAGED_NONE)}</p> }
                .into_any();
        }
        Some(DatabaseChoice::Embedded) => view! {
            {kind(frame::EMBEDDED)}
            {fact(words::MANAGED_FILE, view.embedded_path)}
        }
        .into_any(),
        Some(DatabaseChoice::Shared(server)) => {
            let certificate = server.certificate;
            view! {
                {kind(frame::SHARED)}
                {fact(words::HOST, format!("{}:{}", server.host, server.port))}
                {fact(words::DATABASE, server.database)}
                <div>
                    <dt>{t(words::MANAGED_CERTIFICATE)}</dt>
                    {match certificate {
                        Some(file) => view! { <dd class="selectable">{file}</dd> }.into_any(),
                        None => view! { <dd>{t(words::TRUSTED_BY_COMPUTER)}</dd> }.into_any(),
                    }}
                </div>
            }
            .into_any()
        }
    };
    view! { <dl class="setup-facts" data-testid="setup-managed">{facts}</dl> }.into_any()
}
