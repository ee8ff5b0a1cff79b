//! Reviewing and deciding one request.

use super::Shared;
use crate::photo_protocol::{addresses_of, prefetch};
use crate::state::AppState;
use coe_domain::{CallId, RequestId};
use coe_usecases::{
    add_note as noting, call, decide as deciding, drafts, open_case as opening,
    preview_decision as previewing, queue, reveal as revealing, set_check as checking,
    timeline as history,
};
use coe_wire::event::DeskEvent;
use coe_wire::photo::PhotoAddress;
use coe_wire::queue::QueueQuery;
use coe_wire::review::{
    AddNote, CaseView, Decide, DecisionPreview, DecisionResult, FinishCall, NoteView,
    PreviewDecision, Reveal, Revealed, SaveDraft, ScheduleCall, SetCheck, StartCall, TimelineEntry,
};
use coe_wire::{ErrorCode, UiError, command};
use std::sync::Arc;

#[tauri::command]
pub(crate) async fn open_case(state: Shared<'_>, input: RequestId) -> Result<CaseView, UiError> {
    let (desk, actor) = state.admit(command::OPEN_CASE)?;
    // On screen from here on, so that a late answer about another case cannot take its place.
    let new = state.session().show_case(input);
    let view = if new {
        opening::open_case(&desk, &actor, input).await
    } else {
        opening::read_case(&desk, &actor, input).await
    };
    if view.is_err() {
        state.session().leave_case(input);
    }
    let mut view = state.told(command::OPEN_CASE, view)?;
    // Whoever was locked out meanwhile gets nothing.
    state.admit(command::OPEN_CASE)?;
    if new {
        if view.claim.holder.as_ref().is_some_and(|holder| holder.me) {
            state.hold(Some(input));
        }
        tauri::async_runtime::spawn(make_ready(Arc::clone(&state), input));
    }
    add_problems(&state, &mut view);
    Ok(view)
}

/// Renders the photos of the case on screen, then those of the request that comes next.
async fn make_ready(state: Arc<AppState>, id: RequestId) {
    let Ok(desk) = state.desk() else { return };
    if let Ok((addresses, request_no)) = addresses_of(&desk, id).await {
        prefetch(&state, &addresses, &request_no).await;
        if addresses
            .iter()
            .any(|address| state.photos.problem(address).is_some())
        {
            // The page asks again and is told what is wrong with which photo.
            state.tell(&DeskEvent::Changed);
        }
    }
    let Ok((_, actor)) = state.admit(command::OPEN_CASE) else {
        return;
    };
    let query = QueueQuery {
        unclaimed: true,
        limit: 2,
        ..QueueQuery::default()
    };
    let Ok(page) = queue::page(&desk, &actor, &query).await else {
        return;
    };
    let Some(next) = page.rows.iter().find(|row| row.id != id) else {
        return;
    };
    if let Ok((addresses, request_no)) = addresses_of(&desk, next.id).await {
        prefetch(&state, &addresses, &request_no).await;
    }
}

/// Says of each photo what is known to be wrong with it.
fn add_problems(state: &AppState, view: &mut CaseView) {
    for photo in &mut view.photos {
        let problem = PhotoAddress::from_url(&photo.screen_url)
            .and_then(|address| state.photos.problem(&address));
        photo.error = photo.error.take().or(problem);
    }
}

#[tauri::command]
pub(crate) async fn close_case(state: Shared<'_>, input: RequestId) -> Result<(), UiError> {
    state.admit(command::CLOSE_CASE)?;
    state.session().leave_case(input);
    Ok(())
}

#[tauri::command]
pub(crate) async fn timeline(
    state: Shared<'_>,
    input: RequestId,
) -> Result<Vec<TimelineEntry>, UiError> {
    let (desk, _) = state.admit(command::TIMELINE)?;
    state.told(command::TIMELINE, history::timeline(&desk, input).await)
}

#[tauri::command]
pub(crate) async fn reveal(state: Shared<'_>, input: Reveal) -> Result<Revealed, UiError> {
    let (desk, actor) = state.admit(command::REVEAL)?;
    state.told(
        command::REVEAL,
        revealing::reveal(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn set_check(state: Shared<'_>, input: SetCheck) -> Result<CaseView, UiError> {
    let (desk, actor) = state.admit(command::SET_CHECK)?;
    let view = checking::set_check(&desk, &actor, &input).await;
    tell_case(&state, command::SET_CHECK, view)
}

#[tauri::command]
pub(crate) async fn save_draft(state: Shared<'_>, input: SaveDraft) -> Result<(), UiError> {
    let (desk, actor) = state.admit(command::SAVE_DRAFT)?;
    state.told(
        command::SAVE_DRAFT,
        drafts::save(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn add_note(state: Shared<'_>, input: AddNote) -> Result<NoteView, UiError> {
    let (desk, actor) = state.admit(command::ADD_NOTE)?;
    state.told(
        command::ADD_NOTE,
        noting::add_note(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn schedule_call(
    state: Shared<'_>,
    input: ScheduleCall,
) -> Result<CaseView, UiError> {
    let (desk, actor) = state.admit(command::SCHEDULE_CALL)?;
    tell_case(
        &state,
        command::SCHEDULE_CALL,
        call::schedule(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn start_call(state: Shared<'_>, input: StartCall) -> Result<CaseView, UiError> {
    let (desk, actor) = state.admit(command::START_CALL)?;
    tell_case(
        &state,
        command::START_CALL,
        call::start(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn finish_call(state: Shared<'_>, input: FinishCall) -> Result<CaseView, UiError> {
    let (desk, actor) = state.admit(command::FINISH_CALL)?;
    let held = state.held();
    // A fraud flag escalates, which gives the claim up: that is not a claim lost.
    state.hold(None);
    let ended = call::end(&desk, &actor, &input).await;
    let mine = |view: &CaseView| view.claim.holder.as_ref().is_some_and(|holder| holder.me);
    if ended.as_ref().map_or(true, mine) {
        state.hold(held);
    }
    tell_case(&state, command::FINISH_CALL, ended)
}

#[tauri::command]
pub(crate) async fn open_meeting(state: Shared<'_>, input: CallId) -> Result<(), UiError> {
    let (desk, actor) = state.admit(command::OPEN_MEETING)?;
    let link = state.told(
        command::OPEN_MEETING,
        call::meeting_of(&desk, &actor, input).await,
    )?;
    open::that_detached(link).map_err(|_| UiError::new(ErrorCode::BrowserUnavailable))
}

#[tauri::command]
pub(crate) async fn preview_decision(
    state: Shared<'_>,
    input: PreviewDecision,
) -> Result<DecisionPreview, UiError> {
    let (desk, actor) = state.admit(command::PREVIEW_DECISION)?;
    state.told(
        command::PREVIEW_DECISION,
        previewing::preview(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn decide(state: Shared<'_>, input: Decide) -> Result<DecisionResult, UiError> {
    let (desk, actor) = state.admit(command::DECIDE)?;
    let held = state.held();
    state.hold(None);
    let decided = deciding::decide(&desk, &actor, &input).await;
    if decided.is_err() {
        state.hold(held);
    }
    state.told(command::DECIDE, decided)
}

fn tell_case(
    state: &AppState,
    command: &'static str,
    view: coe_usecases::DeskResult<CaseView>,
) -> Result<CaseView, UiError> {
    let mut view = state.told(command, view)?;
    add_problems(state, &mut view);
    Ok(view)
}
