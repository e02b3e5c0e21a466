//! What a result shows: an article with its quotations.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::{Part, SEARCH};
use crate::render::date::DateView;
use crate::render::json::json;
use crate::render::page::speaker_path;
use crate::render::pieces::plain;
use crate::render::press::Press;
use crate::render::view::quotation_kind;
use crate::site::{ArticleId, VoiceSource, spoken};

/// An article with its quotations.
pub(super) struct Record {
    pub(super) json: String,
    pub(super) quotation_count: usize,
}

impl Part for Record {
    fn size(&self) -> usize {
        self.json.len()
    }
}

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
    id: &'a str,
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// Of a named speaker's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

/// The records of all listed articles, newest first.
pub(super) fn records(press: &Press<'_>) -> Vec<Record> {
    press.site.listed.par_iter().map(|&id| record(press, id)).collect()
}

fn record(press: &Press<'_>, id: ArticleId) -> Record {
    let (site, links) = (press.site, press.links(SEARCH));
    let article = site.article(id);
    let metadata = &article.metadata;
    let voices = site.voices_by_quotation(id);
    let content = article.content();
    let quotations = spoken(article).map(|(index, attribution)| {
        let (name, href) = match voices.get(&index).map_or(VoiceSource::Unknown, |voice| voice.source) {
            VoiceSource::Speaker(speaker) => {
                let speaker = site.speaker(speaker);
                (Some(speaker.name.as_str()), Some(links.page(&speaker_path(speaker))))
            }
            VoiceSource::Unnamed(entity) => {
                (article.extraction.entity(entity).map(|entity| entity.name.as_str()), None)
            }
            VoiceSource::Unknown => (None, None),
        };
        let (id, kind) = (article.quote_ids[index].as_str(), quotation_kind(attribution.kind));
        QuotationRecord { id, kind, text: plain(&content.text, attribution), name, href }
    });
    let quotations: Vec<QuotationRecord<'_>> = quotations.collect();
    let quotation_count = quotations.len();
    let record = ArticleRecord {
        title: &metadata.title,
        href: links.page(&article.url_path),
        date: metadata.date.as_ref().map(DateView::of),
        publisher: metadata.publisher.as_deref(),
        summary: &article.summary,
        quotations,
    };
    let json = String::from_utf8(json(&record)).unwrap_or_default().trim_end().to_owned();
    Record { json, quotation_count }
}
