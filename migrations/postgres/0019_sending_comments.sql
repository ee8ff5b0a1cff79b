-- What the tables and columns of 0017 and 0018 mean; the reference is made from these words.

COMMENT ON TABLE dispatcher IS
'Programs that send messages. Rows of those that ended are forgotten after a week.';
COMMENT ON COLUMN dispatcher.id IS 'Drawn by chance at each start.';
COMMENT ON COLUMN dispatcher.gateway IS 'By which gateway it sends.';
COMMENT ON COLUMN dispatcher.simulated IS 'Whether its messages reach no phone.';
COMMENT ON COLUMN dispatcher.started_at IS 'Since when it runs.';
COMMENT ON COLUMN dispatcher.seen_at IS 'When it last said how it gets on.';
COMMENT ON COLUMN dispatcher.lease_expires_at IS 'Until when it is taken for alive.';
COMMENT ON COLUMN dispatcher.stopped_at IS 'When it was stopped in good order.';
COMMENT ON COLUMN dispatcher.condition IS 'working, waiting (the gateway cannot be used now) or stopped.';
COMMENT ON COLUMN dispatcher.cause IS 'Why it waits; stable code.';
COMMENT ON COLUMN dispatcher.credit IS 'What is left at the gateway, in the gateway''s words.';

COMMENT ON TABLE sms_attempt IS
'One row for each call to a gateway, written before the call. What stands here moves the message.';
COMMENT ON COLUMN sms_attempt.message_id IS 'The message.';
COMMENT ON COLUMN sms_attempt.attempt IS 'Which of its attempts, from 1.';
COMMENT ON COLUMN sms_attempt.dispatcher IS 'Who made the call.';
COMMENT ON COLUMN sms_attempt.gateway IS 'Which gateway.';
COMMENT ON COLUMN sms_attempt.started_at IS 'When the message was taken for it.';
COMMENT ON COLUMN sms_attempt.answered_at IS 'When the answer was put on record.';
COMMENT ON COLUMN sms_attempt.outcome IS 'taken, not_now, refused or unknown; NULL while it is under way.';
COMMENT ON COLUMN sms_attempt.cause IS 'Why it was not taken; stable code.';
COMMENT ON COLUMN sms_attempt.retry_at IS 'When it is to be tried again.';
COMMENT ON COLUMN sms_attempt.gateway_ref IS 'The gateway''s reference.';
COMMENT ON COLUMN sms_attempt.poll_at IS 'When to ask the gateway for its fate.';
COMMENT ON COLUMN sms_attempt.reported IS 'delivered or failed, as the gateway reported later.';
COMMENT ON COLUMN sms_attempt.report_cause IS 'Why it did not arrive; stable code.';
COMMENT ON COLUMN sms_attempt.reported_at IS 'When the report was put on record.';

COMMENT ON TABLE sms_report IS
'Reports of references that nobody knows yet, for three days.';
COMMENT ON COLUMN sms_report.gateway IS 'Which gateway.';
COMMENT ON COLUMN sms_report.gateway_ref IS 'The reference.';
COMMENT ON COLUMN sms_report.reported IS 'delivered or failed.';
COMMENT ON COLUMN sms_report.cause IS 'Why it did not arrive; stable code.';
COMMENT ON COLUMN sms_report.received_at IS 'When it came.';

COMMENT ON TABLE sms_choice IS
'What people chose to do about messages that failed or of which nobody knows. Only grows.';
COMMENT ON COLUMN sms_choice.id IS 'Identity.';
COMMENT ON COLUMN sms_choice.message_id IS 'The message.';
COMMENT ON COLUMN sms_choice.attempts IS 'Its attempts as the person saw them.';
COMMENT ON COLUMN sms_choice.choice IS 'arrived, send_again, call_instead or called.';
COMMENT ON COLUMN sms_choice.staff IS 'Who.';
COMMENT ON COLUMN sms_choice.at IS 'When.';

COMMENT ON TABLE sms_template_edit IS
'Every change of a text, with the text before it. Only grows.';
COMMENT ON COLUMN sms_template_edit.id IS 'Identity.';
COMMENT ON COLUMN sms_template_edit.template IS 'Which message.';
COMMENT ON COLUMN sms_template_edit.language IS 'th or en.';
COMMENT ON COLUMN sms_template_edit.before IS 'The text until then.';
COMMENT ON COLUMN sms_template_edit.after IS 'The text from then on.';
COMMENT ON COLUMN sms_template_edit.staff IS 'Who changed it.';
COMMENT ON COLUMN sms_template_edit.at IS 'When.';

COMMENT ON COLUMN sms_message.sent_by IS 'The dispatcher that sends it or sent it last.';
COMMENT ON COLUMN sms_message.choice IS 'What a person chose since the last attempt.';

COMMENT ON VIEW dispatcher_alive IS 'Dispatchers whose lease is alive.';
COMMENT ON VIEW dispatcher_state IS 'How dispatchers get on, for the desk.';
COMMENT ON VIEW template_placeholder IS 'What may stand between braces, by message.';

COMMENT ON FUNCTION choose_message(bigint, integer, text) IS 'Chooses what to do about a message that failed or of which nobody knows: message, attempts as seen, choice.';
COMMENT ON FUNCTION message_totals() IS 'How many messages wait, since when the longest is due, how many need a person, how many members were not reached.';
COMMENT ON FUNCTION put_template(text, text, text) IS 'Changes the text of a message: message, language, text.';
COMMENT ON FUNCTION register_dispatcher(text, text, boolean, interval) IS 'Puts a starting dispatcher on record: identity, gateway, simulated, lease.';
COMMENT ON FUNCTION renew_dispatcher(text, interval, text, text, text) IS 'Keeps a lease alive: identity, lease, condition, cause, credit. False where it is over.';
COMMENT ON FUNCTION end_dispatcher(text) IS 'Ends a dispatcher in good order.';
COMMENT ON FUNCTION take_due_messages(text, bigint) IS 'Takes so many due messages for sending, for a dispatcher that is alive. Commit before talking to a gateway.';
COMMENT ON FUNCTION settle_interrupted() IS 'What is under way for a dispatcher that is gone becomes unknown.';
COMMENT ON FUNCTION note_answers(jsonb) IS 'Puts answers of a gateway on record; answers how many messages moved.';
COMMENT ON FUNCTION note_report(text, text, bigint, integer, text, text) IS 'Puts a report on record: gateway, reference, or message and attempt, delivered or failed, cause. Answers applied, noted, kept or unknown.';
COMMENT ON FUNCTION take_polls(text, bigint) IS 'Attempts of a gateway whose fate is to be asked for now.';
COMMENT ON FUNCTION queue_reminders() IS 'Queues the reminders of calls that begin soon.';
