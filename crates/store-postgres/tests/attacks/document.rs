//! `docs/SECURITY.md` tells what is granted and what was tried. Both lists are what the database and
//! these tests say; with `COE_DESK_REWRITE=1` they are written anew.

use super::attempt::{Attempt, DENIED, EVERYBODY, Outcome, Who};
use super::scene::Scene;
use super::{
    closed, decisions, dispatcher, expired, findings, four_eyes, functions, members, moments,
    photos, portal, reasons, records, roles, schema, seals, server, settings, shadows, tables,
    work,
};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// Set to `1`, the document is written anew instead of compared.
const REWRITE: &str = "COE_DESK_REWRITE";

/// The items of OWASP's ASVS 5.0.0 that attempts cite, in our words.
const ITEMS: [(&str, &str); 24] = [
    ("1.2.5", "nothing runs commands of the operating system"),
    (
        "2.2.1",
        "values are checked against what is expected of them",
    ),
    ("2.2.3", "values that belong together fit together"),
    (
        "2.3.1",
        "steps are taken in their order, and none is left out",
    ),
    ("2.3.2", "limits of the business hold"),
    ("2.3.3", "an operation succeeds whole or not at all"),
    (
        "2.3.4",
        "what only one may have is locked, not handed out twice",
    ),
    ("2.3.5", "what weighs much needs a second person"),
    ("8.2.1", "who may do something was given that right"),
    ("8.2.2", "who may reach this row was given that right"),
    (
        "8.2.3",
        "who may read or write this column was given that right",
    ),
    ("8.3.1", "rights are kept where no client can change them"),
    ("8.3.2", "a right that is taken away is gone at once"),
    (
        "8.3.3",
        "rights are those of the person who asks, not of a middleman",
    ),
    (
        "13.2.2",
        "accounts of the database have the least rights that do",
    ),
    (
        "13.2.5",
        "the server reaches only the files and systems that it is meant to",
    ),
    ("13.3.2", "secrets are for those who need them"),
    ("14.2.4", "sensitive data is guarded as its kind demands"),
    (
        "15.3.3",
        "fields that are not the client's to give are not taken from it",
    ),
    (
        "15.4.2",
        "what is looked at and what is done about it are one",
    ),
    ("16.2.1", "an event tells when, who and what, and is true"),
    ("16.3.2", "whoever reads what is sensitive is on record"),
    ("16.4.1", "nobody slips text of their own into the log"),
    ("16.4.2", "the log is not changed, and not invented"),
];

/// A line of the list.
pub(crate) struct Line {
    asvs: &'static str,
    rule: &'static str,
    who: &'static [Who],
    outcome: Outcome,
}

impl Line {
    /// Many statements by everybody, made from the catalog.
    pub(crate) const fn sweep(asvs: &'static str, rule: &'static str) -> Self {
        Self {
            asvs,
            rule,
            who: EVERYBODY,
            outcome: DENIED,
        }
    }
}

impl From<Attempt> for Line {
    fn from(attempt: Attempt) -> Self {
        Self {
            asvs: attempt.asvs,
            rule: attempt.rule,
            who: attempt.who,
            outcome: attempt.outcome,
        }
    }
}

fn lines(attempts: Vec<Attempt>) -> Vec<Line> {
    attempts.into_iter().map(Line::from).collect()
}

/// Everything that is tried, by theme.
fn themes() -> Vec<(&'static str, Vec<Line>)> {
    let mut closing = closed::attempts();
    closing.insert(0, closed::from_before());
    let mut shadowing = shadows::attempts();
    shadowing.extend(shadows::careless());
    vec![
        ("Every table and view", tables::LINES.into()),
        ("Every function", functions::LINES.into()),
        ("The register", lines(members::attempts())),
        ("Decisions", lines(decisions::attempts())),
        ("Reasons", lines(reasons::attempts())),
        ("Four eyes", lines(four_eyes::attempts())),
        ("Claims, checks and calls", lines(work::attempts())),
        ("What ran out", lines(expired::attempts())),
        ("A closed account", lines(closing)),
        ("The moment", lines(moments::attempts())),
        ("Photos", lines(photos::attempts())),
        ("Drafts, notes and secrets", lines(findings::attempts())),
        ("What is on record", lines(records::attempts())),
        ("The chain and its seals", lines(seals::attempts())),
        ("Settings", lines(settings::attempts())),
        ("The portal", lines(portal::attempts())),
        ("The dispatcher", lines(dispatcher::attempts())),
        ("The schema", lines(schema::attempts())),
        ("Roles", lines(roles::attempts())),
        ("The server", lines(server::attempts())),
        ("Objects of one's own", lines(shadowing)),
    ]
}

fn names(who: &[Who]) -> String {
    if who == EVERYBODY {
        return "everybody".to_owned();
    }
    let names: Vec<_> = who.iter().map(|who| who.name()).collect();
    names.join(", ")
}

/// A cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', r"\|")
}

/// The list of attempts, as the document has it.
fn attempts() -> String {
    let themes = themes();
    let (mut rows, mut tries) = (0, 0);
    let mut cited = BTreeSet::new();
    let mut text = String::new();
    for (theme, lines) in &themes {
        write!(
            text,
            "### {theme}\n\n| attempt | by | comes to | ASVS |\n|---|---|---|---|\n"
        )
        .expect("a string takes text");
        for line in lines {
            rows += 1;
            tries += line.who.len();
            cited.insert(line.asvs);
            writeln!(
                text,
                "| {} | {} | {} | {} |",
                cell(line.rule),
                names(line.who),
                line.outcome,
                line.asvs
            )
            .expect("a string takes text");
        }
        text.push('\n');
    }
    let mut head = format!("{rows} attempts, made {tries} times in all. The items they serve:\n\n");
    head.push_str("| ASVS 5.0.0 | in short |\n|---|---|\n");
    for (item, meaning) in &ITEMS {
        assert!(cited.remove(item), "{item} is explained, but not cited");
        writeln!(head, "| {item} | {meaning} |").expect("a string takes text");
    }
    assert!(cited.is_empty(), "cited, but not explained: {cited:?}");
    format!("{head}\n{text}")
}

/// The rights, as the document has them.
async fn rights() -> String {
    let mut scene = Scene::with(&[]).await;
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(include_str!("rights.sql"))
        .fetch_all(&mut scene.superuser)
        .await
        .expect("the superuser reads everything");
    let mut text = "| object | right | columns | who |\n|---|---|---|---|\n".to_owned();
    for (object, right, columns, who) in rows {
        writeln!(text, "| `{object}` | {right} | {columns} | {who} |")
            .expect("a string takes text");
    }
    text
}

/// Compares, or writes, what stands between the two markers of this name.
fn hold(name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/SECURITY.md");
    let document = std::fs::read_to_string(&path).expect("the document is there");
    let (begin, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let (before, rest) = document.split_once(&begin).expect("the section begins");
    let (found, after) = rest.split_once(&end).expect("the section ends");
    let wanted = format!("\n{}\n\n", wanted.trim());
    if std::env::var(REWRITE).is_ok_and(|value| value == "1") {
        std::fs::write(&path, format!("{before}{begin}{wanted}{end}{after}"))
            .expect("the document can be written");
    } else {
        assert!(
            found == wanted,
            "docs/SECURITY.md tells other {name} than there are: set {REWRITE}=1 to write it anew"
        );
    }
}

#[tokio::test]
async fn it_tells_what_is_granted_and_what_was_tried() {
    hold("rights", &rights().await);
    hold("attempts", &attempts());
}

#[test]
fn no_two_attempts_go_by_one_name() {
    let mut seen = BTreeSet::new();
    for line in themes().into_iter().flat_map(|(_, lines)| lines) {
        assert!(seen.insert(line.rule), "told twice: {}", line.rule);
    }
}
