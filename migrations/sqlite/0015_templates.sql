-- The words of the messages become the supervisors' to change, with every earlier wording kept; and calls
-- get a reminder.

-- A CHECK cannot be changed: the table is made anew, with the reminder among its messages.
CREATE TABLE sms_template_new (
    template TEXT NOT NULL
             CHECK (template IN ('filed', 'returned', 'approved', 'security_notice', 'rejected',
                                 'overturned', 'call_appointment', 'call_reminder')),
    language TEXT NOT NULL CHECK (language IN ('th', 'en')),
    body     TEXT NOT NULL CHECK (body <> ''),
    PRIMARY KEY (template, language)
) STRICT, WITHOUT ROWID;

INSERT INTO sms_template_new (template, language, body)
SELECT template, language, body FROM sms_template;

-- The triggers that queue messages name the table; they are made again below or stay as they are.
PRAGMA legacy_alter_table = ON;
DROP TABLE sms_template;
ALTER TABLE sms_template_new RENAME TO sms_template;
PRAGMA legacy_alter_table = OFF;

INSERT INTO sms_template (template, language, body)
VALUES
    ('call_reminder', 'th',
     'สภาวิศวกร: อีกสักครู่ถึงเวลานัดยืนยันตัวตนทาง {channel} วันที่ {call_time} โปรดเตรียมบัตรประชาชนตัวจริงไว้ใกล้ตัว'),
    ('call_reminder', 'en',
     'Council of Engineers: your video call by {channel} is soon: {call_time} (Bangkok time). Please have your ID card at hand.');

-- What may stand between braces, by message; the rule of `coe_domain::template`. The security notice goes
-- to a number that may be a stranger's by now: it takes nothing.
CREATE VIEW template_placeholder (template, placeholder, required) AS
VALUES ('filed', '{request_no}', 1),
       ('returned', '{request_no}', 1),
       ('returned', '{reasons}', 1),
       ('returned', '{member_text}', 0),
       ('approved', '{request_no}', 1),
       ('rejected', '{request_no}', 1),
       ('rejected', '{reasons}', 1),
       ('rejected', '{member_text}', 0),
       ('overturned', '{request_no}', 1),
       ('call_appointment', '{request_no}', 0),
       ('call_appointment', '{call_time}', 1),
       ('call_appointment', '{channel}', 1),
       ('call_reminder', '{request_no}', 0),
       ('call_reminder', '{call_time}', 1),
       ('call_reminder', '{channel}', 1);

-- Inserting a row here is how a text is changed.
CREATE TABLE sms_template_edit (
    id       INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    template TEXT NOT NULL,
    language TEXT NOT NULL,
    before   TEXT NOT NULL,
    after    TEXT NOT NULL,
    staff    INTEGER NOT NULL REFERENCES staff (id),
    at       INTEGER NOT NULL,
    FOREIGN KEY (template, language) REFERENCES sms_template (template, language)
) STRICT;

CREATE INDEX sms_template_edit_of ON sms_template_edit (template, language, id);

CREATE TRIGGER sms_template_edit_insert BEFORE INSERT ON sms_template_edit
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.id > 0
       OR abs(NEW.at - (SELECT at FROM desk_now)) > 60000
       OR NOT EXISTS (SELECT 1 FROM sms_template
                      WHERE template = NEW.template AND language = NEW.language AND body = NEW.before);
    SELECT RAISE(ABORT, 'desk:staff_inactive')
    WHERE NOT EXISTS (SELECT 1 FROM staff WHERE id = NEW.staff AND is_active = 1);
    SELECT RAISE(ABORT, 'desk:role_not_allowed')
    WHERE (SELECT role FROM staff WHERE id = NEW.staff) <> 'supervisor';
    SELECT RAISE(ABORT, 'desk:template_unfit')
    FROM white_space AS w
    WHERE trim(NEW.after, w.chars) = ''
       OR length(NEW.after) > 600
       OR lower(NEW.after) GLOB '*://*'
       OR lower(NEW.after) GLOB '*www.*'
       OR lower(NEW.after) GLOB '*[a-z0-9].[a-z]*'
       OR EXISTS (SELECT 1 FROM template_placeholder
                  WHERE template = NEW.template AND required = 1
                    AND instr(NEW.after, placeholder) = 0)
       -- Without the placeholders that it may hold there is no brace left.
       OR replace(replace(replace(replace(replace(NEW.after,
              iif(EXISTS (SELECT 1 FROM template_placeholder
                          WHERE template = NEW.template AND placeholder = '{request_no}'),
                  '{request_no}', ''), ''),
              iif(EXISTS (SELECT 1 FROM template_placeholder
                          WHERE template = NEW.template AND placeholder = '{reasons}'),
                  '{reasons}', ''), ''),
              iif(EXISTS (SELECT 1 FROM template_placeholder
                          WHERE template = NEW.template AND placeholder = '{member_text}'),
                  '{member_text}', ''), ''),
              iif(EXISTS (SELECT 1 FROM template_placeholder
                          WHERE template = NEW.template AND placeholder = '{call_time}'),
                  '{call_time}', ''), ''),
              iif(EXISTS (SELECT 1 FROM template_placeholder
                          WHERE template = NEW.template AND placeholder = '{channel}'),
                  '{channel}', ''), '') GLOB '*[{}]*'
       -- What the officer typed may be empty, and would leave a hole.
       OR (instr(NEW.after, '{member_text}') > 0
           AND trim(substr(NEW.after, instr(NEW.after, '{member_text}') + 13), w.chars) <> '');
END;

CREATE TRIGGER sms_template_edit_effects AFTER INSERT ON sms_template_edit
BEGIN
    UPDATE sms_template
    SET body = NEW.after
    WHERE template = NEW.template AND language = NEW.language;
    INSERT INTO audit_event (at, actor, action, detail)
    VALUES (NEW.at, NEW.staff, 'template.changed',
            json_object('template', NEW.template, 'language', NEW.language));
    SELECT RAISE(ABORT, 'desk:incomplete')
    WHERE NOT EXISTS (SELECT 1 FROM sms_template
                      WHERE template = NEW.template AND language = NEW.language AND body = NEW.after);
END;

CREATE TRIGGER sms_template_edit_no_update BEFORE UPDATE ON sms_template_edit
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER sms_template_edit_no_delete BEFORE DELETE ON sms_template_edit
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- A text changes only by an edit that is on record.
CREATE TRIGGER sms_template_update BEFORE UPDATE ON sms_template
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.template IS NOT OLD.template
       OR NEW.language IS NOT OLD.language
       OR NOT EXISTS (SELECT 1
                      FROM sms_template_edit AS e
                      WHERE e.id = (SELECT max(id) FROM sms_template_edit
                                    WHERE template = NEW.template AND language = NEW.language)
                        AND e.before = OLD.body
                        AND e.after = NEW.body);
END;

CREATE TRIGGER sms_template_no_delete BEFORE DELETE ON sms_template
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- The texts of a call's messages, in the member's language and filled in.
CREATE VIEW call_text (call_id, template, request_id, member_id, language, to_phone, body) AS
SELECT c.id, t.template, r.id, m.id, t.language, r.new_phone,
       replace(replace(replace(t.body,
           '{request_no}', r.request_no),
           '{call_time}', CASE m.language
               WHEN 'th' THEN strftime('%d/%m/', c.scheduled_at / 1000, 'unixepoch', '+7 hours')
                   || (CAST(strftime('%Y', c.scheduled_at / 1000, 'unixepoch', '+7 hours') AS INTEGER) + 543)
                   || strftime(' เวลา %H:%M น.', c.scheduled_at / 1000, 'unixepoch', '+7 hours')
               ELSE strftime('%Y-%m-%d at %H:%M', c.scheduled_at / 1000, 'unixepoch', '+7 hours')
           END),
           '{channel}', CASE c.channel
               WHEN 'line' THEN 'LINE'
               WHEN 'google_meet' THEN 'Google Meet'
               WHEN 'zoom' THEN 'Zoom'
               WHEN 'teams' THEN 'Microsoft Teams'
               ELSE iif(m.language = 'th', 'วิดีโอคอล', 'video call')
           END)
FROM video_call AS c
JOIN change_request AS r ON r.id = c.request_id
JOIN member AS m ON m.id = r.member_id
JOIN sms_template AS t ON t.language = m.language
WHERE t.template IN ('call_appointment', 'call_reminder');

DROP TRIGGER video_call_appointed;

-- The member reads the appointment on the new number: an answer there is a first sign of who owns it.
CREATE TRIGGER video_call_appointed AFTER INSERT ON video_call
WHEN NEW.started_at IS NULL
BEGIN
    INSERT INTO sms_message
        (request_id, call_id, member_id, template, language, to_phone, body,
         queued_at, changed_at, next_attempt_at)
    SELECT t.request_id, t.call_id, t.member_id, t.template, t.language, t.to_phone, t.body,
           n.at, n.at, n.at
    FROM call_text AS t
    CROSS JOIN desk_now AS n
    WHERE t.call_id = NEW.id AND t.template = 'call_appointment';
    SELECT RAISE(ABORT, 'desk:incomplete')
    WHERE NOT EXISTS (SELECT 1 FROM sms_message WHERE call_id = NEW.id);
END;

DROP INDEX sms_message_call;
CREATE UNIQUE INDEX sms_message_call ON sms_message (call_id, template) WHERE call_id IS NOT NULL;
CREATE INDEX video_call_ahead ON video_call (scheduled_at) WHERE started_at IS NULL;

DROP TRIGGER sms_message_insert;

CREATE TRIGGER sms_message_insert BEFORE INSERT ON sms_message
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0;
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.state <> 'queued'
       OR NEW.attempts <> 0
       OR NEW.segments <> 0
       OR NEW.sent_by IS NOT NULL
       OR NEW.choice IS NOT NULL
       OR (NOT EXISTS (SELECT 1 FROM change_request
                       WHERE id = NEW.request_id
                         AND member_id = NEW.member_id
                         AND effects_applied_at IS NULL
                         AND last_decision_id IS NEW.decision_id)
           -- A call's own messages hold its own words, each once, before it is held.
           AND NOT EXISTS (SELECT 1
                           FROM video_call AS c
                           JOIN call_text AS t ON t.call_id = c.id
                           WHERE c.id = NEW.call_id
                             AND c.started_at IS NULL
                             AND t.template = NEW.template
                             AND t.request_id = NEW.request_id
                             AND t.to_phone = NEW.to_phone
                             AND t.body = NEW.body
                             AND NOT EXISTS (SELECT 1 FROM sms_message
                                             WHERE call_id = c.id AND template = NEW.template)));
END;

-- As the first settings: nobody changed anything.
DROP TRIGGER setting_insert;

INSERT INTO setting (key, value)
VALUES ('call_reminder_minutes', '30'),
       -- What one part of a message costs, in hundredths of a baht.
       ('sms_satang_per_segment', '25');

CREATE TRIGGER setting_insert AFTER INSERT ON setting
BEGIN
    INSERT INTO audit_event (at, actor, action, detail)
    SELECT at, NEW.changed_by, 'setting.changed', json_object('key', NEW.key) FROM desk_now;
END;

-- Calls whose member is to be reminded now: the request's latest appointment, made before the time of its
-- reminder, which has come, while the request is open.
CREATE VIEW call_due_reminder (call_id) AS
SELECT c.id
FROM video_call AS c
JOIN change_request AS r ON r.id = c.request_id
JOIN sms_message AS appointment ON appointment.call_id = c.id AND appointment.template = 'call_appointment'
JOIN setting AS s ON s.key = 'call_reminder_minutes'
CROSS JOIN desk_now AS n
WHERE c.started_at IS NULL
  AND c.scheduled_at > n.at
  AND c.scheduled_at <= n.at + CAST(s.value AS INTEGER) * 60000
  AND appointment.queued_at < c.scheduled_at - CAST(s.value AS INTEGER) * 60000
  AND r.status IN ('pending', 'escalated')
  AND c.id = (SELECT max(id) FROM video_call WHERE request_id = r.id)
  AND NOT EXISTS (SELECT 1 FROM sms_message WHERE call_id = c.id AND template = 'call_reminder');
