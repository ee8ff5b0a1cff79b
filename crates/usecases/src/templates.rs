//! The texts of messages, and the numbers that belong to them.

use crate::case_view::Names;
use crate::retry::settled;
use crate::settings::{self, put};
use crate::{Actor, Desk, DeskResult};
use coe_domain::Refusal;
use coe_domain::template::check;
use coe_store::{Template, Unit};
use coe_wire::session::TemplateView;
use coe_wire::texts::{
    HIGHEST_SATANG, LONGEST_REMINDER_MINUTES, MessageNumbers, MessageTexts, TemplateEditView,
    TemplateKey,
};
use coe_wire::{ErrorCode, UiError};

/// The most changes of a text that are listed.
const MOST_EDITS: u32 = 50;

/// Reads all texts and numbers.
///
/// # Errors
/// `not_allowed`, or what the database answers.
pub async fn message_texts(desk: &Desk, actor: &Actor) -> DeskResult<MessageTexts> {
    actor.must_supervise()?;
    let mut unit = desk.store.read().await?;
    read(unit.as_mut()).await
}

async fn read(unit: &mut dyn Unit) -> DeskResult<MessageTexts> {
    let mut texts: Vec<_> = unit.templates().await?.into_iter().map(view).collect();
    texts.sort_by_key(|text| (text.template, text.language));
    Ok(MessageTexts {
        texts,
        numbers: settings::message_numbers(unit).await?,
    })
}

pub(crate) fn view(row: Template) -> TemplateView {
    TemplateView {
        template: row.template,
        language: row.language,
        body: row.body,
    }
}

/// Changes a text, for messages queued from now on.
///
/// # Errors
/// `not_allowed`, the refusal `template_unfit`, or what the database answers.
pub async fn save_template(
    desk: &Desk,
    actor: &Actor,
    input: &TemplateView,
) -> DeskResult<MessageTexts> {
    actor.must_supervise()?;
    let template = Template {
        template: input.template,
        language: input.language,
        body: input.body.trim().to_owned(),
    };
    // The page shows each problem as it is typed.
    if !check(template.template, &template.body).is_empty() {
        return Err(Refusal::TemplateUnfit.into());
    }
    settled(desk, || save_template_once(desk, actor, &template)).await
}

async fn save_template_once(
    desk: &Desk,
    actor: &Actor,
    template: &Template,
) -> DeskResult<MessageTexts> {
    let mut unit = desk.store.write().await?;
    unit.put_template(template, actor.id).await?;
    let texts = read(unit.as_mut()).await?;
    unit.commit().await?;
    Ok(texts)
}

/// What a text was before, the latest change first.
///
/// # Errors
/// `not_allowed`, or what the database answers.
pub async fn template_edits(
    desk: &Desk,
    actor: &Actor,
    input: TemplateKey,
) -> DeskResult<Vec<TemplateEditView>> {
    actor.must_supervise()?;
    let mut unit = desk.store.read().await?;
    let edits = unit
        .template_edits(input.template, input.language, MOST_EDITS)
        .await?;
    let mut names = Names::default();
    let mut told = Vec::with_capacity(edits.len());
    for edit in edits {
        told.push(TemplateEditView {
            by: names.of(unit.as_mut(), edit.by).await?,
            before: edit.before,
            after: edit.after,
            at: edit.at,
        });
    }
    Ok(told)
}

/// Sets the numbers. One that is as it was is not written anew.
///
/// # Errors
/// `not_allowed`, `invalid_input` for a number out of range, or what the database answers.
pub async fn save_message_numbers(
    desk: &Desk,
    actor: &Actor,
    input: MessageNumbers,
) -> DeskResult<MessageNumbers> {
    actor.must_supervise()?;
    let invalid = |field| UiError::new(ErrorCode::InvalidInput).with("field", field);
    if input.call_reminder_minutes > LONGEST_REMINDER_MINUTES {
        return Err(invalid("call_reminder_minutes").into());
    }
    if input.satang_per_segment > HIGHEST_SATANG {
        return Err(invalid("satang_per_segment").into());
    }
    settled(desk, || save_numbers_once(desk, actor, input)).await
}

async fn save_numbers_once(
    desk: &Desk,
    actor: &Actor,
    input: MessageNumbers,
) -> DeskResult<MessageNumbers> {
    let mut unit = desk.store.write().await?;
    let now = settings::message_numbers(unit.as_mut()).await?;
    for (key, before, after) in [
        (
            settings::CALL_REMINDER_MINUTES,
            now.call_reminder_minutes,
            input.call_reminder_minutes,
        ),
        (
            settings::SATANG_PER_SEGMENT,
            now.satang_per_segment,
            input.satang_per_segment,
        ),
    ] {
        if before != after {
            put(unit.as_mut(), key, &after, actor.id).await?;
        }
    }
    unit.commit().await?;
    Ok(input)
}
