//! Members in a CSV file: reading, judging and reporting, without a database.

mod columns;
mod file;
mod report;
mod row;
#[cfg(test)]
mod tests;

pub use columns::COLUMNS;
pub use file::{Contents, FileError, Numbered, read};
pub use report::{Refusal, write_report};
