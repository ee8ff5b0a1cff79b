//! One desk: a person who works until nothing is open, whatever happens to the connection.

use crate::case::{CHANNEL, Case, PASSED, challenges, report};
use crate::dice::Dice;
use crate::ledger::{End, Ledger, News};
use coe_domain::{DecisionKind, Refusal, RequestId, Role, StaffId};
use coe_store::{QueueFilter, QueueOrder, Store, StoreError, StoreResult};
use coe_store_postgres::PgStore;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// Until somebody presses "try again".
const A_MOMENT: Duration = Duration::from_millis(30);

/// Runs one call in a writing unit of its own, as the app does for each action.
macro_rules! change {
    ($store:expr, $unit:ident => $call:expr) => {{
        let done: StoreResult<_> = async {
            let mut $unit = $store.write().await?;
            let value = $call.await?;
            $unit.commit().await?;
            Ok(value)
        }
        .await;
        done
    }};
}

pub(crate) use change;

/// A desk.
pub(crate) struct Desk {
    pub(crate) store: PgStore,
    pub(crate) me: StaffId,
    pub(crate) role: Role,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) dice: Dice,
    /// What members are told.
    pub(crate) news: UnboundedSender<News>,
    /// An answer was lost: something may be claimed that this desk does not know of.
    pub(crate) unsure: bool,
    /// How many keys were chosen.
    pub(crate) keys: u64,
}

/// How an attempt to decide ended.
enum Verdict {
    Over,
    LookAgain,
}

impl Desk {
    /// Works until nothing is open any more.
    pub(crate) async fn works(mut self) {
        while !self.ledger.is_wrong() {
            if self.role == Role::Supervisor && self.dice.below(25) == 0 {
                self.takes_from_another().await;
            }
            match self.next().await {
                Ok(Some(id)) => {
                    self.ledger.holds(self.me, Some(id));
                    self.work(id).await;
                    self.ledger.holds(self.me, None);
                }
                Ok(None) => match self.is_all_done().await {
                    Ok(true) => break,
                    Ok(false) => {
                        // Whatever changes may be something to do.
                        let _ = tokio::time::timeout(A_MOMENT * 8, self.store.changed()).await;
                    }
                    Err(error) => self.bears(&error).await,
                },
                Err(error) => self.bears(&error).await,
            }
        }
        self.store.close().await;
    }

    /// Waits a moment after a failure, and no longer trusts what it believes to hold.
    async fn bears(&mut self, error: &StoreError) {
        self.ledger.saw(error);
        self.unsure = true;
        tokio::time::sleep(A_MOMENT).await;
    }

    /// The next request to work on: first what is this desk's already.
    async fn next(&mut self) -> StoreResult<Option<RequestId>> {
        if self.unsure {
            if let Some(id) = self.mine().await? {
                return Ok(Some(id));
            }
            self.unsure = false;
        }
        let (me, role) = (self.me, self.role);
        let taken = change!(self.store, unit => unit.take_next(me, role))?;
        self.unsure = taken.is_none();
        Ok(taken)
    }

    async fn mine(&self) -> StoreResult<Option<RequestId>> {
        let filter = QueueFilter {
            claimed_by: Some(self.me),
            ..QueueFilter::default()
        };
        let mut unit = self.store.read().await?;
        let page = unit
            .queue_page(&filter, QueueOrder::Urgent, None, 1)
            .await?;
        Ok(page.rows.first().map(|row| row.id))
    }

    async fn is_all_done(&self) -> StoreResult<bool> {
        // Asked before the queue: an answer comes into the queue before it counts as one.
        if self.ledger.unanswered.load(Ordering::SeqCst) > 0 {
            return Ok(false);
        }
        let mut unit = self.store.read().await?;
        let now = unit.database_now().await?;
        let totals = unit.queue_totals(self.me, now, now).await?;
        Ok(totals.pending + totals.returned + totals.escalated == 0)
    }

    /// A supervisor frees what somebody else works on at this moment.
    async fn takes_from_another(&mut self) {
        let throw = self.dice.below(usize::MAX);
        let Some(id) = self.ledger.of_another(self.me, throw) else {
            return;
        };
        let me = self.me;
        match change!(self.store, unit => unit.release_claim(id, me)) {
            Ok(true) => {
                self.ledger.released.fetch_add(1, Ordering::Relaxed);
            }
            Ok(false) => {}
            Err(error) => self.bears(&error).await,
        }
    }

    /// Lets the member know.
    fn tells(&self, case: &Case, kind: DecisionKind) {
        let news = match kind {
            DecisionKind::Return => News::Returned(case.request.id),
            DecisionKind::Approve | DecisionKind::Confirm => News::Approved(case.member.id),
            _ => return,
        };
        self.ledger.unanswered.fetch_add(1, Ordering::SeqCst);
        // Nobody listens any more only when the day went wrong.
        let _ = self.news.send(news);
    }

    /// Works on one request until it is decided or lost.
    async fn work(&mut self, id: RequestId) {
        while !self.ledger.is_wrong() {
            let case = match Case::read(&self.store, id).await {
                Ok(case) => case,
                Err(error) => {
                    self.bears(&error).await;
                    continue;
                }
            };
            if !case.is_held_by(self.me) {
                return;
            }
            let kind = case.verdict();
            match self.prepare(&case, kind).await {
                Ok(()) => {}
                Err(StoreError::Refused(refusal)) => {
                    // Somebody took it away.
                    self.ledger.saw(&StoreError::Refused(refusal));
                    return;
                }
                Err(error) => {
                    self.bears(&error).await;
                    continue;
                }
            }
            match self.decide(&case, kind).await {
                Verdict::Over => return,
                Verdict::LookAgain => {}
            }
        }
    }

    /// Does what is still to be done before a decision of this kind.
    async fn prepare(&self, case: &Case, kind: DecisionKind) -> StoreResult<()> {
        let (id, revision, me) = (case.request.id, case.request.revision, self.me);
        for code in case.open_checks() {
            change!(self.store, unit => unit.set_check(id, revision, code, PASSED, "", me))?;
        }
        let needs_call = matches!(kind, DecisionKind::Approve | DecisionKind::Confirm);
        if needs_call && !case.is_verified() {
            let call = match case.running_call(me) {
                Some(call) => call,
                None => {
                    change!(self.store, unit => unit.start_call(id, CHANNEL, &challenges(None), me))?
                }
            };
            change!(self.store, unit => unit.finish_call(&report(call, me)))?;
        }
        Ok(())
    }

    /// Decides. After a lost answer it tries again with the same key until it knows.
    async fn decide(&mut self, case: &Case, kind: DecisionKind) -> Verdict {
        self.keys += 1;
        let key = format!("{}-{}", self.me, self.keys);
        let new = case.decision(kind, self.me, key.clone());
        self.ledger.intends(&new);
        while !self.ledger.is_wrong() {
            match change!(self.store, unit => unit.decide(&new)) {
                Ok(decided) => {
                    if decided.repeated {
                        self.ledger.repeated.fetch_add(1, Ordering::Relaxed);
                    }
                    self.ledger.ended(&key, End::Done(decided.id));
                    self.tells(case, kind);
                    return Verdict::Over;
                }
                Err(StoreError::Refused(refusal)) => {
                    self.ledger.saw(&StoreError::Refused(refusal));
                    self.ledger.ended(&key, End::Refused);
                    return match refusal {
                        Refusal::PhoneChanged => Verdict::LookAgain,
                        _ => Verdict::Over,
                    };
                }
                Err(error) => self.bears(&error).await,
            }
        }
        Verdict::Over
    }
}
