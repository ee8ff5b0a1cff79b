//! Leaving a gateway alone that is out of order.

use super::pace::Pace;
use coe_domain::MessageFailure;
use std::time::Duration;
use tokio::time::Instant;

/// The longest pause that a gateway may ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// What an answer says of the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    /// It works.
    Good,
    /// It says nothing: no call was made.
    Silent,
    /// It may be out of order.
    Bad {
        /// Why.
        cause: MessageFailure,
        /// How long it asked us to wait.
        wait: Option<Duration>,
    },
}

/// Whether the gateway is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BreakerState {
    /// It is used.
    Closed,
    /// It is left alone.
    Open,
    /// One message tries whether it works again.
    HalfOpen,
}

/// How many messages may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allowance {
    /// As many as there is room for.
    All,
    /// One, which tries whether the gateway works again.
    Probe,
    /// None.
    Nothing,
}

/// Counts the answers that say the gateway is out of order, and leaves it alone after some in a row. No
/// message is taken meanwhile, so none loses a try.
#[derive(Debug)]
pub(crate) struct Breaker {
    trouble: u32,
    first_wait: Duration,
    longest_wait: Duration,
    in_a_row: u32,
    wait: Duration,
    open: Option<Pause>,
}

#[derive(Debug)]
struct Pause {
    until: Instant,
    cause: MessageFailure,
    probing: bool,
}

impl Breaker {
    pub(crate) fn new(pace: &Pace) -> Self {
        Self {
            trouble: pace.trouble.max(1),
            first_wait: pace.first_wait,
            longest_wait: pace.longest_wait,
            in_a_row: 0,
            wait: pace.first_wait,
            open: None,
        }
    }

    /// How many messages may be taken now.
    pub(crate) fn allows(&self, now: Instant) -> Allowance {
        match &self.open {
            None => Allowance::All,
            Some(pause) if !pause.probing && now >= pause.until => Allowance::Probe,
            Some(_) => Allowance::Nothing,
        }
    }

    /// A message was taken to try whether the gateway works again.
    pub(crate) fn begins_probe(&mut self) {
        if let Some(pause) = &mut self.open {
            pause.probing = true;
        }
    }

    /// How long until it is worth asking again; `None` where nothing is waited for.
    pub(crate) fn opens_in(&self, now: Instant) -> Option<Duration> {
        let pause = self.open.as_ref().filter(|pause| !pause.probing)?;
        Some(pause.until.saturating_duration_since(now))
    }

    /// Notes what an answer said; `probe` where it answers the message that tried.
    pub(crate) fn note(&mut self, now: Instant, health: Health, probe: bool) {
        match health {
            Health::Good => {
                self.in_a_row = 0;
                self.wait = self.first_wait;
                self.open = None;
            }
            Health::Silent => {
                if let Some(pause) = self.open.as_mut().filter(|_| probe) {
                    pause.probing = false;
                }
            }
            Health::Bad { cause, wait } => {
                self.in_a_row = self.in_a_row.saturating_add(1);
                let opens =
                    self.open.is_none() && (self.in_a_row >= self.trouble || wait.is_some());
                if opens || (probe && self.open.is_some()) {
                    let asked = wait.unwrap_or_default().min(LONGEST_ASKED);
                    self.open = Some(Pause {
                        until: now + self.wait.max(asked),
                        cause,
                        probing: false,
                    });
                    self.wait = (self.wait * 2).min(self.longest_wait);
                }
            }
        }
    }

    /// Why the gateway is left alone; `None` where it is used.
    pub(crate) fn cause(&self) -> Option<MessageFailure> {
        self.open.as_ref().map(|pause| pause.cause)
    }

    pub(crate) fn state(&self, now: Instant) -> BreakerState {
        match &self.open {
            None => BreakerState::Closed,
            Some(pause) if pause.probing || now >= pause.until => BreakerState::HalfOpen,
            Some(_) => BreakerState::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOWN: Health = Health::Bad {
        cause: MessageFailure::GatewayDown,
        wait: None,
    };

    fn after(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    fn opened(start: Instant) -> Breaker {
        let mut breaker = Breaker::new(&Pace::default());
        for _ in 0..5 {
            breaker.note(start, DOWN, false);
        }
        breaker
    }

    #[test]
    fn it_opens_after_five_bad_answers_in_a_row_and_not_before() {
        let now = Instant::now();
        let mut breaker = Breaker::new(&Pace::default());
        for _ in 0..4 {
            breaker.note(now, DOWN, false);
        }
        breaker.note(now, Health::Good, false);
        for _ in 0..4 {
            breaker.note(now, DOWN, false);
        }
        assert_eq!(breaker.allows(now), Allowance::All);
        breaker.note(now, DOWN, false);
        assert_eq!(breaker.allows(now), Allowance::Nothing);
        assert_eq!(breaker.cause(), Some(MessageFailure::GatewayDown));
        assert_eq!(breaker.state(now), BreakerState::Open);
    }

    #[test]
    fn after_its_pause_it_lets_one_through_and_waits_for_the_answer() {
        let start = Instant::now();
        let mut breaker = opened(start);
        assert_eq!(breaker.allows(after(start, 4)), Allowance::Nothing);
        assert_eq!(breaker.allows(after(start, 5)), Allowance::Probe);
        breaker.begins_probe();
        assert_eq!(
            breaker.allows(after(start, 60)),
            Allowance::Nothing,
            "one at a time"
        );
        breaker.note(after(start, 60), Health::Good, true);
        assert_eq!(breaker.allows(after(start, 60)), Allowance::All);
        assert_eq!(breaker.cause(), None);
    }

    #[test]
    fn each_failed_try_doubles_the_pause_up_to_the_longest() {
        let mut now = Instant::now();
        let mut breaker = opened(now);
        let mut waits = Vec::new();
        for _ in 0..8 {
            let wait = breaker.opens_in(now).expect("it is open");
            waits.push(wait.as_secs());
            now += wait;
            breaker.begins_probe();
            breaker.note(now, DOWN, true);
        }
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
    }

    #[test]
    fn bad_answers_to_older_calls_do_not_prolong_the_pause() {
        let start = Instant::now();
        let mut breaker = opened(start);
        breaker.note(after(start, 3), DOWN, false);
        assert_eq!(
            breaker.opens_in(after(start, 3)),
            Some(Duration::from_secs(2))
        );
    }

    #[test]
    fn a_gateway_that_asks_to_wait_is_left_alone_at_once_and_as_long_as_it_asked() {
        let now = Instant::now();
        let mut breaker = Breaker::new(&Pace::default());
        let slower = Health::Bad {
            cause: MessageFailure::RateLimited,
            wait: Some(Duration::from_secs(30)),
        };
        breaker.note(now, slower, false);
        assert_eq!(breaker.allows(after(now, 29)), Allowance::Nothing);
        assert_eq!(breaker.allows(after(now, 30)), Allowance::Probe);
    }

    #[test]
    fn a_try_that_was_not_made_leaves_the_place_to_the_next() {
        let start = Instant::now();
        let mut breaker = opened(start);
        breaker.begins_probe();
        breaker.note(after(start, 6), Health::Silent, true);
        assert_eq!(breaker.allows(after(start, 6)), Allowance::Probe);
    }
}
