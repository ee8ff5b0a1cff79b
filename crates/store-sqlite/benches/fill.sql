INSERT INTO staff (username, display_name, role, password_hash)
VALUES ('anong', 'อนงค์', 'officer', 'x'), ('boonmee', 'บุญมี', 'officer', 'x');

CREATE TEMP TABLE given (n INTEGER PRIMARY KEY, th TEXT, en TEXT);

INSERT INTO given (th, en)
VALUES ('สมชาย', 'somchai'), ('สมศรี', 'somsri'), ('อนันต์', 'anan'), ('กิตติ', 'kitti'),
       ('ปรีชา', 'preecha'), ('วิชัย', 'wichai'), ('สุนทร', 'sunthorn'), ('ประเสริฐ', 'prasert'),
       ('มานะ', 'mana'), ('ชูใจ', 'chujai'), ('ปิติ', 'piti'), ('วีระ', 'weera'),
       ('ธนากร', 'thanakorn'), ('ณัฐพล', 'nattaphon'), ('พิมพ์ใจ', 'phimjai'), ('รัตนา', 'rattana'),
       ('จิราพร', 'jiraporn'), ('สุรชัย', 'surachai'), ('เกรียงไกร', 'kriangkrai'), ('อรทัย', 'orathai');

INSERT INTO member
    (member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en,
     birth_date, phone, language, standing, membership_expires_on, login_state, search_key)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :total)
SELECT 300000 + n, printf('1%012d', n), 'นาย', th, family_th, 'Mr.', en, family_en,
       '1985-08-02', printf('081%07d', n), 'th', 'normal', '2028-08-02', 'enabled',
       'นาย ' || th || ' ' || family_th || char(10) || 'นาย' || th || ' ' || family_th || char(10)
       || 'mr. ' || en || ' ' || family_en
FROM (SELECT numbers.n AS n, g.th, g.en,
             iif(numbers.n % 10000 = 77, 'วิภาดารัตน์', 'ใจดี') || numbers.n AS family_th,
             'jaidee' || numbers.n AS family_en
      FROM numbers
      JOIN given AS g ON g.n = 1 + numbers.n / 7 % 20);

INSERT INTO licence (member_id, number)
SELECT id, 'สย.' || id FROM member;

INSERT INTO change_request
    (request_no, member_id, stated_name, stated_national_id, old_phone, new_phone, status, risk,
     priority, submitted_at, closed_at, returned_at, escalated_by, effects_applied_at)
SELECT printf('%02d-%d-%d', 60 + (id - 1) / 120000, 1 + (id - 1) / 10000 % 12, 1 + (id - 1) % 10000),
       id, given_th, national_id, phone, '0899999999',
       CASE
           WHEN id > :open THEN CASE id % 10 WHEN 0 THEN 'rejected' WHEN 1 THEN 'cancelled' ELSE 'approved' END
           WHEN id % 20 = 3 THEN 'returned'
           WHEN id % 20 = 4 THEN 'escalated'
           ELSE 'pending'
       END,
       CASE WHEN id % 50 = 0 THEN 'high' WHEN id % 5 = 0 THEN 'medium' ELSE 'low' END,
       iif(id % 40 = 0, 5, 0),
       1700000000000 - id * 40000,
       iif(id > :open, 1700000000000 - id * 30000, NULL),
       iif(id <= :open AND id % 20 = 3, 1700000000000, NULL),
       iif(id <= :open AND id % 20 = 4, 2, NULL),
       1
FROM member;

UPDATE request_tally
SET total = (SELECT count(*) FROM change_request AS r WHERE r.status = request_tally.status);

DROP TABLE given;
