-- When a decision is refused. One function, because the order of the questions matters: first who, then
-- what, then whether it is ready. `staff` and `at` are filled in here: the database says who asks.

-- The reasons of a decision in the order they were given.
CREATE FUNCTION given_reasons(d decision) RETURNS text[]
LANGUAGE sql IMMUTABLE
SET search_path = ''
AS $$
    SELECT array_remove(d.reason_code || d.further_reason_codes, NULL)
$$;

CREATE FUNCTION decision_refused() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who  desk.staff;
    r    desk.change_request;
    m    desk.member;
BEGIN
    PERFORM desk.present();
    -- The request before its member, as everywhere, so that nobody waits in a circle. From here on
    -- nothing that is asked below can change until this decision is through.
    SELECT * INTO r FROM desk.change_request WHERE id = NEW.request_id FOR NO KEY UPDATE;
    SELECT * INTO m FROM desk.member WHERE id = r.member_id FOR NO KEY UPDATE;

    PERFORM desk.refuse('key_reused')
    WHERE EXISTS (SELECT 1 FROM desk.decision WHERE idempotency_key = NEW.idempotency_key);

    -- Who.
    SELECT * INTO who FROM desk.staff WHERE id = desk.actor();
    PERFORM desk.refuse('role_not_allowed') WHERE NEW.staff IS NOT NULL AND NEW.staff <> who.id;
    PERFORM desk.refuse('role_not_allowed') WHERE who.role NOT IN ('officer', 'supervisor');
    NEW.staff := who.id;
    NEW.at := desk.clock();

    -- What.
    PERFORM desk.refuse('request_not_open')
    WHERE r.id IS NULL
       OR desk.is_being_decided(r.id, r.last_decision_id)
       OR NOT CASE NEW.kind
                  WHEN 'approve' THEN r.status = 'pending'
                  WHEN 'escalate' THEN r.status = 'pending'
                  WHEN 'confirm' THEN r.status = 'escalated'
                  WHEN 'overturn' THEN r.status = 'approved'
                  ELSE r.status IN ('pending', 'escalated')
              END;
    PERFORM desk.refuse('role_not_allowed')
    WHERE who.role <> 'supervisor'
      AND (NEW.kind IN ('confirm', 'overturn') OR r.status = 'escalated');
    PERFORM desk.refuse('claim_not_held')
    WHERE NEW.kind <> 'overturn' AND r.claimed_by IS DISTINCT FROM who.id;
    PERFORM desk.refuse('claim_expired')
    WHERE NEW.kind <> 'overturn' AND r.claim_expires_at <= desk.clock();
    PERFORM desk.refuse('fraud_flag_open')
    WHERE NEW.kind <> 'escalate' AND r.fraud_flagged AND who.role <> 'supervisor';

    -- The decision binds the evidence that was seen.
    PERFORM desk.refuse('evidence_changed')
    WHERE NEW.kind <> 'overturn'
      AND NOT (r.revision = NEW.revision
               AND EXISTS (SELECT 1 FROM desk.request_image
                           WHERE request_id = r.id
                             AND revision = r.revision
                             AND kind = 'id_card'
                             AND sha256 = NEW.id_card_sha256)
               AND EXISTS (SELECT 1 FROM desk.request_image
                           WHERE request_id = r.id
                             AND revision = r.revision
                             AND kind = 'selfie'
                             AND sha256 = NEW.selfie_sha256));

    -- Reasons: at least one for return and reject, none for the others, each in use, of the right
    -- kind and given once; the further ones as a plain list, which every reader understands.
    PERFORM desk.refuse('reason_invalid')
    WHERE (NEW.kind IN ('return', 'reject')) <> (NEW.reason_code IS NOT NULL)
       OR (NEW.reason_code IS NULL AND cardinality(NEW.further_reason_codes) <> 0)
       OR array_ndims(NEW.further_reason_codes) <> 1
       OR array_lower(NEW.further_reason_codes, 1) <> 1
       OR EXISTS (SELECT 1 FROM unnest(NEW.further_reason_codes) AS given WHERE given IS NULL)
       OR EXISTS (SELECT 1
                  FROM unnest(desk.given_reasons(NEW)) AS given
                  WHERE NOT EXISTS (SELECT 1 FROM desk.reason_code AS c
                                    WHERE c.code = given AND c.kind = NEW.kind AND c.is_active))
       OR EXISTS (SELECT 1
                  FROM unnest(desk.given_reasons(NEW)) AS given
                  GROUP BY given
                  HAVING count(*) > 1);
    -- Whoever hands a request on says why, unless a fraud flag says it already.
    PERFORM desk.refuse('reason_invalid')
    WHERE NEW.kind = 'escalate'
      AND btrim(NEW.note, desk.white_space()) = ''
      AND NOT r.fraud_flagged;

    -- Four eyes. A login that was locked before the filing waits for a supervisor as well; and whoever
    -- took the risk down from `high` does not approve alone.
    PERFORM desk.refuse('four_eyes_required')
    WHERE NEW.kind = 'approve'
      AND (r.risk = 'high' OR m.login_state = 'locked' OR r.high_risk_lifted_by = who.id);
    PERFORM desk.refuse('same_person')
    WHERE (NEW.kind = 'confirm' AND r.escalated_by = who.id)
       OR (NEW.kind = 'overturn'
           AND (SELECT staff FROM desk.decision WHERE id = r.last_decision_id) = who.id);

    -- Whether it is ready.
    PERFORM desk.refuse('checks_incomplete')
    WHERE NEW.kind IN ('approve', 'confirm')
      AND EXISTS (SELECT 1
                  FROM desk.check_definition AS d
                  WHERE d.required
                    AND NOT EXISTS (SELECT 1 FROM desk.review_check AS c
                                    WHERE c.request_id = r.id
                                      AND c.revision = r.revision
                                      AND c.code = d.code
                                      AND c.outcome = 'passed'));
    PERFORM desk.refuse('no_verified_call')
    WHERE NEW.kind IN ('approve', 'confirm')
      AND NOT EXISTS (SELECT 1 FROM desk.video_call
                      WHERE request_id = r.id
                        AND revision = r.revision
                        AND outcome = 'verified'
                        AND fraud_flag IS NULL);
    -- Also for an overturn: putting an old number back over a later change would undo that one.
    PERFORM desk.refuse('phone_changed')
    WHERE (NEW.kind IN ('approve', 'confirm') AND m.phone <> r.old_phone)
       OR (NEW.kind = 'overturn' AND m.phone <> r.new_phone);
    RETURN NEW;
END
$$;

-- What Unicode calls White_Space; btrim() by itself knows only the space.
CREATE FUNCTION white_space() RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = ''
AS $$
    SELECT string_agg(chr(code), '')
    FROM unnest(ARRAY[9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198,
                      8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288]) AS code
$$;

CREATE TRIGGER decision_refused BEFORE INSERT ON decision
FOR EACH ROW EXECUTE FUNCTION decision_refused();
CREATE TRIGGER decision_no_change BEFORE UPDATE OR DELETE ON decision
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON decision
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
