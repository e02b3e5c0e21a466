//! Sections: the folders of the content, each with its articles.
//!
//! A section is a folder with an `_index.md`, or a folder at the top. An article belongs to the nearest section above it; what
//! lies at the top itself belongs to the section of the site as a whole, which comes first and is always there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::speaker::ArticleId;
use crate::article::{Article, SectionIndex, SortBy, jsonl, url_path};

/// Index of a section in [`crate::site::Site::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(u32);

impl SectionId {
    /// The section of the site as a whole.
    pub const ROOT: Self = Self(0);

    pub(crate) fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    /// As an index into the list of sections.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A folder of articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Where its page stands: `news/`; empty for the site as a whole.
    pub url_path: String,
    /// From its `_index.md`, else from the name of its folder.
    pub title: String,
    /// Its `_index.md`, where it has one.
    pub index: Option<SectionIndex>,
    /// The section that it lies in.
    pub parent: Option<SectionId>,
    /// The sections that lie in it, by weight, then by title.
    pub subsections: Vec<SectionId>,
    /// Its own articles, in its order, without those of the sections in it.
    pub articles: Vec<ArticleId>,
}

/// The sections of a site, and which of them each article belongs to.
pub(super) fn sections(
    articles: &[Arc<Article>],
    listed: &[ArticleId],
    indexes: Vec<SectionIndex>,
) -> (Vec<Section>, Vec<SectionId>) {
    let taken: BTreeSet<&str> = articles.iter().map(|article| article.url_path.as_str()).collect();
    let mut folders: BTreeMap<String, Option<SectionIndex>> = BTreeMap::from([(String::new(), None)]);
    for article in articles {
        // A page that stands where the list of a folder would is instead of it.
        if let Some(folder) = top_folder(&article.source).filter(|folder| !taken.contains(folder.as_str())) {
            folders.entry(folder).or_insert(None);
        }
    }
    folders.extend(indexes.into_iter().map(|index| (folder_path(folder(&index.source)), Some(index))));
    let ids: BTreeMap<String, SectionId> =
        folders.keys().enumerate().map(|(n, path)| (path.clone(), SectionId::from_index(n))).collect();
    let nearest = |path: &str| prefixes(path).find_map(|prefix| ids.get(prefix)).copied().unwrap_or(SectionId::ROOT);
    let of_article: Vec<SectionId> =
        articles.iter().map(|article| nearest(&folder_path(folder(&article.source)))).collect();
    let mut sections: Vec<Section> = folders
        .into_iter()
        .map(|(path, index)| {
            let above = path.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
            let parent = (!path.is_empty()).then(|| nearest(&folder_path(above)));
            section(path, index, parent)
        })
        .collect();
    for &id in listed {
        sections[of_article[id.index()].index()].articles.push(id);
    }
    for section in &mut sections {
        sort(section, articles);
    }
    link_subsections(&mut sections);
    (sections, of_article)
}

fn section(path: String, index: Option<SectionIndex>, parent: Option<SectionId>) -> Section {
    let title = index.as_ref().map_or_else(|| title_of_folder(&path), |index| index.metadata.title.clone());
    let url_path = index.as_ref().map_or(path, |index| index.url_path.clone());
    Section { url_path, title, index, parent, subsections: Vec::new(), articles: Vec::new() }
}

fn sort(section: &mut Section, articles: &[Arc<Article>]) {
    let metadata = |id: &ArticleId| &articles[id.index()].metadata;
    match section.index.as_ref().map_or(SortBy::Date, |index| index.sort_by) {
        // The order of the site.
        SortBy::Date => {}
        SortBy::Title => section.articles.sort_by_key(|id| super::fold::fold(&metadata(id).title)),
        SortBy::Weight => section.articles.sort_by_key(|id| metadata(id).weight.unwrap_or(i64::MAX)),
    }
}

fn link_subsections(sections: &mut [Section]) {
    let weight = |section: &Section| section.index.as_ref().and_then(|index| index.metadata.weight).unwrap_or(i64::MAX);
    let mut order: Vec<SectionId> = (0..sections.len()).map(SectionId::from_index).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&sections[a.index()], &sections[b.index()]);
        (weight(a), &a.title, &a.url_path).cmp(&(weight(b), &b.title, &b.url_path))
    });
    for id in order {
        if let Some(parent) = sections[id.index()].parent {
            sections[parent.index()].subsections.push(id);
        }
    }
}

/// The folder that a source lies in. A file of many articles is like a folder of them, and a page with a folder of its own
/// lies where that folder lies.
pub(super) fn folder(source: &str) -> &str {
    if let Some((file, _)) = jsonl::file_and_id(source) {
        return file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    }
    let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem.eq_ignore_ascii_case("index") { folder.rsplit_once('/').map_or("", |(above, _)| above) } else { folder }
}

fn top_folder(source: &str) -> Option<String> {
    folder(source).split('/').next().filter(|top| !top.is_empty()).map(folder_path)
}

/// The path of the pages of a folder: `News/EU` as `news/eu/`.
fn folder_path(folder: &str) -> String {
    url_path(&format!("{folder}/_index.md"), None, None)
}

/// `a/b/`, `a/`, then nothing.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.rmatch_indices('/').map(|(at, _)| at + 1);
    ends.chain([0]).map(|end| &path[..end])
}

/// `local-news/` as a title: `Local news`.
fn title_of_folder(path: &str) -> String {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let words = name.trim_start_matches('_').replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse_section_index;
    use crate::site::assemble;
    use crate::site::sample::Sample;

    /// Each section as `PATH: its articles > its sections`.
    fn shown(sources: &[&str], indexes: &[(&str, &str)]) -> Vec<String> {
        let articles = sources.iter().map(|source| {
            let weight = i64::try_from(source.len()).unwrap();
            let mut article = Sample::new(source).with(|metadata| metadata.weight = Some(weight)).build();
            if source.contains('#') {
                article.url_path = "w/x-y/".to_owned();
            }
            article
        });
        let index = |(source, text): &(&str, &str)| parse_section_index(source, text.as_bytes()).unwrap();
        let site = assemble((articles.collect(), indexes.iter().map(index).collect()));
        let article = |id: &ArticleId| site.article(*id).source.as_str();
        site.sections
            .iter()
            .map(|section| {
                let articles: Vec<&str> = section.articles.iter().map(article).collect();
                let below: Vec<&str> = section.subsections.iter().map(|id| site.section(*id).title.as_str()).collect();
                format!("{}: {} > {}", section.url_path, articles.join(" "), below.join(" "))
            })
            .collect()
    }

    #[test]
    fn folders_at_the_top_and_folders_with_an_index_are_sections() {
        let sources = ["top.md", "news/2015/03/a.md", "news/eu/b.md", "own/index.md", "news/c/index.md", "w.jsonl#x/y"];
        assert_eq!(
            shown(&sources, &[("news/eu/_index.md", "---\ntitle: Europe\n---\n")]),
            [
                ": own/index.md top.md > News W",
                "news/: news/2015/03/a.md news/c/index.md > Europe",
                "news/eu/: news/eu/b.md > ",
                "w/: w.jsonl#x/y > ",
            ]
        );
    }

    #[test]
    fn a_section_has_its_own_order_and_address() {
        let index = ("n/_index.md", "---\nsort_by: weight\npath: /new/\n---\n");
        assert_eq!(shown(&["n/aaa.md", "n/b.md", "n/cc.md"], &[index])[1], "new/: n/b.md n/cc.md n/aaa.md > ");
    }

    #[test]
    fn a_page_where_a_list_would_stand_is_instead_of_it() {
        assert_eq!(shown(&["news.md", "news/a.md"], &[]), [": news.md news/a.md > "]);
    }
}
