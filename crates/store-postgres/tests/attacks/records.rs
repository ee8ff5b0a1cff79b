//! What is on record: decisions, messages, events, notes. Nobody rewrites it, and nobody invents it.

use super::attempt::{
    Attempt, DENIED, EVERYBODY, MISSING, Officer, Outsider, REVIEWERS, Refused, Rule, STAFF,
    Supervisor, Support, UNFIT, attempt, each,
};
use super::scene::Scene;

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list = rewriting();
    list.extend(inventing());
    list
}

fn rewriting() -> Vec<Attempt> {
    let mut list: Vec<_> = each("16.4.2", EVERYBODY, DENIED, &[
        ("change the kind of a decision",
         "UPDATE desk.decision SET kind = 'reject' WHERE id = {decided.decision}"),
        ("put a decision down to a colleague",
         "UPDATE desk.decision SET staff = {colleague} WHERE id = {decided.decision}"),
        ("rewrite the note of a decision",
         "UPDATE desk.decision SET note = '' WHERE id = {decided.decision}"),
        ("change a decision through the view",
         "UPDATE desk.decision_seen SET member_text = 'x' WHERE id = {decided.decision}"),
        ("delete a decision", "DELETE FROM desk.decision WHERE id = {decided.decision}"),
        ("delete a decision inside another statement",
         "WITH gone AS (DELETE FROM desk.decision RETURNING id) SELECT count(*) FROM gone"),
        ("delete decisions by MERGE",
         "MERGE INTO desk.decision AS d USING (VALUES (1)) AS v (x) ON true WHEN MATCHED THEN DELETE"),
        ("empty the decisions", "TRUNCATE desk.decision CASCADE"),
        ("rewrite who did something", "UPDATE desk.audit_event SET actor = {colleague}"),
        ("rewrite when something was done", "UPDATE desk.audit_event SET at = now()"),
        ("rewrite the log through the view", "UPDATE desk.audit_event_seen SET action = 'x'"),
        ("delete events", "DELETE FROM desk.audit_event WHERE request_id = {decided}"),
        ("empty the log", "TRUNCATE desk.audit_event CASCADE"),
        ("rewrite a note", "UPDATE desk.note SET body = 'x'"),
        ("delete a note", "DELETE FROM desk.note"),
        ("rewrite a check", "UPDATE desk.review_check SET outcome = 'passed'"),
        ("rewrite a call", "UPDATE desk.video_call SET outcome = 'verified'"),
        ("rewrite a former phone", "UPDATE desk.phone_history SET phone = '0899999999'"),
        ("delete a former phone", "DELETE FROM desk.phone_history"),
        ("delete a request", "DELETE FROM desk.change_request WHERE id = {decided}"),
        ("remove a person from the record", "DELETE FROM desk.staff WHERE id = {colleague}"),
        ("break a seal", "DELETE FROM desk.audit_seal"),
        ("use an identity again", "SELECT setval('desk.decision_id_seq', 1)"),
        ("leave gaps between the identities of events", "SELECT nextval('desk.audit_event_id_seq')"),
        ("give request numbers out again", "UPDATE desk.request_counter SET last_running = 0"),
        ("miscount the requests", "UPDATE desk.request_tally SET total = 0"),
        ("keep everybody from deciding", "BEGIN; LOCK TABLE desk.decision IN ACCESS EXCLUSIVE MODE"),
    ])
    .collect();
    list.extend(each("16.4.2", EVERYBODY, DENIED, &[
        ("change the text of a message",
         "UPDATE desk.sms_message SET body = 'x' WHERE request_id = {decided}"),
        ("send a message to somebody else",
         "UPDATE desk.sms_message SET to_phone = '0899999999' WHERE request_id = {decided}"),
        ("say that a message arrived", "UPDATE desk.sms_message SET state = 'delivered'"),
        ("hold a message back",
         "UPDATE desk.sms_message SET next_attempt_at = 'infinity' WHERE request_id = {decided}"),
        ("delete the notice to the old number",
         "DELETE FROM desk.sms_message WHERE template = 'security_notice'"),
        ("change the words of all messages to come", "UPDATE desk.sms_template SET body = 'x'"),
        ("change the words of a reason", "UPDATE desk.reason_code SET text_th = 'x', text_en = 'x'"),
    ]));
    list
}

fn inventing() -> Vec<Attempt> {
    let mut list: Vec<_> = each("16.4.2", EVERYBODY, DENIED, &[
        ("write an event", "INSERT INTO desk.audit_event (action) VALUES ('decision.approve')"),
        ("write an event in a colleague's name",
         "INSERT INTO desk.audit_event (action, actor) VALUES ('photo.viewed', {colleague})"),
        ("write an event with what the database writes with",
         "SELECT desk.log('decision.approve', {ready}, {ready.member}, '{}', {colleague})"),
        ("seal a log of one's own",
         "INSERT INTO desk.audit_seal (sealed_at, event_id, events, chain_hash, key_id, signature)
          VALUES (now(), 1, 1, repeat('0', 64), 'k', 's')"),
        ("write a note in a colleague's name",
         "INSERT INTO desk.note (request_id, staff, at, body) VALUES ({ready}, {colleague}, now(), 'x')"),
        ("queue a message",
         "INSERT INTO desk.sms_message
              (request_id, member_id, template, language, to_phone, body, segments, queued_at,
               changed_at, next_attempt_at)
          VALUES ({ready}, {ready.member}, 'approved', 'th', '0899999999', 'x', 1, now(), now(), now())"),
        ("queue a message with what the database queues with",
         "SELECT desk.queue_message({ready}, NULL, NULL, {ready.member}, 'approved', 'th',
                                    '0899999999', 'x')"),
        ("check in a colleague's name",
         "INSERT INTO desk.review_check (request_id, revision, code, outcome, staff, set_at)
          VALUES ({unchecked}, 1, 'name_matches', 'passed', {colleague}, now())"),
        ("invent a call",
         "INSERT INTO desk.video_call
              (request_id, revision, staff, channel, started_at, ended_at, outcome)
          VALUES ({uncalled}, 1, {colleague}, 'line', now(), now(), 'verified')"),
        ("move the clock of the desk", "UPDATE desk.desk_clock SET offset_ms = -86400000"),
    ])
    .collect();
    let note = |action: &str, request: &str, detail: &str| {
        format!("SELECT desk.note_event({action}, {request}, NULL, {detail})")
    };
    for (rule, action) in [
        ("note a decision that was not made", "'decision.approve'"),
        ("note a photo that was not taken out", "'photo.fetched'"),
        ("note a setting that was not changed", "'setting.changed'"),
        ("note a login that was not opened", "'login.enabled'"),
        ("note something in one's own words", "'all.is.well'"),
        ("note one's own action with blanks", "'photo.viewed '"),
    ] {
        let sql = note(action, "{ready}", "'{}'");
        list.push(attempt(
            "16.4.2",
            STAFF,
            Rule("role_not_allowed"),
            rule,
            sql,
        ));
    }
    let noted = |refused, rule, sql| attempt("16.4.1", STAFF, refused, rule, sql);
    list.extend([
        noted(MISSING, "note nothing", note("NULL", "{ready}", "'{}'")),
        noted(UNFIT, "note something that is no object", note("'photo.viewed'", "{ready}", "'[]'")),
        noted(UNFIT, "note more than an event holds",
              note("'photo.viewed'", "{ready}", "jsonb_build_object('x', repeat('x', 4000))")),
        noted(Refused("23503"), "note something about a request that is none",
              note("'photo.viewed'", "999999", "'{}'")),
        attempt("2.2.1", STAFF, UNFIT, "write an empty note", "SELECT desk.add_note({ready}, '')"),
        attempt("16.4.2", &[super::attempt::Portal, super::attempt::Dispatcher, Outsider], DENIED,
                "note an event as a service", note("'photo.viewed'", "{ready}", "'{}'")),
        attempt("8.2.1", &[Officer, Support, Supervisor], DENIED, "cancel in a member's place",
                "SELECT desk.cancel({ready})"),
        attempt("8.2.1", STAFF, DENIED, "send new photos in a member's place",
                "SELECT desk.resubmit({returned})"),
        attempt("8.2.1", REVIEWERS, DENIED, "file a request from the desk",
                "INSERT INTO desk.change_request
                     (member_id, stated_name, stated_national_id, old_phone, new_phone)
                 VALUES ({ready.member}, 'x', '1234567890121', '{ready.old}', '0899999999')"),
        attempt("8.2.3", STAFF, DENIED, "set the status of a request",
                "UPDATE desk.change_request SET status = 'approved', closed_at = now()
                 WHERE id = {ready}"),
        attempt("8.2.3", STAFF, DENIED, "open the window in which effects are written",
                "UPDATE desk.change_request SET effects_applied_at = NULL WHERE id = {decided}"),
        attempt("8.2.3", STAFF, DENIED, "forget who took a risk down",
                "UPDATE desk.change_request SET high_risk_lifted_by = NULL"),
        attempt("8.2.3", STAFF, DENIED, "forget who escalated",
                "UPDATE desk.change_request SET escalated_by = {colleague} WHERE escalated_by IS NOT NULL"),
    ]);
    list
}

#[tokio::test]
async fn records_withstand() {
    let list = attempts();
    let mut scene = Scene::of(&list).await;
    scene
        .lets(
            Officer,
            "SELECT desk.add_note({ready}, 'a note to rewrite')",
        )
        .await;
    scene.withstands(&list).await;
}
