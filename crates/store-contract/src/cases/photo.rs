//! Photos: bytes, hashes, and what is left of a purged one.

use crate::harness::Harness;
use crate::world::{World, change, look, photo, sha256};
use coe_domain::{ImageKind, RequestId};
use coe_store::{NewImage, NewRequest, RelatedRequest};

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
    let of = |kind| {
        let world = &world;
        async move { look!(world, unit => unit.image_bytes(filed.id, 1, kind)) }
    };
    assert!(of(ImageKind::IdCard).await == Some(bytes), "byte for byte");
    assert_eq!(
        of(ImageKind::Selfie).await,
        Some(Vec::new()),
        "an empty file is a file"
    );
    assert_eq!(
        look!(world, unit => unit.image_bytes(filed.id, 2, ImageKind::Selfie)),
        None
    );
    let nowhere = RequestId(9_999);
    assert_eq!(
        look!(world, unit => unit.image_bytes(nowhere, 1, ImageKind::Selfie)),
        None
    );
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
    assert_eq!(
        look!(world, unit => unit.image_bytes(filed.id, 1, ImageKind::IdCard)),
        None
    );
    assert!(look!(world, unit => unit.image_bytes(filed.id, 1, ImageKind::Selfie)).is_some());
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
    let copied = look!(world, unit => unit.image_bytes(first.id, 1, ImageKind::IdCard));
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
