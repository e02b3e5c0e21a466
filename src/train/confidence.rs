//! Trains the confidence: of what is found in the articles marked with names, is it right?
//!
//! Every article is read with weights that were learned without it, or else the confidence would be that of a program which
//! knows its articles by heart. The articles marked with names are few. So a first model learns from all articles whether
//! the words and the mention of the source are right, and what is learned about the names starts from there.

use std::fmt::Write as _;

use super::corpus::GoldArticle;
use super::gold::{Aligned, align_all};
use super::links::{self, Staged};
use super::names::{self, Marked};
use super::senses;
use crate::eval::{self, Quote};
use crate::extract::confidence::{Confidence, Features};
use crate::extract::find::{Found, assemble, beside_labels, find};
use crate::extract::linear::sigmoid;
use crate::extract::link::link;
use crate::extract::{Kind, Model, Sense, attribute};
use crate::text::{Offsets, Span, Unit};

/// Parts that the articles are dealt into.
const FOLDS: usize = 5;

/// The facts of an attribution, whether it is right, and the part that its article was dealt into.
#[derive(Clone, Debug)]
pub struct Example {
    /// Facts.
    pub features: Features,
    /// Words and speaker are right; without names, words and source.
    pub right: bool,
    /// Part; none where the article is not marked with names.
    pub fold: Option<usize>,
}

/// What is found in each staged article by links that were learned without it.
pub fn find_staged(staged: &[Staged<'_, '_>], model: &Model) -> Vec<Vec<Found>> {
    let mut found: Vec<Vec<Found>> = vec![Vec::new(); staged.len()];
    for fold in 0..FOLDS {
        let rest: Vec<&Staged<'_, '_>> =
            staged.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, s)| s).collect();
        let links = links::train(&rest);
        for (found, staged) in found.iter_mut().zip(staged).skip(fold).step_by(FOLDS) {
            let context = staged.context();
            *found = beside_labels(context.analysis, assemble(&context, &link(&context, &links), model));
        }
    }
    found
}

/// What is found in the articles marked with names, and whether it is right. Of those articles that the finder was trained on,
/// `staged` and what was `found` in them tell what is found.
pub fn examples(
    named: &[GoldArticle],
    staged: &[Staged<'_, '_>],
    staged_found: &[Vec<Found>],
    model: &Model,
) -> Vec<Example> {
    let aligned = align_all(named, &model.tagger);
    let found_in = |a: &Aligned<'_>| {
        let known = staged.iter().position(|staged| a.article.text == staged.aligned.article.text);
        known.map_or_else(|| find(&a.analysis, model), |index| staged_found[index].clone())
    };
    let found: Vec<Vec<Found>> = aligned.iter().map(found_in).collect();
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
            let mut features = Vec::new();
            let unsure = Confidence::default();
            let extraction = attribute(analysis, found, &ranker, &senses, &unsure, |f| features.push(f));
            for sense in [Sense::Speech, Sense::Thought] {
                let Some(gold) = gold_of(&named[i], sense) else { continue };
                let answers = eval::answers(analysis.text, &extraction, |a| a.sense == sense);
                let of_sense = extraction.attributions.iter().zip(&features).filter(|(a, _)| a.sense == sense);
                let judged = of_sense.zip(eval::judge(&gold, &answers, true));
                examples.extend(judged.filter_map(|((_, features), right)| {
                    Some(Example { features: features.clone(), right: right?, fold: Some(fold) })
                }));
            }
        }
    }
    examples
}

/// What was `found` in the staged articles, and whether its words and its source are right.
pub fn sources(
    named: &[GoldArticle],
    staged: &[Staged<'_, '_>],
    staged_found: &[Vec<Found>],
    model: &Model,
) -> Vec<Example> {
    let marked: Vec<Marked<'_>> = named.iter().map(|article| Marked::new(article, &model.tagger)).collect();
    let ranker = names::train(&marked.iter().collect::<Vec<_>>());
    let mut examples = Vec::new();
    for (staged, found) in staged.iter().zip(staged_found) {
        let (article, analysis) = (staged.aligned.article, &staged.aligned.analysis);
        let fold = named.iter().position(|named| named.text == article.text).map(|i| i % FOLDS);
        let unsure = Confidence::default();
        let mut features = Vec::new();
        let extraction = attribute(analysis, found.clone(), &ranker, &model.senses, &unsure, |f| features.push(f));
        let Some(mut gold) = gold_of(article, Sense::Speech) else { continue };
        gold.quotes.iter_mut().for_each(|quote| quote.name = None);
        let answers = eval::answers(analysis.text, &extraction, |_| true);
        let judged = features.into_iter().zip(eval::judge(&gold, &answers, false));
        examples.extend(judged.filter_map(|(features, right)| Some(Example { features, right: right?, fold })));
    }
    examples
}

/// The gold to judge attributions of one sense by. Thought is only marked where there is optional gold, and counts there.
fn gold_of(article: &GoldArticle, sense: Sense) -> Option<eval::GoldArticle> {
    if sense == Sense::Thought && !article.quotes.iter().any(|quote| quote.optional) {
        return None;
    }
    let points = Offsets::new(&article.text, Unit::CodePoint);
    let offsets = |span: &Span| points.range(*span);
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
pub fn table(examples: &[Example], sources: &[Example]) -> String {
    const STEPS: [f32; 8] = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];
    let mut bins = [(0u32, 0.0f32, 0u32); STEPS.len()];
    for fold in 0..FOLDS {
        let others = |all: &[Example]| all.iter().filter(|e| e.fold != Some(fold)).cloned().collect::<Vec<_>>();
        let confidence = learn(&others(examples), &others(sources));
        for example in examples.iter().filter(|example| example.fold == Some(fold)) {
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

/// Strength of the pull to zero of what is learned from `sources`.
const DECAY: f64 = 5.0;
/// Strength of the pull from there of what is learned from examples with names.
const NAMED_DECAY: f64 = 10.0;
/// Passes over the weights.
const PASSES: usize = 30;

/// Learns from `sources`, and then from `examples` what is different with names.
pub fn learn(examples: &[Example], sources: &[Example]) -> Confidence {
    let mut weights = vec![0.0f64; Confidence::default().weights.len()];
    fit(&mut weights, sources, DECAY);
    fit(&mut weights, examples, NAMED_DECAY);
    Confidence { weights: weights.into_iter().map(|weight| weight as f32).collect() }
}

/// Maximum likelihood, a weight at a time by Newton's steps, with a pull to where the weights stand.
fn fit(weights: &mut [f64], examples: &[Example], decay: f64) {
    let mut with: Vec<Vec<usize>> = vec![Vec::new(); weights.len()];
    for (index, example) in examples.iter().enumerate() {
        for &feature in &example.features {
            with[usize::from(feature)].push(index);
        }
    }
    let margin = |example: &Example| example.features.iter().map(|&f| weights[usize::from(f)]).sum();
    let mut margins: Vec<f64> = examples.iter().map(margin).collect();
    let first = weights.to_vec();
    for _ in 0..PASSES {
        for ((weight, first), with) in weights.iter_mut().zip(&first).zip(&with).filter(|(_, with)| !with.is_empty()) {
            let (mut slope, mut curve) = (decay * (*weight - first), decay);
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
}
