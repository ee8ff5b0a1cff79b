//! Lists that the page needs once.

use crate::templates::view;
use crate::{Desk, DeskResult};
use coe_wire::session::ReferenceData;

/// Reads reasons and message texts.
///
/// # Errors
/// What the database answers.
pub async fn reference_data(desk: &Desk) -> DeskResult<ReferenceData> {
    let mut unit = desk.store.read().await?;
    let reasons = unit.reasons().await?;
    let templates = unit.templates().await?;
    Ok(ReferenceData {
        reasons,
        templates: templates.into_iter().map(view).collect(),
    })
}
