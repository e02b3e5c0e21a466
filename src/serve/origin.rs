//! Who may ask: pages of this server, and whoever calls this machine by one of its own names.
//!
//! A foreign page can have its name lead to 127.0.0.1 and would then read the unpublished site; it cannot choose the `Host`
//! that its visitor's browser sends.

use hyper::header::{HOST, ORIGIN};
use hyper::{HeaderMap, Uri};

/// Whether a request is meant for this server and comes from no foreign page.
pub(super) fn is_ours(uri: &Uri, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else { return false };
    let is_own_origin = |origin: &str| origin.strip_prefix("http://") == Some(host);
    is_loopback(host)
        && uri.authority().is_none_or(|authority| authority.as_str() == host)
        && headers.get_all(ORIGIN).iter().all(|origin| origin.to_str().is_ok_and(is_own_origin))
}

/// Whether an authority is this machine. Any port will do: ports can be forwarded.
fn is_loopback(authority: &str) -> bool {
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => authority,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (host, expected) in [
            ("127.0.0.1:8000", true),
            ("localhost:8000", true),
            ("LocalHost", true),
            ("[::1]:8000", true),
            ("127.0.0.1", true),
            ("example.org", false),
            ("example.org:8000", false),
            ("localhost.example.org", false),
            ("127.0.0.1.example.org:8000", false),
            ("user@127.0.0.1:8000", false),
            ("127.0.0.1:", false),
            ("127.0.0.1:8000:8000", false),
            ("", false),
        ] {
            assert_eq!(is_loopback(host), expected, "{host}");
        }
    }

    #[test]
    fn requests() {
        for (uri, headers, expected) in [
            ("/", &[("host", "localhost:8000")][..], true),
            ("/", &[("host", "localhost:8000"), ("origin", "http://localhost:8000")], true),
            ("/", &[("host", "localhost:8000"), ("origin", "http://localhost:3000")], false),
            ("/", &[("host", "localhost:8000"), ("origin", "https://example.org")], false),
            ("/", &[("host", "localhost:8000"), ("origin", "null")], false),
            ("/", &[("host", "localhost:8000"), ("host", "example.org")], false),
            ("/", &[], false),
            ("http://localhost:8000/", &[("host", "localhost:8000")], true),
            ("http://example.org/", &[("host", "localhost:8000")], false),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.append(*name, value.parse().unwrap());
            }
            assert_eq!(is_ours(&uri.parse().unwrap(), &map), expected, "{uri} {headers:?}");
        }
    }
}
