//! `quotewright extract` as a user or a scorer runs it: its JSON, its streams and its exit codes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const ARTICLE: &str =
    "Größe zählt\r\n“We sail at dawn,” said Ana Ruiz, the captain.\r\nNobody answered her at all.\r\n";

fn extract(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
    command.arg("extract").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The characters that a pair of code-point offsets means.
fn covered(text: &str, span: &Value) -> String {
    let at = |i: usize| usize::try_from(span[i].as_u64().unwrap()).unwrap();
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

#[test]
fn offsets_are_code_points_of_the_unchanged_text() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("sail.txt");
    fs::write(&file, ARTICLE).unwrap();
    let output = extract(&[file.to_str().unwrap(), "--format", "json", "--with-text"], b"");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["source"], "sail.txt");
    assert_eq!(json["text"], ARTICLE);
    assert_eq!(json["text_sha256"].as_str().unwrap().len(), 64);
    let quote = &json["quotes"][0];
    assert_eq!(quote["kind"], "direct");
    assert_eq!(covered(ARTICLE, &quote["content"][0]), "We sail at dawn,");
    assert_eq!(covered(ARTICLE, &quote["cue"]), "said");
    assert!(covered(ARTICLE, &quote["speaker"]["mention"]).starts_with("Ana Ruiz"));
    assert_eq!(quote["speaker"]["name"], "Ana Ruiz");
    let entity = usize::try_from(quote["speaker"]["entity"].as_u64().unwrap()).unwrap();
    assert_eq!(json["entities"][entity]["name"], "Ana Ruiz");
    assert_eq!(json["entities"][entity]["type"], "person");
    assert!(quote["id"].as_str().unwrap().starts_with("q-"));
    assert!(quote["confidence"].as_f64().is_some_and(|c| (0.0..=1.0).contains(&c)));
}

#[test]
fn a_mention_stands_without_a_name_where_nobody_is_known() {
    let output =
        extract(&["--format", "jsonl"], b"{\"id\": \"i\", \"text\": \"I said that the tunnel would be closed.\"}\n");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["quotes"][0]["speaker"], serde_json::json!({"mention": [0, 1], "name": null, "entity": null}));
}

#[test]
fn markdown_offsets_refer_to_the_plain_text() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("sail.md");
    fs::write(&file, "---\ntitle: T\n---\n“We *sail* at dawn,” said [Ana Ruiz](x), the captain.\n").unwrap();
    let output = extract(&[file.to_str().unwrap(), "--format", "json", "--with-text"], b"");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let plain = json["text"].as_str().unwrap();
    assert_eq!(plain, "“We sail at dawn,” said Ana Ruiz, the captain.");
    assert_eq!(covered(plain, &json["quotes"][0]["content"][0]), "We sail at dawn,");
}

#[test]
fn standard_input_is_an_article() {
    let output = extract(&["-", "--format", "json"], ARTICLE.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["quotes"][0]["speaker"]["name"], "Ana Ruiz");
    assert!(json.get("text").is_none());
}

#[test]
fn a_stream_answers_in_order_and_counts_bad_lines() {
    let input = "{\"id\": \"a\", \"text\": \"“We sail at dawn,” said Ana Ruiz.\"}\nnonsense\n\n{\"id\": \"b\"}\n\
                 {\"id\": \"c\", \"text\": \"\"}\n";
    let output = extract(&["--format", "jsonl"], input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(extract(&["-", "--format", "jsonl"], input.as_bytes()).stdout, output.stdout);
    let lines: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().map(|line| line["id"].as_str().unwrap()).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(lines[0]["quotes"][0]["speaker"]["name"], "Ana Ruiz");
    let said = text(&output.stderr);
    assert!(said.contains(":2:") && said.contains(":4:"), "{said}");
}

#[test]
fn many_files_go_to_a_folder() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("one.txt"), ARTICLE).unwrap();
    fs::write(path("two.md"), "Two").unwrap();
    fs::write(path("bad.txt"), b"\0").unwrap();
    let files = [path("one.txt"), path("bad.txt"), path("two.md")];
    let out = path("out");
    let output = extract(&[&files[0], &files[1], &files[2], "--out-dir", &out], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("bad.txt"));
    let mut names: Vec<_> =
        fs::read_dir(&out).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["one.json", "two.json"]);
    let json: Value = serde_json::from_slice(&fs::read(home.path().join("out/one.json")).unwrap()).unwrap();
    assert_eq!(json["source"], "one.txt");
}

#[test]
fn articles_of_one_name_do_not_overwrite_each_other() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("one.txt"), "First").unwrap();
    fs::write(path("one.md"), "Second").unwrap();
    let lines = "{\"id\": \"A 1\", \"text\": \"Third\"}\nnonsense\n{\"id\": \"b\", \"text\": \"Fourth\"}\n";
    fs::write(path("wire.jsonl"), lines).unwrap();
    let out = path("out");
    let files = ["one.txt", "one.md", "wire.jsonl"].map(path);
    let output = extract(&[&files[0], &files[1], &files[2], "--out-dir", &out, "--with-text"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("wire.jsonl:2:"), "{}", text(&output.stderr));
    for (name, expected) in
        [("one.json", "First"), ("one.md.json", "Second"), ("wire.a-1.json", "Third"), ("wire.b.json", "Fourth")]
    {
        let json: Value = serde_json::from_slice(&fs::read(home.path().join("out").join(name)).unwrap()).unwrap();
        assert_eq!(json["text"], expected, "{name}");
    }
}

#[test]
fn a_bad_line_of_a_file_does_not_lose_the_others() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("wire.jsonl");
    fs::write(&file, "nonsense\n{\"id\": \"b\", \"text\": \"“We sail,” said Ana Ruiz.\"}\n[]\n").unwrap();
    for format in ["json", "jsonl", "text"] {
        let output = extract(&[file.to_str().unwrap(), "--format", format], b"");
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(text(&output.stdout).contains("Ana Ruiz"), "{format}");
        let said = text(&output.stderr);
        assert!(said.contains("wire.jsonl:1:") && said.contains("wire.jsonl:3:"), "{said}");
    }
}

#[test]
#[cfg(unix)]
fn a_reader_that_goes_away_is_no_fault() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("wire.jsonl");
    fs::write(&file, "{\"text\": \"“We sail,” said Ana Ruiz.\"}\n".repeat(2000)).unwrap();
    let program = env!("CARGO_BIN_EXE_quotewright");
    let script =
        format!("'{program}' extract '{}' --format jsonl | head -n 1 >/dev/null; exit $PIPESTATUS", file.display());
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn what_cannot_be_done_ends_with_two() {
    for arguments in [&["nowhere.txt"][..], &["--format", "json"], &["x.txt", "--format", "yaml"], &["--nonsense"], &[]]
    {
        let output = extract(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    let binary = extract(&["-"], b"\0\0");
    assert_eq!(binary.status.code(), Some(2));
}

#[test]
fn thousands_of_names_stay_cheap() {
    let syllables = ["ka", "lo", "mi", "ren", "dor", "sta", "vel", "bru", "nor", "pha"];
    let name = |n: usize| {
        let digits = format!("{n:04}");
        let word: String = digits.bytes().map(|digit| syllables[usize::from(digit - b'0')]).collect();
        format!("{}{}", word[..1].to_uppercase(), &word[1..])
    };
    let lines: Vec<String> = (0..3000).map(|n| format!("\"We sail at dawn,\" said Ana {}.", name(n))).collect();
    let output = extract(&["-", "--format", "json"], lines.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["quotes"].as_array().unwrap().len(), 3000);
}
