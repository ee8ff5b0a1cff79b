//! Administration against a real server.

mod check;
mod people;
mod prepare;
mod register;
mod schema;
mod support;
mod transfer;
