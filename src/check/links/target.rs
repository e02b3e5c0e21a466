//! Where a link leads within the site.

use percent_encoding::percent_decode_str;

/// A place in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Path below the site's root; `None` for the page itself.
    pub(super) path: Option<String>,
    /// Id on that page.
    pub(super) fragment: Option<String>,
}

/// The target of `link` on the page at `page`; `None` where it leads out of the site or cannot be followed.
pub(super) fn target(page: &str, link: &str, base_url: Option<&str>) -> Option<Target> {
    let link = link.trim();
    let (link, is_from_root) = match base_url.and_then(|base| below(link, base)) {
        Some(rest) => (rest, true),
        None if link.starts_with("//") || has_scheme(link) => return None,
        None => match link.strip_prefix('/') {
            Some(_) => (below_root(link, base_url)?, true),
            None => (link, false),
        },
    };
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.split('?').next().unwrap_or_default();
    // Text fragments are for browsers: words, not ids.
    let fragment = fragment.map(|fragment| decoded(fragment.split(":~:").next().unwrap_or_default()));
    let folder = page.rfind('/').map_or("", |at| &page[..=at]);
    let path = match (path, is_from_root) {
        ("", false) => None,
        (path, true) => Some(joined("", path)),
        (path, false) => Some(joined(folder, path)),
    };
    Some(Target { path, fragment })
}

/// What follows the base URL in an absolute link.
fn below<'a>(link: &'a str, base_url: &str) -> Option<&'a str> {
    let base = base_url.trim_end_matches('/');
    let rest = link.strip_prefix(base)?;
    if rest.is_empty() || rest.starts_with(['#', '?']) { Some(rest) } else { rest.strip_prefix('/') }
}

/// What follows the site's root in a link to `/...`. Below the path of the base URL; anywhere else on the host is not ours.
fn below_root<'a>(link: &'a str, base_url: Option<&str>) -> Option<&'a str> {
    let base =
        base_url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    link.strip_prefix(base.unwrap_or("/"))
}

fn has_scheme(link: &str) -> bool {
    let Some((scheme, _)) = link.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// `path` from `folder`, without `.` and `..`. A path that leaves the site stays so and is found nowhere.
fn joined(folder: &str, path: &str) -> String {
    let mut names: Vec<String> = folder.split_terminator('/').map(str::to_owned).collect();
    let mut is_folder = path.is_empty();
    for name in path.split('/') {
        is_folder = matches!(name, "" | "." | "..");
        match name {
            "" | "." => {}
            ".." if names.last().is_none_or(|last| last == "..") => names.push("..".to_owned()),
            ".." => {
                names.pop();
            }
            name => names.push(decoded(name)),
        }
    }
    let path = names.join("/");
    if is_folder && !path.is_empty() { path + "/" } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let base = Some("https://example.org/q/");
        for (page, link, base_url, expected) in [
            ("a/index.html", "../b/index.html", None, Some("b/index.html")),
            ("a/index.html", "b/", None, Some("a/b/")),
            ("a/index.html", "..", None, Some("")),
            ("a/index.html", "../../x", None, Some("../x")),
            ("a/index.html", "#x", None, Some("-#x")),
            ("a/index.html", "?q#", None, Some("-#")),
            ("a/index.html", "", None, Some("-")),
            ("a/index.html", "/b/#q-1:~:text=a", None, Some("b/#q-1")),
            ("a/index.html", "/stra%C3%9Fe/#caf%C3%A9", None, Some("straße/#café")),
            ("a/index.html", "https://example.org/q/b/", None, None),
            ("a/index.html", "https://example.org/q/b/#x", base, Some("b/#x")),
            ("a/index.html", "https://example.org/q", base, Some("")),
            ("a/index.html", "https://example.org/quality/", base, None),
            ("a/index.html", "/q/b/", base, Some("b/")),
            ("a/index.html", "/other/", base, None),
            ("a/index.html", "//example.org/b", None, None),
            ("a/index.html", "mailto:a@example.org", None, None),
            ("a/index.html", "data:image/png,x", None, None),
            ("a/index.html", "b:c/", None, None),
        ] {
            let found = target(page, link, base_url).map(|target| {
                let fragment = target.fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
                target.path.unwrap_or_else(|| "-".to_owned()) + &fragment
            });
            assert_eq!(found.as_deref(), expected, "{link} on {page}");
        }
    }
}
