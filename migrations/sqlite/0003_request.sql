-- Phone-change requests and their photos. Who files by SQL inserts a row with member_id,
-- stated_name, stated_national_id, old_phone, new_phone and submitted_at, then two photos of
-- revision 1; everything else is filled in by the triggers of 0007.

-- Where the running numbers of the months stand. A rolled-back filing gives its number back.
CREATE TABLE request_counter (
    year_be      INTEGER NOT NULL CHECK (year_be BETWEEN 0 AND 99),
    month        INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    last_running INTEGER NOT NULL CHECK (last_running >= 0),
    PRIMARY KEY (year_be, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE change_request (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    -- '' only while the filing statement runs.
    request_no         TEXT NOT NULL DEFAULT '',
    member_id          INTEGER NOT NULL REFERENCES member (id),
    stated_name        TEXT NOT NULL,
    stated_national_id TEXT NOT NULL,
    old_phone          TEXT NOT NULL,
    new_phone          TEXT NOT NULL
                       CHECK (length(new_phone) = 10 AND new_phone GLOB '0[689]*'
                              AND new_phone NOT GLOB '*[^0-9]*'),
    status             TEXT NOT NULL DEFAULT 'pending'
                       CHECK (status IN ('pending', 'returned', 'escalated', 'approved', 'rejected', 'cancelled')),
    risk               TEXT NOT NULL DEFAULT 'low' CHECK (risk IN ('low', 'medium', 'high')),
    -- Higher goes first.
    priority           INTEGER NOT NULL DEFAULT 0 CHECK (abs(priority) <= 1000000),
    -- Both again so that more urgent is smaller: the keys of a page then all ascend, and one row
    -- comparison (a, b, c) > (?, ?, ?) finds the next page in the index.
    priority_order     INTEGER GENERATED ALWAYS AS (-priority) VIRTUAL,
    risk_order         INTEGER GENERATED ALWAYS AS
                       (CASE risk WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END) VIRTUAL,
    submitted_at       INTEGER NOT NULL,
    revision           INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    -- The lease. An expired one stays readable, so that its holder can be told.
    claimed_by         INTEGER REFERENCES staff (id),
    claimed_at         INTEGER,
    claim_expires_at   INTEGER,
    -- Who gave the claim up before its time; the guard needs to know who asks.
    claim_released_by  INTEGER REFERENCES staff (id),
    -- What to restore when nothing changes. Of a second request filed while another is open: what
    -- the first one found, not the suspension it caused.
    login_state_before TEXT NOT NULL DEFAULT 'enabled'
                       CHECK (login_state_before IN ('enabled', 'suspended', 'locked')),
    returned_at        INTEGER,
    -- [[from, to], …]: while the request waited for the member, its target time stood still.
    waited             TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(waited)),
    closed_at          INTEGER,
    escalated_by       INTEGER REFERENCES staff (id),
    fraud_flagged      INTEGER NOT NULL DEFAULT 0 CHECK (fraud_flagged IN (0, 1)),
    last_decision_id   INTEGER REFERENCES decision (id),
    -- NULL only while the effects of a filing, decision or cancellation are being written. The
    -- guards of member, phone_history and sms_message let a change pass in that window only.
    effects_applied_at INTEGER,

    CHECK ((status IN ('approved', 'rejected', 'cancelled')) = (closed_at IS NOT NULL)),
    CHECK ((status = 'returned') = (returned_at IS NOT NULL)),
    CHECK ((status = 'escalated') = (escalated_by IS NOT NULL)),
    CHECK ((claimed_by IS NULL) = (claim_expires_at IS NULL)),
    CHECK ((claimed_by IS NULL) = (claimed_at IS NULL)),
    CHECK (claimed_by IS NULL OR status IN ('pending', 'escalated')),
    CHECK (fraud_flagged = 0 OR risk = 'high')
) STRICT;

CREATE UNIQUE INDEX change_request_no ON change_request (request_no);
CREATE INDEX change_request_member ON change_request (member_id, submitted_at);
CREATE INDEX change_request_new_phone ON change_request (new_phone);
CREATE INDEX change_request_claim ON change_request (claimed_by, claim_expires_at)
WHERE claimed_by IS NOT NULL;
CREATE INDEX change_request_in_effect ON change_request (member_id) WHERE effects_applied_at IS NULL;

-- One index for each order of the queue, so that a page is read and never sorted. The third also
-- answers "overdue" (status, submitted_at, revision) without touching the rows.
CREATE INDEX change_request_urgent ON change_request (status, priority_order, submitted_at, id);
CREATE INDEX change_request_risk ON change_request (status, risk_order, submitted_at, id);
CREATE INDEX change_request_newest ON change_request (status, submitted_at, id, revision);
CREATE INDEX change_request_closed ON change_request (status, closed_at, id);
CREATE INDEX change_request_risk_urgent
ON change_request (status, risk, priority_order, submitted_at, id);

-- How many requests stand where: counting a million closed rows at every refresh would be felt.
CREATE TABLE request_tally (
    status TEXT PRIMARY KEY,
    total  INTEGER NOT NULL CHECK (total >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO request_tally (status, total)
VALUES ('pending', 0), ('returned', 0), ('escalated', 0),
       ('approved', 0), ('rejected', 0), ('cancelled', 0);

CREATE TRIGGER request_tally_insert AFTER INSERT ON change_request
BEGIN
    UPDATE request_tally SET total = total + 1 WHERE status = NEW.status;
END;

CREATE TRIGGER request_tally_update AFTER UPDATE ON change_request
WHEN NEW.status IS NOT OLD.status
BEGIN
    UPDATE request_tally SET total = total - 1 WHERE status = OLD.status;
    UPDATE request_tally SET total = total + 1 WHERE status = NEW.status;
END;

CREATE TABLE request_image (
    id         INTEGER PRIMARY KEY CHECK (id > 0),
    request_id INTEGER NOT NULL REFERENCES change_request (id),
    revision   INTEGER NOT NULL CHECK (revision >= 1),
    kind       TEXT NOT NULL CHECK (kind IN ('id_card', 'selfie')),
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    -- Perceptual hash and measured quality, for later signals.
    phash      INTEGER,
    media_type TEXT,
    byte_len   INTEGER NOT NULL CHECK (byte_len >= 0),
    width      INTEGER NOT NULL CHECK (width >= 0),
    height     INTEGER NOT NULL CHECK (height >= 0),
    quality    TEXT CHECK (quality IS NULL OR json_valid(quality)),
    added_at   INTEGER NOT NULL,
    purged_at  INTEGER,
    -- Last, so that reading the other columns never walks through megabytes of overflow pages.
    bytes      BLOB,

    CHECK ((bytes IS NULL) = (purged_at IS NOT NULL)),
    UNIQUE (request_id, revision, kind)
) STRICT;

CREATE INDEX request_image_sha256 ON request_image (sha256, request_id);
