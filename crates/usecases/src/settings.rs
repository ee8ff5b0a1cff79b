//! Settings that the rules read. Each has a default, so that an empty table works.

use crate::DeskResult;
use coe_domain::StaffId;
use coe_domain::sla::{BusinessCalendar, SlaTarget};
use coe_store::{StoreError, Unit};
use coe_wire::gateway::GatewayChoice;
use coe_wire::texts::MessageNumbers;
use coe_wire::{ErrorCode, UiError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Minutes before a call at which its member is reminded. The databases read it, too.
pub(crate) const CALL_REMINDER_MINUTES: &str = "call_reminder_minutes";
/// What one part of a message costs, in satang.
pub(crate) const SATANG_PER_SEGMENT: &str = "sms_satang_per_segment";
/// The gateway of an embedded desk.
pub const SMS_GATEWAY: &str = "sms_gateway";

/// Minutes without activity before the window locks.
///
/// # Errors
/// What the database answers.
pub async fn idle_lock_minutes(unit: &mut dyn Unit) -> DeskResult<u32> {
    Ok(read(unit, "idle_lock_minutes").await?.unwrap_or(10))
}

/// Whether the database holds invented demo data.
///
/// # Errors
/// What the database answers.
pub async fn is_demo(unit: &mut dyn Unit) -> DeskResult<bool> {
    Ok(read(unit, "demo").await?.unwrap_or(false))
}

/// What is set about messages besides their texts.
///
/// # Errors
/// What the database answers.
pub async fn message_numbers(unit: &mut dyn Unit) -> DeskResult<MessageNumbers> {
    Ok(MessageNumbers {
        call_reminder_minutes: read(unit, CALL_REMINDER_MINUTES).await?.unwrap_or(30),
        satang_per_segment: read(unit, SATANG_PER_SEGMENT).await?.unwrap_or(25),
    })
}

/// The gateway of an embedded desk.
///
/// # Errors
/// What the database answers.
pub async fn gateway_choice(unit: &mut dyn Unit) -> DeskResult<GatewayChoice> {
    Ok(read(unit, SMS_GATEWAY).await?.unwrap_or_default())
}

/// Business hours and target times.
#[derive(Debug, Clone)]
pub struct SlaRules {
    /// When the desk works.
    pub calendar: BusinessCalendar,
    /// How soon a request should be decided.
    pub target: SlaTarget,
}

impl SlaRules {
    /// Reads the rules.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn load(unit: &mut dyn Unit) -> DeskResult<Self> {
        let defaults = SlaTarget::default();
        Ok(Self {
            calendar: read(unit, "business_calendar").await?.unwrap_or_default(),
            target: SlaTarget {
                minutes: read(unit, "sla_minutes").await?.unwrap_or(defaults.minutes),
                warn_minutes: read(unit, "sla_warn_minutes")
                    .await?
                    .unwrap_or(defaults.warn_minutes),
            },
        })
    }
}

/// Stores a setting; the database audits it.
pub(crate) async fn put<T: Serialize + Sync>(
    unit: &mut dyn Unit,
    key: &str,
    value: &T,
    by: StaffId,
) -> DeskResult<()> {
    let json = serde_json::to_string(value).map_err(|_| UiError::new(ErrorCode::Internal))?;
    unit.put_setting(key, &json, Some(by)).await?;
    Ok(())
}

async fn read<T: DeserializeOwned>(unit: &mut dyn Unit, key: &str) -> DeskResult<Option<T>> {
    let Some(json) = unit.setting(key).await? else {
        return Ok(None);
    };
    let value = serde_json::from_str(&json).map_err(|_| StoreError::BadRow {
        table: "setting",
        column: "value",
        row: 0,
    })?;
    Ok(Some(value))
}
