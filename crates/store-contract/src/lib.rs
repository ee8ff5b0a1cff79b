//! What every database of the desk must do, told as cases against [`coe_store::Store`].
//!
//! # Holding a new database to it
//! Implement [`Harness`] and write one line in a test file:
//!
//! ```ignore
//! coe_store_contract::contract_tests!(MyHarness::new());
//! ```
//!
//! That expands to one test for each case, and one more that runs them all through a recorder and
//! fails if any repository function was never called ([`coverage`]).
//!
//! # Adding a case
//! An `async fn name(harness: &dyn Harness)` in a file of `cases/`, and its name in
//! [`for_each_case`]. A case that is not listed does not pass `clippy`.

mod cases;
pub mod figures;
mod harness;
mod list;
mod recorder;
mod watched;
pub mod world;

pub use harness::{Desk, Harness};
pub use recorder::Recorder;
pub use watched::{FUNCTIONS, Watch, WatchedStore};

use futures::future::BoxFuture;

/// One case.
pub struct Case {
    /// `file::name`.
    pub name: &'static str,
    /// Runs it; panics where the database breaks the rule.
    pub run: for<'a> fn(&'a dyn Harness) -> BoxFuture<'a, ()>,
}

/// Runs the case of this name.
///
/// # Panics
/// Where there is no such case, or the database breaks its rule.
pub async fn run(harness: &dyn Harness, name: &str) {
    let case = list::CASES.iter().find(|case| case.name == name);
    let case = case.unwrap_or_else(|| panic!("no case is called {name}"));
    (case.run)(harness).await;
}

/// All cases.
#[must_use]
pub fn cases() -> &'static [Case] {
    list::CASES
}

/// Runs every case and proves that each repository function was called.
///
/// # Panics
/// Where a function was not, naming it.
pub async fn coverage(harness: &dyn Harness) {
    let recorder = Recorder::new(harness);
    for case in list::CASES {
        (case.run)(&recorder).await;
    }
    let called = recorder.called();
    let missed: Vec<_> = FUNCTIONS
        .iter()
        .filter(|name| !called.contains(**name))
        .collect();
    assert!(missed.is_empty(), "no case calls {missed:?}");
}
