//! The register: a member's phone, login, identity and name.

use super::attempt::{Attempt, DENIED, Dispatcher, EVERYBODY, Outsider, attempt, each};
use super::scene::Scene;

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each("8.2.3", EVERYBODY, DENIED, &[
        ("set a member's phone",
         "UPDATE desk.member SET phone = '{ready.new}' WHERE id = {ready.member}"),
        ("set everybody's phone", "UPDATE desk.member SET phone = '0899999999'"),
        ("switch a login on",
         "UPDATE desk.member SET login_state = 'enabled' WHERE id = {ready.member}"),
        ("lock a login",
         "UPDATE desk.member SET login_state = 'locked' WHERE id = {ready.member}"),
        ("change a national ID",
         "UPDATE desk.member SET national_id = '9999999999999' WHERE id = {ready.member}"),
        ("change a name so that it matches the card",
         "UPDATE desk.member SET given_th = 'x', family_th = 'y' WHERE id = {ready.member}"),
        ("hide a member from the search",
         "UPDATE desk.member SET search_key = '' WHERE id = {ready.member}"),
        ("change a phone inside another statement",
         "WITH changed AS (UPDATE desk.member SET phone = '{ready.new}' RETURNING id)
          SELECT id FROM changed"),
        ("change a phone by MERGE",
         "MERGE INTO desk.member AS m USING (VALUES (1)) AS v (x) ON m.id = {ready.member}
          WHEN MATCHED THEN UPDATE SET phone = '{ready.new}'"),
        ("change a phone by an INSERT that conflicts",
         "INSERT INTO desk.member
              (member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en,
               birth_date, phone, language, standing, membership_expires_on, search_key)
          VALUES ('300001', '1', '', '', '', '', '', '', '2000-01-01', '{ready.new}', 'th', 'normal',
                  '2030-01-01', '')
          ON CONFLICT (member_no) DO UPDATE SET phone = excluded.phone"),
    ])
    .collect();
    list.extend(each(
        "8.2.1",
        EVERYBODY,
        DENIED,
        &[
            (
                "enter a member",
                "INSERT INTO desk.member (member_no) VALUES ('999999')",
            ),
            (
                "remove a member",
                "DELETE FROM desk.member WHERE id = {ready.member}",
            ),
            (
                "load members from the client",
                "COPY desk.member FROM STDIN",
            ),
            (
                "give a member somebody's licence",
                "UPDATE desk.licence SET member_id = {ready.member}",
            ),
            (
                "invent a former phone",
                "INSERT INTO desk.phone_history (member_id, phone, replaced_at)
                 VALUES ({ready.member}, '0899999999', now())",
            ),
            (
                "keep everybody from a member's row",
                "SELECT id FROM desk.member WHERE id = {ready.member} FOR UPDATE",
            ),
            (
                "keep everybody from the register",
                "BEGIN; LOCK TABLE desk.member IN ACCESS EXCLUSIVE MODE",
            ),
        ],
    ));
    list.push(attempt(
        "8.2.2",
        &[Dispatcher, Outsider],
        DENIED,
        "read the register without business there",
        "SELECT national_id FROM desk.member",
    ));
    list
}

#[tokio::test]
async fn the_register_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
