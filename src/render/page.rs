//! The pages of a site: which there are, where they stand, what their templates are given.

use serde::Serialize;
use tera::Value;

use super::article_body::article_body;
use super::cards::{self, card_path, quotation_path};
use super::error::RenderError;
use super::functions::on_page;
use super::keys::{Key, Keys};
use super::links::{Links, data_url};
use super::pagination::{PaginationView, Slice};
use super::press::Press;
use super::pull_quotes::is_pull_quote;
use super::search::{SEARCH, SearchView};
use super::speaker_lists::SpeakerList;
use super::view::{
    ArticleCard, ArticlePage, CountsView, LetterGroup, LetterLink, ListLink, PageView, QuotationView, SectionView,
    SpeakerCard, SpeakerListLink, SpeakerPage, TaxonomyView, UnnamedGroup, by_letter, letters, speaker_list_links,
};
use super::{OutputFile, Settings, feeds, json_ld, pieces, search};
use crate::markdown::push_attribute;
use crate::site::{
    ArticleId, QuotationRef, SectionId, Site, Speaker, SpeakerId, Taxonomy, TaxonomyKind, Term, VoiceSource, spoken,
};

/// Where the home page stands.
pub(super) const HOME: &str = "";
/// Where the list of all articles stands.
pub(super) const ARTICLES: &str = "articles/";
/// Where the index of speakers stands.
pub(super) const SPEAKERS: &str = "speakers/";
const UNNAMED: &str = "speakers/unnamed/";

/// Where the index of sections stands.
pub(super) const SECTIONS: &str = "sections/";

/// How many pull quotes and speakers the home page shows.
const ON_HOME: (usize, usize) = (3, 10);

/// Asset with the few rules of the page that cannot link to a style sheet.
const NOT_FOUND_STYLE: &str = "not-found.css";

/// A page of the site; long lists have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    Home(Slice),
    Articles(Slice),
    Article(ArticleId),
    /// A quotation by itself.
    Quotation(QuotationRef),
    Section(SectionId, Slice),
    Sections(Slice),
    /// The index of a taxonomy, by its place.
    Taxonomy(usize, Slice),
    /// A term, by the places of its taxonomy and its own.
    Term(usize, usize, Slice),
    /// An index of speakers, by its place.
    Speakers(usize, Slice),
    Speaker(SpeakerId, Slice),
    Unnamed(Slice),
    Search,
    NotFound,
}

/// All pages of a site. An article that stands where the list of all articles or the home page would takes its place.
pub(super) fn pages(press: &Press<'_>) -> Vec<Page> {
    let (site, settings) = (press.site, press.settings);
    let taken = |path: &str| site.articles.iter().any(|article| article.url_path == path);
    let (page_size, index_size) = (settings.page_size, settings.index_size);
    let mut pages = Vec::new();
    if !taken(HOME) {
        pages.extend(Slice::all(site.listed.len(), page_size).map(Page::Home));
    }
    if !taken(ARTICLES) {
        let size = section_at(site, ARTICLES).map_or(page_size, |id| section_page_size(site, settings, id));
        pages.extend(Slice::all(site.listed.len(), size).map(Page::Articles));
    }
    pages.extend(site.article_ids().map(Page::Article));
    if settings.quotation_pages {
        let of =
            |article| spoken(site.article(article)).map(move |(attribution, _)| QuotationRef { article, attribution });
        pages.extend(site.article_ids().flat_map(of).map(Page::Quotation));
    }
    for id in site.section_ids() {
        let section = site.section(id);
        if !matches!(section.url_path.as_str(), HOME | ARTICLES) {
            let slices = Slice::all(section.articles.len(), section_page_size(site, settings, id));
            pages.extend(slices.map(|slice| Page::Section(id, slice)));
        }
    }
    if has_sections_index(site) {
        pages.extend(Slice::all(site.sections.len() - 1, index_size).map(Page::Sections));
    }
    for (n, taxonomy) in site.taxonomies.iter().enumerate() {
        pages.extend(Slice::all(taxonomy.terms.len(), index_size).map(|slice| Page::Taxonomy(n, slice)));
        for (t, term) in taxonomy.terms.iter().enumerate() {
            pages.extend(Slice::all(term.articles.len(), page_size).map(|slice| Page::Term(n, t, slice)));
        }
    }
    for (n, list) in press.speaker_lists.iter().enumerate() {
        pages.extend(Slice::all(list.speakers.len(), index_size).map(|slice| Page::Speakers(n, slice)));
    }
    for (n, speaker) in site.speakers.iter().enumerate() {
        let slices = Slice::all(speaker.article_count, page_size);
        pages.extend(slices.map(|slice| Page::Speaker(SpeakerId::from_index(n), slice)));
    }
    if !site.with_unnamed.is_empty() {
        pages.extend(Slice::all(site.with_unnamed.len(), page_size).map(Page::Unnamed));
    }
    if search::has_page(site, settings) {
        pages.push(Page::Search);
    }
    pages.push(Page::NotFound);
    pages
}

/// Whether there is more to list than the one folder of all articles.
pub(super) fn has_sections_index(site: &Site) -> bool {
    site.sections.len() > 2
}

/// The section whose page stands at `path`.
fn section_at(site: &Site, path: &str) -> Option<SectionId> {
    site.section_ids().find(|id| site.section(*id).url_path == path)
}

fn section_page_size(site: &Site, settings: &Settings, id: SectionId) -> usize {
    site.section(id).index.as_ref().and_then(|index| index.page_size).unwrap_or(settings.page_size)
}

/// Where the page of a speaker stands.
pub(super) fn speaker_path(speaker: &Speaker) -> String {
    format!("{SPEAKERS}{}/", speaker.slug)
}

/// The key of a page; `None` of those that are made anew whenever anything has changed: indexes of the whole site, and few.
pub(super) fn key(press: &Press<'_>, keys: &Keys, page: Page) -> Option<Key> {
    Some(match page {
        Page::Home(slice) => keys.home(press, slice),
        Page::Articles(slice) => keys.articles(press, section_at(press.site, ARTICLES), slice),
        Page::Article(id) => keys.article(id),
        Page::Quotation(quotation) => keys.quotation(quotation),
        Page::Section(id, slice) => keys.section(press, id, slice),
        Page::Term(n, term, slice) => {
            let taxonomy = &press.site.taxonomies[n];
            keys.term(press, taxonomy, &taxonomy.terms[term], slice)
        }
        Page::Speaker(id, slice) => keys.speaker(press, id, slice),
        Page::Unnamed(slice) => keys.unnamed(press, slice),
        Page::Sections(_) | Page::Taxonomy(..) | Page::Speakers(..) | Page::Search | Page::NotFound => return None,
    })
}

/// Makes a page, with the files that belong to it.
pub(super) fn render(press: &Press<'_>, page: Page) -> Result<Vec<OutputFile>, RenderError> {
    if let Page::Quotation(quotation) = page {
        return quotation_page(press, quotation).map(Vec::from);
    }
    html(press, page).map(|file| vec![file])
}

fn html(press: &Press<'_>, page: Page) -> Result<OutputFile, RenderError> {
    match page {
        Page::Home(slice) => home(press, slice),
        Page::Articles(slice) => articles(press, slice),
        Page::Article(id) => article(press, id),
        Page::Quotation(quotation) => quotation_page(press, quotation).map(|[page, _]| page),
        Page::Section(id, slice) => section(press, id, slice),
        Page::Sections(slice) => sections(press, slice),
        Page::Taxonomy(n, slice) => taxonomy(press, &press.site.taxonomies[n], slice),
        Page::Term(n, term, slice) => {
            let taxonomy = &press.site.taxonomies[n];
            term_page(press, taxonomy, &taxonomy.terms[term], slice)
        }
        Page::Speakers(n, slice) => speakers(press, &press.speaker_lists[n], slice),
        Page::Speaker(id, slice) => speaker(press, id, slice),
        Page::Unnamed(slice) => unnamed(press, slice),
        Page::Search => search_page(press),
        Page::NotFound => not_found(press),
    }
}

/// Fills the template `name` for the page of `links`.
fn fill(
    press: &Press<'_>,
    name: &str,
    links: Links<'_>,
    page: &PageView,
    content: &impl Serialize,
) -> Result<OutputFile, RenderError> {
    fill_one_of(press, name, links, (page, None), content)
}

/// The same for one of the pages of a list, of which `pagination` says how they follow one another.
fn fill_one_of(
    press: &Press<'_>,
    name: &str,
    links: Links<'_>,
    (page, pagination): (&PageView, Option<&Option<PaginationView>>),
    content: &impl Serialize,
) -> Result<OutputFile, RenderError> {
    let page = ("page", Value::from_serializable(page));
    let given = pagination.map(|pagination| ("pagination", Value::from_serializable(pagination)));
    let html = on_page(links, || press.page(name, links, [page].into_iter().chain(given), content))?;
    Ok(OutputFile { path: format!("{}index.html", links.here()), bytes: html.into_bytes() })
}

/// One page of a list at `path`, whose entries `content` fills in.
struct ListPage<'a> {
    template: &'a str,
    kind: &'static str,
    path: &'a str,
    title: &'a str,
    description: Option<String>,
    structured_data: Option<String>,
    has_feeds: bool,
    slice: Slice,
}

impl<'a> ListPage<'a> {
    fn new(template: &'a str, kind: &'static str, path: &'a str, title: &'a str, slice: Slice) -> Self {
        Self { template, kind, path, title, description: None, structured_data: None, has_feeds: false, slice }
    }

    fn described(self, description: Option<String>) -> Self {
        Self { description, ..self }
    }

    /// Whether there are feeds of what the list is about.
    fn with_feeds(self, has_feeds: bool) -> Self {
        Self { has_feeds, ..self }
    }

    /// JSON-LD for the first page.
    fn structured(self, structured_data: Option<String>) -> Self {
        Self { structured_data, ..self }
    }

    fn fill<T: Serialize>(
        self,
        press: &Press<'_>,
        content: impl FnOnce(Links<'_>) -> T,
    ) -> Result<OutputFile, RenderError> {
        let path = self.slice.path(self.path);
        let links = press.links(&path);
        let pagination = self.slice.view(links, self.path);
        let feeds = if self.has_feeds { feeds::links(press, links, self.path, self.title) } else { Vec::new() };
        let page = PageView::new(press, self.kind, links, &self.slice.title(self.title))
            .with_feeds(feeds)
            .described(self.description)
            .structured(self.structured_data.filter(|_| self.slice.is_first()))
            .one_of(pagination.as_ref());
        fill_one_of(press, self.template, links, (&page, Some(&pagination)), &content(links))
    }
}

fn cards(press: &Press<'_>, links: Links<'_>, ids: &[ArticleId]) -> Vec<ArticleCard> {
    ids.iter().map(|id| ArticleCard::of(press, links, *id)).collect()
}

/// The template that the `_index.md` of a section asks for, else the usual one.
fn template_of<'a>(press: &'a Press<'_>, section: Option<SectionId>, usual: &'a str) -> Result<&'a str, RenderError> {
    let index = section.and_then(|id| press.site.section(id).index.as_ref());
    let Some((index, template)) = index.and_then(|index| Some((index, index.metadata.template.as_deref()?))) else {
        return Ok(usual);
    };
    asked_for(press, template, &index.source)
}

fn asked_for<'a>(press: &Press<'_>, template: &'a str, source: &str) -> Result<&'a str, RenderError> {
    if press.has_template(template) {
        Ok(template)
    } else {
        Err(RenderError::new(template, format!("there is no such template; {source} asks for it")))
    }
}

fn home(press: &Press<'_>, slice: Slice) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Home {
        section: SectionView,
        counts: CountsView,
        articles: Vec<ArticleCard>,
        featured: Vec<QuotationView>,
        top_speakers: Vec<SpeakerCard>,
    }
    let site = press.site;
    let content = |links: Links<'_>| Home {
        section: SectionView::of(press, links, SectionId::ROOT),
        counts: CountsView::of(site),
        articles: cards(press, links, slice.of(&site.listed)),
        featured: featured_quotations(site, slice)
            .into_iter()
            .map(|quotation| QuotationView::of(press, links, quotation))
            .collect(),
        top_speakers: most_quoted(press, slice).map(|speaker| SpeakerCard::of(press, links, speaker)).collect(),
    };
    let page = ListPage::new(
        template_of(press, Some(SectionId::ROOT), "home.html")?,
        "home",
        HOME,
        &press.settings.title,
        slice,
    )
    .described(Some(press.settings.description.clone()))
    .structured(slice.is_first().then(|| json_ld::website(press)));
    page.fill(press, content)
}

/// The speakers with most quotations, for the first page.
pub(super) fn most_quoted<'a>(press: &'a Press<'_>, slice: Slice) -> impl Iterator<Item = &'a Speaker> {
    let count = if slice.is_first() { ON_HOME.1 } else { 0 };
    let ranked = press.speaker_lists.iter().filter(|list| list.is_ranked());
    ranked.flat_map(move |list| list.speakers.iter().take(count)).map(|id| press.site.speaker(*id))
}

/// The longest pull quote of each of the newest articles, each of another speaker with a name; for the first page.
pub(super) fn featured_quotations(site: &Site, slice: Slice) -> Vec<QuotationRef> {
    let count = if slice.is_first() { ON_HOME.0 } else { 0 };
    let mut featured = Vec::with_capacity(count);
    let mut speakers = Vec::new();
    for id in site.article_ids() {
        if featured.len() == count {
            break;
        }
        let article = site.article(id);
        let speaker_of = |attribution: usize| {
            let voice = site.voice_of(QuotationRef { article: id, attribution })?;
            matches!(voice.source, VoiceSource::Speaker(_)).then_some(voice.source)
        };
        let longest = spoken(article)
            .filter(|(index, _)| is_pull_quote(article, *index))
            .filter_map(|(index, attribution)| Some((index, attribution, speaker_of(index)?)))
            .filter(|(_, _, speaker)| !speakers.contains(speaker))
            .max_by_key(|(index, attribution, _)| (attribution.extent().len(), std::cmp::Reverse(*index)));
        if let Some((attribution, _, speaker)) = longest {
            featured.push(QuotationRef { article: id, attribution });
            speakers.push(speaker);
        }
    }
    featured
}

fn articles(press: &Press<'_>, slice: Slice) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct All {
        section: Option<SectionView>,
        counts: CountsView,
        articles: Vec<ArticleCard>,
    }
    let section = section_at(press.site, ARTICLES);
    let index = section.and_then(|id| press.site.section(id).index.as_ref());
    let page = ListPage::new(
        template_of(press, section, "articles.html")?,
        "articles",
        ARTICLES,
        index.map_or("Articles", |index| index.metadata.title.as_str()),
        slice,
    )
    .described(index.and_then(|index| index.metadata.description.clone()))
    .with_feeds(section.is_some());
    page.fill(press, |links| All {
        section: section.map(|id| SectionView::of(press, links, id)),
        counts: CountsView::of(press.site),
        articles: cards(press, links, slice.of(&press.site.listed)),
    })
}

fn section(press: &Press<'_>, id: SectionId, slice: Slice) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct One {
        section: SectionView,
        articles: Vec<ArticleCard>,
    }
    let section = press.site.section(id);
    let page = ListPage::new(
        template_of(press, Some(id), "section.html")?,
        "section",
        &section.url_path,
        &section.title,
        slice,
    )
    .described(section.index.as_ref().and_then(|index| index.metadata.description.clone()))
    .with_feeds(true);
    page.fill(press, |links| One {
        section: SectionView::of(press, links, id),
        articles: cards(press, links, slice.of(&section.articles)),
    })
}

#[derive(Serialize)]
struct Index {
    taxonomy: TaxonomyView,
    terms: Vec<ListLink>,
}

/// The index of sections looks like that of a taxonomy.
fn sections(press: &Press<'_>, slice: Slice) -> Result<OutputFile, RenderError> {
    let site = press.site;
    let below: Vec<SectionId> = site.section_ids().filter(|id| *id != SectionId::ROOT).collect();
    let page = ListPage::new("taxonomy.html", "sections", SECTIONS, "Sections", slice);
    page.fill(press, |links| Index {
        taxonomy: TaxonomyView::of_sections(links, site),
        terms: slice.of(&below).iter().map(|id| ListLink::of_section(links, site.section(*id))).collect(),
    })
}

fn taxonomy(press: &Press<'_>, taxonomy: &Taxonomy, slice: Slice) -> Result<OutputFile, RenderError> {
    let path = taxonomy.url_path();
    let page = ListPage::new("taxonomy.html", "taxonomy", &path, TaxonomyView::title_of(taxonomy.kind), slice);
    page.fill(press, |links| Index {
        taxonomy: TaxonomyView::of(links, taxonomy),
        terms: slice.of(&taxonomy.terms).iter().map(|term| ListLink::of_term(links, taxonomy, term)).collect(),
    })
}

fn term_page(press: &Press<'_>, taxonomy: &Taxonomy, term: &Term, slice: Slice) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct One {
        taxonomy: TaxonomyView,
        term: ListLink,
        articles: Vec<ArticleCard>,
    }
    let path = taxonomy.term_path(term);
    let page = ListPage::new("term.html", "term", &path, &term.name, slice);
    page.fill(press, |links| One {
        taxonomy: TaxonomyView::of(links, taxonomy),
        term: ListLink::of_term(links, taxonomy, term),
        articles: cards(press, links, slice.of(&term.articles)),
    })
}

/// The page of an article.
pub(super) fn article(press: &Press<'_>, id: ArticleId) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct One {
        article: ArticlePage,
    }
    let source = press.site.article(id);
    let links = press.links(&source.url_path);
    let mut view = ArticlePage::of(press, links, id);
    view.body = on_page(links, || article_body(press, source, press.site.voices(id), &view))?;
    let page = PageView::new(press, "article", links, &view.title)
        .in_language(&view.language)
        .described(view.description.clone().or_else(|| Some(source.summary.clone()).filter(|text| !text.is_empty())))
        .first_published_at(view.source_url.as_deref())
        .pictured(press.image(source))
        .structured(Some(json_ld::article(press, links, id)));
    let template = match source.metadata.template.as_deref() {
        Some(template) => asked_for(press, template, &source.source)?,
        None => "article.html",
    };
    fill(press, template, links, &page, &One { article: view })
}

/// A quotation by itself, and the drawing of it.
fn quotation_page(press: &Press<'_>, quotation: QuotationRef) -> Result<[OutputFile; 2], RenderError> {
    #[derive(Serialize)]
    struct One {
        quotation: QuotationView,
        card: String,
        /// HTML for other sites, where a base URL says where this one is.
        embed: Option<String>,
    }
    let article = press.site.article(quotation.article);
    let path = quotation_path(article, quotation.attribution);
    let links = press.links(&path);
    let view = QuotationView::of(press, links, quotation);
    let drawing = cards::file(press, quotation, &view);
    let card = links.file(&card_path(article, quotation.attribution));
    let is_known = press.settings.base_url.is_some();
    let preview = is_known.then(|| links.outward().file(&card_path(article, quotation.attribution)));
    let words = pieces::plain(&article.content().text, &article.extraction.attributions[quotation.attribution]);
    let embed = preview.as_ref().map(|card| {
        let mut alt = String::new();
        push_attribute(&mut alt, &format!("{}: {words}", view.name()));
        format!(
            "<a href=\"{}\"><img src=\"{card}\" alt=\"{alt}\" width=\"600\" height=\"315\"></a>",
            links.outward().own_page()
        )
    });
    let page = PageView::new(press, "quotation", links, &format!("{}, quoted", view.name()))
        .described(Some(words.replace("\n\n", " ")))
        .pictured(press.image(article).or(preview));
    Ok([fill(press, "quotation.html", links, &page, &One { quotation: view, card, embed })?, drawing])
}

fn speakers(press: &Press<'_>, list: &SpeakerList, slice: Slice) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Speakers {
        counts: CountsView,
        lists: Vec<SpeakerListLink>,
        letters: Vec<LetterLink>,
        groups: Vec<LetterGroup>,
        ranked: Vec<SpeakerCard>,
        start: usize,
        unnamed: Option<String>,
    }
    let site = press.site;
    let title = if list.path == SPEAKERS { "Speakers" } else { list.title };
    let shown = slice.of(&list.speakers);
    let is_ranked = list.is_ranked();
    let ranked = if is_ranked { shown } else { &[] };
    ListPage::new("speakers.html", "speakers", list.path, title, slice).fill(press, |links| Speakers {
        counts: CountsView::of(site),
        lists: speaker_list_links(press, links, list),
        letters: letters(press, links, list),
        groups: if is_ranked { Vec::new() } else { by_letter(press, links, shown) },
        ranked: ranked.iter().map(|id| SpeakerCard::of(press, links, site.speaker(*id))).collect(),
        start: slice.start() + 1,
        unnamed: (!site.with_unnamed.is_empty()).then(|| links.page(UNNAMED)),
    })
}

fn speaker(press: &Press<'_>, id: SpeakerId, slice: Slice) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct One {
        speaker: SpeakerPage,
    }
    let speaker = press.site.speaker(id);
    let path = speaker_path(speaker);
    let structured_data = slice.is_first().then(|| json_ld::speaker(press, press.links(&path), speaker));
    let page = ListPage::new("speaker.html", "speaker", &path, &speaker.name, slice)
        .described(speaker.descriptions.first().map(|description| description.text.clone()))
        .with_feeds(feeds::has_feed(speaker))
        .structured(structured_data);
    page.fill(press, |links| One { speaker: SpeakerPage::of(press, links, id, slice) })
}

fn unnamed(press: &Press<'_>, slice: Slice) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Unnamed {
        groups: Vec<UnnamedGroup>,
    }
    let ids = &press.site.with_unnamed;
    let page = ListPage::new("unnamed.html", "unnamed", UNNAMED, "Unnamed speakers", slice);
    page.fill(press, |links| Unnamed {
        groups: slice.of(ids).iter().filter_map(|id| UnnamedGroup::of(press, links, *id)).collect(),
    })
}

/// The search page, with lists to choose from where scripts do not run.
fn search_page(press: &Press<'_>) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Lists<'a> {
        counts: CountsView,
        search: SearchView<'a>,
        taxonomies: Vec<TaxonomyView>,
        publishers: Vec<ListLink>,
        years: Vec<ListLink>,
    }
    let links = press.links(SEARCH);
    let terms = |kind: TaxonomyKind| {
        let taxonomies = press.site.taxonomies.iter().filter(move |taxonomy| taxonomy.kind == kind);
        taxonomies.flat_map(|t| t.terms.iter().map(|term| ListLink::of_term(links, t, term))).collect()
    };
    let content = Lists {
        counts: CountsView::of(press.site),
        search: search::view(press, links),
        taxonomies: press.site.taxonomies.iter().map(|taxonomy| TaxonomyView::of(links, taxonomy)).collect(),
        publishers: terms(TaxonomyKind::Publishers),
        years: terms(TaxonomyKind::Years),
    };
    fill(press, "search.html", links, &PageView::new(press, "search", links, "Search"), &content)
}

/// A host shows this page under any path, so it cannot use relative links: it carries its few rules of style in a `data:`
/// URL, and links elsewhere only where a base URL says where the site stands.
fn not_found(press: &Press<'_>) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct NotFound {
        style: String,
        has_links: bool,
    }
    let content = NotFound {
        style: data_url("text/css", press.asset_bytes(NOT_FOUND_STYLE)),
        has_links: press.settings.base_url.is_some(),
    };
    let links = press.links(HOME).outward();
    let page = PageView::new(press, "not_found", links, "Page not found");
    let file = fill(press, "404.html", links, &page, &content)?;
    Ok(OutputFile { path: "404.html".to_owned(), ..file })
}
