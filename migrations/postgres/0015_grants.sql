-- Who may do what. Roles of people are members of exactly one of the three groups; PostgreSQL asks
-- these grants before anything else, whatever client somebody uses.

-- What reviewers found about a member is for those who decide: support sees that a check was done, a
-- call held, a decision made, and not what was noted on it. Views run with the owner's rights.
CREATE VIEW review_check_seen WITH (security_barrier) AS
SELECT request_id, revision, code, outcome, staff, set_at,
       CASE WHEN desk.sees_findings() THEN note ELSE '' END AS note
FROM review_check;

CREATE VIEW video_call_seen WITH (security_barrier) AS
SELECT id, request_id, revision, staff, channel, scheduled_at, started_at, ended_at, outcome,
       real_card_shown, card_tilted, held_beside_face, face_matches, record_answers_correct,
       CASE WHEN desk.sees_findings() THEN link END AS link,
       CASE WHEN desk.sees_findings() THEN challenges ELSE '[]' END AS challenges,
       CASE WHEN desk.sees_findings() THEN notes ELSE '' END AS notes,
       CASE WHEN desk.sees_findings() THEN fraud_flag END AS fraud_flag
FROM video_call;

CREATE VIEW decision_seen WITH (security_barrier) AS
SELECT id, request_id, kind, reason_code, further_reason_codes, member_text, staff, at, revision,
       id_card_sha256, selfie_sha256, idempotency_key,
       CASE WHEN desk.sees_findings() THEN note ELSE '' END AS note
FROM decision;

CREATE VIEW audit_event_seen WITH (security_barrier) AS
SELECT id, at, actor, action, request_id, member_id,
       CASE WHEN desk.sees_findings() THEN detail ELSE detail - 'fraud_flag' END AS detail
FROM audit_event;

-- What the portal shows a member of their request.
CREATE VIEW request_status AS
SELECT id, request_no, member_id, status, revision, submitted_at, returned_at, closed_at
FROM change_request;

GRANT USAGE ON SCHEMA desk
TO desk_officer, desk_supervisor, desk_support, desk_dispatcher, desk_portal;

GRANT EXECUTE ON FUNCTION schema_version(), clock(), me()
TO desk_officer, desk_supervisor, desk_support, desk_dispatcher, desk_portal;
GRANT SELECT ON desk_now, setting
TO desk_officer, desk_supervisor, desk_support, desk_dispatcher, desk_portal;

-- Everybody at the desk reads the register and the queue, writes notes and saves what they type.
GRANT SELECT ON
    member, licence, phone_history, change_request, request_tally, check_definition, reason_code,
    sms_template, sms_message, note, review_check_seen, video_call_seen, decision_seen, audit_event_seen
TO desk_officer, desk_supervisor, desk_support;
GRANT SELECT (id, request_id, revision, kind, sha256, byte_len, width, height, added_at, purged_at)
ON request_image TO desk_officer, desk_supervisor, desk_support;
GRANT SELECT (id, username, db_role, display_name, role, is_active, failed_sign_ins, locked_until_at,
              last_sign_in_at)
ON staff TO desk_officer, desk_supervisor, desk_support;
GRANT EXECUTE ON FUNCTION
    trigrams(text), sees_findings(), add_note(bigint, text), save_draft(bigint, text, text),
    note_event(text, bigint, bigint, jsonb), note_sign_in(timestamptz)
TO desk_officer, desk_supervisor, desk_support;

-- Each person reads their own drafts.
ALTER TABLE draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY draft_own ON draft FOR SELECT USING (staff = desk.me());
GRANT SELECT ON draft TO desk_officer, desk_supervisor, desk_support;

-- Reviewers claim, check, call and decide. A decision's `staff` and `at` are not theirs to give.
GRANT INSERT (request_id, kind, reason_code, further_reason_codes, member_text, note, revision,
              id_card_sha256, selfie_sha256, idempotency_key)
ON decision TO desk_officer, desk_supervisor;
GRANT SELECT ON audit_event TO desk_officer, desk_supervisor;
GRANT SELECT (id) ON decision TO desk_officer, desk_supervisor;
GRANT EXECUTE ON FUNCTION
    claim(bigint), take_next(), renew_claim(bigint), release_claim(bigint),
    set_check(bigint, integer, text, text, text), clear_check(bigint, integer, text),
    schedule_call(bigint, timestamptz, text, text), start_call(bigint, text, jsonb),
    start_scheduled_call(bigint, jsonb),
    finish_call(bigint, text, boolean, boolean, boolean, boolean, boolean, jsonb, text, text),
    set_risk(bigint, text), announce_photo(bigint, integer, text), fetch_photo(bigint, integer, text)
TO desk_officer, desk_supervisor;

GRANT EXECUTE ON FUNCTION put_setting(text, json) TO desk_supervisor;

-- The dispatcher sends and settles, and reads nothing but the outbox.
GRANT SELECT ON sms_message TO desk_dispatcher;
GRANT SELECT (id, request_no) ON change_request TO desk_dispatcher;
GRANT EXECUTE ON FUNCTION
    take_due_messages(bigint), settle_interrupted(timestamptz), move_message(bigint, text, text, text),
    retry_message(bigint, timestamptz, text)
TO desk_dispatcher;

-- The portal files, sends new photos, takes back, and reads where a request stands. It reads what the
-- first assessment of a request needs, and no photo.
GRANT SELECT ON member, licence, phone_history, request_status TO desk_portal;
GRANT SELECT (id, request_no, member_id, stated_name, stated_national_id, old_phone, new_phone, status,
              risk, priority, submitted_at, revision, claimed_by, claim_expires_at, login_state_before,
              returned_at, waited, closed_at, escalated_by, fraud_flagged)
ON change_request TO desk_portal;
GRANT SELECT (id, request_id, revision, kind, sha256, byte_len, width, height, added_at, purged_at)
ON request_image TO desk_portal;
GRANT INSERT (member_id, stated_name, stated_national_id, old_phone, new_phone, risk, submitted_at)
ON change_request TO desk_portal;
GRANT INSERT (request_id, revision, kind, sha256, phash, media_type, byte_len, width, height, quality,
              bytes)
ON request_image TO desk_portal;
GRANT EXECUTE ON FUNCTION resubmit(bigint), cancel(bigint), set_risk(bigint, text) TO desk_portal;
