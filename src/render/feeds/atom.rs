//! Atom 1.0, as RFC 4287 has it.

use jiff::Timestamp;

use super::id::id;
use super::{ATOM, Entry, Feed};
use crate::render::press::Press;
use crate::render::xml::Xml;

pub(super) const MEDIA_TYPE: &str = "application/atom+xml";

/// What an empty feed gives for its last change, which it must name.
const NEVER: &str = "1970-01-01T00:00:00Z";

pub(super) fn bytes(press: &Press<'_>, feed: &Feed<'_>) -> Vec<u8> {
    let settings = press.settings;
    let file = format!("{}{ATOM}", feed.folder);
    let mut xml = Xml::new();
    xml.element("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &settings.language)], |xml| {
        xml.text("id", &[], &id(settings, &file, None));
        xml.text("title", &[], &feed.title);
        xml.optional("subtitle", &[], Some(feed.description).filter(|text| !text.is_empty()));
        xml.text("updated", &[], last_change(&feed.entries));
        xml.empty("link", &[("rel", "self"), ("type", MEDIA_TYPE), ("href", &feed.links.file(&file))]);
        let page = feed.links.page(&feed.folder);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)]);
        person(xml, &settings.title);
        xml.text("generator", &[], "quotewright");
        for one in &feed.entries {
            entry(xml, one);
        }
    });
    xml.into_bytes()
}

fn entry(xml: &mut Xml, entry: &Entry) {
    xml.element("entry", &[("xml:lang", &entry.language)], |xml| {
        xml.text("id", &[], &entry.id);
        xml.text("title", &[], &entry.title);
        xml.text("published", &[], &entry.published);
        xml.text("updated", &[], &entry.updated);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.href)]);
        if let Some(url) = &entry.source_url {
            xml.empty("link", &[("rel", "via"), ("href", url)]);
        }
        entry.authors.iter().for_each(|name| person(xml, name));
        for tag in &entry.tags {
            xml.empty("category", &[("term", tag)]);
        }
        xml.optional("summary", &[], entry.summary.as_deref());
        xml.text("content", &[("type", "html")], &entry.content);
    });
}

fn person(xml: &mut Xml, name: &str) {
    xml.element("author", &[], |xml| xml.text("name", &[], name));
}

/// The last moment at which an entry changed, as the entry writes it.
fn last_change(entries: &[Entry]) -> &str {
    let moments = entries.iter().map(|entry| entry.updated.as_str());
    moments.max_by_key(|written| written.parse::<Timestamp>().unwrap_or(Timestamp::MIN)).unwrap_or(NEVER)
}
