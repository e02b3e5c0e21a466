//! Feeds: what is new on the site and in each section, and what each speaker says, as Atom 1.0 (RFC 4287) and JSON Feed 1.1.
//!
//! 1. `entry` makes what both formats show: an article with its quotations, or with those of one speaker;
//! 2. `id` gives feeds and entries their permanent names;
//! 3. `atom` and `json_feed` write the two formats.
//!
//! Both formats order by moments, so articles without a date are in no feed. With a base URL all addresses are absolute. Without
//! it they are relative to the feed's own address, as RFC 3986 has it for documents that name no other base; readers differ in
//! how well they follow that.

mod atom;
mod entry;
mod id;
mod json_feed;

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::entry::Entry;
use super::error::RenderError;
use super::keys::Keys;
use super::page::{HOME, speaker_path};
use super::press::Press;
use super::view::FeedLink;
use super::{OutputFile, Taker, links::Links};
use crate::site::{ArticleId, QuotationRef, SectionId, Site, Speaker};

const ATOM: &str = "atom.xml";
const JSON: &str = "feed.json";

/// What a feed is about, and what it holds.
struct Feed<'a> {
    /// Folder of the page that it belongs to and of its files.
    folder: String,
    links: Links<'a>,
    title: String,
    description: &'a str,
    entries: Vec<Entry>,
}

/// Makes all feeds of the site.
pub(super) fn make(press: &Press<'_>, keys: &Keys, taker: &dyn Taker) -> Result<(), RenderError> {
    if press.settings.feed_length == 0 {
        return Ok(());
    }
    let settings = press.settings;
    let newest = dated(press).take(settings.feed_length).collect::<Vec<_>>();
    taker.files(None, of_articles(press, HOME, settings.title.clone(), &settings.description, &newest)?);
    for (id, newest) in newest_by_section(press) {
        let section = press.site.section(id);
        let description = section.index.as_ref().and_then(|index| index.metadata.description.as_deref());
        let title = format!("{} · {}", section.title, settings.title);
        let description = description.unwrap_or_default();
        taker.files(None, of_articles(press, &section.url_path, title, description, &newest)?);
    }
    let speakers: Vec<&Speaker> = press.site.speakers.iter().filter(|speaker| has_feed(speaker)).collect();
    let of_speakers: Vec<Result<(), RenderError>> =
        speakers.par_iter().map(|speaker| of_speaker(press, speaker, keys, taker)).collect();
    of_speakers.into_iter().collect()
}

/// Whether there are feeds of a speaker.
pub(super) fn has_feed(speaker: &Speaker) -> bool {
    speaker.last.is_some()
}

/// `links` to the feeds in `folder`, which are about `title`.
pub(super) fn links(press: &Press<'_>, links: Links<'_>, folder: &str, title: &str) -> Vec<FeedLink> {
    if press.settings.feed_length == 0 {
        return Vec::new();
    }
    let formats = [(ATOM, atom::MEDIA_TYPE, "Atom"), (JSON, json_feed::MEDIA_TYPE, "JSON Feed")];
    let link = |(file, media_type, format): (&str, &'static str, &'static str)| FeedLink {
        title: format!("{title} ({format})"),
        media_type,
        format,
        href: links.file(&format!("{folder}{file}")),
    };
    formats.map(link).into()
}

/// All dated articles, newest first.
fn dated<'a>(press: &'a Press<'_>) -> impl Iterator<Item = ArticleId> + 'a {
    press.site.listed.iter().copied().filter(|id| is_dated(press.site, *id))
}

/// The newest articles of each section and of the sections in it; those of the site as a whole are in its own feeds.
fn newest_by_section(press: &Press<'_>) -> BTreeMap<SectionId, Vec<ArticleId>> {
    let site = press.site;
    let mut newest: BTreeMap<SectionId, Vec<ArticleId>> =
        site.section_ids().filter(|id| *id != SectionId::ROOT).map(|id| (id, Vec::new())).collect();
    for article in dated(press) {
        let above = std::iter::successors(Some(site.section_of(article)), |id| site.section(*id).parent);
        for section in above {
            if let Some(articles) = newest.get_mut(&section).filter(|a| a.len() < press.settings.feed_length) {
                articles.push(article);
            }
        }
    }
    newest
}

fn both(press: &Press<'_>, feed: &Feed<'_>) -> Vec<OutputFile> {
    let file = |name: &str, bytes| OutputFile { path: format!("{}{name}", feed.folder), bytes };
    vec![file(ATOM, atom::bytes(press, feed)), file(JSON, json_feed::bytes(press, feed))]
}

/// Articles with all their quotations.
fn of_articles(
    press: &Press<'_>,
    folder: &str,
    title: String,
    description: &str,
    articles: &[ArticleId],
) -> Result<Vec<OutputFile>, RenderError> {
    let links = press.links(folder).outward();
    let entries: Result<Vec<Entry>, RenderError> =
        articles.iter().map(|&id| Entry::of_article(press, links, id)).collect();
    Ok(both(press, &Feed { folder: folder.to_owned(), links, title, description, entries: entries? }))
}

/// The newest articles that quote a speaker, each with what the speaker says there.
fn of_speaker(press: &Press<'_>, speaker: &Speaker, keys: &Keys, taker: &dyn Taker) -> Result<(), RenderError> {
    let newest =
        speaker.by_article().filter(|chunk| is_dated(press.site, chunk[0].article)).take(press.settings.feed_length);
    let key = keys.feed(speaker, newest.clone());
    if taker.again(&key).is_some() {
        return Ok(());
    }
    let folder = speaker_path(speaker);
    let links = press.links(&folder).outward();
    let entry = |chunk: &[QuotationRef]| Entry::of_speaker(press, links, &folder, chunk);
    let entries: Result<Vec<Entry>, RenderError> = newest.map(entry).collect();
    let description = speaker.descriptions.first().map_or("", |description| description.text.as_str());
    let title = format!("{} · {}", speaker.name, press.settings.title);
    let feed = Feed { folder: folder.clone(), links, title, description, entries: entries? };
    taker.files(Some(&key), both(press, &feed));
    Ok(())
}

fn is_dated(site: &Site, id: ArticleId) -> bool {
    site.article(id).metadata.date.is_some()
}

#[cfg(test)]
mod tests;
