//! A gateway that reaches no phone: for one desk without a contract, for training and tests.

use crate::{Delivery, Gateway, Sent};
use async_trait::async_trait;
use coe_domain::{Phone, Rng};
use std::sync::Arc;

/// Takes every message and delivers it when asked. Numbers ending in `0000` are refused and
/// numbers ending in `9999` never arrive, so that both can be seen.
pub struct Simulator {
    rng: Arc<dyn Rng>,
}

const UNREACHABLE: &str = "sim-unreachable-";

impl Simulator {
    /// A simulator that draws its references from `rng`.
    #[must_use]
    pub fn new(rng: Arc<dyn Rng>) -> Self {
        Self { rng }
    }
}

#[async_trait]
impl Gateway for Simulator {
    async fn send(&self, to: &Phone, _body: &str) -> Sent {
        let key = self.rng.key();
        match to.as_str().get(6..) {
            Some("0000") => Sent::Refused {
                cause: "bad_number",
            },
            Some("9999") => Sent::Taken {
                reference: format!("{UNREACHABLE}{key}"),
            },
            _ => Sent::Taken {
                reference: format!("sim-{key}"),
            },
        }
    }

    async fn delivery(&self, reference: &str) -> Delivery {
        if reference.starts_with(UNREACHABLE) {
            Delivery::Failed {
                cause: "not_reachable",
            }
        } else {
            Delivery::Delivered
        }
    }

    fn is_simulated(&self) -> bool {
        true
    }
}
