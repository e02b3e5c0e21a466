//! An attribution: what was said, the cue that says so, and the source it is ascribed to.

use serde::{Deserialize, Serialize};

use super::entity::EntityId;
use super::evidence::Evidence;
use crate::text::Span;

/// A quotation and whom it is ascribed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// How much of the content stands inside quotation marks.
    pub kind: Kind,
    /// Speech, or thought reported as such.
    pub sense: Sense,
    /// The content in text order, never empty. Direct: the text between the marks. Mixed and indirect: the reported clause
    /// without conjunction, cue and source.
    pub content: Vec<Span>,
    /// The words that ascribe: `said`, `according to`.
    pub cue: Option<Span>,
    /// The mention of the source that the cue belongs to: `He`, `the minister`, `Keir Giles, of the ... think tank`.
    /// `None` where the quotation only carries on from an earlier one.
    pub source: Option<Span>,
    /// Whom the source stands for; `None` is shown as unknown.
    pub entity: Option<EntityId>,
    /// Calibrated probability, 0 to 1, that content and entity are both right.
    pub confidence: f32,
    /// What decided, in the order of the decisions.
    pub evidence: Vec<Evidence>,
}

impl Attribution {
    /// From the first byte of the content to the last.
    pub fn extent(&self) -> Span {
        let first = self.content.first().copied().unwrap_or(Span::new(0, 0));
        self.content.iter().fold(first, |a, &b| a.join(b))
    }

    /// The confidence to three digits: more of them say nothing.
    pub fn shown_confidence(&self) -> f64 {
        (f64::from(self.confidence) * 1000.0).round() / 1000.0
    }
}

/// How much of an attribution's content stands inside quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

impl Kind {
    /// Its name, as data and templates have it: `direct`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// What sort of attribution it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sense {
    /// Reported speech or writing.
    Speech,
    /// Belief, wish, plan: shown only on request.
    Thought,
}
