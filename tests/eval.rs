//! `quotewright eval`: its figures against recorded ones, its forms of gold, and what it says of bad gold.
//!
//! `tests/eval/figures.json` holds what the reference scorers of PolNeAR and of the named sets say of the invented gold and
//! answers beside it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const GOLD: &str = "tests/eval/gold.jsonl";
const ANSWERS: &str = "tests/eval/answers";

fn eval(arguments: &[&str]) -> Output {
    let root = env!("CARGO_MANIFEST_DIR");
    Command::new(env!("CARGO_BIN_EXE_quotewright")).current_dir(root).arg("eval").args(arguments).output().unwrap()
}

fn figures(arguments: &[&str]) -> Value {
    let output = eval(&[arguments, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn lines(path: &str) -> Vec<Value> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn figures_are_those_of_the_reference_scorers() {
    let recorded: Value = serde_json::from_str(include_str!("eval/figures.json")).unwrap();
    let set = &figures(&[GOLD, "--answers", ANSWERS])["sets"][0];
    assert_eq!(set["spans"], recorded["spans"]);
    assert_eq!(set["who"], recorded["who"]);
    assert_eq!((&set["articles"], &set["missing"]), (&json!(3), &json!(1)));
}

#[test]
fn errors_are_sorted_into_classes() {
    let set = &figures(&[GOLD, "--answers", ANSWERS, "--errors", "9"])["sets"][0];
    let faults = set["faults"].as_array().unwrap();
    let count = |class: &str| faults.iter().filter(|fault| fault["class"] == class).count();
    for (class, expected) in [
        ("missed", 2),
        ("spurious", 2),
        ("wrong-span", 2),
        ("wrong-kind", 1),
        ("wrong-mention", 5),
        ("wrong-name-of-name", 1),
        ("wrong-name-of-pronoun", 2),
        ("wrong-name-of-description", 0),
        ("named-though-unknown", 1),
        ("unknown-though-named", 1),
    ] {
        assert_eq!(count(class), expected, "{class}");
    }
    let pronoun = faults.iter().find(|fault| fault["given"] == "mayor").unwrap();
    assert_eq!(pronoun["gold"], "Idris Penhale");
    assert_eq!(pronoun["evidence"], json!(["cue-inside", "pronoun"]));
    let few = &figures(&[GOLD, "--answers", ANSWERS, "--errors", "1"])["sets"][0];
    assert_eq!(few["faults"].as_array().unwrap().len(), 9);
}

#[test]
fn reasons_and_confidence_are_judged() {
    let set = &figures(&[GOLD, "--answers", ANSWERS])["sets"][0];
    let rule = set["rules"].as_array().unwrap().iter().find(|rule| rule["evidence"] == "cue-after").unwrap();
    assert_eq!(rule, &json!({"evidence": "cue-after", "count": 3, "found": 2, "known": 2, "right": 0}));
    let bins = set["calibration"]["bins"].as_array().unwrap();
    let counted: u64 = bins.iter().map(|bin| bin["count"].as_u64().unwrap()).sum();
    assert_eq!(counted, 15, "every answer that is not excused stands in one bin");
    assert_eq!(set["calibration"]["shown"], json!({"quoted": 11, "shown": 4, "right": 2}));
}

#[test]
fn gold_in_all_its_forms_gives_the_same_figures() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name);
    fs::create_dir(path("set")).unwrap();
    fs::create_dir(path("set-text")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for article in lines(GOLD) {
        let id = article["id"].as_str().unwrap();
        fs::write(path("set").join(format!("{id}.json")), json!({"quotes": article["quotes"]}).to_string()).unwrap();
        fs::write(path("set-text").join(format!("{id}.txt")), article["text"].as_str().unwrap()).unwrap();
        writeln!(packed, "{article}").unwrap();
    }
    fs::write(path("gold.jsonl.gz"), packed.finish().unwrap()).unwrap();
    let [folder, gzipped] = ["set", "gold.jsonl.gz"].map(|name| path(name).to_str().unwrap().to_owned());
    let all = figures(&[GOLD, &folder, &gzipped, "--answers", ANSWERS]);
    let sets = all["sets"].as_array().unwrap();
    assert_eq!(sets.len(), 4, "three sets, and all together");
    for set in &sets[1..3] {
        assert_eq!((&set["who"], &set["spans"]), (&sets[0]["who"], &sets[0]["spans"]));
    }
    assert_eq!(sets[3]["articles"], 9);
}

#[test]
fn the_documented_example_is_measured() {
    let set = &figures(&["docs/gold-example.jsonl"])["sets"][0];
    assert_eq!((&set["articles"], &set["who"]["all"]["gold"]), (&json!(2), &json!(3)));
    assert!(set["who"]["all"]["pred"].as_u64().unwrap() > 0);
    let output = eval(&["docs/gold-example.jsonl", "--errors", "3"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    for part in ["Words against gold", "Who said it", "Reason", "Confidence"] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    let text = lines("docs/gold-example.jsonl")[1]["text"].as_str().unwrap().chars().collect::<Vec<_>>();
    assert_eq!(text[41..72].iter().collect::<String>(), "the cut was “painful but small”");
}

#[test]
fn bad_gold_is_named_by_file_and_line() {
    let home = tempfile::tempdir().unwrap();
    let good = "{\"id\": \"a\", \"text\": \"abc\", \"quotes\": []}";
    for (content, expected) in [
        (format!("{good}\nnonsense\n"), ["bad.jsonl:2:", "no article with gold"]),
        (format!("{good}\n\n{{\"id\": \"b\"}}\n"), ["bad.jsonl:3:", "missing field `text`"]),
        (
            good.replace("[]", "[{\"kind\": \"loud\", \"content\": [[0, 1]]}]"),
            ["bad.jsonl:1:", "unknown variant `loud`"],
        ),
        (good.replace("[]", "[{\"kind\": \"direct\", \"content\": [[0, 4]]}]"), ["bad.jsonl:1:", "[0, 4] do not fit"]),
        (good.replace("[]", "[{\"kind\": \"direct\", \"content\": []}]"), ["bad.jsonl:1:", "has no content"]),
        (String::new(), ["bad.jsonl", "no article"]),
    ] {
        let file = home.path().join("bad.jsonl");
        fs::write(&file, content).unwrap();
        let output = eval(&[file.to_str().unwrap()]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(expected.iter().all(|part| said.contains(part)), "{expected:?} is not in\n{said}");
    }
    fs::create_dir(home.path().join("set")).unwrap();
    fs::write(home.path().join("set/a.json"), "{\"quotes\": []}").unwrap();
    let output = eval(&[home.path().join("set").to_str().unwrap()]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no text for `a`"));
    assert_eq!(output.status.code(), Some(2));
}
