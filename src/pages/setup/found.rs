//! What a server that can be worked on says of itself.

use crate::components::{Icon, IconName};
use crate::i18n::{setup as words, t, use_language, vocabulary};
use coe_wire::connection::ConnectionFound;
use leptos::prelude::*;

/// The test passed.
#[component]
pub fn FoundPanel(
    /// What the server said.
    found: ConnectionFound,
) -> impl IntoView {
    let language = use_language();
    let (version, schema) = (found.server_version, found.schema.to_string());
    let server = move || {
        words::FOUND_SCHEMA.fill(
            language.get(),
            &[("version", &version), ("schema", &schema)],
        )
    };
    let (protection, icon) = if found.encrypted {
        (words::ENCRYPTED, IconName::Lock)
    } else {
        (words::NOT_ENCRYPTED, IconName::LockOpen)
    };
    view! {
        <section class="setup-found" data-testid="setup-found" role="status">
            <p class="setup-found-head"><Icon name=IconName::CircleCheck/><strong>{t(words::FOUND)}</strong></p>
            <dl class="setup-facts">
                <div>
                    <dt>{t(words::FOUND_PERSON)}</dt>
                    <dd>{found.display_name}" · "{t(vocabulary::label(found.role))}</dd>
                </div>
                <div>
                    <dt>{t(words::FOUND_SERVER)}</dt>
                    <dd>{server}</dd>
                </div>
                <div>
                    <dt>{t(words::FOUND_PROTECTION)}</dt>
                    <dd><Icon name=icon/>{t(protection)}</dd>
                </div>
            </dl>
        </section>
    }
}
