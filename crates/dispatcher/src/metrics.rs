//! What the dispatcher does, in numbers for Prometheus. No number tells of a person.

use crate::reports::{Counted, Counts};
use chrono::{DateTime, Utc};
use coe_domain::{Clock, ReportedState};
use coe_sms::dispatcher::{BreakerState, Outcome, Work};
use coe_sms::{NotAReport, Observer, Seen};
use coe_store::{MessageTotals, ReportAnswer};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Duration;

type Labels = [(&'static str, &'static str); 1];
type TwoLabels = [(&'static str, &'static str); 2];

/// A sign of life that is older than this is none.
const SIGN_OF_LIFE: Duration = Duration::from_secs(60);

/// All numbers of one dispatcher.
pub struct Metrics {
    registry: Registry,
    clock: Arc<dyn Clock>,
    taken: Counter,
    called: Family<TwoLabels, Counter>,
    written: Counter,
    unwritten: Counter,
    interrupted: Counter,
    reminders: Counter,
    reports: Family<TwoLabels, Counter>,
    turned_away: Family<Labels, Counter>,
    renewals: Counter,
    registrations: Counter,
    database_errors: Family<Labels, Counter>,
    breaker: Gauge,
    in_flight: Gauge,
    queued: Gauge,
    due_since: Gauge,
    needs_person: Gauge,
    not_reached: Gauge,
    alive_at: Gauge,
    sealed: Counter,
    sealed_at: Gauge,
    call_seconds: Histogram,
    write_seconds: Histogram,
}

impl Metrics {
    /// All of them at zero.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        // From a millisecond to a minute.
        let histogram = || Histogram::new(exponential_buckets(0.001, 2.5, 13));
        let mut metrics = Self {
            registry: Registry::with_prefix("coe_desk_dispatcher"),
            clock,
            taken: Counter::default(),
            called: Family::default(),
            written: Counter::default(),
            unwritten: Counter::default(),
            interrupted: Counter::default(),
            reminders: Counter::default(),
            reports: Family::default(),
            turned_away: Family::default(),
            renewals: Counter::default(),
            registrations: Counter::default(),
            database_errors: Family::default(),
            breaker: Gauge::default(),
            in_flight: Gauge::default(),
            queued: Gauge::default(),
            due_since: Gauge::default(),
            needs_person: Gauge::default(),
            not_reached: Gauge::default(),
            alive_at: Gauge::default(),
            sealed: Counter::default(),
            sealed_at: Gauge::default(),
            call_seconds: histogram(),
            write_seconds: histogram(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let Self { registry, .. } = self;
        registry.register("taken", "Messages taken for sending", self.taken.clone());
        registry.register(
            "calls",
            "Calls to the gateway, by what came of them and why",
            self.called.clone(),
        );
        registry.register(
            "answers_written",
            "Answers put on record",
            self.written.clone(),
        );
        registry.register(
            "answers_given_up",
            "Answers that the database never took",
            self.unwritten.clone(),
        );
        registry.register(
            "interrupted",
            "Messages of dispatchers that are gone, found here",
            self.interrupted.clone(),
        );
        registry.register(
            "reminders",
            "Reminders of calls queued here",
            self.reminders.clone(),
        );
        registry.register(
            "reports",
            "Delivery reports, by what they say and what became of them",
            self.reports.clone(),
        );
        registry.register(
            "reports_turned_away",
            "Requests that are no report, by reason",
            self.turned_away.clone(),
        );
        registry.register(
            "lease_renewals",
            "Signs of life on record",
            self.renewals.clone(),
        );
        registry.register(
            "registrations",
            "Identities taken; more than one means a lease was lost",
            self.registrations.clone(),
        );
        registry.register(
            "database_errors",
            "What the database did not do, by what it was asked for",
            self.database_errors.clone(),
        );
        registry.register(
            "breaker",
            "0 the gateway is used, 1 one message tries it, 2 it is left alone",
            self.breaker.clone(),
        );
        registry.register(
            "in_flight",
            "Messages taken and not answered for on record",
            self.in_flight.clone(),
        );
        registry.register(
            "queued",
            "Messages that wait to be sent, of all dispatchers",
            self.queued.clone(),
        );
        registry.register(
            "due_since_timestamp_seconds",
            "Since when the longest is due; 0 for none",
            self.due_since.clone(),
        );
        registry.register(
            "needs_person",
            "Messages that somebody has to settle",
            self.needs_person.clone(),
        );
        registry.register(
            "not_reached",
            "Of these, approvals that the member does not know of",
            self.not_reached.clone(),
        );
        registry.register(
            "alive_timestamp_seconds",
            "When the last sign of life was put on record",
            self.alive_at.clone(),
        );
        registry.register(
            "audit_events_sealed",
            "Events of the audit log sealed here",
            self.sealed.clone(),
        );
        registry.register(
            "audit_sealed_timestamp_seconds",
            "When events were last sealed here; 0 for never",
            self.sealed_at.clone(),
        );
        registry.register(
            "call_seconds",
            "How long calls to the gateway take",
            self.call_seconds.clone(),
        );
        registry.register(
            "write_seconds",
            "How long an answer waits to be on record",
            self.write_seconds.clone(),
        );
    }

    /// The text that Prometheus reads.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    /// Whether a sign of life was put on record lately.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        let age = self.clock.now().timestamp() - self.alive_at.get();
        u64::try_from(age).is_ok_and(|age| age <= SIGN_OF_LIFE.as_secs())
    }

    /// Events of the audit log were sealed.
    pub fn sealed(&self, events: u64, at: DateTime<Utc>) {
        self.sealed.inc_by(events);
        self.sealed_at.set(at.timestamp());
    }

    fn show(&self, totals: &MessageTotals) {
        self.queued.set(signed(totals.queued));
        let due = totals.due_since.map_or(0, |since| since.timestamp());
        self.due_since.set(due);
        self.needs_person.set(signed(totals.needs_person));
        self.not_reached.set(signed(totals.not_reached));
    }

    fn note_alive(&self) {
        self.alive_at.set(self.clock.now().timestamp());
    }

    fn report(&self, state: ReportedState, answer: ReportAnswer) {
        let became = match answer {
            ReportAnswer::Applied => "applied",
            ReportAnswer::Noted => "noted",
            ReportAnswer::Kept => "kept",
            ReportAnswer::Unknown => "unknown",
        };
        let labels = [("state", state.code()), ("became", became)];
        self.reports.get_or_create(&labels).inc();
    }
}

impl Observer for Metrics {
    fn saw(&self, seen: Seen) {
        match seen {
            Seen::Taken(count) => {
                self.taken.inc_by(count.into());
            }
            Seen::Called {
                outcome,
                cause,
                took,
            } => {
                let cause = cause.map_or("", coe_domain::MessageFailure::code);
                let labels = [("outcome", Outcome::into(outcome)), ("cause", cause)];
                self.called.get_or_create(&labels).inc();
                self.call_seconds.observe(took.as_secs_f64());
            }
            Seen::Written { answers, took, .. } => {
                self.written.inc_by(answers.into());
                self.write_seconds.observe(took.as_secs_f64());
            }
            Seen::Unwritten => {
                self.unwritten.inc();
            }
            Seen::Reported { state, answer } => self.report(state, answer),
            Seen::Interrupted(count) => {
                self.interrupted.inc_by(count);
            }
            Seen::Reminders(count) => {
                self.reminders.inc_by(count);
            }
            Seen::Renewed => {
                self.renewals.inc();
                self.note_alive();
            }
            Seen::Registered => {
                self.registrations.inc();
                self.note_alive();
            }
            Seen::Outbox(totals) => self.show(&totals),
            Seen::Breaker(state) => {
                self.breaker.set(match state {
                    BreakerState::Closed => 0,
                    BreakerState::HalfOpen => 1,
                    BreakerState::Open => 2,
                });
            }
            Seen::InFlight(count) => {
                self.in_flight.set(count.into());
            }
            Seen::Database(work) => {
                let labels = [("work", Work::into(work))];
                self.database_errors.get_or_create(&labels).inc();
            }
        }
    }
}

impl Counts for Metrics {
    fn count(&self, counted: Counted) {
        let reason = match counted {
            Counted::Report { state, answer } => return self.report(state, answer),
            Counted::Stranger => "source",
            Counted::Lost => "token",
            Counted::TooMany => "too_many",
            Counted::TooMuch => "too_much",
            Counted::Not(NotAReport::Signature) => "signature",
            Counted::Not(NotAReport::Unreadable) => "unreadable",
            Counted::Away => "database",
        };
        self.turned_away.get_or_create(&[("reason", reason)]).inc();
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
