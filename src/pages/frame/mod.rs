//! The frame around every page: the rail, notices that concern the whole window, and the status
//! line. Nothing in it is lost while the window is locked.

mod health;
mod notices;
mod rail;
mod status_line;

use super::lock::LockScreen;
use super::members::MembersPage;
use super::messages::MessagesPage;
use super::queue::{QueueModel, QueuePage};
use super::review::ReviewPage;
use super::settings::SettingsPage;
use crate::clock::now_ms;
use crate::components::KeysHelp;
use crate::i18n::frame as words;
use crate::ipc;
use crate::keys::{Binding, Scope, leave_button, use_keys};
use crate::state::{Desk, Page, use_desk};
use leptos::prelude::*;
use leptos::task::spawn_local;
use notices::Notices;
use rail::Rail;
use status_line::StatusLine;

/// How often the desk hears that somebody is there, in milliseconds.
const TOUCH_EVERY: f64 = 20_000.0;

/// The frame.
#[component]
pub fn Frame() -> impl IntoView {
    let desk = use_desk();
    desk.load_reference();
    // Outlives the queue page, so that tab, search and place are there on return.
    provide_context(QueueModel::new());
    let help = RwSignal::new(false);
    frame_keys(desk, help);
    health::follow(desk);
    postpone_idle_lock(desk);
    // Pressing the open page again changes nothing.
    let page = Memo::new(move |_| desk.page.get());
    leave_rail(page);
    let locked = Memo::new(move |_| desk.locked());
    Effect::new(move || {
        if locked.get() {
            help.set(false);
        }
    });
    view! {
        // `inert` keeps the focus and screen readers out; the style hides what it says.
        <div class="frame" class:covered=move || locked.get() inert=move || locked.get()>
            <Rail/>
            <div class="stage">
                <Notices/>
                {move || match page.get() {
                    Page::Queue => view! { <QueuePage/> }.into_any(),
                    Page::Review(id) => view! { <ReviewPage id/> }.into_any(),
                    Page::Messages => view! { <MessagesPage/> }.into_any(),
                    Page::Members => view! { <MembersPage/> }.into_any(),
                    Page::Settings => view! { <SettingsPage/> }.into_any(),
                }}
                <Show when=move || !matches!(desk.page.get(), Page::Review(_))>
                    <StatusLine help/>
                </Show>
            </div>
        </div>
        <KeysHelp open=help/>
        <Show when=move || locked.get()>
            <LockScreen/>
        </Show>
    }
}

fn frame_keys(desk: Desk, help: RwSignal<bool>) {
    let go = move |page: Page| move || desk.page.set(page);
    let preferences = desk.preferences;
    use_keys(
        Scope::Frame,
        &[
            Binding::new("?", words::ALL_KEYS, move || help.set(true)),
            Binding::new("Ctrl+1", words::GO_QUEUE, go(Page::Queue)),
            Binding::new("Ctrl+2", words::GO_MESSAGES, go(Page::Messages)),
            Binding::new("Ctrl+3", words::GO_MEMBERS, go(Page::Members)),
            Binding::new("Ctrl+4", words::GO_SETTINGS, go(Page::Settings))
                .when(Signal::derive(move || desk.supervises())),
            Binding::new("Ctrl+l", words::LOCK_HELP, move || lock(desk)).over_dialogs(),
            Binding::new("Ctrl+e", words::SWITCH_LANGUAGE, move || {
                preferences.toggle_language()
            }),
            Binding::new("Ctrl+d", words::SWITCH_THEME, move || {
                preferences.theme.update(|theme| *theme = theme.other());
            }),
            Binding::new("Ctrl+=", words::LARGER, move || preferences.scale_by(10)),
            Binding::new("Ctrl++", words::LARGER, move || preferences.scale_by(10)).unlisted(),
            Binding::new("Ctrl+-", words::SMALLER, move || preferences.scale_by(-10)),
        ],
    );
}

/// A page that opens takes the focus from the rail, as a link does.
fn leave_rail(page: Memo<Page>) {
    Effect::new(move || {
        page.track();
        request_animation_frame(|| {
            let in_rail = document()
                .active_element()
                .is_some_and(|active| active.closest(".rail").ok().flatten().is_some());
            if in_rail {
                leave_button();
            }
        });
    });
}

/// Locks the window.
fn lock(desk: Desk) {
    spawn_local(async move {
        if let Ok(state) = ipc::session::lock().await {
            desk.enter(state);
        }
    });
}

/// Tells the desk that somebody works, at most every [`TOUCH_EVERY`].
fn postpone_idle_lock(desk: Desk) {
    let last = StoredValue::new(now_ms());
    let active = move || {
        let now = now_ms();
        if desk
            .session
            .with_untracked(|s| s.as_ref().is_some_and(|s| s.locked))
            || now - last.get_value() < TOUCH_EVERY
        {
            return;
        }
        last.set_value(now);
        spawn_local(async {
            let _ = ipc::session::touch().await;
        });
    };
    let keys = window_event_listener(leptos::ev::keydown, move |_| active());
    let moves = window_event_listener(leptos::ev::pointermove, move |_| active());
    let wheel = window_event_listener(leptos::ev::wheel, move |_| active());
    on_cleanup(move || {
        keys.remove();
        moves.remove();
        wheel.remove();
    });
}
