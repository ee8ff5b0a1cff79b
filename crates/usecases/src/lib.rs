//! What people do at the desk, one file per action, with no window and no named database.
//!
//! A use case takes a [`Desk`] (database, clock, chance), the [`Actor`] who acts, and plain input;
//! it answers with a type of `coe-wire` or a [`DeskError`]. A change, its audit event and its
//! messages are one unit of work, which is tried again where another one came in between ([`retry`]).

mod actor;
pub mod add_note;
pub mod call;
pub mod case_signals;
pub mod case_view;
pub mod choose_message;
pub mod claims;
pub mod credentials;
pub mod decide;
mod desk;
pub mod drafts;
mod error;
pub mod export_checkpoint;
pub mod file_request;
pub mod find_members;
pub mod gateway;
pub mod list_messages;
pub mod message_detail;
pub mod message_health;
pub mod open_case;
pub mod preview_decision;
pub mod queue;
pub mod reference;
pub mod remembered;
pub mod retry;
pub mod reveal;
pub mod seal_log;
pub mod session;
pub mod set_check;
pub mod settings;
pub mod shared_sign_in;
pub mod sign_in;
pub mod templates;
pub mod timeline;
pub mod verify_log;
pub mod view_photo;

pub use actor::Actor;
pub use desk::Desk;
pub use error::{DeskError, DeskResult};
