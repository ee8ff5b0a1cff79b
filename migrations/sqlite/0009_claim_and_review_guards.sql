-- Who may work on a request, and when. A claim is a lease in the row of the request; checks and
-- calls are written only under it, for the current photos.

CREATE TRIGGER request_claim BEFORE UPDATE ON change_request
WHEN NEW.claimed_by IS NOT OLD.claimed_by
  OR NEW.claimed_at IS NOT OLD.claimed_at
  OR NEW.claim_expires_at IS NOT OLD.claim_expires_at
  OR NEW.claim_released_by IS NOT OLD.claim_released_by
BEGIN
    SELECT RAISE(ABORT, 'desk:request_not_open')
    WHERE NEW.claimed_by IS NOT NULL AND NEW.status NOT IN ('pending', 'escalated');
    SELECT RAISE(ABORT, 'desk:staff_inactive')
    WHERE NEW.claimed_by IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM staff WHERE id = NEW.claimed_by AND is_active = 1);
    SELECT RAISE(ABORT, 'desk:role_not_allowed')
    WHERE NEW.claimed_by IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM staff
                      WHERE id = NEW.claimed_by
                        AND (role = 'supervisor' OR (role = 'officer' AND NEW.status = 'pending')));
    SELECT RAISE(ABORT, 'desk:claim_held_by_other')
    WHERE NEW.claimed_by IS NOT NULL
      AND OLD.claimed_by <> NEW.claimed_by
      AND OLD.claim_expires_at > (SELECT at FROM desk_now);
    -- No lease longer than the setting; a second of slack for clients that compute the end apart.
    SELECT RAISE(ABORT, 'desk:claim_expired')
    WHERE NEW.claimed_by IS NOT NULL
      AND (NEW.claim_expires_at <= (SELECT at FROM desk_now)
           OR NEW.claim_expires_at > (SELECT n.at + 1000 + 1000 * CAST(s.value AS INTEGER)
                                      FROM desk_now AS n
                                      JOIN setting AS s ON s.key = 'claim_lease_seconds'));
    -- A new holder brings a new beginning: without one the taking would leave no event.
    SELECT RAISE(ABORT, 'desk:claim_not_held')
    WHERE NEW.claimed_by IS NOT NULL
      AND ((NEW.claimed_by IS NOT OLD.claimed_by AND NEW.claimed_at IS OLD.claimed_at)
           OR NEW.claimed_at > (SELECT at FROM desk_now) + 1000);
    -- A live claim is given up by its holder or by a supervisor, who sign with claim_released_by.
    SELECT RAISE(ABORT, 'desk:claim_not_held')
    WHERE (NEW.claimed_by IS NOT NULL AND NEW.claim_released_by IS NOT NULL)
       OR (NEW.claimed_by IS NULL
           AND OLD.claimed_by IS NOT NULL
           AND NEW.status IS OLD.status
           AND OLD.claim_expires_at > (SELECT at FROM desk_now)
           AND NEW.claim_released_by IS NOT OLD.claimed_by
           AND NOT EXISTS (SELECT 1 FROM staff
                           WHERE id = NEW.claim_released_by
                             AND role = 'supervisor'
                             AND is_active = 1));
END;

-- A renewal of a live claim is no event; taking an expired one again is.
CREATE TRIGGER request_claim_taken AFTER UPDATE ON change_request
WHEN NEW.claimed_by IS NOT NULL AND NEW.claimed_at IS NOT OLD.claimed_at
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id)
    SELECT at, OLD.claimed_by, 'claim.lost', NEW.id, NEW.member_id
    FROM desk_now
    WHERE OLD.claimed_by <> NEW.claimed_by;
    INSERT INTO audit_event (at, actor, action, request_id, member_id)
    SELECT at, NEW.claimed_by, 'claim.taken', NEW.id, NEW.member_id FROM desk_now;
END;

CREATE TRIGGER request_claim_released AFTER UPDATE ON change_request
WHEN OLD.claimed_by IS NOT NULL AND NEW.claimed_by IS NULL AND NEW.status IS OLD.status
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT at, NEW.claim_released_by, 'claim.released', NEW.id, NEW.member_id,
           json_object('holder', CAST(OLD.claimed_by AS TEXT))
    FROM desk_now;
END;

CREATE TRIGGER review_check_insert BEFORE INSERT ON review_check
BEGIN
    SELECT RAISE(ABORT, 'desk:request_not_open')
    WHERE NOT EXISTS (SELECT 1 FROM change_request
                      WHERE id = NEW.request_id AND status IN ('pending', 'escalated'));
    SELECT RAISE(ABORT, 'desk:claim_not_held')
    WHERE (SELECT claimed_by FROM change_request WHERE id = NEW.request_id) IS NOT NEW.staff;
    SELECT RAISE(ABORT, 'desk:claim_expired')
    WHERE (SELECT claim_expires_at FROM change_request WHERE id = NEW.request_id)
          <= (SELECT at FROM desk_now);
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE (SELECT revision FROM change_request WHERE id = NEW.request_id) IS NOT NEW.revision;
END;

CREATE TRIGGER review_check_update BEFORE UPDATE ON review_check
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.request_id IS NOT OLD.request_id
       OR NEW.revision IS NOT OLD.revision
       OR NEW.code IS NOT OLD.code;
    SELECT RAISE(ABORT, 'desk:request_not_open')
    WHERE NOT EXISTS (SELECT 1 FROM change_request
                      WHERE id = NEW.request_id AND status IN ('pending', 'escalated'));
    SELECT RAISE(ABORT, 'desk:claim_not_held')
    WHERE (SELECT claimed_by FROM change_request WHERE id = NEW.request_id) IS NOT NEW.staff;
    SELECT RAISE(ABORT, 'desk:claim_expired')
    WHERE (SELECT claim_expires_at FROM change_request WHERE id = NEW.request_id)
          <= (SELECT at FROM desk_now);
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE (SELECT revision FROM change_request WHERE id = NEW.request_id) IS NOT NEW.revision;
END;

CREATE TRIGGER review_check_no_delete BEFORE DELETE ON review_check
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER review_check_inserted AFTER INSERT ON review_check
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT n.at, NEW.staff, 'check.set', r.id, r.member_id,
           json_object('code', NEW.code, 'outcome', NEW.outcome)
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;
END;

CREATE TRIGGER review_check_updated AFTER UPDATE ON review_check
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT n.at, NEW.staff, iif(NEW.outcome IS NULL, 'check.cleared', 'check.set'), r.id, r.member_id,
           CASE
               WHEN NEW.outcome IS NULL THEN json_object('code', NEW.code)
               ELSE json_object('code', NEW.code, 'outcome', NEW.outcome)
           END
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;
END;

CREATE TRIGGER video_call_insert BEFORE INSERT ON video_call
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0 OR NEW.ended_at IS NOT NULL;
    SELECT RAISE(ABORT, 'desk:request_not_open')
    WHERE NOT EXISTS (SELECT 1 FROM change_request
                      WHERE id = NEW.request_id AND status IN ('pending', 'escalated'));
    SELECT RAISE(ABORT, 'desk:claim_not_held')
    WHERE (SELECT claimed_by FROM change_request WHERE id = NEW.request_id) IS NOT NEW.staff;
    SELECT RAISE(ABORT, 'desk:claim_expired')
    WHERE (SELECT claim_expires_at FROM change_request WHERE id = NEW.request_id)
          <= (SELECT at FROM desk_now);
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE (SELECT revision FROM change_request WHERE id = NEW.request_id) IS NOT NEW.revision;
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE abs(NEW.started_at - (SELECT at FROM desk_now)) > 60000;
END;

-- appointed -> started -> ended, each step once, each under the claim of who takes it.
CREATE TRIGGER video_call_update BEFORE UPDATE ON video_call
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE OLD.ended_at IS NOT NULL
       OR NEW.id IS NOT OLD.id
       OR NEW.request_id IS NOT OLD.request_id
       OR NEW.revision IS NOT OLD.revision
       OR NEW.channel IS NOT OLD.channel
       OR NEW.link IS NOT OLD.link
       OR NEW.scheduled_at IS NOT OLD.scheduled_at;
    SELECT RAISE(ABORT, 'desk:request_not_open')
    WHERE NOT EXISTS (SELECT 1 FROM change_request
                      WHERE id = NEW.request_id AND status IN ('pending', 'escalated'))
       OR (OLD.started_at IS NOT NULL AND NEW.started_at IS NOT OLD.started_at)
       OR (OLD.started_at IS NULL AND NEW.ended_at IS NOT NULL);
    SELECT RAISE(ABORT, 'desk:claim_not_held')
    WHERE (SELECT claimed_by FROM change_request WHERE id = NEW.request_id) IS NOT NEW.staff
       OR (OLD.started_at IS NOT NULL AND NEW.staff IS NOT OLD.staff);
    SELECT RAISE(ABORT, 'desk:claim_expired')
    WHERE (SELECT claim_expires_at FROM change_request WHERE id = NEW.request_id)
          <= (SELECT at FROM desk_now);
    -- The photos changed, or the challenges are not the ones that were drawn.
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE (SELECT revision FROM change_request WHERE id = NEW.request_id) IS NOT NEW.revision
       OR (OLD.started_at IS NOT NULL
           AND (json_array_length(NEW.challenges) <> json_array_length(OLD.challenges)
                OR EXISTS (SELECT 1
                           FROM json_each(OLD.challenges) AS o
                           JOIN json_each(NEW.challenges) AS n ON n.key = o.key
                           WHERE json_extract(o.value, '$.challenge') IS NOT json_extract(n.value, '$.challenge'))));
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE (OLD.started_at IS NULL AND abs(NEW.started_at - (SELECT at FROM desk_now)) > 60000)
       OR abs(NEW.ended_at - (SELECT at FROM desk_now)) > 60000;
    -- What `verified` means: the real card was seen, the face matches, and what was asked was done.
    SELECT RAISE(ABORT, 'desk:checks_incomplete')
    WHERE NEW.outcome = 'verified'
      AND (NEW.real_card_shown = 0
           OR NEW.face_matches = 0
           OR NOT EXISTS (SELECT 1 FROM json_each(NEW.challenges)
                          WHERE json_extract(value, '$.outcome') = 'passed')
           OR EXISTS (SELECT 1 FROM json_each(NEW.challenges)
                      WHERE json_extract(value, '$.outcome') = 'failed'));
END;

CREATE TRIGGER video_call_no_delete BEFORE DELETE ON video_call
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER video_call_inserted AFTER INSERT ON video_call
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT n.at, NEW.staff, iif(NEW.started_at IS NULL, 'call.scheduled', 'call.started'),
           r.id, r.member_id, json_object('channel', NEW.channel)
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;
END;

-- The member reads the appointment on the new number: an answer there is a first sign of who owns it.
CREATE TRIGGER video_call_appointed AFTER INSERT ON video_call
WHEN NEW.started_at IS NULL
BEGIN
    INSERT INTO sms_message
        (request_id, call_id, member_id, template, language, to_phone, body,
         queued_at, changed_at, next_attempt_at)
    SELECT r.id, NEW.id, m.id, t.template, t.language, r.new_phone,
           replace(replace(replace(t.body,
               '{request_no}', r.request_no),
               '{call_time}', CASE m.language
                   WHEN 'th' THEN strftime('%d/%m/', NEW.scheduled_at / 1000, 'unixepoch', '+7 hours')
                       || (CAST(strftime('%Y', NEW.scheduled_at / 1000, 'unixepoch', '+7 hours') AS INTEGER) + 543)
                       || strftime(' เวลา %H:%M น.', NEW.scheduled_at / 1000, 'unixepoch', '+7 hours')
                   ELSE strftime('%Y-%m-%d at %H:%M', NEW.scheduled_at / 1000, 'unixepoch', '+7 hours')
               END),
               '{channel}', CASE NEW.channel
                   WHEN 'line' THEN 'LINE'
                   WHEN 'google_meet' THEN 'Google Meet'
                   WHEN 'zoom' THEN 'Zoom'
                   WHEN 'teams' THEN 'Microsoft Teams'
                   ELSE iif(m.language = 'th', 'วิดีโอคอล', 'video call')
               END),
           n.at, n.at, n.at
    FROM change_request AS r
    JOIN member AS m ON m.id = r.member_id
    JOIN sms_template AS t ON t.template = 'call_appointment' AND t.language = m.language
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;
    SELECT RAISE(ABORT, 'desk:incomplete')
    WHERE NOT EXISTS (SELECT 1 FROM sms_message WHERE call_id = NEW.id);
END;

CREATE TRIGGER video_call_started AFTER UPDATE ON video_call
WHEN OLD.started_at IS NULL AND NEW.started_at IS NOT NULL
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT n.at, NEW.staff, 'call.started', r.id, r.member_id, json_object('channel', NEW.channel)
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;
END;

-- A fraud flag marks the request and locks the login in the statement that reports it.
CREATE TRIGGER video_call_finished AFTER UPDATE ON video_call
WHEN OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
    SELECT n.at, NEW.staff, 'call.finished', r.id, r.member_id,
           CASE
               WHEN NEW.fraud_flag IS NULL THEN json_object('outcome', NEW.outcome)
               ELSE json_object('outcome', NEW.outcome, 'fraud_flag', NEW.fraud_flag)
           END
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;

    UPDATE change_request
    SET fraud_flagged = 1, risk = 'high'
    WHERE id = NEW.request_id AND NEW.fraud_flag IS NOT NULL;

    UPDATE member
    SET login_state = 'locked'
    WHERE NEW.fraud_flag IS NOT NULL
      AND id = (SELECT member_id FROM change_request WHERE id = NEW.request_id)
      AND login_state <> 'locked';
END;

CREATE TRIGGER note_insert BEFORE INSERT ON note
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.id > 0 OR abs(NEW.at - (SELECT at FROM desk_now)) > 60000;
    SELECT RAISE(ABORT, 'desk:staff_inactive')
    WHERE NOT EXISTS (SELECT 1 FROM staff WHERE id = NEW.staff AND is_active = 1);
END;

CREATE TRIGGER note_inserted AFTER INSERT ON note
BEGIN
    INSERT INTO audit_event (at, actor, action, request_id, member_id)
    SELECT n.at, NEW.staff, 'note.added', r.id, r.member_id
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;
END;

CREATE TRIGGER note_no_update BEFORE UPDATE ON note
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER note_no_delete BEFORE DELETE ON note
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;
