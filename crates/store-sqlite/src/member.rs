//! Tables `member`, `licence` and `phone_history`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::search::Statement;
use crate::unit::{SqliteUnit, millis};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::member::Member;
use coe_domain::{LicenceNumber, MemberId, PersonName, Phone, RequestId};
use coe_store::search::MemberSearch;
use coe_store::{FormerPhone, MemberRepository, StoreResult};
use sqlx::AssertSqlSafe;

const TABLE: &str = "member";

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: i64,
    member_no: String,
    national_id: String,
    title_th: String,
    given_th: String,
    family_th: String,
    title_en: String,
    given_en: String,
    family_en: String,
    birth_date: String,
    phone: String,
    email: Option<String>,
    language: String,
    standing: String,
    membership_expires_on: String,
    login_state: String,
}

impl MemberRow {
    fn read(self) -> StoreResult<Member> {
        let row = Row::of(TABLE, self.id);
        Ok(Member {
            id: MemberId(self.id),
            national_id: row.parse("national_id", &self.national_id)?,
            birth_date: row.parse("birth_date", &self.birth_date)?,
            phone: row.parse("phone", &self.phone)?,
            language: row.parse("language", &self.language)?,
            standing: row.parse("standing", &self.standing)?,
            membership_expires_on: row
                .parse("membership_expires_on", &self.membership_expires_on)?,
            login_state: row.parse("login_state", &self.login_state)?,
            member_no: self.member_no,
            name_th: PersonName::new(self.title_th, self.given_th, self.family_th),
            name_en: PersonName::new(self.title_en, self.given_en, self.family_en),
            email: self.email,
        })
    }
}

#[derive(sqlx::FromRow)]
struct FormerPhoneRow {
    id: i64,
    member_id: i64,
    phone: String,
    replaced_at: i64,
    request_id: Option<i64>,
}

impl FormerPhoneRow {
    fn read(self) -> StoreResult<FormerPhone> {
        let row = Row::of("phone_history", self.id);
        Ok(FormerPhone {
            member_id: MemberId(self.member_id),
            phone: row.parse("phone", &self.phone)?,
            replaced_at: row.moment("replaced_at", self.replaced_at)?,
            request_id: self.request_id.map(RequestId),
        })
    }
}

#[async_trait]
impl MemberRepository for SqliteUnit {
    async fn add_member(&mut self, member: &Member) -> StoreResult<MemberId> {
        let id = sqlx::query_scalar(
            "INSERT INTO member
                 (member_no, national_id, title_th, given_th, family_th, title_en, given_en,
                  family_en, birth_date, phone, email, language, standing,
                  membership_expires_on, login_state, search_key)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             RETURNING id",
        )
        .bind(&member.member_no)
        .bind(member.national_id.as_str())
        .bind(&member.name_th.title)
        .bind(&member.name_th.given)
        .bind(&member.name_th.family)
        .bind(&member.name_en.title)
        .bind(&member.name_en.given)
        .bind(&member.name_en.family)
        .bind(member.birth_date.to_string())
        .bind(member.phone.as_str())
        .bind(&member.email)
        .bind(member.language.code())
        .bind(member.standing.code())
        .bind(member.membership_expires_on.to_string())
        .bind(member.login_state.code())
        .bind(member.search_key())
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(MemberId(id))
    }

    async fn add_licence(&mut self, id: MemberId, licence: &LicenceNumber) -> StoreResult<()> {
        sqlx::query("INSERT INTO licence (member_id, number) VALUES (?, ?)")
            .bind(id.0)
            .bind(licence.as_str())
            .execute(self.db())
            .await
            .map_err(engine)?;
        Ok(())
    }

    async fn add_former_phone(
        &mut self,
        id: MemberId,
        phone: &Phone,
        replaced_at: DateTime<Utc>,
    ) -> StoreResult<()> {
        sqlx::query("INSERT INTO phone_history (member_id, phone, replaced_at) VALUES (?, ?, ?)")
            .bind(id.0)
            .bind(phone.as_str())
            .bind(millis(replaced_at))
            .execute(self.db())
            .await
            .map_err(engine)?;
        Ok(())
    }

    async fn member_by_id(&mut self, id: MemberId) -> StoreResult<Option<Member>> {
        let row: Option<MemberRow> = sqlx::query_as("SELECT * FROM member WHERE id = ?")
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(MemberRow::read).transpose()
    }

    async fn licences_of(&mut self, id: MemberId) -> StoreResult<Vec<LicenceNumber>> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT id, number FROM licence WHERE member_id = ? ORDER BY id")
                .bind(id.0)
                .fetch_all(self.db())
                .await
                .map_err(engine)?;
        rows.into_iter()
            .map(|(id, number)| Row::of("licence", id).parse("number", &number))
            .collect()
    }

    async fn find_members(&mut self, text: &str, limit: u32) -> StoreResult<Vec<Member>> {
        let Some(search) = MemberSearch::of(text) else {
            return Ok(Vec::new());
        };
        let search = self.weigh(search).await?;
        let (sql, value) = match &search {
            MemberSearch::CommonName(key) => (
                "SELECT * FROM member WHERE instr(search_key, ?) > 0 ORDER BY member_no LIMIT ?"
                    .to_owned(),
                key.clone(),
            ),
            // Only the few rows that are wanted are read whole.
            rarer => (
                format!(
                    "SELECT * FROM member
                     WHERE id IN (SELECT id FROM member WHERE id IN ({}) ORDER BY member_no LIMIT ?)
                     ORDER BY member_no",
                    rarer.ids()
                ),
                rarer.value(),
            ),
        };
        let rows: Vec<MemberRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(value)
            .bind(limit)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(MemberRow::read).collect()
    }

    async fn other_holders_of(
        &mut self,
        phone: &Phone,
        except: MemberId,
    ) -> StoreResult<Vec<MemberId>> {
        let ids: Vec<i64> =
            sqlx::query_scalar("SELECT id FROM member WHERE phone = ? AND id <> ? ORDER BY id")
                .bind(phone.as_str())
                .bind(except.0)
                .fetch_all(self.db())
                .await
                .map_err(engine)?;
        Ok(ids.into_iter().map(MemberId).collect())
    }

    async fn former_holders_of(
        &mut self,
        phone: &Phone,
        except: MemberId,
    ) -> StoreResult<Vec<FormerPhone>> {
        let rows: Vec<FormerPhoneRow> = sqlx::query_as(
            "SELECT id, member_id, phone, replaced_at, request_id
             FROM phone_history
             WHERE phone = ? AND member_id <> ?
             ORDER BY replaced_at DESC, id DESC",
        )
        .bind(phone.as_str())
        .bind(except.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(FormerPhoneRow::read).collect()
    }

    async fn phone_history_of(&mut self, id: MemberId) -> StoreResult<Vec<FormerPhone>> {
        let rows: Vec<FormerPhoneRow> = sqlx::query_as(
            "SELECT id, member_id, phone, replaced_at, request_id
             FROM phone_history
             WHERE member_id = ?
             ORDER BY replaced_at DESC, id DESC",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(FormerPhoneRow::read).collect()
    }
}
