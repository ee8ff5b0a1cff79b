//! Row identities. Each is a number that the database gave; it means nothing to a member.

use serde::{Deserialize, Serialize};

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

row_id! {
    /// A person who works at the desk.
    StaffId,
    /// A member of the Council.
    MemberId,
    /// A phone-change request. The member knows it by its [`crate::RequestNumber`].
    RequestId,
    /// A video call: scheduled, attempted or done.
    CallId,
    /// A decision. Never changed, never deleted.
    DecisionId,
    /// A message of the outbox.
    MessageId,
    /// A note that staff left on a request.
    NoteId,
    /// An entry of the audit log.
    AuditEventId,
}
