//! What is found in the training articles by weights that were learned without them, for `quotewright eval --answers`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use super::corpus::GoldArticle;
use super::links::Staged;
use super::names::{self, Marked};
use super::senses;
use crate::eval;
use crate::extract::confidence::Confidence;
use crate::extract::find::Found;
use crate::extract::{Model, attribute};

/// Parts that the articles with names are dealt into.
const FOLDS: usize = 5;

/// Writes what was `found` in each of the staged articles to `folder`, as `extract --all --format json` would; a name comes
/// from a ranker that has not seen the article.
pub fn write(
    folder: &Path,
    named: &[GoldArticle],
    staged: &[Staged<'_, '_>],
    found: &[Vec<Found>],
    model: &Model,
    confidence: &Confidence,
) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let marked: Vec<Marked<'_>> = named.iter().map(|article| Marked::new(article, &model.tagger)).collect();
    let index = |text: &str| named.iter().position(|named| named.text == text);
    let models = |fold: usize| {
        let others = marked.iter().enumerate().filter(|(i, _)| i % FOLDS != fold);
        let ranker = names::train(&others.map(|(_, article)| article).collect::<Vec<_>>());
        let mut lessons = Vec::new();
        for (staged, found) in staged.iter().zip(found) {
            let a = staged.aligned;
            if let Some(i) = index(&a.article.text).filter(|i| i % FOLDS != fold) {
                senses::judge(&named[i], &a.analysis, found, &mut lessons);
            }
        }
        (ranker, senses::learn(lessons))
    };
    let models: Vec<_> = (0..FOLDS).map(models).collect();
    for (staged, found) in staged.iter().zip(found) {
        let (article, analysis) = (staged.aligned.article, &staged.aligned.analysis);
        let (ranker, senses) = &models[index(&article.text).unwrap_or_default() % FOLDS];
        let extraction = attribute(analysis, found.clone(), ranker, senses, confidence, drop);
        let answers = eval::answers(analysis.text, &extraction, |_| true);
        let quotes: Vec<_> = answers.iter().zip(&extraction.attributions).map(|(a, b)| quote(a, b.sense)).collect();
        let path = folder.join(format!("{}.json", article.id));
        fs::write(&path, json!({ "quotes": quotes }).to_string())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn quote(answer: &eval::Answer, sense: crate::extract::Sense) -> serde_json::Value {
    let quote = &answer.quote;
    json!({
        "kind": quote.kind,
        "content": quote.content,
        "cue": quote.cue.first(),
        "speaker": { "mention": quote.source.first(), "name": quote.name },
        "confidence": answer.confidence,
        "evidence": answer.evidence,
        "sense": sense,
    })
}
