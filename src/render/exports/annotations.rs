//! `annotations.json`: the quotations of an article as W3C Web Annotations over its plain text.
//!
//! Each piece of a quotation is a target of its own, selected twice: by its words with 32 characters on either side, and by its
//! place in code points. The bodies say who speaks and which kind of quotation it is.

use serde_json::{Value, json};

use super::quotation::{ArticleQuotations, QuotationRecord, SpeakerReference};
use crate::render::press::Press;
use crate::text::Span;

/// How many characters stand on either side of an exact text to tell it from the same words elsewhere.
const CONTEXT: usize = 32;

pub(super) fn annotations(press: &Press<'_>, found: &ArticleQuotations<'_>) -> Value {
    let id = found.links.file(&format!("{}annotations.json", found.article.url_path));
    let items: Vec<Value> = found.quotations.iter().map(|quotation| annotation(&id, found, quotation)).collect();
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id,
        "type": "AnnotationCollection",
        "label": format!("Quotations in “{}”", found.about.title),
        "generator": { "type": "Software", "name": "quotewright" },
        "creator": { "type": "Organization", "name": press.settings.title },
        "total": items.len(),
        "first": { "id": format!("{id}#page-1"), "type": "AnnotationPage", "startIndex": 0, "items": items },
    })
}

fn annotation(file: &str, found: &ArticleQuotations<'_>, quotation: &QuotationRecord<'_>) -> Value {
    let mut bodies = vec![json!({ "type": "TextualBody", "value": quotation.kind, "purpose": "classifying" })];
    bodies.extend(quotation.speaker.iter().flat_map(speaker_bodies));
    let places = quotation.byte.content.iter().zip(&quotation.place.content);
    let targets: Vec<Value> =
        places.map(|(bytes, points)| target(found, Span::new(bytes[0], bytes[1]), points)).collect();
    json!({
        "id": format!("{file}#{}", quotation.id),
        "type": "Annotation",
        "motivation": "describing",
        "canonical": quotation.url,
        "body": bodies,
        "target": targets,
    })
}

/// The name in words, and the speaker's page where there is one.
fn speaker_bodies(speaker: &SpeakerReference<'_>) -> Vec<Value> {
    let name =
        json!({ "type": "TextualBody", "value": speaker.name, "format": "text/plain", "purpose": "identifying" });
    let page =
        speaker.url.as_ref().map(|url| json!({ "type": "SpecificResource", "source": url, "purpose": "identifying" }));
    [name].into_iter().chain(page).collect()
}

fn target(found: &ArticleQuotations<'_>, span: Span, points: &[usize; 2]) -> Value {
    let text = found.article.text.as_str();
    let before = text.get(..span.start()).unwrap_or_default();
    let prefix = before.char_indices().rev().nth(CONTEXT - 1).map_or(before, |(at, _)| &before[at..]);
    let after = text.get(span.end()..).unwrap_or_default();
    let suffix = after.char_indices().nth(CONTEXT).map_or(after, |(at, _)| &after[..at]);
    json!({
        "type": "SpecificResource",
        "source": { "id": found.about.text_url, "type": "Text", "format": "text/plain", "language": found.about.language },
        "selector": [
            { "type": "TextQuoteSelector", "exact": span.of(text), "prefix": prefix, "suffix": suffix },
            { "type": "TextPositionSelector", "start": points[0], "end": points[1] },
        ],
    })
}
