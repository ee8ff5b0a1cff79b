//! The contract suite against SQLite.

mod support;

use support::SqliteHarness;

coe_store_contract::contract_tests!(SqliteHarness::new());
