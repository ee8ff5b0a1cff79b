//! Talking to the desk: one typed function per command, one file per part of the page.
//!
//! A command that fails rejects its promise with a [`UiError`]; [`call`] turns every rejection into
//! one, so that no failure can stop the page.

pub mod connection;
pub mod members;
pub mod messages;
pub mod queue;
pub mod review;
pub mod session;
pub mod settings;

use coe_wire::event::{DESK_EVENT, DeskEvent};
use coe_wire::{ErrorCode, UiError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

type Watcher = Box<dyn Fn(ErrorCode)>;

thread_local! {
    static WATCHER: RefCell<Option<Watcher>> = const { RefCell::new(None) };
}

/// Calls `watcher` with the code of every failed command. The frame uses it to notice that the
/// window was locked or the person signed out.
pub fn watch_failures(watcher: impl Fn(ErrorCode) + 'static) {
    WATCHER.with_borrow_mut(|slot| *slot = Some(Box::new(watcher)));
}

/// Calls a command with its one argument.
///
/// # Errors
/// What the desk answered, or [`ErrorCode::Internal`] where the answer is none of ours.
pub async fn call<I, O>(command: &str, input: &I) -> Result<O, UiError>
where
    I: Serialize + ?Sized,
    O: DeserializeOwned,
{
    #[derive(Serialize)]
    struct Arguments<'a, I: ?Sized> {
        input: &'a I,
    }
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let arguments = Arguments { input }
        .serialize(&serializer)
        .map_err(|_| internal("arguments"));
    let answer = match arguments {
        Ok(arguments) => invoke(command, &arguments).await,
        Err(error) => Err(error),
    };
    settle(answer)
}

/// Calls a command that takes nothing.
///
/// # Errors
/// As [`call`].
pub async fn call0<O: DeserializeOwned>(command: &str) -> Result<O, UiError> {
    settle(invoke(command, &js_sys::Object::new()).await)
}

/// Calls `heard` for each [`DeskEvent`], for as long as the page lives.
///
/// # Errors
/// Where the window gives no events; the page then works without live changes.
pub async fn listen_desk_events(heard: impl Fn(DeskEvent) + 'static) -> Result<(), UiError> {
    #[derive(Deserialize)]
    struct Envelope {
        payload: DeskEvent,
    }
    #[derive(Serialize)]
    struct Target {
        kind: &'static str,
    }
    #[derive(Serialize)]
    struct Listen {
        event: &'static str,
        target: Target,
        handler: f64,
    }
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if let Ok(Envelope { payload }) = serde_wasm_bindgen::from_value(event) {
            heard(payload);
        }
    });
    let host = host()?;
    let transform = function(&host, "transformCallback")?;
    let handler = transform
        .call2(&host, closure.as_ref(), &JsValue::FALSE)
        .ok()
        .and_then(|id| id.as_f64())
        .ok_or_else(|| internal("callback"))?;
    let listen = Listen {
        event: DESK_EVENT,
        target: Target { kind: "Any" },
        handler,
    };
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let listen = listen
        .serialize(&serializer)
        .map_err(|_| internal("arguments"))?;
    invoke("plugin:event|listen", &listen).await?;
    // The desk calls it until the window closes.
    closure.forget();
    Ok(())
}

fn settle<O: DeserializeOwned>(answer: Result<JsValue, UiError>) -> Result<O, UiError> {
    let settled = answer
        .and_then(|value| serde_wasm_bindgen::from_value(value).map_err(|_| internal("answer")));
    if let Err(error) = &settled {
        WATCHER.with_borrow(|watcher| {
            if let Some(watcher) = watcher {
                watcher(error.code);
            }
        });
    }
    settled
}

async fn invoke(command: &str, arguments: &JsValue) -> Result<JsValue, UiError> {
    let host = host()?;
    let promise = function(&host, "invoke")?
        .call2(&host, &JsValue::from_str(command), arguments)
        .map_err(rejected)?;
    JsFuture::from(js_sys::Promise::resolve(&promise))
        .await
        .map_err(rejected)
}

fn host() -> Result<JsValue, UiError> {
    let window = web_sys::window().ok_or_else(|| internal("window"))?;
    let host = js_sys::Reflect::get(&window, &JsValue::from_str("__TAURI_INTERNALS__"));
    host.ok()
        .filter(JsValue::is_object)
        .ok_or_else(|| internal("host"))
}

fn function(host: &JsValue, name: &str) -> Result<js_sys::Function, UiError> {
    js_sys::Reflect::get(host, &JsValue::from_str(name))
        .ok()
        .and_then(|value| value.dyn_into().ok())
        .ok_or_else(|| internal(name))
}

/// A rejection is a [`UiError`] of the desk, or something that the page cannot know.
fn rejected(reason: JsValue) -> UiError {
    serde_wasm_bindgen::from_value(reason).unwrap_or_else(|_| internal("rejection"))
}

/// `reference` names the step that failed; it never holds data.
fn internal(reference: &str) -> UiError {
    UiError::new(ErrorCode::Internal).with("reference", format!("page-{reference}"))
}
