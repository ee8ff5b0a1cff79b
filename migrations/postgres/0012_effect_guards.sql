-- The far end of each effect: a phone, a login, a former phone or a message changes only inside the
-- window that a filing, decision, cancellation or fraud flag opened (0007 to 0011). Whoever comes with
-- plain SQL finds no such window, because each is closed in the statement that opens it.

CREATE FUNCTION member_phone_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('only_by_decision')
    WHERE NOT EXISTS (SELECT 1
                      FROM desk.change_request AS r
                      JOIN desk.decision AS d ON d.id = r.last_decision_id
                      WHERE r.member_id = NEW.id
                        AND r.effects_applied_at IS NULL
                        AND ((d.kind IN ('approve', 'confirm')
                              AND OLD.phone = r.old_phone
                              AND NEW.phone = r.new_phone)
                             OR (d.kind = 'overturn'
                                 AND OLD.phone = r.new_phone
                                 AND NEW.phone = r.old_phone)));
    RETURN NEW;
END
$$;

CREATE FUNCTION member_login_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('only_by_decision')
    WHERE NOT EXISTS (SELECT 1
                      FROM desk.change_request AS r
                      LEFT JOIN desk.decision AS d ON d.id = r.last_decision_id
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
                                ELSE false
                            END)
      AND NOT (NEW.login_state = 'locked'
               AND EXISTS (SELECT 1 FROM desk.change_request
                           WHERE member_id = NEW.id AND fraud_flagged AND closed_at IS NULL));
    RETURN NEW;
END
$$;

-- The request that explains the change is the one in effect, or the flagged one. The actor is not
-- named: the login follows from an event that names them.
CREATE FUNCTION member_login_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.log(
        'login.' || NEW.login_state,
        COALESCE((SELECT max(id) FROM desk.change_request
                  WHERE member_id = NEW.id AND effects_applied_at IS NULL),
                 (SELECT max(id) FROM desk.change_request
                  WHERE member_id = NEW.id AND fraud_flagged AND closed_at IS NULL)),
        NEW.id, '{}', NULL);
    RETURN NULL;
END
$$;

CREATE FUNCTION member_phone_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.log(
        'phone.changed',
        (SELECT max(id) FROM desk.change_request WHERE member_id = NEW.id AND effects_applied_at IS NULL),
        NEW.id, '{}', NULL);
    RETURN NULL;
END
$$;

CREATE TRIGGER member_phone_guard BEFORE UPDATE ON member
FOR EACH ROW WHEN (NEW.phone IS DISTINCT FROM OLD.phone)
EXECUTE FUNCTION member_phone_guard();
CREATE TRIGGER member_login_guard BEFORE UPDATE ON member
FOR EACH ROW WHEN (NEW.login_state IS DISTINCT FROM OLD.login_state)
EXECUTE FUNCTION member_login_guard();
-- Triggers of one kind fire in the order of their names: the login first, as in the embedded database.
CREATE TRIGGER member_event_login AFTER UPDATE ON member
FOR EACH ROW WHEN (NEW.login_state IS DISTINCT FROM OLD.login_state)
EXECUTE FUNCTION member_login_event();
CREATE TRIGGER member_event_phone AFTER UPDATE ON member
FOR EACH ROW WHEN (NEW.phone IS DISTINCT FROM OLD.phone)
EXECUTE FUNCTION member_phone_event();

CREATE FUNCTION phone_history_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.replaced_at > desk.clock() + interval '1 second';
    PERFORM desk.refuse('only_by_decision')
    WHERE NEW.request_id IS NOT NULL
      AND NOT EXISTS (SELECT 1
                      FROM desk.change_request AS r
                      JOIN desk.decision AS d ON d.id = r.last_decision_id
                      WHERE r.id = NEW.request_id
                        AND r.member_id = NEW.member_id
                        AND r.effects_applied_at IS NULL
                        AND d.kind IN ('approve', 'confirm', 'overturn'));
    RETURN NEW;
END
$$;

CREATE TRIGGER phone_history_insert BEFORE INSERT ON phone_history
FOR EACH ROW EXECUTE FUNCTION phone_history_insert();
CREATE TRIGGER phone_history_no_change BEFORE UPDATE OR DELETE ON phone_history
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER phone_history_no_truncate BEFORE TRUNCATE ON phone_history
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE FUNCTION sms_message_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('only_by_decision')
    WHERE NEW.state <> 'queued'
       OR NEW.attempts <> 0
       OR (NOT EXISTS (SELECT 1 FROM desk.change_request
                       WHERE id = NEW.request_id
                         AND member_id = NEW.member_id
                         AND effects_applied_at IS NULL
                         AND last_decision_id IS NOT DISTINCT FROM NEW.decision_id)
           AND NOT EXISTS (SELECT 1 FROM desk.video_call AS c
                           WHERE c.id = NEW.call_id
                             AND c.request_id = NEW.request_id
                             AND c.started_at IS NULL
                             AND NEW.template = 'call_appointment'
                             AND NOT EXISTS (SELECT 1 FROM desk.sms_message WHERE call_id = c.id)));
    RETURN NEW;
END
$$;

CREATE FUNCTION sms_message_inserted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.log('message.queued', NEW.request_id, NEW.member_id,
                     jsonb_build_object('message', NEW.id::text, 'template', NEW.template), NULL);
    RETURN NULL;
END
$$;

CREATE FUNCTION sms_message_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
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
      AND (NEW.attempts, NEW.gateway_ref, NEW.failure, NEW.changed_at, NEW.next_attempt_at)
          IS DISTINCT FROM
          (OLD.attempts, OLD.gateway_ref, OLD.failure, OLD.changed_at, OLD.next_attempt_at);
    PERFORM desk.refuse('append_only')
    WHERE NEW.state <> OLD.state
      AND (OLD.state || '>' || NEW.state NOT IN
               ('queued>sending', 'sending>accepted', 'sending>queued', 'sending>failed',
                'sending>unknown', 'accepted>delivered', 'accepted>failed', 'unknown>queued',
                'unknown>delivered', 'unknown>failed')
           OR NEW.attempts <> OLD.attempts + (NEW.state = 'sending')::integer);
    IF NEW.state <> OLD.state THEN
        PERFORM desk.log('message.' || NEW.state, NEW.request_id, NEW.member_id,
                         jsonb_build_object('message', NEW.id::text, 'template', NEW.template), NULL);
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER sms_message_insert BEFORE INSERT ON sms_message
FOR EACH ROW EXECUTE FUNCTION sms_message_insert();
CREATE TRIGGER sms_message_inserted AFTER INSERT ON sms_message
FOR EACH ROW EXECUTE FUNCTION sms_message_inserted();
CREATE TRIGGER sms_message_update BEFORE UPDATE ON sms_message
FOR EACH ROW EXECUTE FUNCTION sms_message_update();
CREATE TRIGGER sms_message_no_delete BEFORE DELETE ON sms_message
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER sms_message_no_truncate BEFORE TRUNCATE ON sms_message
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Takes up to so many due messages for sending; two dispatchers never take the same.
CREATE FUNCTION take_due_messages(p_limit bigint) RETURNS SETOF sms_message
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
    UPDATE desk.sms_message
    SET state = 'sending', attempts = attempts + 1, changed_at = desk.clock()
    WHERE id IN (SELECT id
                 FROM desk.sms_message
                 WHERE state = 'queued' AND next_attempt_at <= desk.clock()
                 ORDER BY next_attempt_at, id
                 LIMIT p_limit
                 FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING *
$$;

-- Whatever stands in `sending` since before this moment becomes `unknown`. Answers how many.
CREATE FUNCTION settle_interrupted(p_older_than timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    settled bigint;
BEGIN
    UPDATE desk.sms_message
    SET state = 'unknown', failure = 'interrupted', changed_at = desk.clock()
    WHERE state = 'sending' AND changed_at < p_older_than;
    GET DIAGNOSTICS settled = ROW_COUNT;
    RETURN settled;
END
$$;

-- Moves a message by an answer or a report of the gateway; false where it was in none of these states.
-- `unknown` is settled by a report that comes late.
CREATE FUNCTION move_message(p_message bigint, p_state text, p_gateway_ref text, p_failure text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    UPDATE desk.sms_message
    SET state = p_state,
        gateway_ref = COALESCE(p_gateway_ref, gateway_ref),
        failure = p_failure,
        changed_at = desk.clock()
    WHERE id = p_message
      AND state = ANY (CASE p_state
                           WHEN 'accepted' THEN ARRAY['sending']
                           WHEN 'unknown' THEN ARRAY['sending']
                           WHEN 'delivered' THEN ARRAY['accepted', 'unknown']
                           WHEN 'failed' THEN ARRAY['sending', 'accepted', 'unknown']
                           ELSE ARRAY[]::text[]
                       END);
    RETURN FOUND;
END
$$;

-- Puts a message that the gateway did not take back to `queued`, due then.
CREATE FUNCTION retry_message(p_message bigint, p_at timestamptz, p_failure text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    UPDATE desk.sms_message
    SET state = 'queued', failure = p_failure, next_attempt_at = p_at, changed_at = desk.clock()
    WHERE id = p_message AND state = 'sending';
    RETURN FOUND;
END
$$;
