//! The commands' names, so that page and shell cannot disagree, and who may call each.

use coe_domain::Role;

macro_rules! commands {
    ($($(#[$doc:meta])* $konst:ident = $name:literal for $access:expr;)*) => {
        $($(#[$doc])* pub const $konst: &str = $name;)*

        /// Every command with who may call it.
        pub const ALL: &[(&str, Access)] = &[$(($name, $access)),*];
    };
}

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone at the window, signed in or not.
    Anyone,
    /// Anyone signed in and not locked.
    SignedIn,
    /// Officers and supervisors.
    Reviewers,
    /// Supervisors.
    Supervisors,
}

impl Access {
    /// Whether someone of `role` (`None`: nobody is signed in) may call.
    #[must_use]
    pub fn admits(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Anyone, _) | (Self::SignedIn, Some(_)) => true,
            (Self::Reviewers, Some(role)) => role.reviews(),
            (Self::Supervisors, Some(role)) => role == Role::Supervisor,
            (_, None) => false,
        }
    }
}

commands! {
    /// `() -> SessionState`
    SESSION_STATE = "session_state" for Access::Anyone;
    /// `SignIn -> SessionState`
    SIGN_IN = "sign_in" for Access::Anyone;
    /// `() -> SessionState`: with the token remembered on this computer.
    SIGN_IN_REMEMBERED = "sign_in_remembered" for Access::Anyone;
    /// `Unlock -> SessionState`
    UNLOCK = "unlock" for Access::Anyone;
    /// `() -> SessionState`
    LOCK = "lock" for Access::Anyone;
    /// `() -> SessionState`: also forgets this computer.
    SIGN_OUT = "sign_out" for Access::Anyone;
    /// `() -> ()`: the person did something; postpones the idle lock.
    TOUCH = "touch" for Access::Anyone;
    /// `() -> SetupView`
    SETUP = "setup" for Access::Anyone;
    /// `ConnectionTest -> ConnectionFound`: tries a server out and changes nothing.
    TEST_CONNECTION = "test_connection" for Access::Anyone;
    /// `DatabaseChoice -> SessionState`: remembers the choice on this computer and opens it. Refused
    /// while somebody is signed in.
    CHOOSE_DATABASE = "choose_database" for Access::Anyone;
    /// `() -> ReferenceData`
    REFERENCE_DATA = "reference_data" for Access::SignedIn;
    /// `QueueQuery -> QueuePage`
    QUEUE_PAGE = "queue_page" for Access::SignedIn;
    /// `() -> QueueCounts`
    QUEUE_COUNTS = "queue_counts" for Access::SignedIn;
    /// `() -> Option<RequestId>`: claims the next request.
    TAKE_NEXT = "take_next" for Access::Reviewers;
    /// `RequestId -> ClaimView`
    CLAIM = "claim" for Access::Reviewers;
    /// `RequestId -> ()`
    RELEASE = "release" for Access::Reviewers;
    /// `RequestId -> ClaimView`: renews the lease; fails with `claim_lost` where it is lost.
    HEARTBEAT = "heartbeat" for Access::Reviewers;
    /// `RequestId -> CaseView`
    OPEN_CASE = "open_case" for Access::SignedIn;
    /// `RequestId -> ()`: leaves a case; its photos can no longer be asked for.
    CLOSE_CASE = "close_case" for Access::SignedIn;
    /// `RequestId -> Vec<TimelineEntry>`
    TIMELINE = "timeline" for Access::SignedIn;
    /// `Reveal -> Revealed`
    REVEAL = "reveal" for Access::Reviewers;
    /// `SetCheck -> CaseView`
    SET_CHECK = "set_check" for Access::Reviewers;
    /// `SaveDraft -> ()`
    SAVE_DRAFT = "save_draft" for Access::SignedIn;
    /// `AddNote -> NoteView`
    ADD_NOTE = "add_note" for Access::SignedIn;
    /// `ScheduleCall -> CaseView`
    SCHEDULE_CALL = "schedule_call" for Access::Reviewers;
    /// `StartCall -> CaseView`: starts the timer and draws the challenges.
    START_CALL = "start_call" for Access::Reviewers;
    /// `FinishCall -> CaseView`
    FINISH_CALL = "finish_call" for Access::Reviewers;
    /// `CallId -> ()`: opens the meeting link in the system's browser.
    OPEN_MEETING = "open_meeting" for Access::Reviewers;
    /// `PreviewDecision -> DecisionPreview`
    PREVIEW_DECISION = "preview_decision" for Access::Reviewers;
    /// `Decide -> DecisionResult`
    DECIDE = "decide" for Access::Reviewers;
    /// `MessagesQuery -> MessagesPage`
    MESSAGES_PAGE = "messages_page" for Access::SignedIn;
    /// `RequestId -> Vec<MessageView>`: those of one request, oldest first.
    REQUEST_MESSAGES = "request_messages" for Access::SignedIn;
    /// `MessageId -> MessageDetail`
    MESSAGE_DETAIL = "message_detail" for Access::SignedIn;
    /// `() -> MessageHealth`
    MESSAGE_HEALTH = "message_health" for Access::SignedIn;
    /// `ChooseMessage -> MessageDetail`
    CHOOSE_MESSAGE = "choose_message" for Access::Reviewers;
    /// `() -> MessageTexts`
    MESSAGE_TEXTS = "message_texts" for Access::Supervisors;
    /// `TemplateView -> MessageTexts`: for messages queued from now on.
    SAVE_TEMPLATE = "save_template" for Access::Supervisors;
    /// `TemplateKey -> Vec<TemplateEditView>`: the latest first.
    TEMPLATE_EDITS = "template_edits" for Access::Supervisors;
    /// `MessageNumbers -> MessageNumbers`
    SAVE_MESSAGE_NUMBERS = "save_message_numbers" for Access::Supervisors;
    /// `() -> GatewayView`
    GATEWAY = "gateway" for Access::Supervisors;
    /// `GatewayForm -> GatewayView`: remembers it and puts it to work.
    SAVE_GATEWAY = "save_gateway" for Access::Supervisors;
    /// `GatewayForm -> GatewayTrial`: asks the gateway whether it knows us; sends nothing.
    TRY_GATEWAY = "try_gateway" for Access::Supervisors;
    /// `TestMessage -> TestAnswer`: sends one message to a number typed here.
    SEND_TEST_MESSAGE = "send_test_message" for Access::Supervisors;
    /// `String -> MemberMatches`: looks up members by number, ID, licence, phone or part of a name.
    FIND_MEMBERS = "find_members" for Access::SignedIn;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_access_admits_whom_it_names() {
        let roles = [
            None,
            Some(Role::Support),
            Some(Role::Officer),
            Some(Role::Supervisor),
        ];
        for (access, admitted) in [
            (Access::Anyone, [true, true, true, true]),
            (Access::SignedIn, [false, true, true, true]),
            (Access::Reviewers, [false, false, true, true]),
            (Access::Supervisors, [false, false, false, true]),
        ] {
            assert_eq!(
                roles.map(|role| access.admits(role)),
                admitted,
                "{access:?}"
            );
        }
    }
}
