//! The learners: averaged perceptron, logistic regression, and a linear-chain conditional random field, all over hashed
//! features, all deterministic.

use std::collections::HashMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::extract::linear::{Features, Linear, sigmoid, slot};

/// A small deterministic random number generator (splitmix64), for shuffling.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// A generator that always gives the same sequence for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = (self.draw() % (i as u64 + 1)) as usize;
            items.swap(i, j);
        }
    }
}

/// Seeds of the runs whose weights are averaged.
const SEEDS: [u64; 3] = [1, 2, 3];

/// The results of one run for each of the seeds, side by side.
pub fn by_seeds<T: Send>(run: impl Fn(u64) -> T + Sync) -> Vec<T> {
    SEEDS.par_iter().map(|&seed| run(seed)).collect()
}

/// Quantises real weights to 16 bits.
pub fn quantise<const LANES: usize>(rows: &[[f32; LANES]]) -> Linear<LANES> {
    let most = rows.iter().flatten().fold(1e-6f32, |m, w| m.max(w.abs()));
    let scale = most / 32_000.0;
    let rows: Vec<[i16; LANES]> = rows.iter().map(|row| row.map(|w| (w / scale).round() as i16)).collect();
    Linear::new(rows, scale)
}

/// An averaged multi-class perceptron (Collins 2002).
#[derive(Debug)]
pub struct Perceptron<const LANES: usize> {
    weights: Vec<[f32; LANES]>,
    totals: Vec<[f32; LANES]>,
    step: f32,
}

impl<const LANES: usize> Perceptron<LANES> {
    /// A perceptron of `2^bits` rows.
    pub fn new(bits: u32) -> Self {
        Self { weights: vec![[0.0; LANES]; 1 << bits], totals: vec![[0.0; LANES]; 1 << bits], step: 1.0 }
    }

    /// The present scores.
    pub fn scores(&self, features: &[u32]) -> [f32; LANES] {
        sum(&self.weights, features)
    }

    /// Moves the weights from the wrong lane to the right one.
    pub fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        let mask = self.weights.len() - 1;
        for &f in features {
            let i = slot(f, mask);
            self.weights[i][right] += 1.0;
            self.weights[i][wrong] -= 1.0;
            self.totals[i][right] += self.step;
            self.totals[i][wrong] -= self.step;
        }
    }

    /// Counts one decision.
    pub fn tick(&mut self) {
        self.step += 1.0;
    }

    /// The average of the weights over all decisions.
    pub fn average(&self) -> Vec<[f32; LANES]> {
        let step = self.step;
        self.weights.iter().zip(&self.totals).map(|(w, t)| std::array::from_fn(|l| w[l] - t[l] / step)).collect()
    }
}

/// Sum of the rows of `features`.
pub fn sum<const LANES: usize>(weights: &[[f32; LANES]], features: &[u32]) -> [f32; LANES] {
    let mask = weights.len() - 1;
    let mut total = [0.0; LANES];
    for &f in features {
        let row = &weights[slot(f, mask)];
        for l in 0..LANES {
            total[l] += row[l];
        }
    }
    total
}

/// Weights trained by `AdaGrad` with a small pull to zero (Duchi et al. 2011).
#[derive(Debug)]
pub struct AdaGrad<const LANES: usize> {
    /// The weights.
    pub weights: Vec<[f32; LANES]>,
    squares: Vec<[f32; LANES]>,
    rate: f32,
    decay: f32,
}

impl<const LANES: usize> AdaGrad<LANES> {
    /// `2^bits` rows; `rate` is the first step's length, `decay` the L2 pull per step on the rows that it touches.
    pub fn new(bits: u32, rate: f32, decay: f32) -> Self {
        Self { weights: vec![[0.0; LANES]; 1 << bits], squares: vec![[1e-3; LANES]; 1 << bits], rate, decay }
    }

    /// The present scores.
    pub fn scores(&self, features: &[u32]) -> [f32; LANES] {
        sum(&self.weights, features)
    }

    /// One step against `gradient` (of the loss, by lane) on the rows of `features`.
    pub fn step(&mut self, features: &[u32], gradient: &[f32; LANES]) {
        let mask = self.weights.len() - 1;
        for &f in features {
            let i = slot(f, mask);
            let (row, squares) = (&mut self.weights[i], &mut self.squares[i]);
            for l in 0..LANES {
                let g = gradient[l] + self.decay * row[l];
                if g != 0.0 {
                    squares[l] += g * g;
                    row[l] -= self.rate * g / squares[l].sqrt();
                }
            }
        }
    }
}

/// Features that are seen often enough to be worth a weight. Leaving out those of a single example frees slots, and so
/// lowers the number of collisions.
#[derive(Debug, Default)]
pub struct Vocabulary {
    counts: HashMap<u32, u8>,
}

impl Vocabulary {
    /// Least number of examples with a feature.
    const LEAST: u8 = 2;

    /// Counts the features of one example.
    pub fn count(&mut self, features: &[u32]) {
        for &f in features {
            let n = self.counts.entry(f).or_default();
            *n = n.saturating_add(1);
        }
    }

    /// Drops the rare ones.
    pub fn prune(&self, features: &mut Vec<u32>) {
        features.retain(|f| self.counts.get(f).is_some_and(|&n| n >= Self::LEAST));
    }
}

/// The mean of several tables of weights.
pub fn mean<const LANES: usize>(tables: &[Vec<[f32; LANES]>]) -> Vec<[f32; LANES]> {
    let n = tables.len().max(1) as f32;
    let rows = tables.first().map_or(0, Vec::len);
    (0..rows).map(|i| std::array::from_fn(|l| tables.iter().map(|t| t[i][l]).sum::<f32>() / n)).collect()
}

/// What a run gives that ended its passes with these weights: the mean of the later half, which hangs less on the order of the
/// last examples than the very last weights.
pub fn settled<const LANES: usize>(ends: &[Vec<[f32; LANES]>]) -> Vec<[f32; LANES]> {
    mean(&ends[ends.len() / 2..])
}

/// How a logistic regression is trained: `2^bits` rows, the L2 pull of a step, and passes over the examples.
#[derive(Clone, Copy, Debug)]
pub struct Logistic {
    /// Logarithm of the number of rows.
    pub bits: u32,
    /// L2 pull per step.
    pub decay: f32,
    /// Passes over the examples.
    pub passes: usize,
}

impl Logistic {
    /// The mean of the runs of all seeds over examples and whether each is one of the class; rare features are left out.
    pub fn train(self, mut examples: Vec<(Features, bool)>) -> Linear<1> {
        let mut vocabulary = Vocabulary::default();
        for (features, _) in &examples {
            vocabulary.count(features);
        }
        for (features, _) in &mut examples {
            vocabulary.prune(features);
        }
        quantise(&mean(&by_seeds(|seed| self.run(&examples, seed))))
    }

    fn run(self, examples: &[(Features, bool)], seed: u64) -> Vec<[f32; 1]> {
        let mut learner = AdaGrad::<1>::new(self.bits, 0.05, self.decay);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = Random::new(seed);
        let mut pass = |_| {
            random.shuffle(&mut order);
            for &i in &order {
                let (features, right) = &examples[i];
                let p = sigmoid(learner.scores(features)[0]);
                learner.step(features, &[p - if *right { 1.0 } else { 0.0 }]);
            }
            learner.weights.clone()
        };
        settled(&(0..self.passes).map(&mut pass).collect::<Vec<_>>())
    }
}
