//! All articles together: their order, and the speakers across them. Knows no HTML.
//!
//! [`assemble`] takes the finished articles in any order and computes once what pages show many times:
//!
//! 1. order the articles, newest first;
//! 2. join the entities of all articles to people and bodies (`joining`), each join with its reason;
//! 3. keep those who speak, and give each a permanent, readable address (`slug`);
//! 4. sum up who speaks in each article, and how much (`voice`).

mod article_order;
mod fold;
mod joining;
mod name;
#[cfg(test)]
pub(crate) mod sample;
mod slug;
mod speaker;
mod voice;

pub use joining::{JoinReason, Support};
pub use speaker::{Appearance, ArticleId, Description, QuotationRef, Speaker, SpeakerId, description};
pub use voice::{Voice, VoiceSource};

use crate::article::Article;
use crate::extract::{Attribution, BlockKind, Sense};

/// Everything that the pages show, computed once.
#[derive(Clone, Debug)]
pub struct Site {
    /// All articles, newest first; undated ones at the end.
    pub articles: Vec<Article>,
    /// Who speaks in each article, those with most quoted words first; parallel to `articles`.
    pub voices: Vec<Vec<Voice>>,
    /// Everybody with a name who is quoted, by surname or, for bodies, by name.
    pub speakers: Vec<Speaker>,
    /// How many quotations all articles hold, with those of unnamed and unknown speakers.
    pub quotation_count: usize,
}

/// Puts the articles together to a site. The order of `articles` does not matter.
pub fn assemble(articles: Vec<Article>) -> Site {
    let articles = article_order::newest_first(articles);
    let people = joining::join(&articles);
    let speakers = speaker::speakers(&articles, &people);
    let voices = voice::voices(&articles, &speakers);
    let quotation_count = articles.iter().map(|article| spoken(article).count()).sum();
    Site { articles, voices, speakers, quotation_count }
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

    /// Who speaks in an article, those with most quoted words first.
    pub fn voices(&self, article: ArticleId) -> &[Voice] {
        &self.voices[article.index()]
    }

    /// The ids of all articles, newest first.
    pub fn article_ids(&self) -> impl Iterator<Item = ArticleId> + use<> {
        (0..self.articles.len()).map(ArticleId::from_index)
    }

    /// The ids of the articles that lists show, newest first: all but standing pages.
    pub fn listed_ids(&self) -> impl Iterator<Item = ArticleId> + use<'_> {
        self.article_ids().filter(|id| !is_standing_page(self.article(*id)))
    }

    /// The ids of standing pages.
    pub fn standing_page_ids(&self) -> impl Iterator<Item = ArticleId> + use<'_> {
        self.article_ids().filter(|id| is_standing_page(self.article(*id)))
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
        attribution.sense == Sense::Speech && !attribution.content.is_empty() && !is_in_headline(article, attribution)
    })
}

fn is_in_headline(article: &Article, attribution: &Attribution) -> bool {
    let mut titles = article.blocks.iter().filter(|block| block.kind == BlockKind::Title);
    titles.any(|title| title.span.overlaps(attribution.extent()))
}

/// How many words of an article stand inside the content of an attribution.
pub fn quoted_words(article: &Article, attribution: &Attribution) -> usize {
    attribution.content.iter().map(|span| span.of(&article.text).split_whitespace().count()).sum()
}

#[cfg(test)]
mod tests;
