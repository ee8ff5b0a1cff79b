//! Remembers which functions of the stores of a harness were called.

use crate::harness::{Desk, Harness};
use crate::watched::{Watch, WatchedStore};
use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_store::{Store, StoreResult};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Default)]
struct Called(Mutex<BTreeSet<&'static str>>);

impl Watch for Called {
    fn before(&self, function: &'static str) -> StoreResult<()> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(function);
        Ok(())
    }
}

/// A harness whose stores remember.
pub struct Recorder<'a> {
    inner: &'a dyn Harness,
    called: Arc<Called>,
}

impl<'a> Recorder<'a> {
    /// Records on top of `inner`.
    #[must_use]
    pub fn new(inner: &'a dyn Harness) -> Self {
        Self {
            inner,
            called: Arc::default(),
        }
    }

    /// The functions called so far.
    #[must_use]
    pub fn called(&self) -> BTreeSet<&'static str> {
        self.called
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl Harness for Recorder<'_> {
    async fn fresh(&self) -> Box<dyn Desk> {
        Box::new(RecordedDesk {
            inner: self.inner.fresh().await,
            called: self.called.clone(),
        })
    }
}

struct RecordedDesk {
    inner: Box<dyn Desk>,
    called: Arc<Called>,
}

#[async_trait]
impl Desk for RecordedDesk {
    fn store(&self) -> Arc<dyn Store> {
        Arc::new(WatchedStore::new(self.inner.store(), self.called.clone()))
    }

    async fn another_store(&self) -> Arc<dyn Store> {
        let inner = self.inner.another_store().await;
        Arc::new(WatchedStore::new(inner, self.called.clone()))
    }

    async fn advance_clock(&self, by: TimeDelta) {
        self.inner.advance_clock(by).await;
    }

    async fn close_account(&self, staff: StaffId) {
        self.inner.close_account(staff).await;
    }

    async fn purge_photo(&self, request: RequestId, revision: u32, kind: ImageKind) {
        self.inner.purge_photo(request, revision, kind).await;
    }

    async fn set_priority(&self, request: RequestId, priority: i64) {
        self.inner.set_priority(request, priority).await;
    }
}
