//! Trains the linker on cues and clauses that were predicted by models which had not seen the article.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::gold::Aligned;
use super::learner::{AdaGrad, Random, Vocabulary, by_seeds, mean, quantise, settled};
use super::{clauses, cues};
use crate::extract::clause::{self, Clause, ClauseModel};
use crate::extract::cue::{self, Cue, CueModel};
use crate::extract::linear::Features;
use crate::extract::link::{Choice, Context, Link, LinkModel};

/// An article with what the earlier stages make of it.
#[derive(Debug)]
pub struct Staged<'a, 'b> {
    /// The article.
    pub aligned: &'a Aligned<'b>,
    /// Predicted cues.
    pub cues: Vec<Cue>,
    /// Their labelled sentences.
    pub clauses: Vec<Clause>,
}

/// Parts that the articles are dealt into, to stage each with models trained on the others.
const FOLDS: usize = 4;

/// Stages every article with models that were trained without it.
pub fn stage_by_folds<'a, 'b>(aligned: &[&'a Aligned<'b>]) -> Vec<Staged<'a, 'b>> {
    let stage_fold = |fold: usize| -> Vec<_> {
        let rest: Vec<_> = aligned.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, a)| *a).collect();
        let (cues, clauses) = (cues::train(&rest), clauses::train(&rest));
        aligned.iter().skip(fold).step_by(FOLDS).map(|a| stage(a, &cues, &clauses)).collect()
    };
    (0..FOLDS).into_par_iter().flat_map_iter(stage_fold).collect()
}

impl Staged<'_, '_> {
    /// What the linker looks at.
    pub fn context(&self) -> Context<'_, '_> {
        let a = self.aligned;
        Context {
            analysis: &a.analysis,
            regions: &a.regions,
            inside: &a.inside,
            cues: &self.cues,
            clauses: &self.clauses,
        }
    }
}

/// Runs the earlier stages on an article.
pub fn stage<'a, 'b>(aligned: &'a Aligned<'b>, cue_model: &CueModel, clause_model: &ClauseModel) -> Staged<'a, 'b> {
    let cues = cue::cues(&aligned.analysis, &aligned.inside, cue_model);
    let clauses = clause::clauses(&aligned.analysis, &aligned.inside, &cues, clause_model);
    Staged { aligned, cues, clauses }
}

/// One region's choices with their features, and which is right.
struct Example {
    choices: Vec<Features>,
    right: usize,
    /// How often it is seen in one pass.
    repeats: usize,
}

/// Trains on `staged`: first on the articles in which all attributions are marked, then on all of them.
pub fn train(staged: &[&Staged<'_, '_>]) -> LinkModel {
    let (speech, complete): (Vec<_>, Vec<_>) = staged.iter().copied().partition(|s| s.aligned.article.speech_only);
    let model = learn(complete.iter().flat_map(|s| examples(s, None)).collect());
    if speech.is_empty() { model } else { learn(staged.iter().flat_map(|s| examples(s, Some(&model))).collect()) }
}

fn learn(mut examples: Vec<Example>) -> LinkModel {
    let mut vocabulary = Vocabulary::default();
    for features in examples.iter().flat_map(|e| &e.choices) {
        vocabulary.count(features);
    }
    for features in examples.iter_mut().flat_map(|e| &mut e.choices) {
        vocabulary.prune(features);
    }
    quantise(&mean(&by_seeds(|seed| fit(&examples, seed))))
}

/// Passes over the examples.
const PASSES: usize = 8;

fn fit(examples: &[Example], seed: u64) -> Vec<[f32; 1]> {
    let mut learner = AdaGrad::<1>::new(18, 0.05, 1e-4);
    let mut order: Vec<usize> = (0..examples.len()).flat_map(|i| std::iter::repeat_n(i, examples[i].repeats)).collect();
    let mut random = Random::new(seed);
    let mut pass = |_| {
        random.shuffle(&mut order);
        for &e in &order {
            let example = &examples[e];
            let scores: Vec<f32> = example.choices.iter().map(|f| learner.scores(f)[0]).collect();
            let most = scores.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
            let total: f32 = scores.iter().map(|s| (s - most).exp()).sum();
            for (i, features) in example.choices.iter().enumerate() {
                let p = (scores[i] - most).exp() / total;
                learner.step(features, &[p - if i == example.right { 1.0 } else { 0.0 }]);
            }
        }
        learner.weights.clone()
    };
    settled(&(0..PASSES).map(&mut pass).collect::<Vec<_>>())
}

/// Every region of an article. Where only speech is marked, what is not marked but `model` takes for a quotation is left out: it
/// may be thought.
fn examples(staged: &Staged<'_, '_>, model: Option<&LinkModel>) -> Vec<Example> {
    let a = staged.aligned;
    let context = staged.context();
    let mut links: Vec<Link> = Vec::new();
    let mut examples = Vec::new();
    for region in 0..a.regions.len() {
        let choices = context.choices(region, &links);
        let right = gold_choice(staged, region);
        let right = choices.iter().position(|c| *c == right).unwrap_or(1);
        let features: Vec<Features> = choices
            .iter()
            .map(|&c| {
                let mut features = Features::new();
                context.features(region, c, &links, &mut features);
                features
            })
            .collect();
        links.push(Link { choice: choices[right], probability: 1.0 });
        let unmarked = a.article.speech_only && choices[right] == Choice::NoQuotation;
        if !(unmarked && model.is_some_and(|model| quotation_odds(&features, model) > 1.0)) {
            examples.push(Example { choices: features, right, repeats: a.article.repeats });
        }
    }
    examples
}

/// How much likelier it is that a region is a quotation than that it is none, which is the first of its choices.
fn quotation_odds(choices: &[Features], model: &LinkModel) -> f32 {
    let scores: Vec<f32> = choices.iter().map(|features| model.scores(features)[0]).collect();
    scores[1..].iter().map(|score| (score - scores[0]).exp()).sum()
}

/// What a region should choose, given the cues that were found.
fn gold_choice(staged: &Staged<'_, '_>, region: usize) -> Choice {
    let tokens: Vec<usize> = staged.aligned.regions[region].tokens().collect();
    let owner = staged
        .aligned
        .gold
        .iter()
        .map(|g| (tokens.iter().filter(|t| g.content.contains(t)).count(), g))
        .max_by_key(|(n, _)| *n)
        .filter(|(n, _)| 2 * n >= tokens.len() && *n > 0);
    let Some((_, gold)) = owner else { return Choice::NoQuotation };
    let cue = staged.cues.iter().position(|c| Some(c.token) == gold.head);
    let cue = cue.or_else(|| staged.cues.iter().position(|c| gold.cue.contains(&c.token)));
    cue.map_or(Choice::Uncued, |cue| Choice::Cue(cue as u32))
}
