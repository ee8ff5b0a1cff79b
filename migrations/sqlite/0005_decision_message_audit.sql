-- Decisions, the outbox and the audit log. All three only ever grow; the guards are in 0010 to 0012.

-- What an officer may give as a reason, with the words that the member reads.
CREATE TABLE reason_code (
    code      TEXT PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('return', 'reject')),
    finality  TEXT NOT NULL CHECK (finality IN ('retry', 'final')),
    position  INTEGER NOT NULL,
    text_th   TEXT NOT NULL CHECK (text_th <> ''),
    text_en   TEXT NOT NULL CHECK (text_en <> ''),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The words of the messages. Placeholders: {request_no}, {reasons} (texts in the member's language,
-- joined by ', '), {member_text} (what the officer typed for the member; it comes last, because it may
-- be empty), {call_time}, {channel}.
-- No addresses of web pages: sender registration forbids them, and so does good practice.
CREATE TABLE sms_template (
    template TEXT NOT NULL
             CHECK (template IN ('filed', 'returned', 'approved', 'security_notice', 'rejected',
                                 'overturned', 'call_appointment')),
    language TEXT NOT NULL CHECK (language IN ('th', 'en')),
    body     TEXT NOT NULL CHECK (body <> ''),
    PRIMARY KEY (template, language)
) STRICT, WITHOUT ROWID;

-- Inserting a row here is how anything is decided. A decision names the evidence that was seen.
CREATE TABLE decision (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    request_id           INTEGER NOT NULL REFERENCES change_request (id),
    kind                 TEXT NOT NULL
                         CHECK (kind IN ('approve', 'reject', 'return', 'escalate', 'confirm', 'overturn')),
    -- The leading reason, then the others as a JSON array of codes.
    reason_code          TEXT REFERENCES reason_code (code),
    further_reason_codes TEXT NOT NULL DEFAULT '[]'
                         CHECK (json_valid(further_reason_codes)
                                AND json_type(further_reason_codes) = 'array'),
    -- What the member reads, and what only staff read: kept apart.
    member_text          TEXT NOT NULL DEFAULT '',
    note                 TEXT NOT NULL DEFAULT '',
    staff                INTEGER NOT NULL REFERENCES staff (id),
    at                   INTEGER NOT NULL,
    revision             INTEGER NOT NULL,
    id_card_sha256       TEXT NOT NULL,
    selfie_sha256        TEXT NOT NULL,
    -- Chosen once for each intent: a retry after a lost answer finds the first result.
    idempotency_key      TEXT NOT NULL CHECK (idempotency_key <> '')
) STRICT;

CREATE UNIQUE INDEX decision_idempotency_key ON decision (idempotency_key);
CREATE INDEX decision_request ON decision (request_id, id);

-- The outbox.
CREATE TABLE sms_message (
    id              INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    request_id      INTEGER NOT NULL REFERENCES change_request (id),
    decision_id     INTEGER REFERENCES decision (id),
    call_id         INTEGER REFERENCES video_call (id),
    member_id       INTEGER NOT NULL REFERENCES member (id),
    template        TEXT NOT NULL,
    language        TEXT NOT NULL,
    to_phone        TEXT NOT NULL,
    body            TEXT NOT NULL CHECK (body <> '' AND length(body) <= 2000),
    -- Counted by a trigger as `coe_domain::sms_text::measure` counts; 0 only while inserting.
    segments        INTEGER NOT NULL DEFAULT 0,
    state           TEXT NOT NULL DEFAULT 'queued'
                    CHECK (state IN ('queued', 'sending', 'accepted', 'delivered', 'failed', 'unknown')),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    gateway_ref     TEXT,
    failure         TEXT,
    queued_at       INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sms_message_request ON sms_message (request_id, id);
CREATE INDEX sms_message_state ON sms_message (state, id);
CREATE INDEX sms_message_due ON sms_message (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX sms_message_sending ON sms_message (changed_at) WHERE state = 'sending';
CREATE INDEX sms_message_decision ON sms_message (decision_id) WHERE decision_id IS NOT NULL;
CREATE UNIQUE INDEX sms_message_call ON sms_message (call_id) WHERE call_id IS NOT NULL;

-- `detail` is a JSON object of codes and counts. Personal data never comes in here: the log is kept
-- longer than anything else and read by more people.
CREATE TABLE audit_event (
    id         INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    at         INTEGER NOT NULL,
    actor      INTEGER REFERENCES staff (id),
    action     TEXT NOT NULL CHECK (action <> ''),
    request_id INTEGER REFERENCES change_request (id),
    member_id  INTEGER REFERENCES member (id),
    detail     TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail) AND json_type(detail) = 'object')
) STRICT;

CREATE INDEX audit_event_request ON audit_event (request_id, id) WHERE request_id IS NOT NULL;
CREATE INDEX audit_event_member ON audit_event (member_id, id) WHERE member_id IS NOT NULL;

-- Checkpoints of the hash chain over audit_event, filled by the sealer.
CREATE TABLE audit_seal (
    id         INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    sealed_at  INTEGER NOT NULL,
    -- The last event in the chain so far, and how many came before it.
    event_id   INTEGER NOT NULL REFERENCES audit_event (id),
    events     INTEGER NOT NULL CHECK (events > 0),
    chain_hash TEXT NOT NULL CHECK (length(chain_hash) = 64),
    key_id     TEXT NOT NULL,
    signature  TEXT NOT NULL
) STRICT;
