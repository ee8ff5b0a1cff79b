-- The member register, as far as the desk needs it.

-- A Thai mobile number as the desk stores it.
CREATE DOMAIN mobile AS text CHECK (VALUE ~ '^0[689][0-9]{8}$');

CREATE TABLE member (
    id                    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_no             text COLLATE "C" NOT NULL UNIQUE CHECK (member_no <> ''),
    national_id           text COLLATE "C" NOT NULL UNIQUE CHECK (national_id ~ '^[0-9]{13}$'),
    title_th              text NOT NULL,
    given_th              text NOT NULL,
    family_th             text NOT NULL,
    title_en              text NOT NULL,
    given_en              text NOT NULL,
    family_en             text NOT NULL,
    birth_date            date NOT NULL,
    phone                 mobile NOT NULL,
    email                 text,
    language              text NOT NULL CHECK (language IN ('th', 'en')),
    standing              text NOT NULL CHECK (standing IN ('normal', 'expired', 'suspended')),
    membership_expires_on date NOT NULL,
    login_state           text NOT NULL DEFAULT 'enabled'
                          CHECK (login_state IN ('enabled', 'suspended', 'locked')),
    -- Both names as `coe_domain::thai_text::search_key` folds them, parted by a line break. SQL
    -- cannot fold Thai, so whoever writes a name writes this too.
    search_key            text COLLATE "C" NOT NULL
);

CREATE INDEX member_phone ON member (phone);

-- Any three letters in a row of a name find it. Not pg_trgm: that leaves out what the locale calls no
-- letter, such as Thai vowels and tone marks, and nothing but the core server is needed this way.
CREATE FUNCTION trigrams(search_key text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
AS $$
    SELECT array_agg(DISTINCT substr(search_key, n, 3))
    FROM generate_series(1, length(search_key) - 2) AS n
$$;

CREATE INDEX member_search ON member USING gin (trigrams(search_key));

-- The engine's own error would write the values into the server's log.
CREATE FUNCTION member_insert() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('duplicate:member.member_no')
    WHERE EXISTS (SELECT 1 FROM desk.member WHERE member_no = NEW.member_no);
    PERFORM desk.refuse('duplicate:member.national_id')
    WHERE EXISTS (SELECT 1 FROM desk.member WHERE national_id = NEW.national_id);
    RETURN NEW;
END
$$;

CREATE FUNCTION member_identity() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.id <> OLD.id OR NEW.member_no <> OLD.member_no;
    PERFORM desk.refuse('duplicate:member.national_id')
    WHERE NEW.national_id <> OLD.national_id
      AND EXISTS (SELECT 1 FROM desk.member WHERE national_id = NEW.national_id);
    RETURN NEW;
END
$$;

CREATE TRIGGER member_insert BEFORE INSERT ON member
FOR EACH ROW EXECUTE FUNCTION member_insert();
CREATE TRIGGER member_identity BEFORE UPDATE ON member
FOR EACH ROW
WHEN (NEW.id IS DISTINCT FROM OLD.id
      OR NEW.member_no IS DISTINCT FROM OLD.member_no
      OR NEW.national_id IS DISTINCT FROM OLD.national_id)
EXECUTE FUNCTION member_identity();
CREATE TRIGGER member_no_delete BEFORE DELETE ON member
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER member_no_truncate BEFORE TRUNCATE ON member
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE licence (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id bigint NOT NULL REFERENCES member (id),
    -- As `coe_domain::LicenceNumber` writes it.
    number    text COLLATE "C" NOT NULL UNIQUE
);

CREATE INDEX licence_member ON licence (member_id, id);

-- Carriers give old numbers to other people: who had a number, and until when, is evidence.
CREATE TABLE phone_history (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id   bigint NOT NULL REFERENCES member (id),
    phone       mobile NOT NULL,
    replaced_at timestamptz(3) NOT NULL,
    -- NULL for a number from before this database. The reference is added in 0003.
    request_id  bigint
);

CREATE INDEX phone_history_member ON phone_history (member_id, replaced_at);
CREATE INDEX phone_history_phone ON phone_history (phone, replaced_at);
