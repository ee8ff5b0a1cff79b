//! What the desks meant to do and what they saw, kept beside the database.

use coe_domain::{DecisionId, DecisionKind, MemberId, Refusal, RequestId, StaffId};
use coe_store::{NewDecision, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A decision that a desk meant to make, and how it believes it ended.
pub(crate) struct Intent {
    pub(crate) request: RequestId,
    pub(crate) kind: DecisionKind,
    pub(crate) staff: StaffId,
    pub(crate) end: End,
}

/// How an intent ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Nobody knows yet.
    Open,
    /// It is this decision.
    Done(DecisionId),
    /// The database refused it.
    Refused,
}

/// The ledger of all desks.
#[derive(Default)]
pub(crate) struct Ledger {
    intents: Mutex<BTreeMap<String, Intent>>,
    errors: Mutex<BTreeMap<String, u64>>,
    holding: Mutex<BTreeMap<StaffId, RequestId>>,
    wrong: AtomicBool,
    /// Decisions that were answered as made before.
    pub(crate) repeated: AtomicU64,
    /// Claims that a supervisor took from somebody.
    pub(crate) released: AtomicU64,
    /// News that members have not answered yet.
    pub(crate) unanswered: AtomicU64,
    filed_again: Mutex<BTreeSet<MemberId>>,
}

/// What a member is told.
#[derive(Clone, Copy)]
pub(crate) enum News {
    /// New photos are wanted.
    Returned(RequestId),
    /// The number is changed.
    Approved(MemberId),
}

impl Ledger {
    /// Writes down what somebody means to decide, before they try. The key is theirs for ever.
    pub(crate) fn intends(&self, new: &NewDecision) {
        let before = lock(&self.intents).insert(
            new.idempotency_key.clone(),
            Intent {
                request: new.request_id,
                kind: new.kind,
                staff: new.staff,
                end: End::Open,
            },
        );
        assert!(before.is_none(), "a key is chosen once per intent");
    }

    pub(crate) fn ended(&self, key: &str, end: End) {
        lock(&self.intents)
            .get_mut(key)
            .expect("it was intended")
            .end = end;
    }

    pub(crate) fn intents(&self) -> MutexGuard<'_, BTreeMap<String, Intent>> {
        lock(&self.intents)
    }

    /// Notes an error that a desk saw. An error that may not be ends the day for everybody.
    pub(crate) fn saw(&self, error: &StoreError) {
        let name = match error {
            StoreError::Unreachable => "unreachable".to_owned(),
            StoreError::Busy => "busy".to_owned(),
            StoreError::Conflict => "conflict".to_owned(),
            StoreError::Refused(
                refusal @ (Refusal::ClaimNotHeld
                | Refusal::ClaimExpired
                | Refusal::RequestNotOpen
                | Refusal::PhoneChanged),
            ) => refusal.code().to_owned(),
            other => {
                self.wrong.store(true, Ordering::Relaxed);
                format!("WRONG {other:?}")
            }
        };
        *lock(&self.errors).entry(name).or_default() += 1;
    }

    /// How often each error was seen.
    pub(crate) fn errors(&self) -> BTreeMap<String, u64> {
        lock(&self.errors).clone()
    }

    /// Whether somebody saw an error that may not be.
    pub(crate) fn is_wrong(&self) -> bool {
        self.wrong.load(Ordering::Relaxed)
    }

    /// A member files once more.
    pub(crate) fn files_again(&self, member: MemberId) {
        lock(&self.filed_again).insert(member);
    }

    /// How many members filed once more.
    pub(crate) fn filed_again(&self) -> usize {
        lock(&self.filed_again).len()
    }

    /// Somebody works on this now.
    pub(crate) fn holds(&self, who: StaffId, what: Option<RequestId>) {
        match what {
            Some(id) => lock(&self.holding).insert(who, id),
            None => lock(&self.holding).remove(&who),
        };
    }

    /// What somebody other than `me` works on, by a throw of the dice.
    pub(crate) fn of_another(&self, me: StaffId, dice: usize) -> Option<RequestId> {
        let holding = lock(&self.holding);
        let others: Vec<_> = holding.iter().filter(|(who, _)| **who != me).collect();
        others
            .get(dice % others.len().max(1))
            .map(|(_, request)| **request)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
