//! The host names that the preview answers to.
//!
//! A foreign web page can make a name of its own resolve to this machine and then read the preview as if it were its own
//! site (DNS rebinding). So the preview answers only to names of this machine: a reading edition may be private.

use std::net::IpAddr;

/// The hosts that are answered.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    /// The value of `--host`, in lower case and without brackets.
    named: String,
}

impl Hosts {
    pub(super) fn new(named: &str) -> Self {
        Self { named: named.trim_start_matches('[').trim_end_matches(']').to_lowercase() }
    }

    /// Whether requests for `host`, with or without a port, are answered.
    pub(super) fn allow(&self, host: &str) -> bool {
        let host = without_port(host).trim_end_matches('.').to_lowercase();
        let address = host.parse::<IpAddr>().ok();
        // A server that listens on all interfaces can be reached by any address of the machine. An IP address cannot be
        // a foreign name.
        let is_everywhere = self.named.parse::<IpAddr>().is_ok_and(|named| named.is_unspecified());
        host == "localhost"
            || host.ends_with(".localhost")
            || host == self.named
            || address.is_some_and(|address| address.is_loopback() || is_everywhere)
    }
}

/// `localhost:1111` → `localhost`, `[::1]:1111` → `::1`.
fn without_port(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or(rest);
    }
    match host.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let hosts = Hosts::new("127.0.0.1");
        for host in [
            "localhost",
            "LOCALHOST:1111",
            "127.0.0.1:80",
            "[::1]:1111",
            "[::1]",
            "a.localhost",
            "localhost.",
            "127.1.2.3",
        ] {
            assert!(hosts.allow(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:1111",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.1.5",
            "0.0.0.0",
            "localhost@evil.example",
            "evil.example#localhost",
            "2130706433",
            "localhost:1111@evil.example",
            "notlocalhost",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
    }

    #[test]
    fn a_host_that_was_named_is_answered_too() {
        assert!(Hosts::new("Tavle.local").allow("tavle.local:1111"));
        assert!(!Hosts::new("tavle.local").allow("192.168.1.5"));
        for everywhere in ["0.0.0.0", "::", "[::]"] {
            let hosts = Hosts::new(everywhere);
            assert!(hosts.allow("192.168.1.5:1111") && hosts.allow("[fe80::1]:80") && !hosts.allow("evil.example"));
        }
    }
}
