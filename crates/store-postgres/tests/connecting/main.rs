//! Coming in: what a server must show, what it must hold, and who may. Each failure has its own name,
//! and no name holds a password or what the server said.

#[path = "../support/databases.rs"]
mod databases;
#[path = "../support/own_cluster.rs"]
mod own_cluster;
#[path = "../support/people.rs"]
mod people;

mod certificates;
mod people_at_the_door;
mod schema;
mod told;
mod unencrypted;
