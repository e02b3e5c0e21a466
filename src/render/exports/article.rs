//! `article.json`: one article and all that was found in it.

use serde::Serialize;

use super::SCHEMA;
use super::quotation::{ArticleQuotations, ArticleReference, QuotationRecord};
use crate::extract::{Entity, EntityId, EntityKind};
use crate::render::date::iso;
use crate::render::press::Press;

/// The object of one article. The fields of the program's `extract --format json` have the same names and meanings here.
#[derive(Debug, Serialize)]
pub(super) struct ArticleExport<'a> {
    schema: u32,
    source: &'a str,
    #[serde(flatten)]
    about: &'a ArticleReference<'a>,
    updated: Option<String>,
    authors: &'a [String],
    tags: &'a [String],
    site: &'a str,
    text_sha256: String,
    entities: Vec<EntityExport<'a>>,
    quotes: &'a [QuotationRecord<'a>],
}

#[derive(Debug, Serialize)]
struct EntityExport<'a> {
    id: EntityId,
    name: &'a str,
    named: bool,
    #[serde(rename = "type")]
    kind: EntityKind,
    aliases: &'a [String],
    descriptions: &'a [String],
}

pub(super) fn article<'a>(press: &'a Press<'_>, found: &'a ArticleQuotations<'a>) -> ArticleExport<'a> {
    let article = found.article;
    let entities = article.extraction.entities.iter().enumerate();
    ArticleExport {
        schema: SCHEMA,
        source: &article.source,
        about: &found.about,
        updated: article.metadata.updated.as_ref().map(iso),
        authors: &article.metadata.authors,
        tags: &article.metadata.tags,
        site: &press.settings.title,
        text_sha256: found.content.text_sha256(),
        entities: entities.map(|(index, entity)| export(EntityId(index as u32), entity)).collect(),
        quotes: &found.quotations,
    }
}

fn export(id: EntityId, entity: &Entity) -> EntityExport<'_> {
    EntityExport {
        id,
        name: &entity.name,
        named: entity.named,
        kind: entity.kind,
        aliases: &entity.aliases,
        descriptions: &entity.descriptions,
    }
}
