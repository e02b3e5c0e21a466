//! Lists of articles: sections, taxonomies and their terms.

use serde::Serialize;

use super::sourcing::SourcingView;
use crate::render::links::Links;
use crate::render::page::SECTIONS;
use crate::render::press::Press;
use crate::site::{Section, SectionId, Site, Taxonomy, TaxonomyKind, Term};

/// A link to a list of articles: a section, a tag, an author...
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct ListLink {
    name: String,
    /// Last part of the address of a tag, an author, a publisher or a year.
    slug: Option<String>,
    /// Missing only for the tags and authors of a page that is in no list.
    pub(in crate::render) href: Option<String>,
    /// Missing on pages about something else, which would change with every article of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    article_count: Option<usize>,
    description: Option<String>,
}

impl ListLink {
    pub(in crate::render) fn of_section(links: Links<'_>, section: &Section) -> Self {
        Self {
            name: section.title.clone(),
            slug: None,
            href: Some(links.page(&section.url_path)),
            article_count: Some(section.articles.len()),
            description: section.index.as_ref().and_then(|index| index.metadata.description.clone()),
        }
    }

    pub(in crate::render) fn of_term(links: Links<'_>, taxonomy: &Taxonomy, term: &Term) -> Self {
        Self {
            name: term.name.clone(),
            slug: Some(term.slug.clone()),
            href: Some(links.page(&taxonomy.term_path(term))),
            article_count: Some(term.articles.len()),
            description: None,
        }
    }

    /// A name without a list.
    pub(in crate::render) fn bare(name: &str) -> Self {
        Self { name: name.to_owned(), slug: None, href: None, article_count: None, description: None }
    }

    /// The link without how many articles the list has.
    pub(in crate::render) fn uncounted(self) -> Self {
        Self { article_count: None, ..self }
    }
}

/// A section on its own page.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct SectionView {
    pub(in crate::render) title: String,
    pub(in crate::render) description: Option<String>,
    /// HTML.
    body: String,
    href: String,
    article_count: usize,
    /// The sections that it lies in, outermost first, without that of the site as a whole.
    above: Vec<ListLink>,
    /// What sorts of sources its articles and those below it have.
    sourcing: Option<SourcingView>,
    subsections: Vec<ListLink>,
    extra: serde_json::Map<String, serde_json::Value>,
}

impl SectionView {
    pub(in crate::render) fn of(press: &Press<'_>, links: Links<'_>, id: SectionId) -> Self {
        let site = press.site;
        let section = site.section(id);
        let metadata = section.index.as_ref().map(|index| &index.metadata);
        let body = section.index.as_ref().map(|i| press.markdown(links, (&i.source, &i.body), &[], &[]));
        Self {
            title: section.title.clone(),
            description: metadata.and_then(|metadata| metadata.description.clone()),
            body: body.unwrap_or_default(),
            href: links.page(&section.url_path),
            article_count: section.articles.len(),
            above: above(site, links, id),
            sourcing: SourcingView::of(site, links, &site.sourcing[id.index()]),
            subsections: links_to(site, links, &section.subsections),
            extra: metadata.map(|metadata| metadata.extra.clone()).unwrap_or_default(),
        }
    }
}

/// The sections that one lies in, outermost first, without that of the site as a whole.
fn above(site: &Site, links: Links<'_>, id: SectionId) -> Vec<ListLink> {
    let parent = |id: &SectionId| site.section(*id).parent.filter(|parent| *parent != SectionId::ROOT);
    let mut above: Vec<ListLink> = std::iter::successors(parent(&id), parent)
        .map(|section| ListLink::of_section(links, site.section(section)).uncounted())
        .collect();
    above.reverse();
    above
}

/// The section of an article and those that it lies in, outermost first.
pub(in crate::render) fn crumbs(site: &Site, links: Links<'_>, id: SectionId) -> Vec<ListLink> {
    if id == SectionId::ROOT {
        return Vec::new();
    }
    let mut crumbs = above(site, links, id);
    crumbs.push(ListLink::of_section(links, site.section(id)).uncounted());
    crumbs
}

/// Links to sections.
fn links_to(site: &Site, links: Links<'_>, sections: &[SectionId]) -> Vec<ListLink> {
    sections.iter().map(|id| ListLink::of_section(links, site.section(*id))).collect()
}

/// What the terms of a taxonomy are called, and where its index stands.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct TaxonomyLink {
    /// `tags`, `categories`, `authors`, `publishers`, `years`, `sections`.
    name: &'static str,
    /// The same as a title.
    title: &'static str,
    href: String,
}

impl TaxonomyLink {
    pub(in crate::render) fn of(links: Links<'_>, taxonomy: &Taxonomy) -> Self {
        let (name, title) = (taxonomy.kind.name(), TaxonomyView::title_of(taxonomy.kind));
        Self { name, title, href: links.page(&taxonomy.url_path()) }
    }
}

/// A taxonomy, and how much is in it.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct TaxonomyView {
    #[serde(flatten)]
    link: TaxonomyLink,
    term_count: usize,
}

impl TaxonomyView {
    pub(in crate::render) fn of(links: Links<'_>, taxonomy: &Taxonomy) -> Self {
        Self { link: TaxonomyLink::of(links, taxonomy), term_count: taxonomy.terms.len() }
    }

    pub(in crate::render) fn title_of(kind: TaxonomyKind) -> &'static str {
        match kind {
            TaxonomyKind::Tags => "Tags",
            TaxonomyKind::Categories => "Categories",
            TaxonomyKind::Authors => "Authors",
            TaxonomyKind::Publishers => "Publishers",
            TaxonomyKind::Years => "Years",
        }
    }

    /// The index of all sections, which looks like that of a taxonomy.
    pub(in crate::render) fn of_sections(links: Links<'_>, site: &Site) -> Self {
        let link = TaxonomyLink { name: "sections", title: "Sections", href: links.page(SECTIONS) };
        Self { link, term_count: site.sections.len().saturating_sub(1) }
    }
}
