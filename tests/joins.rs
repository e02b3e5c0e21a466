//! `quotewright joins`: what it tells of a small site, for reading and as JSON.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

const ARTICLES: [(&str, &str); 4] = [
    ("a.md", "---\ndate: 2026-03-10\n---\n“We sail at dawn,” said Ana Ruiz, the captain. Tom Hale listened."),
    ("b.md", "---\ndate: 2026-03-12\n---\n“We sailed,” Mrs Ruiz said."),
    ("c.md", "---\ndate: 2026-03-14\n---\n“I stayed,” said Paul Hale. “I slept,” said Tom Hale."),
    ("d.md", "---\ndate: 2026-03-16\n---\n“It rains,” Hale said."),
];

fn joins(format: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("content")).unwrap();
    for (name, text) in ARTICLES {
        fs::write(home.path().join("content").join(name), text).unwrap();
    }
    let root = home.path().to_str().unwrap();
    let program = env!("CARGO_BIN_EXE_quotewright");
    let output = Command::new(program).args(["joins", "--root", root, "--format", format]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn forms_and_reasons_are_told() {
    let all: Value = serde_json::from_str(&joins("json")).unwrap();
    let speakers = all["speakers"].as_array().unwrap();
    let ana = speakers.iter().find(|speaker| speaker["name"] == "Ana Ruiz").unwrap();
    let forms = ana["articles"].as_array().unwrap();
    let lone = forms.iter().find(|form| form["form"] == "Ruiz").unwrap();
    assert_eq!(lone["article"], "b.md");
    assert_eq!(lone["reason"], "the surname, and nobody else's");
    assert_eq!(lone["support"], "one publisher, at most about a year apart");
    let apart = all["apart"].as_array().unwrap();
    let hale = apart.iter().find(|apart| apart["name"] == "hale").unwrap();
    assert_eq!((&hale["articles"], &hale["reason"]), (&json!(["d.md"]), &json!("several could be meant")));
    let others: Vec<&str> =
        hale["others"].as_array().unwrap().iter().map(|other| other["name"].as_str().unwrap()).collect();
    assert_eq!(others, ["paul hale", "tom hale"]);
}

#[test]
fn it_reads_well() {
    let shown = joins("text");
    for part in ["Ana Ruiz (2 articles)", "    b.md: Ruiz: the surname", "Kept apart", "    not paul hale (c.md)"] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}
