//! The statements of a page and of a count.

use super::row::COLUMNS;
use crate::search::Statement;
use crate::unit::millis;
use coe_domain::RequestStatus;
use coe_store::cursor::Position;
use coe_store::search::{MemberSearch, QueueSearch};
use coe_store::{QueueFilter, QueueOrder, Scope};
use sqlx::{QueryBuilder, Sqlite};

/// A filter, understood.
pub(crate) struct Selection<'a> {
    filter: &'a QueueFilter,
    search: Option<QueueSearch>,
    now: i64,
}

impl<'a> Selection<'a> {
    pub(crate) fn new(filter: &'a QueueFilter, search: Option<QueueSearch>, now: i64) -> Self {
        Self {
            filter,
            search,
            now,
        }
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
    ) -> QueryBuilder<Sqlite> {
        let mut query = QueryBuilder::new("SELECT ");
        query.push(COLUMNS).push(" FROM (SELECT id FROM (");
        for (n, scope) in scopes.iter().enumerate() {
            query.push(if n == 0 {
                "SELECT * FROM ("
            } else {
                " UNION ALL SELECT * FROM ("
            });
            self.ids(&mut query, scope, order, after, limit);
            query.push(")");
        }
        query
            .push(") ORDER BY first, second, third LIMIT ")
            .push_bind(limit);
        query.push(
            ") AS k
             CROSS JOIN change_request AS r ON r.id = k.id
             JOIN member AS m ON m.id = r.member_id
             LEFT JOIN staff AS s ON s.id = r.claimed_by",
        );
        query
    }

    /// The ids of a page of one scope, in order, each with its [`Position`].
    pub(crate) fn ids(
        &self,
        query: &mut QueryBuilder<Sqlite>,
        scope: &Scope,
        order: QueueOrder,
        after: Option<Position>,
        limit: u32,
    ) {
        query.push("SELECT r.id, ");
        query.push(match order {
            QueueOrder::Urgent => {
                "r.priority_order AS first, r.submitted_at AS second, r.id AS third"
            }
            QueueOrder::Risk => "r.risk_order AS first, r.submitted_at AS second, r.id AS third",
            QueueOrder::Newest => "-r.submitted_at AS first, 0 AS second, -r.id AS third",
            QueueOrder::Closed => "-COALESCE(r.closed_at, 0) AS first, 0 AS second, -r.id AS third",
        });
        query.push(" FROM change_request AS r WHERE ");
        self.conditions(query, scope, Some(order));
        let by_index = match scope {
            Scope::Ordered(status) => Some(*status),
            Scope::Found(_) => None,
        };
        if let Some(after) = after {
            beyond(query, order, by_index, after);
        }
        query.push(match order {
            QueueOrder::Urgent => " ORDER BY r.priority_order, r.submitted_at, r.id",
            QueueOrder::Risk => " ORDER BY r.risk_order, r.submitted_at, r.id",
            QueueOrder::Newest => " ORDER BY r.submitted_at DESC, r.id DESC",
            QueueOrder::Closed => " ORDER BY r.closed_at DESC, r.id DESC",
        });
        query.push(" LIMIT ").push_bind(limit);
    }

    /// How many rows of one scope match.
    pub(crate) fn count(&self, scope: &Scope) -> QueryBuilder<Sqlite> {
        let mut query = QueryBuilder::new("SELECT count(*) FROM change_request AS r WHERE ");
        self.conditions(&mut query, scope, None);
        query
    }

    fn conditions(
        &self,
        query: &mut QueryBuilder<Sqlite>,
        scope: &Scope,
        order: Option<QueueOrder>,
    ) {
        match scope {
            Scope::Ordered(status) => {
                query.push("r.status = ").push_bind(status.code());
            }
            // The plus keeps the planner from walking through a whole status.
            Scope::Found(statuses) => {
                query.push("+r.status IN (");
                let mut list = query.separated(", ");
                for status in statuses {
                    list.push_bind(status.code());
                }
                query.push(")");
            }
        }
        if let Some(staff) = self.filter.claimed_by {
            query.push(" AND r.claimed_by = ").push_bind(staff.0);
            query.push(" AND r.claim_expires_at > ").push_bind(self.now);
        }
        if self.filter.unclaimed {
            query.push(" AND (r.claimed_by IS NULL OR r.claim_expires_at <= ");
            query.push_bind(self.now).push(")");
        }
        if let Some(risk) = self.filter.risk {
            query.push(" AND r.risk = ").push_bind(risk.code());
        }
        // The plus keeps the planner from leaving the index of the order for that of the time, and
        // sorting.
        let submitted_at = match order {
            None | Some(QueueOrder::Newest) => "r.submitted_at",
            Some(_) => "+r.submitted_at",
        };
        if let Some(from) = self.filter.filed_from {
            query
                .push(format!(" AND {submitted_at} >= "))
                .push_bind(millis(from));
        }
        if let Some(before) = self.filter.filed_before {
            query
                .push(format!(" AND {submitted_at} < "))
                .push_bind(millis(before));
        }
        match &self.search {
            None => {}
            Some(QueueSearch::RequestNo(number)) => {
                query.push(" AND r.request_no = ").push_bind(number.clone());
            }
            Some(QueueSearch::RequestNoPrefix(prefix)) => {
                query
                    .push(" AND r.request_no >= ")
                    .push_bind(prefix.clone());
                // Behind every digit and dash.
                query
                    .push(" AND r.request_no < ")
                    .push_bind(format!("{prefix}:"));
            }
            // A caller may give the number they have or the number they ask for.
            Some(QueueSearch::Member(MemberSearch::Phone(phone))) => {
                query
                    .push(" AND r.id IN (SELECT id FROM change_request WHERE new_phone = ")
                    .push_bind(phone.clone())
                    .push(" UNION SELECT q.id FROM member m JOIN change_request q")
                    .push(" ON q.member_id = m.id WHERE m.phone = ")
                    .push_bind(phone.clone())
                    .push(")");
            }
            Some(QueueSearch::Member(MemberSearch::CommonName(key)))
                if matches!(scope, Scope::Ordered(_)) =>
            {
                query.push(
                    " AND EXISTS (SELECT 1 FROM member AS m
                                  WHERE m.id = r.member_id AND instr(m.search_key, ",
                );
                query.push_bind(key.clone()).push(") > 0)");
            }
            Some(QueueSearch::Member(search)) => {
                let (before, after) = search.ids().split_once('?').unwrap_or((search.ids(), ""));
                query.push(" AND r.member_id IN (").push(before);
                query.push_bind(search.value()).push(after).push(")");
            }
        }
    }
}

/// How many requests stand in a status, from the running count.
pub(crate) fn tally(status: RequestStatus) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT total FROM request_tally WHERE status = ");
    query.push_bind(status.code());
    query
}

/// Only rows behind `after`.
fn beyond(
    query: &mut QueryBuilder<Sqlite>,
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
                .push_bind(after.second);
            query.push(", ").push_bind(after.id).push(")");
        }
        QueueOrder::Newest => {
            query.push(" AND (r.submitted_at, r.id) < (");
            query
                .push_bind(-after.first)
                .push(", ")
                .push_bind(-after.id)
                .push(")");
        }
        QueueOrder::Closed => match by_index {
            Some(status) if status.is_closed() => {
                query.push(" AND (r.closed_at, r.id) < (");
                query
                    .push_bind(-after.first)
                    .push(", ")
                    .push_bind(-after.id)
                    .push(")");
            }
            // Open requests have no closing time and come last, newest id first.
            Some(_) if after.first == 0 => {
                query
                    .push(" AND r.closed_at IS NULL AND r.id < ")
                    .push_bind(-after.id);
            }
            Some(_) => {}
            None => {
                query.push(" AND (COALESCE(r.closed_at, 0), r.id) < (");
                query
                    .push_bind(-after.first)
                    .push(", ")
                    .push_bind(-after.id)
                    .push(")");
            }
        },
    }
}
