//! The language of the work: what a person at the desk does, in their words.

use crate::{App, Desktop, E2eError, Programs, Start};
use std::path::{Path, PathBuf};
use thirtyfour::Key;

/// Somebody of the demo who can sign in.
#[derive(Debug, Clone, Copy)]
pub struct Credentials {
    /// User name.
    pub username: &'static str,
    /// Password, as the demo prints it.
    pub password: &'static str,
}

/// The one password of the demo's people, as the sign-in page of the demo shows it.
const PASSWORD: &str = "demo-desk-2569";

/// Works the queue and decides.
pub const OFFICER: Credentials = Credentials {
    username: "somchai",
    password: PASSWORD,
};

/// Works the queue beside the first; on a shared database only.
pub const SECOND_OFFICER: Credentials = Credentials {
    username: "anong",
    password: PASSWORD,
};

/// Confirms, releases and overturns.
pub const SUPERVISOR: Credentials = Credentials {
    username: "siriporn",
    password: PASSWORD,
};

/// Answers members; never sees photos.
pub const SUPPORT: Credentials = Credentials {
    username: "malee",
    password: PASSWORD,
};

/// The seven checks in the order of the work. The codes are part of the contract.
pub const CHECKS: [&str; 7] = [
    "name_matches",
    "id_number_matches",
    "birth_date_matches",
    "card_not_expired",
    "face_matches_selfie",
    "selfie_holds_card",
    "no_sign_of_editing",
];

/// What is decided, and with which words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decision<'a> {
    /// `approve`, `reject`, `return`, `escalate` or `confirm`.
    pub kind: &'a str,
    /// Reason codes.
    pub reasons: &'a [&'a str],
    /// What the member reads.
    pub member_text: &'a str,
    /// What only staff read.
    pub private_note: &'a str,
}

/// An invisible desk: a display, a database and the window on it.
#[derive(Debug)]
pub struct Desk {
    /// The window.
    pub app: App,
    // Dropped after the window, in this order.
    start: Start,
    desktop: Desktop,
    programs: Programs,
    shots: PathBuf,
}

impl Desk {
    /// Opens the window on this data folder, or what else it is started on, and this display.
    ///
    /// # Errors
    /// When a program does not start.
    pub async fn open_on(
        programs: Programs,
        start: impl Into<Start>,
        desktop: Desktop,
        shots: &Path,
    ) -> Result<Self, E2eError> {
        let start = start.into();
        let app = App::open(&programs, &desktop, &start.args(), shots).await?;
        Ok(Self {
            app,
            start,
            desktop,
            programs,
            shots: shots.to_owned(),
        })
    }

    /// Opens another window, of another person, on the same database.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn second_window(&self) -> Result<App, E2eError> {
        let shots = self.shots.join("second-window");
        App::open(&self.programs, &self.desktop, &self.start.args(), &shots).await
    }

    /// Closes the window.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn close(self) -> Result<(), E2eError> {
        self.app.close().await
    }

    /// Signs in and waits for the queue.
    ///
    /// # Errors
    /// When the queue does not appear.
    pub async fn sign_in(&self, who: Credentials) -> Result<(), E2eError> {
        sign_in(&self.app, who).await
    }

    /// Takes the next request and waits until both photos are on the screen.
    ///
    /// # Errors
    /// When no request opens.
    pub async fn take_next(&self) -> Result<(), E2eError> {
        self.app.click("take-next").await?;
        self.await_review().await
    }

    /// Takes requests until one comes that an officer may approve alone; the riskier ones before it
    /// stay in hand.
    ///
    /// # Errors
    /// When none comes.
    pub async fn take_next_approvable(&self) -> Result<(), E2eError> {
        for _ in 0..10 {
            self.take_next().await?;
            let needs_another = "[data-testid='blockers'] [data-code='four_eyes']";
            if self.app.count_css(needs_another).await? == 0 {
                return Ok(());
            }
            self.app.click("nav-queue").await?;
        }
        Err(E2eError::Expectation(
            "no request can be approved by one person alone".to_owned(),
        ))
    }

    /// Leaves the finished decision for the queue.
    ///
    /// # Errors
    /// When the queue does not appear.
    pub async fn back_to_queue(&self) -> Result<(), E2eError> {
        self.app.press_key(Key::Escape).await?;
        self.app.wait_for("take-next").await.map(drop)
    }

    /// Waits until a request is open with both photos on the screen.
    ///
    /// # Errors
    /// When they do not appear.
    pub async fn await_review(&self) -> Result<(), E2eError> {
        self.app.wait_for("review").await?;
        self.app.wait_image("photo-id_card").await?;
        self.app.wait_image("photo-selfie").await
    }

    /// The number of the open request.
    ///
    /// # Errors
    /// When none is open.
    pub async fn request_no(&self) -> Result<String, E2eError> {
        Ok(self.app.text("request-no").await?.trim().to_owned())
    }

    /// Passes all seven checks, one after the other.
    ///
    /// # Errors
    /// When one does not show as passed.
    pub async fn pass_every_check(&self) -> Result<(), E2eError> {
        for check in CHECKS {
            self.app.click(&format!("check-pass-{check}")).await?;
            self.app
                .wait_attr(&format!("check-{check}"), "data-outcome", "passed")
                .await?;
        }
        Ok(())
    }

    /// Holds a video call in which everything was seen as it should be.
    ///
    /// # Errors
    /// When the form cannot be filled in or is not accepted.
    pub async fn hold_verified_call(&self, notes: &str) -> Result<(), E2eError> {
        self.app.click("call-start").await?;
        self.app.wait_for("call-save").await?;
        for observation in self.app.test_ids("[data-testid^='observe-']").await? {
            self.app.tick(&observation).await?;
        }
        let challenges = "[data-testid^='challenge-'][data-testid$='-passed']";
        for challenge in self.app.test_ids(challenges).await? {
            self.app.tick(&challenge).await?;
        }
        self.app.type_text("call-notes", notes).await?;
        self.app.tick("call-outcome-verified").await?;
        self.app.click("call-save").await?;
        self.app.wait_gone("call-save").await
    }

    /// Opens the sheet, fills it in, reads the preview.
    ///
    /// # Errors
    /// When the sheet does not take it.
    pub async fn prepare(&self, decision: Decision<'_>) -> Result<(), E2eError> {
        // One button approves, or confirms what somebody else escalated.
        let button = match decision.kind {
            "approve" | "confirm" => {
                self.app
                    .wait_attr("decide-approve", "aria-disabled", "false")
                    .await?;
                "decide-approve".to_owned()
            }
            other => format!("decide-{other}"),
        };
        self.app.click(&button).await?;
        self.app.wait_for("sheet").await?;
        for reason in decision.reasons {
            self.app.tick(&format!("reason-{reason}")).await?;
        }
        if !decision.member_text.is_empty() {
            self.app
                .type_text("member-text", decision.member_text)
                .await?;
        }
        if !decision.private_note.is_empty() {
            self.app
                .type_text("private-note", decision.private_note)
                .await?;
        }
        Ok(())
    }

    /// Confirms the open sheet and waits until the database said yes.
    ///
    /// # Errors
    /// When the decision does not come to be.
    pub async fn confirm(&self) -> Result<(), E2eError> {
        self.app.click("confirm-decision").await?;
        self.app.wait_for("decision-done").await.map(drop)
    }

    /// Decides from beginning to end.
    ///
    /// # Errors
    /// When the decision does not come to be.
    pub async fn decide(&self, decision: Decision<'_>) -> Result<(), E2eError> {
        self.prepare(decision).await?;
        self.confirm().await
    }

    /// Looks for a request by its number in the queue.
    ///
    /// # Errors
    /// When it is not found.
    pub async fn find_in_queue(&self, request_no: &str) -> Result<(), E2eError> {
        find_in_queue(&self.app, request_no).await
    }
}

/// Signs in at any window.
///
/// # Errors
/// When the queue does not appear.
pub(crate) async fn sign_in(app: &App, who: Credentials) -> Result<(), E2eError> {
    app.type_text("username", who.username).await?;
    app.type_text("password", who.password).await?;
    app.click("sign-in").await?;
    app.wait_for("nav-queue").await.map(drop)
}

/// Looks for a request by its number at any window.
///
/// # Errors
/// When it is not found.
pub(crate) async fn find_in_queue(app: &App, request_no: &str) -> Result<(), E2eError> {
    app.click("nav-queue").await?;
    app.type_text("queue-search", request_no).await?;
    app.wait_for_css(&row(request_no)).await.map(drop)
}

/// The row of a request in the queue.
fn row(request_no: &str) -> String {
    format!("[data-testid='queue-row'][data-request-no='{request_no}']")
}

impl App {
    /// Signs in and waits for the queue.
    ///
    /// # Errors
    /// When the queue does not appear.
    pub async fn sign_in(&self, who: Credentials) -> Result<(), E2eError> {
        sign_in(self, who).await
    }

    /// Finds a request in the queue and opens it.
    ///
    /// # Errors
    /// When it is not found or does not open.
    pub async fn open_request(&self, request_no: &str) -> Result<(), E2eError> {
        find_in_queue(self, request_no).await?;
        self.click_css(&row(request_no)).await?;
        self.wait_for("review").await.map(drop)
    }
}
