//! Rows as files hold them, and what becomes of them.

use super::*;
use chrono::NaiveDate;

const GOOD: [(&str, &str); 15] = [
    ("member_no", "300001"),
    ("national_id", "1-2345-67890-12-1"),
    ("title_th", "นาย"),
    ("given_th", "สมชาย"),
    ("family_th", "ณ  ตัวอย่าง"),
    ("title_en", "Mr"),
    ("given_en", "Somchai"),
    ("family_en", "Na Tuayang"),
    ("birth_date", "31/05/2533"),
    ("phone", "+66 81 234 5678"),
    ("email", "somchai@example.org"),
    ("language", "th"),
    ("standing", "normal"),
    ("membership_expires_on", "๐๒/๐๘/๒๕๗๑"),
    ("licences", "ภย. 12345; สย ๗๗"),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn header() -> String {
    COLUMNS.join(",")
}

/// The good row with other values in some columns.
fn row(changes: &[(&str, &str)]) -> String {
    let value = |(name, good): &(&str, &'static str)| {
        let changed = changes.iter().find(|(column, _)| column == name);
        let value = changed.map_or((*good).to_owned(), |(_, value)| (*value).to_owned());
        format!("\"{value}\"")
    };
    GOOD.iter().map(value).collect::<Vec<_>>().join(",")
}

fn file(rows: &[String]) -> Contents {
    let text = format!("{}\n{}\n", header(), rows.join("\n"));
    read(text.as_bytes(), today()).unwrap()
}

/// Lines, columns and codes of what was refused.
fn refused(contents: &Contents) -> Vec<(u64, &'static str, &'static str)> {
    let told = |refusal: &Refusal| (refusal.line, refusal.column, refusal.code);
    contents.refusals.iter().map(told).collect()
}

#[test]
fn a_good_row_is_read_and_normalised() {
    let contents = file(&[row(&[])]);
    assert!(contents.refusals.is_empty(), "{:?}", contents.refusals);
    let one = &contents.members[0];
    assert_eq!(one.line, 2);
    let member = &one.candidate.member;
    assert_eq!(member.national_id.as_str(), "1234567890121");
    assert_eq!(member.phone.as_str(), "0812345678");
    assert_eq!(member.name_th.family, "ณ ตัวอย่าง");
    assert_eq!(member.birth_date.to_string(), "1990-05-31");
    assert_eq!(member.membership_expires_on.to_string(), "2028-08-02");
    let licences: Vec<_> = one
        .candidate
        .licences
        .iter()
        .map(|one| one.as_str())
        .collect();
    assert_eq!(licences, ["ภย.12345", "สย.77"]);
}

#[test]
fn each_mistake_has_its_own_code() {
    for (column, value, code) in [
        ("member_no", " ", "empty"),
        ("member_no", "30 0001", "invalid_character"),
        ("member_no", "123456789012345678901234567890123", "too_long"),
        ("national_id", "", "empty"),
        ("national_id", "1234567890122", "check_digit"),
        ("national_id", "123", "wrong_length"),
        ("national_id", "123456789012x", "invalid_character"),
        ("given_th", "", "empty"),
        ("family_th", "ก\u{7}", "invalid_character"),
        ("birth_date", "31/05/1990", "era"),
        ("birth_date", "2026-11-24", "in_the_future"),
        ("birth_date", "1899-12-31", "too_long_ago"),
        ("birth_date", "unknown", "not_a_day"),
        ("phone", "02-123-4567", "not_a_mobile"),
        ("phone", "08", "wrong_length"),
        ("email", "somchai", "not_an_address"),
        ("email", "a b@example.org", "not_an_address"),
        ("language", "de", "unknown_code"),
        ("standing", "", "empty"),
        ("membership_expires_on", "31/02/2571", "not_a_day"),
        ("licences", "ภย.1; 12", "letters"),
        ("licences", "ภย", "digits"),
    ] {
        let contents = file(&[row(&[(column, value)])]);
        assert_eq!(refused(&contents), [(2, column, code)], "{value}");
        assert!(contents.members.is_empty());
    }
}

#[test]
fn everything_that_is_wrong_with_a_row_is_told_at_once() {
    let contents = file(&[row(&[
        ("phone", ""),
        ("national_id", "1"),
        ("given_th", ""),
    ])]);
    assert_eq!(
        refused(&contents),
        [
            (2, "national_id", "wrong_length"),
            (2, "given_th", "empty"),
            (2, "phone", "empty")
        ]
    );
    assert_eq!(contents.refusals[0].member_no, "300001", "the row is named");
}

#[test]
fn what_may_be_empty_may() {
    let empty = [
        "title_th",
        "family_th",
        "title_en",
        "given_en",
        "family_en",
        "email",
        "licences",
    ];
    let changes: Vec<_> = empty.iter().map(|column| (*column, "")).collect();
    let contents = file(&[row(&changes)]);
    assert!(contents.refusals.is_empty(), "{:?}", contents.refusals);
    assert_eq!(contents.members[0].candidate.member.email, None);
}

#[test]
fn of_rows_that_contradict_each_other_none_is_taken() {
    let other = [
        ("member_no", "300002"),
        ("national_id", "1101700203450"),
        ("licences", ""),
    ];
    let contents = file(&[
        row(&[]),
        row(&other),
        row(&[
            ("member_no", "300003"),
            ("national_id", "1234567890121"),
            ("licences", "สย.77"),
        ]),
    ]);
    assert_eq!(
        refused(&contents),
        [
            (2, "national_id", "duplicate_in_file"),
            (2, "licences", "duplicate_in_file"),
            (4, "national_id", "duplicate_in_file"),
            (4, "licences", "duplicate_in_file"),
        ]
    );
    assert_eq!(contents.members.len(), 1);
    assert_eq!(contents.members[0].line, 3);
}

#[test]
fn a_byte_order_mark_and_line_breaks_in_values_are_read() {
    let text = format!(
        "\u{FEFF}{}\r\n{}\r\n{}\r\n\r\n",
        header(),
        row(&[("family_th", "ณ\nตัวอย่าง")]),
        row(&[
            ("member_no", "300002"),
            ("national_id", "1"),
            ("licences", "")
        ])
    );
    let contents = read(text.as_bytes(), today()).unwrap();
    assert_eq!(
        contents.members[0].candidate.member.name_th.family,
        "ณ ตัวอย่าง"
    );
    assert_eq!(contents.members[0].line, 2);
    assert_eq!(refused(&contents), [(4, "national_id", "wrong_length")]);
    assert_eq!(contents.rows, 2, "an empty line is no row");
}

#[test]
fn a_row_of_another_length_or_encoding_is_refused_alone() {
    let mut text = format!("{}\n300001,1\n", header()).into_bytes();
    let good = row(&[]);
    let (before, after) = good.split_once("สมชาย").unwrap();
    text.extend(before.as_bytes());
    text.extend(b"\xca\xc1\xaa\xd2\xc2");
    text.extend(after.as_bytes());
    text.push(b'\n');
    let contents = read(text.as_slice(), today()).unwrap();
    assert_eq!(
        refused(&contents),
        [(2, "row", "field_count"), (3, "given_th", "not_utf8")]
    );
    assert_eq!(contents.rows, 2);
}

#[test]
fn a_file_that_is_none_is_refused() {
    assert_eq!(read(&b""[..], today()).unwrap_err(), FileError::Empty);
    let utf16: Vec<u8> = header().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xFF\xFE".to_vec(), utf16].concat();
    assert_eq!(
        read(marked.as_slice(), today()).unwrap_err(),
        FileError::NotUtf8
    );
}
