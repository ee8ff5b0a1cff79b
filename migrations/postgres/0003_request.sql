-- Phone-change requests and their photos. Who files by SQL inserts a row with member_id, stated_name,
-- stated_national_id, old_phone, new_phone and submitted_at, then two photos of revision 1; everything
-- else is filled in by the triggers of 0007.

-- Where the running numbers of the months stand. A rolled-back filing gives its number back.
CREATE TABLE request_counter (
    year_be      integer NOT NULL CHECK (year_be BETWEEN 0 AND 99),
    month        integer NOT NULL CHECK (month BETWEEN 1 AND 12),
    last_running integer NOT NULL CHECK (last_running >= 0),
    PRIMARY KEY (year_be, month)
);

CREATE TABLE change_request (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_no          text COLLATE "C" NOT NULL UNIQUE DEFAULT '',
    member_id           bigint NOT NULL REFERENCES member (id),
    stated_name         text NOT NULL,
    stated_national_id  text NOT NULL CHECK (stated_national_id ~ '^[0-9]{13}$'),
    old_phone           text NOT NULL,
    new_phone           mobile NOT NULL,
    status              text NOT NULL DEFAULT 'pending'
                        CHECK (status IN ('pending', 'returned', 'escalated', 'approved', 'rejected',
                                          'cancelled')),
    risk                text NOT NULL DEFAULT 'low' CHECK (risk IN ('low', 'medium', 'high')),
    -- Higher goes first.
    priority            bigint NOT NULL DEFAULT 0 CHECK (abs(priority) <= 1000000),
    -- Both again so that more urgent is smaller: the keys of a page then all ascend, and one row
    -- comparison (a, b, c) > (?, ?, ?) finds the next page in the index.
    priority_order      bigint GENERATED ALWAYS AS (-priority) STORED,
    risk_order          bigint GENERATED ALWAYS AS
                        (CASE risk WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END) STORED,
    submitted_at        timestamptz(3) NOT NULL DEFAULT desk.clock(),
    revision            integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
    -- The lease. An expired one stays readable, so that its holder can be told.
    claimed_by          bigint REFERENCES staff (id),
    claimed_at          timestamptz(3),
    claim_expires_at    timestamptz(3),
    -- What to restore when nothing changes. Of a second request filed while another is open: what
    -- the first one found, not the suspension it caused.
    login_state_before  text NOT NULL DEFAULT 'enabled'
                        CHECK (login_state_before IN ('enabled', 'suspended', 'locked')),
    returned_at         timestamptz(3),
    -- [[from, to], …] in unix milliseconds: while the request waited for the member, its target time
    -- stood still.
    waited              jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(waited) = 'array'),
    closed_at           timestamptz(3),
    escalated_by        bigint REFERENCES staff (id),
    fraud_flagged       boolean NOT NULL DEFAULT false,
    -- Who took the risk down from `high`: such a person does not approve alone (0010).
    high_risk_lifted_by bigint REFERENCES staff (id),
    last_decision_id    bigint,
    -- NULL only while the effects of a filing, decision or cancellation are being written. The
    -- guards of member, phone_history and sms_message let a change pass in that window only.
    effects_applied_at  timestamptz(3),

    CHECK ((status IN ('approved', 'rejected', 'cancelled')) = (closed_at IS NOT NULL)),
    CHECK ((status = 'returned') = (returned_at IS NOT NULL)),
    CHECK ((status = 'escalated') = (escalated_by IS NOT NULL)),
    CHECK ((claimed_by IS NULL) = (claim_expires_at IS NULL)),
    CHECK ((claimed_by IS NULL) = (claimed_at IS NULL)),
    CHECK (claimed_by IS NULL OR status IN ('pending', 'escalated')),
    CHECK (NOT fraud_flagged OR risk = 'high')
);

ALTER TABLE phone_history
ADD FOREIGN KEY (request_id) REFERENCES change_request (id);

CREATE INDEX phone_history_request ON phone_history (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX change_request_member ON change_request (member_id, submitted_at);
CREATE INDEX change_request_new_phone ON change_request (new_phone);
CREATE INDEX change_request_claim ON change_request (claimed_by, claim_expires_at)
WHERE claimed_by IS NOT NULL;
CREATE INDEX change_request_in_effect ON change_request (member_id) WHERE effects_applied_at IS NULL;

-- One index for each order of the queue, so that a page is read and never sorted. The third also
-- answers "overdue" (status, submitted_at, revision) without touching the rows.
CREATE INDEX change_request_urgent ON change_request (status, priority_order, submitted_at, id);
CREATE INDEX change_request_risk ON change_request (status, risk_order, submitted_at, id);
CREATE INDEX change_request_newest ON change_request (status, submitted_at, id) INCLUDE (revision);
CREATE INDEX change_request_closed ON change_request (status, closed_at, id);
CREATE INDEX change_request_risk_urgent
ON change_request (status, risk, priority_order, submitted_at, id);

-- How many requests stand where: counting a million closed rows at every refresh would be felt. Each
-- status has several slots, so that desks that decide at the same moment seldom wait for one row; the
-- total is their sum.
CREATE TABLE request_tally (
    status text NOT NULL,
    slot   integer NOT NULL CHECK (slot BETWEEN 0 AND 31),
    total  bigint NOT NULL,
    PRIMARY KEY (status, slot)
) WITH (fillfactor = 50);

INSERT INTO request_tally (status, slot, total)
SELECT status, slot, 0
FROM unnest(ARRAY['pending', 'returned', 'escalated', 'approved', 'rejected', 'cancelled']) AS status
CROSS JOIN generate_series(0, 31) AS slot;

-- In the order of the names, so that two who come at once never wait for each other in a circle.
CREATE FUNCTION request_tally_count() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    mine integer := pg_backend_pid() % 32;
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE desk.request_tally SET total = total + 1 WHERE status = NEW.status AND slot = mine;
    ELSIF OLD.status < NEW.status THEN
        UPDATE desk.request_tally SET total = total - 1 WHERE status = OLD.status AND slot = mine;
        UPDATE desk.request_tally SET total = total + 1 WHERE status = NEW.status AND slot = mine;
    ELSE
        UPDATE desk.request_tally SET total = total + 1 WHERE status = NEW.status AND slot = mine;
        UPDATE desk.request_tally SET total = total - 1 WHERE status = OLD.status AND slot = mine;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER request_tally_insert AFTER INSERT ON change_request
FOR EACH ROW EXECUTE FUNCTION request_tally_count();
CREATE TRIGGER request_tally_update AFTER UPDATE ON change_request
FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status)
EXECUTE FUNCTION request_tally_count();

CREATE TABLE request_image (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES change_request (id),
    revision   integer NOT NULL CHECK (revision >= 1),
    kind       text NOT NULL CHECK (kind IN ('id_card', 'selfie')),
    sha256     text COLLATE "C" NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    -- Perceptual hash and measured quality, for later signals.
    phash      bigint,
    media_type text,
    byte_len   bigint NOT NULL CHECK (byte_len >= 0),
    width      bigint NOT NULL CHECK (width >= 0),
    height     bigint NOT NULL CHECK (height >= 0),
    quality    json,
    added_at   timestamptz(3) NOT NULL DEFAULT desk.clock(),
    purged_at  timestamptz(3),
    bytes      bytea,

    CHECK ((bytes IS NULL) = (purged_at IS NOT NULL)),
    UNIQUE (request_id, revision, kind)
);

-- A JPEG does not get smaller.
ALTER TABLE request_image ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE INDEX request_image_sha256 ON request_image (sha256, request_id);
