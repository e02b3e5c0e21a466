//! Where an article's page stands: from its place below `content/`, its slug or its path to a safe path of the output.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::date;
use super::problem::Problem;
use crate::text::one_line;

/// Longest path segment in bytes; file systems allow 255.
const MAX_SEGMENT: usize = 200;

/// Longest path in bytes; systems allow 1,024 and more for the whole of it, from the root of the disk on.
const MAX_PATH: usize = 900;

/// Names that Windows keeps for devices, with whatever stands behind the first full stop.
const DEVICES: [&str; 6] = ["aux", "con", "conin$", "conout$", "nul", "prn"];

/// Files that the site itself writes into a folder.
const SITE_FILES: [&str; 13] = [
    "404.html",
    "_redirects",
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
    safe(name, true)
}

/// A safe segment, in small letters or with the capitals that it has.
fn safe(name: &str, small: bool) -> String {
    let mut safe = String::new();
    let cased = |c: char| if small { c.to_lowercase().collect() } else { String::from(c) };
    let cased: String = if name.is_ascii() {
        if small { name.to_ascii_lowercase() } else { name.to_owned() }
    } else {
        name.nfc().filter(|c| !is_invisible(*c)).map(cased).collect::<String>().nfc().collect()
    };
    for c in cased.chars() {
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

/// The path of the file by which an old address leads on: `/Old/Page.html` as `Old/Page.html`, `/old/` as
/// `old/index.html`. Capitals stay, as the address has been published with them. `None` for the site's own front page.
pub fn alias_path(alias: &str) -> Option<String> {
    let alias = without_host(alias.trim());
    let (folder, file) = match alias.rsplit_once('/').unwrap_or(("", alias)) {
        (folder, file) if has_page_extension(file) => (folder, Some(file)),
        _ => (alias, None),
    };
    let mut path: String = names(folder).into_iter().map(|segment| safe(segment, false) + "/").collect();
    match file {
        Some(file) if file.to_lowercase().starts_with("index.") => path.push_str("index.html"),
        Some(file) => path.push_str(&safe(file, false)),
        None => path.push_str("index.html"),
    }
    (path != "index.html").then_some(path)
}

fn has_page_extension(file: &str) -> bool {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    matches!(extension.as_deref(), Some("html" | "htm" | "php" | "asp" | "aspx"))
}

/// The path of a file of the content that is published as it is: that of the file itself, made safe, below `folder`, the
/// path of the page that it belongs to.
pub fn asset_path(folder: &str, file: &str) -> String {
    let segments: Vec<String> = file.split('/').filter(|s| is_name(s)).map(safe_segment).collect();
    format!("{folder}{}", segments.join("/"))
}

/// Which file owns which path of the site. Paths are compared as file systems compare them that know no capitals.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    owners: BTreeMap<String, String>,
}

impl Paths {
    /// Gives `path` to `owner`, the file (or the part of the site) that is shown there; a path with a slash at the end
    /// means the page of a folder. An error names both owners.
    pub fn claim(&mut self, path: &str, owner: &str) -> Result<(), Problem> {
        if path.len() > MAX_PATH {
            let message = format!("the address of `{owner}` has {} bytes, more than {MAX_PATH}", path.len());
            return Err(Problem::new(
                message,
                "give it a shorter name, `slug` or `path`, or put it into fewer folders",
            ));
        }
        let key = key(path);
        if let Some(first) = self.owners.get(&key) {
            let [owner, first] = distinct([owner, first]);
            let message = format!("`{owner}` and `{first}` would both be written to `/{path}`");
            return Err(Problem::new(message, "give one of them another name, `slug` or `path`"));
        }
        if let Some(first) = self.file_above(&key).or_else(|| self.file_below(&key)) {
            let message = format!("`{owner}` at `/{path}` and `{first}` would need a file and a folder with one name");
            return Err(Problem::new(message, "give one of them another name, `slug` or `path`"));
        }
        self.owners.insert(key, owner.to_owned());
        Ok(())
    }

    /// The owner of a path.
    pub fn owner(&self, path: &str) -> Option<&str> {
        self.owners.get(&key(path)).map(String::as_str)
    }

    /// The owner of a file that stands where `key` needs a folder.
    fn file_above(&self, key: &str) -> Option<&String> {
        key.match_indices('/').find_map(|(end, _)| self.owners.get(&key[..end]))
    }

    /// The owner of a file that needs a folder where `key` is a file.
    fn file_below(&self, key: &str) -> Option<&String> {
        let folder = format!("{key}/");
        self.owners.range(folder.clone()..).next().filter(|(path, _)| path.starts_with(&folder)).map(|(_, owner)| owner)
    }
}

/// Two names so that they look different, where they are.
fn distinct(names: [&str; 2]) -> [String; 2] {
    let [one, other] = names.map(|name| one_line(name).nfc().collect::<String>());
    if one != other || names[0] == names[1] {
        return names.map(str::to_owned);
    }
    let escaped = |c: char| if c.is_ascii_graphic() { c.to_string() } else { c.escape_default().to_string() };
    names.map(|name| name.chars().map(escaped).collect())
}

fn key(path: &str) -> String {
    let file = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    format!("{path}{file}").nfc().flat_map(char::to_lowercase).collect()
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
    let path = without_host(path.trim());
    let path = path.strip_suffix("index.html").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
    names(path)
}

/// The path of an address.
fn without_host(address: &str) -> &str {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address,
    };
    path.split(['?', '#']).next().unwrap_or_default()
}

fn names(path: &str) -> Vec<&str> {
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
    if is_device(&stem.to_lowercase()) || SITE_FILES.contains(&segment.to_lowercase().as_str()) {
        format!("{stem}-page{rest}")
    } else {
        segment.to_owned()
    }
}

/// Whether Windows keeps a name, in small letters and as far as its first full stop, for a device.
pub fn is_device(stem: &str) -> bool {
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
    fn old_addresses() {
        for (alias, expected) in [
            ("/old/path/", Some("old/path/index.html")),
            ("old", Some("old/index.html")),
            ("/2015/03/My_Post.html", Some("2015/03/My_Post.html")),
            ("https://example.org/a/index.html?x", Some("a/index.html")),
            ("/a/page.php", Some("a/page.php")),
            ("/../../etc/", Some("etc/index.html")),
            ("/", None),
            ("index.html", None),
        ] {
            assert_eq!(alias_path(alias).as_deref(), expected, "{alias}");
        }
    }

    #[test]
    fn files_beside_pages() {
        assert_eq!(asset_path("a/", "Old Photo.JPG"), "a/old-photo.jpg");
        assert_eq!(asset_path("", "x/../index.html"), "x/index-page.html");
    }

    #[test]
    fn no_file_stands_where_a_folder_must() {
        let mut paths = Paths::default();
        assert_eq!(paths.claim("a/b/", "b.md"), Ok(()));
        assert!(paths.claim("a/B", "B").is_err() && paths.claim("a", "a").is_err());
        assert_eq!(paths.claim("a/b/photo", "photo"), Ok(()));
        assert!(paths.claim("a/b/photo/x/", "x.md").unwrap_err().message.contains("`photo`"));
        assert!(
            paths.claim(&"a/".repeat(MAX_PATH), "long.md").unwrap_err().message.contains("`long.md` has 1800 bytes")
        );
        assert!(paths.claim("A/b/INDEX.html", "index.html").unwrap_err().message.contains("`b.md`"));
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
