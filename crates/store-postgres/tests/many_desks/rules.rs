//! The rules of the books, each with the statement that finds what breaks it.

/// Decisions in the order in which they took effect: an event is written while request and member are
/// locked, a decision's own number is drawn before.
pub(crate) const PREPARE: &str = "
CREATE TEMP TABLE decided AS
SELECT d.id, d.request_id, d.kind, d.staff, d.at, r.member_id, r.old_phone, r.new_phone,
       d.kind IN ('approve', 'confirm') AS approves,
       (SELECT min(e.id)
        FROM desk.audit_event AS e
        WHERE e.request_id = d.request_id
          AND e.action = 'decision.' || d.kind
          AND e.detail ->> 'decision' = d.id::text) AS event
FROM desk.decision AS d
JOIN desk.change_request AS r ON r.id = d.request_id;
CREATE INDEX ON decided (member_id, event);
CREATE INDEX ON decided (request_id, event);
CREATE TEMP VIEW register AS
SELECT id, phone, login_state,
       '08' || 10000000 + member_no::bigint AS first_phone,
       CASE member_no::bigint % 50
           WHEN 7 THEN 'locked' WHEN 8 THEN 'suspended' ELSE 'enabled'
       END AS first_login
FROM desk.member;
ANALYZE";

/// Each rule and what breaks it.
pub(crate) const ALL: &[(&str, &str)] = &[
    (
        "every request is closed, with all effects, and nobody holds it",
        "SELECT id
         FROM desk.change_request
         WHERE closed_at IS NULL OR effects_applied_at IS NULL OR claimed_by IS NOT NULL",
    ),
    (
        "one decision closes a request, it is the last one, and the status says which",
        "SELECT r.id
         FROM desk.change_request AS r
         WHERE ROW(r.last_decision_id, r.closed_at, r.status, 1::bigint) IS DISTINCT FROM
               (SELECT ROW(d.id, d.at, CASE WHEN d.approves THEN 'approved' ELSE 'rejected' END,
                           (SELECT count(*)
                            FROM decided AS c
                            WHERE c.request_id = r.id AND (c.approves OR c.kind = 'reject')))
                FROM decided AS d
                WHERE d.request_id = r.id
                ORDER BY d.event DESC
                LIMIT 1)",
    ),
    (
        "high risk is never approved by one person alone",
        "SELECT d.id
         FROM decided AS d
         JOIN desk.change_request AS r ON r.id = d.request_id
         WHERE d.kind = 'approve' AND r.risk = 'high'",
    ),
    (
        "who confirms is another person than who escalated last",
        "SELECT d.id
         FROM decided AS d
         WHERE d.kind = 'confirm'
           AND d.staff IS NOT DISTINCT FROM COALESCE(
               (SELECT e.staff
                FROM decided AS e
                WHERE e.request_id = d.request_id AND e.kind = 'escalate' AND e.event < d.event
                ORDER BY e.event DESC
                LIMIT 1),
               d.staff)",
    ),
    (
        "only supervisors confirm",
        "SELECT d.id
         FROM decided AS d
         JOIN desk.staff AS s ON s.id = d.staff
         WHERE d.kind = 'confirm' AND s.role <> 'supervisor'",
    ),
    (
        "each return brought one new round of photos, and each round has both",
        "SELECT r.id
         FROM desk.change_request AS r
         WHERE r.revision <> 1 + (SELECT count(*)
                                  FROM decided AS d
                                  WHERE d.request_id = r.id AND d.kind = 'return')
            OR 2 * r.revision <> (SELECT count(*)
                                  FROM desk.request_image AS i
                                  WHERE i.request_id = r.id)
            OR r.revision - 1 <> jsonb_array_length(r.waited)",
    ),
    (
        "a phone is that of the last approval, or the first one",
        "SELECT m.id
         FROM register AS m
         WHERE m.phone <> COALESCE(
               (SELECT d.new_phone
                FROM decided AS d
                WHERE d.member_id = m.id AND d.approves
                ORDER BY d.event DESC
                LIMIT 1),
               m.first_phone)",
    ),
    (
        "a login is enabled by an approval, and otherwise as before",
        "SELECT m.id
         FROM register AS m
         WHERE m.login_state <> CASE
               WHEN EXISTS (SELECT 1 FROM decided AS d WHERE d.member_id = m.id AND d.approves)
                   THEN 'enabled'
               ELSE m.first_login
           END",
    ),
    (
        "each approval, and nothing else, left the old phone in the history",
        "(SELECT member_id, old_phone, at, request_id FROM decided WHERE approves
          EXCEPT ALL
          SELECT member_id, phone::text, replaced_at, request_id FROM desk.phone_history)
         UNION ALL
         (SELECT member_id, phone::text, replaced_at, request_id FROM desk.phone_history
          EXCEPT ALL
          SELECT member_id, old_phone, at, request_id FROM decided WHERE approves)",
    ),
    (
        "each filing and each decision queued its messages, once, to the right number",
        "WITH told (kind, template, recipient) AS (
             VALUES ('approve', 'approved', 'new'), ('approve', 'security_notice', 'old'),
                    ('confirm', 'approved', 'new'), ('confirm', 'security_notice', 'old'),
                    ('reject', 'rejected', 'current'), ('return', 'returned', 'current')
         ),
         wanted AS (
             SELECT id AS request_id, NULL::bigint AS decision_id, 'filed' AS template,
                    old_phone AS to_phone
             FROM desk.change_request
             UNION ALL
             SELECT d.request_id, d.id, t.template,
                    CASE t.recipient
                        WHEN 'new' THEN d.new_phone
                        WHEN 'old' THEN d.old_phone
                        ELSE COALESCE((SELECT a.new_phone
                                       FROM decided AS a
                                       WHERE a.member_id = d.member_id
                                         AND a.approves
                                         AND a.event < d.event
                                       ORDER BY a.event DESC
                                       LIMIT 1),
                                      m.first_phone)
                    END
             FROM decided AS d
             JOIN told AS t ON t.kind = d.kind
             JOIN register AS m ON m.id = d.member_id
         ),
         queued AS (SELECT request_id, decision_id, template, to_phone FROM desk.sms_message)
         (SELECT * FROM wanted EXCEPT ALL SELECT * FROM queued)
         UNION ALL
         (SELECT * FROM queued EXCEPT ALL SELECT * FROM wanted)",
    ),
    (
        "each decision has its event, and each such event its decision",
        "WITH wanted AS (
             SELECT 'decision.' || kind AS action, id::text, request_id, member_id, staff
             FROM decided
         ),
         logged AS (
             SELECT action, detail ->> 'decision', request_id, member_id, actor
             FROM desk.audit_event
             WHERE action LIKE 'decision.%'
         )
         (SELECT * FROM wanted EXCEPT ALL SELECT * FROM logged)
         UNION ALL
         (SELECT * FROM logged EXCEPT ALL SELECT * FROM wanted)",
    ),
    (
        "each message has its event, and each such event its message",
        "WITH wanted AS (
             SELECT id::text, request_id, member_id, template FROM desk.sms_message
         ),
         logged AS (
             SELECT detail ->> 'message', request_id, member_id, detail ->> 'template'
             FROM desk.audit_event
             WHERE action LIKE 'message.%'
         )
         (SELECT * FROM wanted EXCEPT ALL SELECT * FROM logged)
         UNION ALL
         (SELECT * FROM logged EXCEPT ALL SELECT * FROM wanted)",
    ),
    (
        "filings, new rounds, new phones, checks and calls have their events, once",
        "WITH wanted AS (
             SELECT 'request.filed' AS action, id AS request_id FROM desk.change_request
             UNION ALL SELECT 'request.resubmitted', request_id FROM decided WHERE kind = 'return'
             UNION ALL SELECT 'phone.changed', request_id FROM decided WHERE approves
             UNION ALL SELECT 'check.set', request_id FROM desk.review_check
             UNION ALL SELECT 'call.started', request_id FROM desk.video_call
             UNION ALL
             SELECT 'call.finished', request_id FROM desk.video_call WHERE ended_at IS NOT NULL
         ),
         logged AS (
             SELECT action, request_id
             FROM desk.audit_event
             WHERE action IN (SELECT action FROM wanted)
         )
         (SELECT * FROM wanted EXCEPT ALL SELECT * FROM logged)
         UNION ALL
         (SELECT * FROM logged EXCEPT ALL SELECT * FROM wanted)",
    ),
    (
        "whoever decided had claimed it, and nothing had happened to the claim since",
        "SELECT d.id
         FROM decided AS d
         WHERE ROW('claim.taken'::text, d.staff) IS DISTINCT FROM
               (SELECT ROW(e.action, e.actor)
                FROM desk.audit_event AS e
                WHERE e.request_id = d.request_id AND e.action LIKE 'claim.%' AND e.id < d.event
                ORDER BY e.id DESC
                LIMIT 1)",
    ),
    (
        "the last event of a login tells its state",
        "SELECT m.id
         FROM register AS m
         WHERE 'login.' || m.login_state <>
               (SELECT e.action
                FROM desk.audit_event AS e
                WHERE e.member_id = m.id AND e.action LIKE 'login.%'
                ORDER BY e.id DESC
                LIMIT 1)",
    ),
    (
        "the running counts are the counts",
        "SELECT t.status
         FROM desk.request_tally AS t
         GROUP BY t.status
         HAVING sum(t.total) <> (SELECT count(*)
                                 FROM desk.change_request AS r
                                 WHERE r.status = t.status)",
    ),
    (
        "request numbers run on without a gap",
        "SELECT left(request_no, -1 - length(split_part(request_no, '-', 3))) AS month
         FROM desk.change_request
         GROUP BY month
         HAVING count(*) <> max(split_part(request_no, '-', 3)::integer)
             OR count(*) <> count(DISTINCT request_no)",
    ),
];
