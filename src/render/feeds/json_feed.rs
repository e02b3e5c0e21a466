//! JSON Feed 1.1, as jsonfeed.org has it.

use serde::Serialize;

use super::{Entry, Feed, JSON};
use crate::render::json::json;
use crate::render::press::Press;

pub(super) const MEDIA_TYPE: &str = "application/feed+json";

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    date_published: &'a str,
    date_modified: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [String],
    language: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

pub(super) fn bytes(press: &Press<'_>, feed: &Feed<'_>) -> Vec<u8> {
    json(&JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: feed.links.page(&feed.folder),
        feed_url: feed.links.file(&format!("{}{JSON}", feed.folder)),
        description: feed.description,
        language: &press.settings.language,
        authors: [Author { name: &press.settings.title }],
        items: feed.entries.iter().map(item).collect(),
    })
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.href,
        external_url: entry.source_url.as_deref(),
        title: &entry.title,
        content_html: &entry.content,
        summary: entry.summary.as_deref(),
        date_published: &entry.published,
        date_modified: &entry.updated,
        authors: entry.authors.iter().map(|name| Author { name }).collect(),
        tags: &entry.tags,
        language: &entry.language,
    }
}
