//! From a source file to an article that lacks nothing but its extraction.
//!
//! 1. The bytes are decoded.
//! 2. Markdown: front matter is split off and understood, the body flattened. Plain text: blocks are found.
//! 3. What front matter leaves open comes from the text (the title) or from the file name (the title, the date).

use std::collections::HashSet;
use std::sync::Arc;

use super::decode::decode;
use super::fields::{self, Understood};
use super::front_matter::{self, Field};
use super::problem::{Place, Problem};
use super::quote_id::quote_ids;
use super::summary::{summary, words};
use super::url_path::{stem, url_path};
use super::{Article, ArticleDate, Content as Stored, Format, Metadata, Shelfmark, date, jsonl, plain_text};
use crate::extract::{self, Extraction};
use crate::markdown::{Flat, Heading, addresses, flatten, headline, marks_end};
use crate::text::{Block, BlockKind, Span, one_line};

/// An article before extraction. The fields are those of [`Article`].
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Path below `content/`.
    pub source: String,
    /// Path of its page below the site's root.
    pub url_path: String,
    /// What front matter, text and file name say.
    pub metadata: Metadata,
    /// How `body` is written.
    pub format: Format,
    /// The source below the front matter.
    pub body: String,
    /// The plain text.
    pub text: String,
    /// The blocks of `text`.
    pub blocks: Vec<Block>,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its summary, in one line.
    pub summary: String,
    /// How many words it has.
    pub words: usize,
    /// What looks wrong, but does not keep the article from being published.
    pub warnings: Vec<Problem>,
}

impl Parsed {
    /// The extraction of its text; an empty one where front matter says `quotes = false`.
    pub fn extract(&self) -> Extraction {
        if self.metadata.quotes {
            extract::extract(&extract::Document { text: &self.text, blocks: &self.blocks })
        } else {
            Extraction::default()
        }
    }

    /// The article with what was found in it, now or by an earlier run.
    pub fn extracted(self, extraction: Extraction) -> Article {
        let titles = self.blocks.iter().filter(|block| block.kind == BlockKind::Title).map(|block| block.span);
        let words = |span: &Span| span.of(&self.text).split_whitespace().count() as u32;
        let quoted_words = extraction.attributions.iter().map(|a| a.content.iter().map(words).sum());
        Article {
            digest: digest(self.format, &self.body),
            addresses: if self.format == Format::Markdown { addresses(&self.body) } else { Some(Vec::new()) },
            titles: titles.collect(),
            quoted_words: quoted_words.collect(),
            quote_ids: quote_ids(&self.text, &extraction.attributions),
            source: self.source,
            url_path: self.url_path,
            metadata: self.metadata,
            format: self.format,
            summary: self.summary,
            words: self.words,
            extraction,
            search_words: Vec::new(),
            content: Shelfmark::Here(Arc::new(Stored {
                body: self.body,
                text: self.text,
                blocks: self.blocks,
                headings: self.headings,
            })),
        }
    }
}

/// A hash of the body of an article and of how it is written.
pub fn digest(format: Format, body: &str) -> [u8; 16] {
    let hash = blake3::Hasher::new().update(&[format as u8]).update(body.as_bytes()).finalize();
    let mut digest = [0; 16];
    digest.copy_from_slice(&hash.as_bytes()[..16]);
    digest
}

/// Reads the file at `source`, a path below `content/` with forward slashes. `.txt` is plain text, everything else is
/// Markdown.
///
/// ```
/// # use quotewright::article::parse;
/// let article = parse("news/2026-05-08-ferry.md", b"---\ntags: [Sea]\n---\n# Ferry sails\n\nIt sailed.").unwrap();
/// assert_eq!(article.url_path, "news/ferry/");
/// assert_eq!(article.metadata.title, "Ferry sails");
/// assert_eq!(article.metadata.date.unwrap().day.to_string(), "2026-05-08");
/// ```
pub fn parse(source: &str, bytes: &[u8]) -> Result<Parsed, Problem> {
    let text = decode(bytes)?;
    if source.to_lowercase().ends_with(".txt") {
        return plain(source, text, Vec::new());
    }
    let (fields, body) = front_matter::split(&text)?;
    let given = fields.iter().find(|field| field.key == "title").and_then(|field| field.value.as_str());
    // The page shows its title by itself, so a body that opens with it is cut there.
    let headline = headline(body).filter(|headline| given.is_none_or(|title| title.trim() == headline.text));
    let body = headline.as_ref().map_or(body, |headline| &body[headline.end..]);
    let flat = flatten(body);
    let start = text.len() - body.len();
    let mut warnings = foreign_tags(&flat, &text, start);
    warnings.extend(too_many_marks(&text, start));
    let content = Content {
        format: Format::Markdown,
        body: body.to_owned(),
        text: flat.text,
        blocks: flat.blocks,
        headings: flat.headings,
        more: flat.more,
        warnings,
    };
    assemble(source, fields, content, headline.map(|headline| headline.text))
}

/// A warning for each kind of tags of other generators, at the first of them; `start` is where the body starts in the file.
fn foreign_tags(flat: &Flat, file: &str, start: usize) -> Vec<Problem> {
    let mut kinds = HashSet::new();
    let first = flat.template_tags.iter().filter(|tag| !tag.kind.is_empty() && kinds.insert(tag.kind.as_str()));
    first
        .map(|tag| {
            let place = flat.map.source(tag.span).map_or(start, |range| start + range.start);
            let message = format!("`{}` is a tag of another generator; it is shown as it is written", tag.kind);
            Problem::new(message, "put what it stands for in its place").at(Place::of(file, place))
        })
        .collect()
}

/// A warning where a body, which starts at `start` in the file, has more marks than are read as Markdown.
pub(super) fn too_many_marks(file: &str, start: usize) -> Option<Problem> {
    let end = marks_end(&file[start..])?;
    let message = "there are too many marks of Markdown up to here; all of the text is shown as it is written";
    Some(Problem::new(message, "take out what is no Markdown, or split the article").at(Place::of(file, start + end)))
}

/// A plain text with fields from elsewhere.
pub(super) fn plain(source: &str, text: String, fields: Vec<Field>) -> Result<Parsed, Problem> {
    let (blocks, title) = plain_text::blocks(&text);
    let title = title.map(|span| span.of(&text).to_owned());
    let content = Content {
        format: Format::PlainText,
        body: text.clone(),
        text,
        blocks,
        headings: Vec::new(),
        more: None,
        warnings: Vec::new(),
    };
    assemble(source, fields, content, title)
}

struct Content {
    format: Format,
    body: String,
    text: String,
    blocks: Vec<Block>,
    headings: Vec<Heading>,
    more: Option<usize>,
    warnings: Vec<Problem>,
}

fn assemble(source: &str, fields: Vec<Field>, content: Content, heading: Option<String>) -> Result<Parsed, Problem> {
    let is_bare = fields.is_empty() && heading.is_none();
    let Understood { mut metadata, slug, path, mut warnings, misspelt } = fields::understand(fields)?;
    let (day, name) = date::split_name(name(source));
    if metadata.title.is_empty() {
        metadata.title = heading.map(|h| one_line(&h)).filter(|h| !h.is_empty()).unwrap_or_else(|| prettified(name));
    }
    metadata.date = metadata.date.or(day.map(|day| ArticleDate { day, moment: None }));
    let path = path.and_then(|path| expand(&path, &metadata, slug.as_deref().unwrap_or(name)));
    warnings.extend(content.warnings);
    match content.format {
        Format::Markdown => warnings.extend(misspelt),
        // The fields of plain text come from programs: those that are not known are foreign, not misspelt.
        Format::PlainText => {}
    }
    if content.body.trim().is_empty() && (is_bare || content.format == Format::PlainText) {
        let message = format!("there is no text in `{source}`");
        warnings.push(Problem::new(message, "write the article, or take it away"));
    }
    Ok(Parsed {
        source: source.to_owned(),
        url_path: url_path(source, slug.as_deref(), path.as_deref()),
        summary: summary(&content.text, &content.blocks, content.more, metadata.description.as_deref()),
        words: words(&content.text, &content.blocks),
        metadata,
        format: content.format,
        body: content.body,
        text: content.text,
        blocks: content.blocks,
        headings: content.headings,
        warnings,
    })
}

/// A path as front matter gives it, with Jekyll's placeholders (`/:year/:month/:title/`) filled in; its names of whole
/// patterns (`pretty`) say nothing about one article.
fn expand(path: &str, metadata: &Metadata, name: &str) -> Option<String> {
    if matches!(path, "date" | "none" | "ordinal" | "pretty" | "weekdate") {
        return None;
    }
    if !path.split('/').any(|segment| segment.starts_with(':')) {
        return Some(path.to_owned());
    }
    let date = |format: &str| metadata.date.as_ref().map(|date| date.day.strftime(format).to_string());
    let segments = path.split('/').filter_map(|segment| match segment.trim_end_matches(".html") {
        ":year" => date("%Y"),
        ":month" => date("%m"),
        ":i_month" => date("%-m"),
        ":day" => date("%d"),
        ":i_day" => date("%-d"),
        ":categories" => Some(metadata.categories.join("/")),
        ":title" | ":slug" | ":name" | ":filename" => Some(name.to_owned()),
        unknown if unknown.starts_with(':') => None,
        segment => Some(segment.to_owned()),
    });
    Some(segments.collect::<Vec<_>>().join("/"))
}

/// The name that a source goes by: that of its file, of its folder for an index, its id in a file of many.
pub(super) fn name(source: &str) -> &str {
    if let Some((_, id)) = jsonl::file_and_id(source) {
        return id;
    }
    let mut parts = source.rsplit('/');
    let file = stem(parts.next().unwrap_or_default());
    match parts.next() {
        Some(folder) if matches!(file, "index" | "_index") => folder,
        _ => file,
    }
}

/// `old-bridge` as a title: `Old bridge`.
pub(super) fn prettified(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_')).filter(|w| !w.is_empty()).collect();
    let words = one_line(&words.join(" "));
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Untitled".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (source, text, expected) in [
            ("a.md", "---\ntitle: Given\n---\n# Heading", "Given"),
            ("a.md", "# Heading *here*\n\nText.", "Heading here"),
            ("a.md", "Heading\n=======\n\nText.", "Heading"),
            ("old-bridge.md", "Text.\n\n# Later", "Old bridge"),
            ("2026-05-08-old_bridge.md", "Text.", "Old bridge"),
            ("news/old-bridge/index.md", "Text.", "Old bridge"),
            ("a.txt", "Ferry sails\nIt sailed.", "Ferry sails"),
            ("old-bridge.txt", "is unlikely to sail\nIt sailed.", "Old bridge"),
            ("---.md", "Text.", "Untitled"),
        ] {
            assert_eq!(parse(source, text.as_bytes()).unwrap().metadata.title, expected, "{source} {text:?}");
        }
    }

    #[test]
    fn a_body_does_not_repeat_the_title() {
        for (text, expected) in [
            ("# Ferry *sails*\n\nText.", "Text."),
            ("---\ntitle: Ferry\n---\n\n# Ferry\nText.", "Text."),
            ("---\ntitle: Ferry\n---\n# Sails\n\nText.", "Sails\n\nText."),
            ("## Ferry\n\nText.", "Ferry\n\nText."),
        ] {
            assert_eq!(parse("a.md", text.as_bytes()).unwrap().text, expected, "{text:?}");
        }
    }

    #[test]
    fn paths_may_have_placeholders() {
        for (path, expected) in [
            ("/:year/:month/:title/", "2026/05/ferry/"),
            ("/blog/:categories/:title.html", "blog/sea/news/ferry/"),
            ("/:whatever/x", "x/"),
            ("pretty", "a/ferry/"),
            ("/a:b/", "a-b/"),
        ] {
            let text = format!("---\npermalink: {path}\ncategories: [Sea, news]\n---\n");
            assert_eq!(parse("a/2026-05-08-ferry.md", text.as_bytes()).unwrap().url_path, expected, "{path}");
        }
    }

    #[test]
    fn tags_of_other_generators_are_told_once_a_kind() {
        let text =
            "---\ntitle: T\n---\nA {{< youtube 1 >}}\n\n{{< youtube 2 >}} {% highlight ruby %}\n\n{% endhighlight %}\n";
        let warnings = parse("a.md", text.as_bytes()).unwrap().warnings;
        let shown: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(
            shown[0].starts_with("4:3: `{{< youtube >}}`") && shown[1].starts_with("6:19: `{% highlight %}`"),
            "{shown:?}"
        );
    }

    #[test]
    fn nothing_in_a_tag_of_another_generator_is_a_quotation() {
        let text = "The ferry sailed.\n\n{{< figure caption=\"We sail, said Ana Ruiz\" >}}\n";
        let parsed = parse("a.md", text.as_bytes()).unwrap();
        assert_eq!(parsed.extract().attributions, []);
    }

    #[test]
    fn plain_text_is_left_as_it_is() {
        let text = "---\r\nFerry sails\r\n\r\n\"We go,\" she said.\r\n";
        let parsed = parse("a.TXT", text.as_bytes()).unwrap();
        assert_eq!((parsed.text.as_str(), parsed.body.as_str()), (text, text));
        assert_eq!(parsed.format, Format::PlainText);
    }

    #[test]
    fn every_attribution_has_its_id() {
        let text = "\"We have waited long enough for this,\" said Ana Ruiz. \"It will sail,\" she said.";
        let parsed = parse("a.md", text.as_bytes()).unwrap();
        let extraction = parsed.extract();
        let article = parsed.extracted(extraction);
        assert!(!article.quote_ids.is_empty());
        assert_eq!(article.quote_ids.len(), article.extraction.attributions.len());
        let quiet = parse("a.md", format!("---\nquotes: false\n---\n{text}").as_bytes()).unwrap();
        assert_eq!(quiet.extract(), Extraction::default());
    }

    #[test]
    fn dates_of_front_matter_win_over_those_of_names() {
        let parsed = parse("2026-05-08-a.md", b"+++\ndate = 2026-05-09T07:00:00+01:00\n+++\n").unwrap();
        let date = parsed.metadata.date.unwrap();
        assert_eq!(date.day.to_string(), "2026-05-09");
        assert_eq!(date.moment.as_deref(), Some("2026-05-09T07:00:00+01:00"));
        assert_eq!(parsed.url_path, "a/");
    }
}
