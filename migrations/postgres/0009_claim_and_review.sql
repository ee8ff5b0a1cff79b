-- Who may work on a request, and when. A claim is a lease in the row of the request; checks and calls
-- are written only under it, for the current photos. Staff work by these functions and by nothing else.

-- What came of asking for a claim. `answer` is 'held' (with the end of the lease), 'taken' (with the
-- holder), 'not_held' or 'not_open'.
CREATE TYPE claim_answer AS (answer text, holder bigint, expires_at timestamptz, seconds_left bigint);

CREATE FUNCTION held(p_expires_at timestamptz) RETURNS claim_answer
LANGUAGE sql STABLE
SET search_path = ''
AS $$
    SELECT ('held', NULL, p_expires_at,
            floor(extract(epoch FROM p_expires_at - desk.clock()))::bigint)::desk.claim_answer
$$;

-- What somebody who does not hold it learns.
CREATE FUNCTION elsewhere(r change_request) RETURNS claim_answer
LANGUAGE sql STABLE
SET search_path = ''
AS $$
    SELECT CASE
               WHEN r.claimed_by IS NOT NULL AND r.claim_expires_at > desk.clock()
                   THEN ('taken', r.claimed_by, NULL, NULL)::desk.claim_answer
               ELSE ('not_held', NULL, NULL, NULL)::desk.claim_answer
           END
$$;

-- Whether a request is open for somebody of this role.
CREATE FUNCTION is_open_for(p_status text, p_person bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
AS $$
    SELECT EXISTS (SELECT 1 FROM desk.staff
                   WHERE id = p_person
                     AND ((p_status = 'pending' AND role IN ('officer', 'supervisor'))
                          OR (p_status = 'escalated' AND role = 'supervisor')))
$$;

-- Begins a lease, with its events.
CREATE FUNCTION begin_lease(r change_request, p_person bigint) RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = ''
AS $$
DECLARE
    ends timestamptz := desk.clock() + desk.lease();
BEGIN
    UPDATE desk.change_request
    SET claimed_by = p_person, claimed_at = desk.clock(), claim_expires_at = ends
    WHERE id = r.id;
    IF r.claimed_by <> p_person THEN
        PERFORM desk.log('claim.lost', r.id, r.member_id, '{}', r.claimed_by);
    END IF;
    PERFORM desk.log('claim.taken', r.id, r.member_id, '{}', p_person);
    RETURN ends;
END
$$;

-- Claims a request for whoever asks, or renews their own claim.
CREATE FUNCTION claim(p_request bigint) RETURNS claim_answer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who  bigint := desk.actor();
    ends timestamptz;
    r    desk.change_request;
BEGIN
    SELECT * INTO r FROM desk.change_request WHERE id = p_request FOR NO KEY UPDATE;
    IF r.id IS NULL OR NOT desk.is_open_for(r.status, who) THEN
        RETURN ('not_open', NULL, NULL, NULL)::desk.claim_answer;
    ELSIF r.claimed_by = who AND r.claim_expires_at > desk.clock() THEN
        UPDATE desk.change_request
        SET claim_expires_at = desk.clock() + desk.lease()
        WHERE id = p_request
        RETURNING claim_expires_at INTO ends;
        RETURN desk.held(ends);
    ELSIF r.claim_expires_at > desk.clock() THEN
        RETURN desk.elsewhere(r);
    END IF;
    RETURN desk.held(desk.begin_lease(r, who));
END
$$;

-- Claims the next free request for whoever asks: by priority, then oldest first; supervisors get
-- escalated ones first, though never their own. Rows that somebody else is just taking are passed over.
CREATE FUNCTION take_next() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who  bigint := desk.actor();
    role text := (SELECT s.role FROM desk.staff AS s WHERE s.id = who);
    t    timestamptz := desk.clock();
    r    desk.change_request;
BEGIN
    PERFORM desk.refuse('role_not_allowed') WHERE role = 'support';
    IF role = 'supervisor' THEN
        SELECT * INTO r
        FROM desk.change_request
        WHERE status = 'escalated'
          AND escalated_by <> who
          AND (claimed_by IS NULL OR claim_expires_at <= t)
        ORDER BY priority_order, submitted_at, id
        LIMIT 1
        FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
    IF r.id IS NULL THEN
        SELECT * INTO r
        FROM desk.change_request
        WHERE status = 'pending'
          AND (claimed_by IS NULL OR claim_expires_at <= t)
        ORDER BY priority_order, submitted_at, id
        LIMIT 1
        FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
    IF r.id IS NOT NULL THEN
        PERFORM desk.begin_lease(r, who);
    END IF;
    RETURN r.id;
END
$$;

-- Renews a live claim of whoever asks. Writes no event.
CREATE FUNCTION renew_claim(p_request bigint) RETURNS claim_answer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who  bigint := desk.actor();
    ends timestamptz;
    r    desk.change_request;
BEGIN
    SELECT * INTO r FROM desk.change_request WHERE id = p_request FOR NO KEY UPDATE;
    IF r.claimed_by = who AND r.claim_expires_at > desk.clock() THEN
        UPDATE desk.change_request
        SET claim_expires_at = desk.clock() + desk.lease()
        WHERE id = p_request
        RETURNING claim_expires_at INTO ends;
        RETURN desk.held(ends);
    ELSIF r.id IS NULL OR NOT desk.is_open_for(r.status, who) THEN
        RETURN ('not_open', NULL, NULL, NULL)::desk.claim_answer;
    END IF;
    RETURN desk.elsewhere(r);
END
$$;

-- Gives up the claim of whoever asks; a supervisor may release anyone's. Answers whether one was
-- released.
CREATE FUNCTION release_claim(p_request bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who bigint := desk.actor();
    r   desk.change_request;
BEGIN
    SELECT * INTO r FROM desk.change_request WHERE id = p_request FOR NO KEY UPDATE;
    IF r.claimed_by IS NULL
       OR r.claim_expires_at <= desk.clock()
       OR (r.claimed_by <> who
           AND NOT EXISTS (SELECT 1 FROM desk.staff WHERE id = who AND role = 'supervisor')) THEN
        RETURN false;
    END IF;
    UPDATE desk.change_request
    SET claimed_by = NULL, claimed_at = NULL, claim_expires_at = NULL
    WHERE id = p_request;
    PERFORM desk.log('claim.released', r.id, r.member_id,
                     jsonb_build_object('holder', r.claimed_by::text), who);
    RETURN true;
END
$$;

-- The request, locked, if whoever asks holds a live claim on it; refuses otherwise. Everything that is
-- written under a claim begins here, so a claim that is lost meanwhile waits, and then finds it done.
CREATE FUNCTION held_request(p_request bigint) RETURNS change_request
LANGUAGE plpgsql
SET search_path = ''
AS $$
DECLARE
    who bigint := desk.actor();
    r   desk.change_request;
BEGIN
    PERFORM desk.present();
    SELECT * INTO r FROM desk.change_request WHERE id = p_request FOR NO KEY UPDATE;
    PERFORM desk.refuse('request_not_open')
    WHERE r.id IS NULL
       OR r.status NOT IN ('pending', 'escalated')
       OR desk.is_being_decided(r.id, r.last_decision_id);
    PERFORM desk.refuse('claim_not_held') WHERE r.claimed_by IS DISTINCT FROM who;
    PERFORM desk.refuse('claim_expired') WHERE r.claim_expires_at <= desk.clock();
    RETURN r;
END
$$;

-- Sets a check for a round of photos.
CREATE FUNCTION set_check(
    p_request bigint, p_revision integer, p_code text, p_outcome text, p_note text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r desk.change_request := desk.held_request(p_request);
BEGIN
    PERFORM desk.refuse('evidence_changed') WHERE r.revision <> p_revision;
    INSERT INTO desk.review_check (request_id, revision, code, outcome, note, staff, set_at)
    VALUES (p_request, p_revision, p_code, p_outcome, p_note, desk.me(), desk.clock())
    ON CONFLICT (request_id, revision, code) DO UPDATE
    SET outcome = excluded.outcome,
        note = excluded.note,
        staff = excluded.staff,
        set_at = excluded.set_at;
    PERFORM desk.log('check.set', r.id, r.member_id,
                     jsonb_build_object('code', p_code, 'outcome', p_outcome), desk.me());
END
$$;

-- Opens a check again.
CREATE FUNCTION clear_check(p_request bigint, p_revision integer, p_code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r desk.change_request;
BEGIN
    -- Nothing to open is no reason to refuse.
    IF NOT EXISTS (SELECT 1 FROM desk.review_check
                   WHERE request_id = p_request
                     AND revision = p_revision
                     AND code = p_code
                     AND outcome IS NOT NULL) THEN
        RETURN;
    END IF;
    r := desk.held_request(p_request);
    PERFORM desk.refuse('evidence_changed') WHERE r.revision <> p_revision;
    UPDATE desk.review_check
    SET outcome = NULL, note = '', staff = desk.me(), set_at = desk.clock()
    WHERE request_id = p_request AND revision = p_revision AND code = p_code;
    PERFORM desk.log('check.cleared', r.id, r.member_id, jsonb_build_object('code', p_code), desk.me());
END
$$;

CREATE TRIGGER review_check_no_delete BEFORE DELETE ON review_check
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER review_check_no_truncate BEFORE TRUNCATE ON review_check
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Makes an appointment and queues the message to the new number: an answer there is a first sign of who
-- owns it.
CREATE FUNCTION schedule_call(p_request bigint, p_at timestamptz, p_channel text, p_link text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r     desk.change_request := desk.held_request(p_request);
    m     desk.member;
    local_time timestamp := p_at AT TIME ZONE 'Asia/Bangkok';
    new_call bigint;
BEGIN
    INSERT INTO desk.video_call (request_id, revision, staff, channel, link, scheduled_at)
    VALUES (r.id, r.revision, desk.me(), p_channel, p_link, p_at)
    RETURNING id INTO new_call;
    PERFORM desk.log('call.scheduled', r.id, r.member_id, jsonb_build_object('channel', p_channel),
                     desk.me());
    SELECT * INTO m FROM desk.member WHERE id = r.member_id;
    PERFORM desk.queue_message(
        r.id, NULL, new_call, m.id, 'call_appointment', m.language, r.new_phone,
        replace(replace(replace(desk.template_body('call_appointment', m.language),
            '{request_no}', r.request_no),
            '{call_time}', CASE m.language
                WHEN 'th' THEN to_char(local_time, 'DD/MM/')
                    || (extract(year FROM local_time)::integer + 543)
                    || ' เวลา ' || to_char(local_time, 'HH24:MI') || ' น.'
                ELSE to_char(local_time, 'YYYY-MM-DD "at" HH24:MI')
            END),
            '{channel}', CASE p_channel
                WHEN 'line' THEN 'LINE'
                WHEN 'google_meet' THEN 'Google Meet'
                WHEN 'zoom' THEN 'Zoom'
                WHEN 'teams' THEN 'Microsoft Teams'
                ELSE CASE m.language WHEN 'th' THEN 'วิดีโอคอล' ELSE 'video call' END
            END));
    RETURN new_call;
END
$$;

-- Starts a call without appointment, with the challenges that were drawn.
CREATE FUNCTION start_call(p_request bigint, p_channel text, p_challenges jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r    desk.change_request := desk.held_request(p_request);
    new_call bigint;
BEGIN
    INSERT INTO desk.video_call (request_id, revision, staff, channel, started_at, challenges)
    VALUES (r.id, r.revision, desk.me(), p_channel, desk.clock(), p_challenges)
    RETURNING id INTO new_call;
    PERFORM desk.log('call.started', r.id, r.member_id, jsonb_build_object('channel', p_channel),
                     desk.me());
    RETURN new_call;
END
$$;

-- Starts an appointment, which may be a colleague's. New photos need a new one.
CREATE FUNCTION start_scheduled_call(p_call bigint, p_challenges jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    c desk.video_call;
    r desk.change_request;
BEGIN
    SELECT * INTO c FROM desk.video_call WHERE id = p_call;
    r := desk.held_request(c.request_id);
    SELECT * INTO c FROM desk.video_call WHERE id = p_call FOR NO KEY UPDATE;
    PERFORM desk.refuse('request_not_open') WHERE c.started_at IS NOT NULL;
    PERFORM desk.refuse('evidence_changed') WHERE c.revision <> r.revision;
    UPDATE desk.video_call
    SET started_at = desk.clock(), staff = desk.me(), challenges = p_challenges
    WHERE id = p_call;
    PERFORM desk.log('call.started', r.id, r.member_id, jsonb_build_object('channel', c.channel),
                     desk.me());
END
$$;

-- What was asked, without how it went.
CREATE FUNCTION drawn(p_challenges jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT
SET search_path = ''
AS $$
    SELECT COALESCE(jsonb_agg(c.value -> 'challenge' ORDER BY c.ordinality), '[]')
    FROM jsonb_array_elements(p_challenges) WITH ORDINALITY AS c
$$;

-- Ends a running call of whoever asks. A fraud flag marks the request and locks the login in the same
-- statement.
CREATE FUNCTION finish_call(
    p_call bigint, p_outcome text, p_real_card_shown boolean, p_card_tilted boolean,
    p_held_beside_face boolean, p_face_matches boolean, p_record_answers_correct boolean,
    p_challenges jsonb, p_notes text, p_fraud_flag text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    c desk.video_call;
    r desk.change_request;
BEGIN
    SELECT * INTO c FROM desk.video_call WHERE id = p_call;
    -- What is over stays as it was, whoever holds the request now.
    PERFORM desk.refuse('append_only') WHERE c.ended_at IS NOT NULL;
    r := desk.held_request(c.request_id);
    SELECT * INTO c FROM desk.video_call WHERE id = p_call FOR NO KEY UPDATE;
    PERFORM desk.refuse('append_only') WHERE c.ended_at IS NOT NULL;
    PERFORM desk.refuse('request_not_open') WHERE c.started_at IS NULL;
    PERFORM desk.refuse('claim_not_held') WHERE c.staff <> desk.me();
    -- The photos changed, or the challenges are not the ones that were drawn.
    PERFORM desk.refuse('evidence_changed')
    WHERE c.revision <> r.revision OR desk.drawn(p_challenges) <> desk.drawn(c.challenges);
    -- What `verified` means: the real card was seen, the face matches, and what was asked was done.
    PERFORM desk.refuse('checks_incomplete')
    WHERE p_outcome = 'verified'
      AND (NOT p_real_card_shown
           OR NOT p_face_matches
           OR NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_challenges) AS e
                          WHERE e ->> 'outcome' = 'passed')
           OR EXISTS (SELECT 1 FROM jsonb_array_elements(p_challenges) AS e
                      WHERE e ->> 'outcome' = 'failed'));
    UPDATE desk.video_call
    SET ended_at = desk.clock(),
        outcome = p_outcome,
        real_card_shown = p_real_card_shown,
        card_tilted = p_card_tilted,
        held_beside_face = p_held_beside_face,
        face_matches = p_face_matches,
        record_answers_correct = p_record_answers_correct,
        challenges = p_challenges,
        notes = p_notes,
        fraud_flag = p_fraud_flag
    WHERE id = p_call;
    PERFORM desk.log('call.finished', r.id, r.member_id,
                     jsonb_strip_nulls(jsonb_build_object('outcome', p_outcome,
                                                          'fraud_flag', p_fraud_flag)),
                     desk.me());
    IF p_fraud_flag IS NOT NULL THEN
        IF r.risk <> 'high' THEN
            PERFORM desk.log('risk.changed', r.id, r.member_id,
                             jsonb_build_object('from', r.risk, 'to', 'high'), desk.me());
        END IF;
        PERFORM 1 FROM desk.member WHERE id = r.member_id FOR NO KEY UPDATE;
        UPDATE desk.change_request SET fraud_flagged = true, risk = 'high' WHERE id = r.id;
        UPDATE desk.member
        SET login_state = 'locked'
        WHERE id = r.member_id AND login_state <> 'locked';
    END IF;
END
$$;

CREATE FUNCTION video_call_ended() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE OLD.ended_at IS NOT NULL
       OR (NEW.id, NEW.request_id, NEW.revision, NEW.channel, NEW.link, NEW.scheduled_at)
          IS DISTINCT FROM
          (OLD.id, OLD.request_id, OLD.revision, OLD.channel, OLD.link, OLD.scheduled_at);
    RETURN NEW;
END
$$;

CREATE TRIGGER video_call_ended BEFORE UPDATE ON video_call
FOR EACH ROW EXECUTE FUNCTION video_call_ended();
CREATE TRIGGER video_call_no_delete BEFORE DELETE ON video_call
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER video_call_no_truncate BEFORE TRUNCATE ON video_call
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Notes need no claim: whoever answers the phone may have something to say.
CREATE FUNCTION add_note(p_request bigint, p_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who  bigint := desk.actor();
    note bigint;
BEGIN
    INSERT INTO desk.note (request_id, staff, at, body)
    VALUES (p_request, who, desk.clock(), p_body)
    RETURNING id INTO note;
    PERFORM desk.log('note.added', p_request,
                     (SELECT member_id FROM desk.change_request WHERE id = p_request), '{}', who);
    RETURN note;
END
$$;

CREATE TRIGGER note_no_change BEFORE UPDATE OR DELETE ON note
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER note_no_truncate BEFORE TRUNCATE ON note
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Saves what whoever asks has typed; an empty body removes it.
CREATE FUNCTION save_draft(p_request bigint, p_slot text, p_body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who bigint := desk.actor();
BEGIN
    IF p_body = '' THEN
        DELETE FROM desk.draft WHERE request_id = p_request AND staff = who AND slot = p_slot;
    ELSE
        INSERT INTO desk.draft (request_id, staff, slot, body, updated_at)
        VALUES (p_request, who, p_slot, p_body, desk.clock())
        ON CONFLICT (request_id, staff, slot) DO UPDATE
        SET body = excluded.body, updated_at = excluded.updated_at;
    END IF;
END
$$;
