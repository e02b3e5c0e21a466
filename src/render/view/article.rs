//! Articles: as a link, as a card in a list, as a page.

use serde::Serialize;

use super::citation::CitationView;
use super::list::{ListLink, crumbs};
use super::sourcing::SourcingView;
use super::voice::{VoiceView, voices, voices_in_brief};
use crate::article::{Article, Content, Format, reading_minutes};
use crate::extract::BlockKind;
use crate::render::date::DateView;
use crate::render::links::{Links, encoded};
use crate::render::press::Press;
use crate::site::{ArticleId, TaxonomyKind, VoiceSource, sourcing};
use crate::text::one_line;

/// How many names a card shows.
const NAMES_ON_A_CARD: usize = 4;

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// An article by its headline.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct ArticleLink {
    title: String,
    href: String,
    date: Option<DateView>,
    publisher: Option<String>,
}

impl ArticleLink {
    pub(in crate::render) fn of(links: Links<'_>, article: &Article) -> Self {
        Self {
            title: article.metadata.title.clone(),
            href: links.page(&article.url_path),
            date: article.metadata.date.as_ref().map(DateView::of),
            publisher: article.metadata.publisher.clone(),
        }
    }
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct ArticleCard {
    title: String,
    href: String,
    date: Option<DateView>,
    publisher: Option<String>,
    description: Option<String>,
    summary: String,
    reading_minutes: usize,
    /// Language of the article, where it is not the site's.
    language: Option<String>,
    quotation_count: usize,
    /// Those with most quoted words.
    voices: Vec<VoiceView>,
    /// How many more speak.
    further_voices: usize,
}

impl ArticleCard {
    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, id: ArticleId) -> Self {
        let article = press.site.article(id);
        let ArticleLink { title, href, date, publisher } = ArticleLink::of(links, article);
        let voices = press.site.voices(id);
        let quotation_count = voices.iter().map(|voice| voice.quotations.len()).sum();
        let known = voices.iter().filter(|voice| voice.source != VoiceSource::Unknown).count();
        let shown = known.min(NAMES_ON_A_CARD);
        let further_voices = voices.len() - shown;
        Self {
            title,
            href,
            date,
            publisher,
            description: article.metadata.description.clone(),
            summary: article.summary.clone(),
            reading_minutes: reading_minutes(article.words),
            language: language_unless(article, &press.settings.language),
            quotation_count,
            voices: voices_in_brief(press, links, id).take(shown).collect(),
            further_voices,
        }
    }
}

/// An article's own page.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct ArticlePage {
    pub(in crate::render) title: String,
    pub(in crate::render) description: Option<String>,
    pub(in crate::render) date: Option<DateView>,
    pub(in crate::render) updated: Option<DateView>,
    pub(in crate::render) authors: Vec<ListLink>,
    pub(in crate::render) publisher: Option<String>,
    /// To the list of the publisher's articles.
    pub(in crate::render) publisher_href: Option<String>,
    pub(in crate::render) source_url: Option<String>,
    pub(in crate::render) tags: Vec<ListLink>,
    pub(in crate::render) categories: Vec<ListLink>,
    /// The section that it belongs to and those above, outermost first.
    pub(in crate::render) sections: Vec<ListLink>,
    /// In the list of its section.
    pub(in crate::render) previous: Option<ArticleLink>,
    pub(in crate::render) next: Option<ArticleLink>,
    /// Those that share most of their speakers and tags.
    pub(in crate::render) related: Vec<ArticleLink>,
    pub(in crate::render) extra: serde_json::Map<String, serde_json::Value>,
    /// BCP 47 tag.
    pub(in crate::render) language: String,
    /// `ltr` or `rtl`.
    pub(in crate::render) direction: &'static str,
    /// Whether the body begins with the headline.
    pub(in crate::render) title_in_body: bool,
    pub(in crate::render) quotation_count: usize,
    pub(in crate::render) quoted_words: usize,
    pub(in crate::render) words: usize,
    pub(in crate::render) reading_minutes: usize,
    /// In one line of text.
    pub(in crate::render) summary: String,
    /// The table of contents: its headings, those below a heading inside it.
    pub(in crate::render) contents: Vec<ContentsEntry>,
    pub(in crate::render) voices: Vec<VoiceView>,
    /// What sorts of sources its quoted words come from.
    pub(in crate::render) sourcing: Option<SourcingView>,
    pub(in crate::render) citation: CitationView,
    /// HTML.
    pub(in crate::render) body: String,
}

impl ArticlePage {
    /// The page without its body.
    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, id: ArticleId) -> Self {
        let article = press.site.article(id);
        let (metadata, language) = (&article.metadata, language(article, &press.settings.language));
        let site = press.site;
        let link = |id: ArticleId| ArticleLink::of(links, site.article(id));
        let terms = |kind: TaxonomyKind, names: &[String]| -> Vec<ListLink> {
            let terms = site.terms(id).filter(|(taxonomy, _)| taxonomy.kind == kind);
            let link = |(taxonomy, term)| ListLink::of_term(links, taxonomy, term).uncounted();
            let found: Vec<ListLink> = terms.map(link).collect();
            if found.is_empty() { names.iter().map(|name| ListLink::bare(name)).collect() } else { found }
        };
        let content = article.content();
        let first_block = content.blocks.first().map(|block| block.kind);
        Self {
            title: metadata.title.clone(),
            description: metadata.description.clone(),
            date: metadata.date.as_ref().map(DateView::of),
            updated: metadata.updated.as_ref().map(DateView::of),
            authors: terms(TaxonomyKind::Authors, &metadata.authors),
            publisher: metadata.publisher.clone(),
            publisher_href: terms(TaxonomyKind::Publishers, &[]).pop().and_then(|link| link.href),
            source_url: metadata.source_url.clone(),
            tags: terms(TaxonomyKind::Tags, &metadata.tags),
            categories: terms(TaxonomyKind::Categories, &metadata.categories),
            sections: crumbs(site, links, site.section_of(id)),
            previous: site.previous(id).map(link),
            next: site.next(id).map(link),
            related: site.related(id).iter().map(|id| link(*id)).collect(),
            extra: metadata.extra.clone(),
            direction: direction(&language),
            language,
            title_in_body: article.format == Format::Markdown && first_block == Some(BlockKind::Title),
            quotation_count: press.site.voices(id).iter().map(|voice| voice.quotations.len()).sum(),
            quoted_words: press.site.voices(id).iter().map(|voice| voice.words).sum(),
            words: article.words,
            reading_minutes: reading_minutes(article.words),
            summary: article.summary.clone(),
            contents: contents(&content),
            voices: voices(press, links, id),
            sourcing: SourcingView::of(site, links, &sourcing(site.voices(id), &site.speakers)),
            citation: CitationView::of(article, &press.settings.title),
            body: String::new(),
        }
    }
}

/// A heading in a table of contents.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct ContentsEntry {
    title: String,
    /// To the heading on the article's own page.
    href: String,
    level: u8,
    entries: Vec<ContentsEntry>,
}

fn contents(content: &Content) -> Vec<ContentsEntry> {
    let mut open: Vec<ContentsEntry> = Vec::new();
    let mut done = Vec::new();
    let mut close = |open: &mut Vec<ContentsEntry>, level: u8| {
        while open.last().is_some_and(|last| last.level >= level)
            && let Some(entry) = open.pop()
        {
            open.last_mut().map_or(&mut done, |parent| &mut parent.entries).push(entry);
        }
    };
    for heading in &content.headings {
        close(&mut open, heading.level);
        let title = one_line(heading.span.of(&content.text));
        let href = format!("#{}", encoded(&heading.id));
        open.push(ContentsEntry { title, href, level: heading.level, entries: Vec::new() });
    }
    close(&mut open, 0);
    done
}

/// The language of an article: as its front matter says, else as its text shows, else the site's.
pub(in crate::render) fn language(article: &Article, of_site: &str) -> String {
    let found = Some(article.extraction.language.as_str()).filter(|language| !language.is_empty());
    article.metadata.language.as_deref().or(found).unwrap_or(of_site).to_owned()
}

/// The language of an article, where it is not the site's.
pub(in crate::render) fn language_unless(article: &Article, of_site: &str) -> Option<String> {
    Some(language(article, of_site)).filter(|language| primary(language) != primary(of_site))
}

fn direction(language: &str) -> &'static str {
    if RIGHT_TO_LEFT.contains(&primary(language)) { "rtl" } else { "ltr" }
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}
