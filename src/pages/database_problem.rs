//! The desk cannot work at all: what happened and what to do.

use super::sign_in::{ChangeDatabase, Switches};
use crate::components::{Button, ButtonKind, Icon, IconName};
use crate::i18n::common::TRY_AGAIN;
use crate::i18n::errors::error_sentence;
use crate::i18n::sign_in as words;
use crate::i18n::{t, t_of, use_language};
use coe_wire::{ErrorCode, UiError};
use leptos::prelude::*;

/// One sentence, one button, and the way to another database.
#[component]
pub fn DatabaseProblem(
    /// The failure.
    error: UiError,
    /// Asks again.
    retry: Callback<()>,
) -> impl IntoView {
    let language = use_language();
    let code = error.code;
    let title = if code == ErrorCode::Internal {
        words::NO_DESK
    } else {
        words::DATABASE_TITLE
    };
    view! {
        <div class="gate">
            <Switches/>
            <main class="gate-card problem" data-testid="database-error" data-code=code.code()>
                <span class="problem-sign"><Icon name=IconName::Database/></span>
                <h1>{t_of(move || title)}</h1>
                <p role="alert">{move || error_sentence(&error, language.get())}</p>
                <p class="muted">{t(words::DATABASE_SAFE)}</p>
                <div class="problem-steps">
                    <Button phrase=TRY_AGAIN kind=ButtonKind::Primary icon=IconName::Refresh on_press=retry test_id="database-retry"/>
                    <ChangeDatabase/>
                </div>
            </main>
        </div>
    }
}
