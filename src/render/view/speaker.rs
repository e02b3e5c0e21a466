//! Speakers: as a card in a list, as a page; and the unnamed, who have neither.

use std::collections::BTreeSet;

use serde::Serialize;

use super::article::ArticleLink;
use super::quotation::QuotationView;
use super::voice::{VoiceView, initials, kind_name, voices};
use crate::extract::EntityKind;
use crate::render::date::DateView;
use crate::render::links::Links;
use crate::render::page::speaker_path;
use crate::render::press::Press;
use crate::site::{ArticleId, Speaker, SpeakerId};

/// A speaker in a list.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct SpeakerCard {
    name: String,
    /// `person`, `organization`, `group`, `document`.
    kind: &'static str,
    href: String,
    initials: String,
    /// As the newest article that does describes it.
    description: Option<String>,
    quotation_count: usize,
    article_count: usize,
}

impl SpeakerCard {
    pub(in crate::render) fn of(links: Links<'_>, speaker: &Speaker) -> Self {
        Self {
            name: speaker.name.clone(),
            kind: kind_name(speaker.kind),
            href: links.page(&speaker_path(speaker)),
            initials: initials(&speaker.name),
            description: speaker.descriptions.first().map(|description| description.text.clone()),
            quotation_count: speaker.quotations.len(),
            article_count: speaker.article_count,
        }
    }
}

/// Speakers whose sort key starts with the same letter.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct LetterGroup {
    /// In capitals; `#` for digits and everything else.
    letter: String,
    /// Id of the group on its page.
    id: String,
    speakers: Vec<SpeakerCard>,
}

/// All speakers, in groups by first letter.
pub(in crate::render) fn by_letter(press: &Press<'_>, links: Links<'_>) -> Vec<LetterGroup> {
    let mut groups: Vec<LetterGroup> = Vec::new();
    for speaker in &press.site.speakers {
        let first = speaker.sort_key.chars().next().filter(|c| c.is_alphabetic());
        let letter = first.map_or("#".to_owned(), |c| c.to_uppercase().collect());
        if groups.last().is_none_or(|group| group.letter != letter) {
            let id = format!("letter-{}", groups.len() + 1);
            groups.push(LetterGroup { letter, id, speakers: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.speakers.push(SpeakerCard::of(links, speaker));
        }
    }
    groups
}

/// A speaker's own page.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct SpeakerPage {
    #[serde(flatten)]
    card: SpeakerCard,
    aliases: Vec<String>,
    descriptions: Vec<DescriptionView>,
    words: usize,
    first: Option<DateView>,
    last: Option<DateView>,
    /// Every quotation, by article.
    articles: Vec<QuotedIn>,
    /// Articles that name the speaker without quoting it.
    also_named_in: Vec<ArticleLink>,
}

#[derive(Clone, Debug, Serialize)]
struct DescriptionView {
    text: String,
    articles: Vec<ArticleLink>,
}

#[derive(Clone, Debug, Serialize)]
struct QuotedIn {
    article: ArticleLink,
    quotations: Vec<QuotationView>,
}

impl SpeakerPage {
    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, id: SpeakerId) -> Self {
        let speaker = press.site.speaker(id);
        let quoting: BTreeSet<ArticleId> = speaker.quotations.iter().map(|quotation| quotation.article).collect();
        let named: BTreeSet<ArticleId> = speaker.appearances.iter().map(|appearance| appearance.article).collect();
        let link = |id: &ArticleId| ArticleLink::of(links, press.site.article(*id));
        Self {
            card: SpeakerCard::of(links, speaker),
            aliases: speaker.aliases.clone(),
            descriptions: descriptions(speaker, link),
            words: speaker.words,
            first: speaker.first.map(DateView::of_day),
            last: speaker.last.map(DateView::of_day),
            articles: quoted_in(press, links, speaker, link),
            also_named_in: named.difference(&quoting).map(link).collect(),
        }
    }
}

fn descriptions(speaker: &Speaker, link: impl Fn(&ArticleId) -> ArticleLink) -> Vec<DescriptionView> {
    let mut views: Vec<DescriptionView> = Vec::new();
    for description in &speaker.descriptions {
        let article = link(&description.article);
        match views.iter_mut().find(|view| view.text.to_lowercase() == description.text.to_lowercase()) {
            Some(view) => view.articles.push(article),
            None => views.push(DescriptionView { text: description.text.clone(), articles: vec![article] }),
        }
    }
    views
}

fn quoted_in(
    press: &Press<'_>,
    links: Links<'_>,
    speaker: &Speaker,
    link: impl Fn(&ArticleId) -> ArticleLink,
) -> Vec<QuotedIn> {
    let mut ids = BTreeSet::new();
    let by_article = speaker.quotations.chunk_by(|a, b| a.article == b.article);
    by_article
        .map(|chunk| QuotedIn {
            article: link(&chunk[0].article),
            quotations: chunk.iter().map(|&q| unique(QuotationView::of(press, links, q), &mut ids)).collect(),
        })
        .collect()
}

/// Two articles may quote the same words and so have the same id; on one page every id must be there once.
fn unique(mut quotation: QuotationView, taken: &mut BTreeSet<String>) -> QuotationView {
    let (plain, mut number) = (quotation.id.clone(), 1);
    while !taken.insert(quotation.id.clone()) {
        number += 1;
        quotation.id = format!("{plain}-{number}");
    }
    quotation
}

/// The unnamed speakers of one article.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct UnnamedGroup {
    article: ArticleLink,
    voices: Vec<UnnamedVoice>,
}

#[derive(Clone, Debug, Serialize)]
struct UnnamedVoice {
    #[serde(flatten)]
    voice: VoiceView,
    /// The first quotation.
    quotation: QuotationView,
}

impl UnnamedGroup {
    /// The unnamed speakers of an article, where there are any.
    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, id: ArticleId) -> Option<Self> {
        let views = voices(press, links, id).into_iter().zip(press.site.voices(id));
        let voices: Vec<UnnamedVoice> = views
            .filter(|(view, _)| view.status == "unnamed")
            .filter_map(|(voice, source)| {
                let reference = crate::site::QuotationRef { article: id, attribution: *source.quotations.first()? };
                Some(UnnamedVoice { voice, quotation: QuotationView::of(press, links, reference) })
            })
            .collect();
        let article = ArticleLink::of(links, press.site.article(id));
        (!voices.is_empty()).then_some(Self { article, voices })
    }
}

/// The type of a speaker in schema.org's vocabulary.
pub(in crate::render) fn schema_type(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::Organization | EntityKind::Group => "Organization",
        EntityKind::Document => "CreativeWork",
    }
}
