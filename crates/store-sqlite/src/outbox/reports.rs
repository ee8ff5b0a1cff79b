//! What a gateway reported, put on record or kept for an answer that is on its way.

use crate::error::engine;
use crate::unit::SqliteUnit;
use coe_domain::MessageId;
use coe_store::{Report, ReportAnswer, StoreResult, Subject};

/// How long a report of an unknown reference is kept.
const THREE_DAYS_MS: i64 = 3 * 86_400_000;
/// The most of them: whoever sends them shall not fill the disk.
const MOST_KEPT: i64 = 10_000;

impl SqliteUnit {
    pub(super) async fn report(
        &mut self,
        message: MessageId,
        attempt: u32,
        reported: &str,
        cause: Option<&str>,
    ) -> StoreResult<()> {
        sqlx::query(
            "UPDATE sms_attempt
             SET reported = ?3,
                 report_cause = ?4,
                 reported_at = (SELECT at FROM desk_now),
                 poll_at = NULL
             WHERE message_id = ?1
               AND attempt = ?2
               AND (reported IS NULL OR (reported = 'failed' AND ?3 = 'delivered'))",
        )
        .bind(message.0)
        .bind(attempt)
        .bind(reported)
        .bind(cause)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    /// The attempts that a report may be about.
    pub(super) async fn subjects(&mut self, report: &Report) -> StoreResult<Vec<(MessageId, u32)>> {
        let found: Vec<(i64, u32)> = match &report.subject {
            Subject::Reference(reference) => {
                sqlx::query_as(
                    "SELECT message_id, attempt
                     FROM sms_attempt
                     WHERE gateway = ? AND gateway_ref = ?
                     LIMIT 2",
                )
                .bind(&report.gateway)
                .bind(reference)
                .fetch_all(self.db())
                .await
            }
            Subject::Attempt {
                message, attempt, ..
            } => {
                sqlx::query_as(
                    "SELECT message_id, attempt
                     FROM sms_attempt
                     WHERE gateway = ? AND message_id = ? AND attempt = ?",
                )
                .bind(&report.gateway)
                .bind(message.0)
                .bind(attempt)
                .fetch_all(self.db())
                .await
            }
        }
        .map_err(engine)?;
        Ok(found
            .into_iter()
            .map(|(message, attempt)| (MessageId(message), attempt))
            .collect())
    }

    /// A reference that an answer did not bring, because it was lost.
    pub(super) async fn name_reference(
        &mut self,
        message: MessageId,
        attempt: u32,
        reference: &str,
    ) -> StoreResult<()> {
        sqlx::query(
            "UPDATE sms_attempt
             SET gateway_ref = ?3
             WHERE message_id = ?1 AND attempt = ?2 AND gateway_ref IS NULL",
        )
        .bind(message.0)
        .bind(attempt)
        .bind(reference)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    pub(super) async fn keep(
        &mut self,
        report: &Report,
        reference: &str,
    ) -> StoreResult<ReportAnswer> {
        let now = self.now_ms().await?;
        sqlx::query("DELETE FROM sms_report WHERE received_at < ?")
            .bind(now - THREE_DAYS_MS)
            .execute(self.db())
            .await
            .map_err(engine)?;
        let done = sqlx::query(
            "INSERT INTO sms_report (gateway, gateway_ref, reported, cause, received_at)
             SELECT ?1, ?2, ?3, ?4, ?5
             WHERE (SELECT count(*) FROM sms_report) < ?6
             ON CONFLICT DO NOTHING",
        )
        .bind(&report.gateway)
        .bind(reference)
        .bind(report.state.code())
        .bind(report.cause.map(|cause| cause.code()))
        .bind(now)
        .bind(MOST_KEPT)
        .execute(self.db())
        .await
        .map_err(engine)?;
        let known: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM sms_report
                            WHERE gateway = ? AND gateway_ref = ? AND reported = ?)",
        )
        .bind(&report.gateway)
        .bind(reference)
        .bind(report.state.code())
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(if done.rows_affected() > 0 || known {
            ReportAnswer::Kept
        } else {
            ReportAnswer::Unknown
        })
    }
}
