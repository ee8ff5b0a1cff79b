//! Keeps what is typed, whichever page is open: one save at a time for each field, in the order of
//! typing, tried again until the database has it.

use crate::ipc;
use coe_domain::RequestId;
use coe_wire::review::{DraftSlot, SaveDraft};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// How long typing has to rest before it is saved, in milliseconds.
const REST_MS: u32 = 400;
/// How long to wait after a failed save, in milliseconds.
const RETRY_MS: u32 = 5_000;
/// How long an action waits for saves under way, in milliseconds.
const PATIENCE_MS: u32 = 3_000;

/// A field: of which request, and which.
pub type Key = (RequestId, DraftSlot);

/// Whether what was typed is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was typed since the page opened.
    Untouched,
    /// It waits to be saved, or is on its way.
    Waiting,
    /// It is in the database.
    Kept,
    /// It could not be saved; it is tried again.
    Failed,
}

/// A field that something was typed into.
#[derive(Debug, Default)]
struct Entry {
    /// What the database holds, where that is known.
    kept: Option<String>,
    /// What it has to hold; `None` where it does.
    wanted: Option<String>,
    /// Whether a save is under way.
    in_flight: bool,
    /// Grows with every change, so that a timer knows whether it is the last one.
    stamp: u32,
    /// Tells those who wait for the save under way.
    waiting: Vec<Function>,
}

/// The texts that are not saved yet; part of the desk, so that it outlives the pages.
#[derive(Debug, Clone, Copy)]
pub struct DraftKeeper {
    entries: StoredValue<BTreeMap<Key, Entry>, LocalStorage>,
    states: RwSignal<BTreeMap<Key, Saved>>,
}

impl DraftKeeper {
    /// Keeps nothing yet.
    pub fn new() -> Self {
        Self {
            entries: StoredValue::new_local(BTreeMap::new()),
            states: RwSignal::new(BTreeMap::new()),
        }
    }

    /// Whether the text of a field is safe. Tracks.
    pub fn state(self, key: Key) -> Saved {
        self.states
            .with(|states| states.get(&key).copied().unwrap_or(Saved::Untouched))
    }

    /// Takes what was typed and saves it once typing rests.
    pub fn typed(self, key: Key, body: String) {
        self.entry(key, |entry| entry.wanted = Some(body));
        self.tell(key, Saved::Waiting);
        self.later(key, REST_MS);
    }

    /// What a field shows when its page opens: what is not saved yet, or else what the database
    /// holds.
    pub fn restored(self, key: Key, body: &str) -> String {
        let unsaved = self.entry(key, |entry| {
            if entry.wanted.is_none() {
                entry.kept = Some(body.to_owned());
            }
            entry.wanted.clone()
        });
        if unsaved.is_none() {
            self.untouched(key);
        }
        unsaved.unwrap_or_else(|| body.to_owned())
    }

    /// Forgets a text that was used; the desk cleared the draft itself. A save under way may land
    /// after that: it is followed by one that clears the draft again.
    pub fn used(self, key: Key) {
        self.entry(key, |entry| {
            entry.stamp = entry.stamp.wrapping_add(1);
            entry.wanted = entry.in_flight.then(String::new);
            entry.kept = Some(String::new());
        });
        self.untouched(key);
    }

    /// Saves at once what is not saved yet. Where a save is under way, the newer text follows it.
    pub fn save(self, key: Key) {
        let body = self.entries.try_update_value(|entries| {
            let entry = entries.get_mut(&key).filter(|entry| !entry.in_flight)?;
            if entry.wanted == entry.kept {
                entry.wanted = None;
            }
            entry.in_flight = entry.wanted.is_some();
            entry.wanted.clone()
        });
        match body.flatten() {
            Some(body) => spawn_local(self.save_all(key, body)),
            None => self.settled(key),
        }
    }

    /// Saves what is not saved yet of `keys`, and waits for it; not for a second try, and not for
    /// a database that does not answer.
    pub async fn settle(self, keys: &[Key]) {
        let landings = Array::new();
        for key in keys {
            self.save(*key);
            self.entries.try_update_value(|entries| {
                if let Some(entry) = entries.get_mut(key).filter(|entry| entry.in_flight) {
                    landings.push(&Promise::new(&mut |landed, _| entry.waiting.push(landed)));
                }
            });
        }
        if landings.length() == 0 {
            return;
        }
        let patience = future_to_promise(async {
            TimeoutFuture::new(PATIENCE_MS).await;
            Ok(JsValue::UNDEFINED)
        });
        let first = Promise::race(&Array::of2(&Promise::all(&landings), &patience));
        // Neither of the two can fail.
        let _ = JsFuture::from(first).await;
    }

    /// [`Self::settle`] of everything, of whichever page.
    pub async fn settle_all(self) {
        let keys = self
            .entries
            .try_with_value(|entries| entries.keys().copied().collect::<Vec<_>>());
        self.settle(&keys.unwrap_or_default()).await;
    }

    /// Forgets everything: it belonged to somebody who signed out.
    pub fn forget(self) {
        self.entries.try_update_value(BTreeMap::clear);
        self.states.try_update(BTreeMap::clear);
    }

    /// Saves `body`, and what was typed meanwhile, until the database holds the latest.
    async fn save_all(self, key: Key, mut body: String) {
        let (request_id, slot) = key;
        loop {
            let input = SaveDraft {
                request_id,
                slot,
                body: body.clone(),
            };
            let kept = ipc::review::save_draft(input).await.is_ok();
            let newer = self.entries.try_update_value(|entries| {
                let entry = entries.get_mut(&key)?;
                // After a failure nobody knows what the database holds.
                entry.kept = kept.then(|| body.clone());
                if kept && entry.wanted == entry.kept {
                    entry.wanted = None;
                }
                let newer = entry.wanted.clone().filter(|_| kept);
                if newer.is_none() {
                    entry.in_flight = false;
                    for landed in entry.waiting.drain(..) {
                        let _ = landed.call0(&JsValue::UNDEFINED);
                    }
                }
                newer
            });
            match newer.flatten() {
                Some(newer) => body = newer,
                None if kept => return self.settled(key),
                None => return self.failed(key),
            }
        }
    }

    fn failed(self, key: Key) {
        let known = self
            .entries
            .try_with_value(|entries| entries.contains_key(&key));
        if known == Some(true) {
            self.tell(key, Saved::Failed);
            self.later(key, RETRY_MS);
        }
    }

    /// Saves after a while, unless something newer happens to the field before.
    fn later(self, key: Key, milliseconds: u32) {
        let stamp = self.entry(key, |entry| {
            entry.stamp = entry.stamp.wrapping_add(1);
            entry.stamp
        });
        spawn_local(async move {
            TimeoutFuture::new(milliseconds).await;
            let now = self
                .entries
                .try_with_value(|entries| entries.get(&key).map(|entry| entry.stamp));
            if now.flatten() == Some(stamp) {
                self.save(key);
            }
        });
    }

    fn entry<T: Default>(self, key: Key, change: impl FnOnce(&mut Entry) -> T) -> T {
        self.entries
            .try_update_value(|entries| change(entries.entry(key).or_default()))
            .unwrap_or_default()
    }

    fn tell(self, key: Key, saved: Saved) {
        self.states.try_update(|states| states.insert(key, saved));
    }

    fn untouched(self, key: Key) {
        self.states.try_update(|states| states.remove(&key));
    }

    /// Says that a field is safe, where something was typed into it and nothing is under way.
    fn settled(self, key: Key) {
        let safe = self.entries.try_with_value(|entries| {
            entries
                .get(&key)
                .is_some_and(|entry| entry.wanted.is_none() && !entry.in_flight)
        });
        if safe == Some(true) {
            self.states.try_update(|states| {
                if let Some(saved) = states.get_mut(&key) {
                    *saved = Saved::Kept;
                }
            });
        }
    }
}
