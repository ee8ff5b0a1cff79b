-- Decisions, the outbox and the audit log. All three only ever grow; the rules are in 0010 to 0012.

-- What an officer may give as a reason, with the words that the member reads.
CREATE TABLE reason_code (
    code      text COLLATE "C" PRIMARY KEY,
    kind      text COLLATE "C" NOT NULL CHECK (kind IN ('return', 'reject')),
    finality  text NOT NULL CHECK (finality IN ('retry', 'final')),
    position  integer NOT NULL,
    text_th   text NOT NULL CHECK (text_th <> ''),
    text_en   text NOT NULL CHECK (text_en <> ''),
    is_active boolean NOT NULL DEFAULT true
);

-- The words of the messages. Placeholders: {request_no}, {reasons} (texts in the member's language,
-- joined by ', '), {member_text} (what the officer typed for the member; it comes last, because it may
-- be empty), {call_time}, {channel}.
-- No addresses of web pages: sender registration forbids them, and so does good practice.
CREATE TABLE sms_template (
    template text COLLATE "C" NOT NULL
             CHECK (template IN ('filed', 'returned', 'approved', 'security_notice', 'rejected',
                                 'overturned', 'call_appointment')),
    language text COLLATE "C" NOT NULL CHECK (language IN ('th', 'en')),
    body     text NOT NULL CHECK (body <> ''),
    PRIMARY KEY (template, language)
);

-- Inserting a row here is how anything is decided. A decision names the evidence that was seen. `staff`
-- and `at` are nobody's to give: the database writes who asked, and when.
CREATE TABLE decision (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id           bigint NOT NULL REFERENCES change_request (id),
    kind                 text NOT NULL
                         CHECK (kind IN ('approve', 'reject', 'return', 'escalate', 'confirm', 'overturn')),
    -- The leading reason, then the others.
    reason_code          text REFERENCES reason_code (code),
    further_reason_codes text[] NOT NULL DEFAULT '{}',
    -- What the member reads, and what only staff read: kept apart.
    member_text          text NOT NULL DEFAULT '' CHECK (length(member_text) <= 1000),
    note                 text NOT NULL DEFAULT '' CHECK (length(note) <= 10000),
    staff                bigint NOT NULL REFERENCES staff (id),
    at                   timestamptz(3) NOT NULL,
    revision             integer NOT NULL,
    id_card_sha256       text NOT NULL,
    selfie_sha256        text NOT NULL,
    -- Chosen once for each intent: a retry after a lost answer finds the first result.
    idempotency_key      text COLLATE "C" NOT NULL UNIQUE CHECK (idempotency_key <> '')
);

CREATE INDEX decision_request ON decision (request_id, id);

ALTER TABLE change_request
ADD FOREIGN KEY (last_decision_id) REFERENCES decision (id);

-- The outbox.
CREATE TABLE sms_message (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id      bigint NOT NULL REFERENCES change_request (id),
    decision_id     bigint REFERENCES decision (id),
    call_id         bigint REFERENCES video_call (id),
    member_id       bigint NOT NULL REFERENCES member (id),
    template        text NOT NULL,
    language        text NOT NULL,
    to_phone        text NOT NULL,
    body            text NOT NULL CHECK (body <> '' AND length(body) <= 2000),
    -- Counted as `coe_domain::sms_text::measure` counts.
    segments        integer NOT NULL,
    state           text NOT NULL DEFAULT 'queued'
                    CHECK (state IN ('queued', 'sending', 'accepted', 'delivered', 'failed', 'unknown')),
    attempts        integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    gateway_ref     text,
    failure         text,
    queued_at       timestamptz(3) NOT NULL,
    changed_at      timestamptz(3) NOT NULL,
    next_attempt_at timestamptz(3) NOT NULL
);

CREATE INDEX sms_message_request ON sms_message (request_id, id);
CREATE INDEX sms_message_state ON sms_message (state, id);
CREATE INDEX sms_message_due ON sms_message (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX sms_message_sending ON sms_message (changed_at) WHERE state = 'sending';
CREATE INDEX sms_message_decision ON sms_message (decision_id) WHERE decision_id IS NOT NULL;
CREATE UNIQUE INDEX sms_message_call ON sms_message (call_id) WHERE call_id IS NOT NULL;

-- `detail` is a JSON object of codes and counts. Personal data never comes in here: the log is kept
-- longer than anything else and read by more people.
CREATE TABLE audit_event (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz(3) NOT NULL,
    actor      bigint REFERENCES staff (id),
    action     text NOT NULL CHECK (action <> ''),
    request_id bigint REFERENCES change_request (id),
    member_id  bigint REFERENCES member (id),
    detail     jsonb NOT NULL DEFAULT '{}'
               CHECK (jsonb_typeof(detail) = 'object' AND length(detail::text) <= 4000),
    -- The transaction that wrote it: tells what is on record already from what may be rolled back yet.
    written_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);

CREATE INDEX audit_event_request ON audit_event (request_id, id) WHERE request_id IS NOT NULL;
CREATE INDEX audit_event_member ON audit_event (member_id, id) WHERE member_id IS NOT NULL;

-- Checkpoints of the hash chain over audit_event, filled by the sealer.
CREATE TABLE audit_seal (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sealed_at  timestamptz(3) NOT NULL,
    -- The last event in the chain so far, and how many came before it.
    event_id   bigint NOT NULL REFERENCES audit_event (id),
    events     bigint NOT NULL CHECK (events > 0),
    chain_hash text NOT NULL CHECK (length(chain_hash) = 64),
    key_id     text NOT NULL,
    signature  text NOT NULL
);
