//! What crosses the boundary between the page and the desk: plain data, no host.
//!
//! Every command takes at most one argument, named `input`, and answers with a type of this crate
//! or a [`UiError`]. Full personal data (a whole ID number or phone) crosses only in
//! [`review::Revealed`], whose every use is audited; secrets cross only inwards, in what is typed.

pub mod command;
pub mod connection;
pub mod error;
pub mod event;
pub mod gateway;
pub mod lookup;
pub mod messages;
pub mod photo;
pub mod queue;
pub mod review;
pub mod session;
pub mod texts;

pub use error::{ErrorCode, UiError};
