//! The pages of a site: which there are, where they stand, what their templates are given.

use serde::Serialize;

use super::article_body::article_body;
use super::error::RenderError;
use super::links::data_url;
use super::press::Press;
use super::pull_quotes::is_pull_quote;
use super::view::{
    ArticleCard, ArticlePage, PageContext, PageView, QuotationView, SpeakerCard, SpeakerPage, UnnamedGroup, by_letter,
};
use super::{OutputFile, json_ld};
use crate::site::{ArticleId, QuotationRef, Site, Speaker, SpeakerId, VoiceSource, spoken};

/// Where the home page stands.
pub(super) const HOME: &str = "";
/// Where the list of all articles stands.
pub(super) const ARTICLES: &str = "articles/";
/// Where the index of speakers stands.
pub(super) const SPEAKERS: &str = "speakers/";
const UNNAMED: &str = "speakers/unnamed/";

/// How many of the newest articles, of pull quotes and of speakers the home page shows.
const ON_HOME: (usize, usize, usize) = (9, 3, 10);

/// Asset with the few rules of the page that cannot link to a style sheet.
const NOT_FOUND_STYLE: &str = "not-found.css";

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    Home,
    Articles,
    Article(ArticleId),
    Speakers,
    Speaker(SpeakerId),
    Unnamed,
    NotFound,
}

/// All pages of a site. An article that stands where a list would takes its place.
pub(super) fn pages(site: &Site) -> Vec<Page> {
    let taken = |path: &str| site.articles.iter().any(|article| article.url_path == path);
    let mut pages = Vec::new();
    for (path, page) in [(HOME, Page::Home), (ARTICLES, Page::Articles), (SPEAKERS, Page::Speakers)] {
        if !taken(path) {
            pages.push(page);
        }
    }
    pages.extend(site.article_ids().map(Page::Article));
    pages.extend((0..site.speakers.len()).map(SpeakerId::from_index).map(Page::Speaker));
    if has_unnamed(site) {
        pages.push(Page::Unnamed);
    }
    pages.push(Page::NotFound);
    pages
}

/// Where the page of a speaker stands.
pub(super) fn speaker_path(speaker: &Speaker) -> String {
    format!("{SPEAKERS}{}/", speaker.slug)
}

/// Makes a page.
pub(super) fn render(press: &Press<'_>, page: Page) -> Result<OutputFile, RenderError> {
    match page {
        Page::Home => home(press),
        Page::Articles => articles(press),
        Page::Article(id) => article(press, id),
        Page::Speakers => speakers(press),
        Page::Speaker(id) => speaker(press, id),
        Page::Unnamed => unnamed(press),
        Page::NotFound => not_found(press),
    }
}

/// Fills the template `name` for the page at `path`.
fn fill(
    press: &Press<'_>,
    name: &str,
    path: &str,
    page: PageView,
    content: impl Serialize,
) -> Result<OutputFile, RenderError> {
    let view = PageContext::new(press, press.links(path), page, content);
    Ok(OutputFile { path: format!("{path}index.html"), bytes: press.template(name, &view)?.into_bytes() })
}

fn home(press: &Press<'_>) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Home {
        articles: Vec<ArticleCard>,
        featured: Vec<QuotationView>,
        top_speakers: Vec<SpeakerCard>,
    }
    let (links, (newest, featured, most_quoted)) = (press.links(HOME), ON_HOME);
    let content = Home {
        articles: press.site.listed_ids().take(newest).map(|id| ArticleCard::of(press, links, id)).collect(),
        featured: featured_quotations(press.site, featured)
            .into_iter()
            .map(|quotation| QuotationView::of(press, links, quotation))
            .collect(),
        top_speakers: most_quoted_speakers(press.site, most_quoted)
            .into_iter()
            .map(|speaker| SpeakerCard::of(links, speaker))
            .collect(),
    };
    let page = PageView::new(press, "home", HOME, &press.settings.title)
        .described(Some(press.settings.description.clone()))
        .structured(json_ld::website(press));
    fill(press, "home.html", HOME, page, content)
}

/// The longest pull quote of each of the newest articles, each of another speaker with a name.
fn featured_quotations(site: &Site, count: usize) -> Vec<QuotationRef> {
    let mut featured = Vec::new();
    let mut speakers = Vec::new();
    for id in site.article_ids() {
        let article = site.article(id);
        let speaker_of = |attribution: usize| {
            let voice = site.voices(id).iter().find(|voice| voice.quotations.contains(&attribution))?;
            matches!(voice.source, VoiceSource::Speaker(_)).then_some(voice.source)
        };
        let longest = spoken(article)
            .filter(|(_, attribution)| is_pull_quote(article, attribution))
            .filter_map(|(index, attribution)| Some((index, attribution, speaker_of(index)?)))
            .filter(|(_, _, speaker)| !speakers.contains(speaker))
            .max_by_key(|(index, attribution, _)| (attribution.extent().len(), std::cmp::Reverse(*index)));
        if let Some((attribution, _, speaker)) = longest {
            featured.push(QuotationRef { article: id, attribution });
            speakers.push(speaker);
        }
        if featured.len() == count {
            break;
        }
    }
    featured
}

fn most_quoted_speakers(site: &Site, count: usize) -> Vec<&Speaker> {
    let mut speakers: Vec<&Speaker> = site.speakers.iter().collect();
    speakers.sort_by_key(|speaker| std::cmp::Reverse((speaker.quotations.len(), speaker.article_count)));
    speakers.truncate(count);
    speakers
}

fn articles(press: &Press<'_>) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Articles {
        articles: Vec<ArticleCard>,
    }
    let links = press.links(ARTICLES);
    let cards = press.site.listed_ids().map(|id| ArticleCard::of(press, links, id));
    let content = Articles { articles: cards.collect() };
    fill(press, "articles.html", ARTICLES, PageView::new(press, "articles", ARTICLES, "Articles"), content)
}

fn article(press: &Press<'_>, id: ArticleId) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct One {
        article: ArticlePage,
    }
    let source = press.site.article(id);
    let path = source.url_path.as_str();
    let links = press.links(path);
    let mut view = ArticlePage::of(press, links, id);
    view.body = article_body(press, source, press.site.voices(id), &view)?;
    let page = PageView::new(press, "article", path, &view.title)
        .described(view.description.clone())
        .first_published_at(view.source_url.as_deref())
        .structured(json_ld::article(press, links, id));
    let template = source.metadata.template.as_deref().unwrap_or("article.html");
    if !press.has_template(template) {
        let message = format!("there is no such template; {} asks for it", source.source);
        return Err(RenderError::new(template, message));
    }
    fill(press, template, path, page, One { article: view })
}

fn speakers(press: &Press<'_>) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Speakers {
        groups: Vec<super::view::LetterGroup>,
        unnamed: Option<String>,
    }
    let links = press.links(SPEAKERS);
    let content =
        Speakers { groups: by_letter(press, links), unnamed: has_unnamed(press.site).then(|| links.page(UNNAMED)) };
    fill(press, "speakers.html", SPEAKERS, PageView::new(press, "speakers", SPEAKERS, "Speakers"), content)
}

fn speaker(press: &Press<'_>, id: SpeakerId) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct One {
        speaker: SpeakerPage,
    }
    let speaker = press.site.speaker(id);
    let path = speaker_path(speaker);
    let links = press.links(&path);
    let page = PageView::new(press, "speaker", &path, &speaker.name)
        .described(speaker.descriptions.first().map(|description| description.text.clone()))
        .structured(json_ld::speaker(press, links, speaker));
    fill(press, "speaker.html", &path, page, One { speaker: SpeakerPage::of(press, links, id) })
}

fn unnamed(press: &Press<'_>) -> Result<OutputFile, RenderError> {
    #[derive(Serialize)]
    struct Unnamed {
        groups: Vec<UnnamedGroup>,
    }
    let links = press.links(UNNAMED);
    let groups = press.site.article_ids().filter_map(|id| UnnamedGroup::of(press, links, id));
    let page = PageView::new(press, "unnamed", UNNAMED, "Unnamed speakers");
    fill(press, "unnamed.html", UNNAMED, page, Unnamed { groups: groups.collect() })
}

fn has_unnamed(site: &Site) -> bool {
    site.voices.iter().flatten().any(|voice| matches!(voice.source, VoiceSource::Unnamed(_)))
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
    let page = PageView::new(press, "not_found", HOME, "Page not found");
    let file = fill(press, "404.html", HOME, page, content)?;
    Ok(OutputFile { path: "404.html".to_owned(), ..file })
}
