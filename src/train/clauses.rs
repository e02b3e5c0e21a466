//! Trains the clause labeller on gold cues.

use super::field::{Field, PAIRS, Sequence};
use super::gold::Aligned;
use super::learner::{AdaGrad, Random, Vocabulary, by_seeds, mean, quantise, settled};
use crate::extract::clause::{ClauseModel, LABELS, Label, Scratch, View, clause};

/// Trains on `aligned`.
pub fn train(aligned: &[&Aligned<'_>]) -> ClauseModel {
    let mut sequences: Vec<Sequence> = aligned.iter().flat_map(|a| sequences(a)).collect();
    let mut vocabulary = Vocabulary::default();
    for features in sequences.iter().flat_map(|s| s.labels.iter().chain(&s.pairs)) {
        vocabulary.count(features);
    }
    for features in sequences.iter_mut().flat_map(|s| s.labels.iter_mut().chain(&mut s.pairs)) {
        vocabulary.prune(features);
    }
    let (labels, pairs): (Vec<_>, Vec<_>) = by_seeds(|seed| fit(&sequences, seed)).into_iter().unzip();
    ClauseModel { labels: quantise(&relative(&mean(&labels))), pairs: quantise(&relative(&mean(&pairs))) }
}

/// The weights of the other lanes against the first: only differences decide which labels are best.
fn relative<const FROM: usize, const TO: usize>(rows: &[[f32; FROM]]) -> Vec<[f32; TO]> {
    rows.iter().map(|row| std::array::from_fn(|lane| row[lane + 1] - row[0])).collect()
}

/// Passes over the sequences.
const PASSES: usize = 5;

fn fit(sequences: &[Sequence], seed: u64) -> (Vec<[f32; LABELS]>, Vec<[f32; PAIRS]>) {
    let mut field = Field { labels: AdaGrad::new(19, 0.05, 1e-4), pairs: AdaGrad::new(17, 0.05, 1e-4) };
    let mut order: Vec<usize> =
        (0..sequences.len()).flat_map(|i| std::iter::repeat_n(i, sequences[i].repeats)).collect();
    let mut random = Random::new(seed);
    let pass = |_| {
        random.shuffle(&mut order);
        for &i in &order {
            field.learn(&sequences[i]);
        }
        (field.labels.weights.clone(), field.pairs.weights.clone())
    };
    let (labels, pairs): (Vec<_>, Vec<_>) = (0..PASSES).map(pass).unzip();
    (settled(&labels), settled(&pairs))
}

fn sequences(a: &Aligned<'_>) -> Vec<Sequence> {
    let mut sequences = Vec::new();
    for g in &a.gold {
        let Some(head) = g.head else { continue };
        let tokens = a.analysis.window(head);
        let view = View::new(&a.analysis, &a.inside, head, tokens.clone());
        let (mut labels, mut pairs, mut gold) = (Vec::new(), Vec::new(), Vec::new());
        for t in tokens.clone() {
            labels.push(view.label_features(t).to_vec());
            pairs.push(view.pair_features(t).to_vec());
            gold.push(if t == head {
                0
            } else if g.source.contains(&t) {
                1
            } else {
                usize::from(g.content.contains(&t)) * 2
            });
        }
        sequences.push(Sequence { labels, pairs, gold, fixed: Some(head - tokens.start), repeats: a.article.repeats });
    }
    sequences
}

/// Share of cues whose source overlaps gold's, and mean Dice of the content within the sentence.
pub fn score(aligned: &[&Aligned<'_>], model: &ClauseModel) -> [f64; 2] {
    let (mut sources, mut dice, mut all) = (0.0, 0.0, 0.0);
    let mut scratch = Scratch::default();
    for a in aligned {
        for g in &a.gold {
            let Some(head) = g.head else { continue };
            let got = clause(&a.analysis, &a.inside, head, model, &mut scratch);
            let with = |label: Label| -> Vec<usize> {
                got.tokens.clone().zip(&got.labels).filter(|(_, l)| **l == label).map(|(t, _)| t).collect()
            };
            let source = with(Label::Source);
            let right =
                if g.source.is_empty() { source.is_empty() } else { source.iter().any(|t| g.source.contains(t)) };
            sources += f64::from(u8::from(right));
            let content = with(Label::Content);
            let gold: Vec<usize> = g.content.iter().copied().filter(|t| got.tokens.contains(t)).collect();
            let shared = content.iter().filter(|t| gold.contains(t)).count();
            if content.len() + gold.len() > 0 {
                dice += 2.0 * shared as f64 / (content.len() + gold.len()) as f64;
            } else {
                dice += 1.0;
            }
            all += 1.0;
        }
    }
    [sources / all, dice / all]
}
