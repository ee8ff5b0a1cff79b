//! Taking members into the register.

use crate::support::Stage;
use chrono::NaiveDate;
use coe_domain::member::Member;
use coe_domain::{
    Language, LicenceNumber, LoginState, MemberId, NationalId, PersonName, Phone, Standing,
};
use coe_store_postgres::admin::{Candidate, Judged, RefusedValue};

fn candidate(number: u32) -> Candidate {
    let day = NaiveDate::from_ymd_opt(1990, 5, 4).expect("is valid");
    Candidate {
        member: Member {
            id: MemberId(0),
            member_no: (300_000 + number).to_string(),
            national_id: NationalId::parse(&format!(
                "{:013}",
                1_000_000_000_000_u64 + u64::from(number)
            ))
            .expect("is valid"),
            name_th: PersonName::new("นาย", "สมชาย", "ตัวอย่างดี"),
            name_en: PersonName::new("Mr", "Somchai", "Tuayangdee"),
            birth_date: day,
            phone: Phone::parse(&format!("08{:08}", number)).expect("is valid"),
            email: None,
            language: Language::Th,
            standing: Standing::Normal,
            membership_expires_on: day,
            login_state: LoginState::Enabled,
        },
        licences: vec![LicenceNumber::parse(&format!("ภย.{number}")).expect("is valid")],
    }
}

fn refused(column: &'static str, code: &'static str) -> Judged {
    Judged::Refused(vec![RefusedValue { column, code }])
}

#[tokio::test]
async fn members_are_added_once_and_updated_where_they_may_be() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    let mut batch: Vec<_> = (0..50).map(candidate).collect();
    assert!(
        admin
            .judge_members(&batch)
            .await
            .unwrap()
            .iter()
            .all(|one| *one == Judged::Added)
    );
    assert_eq!(
        stage.run("SELECT count(*) FROM desk.member"),
        "0",
        "judging writes nothing"
    );
    assert!(
        admin
            .take_members(&batch)
            .await
            .unwrap()
            .iter()
            .all(|one| *one == Judged::Added)
    );
    assert!(
        admin
            .take_members(&batch)
            .await
            .unwrap()
            .iter()
            .all(|one| *one == Judged::Same)
    );
    assert_eq!(
        stage.run("SELECT count(*) || ' ' || (SELECT count(*) FROM desk.licence) FROM desk.member"),
        "50 50"
    );

    batch[0].member.name_th.family = "ตัวอย่างใหม่".to_owned();
    batch[1].member.phone = Phone::parse("0999999999").unwrap();
    batch[2].member.national_id = NationalId::parse("1234567890121").unwrap();
    batch[3].member.birth_date = NaiveDate::from_ymd_opt(1991, 5, 4).unwrap();
    batch[4].licences = batch[5].licences.clone();
    batch[6]
        .licences
        .push(LicenceNumber::parse("สย.777").unwrap());
    batch[7].member.language = Language::En;
    batch[8].member.login_state = LoginState::Locked;
    batch.push(Candidate {
        licences: Vec::new(),
        ..candidate(60)
    });
    batch[50].member.national_id = batch[9].member.national_id.clone();
    let judged = admin.take_members(&batch).await.unwrap();
    assert_eq!(judged[0], Judged::Updated);
    assert_eq!(judged[1], refused("phone", "only_by_decision"));
    assert_eq!(judged[2], refused("national_id", "only_by_decision"));
    assert_eq!(judged[3], refused("birth_date", "differs_from_record"));
    assert_eq!(judged[4], refused("licences", "belongs_to_another"));
    assert_eq!(judged[6], Judged::Updated, "a new licence is one");
    assert_eq!(
        judged[7],
        Judged::Same,
        "the language is the member's to choose"
    );
    assert_eq!(judged[8], Judged::Same, "a login is never imported");
    assert_eq!(judged[50], refused("national_id", "belongs_to_another"));
    assert_eq!(
        stage.run("SELECT count(*) FROM desk.member WHERE search_key LIKE '%ตัวอย่างใหม่%'"),
        "1",
        "the new name is found"
    );
    assert_eq!(
        stage.run("SELECT count(*) FROM desk.member WHERE login_state <> 'enabled' OR phone = '0999999999'"),
        "0"
    );
    assert_eq!(
        stage.run(
            "SELECT string_agg(detail::text, ' ' ORDER BY id) FROM desk.audit_event
                   WHERE action = 'members.imported'"
        ),
        "{\"added\": 50, \"updated\": 0, \"administrator\": \"desk_test_super\"} \
         {\"added\": 0, \"updated\": 2, \"administrator\": \"desk_test_super\"}"
    );
}
