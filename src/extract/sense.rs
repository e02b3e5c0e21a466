//! Tells reported speech and writing from belief, wish and plan: a logistic model over the cue and the shape of what was
//! found. What it is unsure of counts as thought, which is shown only on request.

use super::analysis::Analysis;
use super::cue::bucket;
use super::find::Found;
use super::linear::{Features, Linear, feature, mix, sigmoid};
use super::tag::Tag;
use super::verb::{VerbClass, verb};
use super::{Kind, Sense};

/// Weights of the model.
pub type SenseModel = Linear<1>;

/// The sense of an attribution and the probability that it is reported speech.
pub fn sense(analysis: &Analysis<'_>, found: &Found, model: &SenseModel) -> (Sense, f32) {
    let mut features = Features::with_capacity(32);
    sense_features(analysis, found, &mut features);
    let speech = sigmoid(model.scores(&features)[0]);
    // A verb that is in no list and has no clause, as in `sees Moscow as an obstacle`, is as likely to tell what somebody
    // thinks.
    let thought = found.cue_token.is_some_and(|c| match verb(analysis.tokens[c].hash) {
        Some(verb) => verb.class == VerbClass::Thought,
        None => analysis.tags[c].is_verb() && !has_clause(analysis, found),
    });
    let least = match (found.kind, thought) {
        (Kind::Direct, _) if found.cue.is_none() => 0.0,
        (Kind::Indirect, true) => 0.85,
        (Kind::Indirect, false) => 0.5,
        _ => 0.25,
    };
    (if speech >= least { Sense::Speech } else { Sense::Thought }, speech)
}

/// The features of one attribution.
pub fn sense_features(analysis: &Analysis<'_>, found: &Found, out: &mut Features) {
    const NONE: u32 = 0xffff_0001;
    let hash = |t: Option<usize>| t.and_then(|t| analysis.tokens.get(t)).map_or(NONE, |t| t.hash);
    let tag = |t: Option<usize>| t.and_then(|t| analysis.tags.get(t)).map_or(NONE, |t| *t as u32);
    let cue = found.cue_token;
    let (before, after) = (cue.and_then(|c| c.checked_sub(1)), cue.map(|c| c + 1));
    let known = verb(hash(cue));
    let lemma = known.map_or(hash(cue), |v| v.lemma);
    let class = match known.map(|v| v.class) {
        Some(VerbClass::Speech) => 0,
        Some(VerbClass::Maybe) => 1,
        Some(VerbClass::Thought) => 2,
        None => 3 + u32::from(cue.is_some()),
    };
    let kind = found.kind as u32;
    let first = found.content.first().map(|&s| analysis.tokens_of(s).start);
    let words: usize = found.content.iter().map(|&s| analysis.tokens_of(s).len()).sum();
    let size = bucket(words);
    let sure = (found.probability * 8.0) as u32;
    let source = found.source.map(|s| analysis.tokens_of(s));
    let source_tag = tag(source.as_ref().map(|s| s.end.saturating_sub(1)));
    let side = match (first, cue) {
        (Some(f), Some(c)) => 1 + u32::from(f > c) + 2 * u32::from(f == c + 1),
        _ => 0,
    };
    let quoted = u32::from(found.kind != Kind::Indirect);
    let form = form(analysis, found);
    out.extend([
        feature(1, kind, 0),
        feature(2, lemma, quoted),
        feature(3, hash(cue), 0),
        feature(4, mix(lemma, tag(cue)), 0),
        feature(5, class, mix(kind, tag(cue))),
        feature(6, sure, mix(kind, class)),
        feature(7, size, mix(kind, class)),
        feature(8, side, mix(kind, class)),
        feature(9, tag(first), mix(quoted, class)),
        feature(10, hash(first), quoted),
        feature(11, hash(before), tag(cue)),
        feature(12, hash(after), tag(cue)),
        feature(13, mix(tag(before), tag(after)), class),
        feature(14, source_tag, mix(quoted, class)),
        feature(15, lemma, hash(after)),
        feature(16, lemma, mix(side, quoted)),
        feature(17, mix(side, tag(first)), class),
        feature(18, lemma, tag(first)),
        feature(19, u32::from(found.source.is_some()), mix(kind, size)),
        feature(20, sure, quoted),
        feature(21, form, mix(quoted, class)),
        feature(22, lemma, mix(form, quoted)),
        feature(23, form, mix(quoted, tag(cue))),
        feature(24, form, mix(side, sure)),
        feature(25, mix(tag(before), tag(cue)), tag(before.and_then(|b| b.checked_sub(1)))),
    ]);
}

/// Whether the content has a verb with tense, and not only in a relative clause.
fn has_clause(analysis: &Analysis<'_>, found: &Found) -> bool {
    let mut tags = found.content.iter().flat_map(|&s| analysis.tokens_of(s)).map(|t| analysis.tags[t]);
    tags.find(|tag| tag.is_finite() || matches!(tag, Tag::Wdt | Tag::Wp)).is_some_and(Tag::is_finite)
}

/// What the content is in grammar: a clause with a verb of its own says what was said, a noun phrase only what about.
fn form(analysis: &Analysis<'_>, found: &Found) -> u32 {
    let mut tokens = found.content.iter().flat_map(|&s| analysis.tokens_of(s));
    let Some(first) = tokens.next() else { return 0 };
    let that = first > 0 && analysis.word(first - 1) == "that";
    let opening = match analysis.tags[first] {
        Tag::To => return 1,
        Tag::Vbg => return 2,
        Tag::Wp | Tag::Wrb | Tag::In => 1,
        tag if tag.is_finite() => return 3,
        _ => 0,
    };
    let verb = tokens.map(|t| analysis.tags[t]).find(|tag| tag.is_finite() || matches!(tag, Tag::Wdt | Tag::Wp));
    4 + opening * 2 + u32::from(that) + 4 * u32::from(verb.is_some_and(Tag::is_finite))
}
