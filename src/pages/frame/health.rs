//! Keeps known how sending gets on, for the rail and for the pages that show it.

use crate::ipc;
use crate::state::Desk;
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long changes have to rest before it is asked again, in milliseconds.
const REST_MS: u32 = 250;
/// A program that stops sending changes nothing in the database: it is asked again after this long.
const AGAIN_MS: u32 = 20_000;

/// Asks for it now, when data changed, and from time to time, for as long as the frame lives.
pub fn follow(desk: Desk) {
    ask(desk);
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |before: Option<()>| {
        desk.changed.track();
        if before.is_some() {
            timer.set_value(Some(Timeout::new(REST_MS, move || ask(desk))));
        }
    });
    let again = StoredValue::new_local(Some(Interval::new(AGAIN_MS, move || {
        if !untrack(|| desk.locked()) {
            ask(desk);
        }
    })));
    on_cleanup(move || drop(again.try_update_value(Option::take)));
}

fn ask(desk: Desk) {
    spawn_local(async move {
        // Where it fails, what was known stays; the status line tells of a lost database.
        if let Ok(health) = ipc::messages::message_health().await
            && desk
                .health
                .with_untracked(|known| known.as_ref() != Some(&health))
        {
            desk.health.set(Some(health));
        }
    });
}
