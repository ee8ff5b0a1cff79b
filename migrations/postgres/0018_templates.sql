-- The words of the messages become the supervisors' to change, with every earlier wording kept; and calls
-- get a reminder.

ALTER TABLE sms_template DROP CONSTRAINT sms_template_template_check;
ALTER TABLE sms_template
ADD CONSTRAINT sms_template_template_check
CHECK (template IN ('filed', 'returned', 'approved', 'security_notice', 'rejected', 'overturned',
                    'call_appointment', 'call_reminder'));

INSERT INTO sms_template (template, language, body)
VALUES
    ('call_reminder', 'th',
     'สภาวิศวกร: อีกสักครู่ถึงเวลานัดยืนยันตัวตนทาง {channel} วันที่ {call_time} โปรดเตรียมบัตรประชาชนตัวจริงไว้ใกล้ตัว'),
    ('call_reminder', 'en',
     'Council of Engineers: your video call by {channel} is soon: {call_time} (Bangkok time). Please have your ID card at hand.');

-- What may stand between braces, by message; the rule of `coe_domain::template`. The security notice goes
-- to a number that may be a stranger's by now: it takes nothing.
CREATE VIEW template_placeholder (template, placeholder, required) AS
VALUES ('filed', '{request_no}', true),
       ('returned', '{request_no}', true),
       ('returned', '{reasons}', true),
       ('returned', '{member_text}', false),
       ('approved', '{request_no}', true),
       ('rejected', '{request_no}', true),
       ('rejected', '{reasons}', true),
       ('rejected', '{member_text}', false),
       ('overturned', '{request_no}', true),
       ('call_appointment', '{request_no}', false),
       ('call_appointment', '{call_time}', true),
       ('call_appointment', '{channel}', true),
       ('call_reminder', '{request_no}', false),
       ('call_reminder', '{call_time}', true),
       ('call_reminder', '{channel}', true);

-- Whether a text may be used for a message.
CREATE FUNCTION template_is_fit(p_template text, p_body text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    known record;
    rest  text := p_body;
BEGIN
    IF btrim(p_body, desk.white_space()) = ''
       OR length(p_body) > 600
       OR p_body COLLATE "C" ~* '://|www[.]|[a-z0-9][.][a-z]'
       -- What the officer typed may be empty, and would leave a hole.
       OR (strpos(p_body, '{member_text}') > 0
           AND btrim(substr(p_body, strpos(p_body, '{member_text}') + 13), desk.white_space()) <> '') THEN
        RETURN false;
    END IF;
    FOR known IN SELECT * FROM desk.template_placeholder WHERE template = p_template LOOP
        IF known.required AND strpos(p_body, known.placeholder) = 0 THEN
            RETURN false;
        END IF;
        rest := replace(rest, known.placeholder, '');
    END LOOP;
    RETURN rest !~ '[{}]';
END
$$;

CREATE TABLE sms_template_edit (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    template text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    before   text NOT NULL,
    after    text NOT NULL,
    staff    bigint NOT NULL REFERENCES staff (id),
    at       timestamptz(3) NOT NULL,
    FOREIGN KEY (template, language) REFERENCES sms_template (template, language)
);

CREATE INDEX sms_template_edit_of ON sms_template_edit (template, language, id);

CREATE TRIGGER sms_template_edit_no_change BEFORE UPDATE OR DELETE ON sms_template_edit
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER sms_template_edit_no_truncate BEFORE TRUNCATE ON sms_template_edit
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- A text changes only by an edit that is on record.
CREATE FUNCTION sms_template_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.template <> OLD.template
       OR NEW.language <> OLD.language
       OR NOT EXISTS (SELECT 1
                      FROM desk.sms_template_edit AS e
                      WHERE e.id = (SELECT max(id) FROM desk.sms_template_edit
                                    WHERE template = NEW.template AND language = NEW.language)
                        AND e.before = OLD.body
                        AND e.after = NEW.body);
    RETURN NEW;
END
$$;

CREATE TRIGGER sms_template_update BEFORE UPDATE ON sms_template
FOR EACH ROW EXECUTE FUNCTION sms_template_update();
CREATE TRIGGER sms_template_no_delete BEFORE DELETE ON sms_template
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER sms_template_no_truncate BEFORE TRUNCATE ON sms_template
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Changes a text, for messages queued from now on. The same text again changes nothing.
CREATE FUNCTION put_template(p_template text, p_language text, p_body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who     bigint := desk.actor();
    current text;
BEGIN
    PERFORM desk.refuse('role_not_allowed')
    WHERE NOT EXISTS (SELECT 1 FROM desk.staff WHERE id = who AND role = 'supervisor');
    PERFORM desk.refuse('template_unfit') WHERE desk.template_is_fit(p_template, p_body) IS NOT TRUE;
    SELECT body INTO current
    FROM desk.sms_template
    WHERE template = p_template AND language = p_language
    FOR UPDATE;
    PERFORM desk.refuse('template_unfit') WHERE current IS NULL;
    IF current <> p_body THEN
        INSERT INTO desk.sms_template_edit (template, language, before, after, staff, at)
        VALUES (p_template, p_language, current, p_body, who, desk.clock());
        UPDATE desk.sms_template
        SET body = p_body
        WHERE template = p_template AND language = p_language;
        PERFORM desk.log('template.changed', NULL, NULL,
                         jsonb_build_object('template', p_template, 'language', p_language), who);
    END IF;
END
$$;

-- The text of a call's message, in the member's language and filled in.
CREATE FUNCTION call_text(p_call bigint, p_template text) RETURNS text
LANGUAGE sql STABLE
SET search_path = ''
AS $$
    SELECT replace(replace(replace(desk.template_body(p_template, m.language),
               '{request_no}', r.request_no),
               '{call_time}', CASE m.language
                   WHEN 'th' THEN to_char(l.local_time, 'DD/MM/')
                       || (extract(year FROM l.local_time)::integer + 543)
                       || ' เวลา ' || to_char(l.local_time, 'HH24:MI') || ' น.'
                   ELSE to_char(l.local_time, 'YYYY-MM-DD "at" HH24:MI')
               END),
               '{channel}', CASE c.channel
                   WHEN 'line' THEN 'LINE'
                   WHEN 'google_meet' THEN 'Google Meet'
                   WHEN 'zoom' THEN 'Zoom'
                   WHEN 'teams' THEN 'Microsoft Teams'
                   ELSE CASE m.language WHEN 'th' THEN 'วิดีโอคอล' ELSE 'video call' END
               END)
    FROM desk.video_call AS c
    JOIN desk.change_request AS r ON r.id = c.request_id
    JOIN desk.member AS m ON m.id = r.member_id
    CROSS JOIN LATERAL (SELECT c.scheduled_at AT TIME ZONE 'Asia/Bangkok' AS local_time) AS l
    WHERE c.id = p_call
$$;

-- Queues a message of a call, to the number that is asked for.
CREATE FUNCTION queue_call_message(p_call bigint, p_template text) RETURNS void
LANGUAGE sql
SET search_path = ''
AS $$
    SELECT desk.queue_message(r.id, NULL, c.id, m.id, p_template, m.language, r.new_phone,
                              desk.call_text(c.id, p_template))
    FROM desk.video_call AS c
    JOIN desk.change_request AS r ON r.id = c.request_id
    JOIN desk.member AS m ON m.id = r.member_id
    WHERE c.id = p_call
$$;

CREATE OR REPLACE FUNCTION schedule_call(p_request bigint, p_at timestamptz, p_channel text, p_link text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r        desk.change_request := desk.held_request(p_request);
    new_call bigint;
BEGIN
    INSERT INTO desk.video_call (request_id, revision, staff, channel, link, scheduled_at)
    VALUES (r.id, r.revision, desk.me(), p_channel, p_link, p_at)
    RETURNING id INTO new_call;
    PERFORM desk.log('call.scheduled', r.id, r.member_id, jsonb_build_object('channel', p_channel),
                     desk.me());
    PERFORM desk.queue_call_message(new_call, 'call_appointment');
    RETURN new_call;
END
$$;

DROP INDEX sms_message_call;
CREATE UNIQUE INDEX sms_message_call ON sms_message (call_id, template) WHERE call_id IS NOT NULL;
CREATE INDEX video_call_ahead ON video_call (scheduled_at) WHERE started_at IS NULL;

CREATE OR REPLACE FUNCTION sms_message_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('only_by_decision')
    WHERE NEW.state <> 'queued'
       OR NEW.attempts <> 0
       OR NEW.sent_by IS NOT NULL
       OR NEW.choice IS NOT NULL
       OR (NOT EXISTS (SELECT 1 FROM desk.change_request
                       WHERE id = NEW.request_id
                         AND member_id = NEW.member_id
                         AND effects_applied_at IS NULL
                         AND last_decision_id IS NOT DISTINCT FROM NEW.decision_id)
           -- A call's own messages hold its own words, each once, before it is held.
           AND NOT EXISTS (SELECT 1
                           FROM desk.video_call AS c
                           JOIN desk.change_request AS r ON r.id = c.request_id
                           WHERE c.id = NEW.call_id
                             AND r.id = NEW.request_id
                             AND c.started_at IS NULL
                             AND NEW.template IN ('call_appointment', 'call_reminder')
                             AND NEW.to_phone = r.new_phone
                             AND NEW.body = desk.call_text(c.id, NEW.template)
                             AND NOT EXISTS (SELECT 1 FROM desk.sms_message
                                             WHERE call_id = c.id AND template = NEW.template)));
    RETURN NEW;
END
$$;

-- Queues the reminders of the calls that begin soon: of a request's latest appointment, made before the
-- time of its reminder, which has come, while the request is open. Answers how many.
CREATE FUNCTION queue_reminders() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    due    bigint;
    before interval := (SELECT value::text::integer * interval '1 minute'
                        FROM desk.setting WHERE key = 'call_reminder_minutes');
    queued bigint := 0;
BEGIN
    PERFORM desk.present();
    FOR due IN
        SELECT c.id
        FROM desk.video_call AS c
        JOIN desk.change_request AS r ON r.id = c.request_id
        JOIN desk.sms_message AS appointment
          ON appointment.call_id = c.id AND appointment.template = 'call_appointment'
        WHERE c.started_at IS NULL
          AND c.scheduled_at > desk.clock()
          AND c.scheduled_at <= desk.clock() + before
          AND appointment.queued_at < c.scheduled_at - before
          AND r.status IN ('pending', 'escalated')
          AND c.id = (SELECT max(id) FROM desk.video_call WHERE request_id = r.id)
          AND NOT EXISTS (SELECT 1 FROM desk.sms_message
                          WHERE call_id = c.id AND template = 'call_reminder')
        ORDER BY c.id
        -- Two dispatchers remind nobody twice.
        FOR UPDATE OF c SKIP LOCKED
    LOOP
        PERFORM desk.queue_call_message(due, 'call_reminder');
        queued := queued + 1;
    END LOOP;
    RETURN queued;
END
$$;

ALTER TABLE setting DROP CONSTRAINT setting_in_bounds;
ALTER TABLE setting
ADD CONSTRAINT setting_in_bounds CHECK (
    CASE key
        WHEN 'claim_lease_seconds' THEN value::text ~ '^([6-9][0-9]|[1-9][0-9]{2,4})$'
        WHEN 'sla_minutes' THEN value::text ~ '^[1-9][0-9]{0,4}$'
        WHEN 'sla_warn_minutes' THEN value::text ~ '^(0|[1-9][0-9]{0,4})$'
        WHEN 'idle_lock_minutes' THEN value::text ~ '^[1-9][0-9]{0,4}$'
        WHEN 'retention_days' THEN value::text ~ '^[1-9][0-9]{0,4}$'
        WHEN 'call_reminder_minutes' THEN value::text ~ '^(0|[1-9][0-9]{0,2}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)$'
        WHEN 'sms_satang_per_segment' THEN value::text ~ '^(0|[1-9][0-9]{0,4})$'
        ELSE true
    END);

-- As the first settings: nobody changed anything.
ALTER TABLE setting DISABLE TRIGGER USER;
INSERT INTO setting (key, value)
VALUES ('call_reminder_minutes', '30'),
       -- What one part of a message costs, in hundredths of a baht.
       ('sms_satang_per_segment', '25');
ALTER TABLE setting ENABLE TRIGGER USER;

GRANT SELECT ON sms_template_edit TO desk_officer, desk_supervisor, desk_support;
GRANT EXECUTE ON FUNCTION put_template(text, text, text) TO desk_supervisor;
GRANT EXECUTE ON FUNCTION queue_reminders() TO desk_dispatcher;
