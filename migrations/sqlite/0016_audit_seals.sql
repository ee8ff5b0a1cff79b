-- Tamper evidence: which database this is, the order in which events are chained, and signed seals over the
-- chain. What the hashes are made of stands in `coe_audit`; who finds what changed, in docs/AUDIT.md.
--
-- The triggers keep a program from spoiling the chain by accident. Whoever can write the file can drop them:
-- then the chain, or a checkpoint that was exported, tells.

-- Drawn once, so that a seal of one database is none of another. It moves with the log.
CREATE TABLE database_identity (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    database_id TEXT NOT NULL CHECK (length(database_id) = 32)
) STRICT;

INSERT INTO database_identity (id, database_id) VALUES (1, lower(hex(randomblob(16))));

CREATE TRIGGER database_identity_no_second BEFORE INSERT ON database_identity
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER database_identity_no_update BEFORE UPDATE ON database_identity
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER database_identity_no_delete BEFORE DELETE ON database_identity
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- Events that wait for their place in the chain. Each comes in with its event and goes out with its link, so
-- an event with neither was put in behind the log's back.
CREATE TABLE audit_unsealed (
    event_id INTEGER PRIMARY KEY REFERENCES audit_event (id)
) STRICT;

-- The chain: one event at each position, from 1.
CREATE TABLE audit_link (
    position   INTEGER PRIMARY KEY CHECK (position > 0),
    event_id   INTEGER NOT NULL UNIQUE REFERENCES audit_event (id),
    -- Of the event without its id, so that two events that changed places can be told.
    body_hash  BLOB NOT NULL CHECK (length(body_hash) = 32),
    -- Of everything up to here.
    chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32)
) STRICT;

INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event;

CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event
BEGIN
    INSERT INTO audit_unsealed (event_id) VALUES (NEW.id);
END;

CREATE TRIGGER audit_unsealed_insert BEFORE INSERT ON audit_unsealed
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE EXISTS (SELECT 1 FROM audit_link WHERE event_id = NEW.event_id);
END;

CREATE TRIGGER audit_unsealed_no_update BEFORE UPDATE ON audit_unsealed
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER audit_unsealed_delete BEFORE DELETE ON audit_unsealed
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NOT EXISTS (SELECT 1 FROM audit_link WHERE event_id = OLD.event_id);
END;

-- Links have no gaps, and each takes an event that waits.
CREATE TRIGGER audit_link_insert BEFORE INSERT ON audit_link
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE NEW.position <> 1 + COALESCE((SELECT max(position) FROM audit_link), 0)
       OR NOT EXISTS (SELECT 1 FROM audit_unsealed WHERE event_id = NEW.event_id);
END;

CREATE TRIGGER audit_link_taken AFTER INSERT ON audit_link
BEGIN
    DELETE FROM audit_unsealed WHERE event_id = NEW.event_id;
END;

CREATE TRIGGER audit_link_no_update BEFORE UPDATE ON audit_link
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER audit_link_no_delete BEFORE DELETE ON audit_link
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- Nothing has filled this table before: there was no sealer.
DROP TABLE audit_seal;

CREATE TABLE audit_seal (
    id         INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    sealed_at  INTEGER NOT NULL,
    -- The last event in the chain so far, and how many stand there.
    event_id   INTEGER NOT NULL REFERENCES audit_event (id),
    events     INTEGER NOT NULL UNIQUE CHECK (events > 0),
    chain_hash TEXT NOT NULL CHECK (length(chain_hash) = 64),
    -- Whether nothing waited any more: what comes later happened later.
    caught_up  INTEGER NOT NULL CHECK (caught_up IN (0, 1)),
    key_id     TEXT NOT NULL,
    -- What the signature can be read with. Whether to believe it is not for the database to say.
    public_key TEXT NOT NULL,
    signature  TEXT NOT NULL
) STRICT;

-- A seal is set on the end of the chain, now.
CREATE TRIGGER audit_seal_insert BEFORE INSERT ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0;
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE abs(NEW.sealed_at - (SELECT at FROM desk_now)) > 60000
       OR NEW.events <= COALESCE((SELECT max(events) FROM audit_seal), 0)
       OR NOT EXISTS (SELECT 1
                      FROM audit_link
                      WHERE position = (SELECT max(position) FROM audit_link)
                        AND position = NEW.events
                        AND event_id = NEW.event_id
                        AND lower(hex(chain_hash)) = NEW.chain_hash);
END;

CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;
