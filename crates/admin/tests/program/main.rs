//! The program as an administrator runs it, against a real server.

mod audit;
mod import;
mod relocate;
mod setup;
mod sms;
mod source;
mod stage;
