//! A test server that plays three SMS gateways, faults included.
//!
//! ```
//! # async fn a_test() -> Result<(), coe_sms_simulator::StartError> {
//! use coe_sms_simulator::{Fault, FaultKind, Gateway, Options, Simulator};
//!
//! let running = Simulator::start(Options::default()).await?;
//! running.set_faults([Fault::next(FaultKind::NoAnswerTaken, 1)]);
//! let base = running.url(Gateway::ThaiBulkSms); // http://127.0.0.1:PORT/thaibulksms
//! // … send with a client under test, then ask the judge:
//! assert_eq!(running.ledger().total, 0);
//! running.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! It depends on no other crate of this workspace, so that it judges them by the gateways' own
//! protocols. It listens on loopback only, calls only loopback, and sends no SMS.
//!
//! **What happens to a message.** The request is read whole, and its credentials and fields are
//! looked at. While a hold is on, it waits. Then faults are drawn. If none of them says otherwise
//! the message is *taken*: it is written to the [`Ledger`], and to the file of the ledger where
//! there is one, and only then the answer is sent, after the latency and a second place to hold.
//! A client that goes away before its message was taken has not sent it; one that goes away later
//! has.
//!
//! **Numbers that say what happens**, for people who try by hand ([`Options::telling_numbers`]), by
//! the last four digits: `0000` bad number; `9999` taken, then reported as failed; `8888` taken,
//! never answered; `7777` status 500, not taken; `6666` taken, answer unreadable; `5555` taken,
//! answered after five seconds.
//!
//! **While it runs**, `POST /control` takes any of
//! `{"faults":[{"kind":"no_answer_taken","probability":0.1},{"kind":"slow","next":3,"delay_ms":200}],
//! "hold":true,"hold_after":false}`: the faults replace all others, what is left out stays, and the
//! answer, as that of `GET /control`, tells how things stand and how many messages wait. The kinds
//! are those of [`FaultKind`] in snake case. `GET /ledger` gives the [`Ledger`] and
//! `GET /ledger?summary=1` its [`Summary`]. `GET /` is a page for people.
//!
//! Questions (credit, balance, the fate of a message) meet only faults of probability 1, and use
//! up none.
//!
//! **Reports** are tried once. Twilio's are signed with [`Options::twilio_token`], else with the
//! password of the message's request.

mod answer;
mod chance;
mod control;
mod exchange;
mod fates;
mod fault;
mod gateway;
mod hold;
mod ledger;
mod number;
mod options;
mod page;
mod plan;
mod protocol;
mod recent;
mod report;
mod segments;
mod server;

pub use fault::{Fault, FaultError, FaultKind, Odds};
pub use gateway::Gateway;
pub use ledger::{Entry, Ledger, Summary, TextHash};
pub use number::Number;
pub use options::Options;
pub use server::{Running, Simulator, StartError};
