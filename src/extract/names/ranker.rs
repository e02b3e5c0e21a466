//! The learned choice of a figure for a pronoun or a description: a linear score over features of each candidate.

use std::sync::OnceLock;

/// What sort of mention is resolved; each has weights of its own beside the shared ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Group {
    /// he, she, him, his, her
    Personal,
    /// it, its
    It,
    /// they, them, their
    They,
    /// who, which, that
    Relative,
    /// `the minister`
    DefinitePerson,
    /// `his lawyer`, `the bank's lawyer`
    OwnedPerson,
    /// `a lawyer`, `lawyer`
    OtherPerson,
    /// `the officials`
    DefinitePeople,
    /// `officials`, `some officials`
    OtherPeople,
    /// `the company`
    DefiniteBody,
    /// `a company`, `his company`
    OtherBody,
    /// `the report`
    Text,
    /// Anything else.
    Thing,
}

/// Groups, with the two that pronouns and phrases share.
const GROUPS: usize = 15;
/// Templates a group.
const TEMPLATES: usize = 32;
/// Values a template.
const VALUES: usize = 16;
/// Number of weights.
pub(crate) const WEIGHTS: usize = GROUPS * TEMPLATES * VALUES;

/// The features of one candidate: indexes of weights.
pub(crate) type Features = Vec<u16>;

/// Appends the feature `template = value` of a mention of this group.
pub(crate) fn feature(group: Group, template: usize, value: usize, into: &mut Features) {
    let shared = if matches!(group, Group::Personal | Group::It | Group::They | Group::Relative) { 13 } else { 14 };
    let slot = template.min(TEMPLATES - 1) * VALUES + value.min(VALUES - 1);
    into.push((group as usize * TEMPLATES * VALUES + slot) as u16);
    into.push((shared * TEMPLATES * VALUES + slot) as u16);
}

/// The weights.
#[derive(Clone, Debug)]
pub struct Ranker {
    /// One a feature.
    pub weights: Vec<f32>,
}

impl Default for Ranker {
    fn default() -> Self {
        Self { weights: vec![0.0; WEIGHTS] }
    }
}

impl Ranker {
    /// The weights that the program was built with.
    pub fn embedded() -> &'static Self {
        static RANKER: OnceLock<Ranker> = OnceLock::new();
        RANKER.get_or_init(|| Self::parse(include_str!("../../../models/names.txt")))
    }

    /// Reads weights from lines of an index and a weight; other lines are passed over.
    pub fn parse(data: &str) -> Self {
        let mut ranker = Self::default();
        for line in data.lines() {
            let mut fields = line.split_whitespace();
            let index = fields.next().and_then(|f| f.parse::<usize>().ok());
            let weight = fields.next().and_then(|f| f.parse::<f32>().ok());
            if let (Some(index), Some(weight)) = (index, weight)
                && let Some(slot) = ranker.weights.get_mut(index)
            {
                *slot = weight;
            }
        }
        ranker
    }

    /// The weights as text for [`Ranker::parse`].
    pub fn to_text(&self) -> String {
        let used = self.weights.iter().enumerate().filter(|(_, w)| w.abs() >= 0.005);
        let lines: Vec<String> = used.map(|(index, weight)| format!("{index} {weight:.3}")).collect();
        format!(
            "# Weights of the ranker that resolves pronouns and descriptions: index and weight.\n{}\n",
            lines.join("\n")
        )
    }

    /// The sum of the weights of these features.
    pub fn score(&self, features: &[u16]) -> f32 {
        features.iter().filter_map(|&f| self.weights.get(usize::from(f))).sum()
    }
}

/// Probabilities of candidates from their scores.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum.max(f32::MIN_POSITIVE)).collect()
}
