-- What may happen to a request after it was filed. Every change of status opens the window
-- `effects_applied_at IS NULL`, in which one trigger writes all effects and closes it again.

CREATE TRIGGER request_no_delete BEFORE DELETE ON change_request
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

-- What was filed stays as it was filed. Only the filing trigger itself fills in the number.
CREATE TRIGGER request_identity BEFORE UPDATE ON change_request
WHEN NEW.id IS NOT OLD.id
  OR NEW.member_id IS NOT OLD.member_id
  OR NEW.stated_name IS NOT OLD.stated_name
  OR NEW.stated_national_id IS NOT OLD.stated_national_id
  OR NEW.old_phone IS NOT OLD.old_phone
  OR NEW.new_phone IS NOT OLD.new_phone
  OR NEW.submitted_at IS NOT OLD.submitted_at
  OR (OLD.request_no <> ''
      AND (NEW.request_no IS NOT OLD.request_no
           OR NEW.login_state_before IS NOT OLD.login_state_before))
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER request_state BEFORE UPDATE ON change_request
WHEN NEW.status IS NOT OLD.status
  OR NEW.last_decision_id IS NOT OLD.last_decision_id
  OR NEW.revision IS NOT OLD.revision
  OR NEW.returned_at IS NOT OLD.returned_at
  OR NEW.closed_at IS NOT OLD.closed_at
  OR NEW.escalated_by IS NOT OLD.escalated_by
  OR NEW.waited IS NOT OLD.waited
  OR NEW.effects_applied_at IS NOT OLD.effects_applied_at
BEGIN
    -- Without a change of status only the window may close.
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.status IS OLD.status
      AND (NEW.last_decision_id IS NOT OLD.last_decision_id
           OR NEW.revision IS NOT OLD.revision
           OR NEW.returned_at IS NOT OLD.returned_at
           OR NEW.closed_at IS NOT OLD.closed_at
           OR NEW.escalated_by IS NOT OLD.escalated_by
           OR NEW.waited IS NOT OLD.waited
           OR OLD.effects_applied_at IS NOT NULL);

    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.status IS NOT OLD.status
      AND (NEW.effects_applied_at IS NOT NULL
           OR OLD.effects_applied_at IS NULL
           OR NEW.claimed_by IS NOT NULL);

    -- By a decision: a new one on this request, whose kind leads to this status. Decisions take
    -- effect as they are inserted, so there is never an unused one to point at.
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.last_decision_id IS NOT OLD.last_decision_id
      AND (NEW.revision IS NOT OLD.revision
           OR NEW.waited IS NOT OLD.waited
           OR NOT EXISTS (SELECT 1
                          FROM decision AS d
                          WHERE d.id = NEW.last_decision_id
                            AND d.request_id = NEW.id
                            AND d.id > COALESCE(OLD.last_decision_id, 0)
                            AND NEW.status = CASE d.kind
                                                 WHEN 'approve' THEN 'approved'
                                                 WHEN 'confirm' THEN 'approved'
                                                 WHEN 'reject' THEN 'rejected'
                                                 WHEN 'return' THEN 'returned'
                                                 WHEN 'escalate' THEN 'escalated'
                                                 WHEN 'overturn' THEN 'cancelled'
                                             END));

    -- By the member: new photos for a returned request, or taking it back.
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.status IS NOT OLD.status
      AND NEW.last_decision_id IS OLD.last_decision_id
      AND NOT (OLD.status = 'returned'
               AND NEW.status = 'pending'
               AND NEW.revision = OLD.revision + 1)
      AND NOT (OLD.status IN ('pending', 'returned')
               AND NEW.status = 'cancelled'
               AND NEW.revision = OLD.revision
               AND NEW.waited IS OLD.waited);
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE (NEW.closed_at IS NOT OLD.closed_at
           AND abs(NEW.closed_at - (SELECT at FROM desk_now)) > 60000)
       OR (NEW.waited IS NOT OLD.waited
           AND json_array_length(NEW.waited) IS NOT json_array_length(OLD.waited) + 1);
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE NEW.revision IS NOT OLD.revision
      AND 2 <> (SELECT count(*) FROM request_image
                WHERE request_id = NEW.id AND revision = NEW.revision);
    SELECT RAISE(ABORT, 'desk:fraud_flag_open')
    WHERE NEW.status = 'cancelled'
      AND NEW.last_decision_id IS OLD.last_decision_id
      AND NEW.status IS NOT OLD.status
      AND OLD.fraud_flagged = 1;
END;

CREATE TRIGGER request_risk BEFORE UPDATE ON change_request
WHEN NEW.risk IS NOT OLD.risk OR NEW.fraud_flagged IS NOT OLD.fraud_flagged
BEGIN
    SELECT RAISE(ABORT, 'desk:request_not_open') WHERE OLD.closed_at IS NOT NULL;
    SELECT RAISE(ABORT, 'desk:only_by_decision')
    WHERE NEW.fraud_flagged = 1
      AND OLD.fraud_flagged = 0
      AND NOT EXISTS (SELECT 1 FROM video_call
                      WHERE request_id = NEW.id AND fraud_flag IS NOT NULL);
    -- Only a confirmation settles a flag, and a flagged request stays one of high risk.
    SELECT RAISE(ABORT, 'desk:fraud_flag_open')
    WHERE (OLD.fraud_flagged = 1 AND NEW.fraud_flagged = 0
           AND NOT (NEW.status = 'approved' AND OLD.status = 'escalated'))
       OR (NEW.fraud_flagged = 1 AND NEW.risk <> 'high');
END;

CREATE TRIGGER request_risk_event AFTER UPDATE ON change_request
WHEN NEW.risk IS NOT OLD.risk
BEGIN
    INSERT INTO audit_event (at, action, request_id, member_id, detail)
    SELECT at, 'risk.changed', NEW.id, NEW.member_id, json_object('from', OLD.risk, 'to', NEW.risk)
    FROM desk_now;
END;

CREATE TRIGGER request_resubmitted AFTER UPDATE ON change_request
WHEN OLD.status = 'returned' AND NEW.status = 'pending'
BEGIN
    INSERT INTO audit_event (at, action, request_id, member_id, detail)
    SELECT at, 'request.resubmitted', NEW.id, NEW.member_id,
           json_object('revision', CAST(NEW.revision AS TEXT))
    FROM desk_now;
    UPDATE change_request SET effects_applied_at = (SELECT at FROM desk_now) WHERE id = NEW.id;
END;

CREATE TRIGGER request_cancelled AFTER UPDATE ON change_request
WHEN NEW.status = 'cancelled'
 AND NEW.status IS NOT OLD.status
 AND NEW.last_decision_id IS OLD.last_decision_id
BEGIN
    INSERT INTO audit_event (at, action, request_id, member_id)
    SELECT at, 'request.cancelled', NEW.id, NEW.member_id FROM desk_now;
    -- As after a rejection (0011): another open request keeps the login suspended.
    UPDATE member
    SET login_state = NEW.login_state_before
    WHERE id = NEW.member_id
      AND login_state = 'suspended'
      AND NOT EXISTS (SELECT 1 FROM change_request
                      WHERE member_id = NEW.member_id AND closed_at IS NULL);
    UPDATE change_request SET effects_applied_at = (SELECT at FROM desk_now) WHERE id = NEW.id;
END;

-- Photos: one of each kind for a round, added while the round is the current one (or, for a
-- returned request, the next), and never changed. Purging the bytes of a closed request stays
-- visible in `purged_at`.
CREATE TRIGGER request_image_insert BEFORE INSERT ON request_image
BEGIN
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE EXISTS (SELECT 1 FROM request_image
                  WHERE id = NEW.id
                     OR (request_id = NEW.request_id AND revision = NEW.revision AND kind = NEW.kind));
    SELECT RAISE(ABORT, 'desk:request_not_open')
    WHERE NOT EXISTS (SELECT 1 FROM change_request
                      WHERE id = NEW.request_id
                        AND ((status = 'pending' AND revision = NEW.revision)
                             OR (status = 'returned' AND revision + 1 = NEW.revision)));
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE NEW.bytes IS NULL OR NEW.byte_len <> length(NEW.bytes);
END;

CREATE TRIGGER request_image_update BEFORE UPDATE ON request_image
BEGIN
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE NEW.id IS NOT OLD.id
       OR NEW.request_id IS NOT OLD.request_id
       OR NEW.revision IS NOT OLD.revision
       OR NEW.kind IS NOT OLD.kind
       OR NEW.sha256 IS NOT OLD.sha256
       OR NEW.byte_len IS NOT OLD.byte_len
       OR NEW.width IS NOT OLD.width
       OR NEW.height IS NOT OLD.height
       OR NEW.added_at IS NOT OLD.added_at
       OR (OLD.purged_at IS NOT NULL AND NEW.purged_at IS NOT OLD.purged_at)
       OR (NEW.bytes IS NOT OLD.bytes AND NEW.bytes IS NOT NULL);
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE NEW.purged_at IS NOT OLD.purged_at
      AND EXISTS (SELECT 1 FROM change_request WHERE id = NEW.request_id AND closed_at IS NULL);
END;

CREATE TRIGGER request_image_purged AFTER UPDATE ON request_image
WHEN NEW.purged_at IS NOT NULL AND OLD.purged_at IS NULL
BEGIN
    INSERT INTO audit_event (at, action, request_id, member_id, detail)
    SELECT n.at, 'photo.purged', r.id, r.member_id,
           json_object('kind', NEW.kind, 'revision', CAST(NEW.revision AS TEXT))
    FROM change_request AS r
    CROSS JOIN desk_now AS n
    WHERE r.id = NEW.request_id;
END;

CREATE TRIGGER request_image_no_delete BEFORE DELETE ON request_image
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;
