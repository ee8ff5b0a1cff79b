//! An encrypted server, and what it shows.

use crate::own_cluster;
use crate::people::hire;
use crate::told::{let_in, refused};
use coe_domain::Role;
use coe_pg_cluster::{Certificate, Cluster, Settings};
use coe_store_postgres::{ConnectError, Server, Tls};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_certificate_that_is_vouched_for_is_trusted() {
    let cluster = Cluster::start_with(Settings { tls: true }).expect("a server of its own");
    own_cluster::prepare(&cluster, "desk").await;
    let mut superuser = own_cluster::superuser(&cluster, "desk").await;
    let officer = hire(&mut superuser, "anong", Role::Officer).await;
    let at = |host: &str, tls| Server {
        host: host.to_owned(),
        tls,
        ..own_cluster::server(&cluster, "desk")
    };
    let authority = cluster.authority().expect("it has one").to_owned();
    let verified = Tls::Verified {
        authority: Some(authority),
    };
    for host in ["localhost", "127.0.0.1"] {
        let found = let_in(&at(host, verified.clone()), &officer.credentials).await;
        assert!(found.encrypted, "at {host}");
        let staff = found.staff.expect("it is a person");
        assert_eq!((staff.id, staff.role), (officer.id, Role::Officer));
    }
    let by_the_computer = Tls::Verified { authority: None };
    let unknown = refused(&at("localhost", by_the_computer), &officer.credentials).await;
    assert!(
        matches!(unknown, ConnectError::NotTrusted),
        "without its authority: {unknown:?}"
    );
    let open = let_in(&at("localhost", Tls::Off), &officer.credentials).await;
    assert!(!open.encrypted, "on this computer it may be without");
    for certificate in [
        Certificate::OtherName,
        Certificate::Expired,
        Certificate::OtherAuthority,
    ] {
        cluster.show(certificate).expect("is shown");
        let wrong = refused(&at("localhost", verified.clone()), &officer.credentials).await;
        assert!(
            matches!(wrong, ConnectError::NotTrusted),
            "{certificate:?}: {wrong:?}"
        );
    }
    cluster.show(Certificate::Valid).expect("is shown");
    let_in(&at("localhost", verified), &officer.credentials).await;
}
