//! `coe-desk-admin`: sets up, checks and fills the shared database of the desk.
//!
//! Statements live in `coe-store-postgres` and `coe-store-sqlite`; here is what an administrator says
//! and reads. Results go to standard output, everything else (questions, progress, errors) to standard
//! error. No output holds a value of a member's row.

pub mod address;
pub mod arguments;
pub mod commands;
pub mod day;
pub mod members;
pub mod moving;
pub mod problem;
pub mod secrets;
pub mod system;
pub mod terminal;

pub use arguments::Arguments;
pub use problem::Problem;
