//! JSON-LD: the same facts as on the page, in schema.org's vocabulary.
//!
//! [`script_safe`] is the escaper of this format: no value can end the script element that holds it.

use serde_json::{Map, Value, json};

use super::date::iso;
use super::links::Links;
use super::page::{HOME, speaker_path};
use super::pieces::plain;
use super::press::Press;
use super::view::{language, schema_type};
use crate::article::Article;
use crate::extract::Attribution;
use crate::site::{ArticleId, Speaker, Voice, VoiceSource, quoted_words, spoken};

/// The site, on its home page.
pub(super) fn website(press: &Press<'_>) -> String {
    let links = press.links(HOME);
    script_safe(&json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": links.page(HOME),
        "name": press.settings.title,
        "description": press.settings.description,
        "inLanguage": press.settings.language,
    }))
}

/// A speaker, on its own page.
pub(super) fn speaker(press: &Press<'_>, links: Links<'_>, speaker: &Speaker) -> String {
    let mut object = named(links, speaker);
    object.insert("@context".to_owned(), json!("https://schema.org"));
    if !speaker.aliases.is_empty() {
        object.insert("alternateName".to_owned(), json!(speaker.aliases));
    }
    let subjects = speaker.quotations.chunk_by(|a, b| a.article == b.article).map(|chunk| {
        let article = press.site.article(chunk[0].article);
        json!({ "@type": "NewsArticle", "@id": links.page(&article.url_path), "headline": article.metadata.title })
    });
    object.insert("subjectOf".to_owned(), subjects.collect());
    script_safe(&Value::Object(object))
}

/// An article with its quotations and those who speak in it.
pub(super) fn article(press: &Press<'_>, links: Links<'_>, id: ArticleId) -> String {
    let (site, article) = (press.site, press.site.article(id));
    let metadata = &article.metadata;
    let url = links.page(&article.url_path);
    let speakers = site.voices(id).iter().filter_map(|voice| match voice.source {
        VoiceSource::Speaker(speaker) => Some(Value::Object(named(links, site.speaker(speaker)))),
        VoiceSource::Unnamed(_) | VoiceSource::Unknown => None,
    });
    let quotations = spoken(article).map(|(index, attribution)| {
        let voice = site.voices(id).iter().find(|voice| voice.quotations.contains(&index));
        let creator = voice.and_then(|voice| creator(press, links, article, voice));
        quotation(links, article, (index, attribution), creator, &language(article, &press.settings.language))
    });
    let person = |name: &String| json!({ "@type": "Person", "name": name });
    let object = [
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!("NewsArticle"))),
        ("@id", Some(json!(url))),
        ("url", Some(json!(url))),
        ("headline", Some(json!(metadata.title))),
        ("description", metadata.description.as_ref().map(|text| json!(text))),
        ("inLanguage", Some(json!(language(article, &press.settings.language)))),
        ("datePublished", metadata.date.as_ref().map(|date| json!(iso(date)))),
        ("dateModified", metadata.updated.as_ref().map(|date| json!(iso(date)))),
        ("author", non_empty(metadata.authors.iter().map(person).collect())),
        ("publisher", metadata.publisher.as_ref().map(|name| json!({ "@type": "Organization", "name": name }))),
        ("isBasedOn", metadata.source_url.as_ref().map(|url| json!(url))),
        ("mentions", non_empty(speakers.collect())),
        ("hasPart", non_empty(quotations.collect())),
    ];
    script_safe(&object_of(object))
}

fn quotation(
    links: Links<'_>,
    article: &Article,
    (index, attribution): (usize, &Attribution),
    creator: Option<Value>,
    language: &str,
) -> Value {
    let url = links.place_from_outside(&article.url_path, &article.quote_ids[index]);
    object_of([
        ("@type", Some(json!("Quotation"))),
        ("@id", Some(json!(url))),
        ("url", Some(json!(url))),
        ("text", Some(json!(plain(article, attribution)))),
        ("inLanguage", Some(json!(language))),
        ("wordCount", Some(json!(quoted_words(article, attribution)))),
        ("creator", creator),
        ("isPartOf", Some(json!({ "@id": links.page(&article.url_path) }))),
    ])
}

/// Whom a quotation is ascribed to: a speaker by the address of its page, somebody unnamed by the description.
fn creator(press: &Press<'_>, links: Links<'_>, article: &Article, voice: &Voice) -> Option<Value> {
    match voice.source {
        VoiceSource::Speaker(speaker) => Some(json!({ "@id": links.page(&speaker_path(press.site.speaker(speaker))) })),
        VoiceSource::Unnamed(entity) => article
            .extraction
            .entity(entity)
            .map(|entity| json!({ "@type": schema_type(entity.kind), "description": entity.name })),
        VoiceSource::Unknown => None,
    }
}

fn named(links: Links<'_>, speaker: &Speaker) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("@type".to_owned(), json!(schema_type(speaker.kind)));
    object.insert("@id".to_owned(), json!(links.page(&speaker_path(speaker))));
    object.insert("name".to_owned(), json!(speaker.name));
    object
}

fn non_empty(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}

fn object_of<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let present = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(present.collect())
}

/// JSON for a script element: `<`, `>` and `&` only as escapes, which mean the same inside strings.
fn script_safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn escaping_keeps_the_value_and_hides_markup(text in "(?s)[<>&/a-z!\\-\"\\\\\u{2028}]{0,40}") {
            let value = json!({ "text": text });
            let escaped = script_safe(&value);
            prop_assert!(!escaped.contains(['<', '>', '&']));
            prop_assert_eq!(serde_json::from_str::<Value>(&escaped).unwrap(), value);
        }
    }
}
