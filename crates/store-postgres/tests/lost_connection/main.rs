//! The connection breaks: one session, the server, the cable, an answer, or the right to come in. The
//! desk says so at once, comes back by itself, and nothing is half done or done twice.

#[path = "../support/databases.rs"]
mod databases;
#[path = "../support/own_cluster.rs"]
mod own_cluster;
#[path = "../support/people.rs"]
mod people;
#[path = "../support/queue.rs"]
mod queue;
#[path = "../support/wire.rs"]
mod wire;

mod account;
mod answer;
mod cable;
mod scene;
mod server;
mod session;
