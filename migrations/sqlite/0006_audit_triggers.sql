-- The audit log and the settings: append-only, and written by the database where it knows.

CREATE TRIGGER audit_event_insert BEFORE INSERT ON audit_event
BEGIN
    -- An id that somebody chose could sit before older events, or replace one.
    SELECT RAISE(ABORT, 'desk:append_only') WHERE NEW.id > 0;
    SELECT RAISE(ABORT, 'desk:append_only')
    WHERE abs(NEW.at - (SELECT at FROM desk_now)) > 60000;
END;

CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER audit_seal_insert BEFORE INSERT ON audit_seal
WHEN NEW.id > 0
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;

INSERT INTO setting (key, value)
VALUES ('claim_lease_seconds', '900'),
       ('sla_minutes', '480'),
       ('sla_warn_minutes', '60'),
       -- `coe_domain::sla::BusinessCalendar`: Monday first, clock of Bangkok.
       ('business_calendar',
        '{"opens":"08:30:00","closes":"16:30:00","workdays":[true,true,true,true,true,false,false],"holidays":[]}'),
       ('idle_lock_minutes', '10'),
       ('retention_days', '90');

CREATE TRIGGER setting_insert AFTER INSERT ON setting
BEGIN
    INSERT INTO audit_event (at, actor, action, detail)
    SELECT at, NEW.changed_by, 'setting.changed', json_object('key', NEW.key) FROM desk_now;
END;

CREATE TRIGGER setting_update AFTER UPDATE ON setting
BEGIN
    INSERT INTO audit_event (at, actor, action, detail)
    SELECT at, NEW.changed_by, 'setting.changed', json_object('key', NEW.key) FROM desk_now;
END;

-- A rule that is gone is a rule that is off; and a deletion names nobody.
CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting
BEGIN
    SELECT RAISE(ABORT, 'desk:append_only');
END;
