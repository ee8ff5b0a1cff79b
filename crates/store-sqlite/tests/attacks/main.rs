//! Somebody opens the file with another program and tries by plain SQL what the rules forbid. Each
//! attempt must be refused with the right code, and must leave every table as it was.

#[path = "../support/mod.rs"]
mod support;

mod append_only;
mod decisions;
mod filing;
mod requests;
mod scene;
mod sending;
mod work;
