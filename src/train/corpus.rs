//! Reads annotated articles: PolNeAR as JSON lines, folders of articles marked with names, CoreNLP's tags.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::text::Span;

/// An article with its gold attributions; spans are bytes into `text`.
#[derive(Clone, Debug)]
pub struct GoldArticle {
    /// Its name in the corpus.
    pub id: String,
    /// Its plain text.
    pub text: String,
    /// The attributions, in text order.
    pub quotes: Vec<GoldQuote>,
    /// Whether only reported speech is marked, so that what is not marked may still be thought.
    pub speech_only: bool,
    /// How often the learners see it in one pass.
    pub repeats: usize,
}

/// A gold attribution.
#[derive(Clone, Debug)]
pub struct GoldQuote {
    /// Pieces of the content.
    pub content: Vec<Span>,
    /// Pieces of the cue.
    pub cue: Vec<Span>,
    /// Pieces of the source mention.
    pub source: Vec<Span>,
    /// Canonical name, where the set has names.
    pub name: Option<String>,
    /// Thought rather than speech, or doubtful: counts neither way.
    pub optional: bool,
}

/// CoreNLP's tags of one article: token spans in bytes, sentence by sentence.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// `(span, tag)` of every token of every sentence.
    pub sentences: Vec<Vec<(Span, String)>>,
}

#[derive(Deserialize)]
struct RawArticle {
    id: String,
    text: String,
    quotes: Vec<RawQuote>,
    #[serde(default)]
    duplicate_of: Option<String>,
}

#[derive(Deserialize)]
struct RawMarked {
    quotes: Vec<RawQuote>,
}

#[derive(Deserialize)]
struct RawQuote {
    content: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Option<[usize; 2]>,
    #[serde(default)]
    cue_spans: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    source_spans: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    mention: Option<[usize; 2]>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    optional: bool,
}

/// Marks of an article whose text stands elsewhere.
#[derive(Deserialize)]
struct RawMarks {
    id: String,
    quotes: Vec<RawQuote>,
}

#[derive(Deserialize)]
struct RawText {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct RawParse {
    id: String,
    sents: Vec<Vec<RawToken>>,
}

/// Start, end, lemma, tag, entity class, head, relation.
#[derive(Deserialize)]
struct RawToken(usize, usize, IgnoredAny, String, IgnoredAny, IgnoredAny, IgnoredAny);

/// Reads a `.jsonl.gz` file of PolNeAR; articles that repeat another are left out.
pub fn polnear(path: &Path) -> Result<Vec<GoldArticle>> {
    let mut articles = Vec::new();
    for line in lines(path)? {
        let raw: RawArticle = serde_json::from_str(&line?).with_context(|| format!("in {}", path.display()))?;
        if raw.duplicate_of.is_none() {
            articles.push(article(raw.id, raw.text, raw.quotes, false, 1));
        }
    }
    Ok(articles)
}

/// Repeats of the sets marked with names: those from other papers and other countries than PolNeAR's are few, but count for
/// more.
const OTHERS: usize = 2;

/// Reads a set marked with names: `dir/*.json` and the texts in `dir-text/*.txt`, sorted by file name.
pub fn marked(dir: &Path) -> Result<Vec<GoldArticle>> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .with_context(|| format!("cannot list {}", dir.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    names.sort();
    let mut texts = dir.as_os_str().to_owned();
    texts.push("-text");
    let mut articles = Vec::new();
    for path in names {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let raw: RawMarked = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let text_path = Path::new(&texts).join(format!("{id}.txt"));
        let text = fs::read_to_string(&text_path).with_context(|| format!("cannot read {}", text_path.display()))?;
        let mut article = article(id, text, raw.quotes, true, OTHERS);
        article.quotes = join_reopened(&article.text, article.quotes);
        articles.push(article);
    }
    Ok(articles)
}

/// Quotations of Wikinews articles with names, marked by this project by the guide of the sets that [`marked`] reads: a JSON
/// object an article, offsets into its text, which stands in the corpus.
static WIKINEWS_MARKS: &str = include_str!("data/wikinews.jsonl");

/// The articles of the Wikinews corpus that this project has marked; `path` is its file of texts, an object a line.
pub fn wikinews(path: &Path) -> Result<Vec<GoldArticle>> {
    let mut texts: HashMap<String, String> = HashMap::new();
    for line in lines(path)? {
        let raw: RawText = serde_json::from_str(&line?).with_context(|| format!("in {}", path.display()))?;
        texts.insert(raw.id, raw.text);
    }
    let marks = WIKINEWS_MARKS.lines().map(|line| {
        let raw: RawMarks = serde_json::from_str(line).context("in the marks of Wikinews")?;
        let text = texts.remove(&raw.id).with_context(|| format!("{} has no article {}", path.display(), raw.id))?;
        Ok(article(raw.id, text, raw.quotes, true, 1))
    });
    marks.collect()
}

/// Joins direct quotations of one speaker between which only a mark opens again, as where line breaks were lost: they are one
/// quotation in the text as it stands.
fn join_reopened(text: &str, quotes: Vec<GoldQuote>) -> Vec<GoldQuote> {
    let mut joined: Vec<GoldQuote> = Vec::new();
    for quote in quotes {
        let reopens = |last: &&mut GoldQuote| {
            let (Some(end), Some(start)) = (last.content.last(), quote.content.first()) else { return false };
            let same = last.name == quote.name && last.optional == quote.optional && quote.cue.is_empty();
            same && end.end() <= start.start() && matches!(&text[end.end()..start.start()], " \"" | " “")
        };
        match joined.last_mut().filter(reopens) {
            Some(last) => last.content.extend(quote.content),
            None => joined.push(quote),
        }
    }
    joined
}

/// Reads CoreNLP's output for `articles`, by article id.
pub fn corenlp(path: &Path, articles: &[GoldArticle]) -> Result<HashMap<String, Parsed>> {
    let texts: HashMap<&str, &str> = articles.iter().map(|a| (a.id.as_str(), a.text.as_str())).collect();
    let mut parsed = HashMap::new();
    for line in lines(path)? {
        let raw: RawParse = serde_json::from_str(&line?)?;
        let Some(text) = texts.get(raw.id.as_str()) else { continue };
        let bytes = byte_offsets(text);
        let sentences =
            raw.sents.into_iter().map(|s| s.into_iter().map(|t| (span(&bytes, [t.0, t.1]), t.3)).collect()).collect();
        parsed.insert(raw.id, Parsed { sentences });
    }
    Ok(parsed)
}

fn lines(path: &Path) -> Result<std::io::Lines<Box<dyn BufRead>>> {
    let file = fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let plain: Box<dyn Read> =
        if path.extension().is_some_and(|e| e == "gz") { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let reader: Box<dyn BufRead> = Box::new(BufReader::new(plain));
    Ok(reader.lines())
}

fn article(id: String, text: String, raw: Vec<RawQuote>, speech_only: bool, repeats: usize) -> GoldArticle {
    let bytes = byte_offsets(&text);
    let spans = |ranges: &[[usize; 2]]| -> Vec<Span> { ranges.iter().map(|&r| span(&bytes, r)).collect() };
    let mut quotes: Vec<GoldQuote> = raw
        .into_iter()
        .map(|q| GoldQuote {
            content: spans(&q.content),
            cue: spans(&q.cue_spans.unwrap_or_else(|| q.cue.into_iter().collect())),
            source: spans(&q.source_spans.unwrap_or_else(|| q.mention.into_iter().collect())),
            name: q.name,
            optional: q.optional,
        })
        .collect();
    quotes.sort_by_key(|q| q.content.first().map(|s| s.start()));
    GoldArticle { id, text, quotes, speech_only, repeats }
}

/// Byte offset of every code point, and of the end.
fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(i, _)| i).chain([text.len()]).collect()
}

fn span(bytes: &[usize], [start, end]: [usize; 2]) -> Span {
    let at = |i: usize| bytes[i.min(bytes.len() - 1)];
    Span::new(at(start), at(end))
}
