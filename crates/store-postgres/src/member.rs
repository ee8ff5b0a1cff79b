//! Tables `member`, `licence` and `phone_history`.

use crate::error::engine;
use crate::search;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use coe_domain::member::Member;
use coe_domain::{LicenceNumber, MemberId, PersonName, Phone, RequestId};
use coe_store::row::Row;
use coe_store::search::MemberSearch;
use coe_store::{FormerPhone, MemberRepository, StoreResult};
use sqlx::{AssertSqlSafe, QueryBuilder};

const COLUMNS: &str = "m.id, m.member_no, m.national_id, m.title_th, m.given_th, m.family_th, \
    m.title_en, m.given_en, m.family_en, m.birth_date, m.phone, m.email, m.language, m.standing, \
    m.membership_expires_on, m.login_state";

const FORMER: &str = "SELECT id, member_id, phone, replaced_at, request_id FROM desk.phone_history";

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
    birth_date: NaiveDate,
    phone: String,
    email: Option<String>,
    language: String,
    standing: String,
    membership_expires_on: NaiveDate,
    login_state: String,
}

impl MemberRow {
    fn read(self) -> StoreResult<Member> {
        let row = Row::of("member", self.id);
        Ok(Member {
            id: MemberId(self.id),
            national_id: row.parse("national_id", &self.national_id)?,
            birth_date: self.birth_date,
            phone: row.parse("phone", &self.phone)?,
            language: row.parse("language", &self.language)?,
            standing: row.parse("standing", &self.standing)?,
            membership_expires_on: self.membership_expires_on,
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
    replaced_at: DateTime<Utc>,
    request_id: Option<i64>,
}

impl FormerPhoneRow {
    fn read(self) -> StoreResult<FormerPhone> {
        Ok(FormerPhone {
            member_id: MemberId(self.member_id),
            phone: Row::of("phone_history", self.id).parse("phone", &self.phone)?,
            replaced_at: self.replaced_at,
            request_id: self.request_id.map(RequestId),
        })
    }
}

#[async_trait]
impl MemberRepository for PgUnit {
    async fn add_member(&mut self, member: &Member) -> StoreResult<MemberId> {
        self.act(Seat::System).await?;
        let id = guarded!(self, db => sqlx::query_scalar(
                "INSERT INTO desk.member
                     (member_no, national_id, title_th, given_th, family_th, title_en, given_en,
                      family_en, birth_date, phone, email, language, standing,
                      membership_expires_on, login_state, search_key)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
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
            .bind(member.birth_date)
            .bind(member.phone.as_str())
            .bind(&member.email)
            .bind(member.language.code())
            .bind(member.standing.code())
            .bind(member.membership_expires_on)
            .bind(member.login_state.code())
            .bind(member.search_key())
            .fetch_one(&mut *db));
        Ok(MemberId(id))
    }

    async fn add_licence(&mut self, id: MemberId, licence: &LicenceNumber) -> StoreResult<()> {
        self.act(Seat::System).await?;
        guarded!(self, db => sqlx::query(
                "INSERT INTO desk.licence (member_id, number) VALUES ($1, $2)",
            )
            .bind(id.0)
            .bind(licence.as_str())
            .execute(&mut *db));
        Ok(())
    }

    async fn add_former_phone(
        &mut self,
        id: MemberId,
        phone: &Phone,
        replaced_at: DateTime<Utc>,
    ) -> StoreResult<()> {
        self.act(Seat::System).await?;
        guarded!(self, db => sqlx::query(
                "INSERT INTO desk.phone_history (member_id, phone, replaced_at) VALUES ($1, $2, $3)",
            )
            .bind(id.0)
            .bind(phone.as_str())
            .bind(replaced_at)
            .execute(&mut *db));
        Ok(())
    }

    async fn member_by_id(&mut self, id: MemberId) -> StoreResult<Option<Member>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.member AS m WHERE m.id = $1");
        let row: Option<MemberRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(MemberRow::read).transpose()
    }

    async fn licences_of(&mut self, id: MemberId) -> StoreResult<Vec<LicenceNumber>> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT id, number FROM desk.licence WHERE member_id = $1 ORDER BY id")
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
        let mut query = QueryBuilder::new("SELECT ");
        query.push(COLUMNS).push(" FROM desk.member AS m WHERE ");
        match &search {
            MemberSearch::CommonName(key) => {
                search::push_contains(&mut query, key);
            }
            // Only the few rows that are wanted are read whole.
            rarer => {
                query.push("m.id IN (");
                search::push_ids(&mut query, rarer);
                query.push(")");
            }
        }
        query
            .push(" ORDER BY m.member_no LIMIT ")
            .push_bind(i64::from(limit));
        let rows: Vec<MemberRow> = query
            .build_query_as()
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
        let ids: Vec<i64> = sqlx::query_scalar(
            "SELECT id FROM desk.member WHERE phone = $1 AND id <> $2 ORDER BY id",
        )
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
        let sql = format!(
            "{FORMER} WHERE phone = $1 AND member_id <> $2 ORDER BY replaced_at DESC, id DESC"
        );
        let rows: Vec<FormerPhoneRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(phone.as_str())
            .bind(except.0)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(FormerPhoneRow::read).collect()
    }

    async fn phone_history_of(&mut self, id: MemberId) -> StoreResult<Vec<FormerPhone>> {
        let sql = format!("{FORMER} WHERE member_id = $1 ORDER BY replaced_at DESC, id DESC");
        let rows: Vec<FormerPhoneRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(FormerPhoneRow::read).collect()
    }
}
