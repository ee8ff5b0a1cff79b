//! The register.

use crate::harness::Harness;
use crate::world::{World, change, is_duplicate, look, phone, refused};
use chrono::TimeDelta;
use coe_domain::member::Member;
use coe_domain::{Language, LicenceNumber, LoginState, MemberId, PersonName, Standing};

async fn numbers(world: &World, text: &str) -> Vec<String> {
    look!(world, unit => unit.find_members(text, 50))
        .into_iter()
        .map(|m| m.member_no)
        .collect()
}

async fn named(world: &World, th: (&str, &str, &str), en: (&str, &str, &str)) -> Member {
    let member = Member {
        name_th: PersonName::new(th.0, th.1, th.2),
        name_en: PersonName::new(en.0, en.1, en.2),
        ..world.somebody()
    };
    let id = world.add(&member).await;
    Member { id, ..member }
}

pub(crate) async fn comes_back_as_it_was_stored(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = Member {
        email: Some("somchai@example.test".to_owned()),
        language: Language::En,
        standing: Standing::Expired,
        login_state: LoginState::Locked,
        name_th: PersonName::new("ผศ.ดร.", "สมชาย", "ณ อยุธยา"),
        name_en: PersonName::new("", "Somchai", ""),
        ..world.somebody()
    };
    let id = world.add(&member).await;
    assert_eq!(world.the_member(id).await, Member { id, ..member });
    assert_eq!(
        look!(world, unit => unit.member_by_id(MemberId(9_999))),
        None
    );
}

pub(crate) async fn number_and_national_id_are_unique(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.somebody();
    world.add(&first).await;
    let same_no = Member {
        member_no: first.member_no.clone(),
        ..world.somebody()
    };
    let result = change!(world, unit => unit.add_member(&same_no));
    assert!(is_duplicate(&result, "member.member_no"), "{result:?}");
    let same_id = Member {
        national_id: first.national_id.clone(),
        ..world.somebody()
    };
    let result = change!(world, unit => unit.add_member(&same_id));
    assert!(is_duplicate(&result, "member.national_id"), "{result:?}");
    let same_phone = Member {
        phone: first.phone.clone(),
        ..world.somebody()
    };
    change!(world, unit => unit.add_member(&same_phone)).expect("two members may share a phone");
}

pub(crate) async fn licences_stand_in_the_order_they_came(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let (id, other) = (world.member().await, world.member().await);
    let licence = |text| LicenceNumber::parse(text).expect("a licence number");
    for text in ["สย.12345", "กย.999", "ภย.1"] {
        change!(world, unit => unit.add_licence(id, &licence(text))).expect("adds a licence");
    }
    let found = look!(world, unit => unit.licences_of(id));
    assert_eq!(
        found,
        [licence("สย.12345"), licence("กย.999"), licence("ภย.1")]
    );
    let again = change!(world, unit => unit.add_licence(other, &licence("กย.999")));
    assert!(
        is_duplicate(&again, "licence.number"),
        "a licence is one member's: {again:?}"
    );
    assert!(look!(world, unit => unit.licences_of(other)).is_empty());
}

pub(crate) async fn is_found_by_each_exact_key(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.somebody();
    let id = world.add(&member).await;
    world.member().await;
    let licence = LicenceNumber::parse("วย.4711").expect("a licence number");
    change!(world, unit => unit.add_licence(id, &licence)).expect("adds a licence");
    for text in [
        member.member_no.clone(),
        format!(" {} ", member.member_no),
        member.national_id.as_str().to_owned(),
        "วย 4711".to_owned(),
        member.phone.as_str().to_owned(),
        format!("+66{}", &member.phone.as_str()[1..]),
    ] {
        assert_eq!(
            numbers(&world, &text).await,
            [member.member_no.as_str()],
            "{text}"
        );
    }
    for text in ["", "  ", "999999", "กย.1", "0899999999", "1999999999999"] {
        assert!(numbers(&world, text).await.is_empty(), "{text}");
    }
}

pub(crate) async fn is_found_by_part_of_a_name(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let a = named(
        &world,
        ("นางสาว", "สมศรี", "น้ำใส"),
        ("Miss", "Somsri", "Namsai"),
    )
    .await;
    let b = named(&world, ("นาย", "อนันต์", "ศรีสุข"), ("Mr.", "Anan", "Srisuk")).await;
    for (text, wanted) in [
        ("ศรี", vec![&a, &b]),
        ("ศร", vec![&a, &b]),
        ("น้ำใส", vec![&a]),
        ("น\u{0E4D}\u{0E49}\u{0E32}ใส", vec![&a]),
        ("สมศรี น้ำ", vec![&a]),
        ("นางสาวสมศรี", vec![&a]),
        ("นางสาว สมศรี", vec![&a]),
        ("SRI", vec![&a, &b]),
        ("anan srisuk", vec![&b]),
        ("an", vec![&b]),
        ("ใจดี", vec![]),
        ("ศรีสุข somsri", vec![]),
    ] {
        let wanted: Vec<_> = wanted
            .iter()
            .map(|member| member.member_no.clone())
            .collect();
        assert_eq!(numbers(&world, text).await, wanted, "{text}");
    }
}

pub(crate) async fn a_search_text_is_no_pattern(harness: &dyn Harness) {
    let world = World::new(harness).await;
    named(
        &world,
        ("นาย", "สมชาย", "ใจดี"),
        ("Mr.", "Somchai", "Jaidee"),
    )
    .await;
    for text in [
        "%",
        "_",
        "%%%",
        "som*",
        "som OR jai",
        "\"som",
        "som\" OR \"jai",
        "'",
        "NEAR(a b)",
    ] {
        assert!(numbers(&world, text).await.is_empty(), "{text}");
    }
}

pub(crate) async fn a_search_is_limited_and_in_order_of_the_number(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for _ in 0..5 {
        world.member().await;
    }
    let found = look!(world, unit => unit.find_members("สมชาย", 3));
    let numbers: Vec<_> = found
        .iter()
        .map(|member| member.member_no.as_str())
        .collect();
    assert_eq!(numbers, ["300001", "300002", "300003"]);
}

pub(crate) async fn who_has_and_had_a_number_is_known(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let now = world.now().await;
    let number = phone(55_555_555);
    let a = world
        .add(&Member {
            phone: number.clone(),
            ..world.somebody()
        })
        .await;
    let b = world
        .add(&Member {
            phone: number.clone(),
            ..world.somebody()
        })
        .await;
    let c = world.member().await;
    assert_eq!(look!(world, unit => unit.other_holders_of(&number, a)), [b]);
    assert_eq!(
        look!(world, unit => unit.other_holders_of(&number, c)),
        [a, b]
    );
    for (member, days) in [(b, 20), (c, 10), (c, 400)] {
        let at = now - TimeDelta::days(days);
        change!(world, unit => unit.add_former_phone(member, &number, at)).expect("adds");
    }
    let former = look!(world, unit => unit.former_holders_of(&number, b));
    assert_eq!(former.len(), 2, "the one who asks is left out");
    assert!(
        former[0].replaced_at > former[1].replaced_at,
        "newest first"
    );
    assert_eq!((former[0].member_id, former[0].request_id), (c, None));
    let history = look!(world, unit => unit.phone_history_of(c));
    assert_eq!(history, former);
    assert!(look!(world, unit => unit.phone_history_of(a)).is_empty());
}

pub(crate) async fn a_former_phone_lies_in_the_past(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let id = world.member().await;
    let tomorrow = world.now().await + TimeDelta::days(1);
    let result = change!(world, unit => unit.add_former_phone(id, &phone(1), tomorrow));
    refused!(result, AppendOnly, "nothing was replaced tomorrow");
}
