//! Taking members into the register from outside.

use super::error::{AdminError, engine};
use super::owner::{be_oneself, become_owner, note_event};
use super::session::Admin;
use chrono::NaiveDate;
use coe_domain::LicenceNumber;
use coe_domain::member::Member;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::{BTreeMap, BTreeSet};

/// A member as somebody else's register knows them. The identity of `member` has no meaning.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The member.
    pub member: Member,
    /// Their licences.
    pub licences: Vec<LicenceNumber>,
}

/// What becomes of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// Is new.
    Added,
    /// Was known, and something about them changed.
    Updated,
    /// Was known as they are.
    Same,
    /// Cannot be taken; nothing of them is written.
    Refused(Vec<RefusedValue>),
}

/// Why a value cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedValue {
    /// The column.
    pub column: &'static str,
    /// The reason: a stable code.
    pub code: &'static str,
}

/// The phone or the national ID of a member who is known differs. The one changes only by a decision
/// of the desk, the other never by an import.
const ONLY_BY_DECISION: &str = "only_by_decision";
/// Another member has this value.
const BELONGS_TO_ANOTHER: &str = "belongs_to_another";
/// What identifies a member is recorded differently.
const DIFFERS_FROM_RECORD: &str = "differs_from_record";

#[derive(sqlx::FromRow)]
struct KnownRow {
    member_no: String,
    national_id: String,
    title_th: String,
    given_th: String,
    family_th: String,
    title_en: String,
    given_en: String,
    family_en: String,
    birth_date: NaiveDate,
    phone: String,
    email: Option<String>,
    standing: String,
    membership_expires_on: NaiveDate,
}

impl KnownRow {
    /// Whether everything that an import may change is as the candidate says.
    fn is_up_to_date(&self, member: &Member) -> bool {
        let (th, en) = (&member.name_th, &member.name_en);
        [&self.title_th, &self.given_th, &self.family_th] == [&th.title, &th.given, &th.family]
            && [&self.title_en, &self.given_en, &self.family_en]
                == [&en.title, &en.given, &en.family]
            && self.email == member.email
            && self.standing == member.standing.code()
            && self.membership_expires_on == member.membership_expires_on
    }
}

/// What the database knows of a batch.
#[derive(Default)]
struct Known {
    by_number: BTreeMap<String, KnownRow>,
    /// National ID to member number.
    holders: BTreeMap<String, String>,
    /// Licence to member number.
    licences: BTreeMap<String, String>,
}

impl Admin {
    /// Tells what would become of the candidates, and writes nothing.
    ///
    /// # Errors
    /// What keeps the database from being read.
    pub async fn judge_members(&mut self, batch: &[Candidate]) -> Result<Vec<Judged>, AdminError> {
        let mut look = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut look).await?;
        let known = Known::of(&mut look, batch, "").await?;
        look.rollback().await.map_err(engine)?;
        Ok(batch.iter().map(|one| known.judge(one)).collect())
    }

    /// Takes the candidates that can be taken, all in one transaction, and notes how many. Doing it
    /// again changes nothing more.
    ///
    /// # Errors
    /// What keeps the database from being written; nothing of the batch was, then.
    pub async fn take_members(&mut self, batch: &[Candidate]) -> Result<Vec<Judged>, AdminError> {
        let mut transaction = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut transaction).await?;
        let known = Known::of(&mut transaction, batch, "ORDER BY id FOR NO KEY UPDATE").await?;
        let judged: Vec<_> = batch.iter().map(|one| known.judge(one)).collect();
        let those = |wanted: &Judged| -> Vec<&Candidate> {
            let with = batch.iter().zip(&judged);
            with.filter(|(_, judged)| *judged == wanted)
                .map(|(one, _)| one)
                .collect()
        };
        let (added, updated) = (those(&Judged::Added), those(&Judged::Updated));
        if !added.is_empty() || !updated.is_empty() {
            add(&mut transaction, &added).await?;
            update(&mut transaction, &updated).await?;
            add_licences(
                &mut transaction,
                added.iter().chain(&updated).copied(),
                &known,
            )
            .await?;
            let detail = json!({ "added": added.len(), "updated": updated.len() });
            note_event(&mut transaction, "members.imported", detail).await?;
        }
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)?;
        Ok(judged)
    }
}

impl Known {
    /// `lock` is what keeps the rows from being changed until the end of the transaction.
    async fn of(
        connection: &mut PgConnection,
        batch: &[Candidate],
        lock: &'static str,
    ) -> Result<Self, AdminError> {
        let numbers: Vec<_> = batch
            .iter()
            .map(|one| one.member.member_no.as_str())
            .collect();
        let ids: Vec<_> = batch
            .iter()
            .map(|one| one.member.national_id.as_str())
            .collect();
        let licences: Vec<_> = batch
            .iter()
            .flat_map(|one| one.licences.iter().map(LicenceNumber::as_str))
            .collect();
        // Two queries and not an OR, so that each finds its index.
        let sql = format!(
            "SELECT member_no, national_id, title_th, given_th, family_th, title_en, given_en,
                    family_en, birth_date, phone::text AS phone, email, standing,
                    membership_expires_on
             FROM desk.member
             WHERE member_no = ANY ($1)
             {lock}"
        );
        let rows: Vec<KnownRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(&numbers)
            .fetch_all(&mut *connection)
            .await
            .map_err(engine)?;
        let holders: Vec<(String, String)> = sqlx::query_as(
            "SELECT national_id, member_no FROM desk.member WHERE national_id = ANY ($1)",
        )
        .bind(&ids)
        .fetch_all(&mut *connection)
        .await
        .map_err(engine)?;
        let licences: Vec<(String, String)> = sqlx::query_as(
            "SELECT l.number, m.member_no
             FROM desk.licence AS l
             JOIN desk.member AS m ON m.id = l.member_id
             WHERE l.number = ANY ($1)",
        )
        .bind(&licences)
        .fetch_all(connection)
        .await
        .map_err(engine)?;
        Ok(Self {
            by_number: rows
                .into_iter()
                .map(|row| (row.member_no.clone(), row))
                .collect(),
            holders: holders.into_iter().collect(),
            licences: licences.into_iter().collect(),
        })
    }

    fn judge(&self, one: &Candidate) -> Judged {
        let member = &one.member;
        let mut refused = Vec::new();
        let mut refuse = |column, code| refused.push(RefusedValue { column, code });
        let known = self.by_number.get(&member.member_no);
        if let Some(known) = known {
            if known.national_id != member.national_id.as_str() {
                refuse("national_id", ONLY_BY_DECISION);
            }
            if known.birth_date != member.birth_date {
                refuse("birth_date", DIFFERS_FROM_RECORD);
            }
            if known.phone != member.phone.as_str() {
                refuse("phone", ONLY_BY_DECISION);
            }
        }
        let another = |holder: Option<&String>| holder.is_some_and(|no| *no != member.member_no);
        if known.is_none() && another(self.holders.get(member.national_id.as_str())) {
            refuse("national_id", BELONGS_TO_ANOTHER);
        }
        let mut new_licence = false;
        for licence in &one.licences {
            let holder = self.licences.get(licence.as_str());
            if another(holder) {
                refuse("licences", BELONGS_TO_ANOTHER);
            }
            new_licence |= holder.is_none();
        }
        match known {
            _ if !refused.is_empty() => Judged::Refused(refused),
            None => Judged::Added,
            Some(known) if known.is_up_to_date(member) && !new_licence => Judged::Same,
            Some(_) => Judged::Updated,
        }
    }
}

/// The values of one column of all rows: PostgreSQL takes a table as arrays.
fn column<'a, T>(rows: &[&'a Candidate], value: impl Fn(&'a Member) -> T) -> Vec<T> {
    rows.iter().map(|row| value(&row.member)).collect()
}

async fn add(connection: &mut PgConnection, rows: &[&Candidate]) -> Result<(), AdminError> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO desk.member
             (member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en,
              birth_date, phone, email, language, standing, membership_expires_on, login_state,
              search_key)
         SELECT *
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::text[], $8::text[], $9::date[], $10::text[], $11::text[], $12::text[],
                     $13::text[], $14::date[], $15::text[], $16::text[])",
    )
    .bind(column(rows, |m| m.member_no.as_str()))
    .bind(column(rows, |m| m.national_id.as_str()))
    .bind(column(rows, |m| m.name_th.title.as_str()))
    .bind(column(rows, |m| m.name_th.given.as_str()))
    .bind(column(rows, |m| m.name_th.family.as_str()))
    .bind(column(rows, |m| m.name_en.title.as_str()))
    .bind(column(rows, |m| m.name_en.given.as_str()))
    .bind(column(rows, |m| m.name_en.family.as_str()))
    .bind(column(rows, |m| m.birth_date))
    .bind(column(rows, |m| m.phone.as_str()))
    .bind(column(rows, |m| m.email.as_deref()))
    .bind(column(rows, |m| m.language.code()))
    .bind(column(rows, |m| m.standing.code()))
    .bind(column(rows, |m| m.membership_expires_on))
    .bind(column(rows, |m| m.login_state.code()))
    .bind(column(rows, Member::search_key))
    .execute(connection)
    .await
    .map_err(engine)?;
    Ok(())
}

async fn update(connection: &mut PgConnection, rows: &[&Candidate]) -> Result<(), AdminError> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "UPDATE desk.member AS m
         SET title_th = n.title_th, given_th = n.given_th, family_th = n.family_th,
             title_en = n.title_en, given_en = n.given_en, family_en = n.family_en,
             email = n.email, standing = n.standing,
             membership_expires_on = n.membership_expires_on, search_key = n.search_key
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::text[], $8::text[], $9::text[], $10::date[], $11::text[])
              AS n (member_no, title_th, given_th, family_th, title_en, given_en, family_en, email,
                    standing, membership_expires_on, search_key)
         WHERE m.member_no = n.member_no",
    )
    .bind(column(rows, |m| m.member_no.as_str()))
    .bind(column(rows, |m| m.name_th.title.as_str()))
    .bind(column(rows, |m| m.name_th.given.as_str()))
    .bind(column(rows, |m| m.name_th.family.as_str()))
    .bind(column(rows, |m| m.name_en.title.as_str()))
    .bind(column(rows, |m| m.name_en.given.as_str()))
    .bind(column(rows, |m| m.name_en.family.as_str()))
    .bind(column(rows, |m| m.email.as_deref()))
    .bind(column(rows, |m| m.standing.code()))
    .bind(column(rows, |m| m.membership_expires_on))
    .bind(column(rows, Member::search_key))
    .execute(connection)
    .await
    .map_err(engine)?;
    Ok(())
}

async fn add_licences(
    connection: &mut PgConnection,
    rows: impl Iterator<Item = &Candidate>,
    known: &Known,
) -> Result<(), AdminError> {
    let (mut numbers, mut holders) = (Vec::new(), Vec::new());
    // One may be listed twice for the same member.
    let mut seen = BTreeSet::new();
    for row in rows {
        for licence in &row.licences {
            if !known.licences.contains_key(licence.as_str()) && seen.insert(licence) {
                numbers.push(licence.as_str());
                holders.push(row.member.member_no.as_str());
            }
        }
    }
    if numbers.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO desk.licence (member_id, number)
         SELECT m.id, n.number
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS n (number, member_no, place)
         JOIN desk.member AS m ON m.member_no = n.member_no
         ORDER BY n.place",
    )
    .bind(&numbers)
    .bind(&holders)
    .execute(connection)
    .await
    .map_err(engine)?;
    Ok(())
}
