-- Sending: who sends, what each call to a gateway led to, and what gateways report. A message moves because
-- of what stands here, by triggers: an answer or a report is a fact about one attempt, and what it means for
-- the message is worked out in one place (`sms_attempt_told`).

-- A running dispatcher. Alive while its lease is; what it took and did not answer for is then settled as
-- interrupted. `id` is drawn by chance at each start.
CREATE TABLE dispatcher (
    id               TEXT PRIMARY KEY CHECK (id <> ''),
    gateway          TEXT NOT NULL,
    simulated        INTEGER NOT NULL CHECK (simulated IN (0, 1)),
    started_at       INTEGER NOT NULL,
    seen_at          INTEGER NOT NULL,
    lease_expires_at INTEGER NOT NULL,
    stopped_at       INTEGER,
    condition        TEXT NOT NULL CHECK (condition IN ('working', 'waiting', 'stopped')),
    cause            TEXT,
    credit           TEXT
) STRICT, WITHOUT ROWID;

CREATE VIEW dispatcher_alive (id, gateway) AS
SELECT id, gateway
FROM dispatcher
WHERE stopped_at IS NULL AND lease_expires_at > (SELECT at FROM desk_now);

-- One row for each call to a gateway. Written when the message is taken, before the call.
CREATE TABLE sms_attempt (
    message_id   INTEGER NOT NULL REFERENCES sms_message (id),
    attempt      INTEGER NOT NULL CHECK (attempt > 0),
    -- No foreign key: dispatchers of the past are forgotten.
    dispatcher   TEXT NOT NULL,
    gateway      TEXT NOT NULL,
    started_at   INTEGER NOT NULL,
    answered_at  INTEGER,
    -- NULL while it is under way.
    outcome      TEXT CHECK (outcome IN ('taken', 'not_now', 'refused', 'unknown')),
    cause        TEXT,
    -- Where it was not taken and is to be tried again.
    retry_at     INTEGER,
    gateway_ref  TEXT,
    -- When to ask the gateway for its fate; NULL where that is not done or no more.
    poll_at      INTEGER,
    reported     TEXT CHECK (reported IN ('delivered', 'failed')),
    report_cause TEXT,
    reported_at  INTEGER,

    PRIMARY KEY (message_id, attempt),
    CHECK ((outcome IS NULL) = (answered_at IS NULL)),
    CHECK ((outcome IS 'not_now') = (retry_at IS NOT NULL)),
    CHECK ((reported IS NULL) = (reported_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX sms_attempt_under_way ON sms_attempt (dispatcher) WHERE outcome IS NULL;
CREATE INDEX sms_attempt_reference ON sms_attempt (gateway, gateway_ref) WHERE gateway_ref IS NOT NULL;
CREATE INDEX sms_attempt_poll ON sms_attempt (gateway, poll_at) WHERE poll_at IS NOT NULL;

-- Reports of references that nobody knows yet: a report may be faster than the answer that names it.
CREATE TABLE sms_report (
    gateway     TEXT NOT NULL,
    gateway_ref TEXT NOT NULL,
    reported    TEXT NOT NULL CHECK (reported IN ('delivered', 'failed')),
    cause       TEXT,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (gateway, gateway_ref, reported)
) STRICT, WITHOUT ROWID;

CREATE INDEX sms_report_age ON sms_report (received_at);

-- What a person chose to do about a message that failed or of which nobody knows. `attempts` is what they
-- saw: where another attempt was made since, the choice is refused.
CREATE TABLE sms_choice (
    id         INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    message_id INTEGER NOT NULL REFERENCES sms_message (id),
    attempts   INTEGER NOT NULL,
    choice     TEXT NOT NULL CHECK (choice IN ('arrived', 'send_again', 'call_instead', 'called')),
    staff      INTEGER NOT NULL REFERENCES staff (id),
    at         INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX sms_choice_once ON sms_choice (message_id, attempts, choice);

-- Who sends it now or sent it last, and what a person chose since.
ALTER TABLE sms_message ADD COLUMN sent_by TEXT;
ALTER TABLE sms_message ADD COLUMN choice TEXT
    CHECK (choice IN ('arrived', 'send_again', 'call_instead', 'called'));

DROP INDEX sms_message_sending;
CREATE INDEX sms_message_needs_person ON sms_message (id)
WHERE state IN ('failed', 'unknown') AND (choice IS NULL OR choice = 'call_instead');

-- What was sent before attempts were kept.
INSERT INTO sms_attempt (message_id, attempt, dispatcher, gateway, started_at, answered_at, outcome, cause,
                         retry_at, gateway_ref, reported, reported_at)
SELECT id, attempts, 'before', 'simulator', changed_at,
       iif(state = 'sending', NULL, changed_at),
       CASE state
           WHEN 'queued' THEN 'not_now'
           WHEN 'accepted' THEN 'taken'
           WHEN 'delivered' THEN 'taken'
           WHEN 'failed' THEN 'refused'
           WHEN 'unknown' THEN 'unknown'
       END,
       iif(state IN ('queued', 'failed', 'unknown'), failure, NULL),
       iif(state = 'queued', next_attempt_at, NULL),
       gateway_ref,
       iif(state = 'delivered', 'delivered', NULL),
       iif(state = 'delivered', changed_at, NULL)
FROM sms_message
WHERE attempts > 0;

-- What a message may become, and only because of what stands beside it.
DROP TRIGGER sms_message_update;

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
           OR NEW.sent_by IS NOT OLD.sent_by
           OR NEW.gateway_ref IS NOT OLD.gateway_ref
           OR NEW.failure IS NOT OLD.failure
           OR NEW.changed_at IS NOT OLD.changed_at
           OR NEW.next_attempt_at IS NOT OLD.next_attempt_at);
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.attempts IS NOT OLD.attempts + (NEW.state = 'sending' AND OLD.state <> 'sending');
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.choice IS NOT OLD.choice
      AND NOT CASE
                  WHEN NEW.choice IS NULL THEN NEW.state = 'sending'
                  ELSE EXISTS (SELECT 1 FROM sms_choice
                               WHERE message_id = NEW.id
                                 AND attempts = NEW.attempts
                                 AND choice = NEW.choice)
              END;
    -- Taken for sending only by a dispatcher that is alive; moved by the answer to the last attempt, by a
    -- report, or by a person.
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.state IS NOT OLD.state
      AND NOT CASE OLD.state || '>' || NEW.state
                  WHEN 'queued>sending' THEN
                      NEW.choice IS NULL
                      AND NEW.sent_by IN (SELECT id FROM dispatcher_alive)
                  WHEN 'failed>queued' THEN NEW.choice = 'send_again' AND OLD.choice IS NOT NEW.choice
                  WHEN 'unknown>queued' THEN
                      (NEW.choice = 'send_again' AND OLD.choice IS NOT NEW.choice)
                      OR EXISTS (SELECT 1 FROM sms_attempt
                                 WHERE message_id = NEW.id AND attempt = NEW.attempts
                                   AND outcome = 'not_now')
                  WHEN 'unknown>failed' THEN
                      (NEW.choice = 'call_instead' AND OLD.choice IS NOT NEW.choice)
                      OR EXISTS (SELECT 1 FROM sms_attempt
                                 WHERE message_id = NEW.id AND attempt = NEW.attempts
                                   AND (outcome = 'refused' OR reported IS 'failed'))
                  WHEN 'accepted>failed' THEN
                      EXISTS (SELECT 1 FROM sms_attempt
                              WHERE message_id = NEW.id AND attempt = NEW.attempts
                                AND reported = 'failed')
                  ELSE CASE
                      WHEN NEW.state = 'delivered' THEN
                          (OLD.state IN ('failed', 'unknown')
                           AND NEW.choice = 'arrived' AND OLD.choice IS NOT NEW.choice)
                          OR EXISTS (SELECT 1 FROM sms_attempt
                                     WHERE message_id = NEW.id AND reported = 'delivered')
                      WHEN OLD.state IN ('sending', 'unknown')
                           OR (OLD.state = 'queued' AND NEW.state = 'accepted') THEN
                          EXISTS (SELECT 1 FROM sms_attempt
                                  WHERE message_id = NEW.id AND attempt = NEW.attempts
                                    AND NEW.state = CASE
                                                        WHEN outcome IS NULL THEN ''
                                                        WHEN reported IS 'failed' THEN 'failed'
                                                        WHEN outcome = 'taken' THEN 'accepted'
                                                        WHEN outcome = 'not_now' THEN 'queued'
                                                        WHEN outcome = 'refused' THEN 'failed'
                                                        ELSE 'unknown'
                                                    END)
                      ELSE 0
                  END
              END;
END;

DROP TRIGGER sms_message_moved;

CREATE TRIGGER sms_message_moved AFTER UPDATE ON sms_message
WHEN NEW.state IS NOT OLD.state
BEGIN
    INSERT INTO sms_attempt (message_id, attempt, dispatcher, gateway, started_at)
    SELECT NEW.id, NEW.attempts, d.id, d.gateway, NEW.changed_at
    FROM dispatcher AS d
    WHERE d.id = NEW.sent_by AND NEW.state = 'sending';
    SELECT RAISE(ABORT, 'desk:incomplete')
    WHERE NEW.state = 'sending'
      AND NOT EXISTS (SELECT 1 FROM sms_attempt WHERE message_id = NEW.id AND attempt = NEW.attempts);
    INSERT INTO audit_event (at, action, request_id, member_id, detail)
    SELECT at, 'message.' || NEW.state, NEW.request_id, NEW.member_id,
           CASE
               WHEN NEW.failure IS NOT NULL AND NEW.state IN ('queued', 'failed', 'unknown')
                   THEN json_object('message', CAST(NEW.id AS TEXT), 'template', NEW.template,
                                    'failure', NEW.failure)
               ELSE json_object('message', CAST(NEW.id AS TEXT), 'template', NEW.template)
           END
    FROM desk_now;
END;

-- An attempt begins with its message's step to `sending`, and is told things once.
CREATE TRIGGER sms_attempt_insert BEFORE INSERT ON sms_attempt
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.outcome IS NOT NULL
       OR NEW.gateway_ref IS NOT NULL
       OR NEW.reported IS NOT NULL
       OR NEW.poll_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM sms_attempt WHERE message_id = NEW.message_id AND attempt = NEW.attempt)
       OR NOT EXISTS (SELECT 1 FROM sms_message
                      WHERE id = NEW.message_id AND state = 'sending' AND attempts = NEW.attempt
                        AND sent_by = NEW.dispatcher);
END;

CREATE TRIGGER sms_attempt_update BEFORE UPDATE ON sms_attempt
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.message_id IS NOT OLD.message_id
       OR NEW.attempt IS NOT OLD.attempt
       OR NEW.dispatcher IS NOT OLD.dispatcher
       OR NEW.gateway IS NOT OLD.gateway
       OR NEW.started_at IS NOT OLD.started_at
       OR (OLD.gateway_ref IS NOT NULL AND NEW.gateway_ref IS NOT OLD.gateway_ref)
       -- An answer stands, unless it is the one that somebody else gave for a dispatcher that was gone.
       OR (OLD.outcome IS NOT NULL
           AND NOT (OLD.outcome = 'unknown' AND OLD.cause IS 'interrupted' AND NEW.outcome IS NOT NULL)
           AND (NEW.outcome IS NOT OLD.outcome
                OR NEW.cause IS NOT OLD.cause
                OR NEW.answered_at IS NOT OLD.answered_at
                OR NEW.retry_at IS NOT OLD.retry_at))
       -- Reports come twice and in any order: delivered is the last word.
       OR (OLD.reported IS NOT NULL
           AND NOT (OLD.reported = 'failed' AND NEW.reported IS 'delivered')
           AND (NEW.reported IS NOT OLD.reported
                OR NEW.report_cause IS NOT OLD.report_cause
                OR NEW.reported_at IS NOT OLD.reported_at));
END;

CREATE TRIGGER sms_attempt_no_delete BEFORE DELETE ON sms_attempt
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- What an answer or a report means for the message. One that was reported delivered, by whichever attempt,
-- is delivered, unless it is being sent at this moment. Otherwise the last attempt counts.
CREATE TRIGGER sms_attempt_told AFTER UPDATE ON sms_attempt
WHEN NEW.outcome IS NOT OLD.outcome
  OR NEW.cause IS NOT OLD.cause
  OR NEW.reported IS NOT OLD.reported
  OR NEW.gateway_ref IS NOT OLD.gateway_ref
BEGIN
    UPDATE sms_message
    SET state = 'delivered',
        gateway_ref = COALESCE(NEW.gateway_ref, gateway_ref),
        failure = NULL,
        changed_at = (SELECT at FROM desk_now)
    WHERE id = NEW.message_id
      AND state <> 'delivered'
      AND (state <> 'sending' OR (attempts = NEW.attempt AND NEW.outcome IS NOT NULL))
      AND EXISTS (SELECT 1 FROM sms_attempt
                  WHERE message_id = NEW.message_id AND reported = 'delivered');

    UPDATE sms_message
    SET state = CASE
                    WHEN NEW.reported IS 'failed' THEN 'failed'
                    WHEN NEW.outcome = 'taken' THEN 'accepted'
                    WHEN NEW.outcome = 'not_now' THEN 'queued'
                    WHEN NEW.outcome = 'refused' THEN 'failed'
                    ELSE 'unknown'
                END,
        gateway_ref = COALESCE(NEW.gateway_ref, gateway_ref),
        failure = iif(NEW.reported IS 'failed', NEW.report_cause, NEW.cause),
        next_attempt_at = COALESCE(NEW.retry_at, next_attempt_at),
        changed_at = (SELECT at FROM desk_now)
    WHERE id = NEW.message_id
      AND attempts = NEW.attempt
      AND NEW.outcome IS NOT NULL
      AND (state = 'sending'
           -- To be sent again, and the answer that was missed says that there is no need.
           OR (state = 'queued' AND NEW.outcome = 'taken' AND NEW.reported IS NOT 'failed')
           OR (state = 'unknown' AND (NEW.outcome <> 'unknown' OR NEW.reported IS 'failed'))
           OR (state = 'accepted' AND NEW.reported IS 'failed'));
END;

CREATE TRIGGER sms_choice_insert BEFORE INSERT ON sms_choice
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.id > 0 OR abs(NEW.at - (SELECT at FROM desk_now)) > 60000;
    SELECT RAISE(ABORT, 'desk:staff_inactive')
    WHERE NOT EXISTS (SELECT 1 FROM staff WHERE id = NEW.staff AND is_active = 1);
    SELECT RAISE(ABORT, 'desk:role_not_allowed')
    WHERE (SELECT role FROM staff WHERE id = NEW.staff) = 'support';
    SELECT RAISE(ABORT, 'desk:message_moved')
    WHERE NOT EXISTS (SELECT 1 FROM sms_message
                      WHERE id = NEW.message_id
                        AND attempts = NEW.attempts
                        AND state IN ('failed', 'unknown')
                        AND CASE NEW.choice
                                WHEN 'call_instead' THEN choice IS NULL
                                WHEN 'called' THEN choice IS 'call_instead'
                                ELSE choice IS NULL OR choice = 'call_instead'
                            END)
       OR EXISTS (SELECT 1 FROM sms_choice
                  WHERE message_id = NEW.message_id AND attempts = NEW.attempts AND choice = NEW.choice);
END;

CREATE TRIGGER sms_choice_effects AFTER INSERT ON sms_choice
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT NEW.at, NEW.staff, 'message.choice', m.request_id, m.member_id,
           json_object('message', CAST(m.id AS TEXT), 'template', m.template, 'choice', NEW.choice)
    FROM sms_message AS m
    WHERE m.id = NEW.message_id;
    -- What was known of the sending stays while the state does.
    UPDATE sms_message
    SET choice = NEW.choice
    WHERE id = NEW.message_id AND (NEW.choice = 'called' OR (NEW.choice = 'call_instead' AND state = 'failed'));
    UPDATE sms_message
    SET choice = NEW.choice,
        state = CASE NEW.choice
                    WHEN 'arrived' THEN 'delivered'
                    WHEN 'send_again' THEN 'queued'
                    ELSE 'failed'
                END,
        failure = CASE NEW.choice WHEN 'call_instead' THEN failure END,
        next_attempt_at = iif(NEW.choice = 'send_again', NEW.at, next_attempt_at),
        changed_at = NEW.at
    WHERE id = NEW.message_id AND choice IS NOT NEW.choice;
    SELECT RAISE(ABORT, 'desk:incomplete')
    WHERE NOT EXISTS (SELECT 1 FROM sms_message WHERE id = NEW.message_id AND choice = NEW.choice);
END;

CREATE TRIGGER sms_choice_no_update BEFORE UPDATE ON sms_choice
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER sms_choice_no_delete BEFORE DELETE ON sms_choice
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;
