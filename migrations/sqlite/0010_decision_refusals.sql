-- When a decision is refused. One trigger, because the order of the questions matters and SQLite
-- promises no order among several: first who, then what, then whether it is ready.

CREATE TRIGGER decision_refused BEFORE INSERT ON decision
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0;
    SELECT RAISE(ABORT, 'desk:key_reused')
    WHERE EXISTS (SELECT 1 FROM decision WHERE idempotency_key = NEW.idempotency_key);

    -- Who.
    SELECT RAISE(ABORT, 'desk:staff_inactive')
    WHERE NOT EXISTS (SELECT 1 FROM staff WHERE id = NEW.staff AND is_active = 1);
    SELECT RAISE(ABORT, 'desk:role_not_allowed')
    WHERE NOT EXISTS (SELECT 1 FROM staff
                      WHERE id = NEW.staff AND role IN ('officer', 'supervisor'));
    -- History only grows at its end.
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE abs(NEW.at - (SELECT at FROM desk_now)) > 60000;

    -- What.
    SELECT RAISE(ABORT, 'desk:request_not_open')
    WHERE NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      WHERE r.id = NEW.request_id
                        AND CASE NEW.kind
                                WHEN 'approve' THEN r.status = 'pending'
                                WHEN 'escalate' THEN r.status = 'pending'
                                WHEN 'confirm' THEN r.status = 'escalated'
                                WHEN 'overturn' THEN r.status = 'approved'
                                ELSE r.status IN ('pending', 'escalated')
                            END);
    SELECT RAISE(ABORT, 'desk:role_not_allowed')
    WHERE (SELECT role FROM staff WHERE id = NEW.staff) <> 'supervisor'
      AND (NEW.kind IN ('confirm', 'overturn')
           OR (SELECT status FROM change_request WHERE id = NEW.request_id) = 'escalated');
    SELECT RAISE(ABORT, 'desk:claim_not_held')
    WHERE NEW.kind <> 'overturn'
      AND (SELECT claimed_by FROM change_request WHERE id = NEW.request_id) IS NOT NEW.staff;
    SELECT RAISE(ABORT, 'desk:claim_expired')
    WHERE NEW.kind <> 'overturn'
      AND (SELECT claim_expires_at FROM change_request WHERE id = NEW.request_id)
          <= (SELECT at FROM desk_now);
    SELECT RAISE(ABORT, 'desk:fraud_flag_open')
    WHERE NEW.kind <> 'escalate'
      AND (SELECT fraud_flagged FROM change_request WHERE id = NEW.request_id) = 1
      AND (SELECT role FROM staff WHERE id = NEW.staff) <> 'supervisor';

    -- The decision binds the evidence that was seen.
    SELECT RAISE(ABORT, 'desk:evidence_changed')
    WHERE NEW.kind <> 'overturn'
      AND NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      JOIN request_image AS c
                        ON c.request_id = r.id AND c.revision = r.revision AND c.kind = 'id_card'
                      JOIN request_image AS s
                        ON s.request_id = r.id AND s.revision = r.revision AND s.kind = 'selfie'
                      WHERE r.id = NEW.request_id
                        AND r.revision = NEW.revision
                        AND c.sha256 = NEW.id_card_sha256
                        AND s.sha256 = NEW.selfie_sha256);

    -- Reasons: at least one for return and reject, none for the others, each in use, of the right
    -- kind and given once.
    SELECT RAISE(ABORT, 'desk:reason_invalid')
    WHERE (NEW.kind IN ('return', 'reject')) <> (NEW.reason_code IS NOT NULL)
       OR (NEW.reason_code IS NULL AND json_array_length(NEW.further_reason_codes) <> 0)
       OR EXISTS (SELECT 1
                  FROM (SELECT NEW.reason_code AS code WHERE NEW.reason_code IS NOT NULL
                        UNION ALL
                        SELECT value FROM json_each(NEW.further_reason_codes)) AS given
                  WHERE NOT EXISTS (SELECT 1 FROM reason_code AS r
                                    WHERE r.code = given.code
                                      AND r.kind = NEW.kind
                                      AND r.is_active = 1))
       OR EXISTS (SELECT 1
                  FROM (SELECT NEW.reason_code AS code
                        UNION ALL
                        SELECT value FROM json_each(NEW.further_reason_codes))
                  WHERE code IS NOT NULL
                  GROUP BY code
                  HAVING count(*) > 1);
    -- Whoever hands a request on says why, unless a fraud flag says it already.
    SELECT RAISE(ABORT, 'desk:reason_invalid')
    WHERE NEW.kind = 'escalate'
      AND trim(NEW.note) = ''
      AND (SELECT fraud_flagged FROM change_request WHERE id = NEW.request_id) = 0;

    -- Four eyes. A login that was locked before the filing waits for a supervisor as well.
    SELECT RAISE(ABORT, 'desk:four_eyes_required')
    WHERE NEW.kind = 'approve'
      AND EXISTS (SELECT 1
                  FROM change_request AS r
                  JOIN member AS m ON m.id = r.member_id
                  WHERE r.id = NEW.request_id
                    AND (r.risk = 'high' OR m.login_state = 'locked'));
    SELECT RAISE(ABORT, 'desk:same_person')
    WHERE (NEW.kind = 'confirm'
           AND (SELECT escalated_by FROM change_request WHERE id = NEW.request_id) = NEW.staff)
       OR (NEW.kind = 'overturn'
           AND (SELECT d.staff
                FROM change_request AS r
                JOIN decision AS d ON d.id = r.last_decision_id
                WHERE r.id = NEW.request_id) = NEW.staff);

    -- Whether it is ready.
    SELECT RAISE(ABORT, 'desk:checks_incomplete')
    WHERE NEW.kind IN ('approve', 'confirm')
      AND EXISTS (SELECT 1
                  FROM check_definition AS d
                  WHERE d.required = 1
                    AND NOT EXISTS (SELECT 1 FROM review_check AS c
                                    WHERE c.request_id = NEW.request_id
                                      AND c.revision = NEW.revision
                                      AND c.code = d.code
                                      AND c.outcome = 'passed'));
    SELECT RAISE(ABORT, 'desk:no_verified_call')
    WHERE NEW.kind IN ('approve', 'confirm')
      AND NOT EXISTS (SELECT 1 FROM video_call
                      WHERE request_id = NEW.request_id
                        AND revision = NEW.revision
                        AND outcome = 'verified'
                        AND fraud_flag IS NULL);
    -- Also for an overturn: putting an old number back over a later change would undo that one.
    SELECT RAISE(ABORT, 'desk:phone_changed')
    WHERE NEW.kind IN ('approve', 'confirm', 'overturn')
      AND NOT EXISTS (SELECT 1
                      FROM change_request AS r
                      JOIN member AS m ON m.id = r.member_id
                      WHERE r.id = NEW.request_id
                        AND m.phone = iif(NEW.kind = 'overturn', r.new_phone, r.old_phone));
END;

CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;
