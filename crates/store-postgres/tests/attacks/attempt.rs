//! What is tried, by whom, and what must come of it.

use std::fmt;

/// Whoever connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Officer,
    Colleague,
    Supervisor,
    Support,
    Portal,
    Dispatcher,
    /// A role that may connect, and is a member of nothing.
    Outsider,
}

pub(crate) use Who::{Colleague, Dispatcher, Officer, Outsider, Portal, Supervisor, Support};

pub(crate) const REVIEWERS: &[Who] = &[Officer, Supervisor];
pub(crate) const STAFF: &[Who] = &[Officer, Supervisor, Support];
pub(crate) const SERVICES: &[Who] = &[Portal, Dispatcher];
pub(crate) const EVERYBODY: &[Who] = &[Officer, Supervisor, Support, Portal, Dispatcher, Outsider];
/// All who have no business with claims, checks, calls, photos and decisions.
pub(crate) const NO_REVIEWERS: &[Who] = &[Support, Portal, Dispatcher, Outsider];

impl Who {
    pub(crate) const ALL: [Self; 7] = [
        Officer, Colleague, Supervisor, Support, Portal, Dispatcher, Outsider,
    ];

    /// The group that the role is a member of.
    pub(crate) fn group(self) -> Option<&'static str> {
        match self {
            Officer | Colleague => Some("desk_officer"),
            Supervisor => Some("desk_supervisor"),
            Support => Some("desk_support"),
            Portal => Some("desk_portal"),
            Dispatcher => Some("desk_dispatcher"),
            Outsider => None,
        }
    }

    /// What the name of the role ends with; people are those of the contract's world.
    pub(crate) fn username(self) -> &'static str {
        match self {
            Officer => "anong",
            Colleague => "boonmee",
            Supervisor => "chanida",
            Support => "ekachai",
            Portal => "portal",
            Dispatcher => "dispatcher",
            Outsider => "outsider",
        }
    }

    /// As statements and documents call them.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Officer => "officer",
            Colleague => "colleague",
            Supervisor => "supervisor",
            Support => "support",
            Portal => "portal",
            Dispatcher => "dispatcher",
            Outsider => "outsider",
        }
    }
}

/// What must come of an attempt. In each case nothing has changed afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The server refuses, with this SQLSTATE.
    Refused(&'static str),
    /// A rule of the desk refuses, with this code.
    Rule(&'static str),
    /// The statement is allowed, and finds no row.
    Nothing,
    /// The statement is allowed, and answers this.
    Answers(&'static str),
    /// The server warns and does nothing, or refuses for lack of a right, as it likes.
    Idle,
}

pub(crate) use Outcome::{Answers, Idle, Nothing, Refused, Rule};

/// insufficient_privilege
pub(crate) const DENIED: Outcome = Refused("42501");
/// not_null_violation
pub(crate) const MISSING: Outcome = Refused("23502");
/// check_violation
pub(crate) const UNFIT: Outcome = Refused("23514");

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused(state) => write!(f, "`{state}`"),
            Rule(code) => write!(f, "`desk:{code}`"),
            Nothing => f.write_str("no row"),
            Answers("") => f.write_str("no answer"),
            Idle => f.write_str("without effect"),
            Answers(answer) => write!(f, "answers `{answer}`"),
        }
    }
}

/// An attempt by each of several roles.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// What is tried, that is: the rule it would break.
    pub(crate) rule: &'static str,
    /// The item of ASVS 5.0 that the rule serves.
    pub(crate) asvs: &'static str,
    pub(crate) who: &'static [Who],
    /// Statements before it, which succeed.
    pub(crate) before: Vec<String>,
    pub(crate) sql: String,
    pub(crate) outcome: Outcome,
}

impl Attempt {
    /// With statements before it, in the same session.
    pub(crate) fn after<S: Into<String>>(mut self, steps: impl IntoIterator<Item = S>) -> Self {
        self.before = steps.into_iter().map(Into::into).collect();
        self
    }
}

/// One attempt.
pub(crate) fn attempt(
    asvs: &'static str,
    who: &'static [Who],
    outcome: Outcome,
    rule: &'static str,
    sql: impl Into<String>,
) -> Attempt {
    Attempt {
        rule,
        asvs,
        who,
        before: Vec::new(),
        sql: sql.into(),
        outcome,
    }
}

/// Several that have all in common but rule and statement.
pub(crate) fn each<'a>(
    asvs: &'static str,
    who: &'static [Who],
    outcome: Outcome,
    list: &'a [(&'static str, &'a str)],
) -> impl Iterator<Item = Attempt> + 'a {
    list.iter()
        .map(move |(rule, sql)| attempt(asvs, who, outcome, rule, *sql))
}
