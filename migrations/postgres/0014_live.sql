-- Tells the other desks that something changed. The channel carries no data: whoever hears it looks
-- with their own rights. Notices of one transaction are one, and come when it commits.

CREATE FUNCTION tell_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM pg_notify('desk_changed', '');
    RETURN NULL;
END
$$;

DO $$
DECLARE
    changing text;
BEGIN
    FOREACH changing IN ARRAY ARRAY['change_request', 'decision', 'draft', 'member', 'note',
                                    'reason_code', 'review_check', 'setting', 'sms_message',
                                    'sms_template', 'staff', 'video_call'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON desk.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION desk.tell_change()',
                       changing || '_tells', changing);
    END LOOP;
END
$$;
