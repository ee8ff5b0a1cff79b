//! Requests that wait to be worked on.

use coe_domain::RequestId;
use sqlx::{PgConnection, Row};

/// Each statement once; the last one answers with the requests, oldest first.
const FILE: [&str; 3] = [
    "INSERT INTO desk.member
         (member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en,
          birth_date, phone, language, standing, membership_expires_on, search_key)
     SELECT n, '1' || lpad(n::text, 12, '0'), 'นาย', 'สมชาย', 'ใจดี', 'Mr.', 'Somchai', 'Jaidee',
            '1985-08-02', '08' || 10000000 + n, 'th', 'normal', '2099-08-02', 'somchai jaidee' || n
     FROM generate_series(1, $1) AS n
     ORDER BY n",
    "INSERT INTO desk.change_request
         (member_id, stated_name, stated_national_id, old_phone, new_phone)
     SELECT id, 'somchai jaidee', national_id, phone, '09' || 10000000 + member_no::bigint
     FROM desk.member
     WHERE member_no::bigint <= $1
     ORDER BY member_no::bigint",
    "INSERT INTO desk.request_image
         (request_id, revision, kind, sha256, byte_len, width, height, bytes)
     SELECT r.id, 1, k.kind, encode(sha256(b.bytes), 'hex'), length(b.bytes), 4000, 3000, b.bytes
     FROM desk.change_request AS r
     CROSS JOIN unnest(ARRAY['id_card', 'selfie']) AS k (kind)
     CROSS JOIN LATERAL (SELECT convert_to(k.kind || r.id, 'UTF8') AS bytes) AS b
     WHERE r.id <= $1
     ORDER BY k.kind, r.id
     RETURNING request_id",
];

/// Files so many requests of as many members, in a desk that has none. Oldest first.
pub(crate) async fn waiting(superuser: &mut PgConnection, count: i64) -> Vec<RequestId> {
    let mut rows = Vec::new();
    for sql in FILE {
        rows = sqlx::query(sql)
            .bind(count)
            .fetch_all(&mut *superuser)
            .await
            .expect("the requests are filed");
    }
    let ids = rows.iter().map(|row| RequestId(row.get(0)));
    ids.take(rows.len() / 2).collect()
}
