-- What may happen to a request after it was filed. Every change of status opens the window
-- `effects_applied_at IS NULL`, in which one function writes all effects and closes it again. The
-- guards hold for every role, the owner's included.

-- Whether a decision on the request is stored and has not taken effect yet. That lasts to the end of the
-- statement that inserts it, and such a statement may insert another one, or call functions.
CREATE FUNCTION is_being_decided(p_request bigint, p_last_decision bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
AS $$
    SELECT EXISTS (SELECT 1 FROM desk.decision
                   WHERE request_id = p_request AND id > COALESCE(p_last_decision, 0))
$$;

CREATE FUNCTION request_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    decided desk.decision;
BEGIN
    PERFORM desk.present();
    -- What was filed stays as it was filed.
    PERFORM desk.refuse('append_only')
    WHERE (NEW.id, NEW.member_id, NEW.stated_name, NEW.stated_national_id, NEW.old_phone,
           NEW.new_phone, NEW.submitted_at, NEW.request_no, NEW.login_state_before)
          IS DISTINCT FROM
          (OLD.id, OLD.member_id, OLD.stated_name, OLD.stated_national_id, OLD.old_phone,
           OLD.new_phone, OLD.submitted_at, OLD.request_no, OLD.login_state_before);

    IF NEW.status = OLD.status THEN
        -- What was looked at for a decision stays until it took effect.
        PERFORM desk.refuse('only_by_decision')
        WHERE desk.is_being_decided(NEW.id, NEW.last_decision_id);
        -- Without a change of status only the window may close.
        PERFORM desk.refuse('only_by_decision')
        WHERE (NEW.last_decision_id, NEW.revision, NEW.returned_at, NEW.closed_at, NEW.escalated_by,
               NEW.waited)
              IS DISTINCT FROM
              (OLD.last_decision_id, OLD.revision, OLD.returned_at, OLD.closed_at, OLD.escalated_by,
               OLD.waited)
           OR (NEW.effects_applied_at IS DISTINCT FROM OLD.effects_applied_at
               AND OLD.effects_applied_at IS NOT NULL);
    ELSE
        PERFORM desk.refuse('only_by_decision')
        WHERE NEW.effects_applied_at IS NOT NULL
           OR OLD.effects_applied_at IS NULL
           OR NEW.claimed_by IS NOT NULL;
        IF NEW.last_decision_id IS DISTINCT FROM OLD.last_decision_id THEN
            -- By a decision: a new one on this request, whose kind leads to this status. Decisions
            -- take effect as they are inserted, so there is never an unused one to point at.
            SELECT * INTO decided FROM desk.decision WHERE id = NEW.last_decision_id;
            PERFORM desk.refuse('only_by_decision')
            WHERE NEW.revision <> OLD.revision
               OR NEW.waited <> OLD.waited
               OR decided.request_id IS DISTINCT FROM NEW.id
               OR decided.id <= COALESCE(OLD.last_decision_id, 0)
               OR OLD.status NOT IN ('pending', 'escalated', 'approved')
               OR (OLD.status = 'approved') <> (decided.kind = 'overturn')
               OR NEW.status <> CASE decided.kind
                                    WHEN 'approve' THEN 'approved'
                                    WHEN 'confirm' THEN 'approved'
                                    WHEN 'reject' THEN 'rejected'
                                    WHEN 'return' THEN 'returned'
                                    WHEN 'escalate' THEN 'escalated'
                                    WHEN 'overturn' THEN 'cancelled'
                                END;
        ELSE
            -- By the member: new photos for a returned request, or taking it back.
            PERFORM desk.refuse('only_by_decision')
            WHERE NOT (OLD.status = 'returned'
                       AND NEW.status = 'pending'
                       AND NEW.revision = OLD.revision + 1)
              AND NOT (OLD.status IN ('pending', 'returned')
                       AND NEW.status = 'cancelled'
                       AND NEW.revision = OLD.revision
                       AND NEW.waited = OLD.waited);
            PERFORM desk.refuse('fraud_flag_open')
            WHERE NEW.status = 'cancelled' AND OLD.fraud_flagged;
        END IF;
        PERFORM desk.refuse('append_only')
        WHERE (NEW.closed_at IS DISTINCT FROM OLD.closed_at
               AND NEW.closed_at NOT BETWEEN desk.clock() - interval '1 minute'
                                         AND desk.clock() + interval '1 minute')
           OR (NEW.waited <> OLD.waited
               AND jsonb_array_length(NEW.waited) <> jsonb_array_length(OLD.waited) + 1);
        PERFORM desk.refuse('evidence_changed')
        WHERE NEW.revision <> OLD.revision
          AND 2 <> (SELECT count(*) FROM desk.request_image
                    WHERE request_id = NEW.id AND revision = NEW.revision);
    END IF;

    IF NEW.risk <> OLD.risk OR NEW.fraud_flagged <> OLD.fraud_flagged THEN
        PERFORM desk.refuse('request_not_open') WHERE OLD.closed_at IS NOT NULL;
        PERFORM desk.refuse('only_by_decision')
        WHERE NEW.fraud_flagged
          AND NOT OLD.fraud_flagged
          AND NOT EXISTS (SELECT 1 FROM desk.video_call
                          WHERE request_id = NEW.id AND fraud_flag IS NOT NULL);
        -- Only a confirmation settles a flag, and a flagged request stays one of high risk.
        PERFORM desk.refuse('fraud_flag_open')
        WHERE (OLD.fraud_flagged AND NOT NEW.fraud_flagged
               AND NOT (NEW.status = 'approved' AND OLD.status = 'escalated'))
           OR (NEW.fraud_flagged AND NEW.risk <> 'high');
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER request_guard BEFORE UPDATE ON change_request
FOR EACH ROW EXECUTE FUNCTION request_guard();
CREATE TRIGGER request_no_delete BEFORE DELETE ON change_request
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER request_no_truncate BEFORE TRUNCATE ON change_request
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Stores a new assessment of an open request; answers whether it differed. Assessments are the app's,
-- which the database cannot repeat: so whoever takes the risk down from `high` is remembered, and does
-- not approve alone (0010). The portal, which is nobody, does not take it down.
CREATE FUNCTION set_risk(p_request bigint, p_risk text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r desk.change_request;
BEGIN
    IF desk.me() IS NOT NULL THEN
        PERFORM desk.actor();
    END IF;
    SELECT * INTO r FROM desk.change_request WHERE id = p_request FOR NO KEY UPDATE;
    -- A fraud flag settles the risk until a supervisor settles the flag.
    IF r.id IS NULL OR r.risk = p_risk OR r.fraud_flagged THEN
        RETURN false;
    END IF;
    IF r.risk = 'high'
       AND desk.me() IS NULL
       AND NOT pg_has_role(session_user, 'desk_owner', 'MEMBER') THEN
        RETURN false;
    END IF;
    UPDATE desk.change_request
    SET risk = p_risk,
        high_risk_lifted_by = CASE
                                  WHEN p_risk = 'high' THEN NULL
                                  WHEN r.risk = 'high' THEN desk.me()
                                  ELSE r.high_risk_lifted_by
                              END
    WHERE id = p_request;
    PERFORM desk.log('risk.changed', r.id, r.member_id,
                     jsonb_build_object('from', r.risk, 'to', p_risk), desk.me());
    RETURN true;
END
$$;

-- The member sent new photos for a returned request: both lie there already, as the next revision.
-- Answers the new revision.
CREATE FUNCTION resubmit(p_request bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r desk.change_request;
BEGIN
    SELECT * INTO r FROM desk.change_request WHERE id = p_request FOR NO KEY UPDATE;
    PERFORM desk.refuse('request_not_open') WHERE r.status IS DISTINCT FROM 'returned';
    UPDATE desk.change_request
    SET status = 'pending',
        revision = revision + 1,
        waited = waited || jsonb_build_array(jsonb_build_array(
            (extract(epoch FROM returned_at) * 1000)::bigint,
            (extract(epoch FROM desk.clock()) * 1000)::bigint)),
        returned_at = NULL,
        effects_applied_at = NULL
    WHERE id = p_request;
    PERFORM desk.log('request.resubmitted', r.id, r.member_id,
                     jsonb_build_object('revision', (r.revision + 1)::text), desk.me());
    UPDATE desk.change_request SET effects_applied_at = desk.clock() WHERE id = p_request;
    RETURN r.revision + 1;
END
$$;

-- The member takes a pending or returned request back; the login is as before the filing, unless
-- another open request keeps it suspended.
CREATE FUNCTION cancel(p_request bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r desk.change_request;
BEGIN
    SELECT * INTO r FROM desk.change_request WHERE id = p_request FOR NO KEY UPDATE;
    PERFORM desk.refuse('request_not_open')
    WHERE r.id IS NULL OR r.status NOT IN ('pending', 'returned');
    PERFORM 1 FROM desk.member WHERE id = r.member_id FOR NO KEY UPDATE;
    UPDATE desk.change_request
    SET status = 'cancelled',
        closed_at = desk.clock(),
        returned_at = NULL,
        claimed_by = NULL,
        claimed_at = NULL,
        claim_expires_at = NULL,
        effects_applied_at = NULL
    WHERE id = p_request;
    PERFORM desk.log('request.cancelled', r.id, r.member_id, '{}', desk.me());
    UPDATE desk.member
    SET login_state = r.login_state_before
    WHERE id = r.member_id
      AND login_state = 'suspended'
      AND NOT EXISTS (SELECT 1 FROM desk.change_request
                      WHERE member_id = r.member_id AND closed_at IS NULL);
    UPDATE desk.change_request SET effects_applied_at = desk.clock() WHERE id = p_request;
END
$$;

-- Photos: one of each kind for a round, added while the round is the current one (or, for a returned
-- request, the next), and never changed. The hash is that of the bytes: the database looks.
CREATE FUNCTION request_image_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.present();
    PERFORM 1 FROM desk.change_request WHERE id = NEW.request_id FOR NO KEY UPDATE;
    PERFORM desk.refuse('evidence_changed')
    WHERE EXISTS (SELECT 1 FROM desk.request_image
                  WHERE request_id = NEW.request_id AND revision = NEW.revision AND kind = NEW.kind);
    PERFORM desk.refuse('request_not_open')
    WHERE NOT EXISTS (SELECT 1 FROM desk.change_request
                      WHERE id = NEW.request_id
                        AND ((status = 'pending' AND revision = NEW.revision)
                             OR (status = 'returned' AND revision + 1 = NEW.revision)));
    PERFORM desk.refuse('evidence_changed')
    WHERE NEW.bytes IS NULL
       OR NEW.purged_at IS NOT NULL
       OR NEW.byte_len <> octet_length(NEW.bytes)
       OR NEW.sha256 <> encode(sha256(NEW.bytes), 'hex');
    NEW.added_at := desk.clock();
    RETURN NEW;
END
$$;

-- Purging the bytes of a closed request stays visible in `purged_at`.
CREATE FUNCTION request_image_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('evidence_changed')
    WHERE (NEW.id, NEW.request_id, NEW.revision, NEW.kind, NEW.sha256, NEW.byte_len, NEW.width,
           NEW.height, NEW.added_at)
          IS DISTINCT FROM
          (OLD.id, OLD.request_id, OLD.revision, OLD.kind, OLD.sha256, OLD.byte_len, OLD.width,
           OLD.height, OLD.added_at)
       OR (OLD.purged_at IS NOT NULL AND NEW.purged_at IS DISTINCT FROM OLD.purged_at)
       OR (NEW.bytes IS DISTINCT FROM OLD.bytes AND NEW.bytes IS NOT NULL);
    PERFORM desk.refuse('evidence_changed')
    WHERE NEW.purged_at IS DISTINCT FROM OLD.purged_at
      AND EXISTS (SELECT 1 FROM desk.change_request
                  WHERE id = NEW.request_id AND closed_at IS NULL);
    IF NEW.purged_at IS NOT NULL AND OLD.purged_at IS NULL THEN
        PERFORM desk.log('photo.purged', NEW.request_id,
                         (SELECT member_id FROM desk.change_request WHERE id = NEW.request_id),
                         jsonb_build_object('kind', NEW.kind, 'revision', NEW.revision::text),
                         desk.me());
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER request_image_insert BEFORE INSERT ON request_image
FOR EACH ROW EXECUTE FUNCTION request_image_insert();
CREATE TRIGGER request_image_update BEFORE UPDATE ON request_image
FOR EACH ROW EXECUTE FUNCTION request_image_update();
CREATE TRIGGER request_image_no_delete BEFORE DELETE ON request_image
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER request_image_no_truncate BEFORE TRUNCATE ON request_image
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Puts on record that whoever asks is about to take out a photo that there is. To be committed before `fetch_photo`.
CREATE FUNCTION announce_photo(p_request bigint, p_revision integer, p_kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('role_not_allowed')
    WHERE EXISTS (SELECT 1 FROM desk.staff WHERE id = desk.actor() AND role = 'support');
    PERFORM desk.log('photo.fetched', r.id, r.member_id,
                     jsonb_build_object('kind', p_kind, 'revision', p_revision::text), desk.actor())
    FROM desk.request_image AS i
    JOIN desk.change_request AS r ON r.id = i.request_id
    WHERE i.request_id = p_request AND i.revision = p_revision AND i.kind = p_kind;
END
$$;

-- The only way to the bytes of a photo, for those whose wish is on record: announced in the last minutes
-- by a transaction that is through. One that could still be rolled back would take the record with it.
CREATE FUNCTION fetch_photo(p_request bigint, p_revision integer, p_kind text) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    who   bigint := desk.actor();
    photo bytea;
BEGIN
    PERFORM desk.refuse('role_not_allowed')
    WHERE EXISTS (SELECT 1 FROM desk.staff WHERE id = who AND role = 'support');
    SELECT bytes INTO photo
    FROM desk.request_image
    WHERE request_id = p_request AND revision = p_revision AND kind = p_kind;
    PERFORM desk.refuse('not_announced')
    WHERE photo IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM desk.audit_event
                      WHERE request_id = p_request
                        AND actor = who
                        AND action = 'photo.fetched'
                        AND detail = jsonb_build_object('kind', p_kind, 'revision', p_revision::text)
                        AND at > desk.clock() - interval '15 minutes'
                        AND written_in IS DISTINCT FROM pg_current_xact_id_if_assigned());
    RETURN photo;
END
$$;
