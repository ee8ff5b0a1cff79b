//! People and services connect with their own roles and try by plain SQL what the rules forbid. Each
//! attempt must be refused in the way it says, and must leave the whole server as it was.
//!
//! # Adding an attempt
//! It is a line in the file of its theme: the rule, the item of OWASP's ASVS 5.0 that the rule serves,
//! who tries, the statement, what comes of it. Then let the list in `docs/SECURITY.md` be written anew:
//! run this test program with `COE_DESK_REWRITE=1`.

#[path = "../support/mod.rs"]
mod support;

mod attempt;
mod closed;
mod decisions;
mod dispatcher;
mod document;
mod dump;
mod expired;
mod findings;
mod four_eyes;
mod functions;
mod members;
mod moments;
mod photos;
mod portal;
mod reasons;
mod records;
mod requests;
mod roles;
mod scene;
mod schema;
mod seals;
mod server;
mod settings;
mod shadows;
mod tables;
mod text;
mod withstand;
mod work;
