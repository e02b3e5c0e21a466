//! `quotewright extract`: who says what in single articles, as JSON or for reading.

use std::io::{self, BufRead, Read};
use std::path::Path;

use super::extraction_json::{ExtractionJson, Include};
use super::{Outcome, print, report};
use crate::article::{Article, Parsed, jsonl};
use crate::cli::{self, Format};
use crate::diagnostic::Diagnostic;
use crate::extract::{Attribution, Sense, sentences};
use crate::fs;
use crate::pipeline::parse_file;

pub(super) fn run(options: &cli::Extract) -> Outcome {
    let include = Include { thought: options.all, text: options.with_text };
    let reads_input = options.files.iter().all(|file| file.as_os_str() == "-");
    if reads_input && matches!(options.format, Format::Jsonl) {
        return stream(include);
    }
    if options.files.is_empty() {
        report(&Diagnostic::error("standard input", "no article is named", "name a file, or `-` to read from here"));
        return Outcome::Failed;
    }
    let mut outcome = Outcome::Done;
    for file in &options.files {
        let one = read(file)
            .and_then(|articles| articles.iter().try_for_each(|article| put(options, include, file, article)));
        if let Err(diagnostic) = one {
            report(&diagnostic);
            outcome = if options.files.len() == 1 { Outcome::Failed } else { Outcome::SomeBad };
        }
    }
    outcome
}

/// The articles of a file, or of standard input for `-`.
fn read(file: &Path) -> Result<Vec<Article>, Diagnostic> {
    let name = file.display().to_string();
    let mut bytes = Vec::new();
    let (source, got) = if name == "-" {
        ("standard-input.txt".to_owned(), io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes))
    } else {
        (file.file_name().unwrap_or_default().to_string_lossy().into_owned(), fs::read(file))
    };
    let bytes =
        got.map_err(|e| Diagnostic::error(&name, format!("cannot be read: {e}"), "check its name and permissions"))?;
    let text = String::from_utf8_lossy(&bytes);
    parse_file(&source, &bytes)
        .into_iter()
        .map(|parsed| match parsed {
            Ok(parsed) => Ok(extracted(parsed)),
            Err(problem) => {
                let plain = Diagnostic::error(&name, &problem.message, &problem.remedy);
                Err(match problem.line {
                    Some(line) => plain.at((line, problem.column.unwrap_or(1)), &text),
                    None => plain,
                })
            }
        })
        .collect()
}

fn put(options: &cli::Extract, include: Include, file: &Path, article: &Article) -> Result<(), Diagnostic> {
    let json = ExtractionJson::new(article, include);
    let shown = match options.format {
        _ if options.out_dir.is_some() => to_json(&json, false),
        Format::Json => to_json(&json, true),
        Format::Jsonl => to_json(&json, false),
        Format::Text => for_reading(article, include),
    };
    let Some(folder) = &options.out_dir else {
        print(&shown);
        return Ok(());
    };
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!("{stem}.json"));
    fs::write(&path, shown.as_bytes()).map_err(|e| {
        Diagnostic::error(
            path.display().to_string(),
            format!("cannot be written: {e}"),
            "check the folder's permissions",
        )
    })
}

fn to_json(json: &ExtractionJson<'_>, pretty: bool) -> String {
    let text = if pretty { serde_json::to_string_pretty(json) } else { serde_json::to_string(json) };
    // Strings and numbers always have a JSON form.
    text.unwrap_or_default()
}

/// One JSON article a line in, one result a line out, in the same order; bad lines are reported by number.
fn stream(include: Include) -> Outcome {
    let mut outcome = Outcome::Done;
    for (number, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = match line {
            Ok(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(line) => line,
            Err(error) => {
                report(&Diagnostic::error("standard input", format!("cannot be read: {error}"), "try again"));
                return Outcome::Failed;
            }
        };
        let line = String::from_utf8_lossy(&line);
        for parsed in jsonl::articles("standard-input.jsonl", &line) {
            match parsed.map(extracted) {
                Ok(article) => {
                    let id = article.source.split_once('#').map_or("", |(_, id)| id);
                    print(&with_id(id, &ExtractionJson::new(&article, include)));
                }
                Err(problem) => {
                    let diagnostic = Diagnostic::error("standard input", &problem.message, &problem.remedy);
                    report(&diagnostic.at((number + 1, problem.column.unwrap_or(1)), ""));
                    outcome = Outcome::SomeBad;
                }
            }
        }
    }
    outcome
}

fn extracted(parsed: Parsed) -> Article {
    let extraction = parsed.extract();
    parsed.extracted(extraction)
}

fn with_id(id: &str, json: &ExtractionJson<'_>) -> String {
    #[derive(serde::Serialize)]
    struct WithId<'a> {
        id: &'a str,
        #[serde(flatten)]
        json: &'a ExtractionJson<'a>,
    }
    serde_json::to_string(&WithId { id, json }).unwrap_or_default()
}

/// One quotation a paragraph: speaker and kind, then the words, then the reasons.
fn for_reading(article: &Article, include: Include) -> String {
    let shown = article.extraction.attributions.iter().filter(|a| include.thought || a.sense == Sense::Speech);
    let lines: Vec<String> = shown.map(|a| paragraph(article, a)).collect();
    if lines.is_empty() { "no quotations".to_owned() } else { lines.join("\n\n") }
}

fn paragraph(article: &Article, a: &Attribution) -> String {
    let entity = a.entity.and_then(|id| article.extraction.entity(id));
    let name = entity.map_or("unknown speaker", |e| e.name.as_str());
    let words: Vec<&str> = a.content.iter().map(|c| c.of(&article.text)).collect();
    let kind = format!("{:?}", a.kind).to_lowercase();
    format!(
        "{name} ({kind}, {:.0} %)\n    {}\n    Why: {}",
        100.0 * a.confidence,
        words.join(" ... "),
        sentences(a, &article.extraction, &article.text).join(" ")
    )
}
