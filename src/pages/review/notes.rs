//! Notes that staff leave for each other.

use super::saved::SavedMark;
use super::section::Section;
use super::state::{Place, Review};
use crate::components::{Button, ErrorBox, IconName, use_busy};
use crate::i18n::{review as text, t, use_language};
use crate::ipc;
use crate::keys::{Binding, Scope, use_titled_keys};
use coe_domain::thai_date::format_moment;
use coe_wire::review::AddNote;
use leptos::prelude::*;

/// The notes, with the form for a new one.
#[component]
pub fn NotesPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let notes = review.part(|case| case.notes.clone());
    let draft = review.drafts.note;
    let busy = use_busy();
    let open = RwSignal::new(true);
    let empty = Signal::derive(move || draft.text.with(|text| text.trim().is_empty()));
    let add = move || {
        let body = draft.text.get_untracked().trim().to_owned();
        if body.is_empty() {
            return;
        }
        let input = AddNote {
            request_id: review.id,
            body,
        };
        busy.run(
            async move {
                // A save that lands after the note would bring the draft back.
                draft.settle().await;
                ipc::review::add_note(input).await
            },
            move |note| {
                draft.used();
                review.case.update(|case| {
                    if let Some(case) = case
                        && case.notes.iter().all(|known| known.id != note.id)
                    {
                        case.notes.insert(0, note);
                    }
                });
                review.refresh();
            },
        );
    };
    use_titled_keys(
        Scope::Page,
        text::REQUEST,
        &[Binding::new("w", text::KEY_NOTE, move || {
            open.set(true);
            review.go_to(Place::Note);
            set_timeout(
                || super::focus::by_test_id("note-body"),
                std::time::Duration::ZERO,
            );
        })],
    );
    let count = move || notes.with(Vec::len);
    view! {
        <Section
            name="notes"
            title=text::NOTES
            place=|place| place == Place::Note
            opened=open
            aside=move || view! {
                <SavedMark field=draft/>
                {move || (count() > 0).then(|| view! { <span class="count num">{count()}</span> })}
            }
        >
            <div class="note-form">
                <textarea
                    class="textarea"
                    rows="2"
                    maxlength="4000"
                    data-testid="note-body"
                    aria-label=t(text::KEY_NOTE)
                    placeholder=t(text::NOTE_HINT)
                    prop:value=draft.text
                    on:input=move |event| draft.typed(event_target_value(&event))
                    on:blur=move |_| draft.flush()
                    on:keydown=move |event| {
                        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                            event.prevent_default();
                            add();
                        }
                    }
                ></textarea>
                <Button phrase=text::NOTE_ADD icon=IconName::Note disabled=empty busy=busy.running()
                    test_id="note-add" on_press=add/>
            </div>
            <ErrorBox error=busy.error() test_id="note-error"/>
            <ul class="notes">
                <For each=move || notes.get() key=|note| note.id let:note>
                    <li class="note" data-testid="note">
                        <p class="note-head quiet small">
                            <strong>{note.by}</strong>
                            <span class="num">{move || format_moment(note.at, language.get())}</span>
                        </p>
                        <p class="note-body">{note.body}</p>
                    </li>
                </For>
            </ul>
        </Section>
    }
}
