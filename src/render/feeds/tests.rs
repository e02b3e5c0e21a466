//! The feeds of a small site, read back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::extract::Kind;
use crate::progress::Progress;
use crate::render::{Collected, Settings, Theme};
use crate::site::assemble;
use crate::site::sample::Sample;

fn sample() -> Site {
    let moss = |file: &str, day: &str| Sample::new(file).titled("Sea\u{1} <b> ]]> & “air”").dated(day);
    let says = |sample: Sample| {
        sample.text("“It <b>rose</b>,” Ana Moss said.").person("Ana Moss").says(
            Kind::Direct,
            &["It <b>rose</b>,"],
            "said",
        )
    };
    let hostile = says(moss("a/sea.md", "2026-03-01")).with(|metadata| {
        metadata.authors = vec!["Nell & Sons".to_owned()];
        metadata.tags = vec!["\"Sea\"".to_owned()];
        metadata.source_url = Some("https://courier.example/sea?a&b".to_owned());
        metadata.description = Some("It rose.".to_owned());
    });
    assemble(vec![
        hostile.build(),
        says(moss("a/older.md", "2026-02-01")).build(),
        Sample::new("a/undated.md")
            .text("“No.” Ruiz said.")
            .person("Ruiz")
            .says(Kind::Direct, &["No."], "said")
            .build(),
    ])
}

fn feeds(settings: &Settings) -> BTreeMap<String, String> {
    let (site, theme) = (sample(), Theme::default());
    let progress = Progress::default();
    let press = Press::new(&site, settings, &theme, &progress).unwrap();
    let taken = Collected::default();
    make(&press, &Keys::of(&press, &theme), &taken).unwrap();
    let files = taken.into_files();
    files.into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap())).collect()
}

fn settings(base_url: &str) -> Settings {
    Settings { base_url: Some(base_url.to_owned()), ..Settings::default() }
}

/// The texts of all elements with this name.
fn texts<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}>");
    xml.split(open.as_str()).skip(1).map(|rest| rest.split_once("</").unwrap().0).collect()
}

#[test]
fn the_site_its_sections_and_every_speaker_with_a_date_have_feeds() {
    let expected = [
        "a/atom.xml",
        "a/feed.json",
        "atom.xml",
        "feed.json",
        "speakers/ana-moss/atom.xml",
        "speakers/ana-moss/feed.json",
    ];
    assert_eq!(feeds(&Settings::default()).keys().collect::<Vec<_>>(), expected);
    assert!(feeds(&Settings { feed_length: 0, ..Settings::default() }).is_empty());
}

#[test]
fn feeds_hold_the_newest_dated_articles() {
    let feeds = feeds(&Settings { feed_length: 1, ..settings("https://example.org/q/") });
    for feed in ["atom.xml", "a/atom.xml", "speakers/ana-moss/atom.xml"] {
        assert_eq!(texts(&feeds[feed], "published"), ["2026-03-01T00:00:00Z"], "{feed}");
        assert_eq!(texts(&feeds[feed], "updated"), ["2026-03-01T00:00:00Z"; 2], "{feed}");
    }
}

#[test]
fn an_entry_says_where_it_comes_from() {
    let feeds = feeds(&settings("https://example.org/q/"));
    let atom = &feeds["atom.xml"];
    assert!(atom.contains(r#"<link rel="self" type="application/atom+xml" href="https://example.org/q/atom.xml"/>"#));
    assert!(atom.contains(r#"<link rel="alternate" type="text/html" href="https://example.org/q/a/sea/"/>"#));
    assert!(atom.contains(r#"<link rel="via" href="https://courier.example/sea?a&amp;b"/>"#));
    assert!(atom.contains(r#"<category term="&quot;Sea&quot;"/>"#));
    assert_eq!(texts(atom, "name"), ["Who said what", "Nell &amp; Sons"]);
    let json: Value = serde_json::from_str(&feeds["feed.json"]).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"][0]["url"], "https://example.org/q/a/sea/");
    assert_eq!(json["items"][0]["external_url"], "https://courier.example/sea?a&b");
    assert_eq!(json["items"][0]["authors"][0]["name"], "Nell & Sons");
    let speaker: Value = serde_json::from_str(&feeds["speakers/ana-moss/feed.json"]).unwrap();
    assert!(speaker["items"][0]["url"].as_str().unwrap().starts_with("https://example.org/q/a/sea/#q-"));
}

#[test]
fn content_cannot_break_out() {
    let feeds = feeds(&Settings::default());
    let title = texts(&feeds["atom.xml"], "title")[1];
    assert_eq!(title, "Sea &lt;b&gt; ]]&gt; &amp; “air”");
    let json: Value = serde_json::from_str(&feeds["feed.json"]).unwrap();
    let content = json["items"][0]["content_html"].as_str().unwrap();
    assert!(content.contains("<span class=\"piece\">It &lt;b&gt;rose"), "{content}");
}

#[test]
fn ids_outlive_a_move() {
    let ids = |settings: &Settings| {
        let feeds = feeds(settings);
        feeds.values().flat_map(|xml| texts(xml, "id")).map(str::to_owned).collect::<Vec<_>>()
    };
    let old = settings("https://old.example/");
    let moved = Settings { feed_id: old.base_url.clone(), ..settings("https://new.example/q/") };
    assert_eq!(ids(&old), ids(&moved));
    let all = ids(&old);
    assert_eq!(all.len(), 9, "each feed has one, and each of its entries");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 7, "only an article is the same in two feeds: {all:?}");
}

#[test]
fn an_empty_site_has_empty_feeds() {
    let (site, settings, theme) = (assemble(Vec::new()), Settings::default(), Theme::default());
    let progress = Progress::default();
    let press = Press::new(&site, &settings, &theme, &progress).unwrap();
    let taken = Collected::default();
    make(&press, &Keys::of(&press, &theme), &taken).unwrap();
    let files = taken.into_files();
    assert!(String::from_utf8(files[0].bytes.clone()).unwrap().contains("<updated>1970-01-01T00:00:00Z</updated>"));
    let json: Value = serde_json::from_slice(&files[1].bytes).unwrap();
    assert_eq!(json["items"], serde_json::json!([]));
}
