-- What a decision does, all of it in the statement that inserts it.

-- Which messages a decision queues, and to which number: 'new' and 'old' of the request, or the
-- member's 'current' one. The old number may belong to a stranger by now: nothing personal goes there.
CREATE VIEW decision_message (kind, template, recipient, position) AS
VALUES ('approve', 'approved', 'new', 1),
       ('approve', 'security_notice', 'old', 2),
       ('confirm', 'approved', 'new', 1),
       ('confirm', 'security_notice', 'old', 2),
       ('reject', 'rejected', 'current', 1),
       ('return', 'returned', 'current', 1),
       ('overturn', 'overturned', 'new', 1),
       ('overturn', 'overturned', 'old', 2);

CREATE FUNCTION decision_effects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    r       desk.change_request;
    m       desk.member;
    route   record;
    reasons text;
BEGIN
    UPDATE desk.change_request
    SET status = CASE NEW.kind
                     WHEN 'approve' THEN 'approved'
                     WHEN 'confirm' THEN 'approved'
                     WHEN 'reject' THEN 'rejected'
                     WHEN 'return' THEN 'returned'
                     WHEN 'escalate' THEN 'escalated'
                     -- An approval taken back: 'cancelled', and the decisions tell the story.
                     WHEN 'overturn' THEN 'cancelled'
                 END,
        last_decision_id = NEW.id,
        effects_applied_at = NULL,
        claimed_by = NULL,
        claimed_at = NULL,
        claim_expires_at = NULL,
        returned_at = CASE NEW.kind WHEN 'return' THEN NEW.at END,
        escalated_by = CASE NEW.kind WHEN 'escalate' THEN NEW.staff END,
        closed_at = CASE WHEN NEW.kind NOT IN ('return', 'escalate') THEN NEW.at END,
        fraud_flagged = fraud_flagged AND NEW.kind <> 'confirm'
    WHERE id = NEW.request_id
    RETURNING * INTO r;

    PERFORM desk.log('decision.' || NEW.kind, r.id, r.member_id,
                     jsonb_strip_nulls(jsonb_build_object(
                         'decision', NEW.id::text,
                         'reasons', NULLIF(array_to_string(desk.given_reasons(NEW), ','), ''))),
                     NEW.staff);

    IF NEW.kind IN ('approve', 'confirm', 'overturn') THEN
        INSERT INTO desk.phone_history (member_id, phone, replaced_at, request_id)
        VALUES (r.member_id, CASE NEW.kind WHEN 'overturn' THEN r.new_phone ELSE r.old_phone END,
                NEW.at, r.id);
        -- Overturned: back to the old number, and nobody signs in until it is settled.
        UPDATE desk.member
        SET phone = CASE NEW.kind WHEN 'overturn' THEN r.old_phone ELSE r.new_phone END,
            login_state = CASE NEW.kind WHEN 'overturn' THEN 'locked' ELSE 'enabled' END
        WHERE id = r.member_id;
    ELSIF NEW.kind = 'reject' THEN
        -- As before the filing. A locked login stays locked, and another open request keeps it
        -- suspended.
        UPDATE desk.member
        SET login_state = r.login_state_before
        WHERE id = r.member_id
          AND login_state = 'suspended'
          AND NOT EXISTS (SELECT 1 FROM desk.change_request AS other
                          WHERE other.member_id = r.member_id AND other.closed_at IS NULL);
    END IF;

    -- The same words as the preview: reasons joined by ', ', white space cut off at the ends of what
    -- the officer typed and of the whole. `member_text` is filled in last, so that nothing a person
    -- typed is taken for a placeholder.
    SELECT * INTO m FROM desk.member WHERE id = r.member_id;
    SELECT COALESCE(string_agg(CASE m.language WHEN 'th' THEN c.text_th ELSE c.text_en END, ', '
                               ORDER BY given.ordinality), '')
    INTO reasons
    FROM unnest(desk.given_reasons(NEW)) WITH ORDINALITY AS given (code, ordinality)
    JOIN desk.reason_code AS c ON c.code = given.code;
    FOR route IN SELECT * FROM desk.decision_message WHERE kind = NEW.kind ORDER BY position LOOP
        PERFORM desk.queue_message(
            r.id, NEW.id, NULL, m.id, route.template, m.language,
            CASE route.recipient WHEN 'new' THEN r.new_phone WHEN 'old' THEN r.old_phone ELSE m.phone END,
            btrim(replace(replace(replace(desk.template_body(route.template, m.language),
                '{request_no}', r.request_no),
                '{reasons}', reasons),
                '{member_text}', btrim(NEW.member_text, desk.white_space())), desk.white_space()));
    END LOOP;

    UPDATE desk.change_request SET effects_applied_at = desk.clock() WHERE id = r.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER decision_effects AFTER INSERT ON decision
FOR EACH ROW EXECUTE FUNCTION decision_effects();
