//! Trains the cue finder.

use std::collections::{HashMap, HashSet};

use super::gold::Aligned;
use super::learner::Logistic;
use crate::extract::cue::{CueModel, cue_features, cues, passes_gate};
use crate::extract::linear::Features;
use crate::text::WordMap;

/// Share of its uses in which a word must be a cue's head to pass the gate.
const GATE: f64 = 0.04;

/// Least score of a cue: below zero, because a missed cue costs more than one too many, whose clause is often empty.
const THRESHOLD: f32 = -1.0;

/// Least score of what may be a cue of thought.
const DOUBT: f32 = -3.0;

/// Trains on `aligned`: first on the articles in which all attributions are marked, then on all of them.
pub fn train(aligned: &[&Aligned<'_>]) -> CueModel {
    let mut model = CueModel { gate: gate(aligned), threshold: THRESHOLD, ..CueModel::default() };
    let learner = Logistic { bits: 19, decay: 1e-4, passes: 6 };
    let (speech, complete): (Vec<_>, Vec<_>) = aligned.iter().partition(|a| a.article.speech_only);
    model.weights = learner.train(examples(&complete, &model));
    if !speech.is_empty() {
        model.weights = learner.train(examples(aligned, &model));
    }
    model
}

fn gate(aligned: &[&Aligned<'_>]) -> WordMap<u8> {
    let mut counts: HashMap<u32, (u32, u32)> = HashMap::new();
    for a in aligned {
        for t in &a.analysis.tokens {
            counts.entry(t.hash).or_default().1 += 1;
        }
        for head in a.gold.iter().filter_map(|g| g.head) {
            counts.entry(a.analysis.tokens[head].hash).or_default().0 += 1;
        }
    }
    let mut gate = WordMap::default();
    for (hash, (heads, all)) in counts {
        let share = f64::from(heads) / f64::from(all);
        let passes = share >= GATE && heads > 0;
        if passes {
            gate.insert(hash, (share * 255.0).ceil() as u8);
        } else if all >= 4 {
            gate.insert(hash, 0);
        }
    }
    gate
}

/// Candidates and whether they are cues. Where only speech is marked, what is not marked but `model` takes for a cue is left
/// out: it may be a cue of thought.
fn examples(aligned: &[&Aligned<'_>], model: &CueModel) -> Vec<(Features, bool)> {
    let shy = CueModel { threshold: DOUBT, ..model.clone() };
    let mut examples = Vec::new();
    for a in aligned {
        let heads: HashSet<usize> = a.gold.iter().filter_map(|g| g.head).collect();
        let maybe = if a.article.speech_only { cues(&a.analysis, &a.inside, &shy) } else { Vec::new() };
        let doubtful: HashSet<usize> = maybe.iter().map(|c| c.token).collect();
        let repeats = a.article.repeats;
        for sentence in &a.analysis.sentences {
            let mut last = None;
            for t in sentence.tokens.clone() {
                if !passes_gate(&a.analysis, t, model) {
                    continue;
                }
                let mut features = Features::new();
                cue_features(&a.analysis, &a.inside, t, last, &model.gate, &mut features);
                let right = heads.contains(&t);
                if right || !doubtful.contains(&t) {
                    examples.extend(std::iter::repeat_n((features, right), repeats));
                }
                if right {
                    last = Some(t);
                }
            }
        }
    }
    examples
}

/// Precision, recall and F1 of the cues, where a cue is right if its token is part of a gold cue not yet found.
pub fn score(aligned: &[&Aligned<'_>], model: &CueModel) -> [f64; 3] {
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for a in aligned {
        let got = cues(&a.analysis, &a.inside, model);
        found += got.len();
        gold += a.gold.len();
        right += a.gold.iter().filter(|g| got.iter().any(|c| g.cue.contains(&c.token))).count();
    }
    let (p, r) = (f64::from(right as u32) / found.max(1) as f64, f64::from(right as u32) / gold.max(1) as f64);
    [p, r, 2.0 * p * r / (p + r).max(1e-9)]
}
