-- What each table and column means, for whoever looks with a tool of their own. The reference in
-- docs/SHARED-DATABASE.md is made from these words.

COMMENT ON TABLE desk_clock IS
'The clock of the database: the server''s, once it is sealed.';
COMMENT ON COLUMN desk_clock.id IS 'Always 1.';
COMMENT ON COLUMN desk_clock.offset_ms IS 'How far it is moved from the server''s clock, in milliseconds. 0 once sealed.';
COMMENT ON COLUMN desk_clock.sealed IS 'Whether it can no longer be moved.';

COMMENT ON TABLE staff IS
'The people at the desk. Whoever connects as `db_role` is this person.';
COMMENT ON COLUMN staff.id IS 'Identity.';
COMMENT ON COLUMN staff.username IS 'User name, lower case. Never changes.';
COMMENT ON COLUMN staff.db_role IS 'The database role of this person. Never changes.';
COMMENT ON COLUMN staff.display_name IS 'Name as colleagues see it.';
COMMENT ON COLUMN staff.role IS 'What they may do: officer, supervisor or support. The membership of `db_role` says the same.';
COMMENT ON COLUMN staff.failed_sign_ins IS 'Wrong passwords in a row; counted by the embedded desk only.';
COMMENT ON COLUMN staff.locked_until_at IS 'No sign-in before this moment; used by the embedded desk only.';
COMMENT ON COLUMN staff.is_active IS 'Whether the account is open. A closed one does nothing any more.';
COMMENT ON COLUMN staff.last_sign_in_at IS 'Last sign-in with the app.';

COMMENT ON TABLE remembered_device IS
'Computers that remember a sign-in. Of the embedded desk only; empty here.';
COMMENT ON COLUMN remembered_device.token_sha256 IS 'SHA-256 of the token.';
COMMENT ON COLUMN remembered_device.staff IS 'Whose.';
COMMENT ON COLUMN remembered_device.created_at IS 'Since when.';
COMMENT ON COLUMN remembered_device.expires_at IS 'Until when.';

COMMENT ON TABLE setting IS
'What can be set. Every change is an event.';
COMMENT ON COLUMN setting.key IS 'Stable name.';
COMMENT ON COLUMN setting.value IS 'The value as JSON.';
COMMENT ON COLUMN setting.changed_by IS 'Who changed it last; NULL for an administrator.';
COMMENT ON COLUMN setting.changed_at IS 'When.';

COMMENT ON TABLE member IS
'The register, as far as the desk needs it. `phone` and `login_state` change only as the effect of a decision, filing, cancellation or fraud flag.';
COMMENT ON COLUMN member.id IS 'Identity.';
COMMENT ON COLUMN member.member_no IS 'Member number. Never changes.';
COMMENT ON COLUMN member.national_id IS 'National ID, 13 digits.';
COMMENT ON COLUMN member.title_th IS 'Title in Thai.';
COMMENT ON COLUMN member.given_th IS 'Given name in Thai.';
COMMENT ON COLUMN member.family_th IS 'Family name in Thai.';
COMMENT ON COLUMN member.title_en IS 'Title in English.';
COMMENT ON COLUMN member.given_en IS 'Given name in English.';
COMMENT ON COLUMN member.family_en IS 'Family name in English.';
COMMENT ON COLUMN member.birth_date IS 'Date of birth.';
COMMENT ON COLUMN member.phone IS 'The number that receives one-time passwords: 10 digits, 06, 08 or 09.';
COMMENT ON COLUMN member.email IS 'Mail address, where known.';
COMMENT ON COLUMN member.language IS 'Language of messages: th or en.';
COMMENT ON COLUMN member.standing IS 'normal, expired or suspended.';
COMMENT ON COLUMN member.membership_expires_on IS 'Last day of the membership.';
COMMENT ON COLUMN member.login_state IS 'enabled, suspended (while a request is open) or locked (until a supervisor settles a suspicion).';
COMMENT ON COLUMN member.search_key IS 'The names folded for searching, see coe_domain::Member::search_key. Whoever writes a name writes this too.';

COMMENT ON TABLE licence IS
'Licence numbers.';
COMMENT ON COLUMN licence.id IS 'Identity; the first licence is the one with the smallest.';
COMMENT ON COLUMN licence.member_id IS 'Whose.';
COMMENT ON COLUMN licence.number IS 'Letters of grade and discipline, a dot, digits.';

COMMENT ON TABLE phone_history IS
'Numbers that were replaced, and when. Only grows.';
COMMENT ON COLUMN phone_history.id IS 'Identity.';
COMMENT ON COLUMN phone_history.member_id IS 'Whose it was.';
COMMENT ON COLUMN phone_history.phone IS 'The number.';
COMMENT ON COLUMN phone_history.replaced_at IS 'When it stopped being theirs.';
COMMENT ON COLUMN phone_history.request_id IS 'The request that replaced it; NULL for a number from before this database.';

COMMENT ON TABLE request_counter IS
'Where the running numbers of the months stand.';
COMMENT ON COLUMN request_counter.year_be IS 'Buddhist year, 2 digits.';
COMMENT ON COLUMN request_counter.month IS 'Month.';
COMMENT ON COLUMN request_counter.last_running IS 'The last number given.';

COMMENT ON TABLE change_request IS
'Phone-change requests. Filing inserts a row; everything else changes by decisions and functions.';
COMMENT ON COLUMN change_request.id IS 'Identity.';
COMMENT ON COLUMN change_request.request_no IS 'Number as the member knows it: {Buddhist year, 2 digits}-{month}-{running}. Given by the database.';
COMMENT ON COLUMN change_request.member_id IS 'Whose.';
COMMENT ON COLUMN change_request.stated_name IS 'Full name as typed on the form.';
COMMENT ON COLUMN change_request.stated_national_id IS 'National ID as typed on the form.';
COMMENT ON COLUMN change_request.old_phone IS 'The number at filing; must be the member''s.';
COMMENT ON COLUMN change_request.new_phone IS 'The number asked for.';
COMMENT ON COLUMN change_request.status IS 'pending, returned, escalated, approved, rejected or cancelled.';
COMMENT ON COLUMN change_request.risk IS 'low, medium or high. High needs two people.';
COMMENT ON COLUMN change_request.priority IS 'Higher goes first.';
COMMENT ON COLUMN change_request.priority_order IS 'The priority turned around, for the index.';
COMMENT ON COLUMN change_request.risk_order IS 'The risk as a number, for the index.';
COMMENT ON COLUMN change_request.submitted_at IS 'When it was filed.';
COMMENT ON COLUMN change_request.revision IS 'Which round of photos; begins at 1.';
COMMENT ON COLUMN change_request.claimed_by IS 'Who holds it, live or not.';
COMMENT ON COLUMN change_request.claimed_at IS 'Since when.';
COMMENT ON COLUMN change_request.claim_expires_at IS 'End of the lease. A claim is live until then.';
COMMENT ON COLUMN change_request.login_state_before IS 'The login state to restore when nothing changes.';
COMMENT ON COLUMN change_request.returned_at IS 'When it was returned to the member, while it is.';
COMMENT ON COLUMN change_request.waited IS 'Intervals of waiting for the member: [[from, to], …] in unix milliseconds.';
COMMENT ON COLUMN change_request.closed_at IS 'When it was closed.';
COMMENT ON COLUMN change_request.escalated_by IS 'Who escalated it, while it is.';
COMMENT ON COLUMN change_request.fraud_flagged IS 'Whether an unsettled suspicion lies on it.';
COMMENT ON COLUMN change_request.high_risk_lifted_by IS 'Who took the risk down from high; such a person does not approve alone.';
COMMENT ON COLUMN change_request.last_decision_id IS 'The decision that led to the present status.';
COMMENT ON COLUMN change_request.effects_applied_at IS 'When the effects of the last change of status were written. NULL only within the statement that writes them.';

COMMENT ON TABLE request_tally IS
'Running counts by status, in slots; their sum is the count.';
COMMENT ON COLUMN request_tally.status IS 'Status of requests.';
COMMENT ON COLUMN request_tally.slot IS 'Spreads writers.';
COMMENT ON COLUMN request_tally.total IS 'Part of the count; may be negative.';

COMMENT ON TABLE request_image IS
'Photos. Added by filing and by new rounds, never changed; the bytes are purged after their time.';
COMMENT ON COLUMN request_image.id IS 'Identity.';
COMMENT ON COLUMN request_image.request_id IS 'Whose.';
COMMENT ON COLUMN request_image.revision IS 'Which round.';
COMMENT ON COLUMN request_image.kind IS 'id_card or selfie.';
COMMENT ON COLUMN request_image.sha256 IS 'SHA-256 of the bytes, hexadecimal; checked by the database.';
COMMENT ON COLUMN request_image.phash IS 'Perceptual hash, where it was computed.';
COMMENT ON COLUMN request_image.media_type IS 'Media type, where it was told.';
COMMENT ON COLUMN request_image.byte_len IS 'Size of the file.';
COMMENT ON COLUMN request_image.width IS 'Upright width in pixels; 0 for what cannot be opened.';
COMMENT ON COLUMN request_image.height IS 'Upright height in pixels.';
COMMENT ON COLUMN request_image.quality IS 'Measured quality, where it was.';
COMMENT ON COLUMN request_image.added_at IS 'When it came.';
COMMENT ON COLUMN request_image.purged_at IS 'When the bytes were purged.';
COMMENT ON COLUMN request_image.bytes IS 'The file as it came. Read by desk.fetch_photo only.';

COMMENT ON TABLE check_definition IS
'What is compared for an approval.';
COMMENT ON COLUMN check_definition.code IS 'Stable code.';
COMMENT ON COLUMN check_definition.required IS 'Whether an approval needs it passed.';
COMMENT ON COLUMN check_definition.position IS 'Order of the work.';

COMMENT ON TABLE review_check IS
'What was compared, for a round of photos. Written by desk.set_check and desk.clear_check.';
COMMENT ON COLUMN review_check.request_id IS 'The request.';
COMMENT ON COLUMN review_check.revision IS 'The round.';
COMMENT ON COLUMN review_check.code IS 'Which check.';
COMMENT ON COLUMN review_check.outcome IS 'passed, failed, unreadable; NULL where it was opened again.';
COMMENT ON COLUMN review_check.note IS 'What the officer saw. Not for support.';
COMMENT ON COLUMN review_check.staff IS 'Who.';
COMMENT ON COLUMN review_check.set_at IS 'When.';

COMMENT ON TABLE video_call IS
'Calls: appointed, running, ended. Written by functions; one that ended never changes.';
COMMENT ON COLUMN video_call.id IS 'Identity.';
COMMENT ON COLUMN video_call.request_id IS 'The request.';
COMMENT ON COLUMN video_call.revision IS 'The round of photos it is about.';
COMMENT ON COLUMN video_call.staff IS 'Who calls.';
COMMENT ON COLUMN video_call.channel IS 'line, google_meet, zoom, teams or other.';
COMMENT ON COLUMN video_call.link IS 'Meeting link.';
COMMENT ON COLUMN video_call.scheduled_at IS 'The appointment.';
COMMENT ON COLUMN video_call.started_at IS 'When it was started.';
COMMENT ON COLUMN video_call.ended_at IS 'When it ended.';
COMMENT ON COLUMN video_call.outcome IS 'no_answer, busy, wrong_person, bad_connection, verified or not_verified.';
COMMENT ON COLUMN video_call.real_card_shown IS 'The real card was shown.';
COMMENT ON COLUMN video_call.card_tilted IS 'The card was tilted.';
COMMENT ON COLUMN video_call.held_beside_face IS 'The card was held beside the face.';
COMMENT ON COLUMN video_call.face_matches IS 'The face matches the card.';
COMMENT ON COLUMN video_call.record_answers_correct IS 'Questions from the record were answered rightly.';
COMMENT ON COLUMN video_call.challenges IS 'What was asked and how it went: [{"challenge", "outcome"}, …]. Not for support.';
COMMENT ON COLUMN video_call.notes IS 'Free notes. Not for support.';
COMMENT ON COLUMN video_call.fraud_flag IS 'coercion, impersonation or card_not_real. Not for support.';

COMMENT ON TABLE note IS
'Notes of staff on a request. Only grows; written by desk.add_note.';
COMMENT ON COLUMN note.id IS 'Identity.';
COMMENT ON COLUMN note.request_id IS 'The request.';
COMMENT ON COLUMN note.staff IS 'Who.';
COMMENT ON COLUMN note.at IS 'When.';
COMMENT ON COLUMN note.body IS 'The text.';

COMMENT ON TABLE draft IS
'What a person typed and has not sent yet. Each person reads their own.';
COMMENT ON COLUMN draft.request_id IS 'The request.';
COMMENT ON COLUMN draft.staff IS 'Whose.';
COMMENT ON COLUMN draft.slot IS 'Which field of the page.';
COMMENT ON COLUMN draft.body IS 'The text.';
COMMENT ON COLUMN draft.updated_at IS 'When it was saved.';

COMMENT ON TABLE reason_code IS
'Reasons for returning and rejecting, with the words the member reads.';
COMMENT ON COLUMN reason_code.code IS 'Stable code.';
COMMENT ON COLUMN reason_code.kind IS 'return or reject.';
COMMENT ON COLUMN reason_code.finality IS 'Whether the member may file again: retry or final.';
COMMENT ON COLUMN reason_code.position IS 'Order in the list.';
COMMENT ON COLUMN reason_code.text_th IS 'Words in Thai.';
COMMENT ON COLUMN reason_code.text_en IS 'Words in English.';
COMMENT ON COLUMN reason_code.is_active IS 'Whether it can still be given.';

COMMENT ON TABLE sms_template IS
'The words of the messages.';
COMMENT ON COLUMN sms_template.template IS 'Which message.';
COMMENT ON COLUMN sms_template.language IS 'th or en.';
COMMENT ON COLUMN sms_template.body IS 'Text with {placeholders}.';

COMMENT ON TABLE decision IS
'Decisions. Inserting a row is how anything is decided; the database refuses it or does all that follows. Only grows.';
COMMENT ON COLUMN decision.id IS 'Identity.';
COMMENT ON COLUMN decision.request_id IS 'The request.';
COMMENT ON COLUMN decision.kind IS 'approve, reject, return, escalate, confirm or overturn.';
COMMENT ON COLUMN decision.reason_code IS 'The leading reason, for return and reject.';
COMMENT ON COLUMN decision.further_reason_codes IS 'Further reasons.';
COMMENT ON COLUMN decision.member_text IS 'What the member reads.';
COMMENT ON COLUMN decision.note IS 'What only staff read. Not for support.';
COMMENT ON COLUMN decision.staff IS 'Who decided: whoever is connected. Not to be given.';
COMMENT ON COLUMN decision.at IS 'When, by the database''s clock. Not to be given.';
COMMENT ON COLUMN decision.revision IS 'The round of photos that was seen.';
COMMENT ON COLUMN decision.id_card_sha256 IS 'SHA-256 of the card photo that was seen.';
COMMENT ON COLUMN decision.selfie_sha256 IS 'SHA-256 of the selfie that was seen.';
COMMENT ON COLUMN decision.idempotency_key IS 'Chosen once for each intent. A second row with the same key is refused (key_reused).';

COMMENT ON TABLE sms_message IS
'The outbox. Queued by filings, appointments and decisions only.';
COMMENT ON COLUMN sms_message.id IS 'Identity.';
COMMENT ON COLUMN sms_message.request_id IS 'The request.';
COMMENT ON COLUMN sms_message.decision_id IS 'The decision that queued it.';
COMMENT ON COLUMN sms_message.call_id IS 'The appointment that queued it.';
COMMENT ON COLUMN sms_message.member_id IS 'Whose request.';
COMMENT ON COLUMN sms_message.template IS 'Which text.';
COMMENT ON COLUMN sms_message.language IS 'In which language.';
COMMENT ON COLUMN sms_message.to_phone IS 'Where it goes.';
COMMENT ON COLUMN sms_message.body IS 'The text.';
COMMENT ON COLUMN sms_message.segments IS 'Parts on the network.';
COMMENT ON COLUMN sms_message.state IS 'queued, sending, accepted, delivered, failed or unknown.';
COMMENT ON COLUMN sms_message.attempts IS 'Attempts so far.';
COMMENT ON COLUMN sms_message.gateway_ref IS 'The gateway''s own reference.';
COMMENT ON COLUMN sms_message.failure IS 'Stable code of the last failure.';
COMMENT ON COLUMN sms_message.queued_at IS 'When it was queued.';
COMMENT ON COLUMN sms_message.changed_at IS 'When the state last changed.';
COMMENT ON COLUMN sms_message.next_attempt_at IS 'Not before this moment.';

COMMENT ON TABLE audit_event IS
'What happened. Only grows; holds codes and counts, never personal data.';
COMMENT ON COLUMN audit_event.id IS 'Identity; grows.';
COMMENT ON COLUMN audit_event.at IS 'When, by the database''s clock.';
COMMENT ON COLUMN audit_event.actor IS 'Who; NULL for the member or the system.';
COMMENT ON COLUMN audit_event.action IS 'Stable code, such as decision.approve.';
COMMENT ON COLUMN audit_event.request_id IS 'The request it is about.';
COMMENT ON COLUMN audit_event.member_id IS 'The member it is about.';
COMMENT ON COLUMN audit_event.detail IS 'Values by name.';
COMMENT ON COLUMN audit_event.written_in IS 'The transaction that wrote it.';

COMMENT ON TABLE audit_seal IS
'Checkpoints of the hash chain over audit_event. Only grows.';
COMMENT ON COLUMN audit_seal.id IS 'Identity.';
COMMENT ON COLUMN audit_seal.sealed_at IS 'When.';
COMMENT ON COLUMN audit_seal.event_id IS 'The last event in the chain.';
COMMENT ON COLUMN audit_seal.events IS 'How many events the chain holds.';
COMMENT ON COLUMN audit_seal.chain_hash IS 'Hash of the chain, hexadecimal.';
COMMENT ON COLUMN audit_seal.key_id IS 'Which key signed.';
COMMENT ON COLUMN audit_seal.signature IS 'The signature.';

COMMENT ON VIEW desk_now IS 'The database''s clock, for other systems.';
COMMENT ON VIEW decision_message IS 'Which messages a decision queues, and to which number.';
COMMENT ON VIEW review_check_seen IS 'Checks as the one who asks may see them.';
COMMENT ON VIEW video_call_seen IS 'Calls as the one who asks may see them.';
COMMENT ON VIEW decision_seen IS 'Decisions as the one who asks may see them.';
COMMENT ON VIEW audit_event_seen IS 'Events as the one who asks may see them.';
COMMENT ON VIEW request_status IS 'Where requests stand, for the portal.';

COMMENT ON FUNCTION schema_version() IS 'The newest migration that was applied.';
COMMENT ON FUNCTION clock() IS 'The database''s clock.';
COMMENT ON FUNCTION me() IS 'The person behind session_user; NULL for a role that is no person.';
COMMENT ON FUNCTION trigrams(text) IS 'Every three letters in a row: what the index of names holds.';
COMMENT ON FUNCTION sees_findings() IS 'Whether whoever asks may read what reviewers found.';
COMMENT ON FUNCTION note_event(text, bigint, bigint, jsonb) IS 'Appends an event that only the app knows of; a closed list of actions.';
COMMENT ON FUNCTION note_sign_in(timestamptz) IS 'Notes that whoever asks signed in.';
COMMENT ON FUNCTION add_note(bigint, text) IS 'Leaves a note on a request.';
COMMENT ON FUNCTION save_draft(bigint, text, text) IS 'Saves what whoever asks typed into a slot; an empty text removes it.';
COMMENT ON FUNCTION claim(bigint) IS 'Claims a request, or renews one''s own claim.';
COMMENT ON FUNCTION take_next() IS 'Claims the next free request; NULL where nothing waits.';
COMMENT ON FUNCTION renew_claim(bigint) IS 'Lengthens one''s own live claim.';
COMMENT ON FUNCTION release_claim(bigint) IS 'Gives a claim up; a supervisor may release anyone''s.';
COMMENT ON FUNCTION set_check(bigint, integer, text, text, text) IS 'Sets a check: request, round, code, outcome, note.';
COMMENT ON FUNCTION clear_check(bigint, integer, text) IS 'Opens a check again.';
COMMENT ON FUNCTION schedule_call(bigint, timestamptz, text, text) IS 'Makes an appointment (request, when, channel, link) and queues its message.';
COMMENT ON FUNCTION start_call(bigint, text, jsonb) IS 'Starts a call: request, channel, challenges.';
COMMENT ON FUNCTION start_scheduled_call(bigint, jsonb) IS 'Starts an appointed call.';
COMMENT ON FUNCTION finish_call(bigint, text, boolean, boolean, boolean, boolean, boolean, jsonb, text, text) IS 'Ends a call: outcome, five observations, challenges, notes, fraud flag.';
COMMENT ON FUNCTION set_risk(bigint, text) IS 'Stores a new assessment of an open request.';
COMMENT ON FUNCTION announce_photo(bigint, integer, text) IS 'Puts on record that a photo is about to be taken out.';
COMMENT ON FUNCTION fetch_photo(bigint, integer, text) IS 'The bytes of a photo, for those who announced it in a transaction that is through.';
COMMENT ON FUNCTION put_setting(text, json) IS 'Stores a setting.';
COMMENT ON FUNCTION take_due_messages(bigint) IS 'Takes so many due messages for sending.';
COMMENT ON FUNCTION settle_interrupted(timestamptz) IS 'What stands in sending since before then becomes unknown.';
COMMENT ON FUNCTION move_message(bigint, text, text, text) IS 'Moves a message by an answer of the gateway: message, state, reference, failure.';
COMMENT ON FUNCTION retry_message(bigint, timestamptz, text) IS 'Puts a message that was not taken back to queued, due then.';
COMMENT ON FUNCTION resubmit(bigint) IS 'The member sent new photos for a returned request.';
COMMENT ON FUNCTION cancel(bigint) IS 'The member takes a request back.';
