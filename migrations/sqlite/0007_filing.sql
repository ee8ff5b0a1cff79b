-- Filing: the insert of a change_request, by the desk or by any other system, brings everything
-- with it: the number, the suspension of the login, the notice to the current phone, the event.

-- The month of filing by the clock of Bangkok, in the Buddhist era.
CREATE VIEW request_period (request_id, year_be, month) AS
SELECT id,
       (CAST(strftime('%Y', submitted_at / 1000, 'unixepoch', '+7 hours') AS INTEGER) + 543) % 100,
       CAST(strftime('%m', submitted_at / 1000, 'unixepoch', '+7 hours') AS INTEGER)
FROM change_request;

-- Running numbers only move forward, one at a time.
CREATE TRIGGER request_counter_insert BEFORE INSERT ON request_counter
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.last_running <> 0
       OR EXISTS (SELECT 1 FROM request_counter WHERE year_be = NEW.year_be AND month = NEW.month);
END;

CREATE TRIGGER request_counter_update BEFORE UPDATE ON request_counter
WHEN NEW.year_be IS NOT OLD.year_be
  OR NEW.month IS NOT OLD.month
  OR NEW.last_running IS NOT OLD.last_running + 1
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER request_counter_no_delete BEFORE DELETE ON request_counter
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER request_filing_check BEFORE INSERT ON change_request
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0;
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.request_no <> ''
       OR NEW.status <> 'pending'
       OR NEW.revision <> 1
       OR NEW.claimed_by IS NOT NULL
       OR NEW.claim_released_by IS NOT NULL
       OR NEW.waited <> '[]'
       OR NEW.fraud_flagged <> 0
       OR NEW.last_decision_id IS NOT NULL
       OR NEW.effects_applied_at IS NOT NULL;
    -- A second of slack: whoever files may have read a clock that rounds differently.
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.submitted_at <= 0
       OR NEW.submitted_at > (SELECT at FROM desk_now) + 1000;
    SELECT RAISE(ABORT, 'desk:phone_changed')
    WHERE NEW.old_phone IS NOT (SELECT phone FROM member WHERE id = NEW.member_id);
    SELECT RAISE(ABORT, 'desk:same_phone') WHERE NEW.new_phone = NEW.old_phone;
END;

CREATE TRIGGER request_filed AFTER INSERT ON change_request
BEGIN
    INSERT INTO request_counter (year_be, month, last_running)
    SELECT p.year_be, p.month, 0
    FROM request_period AS p
    WHERE p.request_id = NEW.id
      AND NOT EXISTS (SELECT 1 FROM request_counter AS c
                      WHERE c.year_be = p.year_be AND c.month = p.month);

    UPDATE request_counter
    SET last_running = last_running + 1
    WHERE (year_be, month) = (SELECT year_be, month FROM request_period WHERE request_id = NEW.id);

    UPDATE change_request
    SET request_no = (SELECT printf('%02d-%d-%d', c.year_be, c.month, c.last_running)
                      FROM request_period AS p
                      JOIN request_counter AS c ON c.year_be = p.year_be AND c.month = p.month
                      WHERE p.request_id = NEW.id),
        login_state_before = COALESCE(
            (SELECT r.login_state_before
             FROM change_request AS r
             WHERE r.member_id = NEW.member_id AND r.id < NEW.id AND r.closed_at IS NULL
             ORDER BY r.id
             LIMIT 1),
            (SELECT login_state FROM member WHERE id = NEW.member_id))
    WHERE id = NEW.id;

    INSERT INTO audit_event (at, action, request_id, member_id, detail)
    SELECT at, 'request.filed', NEW.id, NEW.member_id, json_object('risk', NEW.risk)
    FROM desk_now;

    -- A locked login stays locked.
    UPDATE member
    SET login_state = 'suspended'
    WHERE id = NEW.member_id AND login_state = 'enabled';

    INSERT INTO sms_message
        (request_id, member_id, template, language, to_phone, body, queued_at, changed_at, next_attempt_at)
    SELECT r.id, m.id, t.template, t.language, m.phone,
           replace(t.body, '{request_no}', r.request_no), n.at, n.at, n.at
    FROM change_request AS r
    JOIN member AS m ON m.id = r.member_id
    JOIN sms_template AS t ON t.template = 'filed' AND t.language = m.language
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.id;

    UPDATE change_request
    SET effects_applied_at = (SELECT at FROM desk_now)
    WHERE id = NEW.id;

    -- INSERT OR IGNORE reaches into this trigger and drops what fails without a word: look.
    SELECT RAISE(ABORT, 'desk:incomplete')
    WHERE NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      JOIN member AS m ON m.id = r.member_id
                      WHERE r.id = NEW.id
                        AND r.request_no <> ''
                        AND r.effects_applied_at IS NOT NULL
                        AND m.login_state <> 'enabled')
       OR 1 <> (SELECT count(*) FROM sms_message WHERE request_id = NEW.id)
       OR NOT EXISTS (SELECT 1 FROM audit_event
                      WHERE request_id = NEW.id AND action = 'request.filed');
END;
