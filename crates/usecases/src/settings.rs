//! Settings that the rules read. Each has a default, so that an empty table works.

use crate::DeskResult;
use coe_domain::sla::{BusinessCalendar, SlaTarget};
use coe_store::{StoreError, Unit};
use serde::de::DeserializeOwned;

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
