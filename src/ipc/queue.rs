//! The queue.

use super::{call, call0};
use coe_domain::RequestId;
use coe_wire::queue::{QueueCounts, QueuePage, QueueQuery};
use coe_wire::{UiError, command};

/// A page of the queue.
pub async fn queue_page(input: &QueueQuery) -> Result<QueuePage, UiError> {
    call(command::QUEUE_PAGE, input).await
}

/// The numbers on the tabs.
pub async fn queue_counts() -> Result<QueueCounts, UiError> {
    call0(command::QUEUE_COUNTS).await
}

/// Claims the most urgent request that nobody holds.
pub async fn take_next() -> Result<Option<RequestId>, UiError> {
    call0(command::TAKE_NEXT).await
}
