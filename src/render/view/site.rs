//! What every page is given: the site, the page itself.

use serde::Serialize;

use super::article::ArticleLink;
use super::list::TaxonomyLink;
use crate::render::feeds;
use crate::render::links::Links;
use crate::render::page::{ARTICLES, HOME, SPEAKERS};
use crate::render::pagination::PaginationView;
use crate::render::press::Press;
use crate::render::search::SEARCH;
use crate::site::{Section, SectionId, Site};

/// The site as a whole: nothing that changes with every article, lest each of them change every page.
#[derive(Serialize)]
pub(in crate::render) struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    home: String,
    articles: String,
    speakers: String,
    /// To the search page.
    search: Option<String>,
    /// Pages about the site: `title`, `href`.
    pages: Vec<ArticleLink>,
    /// The sections at the top.
    sections: Vec<SectionLink<'a>>,
    taxonomies: Vec<TaxonomyLink>,
    trusts_content: bool,
    /// The site's own settings.
    extra: &'a serde_json::Map<String, serde_json::Value>,
}

impl<'a> SiteView<'a> {
    pub(in crate::render) fn of(press: &'a Press<'_>, links: Links<'_>) -> Self {
        let (site, settings) = (press.site, press.settings);
        Self {
            title: &settings.title,
            description: &settings.description,
            language: &settings.language,
            home: links.page(HOME),
            articles: links.page(ARTICLES),
            speakers: links.page(SPEAKERS),
            search: press.has_search.then(|| links.page(SEARCH)),
            pages: site.standing_pages.iter().copied().map(|id| ArticleLink::of(links, site.article(id))).collect(),
            sections: listed_sections(site).map(|section| SectionLink::of(links, section)).collect(),
            taxonomies: site.taxonomies.iter().map(|taxonomy| TaxonomyLink::of(links, taxonomy)).collect(),
            trusts_content: settings.trust_content,
            extra: &settings.extra,
        }
    }
}

/// The sections at the top but that of all articles, which every page links already.
fn listed_sections(site: &Site) -> impl Iterator<Item = &Section> {
    let top = site.section(SectionId::ROOT).subsections.iter().map(|id| site.section(*id));
    top.filter(|section| section.url_path != ARTICLES)
}

/// A section, without what is in it.
#[derive(Serialize)]
struct SectionLink<'a> {
    name: &'a str,
    href: String,
}

impl<'a> SectionLink<'a> {
    fn of(links: Links<'_>, section: &'a Section) -> Self {
        Self { name: &section.title, href: links.page(&section.url_path) }
    }
}

/// How much there is.
#[derive(Clone, Copy, Debug, Serialize)]
pub(in crate::render) struct CountsView {
    articles: usize,
    speakers: usize,
    quotations: usize,
}

impl CountsView {
    pub(in crate::render) fn of(site: &Site) -> Self {
        Self { articles: site.listed.len(), speakers: site.speakers.len(), quotations: site.quotation_count }
    }
}

/// A feed that goes with a page.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct FeedLink {
    /// What is in it, with the format.
    pub(in crate::render) title: String,
    /// `Atom`, `JSON Feed`.
    pub(in crate::render) format: &'static str,
    pub(in crate::render) media_type: &'static str,
    pub(in crate::render) href: String,
}

/// The page at hand.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct PageView {
    /// `home`, `article`, `articles`, `section`, `sections`, `taxonomy`, `term`, `speakers`, `speaker`, `unnamed`,
    /// `search`, `not_found`.
    kind: &'static str,
    title: String,
    description: Option<String>,
    /// The address that search engines should know.
    canonical: Option<String>,
    /// The page's own address, where a base URL is set.
    url: Option<String>,
    /// Of its text, as previews name it: `en_GB`.
    locale: String,
    /// A picture for previews, where a base URL is set.
    image: Option<String>,
    /// The pages before and after it, where it is one of several of a list.
    previous: Option<String>,
    next: Option<String>,
    /// The feeds of the site, and those of the page's own subject.
    feeds: Vec<FeedLink>,
    /// JSON-LD, ready to stand in a script element.
    structured_data: Option<String>,
}

impl PageView {
    pub(in crate::render) fn new(press: &Press<'_>, kind: &'static str, links: Links<'_>, title: &str) -> Self {
        let url = press.settings.base_url.is_some().then(|| links.outward().own_page());
        Self {
            kind,
            title: title.to_owned(),
            description: None,
            canonical: url.clone(),
            url,
            locale: press.settings.language.replace('-', "_"),
            image: None,
            previous: None,
            next: None,
            feeds: feeds::links(press, links, HOME, &press.settings.title),
            structured_data: None,
        }
    }

    pub(in crate::render) fn one_of(mut self, pagination: Option<&PaginationView>) -> Self {
        self.previous = pagination.and_then(|pagination| pagination.previous.clone());
        self.next = pagination.and_then(|pagination| pagination.next.clone());
        self
    }

    pub(in crate::render) fn with_feeds(mut self, feeds: Vec<FeedLink>) -> Self {
        self.feeds.extend(feeds);
        self
    }

    pub(in crate::render) fn described(mut self, description: Option<String>) -> Self {
        self.description = description;
        self
    }

    /// Names another address, where there is one, as the one that search engines should know.
    pub(in crate::render) fn first_published_at(mut self, source_url: Option<&str>) -> Self {
        self.canonical = source_url.map(str::to_owned).or(self.canonical);
        self
    }

    pub(in crate::render) fn in_language(mut self, language: &str) -> Self {
        self.locale = language.replace('-', "_");
        self
    }

    pub(in crate::render) fn pictured(mut self, image: Option<String>) -> Self {
        self.image = image;
        self
    }

    pub(in crate::render) fn structured(mut self, json: Option<String>) -> Self {
        self.structured_data = json;
        self
    }
}
