//! Where the addresses in an article lead: to other articles and to files by their places in the content, to anything by its
//! place in the site.
//!
//! What is written as `photo.jpg`, `../bridge.md`, `@/news/bridge.md` or `/news/bridge/` works on the page wherever that and
//! the site stand.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use percent_encoding::percent_decode_str;

use super::links::Links;
use crate::site::Site;

/// Places in the site by places in the content.
pub(super) struct Targets<'a> {
    paths: HashMap<&'a str, &'a str>,
    /// Places in the site that something of the content or of `static/` has.
    taken: HashSet<&'a str>,
    digest: String,
}

impl<'a> Targets<'a> {
    pub(super) fn of(site: &'a Site) -> Self {
        let articles = site.articles.iter().map(|article| (article.source.as_str(), article.url_path.as_str()));
        let indexes = site.sections.iter().filter_map(|section| section.index.as_ref());
        let indexes = indexes.map(|index| (index.source.as_str(), index.url_path.as_str()));
        let assets = site.assets.iter().map(|(source, path)| (source.as_str(), path.as_str()));
        let paths: HashMap<&str, &str> = articles.chain(indexes).chain(assets).collect();
        let taken = paths.values().copied().chain(site.static_files.iter().map(String::as_str)).collect();
        let all: BTreeSet<(&str, &str)> = paths.iter().map(|(place, path)| (*place, *path)).collect();
        let mut digest = blake3::Hasher::new();
        let statics = site.static_files.iter().map(|path| ("", path.as_str()));
        for text in all.into_iter().chain(statics).flat_map(|(place, path)| [place, path]) {
            digest.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        Self { paths, taken, digest: digest.finalize().to_string() }
    }

    /// A hash of all of them.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// Where `address`, as it stands in the file `source` of the content, leads on the page of `links`; `None` where it
    /// can stay as it is.
    pub(super) fn resolve(&self, links: Links<'_>, source: &str, address: &str) -> Option<String> {
        let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        if path.is_empty() || path.starts_with("//") || path.split('/').next().is_some_and(|head| head.contains(':')) {
            return None;
        }
        // An address whose percent signs do not give text means itself.
        let decoded = percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path));
        let link = |to: &str| if to.is_empty() || to.ends_with('/') { links.page(to) } else { links.file(to) };
        if let Some(path) = decoded.strip_prefix('/') {
            let base = links.base_path();
            let to = match decoded.strip_prefix(&base) {
                Some(path) => normal(path)?,
                // The host may have other things beside a site that stands below a path of it.
                None => normal(path).filter(|to| self.taken.contains(to.as_str()))?,
            };
            return Some(link(&to) + rest);
        }
        let place = match decoded.strip_prefix("@/") {
            Some(path) => normal(path)?,
            None => normal(&format!("{}/{decoded}", source.rsplit_once('/').map_or("", |(folder, _)| folder)))?,
        };
        self.paths.get(place.as_str()).map(|to| link(to) + rest)
    }
}

/// A path without `.` and `..`; `None` where it leads out of its root.
fn normal(path: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    let slash = if path.ends_with('/') && !segments.is_empty() { "/" } else { "" };
    Some(segments.join("/") + slash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let targets = Targets {
            paths: HashMap::from([
                ("news/bridge.md", "news/bridge/"),
                ("news/old photo.jpg", "news/old-photo.jpg"),
                ("about.md", "about/"),
            ]),
            taken: HashSet::from(["news/bridge/", "x.png"]),
            digest: String::new(),
        };
        for (address, expected) in [
            ("bridge.md", Some("../../news/bridge/index.html")),
            ("./bridge.md#costs", Some("../../news/bridge/index.html#costs")),
            ("../about.md", Some("../../about/index.html")),
            ("@/about.md?x", Some("../../about/index.html?x")),
            ("old%20photo.jpg", Some("../../news/old-photo.jpg")),
            ("/images/a%20b.png", Some("../../images/a%20b.png")),
            ("/", Some("../../index.html")),
            ("/news/bridge/", Some("../../news/bridge/index.html")),
            ("#top", None),
            ("", None),
            ("missing.md", None),
            ("../../../etc/passwd", None),
            ("/../etc/passwd", None),
            ("https://example.org/a", None),
            ("//example.org/a", None),
            ("mailto:a@example.org", None),
            ("%zz%", None),
        ] {
            let links = Links::on("news/ferry/", None);
            assert_eq!(targets.resolve(links, "news/ferry.md", address).as_deref(), expected, "{address}");
        }
        let based = Links::on("news/ferry/", Some("https://example.org/q/"));
        for (address, expected) in [
            ("/x.png", Some("../../x.png")),
            ("/q/anything/", Some("../../anything/")),
            ("/news/bridge/", Some("../../news/bridge/")),
            ("/beside/", None),
        ] {
            assert_eq!(targets.resolve(based, "news/ferry.md", address).as_deref(), expected, "{address}");
        }
    }
}
