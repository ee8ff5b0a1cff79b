//! The members' register of the demo.

use crate::stage::Stage;
use chrono::{Days, NaiveDate};
use coe_domain::member::Member;
use coe_domain::{
    Language, LicenceNumber, LoginState, MemberId, NationalId, PersonName, Phone, Standing,
};
use coe_store::Unit;
use coe_testkit::Person;
use coe_usecases::{DeskError, DeskResult};
use coe_wire::ErrorCode;

const GRADES: [&str; 5] = ["ภย", "สย", "ภก", "วก", "สฟก"];
/// Rows written in one unit.
const BATCH: usize = 2000;

/// Adds people as members, numbered from `first`, and returns their identities, in order.
pub(crate) async fn add_members(
    stage: &Stage,
    people: &[Person],
    today: NaiveDate,
    first: usize,
) -> DeskResult<Vec<MemberId>> {
    let mut ids = Vec::with_capacity(people.len());
    for batch in people.chunks(BATCH) {
        let mut unit = stage.desk.store.write().await?;
        for person in batch {
            let number = first + ids.len();
            let id = unit.add_member(&member(number, person, today)?).await?;
            add_licence(unit.as_mut(), id, number).await?;
            ids.push(id);
        }
        unit.commit().await?;
    }
    Ok(ids)
}

async fn add_licence(unit: &mut dyn Unit, id: MemberId, at: usize) -> DeskResult<()> {
    if at % 5 == 4 {
        return Ok(());
    }
    let text = format!("{}.{}", GRADES[at % GRADES.len()], 20_000 + at);
    unit.add_licence(id, &valid(LicenceNumber::parse(&text))?)
        .await?;
    Ok(())
}

fn member(at: usize, person: &Person, today: NaiveDate) -> DeskResult<Member> {
    let shift = u64::try_from(at).unwrap_or(0);
    let expired = at % 37 == 36;
    let expires = if expired {
        today - Days::new(30)
    } else {
        today + Days::new(60 + shift % 1500)
    };
    Ok(Member {
        id: MemberId(0),
        member_no: (300_000 + at).to_string(),
        national_id: valid(NationalId::parse(&person.national_id))?,
        name_th: PersonName::new(person.title_th, person.given_th, person.family_th),
        name_en: PersonName::new(person.title_en, person.given_en, person.family_en),
        birth_date: person.birth_date,
        phone: valid(Phone::parse(&person.phone))?,
        email: (!at.is_multiple_of(3)).then(|| {
            format!(
                "{}.{at}@example.com",
                person.given_en.to_lowercase().replace(' ', "")
            )
        }),
        language: if at % 11 == 10 {
            Language::En
        } else {
            Language::Th
        },
        standing: if expired {
            Standing::Expired
        } else {
            Standing::Normal
        },
        membership_expires_on: expires,
        login_state: LoginState::Enabled,
    })
}

/// Invented values are valid by construction; a mistake in them is a mistake in this program.
pub(crate) fn valid<T, E>(parsed: Result<T, E>) -> DeskResult<T> {
    parsed.map_err(|_| DeskError::from(ErrorCode::Internal))
}
