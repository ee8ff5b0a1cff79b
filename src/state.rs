//! What the whole page shares: who is signed in, which page is open, what the desk told.

use crate::drafts::DraftKeeper;
use crate::gate::Gate;
use crate::i18n::frame as words;
use crate::ipc;
use crate::preferences::Preferences;
use crate::unsaved::Unsaved;
use coe_domain::reason::Reason;
use coe_domain::{RequestId, Role};
use coe_wire::event::DeskEvent;
use coe_wire::messages::MessageHealth;
use coe_wire::session::{ReferenceData, SessionState, StaffView};
use coe_wire::{ErrorCode, UiError};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pages of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The requests that wait.
    Queue,
    /// One request.
    Review(RequestId),
    /// The outbox.
    Messages,
    /// Looking up a member.
    Members,
    /// What supervisors set.
    Settings,
}

/// A claim that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimLost {
    /// The request.
    pub request_id: RequestId,
    /// Who holds it now, where someone does.
    pub holder: Option<String>,
}

/// How a notice is meant. Each has a sign besides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to do.
    #[default]
    Neutral,
    /// Good to know.
    Info,
    /// It worked.
    Good,
    /// Look at it.
    Warn,
    /// It failed, or is dangerous.
    Bad,
}

/// A short notice that leaves by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Tells toasts apart.
    pub id: u32,
    /// How it is meant.
    pub tone: Tone,
    /// What it says, in the language of the moment.
    pub text: String,
}

/// The state of the page; cheap to copy, provided as context.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// Who is signed in, to which database; `None` until the desk answered.
    pub session: RwSignal<Option<SessionState>>,
    /// Grows when data changed anywhere; pages that show data read it and fetch again.
    pub changed: RwSignal<u64>,
    /// The claim that was lost, until it was read.
    pub claim_lost: RwSignal<Option<ClaimLost>>,
    /// The open page.
    pub page: RwSignal<Page>,
    /// Lists that rarely change; `None` until they are loaded.
    pub reference: RwSignal<Option<ReferenceData>>,
    /// Notices on screen.
    pub toasts: RwSignal<Vec<Toast>>,
    /// Whether the database answers.
    pub database_available: RwSignal<bool>,
    /// How sending gets on; `None` until the desk answered.
    pub health: RwSignal<Option<MessageHealth>>,
    /// What was typed before anybody was signed in.
    pub gate: Gate,
    /// What was typed and is not saved yet.
    pub drafts: DraftKeeper,
    /// Settings that were changed and not saved yet.
    pub unsaved: Unsaved,
    /// Settings of this person on this computer.
    pub preferences: Preferences,
}

impl Desk {
    /// The state of a page that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            session: RwSignal::new(None),
            changed: RwSignal::new(0),
            claim_lost: RwSignal::new(None),
            page: RwSignal::new(Page::Queue),
            reference: RwSignal::new(None),
            toasts: RwSignal::new(Vec::new()),
            database_available: RwSignal::new(true),
            health: RwSignal::new(None),
            gate: Gate::new(),
            drafts: DraftKeeper::new(),
            unsaved: Unsaved::new(),
            preferences: Preferences::load(),
        }
    }

    /// Who is signed in. Tracks.
    #[must_use]
    pub fn staff(&self) -> Option<StaffView> {
        self.session
            .with(|session| session.as_ref().and_then(|session| session.staff.clone()))
    }

    /// What the person signed in may do. Tracks.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.session
            .with(|session| Some(session.as_ref()?.staff.as_ref()?.role))
    }

    /// Whether the person signed in works requests. Tracks.
    #[must_use]
    pub fn reviews(&self) -> bool {
        self.role().is_some_and(Role::reviews)
    }

    /// Whether the person signed in is a supervisor. Tracks.
    #[must_use]
    pub fn supervises(&self) -> bool {
        self.role() == Some(Role::Supervisor)
    }

    /// Whether the window is locked. Tracks.
    #[must_use]
    pub fn locked(&self) -> bool {
        self.session
            .with(|session| session.as_ref().is_some_and(|session| session.locked))
    }

    /// The reasons of returns and rejections. Tracks.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        self.reference.with(|reference| {
            let reasons = reference.as_ref().map(|reference| &reference.reasons);
            reasons.cloned().unwrap_or_default()
        })
    }

    /// Opens a request.
    pub fn open_request(&self, id: RequestId) {
        self.page.set(Page::Review(id));
    }

    /// Shows a notice for some seconds.
    pub fn toast(&self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        let toasts = self.toasts;
        let mut id = 0;
        toasts.update(|list| {
            id = list.last().map_or(1, |last| last.id.wrapping_add(1));
            list.push(Toast { id, tone, text });
            // More would cover the work.
            if list.len() > 4 {
                list.remove(0);
            }
        });
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(6_000).await;
            toasts.try_update(|list| list.retain(|toast| toast.id != id));
        });
    }

    /// Applies what the desk told.
    pub fn hear(&self, event: DeskEvent) {
        match event {
            DeskEvent::Changed => self.changed.update(|count| *count = count.wrapping_add(1)),
            DeskEvent::ClaimLost { request_id, holder } => {
                self.claim_lost.set(Some(ClaimLost { request_id, holder }));
            }
            DeskEvent::Locked => self.show_locked(),
            DeskEvent::Database { available } => {
                let came_back = available && !self.database_available.get_untracked();
                self.database_available.set(available);
                if came_back {
                    self.welcome_back();
                }
            }
        }
    }

    /// The database answers again: everything on screen is asked for anew, what could not be saved
    /// is saved.
    fn welcome_back(self) {
        if untrack(|| self.staff().is_none()) {
            return self.refresh_session();
        }
        let language = self.preferences.language.get_untracked();
        self.toast(Tone::Good, words::DATABASE_BACK.text(language));
        if self.reference.with_untracked(Option::is_none) {
            self.load_reference();
        }
        spawn_local(self.drafts.settle_all());
        self.hear(DeskEvent::Changed);
    }

    /// Notices from a failed command that the session is no longer what the page believes.
    pub fn notice_failure(&self, code: ErrorCode) {
        match code {
            ErrorCode::Locked => self.show_locked(),
            ErrorCode::NotSignedIn | ErrorCode::AccountClosed => {
                let signed_in = self.session.with_untracked(|session| {
                    session
                        .as_ref()
                        .is_some_and(|session| session.staff.is_some())
                });
                if signed_in {
                    self.refresh_session();
                }
            }
            _ => {}
        }
    }

    /// Asks the desk who is signed in.
    pub fn refresh_session(self) {
        spawn_local(async move {
            if let Ok(state) = ipc::session::session_state().await {
                self.enter(state);
            }
        });
    }

    /// Signs out, after what was typed is saved as far as that is possible.
    ///
    /// # Errors
    /// What the desk answers.
    pub async fn sign_out(self) -> Result<SessionState, UiError> {
        self.drafts.settle_all().await;
        ipc::session::sign_out().await
    }

    /// Takes over a new session; on sign-out forgets everything that belonged to the person.
    pub fn enter(&self, state: SessionState) {
        if state.staff.is_none() {
            self.page.set(Page::Queue);
            self.claim_lost.set(None);
            self.toasts.set(Vec::new());
            self.drafts.forget();
            self.unsaved.forget();
            self.health.set(None);
        } else {
            self.gate.forget();
        }
        if self
            .session
            .with_untracked(|now| now.as_ref() != Some(&state))
        {
            self.session.set(Some(state));
        }
    }

    /// Loads the lists that rarely change.
    pub fn load_reference(self) {
        spawn_local(async move {
            if let Ok(reference) = ipc::session::reference_data().await {
                self.reference.set(Some(reference));
            }
        });
    }

    fn show_locked(&self) {
        let open = self.session.with_untracked(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.staff.is_some() && !session.locked)
        });
        if open {
            self.session.update(|session| {
                if let Some(session) = session {
                    session.locked = true;
                }
            });
        }
    }
}

/// The state of the page.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}
