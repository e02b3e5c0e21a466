//! `quotewright check`: what it finds on a site, where, and how it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str =
    "+++\ntitle = \"Ferry sails\"\ndate = 2026-03-10\n+++\n\"We sail at dawn,\" said Ana Ruiz, the captain.\n";

fn site(files: &[(&str, &str)]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for (path, text) in [("content/good.md", GOOD)].iter().chain(files) {
        let path = home.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    home
}

fn check(site: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
    command.arg("check").arg("--root").arg(site.path()).args(arguments).output().unwrap()
}

/// `rule file:line` of all findings.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let output = check(&site(files), &["--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let shown = |finding: &Value| {
        assert!(!finding["message"].as_str().unwrap().is_empty() && !finding["remedy"].as_str().unwrap().is_empty());
        let line = finding["line"].as_u64().map_or(String::new(), |line| format!(":{line}"));
        format!("{} {}{line}", finding["rule"].as_str().unwrap(), finding["file"].as_str().unwrap())
    };
    report["findings"].as_array().unwrap().iter().map(shown).collect()
}

#[test]
fn a_good_site_has_nothing_to_look_at() {
    let site = site(&[]);
    let output = check(&site, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "0 errors, 0 warnings, 0 notes\n");
    assert!(!site.path().join("public").exists(), "check wrote something");
}

/// Files of a site, and what is found in them.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn findings_have_their_file_and_line() {
    let cases: &[Case] = &[
        (&[("content/a.md", "Text.\n\n[x](/nowhere/)\n")], &["broken-link content/a.md:3"]),
        (&[("content/a.md", "+++\ntitle = \"A\"\n+++\n[x](../good/ferry.html)\n")], &["broken-link content/a.md:4"]),
        (&[("content/a.md", "Text.\n\n[x](/good/#nothing)\n")], &["broken-anchor content/a.md:3"]),
        (&[("content/a.md", "Text.\n\n![x](gone.png)\n")], &["missing-image content/a.md:3"]),
        (
            &[(
                "content/a.md",
                "[x](/good/) [y](https://example.org/x) [z](mailto:a@example.org) [u](../good/index.html)\n",
            )],
            &[],
        ),
        (
            &[("content/a.md", "---\ndescription: see quay or /quay.html\n---\nA quays [x](quay)\n")],
            &["broken-link content/a.md:4"],
        ),
        (&[("content/a.md", "# Ferry  Sails\n\nText.\n")], &["same-title content/good.md"]),
        (
            &[("content/a.md", "Text.\n\n“We sail,” he said. “At dawn.\n\nOther.\n")],
            &["unattributed content/a.md:3", "unbalanced-marks content/a.md:3"],
        ),
        (&[("content/a.md", "+++\n= 1\n+++\n")], &["bad-article content/a.md:2"]),
        (&[("content/a.md", "---\ntilte: x\n---\nText.\n")], &["doubtful content/a.md:2"]),
        (&[("templates/artcle.html", "x")], &["unused-template templates/artcle.html"]),
        (&[("templates/part.html", "x"), ("templates/home.html", "{% include \"part.html\" %}")], &[]),
        (
            &[
                ("content/a.txt", "First\n\n\"We wait for the ferry,\" said Idris Penhale.\n"),
                ("content/b.txt", "Second\n\n\"We wait no more for it,\" said Idris Penhale.\n"),
                ("content/c.txt", "Third\n\n\"It never came to us,\" said Idris Penhall.\n"),
            ],
            &["name-spelt-two-ways content/c.txt:3"],
        ),
        (
            &[(
                "content/wire.jsonl",
                "{\"id\": \"a\", \"text\": \"Plain.\"}\n{\"id\": \"b\", \"text\": \"Text.\\n“We sail.\"}\n{\"id\": 1}\n",
            )],
            &["bad-article content/wire.jsonl:3", "unbalanced-marks content/wire.jsonl:2"],
        ),
    ];
    for (files, expected) in cases {
        let mut all = found(files);
        all.sort();
        all.retain(|finding| !finding.starts_with("unattributed") || expected.contains(&finding.as_str()));
        assert_eq!(all, *expected, "{files:?}");
    }
}

#[test]
fn a_link_of_a_template_is_told_once() {
    let files = [
        ("content/a.md", "A\n"),
        ("content/b.md", "B\n"),
        ("templates/article.html", "{{ article.body | safe }}\n<a href=\"/nowhere/\">x</a>\n"),
    ];
    assert_eq!(found(&files), ["broken-link templates/article.html:2"]);
}

#[test]
fn links_are_followed_from_the_base_url() {
    let base = ("quotewright.toml", "base_url = \"https://example.org/q/\"\n");
    let links = "[a](https://example.org/q/good/) [b](/q/good/) [c](/other/) [d](https://example.org/q/gone/)\n";
    assert_eq!(found(&[base, ("content/a.md", links)]), ["broken-link content/a.md:1"]);
}

#[test]
fn errors_and_warnings_show_in_the_exit_code_and_notes_do_not() {
    let broken = site(&[("content/a.md", "Text.\n\n[x](/nowhere/)\n")]);
    let output = check(&broken, &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("content/a.md:3:5") && said.contains("help: "), "{said}");
    assert_eq!(check(&broken, &["--allow", "broken-link"]).status.code(), Some(0));
    let unknown = check(&broken, &["--allow", "nonsense"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("broken-link"));
    assert_eq!(
        check(&site(&[("content/a.md", "\"We sail at dawn, and nobody can stop us.\"\n")]), &[]).status.code(),
        Some(0)
    );
}

#[test]
fn sarif_names_rules_and_places() {
    let output = check(&site(&[("content/ä b.md", "Text.\n\n[x](/nowhere/)\n")]), &["--format", "sarif"]);
    assert_eq!(output.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let (run, result) = (&log["runs"][0], &log["runs"][0]["results"][0]);
    assert_eq!(result["ruleId"], "broken-link");
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "broken-link");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/%C3%A4%20b.md");
    assert_eq!(place["region"], serde_json::json!({ "startLine": 3, "startColumn": 5 }));
}
