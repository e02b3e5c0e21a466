//! Trains the sense model on articles marked for reported speech only.

use std::path::Path;

use anyhow::Result;

use super::corpus::{GoldArticle, marked};
use super::gold::{Aligned, align_all};
use super::learner::Logistic;
use super::links::Staged;
use crate::extract::Model;
use crate::extract::analysis::Analysis;
use crate::extract::find::{Found, assemble, find};
use crate::extract::linear::Features;
use crate::extract::link::link;
use crate::extract::sense::{SenseModel, sense_features};
use crate::text::Span;

/// Trains on the `train-*` sets in `gold`. The articles that the other stages were trained on come `staged`, so that they
/// are seen as an unknown article would be.
pub fn train(gold: &Path, staged: &[Staged<'_, '_>], model: &Model) -> Result<SenseModel> {
    let mut examples = Vec::new();
    for article in &marked(&gold.join("train-polnear"))? {
        if let Some(staged) = staged.iter().find(|s| s.aligned.article.text == article.text) {
            let context = staged.context();
            let found = assemble(&context, &link(&context, &model.links), model);
            judge(article, &staged.aligned.analysis, &found, &mut examples);
        }
    }
    for set in ["train-uknews", "train-wikinews"] {
        let articles = marked(&gold.join(set))?;
        for Aligned { article, analysis, .. } in &align_all(&articles, &model.tagger) {
            judge(article, analysis, &find(analysis, model), &mut examples);
        }
    }
    Ok(Logistic { bits: 15, decay: 1e-3, passes: 8 }.train(examples))
}

/// Adds what was found in an article: speech where gold has it, not speech where gold has nothing.
fn judge(article: &GoldArticle, analysis: &Analysis<'_>, found: &[Found], examples: &mut Vec<(Features, bool)>) {
    for f in found {
        let gold = article.quotes.iter().find(|q| overlap(&q.content, &f.content) >= 0.5);
        if gold.is_some_and(|q| q.optional) {
            continue;
        }
        let mut features = Features::new();
        sense_features(analysis, f, &mut features);
        examples.push((features, gold.is_some()));
    }
}

/// Shared bytes over all bytes of two contents.
fn overlap(a: &[Span], b: &[Span]) -> f32 {
    let shared: usize = a
        .iter()
        .flat_map(|x| b.iter().map(move |y| x.end().min(y.end()).saturating_sub(x.start().max(y.start()))))
        .sum();
    let all: usize = a.iter().chain(b).map(|s| s.len()).sum::<usize>() - shared;
    shared as f32 / all.max(1) as f32
}
