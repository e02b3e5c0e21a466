//! What a confidence is worth: how many of the answers with about that confidence are right.

use serde::Serialize;

use super::answer::Answer;
use super::gold::Quote;
use super::pairing::Pairing;
use super::rule::overlap;
use super::who::is_same_name;
use crate::extract::Kind;

/// Answers by their confidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// From the least confidence up; a bin without answers is left out.
    pub bins: Vec<Bin>,
    /// Named quotations with words in quotation marks, at a confidence of at least 0.9.
    pub shown: Shown,
}

/// Answers of about the same confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Least confidence.
    pub from: f32,
    /// How many there are.
    pub count: u64,
    /// Their mean confidence.
    pub mean: f64,
    /// Share of them that is right, content and speaker.
    pub right: f64,
}

/// What is left when only sure answers are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Shown {
    /// Quoted answers.
    pub quoted: u64,
    /// Those with a name and a confidence of at least 0.9.
    pub shown: u64,
    /// Right ones among them.
    pub right: u64,
}

/// Least confidences of the bins.
const BINS: [f32; 8] = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];
/// From where an attribution counts as sure.
const SURE: f32 = 0.9;

/// Judges the answers that say how sure they are.
pub(super) fn calibration(pairings: &[Pairing<'_>], named: bool) -> Calibration {
    let mut bins: Vec<(u64, f64, u64)> = vec![(0, 0.0, 0); BINS.len()];
    let mut shown = Shown::default();
    for (answer, gold) in pairings.iter().flat_map(Pairing::judged) {
        let Some(confidence) = answer.confidence else { continue };
        let right = gold.is_some_and(|gold| is_right(gold, answer, named));
        let bin = &mut bins[BINS.iter().rposition(|&from| confidence >= from).unwrap_or(0)];
        bin.0 += 1;
        bin.1 += f64::from(confidence);
        bin.2 += u64::from(right);
        if answer.quote.kind != Kind::Indirect {
            shown.quoted += 1;
            if confidence >= SURE && answer.quote.name.is_some() {
                shown.shown += 1;
                shown.right += u64::from(right);
            }
        }
    }
    let filled = BINS.into_iter().zip(bins).filter(|(_, bin)| bin.0 > 0);
    let bin = |(from, (count, sum, right)): (f32, (u64, f64, u64))| Bin {
        from,
        count,
        mean: sum / count as f64,
        right: right as f64 / count as f64,
    };
    Calibration { bins: filled.map(bin).collect(), shown }
}

/// Whether an answer that matches gold has its speaker too: the name, where gold has names, else the mention; or none
/// where gold has none.
pub(super) fn is_right(gold: &Quote, answer: &Answer, named: bool) -> bool {
    let given = answer.quote.name.as_deref();
    match &gold.name {
        Some(name) => is_same_name(name, given.unwrap_or_default()),
        None if named => given.is_none(),
        None if gold.source.is_empty() => answer.quote.source.is_empty(),
        None => overlap(&gold.source, &answer.quote.source),
    }
}
