//! The configuration: which database this desk works on, and who decided that.
//!
//! One file decides, the first that is there: the one named on the command line, the administrator's
//! for the whole computer, the user's own. Only the last is written by the desk itself.

mod file;
mod places;
mod saving;

pub(crate) use file::checked;
pub(crate) use places::{Decision, Places};
