//! What is fuzzed, a function a target: it panics where something does not hold. Both cargo-fuzz (`fuzz_targets/`) and the
//! seeded loop of `tests/fuzz.rs` run them.

use quotewright::article::{self, Article, safe_segment, url_path};
use quotewright::markdown::{self, Manner};
use quotewright::serve;
use quotewright::site::slugify;
use quotewright::text::{one_line, word_hash};

/// A target by its name.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: [Target; 7] = [
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("extract", extract),
    ("slug", slug),
    ("escape", escape),
    ("cache", cache),
    ("request", request),
];

/// Front matter of every kind: a problem with a place, or an article with a title and a safe path.
pub(crate) fn front_matter(data: &[u8]) {
    match article::parse("a.md", data) {
        Ok(parsed) => {
            let title = &parsed.metadata.title;
            assert!(!title.is_empty() && *title == one_line(title), "{title:?}");
            assert!(is_path(&parsed.url_path), "{:?}", parsed.url_path);
            assert!(parsed.metadata.source_url.is_none_or(|url| url.to_lowercase().starts_with("http")));
        }
        Err(problem) => assert!(!problem.message.is_empty() && !problem.remedy.is_empty()),
    }
    for article in article::jsonl::articles("a.jsonl", &String::from_utf8_lossy(data)).flatten() {
        assert!(is_path(&article.url_path), "{:?}", article.url_path);
    }
}

/// Markdown to a page: offsets on character boundaries, and nothing that runs.
pub(crate) fn markdown(data: &[u8]) {
    let body = String::from_utf8_lossy(data);
    let flat = markdown::flatten(&body);
    for block in &flat.blocks {
        assert!(!block.span.of(&flat.text).is_empty());
        if let Some(range) = flat.map.source(block.span) {
            assert!(body.get(range.start..range.end).is_some(), "{range:?}");
        }
    }
    let html = markdown::to_html(&body, &[], &[], Manner::default()).to_lowercase();
    // In text `<` is escaped: each one opens a tag.
    for tag in html.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
        let runs =
            ["script", "style", "iframe", "object", "svg", "math", "form"].iter().any(|name| tag.starts_with(name));
        let leads = ["href=\"javascript:", "src=\"javascript:", "href=\"data:", "src=\"data:"];
        assert!(!runs && !leads.iter().any(|address| tag.contains(address)), "{tag} in {html}");
    }
}

/// Extraction: every span is text of the article.
pub(crate) fn extract(data: &[u8]) {
    for name in ["a.md", "a.txt"] {
        let Ok(parsed) = article::parse(name, data) else { continue };
        let (text, extraction) = (&parsed.text, parsed.extract());
        for attribution in &extraction.attributions {
            assert!(!attribution.content.is_empty());
            for span in attribution.content.iter().chain(&attribution.cue) {
                assert!(text.get(span.start()..span.end()).is_some_and(|words| !words.is_empty()), "{span:?}");
            }
            assert!(attribution.entity.is_none_or(|id| extraction.entity(id).is_some()));
            assert!((0.0..=1.0).contains(&attribution.confidence));
        }
        for mention in &extraction.mentions {
            assert!(text.get(mention.span.start()..mention.span.end()).is_some(), "{:?}", mention.span);
        }
        for entity in &extraction.entities {
            assert_eq!(entity.name, one_line(&entity.name));
        }
    }
}

/// Names to addresses: safe ones that stay as they are.
pub(crate) fn slug(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let segment = safe_segment(&text);
    assert!(is_path(&format!("{segment}/")) && segment.len() <= 200, "{segment:?}");
    assert_eq!(safe_segment(&segment), segment);
    assert!(is_path(&url_path(&text, None, None)) && is_path(&url_path("a.md", None, Some(&text))));
    let slug = slugify(&text);
    assert!(!slug.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\' | '.')), "{slug:?}");
    assert_eq!(word_hash(&text), word_hash(&text.to_ascii_lowercase()));
}

/// The HTML escaper: what is read back is what was written, without what HTML cannot hold.
pub(crate) fn escape(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (mut written, mut value) = (String::new(), String::new());
    markdown::push_text(&mut written, &text);
    markdown::push_attribute(&mut value, &text);
    assert!(!written.contains(['<', '>']) && !value.contains(['<', '"']));
    for escaped in [written, value] {
        let read = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        assert_eq!(read.replace("&#39;", "'").replace("&#13;", "\r").replace("&amp;", "&"), markdown::allowed(&text));
    }
}

/// What was kept for the next build: damaged or not, it gives an article or nothing.
pub(crate) fn cache(data: &[u8]) {
    let _ = postcard::from_bytes::<Article>(data);
}

/// The address and the headers of a request: nothing is found that was not built, and nobody is led to another site.
pub(crate) fn request(data: &[u8]) {
    let pages = [("index.html", "home"), ("a b/index.html", "a"), ("404.html", "gone")];
    let head = [b"GET ", data, b" HTTP/1.1\nHost: localhost\n"].concat();
    if let Some((status, location)) = serve::response_to(&head, &pages) {
        assert!(matches!(status, 200 | 302 | 403 | 404), "{status}");
        assert!(location.is_none_or(|to| to == "/a%20b/"));
    }
}

/// Whether it is the path of a page below the root.
fn is_path(path: &str) -> bool {
    let segments = || path.split_terminator('/');
    (path.is_empty() || path.ends_with('/'))
        && segments().all(|segment| !matches!(segment, "" | "." | "..") && !segment.contains(['\\', '\0', ':']))
}
