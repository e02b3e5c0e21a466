//! A quotation as data: its words, where they stand, who said them, and what that rests on.

use serde::Serialize;

use crate::article::{Article, Content};
use crate::extract::{Attribution, EntityId, EntityKind, Evidence, Kind};
use crate::render::date::iso;
use crate::render::json::push_json;
use crate::render::links::Links;
use crate::render::page::speaker_path;
use crate::render::pieces::plain;
use crate::render::press::Press;
use crate::render::view::language;
use crate::site::{ArticleId, QuotationRef, Site, SpeakerId, Voice, VoiceSource, spoken};
use crate::text::{Offsets, Span, Unit};

/// The quotations of one article.
pub(super) struct ArticleQuotations<'a> {
    pub(super) links: Links<'a>,
    pub(super) article: &'a Article,
    pub(super) content: &'a Content,
    pub(super) about: ArticleReference<'a>,
    pub(super) quotations: Vec<QuotationRecord<'a>>,
}

/// The article that a quotation stands in.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ArticleReference<'a> {
    pub(super) url: String,
    /// Address of the plain text.
    pub(super) text_url: String,
    pub(super) title: &'a str,
    pub(super) date: Option<String>,
    pub(super) publisher: Option<&'a str>,
    pub(super) source_url: Option<&'a str>,
    pub(super) language: String,
}

/// One quotation. Offsets are half-open ranges in the article's plain text, in code points unless said otherwise.
#[derive(Clone, Debug, Serialize)]
pub(super) struct QuotationRecord<'a> {
    pub(super) id: String,
    /// Address of the exact place.
    pub(super) url: String,
    pub(super) kind: Kind,
    /// For reading: the pieces with an ellipsis where the article interrupts them.
    pub(super) text: String,
    /// The exact text of each range of `content`.
    pub(super) pieces: Vec<&'a str>,
    #[serde(flatten)]
    pub(super) place: Place,
    /// In bytes of UTF-8.
    pub(super) byte: Place,
    /// In UTF-16 code units.
    pub(super) utf16: Place,
    pub(super) cue_text: Option<&'a str>,
    pub(super) speaker: Option<SpeakerReference<'a>>,
    /// Probability, 0 to 1, that words and speaker are both right.
    pub(super) confidence: f64,
    pub(super) evidence: &'a [Evidence],
}

/// Where a quotation, its cue and the mention of its speaker stand.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place {
    pub(super) content: Vec<[usize; 2]>,
    pub(super) cue: Option<[usize; 2]>,
    pub(super) mention: Option<[usize; 2]>,
}

/// Whom a quotation is ascribed to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SpeakerReference<'a> {
    /// Slug of a named speaker, the same in all exports.
    pub(super) id: Option<&'a str>,
    /// The fullest form in the article, or the description of somebody unnamed.
    pub(super) name: &'a str,
    /// A named speaker's name across all articles.
    pub(super) site_name: Option<&'a str>,
    /// `named`, `unnamed`.
    pub(super) status: &'static str,
    #[serde(rename = "type")]
    pub(super) kind: EntityKind,
    /// Index among the article's entities.
    pub(super) entity: EntityId,
    pub(super) url: Option<String>,
    #[serde(skip)]
    known: Option<SpeakerId>,
}

impl<'a> ArticleQuotations<'a> {
    pub(super) fn of(press: &'a Press<'_>, links: Links<'a>, id: ArticleId, content: &'a Content) -> Self {
        let article = press.site.article(id);
        let units = Units::of(&content.text);
        let record = |(index, attribution)| {
            let voice = press.site.voice_of(QuotationRef { article: id, attribution: index });
            let speaker = voice.and_then(|voice| speaker(press.site, links, article, voice));
            record(links, (article, &content.text), (index, attribution), speaker, &units)
        };
        Self {
            links,
            article,
            content,
            about: reference(press, links, article),
            quotations: spoken(article).map(record).collect(),
        }
    }

    /// The same with links from another place.
    pub(super) fn linked_from(mut self, press: &Press<'_>, links: Links<'a>) -> Self {
        for quotation in &mut self.quotations {
            quotation.url = links.place_from_outside(&self.article.url_path, &quotation.id);
            if let Some(speaker) = &mut quotation.speaker {
                speaker.url = speaker.known.map(|known| links.page(&speaker_path(press.site.speaker(known))));
            }
        }
        self.about.url = links.page(&self.article.url_path);
        self.about.text_url = links.file(&format!("{}article.txt", self.article.url_path));
        Self { links, ..self }
    }

    /// One JSON object a line, each complete by itself.
    pub(super) fn lines(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Line<'a> {
            #[serde(flatten)]
            quotation: &'a QuotationRecord<'a>,
            article: &'a ArticleReference<'a>,
        }
        let mut lines = Vec::new();
        for quotation in &self.quotations {
            push_json(&mut lines, &Line { quotation, article: &self.about });
        }
        lines
    }
}

fn reference<'a>(press: &Press<'_>, links: Links<'_>, article: &'a Article) -> ArticleReference<'a> {
    let metadata = &article.metadata;
    ArticleReference {
        url: links.page(&article.url_path),
        text_url: links.file(&format!("{}article.txt", article.url_path)),
        title: &metadata.title,
        date: metadata.date.as_ref().map(iso),
        publisher: metadata.publisher.as_deref(),
        source_url: metadata.source_url.as_deref(),
        language: language(article, &press.settings.language),
    }
}

fn record<'a>(
    links: Links<'_>,
    (article, text): (&'a Article, &'a str),
    (index, attribution): (usize, &'a Attribution),
    speaker: Option<SpeakerReference<'a>>,
    units: &Units<'_>,
) -> QuotationRecord<'a> {
    let id = article.quote_ids[index].to_string();
    QuotationRecord {
        url: links.place_from_outside(&article.url_path, &id),
        id,
        kind: attribution.kind,
        text: plain(text, attribution),
        pieces: attribution.content.iter().map(|span| span.of(text)).collect(),
        place: place(attribution, |span| units.code_points.range(span)),
        byte: place(attribution, |span| [span.start(), span.end()]),
        utf16: place(attribution, |span| units.utf16.range(span)),
        cue_text: attribution.cue.map(|cue| cue.of(text)),
        speaker,
        confidence: attribution.shown_confidence(),
        evidence: &attribution.evidence,
    }
}

fn place(attribution: &Attribution, range: impl Fn(Span) -> [usize; 2]) -> Place {
    Place {
        content: attribution.content.iter().map(|&span| range(span)).collect(),
        cue: attribution.cue.map(&range),
        mention: attribution.source.map(&range),
    }
}

fn speaker<'a>(site: &'a Site, links: Links<'_>, article: &'a Article, voice: &Voice) -> Option<SpeakerReference<'a>> {
    let entity = voice.entity?;
    let found = article.extraction.entity(entity)?;
    let known = match voice.source {
        VoiceSource::Speaker(speaker) => Some(speaker),
        VoiceSource::Unnamed(_) => None,
        VoiceSource::Unknown => return None,
    };
    let speaker = known.map(|known| site.speaker(known));
    Some(SpeakerReference {
        id: speaker.map(|speaker| speaker.slug.as_str()),
        name: &found.name,
        site_name: speaker.map(|speaker| speaker.name.as_str()),
        status: if known.is_some() { "named" } else { "unnamed" },
        kind: speaker.map_or(found.kind, |speaker| speaker.kind),
        entity,
        url: speaker.map(|speaker| links.page(&speaker_path(speaker))),
        known,
    })
}

struct Units<'a> {
    code_points: Offsets<'a>,
    utf16: Offsets<'a>,
}

impl<'a> Units<'a> {
    fn of(text: &'a str) -> Self {
        Self { code_points: Offsets::new(text, Unit::CodePoint), utf16: Offsets::new(text, Unit::Utf16) }
    }
}
