//! The shell of COE Desk: the window, its commands and the picture protocol. It decides nothing;
//! `coe-usecases` does, and the database beneath it.

mod app;
mod arguments;
mod commands;
mod configuration;
mod database;
mod events;
mod gateway;
mod photo_cache;
mod photo_protocol;
mod remembered;
mod sending;
mod server;
mod signing;
mod state;
mod system;
#[cfg(test)]
mod testing;
mod watch;

pub use app::main;
