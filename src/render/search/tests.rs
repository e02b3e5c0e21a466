//! The index of a small site, read as the script reads it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::extract::Kind;
use crate::progress::Progress;
use crate::render::{Collected, Theme};
use crate::site::assemble;
use crate::site::sample::Sample;

fn site() -> Site {
    let sea = Sample::new("a/sea.md").titled("</script> Sea").dated("2026-03-01").published_by("The Courier");
    let old = Sample::new("a/old.md").titled("Old").dated("2025-03-01");
    assemble(vec![
        sea.text("“The quay rose,” José Ruiz said. “Who rose?”")
            .person("José Ruiz")
            .says(Kind::Direct, &["The quay rose,"], "said")
            .somebody_says(Kind::Direct, &["Who rose?"], "")
            .build(),
        old.text("A quay. “No,” an aide said.").unnamed("aide").says(Kind::Direct, &["No,"], "said").build(),
        Sample::new("about.md").text("The quay.").with(|metadata| metadata.quotes = false).build(),
    ])
}

/// The values that the files hand to the script.
fn index(settings: &Settings) -> BTreeMap<String, Value> {
    let (site, theme) = (site(), Theme::default());
    let progress = Progress::default();
    let press = Press::new(&site, settings, &theme, &progress).unwrap();
    let taken = Collected::default();
    make(&press, &Keys::of(&press, &theme), &taken);
    let files = taken.into_files().into_iter().map(|file| {
        let text = String::from_utf8(file.bytes).unwrap();
        let arguments = text.strip_prefix("quotewrightSearch.receive(").unwrap().strip_suffix(");\n").unwrap();
        assert!(!arguments.contains('<'));
        let (name, value) = arguments.split_once(", ").unwrap();
        let name: String = serde_json::from_str(name).unwrap();
        let kind = name.split('-').next().unwrap().to_owned();
        (kind, serde_json::from_str(value).unwrap())
    });
    files.collect()
}

#[test]
fn words_and_filters_lead_to_records() {
    let index = index(&Settings::default());
    assert_eq!((&index["index"]["articles"], &index["index"]["quotations"]), (&2.into(), &3.into()));
    let terms: BTreeMap<&str, &Value> =
        index["terms"].as_array().unwrap().iter().map(|term| (term[0].as_str().unwrap(), &term[1])).collect();
    let expected = [
        ("quay", "[0,-2]"),
        ("rose", "[0,2,-1]"),
        ("ruiz", "[0,2]"),
        ("s:jose", "[0,2]"),
        ("s:aide", "[1,3]"),
        ("p:the-courier", "[0,2,-1]"),
        ("y:2025", "[1,3]"),
    ];
    for (term, records) in expected {
        assert_eq!(terms[term].to_string(), records, "{term}");
    }
}

#[test]
fn records_say_what_a_result_shows() {
    let index = index(&Settings::default());
    let sea = &index["records"][0];
    assert_eq!((&sea["title"], &sea["href"]), (&"</script> Sea".into(), &"../a/sea/index.html".into()));
    let [first, second] = sea["quotations"].as_array().unwrap().as_slice() else { panic!("{sea}") };
    assert_eq!((&first["text"], &first["name"]), (&"The quay rose,".into(), &"José Ruiz".into()));
    assert_eq!(first["href"], "../speakers/jose-ruiz/index.html");
    assert_eq!(second["name"], Value::Null, "nobody is guessed");
}

#[test]
fn a_large_index_stands_in_several_files() {
    let part = |n: usize| format!("{n:09}").repeat(FILE_SIZE / 30);
    let parts: Vec<String> = (0..10).map(part).chain(["x".repeat(2 * FILE_SIZE)]).collect();
    let files: Vec<Vec<String>> = cut(parts.clone().into_iter(), String::len).collect();
    assert_eq!(files.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 3, 1, 1]);
    assert_eq!(files.concat(), parts);
}

#[test]
fn search_can_be_left_out() {
    assert!(index(&Settings { search: false, ..Settings::default() }).is_empty());
}
