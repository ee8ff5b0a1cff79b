//! The statements that find what somebody typed.

use crate::error::engine;
use crate::unit::PgUnit;
use coe_store::StoreResult;
use coe_store::search::{MANY, MemberSearch, is_short};
use sqlx::{Postgres, QueryBuilder};

/// A statement that selects the ids of members.
pub(crate) fn push_ids(query: &mut QueryBuilder<Postgres>, search: &MemberSearch) {
    match search {
        MemberSearch::NationalId(value) => query
            .push("SELECT m.id FROM desk.member AS m WHERE m.national_id = ")
            .push_bind(value.clone()),
        MemberSearch::Phone(value) => query
            .push("SELECT m.id FROM desk.member AS m WHERE m.phone = ")
            .push_bind(value.clone()),
        MemberSearch::Licence(value) => query
            .push("SELECT l.member_id FROM desk.licence AS l WHERE l.number = ")
            .push_bind(value.clone()),
        MemberSearch::MemberNo(value) => query
            .push("SELECT m.id FROM desk.member AS m WHERE m.member_no = ")
            .push_bind(value.clone()),
        MemberSearch::Name(key) | MemberSearch::CommonName(key) => {
            query.push("SELECT m.id FROM desk.member AS m WHERE ");
            if !is_short(key) {
                push_indexed(query, key);
                query.push(" AND ");
            }
            push_contains(query, key)
        }
    };
}

/// That the name of `m` contains `key`.
pub(crate) fn push_contains<'q>(
    query: &'q mut QueryBuilder<Postgres>,
    key: &str,
) -> &'q mut QueryBuilder<Postgres> {
    query
        .push("strpos(m.search_key, ")
        .push_bind(key.to_owned())
        .push(") > 0")
}

/// That the index has every three letters of `key` for `m`.
fn push_indexed(query: &mut QueryBuilder<Postgres>, key: &str) {
    query
        .push("desk.trigrams(m.search_key) @> desk.trigrams(")
        .push_bind(key.to_owned())
        .push(")");
}

impl PgUnit {
    /// Tells a name that many share from one that few have.
    pub(crate) async fn weigh(&mut self, search: MemberSearch) -> StoreResult<MemberSearch> {
        let MemberSearch::Name(key) = &search else {
            return Ok(search);
        };
        let mut query =
            QueryBuilder::new("SELECT count(*) FROM (SELECT 1 FROM desk.member AS m WHERE ");
        push_indexed(&mut query, key);
        query
            .push(" LIMIT ")
            .push_bind(i64::from(MANY))
            .push(") AS f");
        let found: i64 = query
            .build_query_scalar()
            .fetch_one(self.db())
            .await
            .map_err(engine)?;
        Ok(if found < i64::from(MANY) {
            search
        } else {
            MemberSearch::CommonName(key.clone())
        })
    }
}
