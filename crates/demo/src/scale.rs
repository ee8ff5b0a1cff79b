//! Many more requests, to see how the queue behaves under load.

use crate::register::{add_members, valid};
use crate::stage::Stage;
use chrono::{Duration, NaiveDate};
use coe_domain::{ImageKind, NationalId, Phone, Risk};
use coe_store::{NewImage, NewRequest};
use coe_testkit::specimen::tiny_photo;
use coe_testkit::{Person, person};
use coe_usecases::DeskResult;

/// Requests filed in one unit.
const BATCH: u32 = 500;
/// Numbers of the people, apart from those of the plan.
const FIRST: u32 = 10_000;

/// Files `count` further requests, each of a member of its own, spread over the last three days.
pub(crate) async fn file_many(
    stage: &Stage,
    count: u32,
    today: NaiveDate,
    done: &dyn Fn(u32),
) -> DeskResult<()> {
    let people: Vec<Person> = (0..count)
        .map(|at| Person {
            phone: format!("06{:08}", at + 1),
            ..person(FIRST + at)
        })
        .collect();
    let members = add_members(stage, &people, today, 10_000).await?;
    stage.at(stage.now).await?;
    let span = Duration::days(3).num_seconds();
    for first in (0..count).step_by(BATCH as usize) {
        let mut unit = stage.desk.store.write().await?;
        for at in first..count.min(first + BATCH) {
            let index = at as usize;
            let age = span - span * i64::from(at) / i64::from(count);
            let new = NewRequest {
                member_id: members[index],
                stated_name: people[index].full_name_th(),
                stated_national_id: valid(NationalId::parse(&people[index].national_id))?,
                new_phone: valid(Phone::parse(&format!("09{:08}", at + 1)))?,
                risk: [Risk::Low, Risk::Low, Risk::Low, Risk::Medium, Risk::High][index % 5],
                submitted_at: stage.now - Duration::seconds(age.max(60)),
                images: vec![
                    image(ImageKind::IdCard, u64::from(at) * 2),
                    image(ImageKind::Selfie, u64::from(at) * 2 + 1),
                ],
            };
            unit.file_request(&new).await?;
        }
        unit.commit().await?;
        done(count.min(first + BATCH));
    }
    Ok(())
}

fn image(kind: ImageKind, seed: u64) -> NewImage {
    let bytes = tiny_photo(seed);
    NewImage {
        kind,
        sha256: coe_evidence::sha256_hex(&bytes),
        width: 320,
        height: 240,
        bytes,
    }
}
