//! Trains a linear-chain conditional random field (Lafferty et al. 2001) by stochastic gradient, three labels wide.

use super::learner::AdaGrad;
use crate::extract::clause::LABELS;

/// Pairs of labels, `previous * LABELS + next`.
pub const PAIRS: usize = LABELS * LABELS;

/// One sequence: the features of every position, and the right labels.
#[derive(Debug)]
pub struct Sequence {
    /// Features of the label at each position.
    pub labels: Vec<Vec<u32>>,
    /// Features of the pair of labels before and at each position.
    pub pairs: Vec<Vec<u32>>,
    /// The right label at each position.
    pub gold: Vec<usize>,
    /// Position whose label is fixed to 0.
    pub fixed: Option<usize>,
    /// How often it is seen in one pass.
    pub repeats: usize,
}

/// The two tables of weights.
#[derive(Debug)]
pub struct Field {
    /// Scores of labels.
    pub labels: AdaGrad<LABELS>,
    /// Scores of pairs.
    pub pairs: AdaGrad<PAIRS>,
}

impl Field {
    /// One step on one sequence; gives its loss in nats.
    pub fn learn(&mut self, sequence: &Sequence) -> f32 {
        let n = sequence.gold.len();
        let emissions: Vec<[f32; LABELS]> =
            (0..n)
                .map(|t| {
                    if sequence.fixed == Some(t) { [0.0, -1e4, -1e4] } else { self.labels.scores(&sequence.labels[t]) }
                })
                .collect();
        let pairs: Vec<[f32; PAIRS]> = (0..n).map(|t| self.pairs.scores(&sequence.pairs[t])).collect();
        let (forward, backward) = (forward(&emissions, &pairs), backward(&emissions, &pairs));
        let total = log_sum(forward[n - 1]);
        let mut gold_score = 0.0;
        for t in 0..n {
            let gold = sequence.gold[t];
            gold_score += emissions[t][gold];
            if sequence.fixed != Some(t) {
                let mut gradient = [0.0; LABELS];
                for l in 0..LABELS {
                    gradient[l] = (forward[t][l] + backward[t][l] - total).exp();
                }
                gradient[gold] -= 1.0;
                self.labels.step(&sequence.labels[t], &gradient);
            }
            if t > 0 {
                let before = sequence.gold[t - 1];
                gold_score += pairs[t][before * LABELS + gold];
                let mut gradient = [0.0; PAIRS];
                for p in 0..LABELS {
                    for l in 0..LABELS {
                        let k = p * LABELS + l;
                        gradient[k] =
                            (forward[t - 1][p] + pairs[t][k] + emissions[t][l] + backward[t][l] - total).exp();
                    }
                }
                gradient[before * LABELS + gold] -= 1.0;
                self.pairs.step(&sequence.pairs[t], &gradient);
            }
        }
        total - gold_score
    }
}

fn log_sum(x: [f32; LABELS]) -> f32 {
    let most = x.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    most + x.iter().map(|v| (v - most).exp()).sum::<f32>().ln()
}

fn forward(emissions: &[[f32; LABELS]], pairs: &[[f32; PAIRS]]) -> Vec<[f32; LABELS]> {
    let mut all = vec![emissions[0]];
    for t in 1..emissions.len() {
        let last = all[t - 1];
        all.push(std::array::from_fn(|l| {
            emissions[t][l] + log_sum(std::array::from_fn(|p| last[p] + pairs[t][p * LABELS + l]))
        }));
    }
    all
}

fn backward(emissions: &[[f32; LABELS]], pairs: &[[f32; PAIRS]]) -> Vec<[f32; LABELS]> {
    let n = emissions.len();
    let mut all = vec![[0.0; LABELS]; n];
    for t in (0..n - 1).rev() {
        all[t] = std::array::from_fn(|p| {
            log_sum(std::array::from_fn(|l| pairs[t + 1][p * LABELS + l] + emissions[t + 1][l] + all[t + 1][l]))
        });
    }
    all
}
