//! Which requests the demo holds: every status, every risk, every signal, ages from minutes to
//! days.

use coe_testkit::specimen::Flaw;

/// What happened to a request so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Story {
    /// Filed; nobody looked at it.
    Waiting,
    /// Someone called in vain and left a note.
    NobodyAnswered,
    /// A call is arranged for later today.
    Arranged,
    /// A supervisor has it open right now.
    HeldBySupervisor,
    /// The member was asked for new photos and has not answered.
    Returned,
    /// The member sent new photos.
    SentAgain,
    /// Handed to the supervisor: high risk.
    Escalated,
    /// Handed to the supervisor: fraud on the call.
    Fraud,
    /// Approved.
    Approved,
    /// Escalated and confirmed by the supervisor.
    Confirmed,
    /// Rejected.
    Rejected,
    /// Taken back by the member.
    Cancelled,
}

/// What is odd about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// Nothing.
    None,
    /// The stated name differs by one letter.
    NameDiffers,
    /// The new number is another member's.
    NumberTaken,
    /// The new number was another member's.
    NumberRecycled,
    /// The selfie of another member's request.
    PhotoCopied,
    /// The card photo twice.
    SamePhotoTwice,
    /// A digit of the stated ID is wrong.
    WrongDigit,
    /// A second change within weeks.
    ChangedRecently,
    /// Another face on the card.
    OtherFace,
    /// The card expired.
    CardExpired,
    /// A photo with a flaw.
    Flawed(Flaw),
    /// A file that is no photo.
    NotAPhoto,
    /// A photo that ends too early.
    Truncated,
}

/// One request of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Minutes since it was filed.
    pub(crate) age: i64,
    pub(crate) story: Story,
    pub(crate) oddity: Oddity,
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

const fn entry(age: i64, story: Story, oddity: Oddity) -> Entry {
    Entry { age, story, oddity }
}

/// The sixty requests of the demo. The oldest one that waits is good and of low risk, so that the
/// first request a newcomer takes can be approved.
pub(crate) const ENTRIES: [Entry; 60] = {
    use Flaw::{Blurred, Cropped, Dark, Glare, SmallPhoto};
    use Oddity::{
        CardExpired, ChangedRecently, Flawed, NameDiffers, None, NotAPhoto, NumberRecycled,
        NumberTaken, OtherFace, PhotoCopied, SamePhotoTwice, Truncated, WrongDigit,
    };
    use Story::{
        Approved, Arranged, Cancelled, Confirmed, Escalated, Fraud, HeldBySupervisor,
        NobodyAnswered, Rejected, Returned, SentAgain, Waiting,
    };
    [
        // Waiting, the oldest first.
        entry(2 * DAY + 5 * HOUR, Waiting, None),
        entry(2 * DAY + 2 * HOUR, Waiting, NameDiffers),
        entry(DAY + 9 * HOUR, Waiting, None),
        entry(DAY + 7 * HOUR, HeldBySupervisor, None),
        entry(DAY + 6 * HOUR, Waiting, NumberTaken),
        entry(DAY + 3 * HOUR, NobodyAnswered, None),
        entry(DAY + 2 * HOUR, Waiting, Flawed(Blurred)),
        entry(DAY, Waiting, NumberRecycled),
        entry(22 * HOUR, SentAgain, None),
        entry(21 * HOUR, Waiting, None),
        entry(20 * HOUR, Waiting, PhotoCopied),
        entry(18 * HOUR, Arranged, None),
        entry(16 * HOUR, Waiting, WrongDigit),
        entry(9 * HOUR, Waiting, None),
        entry(8 * HOUR, NobodyAnswered, None),
        entry(7 * HOUR, Waiting, Flawed(Glare)),
        entry(6 * HOUR + 20, Waiting, None),
        entry(5 * HOUR + 40, Waiting, SamePhotoTwice),
        entry(5 * HOUR, Waiting, CardExpired),
        entry(4 * HOUR + 30, Arranged, NameDiffers),
        entry(4 * HOUR, Waiting, None),
        entry(3 * HOUR + 35, Waiting, Flawed(Cropped)),
        entry(3 * HOUR, SentAgain, Flawed(Dark)),
        entry(2 * HOUR + 40, Waiting, None),
        entry(2 * HOUR + 5, Waiting, OtherFace),
        entry(100, Waiting, None),
        entry(75, Waiting, NotAPhoto),
        entry(58, Waiting, Truncated),
        entry(44, Waiting, None),
        entry(31, HeldBySupervisor, ChangedRecently),
        entry(22, Waiting, Flawed(SmallPhoto)),
        entry(15, Waiting, None),
        entry(9, Waiting, None),
        entry(4, Waiting, None),
        // Waiting for the member.
        entry(6 * DAY, Returned, Flawed(Blurred)),
        entry(4 * DAY, Returned, Flawed(Cropped)),
        entry(3 * DAY + 4 * HOUR, Returned, Flawed(Dark)),
        entry(2 * DAY, Returned, NotAPhoto),
        entry(26 * HOUR, Returned, Flawed(Glare)),
        // Waiting for the supervisor.
        entry(3 * DAY, Escalated, NumberTaken),
        entry(2 * DAY + 8 * HOUR, Escalated, PhotoCopied),
        entry(28 * HOUR, Fraud, OtherFace),
        entry(6 * HOUR, Escalated, None),
        // Closed.
        entry(13 * DAY, Approved, None),
        entry(12 * DAY, Approved, None),
        entry(11 * DAY + 3 * HOUR, Rejected, OtherFace),
        entry(10 * DAY, Approved, NumberRecycled),
        entry(9 * DAY, Confirmed, NumberRecycled),
        entry(8 * DAY + 6 * HOUR, Approved, None),
        entry(8 * DAY, Cancelled, None),
        entry(7 * DAY + 2 * HOUR, Approved, NameDiffers),
        entry(6 * DAY + 5 * HOUR, Rejected, CardExpired),
        entry(5 * DAY, Approved, None),
        entry(4 * DAY + 3 * HOUR, Confirmed, WrongDigit),
        entry(3 * DAY + 8 * HOUR, Approved, None),
        entry(3 * DAY + HOUR, Rejected, PhotoCopied),
        entry(2 * DAY + 6 * HOUR, Approved, None),
        entry(30 * HOUR, Cancelled, Flawed(Blurred)),
        entry(25 * HOUR, Approved, None),
        entry(5 * HOUR + 10, Approved, None),
    ]
};

/// The few requests of the database that the stories in the real window start from: first a good
/// one, then one of each further kind.
pub(crate) fn few() -> Vec<Entry> {
    let mut left: Vec<Entry> = ENTRIES.to_vec();
    let mut few: Vec<Entry> = left.drain(..8).collect();
    for story in [
        Story::Returned,
        Story::Escalated,
        Story::Approved,
        Story::Rejected,
    ] {
        few.extend(left.iter().find(|entry| entry.story == story));
    }
    few
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_request_that_waits_is_a_good_one() {
        let waiting = ENTRIES.iter().filter(|entry| {
            matches!(
                entry.story,
                Story::Waiting | Story::NobodyAnswered | Story::SentAgain
            )
        });
        let oldest = waiting.max_by_key(|entry| entry.age).unwrap();
        assert_eq!(
            oldest.oddity,
            Oddity::None,
            "a newcomer's first request must be approvable"
        );
        assert_eq!(few()[0], *oldest);
    }
}
