//! Finds cues: the words that ascribe (`said`, `according to`, `in a statement`), one head word each.
//!
//! 1. A gate by word: only words that were a cue's head in a fair share of their uses in training, and unseen forms of verbs
//!    of speech, are looked at.
//! 2. A logistic model over the word's surroundings decides for each of these, left to right.

use super::analysis::Analysis;
use super::linear::{Features, Linear, feature, mix, sigmoid};
use super::quote::Region;
use super::tag::Tag;
use super::verb::{VerbClass, verb};
use crate::text::{Case, TokenKind, WordMap};

/// A word taken for the head of a cue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    /// Its token.
    pub token: usize,
    /// Probability that it is a cue.
    pub probability: f32,
}

/// Weights of the cue finder.
#[derive(Clone, Debug, Default)]
pub struct CueModel {
    /// Share of a word's uses, in 255ths, in which it was a cue's head; only words worth a look.
    pub gate: WordMap<u8>,
    /// Scores for the words that pass.
    pub weights: Linear<1>,
    /// Least score that makes a cue.
    pub threshold: f32,
}

/// Which region, if any, each token lies in: its index plus one, 0 outside. Marks belong to their region.
pub fn region_of_tokens(analysis: &Analysis<'_>, regions: &[Region]) -> Vec<u32> {
    let mut inside = vec![0; analysis.tokens.len()];
    for (i, region) in regions.iter().enumerate() {
        let end = if region.closed { region.end + 1 } else { region.end };
        inside[region.open..end].fill(i as u32 + 1);
    }
    inside
}

/// The cues of the document, in text order.
pub fn cues(analysis: &Analysis<'_>, inside: &[u32], model: &CueModel) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    let mut features = Features::with_capacity(64);
    for sentence in &analysis.sentences {
        let mut last = None;
        for token in sentence.tokens.clone() {
            if !passes_gate(analysis, token, model) {
                continue;
            }
            features.clear();
            cue_features(analysis, inside, token, last, &model.gate, &mut features);
            let score = model.weights.scores(&features)[0];
            if score > model.threshold {
                last = Some(token);
                found.push(Cue { token, probability: sigmoid(score) });
            }
        }
    }
    found
}

/// The likeliest cue of the sentence of `token` outside of quotations, below the threshold too; for a quotation that would
/// have none otherwise.
pub fn weak_cue(analysis: &Analysis<'_>, inside: &[u32], token: usize, model: &CueModel) -> Option<Cue> {
    const LEAST: f32 = 0.02;
    let mut features = Features::with_capacity(64);
    let mut best: Option<Cue> = None;
    for token in analysis.window(token) {
        if inside[token] > 0 || !passes_gate(analysis, token, model) {
            continue;
        }
        features.clear();
        cue_features(analysis, inside, token, None, &model.gate, &mut features);
        let probability = sigmoid(model.weights.scores(&features)[0]);
        if probability > best.map_or(LEAST, |b| b.probability) {
            best = Some(Cue { token, probability });
        }
    }
    best
}

/// Whether the token's word is worth a look.
pub fn passes_gate(analysis: &Analysis<'_>, token: usize, model: &CueModel) -> bool {
    let hash = analysis.tokens[token].hash;
    match model.gate.get(hash) {
        Some(share) => share > 0,
        None => analysis.tags[token].is_verb() && verb(hash).is_some(),
    }
}

const EDGE: u32 = 0xffff_0001;

/// The features of `token` as a cue, given the last cue of the same sentence.
pub fn cue_features(
    analysis: &Analysis<'_>,
    inside: &[u32],
    token: usize,
    last: Option<usize>,
    gate: &WordMap<u8>,
    out: &mut Features,
) {
    let range = analysis.window(token);
    let here = |offset: isize| -> Option<usize> { token.checked_add_signed(offset).filter(|t| range.contains(t)) };
    let word = |offset: isize| here(offset).map_or(EDGE, |t| analysis.tokens[t].hash);
    let tag = |offset: isize| here(offset).map_or(EDGE, |t| analysis.tags[t] as u32);
    let hash = analysis.tokens[token].hash;
    let own_tag = analysis.tags[token] as u32;
    let known = verb(hash);
    let lemma = known.map_or(hash, |v| v.lemma);
    let class = known.map_or(3, |v| match v.class {
        VerbClass::Speech => 0,
        VerbClass::Maybe => 1,
        VerbClass::Thought => 2,
    });
    let share = gate.get(hash).map_or(20, |s| u32::from(s) / 26);
    let quoted = u32::from(inside[token] > 0);
    let around = Surroundings::new(analysis, inside, &range, token);
    let (before, after) = (subject_shape(analysis, &range, token), complement_shape(analysis, inside, &range, token));
    let gap = last.map_or(0, |l| 1 + (token - l).min(6) as u32);
    let lemma_or_share = mix(class, own_tag);
    out.extend([
        feature(1, hash, own_tag),
        feature(2, lemma, own_tag),
        feature(3, class, mix(own_tag, share)),
        feature(4, word(-1), 0),
        feature(5, word(1), 0),
        feature(6, word(-1), lemma),
        feature(7, word(1), lemma),
        feature(8, tag(-1), own_tag),
        feature(9, tag(1), own_tag),
        feature(10, mix(tag(-1), tag(-2)), own_tag),
        feature(11, mix(tag(1), tag(2)), own_tag),
        feature(12, mix(tag(-1), tag(1)), lemma),
        feature(13, word(-2), word(-1)),
        feature(14, word(1), word(2)),
        feature(15, quoted, lemma_or_share),
        feature(16, around.code(), lemma_or_share),
        feature(17, around.code(), quoted),
        feature(18, before, lemma_or_share),
        feature(19, after, lemma_or_share),
        feature(20, before, after),
        feature(21, mix(before, after), lemma_or_share),
        feature(22, gap, lemma_or_share),
        feature(23, last.map_or(EDGE, |l| analysis.tokens[l].hash), lemma_or_share),
        feature(24, around.left, lemma),
        feature(25, around.right, lemma),
        feature(26, before, lemma),
        feature(27, after, lemma),
        feature(28, mix(tag(1), mix(tag(2), tag(3))), class),
        feature(29, subject_word(analysis, &range, token), own_tag),
        feature(30, word(2), lemma),
        feature(31, word(-2), lemma),
        feature(32, quoted, hash),
        feature(33, around.sentence, class),
        feature(34, share, after),
        feature(35, share, mix(around.left, around.right)),
        feature(36, mix(share, own_tag), before),
        feature(37, tag(-1), mix(share, class)),
        feature(38, 0, 0),
    ]);
}

/// Where the quoted regions of the sentence lie, seen from a token.
struct Surroundings {
    left: u32,
    right: u32,
    sentence: u32,
}

impl Surroundings {
    fn new(analysis: &Analysis<'_>, inside: &[u32], range: &std::ops::Range<usize>, token: usize) -> Self {
        let own = inside[token];
        let mut left = 0;
        for (steps, t) in (range.start..token).rev().enumerate() {
            if inside[t] != own && inside[t] > 0 {
                let comma = t > 0 && matches!(analysis.tags[t - 1], Tag::Comma | Tag::Stop);
                left = bucket(steps) * 2 + u32::from(comma);
                break;
            }
        }
        let mut right = 0;
        for (steps, t) in (token + 1..range.end).enumerate() {
            if inside[t] != own && inside[t] > 0 {
                let comma = matches!(analysis.tags[t - 1], Tag::Comma | Tag::Colon);
                right = bucket(steps) * 2 + u32::from(comma);
                break;
            }
        }
        let title = u32::from(range.start == 0);
        let starts = u32::from(inside[range.start] > 0);
        let ends = u32::from(inside[range.end - 1] > 0);
        Self { left, right, sentence: title * 4 + starts * 2 + ends }
    }

    fn code(&self) -> u32 {
        self.left * 32 + self.right
    }
}

/// Distances 0, 1, 2, 3, 4-5, 6-9, 10 and more as 1 to 7.
pub fn bucket(n: usize) -> u32 {
    match n {
        0..=3 => n as u32 + 1,
        4..=5 => 5,
        6..=9 => 6,
        _ => 7,
    }
}

/// What stands before the token as its subject: the kind of the nearest noun or pronoun, what lies between, and what is in
/// front of it.
fn subject_shape(analysis: &Analysis<'_>, range: &std::ops::Range<usize>, token: usize) -> u32 {
    let mut between = 0;
    for (steps, t) in (range.start..token).rev().enumerate() {
        let tag = analysis.tags[t];
        match tag {
            Tag::Rb | Tag::Md => between |= 1,
            Tag::Comma | Tag::Bracket => between |= 2,
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Prp | Tag::Wp | Tag::Wdt | Tag::Ex => {
                return mix(tag as u32, between * 8 + bucket(steps));
            }
            Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vb | Tag::Vbn | Tag::Vbg => between |= 4,
            Tag::Quote => return mix(200, between),
            Tag::To => between |= 8,
            Tag::In => between |= 16,
            _ => {}
        }
        if steps > 8 {
            break;
        }
    }
    mix(201, between)
}

/// The word of the nearest noun or pronoun before the token.
fn subject_word(analysis: &Analysis<'_>, range: &std::ops::Range<usize>, token: usize) -> u32 {
    let mut steps = (range.start..token).rev().take(8);
    steps
        .find(|&t| matches!(analysis.tags[t], Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Prp | Tag::Wp | Tag::Wdt))
        .map_or(EDGE, |t| if analysis.tags[t] == Tag::Nnp { 7 } else { analysis.tokens[t].hash })
}

/// What follows the token: a mark, `that`, a clause with a verb of its own, a noun phrase, an infinitive, a preposition.
fn complement_shape(analysis: &Analysis<'_>, inside: &[u32], range: &std::ops::Range<usize>, token: usize) -> u32 {
    let next = token + 1;
    if next >= range.end {
        return 1;
    }
    let tag = analysis.tags[next];
    if inside[next] != inside[token] {
        return 2;
    }
    let mut finite = 0;
    for (steps, t) in (next..range.end).enumerate().take(14) {
        match analysis.tags[t] {
            Tag::Comma | Tag::Colon if steps > 0 => break,
            tag if tag.is_finite() => {
                finite = 1 + u32::from(steps == 0);
                break;
            }
            _ => {}
        }
    }
    let that =
        u32::from(analysis.tokens[next].kind == TokenKind::Word && analysis.word(next).eq_ignore_ascii_case("that"));
    let capital = u32::from(analysis.tokens[next].case != Case::Lower);
    mix(tag as u32, finite * 8 + that * 4 + capital * 2)
}
