//! Who may depend on whom, read from the workspace itself.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};

/// What each crate of the workspace may use of the workspace, tests aside. A crate that is not
/// listed fails the test: a new boundary is a decision, not an accident.
const ALLOWED: &[(&str, &[&str])] = &[
    ("coe-domain", &[]),
    ("coe-wire", &["coe-domain"]),
    ("coe-store", &["coe-domain"]),
    ("coe-store-postgres", &["coe-domain", "coe-store"]),
    ("coe-store-sqlite", &["coe-domain", "coe-store"]),
    ("coe-store-contract", &["coe-domain", "coe-store"]),
    ("coe-audit", &["coe-domain", "coe-store"]),
    ("coe-evidence", &["coe-domain"]),
    ("coe-sms", &["coe-domain", "coe-store"]),
    (
        "coe-dispatcher",
        &[
            "coe-audit",
            "coe-domain",
            "coe-sms",
            "coe-store",
            "coe-store-postgres",
            "coe-usecases",
        ],
    ),
    (
        "coe-usecases",
        &[
            "coe-audit",
            "coe-domain",
            "coe-evidence",
            "coe-store",
            "coe-wire",
        ],
    ),
    ("coe-testkit", &["coe-domain", "coe-evidence"]),
    ("coe-pg-cluster", &[]),
    // The judge of the gateways reads their protocols, not our code.
    ("coe-sms-simulator", &[]),
    (
        "coe-admin",
        &[
            "coe-audit",
            "coe-domain",
            "coe-sms",
            "coe-store",
            "coe-store-postgres",
            "coe-store-sqlite",
        ],
    ),
    (
        "coe-demo",
        &[
            "coe-domain",
            "coe-evidence",
            "coe-store",
            "coe-store-sqlite",
            "coe-testkit",
            "coe-usecases",
            "coe-wire",
        ],
    ),
    ("coe-desk-ui", &["coe-domain", "coe-wire"]),
    (
        "coe-desk",
        &[
            "coe-domain",
            "coe-evidence",
            "coe-sms",
            "coe-store",
            "coe-store-postgres",
            "coe-store-sqlite",
            "coe-usecases",
            "coe-wire",
        ],
    ),
    ("coe-e2e", &["coe-pg-cluster"]),
    ("xtask", &["coe-pg-cluster"]),
];

/// Crates that only these may name: an engine, a window, a gateway's transport.
const RESERVED: &[(&str, &[&str])] = &[
    ("sqlx", &["coe-store-postgres", "coe-store-sqlite"]),
    ("tauri", &["coe-desk"]),
    ("leptos", &["coe-desk-ui"]),
    ("keyring", &["coe-desk"]),
    ("image", &["coe-evidence", "coe-testkit"]),
    ("thirtyfour", &["coe-e2e"]),
    ("rcgen", &["coe-pg-cluster"]),
    ("ed25519-dalek", &["coe-audit"]),
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo tells about the workspace")
}

/// The direct dependencies of each crate, tests and build scripts aside.
fn dependencies(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let of = |package: &&cargo_metadata::Package| {
        package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind == DependencyKind::Normal)
            .map(|dependency| dependency.name.clone())
            .collect()
    };
    let packages = metadata.workspace_packages();
    packages
        .iter()
        .map(|package| (package.name.to_string(), of(package)))
        .collect()
}

#[test]
fn each_crate_uses_only_the_crates_it_may() {
    let metadata = metadata();
    let found = dependencies(&metadata);
    let ours: BTreeSet<_> = found.keys().cloned().collect();
    for (name, uses) in &found {
        let allowed = ALLOWED
            .iter()
            .find(|(listed, _)| listed == name)
            .map(|(_, uses)| *uses);
        let allowed = allowed.unwrap_or_else(|| panic!("{name} has no line in this test"));
        for used in uses.intersection(&ours) {
            assert!(
                allowed.contains(&used.as_str()),
                "{name} must not depend on {used}"
            );
        }
    }
}

#[test]
fn engines_and_windows_are_named_in_one_place() {
    for (name, uses) in dependencies(&metadata()) {
        for (reserved, homes) in RESERVED {
            let at_home = homes.contains(&name.as_str());
            assert!(
                at_home || !uses.contains(*reserved),
                "{name} must not name {reserved}"
            );
        }
    }
}

#[test]
fn what_runs_in_the_page_reads_no_clock_and_no_chance() {
    for (name, uses) in dependencies(&metadata()) {
        if ["coe-domain", "coe-wire"].contains(&name.as_str()) {
            for host in ["tokio", "rand", "tracing", "async-trait"] {
                assert!(
                    !uses.contains(host),
                    "{name} is pure and must not depend on {host}"
                );
            }
        }
    }
}

#[test]
fn each_direct_dependency_has_its_line_in_the_architecture() {
    let text = include_str!("../docs/ARCHITECTURE.md");
    let found = dependencies(&metadata());
    let ours: BTreeSet<_> = found.keys().cloned().collect();
    for used in found
        .values()
        .flatten()
        .filter(|used| !ours.contains(*used))
    {
        assert!(
            text.contains(&format!("`{used}`")),
            "docs/ARCHITECTURE.md says nothing of {used}"
        );
    }
}
