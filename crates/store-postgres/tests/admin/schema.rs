//! The committed description of the schema is the description of a freshly migrated database.

use crate::support::Stage;
use coe_store_postgres::admin::expected_file;
use std::path::Path;

/// Set to write the file instead of comparing it.
const WRITE: &str = "COE_DESK_WRITE_EXPECTED_SCHEMA";

#[tokio::test]
async fn the_expected_schema_is_what_the_migrations_make() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    let facts = admin.describe().await.expect("describes");
    admin.close().await;
    let version = stage.run("SELECT current_setting('server_version_num')::integer / 10000");
    let made = expected_file(&facts, version.parse().expect("a number"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/admin/expected_schema.txt");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(path, made).expect("the file is written");
        return;
    }
    let committed = std::fs::read_to_string(path).expect("the file is there");
    let differs = made
        .lines()
        .skip(1)
        .zip(committed.lines().skip(1))
        .find(|(made, committed)| made != committed);
    assert!(
        made.lines().skip(1).eq(committed.lines().skip(1)),
        "expected_schema.txt is not what the migrations make; run this test with {WRITE}=1. First \
         difference: {differs:?}"
    );
}
