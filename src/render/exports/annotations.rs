//! `annotations.json`: the quotations of an article as W3C Web Annotations over its plain text.
//!
//! Each piece of a quotation is a target of its own, selected twice: by its words with 32 characters on either side, and by its
//! place in code points. The bodies say who speaks and which kind of quotation it is.

use serde::Serialize;

use super::quotation::{ArticleQuotations, QuotationRecord, SpeakerReference};
use crate::extract::Kind;
use crate::render::press::Press;
use crate::text::Span;

/// How many characters stand on either side of an exact text to tell it from the same words elsewhere.
const CONTEXT: usize = 32;

/// A collection of all annotations, on one page.
#[derive(Serialize)]
pub(super) struct Collection<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    r#type: &'static str,
    label: String,
    generator: Named<'a>,
    creator: Named<'a>,
    total: usize,
    first: Page<'a>,
}

#[derive(Serialize)]
struct Named<'a> {
    r#type: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct Page<'a> {
    id: String,
    r#type: &'static str,
    #[serde(rename = "startIndex")]
    start_index: usize,
    items: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    canonical: &'a str,
    body: Vec<Body<'a>>,
    target: Vec<Target<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Kind {
        r#type: &'static str,
        value: Kind,
        purpose: &'static str,
    },
    /// The speaker's name in words.
    Name {
        r#type: &'static str,
        value: &'a str,
        format: &'static str,
        purpose: &'static str,
    },
    /// The speaker's page.
    Page {
        r#type: &'static str,
        source: &'a str,
        purpose: &'static str,
    },
}

#[derive(Serialize)]
struct Target<'a> {
    r#type: &'static str,
    source: Source<'a>,
    selector: (TextQuoteSelector<'a>, TextPositionSelector),
}

#[derive(Serialize)]
struct Source<'a> {
    id: &'a str,
    r#type: &'static str,
    format: &'static str,
    language: &'a str,
}

#[derive(Serialize)]
struct TextQuoteSelector<'a> {
    r#type: &'static str,
    exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

#[derive(Serialize)]
struct TextPositionSelector {
    r#type: &'static str,
    start: usize,
    end: usize,
}

pub(super) fn annotations<'a>(press: &'a Press<'_>, found: &'a ArticleQuotations<'_>) -> Collection<'a> {
    let id = found.links.file(&format!("{}annotations.json", found.article.url_path));
    let items: Vec<Annotation<'_>> =
        found.quotations.iter().map(|quotation| annotation(&id, found, quotation)).collect();
    Collection {
        context: "http://www.w3.org/ns/anno.jsonld",
        r#type: "AnnotationCollection",
        label: format!("Quotations in “{}”", found.about.title),
        generator: Named { r#type: "Software", name: "quotewright" },
        creator: Named { r#type: "Organization", name: &press.settings.title },
        total: items.len(),
        first: Page { id: format!("{id}#page-1"), r#type: "AnnotationPage", start_index: 0, items },
        id,
    }
}

fn annotation<'a>(file: &str, found: &'a ArticleQuotations<'_>, quotation: &'a QuotationRecord<'_>) -> Annotation<'a> {
    let kind = Body::Kind { r#type: "TextualBody", value: quotation.kind, purpose: "classifying" };
    let places = quotation.byte.content.iter().zip(&quotation.place.content);
    Annotation {
        id: format!("{file}#{}", quotation.id),
        r#type: "Annotation",
        motivation: "describing",
        canonical: &quotation.url,
        body: [kind].into_iter().chain(quotation.speaker.iter().flat_map(speaker_bodies)).collect(),
        target: places.map(|(bytes, points)| target(found, Span::new(bytes[0], bytes[1]), *points)).collect(),
    }
}

/// The name in words, and the speaker's page where there is one.
fn speaker_bodies<'a>(speaker: &'a SpeakerReference<'_>) -> impl Iterator<Item = Body<'a>> {
    let purpose = "identifying";
    let name = Body::Name { r#type: "TextualBody", value: speaker.name, format: "text/plain", purpose };
    let page = speaker.url.as_ref().map(|source| Body::Page { r#type: "SpecificResource", source, purpose });
    [name].into_iter().chain(page)
}

fn target<'a>(found: &'a ArticleQuotations<'_>, span: Span, [start, end]: [usize; 2]) -> Target<'a> {
    let text = found.content.text.as_str();
    let before = text.get(..span.start()).unwrap_or_default();
    let prefix = before.char_indices().rev().nth(CONTEXT - 1).map_or(before, |(at, _)| &before[at..]);
    let after = text.get(span.end()..).unwrap_or_default();
    let suffix = after.char_indices().nth(CONTEXT).map_or(after, |(at, _)| &after[..at]);
    let (id, language) = (found.about.text_url.as_str(), found.about.language.as_str());
    Target {
        r#type: "SpecificResource",
        source: Source { id, r#type: "Text", format: "text/plain", language },
        selector: (
            TextQuoteSelector { r#type: "TextQuoteSelector", exact: span.of(text), prefix, suffix },
            TextPositionSelector { r#type: "TextPositionSelector", start, end },
        ),
    }
}
