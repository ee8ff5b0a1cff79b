//! What differs from what the migrations make, in words.

use super::describe::Fact;
use std::collections::{BTreeMap, BTreeSet};

/// A way in which a database is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deviation {
    /// The clock can still be moved.
    ClockOpen,
    /// Something of the desk's is gone.
    Missing {
        /// What.
        object: String,
    },
    /// Something is there that no migration made.
    Foreign {
        /// What.
        object: String,
    },
    /// Something is not as the migrations made it.
    Changed {
        /// What.
        object: String,
        /// Which property of it.
        attribute: String,
        /// As the migrations made it; empty where it had none.
        expected: String,
        /// As it is.
        found: String,
    },
    /// A role that is nobody at the desk has rights there.
    Stranger {
        /// Its name.
        role: String,
        /// The role of the desk that it is a member of.
        member_of: String,
    },
    /// A role is more powerful than the rules of the desk.
    Powerful {
        /// Its name.
        role: String,
        /// What it may do.
        power: &'static str,
        /// Whether it is one of the desk's people.
        is_staff: bool,
    },
    /// An account's role is gone.
    NoRole {
        /// The user name.
        username: String,
    },
    /// An account is open and its role may not log in, or the other way round.
    LoginDiffers {
        /// The role.
        role: String,
        /// Whether the account is open.
        account_open: bool,
    },
    /// A person's groups do not fit the role of the account.
    GroupsDiffer {
        /// The role.
        role: String,
        /// The role of the account.
        expected: String,
        /// The groups the role is a member of.
        found: Vec<String>,
    },
    /// A person may pass on their rights.
    MayPassOn {
        /// The role.
        role: String,
        /// The group.
        group: String,
    },
    /// A role that is to own nothing owns something.
    Owns {
        /// The role.
        role: String,
        /// How many things.
        things: i64,
    },
    /// Settings are fixed for a person's role.
    RoleSettings {
        /// The role.
        role: String,
    },
    /// A password is stored in a form that can be used if it is stolen.
    WeakPassword {
        /// The role.
        role: String,
    },
}

impl std::fmt::Display for Deviation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ClockOpen => {
                f.write_str("the clock is not sealed: whoever may write it can move it")
            }
            Self::Missing { object } => match grant(object) {
                Some((who, what)) => write!(f, "{who} may no longer {what}"),
                None => write!(f, "{object} is missing"),
            },
            Self::Foreign { object } => match grant(object) {
                Some((who, what)) => write!(f, "{who} may {what}"),
                None => write!(f, "{object} is not the desk's"),
            },
            Self::Changed {
                object,
                attribute,
                expected,
                found,
            } => changed(f, object, attribute, expected, found),
            Self::Stranger { role, member_of } => {
                write!(
                    f,
                    "role {role} is a member of {member_of} and nobody at the desk"
                )
            }
            Self::Powerful {
                role,
                power,
                is_staff,
            } => {
                let who = if *is_staff { "staff role" } else { "role" };
                write!(f, "{who} {role} {power}")
            }
            Self::NoRole { username } => {
                write!(f, "the account {username} has no role on the server")
            }
            Self::LoginDiffers { role, account_open } => {
                if *account_open {
                    write!(
                        f,
                        "staff role {role} may not log in, but its account is open"
                    )
                } else {
                    write!(f, "staff role {role} may log in, but its account is closed")
                }
            }
            Self::GroupsDiffer {
                role,
                expected,
                found,
            } => {
                let groups = match found.as_slice() {
                    [] => "no group".to_owned(),
                    found => found.join(", "),
                };
                write!(
                    f,
                    "staff role {role} is a member of {groups}, but staff.role says {expected}"
                )
            }
            Self::MayPassOn { role, group } => {
                write!(f, "staff role {role} may make others members of {group}")
            }
            Self::Owns { role, things } => {
                write!(
                    f,
                    "role {role} owns {things} object(s) on the server, and should own none"
                )
            }
            Self::RoleSettings { role } => {
                write!(
                    f,
                    "settings are fixed for staff role {role}, which the desk never does"
                )
            }
            Self::WeakPassword { role } => {
                write!(
                    f,
                    "the password of staff role {role} is not stored as SCRAM-SHA-256"
                )
            }
        }
    }
}

/// `grant to <role> of <right> on <object>`, as who and what.
fn grant(object: &str) -> Option<(String, String)> {
    let (role, right) = object.strip_prefix("grant to ")?.split_once(" of ")?;
    let (right, on) = right.split_once(" on ")?;
    let who = match role {
        "everybody" => role.to_owned(),
        role => format!("role {role}"),
    };
    Some((who, format!("{right} {on}")))
}

fn changed(
    f: &mut std::fmt::Formatter<'_>,
    object: &str,
    attribute: &str,
    expected: &str,
    found: &str,
) -> std::fmt::Result {
    match (attribute, found) {
        ("fires", "no") => return write!(f, "{object} is disabled"),
        ("enforced", "no") => return write!(f, "{object} is not enforced"),
        ("granted", _) => {
            if let Some((who, what)) = grant(object) {
                return write!(f, "{who} may {what}: {found}, not {expected}");
            }
        }
        ("body" | "definition" | "using" | "check" | "checksum", _) => {
            return write!(f, "the {attribute} of {object} was altered");
        }
        _ => {}
    }
    let shown = |value: &str| match value {
        "" => "nothing".to_owned(),
        short if short.len() <= 60 => short.to_owned(),
        _ => "something else".to_owned(),
    };
    write!(
        f,
        "{object}: {attribute} is {}, not {}",
        shown(found),
        shown(expected)
    )
}

/// The differences between two sorted descriptions. `same` tells whether two values of a property
/// mean the same.
pub(super) fn compare(
    expected: &[Fact],
    found: &[Fact],
    same: impl Fn(&Fact, &str) -> bool,
) -> Vec<Deviation> {
    let (expected, found) = (by_object(expected), by_object(found));
    let objects: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    let mut deviations = Vec::new();
    for object in objects {
        match (expected.get(object), found.get(object)) {
            (Some(_), None) => deviations.push(Deviation::Missing {
                object: (*object).to_owned(),
            }),
            (None, Some(_)) => deviations.push(Deviation::Foreign {
                object: (*object).to_owned(),
            }),
            (Some(expected), Some(found)) => {
                properties(object, expected, found, &same, &mut deviations)
            }
            (None, None) => {}
        }
    }
    deviations
}

type Properties<'a> = BTreeMap<&'a str, &'a Fact>;

fn by_object(facts: &[Fact]) -> BTreeMap<&str, Properties<'_>> {
    let mut objects: BTreeMap<&str, Properties<'_>> = BTreeMap::new();
    for fact in facts {
        let properties = objects.entry(&fact.object).or_default();
        properties.insert(&fact.attribute, fact);
    }
    objects
}

fn properties(
    object: &str,
    expected: &Properties<'_>,
    found: &Properties<'_>,
    same: &impl Fn(&Fact, &str) -> bool,
    deviations: &mut Vec<Deviation>,
) {
    let attributes: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    for attribute in attributes {
        let wanted = expected
            .get(attribute)
            .map_or("", |fact| fact.value.as_str());
        let is = found.get(attribute);
        let differs = match is {
            Some(fact) => !same(fact, wanted),
            None => true,
        };
        if differs {
            deviations.push(Deviation::Changed {
                object: object.to_owned(),
                attribute: (*attribute).to_owned(),
                expected: wanted.to_owned(),
                found: is.map(|fact| fact.value.clone()).unwrap_or_default(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(object: &str, attribute: &str, value: &str) -> Fact {
        Fact {
            object: object.to_owned(),
            attribute: attribute.to_owned(),
            value: value.to_owned(),
        }
    }

    fn words(expected: &[Fact], found: &[Fact]) -> Vec<String> {
        compare(expected, found, |fact, wanted| fact.value == wanted)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_same_facts_deviate_in_nothing() {
        let facts = [fact("table a", "owner", "x"), fact("table b", "owner", "x")];
        assert!(words(&facts, &facts).is_empty());
    }

    #[test]
    fn each_difference_is_told_in_words() {
        let trigger = "trigger decision_refused on decision";
        assert_eq!(
            words(
                &[fact(trigger, "fires", "yes")],
                &[fact(trigger, "fires", "no")]
            ),
            ["trigger decision_refused on decision is disabled"]
        );
        assert_eq!(
            words(
                &[],
                &[fact(
                    "grant to x of UPDATE on table member",
                    "granted",
                    "yes"
                )]
            ),
            ["role x may UPDATE table member"]
        );
        assert_eq!(
            words(
                &[fact("grant to x of SELECT on view a", "granted", "yes")],
                &[]
            ),
            ["role x may no longer SELECT view a"]
        );
        assert_eq!(
            words(
                &[fact("function a()", "body", "1")],
                &[fact("function a()", "body", "2")]
            ),
            ["the body of function a() was altered"]
        );
        assert_eq!(
            words(&[fact("policy p on draft", "kind", "permissive")], &[]),
            ["policy p on draft is missing"]
        );
        assert_eq!(
            words(
                &[fact("function a()", "rights", "of the owner")],
                &[fact("function a()", "rights", "of the caller")]
            ),
            ["function a(): rights is of the caller, not of the owner"]
        );
    }
}
