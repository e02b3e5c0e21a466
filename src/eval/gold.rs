//! Reads gold: articles whose quotations are known, as JSON lines (plain or gzipped) or as a folder of JSON files with the
//! texts in a folder beside it. `docs/evaluation.md` describes both.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::extract::Kind;
use crate::fs;

/// Start and end in code points of the article's text, half-open.
pub type Offsets = [usize; 2];

/// An article and its quotations.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldArticle {
    /// Its name.
    pub id: String,
    /// Its plain text, which all offsets refer to.
    pub text: String,
    /// What is said in it.
    pub quotes: Vec<Quote>,
}

/// A quotation, as gold or an answer has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How much of it stands inside quotation marks.
    pub kind: Kind,
    /// Its pieces.
    pub content: Vec<Offsets>,
    /// Pieces of the words that ascribe it.
    pub cue: Vec<Offsets>,
    /// Pieces of the mention of its source.
    pub source: Vec<Offsets>,
    /// The speaker's name; several that are right are parted by `;`.
    pub name: Option<String>,
    /// Whether it counts neither for nor against.
    pub optional: bool,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
    quotes: Vec<RawQuote>,
}

#[derive(Deserialize)]
struct Marked {
    quotes: Vec<RawQuote>,
}

/// A quotation in any of the forms that are read. The pieces of a cue or a source in several go before its extent.
#[derive(Deserialize)]
pub(super) struct RawQuote {
    kind: Kind,
    content: Vec<Offsets>,
    cue: Option<Offsets>,
    cue_spans: Option<Vec<Offsets>>,
    mention: Option<Offsets>,
    source_spans: Option<Vec<Offsets>>,
    name: Option<String>,
    speaker: Option<RawSpeaker>,
    #[serde(default)]
    optional: bool,
    pub(super) confidence: Option<f32>,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
}

#[derive(Deserialize)]
struct RawSpeaker {
    mention: Option<Offsets>,
    name: Option<String>,
}

impl RawQuote {
    /// The quotation, or what is wrong with it in a text of `length` code points.
    pub(super) fn check(self, length: usize) -> Result<Quote, String> {
        let (mention, name) = self.speaker.map_or((None, None), |speaker| (speaker.mention, speaker.name));
        let quote = Quote {
            kind: self.kind,
            content: self.content,
            cue: self.cue_spans.unwrap_or_else(|| self.cue.into_iter().collect()),
            source: self.source_spans.unwrap_or_else(|| self.mention.or(mention).into_iter().collect()),
            name: self.name.or(name),
            optional: self.optional,
        };
        if quote.content.is_empty() {
            return Err("a quotation has no content".to_owned());
        }
        let mut all = quote.content.iter().chain(&quote.cue).chain(&quote.source);
        match all.find(|[start, end]| start > end || *end > length) {
            Some([start, end]) => {
                Err(format!("the offsets [{start}, {end}] do not fit a text of {length} code points"))
            }
            None => Ok(quote),
        }
    }
}

/// What to do about a quotation that does not fit.
pub(super) const REMEDY: &str = "count offsets in code points of the text, `[start, end]`, half-open";

/// Reads a `.jsonl` or `.jsonl.gz` file, or the folder `NAME` of JSON files whose texts are in `NAME-text`.
pub fn read(path: &Path) -> Result<Vec<GoldArticle>, Diagnostic> {
    let articles = if path.is_dir() { folder(path) } else { lines(path) }?;
    if articles.is_empty() {
        let remedy = "name a .jsonl or .jsonl.gz file, or a folder of .json files beside its `-text` folder";
        return Err(Diagnostic::error(shown(path), "there is no article in it", remedy));
    }
    Ok(articles)
}

fn lines(path: &Path) -> Result<Vec<GoldArticle>, Diagnostic> {
    let name = shown(path);
    let text = read_text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(n, line)| record(&name, n + 1, line)).collect()
}

fn record(name: &str, number: usize, line: &str) -> Result<GoldArticle, Diagnostic> {
    let fault = |message: String, remedy: &str, column: usize| Diagnostic {
        position: Some((number, column)),
        ..Diagnostic::error(name, message, remedy)
    };
    let record: Record = serde_json::from_str(line).map_err(|error| {
        let message = format!("the line is no article with gold: {}", reason(&error));
        fault(message, "write `id`, `text` and `quotes`, each with `kind` and `content`, on every line", error.column())
    })?;
    let length = record.text.chars().count();
    let quotes: Result<Vec<Quote>, String> = record.quotes.into_iter().map(|raw| raw.check(length)).collect();
    let quotes = quotes.map_err(|message| fault(format!("article `{}`: {message}", record.id), REMEDY, 1))?;
    Ok(GoldArticle { id: record.id, text: record.text, quotes })
}

fn folder(path: &Path) -> Result<Vec<GoldArticle>, Diagnostic> {
    let mut texts = path.as_os_str().to_owned();
    texts.push("-text");
    let texts = PathBuf::from(texts);
    let listing = fs::list(path, path);
    if let Some((file, error)) = listing.unreadable.first() {
        return Err(unreadable(&path.join(file), error));
    }
    let marked = listing.files.iter().filter_map(|file| Some((file, file.strip_suffix(".json")?)));
    marked.map(|(file, id)| in_two_files(&path.join(file), &texts, id)).collect()
}

fn in_two_files(gold: &Path, texts: &Path, id: &str) -> Result<GoldArticle, Diagnostic> {
    let candidates = [id.to_owned(), format!("{id}.txt"), format!("{id}.md")].map(|name| texts.join(name));
    let Some(text) = candidates.iter().find(|path| path.is_file()) else {
        let message = format!("there is no text for `{id}` in {}", texts.display());
        return Err(Diagnostic::error(shown(gold), message, "put the article there, named after its gold"));
    };
    let (json, text) = (read_text(gold)?, read_text(text)?);
    let marked: Marked = serde_json::from_str(&json).map_err(|error| {
        let message = format!("this is no gold: {}", reason(&error));
        let remedy = "write an object with `quotes`, each with `kind` and `content`";
        Diagnostic::error(shown(gold), message, remedy).at((error.line(), error.column()), &json)
    })?;
    let length = text.chars().count();
    let quotes: Result<Vec<Quote>, String> = marked.quotes.into_iter().map(|raw| raw.check(length)).collect();
    let quotes = quotes.map_err(|message| Diagnostic::error(shown(gold), message, REMEDY))?;
    Ok(GoldArticle { id: id.to_owned(), text, quotes })
}

/// A file's text, unpacked where its name ends in `.gz`.
pub(super) fn read_text(path: &Path) -> Result<String, Diagnostic> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let bytes = if path.extension().is_some_and(|extension| extension == "gz") {
        let mut plain = Vec::new();
        MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).map_err(|error| unreadable(path, &error))?;
        plain
    } else {
        bytes
    };
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|&b| b == b'\n').count();
        let plain = Diagnostic::error(shown(path), "this is not UTF-8 text", "save the file as UTF-8");
        Diagnostic { position: Some((line, 1)), ..plain }
    })
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(shown(path), format!("cannot be read: {error}"), "check its name and permissions")
}

pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// What a JSON reader says, without the place.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
