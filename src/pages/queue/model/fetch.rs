//! Fetching rows: a new question, further down, and again in place.

use super::super::span::{Span, anchored_shift, extend};
use super::QueueModel;
use crate::clock::now_ms;
use crate::ipc;
use coe_wire::UiError;
use coe_wire::queue::{QueuePage, QueueQuery};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::ops::Range;

/// Rows of a fetched page.
const PAGE: usize = 100;
/// Up to here a refresh fetches everything from the top; beyond, only what is on screen.
const REFRESH_WHOLE: usize = 1_000;

impl QueueModel {
    /// Asks anew, from the first row.
    pub fn reload(self) {
        let round = self.begin_round();
        self.waiting.set(true);
        self.fetch_counts();
        let query = self.query(None, PAGE);
        spawn_local(async move {
            let answer = ipc::queue::queue_page(&query).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.waiting.try_set(false);
            match answer {
                Ok(page) => {
                    if let Some(Some(list)) = self.list.try_get_value() {
                        list.rewind();
                    }
                    self.answered.set_value(true);
                    self.error.set(None);
                    self.starts.set_value(vec![(0, None)]);
                    self.take_tail(&page);
                    self.rows.set(page.rows);
                    self.keep_current();
                    self.want_more();
                }
                Err(error) => {
                    self.error.set(Some(error));
                    self.rows.set(Vec::new());
                    self.total.set(0);
                    self.answered.set_value(false);
                }
            }
        });
    }

    /// Fetches on until what is on screen is there.
    pub fn want_more(self) {
        let wanted = self.seen().end + PAGE / 2;
        let known = self.rows.with_untracked(Vec::len);
        let Some(cursor) = self.next.get_value() else {
            return;
        };
        if known >= wanted || self.fetching.get_value() {
            return;
        }
        self.fetching.set_value(true);
        let round = self.round.get_value();
        // Far away rows are reached faster in larger steps.
        let step = if wanted > known + 2 * PAGE {
            2 * PAGE
        } else {
            PAGE
        };
        let query = self.query(Some(cursor.clone()), step);
        spawn_local(async move {
            let answer = ipc::queue::queue_page(&query).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.fetching.set_value(false);
            match answer {
                Ok(page) => {
                    self.error.set(None);
                    self.starts
                        .update_value(|starts| starts.push((known, Some(cursor))));
                    self.take_tail(&page);
                    self.rows.update(|rows| extend(rows, page.rows));
                    self.want_more();
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Fetches again what is on screen, without moving it. Runs once at a time.
    pub fn refresh(self) {
        match self.refreshing.try_get_value() {
            None => return,
            Some(true) => return self.again.set_value(true),
            Some(false) => {}
        }
        if !self.answered.get_value() {
            return self.reload();
        }
        self.refreshing.set_value(true);
        self.fetch_counts();
        let round = self.begin_round();
        let seen = self.seen();
        let (from, first) = self.refresh_start(&seen);
        spawn_local(async move {
            let answer = self.fetch_span(from, first, seen.end, round).await;
            if self.refreshing.try_set_value(false).is_some() {
                return;
            }
            if self.round.get_value() == round {
                match answer {
                    Ok(Some(span)) => self.put_span(from, span),
                    Ok(None) => {}
                    Err(error) => self.error.set(Some(error)),
                }
            }
            if self.again.get_value() {
                self.again.set_value(false);
                self.refresh();
            }
        });
    }

    fn fetch_counts(self) {
        spawn_local(async move {
            if let Ok(counts) = ipc::queue::queue_counts().await {
                self.counts.try_set(Some(counts));
            }
        });
    }

    fn begin_round(self) -> u64 {
        self.fetching.set_value(false);
        self.round.update_value(|round| *round += 1);
        self.round.get_value()
    }

    fn query(self, after: Option<String>, limit: usize) -> QueueQuery {
        untrack(|| QueueQuery {
            tab: self.tab.get(),
            search: self.search.get(),
            risk: self.risk.get(),
            age: self.age.get(),
            unclaimed: self.unclaimed.get(),
            sort: self.sort.get(),
            after,
            limit: u32::try_from(limit).unwrap_or(200),
        })
    }

    fn take_tail(self, page: &QueuePage) {
        self.next.set_value(page.next.clone());
        self.total
            .set(usize::try_from(page.total).unwrap_or_default());
    }

    fn refresh_start(self, seen: &Range<usize>) -> (usize, Option<String>) {
        if seen.end <= REFRESH_WHOLE {
            return (0, None);
        }
        self.starts.with_value(|starts| {
            let page = starts.iter().rev().find(|(start, _)| *start <= seen.start);
            page.cloned().unwrap_or((0, None))
        })
    }

    async fn fetch_span(
        self,
        from: usize,
        first: Option<String>,
        end: usize,
        round: u64,
    ) -> Result<Option<Span>, UiError> {
        let mut span = Span {
            rows: Vec::new(),
            starts: Vec::new(),
            last: None,
        };
        let mut cursor = first;
        loop {
            let page = ipc::queue::queue_page(&self.query(cursor.clone(), 2 * PAGE)).await?;
            if self.round.try_get_value() != Some(round) {
                return Ok(None);
            }
            span.starts.push((from + span.rows.len(), cursor));
            cursor = page.next.clone();
            extend(&mut span.rows, page.rows.clone());
            let enough = from + span.rows.len() >= end + PAGE / 2;
            span.last = Some(page);
            if enough || cursor.is_none() {
                return Ok(Some(span));
            }
        }
    }

    /// Puts fresh rows in place so that the row under the pointer (or the first on screen) stays
    /// where it is.
    fn put_span(self, from: usize, span: Span) {
        self.error.set(None);
        let Some(last) = &span.last else { return };
        let list = self.list.get_value();
        let seen = self.seen();
        let hovered = self.hovered.get_untracked();
        let at_top = list.is_none_or(|list| list.at_top());
        let (fresh, shift) = self.rows.with_untracked(|old| {
            let mut fresh = old.get(..from).unwrap_or_default().to_vec();
            extend(&mut fresh, span.rows.clone());
            let hovered_at = hovered.and_then(|id| old.iter().position(|row| row.id == id));
            // Where nobody points and the top is on screen, new rows may come in at the top.
            let anchor = hovered_at.or((!at_top).then_some(seen.start));
            let shift = anchor.map_or(0, |anchor| anchored_shift(old, &fresh, anchor));
            (fresh, shift)
        });
        if let Some(hovered) = hovered
            && !fresh.iter().any(|row| row.id == hovered)
        {
            self.moved_at.set_value(now_ms());
            self.hovered.set(None);
        }
        self.starts.update_value(|starts| {
            starts.retain(|(start, _)| *start < from);
            starts.extend(span.starts.iter().cloned());
        });
        self.take_tail(last);
        if self.rows.with_untracked(|old| *old != fresh) {
            self.rows.set(fresh);
        }
        self.keep_current();
        if shift != 0
            && let Some(list) = list
        {
            list.shift(shift);
        }
        self.want_more();
    }
}
