//! `speakers.json`: everybody with a name who is quoted.

use serde::Serialize;

use super::SCHEMA;
use crate::extract::EntityKind;
use crate::render::links::Links;
use crate::render::page::speaker_path;
use crate::render::press::Press;
use crate::site::Speaker;

#[derive(Debug, Serialize)]
pub(super) struct SpeakersExport<'a> {
    schema: u32,
    speakers: Vec<SpeakerExport<'a>>,
}

#[derive(Debug, Serialize)]
struct SpeakerExport<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: EntityKind,
    url: String,
    aliases: &'a [String],
    descriptions: Vec<DescriptionExport<'a>>,
    quotation_count: usize,
    article_count: usize,
    words: usize,
    /// Days of the first and the last dated article that quotes the speaker.
    first: Option<String>,
    last: Option<String>,
}

/// How an article describes a speaker.
#[derive(Debug, Serialize)]
struct DescriptionExport<'a> {
    text: &'a str,
    article_url: String,
}

pub(super) fn speakers<'a>(press: &'a Press<'_>, links: Links<'_>) -> SpeakersExport<'a> {
    let speakers = press.site.speakers.iter().map(|speaker| export(press, links, speaker));
    SpeakersExport { schema: SCHEMA, speakers: speakers.collect() }
}

fn export<'a>(press: &Press<'_>, links: Links<'_>, speaker: &'a Speaker) -> SpeakerExport<'a> {
    let descriptions = speaker.descriptions.iter().map(|description| DescriptionExport {
        text: &description.text,
        article_url: links.page(&press.site.article(description.article).url_path),
    });
    SpeakerExport {
        id: &speaker.slug,
        name: &speaker.name,
        kind: speaker.kind,
        url: links.page(&speaker_path(speaker)),
        aliases: &speaker.aliases,
        descriptions: descriptions.collect(),
        quotation_count: speaker.quotations.len(),
        article_count: speaker.article_count,
        words: speaker.words,
        first: speaker.first.map(|day| day.to_string()),
        last: speaker.last.map(|day| day.to_string()),
    }
}
