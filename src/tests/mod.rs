//! Component tests: pages in a real browser, with an invented desk behind `invoke`.

mod case;
mod desk;
mod drafts;
mod frame;
mod gateway;
mod keys;
mod lost;
mod messages;
mod queue;
mod review;
mod setup;
mod sign_in;
mod texts;
mod timeline;
mod words;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
