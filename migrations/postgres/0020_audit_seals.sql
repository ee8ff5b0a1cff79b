-- Tamper evidence: which database this is, the order in which events are chained, and signed seals over the
-- chain. What the hashes are made of stands in `coe_audit`; who finds what changed, in docs/AUDIT.md.
--
-- Ids come from a sequence, and transactions commit in another order: an event may become visible after one
-- with a higher id was sealed. So the chain has an order of its own, and an event waits in `audit_unsealed`,
-- written by its own transaction, until it has a place. Nobody needs to guess which ids may come yet.

-- Drawn once, so that a seal of one database is none of another. It moves with the log.
CREATE TABLE database_identity (
    id          smallint PRIMARY KEY CHECK (id = 1),
    database_id text NOT NULL CHECK (length(database_id) = 32)
);

INSERT INTO database_identity (id, database_id) VALUES (1, replace(gen_random_uuid()::text, '-', ''));

CREATE TRIGGER database_identity_no_change BEFORE INSERT OR UPDATE OR DELETE ON database_identity
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER database_identity_no_truncate BEFORE TRUNCATE ON database_identity
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Events that wait for their place in the chain. Each comes in with its event and goes out with its link, so
-- an event with neither was put in behind the log's back.
CREATE TABLE audit_unsealed (
    event_id bigint PRIMARY KEY REFERENCES audit_event (id)
);

-- The chain: one event at each position, from 1.
CREATE TABLE audit_link (
    position   bigint PRIMARY KEY CHECK (position > 0),
    event_id   bigint NOT NULL UNIQUE REFERENCES audit_event (id),
    -- Of the event without its id, so that two events that changed places can be told.
    body_hash  bytea NOT NULL CHECK (length(body_hash) = 32),
    -- Of everything up to here.
    chain_hash bytea NOT NULL CHECK (length(chain_hash) = 32)
);

INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event;

CREATE FUNCTION audit_event_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    INSERT INTO desk.audit_unsealed (event_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_waits();

-- Nothing stops waiting but by a link, and nothing waits twice.
CREATE FUNCTION audit_unsealed_change() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM desk.refuse('append_only')
        WHERE NOT EXISTS (SELECT 1 FROM desk.audit_link WHERE event_id = OLD.event_id);
        RETURN OLD;
    END IF;
    PERFORM desk.refuse('append_only')
    WHERE TG_OP = 'UPDATE'
       OR EXISTS (SELECT 1 FROM desk.audit_link WHERE event_id = NEW.event_id);
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_unsealed_change BEFORE INSERT OR UPDATE OR DELETE ON audit_unsealed
FOR EACH ROW EXECUTE FUNCTION audit_unsealed_change();
CREATE TRIGGER audit_unsealed_no_truncate BEFORE TRUNCATE ON audit_unsealed
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Links have no gaps, and each takes an event that waits.
CREATE FUNCTION audit_link_insert() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.position <> 1 + COALESCE((SELECT max(position) FROM desk.audit_link), 0)
       OR NOT EXISTS (SELECT 1 FROM desk.audit_unsealed WHERE event_id = NEW.event_id);
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_link_insert BEFORE INSERT ON audit_link
FOR EACH ROW EXECUTE FUNCTION audit_link_insert();
CREATE TRIGGER audit_link_no_change BEFORE UPDATE OR DELETE ON audit_link
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_link_no_truncate BEFORE TRUNCATE ON audit_link
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Nothing has filled this table before: there was no sealer. Where it is not empty, this fails.
ALTER TABLE audit_seal
-- Whether nothing waited any more: what comes later happened later.
ADD COLUMN caught_up boolean NOT NULL,
-- What the signature can be read with. Whether to believe it is not for the database to say.
ADD COLUMN public_key text NOT NULL,
ADD CONSTRAINT audit_seal_events_key UNIQUE (events);

-- A seal is set on the end of the chain, now.
CREATE FUNCTION audit_seal_insert() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('append_only')
    WHERE NEW.sealed_at NOT BETWEEN desk.clock() - interval '1 minute' AND desk.clock() + interval '1 minute'
       OR NEW.events <= COALESCE((SELECT max(events) FROM desk.audit_seal), 0)
       OR NOT EXISTS (SELECT 1
                      FROM desk.audit_link
                      WHERE position = (SELECT max(position) FROM desk.audit_link)
                        AND position = NEW.events
                        AND event_id = NEW.event_id
                        AND encode(chain_hash, 'hex') = NEW.chain_hash);
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_seal_insert BEFORE INSERT ON audit_seal
FOR EACH ROW EXECUTE FUNCTION audit_seal_insert();

-- Where the chain ends: the database, how many events stand in it, and the hash of the last link.
CREATE FUNCTION chain_tail() RETURNS TABLE (database_id text, events bigint, chain_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
    SELECT i.database_id, COALESCE(l.position, 0), l.chain_hash
    FROM desk.database_identity AS i
    LEFT JOIN desk.audit_link AS l ON l.position = (SELECT max(position) FROM desk.audit_link)
    WHERE i.id = 1
$$;

-- Unix milliseconds, also of a moment that no calendar has: a forged one is to be found, not to stop those
-- who look.
CREATE FUNCTION unix_ms(p_at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = ''
AS $$
    SELECT CASE p_at
               WHEN 'infinity' THEN 9223372036854775807
               WHEN '-infinity' THEN -9223372036854775808
               ELSE (extract(epoch FROM p_at) * 1000)::bigint
           END
$$;

-- The events that have waited longest, whole: the sealer reads the log by this alone.
CREATE FUNCTION unsealed_events(p_limit bigint)
RETURNS TABLE (id bigint, at_ms bigint, actor bigint, action text, request_id bigint, member_id bigint,
               detail text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
    SELECT e.id, desk.unix_ms(e.at), e.actor, e.action, e.request_id, e.member_id, e.detail::text
    FROM desk.audit_unsealed AS u
    JOIN desk.audit_event AS e ON e.id = u.event_id
    ORDER BY u.event_id
    LIMIT p_limit
$$;

-- Appends links behind the position `p_after`, and the seal over them, whole or not at all. Where another
-- sealer was faster, 40001: read the tail again.
CREATE FUNCTION append_seal(
    p_after bigint, p_events bigint[], p_body_hashes bytea[], p_chain_hashes bytea[],
    p_sealed_at timestamptz, p_caught_up boolean, p_key_id text, p_public_key text, p_signature text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    seal bigint;
BEGIN
    PERFORM desk.present();
    -- One sealer at a time.
    PERFORM 1 FROM desk.database_identity WHERE id = 1 FOR UPDATE;
    IF p_after <> COALESCE((SELECT max(position) FROM desk.audit_link), 0) THEN
        RAISE EXCEPTION USING MESSAGE = 'another sealer was faster', ERRCODE = 'serialization_failure';
    END IF;
    INSERT INTO desk.audit_link (position, event_id, body_hash, chain_hash)
    SELECT p_after + n, event, body, chain
    FROM unnest(p_events, p_body_hashes, p_chain_hashes) WITH ORDINALITY AS t (event, body, chain, n)
    ORDER BY n;
    DELETE FROM desk.audit_unsealed WHERE event_id = ANY (p_events);
    INSERT INTO desk.audit_seal (sealed_at, event_id, events, chain_hash, caught_up, key_id, public_key,
                                 signature)
    SELECT p_sealed_at, event_id, position, encode(chain_hash, 'hex'), p_caught_up, p_key_id, p_public_key,
           p_signature
    FROM desk.audit_link
    WHERE position = p_after + cardinality(p_events)
    RETURNING id INTO seal;
    RETURN seal;
END
$$;

-- As before, with the export of a checkpoint, which is the supervisors' to note.
CREATE OR REPLACE FUNCTION note_event(p_action text, p_request bigint, p_member bigint, p_detail jsonb)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    event bigint;
BEGIN
    PERFORM desk.refuse('role_not_allowed')
    WHERE p_action NOT IN ('app.started', 'case.opened', 'checkpoint.exported', 'field.revealed',
                           'member.looked_up', 'photo.viewed', 'staff.computer_remembered', 'staff.locked',
                           'staff.sign_in_failed', 'staff.signed_in', 'staff.signed_in_remembered',
                           'staff.signed_out', 'staff.unlocked')
       OR (p_action = 'checkpoint.exported'
           AND EXISTS (SELECT 1 FROM desk.staff
                       WHERE id = desk.me() AND NOT (role = 'supervisor' AND is_active)));
    INSERT INTO desk.audit_event (actor, action, request_id, member_id, detail)
    VALUES (desk.me(), p_action, p_request, p_member, p_detail)
    RETURNING id INTO event;
    RETURN event;
END
$$;

-- The sealer is the dispatcher's; supervisors read what a verification needs.
GRANT EXECUTE ON FUNCTION
    chain_tail(),
    unsealed_events(bigint),
    append_seal(bigint, bigint[], bytea[], bytea[], timestamptz, boolean, text, text, text)
TO desk_dispatcher;
GRANT EXECUTE ON FUNCTION unix_ms(timestamptz) TO desk_supervisor;
GRANT SELECT ON database_identity, audit_unsealed, audit_link, audit_seal TO desk_supervisor;

COMMENT ON TABLE database_identity IS 'Which database this is; drawn once.';
COMMENT ON COLUMN database_identity.id IS '1.';
COMMENT ON COLUMN database_identity.database_id IS '32 hexadecimal digits.';
COMMENT ON TABLE audit_unsealed IS 'Events that wait for their place in the chain.';
COMMENT ON COLUMN audit_unsealed.event_id IS 'The event.';
COMMENT ON TABLE audit_link IS 'The chain over audit_event. Only grows.';
COMMENT ON COLUMN audit_link.position IS 'Place in the chain, from 1, without gaps.';
COMMENT ON COLUMN audit_link.event_id IS 'The event there.';
COMMENT ON COLUMN audit_link.body_hash IS 'SHA-256 of the event without its id.';
COMMENT ON COLUMN audit_link.chain_hash IS 'SHA-256 of the chain up to here.';
COMMENT ON COLUMN audit_seal.caught_up IS 'Whether no event waited any more.';
COMMENT ON COLUMN audit_seal.public_key IS 'The public key, hexadecimal.';
COMMENT ON FUNCTION chain_tail() IS 'Where the chain ends.';
COMMENT ON FUNCTION unix_ms(timestamptz) IS 'Unix milliseconds of a moment.';
COMMENT ON FUNCTION unsealed_events(bigint) IS 'The events that have waited longest for their place in the chain.';
COMMENT ON FUNCTION append_seal(bigint, bigint[], bytea[], bytea[], timestamptz, boolean, text, text, text)
IS 'Appends links and the seal over them; 40001 where another sealer was faster.';
