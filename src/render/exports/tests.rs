//! The exports of a small site, read back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::extract::Kind;
use crate::progress::Progress;
use crate::render::{Collected, Settings, Theme};
use crate::site::assemble;
use crate::site::sample::Sample;

const TEXT: &str = "So: “Bébé 𝄞 sings,” said Zoë Moss, “at <dawn>.”\n\nAn aide said it was late.\n\n“=1+1”";

fn sample() -> Article {
    Sample::new("a/sea.md")
        .titled("=Sea")
        .text(TEXT)
        .person("Zoë Moss")
        .says(Kind::Direct, &["Bébé 𝄞 sings,", "at <dawn>."], "said")
        .unnamed("aide")
        .says(Kind::Indirect, &["it was late"], "said")
        .somebody_says(Kind::Direct, &["=1+1"], "")
        .build()
}

fn exports(base_url: Option<&str>) -> BTreeMap<String, String> {
    let quiet = Sample::new("about.md").text("About us.").with(|metadata| metadata.quotes = false).build();
    let site = assemble(vec![sample(), quiet]);
    let settings = Settings { base_url: base_url.map(str::to_owned), ..Settings::default() };
    let theme = Theme::default();
    let progress = Progress::default();
    let press = Press::new(&site, &settings, &theme, &progress).unwrap();
    let taken = Collected::default();
    make(&press, &Keys::of(&press, &theme), &taken);
    taken.into_files().into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap())).collect()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn articles_that_are_read_for_quotations_have_three_files() {
    let exports = exports(None);
    let expected = [
        "a/sea/annotations.json",
        "a/sea/article.json",
        "a/sea/article.txt",
        "data/quotes.csv",
        "data/quotes.jsonl",
        "data/speakers.json",
    ];
    assert_eq!(exports.keys().collect::<Vec<_>>(), expected);
    assert_eq!(exports["a/sea/article.txt"], TEXT);
}

#[test]
fn offsets_fit_in_every_unit() {
    let article = value(&exports(None)["a/sea/article.json"]);
    let first = &article["quotes"][0];
    assert_eq!(first["content"][0], serde_json::json!([5, 18]));
    assert_eq!(first["utf16"]["content"][0], serde_json::json!([5, 19]));
    assert_eq!(first["byte"]["content"][0], serde_json::json!([7, 25]));
    assert_eq!(first["pieces"], serde_json::json!(["Bébé 𝄞 sings,", "at <dawn>."]));
    assert_eq!(first["text"], "Bébé 𝄞 sings, … at <dawn>.");
    assert_eq!(first["cue_text"], "said");
}

#[test]
fn speakers_are_named_described_or_null() {
    let article = value(&exports(None)["a/sea/article.json"]);
    let speaker = |n: usize| &article["quotes"][n]["speaker"];
    assert_eq!((&speaker(0)["id"], &speaker(0)["status"]), (&"zoe-moss".into(), &"named".into()));
    assert_eq!(speaker(0)["url"], "../../speakers/zoe-moss/index.html");
    assert_eq!((&speaker(1)["name"], &speaker(1)["status"]), (&"aide".into(), &"unnamed".into()));
    assert_eq!(speaker(1)["id"], Value::Null);
    assert_eq!(*speaker(2), Value::Null);
}

#[test]
fn lines_lead_to_their_places() {
    let exports = exports(Some("https://example.org/q/"));
    let lines: Vec<Value> = exports["data/quotes.jsonl"].lines().map(value).collect();
    assert_eq!(lines.len(), 3);
    let id = lines[0]["id"].as_str().unwrap();
    assert_eq!(lines[0]["url"], format!("https://example.org/q/a/sea/#{id}"));
    assert_eq!(lines[0]["article"]["text_url"], "https://example.org/q/a/sea/article.txt");
    let speakers = value(&exports["data/speakers.json"]);
    assert_eq!(speakers["speakers"][0]["id"], lines[0]["speaker"]["id"]);
}

#[test]
fn annotations_select_each_piece_by_words_and_by_place() {
    let annotations = value(&exports(None)["a/sea/annotations.json"]);
    assert_eq!(annotations["total"], 3);
    let target = &annotations["first"]["items"][0]["target"][1];
    let (quote, position) = (&target["selector"][0], &target["selector"][1]);
    assert_eq!(quote["exact"], "at <dawn>.");
    assert_eq!(quote["prefix"], "“Bébé 𝄞 sings,” said Zoë Moss, “");
    assert_eq!(quote["suffix"], "”\n\nAn aide said it was late.\n\n“=");
    let (start, end) = (position["start"].as_u64().unwrap() as usize, position["end"].as_u64().unwrap() as usize);
    assert_eq!(TEXT.chars().skip(start).take(end - start).collect::<String>(), "at <dawn>.");
}

#[test]
fn the_table_runs_no_formulas() {
    let exports = exports(None);
    let mut reader = csv::Reader::from_reader(exports["data/quotes.csv"].as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[2][2], &rows[2][10], &rows[2][6]), ("'=1+1", "'=Sea", "unknown"));
    assert_eq!(&rows[0][15], "5-18 36-46");
}
