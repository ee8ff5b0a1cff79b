//! Types and rules of the identity-review desk.
//!
//! Everything here is pure: no clock, no randomness, no input or output, no database and no window.
//! The crate compiles to WebAssembly, so the page and the desk apply the very same rules.
//!
//! * [`vocabulary`] holds the closed sets that stand in the database and on the wire; each value
//!   has one stable `snake_case` code.
//! * the other modules hold one idea each: a value that can only be built when it is valid
//!   ([`Phone`], [`NationalId`], [`RequestNumber`]) or a rule ([`approval`], [`signal`], [`sla`]).

pub mod approval;
pub mod clock;
pub mod ids;
pub mod licence;
pub mod member;
pub mod name_diff;
pub mod national_id;
pub mod person_name;
pub mod phone;
pub mod reason;
pub mod request_number;
pub mod signal;
pub mod sla;
pub mod sms_text;
pub mod template;
pub mod text_diff;
pub mod thai_date;
pub mod thai_text;
mod title;
pub mod vocabulary;

pub use clock::{Clock, Rng};
pub use ids::*;
pub use licence::LicenceNumber;
pub use national_id::NationalId;
pub use person_name::PersonName;
pub use phone::Phone;
pub use request_number::RequestNumber;
pub use vocabulary::*;
