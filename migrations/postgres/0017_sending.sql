-- Sending: who sends, what each call to a gateway led to, and what gateways report. A message moves because
-- of what stands here, by triggers: an answer or a report is a fact about one attempt, and what it means for
-- the message is worked out in one place (`sms_attempt_told`).

-- A running dispatcher. Alive while its lease is; what it took and did not answer for is then settled as
-- interrupted. `id` is drawn by chance at each start.
CREATE TABLE dispatcher (
    id               text COLLATE "C" PRIMARY KEY CHECK (id <> '' AND length(id) <= 100),
    gateway          text NOT NULL CHECK (gateway ~ '^[a-z_]{1,40}$'),
    simulated        boolean NOT NULL,
    started_at       timestamptz(3) NOT NULL,
    seen_at          timestamptz(3) NOT NULL,
    -- Nobody promises to be alive for longer.
    lease_expires_at timestamptz(3) NOT NULL CHECK (lease_expires_at <= seen_at + interval '10 minutes'),
    stopped_at       timestamptz(3),
    condition        text NOT NULL CHECK (condition IN ('working', 'waiting', 'stopped')),
    cause            text CHECK (cause ~ '^[a-z_]{1,40}$'),
    credit           text CHECK (length(credit) <= 100)
);

CREATE VIEW dispatcher_alive AS
SELECT id, gateway
FROM dispatcher
WHERE stopped_at IS NULL AND lease_expires_at > desk.clock();

-- What staff see of them.
CREATE VIEW dispatcher_state AS
SELECT d.id, d.gateway, d.simulated, d.started_at, d.seen_at, a.id IS NOT NULL AS alive, d.condition,
       d.cause, d.credit
FROM dispatcher AS d
LEFT JOIN dispatcher_alive AS a ON a.id = d.id;

-- One row for each call to a gateway. Written when the message is taken, before the call.
CREATE TABLE sms_attempt (
    message_id   bigint NOT NULL REFERENCES sms_message (id),
    attempt      integer NOT NULL CHECK (attempt > 0),
    -- No foreign key: dispatchers of the past are forgotten.
    dispatcher   text COLLATE "C" NOT NULL,
    gateway      text COLLATE "C" NOT NULL,
    started_at   timestamptz(3) NOT NULL,
    answered_at  timestamptz(3),
    -- NULL while it is under way.
    outcome      text CHECK (outcome IN ('taken', 'not_now', 'refused', 'unknown')),
    cause        text CHECK (cause ~ '^[a-z_]{1,40}$'),
    -- Where it was not taken and is to be tried again.
    retry_at     timestamptz(3),
    gateway_ref  text COLLATE "C" CHECK (gateway_ref <> '' AND length(gateway_ref) <= 200),
    -- When to ask the gateway for its fate; NULL where that is not done or no more.
    poll_at      timestamptz(3),
    reported     text CHECK (reported IN ('delivered', 'failed')),
    report_cause text CHECK (report_cause ~ '^[a-z_]{1,40}$'),
    reported_at  timestamptz(3),

    PRIMARY KEY (message_id, attempt),
    CHECK ((outcome IS NULL) = (answered_at IS NULL)),
    CHECK ((outcome IS NOT DISTINCT FROM 'not_now') = (retry_at IS NOT NULL)),
    CHECK ((reported IS NULL) = (reported_at IS NULL))
);

CREATE INDEX sms_attempt_under_way ON sms_attempt (dispatcher) WHERE outcome IS NULL;
CREATE INDEX sms_attempt_reference ON sms_attempt (gateway, gateway_ref) WHERE gateway_ref IS NOT NULL;
CREATE INDEX sms_attempt_poll ON sms_attempt (gateway, poll_at) WHERE poll_at IS NOT NULL;

-- Reports of references that nobody knows yet: a report may be faster than the answer that names it.
CREATE TABLE sms_report (
    gateway     text COLLATE "C" NOT NULL,
    gateway_ref text COLLATE "C" NOT NULL CHECK (length(gateway_ref) <= 200),
    reported    text NOT NULL CHECK (reported IN ('delivered', 'failed')),
    cause       text CHECK (cause ~ '^[a-z_]{1,40}$'),
    received_at timestamptz(3) NOT NULL,
    PRIMARY KEY (gateway, gateway_ref, reported)
);

CREATE INDEX sms_report_age ON sms_report (received_at);

-- What a person chose to do about a message that failed or of which nobody knows. `attempts` is what they
-- saw: where another attempt was made since, the choice is refused.
CREATE TABLE sms_choice (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id bigint NOT NULL REFERENCES sms_message (id),
    attempts   integer NOT NULL,
    choice     text NOT NULL CHECK (choice IN ('arrived', 'send_again', 'call_instead', 'called')),
    staff      bigint NOT NULL REFERENCES staff (id),
    at         timestamptz(3) NOT NULL,
    UNIQUE (message_id, attempts, choice)
);

-- Who sends it now or sent it last, and what a person chose since.
ALTER TABLE sms_message
ADD COLUMN sent_by text,
ADD COLUMN choice text CHECK (choice IN ('arrived', 'send_again', 'call_instead', 'called'));

DROP INDEX sms_message_sending;
CREATE INDEX sms_message_needs_person ON sms_message (id)
WHERE state IN ('failed', 'unknown') AND (choice IS NULL OR choice = 'call_instead');

-- What was sent before attempts were kept.
INSERT INTO sms_attempt (message_id, attempt, dispatcher, gateway, started_at, answered_at, outcome, cause,
                         retry_at, gateway_ref, reported, reported_at)
SELECT id, attempts, 'before', 'simulator', changed_at,
       CASE WHEN state <> 'sending' THEN changed_at END,
       CASE state
           WHEN 'queued' THEN 'not_now'
           WHEN 'accepted' THEN 'taken'
           WHEN 'delivered' THEN 'taken'
           WHEN 'failed' THEN 'refused'
           WHEN 'unknown' THEN 'unknown'
       END,
       CASE WHEN state IN ('queued', 'failed', 'unknown') THEN failure END,
       CASE WHEN state = 'queued' THEN next_attempt_at END,
       gateway_ref,
       CASE WHEN state = 'delivered' THEN 'delivered' END,
       CASE WHEN state = 'delivered' THEN changed_at END
FROM sms_message
WHERE attempts > 0;

-- The state that an answer to the last attempt leads to.
CREATE FUNCTION answered_state(a sms_attempt) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = ''
AS $$
    SELECT CASE
               WHEN a.outcome IS NULL THEN NULL
               WHEN a.reported = 'failed' THEN 'failed'
               WHEN a.outcome = 'taken' THEN 'accepted'
               WHEN a.outcome = 'not_now' THEN 'queued'
               WHEN a.outcome = 'refused' THEN 'failed'
               ELSE 'unknown'
           END
$$;

-- What a message may become, and only because of what stands beside it.
CREATE OR REPLACE FUNCTION sms_message_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    last     desk.sms_attempt;
    chosen   boolean := NEW.choice IS DISTINCT FROM OLD.choice;
    explained boolean;
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE (NEW.id, NEW.request_id, NEW.decision_id, NEW.call_id, NEW.member_id, NEW.template,
           NEW.language, NEW.to_phone, NEW.body, NEW.queued_at, NEW.segments)
          IS DISTINCT FROM
          (OLD.id, OLD.request_id, OLD.decision_id, OLD.call_id, OLD.member_id, OLD.template,
           OLD.language, OLD.to_phone, OLD.body, OLD.queued_at, OLD.segments);
    -- What is known of the sending changes only with a step of the state, and only legal steps go.
    PERFORM desk.refuse('append_only')
    WHERE NEW.state = OLD.state
      AND (NEW.attempts, NEW.sent_by, NEW.gateway_ref, NEW.failure, NEW.changed_at, NEW.next_attempt_at)
          IS DISTINCT FROM
          (OLD.attempts, OLD.sent_by, OLD.gateway_ref, OLD.failure, OLD.changed_at, OLD.next_attempt_at);
    PERFORM desk.refuse('append_only')
    WHERE NEW.attempts <> OLD.attempts + (NEW.state = 'sending' AND OLD.state <> 'sending')::integer;
    PERFORM desk.refuse('append_only')
    WHERE chosen
      AND NOT CASE
                  WHEN NEW.choice IS NULL THEN NEW.state = 'sending'
                  ELSE EXISTS (SELECT 1 FROM desk.sms_choice
                               WHERE message_id = NEW.id
                                 AND attempts = NEW.attempts
                                 AND choice = NEW.choice)
              END;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    SELECT * INTO last FROM desk.sms_attempt WHERE message_id = NEW.id AND attempt = NEW.attempts;
    -- Taken for sending only by a dispatcher that is alive; moved by the answer to the last attempt, by a
    -- report, or by a person.
    explained := CASE
        WHEN OLD.state = 'delivered' THEN false
        WHEN NEW.state = 'sending' THEN
            OLD.state = 'queued'
            AND NEW.choice IS NULL
            AND EXISTS (SELECT 1 FROM desk.dispatcher_alive WHERE id = NEW.sent_by)
        WHEN NEW.state = 'delivered' THEN
            (chosen AND NEW.choice = 'arrived' AND OLD.state IN ('failed', 'unknown'))
            OR EXISTS (SELECT 1 FROM desk.sms_attempt
                       WHERE message_id = NEW.id AND reported = 'delivered')
        WHEN chosen THEN
            (NEW.choice = 'send_again' AND NEW.state = 'queued' AND OLD.state IN ('failed', 'unknown'))
            OR (NEW.choice = 'call_instead' AND NEW.state = 'failed' AND OLD.state = 'unknown')
        WHEN OLD.state IN ('sending', 'unknown') THEN desk.answered_state(last) = NEW.state
        WHEN OLD.state = 'accepted' THEN NEW.state = 'failed' AND last.reported = 'failed'
        -- To be sent again, and the answer that was missed says that there is no need.
        WHEN OLD.state = 'queued' THEN NEW.state = 'accepted' AND desk.answered_state(last) = NEW.state
        ELSE false
    END;
    PERFORM desk.refuse('append_only') WHERE explained IS NOT TRUE;
    PERFORM desk.log('message.' || NEW.state, NEW.request_id, NEW.member_id,
                     jsonb_strip_nulls(jsonb_build_object(
                         'message', NEW.id::text,
                         'template', NEW.template,
                         'failure', CASE WHEN NEW.state IN ('queued', 'failed', 'unknown')
                                         THEN NEW.failure END)),
                     NULL);
    RETURN NEW;
END
$$;

-- The attempt begins with its message's step to `sending`.
CREATE FUNCTION sms_message_taken() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    INSERT INTO desk.sms_attempt (message_id, attempt, dispatcher, gateway, started_at)
    SELECT NEW.id, NEW.attempts, id, gateway, NEW.changed_at
    FROM desk.dispatcher
    WHERE id = NEW.sent_by;
    RETURN NULL;
END
$$;

CREATE TRIGGER sms_message_taken AFTER UPDATE ON sms_message
FOR EACH ROW WHEN (NEW.state = 'sending' AND OLD.state <> 'sending')
EXECUTE FUNCTION sms_message_taken();

CREATE FUNCTION sms_attempt_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.outcome IS NOT NULL
       OR NEW.gateway_ref IS NOT NULL
       OR NEW.reported IS NOT NULL
       OR NEW.poll_at IS NOT NULL
       OR NOT EXISTS (SELECT 1 FROM desk.sms_message
                      WHERE id = NEW.message_id AND state = 'sending' AND attempts = NEW.attempt
                        AND sent_by = NEW.dispatcher);
    RETURN NEW;
END
$$;

-- An attempt is told things once. Two exceptions: an answer replaces the `interrupted` that was put down
-- for a dispatcher that was gone; and of reports, which come twice and in any order, delivered is the last
-- word.
CREATE FUNCTION sms_attempt_update() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE (NEW.message_id, NEW.attempt, NEW.dispatcher, NEW.gateway, NEW.started_at)
          IS DISTINCT FROM
          (OLD.message_id, OLD.attempt, OLD.dispatcher, OLD.gateway, OLD.started_at);
    PERFORM desk.refuse('append_only')
    WHERE OLD.gateway_ref IS NOT NULL AND NEW.gateway_ref IS DISTINCT FROM OLD.gateway_ref;
    PERFORM desk.refuse('append_only')
    WHERE OLD.outcome IS NOT NULL
      AND NOT (OLD.outcome = 'unknown'
               AND OLD.cause IS NOT DISTINCT FROM 'interrupted'
               AND NEW.outcome IS NOT NULL)
      AND (NEW.outcome, NEW.cause, NEW.answered_at, NEW.retry_at)
          IS DISTINCT FROM
          (OLD.outcome, OLD.cause, OLD.answered_at, OLD.retry_at);
    PERFORM desk.refuse('append_only')
    WHERE OLD.reported IS NOT NULL
      AND NOT (OLD.reported = 'failed' AND NEW.reported IS NOT DISTINCT FROM 'delivered')
      AND (NEW.reported, NEW.report_cause, NEW.reported_at)
          IS DISTINCT FROM
          (OLD.reported, OLD.report_cause, OLD.reported_at);
    RETURN NEW;
END
$$;

-- What an answer or a report means for the message. One that was reported delivered, by whichever attempt,
-- is delivered, unless it is being sent at this moment. Otherwise the last attempt counts.
CREATE FUNCTION sms_attempt_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    m         desk.sms_message;
    delivered boolean;
    new_state text;
BEGIN
    PERFORM desk.present();
    -- Locked first and looked at then: two attempts of one message may be told things at the same time.
    SELECT * INTO m FROM desk.sms_message WHERE id = NEW.message_id FOR NO KEY UPDATE;
    SELECT EXISTS (SELECT 1 FROM desk.sms_attempt
                   WHERE message_id = m.id AND reported = 'delivered')
    INTO delivered;
    new_state := CASE
        WHEN m.state = 'delivered' THEN NULL
        WHEN delivered AND (m.state <> 'sending' OR (m.attempts = NEW.attempt AND NEW.outcome IS NOT NULL))
            THEN 'delivered'
        WHEN m.attempts <> NEW.attempt THEN NULL
        WHEN m.state IN ('sending', 'unknown') THEN desk.answered_state(NEW)
        WHEN m.state = 'accepted' AND NEW.reported = 'failed' THEN 'failed'
        WHEN m.state = 'queued' AND desk.answered_state(NEW) = 'accepted' THEN 'accepted'
    END;
    IF new_state IS DISTINCT FROM m.state AND new_state IS NOT NULL THEN
        UPDATE desk.sms_message
        SET state = new_state,
            gateway_ref = COALESCE(NEW.gateway_ref, gateway_ref),
            failure = CASE
                          WHEN new_state = 'delivered' THEN NULL
                          WHEN NEW.reported = 'failed' THEN NEW.report_cause
                          ELSE NEW.cause
                      END,
            next_attempt_at = CASE new_state
                                  WHEN 'queued' THEN COALESCE(NEW.retry_at, next_attempt_at)
                                  ELSE next_attempt_at
                              END,
            changed_at = desk.clock()
        WHERE id = m.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER sms_attempt_insert BEFORE INSERT ON sms_attempt
FOR EACH ROW EXECUTE FUNCTION sms_attempt_insert();
CREATE TRIGGER sms_attempt_update BEFORE UPDATE ON sms_attempt
FOR EACH ROW EXECUTE FUNCTION sms_attempt_update();
CREATE TRIGGER sms_attempt_told AFTER UPDATE ON sms_attempt
FOR EACH ROW WHEN ((NEW.outcome, NEW.cause, NEW.reported, NEW.gateway_ref)
                   IS DISTINCT FROM (OLD.outcome, OLD.cause, OLD.reported, OLD.gateway_ref))
EXECUTE FUNCTION sms_attempt_told();
CREATE TRIGGER sms_attempt_no_delete BEFORE DELETE ON sms_attempt
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER sms_attempt_no_truncate BEFORE TRUNCATE ON sms_attempt
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER sms_choice_no_change BEFORE UPDATE OR DELETE ON sms_choice
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER sms_choice_no_truncate BEFORE TRUNCATE ON sms_choice
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- A choice is made by the person who asks; `sms_choice` is nobody else's to write.
CREATE FUNCTION choose_message(p_message bigint, p_attempts integer, p_choice text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who bigint := desk.actor();
    m   desk.sms_message;
BEGIN
    PERFORM desk.present();
    PERFORM desk.refuse('role_not_allowed')
    WHERE EXISTS (SELECT 1 FROM desk.staff WHERE id = who AND role = 'support');
    SELECT * INTO m FROM desk.sms_message WHERE id = p_message FOR NO KEY UPDATE;
    -- The same choice of the same person, made again because the answer was lost.
    IF EXISTS (SELECT 1 FROM desk.sms_choice
               WHERE message_id = p_message AND attempts = p_attempts AND choice = p_choice
                 AND staff = who) THEN
        RETURN;
    END IF;
    PERFORM desk.refuse('message_moved')
    WHERE m.id IS NULL
       OR m.attempts <> p_attempts
       OR m.state NOT IN ('failed', 'unknown')
       OR NOT CASE p_choice
                  WHEN 'call_instead' THEN m.choice IS NULL
                  WHEN 'called' THEN m.choice IS NOT DISTINCT FROM 'call_instead'
                  ELSE m.choice IS NULL OR m.choice = 'call_instead'
              END;
    INSERT INTO desk.sms_choice (message_id, attempts, choice, staff, at)
    VALUES (m.id, m.attempts, p_choice, who, desk.clock());
    PERFORM desk.log('message.choice', m.request_id, m.member_id,
                     jsonb_build_object('message', m.id::text, 'template', m.template, 'choice', p_choice),
                     who);
    IF p_choice = 'called' OR (p_choice = 'call_instead' AND m.state = 'failed') THEN
        UPDATE desk.sms_message SET choice = p_choice WHERE id = m.id;
    ELSE
        UPDATE desk.sms_message
        SET choice = p_choice,
            state = CASE p_choice
                        WHEN 'arrived' THEN 'delivered'
                        WHEN 'send_again' THEN 'queued'
                        ELSE 'failed'
                    END,
            failure = CASE p_choice WHEN 'call_instead' THEN failure END,
            next_attempt_at = CASE p_choice WHEN 'send_again' THEN desk.clock() ELSE next_attempt_at END,
            changed_at = desk.clock()
        WHERE id = m.id;
        PERFORM pg_notify('desk_outbox', '') WHERE p_choice = 'send_again';
    END IF;
END
$$;

-- Wakes the dispatchers, and nobody else.
CREATE FUNCTION tell_outbox() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM pg_notify('desk_outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER sms_message_wakes AFTER INSERT ON sms_message
FOR EACH STATEMENT EXECUTE FUNCTION tell_outbox();

-- How dispatchers get on is seen on every desk; that they are still alive is no news.
CREATE TRIGGER dispatcher_tells AFTER INSERT ON dispatcher
FOR EACH STATEMENT EXECUTE FUNCTION tell_change();
CREATE TRIGGER dispatcher_changed_tells AFTER UPDATE ON dispatcher
FOR EACH ROW WHEN ((NEW.condition, NEW.cause, NEW.credit) IS DISTINCT FROM (OLD.condition, OLD.cause, OLD.credit))
EXECUTE FUNCTION tell_change();

CREATE FUNCTION register_dispatcher(p_id text, p_gateway text, p_simulated boolean, p_lease interval)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    DELETE FROM desk.dispatcher WHERE lease_expires_at < desk.clock() - interval '7 days';
    INSERT INTO desk.dispatcher (id, gateway, simulated, started_at, seen_at, lease_expires_at, condition)
    SELECT p_id, p_gateway, p_simulated, n, n, n + p_lease, 'working'
    FROM desk.clock() AS n;
END
$$;

CREATE FUNCTION renew_dispatcher(
    p_id text, p_lease interval, p_condition text, p_cause text, p_credit text
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    UPDATE desk.dispatcher
    SET seen_at = n,
        lease_expires_at = n + p_lease,
        condition = p_condition,
        cause = p_cause,
        credit = COALESCE(p_credit, credit)
    FROM desk.clock() AS n
    WHERE id = p_id AND stopped_at IS NULL AND lease_expires_at > n;
    RETURN FOUND;
END
$$;

CREATE FUNCTION end_dispatcher(p_id text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    UPDATE desk.dispatcher
    SET stopped_at = n, seen_at = n, condition = 'stopped', cause = NULL
    FROM desk.clock() AS n
    WHERE id = p_id AND stopped_at IS NULL AND lease_expires_at > n;
    RETURN FOUND;
END
$$;

DROP FUNCTION take_due_messages(bigint);
DROP FUNCTION settle_interrupted(timestamptz);
DROP FUNCTION move_message(bigint, text, text, text);
DROP FUNCTION retry_message(bigint, timestamptz, text);

-- Takes up to so many due messages for sending, for a dispatcher that is alive; two never take the same.
CREATE FUNCTION take_due_messages(p_by text, p_limit bigint) RETURNS SETOF sms_message
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
    UPDATE desk.sms_message
    SET state = 'sending', attempts = attempts + 1, sent_by = p_by, choice = NULL, changed_at = desk.clock()
    WHERE id IN (SELECT id
                 FROM desk.sms_message
                 WHERE state = 'queued' AND next_attempt_at <= desk.clock()
                   AND EXISTS (SELECT 1 FROM desk.dispatcher_alive WHERE id = p_by)
                 ORDER BY next_attempt_at, id
                 LIMIT p_limit
                 FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING *
$$;

-- Whatever is under way for a dispatcher that is gone becomes `unknown`. Answers how many.
CREATE FUNCTION settle_interrupted() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    settled bigint;
BEGIN
    UPDATE desk.sms_attempt
    SET outcome = 'unknown', cause = 'interrupted', answered_at = desk.clock()
    WHERE (message_id, attempt) IN (SELECT message_id, attempt
                                    FROM desk.sms_attempt
                                    WHERE outcome IS NULL
                                      AND dispatcher NOT IN (SELECT id FROM desk.dispatcher_alive)
                                    ORDER BY message_id, attempt
                                    FOR NO KEY UPDATE SKIP LOCKED)
      AND outcome IS NULL;
    GET DIAGNOSTICS settled = ROW_COUNT;
    RETURN settled;
END
$$;

-- A report on an attempt; nothing where one of the same or more weight is on record.
CREATE FUNCTION report_attempt(p_message bigint, p_attempt integer, p_reported text, p_cause text)
RETURNS void
LANGUAGE sql
SET search_path = ''
AS $$
    UPDATE desk.sms_attempt
    SET reported = p_reported, report_cause = p_cause, reported_at = desk.clock(), poll_at = NULL
    WHERE message_id = p_message
      AND attempt = p_attempt
      AND (reported IS NULL OR (reported = 'failed' AND p_reported = 'delivered'))
$$;

-- Puts answers on record: [{message, attempt, outcome, cause, retry_ms, gateway_ref, poll_ms}, …]. An
-- attempt that has an answer keeps it. Answers how many messages moved.
CREATE FUNCTION note_answers(p_answers jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    answer record;
    kept   record;
    before text;
    after  text;
    moved  bigint := 0;
BEGIN
    -- In one order, whoever writes: nobody waits in a circle.
    FOR answer IN
        SELECT *
        FROM jsonb_to_recordset(p_answers) AS a (message bigint, attempt integer, outcome text, cause text,
                                                 retry_ms bigint, gateway_ref text, poll_ms bigint)
        ORDER BY message, attempt
    LOOP
        SELECT state INTO before FROM desk.sms_message WHERE id = answer.message;
        UPDATE desk.sms_attempt
        SET outcome = answer.outcome,
            cause = answer.cause,
            answered_at = n,
            retry_at = n + answer.retry_ms * interval '1 millisecond',
            gateway_ref = COALESCE(gateway_ref, answer.gateway_ref),
            poll_at = CASE WHEN reported IS NULL THEN n + answer.poll_ms * interval '1 millisecond' END
        FROM desk.clock() AS n
        WHERE message_id = answer.message
          AND attempt = answer.attempt
          AND (outcome IS NULL OR (outcome = 'unknown' AND cause = 'interrupted'));
        -- Reports that came before the answer that names their reference.
        FOR kept IN
            DELETE FROM desk.sms_report AS r
            USING desk.sms_attempt AS a
            WHERE answer.gateway_ref IS NOT NULL
              AND a.message_id = answer.message
              AND a.attempt = answer.attempt
              AND r.gateway = a.gateway
              AND r.gateway_ref = a.gateway_ref
            RETURNING r.reported, r.cause
        LOOP
            PERFORM desk.report_attempt(answer.message, answer.attempt, kept.reported, kept.cause);
        END LOOP;
        SELECT state INTO after FROM desk.sms_message WHERE id = answer.message;
        IF after <> before THEN
            moved := moved + 1;
        END IF;
    END LOOP;
    RETURN moved;
END
$$;

-- Puts a report on record, about an attempt or about what was taken under a reference: 'applied' where the
-- message moved, 'noted' where it did not, 'kept' where nobody knows the reference yet, 'unknown'.
CREATE FUNCTION note_report(
    p_gateway text, p_gateway_ref text, p_message bigint, p_attempt integer, p_reported text, p_cause text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    known  bigint;
    which  desk.sms_attempt;
    before text;
    after  text;
BEGIN
    IF p_message IS NOT NULL THEN
        SELECT * INTO which
        FROM desk.sms_attempt
        WHERE gateway = p_gateway AND message_id = p_message AND attempt = p_attempt;
        IF NOT FOUND THEN
            RETURN 'unknown';
        END IF;
        UPDATE desk.sms_attempt
        SET gateway_ref = p_gateway_ref
        WHERE message_id = p_message AND attempt = p_attempt
          AND gateway_ref IS NULL AND p_gateway_ref IS NOT NULL;
    ELSE
        -- A reference that several have tells none of them.
        SELECT count(*) INTO known
        FROM desk.sms_attempt
        WHERE gateway = p_gateway AND gateway_ref = p_gateway_ref;
        IF known > 1 THEN
            RETURN 'unknown';
        ELSIF known = 0 THEN
            DELETE FROM desk.sms_report WHERE received_at < desk.clock() - interval '3 days';
            -- Bounded: whoever sends them shall not fill the disk.
            INSERT INTO desk.sms_report (gateway, gateway_ref, reported, cause, received_at)
            SELECT p_gateway, p_gateway_ref, p_reported, p_cause, desk.clock()
            WHERE (SELECT count(*) FROM desk.sms_report) < 10000
            ON CONFLICT DO NOTHING;
            RETURN CASE WHEN EXISTS (SELECT 1 FROM desk.sms_report
                                     WHERE gateway = p_gateway AND gateway_ref = p_gateway_ref
                                       AND reported = p_reported)
                        THEN 'kept' ELSE 'unknown' END;
        END IF;
        SELECT * INTO which
        FROM desk.sms_attempt
        WHERE gateway = p_gateway AND gateway_ref = p_gateway_ref;
    END IF;
    SELECT state INTO before FROM desk.sms_message WHERE id = which.message_id;
    PERFORM desk.report_attempt(which.message_id, which.attempt, p_reported, p_cause);
    SELECT state INTO after FROM desk.sms_message WHERE id = which.message_id;
    RETURN CASE WHEN after = before THEN 'noted' ELSE 'applied' END;
END
$$;

-- Attempts whose fate is to be asked for now. Each is due again after half of its age, at least ten
-- seconds, and no more after three days.
CREATE FUNCTION take_polls(p_gateway text, p_limit bigint)
RETURNS TABLE (message_id bigint, attempt integer, gateway_ref text)
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
    UPDATE desk.sms_attempt AS a
    SET poll_at = CASE
                      WHEN n - a.answered_at < interval '3 days'
                          THEN n + greatest(interval '10 seconds', (n - a.answered_at) / 2)
                  END
    FROM desk.clock() AS n
    WHERE (a.message_id, a.attempt) IN (SELECT due.message_id, due.attempt
                                        FROM desk.sms_attempt AS due
                                        WHERE due.gateway = p_gateway AND due.poll_at <= desk.clock()
                                        ORDER BY due.poll_at
                                        LIMIT p_limit
                                        FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING a.message_id, a.attempt, a.gateway_ref
$$;

-- How many messages there are, for whoever may know: dispatchers read no request. `needs_person` in the very
-- words of its index.
CREATE FUNCTION message_totals(
    OUT queued bigint, OUT due_since timestamptz, OUT needs_person bigint, OUT not_reached bigint
)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
    SELECT (SELECT count(*) FROM desk.sms_message WHERE state = 'queued'),
           (SELECT min(next_attempt_at)
            FROM desk.sms_message
            WHERE state = 'queued' AND next_attempt_at <= desk.clock()),
           count(*),
           count(*) FILTER (WHERE m.template = 'approved' AND r.status = 'approved')
    FROM desk.sms_message AS m
    JOIN desk.change_request AS r ON r.id = m.request_id
    WHERE m.state IN ('failed', 'unknown') AND (m.choice IS NULL OR m.choice = 'call_instead')
$$;

-- Sending is the dispatchers'; choosing is the reviewers'; everybody at the desk sees how it goes.
GRANT SELECT ON sms_attempt, sms_choice, dispatcher_state TO desk_officer, desk_supervisor, desk_support;
GRANT EXECUTE ON FUNCTION choose_message(bigint, integer, text) TO desk_officer, desk_supervisor;
GRANT SELECT ON sms_attempt, dispatcher_state TO desk_dispatcher;
GRANT EXECUTE ON FUNCTION message_totals() TO desk_officer, desk_supervisor, desk_support, desk_dispatcher;
GRANT EXECUTE ON FUNCTION
    register_dispatcher(text, text, boolean, interval),
    renew_dispatcher(text, interval, text, text, text),
    end_dispatcher(text),
    take_due_messages(text, bigint),
    settle_interrupted(),
    note_answers(jsonb),
    note_report(text, text, bigint, integer, text, text),
    take_polls(text, bigint)
TO desk_dispatcher;
