-- What officers write down while they review: checks, calls, notes, drafts. The guards are in 0009.

-- The checks an approval requires. The table is the authority; `position` is the order of the work.
CREATE TABLE check_definition (
    code     TEXT PRIMARY KEY,
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO check_definition (code, required, position)
VALUES ('name_matches', 1, 1),
       ('id_number_matches', 1, 2),
       ('birth_date_matches', 1, 3),
       ('card_not_expired', 1, 4),
       ('face_matches_selfie', 1, 5),
       ('selfie_holds_card', 1, 6),
       ('no_sign_of_editing', 1, 7);

-- One row for each check and round of photos. Opening a check again sets its outcome to NULL
-- instead of deleting the row: a DELETE could not tell the guard who asks.
CREATE TABLE review_check (
    request_id INTEGER NOT NULL REFERENCES change_request (id),
    revision   INTEGER NOT NULL,
    code       TEXT NOT NULL REFERENCES check_definition (code),
    outcome    TEXT CHECK (outcome IN ('passed', 'failed', 'unreadable')),
    note       TEXT NOT NULL DEFAULT '',
    staff      INTEGER NOT NULL REFERENCES staff (id),
    set_at     INTEGER NOT NULL,
    PRIMARY KEY (request_id, revision, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE video_call (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    request_id             INTEGER NOT NULL REFERENCES change_request (id),
    revision               INTEGER NOT NULL,
    staff                  INTEGER NOT NULL REFERENCES staff (id),
    channel                TEXT NOT NULL
                           CHECK (channel IN ('line', 'google_meet', 'zoom', 'teams', 'other')),
    link                   TEXT,
    scheduled_at           INTEGER,
    started_at             INTEGER,
    ended_at               INTEGER,
    outcome                TEXT
                           CHECK (outcome IN ('no_answer', 'busy', 'wrong_person',
                                              'bad_connection', 'verified', 'not_verified')),
    real_card_shown        INTEGER NOT NULL DEFAULT 0 CHECK (real_card_shown IN (0, 1)),
    card_tilted            INTEGER NOT NULL DEFAULT 0 CHECK (card_tilted IN (0, 1)),
    held_beside_face       INTEGER NOT NULL DEFAULT 0 CHECK (held_beside_face IN (0, 1)),
    face_matches           INTEGER NOT NULL DEFAULT 0 CHECK (face_matches IN (0, 1)),
    record_answers_correct INTEGER NOT NULL DEFAULT 0 CHECK (record_answers_correct IN (0, 1)),
    -- [{"challenge": …, "outcome": …}, …] as drawn when the call was started.
    challenges             TEXT NOT NULL DEFAULT '[]'
                           CHECK (json_valid(challenges) AND json_type(challenges) = 'array'),
    notes                  TEXT NOT NULL DEFAULT '',
    fraud_flag             TEXT CHECK (fraud_flag IN ('coercion', 'impersonation', 'card_not_real')),

    CHECK (scheduled_at IS NOT NULL OR started_at IS NOT NULL),
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK (ended_at IS NULL OR started_at IS NOT NULL),
    CHECK (fraud_flag IS NULL OR ended_at IS NOT NULL)
) STRICT;

CREATE INDEX video_call_request ON video_call (request_id, started_at, scheduled_at);

CREATE TABLE note (
    id         INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    request_id INTEGER NOT NULL REFERENCES change_request (id),
    staff      INTEGER NOT NULL REFERENCES staff (id),
    at         INTEGER NOT NULL,
    body       TEXT NOT NULL CHECK (body <> '')
) STRICT;

CREATE INDEX note_request ON note (request_id, id);

-- What a person has typed and not yet sent. Survives a lost claim.
CREATE TABLE draft (
    request_id INTEGER NOT NULL REFERENCES change_request (id),
    staff      INTEGER NOT NULL REFERENCES staff (id),
    slot       TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (request_id, staff, slot)
) STRICT, WITHOUT ROWID;
