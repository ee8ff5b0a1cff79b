//! What was refused, without values: the file is passed around.

use std::io::Write;

/// A value that was refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The line of the file that the row begins on; the header is line 1.
    pub line: u64,
    /// The row's member number, where it can be read.
    pub member_no: String,
    /// The column; `row` where the row as a whole cannot be read.
    pub column: &'static str,
    /// The reason: a stable code.
    pub code: &'static str,
}

/// Writes refusals as CSV, in the order of their lines.
///
/// # Errors
/// What the writer answers.
pub fn write_report(refusals: &mut [Refusal], out: impl Write) -> Result<(), csv::Error> {
    refusals.sort();
    let mut out = csv::Writer::from_writer(out);
    out.write_record(["line", "member_no", "column", "reason"])?;
    for refusal in refusals {
        let line = refusal.line.to_string();
        out.write_record([&line, &refusal.member_no, refusal.column, refusal.code])?;
    }
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_in_the_order_of_the_file() {
        let refusal = |line, column| Refusal {
            line,
            member_no: "300001".to_owned(),
            column,
            code: "empty",
        };
        let mut out = Vec::new();
        write_report(&mut [refusal(10, "phone"), refusal(9, "email")], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "line,member_no,column,reason\n9,300001,email,empty\n10,300001,phone,empty\n"
        );
    }
}
