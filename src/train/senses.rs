//! Trains the sense model on articles marked for reported speech only.

use std::path::Path;

use anyhow::Result;

use super::corpus::{GoldArticle, marked};
use super::gold::{Aligned, align_all};
use super::learner::{AdaGrad, Random, SEEDS, Vocabulary, mean, quantise};
use super::links::Staged;
use crate::extract::Model;
use crate::extract::analysis::Analysis;
use crate::extract::find::{Found, assemble, find};
use crate::extract::linear::{Features, sigmoid};
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
    let mut vocabulary = Vocabulary::default();
    for (features, _) in &examples {
        vocabulary.count(features);
    }
    for (features, _) in &mut examples {
        vocabulary.prune(features);
    }
    let tables: Vec<_> = SEEDS.iter().map(|&seed| fit(&examples, seed)).collect();
    Ok(quantise(&mean(&tables)))
}

fn fit(examples: &[(Features, bool)], seed: u64) -> Vec<[f32; 1]> {
    let mut learner = AdaGrad::<1>::new(15, 0.05, 1e-3);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(seed);
    for _ in 0..8 {
        random.shuffle(&mut order);
        for &i in &order {
            let (features, right) = &examples[i];
            let p = sigmoid(learner.scores(features)[0]);
            learner.step(features, &[p - if *right { 1.0 } else { 0.0 }]);
        }
    }
    learner.weights
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
