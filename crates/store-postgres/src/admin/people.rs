//! Whether the roles of the server are what the accounts of the desk say, and nobody else's.

use super::deviation::Deviation;
use super::error::{AdminError, engine};
use super::roles;
use coe_domain::Role;
use sqlx::PgConnection;

/// Groups of people, to which nobody may belong who has no account.
const GROUPS_OF_PEOPLE: [&str; 4] = [
    "desk_owner",
    "desk_officer",
    "desk_supervisor",
    "desk_support",
];

/// Roles of the server itself that reach past the grants of the desk.
const POWERS: [(&str, &str); 5] = [
    ("pg_read_all_data", "may read all data of the server"),
    ("pg_write_all_data", "may write all data of the server"),
    ("pg_read_server_files", "may read files of the server"),
    ("pg_write_server_files", "may write files of the server"),
    (
        "pg_execute_server_program",
        "may run programs on the server",
    ),
];

#[derive(Debug, Clone, Default, sqlx::FromRow)]
struct RoleRow {
    name: String,
    is_first: bool,
    is_self: bool,
    is_staff: bool,
    staff_role: String,
    is_active: bool,
    may_log_in: bool,
    is_superuser: bool,
    may_create_roles: bool,
    may_create_databases: bool,
    may_replicate: bool,
    passes_row_security: bool,
    inherits: bool,
    groups: Vec<String>,
    direct: Vec<String>,
    owned: i64,
    has_settings: bool,
}

/// Looks at every role. `administrators` may be powerful, as may whoever asks and the server's first
/// superuser.
///
/// # Errors
/// What keeps the catalogs from being read.
pub(super) async fn deviations(
    connection: &mut PgConnection,
    administrators: &[String],
) -> Result<Vec<Deviation>, AdminError> {
    let rows: Vec<RoleRow> = sqlx::query_as(include_str!("people.sql"))
        .fetch_all(&mut *connection)
        .await
        .map_err(engine)?;
    let without_role: Vec<String> = sqlx::query_scalar(
        "SELECT s.username
         FROM desk.staff AS s
         WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles AS r WHERE r.rolname = s.db_role)
         ORDER BY s.username",
    )
    .fetch_all(connection)
    .await
    .map_err(engine)?;
    let mut found: Vec<_> = without_role
        .into_iter()
        .map(|username| Deviation::NoRole { username })
        .collect();
    for row in &rows {
        let ours = roles::all().any(|name| name == row.name);
        let known = row.is_first || row.is_self || administrators.contains(&row.name);
        if !ours && (row.is_staff || !known) {
            powers(row, &rows, &mut found);
        }
        if row.is_staff {
            person(row, &mut found);
        } else if !ours && !known {
            stranger(row, &rows, &mut found);
        }
        // The owner of everything owns it; the groups own nothing.
        let owns_nothing = row.is_staff || (ours && row.name != roles::OWNER);
        if owns_nothing && row.owned > 0 {
            found.push(Deviation::Owns {
                role: row.name.clone(),
                things: row.owned,
            });
        }
    }
    Ok(found)
}

fn powers(row: &RoleRow, rows: &[RoleRow], found: &mut Vec<Deviation>) {
    // Whoever cannot log in has no power but through its members, and those are looked at too.
    if !row.may_log_in && !row.is_staff {
        return;
    }
    let may_become = |other: &RoleRow| {
        row.groups.contains(&other.name)
            && (other.is_superuser
                || other.may_create_roles
                || other.may_replicate
                || other.passes_row_security)
    };
    let attributes = [
        (
            rows.iter().any(may_become),
            "may act as a more powerful role",
        ),
        (row.is_superuser, "is a superuser, for whom no rule holds"),
        (
            row.may_create_roles,
            "may create roles, and make itself a member of others",
        ),
        (row.may_replicate, "may copy the whole server"),
        (row.passes_row_security, "is not held by row security"),
        (
            row.is_staff && row.may_create_databases,
            "may create databases",
        ),
    ];
    let by_membership = POWERS
        .iter()
        .map(|(group, power)| (row.groups.iter().any(|known| known == group), *power));
    for (has, power) in attributes.into_iter().chain(by_membership) {
        if has {
            found.push(Deviation::Powerful {
                role: row.name.clone(),
                power,
                is_staff: row.is_staff,
            });
        }
    }
}

fn person(row: &RoleRow, found: &mut Vec<Deviation>) {
    let role = || row.name.clone();
    if row.may_log_in != row.is_active {
        found.push(Deviation::LoginDiffers {
            role: role(),
            account_open: row.is_active,
        });
    }
    let group = row.staff_role.parse::<Role>().map_or("", roles::group_of);
    let direct: Vec<_> = row
        .direct
        .iter()
        .map(|name| name.trim_end_matches('*'))
        .collect();
    if direct != [group] || row.groups != [group] || !row.inherits {
        found.push(Deviation::GroupsDiffer {
            role: role(),
            expected: row.staff_role.clone(),
            found: row.groups.clone(),
        });
    }
    for passed_on in row.direct.iter().filter_map(|name| name.strip_suffix('*')) {
        found.push(Deviation::MayPassOn {
            role: role(),
            group: passed_on.to_owned(),
        });
    }
    if row.has_settings {
        found.push(Deviation::RoleSettings { role: role() });
    }
}

/// A role without account: it may be a service's, but no member of the people's groups and of nobody
/// else's role.
fn stranger(row: &RoleRow, rows: &[RoleRow], found: &mut Vec<Deviation>) {
    let is_person = |name: &str| rows.iter().any(|row| row.is_staff && row.name == name);
    for group in &row.groups {
        if GROUPS_OF_PEOPLE.contains(&group.as_str()) || is_person(group) {
            found.push(Deviation::Stranger {
                role: row.name.clone(),
                member_of: group.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officer() -> RoleRow {
        RoleRow {
            name: "somchai".to_owned(),
            is_staff: true,
            staff_role: "officer".to_owned(),
            is_active: true,
            may_log_in: true,
            inherits: true,
            groups: vec!["desk_officer".to_owned()],
            direct: vec!["desk_officer".to_owned()],
            ..RoleRow::default()
        }
    }

    fn of(row: &RoleRow) -> Vec<String> {
        let mut found = Vec::new();
        person(row, &mut found);
        powers(row, &[], &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_person_as_the_desk_makes_them_deviates_in_nothing() {
        assert!(of(&officer()).is_empty());
    }

    #[test]
    fn a_person_in_another_group_deviates() {
        let supervisor = RoleRow {
            groups: vec!["desk_supervisor".to_owned()],
            direct: vec!["desk_supervisor".to_owned()],
            ..officer()
        };
        assert_eq!(
            of(&supervisor),
            ["staff role somchai is a member of desk_supervisor, but staff.role says officer"]
        );
        let passes_on = RoleRow {
            direct: vec!["desk_officer*".to_owned()],
            ..officer()
        };
        assert_eq!(
            of(&passes_on),
            ["staff role somchai may make others members of desk_officer"]
        );
    }

    #[test]
    fn a_powerful_person_deviates() {
        let superuser = RoleRow {
            is_superuser: true,
            ..officer()
        };
        assert_eq!(
            of(&superuser),
            ["staff role somchai is a superuser, for whom no rule holds"]
        );
    }

    #[test]
    fn power_by_way_of_another_role_is_power() {
        let strong = RoleRow {
            name: "strong".to_owned(),
            is_superuser: true,
            ..RoleRow::default()
        };
        let weak = RoleRow {
            name: "weak".to_owned(),
            may_log_in: true,
            groups: vec!["strong".to_owned()],
            ..RoleRow::default()
        };
        let mut found = Vec::new();
        powers(&weak, &[strong, weak.clone()], &mut found);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_service_is_no_stranger_and_another_member_is() {
        let told = |group: &str| {
            let mut found = Vec::new();
            let row = RoleRow {
                name: "other".to_owned(),
                may_log_in: true,
                groups: vec![group.to_owned()],
                ..RoleRow::default()
            };
            stranger(&row, &[officer()], &mut found);
            found.len()
        };
        assert_eq!(told("desk_portal"), 0, "the portal's own role");
        assert_eq!(told("desk_officer"), 1);
        assert_eq!(told("somchai"), 1, "a member of a person is that person");
    }
}
