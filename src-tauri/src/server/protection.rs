//! How a connection must be protected.

use coe_store_postgres::Tls;
use coe_wire::connection::ServerAddress;
use std::path::PathBuf;

/// The protections to try, in order: encrypted by a server whose certificate is vouched for. After
/// that, and for this computer only, none: what never leaves the computer can be read by nobody on
/// the way.
pub(crate) fn tls_for(address: &ServerAddress) -> Vec<Tls> {
    let mut tls = vec![Tls::Verified {
        authority: address.certificate.as_ref().map(PathBuf::from),
    }];
    if is_here(&address.host) {
        tls.push(Tls::Off);
    }
    tls
}

/// Whether a host is this computer by its name alone: no name is looked up, since whoever answers
/// look-ups could say anything.
fn is_here(host: &str) -> bool {
    let names = ["localhost", "127.0.0.1", "::1"];
    host.starts_with('/') || names.iter().any(|name| host.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    #[test]
    fn other_computers_are_never_talked_to_without_encryption() {
        for host in [
            "desk.example",
            "10.0.0.7",
            "localhost.example",
            "127.0.0.1.example",
            "::ffff:10.0.0.7",
            "0.0.0.0",
            "run/postgresql",
        ] {
            assert_eq!(
                tls_for(&at(host)),
                [Tls::Verified { authority: None }],
                "{host}"
            );
        }
    }

    #[test]
    fn this_computer_may_do_without_where_its_server_offers_none() {
        for host in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "::1",
            "/run/postgresql",
        ] {
            let tls = tls_for(&at(host));
            assert_eq!(tls, [Tls::Verified { authority: None }, Tls::Off], "{host}");
        }
    }

    #[test]
    fn the_authority_is_the_one_that_was_named() {
        let mut address = at("desk.example");
        address.certificate = Some("/etc/coe-desk/authority.pem".to_owned());
        let authority = Some(PathBuf::from("/etc/coe-desk/authority.pem"));
        assert_eq!(tls_for(&address), [Tls::Verified { authority }]);
    }
}
