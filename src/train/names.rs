//! Trains and measures the choice of the entity for a source: which figure a pronoun or a description stands for.
//!
//! Rounds of: resolve the training articles with the present weights, note the candidates of every choice, learn from those
//! whose right candidate the gold names tell.

use std::collections::HashMap;

use super::corpus::{GoldArticle, GoldQuote};
use super::learner::Random;
use super::tagger::line_blocks;
use crate::extract::Kind;
use crate::extract::analysis::Analysis;
use crate::extract::find::Found;
use crate::extract::names::ranker::{Ranker, softmax};
use crate::extract::names::{Choice, resolve_and_log};
use crate::extract::tag::Tagger;
use crate::text::word_hash;

/// How far the ranker goes in one step at first.
const RATE: f32 = 0.1;
/// How strongly weights are drawn to zero.
const DECAY: f32 = 0.001;
/// Passes over the choices of one round.
const PASSES: usize = 20;

/// One gold source and what was made of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Article.
    pub article: String,
    /// The words of the source; empty where the quotation carries on.
    pub mention: String,
    /// Gold name.
    pub gold: String,
    /// The name that was given.
    pub given: String,
    /// What decided.
    pub by: String,
    /// Whether the content is in quotation marks.
    pub quoted: bool,
    /// How sure.
    pub score: f32,
}

impl Outcome {
    /// Whether the name is right, case and titles aside.
    pub fn is_exact(&self) -> bool {
        same(&self.gold, &self.given)
    }

    /// Whether the last word is right.
    pub fn is_near(&self) -> bool {
        let last = words(&self.given).pop();
        last.is_some() && self.gold.split(';').any(|g| words(g).pop() == last)
    }
}

/// Trains a ranker in `rounds` rounds.
pub fn train(articles: &[&GoldArticle], tagger: &Tagger, rounds: usize) -> Ranker {
    let mut ranker = Ranker::default();
    for round in 0..rounds {
        let mut lessons = Vec::new();
        for article in articles {
            lessons.extend(lessons_of(article, tagger, &ranker));
        }
        ranker = learn(&mut lessons, round as u64 + 1);
    }
    ranker
}

/// What became of the sources of the articles.
pub fn measure(articles: &[&GoldArticle], tagger: &Tagger, ranker: &Ranker) -> Vec<Outcome> {
    let mut all = Vec::new();
    for article in articles {
        let blocks = line_blocks(&article.text);
        let analysis = Analysis::new(&article.text, &blocks, tagger);
        let gold = usable(article);
        let found: Vec<Found> = gold.iter().map(|q| found(article, q)).collect();
        let (resolved, _) = resolve_and_log(&analysis, &found, ranker, false);
        for (quote, resolution) in gold.iter().zip(&resolved.resolutions) {
            let Some(name) = quote.name.as_ref().filter(|_| !quote.optional) else { continue };
            let given = resolution.entity.and_then(|id| resolved.entities.get(id.index()));
            all.push(Outcome {
                article: article.id.clone(),
                mention: quote.source.first().map_or("", |s| s.of(&article.text)).to_owned(),
                gold: name.clone(),
                given: given.map(|e| e.name.clone()).unwrap_or_default(),
                by: resolution.evidence.iter().map(|e| e.key()).collect::<Vec<_>>().join("+"),
                quoted: is_quoted(article, quote),
                score: resolution.score,
            });
        }
    }
    all
}

/// A choice with the candidates that are right.
#[derive(Debug)]
struct Lesson {
    candidates: Vec<Vec<u16>>,
    right: Vec<bool>,
    weight: f32,
}

fn usable(article: &GoldArticle) -> Vec<&GoldQuote> {
    let known = |q: &&GoldQuote| !q.source.is_empty() || q.name.is_some();
    article.quotes.iter().filter(|q| !q.content.is_empty()).filter(known).collect()
}

fn found(article: &GoldArticle, quote: &GoldQuote) -> Found {
    Found {
        kind: if is_quoted(article, quote) { Kind::Direct } else { Kind::Indirect },
        content: quote.content.clone(),
        cue: quote.cue.first().copied(),
        source: quote.source.first().map(|first| quote.source.iter().fold(*first, |a, &b| a.join(b))),
        cue_token: None,
        probability: 1.0,
        carries_on: false,
    }
}

fn is_quoted(article: &GoldArticle, quote: &GoldQuote) -> bool {
    let marks: &[char] = &['"', '“', '”', '‘', '\'', '’'];
    quote.content.first().is_some_and(|s| {
        article.text[..s.start()].trim_end().ends_with(marks) || s.of(&article.text).starts_with(marks)
    })
}

fn lessons_of(article: &GoldArticle, tagger: &Tagger, ranker: &Ranker) -> Vec<Lesson> {
    let blocks = line_blocks(&article.text);
    let analysis = Analysis::new(&article.text, &blocks, tagger);
    let gold = usable(article);
    let found: Vec<Found> = gold.iter().map(|q| self::found(article, q)).collect();
    let (_, log) = resolve_and_log(&analysis, &found, ranker, true);
    let mut by_token: HashMap<usize, &GoldQuote> = HashMap::new();
    for quote in &gold {
        let Some(source) = quote.source.first() else { continue };
        for token in analysis.tokens_of(*source) {
            by_token.entry(token).or_insert(quote);
        }
    }
    let lesson = |choice: Choice| {
        let quote = by_token.get(&choice.token)?;
        let name = quote.name.as_deref()?;
        let named = |figure: usize| log.names.get(figure).map_or("", String::as_str);
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
            *weight *= 1.0 - DECAY * rate * lessons.len() as f32;
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
        for &feature in features {
            ranker.weights[usize::from(feature)] += gradient;
        }
    }
}

const TITLES: [&str; 40] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "dame",
    "prof",
    "professor",
    "president",
    "senator",
    "sen",
    "rep",
    "gov",
    "governor",
    "chancellor",
    "the",
    "a",
    "an",
    "prime",
    "minister",
    "secretary",
    "baroness",
    "gen",
    "general",
    "col",
    "capt",
    "judge",
    "justice",
    "rev",
    "king",
    "queen",
    "prince",
    "princess",
    "former",
    "",
    "",
    "",
];

/// The words of a name, in lower case, without titles in front.
fn words(name: &str) -> Vec<u32> {
    let clean = name.replace("’s", "").replace("'s", "").replace('’', "'");
    let word = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '&' | '.');
    let mut all: Vec<&str> =
        clean.split(word).map(|w| w.trim_matches(['.', '-', '\'', '&'])).filter(|w| !w.is_empty()).collect();
    while all.len() > 1 && TITLES.contains(&all[0].to_lowercase().as_str()) {
        all.remove(0);
    }
    all.into_iter().map(|w| word_hash(&w.to_lowercase())).collect()
}

fn same(gold: &str, given: &str) -> bool {
    let given = words(given);
    !given.is_empty() && gold.split(';').any(|g| words(g) == given)
}

/// Whether one name is a part of the other.
fn near(gold: &str, given: &str) -> bool {
    let given = words(given);
    !given.is_empty()
        && gold.split(';').any(|g| {
            let gold = words(g);
            gold.last() == given.last()
                && (gold.iter().all(|w| given.contains(w)) || given.iter().all(|w| gold.contains(w)))
        })
}
