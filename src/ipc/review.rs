//! The commands of the review page, one typed function each.

use super::call;
use coe_domain::{CallId, RequestId};
use coe_wire::UiError;
use coe_wire::command;
use coe_wire::review::{
    AddNote, CaseView, ClaimView, Decide, DecisionPreview, DecisionResult, FinishCall, NoteView,
    PreviewDecision, Reveal, Revealed, SaveDraft, ScheduleCall, SetCheck, StartCall, TimelineEntry,
};

macro_rules! bindings {
    ($($(#[$doc:meta])* $name:ident($input:ty) -> $output:ty = $command:ident;)*) => {$(
        $(#[$doc])*
        pub async fn $name(input: $input) -> Result<$output, UiError> {
            call(command::$command, &input).await
        }
    )*};
}

bindings! {
    /// Everything about a request.
    open_case(RequestId) -> CaseView = OPEN_CASE;
    /// Leaves a request; its photos can no longer be asked for.
    close_case(RequestId) -> () = CLOSE_CASE;
    /// Claims a request.
    claim(RequestId) -> ClaimView = CLAIM;
    /// Gives a request back to the queue.
    release(RequestId) -> () = RELEASE;
    /// Renews the claim.
    heartbeat(RequestId) -> ClaimView = HEARTBEAT;
    /// What happened to a request.
    timeline(RequestId) -> Vec<TimelineEntry> = TIMELINE;
    /// Shows a number in full; the log keeps it.
    reveal(Reveal) -> Revealed = REVEAL;
    /// Sets or clears a check.
    set_check(SetCheck) -> CaseView = SET_CHECK;
    /// Keeps what was typed.
    save_draft(SaveDraft) -> () = SAVE_DRAFT;
    /// Leaves a note.
    add_note(AddNote) -> NoteView = ADD_NOTE;
    /// Makes an appointment for a call.
    schedule_call(ScheduleCall) -> CaseView = SCHEDULE_CALL;
    /// Starts a call.
    start_call(StartCall) -> CaseView = START_CALL;
    /// Ends a call.
    finish_call(FinishCall) -> CaseView = FINISH_CALL;
    /// Opens the meeting link in the system's browser.
    open_meeting(CallId) -> () = OPEN_MEETING;
    /// What a decision would do.
    preview_decision(PreviewDecision) -> DecisionPreview = PREVIEW_DECISION;
    /// Decides.
    decide(Decide) -> DecisionResult = DECIDE;
}
