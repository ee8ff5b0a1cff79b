//! What a gateway answered, put on record.

use crate::error::engine;
use crate::unit::SqliteUnit;
use coe_domain::MessageId;
use coe_store::{Answer, StoreResult};

impl SqliteUnit {
    /// The state of a message, to tell whether something moved it.
    pub(super) async fn state_of(&mut self, id: MessageId) -> StoreResult<Option<String>> {
        sqlx::query_scalar("SELECT state FROM sms_message WHERE id = ?")
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)
    }

    pub(super) async fn note_answer(&mut self, answer: &Answer) -> StoreResult<bool> {
        let before = self.state_of(answer.message).await?;
        let noted = answer.answered.noted();
        sqlx::query(
            "UPDATE sms_attempt
             SET outcome = ?3,
                 cause = ?4,
                 answered_at = (SELECT at FROM desk_now),
                 retry_at = (SELECT at FROM desk_now) + ?5,
                 gateway_ref = COALESCE(gateway_ref, ?6),
                 poll_at = CASE WHEN reported IS NULL THEN (SELECT at FROM desk_now) + ?7 END
             WHERE message_id = ?1
               AND attempt = ?2
               AND (outcome IS NULL OR (outcome = 'unknown' AND cause = 'interrupted'))",
        )
        .bind(answer.message.0)
        .bind(answer.attempt)
        .bind(noted.outcome.code())
        .bind(noted.cause)
        .bind(noted.retry_ms)
        .bind(noted.gateway_ref)
        .bind(noted.poll_ms)
        .execute(self.db())
        .await
        .map_err(engine)?;
        if noted.gateway_ref.is_some() {
            self.apply_kept(answer).await?;
        }
        Ok(self.state_of(answer.message).await? != before)
    }

    /// Reports that came before the answer that names their reference.
    async fn apply_kept(&mut self, answer: &Answer) -> StoreResult<()> {
        let kept: Vec<(String, Option<String>)> = sqlx::query_as(
            "DELETE FROM sms_report
             WHERE (gateway, gateway_ref) IN (SELECT gateway, gateway_ref
                                              FROM sms_attempt
                                              WHERE message_id = ? AND attempt = ?)
             RETURNING reported, cause",
        )
        .bind(answer.message.0)
        .bind(answer.attempt)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        for (reported, cause) in kept {
            self.report(answer.message, answer.attempt, &reported, cause.as_deref())
                .await?;
        }
        Ok(())
    }
}
