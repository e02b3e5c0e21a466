//! Speakers: as a card in a list, as a page; and the unnamed, who have neither.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::article::ArticleLink;
use super::quotation::QuotationView;
use super::voice::{VoiceView, initials, kind_name, voices};
use crate::extract::EntityKind;
use crate::render::date::DateView;
use crate::render::links::Links;
use crate::render::page::speaker_path;
use crate::render::pagination::Slice;
use crate::render::press::Press;
use crate::site::{ArticleId, QuotationRef, Speaker, SpeakerId};

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

/// Speakers in the order of the index, in groups by first letter.
pub(in crate::render) fn by_letter(links: Links<'_>, speakers: &[Speaker]) -> Vec<LetterGroup> {
    let mut groups: Vec<LetterGroup> = Vec::new();
    for group in speakers.chunk_by(|a, b| letter(a) == letter(b)) {
        let letter = letter(&group[0]);
        let id = group_id(&letter);
        groups.push(LetterGroup { letter, id, speakers: group.iter().map(|s| SpeakerCard::of(links, s)).collect() });
    }
    groups
}

/// A link to the first speakers with a letter.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct LetterLink {
    letter: String,
    href: String,
}

/// Where in the index each letter starts; `page` gives the path of the page on which a speaker stands.
pub(in crate::render) fn letters(
    links: Links<'_>,
    speakers: &[Speaker],
    page: impl Fn(usize) -> String,
) -> Vec<LetterLink> {
    let mut start = 0;
    let mut found = Vec::new();
    for group in speakers.chunk_by(|a, b| letter(a) == letter(b)) {
        let letter = letter(&group[0]);
        let href = links.place(&page(start), &group_id(&letter));
        found.push(LetterLink { letter, href });
        start += group.len();
    }
    found
}

fn letter(speaker: &Speaker) -> String {
    let first = speaker.sort_key.chars().next().filter(|c| c.is_alphabetic());
    first.map_or("#".to_owned(), |c| c.to_uppercase().collect())
}

fn group_id(letter: &str) -> String {
    if letter == "#" { "letter-other".to_owned() } else { format!("letter-{}", letter.to_lowercase()) }
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
    /// The quotations of this page, by article.
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
    /// One page of a speaker; what articles say about it, and which of them only name it, stands on the first.
    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, id: SpeakerId, slice: Slice) -> Self {
        let speaker = press.site.speaker(id);
        let is_first = slice.is_first();
        let by_article: Vec<&[QuotationRef]> = speaker.by_article().collect();
        let link = |id: &ArticleId| ArticleLink::of(links, press.site.article(*id));
        Self {
            card: SpeakerCard::of(links, speaker),
            aliases: speaker.aliases.clone(),
            descriptions: if is_first { descriptions(speaker, link) } else { Vec::new() },
            words: speaker.words,
            first: speaker.first.map(DateView::of_day),
            last: speaker.last.map(DateView::of_day),
            articles: quoted_in(press, links, slice.of(&by_article), link),
            also_named_in: if is_first { only_named(speaker).iter().map(link).collect() } else { Vec::new() },
        }
    }
}

/// The articles that name a speaker without quoting it, newest first.
fn only_named(speaker: &Speaker) -> BTreeSet<ArticleId> {
    let mut named: BTreeSet<ArticleId> = speaker.appearances.iter().map(|appearance| appearance.article).collect();
    for quotation in &speaker.quotations {
        named.remove(&quotation.article);
    }
    named
}

fn descriptions(speaker: &Speaker, link: impl Fn(&ArticleId) -> ArticleLink) -> Vec<DescriptionView> {
    let mut views: Vec<DescriptionView> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for description in &speaker.descriptions {
        let place = *places.entry(description.text.to_lowercase()).or_insert(views.len());
        if place == views.len() {
            views.push(DescriptionView { text: description.text.clone(), articles: Vec::new() });
        }
        views[place].articles.push(link(&description.article));
    }
    views
}

fn quoted_in(
    press: &Press<'_>,
    links: Links<'_>,
    by_article: &[&[QuotationRef]],
    link: impl Fn(&ArticleId) -> ArticleLink,
) -> Vec<QuotedIn> {
    let mut ids = BTreeSet::new();
    by_article
        .iter()
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
                let reference = QuotationRef { article: id, attribution: *source.quotations.first()? };
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
