//! The statements of a page and of a count.

use super::row::COLUMNS;
use crate::search;
use chrono::{DateTime, Utc};
use coe_domain::RequestStatus;
use coe_store::cursor::Position;
use coe_store::search::{MemberSearch, QueueSearch};
use coe_store::{QueueFilter, QueueOrder, Scope};
use sqlx::{Postgres, QueryBuilder};

/// A filter, understood.
pub(crate) struct Selection<'a> {
    filter: &'a QueueFilter,
    search: Option<QueueSearch>,
}

/// The database's clock, looked at once for a statement.
const NOW: &str = "(SELECT desk.clock())";

/// A moment of a [`Position`].
fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

impl<'a> Selection<'a> {
    pub(crate) fn new(filter: &'a QueueFilter, search: Option<QueueSearch>) -> Self {
        Self { filter, search }
    }

    /// The statements it takes.
    pub(crate) fn scopes(&self) -> Vec<Scope> {
        self.filter.scopes(self.search.as_ref())
    }

    /// A page. For each scope an inner statement finds the ids in order; of these few, the first
    /// are taken, and only their details are read. The caller puts them in order again.
    pub(crate) fn page(
        &self,
        scopes: &[Scope],
        order: QueueOrder,
        after: Option<Position>,
        limit: u32,
    ) -> QueryBuilder<Postgres> {
        let mut query = QueryBuilder::new("SELECT ");
        query.push(COLUMNS).push(" FROM (SELECT id FROM (");
        for (n, scope) in scopes.iter().enumerate() {
            query.push(if n == 0 { "(" } else { " UNION ALL (" });
            self.ids(&mut query, scope, order, after, limit);
            query.push(")");
        }
        query
            .push(") AS u ORDER BY first, second, third LIMIT ")
            .push_bind(i64::from(limit));
        query.push(
            ") AS k
             JOIN desk.change_request AS r ON r.id = k.id
             JOIN desk.member AS m ON m.id = r.member_id
             LEFT JOIN desk.staff AS s ON s.id = r.claimed_by",
        );
        query
    }

    /// The ids of a page of one scope, in order, each with its [`Position`].
    pub(crate) fn ids(
        &self,
        query: &mut QueryBuilder<Postgres>,
        scope: &Scope,
        order: QueueOrder,
        after: Option<Position>,
        limit: u32,
    ) {
        const SUBMITTED: &str = "(extract(epoch FROM r.submitted_at) * 1000)::bigint";
        const CLOSED: &str = "COALESCE(extract(epoch FROM r.closed_at) * 1000, 0)::bigint";
        let keys = match order {
            QueueOrder::Urgent => {
                format!("r.priority_order AS first, {SUBMITTED} AS second, r.id AS third")
            }
            QueueOrder::Risk => {
                format!("r.risk_order AS first, {SUBMITTED} AS second, r.id AS third")
            }
            QueueOrder::Newest => {
                format!("-{SUBMITTED} AS first, 0::bigint AS second, -r.id AS third")
            }
            QueueOrder::Closed => {
                format!("-{CLOSED} AS first, 0::bigint AS second, -r.id AS third")
            }
        };
        query.push("SELECT r.id, ").push(keys);
        query.push(" FROM desk.change_request AS r WHERE ");
        self.conditions(query, scope);
        let by_index = match scope {
            Scope::Ordered(status) => Some(*status),
            Scope::Found(_) => None,
        };
        if let Some(after) = after {
            beyond(query, order, by_index, after);
        }
        query.push(match (by_index, order) {
            (None, _) => " ORDER BY first, second, third",
            (_, QueueOrder::Urgent) => " ORDER BY r.priority_order, r.submitted_at, r.id",
            (_, QueueOrder::Risk) => " ORDER BY r.risk_order, r.submitted_at, r.id",
            (_, QueueOrder::Newest) => " ORDER BY r.submitted_at DESC, r.id DESC",
            (_, QueueOrder::Closed) => " ORDER BY r.closed_at DESC, r.id DESC",
        });
        query.push(" LIMIT ").push_bind(i64::from(limit));
    }

    /// How many rows of one scope match.
    pub(crate) fn count(&self, scope: &Scope) -> QueryBuilder<Postgres> {
        let mut query = QueryBuilder::new("SELECT count(*) FROM desk.change_request AS r WHERE ");
        self.conditions(&mut query, scope);
        query
    }

    fn conditions(&self, query: &mut QueryBuilder<Postgres>, scope: &Scope) {
        match scope {
            Scope::Ordered(status) => {
                query.push("r.status = ").push_bind(status.code());
            }
            Scope::Found(statuses) => {
                let codes: Vec<&str> = statuses.iter().map(|status| status.code()).collect();
                query.push("r.status = ANY (").push_bind(codes).push(")");
            }
        }
        if let Some(staff) = self.filter.claimed_by {
            query.push(" AND r.claimed_by = ").push_bind(staff.0);
            query.push(" AND r.claim_expires_at > ").push(NOW);
        }
        if self.filter.unclaimed {
            query.push(" AND (r.claimed_by IS NULL OR r.claim_expires_at <= ");
            query.push(NOW).push(")");
        }
        if let Some(risk) = self.filter.risk {
            query.push(" AND r.risk = ").push_bind(risk.code());
        }
        if let Some(from) = self.filter.filed_from {
            query.push(" AND r.submitted_at >= ").push_bind(from);
        }
        if let Some(before) = self.filter.filed_before {
            query.push(" AND r.submitted_at < ").push_bind(before);
        }
        if let Some(search) = &self.search {
            matching(query, scope, search);
        }
    }
}

fn matching(query: &mut QueryBuilder<Postgres>, scope: &Scope, search: &QueueSearch) {
    match search {
        QueueSearch::RequestNo(number) => {
            query.push(" AND r.request_no = ").push_bind(number.clone());
        }
        QueueSearch::RequestNoPrefix(prefix) => {
            query
                .push(" AND r.request_no >= ")
                .push_bind(prefix.clone());
            // Behind every digit and dash.
            query
                .push(" AND r.request_no < ")
                .push_bind(format!("{prefix}:"));
        }
        // A caller may give the number they have or the number they ask for.
        QueueSearch::Member(MemberSearch::Phone(phone)) => {
            query
                .push(
                    " AND r.id IN (SELECT q.id FROM desk.change_request AS q WHERE q.new_phone = ",
                )
                .push_bind(phone.clone())
                .push(" UNION SELECT q.id FROM desk.member AS m JOIN desk.change_request AS q")
                .push(" ON q.member_id = m.id WHERE m.phone = ")
                .push_bind(phone.clone())
                .push(")");
        }
        QueueSearch::Member(MemberSearch::CommonName(key))
            if matches!(scope, Scope::Ordered(_)) =>
        {
            query.push(" AND EXISTS (SELECT 1 FROM desk.member AS m WHERE m.id = r.member_id AND ");
            search::push_contains(query, key);
            query.push(")");
        }
        QueueSearch::Member(search) => {
            query.push(" AND r.member_id IN (");
            search::push_ids(query, search);
            query.push(")");
        }
    }
}

/// How many requests stand in a status, from the running count.
pub(crate) fn tally(status: RequestStatus) -> QueryBuilder<Postgres> {
    let mut query =
        QueryBuilder::new("SELECT sum(total)::bigint FROM desk.request_tally WHERE status = ");
    query.push_bind(status.code());
    query
}

/// Only rows behind `after`.
fn beyond(
    query: &mut QueryBuilder<Postgres>,
    order: QueueOrder,
    by_index: Option<RequestStatus>,
    after: Position,
) {
    match order {
        QueueOrder::Urgent | QueueOrder::Risk => {
            let column = if order == QueueOrder::Urgent {
                "r.priority_order"
            } else {
                "r.risk_order"
            };
            query
                .push(" AND (")
                .push(column)
                .push(", r.submitted_at, r.id) > (");
            query
                .push_bind(after.first)
                .push(", ")
                .push_bind(moment(after.second));
            query.push(", ").push_bind(after.id).push(")");
        }
        QueueOrder::Newest => before(query, "r.submitted_at", after),
        QueueOrder::Closed => match by_index {
            Some(status) if status.is_closed() => before(query, "r.closed_at", after),
            // Open requests have no closing time and come last, newest id first.
            Some(_) if after.first == 0 => {
                query
                    .push(" AND r.closed_at IS NULL AND r.id < ")
                    .push_bind(-after.id);
            }
            Some(_) => {}
            None => before(query, "COALESCE(r.closed_at, 'epoch')", after),
        },
    }
}

/// Only rows whose moment and id lie before those of `after`, whose keys are turned.
fn before(query: &mut QueryBuilder<Postgres>, column: &str, after: Position) {
    query.push(format!(" AND ({column}, r.id) < ("));
    query
        .push_bind(moment(-after.first))
        .push(", ")
        .push_bind(-after.id)
        .push(")");
}
