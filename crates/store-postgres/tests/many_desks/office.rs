//! The office: its people, the register and the requests that wait in the morning.

use crate::databases;
use crate::people::{Person, hire, role_in};
use crate::wire::Wire;
use coe_domain::Role;
use coe_store_postgres::{Credentials, Options, PgStore, Server};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// How many people work at once.
const OFFICERS: usize = 10;
const SUPERVISORS: usize = 6;

/// How many requests wait: of each twenty members 17 ask for something, 2 of them twice and 1 of
/// those three times.
const REQUESTS: usize = 2_000;
const REQUESTS_OF_THE_LARGE_RUN: usize = 32_000;

/// The first request of 17 of 20 members, the second of 2, the third of 1.
const ROUNDS: [(&str, &str); 3] = [("% 20 < 17", "1"), ("% 20 < 2", "2"), ("% 20 = 0", "3")];

/// Number 0 to … of the register. Some logins were locked or suspended before.
const MEMBERS: &str = "
INSERT INTO desk.member
    (member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en, birth_date,
     phone, language, standing, membership_expires_on, login_state, search_key)
SELECT n, '1' || lpad(n::text, 12, '0'), 'นาย', 'สมชาย', 'ใจดี', 'Mr.', 'Somchai', 'Jaidee',
       '1985-08-02', '08' || 10000000 + n,
       CASE n % 2 WHEN 0 THEN 'th' ELSE 'en' END, 'normal', '2099-08-02',
       CASE n % 50 WHEN 7 THEN 'locked' WHEN 8 THEN 'suspended' ELSE 'enabled' END,
       'somchai jaidee' || n
FROM generate_series(0, MEMBERS - 1) AS n
ORDER BY n";

/// One round of requests, a fifth of high risk, each for another number. Those of one member stand
/// side by side in the queue, so that two desks have them at once.
const FILINGS: &str = "
INSERT INTO desk.change_request
    (member_id, stated_name, stated_national_id, old_phone, new_phone, risk, submitted_at)
SELECT id, 'somchai jaidee', national_id, phone,
       '09' || ROUND0000000 + member_no::bigint,
       CASE member_no::bigint % 5 WHEN 3 THEN 'high' ELSE 'low' END,
       timestamptz '2025-01-06 08:30 Asia/Bangkok' + member_no::bigint * interval '1 second'
FROM desk.member
WHERE member_no::bigint CHOSEN
ORDER BY member_no::bigint";

/// Two tiny photos for each request.
const PHOTOS: &str = "
INSERT INTO desk.request_image
    (request_id, revision, kind, sha256, byte_len, width, height, bytes)
SELECT r.id, 1, k.kind, encode(sha256(b.bytes), 'hex'), length(b.bytes), 4000, 3000, b.bytes
FROM desk.change_request AS r
CROSS JOIN unnest(ARRAY['id_card', 'selfie']) AS k (kind)
CROSS JOIN LATERAL (SELECT convert_to(k.kind || r.id, 'UTF8') AS bytes) AS b
ORDER BY r.id, k.kind";

/// An office in the morning.
pub(crate) struct Office {
    pub(crate) database: String,
    pub(crate) people: Vec<(Person, Role)>,
    /// How the members' side signs in.
    pub(crate) portal: Credentials,
    pub(crate) requests: usize,
}

impl Office {
    /// Hires everybody and files everything.
    pub(crate) async fn opens() -> Self {
        let database = databases::fresh_database().await;
        let mut superuser = databases::superuser(&database).await;
        let mut people = Vec::new();
        let roles = [Role::Officer; OFFICERS]
            .into_iter()
            .chain([Role::Supervisor; SUPERVISORS]);
        for (n, role) in roles.enumerate() {
            let name = format!("{database}_person_{n}");
            people.push((hire(&mut superuser, &name, role).await, role));
        }
        let portal = role_in(&mut superuser, &format!("{database}_portal"), "desk_portal").await;
        let requests = if std::env::var_os("COE_DESK_MANY").is_some() {
            REQUESTS_OF_THE_LARGE_RUN
        } else {
            REQUESTS
        };
        let members = requests.to_string();
        fill(&mut superuser, MEMBERS.replace("MEMBERS", &members)).await;
        for (chosen, round) in ROUNDS {
            let filings = FILINGS.replace("ROUND", round).replace("CHOSEN", chosen);
            fill(&mut superuser, filings).await;
        }
        fill(&mut superuser, PHOTOS.to_owned()).await;
        superuser.close().await.expect("closes");
        Self {
            database,
            people,
            portal,
            requests,
        }
    }

    /// Connects as somebody, as their app would.
    pub(crate) async fn seat(&self, wire: &Wire, credentials: &Credentials) -> PgStore {
        let server = Server {
            port: wire.port(),
            ..databases::server(&self.database)
        };
        PgStore::connect(&server, credentials, &Options::default())
            .await
            .expect("whoever is known is let in")
    }
}

async fn fill(superuser: &mut PgConnection, sql: String) {
    sqlx::query(AssertSqlSafe(sql))
        .execute(superuser)
        .await
        .expect("the register is filled");
}
