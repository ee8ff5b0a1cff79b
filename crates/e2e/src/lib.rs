//! Drives the real window from outside, as a person would, on an invisible display.
//!
//! From the ground up:
//!
//! * [`Programs`] knows where the built app and its helpers are;
//! * [`Workspace`] is a folder with a fresh demo database, thrown away afterwards;
//! * [`SharedWorkspace`] is a PostgreSQL with the same requests in it, set up as an administrator
//!   sets one up;
//! * [`Gateway`] takes the desk's messages over HTTP and can be told to misbehave;
//! * [`Desktop`] is an X display nobody sees, with a secret service if wanted;
//! * [`App`] is one window of the app with the WebDriver session that drives it;
//! * [`Desk`] holds all of these and speaks the language of the work: `sign_in`, `take_next`,
//!   `pass_every_check`, `hold_verified_call`, `decide`;
//! * [`Office`] is two desks on one shared database.
//!
//! # Writing a story
//!
//! ```no_run
//! # async fn a_test() {
//! coe_e2e::story("an-officer-takes-the-next-request", async |desk| {
//!     desk.sign_in(coe_e2e::OFFICER).await?;
//!     desk.take_next().await
//! })
//! .await;
//! # }
//! ```
//!
//! A story begins on its own display, with its own database, signed out. It waits for what it
//! needs to see and never sleeps. When it fails it panics with the folder that holds its numbered
//! screenshots, the last of them taken at the failure. Stories need the built app, so they are
//! marked `#[ignore]`; `cargo xtask test` builds everything and runs them.

mod app;
mod desk;
mod desktop;
mod driver;
mod error;
mod gateway;
mod keyboard;
mod office;
mod process;
mod programs;
mod shared;
mod story;
mod wait;
mod workspace;

pub use app::App;
pub use desk::{CHECKS, Credentials, Decision, Desk, OFFICER, SECOND_OFFICER, SUPERVISOR, SUPPORT};
pub use desktop::Desktop;
pub use error::E2eError;
pub use gateway::Gateway;
pub use office::Office;
pub use programs::Programs;
pub use shared::SharedWorkspace;
pub use story::{office_story, story, story_at, story_on};
pub use thirtyfour::Key;
pub use workspace::{Start, Workspace};
