//! The permanent names of feeds and entries.
//!
//! A feed reader shows an entry again whenever its id changes, so ids may not change with the address of the site (RFC 4287,
//! 4.2.6). They begin with the setting `feed_id`, else with the base URL: whoever moves a site sets `feed_id` to its first base URL,
//! or to a `tag:` URI from the beginning. With neither an id is a UUID (RFC 9562, version 8) of the site's title and the path.

use std::fmt::Write;

use crate::render::Settings;
use crate::render::links::encoded;

/// The id of what stands at `path`, which may have a fragment.
pub(super) fn id(settings: &Settings, path: &str, fragment: Option<&str>) -> String {
    let fragment = fragment.map(|fragment| format!("#{}", encoded(fragment))).unwrap_or_default();
    match settings.feed_id.as_ref().or(settings.base_url.as_ref()) {
        Some(start) => format!("{start}{}{fragment}", encoded(path)),
        None => uuid(&format!("{}\u{1f}{path}{fragment}", settings.title)),
    }
}

fn uuid(name: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut uuid = "urn:uuid:".to_owned();
    for (n, byte) in bytes.iter().enumerate() {
        if matches!(n, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        // Writing to a string cannot fail.
        let _ = write!(uuid, "{byte:02x}");
    }
    uuid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(feed_id: Option<&str>, base_url: Option<&str>) -> Settings {
        Settings { feed_id: feed_id.map(str::to_owned), base_url: base_url.map(str::to_owned), ..Settings::default() }
    }

    #[test]
    fn ids() {
        let (tag, base) = ("tag:example.org,2026:", "https://example.org/q/");
        for (settings, path, fragment, expected) in [
            (settings(None, Some(base)), "a/ü/", None, "https://example.org/q/a/%C3%BC/"),
            (settings(None, Some(base)), "speakers/x/", Some("a/"), "https://example.org/q/speakers/x/#a/"),
            (settings(Some(tag), Some(base)), "a/", None, "tag:example.org,2026:a/"),
        ] {
            assert_eq!(id(&settings, path, fragment), expected);
        }
        let plain = id(&settings(None, None), "a/", None);
        assert_eq!(plain.len(), "urn:uuid:".len() + 36);
        assert_eq!(&plain[23..24], "8", "the version");
        assert_eq!(plain, id(&settings(None, None), "a/", None));
        assert_ne!(id(&settings(None, None), "a/", None), id(&settings(None, None), "b/", None));
    }
}
