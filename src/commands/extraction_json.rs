//! An extraction as JSON. Offsets are Unicode code points into the article's plain text, half-open.

use serde::{Serialize, Serializer};

use crate::article::{Article, Content, QuoteId};
use crate::extract::{Attribution, Entity, EntityId, EntityKind, Evidence, Extraction, Kind, Sense};
use crate::text::{Offsets, Unit};

/// Version of this format.
const SCHEMA: u32 = 1;

/// What goes into the JSON besides the reported speech.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Include {
    /// Belief, wish and plan too.
    pub(super) thought: bool,
    /// The plain text.
    pub(super) text: bool,
}

/// The object of one article.
#[derive(Debug, Serialize)]
pub(super) struct ExtractionJson<'a> {
    schema: u32,
    source: &'a str,
    text_sha256: String,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    entities: Entities<'a>,
    quotes: Quotes<'a>,
}

/// The entities of an extraction, each made when it is written.
#[derive(Debug)]
struct Entities<'a>(&'a [Entity]);

impl Serialize for Entities<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().enumerate().map(|(index, e)| entity(index, e)))
    }
}

/// The attributions of an article that are shown, each made when it is written.
#[derive(Debug)]
struct Quotes<'a> {
    article: &'a Article,
    points: Offsets<'a>,
    thought: bool,
}

impl Serialize for Quotes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { article: Article { extraction, quote_ids, .. }, points, thought } = self;
        let all = extraction.attributions.iter().zip(quote_ids);
        let shown = all.filter(|(a, _)| *thought || a.sense == Sense::Speech);
        serializer.collect_seq(shown.map(|(a, id)| quote(a, *id, extraction, points)))
    }
}

#[derive(Debug, Serialize)]
struct EntityJson<'a> {
    id: EntityId,
    name: &'a str,
    #[serde(rename = "type")]
    kind: EntityKind,
    aliases: &'a [String],
    descriptions: &'a [String],
}

#[derive(Debug, Serialize)]
struct QuoteJson<'a> {
    id: String,
    kind: Kind,
    content: Vec<[usize; 2]>,
    cue: Option<[usize; 2]>,
    speaker: Option<SpeakerJson<'a>>,
    confidence: f64,
    evidence: &'a [Evidence],
}

/// The mention of a speaker and whom it stands for; of somebody who cannot be known the mention alone.
#[derive(Debug, Serialize)]
struct SpeakerJson<'a> {
    mention: Option<[usize; 2]>,
    name: Option<&'a str>,
    entity: Option<EntityId>,
}

impl<'a> ExtractionJson<'a> {
    /// What was found in `article`.
    pub(super) fn new(article: &'a Article, content: &'a Content, include: Include) -> Self {
        let points = Offsets::new(&content.text, Unit::CodePoint);
        Self {
            schema: SCHEMA,
            source: &article.source,
            text_sha256: content.text_sha256(),
            language: &article.extraction.language,
            text: include.text.then_some(&content.text),
            entities: Entities(&article.extraction.entities),
            quotes: Quotes { article, points, thought: include.thought },
        }
    }
}

fn entity(index: usize, entity: &Entity) -> EntityJson<'_> {
    EntityJson {
        id: EntityId(index as u32),
        name: &entity.name,
        kind: entity.kind,
        aliases: &entity.aliases,
        descriptions: &entity.descriptions,
    }
}

fn quote<'a>(a: &'a Attribution, id: QuoteId, extraction: &'a Extraction, points: &Offsets<'_>) -> QuoteJson<'a> {
    let mention = a.source.map(|s| points.range(s));
    let name = a.entity.and_then(|entity| extraction.entity(entity)).map(|entity| entity.name.as_str());
    let known = mention.is_some() || name.is_some();
    let speaker = known.then_some(SpeakerJson { mention, name, entity: a.entity });
    QuoteJson {
        id: id.to_string(),
        kind: a.kind,
        content: a.content.iter().map(|&s| points.range(s)).collect(),
        cue: a.cue.map(|s| points.range(s)),
        speaker,
        confidence: a.shown_confidence(),
        evidence: &a.evidence,
    }
}
