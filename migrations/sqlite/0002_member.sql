-- The member register, as far as the desk needs it.

CREATE TABLE member (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    member_no             TEXT NOT NULL CHECK (member_no <> ''),
    national_id           TEXT NOT NULL
                          CHECK (length(national_id) = 13 AND national_id NOT GLOB '*[^0-9]*'),
    title_th              TEXT NOT NULL,
    given_th              TEXT NOT NULL,
    family_th             TEXT NOT NULL,
    title_en              TEXT NOT NULL,
    given_en              TEXT NOT NULL,
    family_en             TEXT NOT NULL,
    birth_date            TEXT NOT NULL CHECK (birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    phone                 TEXT NOT NULL
                          CHECK (length(phone) = 10 AND phone GLOB '0[689]*' AND phone NOT GLOB '*[^0-9]*'),
    email                 TEXT,
    language              TEXT NOT NULL CHECK (language IN ('th', 'en')),
    standing              TEXT NOT NULL CHECK (standing IN ('normal', 'expired', 'suspended')),
    membership_expires_on TEXT NOT NULL
                          CHECK (membership_expires_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    login_state           TEXT NOT NULL DEFAULT 'enabled'
                          CHECK (login_state IN ('enabled', 'suspended', 'locked')),
    -- Both names as `coe_domain::thai_text::search_key` folds them, parted by a line break. SQL
    -- cannot fold Thai, so whoever writes a name writes this too.
    search_key            TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX member_member_no ON member (member_no);
CREATE UNIQUE INDEX member_national_id ON member (national_id);
CREATE INDEX member_phone ON member (phone);

-- Any three letters in a row of a name find it. External content: the text is stored once.
CREATE VIRTUAL TABLE member_search USING fts5 (
    search_key,
    content = 'member',
    content_rowid = 'id',
    tokenize = 'trigram'
);

CREATE TRIGGER member_search_insert AFTER INSERT ON member
BEGIN
    INSERT INTO member_search (rowid, search_key) VALUES (NEW.id, NEW.search_key);
END;

CREATE TRIGGER member_search_update AFTER UPDATE ON member
WHEN NEW.search_key IS NOT OLD.search_key
BEGIN
    INSERT INTO member_search (member_search, rowid, search_key)
    VALUES ('delete', OLD.id, OLD.search_key);
    INSERT INTO member_search (rowid, search_key) VALUES (NEW.id, NEW.search_key);
END;

CREATE TRIGGER member_insert BEFORE INSERT ON member
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE EXISTS (SELECT 1 FROM member WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'desk:duplicate:member.member_no')
    WHERE EXISTS (SELECT 1 FROM member WHERE member_no = NEW.member_no);
    SELECT RAISE(ABORT, 'desk:duplicate:member.national_id')
    WHERE EXISTS (SELECT 1 FROM member WHERE national_id = NEW.national_id);
END;

CREATE TRIGGER member_identity BEFORE UPDATE ON member
WHEN NEW.id IS NOT OLD.id
  OR NEW.member_no IS NOT OLD.member_no
  OR NEW.national_id IS NOT OLD.national_id
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.id IS NOT OLD.id OR NEW.member_no IS NOT OLD.member_no;
    SELECT RAISE(ABORT, 'desk:duplicate:member.national_id')
    WHERE NEW.national_id IS NOT OLD.national_id
      AND EXISTS (SELECT 1 FROM member WHERE national_id = NEW.national_id);
END;

CREATE TRIGGER member_no_delete BEFORE DELETE ON member
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TABLE licence (
    id        INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    -- As `coe_domain::LicenceNumber` writes it.
    number    TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX licence_member ON licence (member_id, id);

-- Carriers give old numbers to other people: who had a number, and until when, is evidence.
CREATE TABLE phone_history (
    id          INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    member_id   INTEGER NOT NULL REFERENCES member (id),
    phone       TEXT NOT NULL
                CHECK (length(phone) = 10 AND phone GLOB '0[689]*' AND phone NOT GLOB '*[^0-9]*'),
    replaced_at INTEGER NOT NULL,
    -- NULL for a number from before this database.
    request_id  INTEGER REFERENCES change_request (id)
) STRICT;

CREATE INDEX phone_history_member ON phone_history (member_id, replaced_at);
CREATE INDEX phone_history_phone ON phone_history (phone, replaced_at);
