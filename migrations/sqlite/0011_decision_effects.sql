-- What a decision does, all of it in the statement that inserts it.

-- Which messages a decision queues, and to which number: 'new' and 'old' of the request, or the
-- member's 'current' one. The old number may belong to a stranger by now: nothing personal goes there.
CREATE VIEW decision_message (kind, template, recipient, position) AS
VALUES ('approve', 'approved', 'new', 1),
       ('approve', 'security_notice', 'old', 2),
       ('confirm', 'approved', 'new', 1),
       ('confirm', 'security_notice', 'old', 2),
       ('reject', 'rejected', 'current', 1),
       ('return', 'returned', 'current', 1),
       ('overturn', 'overturned', 'new', 1),
       ('overturn', 'overturned', 'old', 2);

-- The reasons of each decision in the order they were given.
CREATE VIEW decision_reason (decision_id, position, code, text_th, text_en) AS
SELECT d.id, g.position, r.code, r.text_th, r.text_en
FROM decision AS d
JOIN (SELECT id AS decision_id, 0 AS position, reason_code AS code FROM decision
      UNION ALL
      SELECT f.id, j.key + 1, j.value FROM decision AS f, json_each(f.further_reason_codes) AS j) AS g
  ON g.decision_id = d.id
JOIN reason_code AS r ON r.code = g.code;

-- What Unicode calls White_Space; trim() by itself knows only the space.
CREATE VIEW white_space (chars) AS
SELECT char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199,
            8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288);

CREATE TRIGGER decision_effects AFTER INSERT ON decision
BEGIN
    UPDATE change_request
    SET status = CASE NEW.kind
                     WHEN 'approve' THEN 'approved'
                     WHEN 'confirm' THEN 'approved'
                     WHEN 'reject' THEN 'rejected'
                     WHEN 'return' THEN 'returned'
                     WHEN 'escalate' THEN 'escalated'
                     -- An approval taken back: 'cancelled', and the decisions tell the story.
                     WHEN 'overturn' THEN 'cancelled'
                 END,
        last_decision_id = NEW.id,
        effects_applied_at = NULL,
        claimed_by = NULL,
        claimed_at = NULL,
        claim_expires_at = NULL,
        claim_released_by = NULL,
        returned_at = iif(NEW.kind = 'return', NEW.at, NULL),
        escalated_by = iif(NEW.kind = 'escalate', NEW.staff, NULL),
        closed_at = iif(NEW.kind IN ('return', 'escalate'), NULL, NEW.at),
        fraud_flagged = iif(NEW.kind = 'confirm', 0, fraud_flagged)
    WHERE id = NEW.request_id;

    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT n.at, NEW.staff, 'decision.' || NEW.kind, r.id, r.member_id,
           CASE
               WHEN NEW.reason_code IS NULL THEN json_object('decision', CAST(NEW.id AS TEXT))
               ELSE json_object(
                   'decision', CAST(NEW.id AS TEXT),
                   'reasons', (SELECT group_concat(code, ',')
                               FROM (SELECT code FROM decision_reason
                                     WHERE decision_id = NEW.id
                                     ORDER BY position)))
           END
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;

    INSERT INTO phone_history (member_id, phone, replaced_at, request_id)
    SELECT member_id, iif(NEW.kind = 'overturn', new_phone, old_phone), NEW.at, id
    FROM change_request
    WHERE id = NEW.request_id AND NEW.kind IN ('approve', 'confirm', 'overturn');

    -- Overturned: back to the old number, and nobody signs in until it is settled.
    UPDATE member
    SET phone = (SELECT iif(NEW.kind = 'overturn', old_phone, new_phone)
                 FROM change_request WHERE id = NEW.request_id),
        login_state = iif(NEW.kind = 'overturn', 'locked', 'enabled')
    WHERE NEW.kind IN ('approve', 'confirm', 'overturn')
      AND id = (SELECT member_id FROM change_request WHERE id = NEW.request_id);

    -- Rejected: as before the filing. A locked login stays locked, and another open request keeps
    -- it suspended.
    UPDATE member
    SET login_state = (SELECT login_state_before FROM change_request WHERE id = NEW.request_id)
    WHERE NEW.kind = 'reject'
      AND id = (SELECT member_id FROM change_request WHERE id = NEW.request_id)
      AND login_state = 'suspended'
      AND NOT EXISTS (SELECT 1 FROM change_request AS r
                      WHERE r.member_id = member.id AND r.closed_at IS NULL);

    -- The same words as the preview: reasons joined by ', ', white space cut off at the ends of what
    -- the officer typed and of the whole. `member_text` is filled in last, so that nothing a person
    -- typed is taken for a placeholder.
    INSERT INTO sms_message
        (request_id, decision_id, member_id, template, language, to_phone, body,
         queued_at, changed_at, next_attempt_at)
    SELECT r.id, NEW.id, m.id, t.template, t.language,
           CASE route.recipient
               WHEN 'new' THEN r.new_phone
               WHEN 'old' THEN r.old_phone
               ELSE m.phone
           END,
           trim(replace(replace(replace(t.body,
               '{request_no}', r.request_no),
               '{reasons}', COALESCE(
                   (SELECT group_concat(text, ', ')
                    FROM (SELECT iif(m.language = 'th', text_th, text_en) AS text
                          FROM decision_reason
                          WHERE decision_id = NEW.id
                          ORDER BY position)), '')),
               '{member_text}', trim(NEW.member_text, w.chars)), w.chars),
           n.at, n.at, n.at
    FROM decision_message AS route
    JOIN change_request AS r ON r.id = NEW.request_id
    JOIN member AS m ON m.id = r.member_id
    JOIN sms_template AS t ON t.template = route.template AND t.language = m.language
    CROSS JOIN desk_now AS n
    CROSS JOIN white_space AS w
    WHERE route.kind = NEW.kind
    ORDER BY route.position;

    UPDATE change_request
    SET effects_applied_at = (SELECT at FROM desk_now)
    WHERE id = NEW.request_id;

    -- INSERT OR IGNORE reaches into this trigger and drops what fails without a word: look.
    SELECT RAISE(ABORT, 'desk:incomplete')
    WHERE NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      JOIN member AS m ON m.id = r.member_id
                      WHERE r.id = NEW.request_id
                        AND r.last_decision_id = NEW.id
                        AND r.effects_applied_at IS NOT NULL
                        AND CASE
                                WHEN NEW.kind IN ('approve', 'confirm')
                                    THEN m.phone = r.new_phone AND m.login_state = 'enabled'
                                WHEN NEW.kind = 'overturn'
                                    THEN m.phone = r.old_phone AND m.login_state = 'locked'
                                ELSE 1
                            END)
       OR (SELECT count(*) FROM sms_message WHERE decision_id = NEW.id)
          <> (SELECT count(*) FROM decision_message WHERE kind = NEW.kind)
       OR NOT EXISTS (SELECT 1 FROM audit_event
                      WHERE request_id = NEW.request_id
                        AND action = 'decision.' || NEW.kind
                        AND json_extract(detail, '$.decision') = CAST(NEW.id AS TEXT))
       OR (NEW.kind IN ('approve', 'confirm', 'overturn')
           AND NOT EXISTS (SELECT 1 FROM phone_history
                           WHERE request_id = NEW.request_id AND replaced_at = NEW.at));
END;
