//! Looking up a member.

use chrono::NaiveDate;
use coe_domain::{LoginState, MemberId, RequestId, RequestStatus, Standing};
use serde::{Deserialize, Serialize};

/// Members that match, and what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberMatches {
    /// At most 50.
    pub members: Vec<MemberCard>,
    /// Whether there are more.
    pub more: bool,
}

/// What the desk may tell about a member without opening anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberCard {
    /// Identity.
    pub id: MemberId,
    /// Member number.
    pub member_no: String,
    /// Licence numbers.
    pub licences: Vec<String>,
    /// Name in Thai.
    pub name_th: String,
    /// Name in English.
    pub name_en: String,
    /// National ID, masked.
    pub national_id_masked: String,
    /// Registered phone, masked.
    pub phone_masked: String,
    /// Standing.
    pub standing: Standing,
    /// Last day of the membership.
    pub membership_expires_on: NaiveDate,
    /// Whether they can sign in.
    pub login_state: LoginState,
    /// The newest request, where there is one.
    pub latest_request: Option<LatestRequest>,
}

/// The newest request of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatestRequest {
    /// Identity.
    pub id: RequestId,
    /// Number.
    pub request_no: String,
    /// Where it stands.
    pub status: RequestStatus,
}
