//! What goes wrong with a file: each fault has its own answer, and none costs data.

mod support;

use coe_domain::{ImageKind, MemberId, Refusal, RequestId};
use coe_store::{NewRequest, Store, StoreError, StoreResult};
use coe_store_contract::Harness;
use coe_store_contract::world::{World, photo};
use coe_store_sqlite::{Options, SqliteStore};
use std::path::Path;
use std::time::Duration;
use support::{SqliteHarness, stranger};

fn impatient() -> Options {
    Options {
        busy_timeout: Duration::from_millis(150),
        ..Options::for_seeding()
    }
}

async fn open(path: &Path) -> StoreResult<SqliteStore> {
    SqliteStore::open(path, &impatient()).await
}

/// A database with one request in it, closed.
async fn used() -> (SqliteHarness, std::path::PathBuf, RequestId) {
    let harness = SqliteHarness::new();
    let world = World::new(&harness).await;
    let filed = world.filed().await;
    drop(world);
    let path = harness.path(0);
    open(&path).await.expect("opens again").close().await;
    (harness, path, filed.id)
}

macro_rules! fails_with {
    ($result:expr, $pattern:pat) => {{
        let result = $result;
        assert!(
            matches!(&result, Err($pattern)),
            "{:?}",
            result.map(|_| "succeeded")
        );
    }};
}

#[tokio::test]
async fn a_file_that_another_program_writes() {
    let (_harness, path, id) = used().await;
    let store = open(&path).await.unwrap();
    let mut other = stranger(&path).await;
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    fails_with!(store.write().await, StoreError::Busy);
    let mut unit = store.read().await.unwrap();
    assert!(
        unit.request_by_id(id).await.unwrap().is_some(),
        "reading goes on"
    );
    fails_with!(open(&path).await, StoreError::Busy);
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    store.write().await.unwrap().rollback().await.unwrap();
}

#[tokio::test]
async fn a_file_that_another_program_keeps_to_itself() {
    let (_harness, path, _) = used().await;
    let mut other = stranger(&path).await;
    sqlx::query("PRAGMA locking_mode = EXCLUSIVE")
        .execute(&mut other)
        .await
        .unwrap();
    sqlx::query("BEGIN EXCLUSIVE")
        .execute(&mut other)
        .await
        .unwrap();
    fails_with!(open(&path).await, StoreError::Busy);
    let transient = open(&path).await.unwrap_err();
    assert!(transient.is_transient(), "trying again later may help");
}

#[tokio::test]
async fn a_store_that_is_closed_waits_for_nobody() {
    let (_harness, path, _) = used().await;
    let store = open(&path).await.unwrap();
    let held = store.write().await.unwrap();
    let late = tokio::time::timeout(Duration::from_secs(30), store.write()).await;
    fails_with!(late.unwrap(), StoreError::Busy);
    drop(held);
    store.write().await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no").join("desk.sqlite");
    fails_with!(
        open(&folder.path().join("desk.sqlite")).await,
        StoreError::Unreachable
    );
    fails_with!(open(folder.path()).await, StoreError::Unreachable);
    fails_with!(
        SqliteStore::create(&nowhere, &impatient()).await,
        StoreError::Unreachable
    );
    assert!(
        !folder.path().join("desk.sqlite").exists(),
        "opening makes no file"
    );
}

#[tokio::test]
async fn a_file_that_is_there_already() {
    let (_harness, path, id) = used().await;
    fails_with!(
        SqliteStore::create(&path, &impatient()).await,
        StoreError::Duplicate { .. }
    );
    let store = open(&path).await.unwrap();
    let mut unit = store.read().await.unwrap();
    assert!(
        unit.request_by_id(id).await.unwrap().is_some(),
        "it was left alone"
    );
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let text = "not a database, but long enough to look for a header in it\n".repeat(100);
    std::fs::write(&path, &text).unwrap();
    fails_with!(open(&path).await, StoreError::Corrupt);
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        text,
        "it was left alone"
    );
}

#[tokio::test]
async fn a_damaged_file() {
    let (_harness, path, _) = used().await;
    let mut bytes = std::fs::read(&path).unwrap();
    // The header is whole, and everything behind the second page is noise.
    let noise = (0_u32..).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap());
    for (byte, noise) in bytes[8192..].iter_mut().zip(noise) {
        *byte = noise;
    }
    std::fs::write(&path, &bytes).unwrap();
    fails_with!(open(&path).await, StoreError::Corrupt);
}

#[tokio::test]
async fn a_file_that_is_cut_off() {
    let (_harness, path, _) = used().await;
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let opened = async {
        let store = open(&path).await?;
        let mut unit = store.read().await?;
        for id in 1..4 {
            unit.member_by_id(MemberId(id)).await?;
            unit.events_of(RequestId(id)).await?;
            unit.messages_of(RequestId(id)).await?;
        }
        Ok(())
    };
    fails_with!(opened.await, StoreError::Corrupt);
}

#[tokio::test]
async fn a_file_of_a_newer_program() {
    let (_harness, path, _) = used().await;
    let mut other = stranger(&path).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations
         SELECT 9001, 'later', installed_on, TRUE, checksum, 0 FROM _sqlx_migrations LIMIT 1",
    )
    .execute(&mut other)
    .await
    .unwrap();
    let before = std::fs::read(&path).unwrap();
    fails_with!(
        open(&path).await,
        StoreError::NewerSchema {
            found: 9001,
            known: 13..
        }
    );
    assert!(std::fs::read(&path).unwrap() == before, "it was left alone");
}

#[tokio::test]
async fn two_programs_that_start_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    std::fs::write(&path, "").unwrap();
    let patient = Options {
        clock: coe_store_sqlite::ClockUse::Machine,
        ..Options::for_seeding()
    };
    let (one, two) = tokio::join!(
        SqliteStore::open(&path, &patient),
        SqliteStore::open(&path, &patient)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    for store in [one, two] {
        assert_eq!(
            store.read().await.unwrap().reasons().await.unwrap().len(),
            19
        );
    }
}

#[tokio::test]
async fn a_disk_that_is_full() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let store = SqliteStore::create(&path, &Options::for_seeding())
        .await
        .unwrap();
    store.close().await;
    let pages = u32::try_from(std::fs::metadata(&path).unwrap().len() / 4096).unwrap();
    let full = Options {
        max_pages: Some(pages + 60),
        ..Options::for_seeding()
    };
    let store = std::sync::Arc::new(SqliteStore::open(&path, &full).await.unwrap());
    let harness = Opened {
        store: store.clone(),
    };
    let world = World::new(&harness).await;
    let member = world.member().await;
    let large = "x".repeat(1_000_000);
    let form = NewRequest {
        images: vec![
            photo(ImageKind::IdCard, &large),
            photo(ImageKind::Selfie, "small"),
        ],
        ..world.form(member).await
    };
    let mut unit = world.write().await;
    fails_with!(unit.file_request(&form).await, StoreError::DiskFull);
    drop(unit);
    // Nothing of it stayed, and what fits goes on.
    let mut unit = world.read().await;
    assert!(unit.requests_of(member).await.unwrap().is_empty());
    drop(unit);
    let filed = world.files(&world.form(member).await).await;
    assert!(
        filed.no.to_string().ends_with("-1"),
        "the number was given back"
    );
}

/// A store that was opened elsewhere, as a harness for the words of the contract suite.
struct Opened {
    store: std::sync::Arc<SqliteStore>,
}

#[async_trait::async_trait]
impl Harness for Opened {
    async fn fresh(&self) -> Box<dyn coe_store_contract::Desk> {
        Box::new(Self {
            store: self.store.clone(),
        })
    }
}

#[async_trait::async_trait]
impl coe_store_contract::Desk for Opened {
    fn store(&self) -> std::sync::Arc<dyn Store> {
        self.store.clone()
    }
    async fn another_store(&self) -> std::sync::Arc<dyn Store> {
        self.store.clone()
    }
    async fn advance_clock(&self, by: chrono::TimeDelta) {
        self.store
            .set_clock_offset(by.num_milliseconds())
            .await
            .expect("the clock can be set");
    }
    async fn close_account(&self, _: coe_domain::StaffId) {}
    async fn purge_photo(&self, _: RequestId, _: u32, _: ImageKind) {}
    async fn set_priority(&self, _: RequestId, _: i64) {}
}

#[tokio::test]
async fn a_unit_that_reads() {
    let (_harness, path, id) = used().await;
    let store = open(&path).await.unwrap();
    let mut unit = store.read().await.unwrap();
    fails_with!(unit.cancel_request(id).await, StoreError::ReadOnly);
}

#[tokio::test]
async fn a_row_that_nobody_can_read() {
    let (_harness, path, _) = used().await;
    let mut other = stranger(&path).await;
    sqlx::query("UPDATE member SET birth_date = '1985-19-39' WHERE id = 1")
        .execute(&mut other)
        .await
        .unwrap();
    let store = open(&path).await.unwrap();
    let mut unit = store.read().await.unwrap();
    let error = unit.member_by_id(MemberId(1)).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(
        matches!(
            error,
            StoreError::BadRow {
                table: "member",
                column: "birth_date",
                row: 1
            }
        ),
        "{text}"
    );
    assert!(!text.contains("1985"), "the value stays where it is");
}

#[tokio::test]
async fn a_clock_that_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let store = SqliteStore::create(&path, &Options::for_seeding())
        .await
        .unwrap();
    store.set_clock_offset(-86_400_000).await.unwrap();
    store.seal_clock().await.unwrap();
    store.seal_clock().await.unwrap();
    fails_with!(
        store.set_clock_offset(0).await,
        StoreError::Refused(Refusal::AppendOnly)
    );
    store.close().await;
    // Opening for use seals as well.
    let path = folder.path().join("other.sqlite");
    SqliteStore::create(&path, &Options::for_seeding())
        .await
        .unwrap()
        .close()
        .await;
    let store = SqliteStore::open(&path, &Options::default()).await.unwrap();
    fails_with!(
        store.set_clock_offset(1).await,
        StoreError::Refused(Refusal::AppendOnly)
    );
}

/// Runs this test program again as a user who may read the file but not write it: the super-user,
/// as whom tests may run, may write everything.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_may_not_be_written() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    const CHILD: &str = "COE_DESK_READ_ONLY_FILE";
    if let Ok(path) = std::env::var(CHILD) {
        fails_with!(open(Path::new(&path)).await, StoreError::ReadOnly);
        return;
    }
    let (harness, path, _) = used().await;
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&path, 0o444);
    let folder = path.parent().unwrap();
    let super_user = std::fs::metadata(&path).unwrap().uid() == 0;
    let program = folder.join("tests");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    mode(&program, 0o755);
    mode(folder, 0o755);
    let mut child = std::process::Command::new(&program);
    child
        .arg("a_file_that_may_not_be_written")
        .env(CHILD, &path)
        .current_dir("/");
    if super_user {
        child.uid(65_534);
    }
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
    drop(harness);
}
