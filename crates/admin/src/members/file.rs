//! The file as a whole.

use super::columns::Places;
use super::report::Refusal;
use super::row;
use chrono::NaiveDate;
use coe_store_postgres::admin::Candidate;
use csv::{ByteRecord, ReaderBuilder, Terminator};
use std::collections::HashMap;
use std::io::Read;

/// Why a file cannot be used at all. No text holds anything of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("the file cannot be read")]
    Unreadable,
    /// It has no header.
    #[error("the file is empty")]
    Empty,
    /// The header is not UTF-8.
    #[error("the file is not UTF-8")]
    NotUtf8,
    /// A column has a name that is not known.
    #[error("column {place} of the header is not known")]
    UnknownColumn {
        /// Which, from 1.
        place: usize,
    },
    /// A column stands in the header twice.
    #[error("the column {name} stands in the header twice")]
    DoubledColumn {
        /// Its name.
        name: &'static str,
    },
    /// A column is missing.
    #[error("the column {name} is missing")]
    MissingColumn {
        /// Its name.
        name: &'static str,
    },
}

impl FileError {
    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unreadable => "Check its name and whether you may read it.",
            Self::NotUtf8 => "Save it as \"CSV UTF-8\".",
            Self::Empty
            | Self::UnknownColumn { .. }
            | Self::DoubledColumn { .. }
            | Self::MissingColumn { .. } => {
                "The header must name, separated by commas and in any order: member_no, national_id, \
                 title_th, given_th, family_th, title_en, given_en, family_en, birth_date, phone, \
                 email, language, standing, membership_expires_on, licences."
            }
        }
    }
}

/// A candidate and the line it begins on.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// The line; the header is line 1.
    pub line: u64,
    /// The candidate.
    pub candidate: Candidate,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Contents {
    /// How many rows there are, the header aside.
    pub rows: u64,
    /// The rows that can be read and contradict no other row.
    pub members: Vec<Numbered>,
    /// What is wrong with the others.
    pub refusals: Vec<Refusal>,
}

/// Reads a file. Of rows with the same member number, national ID or licence none is taken: nobody
/// here knows which is right.
///
/// # Errors
/// Why it cannot be used at all.
pub fn read(input: impl Read, today: NaiveDate) -> Result<Contents, FileError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        // With CR LF as the end of a row, the reader would count one line too few. Like this the CR is
        // white space at the end of the last value, and means nothing there.
        .terminator(Terminator::Any(b'\n'))
        .from_reader(input);
    let mut row = ByteRecord::new();
    let mut next = |row: &mut ByteRecord| {
        reader
            .read_byte_record(row)
            .map_err(|_| FileError::Unreadable)
    };
    if !next(&mut row)? {
        return Err(FileError::Empty);
    }
    let header = without_mark(&row);
    let places = Places::of(&header)?;
    let mut contents = Contents::default();
    while next(&mut row)? {
        if row.len() == 1 && row.iter().all(|value| value.trim_ascii().is_empty()) {
            continue;
        }
        contents.rows += 1;
        let line = row.position().map_or(0, csv::Position::line);
        let read = if row.len() == header.len() {
            row::read(&row, &places, today)
        } else {
            Err(vec![("row", "field_count")])
        };
        match read {
            Ok(candidate) => contents.members.push(Numbered { line, candidate }),
            Err(wrong) => {
                let member_no = row::member_no(&row, &places);
                contents
                    .refusals
                    .extend(wrong.into_iter().map(|(column, code)| Refusal {
                        line,
                        member_no: member_no.clone(),
                        column,
                        code,
                    }));
            }
        }
    }
    refuse_doubles(&mut contents);
    Ok(contents)
}

/// Some programs begin a UTF-8 file with a byte order mark.
fn without_mark(header: &ByteRecord) -> ByteRecord {
    let strip = |(place, field): (usize, &[u8])| -> Vec<u8> {
        let bare = field.strip_prefix(b"\xEF\xBB\xBF").filter(|_| place == 0);
        bare.unwrap_or(field).to_vec()
    };
    let fields: Vec<_> = header.iter().enumerate().map(strip).collect();
    ByteRecord::from(fields)
}

fn refuse_doubles(contents: &mut Contents) {
    let mut uses: HashMap<(&'static str, &str), u32> = HashMap::new();
    for Numbered { candidate, .. } in &contents.members {
        for value in unique_values(candidate) {
            *uses.entry(value).or_default() += 1;
        }
    }
    let mut refusals = Vec::new();
    let mut doubled = Vec::with_capacity(contents.members.len());
    for Numbered { line, candidate } in &contents.members {
        let mut columns: Vec<_> = unique_values(candidate)
            .filter(|value| uses.get(value).is_some_and(|uses| *uses > 1))
            .map(|(column, _)| column)
            .collect();
        columns.dedup();
        doubled.push(!columns.is_empty());
        refusals.extend(columns.into_iter().map(|column| Refusal {
            line: *line,
            member_no: candidate.member.member_no.clone(),
            column,
            code: "duplicate_in_file",
        }));
    }
    contents.refusals.extend(refusals);
    let mut doubled = doubled.into_iter();
    contents
        .members
        .retain(|_| !doubled.next().unwrap_or_default());
}

/// What no two members can share.
fn unique_values(candidate: &Candidate) -> impl Iterator<Item = (&'static str, &str)> {
    let member = &candidate.member;
    [
        ("member_no", member.member_no.as_str()),
        ("national_id", member.national_id.as_str()),
    ]
    .into_iter()
    .chain(
        candidate
            .licences
            .iter()
            .map(|licence| ("licences", licence.as_str())),
    )
}
