//! A gateway that reaches no phone: for one desk without a contract, for training and tests.

use crate::{Fate, Gateway, Outgoing, Sent};
use async_trait::async_trait;
use coe_domain::{GatewayKind, MessageFailure, Rng};
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
    fn kind(&self) -> GatewayKind {
        GatewayKind::Simulator
    }

    fn is_simulated(&self) -> bool {
        true
    }

    fn tells_fate(&self) -> bool {
        true
    }

    async fn send(&self, message: &Outgoing<'_>) -> Sent {
        let key = self.rng.key();
        match message.to.as_str().get(6..) {
            Some("0000") => Sent::Refused {
                cause: MessageFailure::BadNumber,
            },
            Some("9999") => Sent::Taken {
                reference: Some(format!("{UNREACHABLE}{key}")),
            },
            _ => Sent::Taken {
                reference: Some(format!("sim-{key}")),
            },
        }
    }

    async fn fate(&self, reference: &str) -> Result<Fate, MessageFailure> {
        Ok(if reference.starts_with(UNREACHABLE) {
            Fate::Failed {
                cause: MessageFailure::NotReachable,
            }
        } else {
            Fate::Delivered
        })
    }

    async fn credit(&self) -> Result<Option<String>, MessageFailure> {
        Ok(None)
    }
}
