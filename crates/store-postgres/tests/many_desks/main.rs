//! A day in an office of sixteen, in which connections break all the time. In the evening the books
//! must be right to the last row.

#[path = "../support/databases.rs"]
mod databases;
#[path = "../support/people.rs"]
mod people;
#[path = "../support/wire.rs"]
mod wire;

mod case;
mod desk;
mod dice;
mod killer;
mod ledger;
mod office;
mod portal;
mod proof;
mod rules;

use desk::Desk;
use dice::Dice;
use ledger::Ledger;
use office::Office;
use portal::Portal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wire::Wire;

/// What was seen is printed: `cargo test … -- --nocapture` shows it. `COE_DESK_MANY=1` works sixteen times as many requests.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(
    clippy::print_stdout,
    reason = "what was seen is of interest, and no rule"
)]
async fn sixteen_desks_decide_everything_once() {
    let office = Office::opens().await;
    let ledger = Arc::new(Ledger::default());
    // One commit in fifty is done and its answer lost.
    let commits = Arc::new(AtomicU64::new(0));
    let cuts = {
        let commits = commits.clone();
        move || commits.fetch_add(1, Ordering::Relaxed) % 50 == 49
    };
    let cluster = databases::cluster();
    let (_cable, whole) = tokio::sync::watch::channel(0);
    let wire = Wire::to(cluster.host(), cluster.port(), cuts, whole).await;
    let (news, heard) = tokio::sync::mpsc::unbounded_channel();
    let mut desks = Vec::new();
    for (n, (person, role)) in office.people.iter().enumerate() {
        let store = office.seat(&wire, &person.credentials).await;
        assert_eq!(store.me(), Some(person.id), "each sits at their own desk");
        desks.push(Desk {
            store,
            me: person.id,
            role: *role,
            ledger: ledger.clone(),
            dice: Dice::new(n as u64),
            news: news.clone(),
            unsure: false,
            keys: 0,
        });
    }
    drop(news);
    let portal = Portal {
        store: office.seat(&wire, &office.portal).await,
        ledger: ledger.clone(),
    };
    let victims = office
        .people
        .iter()
        .map(|(person, _)| &person.credentials)
        .chain([&office.portal])
        .map(|credentials| credentials.username.clone())
        .collect();

    let (stop, stopped) = tokio::sync::oneshot::channel();
    let killer = tokio::spawn(killer::kills(
        office.database.clone(),
        victims,
        commits,
        stopped,
    ));
    let portal = tokio::spawn(portal.answers(heard));
    let desks: Vec<_> = desks
        .into_iter()
        .map(|desk| tokio::spawn(desk.works()))
        .collect();
    for desk in desks {
        desk.await.expect("a desk works to the end");
    }
    portal.await.expect("the portal works to the end");
    stop.send(()).expect("the killer is still there");
    let kills = killer.await.expect("the killer works to the end");

    let errors = ledger.errors();
    let repeated = ledger.repeated.load(Ordering::Relaxed);
    let released = ledger.released.load(Ordering::Relaxed);
    let seen = format!("{kills:?}, errors {errors:?}, repeated {repeated}, released {released}");
    println!("{seen}");
    assert!(!ledger.is_wrong(), "an error that may not be: {seen}");
    assert!(
        kills.listening > 0 && kills.working > 10 && kills.idle > 0,
        "connections of each kind were broken: {seen}"
    );
    assert!(
        errors.get("unreachable").is_some_and(|times| *times > 10),
        "broken connections were felt: {seen}"
    );
    assert!(
        repeated > 10,
        "answers to decisions were lost, and the same key got them again: {seen}"
    );
    assert!(released > 0, "claims were lost: {seen}");
    proof::is_right(&office, &ledger).await;
}
