//! Who can speak: entities of one article and the mentions that stand for them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// Index of an entity in [`crate::extract::Extraction::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(pub u32);

impl EntityId {
    /// As an index into the list of entities.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A person, body, group or document within one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// The fullest form of the name in the article, without titles or roles; for somebody unnamed the noun phrase of the
    /// first mention without its article (`spokesman for the Crown Prosecution Service`).
    pub name: String,
    /// Whether `name` is a proper name, not a description of somebody unnamed.
    pub named: bool,
    /// What it is.
    pub kind: EntityKind,
    /// As far as the text or the first name tells.
    pub gender: Option<Gender>,
    /// Other forms of the name in the article, in order of first use.
    pub aliases: Vec<String>,
    /// How the article describes it, in order (`Russia expert`, `co-author of ...`), without repetition.
    pub descriptions: Vec<String>,
}

impl Entity {
    /// Takes over what `other` says of the same one.
    pub(super) fn join(&mut self, other: Self) {
        self.gender = self.gender.or(other.gender);
        for (own, others) in [(&mut self.aliases, other.aliases), (&mut self.descriptions, other.descriptions)] {
            let known: HashSet<&str> = own.iter().map(String::as_str).collect();
            let new: Vec<String> = others.into_iter().filter(|words| !known.contains(words.as_str())).collect();
            own.extend(new);
        }
    }
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// One human being.
    Person,
    /// A body that acts as one: company, ministry, party, newspaper, country.
    Organization,
    /// Several people without a common body: `officials`, `critics`.
    Group,
    /// A text that says something: report, poll, letter, statement.
    Document,
}

impl EntityKind {
    /// Its name, as data and templates have it: `person`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Group => "group",
            Self::Document => "document",
        }
    }
}

/// Grammatical gender as pronouns show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// she, her
    Female,
    /// he, him
    Male,
}

/// A place in the text that stands for an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The name, pronoun or noun phrase.
    pub span: Span,
    /// Which of these it is.
    pub kind: MentionKind,
    /// Whom it stands for; `None` where that cannot be known.
    pub entity: Option<EntityId>,
}

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A proper name, or a part of one.
    Name,
    /// he, she, they, it, who, I, we.
    Pronoun,
    /// A noun phrase around a common noun: `the minister`, `a spokesman for the court`.
    Nominal,
}
