//! What must be true of every message, whatever was killed.

use crate::desk::Desk;
use crate::ledger::Ledger;
use coe_domain::{MessageChoice, MessageState};
use std::collections::BTreeMap;

/// How the messages of a story ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) messages: usize,
    pub(crate) accepted: usize,
    pub(crate) failed: usize,
    pub(crate) unknown: usize,
    /// Of the unknown ones, those that the gateway has in its ledger.
    pub(crate) unknown_and_taken: usize,
    /// Messages that persons had sent again.
    pub(crate) sent_again: usize,
    /// Of these, those that the gateway took more than once: what the person was warned of.
    pub(crate) taken_again: usize,
}

/// Compares the database with the gateway's ledger, message by message.
pub(crate) async fn judge(desk: &Desk, ledger: &Ledger) -> Verdict {
    let taken = ledger.taken();
    let mut verdict = Verdict::default();
    let mut owed = BTreeMap::new();
    let mut unit = desk.store.read().await.unwrap();
    for message in desk.messages().await {
        let id = message.id;
        let times = taken.get(message.to_phone.as_str()).copied().unwrap_or(0);
        let choices = unit.choices_of(id).await.unwrap();
        let again = |choice: &&coe_store::MadeChoice| choice.choice == MessageChoice::SendAgain;
        let again = choices.iter().filter(again).count();
        assert!(
            times <= 1 + again,
            "message {id} was taken {times} times, and persons had it sent again {again} times"
        );
        verdict.messages += 1;
        verdict.sent_again += usize::from(again > 0);
        verdict.taken_again += usize::from(times > 1);
        match message.state {
            MessageState::Accepted | MessageState::Delivered => {
                assert!(
                    times > 0,
                    "message {id} is {} and nobody took it",
                    message.state
                );
                verdict.accepted += 1;
            }
            MessageState::Failed => verdict.failed += 1,
            MessageState::Unknown => {
                verdict.unknown += 1;
                verdict.unknown_and_taken += usize::from(times > 0);
            }
            state @ (MessageState::Queued | MessageState::Sending) => {
                panic!("message {id} is left over as {state}")
            }
        }
        owed.insert(message.to_phone.as_str().to_owned(), ());
    }
    for phone in taken.keys() {
        assert!(
            owed.contains_key(phone),
            "something was sent that nobody queued"
        );
    }
    verdict
}
