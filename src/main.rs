//! The page of COE Desk: what an officer sees and types. It knows the rules (`coe-domain`) and what
//! crosses the window boundary (`coe-wire`), and asks the desk for everything else.

#![expect(
    unreachable_pub,
    reason = "a program exports nothing; `pub` marks what a module offers"
)]

mod app;
mod clock;
mod components;
mod drafts;
mod focus;
mod gate;
mod i18n;
mod ipc;
mod keys;
mod pages;
mod preferences;
mod state;
#[cfg(test)]
mod tests;
mod unsaved;

/// Puts the page into the window.
#[cfg(not(test))]
fn main() {
    // A panic message names source lines and never data: values that could hold personal data have
    // a redacted `Debug`.
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}

/// The tests mount what they need.
#[cfg(test)]
fn main() {}
