//! What of an article's raw HTML and addresses may reach a page.

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::{UrlRelative, UrlRelativeEvaluate};

use super::escape::{allowed, push_text};

/// Schemes that a link or an image may have; an address without a scheme is relative and fine.
pub(super) const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Raw HTML with more tags open at once than this is shown as text: what no browser lays out, no page should ask it to.
const MAX_OPEN_TAGS: usize = 256;

/// Elements that news articles use besides those that are kept anyway.
const MEDIA: [&str; 4] = ["audio", "picture", "source", "video"];

/// Where an address in an article leads on its page; `None` where it can stay as it is.
pub type Resolve<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Cleans blocks of raw HTML.
pub(super) struct Cleaner<'a> {
    builder: ammonia::Builder<'a>,
}

impl<'a> Cleaner<'a> {
    /// Addresses without a scheme are turned into what `resolve` says.
    pub(super) fn new(resolve: Resolve<'a>) -> Self {
        let mut builder = ammonia::Builder::default();
        let relative = move |url: &str| Some(Cow::Owned(resolve(url).unwrap_or_else(|| url.to_owned())));
        builder
            .url_schemes(HashSet::from(SCHEMES))
            .add_tags(MEDIA)
            .add_tag_attributes("audio", ["controls", "src"])
            .add_tag_attributes("source", ["src", "type"])
            .add_tag_attributes("video", ["controls", "height", "poster", "src", "width"])
            .add_tag_attributes("details", ["open"])
            .add_tag_attributes("img", ["loading"])
            .attribute_filter(|_, name, value| keeps_attribute(name, value).then_some(value.into()))
            .url_relative(UrlRelative::Custom(Box::new(Relative(relative))));
        Self { builder }
    }

    /// A block of raw HTML, well nested and without anything that could run.
    pub(super) fn block(&self, raw: &str) -> String {
        if open_tags_at_once(raw) <= MAX_OPEN_TAGS {
            // After that, as references stand for what could not be written.
            return allowed(&self.builder.clean(raw).to_string()).into_owned();
        }
        let mut html = String::from("<pre>\n");
        push_text(&mut html, raw);
        html.push_str("</pre>");
        html
    }
}

/// A way to turn relative addresses into others.
struct Relative<F>(F);

impl<'a, F: Fn(&str) -> Option<Cow<'static, str>> + Send + Sync + 'a> UrlRelativeEvaluate<'a> for Relative<F> {
    fn evaluate<'url>(&self, url: &'url str) -> Option<Cow<'url, str>> {
        (self.0)(url)
    }
}

/// Whether a link or image may lead to `address`, which is read the way a browser reads it: control characters and spaces
/// in front of or inside the scheme do not hide it.
pub(super) fn is_safe_address(address: &str) -> bool {
    let head = address.split(['/', '?', '#']).next().unwrap_or_default();
    match head.split_once(':') {
        None => true,
        Some((scheme, _)) => {
            let scheme: String = scheme.chars().filter(|&c| c > ' ').map(|c| c.to_ascii_lowercase()).collect();
            SCHEMES.contains(&scheme.as_str())
        }
    }
}

/// Whether an element may keep an attribute, which is an address or not: one more sieve for all addresses, those that nothing
/// follows included.
pub(super) fn keeps_attribute(name: &str, value: &str) -> bool {
    !matches!(name, "action" | "cite" | "data" | "formaction" | "href" | "poster" | "src") || is_safe_address(value)
}

/// Whether an image may come from `address`: from the web or from the site itself.
pub(super) fn is_safe_image(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    is_safe_address(address) && !matches!(scheme.as_deref(), Some("mailto" | "tel"))
}

/// An upper bound of how deeply tags nest.
fn open_tags_at_once(raw: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for tag in raw.split('<').skip(1) {
        if tag.starts_with('/') {
            open = open.saturating_sub(1);
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            open += 1;
            most = most.max(open);
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_addresses() {
        for safe in ["https://a.example/x:y", "HTTP://a.example", "mailto:a@b.example", "../b/", "#q-1", "a?b=c:d", ""]
        {
            assert!(is_safe_address(safe), "{safe:?}");
        }
        for unsafe_ in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "ms-settings:x",
        ] {
            assert!(!is_safe_address(unsafe_), "{unsafe_:?}");
        }
    }

    fn clean_block(raw: &str) -> String {
        Cleaner::new(&|address| (address == "old.png").then(|| "new.png".to_owned())).block(raw)
    }

    #[test]
    fn cleans_blocks() {
        let cases = [
            ("<div onclick=\"x()\">a</div>", "<div>a</div>"),
            ("<script>alert(1)</script><b>a", "<b>a</b>"),
            ("<a href=\"javascript:x()\">a</a>", "<a rel=\"noopener noreferrer\">a</a>"),
            ("<style>p{}</style></div></article>", ""),
            ("<iframe src=\"https://a.example\"></iframe>a", "a"),
            ("<figure><img src=\"old.png\" onload=\"x()\"><figcaption>a</figcaption></figure>", {
                "<figure><img src=\"new.png\"><figcaption>a</figcaption></figure>"
            }),
            ("<video controls src=\"a.mp4\" autoplay></video>", "<video controls=\"\" src=\"a.mp4\"></video>"),
            ("<svg><a xlink:href=\"javascript:x()\">a</a></svg><q>b</q>", "<q>b</q>"),
            ("<q cite=\"javascript:x()\">a</q><del cite=\" data:x\">b</del><q cite=\"c\">d</q>", {
                "<q>a</q><del>b</del><q cite=\"c\">d</q>"
            }),
            ("<img src=\"[x](javascript:y)\">", "<img>"),
            ("<p style=\"color:red\" id=\"q-1\">a</p>", "<p>a</p>"),
            ("<b title='\u{1}x&#1;'>a\u{7f}\u{fffe}</b>", "<b title=\"x\">a</b>"),
        ];
        for (raw, clean) in cases {
            assert_eq!(clean_block(raw), clean);
        }
    }

    #[test]
    fn shows_abysses_as_text() {
        let html = clean_block(&"<div>".repeat(10_000));
        assert!(html.starts_with("<pre>\n&lt;div&gt;"));
    }
}
