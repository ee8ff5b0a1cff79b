//! Photos: bytes, hashes, and what is left of a purged one.

use crate::harness::Harness;
use crate::world::{World, change, look, photo, refused, sha256};
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_store::{NewImage, NewRequest, RelatedRequest};
use std::collections::BTreeMap;

/// What the officer gets, who says so first.
async fn taken(world: &World, id: RequestId, revision: u32, kind: ImageKind) -> Option<Vec<u8>> {
    change!(world, unit => unit.announce_photo(id, revision, kind, world.officer))
        .expect("an officer may take photos");
    look!(world, unit => unit.fetch_photo(id, revision, kind, world.officer))
}

pub(crate) async fn bytes_come_back_as_they_came(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    // Every byte value, and more than a page of the database.
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let card = NewImage {
        kind: ImageKind::IdCard,
        sha256: sha256(&bytes),
        bytes: bytes.clone(),
        width: 4032,
        height: 3024,
    };
    let empty = NewImage {
        width: 0,
        height: 0,
        ..photo(ImageKind::Selfie, "")
    };
    let form = NewRequest {
        images: vec![empty, card],
        ..world.form(member).await
    };
    let filed = world.files(&form).await;
    let card = taken(&world, filed.id, 1, ImageKind::IdCard).await;
    assert!(card == Some(bytes), "byte for byte");
    let selfie = taken(&world, filed.id, 1, ImageKind::Selfie).await;
    assert_eq!(selfie, Some(Vec::new()), "an empty file is a file");
    assert_eq!(taken(&world, filed.id, 2, ImageKind::Selfie).await, None);
    let nowhere = RequestId(9_999);
    assert_eq!(taken(&world, nowhere, 1, ImageKind::Selfie).await, None);
}

pub(crate) async fn what_is_known_comes_without_the_bytes(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let images = look!(world, unit => unit.images_of(filed.id, 1));
    assert_eq!(images.len(), 2);
    let card = images
        .iter()
        .find(|image| image.kind == ImageKind::IdCard)
        .expect("a card");
    assert_eq!((card.request_id, card.revision), (filed.id, 1));
    assert_eq!(
        (card.sha256.as_str(), card.width, card.height),
        (filed.card.as_str(), 4000, 3000)
    );
    assert!(card.byte_len > 0 && card.purged_at.is_none());
    assert!(look!(world, unit => unit.images_of(filed.id, 2)).is_empty());
}

pub(crate) async fn a_purged_one_is_known_but_gone(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    change!(world, unit => unit.cancel_request(filed.id)).expect("is taken back");
    world.desk.purge_photo(filed.id, 1, ImageKind::IdCard).await;
    assert_eq!(taken(&world, filed.id, 1, ImageKind::IdCard).await, None);
    let selfie = taken(&world, filed.id, 1, ImageKind::Selfie).await;
    assert!(selfie.is_some(), "the other one is still there");
    let images = look!(world, unit => unit.images_of(filed.id, 1));
    let card = images
        .iter()
        .find(|image| image.kind == ImageKind::IdCard)
        .expect("is known");
    assert!(card.purged_at.is_some());
    assert_eq!(card.sha256, filed.card, "the hash stays");
    assert!(
        world
            .actions(&filed)
            .await
            .contains(&"photo.purged".to_owned())
    );
}

pub(crate) async fn the_same_file_of_another_member_is_found(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.filed().await;
    let member = world.member().await;
    let mut form = world.form(member).await;
    let copied = taken(&world, first.id, 1, ImageKind::IdCard).await;
    let bytes = copied.expect("has bytes");
    // As both of its photos: it is still one request.
    for image in &mut form.images {
        image.sha256 = sha256(&bytes);
        image.bytes.clone_from(&bytes);
    }
    let second = world.files(&form).await;
    let found = look!(world, unit => unit.requests_with_photo(&first.card, first.member));
    let wanted = RelatedRequest {
        id: second.id,
        request_no: second.no,
        member_id: second.member,
    };
    assert_eq!(found, [wanted], "once, however many of its photos it is");
    let mirror = look!(world, unit => unit.requests_with_photo(&first.card, second.member));
    assert_eq!(mirror.len(), 1);
    assert!(look!(world, unit => unit.requests_with_photo(&first.selfie, first.member)).is_empty());
}

pub(crate) async fn who_takes_one_is_on_record(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let before = world.events(&filed).await.len();
    for (kind, by) in [
        (ImageKind::Selfie, world.officer),
        (ImageKind::IdCard, world.supervisor),
        (ImageKind::IdCard, world.supervisor),
    ] {
        change!(world, unit => unit.announce_photo(filed.id, 1, kind, by)).expect("is noted");
        let bytes = look!(world, unit => unit.fetch_photo(filed.id, 1, kind, by));
        assert!(bytes.is_some());
    }
    let events = world.events(&filed).await;
    let written: Vec<_> = events[before..]
        .iter()
        .map(|event| {
            assert_eq!(event.action, "photo.fetched");
            assert_eq!(event.member_id, Some(filed.member));
            (event.actor, event.detail.clone())
        })
        .collect();
    let detail = |kind: ImageKind| {
        BTreeMap::from(
            [("kind", kind.code()), ("revision", "1")]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    };
    let wanted = [
        (Some(world.officer), detail(ImageKind::Selfie)),
        (Some(world.supervisor), detail(ImageKind::IdCard)),
        (Some(world.supervisor), detail(ImageKind::IdCard)),
    ];
    assert_eq!(written, wanted, "each time, with who and what");
}

pub(crate) async fn none_is_taken_off_the_record(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let card = ImageKind::IdCard;
    let fetch = |kind: ImageKind, by: StaffId| {
        let world = &world;
        async move { change!(world, unit => unit.fetch_photo(filed.id, 1, kind, by)) }
    };
    refused!(
        fetch(card, world.officer).await,
        NotAnnounced,
        "nobody said so"
    );
    // What was announced could still be taken back.
    let mut unit = world.write().await;
    unit.announce_photo(filed.id, 1, card, world.officer)
        .await
        .expect("is noted");
    let early = unit.fetch_photo(filed.id, 1, card, world.officer).await;
    refused!(early, NotAnnounced, "the record is not kept yet");
    unit.commit().await.expect("commits");
    assert!(fetch(card, world.officer).await.expect("answers").is_some());
    refused!(
        fetch(ImageKind::Selfie, world.officer).await,
        NotAnnounced,
        "it was about the other photo"
    );
    refused!(
        fetch(card, world.colleague).await,
        NotAnnounced,
        "it was somebody else"
    );
    world.pass(16).await;
    refused!(
        fetch(card, world.officer).await,
        NotAnnounced,
        "it was long ago"
    );
}

pub(crate) async fn some_may_take_none(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let card = ImageKind::IdCard;
    let before = world.events(&filed).await.len();
    world.desk.close_account(world.colleague).await;
    let announce = |by: StaffId| {
        let world = &world;
        async move { change!(world, unit => unit.announce_photo(filed.id, 1, card, by)) }
    };
    let fetch = |by: StaffId| {
        let world = &world;
        async move { change!(world, unit => unit.fetch_photo(filed.id, 1, card, by)) }
    };
    let support = world.support;
    refused!(announce(support).await, RoleNotAllowed, "support sees none");
    refused!(fetch(support).await, RoleNotAllowed, "support sees none");
    let closed = world.colleague;
    refused!(announce(closed).await, StaffInactive, "a closed account");
    refused!(fetch(closed).await, StaffInactive, "a closed account");
    assert_eq!(world.events(&filed).await.len(), before);
}
