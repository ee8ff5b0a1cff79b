-- The audit log and the settings: append-only, and written by the database where it knows.

-- Stamped by the database, whoever inserts.
CREATE FUNCTION audit_event_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    NEW.at := desk.clock();
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_event_insert BEFORE INSERT ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_insert();
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON audit_seal
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What the other functions write with. Not for anybody to call: the log would say what they like.
CREATE FUNCTION log(
    p_action text, p_request bigint, p_member bigint, p_detail jsonb, p_actor bigint
) RETURNS void
LANGUAGE sql
SET search_path = ''
AS $$
    INSERT INTO desk.audit_event (action, request_id, member_id, detail, actor)
    VALUES (p_action, p_request, p_member, p_detail, p_actor)
$$;

INSERT INTO setting (key, value)
VALUES ('claim_lease_seconds', '900'),
       ('sla_minutes', '480'),
       ('sla_warn_minutes', '60'),
       -- `coe_domain::sla::BusinessCalendar`: Monday first, clock of Bangkok.
       ('business_calendar',
        '{"opens":"08:30:00","closes":"16:30:00","workdays":[true,true,true,true,true,false,false],"holidays":[]}'),
       ('idle_lock_minutes', '10'),
       ('retention_days', '90');

CREATE FUNCTION setting_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.log('setting.changed', NULL, NULL, jsonb_build_object('key', NEW.key), NEW.changed_by);
    RETURN NULL;
END
$$;

CREATE TRIGGER setting_changed AFTER INSERT OR UPDATE ON setting
FOR EACH ROW EXECUTE FUNCTION setting_changed();
-- A rule that is gone is a rule that is off; and a deletion names nobody.
CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting
FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER setting_no_truncate BEFORE TRUNCATE ON setting
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Stores a setting's value in the name of whoever asks, who must be a supervisor or no member of the
-- staff at all (an administrator).
CREATE FUNCTION put_setting(p_key text, p_value json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM desk.refuse('role_not_allowed')
    WHERE EXISTS (SELECT 1 FROM desk.staff
                  WHERE id = desk.me() AND NOT (role = 'supervisor' AND is_active));
    INSERT INTO desk.setting (key, value, changed_by, changed_at)
    VALUES (p_key, p_value, desk.me(), desk.clock())
    ON CONFLICT (key) DO UPDATE
    SET value = excluded.value,
        changed_by = excluded.changed_by,
        changed_at = excluded.changed_at;
END
$$;

-- An event that only the app knows of, such as a photo that was shown. The actions are a closed list:
-- what the database writes itself cannot be imitated.
CREATE FUNCTION note_event(p_action text, p_request bigint, p_member bigint, p_detail jsonb)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    event bigint;
BEGIN
    PERFORM desk.refuse('role_not_allowed')
    WHERE p_action NOT IN ('app.started', 'case.opened', 'field.revealed', 'member.looked_up',
                           'photo.viewed', 'staff.computer_remembered', 'staff.locked',
                           'staff.sign_in_failed', 'staff.signed_in', 'staff.signed_in_remembered',
                           'staff.signed_out', 'staff.unlocked');
    INSERT INTO desk.audit_event (actor, action, request_id, member_id, detail)
    VALUES (desk.me(), p_action, p_request, p_member, p_detail)
    RETURNING id INTO event;
    RETURN event;
END
$$;

-- Notes that whoever asks signed in. The moment is the desk's, if its clock is right, or else ours.
CREATE FUNCTION note_sign_in(p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$
    UPDATE desk.staff
    SET failed_sign_ins = 0,
        locked_until_at = NULL,
        last_sign_in_at = CASE
                              WHEN p_at BETWEEN desk.clock() - interval '1 minute' AND desk.clock()
                                  THEN p_at
                              ELSE desk.clock()
                          END
    WHERE id = desk.me() AND is_active
$$;
