//! The call that is running: timer, challenges, what is seen, notes, and how it ended.

use super::Form;
use super::outcome::{FraudFlags, Outcomes, missing_text};
use super::questions::Questions;
use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, Kbd, use_busy};
use crate::i18n::{Phrase, review as text, t, use_language, vocabulary};
use crate::ipc;
use crate::keys::{Binding, Scope, use_titled_keys};
use crate::pages::review::saved::SavedMark;
use crate::pages::review::state::{Review, clock};
use coe_domain::{Challenge, ChallengeOutcome};
use coe_wire::review::{CallView, DrawnChallenge, FinishCall, Observations};
use leptos::prelude::*;

/// One thing to observe: its test id, its words, its key, and where it stands.
struct Observation {
    id: &'static str,
    phrase: Phrase,
    key: &'static str,
    read: fn(&Observations) -> bool,
    write: fn(&mut Observations, bool),
}

const OBSERVATIONS: [Observation; 5] = [
    Observation {
        id: "observe-real_card_shown",
        phrase: text::SEEN_REAL_CARD,
        key: "Ctrl+5",
        read: |seen| seen.real_card_shown,
        write: |seen, value| seen.real_card_shown = value,
    },
    Observation {
        id: "observe-card_tilted",
        phrase: text::SEEN_TILTED,
        key: "Ctrl+6",
        read: |seen| seen.card_tilted,
        write: |seen, value| seen.card_tilted = value,
    },
    Observation {
        id: "observe-held_beside_face",
        phrase: text::SEEN_BESIDE,
        key: "Ctrl+7",
        read: |seen| seen.held_beside_face,
        write: |seen, value| seen.held_beside_face = value,
    },
    Observation {
        id: "observe-face_matches",
        phrase: text::SEEN_FACE,
        key: "Ctrl+8",
        read: |seen| seen.face_matches,
        write: |seen, value| seen.face_matches = value,
    },
    Observation {
        id: "observe-record_answers_correct",
        phrase: text::SEEN_ANSWERS,
        key: "Ctrl+9",
        read: |seen| seen.record_answers_correct,
        write: |seen, value| seen.record_answers_correct = value,
    },
];

/// The running call.
#[component]
pub fn RunningCall(
    /// The call, with the challenges that were drawn.
    call: CallView,
    /// What is filled in.
    form: Form,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let id = call.id;
    if untrack(|| form.read(|form| form.call)) != Some(id.0) {
        form.change(|form| form.begin(id.0));
    }
    let call = StoredValue::new(call);
    let started = call.with_value(|call| call.started_at);
    let elapsed = move || {
        started.map(|at| {
            #[expect(
                clippy::cast_precision_loss,
                reason = "milliseconds of the epoch are exact"
            )]
            let began = at.timestamp_millis() as f64;
            clock(review.now.get() - began)
        })
    };
    let drawn = Memo::new(move |_| form.read(|form| call.with_value(|call| form.drawn(call))));
    let missing = Memo::new(move |_| form.read(|form| form.missing(&drawn.get())));
    let busy = use_busy();
    let works = Signal::derive(move || review.can_work());
    let save = move || finish(review, form, call, drawn, busy);
    let can_save = Signal::derive(move || works.get() && missing.with(Vec::is_empty));
    let flagged = Memo::new(move |_| form.read(|form| form.fraud.is_some()));
    let has_link = call.with_value(|call| call.has_link);
    let meeting = use_busy();
    use_call_keys(form, drawn, works);
    use_titled_keys(
        Scope::Page,
        text::CALL,
        &[
            Binding::new("Ctrl+Enter", text::CALL_SAVE, save).when(can_save),
            Binding::new("o", text::CALL_OPEN_LINK, move || {
                meeting.run(ipc::review::open_meeting(id), |()| {});
            })
            .when(Signal::derive(move || has_link && works.get())),
        ],
    );
    let notes = review.drafts.call_notes;

    view! {
        <div class="running-call" data-testid="running-call">
            <p class="running-head">
                <span class="live-dot" aria-hidden="true"></span>
                <strong>{t(text::CALL_RUNNING)}</strong>
                <span class="call-timer num" data-testid="call-timer">{elapsed}</span>
                {has_link.then(|| view! {
                    <Button phrase=text::CALL_OPEN_LINK kind=ButtonKind::Quiet icon=IconName::ExternalLink
                        key_hint="o" busy=meeting.running() test_id="call-open-link"
                        on_press=move || meeting.run(ipc::review::open_meeting(id), |()| {})/>
                })}
            </p>
            <ErrorBox error=meeting.error()/>

            <h3>{t(text::CALL_CHALLENGES)}</h3>
            <ol class="challenges">
                {call.with_value(|call| call.challenges.clone()).into_iter().map(|one| view! {
                    <ChallengeLine challenge=one.challenge form works/>
                }).collect_view()}
            </ol>

            <h3>{t(text::CALL_SEEN)}</h3>
            <div class="observations">
                {OBSERVATIONS.iter().map(|one| view! { <Toggle one form works/> }).collect_view()}
            </div>

            <Questions/>

            <div class="call-subhead">
                <h3><label for="call-notes">{t(text::CALL_NOTES)}</label></h3>
                <SavedMark field=notes/>
            </div>
            <textarea
                id="call-notes"
                class="textarea"
                rows="3"
                maxlength="4000"
                data-testid="call-notes"
                placeholder=t(text::CALL_NOTES_HINT)
                prop:value=notes.text
                on:input=move |event| notes.typed(event_target_value(&event))
                on:blur=move |_| notes.flush()
            ></textarea>

            <h3>{t(text::CALL_OUTCOME)}</h3>
            <Outcomes form drawn works/>
            <FraudFlags form works/>
            <ErrorBox error=busy.error() test_id="call-error"/>
            <div class="call-end">
                <span class="quiet small">{move || missing_text(&missing.get(), language.get())}</span>
                {move || {
                    let (phrase, kind) = if flagged.get() {
                        (text::CALL_FRAUD_SAVE, ButtonKind::Danger)
                    } else {
                        (text::CALL_SAVE, ButtonKind::Secondary)
                    };
                    view! {
                        <Button phrase kind key_hint="Ctrl+Enter" busy=busy.running() test_id="call-save"
                            disabled=Signal::derive(move || !can_save.get()) on_press=save/>
                    }
                }}
            </div>
        </div>
    }
}

fn finish(
    review: Review,
    form: Form,
    call: StoredValue<CallView>,
    drawn: Memo<Vec<DrawnChallenge>>,
    busy: crate::components::Busy,
) {
    let Some((outcome, observations, fraud_flag)) =
        untrack(|| form.read(|form| form.outcome.map(|outcome| (outcome, form.seen, form.fraud))))
    else {
        return;
    };
    let input = FinishCall {
        request_id: review.id,
        call_id: call.with_value(|call| call.id),
        outcome,
        observations,
        challenges: drawn.get_untracked(),
        notes: review.drafts.call_notes.text.get_untracked(),
        fraud_flag,
    };
    busy.run_or(
        async move {
            // A save that lands after the call's end would bring the draft back.
            review.drafts.settle().await;
            ipc::review::finish_call(input).await
        },
        move |case| {
            review.drafts.call_notes.used();
            review.drafts.call_form.used();
            review.apply(case);
        },
        move || {
            if let Some(error) = busy.error().get_untracked() {
                review.notice(&error);
            }
        },
    );
}

/// Marks the next open challenge, and toggles what is seen; the chords work while notes are typed.
fn use_call_keys(form: Form, drawn: Memo<Vec<DrawnChallenge>>, works: Signal<bool>) {
    let mark = move |outcome: ChallengeOutcome| {
        let open = drawn.with_untracked(|drawn| {
            drawn
                .iter()
                .find(|one| one.outcome.is_none())
                .map(|one| one.challenge)
        });
        if let Some(challenge) = open {
            form.change(|form| form.toggle_challenge(challenge, outcome));
        }
    };
    let mut bindings = vec![
        Binding::new("g", text::KEY_CHALLENGE_PASS, move || {
            mark(ChallengeOutcome::Passed)
        }),
        Binding::new("h", text::KEY_CHALLENGE_FAIL, move || {
            mark(ChallengeOutcome::Failed)
        }),
        Binding::new("j", text::KEY_CHALLENGE_SKIP, move || {
            mark(ChallengeOutcome::Skipped)
        }),
        Binding::new("y", text::CALL_OUTCOME, || {
            crate::focus::by_selector("[data-testid^=\"call-outcome-\"]");
        }),
    ];
    for one in &OBSERVATIONS {
        bindings.push(Binding::new(one.key, one.phrase, move || toggle(form, one)));
    }
    let bindings: Vec<_> = bindings
        .into_iter()
        .map(|binding| binding.when(works))
        .collect();
    use_titled_keys(Scope::Page, text::CALL, &bindings);
}

fn toggle(form: Form, one: &'static Observation) {
    form.change(|form| {
        let now = (one.read)(&form.seen);
        (one.write)(&mut form.seen, !now);
    });
}

/// A challenge with its three outcomes.
#[component]
fn ChallengeLine(
    /// What is asked.
    challenge: Challenge,
    /// What is filled in.
    form: Form,
    /// Whether it can be changed.
    works: Signal<bool>,
) -> impl IntoView {
    let language = use_language();
    let now = Memo::new(move |_| form.read(|form| form.challenge(challenge)));
    let outcome = move |outcome: ChallengeOutcome, phrase: Phrase, icon: IconName| {
        view! {
            <button
                type="button"
                class=format!("outcome is-{}", outcome.code())
                data-testid=format!("challenge-{}-{}", challenge.code(), outcome.code())
                aria-pressed=move || (now.get() == Some(outcome)).to_string()
                title=move || vocabulary::label(outcome).text(language.get())
                disabled=move || !works.get()
                on:click=move |_| form.change(|form| form.toggle_challenge(challenge, outcome))
            >
                <Icon name=icon/>
                {t(phrase)}
            </button>
        }
    };
    view! {
        <li
            class="challenge"
            class:is-done=move || now.get().is_some()
            data-testid="challenge"
            data-challenge=challenge.code()
        >
            <span>{move || vocabulary::label(challenge).text(language.get())}</span>
            <span class="check-outcomes">
                {outcome(ChallengeOutcome::Passed, text::SHORT_PASS, IconName::Check)}
                {outcome(ChallengeOutcome::Failed, text::SHORT_FAIL, IconName::X)}
                {outcome(ChallengeOutcome::Skipped, text::SHORT_SKIP, IconName::Minus)}
            </span>
        </li>
    }
}

/// Something that is seen or not.
#[component]
fn Toggle(
    /// What.
    one: &'static Observation,
    /// What is filled in.
    form: Form,
    /// Whether it can be changed.
    works: Signal<bool>,
) -> impl IntoView {
    let seen = Memo::new(move |_| form.read(|form| (one.read)(&form.seen)));
    view! {
        <button
            type="button"
            class="toggle"
            role="switch"
            data-testid=one.id
            aria-checked=move || seen.get().to_string()
            disabled=move || !works.get()
            on:click=move |_| toggle(form, one)
        >
            <span class="toggle-box">
                <Show when=move || seen.get()><Icon name=IconName::Check/></Show>
            </span>
            <span class="toggle-words">{t(one.phrase)}</span>
            <Kbd key=one.key/>
        </button>
    }
}
