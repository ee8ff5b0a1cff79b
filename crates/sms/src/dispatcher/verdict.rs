//! What an answer of a gateway means for the message, and what it says of the gateway.

use super::breaker::Health;
use super::pace::Pace;
use crate::{Sent, Whose};
use chrono::TimeDelta;
use coe_domain::{MessageFailure, Rng};
use coe_store::Answered;
use std::time::Duration;

/// A message that came too late is due again after this long.
const AFTER_LATE: Duration = Duration::from_secs(1);

/// What a message that was taken too long ago to be sent is answered with. It costs no more than the time.
pub(crate) fn late() -> Answered {
    Answered::NotNow {
        cause: MessageFailure::Late,
        retry_in: delta(AFTER_LATE),
    }
}

/// What an answer says of the gateway.
pub(crate) fn health(sent: &Sent) -> Health {
    match *sent {
        Sent::Taken { .. }
        | Sent::Refused { .. }
        | Sent::NotNow {
            whose: Whose::Message,
            ..
        } => Health::Good,
        Sent::NotNow {
            cause,
            whose: Whose::Gateway,
            wait,
        } => Health::Bad { cause, wait },
        Sent::Unknown { cause } => Health::Bad { cause, wait: None },
    }
}

/// What an answer to the `attempt`-th try means for the message. An unknown outcome is never tried again.
pub(crate) fn answered(
    sent: Sent,
    attempt: u32,
    pace: &Pace,
    tells_fate: bool,
    rng: &dyn Rng,
) -> Answered {
    match sent {
        Sent::Taken { reference } => Answered::Taken {
            gateway_ref: reference,
            poll_in: tells_fate.then(|| delta(pace.poll_in)),
        },
        Sent::NotNow { cause, .. } if attempt >= pace.tries => Answered::Refused {
            cause: last_cause(cause),
        },
        Sent::NotNow { cause, wait, .. } => Answered::NotNow {
            cause,
            retry_in: delta(pause(attempt, pace, rng).max(wait.unwrap_or_default())),
        },
        Sent::Refused { cause } => Answered::Refused { cause },
        Sent::Unknown { cause } => Answered::Unknown { cause },
    }
}

/// Why a message is given up. A passing trouble of the gateway is not what a person could do something
/// about; the earlier attempts tell it.
fn last_cause(cause: MessageFailure) -> MessageFailure {
    match cause {
        MessageFailure::GatewayDown | MessageFailure::RateLimited | MessageFailure::Late => {
            MessageFailure::TriedOut
        }
        telling => telling,
    }
}

/// The pause after a try: doubling, up to the longest, plus up to a quarter by chance, so that many
/// messages do not come back at once.
fn pause(attempt: u32, pace: &Pace, rng: &dyn Rng) -> Duration {
    let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
    let base = pace
        .first_retry
        .saturating_mul(doubled)
        .min(pace.longest_retry);
    let quarter = u32::try_from(base.as_millis() / 4).unwrap_or(u32::MAX);
    base + Duration::from_millis(u64::from(rng.below(quarter.saturating_add(1))))
}

/// A span as the database takes it.
pub(crate) fn delta(span: Duration) -> TimeDelta {
    TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coe_testkit::SeededRng;

    fn down(wait: Option<Duration>) -> Sent {
        Sent::NotNow {
            cause: MessageFailure::GatewayDown,
            whose: Whose::Gateway,
            wait,
        }
    }

    fn retry_in(attempt: u32, wait: Option<Duration>, seed: u64) -> TimeDelta {
        let pace = Pace {
            tries: u32::MAX,
            ..Pace::default()
        };
        match answered(down(wait), attempt, &pace, false, &SeededRng::new(seed)) {
            Answered::NotNow { retry_in, .. } => retry_in,
            other => panic!("it is tried again, and not {other:?}"),
        }
    }

    #[test]
    fn the_pause_doubles_from_two_seconds_to_ten_minutes_plus_up_to_a_quarter() {
        let expected = [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600];
        for (attempt, seconds) in (1..).zip(expected) {
            for seed in 0..50 {
                let pause = retry_in(attempt, None, seed);
                assert!(pause >= TimeDelta::seconds(seconds), "{attempt}: {pause}");
                assert!(
                    pause <= TimeDelta::milliseconds(seconds * 1250),
                    "{attempt}: {pause}"
                );
            }
        }
        let differ = (0..50).map(|seed| retry_in(5, None, seed)).max()
            > (0..50).map(|seed| retry_in(5, None, seed)).min();
        assert!(differ, "chance keeps messages apart");
        assert!(retry_in(u32::MAX - 1, None, 1) <= TimeDelta::seconds(750));
    }

    #[test]
    fn what_the_gateway_asks_for_is_waited_at_least() {
        let hour = Duration::from_secs(3600);
        assert_eq!(retry_in(1, Some(hour), 1), TimeDelta::hours(1));
        assert!(retry_in(5, Some(Duration::from_secs(1)), 1) >= TimeDelta::seconds(32));
    }

    #[test]
    fn a_message_is_given_up_after_its_last_try_with_a_cause_that_says_what_to_do() {
        let rng = SeededRng::new(1);
        let given_up = |cause| {
            let sent = Sent::NotNow {
                cause,
                whose: Whose::Gateway,
                wait: None,
            };
            answered(sent, 10, &Pace::default(), false, &rng)
        };
        assert_eq!(
            given_up(MessageFailure::GatewayDown),
            Answered::Refused {
                cause: MessageFailure::TriedOut
            }
        );
        assert_eq!(
            given_up(MessageFailure::CreditEmpty),
            Answered::Refused {
                cause: MessageFailure::CreditEmpty
            }
        );
    }

    #[test]
    fn an_unknown_outcome_stays_unknown_however_few_tries_were_made() {
        let cause = MessageFailure::NoAnswer;
        let answer = answered(
            Sent::Unknown { cause },
            1,
            &Pace::default(),
            true,
            &SeededRng::new(1),
        );
        assert_eq!(answer, Answered::Unknown { cause });
    }

    #[test]
    fn a_fate_is_asked_for_only_where_the_gateway_tells_it() {
        let taken = || Sent::Taken {
            reference: Some("r".to_owned()),
        };
        let poll = |tells_fate| {
            let rng = SeededRng::new(1);
            match answered(taken(), 1, &Pace::default(), tells_fate, &rng) {
                Answered::Taken { poll_in, .. } => poll_in,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(poll(true), Some(TimeDelta::seconds(10)));
        assert_eq!(poll(false), None);
    }
}
