//! Members from a file.

use crate::stage::{Stage, text_of};
use coe_admin::members::COLUMNS;
use coe_testkit::person;
use std::fmt::Write;
use std::path::Path;

/// A file of so many invented members, with other values in some rows.
fn write_file(path: &Path, count: u32, changes: &[(u32, &str, &str)]) {
    let mut text = format!("\u{FEFF}{}\r\n", COLUMNS.join(","));
    for number in 0..count {
        let who = person(number);
        let fields = [
            (300_000 + number).to_string(),
            who.national_id.clone(),
            who.title_th.to_owned(),
            who.given_th.to_owned(),
            who.family_th.to_owned(),
            who.title_en.to_owned(),
            who.given_en.to_owned(),
            who.family_en.to_owned(),
            who.birth_date.to_string(),
            who.phone.clone(),
            format!("m{number}@example.org"),
            "th".to_owned(),
            "normal".to_owned(),
            "02/08/2571".to_owned(),
            format!("ภย.{number}"),
        ];
        let row = COLUMNS.iter().zip(fields).map(|(column, good)| {
            let changed = changes
                .iter()
                .find(|(row, name, _)| *row == number && name == column);
            changed.map_or(good, |(_, _, value)| (*value).to_owned())
        });
        writeln!(text, "{}\r", row.collect::<Vec<_>>().join(",")).expect("writes");
    }
    std::fs::write(path, text).expect("writes");
}

#[test]
fn a_file_is_tried_then_taken_then_taken_again() {
    let stage = Stage::prepared();
    let (file, report) = (stage.file("members.csv"), stage.file("refused.csv"));
    let changes = [
        (7, "national_id", "1234567890123"),
        (9, "phone", "021234567"),
    ];
    write_file(&file, 2500, &changes);
    let [file, report] = [&file, &report].map(|path| path.to_str().expect("UTF-8"));

    let tried = stage.run(&["import-members", file, "--dry-run", "--report", report]);
    assert_eq!(tried.code, 3, "{tried:?}");
    assert!(
        tried.out.contains(
            "2500 row(s): 2498 would be added, 0 would be updated, 0 as they are, 2 refused."
        ),
        "{}",
        tried.out
    );
    let wanted = "line,member_no,column,reason\n9,300007,national_id,check_digit\n\
                  11,300009,phone,not_a_mobile\n";
    assert_eq!(text_of(Path::new(report)), wanted);
    assert_eq!(
        stage.ask("SELECT count(*) FROM desk.member"),
        "0",
        "a dry run writes nothing"
    );

    let taken = stage.run(&["import-members", file, "--yes", "--report", report]);
    assert_eq!(taken.code, 3, "{taken:?}");
    assert_eq!(text_of(Path::new(report)), wanted);
    assert_eq!(
        stage.ask("SELECT count(*) || ' ' || (SELECT count(*) FROM desk.licence) FROM desk.member"),
        "2498 2498"
    );
    let known = person(0).phone;
    for output in [&tried, &taken] {
        assert!(
            !output.out.contains(&known) && !output.told.contains(&known),
            "no values"
        );
    }

    write_file(
        Path::new(file),
        2500,
        &[(3, "standing", "expired"), (4, "phone", "0999999999")],
    );
    let again = stage.run(&["import-members", file, "--yes", "--report", report]);
    assert_eq!(again.code, 3, "{again:?}");
    assert!(
        again
            .out
            .contains("2500 row(s): 2 added, 1 updated, 2496 as they are, 1 refused."),
        "{}",
        again.out
    );
    assert_eq!(
        text_of(Path::new(report)),
        "line,member_no,column,reason\n6,300004,phone,only_by_decision\n"
    );
    assert_eq!(
        stage.ask("SELECT string_agg(DISTINCT login_state, ',') FROM desk.member"),
        "enabled"
    );
}

#[test]
fn a_file_that_is_not_one_is_refused_with_a_sentence() {
    let stage = Stage::new();
    let file = stage.file("members.csv");
    std::fs::write(&file, "name,phone\nA,B\n").expect("writes");
    let refused = stage.run(&["import-members", file.to_str().expect("UTF-8")]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.told.contains("column 1 of the header is not known"),
        "{}",
        refused.told
    );
    assert!(
        refused.told.contains("member_no, national_id"),
        "{}",
        refused.told
    );
}
