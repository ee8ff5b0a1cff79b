//! `coe-desk-dispatcher`: sends the outbox of the shared database by an SMS gateway, and takes the
//! gateway's delivery reports.
//!
//! The engine is in `coe-sms`. Here is what a service is made of: configuration and secrets, the HTTP
//! doors, numbers for those who watch it, start and end. `reports::router` knows no engine of a database,
//! so that an embedded desk can open the same door.

pub mod arguments;
pub mod configuration;
mod database;
pub mod logging;
pub mod metrics;
pub mod observation;
pub mod problem;
pub mod reports;
mod sealing;
pub mod secrets;
pub mod serve;
pub mod service;
pub mod signals;
pub mod system;

pub use arguments::Arguments;
pub use configuration::Configuration;
pub use problem::Problem;
pub use service::Service;
