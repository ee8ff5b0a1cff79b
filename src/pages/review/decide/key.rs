//! Idempotency keys.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// A random key of 128 bits as 32 hexadecimal digits.
pub fn idempotency_key() -> String {
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
