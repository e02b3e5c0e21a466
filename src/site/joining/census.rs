//! What is known about each article that can speak for or against a join.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::Support;
use super::cluster::{Class, Cluster, compared};
use crate::article::Article;
use crate::site::name::FoldedName;

/// Two articles at most this many days apart count as within a year of each other.
const ABOUT_A_YEAR: i32 = 400;

/// All articles as far as joins need them.
pub(super) struct Census<'a> {
    articles: Vec<Entry<'a>>,
}

struct Entry<'a> {
    article: &'a Article,
    publisher: Option<&'a str>,
    day: Option<Date>,
    /// Full names of persons and names of bodies.
    names: BTreeSet<(Class, FoldedName)>,
}

impl<'a> Census<'a> {
    pub(super) fn of(articles: &'a [Article]) -> Self {
        Self { articles: articles.iter().map(Entry::of).collect() }
    }

    /// What speaks for the two being one, the better support first.
    pub(super) fn support(&self, short: &Cluster, full: &Cluster) -> Option<Support> {
        let own = [(short.class, &short.name), (full.class, &full.name)];
        let pairs = || {
            let articles = |cluster: &'_ Cluster| -> Vec<usize> {
                cluster.members().iter().map(|member| member.article.index()).collect()
            };
            let theirs = articles(full);
            articles(short).into_iter().flat_map(move |a| theirs.clone().into_iter().map(move |b| (a, b)))
        };
        if pairs().any(|(a, b)| self.articles[a].shares_name_with(&self.articles[b], own)) {
            return Some(Support::SharedName);
        }
        let close = pairs().any(|(a, b)| self.articles[a].is_close_to(&self.articles[b]));
        close.then_some(Support::PublisherAndYear)
    }

    /// Clusters of bodies by each alias that some article gives them.
    pub(super) fn bodies_by_alias(&self, clusters: &[Cluster]) -> HashMap<FoldedName, Vec<usize>> {
        let mut aliases: BTreeMap<FoldedName, BTreeSet<usize>> = BTreeMap::new();
        for (index, cluster) in clusters.iter().enumerate().filter(|(_, cluster)| cluster.class == Class::Body) {
            for member in cluster.members() {
                let extraction = &self.articles[member.article.index()].article.extraction;
                for alias in &extraction.entities[member.entity.index()].aliases {
                    aliases.entry(FoldedName::of_body(alias)).or_default().insert(index);
                }
            }
        }
        aliases.into_iter().map(|(alias, bodies)| (alias, bodies.into_iter().collect())).collect()
    }
}

impl<'a> Entry<'a> {
    fn of(article: &'a Article) -> Self {
        let named = article.extraction.entities.iter().filter(|entity| entity.named).map(compared);
        Self {
            article,
            publisher: article.metadata.publisher.as_deref(),
            day: article.metadata.date.as_ref().map(|date| date.day),
            // A lone surname in both articles proves nothing: it may be two people.
            names: named.filter(|(class, name)| *class != Class::Person || !name.is_lone()).collect(),
        }
    }

    fn shares_name_with(&self, other: &Self, except: [(Class, &FoldedName); 2]) -> bool {
        let mut shared = self.names.intersection(&other.names);
        shared.any(|(class, name)| !except.contains(&(*class, name)))
    }

    /// Articles that name no publisher are the site's own, and so have the same one.
    fn is_close_to(&self, other: &Self) -> bool {
        let days = self.day.zip(other.day).map(|(a, b)| (a - b).get_days().abs());
        self.publisher == other.publisher && days.is_some_and(|days| days <= ABOUT_A_YEAR)
    }
}
