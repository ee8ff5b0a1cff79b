-- Filing: the insert of a change_request, by the desk or by any other system, brings everything with
-- it: the number, the suspension of the login, the notice to the current phone, the event.

-- How many parts the network carries; the rule of `coe_domain::sms_text::measure`. Printable ASCII
-- and line feeds: 160 units or parts of 153, where ^{}\[~]| count twice. Anything else: UTF-16 units
-- (a character beyond the basic plane counts twice), 70 or parts of 67.
CREATE FUNCTION sms_segments(body text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT
SET search_path = ''
AS $$
    SELECT CASE
               WHEN narrow AND units <= 160 THEN 1
               WHEN narrow THEN (units + 152) / 153
               WHEN units <= 70 THEN 1
               ELSE (units + 66) / 67
           END
    FROM (SELECT narrow,
                 CASE
                     WHEN narrow
                         THEN 2 * length(body) - length(translate(body, E'^{}\\[~]|', ''))
                     ELSE length(body) + regexp_count(body, '[\U00010000-\U0010FFFF]')
                 END AS units
          FROM (SELECT body COLLATE "C" ~ E'^[ -~\n]*$' AS narrow) AS n) AS u
$$;

-- Queues a message; every text comes from a template in the member's language. Not for anybody to call.
CREATE FUNCTION queue_message(
    p_request bigint, p_decision bigint, p_call bigint, p_member bigint, p_template text,
    p_language text, p_to text, p_body text
) RETURNS void
LANGUAGE sql
SET search_path = ''
AS $$
    INSERT INTO desk.sms_message
        (request_id, decision_id, call_id, member_id, template, language, to_phone, body, segments,
         queued_at, changed_at, next_attempt_at)
    SELECT p_request, p_decision, p_call, p_member, p_template, p_language, p_to, p_body,
           desk.sms_segments(p_body), n, n, n
    FROM desk.clock() AS n
$$;

-- The text of a template; refuses where it is gone, because the effect needs it.
CREATE FUNCTION template_body(p_template text, p_language text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    found_body text;
BEGIN
    SELECT body INTO found_body
    FROM desk.sms_template
    WHERE template = p_template AND language = p_language;
    PERFORM desk.refuse('incomplete') WHERE found_body IS NULL;
    RETURN found_body;
END
$$;

-- Running numbers only move forward, one at a time.
CREATE FUNCTION request_counter_forward() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.year_be <> OLD.year_be
       OR NEW.month <> OLD.month
       OR NEW.last_running <> OLD.last_running + 1;
    RETURN NEW;
END
$$;

CREATE TRIGGER request_counter_forward BEFORE UPDATE ON request_counter
FOR EACH ROW EXECUTE FUNCTION request_counter_forward();
CREATE TRIGGER request_counter_no_delete BEFORE DELETE ON request_counter
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER request_counter_no_truncate BEFORE TRUNCATE ON request_counter
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- {Buddhist year, 2 digits}-{month}-{running number}, by the calendar of Bangkok.
CREATE FUNCTION next_request_no(p_submitted_at timestamptz) RETURNS text
LANGUAGE plpgsql
SET search_path = ''
AS $$
DECLARE
    local_time timestamp := p_submitted_at AT TIME ZONE 'Asia/Bangkok';
    the_year   integer := (extract(year FROM local_time)::integer + 543) % 100;
    the_month  integer := extract(month FROM local_time)::integer;
    running    integer;
BEGIN
    INSERT INTO desk.request_counter AS c (year_be, month, last_running)
    VALUES (the_year, the_month, 1)
    ON CONFLICT (year_be, month) DO UPDATE
    SET last_running = c.last_running + 1
    RETURNING last_running INTO running;
    RETURN format('%s-%s-%s', lpad(the_year::text, 2, '0'), the_month, running);
END
$$;

CREATE FUNCTION request_filing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    m desk.member;
BEGIN
    PERFORM desk.present();
    PERFORM desk.refuse('only_by_decision')
    WHERE NEW.request_no <> ''
       OR NEW.status <> 'pending'
       OR NEW.revision <> 1
       OR NEW.claimed_by IS NOT NULL
       OR NEW.waited <> '[]'
       OR NEW.fraud_flagged
       OR NEW.high_risk_lifted_by IS NOT NULL
       OR NEW.last_decision_id IS NOT NULL
       OR NEW.effects_applied_at IS NOT NULL;
    -- A second of slack: whoever files may have read a clock that rounds differently.
    PERFORM desk.refuse('append_only')
    WHERE NEW.submitted_at <= 'epoch'
       OR NEW.submitted_at > desk.clock() + interval '1 second';
    -- Always the member before the number, and a request before its member: nobody waits in a circle.
    SELECT * INTO m FROM desk.member WHERE id = NEW.member_id FOR NO KEY UPDATE;
    PERFORM desk.refuse('phone_changed') WHERE NEW.old_phone IS DISTINCT FROM m.phone;
    PERFORM desk.refuse('same_phone') WHERE NEW.new_phone = NEW.old_phone;
    NEW.login_state_before := COALESCE(
        (SELECT r.login_state_before
         FROM desk.change_request AS r
         WHERE r.member_id = NEW.member_id AND r.closed_at IS NULL
         ORDER BY r.id
         LIMIT 1),
        m.login_state);
    NEW.request_no := desk.next_request_no(NEW.submitted_at);
    RETURN NEW;
END
$$;

CREATE FUNCTION request_filed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    m desk.member;
BEGIN
    PERFORM desk.log('request.filed', NEW.id, NEW.member_id, jsonb_build_object('risk', NEW.risk),
                     desk.me());
    -- A locked login stays locked.
    UPDATE desk.member
    SET login_state = 'suspended'
    WHERE id = NEW.member_id AND login_state = 'enabled';

    SELECT * INTO m FROM desk.member WHERE id = NEW.member_id;
    PERFORM desk.queue_message(
        NEW.id, NULL, NULL, m.id, 'filed', m.language, m.phone,
        replace(desk.template_body('filed', m.language), '{request_no}', NEW.request_no));

    UPDATE desk.change_request SET effects_applied_at = desk.clock() WHERE id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER request_filing BEFORE INSERT ON change_request
FOR EACH ROW EXECUTE FUNCTION request_filing();
CREATE TRIGGER request_filed AFTER INSERT ON change_request
FOR EACH ROW EXECUTE FUNCTION request_filed();
