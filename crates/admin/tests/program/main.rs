//! The program as an administrator runs it, against a real server.

mod import;
mod relocate;
mod setup;
mod source;
mod stage;
