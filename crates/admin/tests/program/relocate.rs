//! Moving an embedded database.

use crate::source;
use crate::stage::{Stage, answer};
use coe_admin::moving::{Doing, MoveError, Moved, Step, relocate};
use coe_store_postgres::admin::{AdminError, Expectations};
use coe_store_sqlite::{Export, Portion};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// Small, so that many portions are there to stop between.
const SMALL: Portion = Portion {
    rows: 5,
    bytes: 1 << 20,
};

fn on(_: Step) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Moves until so many portions are about to be written.
async fn move_some(stage: &Stage, file: &Path, portions: u32) -> Result<Moved, MoveError> {
    let mut left = portions;
    let mut watch = |step: Step| {
        if step.doing == Doing::Copying {
            if left == 0 {
                return ControlFlow::Break(());
            }
            left -= 1;
        }
        ControlFlow::Continue(())
    };
    let mut admin = stage.admin().await;
    relocate(file, &mut admin, SMALL, &mut watch).await
}

#[tokio::test]
async fn a_move_that_is_stopped_everywhere_ends_with_the_same_rows() {
    let stage = Stage::prepared();
    let file = stage.file("desk.sqlite");
    source::make(&file).await;
    let mut stops = 0;
    let compared = loop {
        match move_some(&stage, &file, 9 + stops).await.expect("moves on") {
            Moved::Stopped => stops += 1,
            Moved::Whole(compared) => break compared,
            Moved::Already(_) => panic!("it was not whole before"),
        }
        assert!(stops < 100, "each attempt gets further");
    };
    assert!(stops > 3, "it was stopped in the middle, {stops} times");
    let rows = |name| {
        let table = compared.iter().find(|table| table.table == name);
        table.expect("is compared").rows
    };
    assert_eq!(rows("staff"), 5);
    assert_eq!(rows("draft"), 3);
    assert!(rows("decision") > 9 && rows("request_image") > 80 && rows("audit_event") > 100);

    let mut admin = stage.admin().await;
    let again = relocate(&file, &mut admin, SMALL, &mut on)
        .await
        .expect("looks again");
    assert_eq!(again, Moved::Already(compared));
    let checked = admin.check(&Expectations::default()).await.expect("checks");
    assert_eq!(
        checked.deviations,
        [],
        "no trigger stayed off, and everybody has a role"
    );
    assert_eq!(
        stage.ask("SELECT count(*) FROM desk.audit_event WHERE action = 'database.moved'"),
        "1"
    );
    assert_eq!(
        stage.ask("SELECT value FROM desk.setting WHERE key = 'demo'"),
        "true",
        "the flag of a demo moves too"
    );
    assert_eq!(
        stage.ask(
            "SELECT count(*) FROM (SELECT status, sum(total) AS told FROM desk.request_tally GROUP BY 1) t
             WHERE told <> (SELECT count(*) FROM desk.change_request AS r WHERE r.status = t.status)"
        ),
        "0",
        "the counts of the queue fit"
    );
    assert_eq!(
        stage.ask(
            "SELECT count(*) FROM desk.change_request WHERE last_decision_id IS DISTINCT FROM
             (SELECT max(id) FROM desk.decision AS d WHERE d.request_id = change_request.id)"
        ),
        "0",
        "what points ahead was written in the end"
    );
    assert_eq!(
        stage.ask(
            "SELECT count(*) FROM pg_authid AS a JOIN desk.staff AS s ON s.db_role = a.rolname
             WHERE a.rolpassword IS NULL AND a.rolcanlogin"
        ),
        "5",
        "nobody's password moved"
    );
}

#[tokio::test]
async fn work_goes_on_where_the_embedded_desk_ended() {
    let stage = Stage::prepared();
    let file = stage.file("desk.sqlite");
    source::make(&file).await;
    let moved = stage.run(&["move", "--from", file.to_str().expect("UTF-8"), "--yes"]);
    assert_eq!(moved.code, 0, "{moved:?}");
    let newest = stage.ask("SELECT max(id) FROM desk.member");
    let next = stage.ask(
        "INSERT INTO desk.member (member_no, national_id, title_th, given_th, family_th, title_en,
             given_en, family_en, birth_date, phone, language, standing, membership_expires_on,
             search_key)
         VALUES ('999999', '9999999999999', '', 'ก', '', '', '', '', '1990-01-01', '0899999999', 'th',
                 'normal', '2030-01-01', 'ก')
         RETURNING id",
    );
    assert!(
        next.parse::<i64>().ok() > newest.parse().ok(),
        "{next} comes after {newest}"
    );
    let again = stage.run(&["move", "--from", file.to_str().expect("UTF-8"), "--yes"]);
    assert_eq!(again.code, 1, "{again:?}");
    assert!(
        again
            .told
            .contains("table member holds rows that are not in the source"),
        "{}",
        again.told
    );
}

#[tokio::test]
async fn a_program_that_is_killed_leaves_nothing_half_done() {
    let stage = Stage::prepared();
    let file = stage.file("desk.sqlite");
    source::make(&file).await;
    // Whoever holds this lock keeps the move from getting past the photos.
    let mut holder = std::process::Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--command"])
        .arg("BEGIN; LOCK TABLE desk.request_image IN ROW EXCLUSIVE MODE; SELECT pg_sleep(60)")
        .arg(stage.address())
        .stdout(Stdio::null())
        .spawn()
        .expect("psql runs");
    let waits = "SELECT count(*) FROM pg_stat_activity
                 WHERE application_name = 'coe-desk-admin' AND wait_event_type = 'Lock'";
    let held = "SELECT count(*) FROM pg_locks WHERE relation = 'desk.request_image'::regclass";
    until(&stage, held);
    let from = file.to_str().expect("UTF-8");
    let mut program = stage
        .program(&["move", "--from", from, "--yes"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    until(&stage, waits);
    program.kill().expect("is killed");
    program.wait().expect("is gone");
    holder.kill().expect("is killed");
    holder.wait().expect("is gone");
    stage.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%'
               AND pid <> pg_backend_pid()",
    );

    let whole = stage.ask("SELECT count(*) > 0 FROM desk.change_request");
    assert_eq!(whole, "t", "the portions before are there");
    assert_eq!(stage.ask("SELECT count(*) FROM desk.request_image"), "0");
    assert_eq!(
        stage.ask("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'"),
        "0",
        "no trigger is off"
    );
    let moved = stage.run(&["move", "--from", from, "--yes"]);
    assert_eq!(moved.code, 0, "{moved:?}");
    assert_eq!(stage.run(&["check"]).code, 0);
}

#[tokio::test]
async fn an_administrator_who_is_no_superuser_can_do_all_of_it() {
    let stage = Stage::new();
    stage.ask("CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'long secret'");
    stage.ask("ALTER DATABASE desk OWNER TO keeper");
    let file = stage.file("desk.sqlite");
    source::make(&file).await;
    let from = file.to_str().expect("UTF-8");
    let keeper = |arguments: &[&str]| {
        let address = stage.address().replace(stage.cluster.superuser(), "keeper");
        let mut command = stage.program(arguments);
        command
            .env("COE_DESK_SERVER", address)
            .env("PGPASSWORD", "long secret");
        answer(command.output().expect("the program runs"))
    };
    assert_eq!(keeper(&["migrate", "--yes"]).code, 0);
    let moved = keeper(&["move", "--from", from, "--yes"]);
    assert_eq!(moved.code, 0, "{moved:?}");
    let reset = keeper(&["staff", "reset", "--username", "anong", "--yes"]);
    assert_eq!(reset.code, 0, "{reset:?}");
    let locked = keeper(&["staff", "lock", "--username", "anong", "--yes"]);
    assert_eq!(locked.code, 0, "{locked:?}");

    let open = keeper(&["check"]);
    assert_eq!(open.code, 3, "{open:?}");
    let found: Vec<_> = open.out.lines().skip(1).collect();
    assert!(
        found.len() == 6 && found.iter().all(|line| line.contains("pg_catalog.lo")),
        "only large objects are left to a superuser: {found:#?}"
    );
    assert_eq!(stage.run(&["migrate", "--yes"]).code, 0, "who closes them");
    assert_eq!(keeper(&["check"]).code, 0);
}

fn until(stage: &Stage, sql: &str) {
    for _ in 0..200 {
        if stage.ask(sql) != "0" {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("never: {sql}");
}

#[tokio::test]
async fn only_an_unused_database_is_moved_into() {
    let stage = Stage::new();
    let file = stage.file("desk.sqlite");
    source::make(&file).await;
    let mut admin = stage.admin().await;
    let unprepared = relocate(&file, &mut admin, SMALL, &mut on).await;
    assert!(matches!(
        unprepared,
        Err(MoveError::Admin(AdminError::Connect(_)))
    ));
    admin.migrate().await.expect("migrates");
    stage.run(&[
        "staff",
        "add",
        "--username",
        "siriporn",
        "--name",
        "S",
        "--first",
    ]);
    let used = relocate(&file, &mut admin, SMALL, &mut on).await;
    assert!(
        matches!(
            used,
            Err(MoveError::Admin(AdminError::ForeignRows { table: "staff" }))
        ),
        "{used:?}"
    );
}

#[tokio::test]
async fn a_role_that_is_somebodys_stops_the_move_before_it_begins() {
    let stage = Stage::prepared();
    stage.ask("CREATE ROLE boonmee");
    let file = stage.file("desk.sqlite");
    source::make(&file).await;
    let mut admin = stage.admin().await;
    let refused = relocate(&file, &mut admin, SMALL, &mut on).await;
    assert!(
        matches!(&refused, Err(MoveError::Admin(AdminError::RoleExists { role })) if role == "boonmee"),
        "{refused:?}"
    );
    assert_eq!(stage.ask("SELECT count(*) FROM desk.staff"), "0");
    assert_eq!(
        stage.ask("SELECT count(*) FROM pg_roles WHERE rolname = 'anong'"),
        "0"
    );
}

#[tokio::test]
async fn a_change_during_the_reading_is_noticed() {
    let stage = Stage::new();
    let file = stage.file("desk.sqlite");
    source::make(&file).await;
    let export = Export::open(&file).await.expect("opens");
    let store =
        coe_store_sqlite::SqliteStore::open(&file, &coe_store_sqlite::Options::for_seeding())
            .await
            .expect("opens");
    let mut unit = coe_store::Store::write(&store).await.expect("writes");
    unit.put_setting("demo", "false", None).await.expect("sets");
    unit.commit().await.expect("commits");
    assert!(
        export.close().await.expect("ends"),
        "somebody wrote meanwhile"
    );
}
