//! Keys: for each page and export a hash of all that it is made from. Where a key is as it was, so is what it stands for.
//!
//! 1. `base` is what everything is made from: settings, templates, and what every page is given of the site.
//! 2. `contents` are of each article what its source says. What is found in it follows from that.
//! 3. `surroundings` are of each article what its page shows of others: speakers, terms, neighbours, places that it links to.
//! 4. `cards` are of each article what lists show of it.
//! 5. A page has a key made of these, of views that its template is given, and of how its list is cut.
//!
//! Of articles, of which there are many, keys are made from the facts that views of them are made from, without the views. Other
//! views are made for the home page here: their links differ from those of the page at hand by where that stands, which is in its
//! key, too. The program itself is in no key: nothing is kept from one version to the next.

use std::cell::RefCell;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use super::functions;
use super::json_ld;
use super::links::Links;
use super::page::{HOME, featured_quotations, most_quoted, speaker_path};
use super::pagination::Slice;
use super::press::Press;
use super::theme::Theme;
use super::view::{
    CountsView, ListLink, SectionView, SiteView, SpeakerCard, SpeakerPage, TaxonomyView, language_unless,
};
use crate::article::{Article, Format, reading_minutes};
use crate::extract::Kind;
use crate::site::{
    ArticleId, QuotationRef, SectionId, Speaker, SpeakerId, Taxonomy, Term, Voice, VoiceSource, description,
};

/// Stands for all that something was made from.
pub type Key = [u8; 16];

/// The keys of a site.
pub(super) struct Keys {
    base: Key,
    /// What pages about the whole site are given besides.
    counts: Key,
    contents: Vec<Key>,
    surroundings: Vec<Key>,
    cards: Vec<Key>,
}

impl Keys {
    pub(super) fn of(press: &Press<'_>, theme: &Theme) -> Self {
        let links = press.links(HOME);
        let facts = functions::facts(press.site, theme);
        let all = || press.site.article_ids().collect::<Vec<_>>().into_par_iter();
        Self {
            base: key(&(press.settings, theme.digest(), SiteView::of(press, links), facts)),
            counts: key(&CountsView::of(press.site)),
            contents: all().map(|id| content(press.site.article(id))).collect(),
            surroundings: all().map(|id| surroundings(press, links, id)).collect(),
            cards: all().map(|id| card(press, id)).collect(),
        }
    }

    /// Of an article's own page.
    pub(super) fn article(&self, id: ArticleId) -> Key {
        self.of_article("article", id)
    }

    /// Of the exports of an article.
    pub(super) fn exports(&self, id: ArticleId) -> Key {
        self.of_article("exports", id)
    }

    /// Of what searches show of these articles.
    pub(super) fn records(&self, ids: &[ArticleId]) -> Key {
        key(&("records", ids.iter().map(|id| self.of_article("record", *id)).collect::<Vec<_>>()))
    }

    /// Of a file with this text and nothing else.
    pub(super) fn of_text(text: &str) -> Key {
        key(&("text", text))
    }

    /// Of the page of a quotation, and the drawing of it.
    pub(super) fn quotation(&self, quotation: QuotationRef) -> Key {
        key(&(self.of_article("quotation", quotation.article), quotation.attribution))
    }

    fn of_article(&self, what: &str, id: ArticleId) -> Key {
        key(&(what, self.base, self.contents[id.index()], self.surroundings[id.index()]))
    }

    pub(super) fn home(&self, press: &Press<'_>, slice: Slice) -> Key {
        let links = press.links(HOME);
        let featured = featured_quotations(press.site, slice);
        let featured: Vec<Key> = featured.into_iter().map(|quotation| self.quotation(quotation)).collect();
        let speakers = most_quoted(press, slice).map(|speaker| SpeakerCard::of(press, links, speaker));
        let speakers: Vec<SpeakerCard> = speakers.collect();
        let section = section_view(press, Some(SectionId::ROOT));
        key(&("home", self.counts, section, featured, speakers, self.list(slice, &press.site.listed)))
    }

    pub(super) fn articles(&self, press: &Press<'_>, section: Option<SectionId>, slice: Slice) -> Key {
        let section = section_view(press, section);
        key(&("articles", self.counts, section, self.list(slice, &press.site.listed)))
    }

    pub(super) fn section(&self, press: &Press<'_>, id: SectionId, slice: Slice) -> Key {
        let section = section_view(press, Some(id));
        key(&("section", section, self.list(slice, &press.site.section(id).articles)))
    }

    pub(super) fn term(&self, press: &Press<'_>, taxonomy: &Taxonomy, term: &Term, slice: Slice) -> Key {
        let links = press.links(HOME);
        let views = (TaxonomyView::of(links, taxonomy), ListLink::of_term(links, taxonomy, term));
        key(&("term", views, self.list(slice, &term.articles)))
    }

    pub(super) fn unnamed(&self, press: &Press<'_>, slice: Slice) -> Key {
        let shown = slice.of(&press.site.with_unnamed).iter();
        key(&("unnamed", slice, shown.map(|id| self.of_article("unnamed", *id)).collect::<Vec<_>>(), self.base))
    }

    /// The page of a list.
    fn list(&self, slice: Slice, articles: &[ArticleId]) -> Key {
        let cards: Vec<Key> = slice.of(articles).iter().map(|id| self.cards[id.index()]).collect();
        key(&(self.base, slice, cards))
    }

    pub(super) fn speaker(&self, press: &Press<'_>, id: SpeakerId, slice: Slice) -> Key {
        let (links, speaker) = (press.links(HOME), press.site.speaker(id));
        let view = SpeakerPage::without_quotations(press, links, id, slice);
        let structured_data = slice.is_first().then(|| json_ld::speaker(press, links, speaker));
        let by_article: Vec<&[QuotationRef]> = speaker.by_article().collect();
        let shown = self.quotations(slice.of(&by_article).iter().copied());
        key(&("speaker", self.base, slice, speaker.kind, view, structured_data, shown))
    }

    /// Of the feeds of what a speaker says in `quotations`.
    pub(super) fn feed<'a>(&self, speaker: &Speaker, quotations: impl Iterator<Item = &'a [QuotationRef]>) -> Key {
        let description = speaker.descriptions.first().map(|description| &description.text);
        key(&("feed", self.base, speaker_path(speaker), &speaker.name, description, self.quotations(quotations)))
    }

    fn quotations<'a>(&self, by_article: impl Iterator<Item = &'a [QuotationRef]>) -> Vec<(Key, Vec<usize>)> {
        let of_article = |quotations: &[QuotationRef]| {
            let content = self.contents[quotations[0].article.index()];
            (content, quotations.iter().map(|quotation| quotation.attribution).collect())
        };
        by_article.map(of_article).collect()
    }
}

/// What is said of a section on its page.
fn section_view(press: &Press<'_>, id: Option<SectionId>) -> Key {
    let index = id.and_then(|id| press.site.section(id).index.as_ref());
    let view = id.map(|id| SectionView::of(press, press.links(HOME), id));
    key(&(view, index.map(|index| (&index.source, &index.metadata))))
}

/// What the source of an article says.
fn content(article: &Article) -> Key {
    let format = match article.format {
        Format::Markdown => "markdown",
        Format::PlainText => "plain",
    };
    key(&(&article.source, &article.url_path, &article.metadata, format, article.digest))
}

/// What the page of an article shows of others.
fn surroundings(press: &Press<'_>, links: Links<'_>, id: ArticleId) -> Key {
    let (site, article) = (press.site, press.site.article(id));
    let neighbours = [site.previous(id), site.next(id)].map(|id| id.map(|id| headline(site.article(id))));
    let related: Vec<_> = site.related(id).iter().map(|id| headline(site.article(*id))).collect();
    let terms: Vec<_> = site.terms(id).map(|(taxonomy, term)| (taxonomy.kind.name(), &term.name, &term.slug)).collect();
    let above = std::iter::successors(Some(site.section_of(id)), |id| site.section(*id).parent);
    let sections = above.map(|id| {
        let section = site.section(id);
        let description = section.index.as_ref().map(|index| &index.metadata.description);
        (&section.title, &section.url_path, description)
    });
    let sections: Vec<_> = sections.collect();
    let addresses = article.addresses.as_ref();
    let targets = addresses.map(|found| found.iter().map(|address| press.target(links, article, address)));
    let targets = targets.map_or_else(|| vec![Some(press.targets_digest().to_owned())], Iterator::collect);
    key(&(voices(press, id), neighbours, related, terms, sections, targets, press.image(article)))
}

/// What lists show of an article.
fn card(press: &Press<'_>, id: ArticleId) -> Key {
    let article = press.site.article(id);
    let about = (&article.metadata.description, &article.summary, reading_minutes(article.words));
    key(&(headline(article), about, language_unless(article, &press.settings.language), voices(press, id)))
}

fn headline(article: &Article) -> impl Serialize {
    let metadata = &article.metadata;
    (&metadata.title, &article.url_path, &metadata.date, &metadata.publisher)
}

/// Who speaks in an article, and what is shown of that besides the words.
fn voices<'a>(press: &'a Press<'_>, id: ArticleId) -> Vec<impl Serialize + 'a> {
    let article = press.site.article(id);
    let facts = move |voice: &'a Voice| {
        let speaker = match voice.source {
            VoiceSource::Speaker(speaker) => {
                let page = press.speaker_page(speaker, id);
                let speaker = press.site.speaker(speaker);
                Some((&speaker.name, speaker.kind, page))
            }
            VoiceSource::Unnamed(_) | VoiceSource::Unknown => None,
        };
        let entity = voice.entity.and_then(|entity| article.extraction.entity(entity));
        let entity = entity.map(|entity| (&entity.name, entity.kind, description(entity)));
        let kinds: Vec<Kind> = voice.quotations.iter().map(|n| article.extraction.attributions[*n].kind).collect();
        (speaker, voice.entity, entity, &voice.quotations, kinds, voice.words)
    };
    press.site.voices(id).iter().map(facts).collect()
}

fn key(of: &impl Serialize) -> Key {
    thread_local! {
        static JSON: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    let mut json = JSON.take();
    json.clear();
    // Views always have a JSON form.
    let _ = serde_json::to_writer(&mut json, of);
    let mut key = Key::default();
    let length = key.len();
    key.copy_from_slice(&blake3::hash(&json).as_bytes()[..length]);
    JSON.set(json);
    key
}
