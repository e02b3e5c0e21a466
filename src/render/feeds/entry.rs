//! An entry: an article with quotations, in the form that both feed formats are written from.

use serde::Serialize;

use super::id::id;
use crate::article::{Article, ArticleDate};
use crate::render::error::RenderError;
use crate::render::links::Links;
use crate::render::press::Press;
use crate::render::view::{QuotationView, language};
use crate::site::{ArticleId, QuotationRef, spoken};

/// One entry of a feed.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    /// The page, or the exact place on it.
    pub(super) href: String,
    /// Where the article was published first.
    pub(super) source_url: Option<String>,
    pub(super) language: String,
    /// RFC 3339 moments.
    pub(super) published: String,
    pub(super) updated: String,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) summary: Option<String>,
    /// HTML.
    pub(super) content: String,
}

impl Entry {
    /// An article with all its quotations.
    pub(super) fn of_article(press: &Press<'_>, links: Links<'_>, article: ArticleId) -> Result<Self, RenderError> {
        let source = press.site.article(article);
        let quotations = spoken(source).map(|(attribution, _)| QuotationRef { article, attribution });
        Ok(Self {
            id: id(press.settings, &source.url_path, None),
            href: links.page(&source.url_path),
            content: content(press, links, source, quotations)?,
            ..Self::about(press, source)
        })
    }

    /// An article with `quotations`, those of one speaker, at least one.
    pub(super) fn of_speaker(
        press: &Press<'_>,
        links: Links<'_>,
        speaker_path: &str,
        quotations: &[QuotationRef],
    ) -> Result<Self, RenderError> {
        let first = quotations[0];
        let source = press.site.article(first.article);
        Ok(Self {
            id: id(press.settings, speaker_path, Some(&source.url_path)),
            href: links.place_from_outside(&source.url_path, &source.quote_ids[first.attribution].to_string()),
            content: content(press, links, source, quotations.iter().copied())?,
            ..Self::about(press, source)
        })
    }

    fn about(press: &Press<'_>, article: &Article) -> Self {
        let metadata = &article.metadata;
        let published = metadata.date.as_ref().map(moment).unwrap_or_default();
        Self {
            id: String::new(),
            title: metadata.title.clone(),
            href: String::new(),
            source_url: metadata.source_url.clone(),
            language: language(article, &press.settings.language),
            updated: metadata.updated.as_ref().map_or_else(|| published.clone(), moment),
            published,
            authors: metadata.authors.clone(),
            tags: metadata.tags.clone(),
            summary: Some(article.summary.clone()).filter(|summary| !summary.is_empty()),
            content: String::new(),
        }
    }
}

/// The moment of a date; of a day its beginning in universal time.
fn moment(date: &ArticleDate) -> String {
    date.moment.clone().unwrap_or_else(|| format!("{}T00:00:00Z", date.day))
}

fn content(
    press: &Press<'_>,
    links: Links<'_>,
    article: &Article,
    quotations: impl Iterator<Item = QuotationRef>,
) -> Result<String, RenderError> {
    #[derive(Serialize)]
    struct Content<'a> {
        summary: &'a str,
        quotations: Vec<QuotationView>,
    }
    let quotations = quotations.map(|quotation| QuotationView::of(press, links, quotation)).collect();
    let view = Content { summary: &article.summary, quotations };
    Ok(press.component("feed_entry", &view)?.trim().to_owned())
}
