//! The pure core: from a [`Document`] to an [`Extraction`], who said what in one article.
//!
//! Imports only [`crate::text`]: no markup, paths, clock, environment, randomness or disk. It is total: every input gives
//! an extraction, never an error, never a panic.

pub mod analysis;
mod attribution;
pub mod clause;
pub mod confidence;
pub mod cue;
mod document;
mod entity;
mod evidence;
pub mod find;
pub mod frame;
mod label;
mod language;
pub mod lexicon;
pub mod linear;
pub mod link;
mod mend;
pub mod model;
pub mod model_file;
pub mod names;
mod pieces;
pub mod quote;
pub mod sense;
mod subject;
pub mod tag;
pub mod verb;

pub use crate::text::{Block, BlockKind};
pub use attribution::{Attribution, Kind, Sense};
pub use document::Document;
pub use entity::{Entity, EntityId, EntityKind, Gender, Mention, MentionKind};
pub use evidence::{Evidence, sentences};
pub use model::Model;

use serde::{Deserialize, Serialize};

use self::analysis::Analysis;
use self::confidence::{Confidence, Counts, Known};
use self::find::{Found, find};
use self::names::ranker::Ranker;
use self::names::{Resolution, resolve};
use self::sense::SenseModel;

/// Everything found in one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Language of the text as a BCP 47 tag: `en` has the whole analysis; for any other only direct quotations are found,
    /// by their marks.
    pub language: String,
    /// Persons, bodies, groups and documents that are named or described; an entity's id is its index here.
    pub entities: Vec<Entity>,
    /// Mentions of entities in the text, in text order.
    pub mentions: Vec<Mention>,
    /// Attributions (quotations) in text order. Their contents do not overlap.
    pub attributions: Vec<Attribution>,
}

impl Extraction {
    /// The entity with this id.
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.index())
    }
}

/// Finds who said what in `document`.
pub fn extract(document: &Document<'_>) -> Extraction {
    pieces::by_pieces(document, extract_piece)
}

fn extract_piece(document: &Document<'_>) -> Extraction {
    let model = Model::embedded();
    let analysis = Analysis::new(document.text, document.blocks, &model.tagger);
    let language = language::language(&analysis);
    if language != language::ENGLISH {
        return language::by_marks_only(&analysis, language);
    }
    let found = find(&analysis, model);
    attribute(&analysis, found, Ranker::embedded(), &model.senses, Confidence::embedded(), drop)
}

/// Gives what was found in an English text to its speakers; hands on the facts that each confidence rests on to `facts`.
pub fn attribute(
    analysis: &Analysis<'_>,
    found: Vec<Found>,
    ranker: &Ranker,
    senses: &SenseModel,
    confidence: &Confidence,
    mut facts: impl FnMut(confidence::Features),
) -> Extraction {
    let resolved = resolve(analysis, &found, ranker);
    let counts = Counts::new(analysis, &resolved);
    let attribution = |(index, (found, who)): (usize, (Found, &Resolution))| {
        let entity = who.entity.and_then(|id| resolved.entities.get(id.index()));
        let evidence = evidence::complete(analysis, &found, entity, &who.evidence);
        let (sense, speech) = sense::sense(analysis, &found, senses);
        let next = resolved.resolutions.get(index + 1);
        let known =
            Known { analysis, found: &found, sense, speech, who, entity, next, counts: &counts, evidence: &evidence };
        let features = confidence::features(&known);
        let attribution = Attribution {
            kind: found.kind,
            sense,
            content: found.content,
            cue: found.cue.filter(|_| !found.carries_on),
            source: found.source.filter(|_| !found.carries_on),
            entity: who.entity,
            confidence: confidence.of(&features),
            evidence,
        };
        facts(features);
        attribution
    };
    let attributions = found.into_iter().zip(&resolved.resolutions).enumerate().map(attribution).collect();
    let language = language::ENGLISH.to_owned();
    Extraction { language, attributions, entities: resolved.entities, mentions: resolved.mentions }
}
