//! Finds, for one cue, its source and content within the cue's sentence.
//!
//! A linear-chain conditional random field labels every token of the sentence as source, content or neither; every feature
//! is relative to the cue. What belongs to quoted regions beyond the sentence is the linker's business ([`super::link`]).

use std::ops::Range;

use super::analysis::Analysis;
use super::cue::{Cue, bucket};
use super::frame::Frame;
use super::lexicon::{Classes, Lexicon};
use super::linear::{Linear, feature, mix};
use super::mend::{mend, mend_neighbours};
use super::subject::FirstSubject;
use super::tag::Tag;
use super::verb::verb;
use crate::text::Case;

/// What a token is to a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Neither.
    Outside,
    /// Part of the source.
    Source,
    /// Part of the content.
    Content,
}

/// Number of labels.
pub const LABELS: usize = 3;
/// Lanes of the label scores: of each label but the first, whose score is always zero.
pub const LABEL_LANES: usize = LABELS - 1;
/// Lanes of the scores of label pairs `previous * LABELS + next`, but the first.
pub const PAIR_LANES: usize = LABELS * LABELS - 1;

/// Weights of the clause labeller.
#[derive(Clone, Debug, Default)]
pub struct ClauseModel {
    /// Scores of labels.
    pub labels: Linear<LABEL_LANES>,
    /// Scores of neighbouring labels.
    pub pairs: Linear<PAIR_LANES>,
}

/// The labels of the tokens of one cue's sentence.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The sentence's tokens.
    pub tokens: Range<usize>,
    /// One label a token.
    pub labels: Vec<Label>,
}

/// Buffers for [`clause`], reused from cue to cue.
#[derive(Debug, Default)]
pub struct Scratch {
    places: Vec<Place>,
    features: Vec<[u32; PAIR_FEATURES]>,
    emissions: Vec<[f32; LABELS]>,
    pairs: Vec<[f32; LABELS * LABELS]>,
    back: Vec<[u8; STATES]>,
}

/// Labels the sentence of each cue.
pub fn clauses(analysis: &Analysis<'_>, inside: &[u32], cues: &[Cue], model: &ClauseModel) -> Vec<Clause> {
    let mut scratch = Scratch::default();
    let mut clauses: Vec<Clause> =
        cues.iter().map(|c| clause(analysis, inside, c.token, model, &mut scratch)).collect();
    mend_neighbours(analysis, cues, &mut clauses);
    clauses
}

/// Labels the sentence of the cue at token `cue`.
pub fn clause(
    analysis: &Analysis<'_>,
    inside: &[u32],
    cue: usize,
    model: &ClauseModel,
    scratch: &mut Scratch,
) -> Clause {
    let tokens = analysis.window(cue);
    let view = View::with(std::mem::take(&mut scratch.places), analysis, inside, cue, tokens.clone());
    let Scratch { features, emissions, pairs, back, .. } = scratch;
    view.emissions(model, emissions);
    features.clear();
    features.extend(tokens.clone().map(|t| view.pair_features(t)));
    pairs.clear();
    let with_first = |s: [f32; PAIR_LANES]| [0.0, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]];
    pairs.extend(features.iter().map(|features| with_first(model.pairs.scores(features))));
    let sourceless = if view.passive { 0.0 } else { SOURCELESS };
    let labels = viterbi(emissions, pairs, sourceless, back);
    scratch.places = view.places;
    let mut clause = Clause { tokens, labels };
    mend(analysis, inside, cue, &mut clause);
    clause
}

impl Clause {
    /// The label of a token; none outside of the sentence.
    pub(super) fn label(&self, token: usize) -> Option<Label> {
        token.checked_sub(self.tokens.start).and_then(|i| self.labels.get(i)).copied()
    }

    /// Gives the tokens of the sentence in `range` this label.
    pub(super) fn set(&mut self, range: Range<usize>, label: Label) {
        self.labels_in(range).fill(label);
    }

    /// Gives the tokens of the sentence in `range` with the label `from` the label `to`.
    pub(super) fn replace(&mut self, range: Range<usize>, from: Label, to: Label) {
        self.labels_in(range).iter_mut().filter(|label| **label == from).for_each(|label| *label = to);
    }

    /// The labels of those tokens of the sentence that are in `range`.
    fn labels_in(&mut self, range: Range<usize>) -> &mut [Label] {
        let index = |token: usize| token.clamp(self.tokens.start, self.tokens.end) - self.tokens.start;
        let (start, end) = (index(range.start), index(range.end));
        self.labels.get_mut(start..end).unwrap_or_default()
    }
}

/// By how much a labelling without any source has to beat the best one with a source: nearly every cue has one, and a
/// labeller that looks at one token at a time is too shy to say so. A passive one often has none (`she was accused of`).
const SOURCELESS: f32 = 3.5;

/// States of the best sequence so far: its last label, by [`Label`], when no source has been seen, and, behind those, when
/// one has.
const STATES: usize = 2 * LABELS;

/// The best sequence of labels, where one without a source has to be better by `sourceless`; `back` is a buffer.
fn viterbi(
    emissions: &[[f32; LABELS]],
    pairs: &[[f32; LABELS * LABELS]],
    sourceless: f32,
    back: &mut Vec<[u8; STATES]>,
) -> Vec<Label> {
    const SOURCE: usize = Label::Source as usize;
    const SEEN_SOURCE: usize = LABELS + SOURCE;
    let Some(first) = emissions.first() else { return Vec::new() };
    let mut best = [f32::NEG_INFINITY; STATES];
    for l in 0..LABELS {
        best[if l == SOURCE { SEEN_SOURCE } else { l }] = first[l];
    }
    back.clear();
    back.push([0; STATES]);
    for (emission, pair) in emissions.iter().zip(pairs).skip(1) {
        let mut next = [f32::NEG_INFINITY; STATES];
        let mut from = [0; STATES];
        for (state, &score) in best.iter().enumerate() {
            for l in 0..LABELS {
                let to = if state >= LABELS || l == SOURCE { LABELS + l } else { l };
                let s = score + pair[(state % LABELS) * LABELS + l] + emission[l];
                // No branch: which one is better cannot be foretold.
                let better = s > next[to];
                next[to] = if better { s } else { next[to] };
                from[to] = if better { state as u8 } else { from[to] };
            }
        }
        best = next;
        back.push(from);
    }
    let value = |s: usize| if s < LABELS { best[s] - sourceless } else { best[s] };
    let mut at = (0..STATES).fold(0, |b, s| if value(s) > value(b) { s } else { b });
    let mut labels = vec![Label::Outside; emissions.len()];
    for (own, from) in labels.iter_mut().zip(back.iter()).rev() {
        *own = [Label::Outside, Label::Source, Label::Content][at % LABELS];
        at = usize::from(from[at]);
    }
    labels
}

/// Where a token of the sentence stands against the cue.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// Commas and colons between it and the cue, capped.
    commas: u8,
    /// Verbs with tense between it and the cue, capped.
    verbs: u8,
    /// Whether `that` or another clause opener stands between.
    opener: bool,
    /// What stands between it and the next comma: a verb with tense, the sentence's end.
    ahead: u8,
}

/// A sentence as seen from a cue: what the features need, computed once.
pub struct View<'a, 'b> {
    analysis: &'a Analysis<'b>,
    inside: &'a [u32],
    cue: usize,
    tokens: Range<usize>,
    cue_lemma: u32,
    /// Its tag, voice and what it hangs on.
    cue_tag: u32,
    passive: bool,
    /// What follows the cue directly.
    next: u32,
    /// Subject of the sentence.
    subject: FirstSubject,
    /// One a token of the sentence.
    places: Vec<Place>,
}

/// Features of a label: those of the stretch that the token stands in, and those of the token.
pub const LABEL_FEATURES: usize = STRETCH_FEATURES + WORD_FEATURES;
const STRETCH_FEATURES: usize = 9;
const WORD_FEATURES: usize = 22;
/// Features of a pair of labels.
pub const PAIR_FEATURES: usize = 15;

/// What the tokens of a stretch of the sentence have in common against the cue: many of them follow each other, far from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    /// Whether it stands before the cue.
    half: u32,
    /// How far away.
    distance: u32,
    /// What stands between.
    between: u32,
    quoted: u32,
    subject: u32,
    /// Whether it is the first or the last token of the sentence.
    edge: u32,
}

impl Stretch {
    fn side(&self) -> u32 {
        self.half * 16 + self.distance
    }
}

const EDGE: u32 = 0xffff_0001;

impl<'a, 'b> View<'a, 'b> {
    /// The sentence `tokens` as seen from the cue.
    pub fn new(analysis: &'a Analysis<'b>, inside: &'a [u32], cue: usize, tokens: Range<usize>) -> Self {
        Self::with(Vec::new(), analysis, inside, cue, tokens)
    }

    /// The same, with the buffer `places`.
    fn with(
        mut places: Vec<Place>,
        analysis: &'a Analysis<'b>,
        inside: &'a [u32],
        cue: usize,
        tokens: Range<usize>,
    ) -> Self {
        let hash = analysis.tokens[cue].hash;
        let frame = Frame::new(analysis, &tokens, cue);
        places.clear();
        places.resize(tokens.len(), Place::default());
        let mut view = Self {
            analysis,
            inside,
            cue,
            cue_lemma: verb(hash).map_or(hash, |v| v.lemma),
            cue_tag: mix(analysis.tags[cue] as u32, frame.code()),
            passive: frame.passive,
            next: 0,
            subject: FirstSubject::new(analysis, inside, &tokens, cue),
            places,
            tokens,
        };
        view.next = view.follower();
        view.look_ahead();
        view.count(view.cue + 1..view.tokens.end, false);
        view.count(view.tokens.start..view.cue, true);
        view
    }

    fn follower(&self) -> u32 {
        let next = self.cue + 1;
        if next >= self.tokens.end {
            return 1;
        }
        let that = self.analysis.word(next).eq_ignore_ascii_case("that");
        if that { 2 } else { 3 + self.analysis.tags[next] as u32 }
    }

    fn look_ahead(&mut self) {
        let (mut finite, mut end) = (0, 2);
        for t in self.tokens.clone().rev() {
            match self.analysis.tags[t] {
                Tag::Comma | Tag::Colon => (finite, end) = (0, 0),
                tag if tag.is_finite() && t != self.cue => finite = 1,
                _ => {}
            }
            self.places[t - self.tokens.start].ahead = finite + end;
        }
    }

    fn count(&mut self, range: Range<usize>, backwards: bool) {
        let (mut commas, mut verbs, mut opener) = (0u8, 0u8, false);
        let first = self.tokens.start;
        let steps = range.len();
        for step in 0..steps {
            let t = if backwards { range.end - 1 - step } else { range.start + step };
            let place = &mut self.places[t - first];
            (place.commas, place.verbs, place.opener) = (commas.min(3), verbs.min(3), opener);
            match self.analysis.tags[t] {
                Tag::Comma | Tag::Colon => commas += 1,
                tag if tag.is_finite() => verbs = verbs.saturating_add(1),
                Tag::In | Tag::Wdt | Tag::Wp | Tag::Wrb | Tag::To => {
                    opener |= matches!(
                        self.analysis.word(t),
                        "that" | "who" | "which" | "what" | "how" | "why" | "to" | "whether" | "if"
                    );
                }
                _ => {}
            }
            commas = commas.min(250);
        }
    }

    /// The scores of the labels of all tokens. The cue itself is outside.
    fn emissions(&self, model: &ClauseModel, emissions: &mut Vec<[f32; LABELS]>) {
        emissions.clear();
        let mut last: Option<(Stretch, [i32; LABEL_LANES])> = None;
        for t in self.tokens.clone() {
            let stretch = self.stretch(t);
            let shared = match last {
                Some((same, sum)) if same == stretch => sum,
                _ => model.labels.sum(&self.stretch_features(&stretch)),
            };
            last = Some((stretch, shared));
            let own = model.labels.sum(&self.word_features(t, &stretch));
            let [source, content] = model.labels.scaled(std::array::from_fn(|l| shared[l] + own[l]));
            emissions.push(if t == self.cue { [0.0, -1e4, -1e4] } else { [0.0, source, content] });
        }
    }

    fn word(&self, t: Option<usize>) -> u32 {
        t.filter(|t| self.tokens.contains(t)).map_or(EDGE, |t| self.analysis.tokens[t].hash)
    }

    fn tag(&self, t: Option<usize>) -> u32 {
        t.filter(|t| self.tokens.contains(t)).map_or(EDGE, |t| self.analysis.tags[t] as u32)
    }

    /// Quotation state of a token against the cue's: same, outside of the cue's region, inside another one.
    fn quoted(&self, t: usize) -> u32 {
        let (own, cue) = (self.inside[t], self.inside[self.cue]);
        if own == cue {
            u32::from(own > 0)
        } else if own == 0 {
            2
        } else {
            3
        }
    }

    /// The features of the label of token `t`.
    pub fn label_features(&self, t: usize) -> [u32; LABEL_FEATURES] {
        let stretch = self.stretch(t);
        let (shared, own) = (self.stretch_features(&stretch), self.word_features(t, &stretch));
        std::array::from_fn(|i| if i < STRETCH_FEATURES { shared[i] } else { own[i - STRETCH_FEATURES] })
    }

    fn stretch(&self, t: usize) -> Stretch {
        let place = &self.places[t - self.tokens.start];
        let half = u32::from(t < self.cue);
        Stretch {
            half,
            distance: bucket(self.cue.abs_diff(t).saturating_sub(1)),
            between: half * 64
                + u32::from(place.commas) * 16
                + u32::from(place.verbs) * 4
                + u32::from(place.opener) * 2,
            quoted: self.quoted(t),
            subject: self.subject.place(t),
            edge: u32::from(t + 1 == self.tokens.end) * 2 + u32::from(t == self.tokens.start),
        }
    }

    /// The features of a label that all tokens of a stretch have.
    fn stretch_features(&self, stretch: &Stretch) -> [u32; STRETCH_FEATURES] {
        let &Stretch { half, distance, between, quoted, subject, edge } = stretch;
        let cue_side = mix(self.cue_lemma, half);
        let whole = mix(between, distance);
        [
            feature(7, cue_side, between),
            feature(8, mix(cue_side, self.next), quoted),
            feature(9, mix(self.next, whole), half),
            feature(10, quoted, whole),
            feature(18, edge, stretch.side()),
            feature(21, mix(cue_side, self.next), between),
            feature(25, mix(self.cue_tag, mix(quoted, between)), self.next),
            feature(30, mix(u32::from(self.inside[self.tokens.start] > 0), between), quoted),
            feature(31, mix(half, subject), self.cue_tag),
        ]
    }

    /// The features of a label that are the token's own.
    fn word_features(&self, t: usize, stretch: &Stretch) -> [u32; WORD_FEATURES] {
        let &Stretch { half, distance, between, quoted, subject, .. } = stretch;
        let side = stretch.side();
        let (before, after) = (t.checked_sub(1), t.checked_add(1));
        let (hash, tag) = (self.analysis.tokens[t].hash, self.analysis.tags[t] as u32);
        let (tag_before, tag_after) = (self.tag(before), self.tag(after));
        let capital = u32::from(self.analysis.tokens[t].case != Case::Lower);
        let cue_side = mix(self.cue_lemma, half);
        let whole = mix(between, distance);
        let path = self.path(t);
        let noun = mix(tag, self.noun(t));
        let (tag_half, cue_between) = (mix(tag, half), mix(self.cue_tag, between));
        [
            feature(1, hash, half),
            feature(2, mix(hash, tag), side),
            feature(3, noun, side),
            feature(4, noun, mix(between, subject)),
            feature(5, mix(tag, between), quoted),
            feature(6, cue_side, tag),
            feature(11, mix(tag_before, tag), side),
            feature(12, mix(tag, tag_after), side),
            feature(13, mix(tag_before, mix(tag, tag_after)), half),
            feature(14, self.word(before), tag_half),
            feature(15, self.word(after), tag_half),
            feature(16, mix(self.cue_tag, self.next), mix(tag, whole)),
            feature(17, cue_between, capital),
            feature(19, mix(self.next, between), tag),
            feature(20, cue_between, tag),
            feature(22, mix(cue_side, distance), tag),
            feature(23, mix(self.tag(t.checked_sub(2)), tag_before), tag_half),
            feature(24, mix(tag_after, self.tag(t.checked_add(2))), tag_half),
            feature(26, hash, self.cue_lemma),
            feature(27, mix(self.word(before), hash), half),
            feature(28, mix(path, half), self.cue_tag),
            feature(29, mix(path, tag), self.cue_lemma),
        ]
    }

    /// What a common noun stands for: somebody who can speak, or a thing.
    fn noun(&self, t: usize) -> u32 {
        if !matches!(self.analysis.tags[t], Tag::Nn | Tag::Nns) {
            return 0;
        }
        let classes = Lexicon::embedded().classes(self.analysis.tokens[t].hash);
        let is = |class: Classes| u32::from(classes.any(class));
        1 + is(Classes::PERSON.or(Classes::PEOPLE)) + 2 * is(Classes::BODY.or(Classes::BODIES)) + 4 * is(Classes::TEXT)
    }

    /// The tags between the token and the cue, where they are few.
    fn path(&self, t: usize) -> u32 {
        let (from, to) = if t < self.cue { (t + 1, self.cue) } else { (self.cue + 1, t) };
        if from > to || to - from > 3 {
            return EDGE;
        }
        (from..to).fold(7, |h, k| mix(h, self.analysis.tags[k] as u32))
    }

    /// The features of the pair of labels of `t - 1` and `t`.
    pub fn pair_features(&self, t: usize) -> [u32; PAIR_FEATURES] {
        let place = &self.places[t - self.tokens.start];
        let half = u32::from(t < self.cue) + 2 * u32::from(t == self.cue || t == self.cue + 1);
        let before = t.checked_sub(1);
        let hash = self.analysis.tokens[t].hash;
        let (tag, tag_before, tag_after) = (self.analysis.tags[t] as u32, self.tag(before), self.tag(t.checked_add(1)));
        let turn = self.quoted(t) * 4 + before.filter(|b| self.tokens.contains(b)).map_or(9, |b| self.quoted(b));
        let near = bucket(self.cue.abs_diff(t)).min(4);
        let (verbs, ahead) = (u32::from(place.verbs), u32::from(place.ahead));
        let (both, clause) = (mix(tag_before, tag), mix(verbs, ahead));
        let before_clause = mix(tag_before, clause);
        [
            feature(101, half, 0),
            feature(102, both, half),
            feature(103, turn, half),
            feature(104, mix(near, half), tag),
            feature(105, mix(tag_before, half), hash),
            feature(106, mix(tag, half), self.word(before)),
            feature(107, mix(half, u32::from(place.commas)), both),
            feature(108, mix(half, self.cue_lemma), mix(tag_before, near)),
            feature(109, mix(half, self.next), mix(tag, near)),
            feature(110, both, mix(half, tag_after)),
            feature(111, both, mix(half, ahead)),
            feature(112, both, mix(half, verbs)),
            feature(113, before_clause, mix(half, self.next)),
            feature(114, before_clause, mix(half, mix(tag, tag_after))),
            feature(115, hash, mix(half, clause)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_found_unless_a_labelling_without_one_is_better_by_far() {
        let emissions = [[0.0, -1.0, -5.0], [0.0, -1e4, -1e4]];
        let labels = |sourceless| viterbi(&emissions, &[[0.0; LABELS * LABELS]; 2], sourceless, &mut Vec::new());
        assert_eq!(labels(0.0), [Label::Outside, Label::Outside]);
        assert_eq!(labels(SOURCELESS), [Label::Source, Label::Outside]);
    }
}
