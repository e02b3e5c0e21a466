//! Where an article's page stands: from its place below `content/`, its slug or its path to a safe path of the output.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::date;
use super::problem::Problem;

/// Longest path segment in bytes; file systems allow 255.
const MAX_SEGMENT: usize = 200;

/// Names that Windows keeps for devices, with whatever stands behind the first full stop.
const DEVICES: [&str; 6] = ["aux", "con", "conin$", "conout$", "nul", "prn"];

/// Files that the site itself writes into a folder.
const SITE_FILES: [&str; 12] = [
    "404.html",
    "annotations.json",
    "article.json",
    "article.txt",
    "atom.xml",
    "feed.json",
    "index.html",
    "quotes.csv",
    "quotes.jsonl",
    "robots.txt",
    "sitemap.xml",
    "speakers.json",
];

/// The path of the page of `source` (a path below `content/`), with a slash at the end and none at the start.
///
/// `path` wins over `slug`, and that over the file name. The site's own index has the empty path.
///
/// ```
/// # use quotewright::article::url_path;
/// assert_eq!(url_path("articles/2026-05-08-Old Bridge.md", None, None), "articles/old-bridge/");
/// assert_eq!(url_path("articles/bridge.md", Some("span"), None), "articles/span/");
/// assert_eq!(url_path("articles/bridge.md", None, Some("/news/../bridge/")), "news/bridge/");
/// ```
pub fn url_path(source: &str, slug: Option<&str>, path: Option<&str>) -> String {
    if let Some(path) = path {
        return join(path_segments(path));
    }
    let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
    let mut segments: Vec<&str> = folder.split('/').filter(|s| is_name(s)).collect();
    let name = date::split_name(stem(file)).1;
    let is_index = matches!(name, "index" | "_index");
    match slug {
        Some(slug) => {
            if is_index {
                segments.pop();
            }
            segments.push(slug);
        }
        None if is_index => {}
        None => segments.push(name),
    }
    join(segments)
}

/// `name` as one segment of an output path, on every file system: composed, in small letters, without white space,
/// invisible characters and characters that file systems or addresses use for themselves; never empty, never a device.
pub fn safe_segment(name: &str) -> String {
    let mut safe = String::new();
    for c in name.nfc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).nfc() {
        if c.is_whitespace() || is_syntax(c) || c == '-' {
            if !safe.ends_with('-') {
                safe.push('-');
            }
        } else if !c.is_control() {
            safe.push(c);
        }
    }
    let trimmed = safe.trim_matches(['-', '.']);
    let safe = if trimmed.is_empty() { "page" } else { trimmed };
    shorten(keep_off_reserved(safe))
}

/// Which file owns which path of the site.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    owners: BTreeMap<String, String>,
}

impl Paths {
    /// Gives `path` to `owner`, the file (or the part of the site) that is shown there. An error names both owners.
    pub fn claim(&mut self, path: &str, owner: &str) -> Result<(), Problem> {
        if let Some(first) = self.owners.get(path) {
            let message = format!("`{owner}` and `{first}` would both be written to `/{path}`");
            return Err(Problem::new(message, "give one of them another `slug` or `path`"));
        }
        self.owners.insert(path.to_owned(), owner.to_owned());
        Ok(())
    }

    /// The owner of a path.
    pub fn owner(&self, path: &str) -> Option<&str> {
        self.owners.get(path).map(String::as_str)
    }
}

/// The name of a file without its last extension.
pub(super) fn stem(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}

fn join<'a>(segments: impl IntoIterator<Item = &'a str>) -> String {
    segments.into_iter().map(|segment| safe_segment(segment) + "/").collect()
}

/// The segments of a path as front matter gives it: perhaps a whole address, perhaps with a file name.
fn path_segments(path: &str) -> Vec<&str> {
    let path = path.trim();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_suffix("index.html").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
    path.split(['/', '\\']).filter(|s| is_name(s)).collect()
}

fn is_name(segment: &str) -> bool {
    !segment.trim_matches(['.', ' ']).is_empty()
}

fn is_syntax(c: char) -> bool {
    matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '%' | '&' | '\'' | '`')
}

/// Characters without a width, among them those that steer the direction of text.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}')
        || matches!(c, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}')
        || matches!(c, '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

fn keep_off_reserved(segment: &str) -> String {
    let (stem, rest) = segment.find('.').map_or((segment, ""), |dot| segment.split_at(dot));
    if is_device(stem) || SITE_FILES.contains(&segment) { format!("{stem}-page{rest}") } else { segment.to_owned() }
}

fn is_device(stem: &str) -> bool {
    let stem = stem.trim_end();
    let numbered = |prefix| {
        let rest = stem.strip_prefix(prefix);
        rest.is_some_and(|rest| matches!(rest, "¹" | "²" | "³") || matches!(rest.as_bytes(), [b'0'..=b'9']))
    };
    DEVICES.contains(&stem) || numbered("com") || numbered("lpt")
}

/// Cuts a long segment and tells it apart from others with the same start by a hash of the whole.
fn shorten(segment: String) -> String {
    if segment.len() <= MAX_SEGMENT {
        return segment;
    }
    let hash = &blake3::hash(segment.as_bytes()).to_hex()[..8];
    let end = segment.floor_char_boundary(MAX_SEGMENT - hash.len() - 1);
    format!("{}-{hash}", segment[..end].trim_end_matches(['-', '.']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_of_sources() {
        for (source, slug, path, expected) in [
            ("articles/harbour.md", None, None, "articles/harbour/"),
            ("about.md", None, None, "about/"),
            ("index.md", None, None, ""),
            ("_index.md", None, None, ""),
            ("articles/_index.md", None, None, "articles/"),
            ("articles/harbour/index.md", None, None, "articles/harbour/"),
            ("articles/harbour/index.md", Some("port"), None, "articles/port/"),
            ("articles/2026-05-08-harbour.txt", None, None, "articles/harbour/"),
            ("articles/v1.2.md", None, None, "articles/v1.2/"),
            ("articles/a.md", Some("The Port"), None, "articles/the-port/"),
            ("articles/a.md", Some("../../etc"), None, "articles/etc/"),
            ("articles/a.md", Some("b"), Some("/c/d"), "c/d/"),
            ("articles/a.md", None, Some("https://example.org/c/d.html?x#y"), "c/d/"),
            ("articles/a.md", None, Some("c/index.html"), "c/"),
            ("articles/a.md", None, Some("/"), ""),
            ("articles/a.md", None, Some("..\\..\\x"), "x/"),
        ] {
            assert_eq!(url_path(source, slug, path), expected, "{source} {slug:?} {path:?}");
        }
    }

    #[test]
    fn segments() {
        for (name, expected) in [
            ("Old Bridge", "old-bridge"),
            ("a  - b", "a-b"),
            ("Cafe\u{301}", "café"),
            ("\u{202e}evil\u{200b}", "evil"),
            ("..", "page"),
            ("", "page"),
            ("a/b", "a-b"),
            ("100% sure?", "100-sure"),
            ("CON", "con-page"),
            ("com1.notes", "com1-page.notes"),
            ("index.html", "index-page.html"),
            ("王小明", "王小明"),
            ("name. ", "name"),
        ] {
            assert_eq!(safe_segment(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_path_has_one_owner() {
        let mut paths = Paths::default();
        assert_eq!(paths.claim("a/", "a.md"), Ok(()));
        assert_eq!(paths.claim("b/", "b.md"), Ok(()));
        let problem = paths.claim("a/", "A.md").unwrap_err();
        assert!(problem.message.contains("`A.md`") && problem.message.contains("`a.md`"), "{problem}");
    }

    proptest! {
        #[test]
        fn segments_are_safe(name in "\\PC{0,80}|[a-z./\\\\ \u{0}-\u{1f}\u{200b}-\u{202e}]{0,300}|(con|aux|com1|İ|ẞ)[.\\- ]{0,3}[a-z]{0,3}|.{0,120}") {
            let safe = safe_segment(&name);
            prop_assert!(!safe.is_empty() && safe.len() <= MAX_SEGMENT);
            prop_assert!(!safe.chars().any(|c| c.is_whitespace() || c.is_control() || is_invisible(c) || is_syntax(c)));
            prop_assert!(!safe.starts_with('.') && !safe.ends_with('.'));
            prop_assert!(!is_device(safe.split('.').next().unwrap()));
            prop_assert_eq!(&safe.nfc().collect::<String>(), &safe);
            prop_assert_eq!(safe_segment(&safe), safe);
        }

        #[test]
        fn paths_stay_below_the_root(path in ".{0,60}|[a./\\\\:]{0,20}") {
            let found = url_path("a.md", None, Some(&path));
            prop_assert!(!found.starts_with('/') && (found.is_empty() || found.ends_with('/')));
            prop_assert!(!found.split_terminator('/').any(|s| s.is_empty() || s == "." || s == ".."));
        }
    }
}
