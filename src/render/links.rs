//! Links: from one page to another, to a place on it, to a file.
//!
//! Links on pages are relative, so that the site works on any host and below any path. Without a base URL they name the file
//! (`../../speakers/jane-moss/index.html`): opened from the disk nothing turns a folder into its `index.html`. With a base URL they
//! name the folder (`../../speakers/jane-moss/`), which is the address that readers are to see.
//!
//! What is read away from the site (feeds, data, previews, the page for addresses that lead nowhere) has whole addresses as soon
//! as a base URL says where the site stands.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// What is percent-encoded in addresses: everything but letters and digits of ASCII, slashes, and marks without a meaning there.
pub(super) const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// Links from one page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Links<'a> {
    base_url: Option<&'a str>,
    page: &'a str,
    reach: Reach,
}

/// From where links are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Reach {
    /// From a page that stands in its place.
    #[default]
    Inside,
    /// From anywhere.
    Anywhere,
}

impl<'a> Links<'a> {
    /// Links on the page at `page`: a path below the site's root that is empty or ends with a slash.
    pub(super) fn on(page: &'a str, base_url: Option<&'a str>) -> Self {
        Self { base_url, page, reach: Reach::Inside }
    }

    /// The same for readers elsewhere: whole addresses, where a base URL says what these are.
    pub(super) fn outward(self) -> Self {
        self.reaching(Reach::Anywhere)
    }

    pub(super) fn reaching(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// Path of the page that the links stand on.
    pub(super) fn here(self) -> &'a str {
        self.page
    }

    pub(super) fn reach(self) -> Reach {
        self.reach
    }

    /// To a page.
    pub(super) fn page(self, to: &str) -> String {
        match (self.base_url, self.reach) {
            (Some(base_url), Reach::Anywhere) => absolute(base_url, to),
            (Some(_), Reach::Inside) if to.is_empty() && self.page.is_empty() => "./".to_owned(),
            (Some(_), Reach::Inside) => self.relative(to, ""),
            (None, _) => self.relative(to, "index.html"),
        }
    }

    /// To the page itself, as briefly as can be.
    pub(super) fn own_page(self) -> String {
        match (self.base_url, self.reach) {
            (Some(base_url), Reach::Anywhere) => absolute(base_url, self.page),
            (Some(_), Reach::Inside) => "./".to_owned(),
            (None, _) => "index.html".to_owned(),
        }
    }

    /// To the element `id` of a page.
    pub(super) fn place(self, to: &str, id: &str) -> String {
        if to == self.page { format!("#{}", encoded(id)) } else { self.place_from_outside(to, id) }
    }

    /// To the element `id` of a page, by a link that names the page even where it is this one.
    pub(super) fn place_from_outside(self, to: &str, id: &str) -> String {
        let mut place = self.page(to);
        place.push('#');
        push_encoded(&mut place, id.as_bytes());
        place
    }

    /// To a file.
    pub(super) fn file(self, to: &str) -> String {
        match self.base_url.filter(|_| self.reach == Reach::Anywhere) {
            Some(base_url) => absolute(base_url, to),
            None => self.relative(to, ""),
        }
    }

    /// The path below which the site stands on its host, with a slash at either end: `/quotes/`.
    pub(super) fn base_path(self) -> String {
        let rest = self.base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
        let path = rest.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }

    /// From the folder of the page, by way of the root, to `to` and the file `name` in it.
    fn relative(self, to: &str, name: &str) -> String {
        let depth = self.depth();
        let mut link = String::with_capacity(depth * 3 + to.len() + name.len());
        (0..depth).for_each(|_| link.push_str("../"));
        push_encoded(&mut link, to.as_bytes());
        link + name
    }

    /// How many folders deep the page stands. All that links to other pages depend on, as long as they are followed from there.
    pub(super) fn depth(self) -> usize {
        self.page.bytes().filter(|byte| *byte == b'/').count()
    }
}

/// The address of a page or file below `base_url`.
pub(super) fn absolute(base_url: &str, to: &str) -> String {
    format!("{}/{}", base_url.trim_end_matches('/'), encoded(to))
}

/// `bytes` as an address that holds them itself.
pub(super) fn data_url(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type},{}", encoded_bytes(bytes))
}

/// A path with everything percent-encoded that is in [`ENCODED`], or not of ASCII.
pub(super) fn encoded(path: &str) -> String {
    encoded_bytes(path.as_bytes())
}

fn encoded_bytes(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    push_encoded(&mut encoded, bytes);
    encoded
}

fn push_encoded(encoded: &mut String, bytes: &[u8]) {
    encoded.extend(percent_encode(bytes, &ENCODED));
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Option<&str> = Some("https://example.org/quotes/");

    #[test]
    fn pages() {
        for (from, to, relative, absolute) in [
            ("", "", "./", "https://example.org/quotes/"),
            ("", "a/b/", "a/b/", "https://example.org/quotes/a/b/"),
            ("a/b/", "", "../../", "https://example.org/quotes/"),
            ("a/b/", "a/c/", "../../a/c/", "https://example.org/quotes/a/c/"),
            ("a/", "a/", "../a/", "https://example.org/quotes/a/"),
            ("", "straße/x y:z?#%/", "stra%C3%9Fe/x%20y%3Az%3F%23%25/", {
                "https://example.org/quotes/stra%C3%9Fe/x%20y%3Az%3F%23%25/"
            }),
        ] {
            let file = format!("{}index.html", relative.trim_start_matches("./"));
            for links in [Links::on(from, None), Links::on(from, None).outward()] {
                assert_eq!(links.page(to), file, "{from} to {to}");
            }
            assert_eq!(Links::on(from, BASE).page(to), relative, "{from} to {to}");
            assert_eq!(Links::on(from, BASE).outward().page(to), absolute, "{from} to {to}");
        }
    }

    #[test]
    fn paths_below_a_host() {
        for (base_url, expected) in [
            (None, "/"),
            (Some("https://example.org/"), "/"),
            (Some("https://example.org/a/b/"), "/a/b/"),
            (BASE, "/quotes/"),
        ] {
            assert_eq!(Links::on("x/", base_url).base_path(), expected);
        }
    }

    #[test]
    fn places() {
        assert_eq!(Links::on("a/", None).place("a/", "q-1"), "#q-1");
        assert_eq!(Links::on("a/", None).place("b/", "q-1"), "../b/index.html#q-1");
        assert_eq!(Links::on("a/", BASE).place("b/", "q-1"), "../b/#q-1");
        assert_eq!(Links::on("a/", BASE).outward().place("b/", "q-1"), "https://example.org/quotes/b/#q-1");
        assert_eq!(Links::on("a/", None).place_from_outside("a/", "q-1"), "../a/index.html#q-1");
    }

    #[test]
    fn files() {
        assert_eq!(Links::on("a/b/", None).file("assets/x.css"), "../../assets/x.css");
        assert_eq!(Links::on("a/b/", BASE).file("assets/x.css"), "../../assets/x.css");
        let whole = "https://example.org/quotes/assets/x.css";
        assert_eq!(Links::on("a/b/", BASE).outward().file("assets/x.css"), whole);
    }
}
