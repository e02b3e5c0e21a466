//! Finds, for one cue, its source and content within the cue's sentence.
//!
//! A linear-chain conditional random field labels every token of the sentence as source, content or neither; every feature
//! is relative to the cue. What belongs to quoted regions beyond the sentence is the linker's business ([`super::link`]).

use std::ops::Range;

use super::analysis::Analysis;
use super::cue::{Cue, bucket};
use super::frame::Frame;
use super::lexicon::{Classes, Lexicon};
use super::linear::{Features, Linear, feature, mix};
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
    features: Features,
    emissions: Vec<[f32; LABELS]>,
    pairs: Vec<[f32; LABELS * LABELS]>,
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
    let view = View::new(analysis, inside, cue, tokens.clone());
    let Scratch { features, emissions, pairs } = scratch;
    features.clear();
    tokens.clone().for_each(|t| view.label_features(t, features));
    emissions.clear();
    emissions.extend(model.labels.scores_of_each(features, tokens.len()).map(|s| [0.0, s[0], s[1]]));
    features.clear();
    tokens.clone().for_each(|t| view.pair_features(t, features));
    pairs.clear();
    let with_first = |s: [f32; PAIR_LANES]| [0.0, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]];
    pairs.extend(model.pairs.scores_of_each(features, tokens.len()).map(with_first));
    view.constrain(emissions);
    let labels = viterbi(emissions, pairs).into_iter().map(label).collect();
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
        let first = self.tokens.start;
        self.labels.iter_mut().zip(first..).filter(|(_, t)| range.contains(t)).for_each(|(l, _)| *l = label);
    }

    /// Gives the tokens of the sentence in `range` with the label `from` the label `to`.
    pub(super) fn replace(&mut self, range: Range<usize>, from: Label, to: Label) {
        let first = self.tokens.start;
        let labels = self.labels.iter_mut().zip(first..);
        labels.filter(|(l, t)| range.contains(t) && **l == from).for_each(|(l, _)| *l = to);
    }
}

fn label(index: usize) -> Label {
    match index {
        1 => Label::Source,
        2 => Label::Content,
        _ => Label::Outside,
    }
}

/// By how much a labelling without any source has to beat the best one with a source: nearly every cue has one, and a
/// labeller that looks at one token at a time is too shy to say so.
const SOURCELESS: f32 = 2.5;

/// The best sequence of labels.
fn viterbi(emissions: &[[f32; LABELS]], pairs: &[[f32; LABELS * LABELS]]) -> Vec<usize> {
    const SOURCE: usize = Label::Source as usize;
    const STATES: usize = 2 * LABELS;
    let n = emissions.len();
    if n == 0 {
        return Vec::new();
    }
    // States 0..LABELS have seen no source yet, the others have.
    let state = |label: usize, seen: bool| if seen || label == SOURCE { LABELS + label } else { label };
    let mut back: Vec<[u8; STATES]> = vec![[0; STATES]; n];
    let mut best = [f32::NEG_INFINITY; STATES];
    for l in 0..LABELS {
        best[state(l, false)] = emissions[0][l];
    }
    for t in 1..n {
        let mut next = [f32::NEG_INFINITY; STATES];
        for (from, &score) in best.iter().enumerate().filter(|(_, s)| s.is_finite()) {
            for l in 0..LABELS {
                let to = state(l, from >= LABELS);
                let s = score + pairs[t][(from % LABELS) * LABELS + l] + emissions[t][l];
                if s > next[to] {
                    next[to] = s;
                    back[t][to] = from as u8;
                }
            }
        }
        best = next;
    }
    let value = |s: usize| if s < LABELS { best[s] - SOURCELESS } else { best[s] };
    let mut at = (0..STATES).fold(0, |b, s| if value(s) > value(b) { s } else { b });
    let mut labels = vec![0; n];
    for t in (0..n).rev() {
        labels[t] = at % LABELS;
        at = usize::from(back[t][at]);
    }
    labels
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
    /// What follows the cue directly.
    next: u32,
    /// Subject of the sentence.
    subject: FirstSubject,
    /// Commas and colons between each token and the cue, capped.
    commas: Vec<u8>,
    /// Verbs with tense between each token and the cue, capped.
    verbs: Vec<u8>,
    /// Whether `that` or another clause opener stands between.
    openers: Vec<bool>,
    /// What stands between each token and the next comma: a verb with tense, the sentence's end.
    ahead: Vec<u8>,
}

const EDGE: u32 = 0xffff_0001;

impl<'a, 'b> View<'a, 'b> {
    /// The sentence `tokens` as seen from the cue.
    pub fn new(analysis: &'a Analysis<'b>, inside: &'a [u32], cue: usize, tokens: Range<usize>) -> Self {
        let hash = analysis.tokens[cue].hash;
        let n = tokens.len();
        let frame = Frame::new(analysis, &tokens, cue);
        let mut view = Self {
            analysis,
            inside,
            cue,
            cue_lemma: verb(hash).map_or(hash, |v| v.lemma),
            cue_tag: mix(analysis.tags[cue] as u32, frame.code()),
            next: 0,
            subject: FirstSubject::new(analysis, inside, &tokens, cue),
            commas: vec![0; n],
            verbs: vec![0; n],
            openers: vec![false; n],
            ahead: vec![0; n],
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
            self.ahead[t - self.tokens.start] = finite + end;
        }
    }

    fn count(&mut self, range: Range<usize>, backwards: bool) {
        let (mut commas, mut verbs, mut opener) = (0u8, 0u8, false);
        let first = self.tokens.start;
        let steps = range.len();
        for step in 0..steps {
            let t = if backwards { range.end - 1 - step } else { range.start + step };
            self.commas[t - first] = commas.min(3);
            self.verbs[t - first] = verbs.min(3);
            self.openers[t - first] = opener;
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

    /// Forces the cue itself outside.
    pub fn constrain(&self, emissions: &mut [[f32; LABELS]]) {
        if let Some(e) = emissions.get_mut(self.cue - self.tokens.start) {
            *e = [0.0, -1e4, -1e4];
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
    pub fn label_features(&self, t: usize, out: &mut Features) {
        let i = t - self.tokens.start;
        let left = t < self.cue;
        let distance = bucket(self.cue.abs_diff(t).saturating_sub(1));
        let side = u32::from(left) * 16 + distance;
        let between = u32::from(left) * 64
            + u32::from(self.commas[i]) * 16
            + u32::from(self.verbs[i]) * 4
            + u32::from(self.openers[i]) * 2;
        let quoted = self.quoted(t);
        let (before, after) = (t.checked_sub(1), t.checked_add(1));
        let (hash, tag) = (self.analysis.tokens[t].hash, self.analysis.tags[t] as u32);
        let (tag_before, tag_after) = (self.tag(before), self.tag(after));
        let capital = u32::from(self.analysis.tokens[t].case != Case::Lower);
        let half = u32::from(left);
        let last = u32::from(t + 1 == self.tokens.end) * 2 + u32::from(t == self.tokens.start);
        let cue_side = mix(self.cue_lemma, half);
        let whole = mix(between, distance);
        let path = self.path(t);
        let subject = self.subject.place(t);
        let noun = mix(tag, self.noun(t));
        out.extend([
            feature(1, hash, half),
            feature(2, mix(hash, tag), side),
            feature(3, noun, side),
            feature(4, noun, mix(between, subject)),
            feature(5, mix(tag, between), quoted),
            feature(6, cue_side, tag),
            feature(7, cue_side, between),
            feature(8, mix(cue_side, self.next), quoted),
            feature(9, mix(self.next, whole), half),
            feature(10, quoted, whole),
            feature(11, mix(tag_before, tag), side),
            feature(12, mix(tag, tag_after), side),
            feature(13, mix(tag_before, mix(tag, tag_after)), half),
            feature(14, self.word(before), mix(tag, half)),
            feature(15, self.word(after), mix(tag, half)),
            feature(16, mix(self.cue_tag, self.next), mix(tag, whole)),
            feature(17, mix(self.cue_tag, between), capital),
            feature(18, last, side),
            feature(19, mix(self.next, between), tag),
            feature(20, mix(self.cue_tag, between), tag),
            feature(21, mix(cue_side, self.next), between),
            feature(22, mix(cue_side, distance), tag),
            feature(23, mix(self.tag(t.checked_sub(2)), tag_before), mix(tag, half)),
            feature(24, mix(tag_after, self.tag(t.checked_add(2))), mix(tag, half)),
            feature(25, mix(self.cue_tag, mix(quoted, between)), self.next),
            feature(26, hash, self.cue_lemma),
            feature(27, mix(self.word(before), hash), half),
            feature(28, mix(path, half), self.cue_tag),
            feature(29, mix(path, tag), self.cue_lemma),
            feature(30, mix(u32::from(self.inside[self.tokens.start] > 0), between), quoted),
            feature(31, mix(half, subject), self.cue_tag),
        ]);
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
    pub fn pair_features(&self, t: usize, out: &mut Features) {
        let i = t - self.tokens.start;
        let half = u32::from(t < self.cue) + 2 * u32::from(t == self.cue || t == self.cue + 1);
        let before = t.checked_sub(1);
        let (tag, tag_before) = (self.analysis.tags[t] as u32, self.tag(before));
        let turn = self.quoted(t) * 4 + before.filter(|b| self.tokens.contains(b)).map_or(9, |b| self.quoted(b));
        let near = bucket(self.cue.abs_diff(t)).min(4);
        let (verbs, ahead) = (u32::from(self.verbs[i]), u32::from(self.ahead[i]));
        out.extend([
            feature(101, half, 0),
            feature(102, mix(tag_before, tag), half),
            feature(103, turn, half),
            feature(104, mix(near, half), tag),
            feature(105, mix(tag_before, half), self.analysis.tokens[t].hash),
            feature(106, mix(tag, half), self.word(before)),
            feature(107, mix(half, u32::from(self.commas[i])), mix(tag_before, tag)),
            feature(108, mix(half, self.cue_lemma), mix(tag_before, near)),
            feature(109, mix(half, self.next), mix(tag, near)),
            feature(110, mix(tag_before, tag), mix(half, self.tag(t.checked_add(1)))),
            feature(111, mix(tag_before, tag), mix(half, ahead)),
            feature(112, mix(tag_before, tag), mix(half, verbs)),
            feature(113, mix(tag_before, mix(verbs, ahead)), mix(half, self.next)),
            feature(114, mix(tag_before, mix(verbs, ahead)), mix(half, mix(tag, self.tag(t.checked_add(1))))),
            feature(115, self.analysis.tokens[t].hash, mix(half, mix(verbs, ahead))),
        ]);
    }
}
