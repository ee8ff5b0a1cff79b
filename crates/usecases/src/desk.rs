//! What every use case needs.

use coe_domain::{Clock, Rng};
use coe_store::Store;
use std::sync::Arc;

/// The desk's database, clock and source of chance.
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Random bytes fit for secrets.
    pub rng: Arc<dyn Rng>,
}
