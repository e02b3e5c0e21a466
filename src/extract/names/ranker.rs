//! The learned choice of a figure for a pronoun or a description: a linear score over features of each candidate.

use std::sync::OnceLock;

/// What sort of mention is resolved; each has weights of its own beside the shared ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Group {
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
/// Traits of a candidate.
pub(crate) const TRAITS: usize = 48;
/// Values of a trait.
const VALUES: usize = 16;
/// The value of a trait that the candidate does not have.
const NONE: u8 = u8::MAX;
/// Number of weights.
const WEIGHTS: usize = GROUPS * TRAITS * VALUES;

/// What is seen of one candidate: a value for each trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    group: Group,
    values: [u8; TRAITS],
}

impl Features {
    /// No trait yet, for a mention of this group.
    pub(crate) fn new(group: Group) -> Self {
        Self { group, values: [NONE; TRAITS] }
    }

    /// Gives the trait this value.
    pub(crate) fn set(&mut self, number: usize, value: usize) {
        self.values[number] = value.min(VALUES - 1) as u8;
    }

    /// The indexes of the weights: for each trait one of the group's own and one that several groups share.
    pub fn slots(&self) -> impl Iterator<Item = usize> + use<'_> {
        let pronoun = matches!(self.group, Group::Personal | Group::It | Group::They | Group::Relative);
        let rows = [self.group as usize, if pronoun { GROUPS - 2 } else { GROUPS - 1 }];
        let given = self.values.iter().enumerate().filter(|(_, value)| **value != NONE);
        given.flat_map(move |(number, &value)| rows.map(|row| (row * TRAITS + number) * VALUES + usize::from(value)))
    }
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
    pub fn score(&self, features: &Features) -> f32 {
        features.slots().map(|slot| self.weights[slot]).sum()
    }
}

/// Probabilities of candidates from their scores.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum.max(f32::MIN_POSITIVE)).collect()
}
