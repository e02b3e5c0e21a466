//! Text specs of the extraction core: reads every case in `tests/specs/*.txt`, extracts, compares, and reports all
//! failures at once.
//!
//! # A case
//!
//! ```text
//! == inverted cue with apposition
//! "The bridge will stay shut," said Maren Holt, head of the harbour board.
//! --
//! direct | The bridge will stay shut, | said | Maren Holt
//! ```
//!
//! Below `==` and the name stands the article, verbatim; a blank line parts paragraphs. Below `--` stand its quotations,
//! one a line in text order and none where there are none: kind, content, cue, name of the speaker. Pieces of content are
//! joined by ` ... `; `-` is no cue, `?` a speaker whom nobody can know. A quotation that runs over paragraphs has one
//! line a paragraph, the later ones without a cue. Lines above the first case say what the file is about. In place of
//! the article may stand `file:` and the path of one of the samples.
//!
//! # An answer known to be wrong
//!
//! ```text
//! -- known wrong: takes the minister for the speaker
//! direct | We shall see, | said | Rupert Casterleigh
//! ```
//!
//! After the right answer may stand what the program says at present and why it is wrong. The case fails when the program
//! says anything else, so an improvement is seen.
//!
//! # Pending cases
//!
//! `tests/specs/pending.txt` lists the cases that fail today. One that passes although it is listed fails the test, so the
//! list can only be honest. `SPECS_WRITE_PENDING=1 cargo test --test specs` writes it anew; `SPECS_SHOW=word cargo test
//! --test specs` shows the differences in pending cases whose file or name holds `word`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use quotewright::article::{self, Parsed};
use quotewright::extract::{Attribution, Block, Document, Extraction, Kind, Sense, extract};
use quotewright::text::Span;

#[test]
fn specs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let cases = read_cases(&folder);
    let failures: BTreeMap<String, String> =
        cases.iter().filter_map(|case| Some((case.id(), case.failure()?))).collect();
    let pending_file = folder.join("pending.txt");
    if env::var_os("SPECS_WRITE_PENDING").is_some() {
        fs::write(&pending_file, pending_text(failures.keys())).expect("pending.txt can be written");
        return;
    }
    let pending: BTreeSet<String> = read_list(&pending_file);
    let shown = env::var("SPECS_SHOW").ok();
    let mut report = String::new();
    for (id, failure) in &failures {
        if !pending.contains(id) || shown.as_ref().is_some_and(|word| id.contains(word)) {
            report.push_str(failure);
        }
    }
    let known: BTreeSet<String> = cases.iter().map(Case::id).collect();
    for id in &pending {
        if !known.contains(id) {
            let _ = writeln!(report, "{id}: listed in pending.txt, but there is no such case");
        } else if !failures.contains_key(id) {
            let _ = writeln!(report, "{id}: right now; take it out of pending.txt (SPECS_WRITE_PENDING=1 does)");
        }
    }
    let right = cases.len() - failures.len();
    assert!(report.is_empty(), "{report}\n{right} of {} cases are right, {} pending", cases.len(), pending.len());
}

#[test]
fn names_are_unique() {
    let cases = read_cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs"));
    let mut seen = BTreeSet::new();
    for case in &cases {
        assert!(seen.insert(case.id()), "{}:{}: second case of this name: {}", case.file, case.line, case.name);
    }
}

/// One article with the quotations that a careful reader finds in it.
struct Case {
    file: String,
    line: usize,
    name: String,
    text: String,
    blocks: Vec<Block>,
    right: Vec<Quotation>,
    known_wrong: Option<Vec<Quotation>>,
}

/// A line of an answer.
struct Quotation {
    kind: String,
    content: String,
    cue: String,
    speaker: String,
}

/// Case does not count in the speaker's name: an unnamed one may open a sentence.
impl PartialEq for Quotation {
    fn eq(&self, other: &Self) -> bool {
        let key = |q: &Self| (q.kind.clone(), q.content.clone(), q.cue.clone(), q.speaker.to_lowercase());
        key(self) == key(other)
    }
}

impl Quotation {
    fn line(&self) -> String {
        format!("{} | {} | {} | {}", self.kind, self.content, self.cue, self.speaker)
    }
}

impl Case {
    fn id(&self) -> String {
        format!("{}: {}", self.file, self.name)
    }

    /// What is wrong with the program's answer; `None` where it is the expected one.
    fn failure(&self) -> Option<String> {
        let said = answer(&Document { text: &self.text, blocks: &self.blocks });
        let expected = self.known_wrong.as_ref().unwrap_or(&self.right);
        if said == *expected {
            return None;
        }
        let mut out = format!("\n{} (tests/specs/{}:{})\n", self.name, self.file, self.line);
        if said == self.right {
            out.push_str("  right now: take out its `known wrong` answer\n");
            return Some(out);
        }
        for paragraph in self.text.lines() {
            let _ = writeln!(out, "  > {paragraph}");
        }
        for quotation in expected {
            let mark = if said.contains(quotation) { ' ' } else { '-' };
            let _ = writeln!(out, "  {mark} {}", quotation.line());
        }
        for quotation in said.iter().filter(|q| !expected.contains(q)) {
            let _ = writeln!(out, "  + {}", quotation.line());
        }
        Some(out)
    }
}

/// What the program says about a document, one line for each quotation and paragraph.
fn answer(document: &Document<'_>) -> Vec<Quotation> {
    let Document { text, blocks } = *document;
    let extraction = extract(document);
    let mut cues_seen = BTreeSet::new();
    let mut lines = Vec::new();
    for attribution in extraction.attributions.iter().filter(|a| a.sense == Sense::Speech) {
        for pieces in by_block(attribution, blocks) {
            // A cue belongs to the first paragraph that it introduces; later ones only carry on.
            let cue = attribution.cue.filter(|&cue| {
                let home = block_of(cue, blocks) == pieces.first().and_then(|&p| block_of(p, blocks));
                cues_seen.insert(cue) || home
            });
            lines.push(Quotation {
                kind: kind_name(attribution.kind).to_owned(),
                content: pieces.iter().map(|p| one_line(p.of(text))).collect::<Vec<_>>().join(" ... "),
                cue: cue.map_or_else(|| "-".to_owned(), |c| one_line(c.of(text))),
                speaker: speaker(attribution, &extraction),
            });
        }
    }
    lines
}

fn by_block(attribution: &Attribution, blocks: &[Block]) -> Vec<Vec<Span>> {
    let mut groups: Vec<Vec<Span>> = Vec::new();
    for &piece in &attribution.content {
        match groups.last_mut() {
            Some(group) if block_of(group[0], blocks) == block_of(piece, blocks) => group.push(piece),
            _ => groups.push(vec![piece]),
        }
    }
    groups
}

fn block_of(span: Span, blocks: &[Block]) -> Option<usize> {
    blocks.iter().position(|b| b.span.contains(span.start()))
}

fn speaker(attribution: &Attribution, extraction: &Extraction) -> String {
    let entity = attribution.entity.and_then(|id| extraction.entity(id));
    entity.map_or_else(|| "?".to_owned(), |entity| entity.name.clone())
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "direct",
        Kind::Mixed => "mixed",
        Kind::Indirect => "indirect",
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_cases(folder: &Path) -> Vec<Case> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("tests/specs is a folder")
        .map(|entry| entry.expect("an entry of tests/specs can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt") && !path.ends_with("pending.txt"))
        .collect();
    files.sort();
    files.iter().flat_map(|path| parse_file(path)).collect()
}

fn parse_file(path: &Path) -> Vec<Case> {
    let file = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("a spec file is UTF-8");
    let mut starts: Vec<usize> =
        text.lines().enumerate().filter(|(_, l)| l.starts_with("== ")).map(|(n, _)| n).collect();
    let lines: Vec<&str> = text.lines().collect();
    starts.push(lines.len());
    starts.windows(2).map(|pair| parse_case(&file, pair[0] + 1, &lines[pair[0]..pair[1]])).collect()
}

fn parse_case(file: &str, line: usize, lines: &[&str]) -> Case {
    let at = format!("tests/specs/{file}:{line}");
    let parts: Vec<&[&str]> = lines[1..].split(|l| *l == "--" || l.starts_with("-- known wrong: ")).collect();
    assert!(
        (2..=3).contains(&parts.len()),
        "{at}: a case has a text, `--` and an answer, and may have a known wrong one"
    );
    let Parsed { text, blocks, .. } = read_article(parts[0].join("\n").trim());
    Case {
        file: file.to_owned(),
        line,
        name: lines[0].trim_start_matches("== ").to_owned(),
        right: parse_answer(&at, &text, parts[1]),
        blocks,
        known_wrong: parts.get(2).map(|part| parse_answer(&at, &text, part)),
        text,
    }
}

/// The article itself, or the sample that `file:` names.
fn read_article(written: &str) -> Parsed {
    let (source, text) = match written.strip_prefix("file: ") {
        Some(path) => (path, fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a sample")),
        None => ("case.txt", written.to_owned()),
    };
    article::parse(source, text.as_bytes()).expect("an article can be read")
}

fn parse_answer(at: &str, text: &str, lines: &[&str]) -> Vec<Quotation> {
    lines.iter().filter(|l| !l.trim().is_empty()).map(|line| parse_quotation(at, text, line)).collect()
}

/// Reads one line of an answer and makes sure that content and cue stand in the text.
fn parse_quotation(at: &str, text: &str, line: &str) -> Quotation {
    let columns: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [kind, content, cue, speaker] = columns[..] else { panic!("{at}: four columns expected: {line}") };
    assert!(["direct", "mixed", "indirect"].contains(&kind), "{at}: unknown kind: {line}");
    let text = one_line(text);
    for piece in content.split(" ... ").chain((cue != "-").then_some(cue)) {
        assert!(text.contains(piece), "{at}: not in the text: {piece}");
    }
    Quotation { kind: kind.into(), content: content.into(), cue: cue.into(), speaker: speaker.into() }
}

const PENDING_HEADER: &str = "# Cases that fail today. Written by: SPECS_WRITE_PENDING=1 cargo test --test specs\n";

fn pending_text<'a>(ids: impl Iterator<Item = &'a String>) -> String {
    ids.fold(PENDING_HEADER.to_owned(), |text, id| text + id + "\n")
}

fn read_list(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect()
}
