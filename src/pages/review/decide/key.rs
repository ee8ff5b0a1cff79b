//! Idempotency keys, and the one of an attempt whose answer was lost.

use crate::pages::review::state::Review;
use coe_domain::DecisionKind;
use js_sys::{Function, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// The last attempt of the page, while nobody knows whether the database has it.
#[derive(Clone, Copy)]
pub struct OpenAttempt(StoredValue<Option<Attempt>>);

struct Attempt {
    kind: DecisionKind,
    /// What the case looked like: after another decision, the attempt is of the past.
    seen: Option<(u32, usize)>,
    key: String,
}

impl OpenAttempt {
    /// There is none.
    pub fn none() -> Self {
        Self(StoredValue::new(None))
    }

    /// The key of a sheet that opens: that of the open attempt where it is the same decision on the
    /// same case, else a new one.
    pub fn key_for(self, review: Review, kind: DecisionKind) -> String {
        let seen = seen(review);
        let open = self.0.with_value(|attempt| {
            let attempt = attempt.as_ref()?;
            (attempt.kind == kind && attempt.seen == seen).then(|| attempt.key.clone())
        });
        open.unwrap_or_else(idempotency_key)
    }

    /// The answer of an attempt with this key was lost.
    pub fn unanswered(self, review: Review, kind: DecisionKind, key: String) {
        let seen = seen(review);
        self.0.try_update_value(|attempt| {
            *attempt = Some(Attempt { kind, seen, key });
        });
    }

    /// The database answered.
    pub fn settled(self) {
        self.0.try_update_value(|attempt| *attempt = None);
    }
}

/// The round of photos, and how many decisions the case has.
fn seen(review: Review) -> Option<(u32, usize)> {
    review.case.with_untracked(|case| {
        let case = case.as_ref()?;
        Some((case.revision, case.decisions.len()))
    })
}

/// A random key of 128 bits as 32 hexadecimal digits.
fn idempotency_key() -> String {
    let bytes = Uint8Array::new_with_length(16);
    if fill(&bytes).is_none() {
        // Every web view has `crypto`. Without it, weaker chance still tells two sheets apart.
        for index in 0..16 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the number lies in 0..256"
            )]
            let byte = (js_sys::Math::random() * 256.0) as u8;
            bytes.set_index(index, byte);
        }
    }
    bytes
        .to_vec()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn fill(bytes: &Uint8Array) -> Option<()> {
    let crypto = Reflect::get(&js_sys::global(), &JsValue::from_str("crypto")).ok()?;
    let draw = Reflect::get(&crypto, &JsValue::from_str("getRandomValues")).ok()?;
    draw.dyn_into::<Function>()
        .ok()?
        .call1(&crypto, bytes)
        .ok()
        .map(|_| ())
}
