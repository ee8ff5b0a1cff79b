//! Where gateways tell what became of messages: `/reports/<gateway>/<token>`.
//!
//! A request passes, in this order: the source list, the token (compared in constant time), the limits of
//! calls a second and at once, the size, the time, the signature. What passes is on record before it is
//! answered with 200; while the database is away the answer is 503, so that the gateway tells it again.

mod door;
mod receive;
mod source;

pub use door::{Counted, Counts, Door, Token};
pub use receive::router;
pub use source::Sources;
