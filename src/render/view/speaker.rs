//! Speakers: as a card in a list, as a page; and the unnamed, who have neither.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::article::ArticleLink;
use super::quotation::QuotationView;
use super::timeline::{TimelineView, sparkline};
use super::voice::{VoiceView, initials, voices_in_brief};
use crate::extract::EntityKind;
use crate::render::date::DateView;
use crate::render::links::Links;
use crate::render::page::speaker_path;
use crate::render::pagination::{Slice, page_path};
use crate::render::press::Press;
use crate::render::speaker_lists::{SpeakerList, letter};
use crate::site::{ArticleId, QuotationRef, Speaker, SpeakerId, Voice, VoiceSource};
use crate::text::Unique;

/// How many are listed who are quoted in the same articles.
const MOST_TOGETHER: usize = 8;

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
    /// Quotations over the time of the site, as an SVG path; missing where few articles quote the speaker.
    sparkline: Option<String>,
}

impl SpeakerCard {
    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, speaker: &Speaker) -> Self {
        Self {
            sparkline: sparkline(press.site, press.days, speaker),
            name: speaker.name.clone(),
            kind: speaker.kind.name(),
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

/// Speakers in the order of the alphabet, in groups by first letter.
pub(in crate::render) fn by_letter(press: &Press<'_>, links: Links<'_>, speakers: &[SpeakerId]) -> Vec<LetterGroup> {
    let first = |id: &SpeakerId| letter(press.site.speaker(*id));
    let card = |id: &SpeakerId| SpeakerCard::of(press, links, press.site.speaker(*id));
    let groups = speakers.chunk_by(|a, b| first(a) == first(b));
    groups
        .map(|group| {
            let letter = first(&group[0]);
            LetterGroup { id: group_id(&letter), letter, speakers: group.iter().map(card).collect() }
        })
        .collect()
}

/// A link to the first speakers with a letter.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct LetterLink {
    letter: String,
    href: String,
}

/// Where in an index each letter starts.
pub(in crate::render) fn letters(press: &Press<'_>, links: Links<'_>, list: &SpeakerList) -> Vec<LetterLink> {
    let page = |place| page_path(list.path, place, press.settings.index_size);
    let link = |(letter, place): &(String, usize)| LetterLink {
        letter: letter.clone(),
        href: links.place(&page(*place), &group_id(letter)),
    };
    list.letters.iter().map(link).collect()
}

/// A link to an index of speakers.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct SpeakerListLink {
    title: &'static str,
    href: String,
    speaker_count: usize,
    current: bool,
}

/// All indexes of speakers, as a page of `list` links to them.
pub(in crate::render) fn speaker_list_links(
    press: &Press<'_>,
    links: Links<'_>,
    list: &SpeakerList,
) -> Vec<SpeakerListLink> {
    let link = |other: &SpeakerList| SpeakerListLink {
        title: other.title,
        href: links.page(other.path),
        speaker_count: other.speakers.len(),
        current: other.path == list.path,
    };
    press.speaker_lists.iter().map(link).collect()
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
    timeline: Option<TimelineView>,
    /// Who is quoted in most of the same articles.
    together_with: Vec<Together>,
}

/// Somebody who is quoted in the same articles.
#[derive(Clone, Debug, Serialize)]
struct Together {
    name: String,
    href: String,
    /// How many articles quote both.
    article_count: usize,
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
        let by_article: Vec<&[QuotationRef]> = press.site.speaker(id).by_article().collect();
        let link = |id: &ArticleId| ArticleLink::of(links, press.site.article(*id));
        let articles = quoted_in(press, links, slice.of(&by_article), link);
        Self { articles, ..Self::without_quotations(press, links, id, slice) }
    }

    /// All but the quotations.
    pub(in crate::render) fn without_quotations(
        press: &Press<'_>,
        links: Links<'_>,
        id: SpeakerId,
        slice: Slice,
    ) -> Self {
        let speaker = press.site.speaker(id);
        let is_first = slice.is_first();
        let link = |id: &ArticleId| ArticleLink::of(links, press.site.article(*id));
        Self {
            card: SpeakerCard::of(press, links, speaker),
            aliases: speaker.aliases.clone(),
            descriptions: if is_first { descriptions(speaker, link) } else { Vec::new() },
            words: speaker.words,
            first: speaker.first.map(DateView::of_day),
            last: speaker.last.map(DateView::of_day),
            articles: Vec::new(),
            timeline: if is_first { TimelineView::of(press.site, speaker) } else { None },
            together_with: if is_first { together_with(press, links, id) } else { Vec::new() },
            also_named_in: if is_first { only_named(speaker).iter().map(link).collect() } else { Vec::new() },
        }
    }
}

/// The speakers who are quoted in most of the same articles, of equals in the order of the index.
fn together_with(press: &Press<'_>, links: Links<'_>, id: SpeakerId) -> Vec<Together> {
    let voices = press.site.speaker(id).by_article().flat_map(|chunk| press.site.voices(chunk[0].article));
    let speaker = |voice: &Voice| match voice.source {
        VoiceSource::Speaker(other) => Some(other).filter(|&other| other != id),
        VoiceSource::Unnamed(_) | VoiceSource::Unknown => None,
    };
    let mut others: Vec<SpeakerId> = voices.filter_map(speaker).collect();
    others.sort_unstable();
    let mut counts: Vec<(SpeakerId, usize)> =
        others.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    counts.sort_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
    let view = |(other, article_count)| {
        let other = press.site.speaker(other);
        Together { name: other.name.clone(), href: links.page(&speaker_path(other)), article_count }
    };
    counts.into_iter().take(MOST_TOGETHER).map(view).collect()
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
    // Two articles may quote the same words and so have the same id; on one page every id must be there once.
    let mut ids = Unique::default();
    let mut with_its_own_id = |mut quotation: QuotationView| {
        quotation.id = ids.claim(quotation.id);
        quotation
    };
    by_article
        .iter()
        .map(|chunk| QuotedIn {
            article: link(&chunk[0].article),
            quotations: chunk
                .iter()
                .map(|&reference| with_its_own_id(QuotationView::in_context(press, links, reference)))
                .collect(),
        })
        .collect()
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
        let views = voices_in_brief(press, links, id).zip(press.site.voices(id));
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
