//! The photos of the plan's requests, drawn on all cores.

use crate::plan::{Entry, Oddity, Story};
use chrono::{Days, NaiveDate};
use coe_testkit::specimen::{CardData, Flaw, SpecimenOptions, card_photo, selfie_photo};
use coe_testkit::{Person, person};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Both photos of one round.
#[derive(Clone)]
pub(crate) struct Photos {
    pub(crate) id_card: Vec<u8>,
    pub(crate) selfie: Vec<u8>,
}

/// What is needed to draw them.
pub(crate) struct Order {
    pub(crate) person: Person,
    pub(crate) entry: Entry,
    pub(crate) seed: u64,
}

/// Draws the photos of all orders; `done` is told after each.
pub(crate) fn draw_all(
    orders: &[Order],
    today: NaiveDate,
    done: &(dyn Fn(usize) + Sync),
) -> Vec<Photos> {
    let next = AtomicUsize::new(0);
    let finished = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut mine = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(order) = orders.get(at) else {
                return mine;
            };
            mine.push((at, draw(order, today)));
            done(finished.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    let mut drawn: Vec<(usize, Photos)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_default())
            .collect()
    });
    drawn.sort_by_key(|(at, _)| *at);
    let mut photos: Vec<Photos> = drawn.into_iter().map(|(_, photos)| photos).collect();
    for at in 1..orders.len().min(photos.len()) {
        // A copied selfie came with the request drawn before.
        if orders[at].entry.oddity == Oddity::PhotoCopied {
            photos[at].selfie = photos[at - 1].selfie.clone();
        }
    }
    photos
}

/// Good photos of the same person, as sent after a return.
pub(crate) fn draw_again(order: &Order, today: NaiveDate) -> Photos {
    let entry = Entry {
        oddity: Oddity::None,
        ..order.entry
    };
    draw(
        &Order {
            person: order.person.clone(),
            entry,
            seed: order.seed + 1_000_000,
        },
        today,
    )
}

fn draw(order: &Order, today: NaiveDate) -> Photos {
    let issued_on = today - Days::new(400 + order.seed % 900);
    let mut card = CardData::of(&order.person, issued_on);
    let oddity = order.entry.oddity;
    if oddity == Oddity::CardExpired {
        card = card.expired_on(today - Days::new(40));
    }
    let mut options = SpecimenOptions::new(card, order.person.face, order.seed);
    if oddity == Oddity::OtherFace {
        let other = person(100_000 + u32::try_from(order.seed % 1000).unwrap_or(0));
        options.other_card_face = Some(other.face);
    }
    let flaw = match oddity {
        Oddity::Flawed(flaw) => flaw,
        _ if order.entry.story == Story::SentAgain => Flaw::Blurred,
        _ => Flaw::None,
    };
    let id_card = card_photo(&options.clone().with_flaw(flaw));
    let selfie_flaw = if flaw == Flaw::Glare {
        Flaw::None
    } else {
        flaw
    };
    let selfie = selfie_photo(&options.with_flaw(selfie_flaw));
    match oddity {
        Oddity::SamePhotoTwice => Photos {
            selfie: id_card.clone(),
            id_card,
        },
        Oddity::NotAPhoto => Photos {
            id_card: b"%PDF-1.7 not a photo".to_vec(),
            selfie,
        },
        Oddity::Truncated => {
            let half = selfie.len() / 2;
            Photos {
                id_card,
                selfie: selfie[..half].to_vec(),
            }
        }
        _ => Photos { id_card, selfie },
    }
}
