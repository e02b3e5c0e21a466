//! An extraction as JSON. Offsets are Unicode code points into the article's plain text, half-open.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::article::{Article, Content};
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
    entities: Vec<EntityJson<'a>>,
    quotes: Vec<QuoteJson<'a>>,
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
    id: &'a str,
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
        let extraction = &article.extraction;
        let quotes = extraction
            .attributions
            .iter()
            .zip(&article.quote_ids)
            .filter(|(a, _)| include.thought || a.sense == Sense::Speech)
            .map(|(a, id)| quote(a, id, extraction, &points))
            .collect();
        Self {
            schema: SCHEMA,
            source: &article.source,
            text_sha256: hex(&Sha256::digest(content.text.as_bytes())),
            language: &extraction.language,
            text: include.text.then_some(&content.text),
            entities: extraction.entities.iter().enumerate().map(|(i, e)| entity(i, e)).collect(),
            quotes,
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

fn quote<'a>(a: &'a Attribution, id: &'a str, extraction: &'a Extraction, points: &Offsets<'_>) -> QuoteJson<'a> {
    let mention = a.source.map(|s| points.range(s));
    let name = a.entity.and_then(|entity| extraction.entity(entity)).map(|entity| entity.name.as_str());
    let known = mention.is_some() || name.is_some();
    let speaker = known.then_some(SpeakerJson { mention, name, entity: a.entity });
    QuoteJson {
        id,
        kind: a.kind,
        content: a.content.iter().map(|&s| points.range(s)).collect(),
        cue: a.cue.map(|s| points.range(s)),
        speaker,
        confidence: (f64::from(a.confidence) * 1000.0).round() / 1000.0,
        evidence: &a.evidence,
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}
