-- Made-up members and requests. The rules are taken off for it: they would want a call and seven checks
-- for each of the closed ones.
BEGIN;

CREATE ROLE bench_anong LOGIN PASSWORD 'bench' IN ROLE desk_officer;
CREATE ROLE bench_boonmee LOGIN PASSWORD 'bench' IN ROLE desk_officer;

INSERT INTO desk.staff (username, db_role, display_name, role)
VALUES ('anong', 'bench_anong', 'อนงค์', 'officer'), ('boonmee', 'bench_boonmee', 'บุญมี', 'officer');

ALTER TABLE desk.member DISABLE TRIGGER USER;
ALTER TABLE desk.change_request DISABLE TRIGGER USER;

CREATE TEMP TABLE given (n integer PRIMARY KEY, th text, en text);

INSERT INTO given (n, th, en)
SELECT ordinality, th, en
FROM unnest(
    ARRAY['สมชาย', 'สมศรี', 'อนันต์', 'กิตติ', 'ปรีชา', 'วิชัย', 'สุนทร', 'ประเสริฐ', 'มานะ', 'ชูใจ', 'ปิติ',
          'วีระ', 'ธนากร', 'ณัฐพล', 'พิมพ์ใจ', 'รัตนา', 'จิราพร', 'สุรชัย', 'เกรียงไกร', 'อรทัย'],
    ARRAY['somchai', 'somsri', 'anan', 'kitti', 'preecha', 'wichai', 'sunthorn', 'prasert', 'mana',
          'chujai', 'piti', 'weera', 'thanakorn', 'nattaphon', 'phimjai', 'rattana', 'jiraporn',
          'surachai', 'kriangkrai', 'orathai'])
     WITH ORDINALITY AS g (th, en, ordinality);

INSERT INTO desk.member
    (member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en,
     birth_date, phone, language, standing, membership_expires_on, login_state, search_key)
SELECT 300000 + n, '1' || lpad(n::text, 12, '0'), 'นาย', th, family_th, 'Mr.', en, family_en,
       '1985-08-02', '081' || lpad(n::text, 7, '0'), 'th', 'normal', '2028-08-02', 'enabled',
       'นาย ' || th || ' ' || family_th || chr(10) || 'นาย' || th || ' ' || family_th || chr(10)
       || 'mr. ' || en || ' ' || family_en
FROM (SELECT s.n, g.th, g.en,
             CASE s.n % 10000 WHEN 77 THEN 'วิภาดารัตน์' ELSE 'ใจดี' END || s.n AS family_th,
             'jaidee' || s.n AS family_en
      FROM generate_series(1, :total) AS s (n)
      JOIN given AS g ON g.n = 1 + s.n / 7 % 20
      ORDER BY s.n) AS m;

INSERT INTO desk.licence (member_id, number)
SELECT id, 'สย.' || id FROM desk.member;

INSERT INTO desk.change_request
    (request_no, member_id, stated_name, stated_national_id, old_phone, new_phone, status, risk,
     priority, submitted_at, closed_at, returned_at, escalated_by, effects_applied_at)
SELECT format('%s-%s-%s', 60 + (id - 1) / 120000, 1 + (id - 1) / 10000 % 12, 1 + (id - 1) % 10000),
       id, given_th, national_id, phone, '0899999999',
       CASE
           WHEN id > :open
               THEN CASE id % 10 WHEN 0 THEN 'rejected' WHEN 1 THEN 'cancelled' ELSE 'approved' END
           WHEN id % 20 = 3 THEN 'returned'
           WHEN id % 20 = 4 THEN 'escalated'
           ELSE 'pending'
       END,
       CASE WHEN id % 50 = 0 THEN 'high' WHEN id % 5 = 0 THEN 'medium' ELSE 'low' END,
       CASE WHEN id % 40 = 0 THEN 5 ELSE 0 END,
       to_timestamp(1700000000 - id * 40),
       CASE WHEN id > :open THEN to_timestamp(1700000000 - id * 30) END,
       CASE WHEN id <= :open AND id % 20 = 3 THEN to_timestamp(1700000000) END,
       CASE WHEN id <= :open AND id % 20 = 4 THEN 2 END,
       'epoch'
FROM desk.member
ORDER BY id;

UPDATE desk.request_tally AS t
SET total = (SELECT count(*) FROM desk.change_request AS r WHERE r.status = t.status)
WHERE slot = 0;

ALTER TABLE desk.member ENABLE TRIGGER USER;
ALTER TABLE desk.change_request ENABLE TRIGGER USER;
COMMIT;
