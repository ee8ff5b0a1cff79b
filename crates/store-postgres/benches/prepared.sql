-- :total requests that one officer holds and could approve, each of a member of its own.
BEGIN;

CREATE ROLE bench_officer LOGIN PASSWORD 'bench' IN ROLE desk_officer;

INSERT INTO desk.staff (username, db_role, display_name, role)
VALUES ('officer', 'bench_officer', 'Officer', 'officer');

ALTER TABLE desk.member DISABLE TRIGGER USER;
ALTER TABLE desk.change_request DISABLE TRIGGER USER;
ALTER TABLE desk.request_image DISABLE TRIGGER USER;

INSERT INTO desk.member
    (member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en,
     birth_date, phone, language, standing, membership_expires_on, login_state, search_key)
SELECT 300000 + n, '1' || lpad(n::text, 12, '0'), 'นาย', 'สมชาย', 'ใจดี' || n, 'Mr.', 'Somchai',
       'Jaidee' || n, '1985-08-02', '081' || lpad(n::text, 7, '0'), 'th', 'normal', '2028-08-02',
       'suspended', 'somchai jaidee' || n
FROM generate_series(1, :total) AS n;

INSERT INTO desk.change_request
    (request_no, member_id, stated_name, stated_national_id, old_phone, new_phone, claimed_by,
     claimed_at, claim_expires_at, effects_applied_at)
SELECT '69-11-' || id, id, given_th, national_id, phone, '089' || lpad(id::text, 7, '0'), 1,
       now(), now() + interval '1 day', now()
FROM desk.member
ORDER BY id;

UPDATE desk.request_tally SET total = :total WHERE status = 'pending' AND slot = 0;

INSERT INTO desk.request_image (request_id, revision, kind, sha256, byte_len, width, height, bytes)
SELECT r.id, 1, kind, encode(sha256(kind::bytea), 'hex'), length(kind), 4000, 3000, kind::bytea
FROM desk.change_request AS r
CROSS JOIN unnest(ARRAY['id_card', 'selfie']) AS kind;

INSERT INTO desk.review_check (request_id, revision, code, outcome, staff, set_at)
SELECT r.id, 1, d.code, 'passed', 1, now()
FROM desk.change_request AS r
CROSS JOIN desk.check_definition AS d;

INSERT INTO desk.video_call (request_id, revision, staff, channel, started_at, ended_at, outcome)
SELECT id, 1, 1, 'line', now(), now(), 'verified'
FROM desk.change_request;

ALTER TABLE desk.member ENABLE TRIGGER USER;
ALTER TABLE desk.change_request ENABLE TRIGGER USER;
ALTER TABLE desk.request_image ENABLE TRIGGER USER;
COMMIT;
