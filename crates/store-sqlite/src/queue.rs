//! Listing `change_request`, page by page.
//!
//! Without a search, each status is read from its own place in the index of the order, and only the
//! page of each is merged: the queue itself is never sorted, however long it is. A search, or asking
//! for one person's claims, finds few rows first and sorts those.

#[cfg(test)]
mod plan;
mod row;
mod select;

use crate::error::engine;
use crate::unit::{SqliteUnit, millis};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::StaffId;
use coe_store::cursor::Position;
use coe_store::search::QueueSearch;
use coe_store::{
    QueueFilter, QueueOrder, QueuePageRows, QueueRepository, QueueTotals, Scope, StoreResult,
};
use row::QueueRow;
use select::Selection;

#[async_trait]
impl QueueRepository for SqliteUnit {
    async fn queue_page(
        &mut self,
        filter: &QueueFilter,
        order: QueueOrder,
        after: Option<&str>,
        limit: u32,
    ) -> StoreResult<QueuePageRows> {
        let after = after.map(|text| Position::read(text, order)).transpose()?;
        let now = self.now_ms().await?;
        let search = match filter.understood() {
            Some(QueueSearch::Member(search)) => {
                Some(QueueSearch::Member(self.weigh(search).await?))
            }
            other => other,
        };
        let selection = Selection::new(filter, search, now);
        let scopes = selection.scopes();
        // One more than asked for tells whether there is a next page.
        let mut query = selection.page(&scopes, order, after, limit.saturating_add(1));
        let found: Vec<QueueRow> = query
            .build_query_as()
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        QueuePageRows::of(
            found,
            order,
            limit,
            |row| row.position(order),
            |row| row.read(now),
        )
    }

    async fn queue_total(&mut self, filter: &QueueFilter) -> StoreResult<u64> {
        let now = self.now_ms().await?;
        let selection = Selection::new(filter, filter.understood(), now);
        let mut total: i64 = 0;
        for scope in selection.scopes() {
            let mut query = match scope {
                Scope::Ordered(status) if filter.is_by_status_only() => select::tally(status),
                _ => selection.count(&scope),
            };
            let part: i64 = query
                .build_query_scalar()
                .fetch_one(self.db())
                .await
                .map_err(engine)?;
            total += part;
        }
        Ok(total.unsigned_abs())
    }

    async fn queue_totals(
        &mut self,
        asker: StaffId,
        closed_since: DateTime<Utc>,
        filed_before: DateTime<Utc>,
    ) -> StoreResult<QueueTotals> {
        let row: (i64, i64, i64, i64, i64, i64, i64) =
            sqlx::query_as(include_str!("queue/totals.sql"))
                .bind(asker.0)
                .bind(millis(closed_since))
                .bind(millis(filed_before))
                .fetch_one(self.db())
                .await
                .map_err(engine)?;
        Ok(QueueTotals {
            pending: row.0.unsigned_abs(),
            returned: row.1.unsigned_abs(),
            escalated: row.2.unsigned_abs(),
            closed: row.3.unsigned_abs(),
            mine: row.4.unsigned_abs(),
            closed_since: row.5.unsigned_abs(),
            filed_before: row.6.unsigned_abs(),
        })
    }
}
