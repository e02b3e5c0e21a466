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
    /// Persons, bodies, groups and documents that have a name or say something; an entity's id is its index here.
    pub entities: Vec<Entity>,
    /// Mentions of these in the text, in text order.
    pub mentions: Vec<Mention>,
    /// Attributions (quotations) in text order. Their contents do not overlap.
    pub attributions: Vec<Attribution>,
}

impl Extraction {
    /// The entity with this id.
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.index())
    }

    /// Leaves out those without a name that say nothing, and their mentions: most noun phrases of an article (`a bench`) only
    /// matter until it is clear that they are nobody's.
    fn without_the_silent(self) -> Self {
        let mut kept: Vec<bool> = self.entities.iter().map(|entity| entity.named).collect();
        self.attributions.iter().filter_map(|a| a.entity).for_each(|id| kept[id.index()] = true);
        let mut ids = 0..;
        let ids: Vec<Option<EntityId>> =
            kept.iter().map(|kept| kept.then(|| ids.next().map(EntityId)).flatten()).collect();
        let id = |old: EntityId| ids.get(old.index()).copied().flatten();
        let entities = self.entities.into_iter().zip(kept).filter_map(|(entity, kept)| kept.then_some(entity));
        let mentions = self.mentions.into_iter().map(|m| Mention { entity: m.entity.and_then(id), ..m });
        let attributions = self.attributions.into_iter().map(|a| Attribution { entity: a.entity.and_then(id), ..a });
        Self {
            entities: entities.collect(),
            mentions: mentions.filter(|mention| mention.entity.is_some()).collect(),
            attributions: attributions.collect(),
            ..self
        }
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
    Extraction { language, attributions, entities: resolved.entities, mentions: resolved.mentions }.without_the_silent()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_name_and_says_nothing_is_left_out() {
        let text =
            "A clerk put a bench beside the gate. “It creaks,” said Maren Holt. An aide to Ada Moss said it would go.";
        let block = Block { span: crate::text::Span::new(0, text.len()), kind: BlockKind::Paragraph };
        let found = extract(&Document { text, blocks: &[block] });
        let names = |entities: &[Entity]| entities.iter().map(|entity| entity.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found.entities), ["Maren Holt", "aide to Ada Moss", "Ada Moss"]);
        let speakers = found.attributions.iter().filter_map(|a| found.entity(a.entity?)).cloned();
        assert_eq!(names(&speakers.collect::<Vec<_>>()), ["Maren Holt", "aide to Ada Moss"]);
        assert!(found.mentions.iter().all(|mention| mention.entity.is_some_and(|id| found.entity(id).is_some())));
    }
}
