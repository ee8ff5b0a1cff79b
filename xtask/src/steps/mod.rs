//! One file a step. Each can be repeated at any time and does only what is still missing.

pub(crate) mod app;
pub(crate) mod checks;
pub(crate) mod demo;
pub(crate) mod packages;
pub(crate) mod postgres;
pub(crate) mod shared;
pub(crate) mod simulator;
pub(crate) mod stories;
pub(crate) mod tools;
pub(crate) mod ui_bundle;
pub(crate) mod wasm_debian;
pub(crate) mod wasm_tables;
pub(crate) mod wasm_target;
pub(crate) mod wasm_tests;
pub(crate) mod window;
