//! What is to be judged: what the program finds in an article, or the stored output of a program.

use std::path::Path;

use super::gold::{GoldArticle, Quote, REMEDY, RawQuote, read_text, reason, shown};
use crate::article::plain_text;
use crate::diagnostic::Diagnostic;
use crate::extract::{Attribution, Document, Extraction, Sense, extract};
use crate::text::{Offsets, Unit};

/// A quotation that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The quotation.
    pub quote: Quote,
    /// The probability that it is right, if that is said.
    pub confidence: Option<f32>,
    /// Keys of the reasons given.
    pub evidence: Vec<String>,
}

/// What the program finds in an article, as `extract` prints it: reported speech and writing, with `thought` also belief,
/// wish and plan.
pub fn found(text: &str, thought: bool) -> Vec<Answer> {
    let (blocks, _) = plain_text::blocks(text);
    let extraction = extract(&Document { text, blocks: &blocks });
    answers(text, &extraction, |attribution| thought || attribution.sense == Sense::Speech)
}

/// The attributions of `extraction` that are `shown`, as answers.
pub fn answers(text: &str, extraction: &Extraction, shown: impl Fn(&Attribution) -> bool) -> Vec<Answer> {
    let points = Offsets::new(text, Unit::CodePoint);
    let answer = |a: &Attribution| {
        let entity = a.entity.and_then(|id| extraction.entity(id));
        Answer {
            quote: Quote {
                kind: a.kind,
                content: a.content.iter().map(|&span| points.range(span)).collect(),
                cue: a.cue.into_iter().map(|span| points.range(span)).collect(),
                source: a.source.into_iter().map(|span| points.range(span)).collect(),
                name: entity.map(|entity| entity.name.clone()),
                optional: false,
            },
            confidence: Some(a.confidence),
            evidence: a.evidence.iter().map(|evidence| evidence.key().to_owned()).collect(),
        }
    };
    extraction.attributions.iter().filter(|a| shown(a)).map(answer).collect()
}

/// The stored output for an article, `ID.json` in `folder`, in the form that `extract --format json` prints; none where
/// there is no such file.
pub fn read(folder: &Path, article: &GoldArticle) -> Result<Option<Vec<Answer>>, Diagnostic> {
    #[derive(serde::Deserialize)]
    struct Stored {
        quotes: Vec<RawQuote>,
    }
    let path = folder.join(format!("{}.json", article.id));
    if !path.is_file() {
        return Ok(None);
    }
    let json = read_text(&path)?;
    let stored: Stored = serde_json::from_str(&json).map_err(|error| {
        let message = format!("this is no stored output: {}", reason(&error));
        let remedy = "write it with `quotewright extract --format json --out-dir`";
        Diagnostic::error(shown(&path), message, remedy).at((error.line(), error.column()), &json)
    })?;
    let length = article.text.chars().count();
    let answer = |mut raw: RawQuote| {
        let (confidence, evidence) = (raw.confidence, std::mem::take(&mut raw.evidence));
        Ok(Answer { quote: raw.check(length)?, confidence, evidence })
    };
    let answers: Result<Vec<Answer>, String> = stored.quotes.into_iter().map(answer).collect();
    answers.map(Some).map_err(|message| Diagnostic::error(shown(&path), message, REMEDY))
}
