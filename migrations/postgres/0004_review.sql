-- What officers write down while they review: checks, calls, notes, drafts. The rules are in 0009.

-- The checks an approval requires. The table is the authority; `position` is the order of the work.
CREATE TABLE check_definition (
    code     text COLLATE "C" PRIMARY KEY,
    required boolean NOT NULL,
    position integer NOT NULL
);

INSERT INTO check_definition (code, required, position)
VALUES ('name_matches', true, 1),
       ('id_number_matches', true, 2),
       ('birth_date_matches', true, 3),
       ('card_not_expired', true, 4),
       ('face_matches_selfie', true, 5),
       ('selfie_holds_card', true, 6),
       ('no_sign_of_editing', true, 7);

-- One row for each check and round of photos. Opening a check again sets its outcome to NULL.
CREATE TABLE review_check (
    request_id bigint NOT NULL REFERENCES change_request (id),
    revision   integer NOT NULL,
    code       text NOT NULL REFERENCES check_definition (code),
    outcome    text CHECK (outcome IN ('passed', 'failed', 'unreadable')),
    note       text NOT NULL DEFAULT '' CHECK (length(note) <= 4000),
    staff      bigint NOT NULL REFERENCES staff (id),
    set_at     timestamptz(3) NOT NULL,
    PRIMARY KEY (request_id, revision, code)
);

CREATE TABLE video_call (
    id                     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id             bigint NOT NULL REFERENCES change_request (id),
    revision               integer NOT NULL,
    staff                  bigint NOT NULL REFERENCES staff (id),
    channel                text NOT NULL
                           CHECK (channel IN ('line', 'google_meet', 'zoom', 'teams', 'other')),
    link                   text,
    scheduled_at           timestamptz(3),
    started_at             timestamptz(3),
    ended_at               timestamptz(3),
    outcome                text
                           CHECK (outcome IN ('no_answer', 'busy', 'wrong_person',
                                              'bad_connection', 'verified', 'not_verified')),
    real_card_shown        boolean NOT NULL DEFAULT false,
    card_tilted            boolean NOT NULL DEFAULT false,
    held_beside_face       boolean NOT NULL DEFAULT false,
    face_matches           boolean NOT NULL DEFAULT false,
    record_answers_correct boolean NOT NULL DEFAULT false,
    -- [{"challenge": …, "outcome": …}, …] as drawn when the call was started.
    challenges             jsonb NOT NULL DEFAULT '[]',
    notes                  text NOT NULL DEFAULT '' CHECK (length(notes) <= 10000),
    fraud_flag             text CHECK (fraud_flag IN ('coercion', 'impersonation', 'card_not_real')),

    -- Each is one of `coe_domain::Challenge`, and its outcome one of `ChallengeOutcome` or null: what is
    -- no challenge must not count as one that was passed. `strict`, because a list in a list is none.
    CONSTRAINT challenges_known CHECK (
        CASE jsonb_typeof(challenges)
            WHEN 'array' THEN
                jsonb_array_length(challenges) = jsonb_array_length(jsonb_path_query_array(
                    challenges,
                    'strict $[*] ? (
                         @.challenge like_regex
                         "^(cover_photo|read_third_group|tilt_card|turn_head_left|turn_head_right|card_beside_face|show_back|hand_before_face)$"
                         && (@.outcome == null || @.outcome like_regex "^(passed|failed|skipped)$"))'))
            ELSE false
        END),
    CHECK (scheduled_at IS NOT NULL OR started_at IS NOT NULL),
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK (ended_at IS NULL OR started_at IS NOT NULL),
    CHECK (fraud_flag IS NULL OR ended_at IS NOT NULL)
);

CREATE INDEX video_call_request ON video_call (request_id, started_at, scheduled_at);

CREATE TABLE note (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES change_request (id),
    staff      bigint NOT NULL REFERENCES staff (id),
    at         timestamptz(3) NOT NULL,
    body       text NOT NULL CHECK (body <> '')
);

CREATE INDEX note_request ON note (request_id, id);

-- What a person has typed and not yet sent. Survives a lost claim. Nobody reads another's (0015).
CREATE TABLE draft (
    request_id bigint NOT NULL REFERENCES change_request (id),
    staff      bigint NOT NULL REFERENCES staff (id),
    slot       text COLLATE "C" NOT NULL,
    body       text NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    PRIMARY KEY (request_id, staff, slot)
);
