-- The far end of every effect: a phone, a login, a former phone or a message changes only inside
-- the window that a filing, decision, cancellation or fraud flag opened (0007 to 0011). Whoever
-- comes with plain SQL finds no such window, because each is closed in the statement that opens it.

CREATE TRIGGER member_phone_guard BEFORE UPDATE ON member
WHEN NEW.phone IS NOT OLD.phone
BEGIN
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      JOIN decision AS d ON d.id = r.last_decision_id
                      WHERE r.member_id = NEW.id
                        AND r.effects_applied_at IS NULL
                        AND ((d.kind IN ('approve', 'confirm')
                              AND OLD.phone = r.old_phone
                              AND NEW.phone = r.new_phone)
                             OR (d.kind = 'overturn'
                                 AND OLD.phone = r.new_phone
                                 AND NEW.phone = r.old_phone)));
END;

CREATE TRIGGER member_login_guard BEFORE UPDATE ON member
WHEN NEW.login_state IS NOT OLD.login_state
BEGIN
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      LEFT JOIN decision AS d ON d.id = r.last_decision_id
                      WHERE r.member_id = NEW.id
                        AND r.effects_applied_at IS NULL
                        AND CASE
                                WHEN r.status = 'pending'
                                    THEN d.id IS NULL
                                         AND OLD.login_state = 'enabled'
                                         AND NEW.login_state = 'suspended'
                                WHEN r.status = 'approved'
                                    THEN NEW.login_state = 'enabled'
                                WHEN r.status = 'cancelled' AND d.kind = 'overturn'
                                    THEN NEW.login_state = 'locked'
                                WHEN r.status IN ('rejected', 'cancelled')
                                    THEN OLD.login_state = 'suspended'
                                         AND NEW.login_state = r.login_state_before
                                ELSE 0
                            END)
      AND NOT (NEW.login_state = 'locked'
               AND EXISTS (SELECT 1 FROM change_request
                           WHERE member_id = NEW.id
                             AND fraud_flagged = 1
                             AND closed_at IS NULL));
END;

-- The request that explains the change is the one in effect, or the flagged one.
CREATE TRIGGER member_login_event AFTER UPDATE ON member
WHEN NEW.login_state IS NOT OLD.login_state
BEGIN
    INSERT INTO audit_event (at, action, request_id, member_id)
    SELECT n.at, 'login.' || NEW.login_state,
           COALESCE((SELECT max(id) FROM change_request
                     WHERE member_id = NEW.id AND effects_applied_at IS NULL),
                    (SELECT max(id) FROM change_request
                     WHERE member_id = NEW.id AND fraud_flagged = 1 AND closed_at IS NULL)),
           NEW.id
    FROM desk_now AS n;
END;

CREATE TRIGGER member_phone_event AFTER UPDATE ON member
WHEN NEW.phone IS NOT OLD.phone
BEGIN
    INSERT INTO audit_event (at, action, request_id, member_id)
    SELECT n.at, 'phone.changed',
           (SELECT max(id) FROM change_request
            WHERE member_id = NEW.id AND effects_applied_at IS NULL),
           NEW.id
    FROM desk_now AS n;
END;

CREATE TRIGGER phone_history_insert BEFORE INSERT ON phone_history
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.id > 0 OR NEW.replaced_at > (SELECT at FROM desk_now) + 1000;
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.request_id IS NOT NULL
      AND NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      JOIN decision AS d ON d.id = r.last_decision_id
                      WHERE r.id = NEW.request_id
                        AND r.member_id = NEW.member_id
                        AND r.effects_applied_at IS NULL
                        AND d.kind IN ('approve', 'confirm', 'overturn'));
END;

CREATE TRIGGER phone_history_no_update BEFORE UPDATE ON phone_history
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER phone_history_no_delete BEFORE DELETE ON phone_history
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER sms_message_insert BEFORE INSERT ON sms_message
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0;
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.state <> 'queued'
       OR NEW.attempts <> 0
       OR NEW.segments <> 0
       OR (NOT EXISTS (SELECT 1 FROM change_request
                       WHERE id = NEW.request_id
                         AND member_id = NEW.member_id
                         AND effects_applied_at IS NULL
                         AND last_decision_id IS NEW.decision_id)
           AND NOT EXISTS (SELECT 1 FROM video_call AS c
                           WHERE c.id = NEW.call_id
                             AND c.request_id = NEW.request_id
                             AND c.started_at IS NULL
                             AND NEW.template = 'call_appointment'
                             AND NOT EXISTS (SELECT 1 FROM sms_message WHERE call_id = c.id)));
END;

-- How many parts the network carries; the rule of `coe_domain::sms_text::measure`. Printable ASCII
-- and line feeds: 160 units or parts of 153, where ^{}\[~]| count twice. Anything else: UTF-16
-- units (a character beyond the basic plane counts twice), 70 or parts of 67.
CREATE VIEW sms_units (message_id, narrow, units) AS
SELECT m.id,
       m.body NOT GLOB ('*[^ -~' || char(10) || ']*'),
       length(m.body) + CASE
           WHEN m.body NOT GLOB ('*[^ -~' || char(10) || ']*')
               THEN (SELECT count(*) FROM desk_number
                     WHERE n <= length(m.body) AND instr('^{}\[~]|', substr(m.body, n, 1)) > 0)
           ELSE (SELECT count(*) FROM desk_number
                 WHERE n <= length(m.body) AND unicode(substr(m.body, n, 1)) > 65535)
       END
FROM sms_message AS m;

CREATE TRIGGER sms_message_inserted AFTER INSERT ON sms_message
BEGIN
    UPDATE sms_message
    SET segments = (SELECT CASE
                               WHEN narrow AND units <= 160 THEN 1
                               WHEN narrow THEN (units + 152) / 153
                               WHEN units <= 70 THEN 1
                               ELSE (units + 66) / 67
                           END
                    FROM sms_units
                    WHERE message_id = NEW.id)
    WHERE id = NEW.id;
    INSERT INTO audit_event (at, action, request_id, member_id, detail)
    SELECT at, 'message.queued', NEW.request_id, NEW.member_id,
           json_object('message', CAST(NEW.id AS TEXT), 'template', NEW.template)
    FROM desk_now;
END;

CREATE TRIGGER sms_message_update BEFORE UPDATE ON sms_message
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.id IS NOT OLD.id
       OR NEW.request_id IS NOT OLD.request_id
       OR NEW.decision_id IS NOT OLD.decision_id
       OR NEW.call_id IS NOT OLD.call_id
       OR NEW.member_id IS NOT OLD.member_id
       OR NEW.template IS NOT OLD.template
       OR NEW.language IS NOT OLD.language
       OR NEW.to_phone IS NOT OLD.to_phone
       OR NEW.body IS NOT OLD.body
       OR NEW.queued_at IS NOT OLD.queued_at
       OR (OLD.segments <> 0 AND NEW.segments IS NOT OLD.segments);
    -- What is known of the sending changes only with a step of the state, and only legal steps go.
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.state IS OLD.state
      AND (NEW.attempts IS NOT OLD.attempts
           OR NEW.gateway_ref IS NOT OLD.gateway_ref
           OR NEW.failure IS NOT OLD.failure
           OR NEW.changed_at IS NOT OLD.changed_at
           OR NEW.next_attempt_at IS NOT OLD.next_attempt_at);
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.state IS NOT OLD.state
      AND (OLD.state || '>' || NEW.state NOT IN
               ('queued>sending', 'sending>accepted', 'sending>queued', 'sending>failed',
                'sending>unknown', 'accepted>delivered', 'accepted>failed', 'unknown>queued',
                'unknown>delivered', 'unknown>failed')
           OR NEW.attempts IS NOT OLD.attempts + (NEW.state = 'sending'));
END;

CREATE TRIGGER sms_message_moved AFTER UPDATE ON sms_message
WHEN NEW.state IS NOT OLD.state
BEGIN
    INSERT INTO audit_event (at, action, request_id, member_id, detail)
    SELECT at, 'message.' || NEW.state, NEW.request_id, NEW.member_id,
           json_object('message', CAST(NEW.id AS TEXT), 'template', NEW.template)
    FROM desk_now;
END;

CREATE TRIGGER sms_message_no_delete BEFORE DELETE ON sms_message
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;
