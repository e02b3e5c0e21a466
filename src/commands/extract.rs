//! `quotewright extract`: who says what in single articles, as JSON or for reading.

mod names;

use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use self::names::Names;
use super::Outcome;
use super::console::Console;
use super::extraction_json::{ExtractionJson, Include};
use crate::article::{Article, Parsed, Problem, jsonl};
use crate::cli::{self, Format};
use crate::diagnostic::{Diagnostic, visible_lines};
use crate::extract::{Attribution, Extraction, Sense, sentences};
use crate::fs;
use crate::pipeline::{Lines, parse_file};

/// How standard input is called where a file would be named.
const INPUT: &str = "standard input";

pub(super) fn run(console: &Console, options: &cli::Extract) -> Outcome {
    let include = Include { thought: options.all, text: options.with_text };
    let reads_input = options.files.iter().all(|file| file.as_os_str() == "-");
    if reads_input && matches!(options.format, Format::Jsonl) && options.out_dir.is_none() {
        return stream(console, include);
    }
    if options.files.is_empty() {
        return console.failure(&Diagnostic::error(
            INPUT,
            "no article is named",
            "name a file, or `-` to read from here",
        ));
    }
    match files(console, options, include) {
        Ok(outcome) | Err(outcome) => outcome,
    }
}

fn files(console: &Console, options: &cli::Extract, include: Include) -> Result<Outcome, Outcome> {
    let mut problems = console.problems();
    let mut names = Names::default();
    let mut put = |file: &Path, article: &Article| {
        let Some(folder) = &options.out_dir else {
            return console.print_with(|out| show(options.format, include, article, out));
        };
        let path = folder.join(names.of(file, article_id(article)));
        // Strings and numbers always have a JSON form.
        let written =
            serde_json::to_vec(&ExtractionJson::new(article, &article.content(), include)).unwrap_or_default();
        fs::write(&path, &written).map_err(|error| console.failure(&unwritable(&path, &error)))
    };
    for file in &options.files {
        let articles = match read(file) {
            Ok(articles) => articles,
            Err(diagnostic) if options.files.len() == 1 => return Err(console.failure(&diagnostic)),
            Err(diagnostic) => {
                problems.tell(&diagnostic);
                continue;
            }
        };
        let is_only = options.files.len() == 1 && articles.parsed.len() == 1;
        let lines = Lines::of(&articles.bytes);
        for parsed in articles.parsed {
            match parsed {
                Ok(parsed) => put(file, &extracted(parsed))?,
                Err(problem) if is_only => return Err(console.failure(&lines.diagnostic(&articles.name, &problem))),
                Err(problem) => problems.tell(&lines.diagnostic(&articles.name, &problem)),
            }
        }
    }
    Ok(problems.finish())
}

/// The articles of a file.
struct Articles {
    /// The file, as the user calls it.
    name: String,
    /// Its content, for showing where it is wrong; empty where nothing is.
    bytes: Vec<u8>,
    parsed: Vec<Result<Parsed, Problem>>,
}

/// The articles of a file, or of standard input for `-`.
fn read(file: &Path) -> Result<Articles, Diagnostic> {
    let mut bytes = Vec::new();
    let (name, source, got) = if file.as_os_str() == "-" {
        let got = io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes);
        (INPUT.to_owned(), "standard-input.txt".to_owned(), got)
    } else {
        let source = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (file.display().to_string(), source, fs::read(file))
    };
    let bytes =
        got.map_err(|e| Diagnostic::error(&name, format!("cannot be read: {e}"), "check its name and permissions"))?;
    let parsed = parse_file(&source, &bytes);
    let is_wrong = parsed.iter().any(Result::is_err);
    Ok(Articles { name, bytes: if is_wrong { bytes } else { Vec::new() }, parsed })
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let what = format!("cannot be written: {error}");
    Diagnostic::error(path.display().to_string(), what, "check the folder's permissions and the space on its disk")
}

fn show(format: Format, include: Include, article: &Article, out: &mut dyn Write) -> io::Result<()> {
    let content = article.content();
    let json = || ExtractionJson::new(article, &content, include);
    match format {
        Format::Json => Ok(serde_json::to_writer_pretty(out, &json())?),
        Format::Jsonl => Ok(serde_json::to_writer(out, &json())?),
        Format::Text => out.write_all(for_reading(article, include).as_bytes()),
    }
}

/// One JSON article a line in, one result a line out, in the same order; bad lines are reported by number.
fn stream(console: &Console, include: Include) -> Outcome {
    let mut problems = console.problems();
    for (number, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = match line {
            Ok(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(line) => line,
            Err(error) => {
                let what = format!("cannot be read: {error}");
                return console.failure(&Diagnostic::error(INPUT, what, "try again"));
            }
        };
        let line = String::from_utf8_lossy(&line);
        for parsed in jsonl::articles("standard-input.jsonl", &line) {
            match parsed.map(extracted) {
                Ok(article) => {
                    let id = article_id(&article).unwrap_or_default();
                    let content = article.content();
                    let json = WithId { id, json: &ExtractionJson::new(&article, &content, include) };
                    if let Err(outcome) = console.print_with(|out| Ok(serde_json::to_writer(out, &json)?)) {
                        return outcome;
                    }
                }
                Err(problem) => {
                    let diagnostic = Diagnostic::error(INPUT, &problem.message, &problem.remedy);
                    problems.tell(&diagnostic.at((number + 1, problem.column.unwrap_or(1)), ""));
                }
            }
        }
    }
    problems.finish()
}

/// The article with what was found in it. Its body and the mentions, which are not shown, are as large as all the rest.
fn extracted(parsed: Parsed) -> Article {
    let parsed = Parsed { body: String::new(), ..parsed };
    let extraction = Extraction { mentions: Vec::new(), ..parsed.extract() };
    parsed.extracted(extraction)
}

/// The id of an article in a file of many.
fn article_id(article: &Article) -> Option<&str> {
    jsonl::file_and_id(&article.source).map(|(_, id)| id)
}

/// The object of an article of a stream.
#[derive(serde::Serialize)]
struct WithId<'a> {
    id: &'a str,
    #[serde(flatten)]
    json: &'a ExtractionJson<'a>,
}

/// One quotation a paragraph: speaker and kind, then the words, then the reasons.
fn for_reading(article: &Article, include: Include) -> String {
    let shown = article.extraction.attributions.iter().filter(|a| include.thought || a.sense == Sense::Speech);
    let lines: Vec<String> = shown.map(|a| paragraph(article, a)).collect();
    if lines.is_empty() { "no quotations".to_owned() } else { visible_lines(&lines.join("\n\n")) }
}

fn paragraph(article: &Article, a: &Attribution) -> String {
    let entity = a.entity.and_then(|id| article.extraction.entity(id));
    let name = entity.map_or("unknown speaker", |e| e.name.as_str());
    let content = article.content();
    let words: Vec<&str> = a.content.iter().map(|c| c.of(&content.text)).collect();
    format!(
        "{name} ({}, {:.0} %)\n    {}\n    Why: {}",
        a.kind.name(),
        100.0 * a.confidence,
        words.join(" ... "),
        sentences(a, &article.extraction, &content.text).join(" ")
    )
}
