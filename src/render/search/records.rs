//! What a result shows: an article with its quotations.

use serde::Serialize;

use super::SEARCH;
use crate::render::date::DateView;
use crate::render::json::json;
use crate::render::page::speaker_path;
use crate::render::pieces::plain;
use crate::render::press::Press;
use crate::site::{ArticleId, QuotationRef, VoiceSource, spoken};

#[derive(Serialize)]
struct ArticleRecord<'a> {
    title: &'a str,
    href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<DateView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    quotations: Vec<QuotationRecord<'a>>,
}

#[derive(Serialize)]
struct QuotationRecord<'a> {
    id: String,
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// Of a named speaker's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

/// The record of an article.
pub(super) fn record(press: &Press<'_>, id: ArticleId) -> String {
    let (site, links) = (press.site, press.links(SEARCH));
    let article = site.article(id);
    let metadata = &article.metadata;
    let content = article.content();
    let quotations = spoken(article).map(|(index, attribution)| {
        let voice = site.voice_of(QuotationRef { article: id, attribution: index });
        let (name, href) = match voice.map_or(VoiceSource::Unknown, |voice| voice.source) {
            VoiceSource::Speaker(speaker) => {
                let speaker = site.speaker(speaker);
                (Some(speaker.name.as_str()), Some(links.page(&speaker_path(speaker))))
            }
            VoiceSource::Unnamed(entity) => {
                (article.extraction.entity(entity).map(|entity| entity.name.as_str()), None)
            }
            VoiceSource::Unknown => (None, None),
        };
        let (id, kind) = (article.quote_ids[index].to_string(), attribution.kind.name());
        QuotationRecord { id, kind, text: plain(&content.text, attribution), name, href }
    });
    let record = ArticleRecord {
        title: &metadata.title,
        href: links.page(&article.url_path),
        date: metadata.date.as_ref().map(DateView::of),
        publisher: metadata.publisher.as_deref(),
        summary: &article.summary,
        quotations: quotations.collect(),
    };
    String::from_utf8(json(&record)).unwrap_or_default().trim_end().to_owned()
}
