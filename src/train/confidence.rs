//! Trains the confidence: of what is found in the articles marked with names, is it right?
//!
//! Every article is read with weights that were learned without it, or else the confidence would be that of a program which
//! knows its articles by heart.

use std::fmt::Write as _;

use super::corpus::GoldArticle;
use super::gold::{Aligned, align_all};
use super::links::{self, Staged};
use super::names::{self, Marked};
use super::senses;
use crate::eval::{self, Quote};
use crate::extract::confidence::{Confidence, Features};
use crate::extract::find::{Found, assemble, find};
use crate::extract::linear::sigmoid;
use crate::extract::link::link;
use crate::extract::{Kind, Model, Sense, attribute};
use crate::text::Span;

/// Parts that the articles are dealt into.
const FOLDS: usize = 5;

/// The facts of an attribution, whether it is right, and the part that its article was dealt into.
#[derive(Clone, Debug)]
pub struct Example {
    /// Facts.
    pub features: Features,
    /// Words and speaker are right.
    pub right: bool,
    /// Part.
    pub fold: usize,
}

/// What is found in the articles marked with names, and whether it is right. Those articles that the finder was trained
/// on are among `staged`.
pub fn examples(named: &[GoldArticle], staged: &[Staged<'_, '_>], model: &Model) -> Vec<Example> {
    let aligned = align_all(named, &model.tagger);
    let found: Vec<Vec<Found>> = find_all(&aligned, staged, model);
    let marked: Vec<Marked<'_>> = named.iter().map(|article| Marked::new(article, &model.tagger)).collect();
    let mut examples = Vec::new();
    for fold in 0..FOLDS {
        let others = || (0..named.len()).filter(|i| i % FOLDS != fold);
        let ranker = names::train(&others().map(|i| &marked[i]).collect::<Vec<_>>());
        let mut lessons = Vec::new();
        for i in others() {
            senses::judge(&named[i], &aligned[i].analysis, &found[i], &mut lessons);
        }
        let senses = senses::learn(lessons);
        for i in (fold..named.len()).step_by(FOLDS) {
            let (analysis, found) = (&aligned[i].analysis, found[i].clone());
            let (extraction, features) = attribute(analysis, found, &ranker, &senses, &Confidence::default());
            for sense in [Sense::Speech, Sense::Thought] {
                let Some(gold) = gold_of(&named[i], sense) else { continue };
                let answers = eval::answers(analysis.text, &extraction, |a| a.sense == sense);
                let of_sense = extraction.attributions.iter().zip(&features).filter(|(a, _)| a.sense == sense);
                let judged = of_sense.zip(eval::judge(&gold, &answers));
                examples.extend(judged.filter_map(|((_, features), right)| {
                    Some(Example { features: features.clone(), right: right?, fold })
                }));
            }
        }
    }
    examples
}

/// What is found in each article.
fn find_all(aligned: &[Aligned<'_>], staged: &[Staged<'_, '_>], model: &Model) -> Vec<Vec<Found>> {
    let mut found: Vec<Option<Vec<Found>>> = vec![None; aligned.len()];
    for fold in 0..FOLDS {
        let rest: Vec<&Staged<'_, '_>> =
            staged.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, s)| s).collect();
        let links = links::train(&rest);
        for staged in staged.iter().skip(fold).step_by(FOLDS) {
            let same = |a: &Aligned<'_>| a.article.text == staged.aligned.article.text;
            if let Some(index) = aligned.iter().position(same) {
                let context = staged.context();
                found[index] = Some(assemble(&context, &link(&context, &links), model));
            }
        }
    }
    let found = aligned.iter().zip(found);
    found.map(|(a, found)| found.unwrap_or_else(|| find(&a.analysis, model))).collect()
}

/// The gold to judge attributions of one sense by. Thought is only marked where there is optional gold, and counts there.
fn gold_of(article: &GoldArticle, sense: Sense) -> Option<eval::GoldArticle> {
    if sense == Sense::Thought && !article.quotes.iter().any(|quote| quote.optional) {
        return None;
    }
    let starts: Vec<usize> = article.text.char_indices().map(|(byte, _)| byte).collect();
    let offsets = |span: &Span| [span.start(), span.end()].map(|byte| starts.partition_point(|&start| start < byte));
    let quote = |gold: &super::corpus::GoldQuote| Quote {
        kind: Kind::Direct,
        content: gold.content.iter().map(offsets).collect(),
        cue: Vec::new(),
        source: gold.source.iter().map(offsets).collect(),
        name: gold.name.clone(),
        optional: gold.optional && sense == Sense::Speech,
    };
    let (id, text) = (article.id.clone(), article.text.clone());
    Some(eval::GoldArticle { id, text, quotes: article.quotes.iter().map(quote).collect() })
}

/// How much the confidence is worth on articles that it was not learned from: a table by the confidence.
pub fn table(examples: &[Example]) -> String {
    const STEPS: [f32; 8] = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];
    let mut bins = [(0u32, 0.0f32, 0u32); STEPS.len()];
    for fold in 0..FOLDS {
        let confidence = learn(&examples.iter().filter(|example| example.fold != fold).collect::<Vec<_>>());
        for example in examples.iter().filter(|example| example.fold == fold) {
            let sure = confidence.of(&example.features);
            let bin = &mut bins[STEPS.iter().rposition(|&from| sure >= from).unwrap_or(0)];
            *bin = (bin.0 + 1, bin.1 + sure, bin.2 + u32::from(example.right));
        }
    }
    let mut out = String::from("   from  count   mean  right\n");
    for (from, (count, sum, right)) in STEPS.into_iter().zip(bins).filter(|(_, bin)| bin.0 > 0) {
        let (mean, right) = (100.0 * sum / count as f32, 100.0 * right as f32 / count as f32);
        let _ = writeln!(out, "{from:7.2}{count:7}{mean:7.1}{right:7.1}");
    }
    out
}

/// Strength of the pull to zero.
const DECAY: f64 = 5.0;
/// Passes over the weights.
const PASSES: usize = 60;

/// Maximum likelihood, a weight at a time by Newton's steps.
pub fn learn(examples: &[&Example]) -> Confidence {
    let mut confidence = Confidence::default();
    let mut with: Vec<Vec<usize>> = vec![Vec::new(); confidence.weights.len()];
    for (index, example) in examples.iter().enumerate() {
        for &feature in &example.features {
            with[usize::from(feature)].push(index);
        }
    }
    let mut margins = vec![0.0f64; examples.len()];
    let mut weights = vec![0.0f64; with.len()];
    for _ in 0..PASSES {
        for (weight, with) in weights.iter_mut().zip(&with).filter(|(_, with)| !with.is_empty()) {
            let (mut slope, mut curve) = (DECAY * *weight, DECAY);
            for &index in with {
                let p = f64::from(sigmoid(margins[index] as f32));
                slope += p - if examples[index].right { 1.0 } else { 0.0 };
                curve += p * (1.0 - p);
            }
            let step = slope / curve;
            *weight -= step;
            for &index in with {
                margins[index] -= step;
            }
        }
    }
    confidence.weights = weights.into_iter().map(|weight| weight as f32).collect();
    confidence
}
