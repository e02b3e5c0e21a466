//! How sure the program is of an attribution, in words and in a figure.

use serde::Serialize;

use crate::extract::Attribution;

/// Below this an attribution is as likely wrong as right, and pages say so beside the name.
const DOUBTFUL: f32 = 0.5;

/// The calibrated probability that words and speaker are both right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Sureness {
    /// `Very sure`, `Sure`, `Fairly sure`, `Unsure`.
    words: &'static str,
    percent: usize,
    /// Whether it is as likely wrong as right.
    pub(in crate::render) doubtful: bool,
}

impl Sureness {
    pub(in crate::render) fn of(attribution: &Attribution) -> Self {
        let confidence = attribution.confidence.clamp(0.0, 1.0);
        let words = match confidence {
            c if c >= 0.9 => "Very sure",
            c if c >= 0.75 => "Sure",
            c if c >= DOUBTFUL => "Fairly sure",
            _ => "Unsure",
        };
        // Never 100: no attribution is certain.
        Self { words, percent: ((confidence * 100.0) as usize).clamp(1, 99), doubtful: confidence < DOUBTFUL }
    }
}
