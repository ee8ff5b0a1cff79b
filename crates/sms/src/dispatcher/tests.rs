//! What becomes of messages when a gateway or a database does what it likes. Time stands still and jumps
//! ahead whenever everybody waits.

mod database_trouble;
mod ending;
mod fake_gateway;
mod fake_outbox;
mod sending;
mod stage;
