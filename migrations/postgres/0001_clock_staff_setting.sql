-- The database's clock, who is who, the settings, and the words in which rules refuse.
--
-- All migrations run as desk_owner, with search_path = desk. Everything that runs later runs with an
-- empty search_path and names its schema, so that nobody can slip an object of their own in between.
--
-- Conventions of all tables: ids are given by the database (GENERATED ALWAYS) and never chosen;
-- moments are timestamptz(3) in columns named *_at; codes are the snake_case codes of `coe_domain`.
-- A refusal is an error with SQLSTATE DK001 and the message 'desk:<refusal code>'; a doubled key
-- 'desk:duplicate:<table.column>' or the engine's own error. Staff change nothing by UPDATE or DELETE:
-- they insert decisions and notes, and call the functions that 0015 grants.

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Ends the statement by name of the rule it breaks. `PERFORM desk.refuse(…) WHERE <what is wrong>`
-- reads as the rule.
CREATE FUNCTION refuse(code text) RETURNS void
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = 'desk:' || code, ERRCODE = 'DK001';
END
$$;

-- Rules look at many rows, and must see all of them as they are now. A transaction that keeps an old
-- state in view would still find an account open, or miss a request that was filed since.
CREATE FUNCTION present() RETURNS void
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION USING
            MESSAGE = 'the desk is changed in READ COMMITTED transactions only',
            ERRCODE = 'invalid_transaction_state';
    END IF;
END
$$;

-- The newest migration that was applied. Programs refuse to work on a schema that they do not know.
CREATE FUNCTION schema_version() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    RETURN (SELECT max(version) FROM desk._sqlx_migrations WHERE success);
END
$$;

-- For tables, or parts of their life, that only ever grow. Also for TRUNCATE.
CREATE FUNCTION append_only() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only');
    RETURN NULL;
END
$$;

-- Leases, stamps and comparisons use this clock and no other: one desk's wrong clock would otherwise
-- steal claims. `offset_ms` exists for tests and for seeding a demo with a past; a database in use is
-- sealed, and then its clock is the server's.
CREATE TABLE desk_clock (
    id        smallint PRIMARY KEY CHECK (id = 1),
    offset_ms bigint NOT NULL,
    sealed    boolean NOT NULL
);

INSERT INTO desk_clock (id, offset_ms, sealed) VALUES (1, 0, false);

CREATE FUNCTION desk_clock_sealed() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only') WHERE OLD.sealed;
    RETURN NEW;
END
$$;

CREATE TRIGGER desk_clock_sealed BEFORE UPDATE ON desk_clock
FOR EACH ROW EXECUTE FUNCTION desk_clock_sealed();
CREATE TRIGGER desk_clock_no_second BEFORE INSERT OR DELETE ON desk_clock
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER desk_clock_no_truncate BEFORE TRUNCATE ON desk_clock
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- STABLE: one statement sees one moment.
CREATE FUNCTION clock() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
    SELECT date_trunc('milliseconds', clock_timestamp() + offset_ms * interval '1 millisecond')
    FROM desk.desk_clock
    WHERE id = 1
$$;

-- For other systems, and for people who look.
CREATE VIEW desk_now (at) AS SELECT desk.clock();

CREATE TABLE staff (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username        text COLLATE "C" NOT NULL UNIQUE
                    CHECK (username <> '' AND username = lower(username)),
    -- The database role of this person: whoever connects as it is this person, and nobody else is.
    db_role         text COLLATE "C" NOT NULL UNIQUE,
    display_name    text NOT NULL,
    role            text NOT NULL CHECK (role IN ('officer', 'supervisor', 'support')),
    failed_sign_ins integer NOT NULL DEFAULT 0 CHECK (failed_sign_ins >= 0),
    locked_until_at timestamptz(3),
    is_active       boolean NOT NULL DEFAULT true,
    last_sign_in_at timestamptz(3)
);

-- Who a person is stays for ever: decisions and events name them.
CREATE FUNCTION staff_identity() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.id <> OLD.id OR NEW.username <> OLD.username OR NEW.db_role <> OLD.db_role;
    RETURN NEW;
END
$$;

CREATE TRIGGER staff_identity BEFORE UPDATE ON staff
FOR EACH ROW EXECUTE FUNCTION staff_identity();
CREATE TRIGGER staff_no_delete BEFORE DELETE ON staff
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER staff_no_truncate BEFORE TRUNCATE ON staff
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Who asks: the person behind session_user, which no client can change. NULL for a role that is no
-- person (the portal, the dispatcher, an administrator).
CREATE FUNCTION me() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
    SELECT id FROM desk.staff WHERE db_role = session_user::text
$$;

-- The person who asks, for what only a person with an open account may do.
CREATE FUNCTION actor() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    person bigint;
BEGIN
    SELECT id INTO person FROM desk.staff WHERE db_role = session_user::text AND is_active;
    PERFORM desk.refuse('staff_inactive') WHERE person IS NULL;
    RETURN person;
END
$$;

-- Whether whoever asks may read what reviewers found: everybody but support.
CREATE FUNCTION sees_findings() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
    SELECT NOT EXISTS (SELECT 1 FROM desk.staff
                       WHERE db_role = session_user::text AND role = 'support')
$$;

-- "Remember me on this computer" of the embedded desk, here for the sake of one contract: on the
-- server the computer keeps the password in its secret service, and nobody is granted this table.
CREATE TABLE remembered_device (
    token_sha256 text PRIMARY KEY,
    staff        bigint NOT NULL REFERENCES staff (id),
    created_at   timestamptz(3) NOT NULL,
    expires_at   timestamptz(3) NOT NULL
);

CREATE INDEX remembered_device_staff ON remembered_device (staff);

-- Values are JSON, so that a setting can be a number, a text or a calendar.
CREATE TABLE setting (
    key        text COLLATE "C" PRIMARY KEY,
    value      json NOT NULL,
    changed_by bigint REFERENCES staff (id),
    changed_at timestamptz(3) NOT NULL DEFAULT '1970-01-01T00:00:00Z',

    -- What rules reckon with is a number that they work with: a lease of nothing would stop the desk,
    -- and a retention of nothing would let evidence go at once.
    CONSTRAINT setting_in_bounds CHECK (
        CASE key
            WHEN 'claim_lease_seconds' THEN value::text ~ '^([6-9][0-9]|[1-9][0-9]{2,4})$'
            WHEN 'sla_minutes' THEN value::text ~ '^[1-9][0-9]{0,4}$'
            WHEN 'sla_warn_minutes' THEN value::text ~ '^(0|[1-9][0-9]{0,4})$'
            WHEN 'idle_lock_minutes' THEN value::text ~ '^[1-9][0-9]{0,4}$'
            WHEN 'retention_days' THEN value::text ~ '^[1-9][0-9]{0,4}$'
            ELSE true
        END)
);

CREATE FUNCTION lease() RETURNS interval
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
    SELECT value::text::integer * interval '1 second'
    FROM desk.setting
    WHERE key = 'claim_lease_seconds'
$$;
