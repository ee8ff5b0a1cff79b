//! What happens to a message, whichever protocol it came by.

use crate::answer::{Receipt, Refusal, cut, silence, unreadable, wait_a_second};
use crate::chance::Chance;
use crate::fates::Fates;
use crate::fault::FaultKind as F;
use crate::gateway::Gateway;
use crate::hold::Gate;
use crate::ledger::{Book, Taking};
use crate::number::Number;
use crate::options::Options;
use crate::plan::{FaultTable, Plan};

use crate::recent::{Recent, ReportState, Shown};
use crate::report::{Callback, Fate, Report, Reporter};
use crate::segments;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{io, sync::Arc};

/// What the account holds at first, in parts of messages. It never runs out by itself.
const CREDIT: u64 = 100_000_000;

/// A message as a protocol brought it.
pub(crate) struct Order {
    /// The number as the client wrote it.
    pub(crate) to: String,
    pub(crate) text: String,
    /// Who wants to know what becomes of it.
    pub(crate) callback: Option<Callback>,
}

/// How a gateway words its answers.
pub(crate) trait Protocol {
    /// Which gateway.
    const GATEWAY: Gateway;
    /// The status of a message that was taken.
    const TAKEN: StatusCode;

    /// Reads a number; `None` where this gateway would not.
    fn number(text: &str) -> Option<Number> {
        Number::parse(text)
    }
    /// The reference of a message.
    fn reference(random: u128) -> String {
        format!("{random:032x}")
    }
    /// A message was taken.
    fn taken(receipt: &Receipt) -> Response;
    /// A request is refused; `to` is the number, if it had one.
    fn refused(refusal: Refusal, to: &str) -> Response;
}

/// All that requests share.
pub(crate) struct Exchange {
    pub(crate) options: Options,
    pub(crate) faults: FaultTable,
    /// Where messages wait before they are taken.
    pub(crate) before: Gate,
    /// Where they wait after they were taken, before the answer.
    pub(crate) after: Gate,
    pub(crate) book: Book,
    pub(crate) recent: Arc<Recent>,
    pub(crate) fates: Fates,
    chance: Chance,
    reporter: Reporter,
    used: AtomicU64,
}

impl Exchange {
    /// # Errors
    /// The file of the ledger cannot be opened.
    pub(crate) fn open(options: Options, reporter: Reporter) -> io::Result<Self> {
        Ok(Self {
            faults: FaultTable::new(options.faults.clone()),
            before: Gate::open(),
            after: Gate::open(),
            book: Book::open(options.ledger.as_deref(), options.keep_text)?,
            recent: reporter.recent(),
            fates: Fates::new(options.report_delay),
            chance: Chance::new(options.seed),
            used: AtomicU64::new(0),
            reporter,
            options,
        })
    }

    /// What is left on the account, in parts of messages.
    pub(crate) fn credit(&self) -> u64 {
        if self.faults.certain().trouble == Some(F::NoCredit) {
            return 0;
        }
        CREDIT.saturating_sub(self.used.load(Ordering::Relaxed))
    }

    /// Receives a message, and answers it or not.
    pub(crate) async fn receive<P: Protocol>(&self, order: Order) -> Response {
        self.before.pass().await;
        let Some(number) = P::number(&order.to) else {
            return P::refused(Refusal::BadNumber, &order.to);
        };
        let plan = self.plan(number);
        if let Some(response) = not_taken::<P>(plan.trouble, &order.to).await {
            return response;
        }
        let Ok((receipt, report)) = self.take::<P>(&order, number, &plan) else {
            return P::refused(Refusal::Broken, &order.to);
        };
        if let Some(report) = report {
            self.reporter.deliver(report).await;
        }
        self.after.pass().await;
        let delay = self.options.latency + plan.delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        match plan.trouble {
            Some(F::NoAnswerTaken) => silence().await,
            Some(F::DropAfter) => cut(),
            Some(F::ErrorAfter) => P::refused(Refusal::Broken, &order.to),
            Some(F::BadJson) => unreadable(P::TAKEN),
            _ => P::taken(&receipt),
        }
    }

    /// Answers a question that is no message: it meets the faults that happen always.
    pub(crate) async fn answer<P: Protocol>(&self, answer: Response) -> Response {
        let plan = self.faults.certain();
        if !plan.delay.is_zero() {
            tokio::time::sleep(plan.delay).await;
        }
        match plan.trouble {
            Some(F::BadNumber | F::NoCredit) => answer,
            Some(F::BadJson) => unreadable(answer.status()),
            trouble => not_taken::<P>(trouble, "").await.unwrap_or(answer),
        }
    }

    fn plan(&self, number: Number) -> Plan {
        let told = self
            .options
            .telling_numbers
            .then(|| Plan::told_by(number))
            .flatten();
        told.unwrap_or_else(|| self.faults.draw(&self.chance))
    }

    /// Takes a message. Nothing waits in here, so a message is taken whole or not at all. Gives back
    /// the report that is to be sent before the answer, if any.
    fn take<P: Protocol>(
        &self,
        order: &Order,
        number: Number,
        plan: &Plan,
    ) -> io::Result<(Receipt, Option<Report>)> {
        let random = self.chance.reference();
        let reference = P::reference(random);
        let serial = self.book.take(Taking {
            gateway: P::GATEWAY,
            reference: &reference,
            number,
            text: &order.text,
        })?;
        let parts = segments::parts(&order.text);
        self.used.fetch_add(u64::from(parts), Ordering::Relaxed);
        let fate = Fate::of(plan.report);
        if P::GATEWAY == Gateway::Twilio {
            self.fates.note(random, number, fate);
        }
        let wanted = plan.report != Some(F::ReportNever);
        let callback = order.callback.clone().filter(|_| wanted);
        self.recent.add(Shown {
            serial,
            gateway: P::GATEWAY,
            number,
            text: order.text.clone(),
            report: match &callback {
                Some(callback) if callback.is_on_this_computer() => ReportState::Waits,
                Some(_) => ReportState::Elsewhere,
                None => ReportState::None,
            },
        });
        let report = callback
            .filter(Callback::is_on_this_computer)
            .map(|callback| Report {
                callback,
                serial,
                reference: reference.clone(),
                number,
                fate,
            });
        let early = match report {
            Some(report) if plan.report == Some(F::ReportEarly) => Some(report),
            Some(report) => {
                self.reporter.plan(report);
                None
            }
            None => None,
        };
        let receipt = Receipt {
            reference,
            to: order.to.clone(),
            number,
            parts,
            credit: self.credit(),
        };
        Ok((receipt, early))
    }
}

/// The answer to a message that is not taken, where the trouble says so.
async fn not_taken<P: Protocol>(trouble: Option<F>, to: &str) -> Option<Response> {
    Some(match trouble? {
        F::NoAnswerNotTaken => silence().await,
        F::DropBefore => cut(),
        F::RateLimited => wait_a_second(P::refused(Refusal::RateLimited, to)),
        F::ErrorBefore => P::refused(Refusal::Broken, to),
        F::BadNumber => P::refused(Refusal::BadNumber, to),
        F::NoCredit => P::refused(Refusal::NoCredit, to),
        F::WrongCredentials => P::refused(Refusal::Credentials, to),
        _ => return None,
    })
}
