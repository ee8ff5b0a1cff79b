//! Describing a server, trying it out, and taking it.

use super::choose;
use super::entry::{Field, complaints, concerns};
use super::field::{ERROR_ID, EntryField, Mark};
use super::found::FoundPanel;
use crate::components::{Busy, Button, ButtonKind, ErrorBox, IconName, use_busy};
use crate::focus;
use crate::gate::{ServerForm, Tried, offer_again};
use crate::i18n::{setup as words, use_language};
use crate::ipc;
use crate::keys::{Binding, Scope, use_keys};
use crate::state::use_desk;
use coe_wire::UiError;
use coe_wire::connection::DatabaseChoice;
use leptos::prelude::*;

/// The form of a server. A server is taken only after a test of exactly what the fields hold.
#[component]
pub fn ServerPage(
    /// Opens a database.
    busy: Busy,
) -> impl IntoView {
    let desk = use_desk();
    let language = use_language();
    let form = desk.gate.server;
    let marks = RwSignal::new(Vec::<Mark>::new());
    let testing = use_busy();
    let found = Memo::new(move |_| form.found());
    let usable = Signal::derive(move || found.with(Option::is_some));
    let still = Signal::derive(move || testing.running().get() || busy.running().get());
    let error = Signal::derive(move || {
        let error = testing.error().get().or_else(|| busy.error().get());
        error.map(offer_again)
    });

    let test = move || {
        if !still.get_untracked() {
            busy.clear();
            try_out(form, marks, testing);
        }
    };
    let take = move || {
        if !usable.get_untracked() || still.get_untracked() {
            return;
        }
        testing.clear();
        let typed = untrack(|| form.typed());
        if let Some(server) = typed.address() {
            choose(
                desk,
                busy,
                DatabaseChoice::Shared(server),
                typed.username,
                move || {
                    if let Some(error) = busy.error().get_untracked() {
                        mark(&error, marks);
                    }
                },
            );
        }
    };
    let again = move |()| {
        if testing.error().with_untracked(Option::is_some) {
            test();
        } else {
            take();
        }
    };
    use_keys(
        Scope::Page,
        &[Binding::new("Ctrl+Enter", words::USE, take).when(usable)],
    );
    let hint = move || {
        let stale = form.tried.with(Option::is_some) && !usable.get();
        let phrase = if stale {
            words::TEST_AGAIN
        } else {
            words::TEST_FIRST
        };
        (!usable.get()).then(|| phrase.text(language.get()))
    };
    // The page moves the focus once the fields are in it.
    request_animation_frame(move || begin_typing(form));

    view! {
        <form
            class="setup-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                test();
            }
        >
            <div class="setup-fields">
                <EntryField field=Field::Host form marks still/>
                <EntryField field=Field::Port form marks still/>
                <EntryField field=Field::Database form marks still/>
                <EntryField field=Field::Certificate form marks still/>
                <EntryField field=Field::Username form marks still/>
                <EntryField field=Field::Password form marks still/>
            </div>
            <div id=ERROR_ID>
                <ErrorBox error retry=Callback::new(again) test_id="setup-error"/>
            </div>
            {move || found.get().map(|found| view! { <FoundPanel found/> })}
            <div class="setup-buttons">
                <p class="muted" role="status">{hint}</p>
                <Button
                    phrase=Signal::derive(move || if testing.running().get() { words::TESTING } else { words::TEST })
                    submit=true
                    icon=IconName::Refresh
                    busy=testing.running()
                    disabled=busy.running()
                    on_press=|()| {}
                    test_id="setup-test"
                />
                <Button
                    phrase=Signal::derive(move || if busy.running().get() { words::OPENING } else { words::USE })
                    kind=ButtonKind::Primary
                    key_hint="Ctrl+Enter"
                    busy=busy.running()
                    disabled=Signal::derive(move || !usable.get() || testing.running().get())
                    on_press=move |()| take()
                    test_id="setup-use"
                />
            </div>
        </form>
    }
}

/// Tries the server out, unless the fields can be said to be wrong without asking anybody.
fn try_out(form: ServerForm, marks: RwSignal<Vec<Mark>>, testing: Busy) {
    let typed = untrack(|| form.typed());
    let wrong = complaints(&typed);
    testing.clear();
    let first = wrong.first().map(|(field, _)| *field);
    marks.set(
        wrong
            .into_iter()
            .map(|(field, phrase)| (field, Some(phrase)))
            .collect(),
    );
    if let Some(first) = first {
        focus::by_test_id(first.id());
        return;
    }
    let Some(input) = typed.test() else {
        return;
    };
    form.tried.set(None);
    testing.run_or(
        async move { ipc::connection::test_connection(&input).await },
        move |found| {
            form.tried.set(Some(Tried { typed, found }));
            // The button can be pressed from the next frame on.
            request_animation_frame(|| focus::by_test_id("setup-use"));
        },
        move || {
            if let Some(error) = testing.error().get_untracked() {
                mark(&error, marks);
            }
        },
    );
}

/// Marks the fields that an error is about, and leads to the first.
fn mark(error: &UiError, marks: RwSignal<Vec<Mark>>) {
    let fields = concerns(error);
    marks.try_set(fields.iter().map(|field| (*field, None)).collect());
    if let Some(field) = fields.first() {
        focus::by_test_id(field.id());
    }
}

/// Leads to the first field that is empty and must not be.
fn begin_typing(form: ServerForm) {
    let empty = |field: &&Field| {
        let text = field.text(form).try_with_untracked(String::is_empty);
        text == Some(true)
    };
    let must = [Field::Host, Field::Username, Field::Password];
    let first = must.iter().find(empty).copied().unwrap_or(Field::Host);
    focus::by_test_id(first.id());
}
