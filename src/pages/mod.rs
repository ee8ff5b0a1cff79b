//! The pages of the window.

pub mod database_problem;
pub mod frame;
pub mod lock;
pub mod members;
pub mod messages;
pub mod queue;
pub mod review;
pub mod settings;
pub mod setup;
pub mod sign_in;
