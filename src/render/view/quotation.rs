//! A quotation by itself, away from its article.

use serde::Serialize;

use super::article::{ArticleLink, language_unless};
use super::sureness::Sureness;
use crate::extract::sentences;
use crate::render::context::context;
use crate::render::links::Links;
use crate::render::pieces::{Piece, paragraphs};
use crate::render::press::Press;
use crate::render::text_fragment::{on_original, on_own_page};
use crate::site::{QuotationRef, VoiceSource, description};

/// A quotation with what a reader needs to judge it: who, where, when, and the link to the exact place.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct QuotationView {
    /// Its permanent id, which is also its id in the article.
    pub(in crate::render) id: String,
    /// `direct`, `mixed`, `indirect`.
    kind: &'static str,
    /// The text in paragraphs, and these in pieces: one for each stretch that the article quotes without a break.
    paragraphs: Vec<Vec<Piece>>,
    /// The words that ascribe it: `said`.
    cue: Option<String>,
    /// To the exact place in the article.
    href: String,
    /// The same with the words as a text fragment.
    text_href: String,
    /// To the words on the page of the original publisher.
    source_href: Option<String>,
    article: ArticleLink,
    /// Language of the article, where it is not the site's.
    language: Option<String>,
    /// Who speaks: the name, the description of somebody unnamed, or `Unknown speaker`.
    name: String,
    /// `named`, `unnamed`, `unknown`.
    status: &'static str,
    /// Name of a named speaker.
    speaker: Option<String>,
    /// To the speaker's page.
    speaker_href: Option<String>,
    /// How the article describes the speaker.
    description: Option<String>,
    /// Why these words are given to this speaker, in sentences.
    reasons: Vec<String>,
    sureness: Sureness,
    /// What the article says around it in the same sentence, perhaps nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl QuotationView {
    /// Who speaks.
    pub(in crate::render) fn name(&self) -> &str {
        &self.name
    }

    /// With the words around it.
    pub(in crate::render) fn in_context(press: &Press<'_>, links: Links<'_>, quotation: QuotationRef) -> Self {
        let article = press.site.article(quotation.article);
        let content = article.content();
        let (before, after) = context(&content, &article.extraction.attributions[quotation.attribution]);
        Self { before: Some(before), after: Some(after), ..Self::from_text(press, links, quotation, &content.text) }
    }

    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, quotation: QuotationRef) -> Self {
        Self::from_text(press, links, quotation, &press.site.article(quotation.article).content().text)
    }

    /// A quotation from the article with this text.
    fn from_text(press: &Press<'_>, links: Links<'_>, quotation: QuotationRef, text: &str) -> Self {
        let site = press.site;
        let article = site.article(quotation.article);
        let attribution = &article.extraction.attributions[quotation.attribution];
        let id = article.quote_ids[quotation.attribution].to_string();
        let voice = site.voice_of(quotation);
        let speaker = voice.and_then(|voice| match voice.source {
            VoiceSource::Speaker(speaker) => Some(site.speaker(speaker)),
            VoiceSource::Unnamed(_) | VoiceSource::Unknown => None,
        });
        let entity = attribution.entity.and_then(|entity| article.extraction.entity(entity));
        let status = match voice.map_or(VoiceSource::Unknown, |voice| voice.source) {
            VoiceSource::Speaker(_) => "named",
            VoiceSource::Unnamed(_) => "unnamed",
            VoiceSource::Unknown => "unknown",
        };
        let name = match (speaker, entity) {
            (Some(speaker), _) => speaker.name.as_str(),
            (None, Some(entity)) if status == "unnamed" => entity.name.as_str(),
            _ => "Unknown speaker",
        };
        let href = links.place(&article.url_path, &id);
        let source_url = article.metadata.source_url.as_deref();
        Self {
            name: name.to_owned(),
            status,
            kind: attribution.kind.name(),
            paragraphs: paragraphs(text, attribution),
            cue: attribution.cue.map(|cue| cue.of(text).to_owned()),
            text_href: on_own_page(&href, text, attribution).unwrap_or_else(|| href.clone()),
            source_href: source_url.and_then(|url| on_original(url, text, attribution)),
            href,
            article: ArticleLink::of(links, article),
            language: language_unless(article, &press.settings.language),
            speaker: speaker.map(|speaker| speaker.name.clone()),
            speaker_href: speaker.map(|speaker| links.page(&crate::render::page::speaker_path(speaker))),
            description: entity.and_then(description).map(str::to_owned),
            sureness: Sureness::of(attribution),
            reasons: sentences(attribution, &article.extraction, text),
            id,
            before: None,
            after: None,
        }
    }
}
