//! The locked window: covers everything, keeps everything.

use super::sign_in::Mark;
use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, use_busy};
use crate::gate::offer_again;
use crate::i18n::{frame as words, sign_in, t};
use crate::ipc;
use crate::keys::{Scope, use_keys};
use crate::state::use_desk;
use coe_wire::ErrorCode;
use coe_wire::session::Unlock;
use leptos::html;
use leptos::prelude::*;

/// Asks for the password of the person signed in.
#[component]
pub fn LockScreen() -> impl IntoView {
    let desk = use_desk();
    let password = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    let busy = use_busy();
    let leaving = use_busy();
    // Silences the keys of what lies below, of dialogs that open there, too.
    use_keys(Scope::Lock, &[]);
    let focus = move || {
        if let Some(Some(field)) = field.try_get_untracked() {
            let _ = field.focus();
        }
    };
    field.on_load(|field| {
        let _ = field.focus();
    });
    // The field is gone from the page while the window is hidden by the system's own lock.
    let handle = window_event_listener(leptos::ev::focus, move |_| focus());
    on_cleanup(move || handle.remove());

    let submit = move || {
        if password.with_untracked(String::is_empty) {
            focus();
            return;
        }
        let input = Unlock {
            password: password.get_untracked(),
        };
        busy.run_or(
            async move { ipc::session::unlock(&input).await },
            move |state| desk.enter(state),
            move || {
                // Where the database does not answer, the password may well be right.
                if busy.failed_as(ErrorCode::WrongCredentials) {
                    password.try_set(String::new());
                }
                focus();
            },
        );
    };
    let error = Signal::derive(move || busy.error().get().map(offer_again));
    view! {
        <div class="gate lock-screen" role="dialog" aria-modal="true" aria-label=t(words::LOCKED_TITLE) data-testid="lock-screen">
            <main class="gate-card">
                <Mark/>
                <form
                    class="gate-form"
                    novalidate
                    on:submit=move |event| {
                        event.prevent_default();
                        submit();
                    }
                >
                    <p class="lock-who">
                        <Icon name=IconName::Lock/>
                        <strong>{move || desk.staff().map(|staff| staff.display_name)}</strong>
                    </p>
                    <p class="muted">{t(words::LOCKED_HINT)}</p>
                    <label class="field">
                        <span>{t(sign_in::PASSWORD)}</span>
                        <input
                            node_ref=field
                            type="password"
                            data-testid="unlock-password"
                            autocomplete="current-password"
                            bind:value=password
                        />
                    </label>
                    <ErrorBox error retry=Callback::new(move |()| submit()) test_id="unlock-error"/>
                    <Button
                        phrase=words::UNLOCK
                        kind=ButtonKind::Primary
                        icon=IconName::LockOpen
                        submit=true
                        busy=busy.running()
                        on_press=|()| {}
                        test_id="unlock"
                    />
                    <Button
                        phrase=words::NOT_YOU
                        kind=ButtonKind::Quiet
                        busy=leaving.running()
                        on_press=move |()| leaving.run(desk.sign_out(), move |state| desk.enter(state))
                        test_id="lock-sign-out"
                    />
                </form>
            </main>
        </div>
    }
}
