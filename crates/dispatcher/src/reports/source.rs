//! Who may call, and who it is that calls behind a proxy.

use http::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Who may call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Networks that may call; empty for all.
    pub allow: Vec<IpNet>,
    /// Proxies whose word on who called is taken.
    pub proxies: Vec<IpNet>,
}

impl Sources {
    /// Whether a request may come from there.
    #[must_use]
    pub fn admit(&self, peer: SocketAddr, headers: &HeaderMap) -> bool {
        let Some(caller) = self.caller(peer.ip(), headers) else {
            return false;
        };
        self.allow.is_empty() || is_in(&self.allow, caller)
    }

    /// Who called: whoever is connected, or, where that is a proxy of ours, the last of those that it names
    /// and that is none. `None` where the proxy's word cannot be read.
    fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let mut caller = plain(peer);
        let values = headers.get_all(FORWARDED_FOR);
        let mut named = values.iter().rev().flat_map(|value| {
            let text = value.to_str().unwrap_or("?");
            text.rsplit(',').map(|one| one.trim().to_owned())
        });
        while is_in(&self.proxies, caller) {
            match named.next() {
                Some(one) => caller = plain(one.parse().ok()?),
                None => break,
            }
        }
        Some(caller)
    }
}

fn is_in(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// An IPv4 address that came as an IPv6 one is the IPv4 one.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn forwarded(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        headers
    }

    fn from(text: &str) -> SocketAddr {
        SocketAddr::new(text.parse().unwrap(), 40_000)
    }

    #[test]
    fn without_a_proxy_of_ours_only_the_connection_counts() {
        let sources = Sources {
            allow: networks(&["203.0.113.0/24"]),
            proxies: Vec::new(),
        };
        let lies = forwarded(&["203.0.113.9"]);
        assert!(!sources.admit(from("198.51.100.1"), &lies));
        assert!(sources.admit(from("203.0.113.9"), &HeaderMap::new()));
        assert!(sources.admit(from("::ffff:203.0.113.9"), &HeaderMap::new()));
    }

    #[test]
    fn behind_our_proxy_the_last_stranger_that_it_names_counts() {
        let sources = Sources {
            allow: networks(&["203.0.113.0/24"]),
            proxies: networks(&["127.0.0.1/32", "10.0.0.0/8"]),
        };
        let proxy = from("127.0.0.1");
        assert!(sources.admit(proxy, &forwarded(&["203.0.113.9"])));
        assert!(sources.admit(proxy, &forwarded(&["203.0.113.9, 10.1.1.1"])));
        assert!(sources.admit(proxy, &forwarded(&["203.0.113.9", "10.1.1.1"])));
        assert!(
            !sources.admit(proxy, &forwarded(&["203.0.113.9, 198.51.100.1"])),
            "whoever called may write what it likes in front"
        );
        assert!(!sources.admit(proxy, &forwarded(&["nonsense"])));
        assert!(!sources.admit(proxy, &HeaderMap::new()));
    }

    #[test]
    fn without_a_list_everybody_may_call() {
        assert!(Sources::default().admit(from("198.51.100.1"), &HeaderMap::new()));
    }
}
