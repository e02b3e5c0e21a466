//! Trains the choice of the entity for a source: which figure a pronoun or a description stands for.
//!
//! Rounds of: resolve the training articles with the present weights, note the candidates of every choice, learn from those
//! whose right candidate the gold names tell.

use std::collections::HashMap;

use super::corpus::{GoldArticle, GoldQuote};
use super::learner::Random;
use super::name::{near, same};
use super::tagger::line_blocks;
use crate::extract::Kind;
use crate::extract::analysis::Analysis;
use crate::extract::find::Found;
use crate::extract::names::ranker::{Features, Ranker, softmax};
use crate::extract::names::{Choice, resolve_and_log};
use crate::extract::tag::Tagger;

/// How far the ranker goes in one step at first.
const RATE: f32 = 0.05;
/// How strongly weights are drawn to zero.
const DECAY: f32 = 0.02;
/// Passes over the choices of one round.
const PASSES: usize = 20;
/// Rounds of resolving and learning.
const ROUNDS: usize = 3;

/// An article with its gold attributions as if the finder had found them.
#[derive(Debug)]
pub struct Marked<'a> {
    /// Its name in the corpus.
    pub id: &'a str,
    /// Tokens, sentences, tags.
    pub analysis: Analysis<'a>,
    /// The gold attributions that have a source or a name.
    pub gold: Vec<&'a GoldQuote>,
    /// One for each of them.
    pub found: Vec<Found>,
}

impl<'a> Marked<'a> {
    /// Reads an article.
    pub fn new(article: &'a GoldArticle, tagger: &Tagger) -> Self {
        let known = |q: &&GoldQuote| !q.content.is_empty() && (!q.source.is_empty() || q.name.is_some());
        let gold: Vec<&GoldQuote> = article.quotes.iter().filter(known).collect();
        let found = gold.iter().map(|quote| found(&article.text, quote)).collect();
        let analysis = Analysis::new(&article.text, &line_blocks(&article.text), tagger);
        Self { id: &article.id, analysis, gold, found }
    }
}

fn found(text: &str, quote: &GoldQuote) -> Found {
    let marks: &[char] = &['"', '“', '”', '‘', '\'', '’'];
    let quoted = quote
        .content
        .first()
        .is_some_and(|s| text[..s.start()].trim_end().ends_with(marks) || s.of(text).starts_with(marks));
    Found {
        kind: if quoted { Kind::Direct } else { Kind::Indirect },
        content: quote.content.clone(),
        cue: quote.cue.first().copied(),
        source: quote.source.first().map(|first| quote.source.iter().fold(*first, |a, &b| a.join(b))),
        cue_token: None,
        probability: 1.0,
        carries_on: false,
    }
}

/// Trains a ranker.
pub fn train(articles: &[&Marked<'_>]) -> Ranker {
    let mut ranker = Ranker::default();
    for round in 0..ROUNDS {
        let mut lessons: Vec<Lesson> = articles.iter().flat_map(|article| lessons_of(article, &ranker)).collect();
        ranker = learn(&mut lessons, round as u64 + 1);
    }
    ranker
}

/// A choice with the candidates that are right.
#[derive(Debug)]
struct Lesson {
    candidates: Vec<Features>,
    right: Vec<bool>,
    weight: f32,
}

fn lessons_of(article: &Marked<'_>, ranker: &Ranker) -> Vec<Lesson> {
    let (_, log) = resolve_and_log(&article.analysis, &article.found, ranker, true);
    let mut by_token: HashMap<usize, &GoldQuote> = HashMap::new();
    for quote in &article.gold {
        let Some(source) = quote.source.first() else { continue };
        for token in article.analysis.tokens_of(*source) {
            by_token.entry(token).or_insert(quote);
        }
    }
    let lesson = |choice: Choice| {
        let quote = by_token.get(&choice.token)?;
        let name = quote.name.as_deref()?;
        let new = choice.candidates.last().map(|c| c.0).zip(choice.new.as_deref());
        let named = |figure: usize| match new {
            Some((last, name)) if last == figure => name,
            _ => log.names.get(figure).map_or("", String::as_str),
        };
        let mut right: Vec<bool> = choice.candidates.iter().map(|(f, _)| same(name, named(*f))).collect();
        if !right.contains(&true) {
            right = choice.candidates.iter().map(|(f, _)| near(name, named(*f))).collect();
        }
        let weight = if quote.optional { 0.5 } else { 1.0 };
        let candidates = choice.candidates.into_iter().map(|(_, features)| features).collect();
        right.contains(&true).then_some(Lesson { candidates, right, weight })
    };
    log.choices.into_iter().filter_map(lesson).collect()
}

/// Maximum likelihood by stochastic gradient, weights averaged over all steps.
fn learn(lessons: &mut [Lesson], seed: u64) -> Ranker {
    let mut ranker = Ranker::default();
    let mut sum = vec![0.0f64; ranker.weights.len()];
    let mut random = Random::new(seed);
    for pass in 0..PASSES {
        random.shuffle(lessons);
        let rate = RATE / (1.0 + pass as f32);
        for lesson in lessons.iter() {
            step(&mut ranker, lesson, rate);
        }
        for weight in &mut ranker.weights {
            *weight /= 1.0 + DECAY * rate * lessons.len() as f32;
        }
        for (total, &weight) in sum.iter_mut().zip(&ranker.weights) {
            *total += f64::from(weight);
        }
    }
    ranker.weights = sum.into_iter().map(|total| (total / PASSES as f64) as f32).collect();
    ranker
}

fn step(ranker: &mut Ranker, lesson: &Lesson, rate: f32) {
    let scores: Vec<f32> = lesson.candidates.iter().map(|features| ranker.score(features)).collect();
    let all = softmax(&scores);
    let mass: f32 = all.iter().zip(&lesson.right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
    for ((features, &p), &right) in lesson.candidates.iter().zip(&all).zip(&lesson.right) {
        let wanted = if right { p / mass.max(1e-6) } else { 0.0 };
        let gradient = rate * lesson.weight * (wanted - p);
        for slot in features.slots() {
            ranker.weights[slot] += gradient;
        }
    }
}
