-- The database's clock, the people at the desk and the settings.
--
-- Conventions of all tables: ids are INTEGER PRIMARY KEY; moments are unix milliseconds in UTC in
-- columns named *_at; days are TEXT YYYY-MM-DD; codes are the snake_case codes of `coe_domain`.
-- A refusal is RAISE(ABORT, 'desk:<refusal code>'); a doubled key 'desk:duplicate:<table.column>'.
--
-- Triggers on UPDATE never name columns (UPDATE OF id): `SET rowid = …` would slip past such a
-- list. BEFORE INSERT triggers refuse keys that exist, because INSERT OR REPLACE deletes the old
-- row without firing DELETE triggers unless the client has set recursive_triggers.
-- Nothing here needs SQLite newer than 3.37, so that other systems can open the file.

-- Leases, stamps and comparisons use this clock and no other: one machine's wrong clock would
-- otherwise steal claims. `offset_ms` exists for tests and for seeding a demo with a past; a
-- database in use is sealed, and then its clock is the machine's.
CREATE TABLE desk_clock (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    offset_ms INTEGER NOT NULL,
    sealed    INTEGER NOT NULL CHECK (sealed IN (0, 1))
) STRICT;

INSERT INTO desk_clock (id, offset_ms, sealed) VALUES (1, 0, 0);

-- julianday and not unixepoch('subsec'), which came with SQLite 3.42. One statement sees one moment.
CREATE VIEW desk_now (at) AS
SELECT CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER) + offset_ms
FROM desk_clock
WHERE id = 1;

CREATE TRIGGER desk_clock_no_second BEFORE INSERT ON desk_clock
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER desk_clock_sealed BEFORE UPDATE ON desk_clock
WHEN OLD.sealed = 1
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER desk_clock_no_delete BEFORE DELETE ON desk_clock
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- Whole numbers to walk through a text with: statements inside triggers cannot hold a recursive
-- query.
CREATE TABLE desk_number (n INTEGER PRIMARY KEY) STRICT;

INSERT INTO desk_number (n)
WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 2000)
SELECT n FROM count;

CREATE TABLE staff (
    id              INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    username        TEXT NOT NULL CHECK (username <> '' AND username = lower(username)),
    display_name    TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('officer', 'supervisor', 'support')),
    password_hash   TEXT NOT NULL,
    failed_sign_ins INTEGER NOT NULL DEFAULT 0 CHECK (failed_sign_ins >= 0),
    locked_until_at INTEGER,
    is_active       INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    last_sign_in_at INTEGER
) STRICT;

CREATE UNIQUE INDEX staff_username ON staff (username);

CREATE TRIGGER staff_insert BEFORE INSERT ON staff
BEGIN
    SELECT RAISE(ABORT, 'desk:duplicate:staff.username')
    WHERE EXISTS (SELECT 1 FROM staff WHERE username = NEW.username);
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0;
END;

-- Who a person is stays for ever: decisions and events name them.
CREATE TRIGGER staff_identity BEFORE UPDATE ON staff
WHEN NEW.id IS NOT OLD.id OR NEW.username IS NOT OLD.username
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER staff_no_delete BEFORE DELETE ON staff
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- "Remember me on this computer". Only the hash of the token is here: a copy of the file signs
-- nobody in.
CREATE TABLE remembered_device (
    token_sha256 TEXT PRIMARY KEY,
    staff        INTEGER NOT NULL REFERENCES staff (id),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX remembered_device_staff ON remembered_device (staff);

-- Values are JSON, so that a setting can be a number, a text or a calendar.
CREATE TABLE setting (
    key        TEXT PRIMARY KEY,
    value      TEXT NOT NULL CHECK (json_valid(value)),
    changed_by INTEGER REFERENCES staff (id),
    changed_at INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
