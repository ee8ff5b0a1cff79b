//! The contract suite against PostgreSQL.

mod support;

use async_trait::async_trait;
use coe_store_contract::{Desk, Harness};
use support::PgDesk;

/// Makes a database for each case.
struct PgHarness;

#[async_trait]
impl Harness for PgHarness {
    async fn fresh(&self) -> Box<dyn Desk> {
        Box::new(PgDesk::new().await)
    }
}

coe_store_contract::contract_tests!(PgHarness);
