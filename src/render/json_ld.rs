//! JSON-LD: the same facts as on the page, in schema.org's vocabulary.
//!
//! What a page is about has its whole address. All else is named relative to that, which the context says is the base, so that a
//! name is as short as it can be and the same wherever the page is read.
//!
//! [`script_safe`] is the escaper of this format: no value can end the script element that holds it.

use std::fmt::Write;

use serde::Serialize;

use super::date::iso;
use super::links::Links;
use super::page::{HOME, speaker_path};
use super::pieces::plain;
use super::press::Press;
use super::view::{language, schema_type};
use crate::article::Article;
use crate::markdown::{has_byte, is_allowed};
use crate::site::{ArticleId, QuotationRef, Speaker, Voice, VoiceSource, spoken};

const SCHEMA: &str = "https://schema.org";

/// The vocabulary, and what relative addresses are relative to: without a base URL the page, as everywhere.
#[derive(Serialize)]
#[serde(untagged)]
enum Context {
    Plain(&'static str),
    WithBase(&'static str, Base),
}

#[derive(Serialize)]
struct Base {
    #[serde(rename = "@base")]
    base: String,
}

impl Context {
    fn of(press: &Press<'_>, links: Links<'_>) -> Self {
        if press.settings.base_url.is_none() {
            return Self::Plain(SCHEMA);
        }
        Self::WithBase(SCHEMA, Base { base: links.outward().own_page() })
    }
}

#[derive(Serialize)]
struct Website<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    description: &'a str,
    #[serde(rename = "inLanguage")]
    language: &'a str,
}

/// A person or body with a page.
#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
}

/// One without a page.
#[derive(Serialize)]
struct Nameless<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
struct SpeakerObject<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    #[serde(rename = "@context")]
    context: Context,
    #[serde(rename = "alternateName", skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
    #[serde(rename = "subjectOf")]
    subject_of: Vec<Subject<'a>>,
}

#[derive(Serialize)]
struct Subject<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    headline: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticleObject<'a> {
    #[serde(rename = "@context")]
    context: Context,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
    url: &'a str,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Nameless<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Nameless<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_based_on: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_part: Vec<QuotationObject<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QuotationObject<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    url: String,
    text: String,
    in_language: &'a str,
    word_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Creator<'a>>,
    is_part_of: Reference,
}

/// Whom a quotation is ascribed to.
#[derive(Serialize)]
#[serde(untagged)]
enum Creator<'a> {
    /// A speaker, by the address of its page.
    Known(Reference),
    /// Somebody unnamed, by the description.
    Unnamed {
        #[serde(rename = "@type")]
        kind: &'static str,
        description: &'a str,
    },
}

/// The site, on its home page.
pub(super) fn website(press: &Press<'_>) -> String {
    script_safe(&Website {
        context: SCHEMA,
        kind: "WebSite",
        id: press.links(HOME).outward().own_page(),
        name: &press.settings.title,
        description: &press.settings.description,
        language: &press.settings.language,
    })
}

/// A speaker, on its own page.
pub(super) fn speaker(press: &Press<'_>, links: Links<'_>, speaker: &Speaker) -> String {
    let subjects = speaker.by_article().map(|quotations| {
        let article = press.site.article(quotations[0].article);
        Subject { kind: "NewsArticle", id: links.page(&article.url_path), headline: &article.metadata.title }
    });
    script_safe(&SpeakerObject {
        named: named(links.outward(), speaker),
        context: Context::of(press, links),
        aliases: &speaker.aliases,
        subject_of: subjects.collect(),
    })
}

/// An article with its quotations and those who speak in it.
pub(super) fn article(press: &Press<'_>, links: Links<'_>, id: ArticleId) -> String {
    let (site, article) = (press.site, press.site.article(id));
    let metadata = &article.metadata;
    let url = links.outward().own_page();
    let language = language(article, &press.settings.language);
    let speakers = site.voices(id).iter().filter_map(|voice| match voice.source {
        VoiceSource::Speaker(speaker) => Some(named(links, site.speaker(speaker))),
        VoiceSource::Unnamed(_) | VoiceSource::Unknown => None,
    });
    let content = article.content();
    let quotations = spoken(article).map(|(index, attribution)| {
        let voice = site.voice_of(QuotationRef { article: id, attribution: index });
        let creator = voice.and_then(|voice| creator(press, links, article, voice));
        let text = plain(&content.text, attribution);
        quotation(links, article, (index, text), creator, &language)
    });
    script_safe(&ArticleObject {
        context: Context::of(press, links),
        kind: "NewsArticle",
        id: &url,
        url: &url,
        headline: &metadata.title,
        description: metadata.description.as_deref(),
        in_language: &language,
        date_published: metadata.date.as_ref().map(iso),
        date_modified: metadata.updated.as_ref().map(iso),
        author: metadata.authors.iter().map(|name| Nameless { kind: "Person", name }).collect(),
        publisher: metadata.publisher.as_ref().map(|name| Nameless { kind: "Organization", name }),
        is_based_on: metadata.source_url.as_deref(),
        mentions: speakers.collect(),
        has_part: quotations.collect(),
    })
}

fn quotation<'a>(
    links: Links<'_>,
    article: &Article,
    (index, text): (usize, String),
    creator: Option<Creator<'a>>,
    language: &'a str,
) -> QuotationObject<'a> {
    let url = links.place(&article.url_path, &article.quote_ids[index].to_string());
    QuotationObject {
        kind: "Quotation",
        id: url.clone(),
        url,
        text,
        in_language: language,
        word_count: article.quoted_words[index] as usize,
        creator,
        is_part_of: Reference { id: links.own_page() },
    }
}

fn creator<'a>(press: &Press<'_>, links: Links<'_>, article: &'a Article, voice: &Voice) -> Option<Creator<'a>> {
    match voice.source {
        VoiceSource::Speaker(speaker) => {
            Some(Creator::Known(Reference { id: links.page(&speaker_path(press.site.speaker(speaker))) }))
        }
        VoiceSource::Unnamed(entity) => article
            .extraction
            .entity(entity)
            .map(|entity| Creator::Unnamed { kind: schema_type(entity.kind), description: &entity.name }),
        VoiceSource::Unknown => None,
    }
}

fn named<'a>(links: Links<'_>, speaker: &'a Speaker) -> Named<'a> {
    Named { kind: schema_type(speaker.kind), id: links.page(&speaker_path(speaker)), name: &speaker.name }
}

/// JSON for a script element: `<`, `>`, `&` and what HTML cannot hold only as escapes, which mean the same inside strings.
fn script_safe(value: &impl Serialize) -> String {
    // Strings, numbers and lists of them always have a JSON form.
    let json = serde_json::to_string(value).unwrap_or_default();
    // What is written as an escape begins with one of these bytes; most values have none of them.
    if !has_byte(&json, |byte| matches!(byte, b'<' | b'>' | b'&' | 0..=0x1f | 0x7f | 0xc2 | 0xef..)) {
        return json;
    }
    let is_special = |c: char| matches!(c, '<' | '>' | '&') || !is_allowed(c);
    let mut safe = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some((at, special)) = rest.char_indices().find(|(_, c)| is_special(*c)) {
        safe.push_str(&rest[..at]);
        for unit in special.encode_utf16(&mut [0; 2]) {
            // Writing to memory cannot fail.
            let _ = write!(safe, "\\u{unit:04x}");
        }
        rest = &rest[at + special.len_utf8()..];
    }
    safe + rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    proptest! {
        #[test]
        fn escaping_keeps_the_value_and_hides_markup(text in "(?s)[<>&/a-z!\\-\"\\\\\u{0}-\u{9f}\u{2028}\u{ffff}\u{1fffe}]{0,40}") {
            let value = json!({ "text": text });
            let escaped = script_safe(&value);
            prop_assert!(!escaped.contains(['<', '>', '&']) && escaped.chars().all(is_allowed));
            prop_assert_eq!(serde_json::from_str::<Value>(&escaped).unwrap(), value);
        }
    }
}
