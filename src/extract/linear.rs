//! Linear models over hashed features, as the core uses them: quantised, read-only, `LANES` scores a look-up.
//!
//! A feature is a 32-bit hash; its low bits choose a row, collisions and all (Weinberger et al., "Feature hashing for large
//! scale multitask learning", 2009). Scores are sums of rows.
//!
//! What a score costs is the wait for its rows, which lie far apart in tables of megabytes. Where several scores do not depend
//! on each other, take the features of all of them first and the sums then, so that the waits overlap.

use std::borrow::Cow;

/// Weights of a linear model: one row of `LANES` scores for each feature slot.
#[derive(Clone, Debug, Default)]
pub struct Linear<const LANES: usize> {
    rows: Cow<'static, [[i16; LANES]]>,
    /// Value of one step of a quantised weight.
    scale: f32,
}

/// A buffer for the features of one decision.
pub type Features = Vec<u32>;

impl<const LANES: usize> Linear<LANES> {
    /// A model with these rows; their number must be a power of two, otherwise the model is empty and scores zero.
    pub fn new(rows: impl Into<Cow<'static, [[i16; LANES]]>>, scale: f32) -> Self {
        let rows = rows.into();
        if rows.len().is_power_of_two() { Self { rows, scale } } else { Self::default() }
    }

    /// The rows, for writing them out.
    pub fn rows(&self) -> &[[i16; LANES]] {
        &self.rows
    }

    /// Value of one step of a quantised weight.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Sum of the rows of `features`, in steps.
    pub fn sum(&self, features: &[u32]) -> [i32; LANES] {
        let mut total = [0; LANES];
        if self.rows.is_empty() {
            return total;
        }
        let rows: &[[i16; LANES]] = &self.rows;
        let mask = rows.len() - 1;
        if LANES > 16 {
            // Wide rows take so many instructions each that the processor sees few of them ahead: a glance at each has the
            // memory fetch all of them at once.
            std::hint::black_box(features.iter().fold(0, |glance, &f| glance ^ rows[slot(f, mask)][0]));
        }
        for &feature in features {
            for (t, &w) in total.iter_mut().zip(&rows[slot(feature, mask)]) {
                *t += i32::from(w);
            }
        }
        total
    }

    /// Scores of `features` as real numbers.
    pub fn scores(&self, features: &[u32]) -> [f32; LANES] {
        self.scaled(self.sum(features))
    }

    /// A sum of rows as real numbers.
    pub fn scaled(&self, sum: [i32; LANES]) -> [f32; LANES] {
        sum.map(|s| s as f32 * self.scale)
    }
}

/// The row of a feature in a table of `mask + 1` rows.
pub fn slot(feature: u32, mask: usize) -> usize {
    (feature ^ (feature >> 15)) as usize & mask
}

/// Hash of one feature: a template's number and up to two values.
pub fn feature(template: u32, a: u32, b: u32) -> u32 {
    let h = (a ^ template.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x9e37_79b1);
    let h = (h ^ (h >> 13) ^ b.wrapping_mul(0xc2b2_ae35)).wrapping_mul(0x27d4_eb2f);
    h ^ (h >> 16)
}

/// Mixes two values into one, for features of three values and more.
pub fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9e37_79b1)
}

/// The logistic function.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
