//! What machines read of the sample site: every quotation on every page and in every feed and export is a byte-exact span of
//! its article's plain text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The text files of a built site by their paths.
type Files = BTreeMap<String, String>;

const BASE: &str = "https://example.org/quotes/";

/// The sample site without a base URL, built once.
fn sample() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| build(&[]))
}

/// The sample site below a base URL, built once.
fn with_base() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| build(&["--base-url", BASE]))
}

fn build(arguments: &[&str]) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = tempfile::tempdir().unwrap();
    let output = home.path().join("public");
    let run = Command::new(env!("CARGO_BIN_EXE_quotewright"))
        .args(["build", "--root", root.to_str().unwrap(), "--output", output.to_str().unwrap()])
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let mut files = Files::new();
    collect(&output, "", &mut files);
    files
}

fn collect(folder: &Path, name: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{name}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The plain texts of all articles by the folders of their pages.
fn texts(files: &Files) -> BTreeMap<&str, &str> {
    let texts = files.iter().filter_map(|(path, text)| Some((path.strip_suffix("article.txt")?, text.as_str())));
    texts.collect()
}

/// The folder that an address in a file of `data/` names.
fn folder(url: &str) -> &str {
    url.strip_prefix("../").unwrap().split_once("index.html").unwrap().0
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

fn ranges(value: &Value) -> Vec<[usize; 2]> {
    serde_json::from_value(value.clone()).unwrap()
}

fn code_points(text: &str, [start, end]: [usize; 2]) -> String {
    text.chars().skip(start).take(end - start).collect()
}

fn utf16(text: &str, [start, end]: [usize; 2]) -> String {
    String::from_utf16(&text.encode_utf16().skip(start).take(end - start).collect::<Vec<_>>()).unwrap()
}

/// Checks that a quotation's pieces are what its ranges cut out of its article.
fn check_quotation(quotation: &Value, text: &str) {
    let pieces = strings(&quotation["pieces"]);
    assert!(!pieces.is_empty());
    let cut = |value: &Value, cut: &dyn Fn([usize; 2]) -> String| {
        ranges(&value["content"]).into_iter().map(cut).collect::<Vec<_>>()
    };
    assert_eq!(cut(quotation, &|range| code_points(text, range)), pieces);
    assert_eq!(cut(&quotation["utf16"], &|range| utf16(text, range)), pieces);
    assert_eq!(cut(&quotation["byte"], &|[start, end]| text[start..end].to_owned()), pieces);
    if let Some(cue) = quotation["cue_text"].as_str() {
        let range: [usize; 2] = serde_json::from_value(quotation["cue"].clone()).unwrap();
        assert_eq!(code_points(text, range), cue);
    }
}

#[test]
fn every_quotation_of_every_article_file_is_exact() {
    let files = sample();
    let mut count = 0;
    for (folder, text) in texts(files) {
        let article = json(&files[&format!("{folder}article.json")]);
        for quotation in article["quotes"].as_array().unwrap() {
            check_quotation(quotation, text);
            count += 1;
        }
    }
    assert_eq!(count, files["data/quotes.jsonl"].lines().count());
    assert!(count > 100, "only {count} quotations");
}

#[test]
fn every_line_is_exact_and_leads_to_a_quotation_on_its_page() {
    let files = sample();
    let texts = texts(files);
    for line in files["data/quotes.jsonl"].lines() {
        let quotation = json(line);
        let folder = folder(quotation["url"].as_str().unwrap());
        check_quotation(&quotation, texts[folder]);
        let id = quotation["id"].as_str().unwrap();
        assert!(files[&format!("{folder}index.html")].contains(&format!(" id=\"{id}\"")), "{line}");
    }
}

#[test]
fn every_row_is_exact() {
    let files = sample();
    let texts = texts(files);
    let mut reader = csv::Reader::from_reader(files["data/quotes.csv"].as_bytes());
    let columns = reader.headers().unwrap().clone();
    let mut rows = 0;
    for row in reader.records() {
        let row = row.unwrap();
        let column = |name: &str| &row[columns.iter().position(|column| column == name).unwrap()];
        let text = texts[folder(column("url"))];
        let pieces = column("bytes").split(' ').map(|range| {
            let (start, end) = range.split_once('-').unwrap();
            &text[start.parse().unwrap()..end.parse().unwrap()]
        });
        // Between the pieces stands only what joins them.
        let mut rest = column("text");
        for piece in pieces {
            rest = rest.trim_start_matches([' ', '…', '\n']).strip_prefix(piece).unwrap();
        }
        assert_eq!(rest, "");
        rows += 1;
    }
    assert_eq!(rows, files["data/quotes.jsonl"].lines().count());
}

#[test]
fn every_annotation_selects_its_words_by_place_and_by_context() {
    let files = sample();
    for (folder, text) in texts(files) {
        let annotations = json(&files[&format!("{folder}annotations.json")]);
        for annotation in annotations["first"]["items"].as_array().unwrap() {
            for target in annotation["target"].as_array().unwrap() {
                let [quote, position] = target["selector"].as_array().unwrap().as_slice() else { panic!("{target}") };
                let part = |name: &str| quote[name].as_str().unwrap();
                let place = [&position["start"], &position["end"]].map(|n| n.as_u64().unwrap() as usize);
                assert_eq!(code_points(text, place), part("exact"));
                assert!(text.contains(&[part("prefix"), part("exact"), part("suffix")].concat()));
            }
        }
    }
}

#[test]
fn every_speaker_is_in_the_list_with_a_page() {
    let files = sample();
    let list = json(&files["data/speakers.json"]);
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for speaker in list["speakers"].as_array().unwrap() {
        let id = speaker["id"].as_str().unwrap();
        assert!(files.contains_key(&format!("speakers/{id}/index.html")));
        counts.insert(id, speaker["quotation_count"].as_u64().unwrap());
    }
    for line in files["data/quotes.jsonl"].lines() {
        if let Some(id) = json(line)["speaker"]["id"].as_str() {
            *counts.get_mut(id).unwrap() -= 1;
        }
    }
    assert!(counts.values().all(|&count| count == 0), "{counts:?}");
}

#[test]
fn every_quotation_on_every_page_is_exact() {
    let files = sample();
    let texts = texts(files);
    let mut count = 0;
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with("html")) {
        for class in ["<span class=\"piece\">", "<span class=\"piece piece-runs-on\">", "<p class=\"pull-quote\">"] {
            for piece in html.split(class).skip(1) {
                let words = unescaped(piece.split_once("</").unwrap().0);
                assert!(texts.values().any(|text| text.contains(&words)), "{words:?} on {path} is in no article");
                count += 1;
            }
        }
    }
    assert!(count > 100, "only {count} quotations");
}

#[test]
fn every_quotation_in_every_feed_is_exact() {
    let files = sample();
    let texts = texts(files);
    let mut counts = [0, 0];
    for (path, feed) in files {
        let (format, contents): (usize, Vec<String>) = if path.ends_with("atom.xml") {
            let contents = feed.split("<content type=\"html\">").skip(1);
            (0, contents.map(|rest| unescaped(rest.split_once("</content>").unwrap().0)).collect())
        } else if path.ends_with("feed.json") {
            let items = json(feed)["items"].as_array().unwrap().clone();
            (1, items.iter().map(|item| item["content_html"].as_str().unwrap().to_owned()).collect())
        } else {
            continue;
        };
        for piece in contents.iter().flat_map(|html| html.split("<span class=\"piece\">").skip(1)) {
            let words = unescaped(piece.split_once("</span>").unwrap().0);
            assert!(texts.values().any(|text| text.contains(&words)), "{words:?} in {path} is in no article");
            counts[format] += 1;
        }
    }
    assert!(counts[0] > 100 && counts[0] == counts[1], "{counts:?}");
}

/// The values that the files of the search index hand to the script.
fn search_index(files: &Files) -> BTreeMap<String, Value> {
    let values = files.values().filter_map(|text| text.strip_prefix("quotewrightSearch.receive("));
    let values = values.map(|rest| {
        let (name, value) = rest.strip_suffix(");\n").unwrap().split_once(", ").unwrap();
        (serde_json::from_str(name).unwrap(), json(value))
    });
    values.collect()
}

#[test]
fn every_quotation_is_in_the_search_index_as_it_is_in_the_exports() {
    let files = sample();
    let index = search_index(files);
    let records = index.iter().filter(|(name, _)| name.starts_with("records-"));
    let articles = records.flat_map(|(_, articles)| articles.as_array().unwrap());
    let mut found: Vec<[&Value; 3]> = Vec::new();
    for article in articles {
        found.extend(article["quotations"].as_array().unwrap().iter().map(|q| [&q["id"], &q["text"], &q["name"]]));
    }
    let exported: Vec<Value> = files["data/quotes.jsonl"].lines().map(json).collect();
    let mut expected: Vec<[&Value; 3]> = Vec::new();
    for quotation in &exported {
        let speaker = &quotation["speaker"];
        let name = if speaker["site_name"].is_null() { &speaker["name"] } else { &speaker["site_name"] };
        expected.push([&quotation["id"], &quotation["text"], name]);
    }
    assert_eq!(found, expected);
    assert_eq!(index["index"]["quotations"], exported.len());
}

#[test]
fn every_page_leads_to_the_search_page() {
    for (path, html) in sample().iter().filter(|(path, _)| path.ends_with("index.html")) {
        let (header, _) = html.split_once("</header>").unwrap();
        assert!(header.contains("search/index.html"), "{path}");
    }
}

#[test]
fn the_sitemap_names_every_page_that_is_no_copy() {
    let files = with_base();
    let listed: BTreeSet<&str> =
        files["sitemap.xml"].split("<loc>").skip(1).map(|rest| rest.split_once("</loc>").unwrap().0).collect();
    let mut expected = BTreeSet::new();
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let url = format!("{BASE}{}", path.strip_suffix("index.html").unwrap());
        let canonical = html.split_once("<link rel=\"canonical\" href=\"").unwrap().1.split_once('"').unwrap().0;
        if canonical == url {
            expected.insert(canonical);
        }
    }
    assert_eq!(listed, expected);
    assert!(files["robots.txt"].ends_with(&format!("Sitemap: {BASE}sitemap.xml\n")));
    assert!(!sample().contains_key("sitemap.xml"), "a sitemap needs absolute addresses");
}

/// HTML or XML text with its character references resolved.
fn unescaped(text: &str) -> String {
    let references = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    references.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}
