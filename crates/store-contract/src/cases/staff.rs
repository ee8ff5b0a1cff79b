//! People and remembered computers.

use crate::harness::Harness;
use crate::world::{World, change, is_duplicate, look};
use chrono::TimeDelta;
use coe_domain::{Role, StaffId};
use coe_store::NewStaff;

fn new(username: &str) -> NewStaff {
    NewStaff {
        username: username.to_owned(),
        display_name: "ฟ้า".to_owned(),
        role: Role::Support,
        password_hash: "$argon2id$x".to_owned(),
    }
}

pub(crate) async fn is_found_by_id_and_name(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let id = change!(world, unit => unit.add_staff(&new("Fah"))).expect("adds a person");
    let by_id = look!(world, unit => unit.staff_by_id(id)).expect("is found by id");
    assert_eq!(
        (by_id.username.as_str(), by_id.display_name.as_str()),
        ("fah", "ฟ้า")
    );
    assert_eq!(
        (by_id.role, by_id.is_active, by_id.failed_sign_ins),
        (Role::Support, true, 0)
    );
    assert_eq!((by_id.locked_until, by_id.last_sign_in_at), (None, None));
    // Where the engine itself checks passwords, the desk keeps none of them.
    assert!(
        matches!(by_id.password_hash.as_deref(), None | Some("$argon2id$x")),
        "the hash that was stored, or none"
    );
    let by_name = look!(world, unit => unit.staff_by_username("FAH"));
    assert_eq!(
        by_name,
        Some(by_id),
        "the case of a user name does not matter"
    );
    assert_eq!(look!(world, unit => unit.staff_by_id(StaffId(9_999))), None);
    assert_eq!(look!(world, unit => unit.staff_by_username("nobody")), None);
}

pub(crate) async fn has_a_name_of_its_own(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let again = change!(world, unit => unit.add_staff(&new("ANONG")));
    assert!(is_duplicate(&again, "staff.username"), "{again:?}");
}

pub(crate) async fn failed_sign_ins_count_until_one_succeeds(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let now = world.now().await;
    let until = now + TimeDelta::minutes(15);
    change!(world, unit => unit.record_failed_sign_in(world.officer, None)).expect("counts");
    change!(world, unit => unit.record_failed_sign_in(world.officer, Some(until))).expect("counts");
    let staff = look!(world, unit => unit.staff_by_id(world.officer)).expect("exists");
    assert_eq!(
        (staff.failed_sign_ins, staff.locked_until),
        (2, Some(until))
    );
    change!(world, unit => unit.record_sign_in(world.officer, now)).expect("records");
    let staff = look!(world, unit => unit.staff_by_id(world.officer)).expect("exists");
    assert_eq!((staff.failed_sign_ins, staff.locked_until), (0, None));
    assert_eq!(staff.last_sign_in_at, Some(now));
    let other = look!(world, unit => unit.staff_by_id(world.colleague)).expect("exists");
    assert_eq!(
        (other.failed_sign_ins, other.last_sign_in_at),
        (0, None),
        "nobody else is touched"
    );
}

pub(crate) async fn a_computer_is_remembered_until_it_expires(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let now = world.now().await;
    let end = now + TimeDelta::days(30);
    let token = "ab".repeat(32);
    change!(world, unit => unit.remember_device(world.officer, &token, end)).expect("remembers");
    let found = look!(world, unit => unit.staff_by_device(&token, now)).expect("is known");
    assert_eq!(found.id, world.officer);
    let late = look!(world, unit => unit.staff_by_device(&token, end));
    assert!(late.is_none(), "a token ends at its time");
    assert!(look!(world, unit => unit.staff_by_device("cd", now)).is_none());
}

pub(crate) async fn a_forgotten_computer_is_gone(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let now = world.now().await;
    let end = now + TimeDelta::days(1);
    change!(world, unit => unit.remember_device(world.officer, "one", end)).expect("remembers");
    change!(world, unit => unit.remember_device(world.officer, "two", end)).expect("remembers");
    let again = change!(world, unit => unit.remember_device(world.colleague, "one", end));
    assert!(again.is_err(), "a token belongs to one person: {again:?}");
    assert!(change!(world, unit => unit.forget_device("one")).expect("forgets"));
    assert!(
        !change!(world, unit => unit.forget_device("one")).expect("forgets"),
        "once"
    );
    assert!(look!(world, unit => unit.staff_by_device("one", now)).is_none());
    assert!(
        look!(world, unit => unit.staff_by_device("two", now)).is_some(),
        "only that one"
    );
}
