//! Taxonomies: what articles are sorted under: tags, categories, authors, publishers, years.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fold::fold;
use super::slug::Slugs;
use super::speaker::ArticleId;
use crate::article::{Article, Metadata};

/// What articles can be sorted under, in the order of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxonomyKind {
    /// What front matter calls tags.
    Tags,
    /// What front matter calls categories.
    Categories,
    /// Who wrote the article.
    Authors,
    /// Who published it first.
    Publishers,
    /// The year of its date.
    Years,
}

impl TaxonomyKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Tags, Self::Categories, Self::Authors, Self::Publishers, Self::Years];

    /// Its name, which is also the folder of its pages: `tags`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::Categories => "categories",
            Self::Authors => "authors",
            Self::Publishers => "publishers",
            Self::Years => "years",
        }
    }

    fn terms(self, metadata: &Metadata) -> Vec<String> {
        match self {
            Self::Tags => metadata.tags.clone(),
            Self::Categories => metadata.categories.clone(),
            Self::Authors => metadata.authors.clone(),
            Self::Publishers => metadata.publisher.iter().cloned().collect(),
            Self::Years => metadata.date.iter().map(|date| date.day.year().to_string()).collect(),
        }
    }
}

/// All the terms of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxonomy {
    /// Of which kind.
    pub kind: TaxonomyKind,
    /// By name; years newest first. Never empty.
    pub terms: Vec<Term>,
}

/// One tag, one author, one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As most articles write it.
    pub name: String,
    /// Last part of the address of its page.
    pub slug: String,
    /// Its articles, newest first.
    pub articles: Vec<ArticleId>,
}

/// A term by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermRef {
    /// Index into [`crate::site::Site::taxonomies`].
    pub taxonomy: usize,
    /// Index into the terms of that taxonomy.
    pub term: usize,
}

impl Taxonomy {
    /// Where its page stands: `tags/`.
    pub fn url_path(&self) -> String {
        format!("{}/", self.kind.name())
    }

    /// Where the page of one of its terms stands: `tags/sea/`.
    pub fn term_path(&self, term: &Term) -> String {
        format!("{}/{}/", self.kind.name(), term.slug)
    }
}

/// The taxonomies that have terms, and the terms of each article, in its own order.
pub(super) fn taxonomies(articles: &[Arc<Article>], listed: &[ArticleId]) -> (Vec<Taxonomy>, Vec<Vec<TermRef>>) {
    let mut of_article = vec![Vec::new(); articles.len()];
    let mut taxonomies = Vec::new();
    for kind in TaxonomyKind::ALL {
        let (terms, uses) = terms(kind, articles, listed);
        for (article, term) in uses {
            of_article[article.index()].push(TermRef { taxonomy: taxonomies.len(), term });
        }
        if !terms.is_empty() {
            taxonomies.push(Taxonomy { kind, terms });
        }
    }
    (taxonomies, of_article)
}

/// A term in the making: its spellings with how often each occurs, and its articles.
#[derive(Default)]
struct Gathered {
    spellings: BTreeMap<String, usize>,
    articles: Vec<ArticleId>,
}

type Uses = Vec<(ArticleId, usize)>;

fn terms(kind: TaxonomyKind, articles: &[Arc<Article>], listed: &[ArticleId]) -> (Vec<Term>, Uses) {
    let mut gathered: BTreeMap<String, Gathered> = BTreeMap::new();
    let mut uses: Vec<(ArticleId, String)> = Vec::new();
    for &id in listed {
        for name in kind.terms(&articles[id.index()].metadata) {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let key = fold(&name);
            if key.is_empty() {
                continue;
            }
            let term = gathered.entry(key.clone()).or_default();
            *term.spellings.entry(name).or_default() += 1;
            // Written twice in one article it still counts once.
            if term.articles.last() != Some(&id) {
                term.articles.push(id);
                uses.push((id, key));
            }
        }
    }
    let mut terms: Vec<(String, Term)> = gathered.into_iter().map(|(key, found)| (key, found.into_term())).collect();
    claim_slugs(&mut terms, articles);
    if kind == TaxonomyKind::Years {
        terms.reverse();
    }
    let places: HashMap<&str, usize> = terms.iter().enumerate().map(|(n, (key, _))| (key.as_str(), n)).collect();
    let uses = uses.iter().map(|(id, key)| (*id, places[key.as_str()])).collect();
    (terms.into_iter().map(|(_, term)| term).collect(), uses)
}

impl Gathered {
    fn into_term(self) -> Term {
        let commonest = self.spellings.into_iter().min_by_key(|(_, count)| Reverse(*count));
        let name = commonest.map(|(name, _)| name).unwrap_or_default();
        Term { name, slug: String::new(), articles: self.articles }
    }
}

/// The term that was there first keeps the plain slug when another one with the same turns up.
fn claim_slugs(terms: &mut [(String, Term)], articles: &[Arc<Article>]) {
    let oldest = |term: &Term| {
        let days = term.articles.iter().filter_map(|id| Some(articles[id.index()].metadata.date.as_ref()?.day));
        let day = days.min();
        (day.is_none(), day)
    };
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by_key(|&n| (oldest(&terms[n].1), terms[n].0.clone()));
    let mut slugs = Slugs::new(&[], "term");
    for n in order {
        terms[n].1.slug = slugs.claim(&terms[n].1.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::assemble;
    use crate::site::sample::Sample;

    fn tagged(source: &str, day: &str, tags: &[&str]) -> Article {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        Sample::new(source).dated(day).with(|metadata| metadata.tags = tags).build()
    }

    #[test]
    fn terms_are_joined_over_spellings_and_have_addresses_of_their_own() {
        let site = assemble(vec![
            tagged("a.md", "2024-01-01", &["Sea", "C", "sea"]),
            tagged("b.md", "2025-01-01", &["sea", "C++", " "]),
            tagged("c.md", "2026-01-01", &["sea", "Café"]),
        ]);
        let tags: Vec<String> = site.taxonomies[0]
            .terms
            .iter()
            .map(|term| format!("{} {} {}", term.name, term.slug, term.articles.len()))
            .collect();
        assert_eq!(tags, ["C c 1", "C++ c-2 1", "Café cafe 1", "sea sea 3"]);
        let years = &site.taxonomies[1];
        assert_eq!(years.kind, TaxonomyKind::Years);
        assert_eq!(
            years.terms.iter().map(|term| years.term_path(term)).collect::<Vec<_>>(),
            ["years/2026/", "years/2025/", "years/2024/"]
        );
        let of_newest: Vec<&str> = site.terms(ArticleId::from_index(0)).map(|(_, term)| term.name.as_str()).collect();
        assert_eq!(of_newest, ["sea", "Café", "2026"]);
    }
}
