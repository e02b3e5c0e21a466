//! All articles together: their order, and the speakers across them. Knows no HTML.
//!
//! [`assemble`] takes the finished articles in any order and computes once what pages show many times:
//!
//! 1. order the articles, newest first;
//! 2. join the entities of all articles to people and bodies (`joining`), each join with its reason;
//! 3. keep those who speak, and give each a permanent, readable address (`slug`);
//! 4. sum up who speaks in each article, and how much (`voice`);
//! 5. sort the articles into the sections of the content and under tags, authors and the like;
//! 6. count what sorts of sources each section has (`sourcing`);
//! 7. find what each article is related to, and what stands before and after it.

mod article_order;
mod exchange;
mod fold;
mod joining;
mod name;
mod related;
#[cfg(test)]
pub(crate) mod sample;
mod section;
mod slug;
mod sourcing;
mod speaker;
mod taxonomy;
mod voice;

pub(crate) use fold::fold;
pub use joining::{Apart, JoinReason, Support, WhyApart};
pub use section::{Section, SectionId};
pub use slug::slugify;
pub use sourcing::{SourceSort, Sourcing, Tally, sourcing};
pub use speaker::{Appearance, ArticleId, Description, QuotationRef, Speaker, SpeakerId, description};
pub use taxonomy::{Taxonomy, TaxonomyKind, Term, TermRef};
pub use voice::{Voice, VoiceSource};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::article::{Article, SectionIndex};
use crate::extract::{Attribution, Sense};
use crate::text::Vocabulary;

/// What a site is put together from, in any order.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The finished articles.
    pub articles: Vec<Arc<Article>>,
    /// The front pages of sections.
    pub indexes: Vec<SectionIndex>,
    /// Files of the content that are published as they are: path below `content/`, and path in the site.
    pub assets: BTreeMap<String, String>,
    /// Paths of the files that the site publishes just as they are.
    pub static_files: BTreeSet<String>,
    /// Old addresses.
    pub aliases: Vec<Alias>,
    /// The words of articles by number.
    pub vocabulary: Arc<Vocabulary>,
}

/// An old address that leads to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// Path of the file that leads on: `old/index.html`.
    pub path: String,
    /// Path of the page that it leads to: `articles/new/`.
    pub to: String,
}

impl From<Vec<Article>> for Content {
    fn from(articles: Vec<Article>) -> Self {
        Self { articles: articles.into_iter().map(Arc::new).collect(), ..Self::default() }
    }
}

impl From<(Vec<Article>, Vec<SectionIndex>)> for Content {
    fn from((articles, indexes): (Vec<Article>, Vec<SectionIndex>)) -> Self {
        Self { indexes, ..Self::from(articles) }
    }
}

/// Everything that the pages show, computed once.
#[derive(Clone, Debug)]
pub struct Site {
    /// All articles, newest first; undated ones at the end.
    pub articles: Vec<Arc<Article>>,
    /// The articles that lists show, newest first: all but standing pages.
    pub listed: Vec<ArticleId>,
    /// Pages about the site, not news: without a date, and quotations are not looked for.
    pub standing_pages: Vec<ArticleId>,
    /// Who speaks in each article, those with most quoted words first; parallel to `articles`.
    pub voices: Vec<Vec<Voice>>,
    /// Everybody with a name who is quoted, by surname or, for bodies, by name.
    pub speakers: Vec<Speaker>,
    /// Who was not taken for one although the names are alike.
    pub apart: Vec<Apart>,
    /// The articles in which somebody speaks who has no name, newest first.
    pub with_unnamed: Vec<ArticleId>,
    /// The folders of the content, that of the site as a whole first, each below the one it lies in.
    pub sections: Vec<Section>,
    /// Where the quoted words of each section come from, with all that lies below it; parallel to `sections`.
    pub sourcing: Vec<Sourcing>,
    /// The taxonomies that have terms.
    pub taxonomies: Vec<Taxonomy>,
    /// How many quotations all articles hold, with those of unnamed and unknown speakers.
    pub quotation_count: usize,
    /// Files of the content that are published as they are: path below `content/`, and path in the site.
    pub assets: BTreeMap<String, String>,
    /// Paths of the files that the site publishes just as they are.
    pub static_files: BTreeSet<String>,
    /// Old addresses, by their paths.
    pub aliases: Vec<Alias>,
    /// The words of articles by number.
    pub vocabulary: Arc<Vocabulary>,
    /// What else is known of each article; parallel to `articles`.
    places: Vec<ArticlePlace>,
}

/// Where an article stands among the others.
#[derive(Clone, Debug)]
struct ArticlePlace {
    section: SectionId,
    terms: Vec<TermRef>,
    related: Vec<ArticleId>,
    previous: Option<ArticleId>,
    next: Option<ArticleId>,
    /// Which of its voices says each of its attributions.
    speaking: Vec<Option<u32>>,
}

/// Puts articles and sections together to a site. Their order does not matter.
pub fn assemble(content: impl Into<Content>) -> Site {
    let Content { articles, indexes, assets, static_files, mut aliases, vocabulary } = content.into();
    aliases.sort_by(|a, b| a.path.cmp(&b.path));
    let articles = article_order::newest_first(articles);
    let (standing_pages, listed) = ids(&articles).partition::<Vec<_>, _>(|id| is_standing_page(&articles[id.index()]));
    let (people, apart) = joining::join(&articles);
    let speakers = speaker::speakers(&articles, &people);
    let voices = voice::voices(&articles, &speakers);
    let is_unnamed = |voice: &Voice| matches!(voice.source, VoiceSource::Unnamed(_));
    let with_unnamed = ids(&articles).filter(|id| voices[id.index()].iter().any(is_unnamed)).collect();
    let quotation_count = articles.iter().map(|article| spoken(article).count()).sum();
    let (sections, of_article) = section::sections(&articles, &listed, indexes);
    let sourcing = sourcing::of_sections(&sections, &of_article, &listed, &voices, &speakers);
    let (taxonomies, terms) = taxonomy::taxonomies(&articles, &listed);
    let related = related::related(articles.len(), &speakers, &taxonomies);
    let places = places(&sections, of_article, terms, related, &voices);
    Site {
        articles,
        listed,
        standing_pages,
        voices,
        speakers,
        apart,
        with_unnamed,
        sections,
        sourcing,
        taxonomies,
        quotation_count,
        assets,
        static_files,
        aliases,
        vocabulary,
        places,
    }
}

fn places(
    sections: &[Section],
    of_article: Vec<SectionId>,
    terms: Vec<Vec<TermRef>>,
    related: Vec<Vec<ArticleId>>,
    voices: &[Vec<Voice>],
) -> Vec<ArticlePlace> {
    let mut places: Vec<ArticlePlace> = of_article
        .into_iter()
        .zip(terms.into_iter().zip(related))
        .zip(voices)
        .map(|((section, (terms, related)), voices)| {
            let speaking = voice::speaking(voices);
            ArticlePlace { section, terms, related, previous: None, next: None, speaking }
        })
        .collect();
    for section in sections {
        for pair in section.articles.windows(2) {
            places[pair[0].index()].next = Some(pair[1]);
            places[pair[1].index()].previous = Some(pair[0]);
        }
    }
    places
}

fn ids(articles: &[Arc<Article>]) -> impl Iterator<Item = ArticleId> + use<> {
    (0..articles.len()).map(ArticleId::from_index)
}

impl Site {
    /// The article with this id.
    pub fn article(&self, id: ArticleId) -> &Article {
        &self.articles[id.index()]
    }

    /// The speaker with this id.
    pub fn speaker(&self, id: SpeakerId) -> &Speaker {
        &self.speakers[id.index()]
    }

    /// The section with this id.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// Who says a quotation.
    pub fn voice_of(&self, quotation: QuotationRef) -> Option<&Voice> {
        let voice = (*self.places[quotation.article.index()].speaking.get(quotation.attribution)?)?;
        self.voices(quotation.article).get(voice as usize)
    }

    /// Who speaks in an article, those with most quoted words first.
    pub fn voices(&self, article: ArticleId) -> &[Voice] {
        &self.voices[article.index()]
    }

    /// The section that an article belongs to.
    pub fn section_of(&self, article: ArticleId) -> SectionId {
        self.places[article.index()].section
    }

    /// The terms of an article, by taxonomy, in its own order.
    pub fn terms(&self, article: ArticleId) -> impl Iterator<Item = (&Taxonomy, &Term)> {
        self.places[article.index()].terms.iter().map(|place| {
            let taxonomy = &self.taxonomies[place.taxonomy];
            (taxonomy, &taxonomy.terms[place.term])
        })
    }

    /// The articles that share most with one, most related first; a handful at most.
    pub fn related(&self, article: ArticleId) -> &[ArticleId] {
        &self.places[article.index()].related
    }

    /// The article in front of one in the list of its section: by default the next newer one.
    pub fn previous(&self, article: ArticleId) -> Option<ArticleId> {
        self.places[article.index()].previous
    }

    /// The article behind one in the list of its section: by default the next older one.
    pub fn next(&self, article: ArticleId) -> Option<ArticleId> {
        self.places[article.index()].next
    }

    /// The ids of all articles, newest first.
    pub fn article_ids(&self) -> impl Iterator<Item = ArticleId> + use<> {
        ids(&self.articles)
    }

    /// The ids of all sections, that of the site as a whole first.
    pub fn section_ids(&self) -> impl Iterator<Item = SectionId> + use<> {
        (0..self.sections.len()).map(SectionId::from_index)
    }
}

/// Whether an article is a page about the site, not news: it has no date, and quotations are not looked for.
fn is_standing_page(article: &Article) -> bool {
    article.metadata.date.is_none() && !article.metadata.quotes
}

/// The attributions of an article that are shown, with their places in its extraction: speech, not thought, and from the
/// text, not from the headline, which only repeats it.
pub fn spoken(article: &Article) -> impl Iterator<Item = (usize, &Attribution)> {
    let attributions = article.extraction.attributions.iter().enumerate();
    attributions.filter(|(_, attribution)| {
        let is_in_headline = || article.titles.iter().any(|title| title.overlaps(attribution.extent()));
        attribution.sense == Sense::Speech && !attribution.content.is_empty() && !is_in_headline()
    })
}

#[cfg(test)]
mod tests;
