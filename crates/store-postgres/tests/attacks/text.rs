//! Fills the blanks of a statement.
//!
//! * `{ready}` is the id of a request (see [`super::requests::State`]); `{ready.member}`, `{ready.card}`,
//!   `{ready.selfie}`, `{ready.old}`, `{ready.new}`, `{ready.call}`, `{ready.decision}` belong to it;
//! * `{officer}` is the id of a person, `{officer.role}` a role and `{officer.pid}` its session;
//! * `<approve ready | revision = 2; note = 'x'>` is the INSERT of a decision, with other values.

use super::attempt::Who;
use super::requests::Prepared;
use std::collections::BTreeMap;

/// What the blanks stand for.
#[derive(Default)]
pub(crate) struct Blanks(BTreeMap<String, String>);

impl Blanks {
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.insert(name.into(), value.to_string());
    }

    pub(crate) fn request(&mut self, prepared: &Prepared) {
        let (name, filed) = (prepared.state.name(), &prepared.filed);
        self.set(name.clone(), filed.id);
        let mut part = |part: &str, value: String| self.set(format!("{name}.{part}"), value);
        part("member", filed.member.to_string());
        part("card", filed.card.clone());
        part("selfie", filed.selfie.clone());
        part("old", filed.old_phone.as_str().to_owned());
        part("new", filed.new_phone.as_str().to_owned());
        if let Some(call) = prepared.call {
            part("call", call.to_string());
        }
        if let Some(decision) = prepared.decision {
            part("decision", decision.to_string());
        }
    }

    pub(crate) fn session(&mut self, who: Who, role: &str, pid: i32) {
        self.set(format!("{}.role", who.name()), role);
        self.set(format!("{}.pid", who.name()), pid);
    }

    /// The statement as the server gets it.
    pub(crate) fn fill(&self, sql: &str) -> String {
        let sql = decisions(sql);
        self.0.iter().fold(sql, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}

/// Writes out `<kind request | column = value; …>`.
fn decisions(sql: &str) -> String {
    let mut out = String::new();
    let mut rest = sql;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        match tail.split_once('>') {
            Some((inside, after)) if inside.starts_with(char::is_alphabetic) => {
                out.push_str(&decision(inside));
                rest = after;
            }
            _ => {
                out.push('<');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

fn decision(inside: &str) -> String {
    let (head, more) = inside.split_once('|').unwrap_or((inside, ""));
    let (kind, request) = head
        .trim()
        .split_once(' ')
        .expect("a kind and a request are named");
    let mut values = vec![
        ("request_id", format!("{{{request}}}")),
        ("kind", format!("'{kind}'")),
        ("note", "'why'".to_owned()),
        ("revision", "1".to_owned()),
        ("id_card_sha256", format!("'{{{request}.card}}'")),
        ("selfie_sha256", format!("'{{{request}.selfie}}'")),
        ("idempotency_key", format!("'attack on {request}'")),
    ];
    for pair in more.split(';').filter(|pair| !pair.trim().is_empty()) {
        let (column, value) = pair.split_once('=').expect("a column has a value");
        let (column, value) = (column.trim(), value.trim().to_owned());
        match values.iter_mut().find(|(known, _)| *known == column) {
            Some(known) => known.1 = value,
            None => values.push((column, value)),
        }
    }
    let overriding = if values.iter().any(|(column, _)| *column == "id") {
        " OVERRIDING SYSTEM VALUE"
    } else {
        ""
    };
    let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    format!(
        "INSERT INTO desk.decision ({}){overriding} VALUES ({})",
        columns.join(", "),
        values.join(", ")
    )
}
