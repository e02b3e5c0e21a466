//! What is known about each article that can speak for or against a join.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::Support;
use super::cluster::{Class, Cluster, compared};
use crate::article::Article;
use crate::site::name::FoldedName;
use crate::site::speaker::ArticleId;

/// Two articles at most this many days apart count as within a year of each other.
const ABOUT_A_YEAR: i32 = 400;

/// All articles as far as joins need them.
pub(super) struct Census<'a> {
    articles: &'a [Arc<Article>],
    entries: Vec<Entry<'a>>,
    /// The number of every full name of a person and every name of a body.
    names: HashMap<(Class, FoldedName), u32>,
    /// The numbers of publishers; articles that name none are the site's own, and so have the same one.
    publishers: HashMap<Option<&'a str>, u32>,
}

struct Entry<'a> {
    publisher: Option<&'a str>,
    day: Option<Date>,
    /// In order, each once.
    names: Vec<u32>,
}

/// What is known of several articles together.
#[derive(Debug)]
pub(super) struct Known {
    /// All names in them, in order, each once.
    names: Vec<u32>,
    /// Their days by publisher, in order.
    days: BTreeMap<u32, Vec<Date>>,
}

impl<'a> Census<'a> {
    pub(super) fn of(articles: &'a [Arc<Article>]) -> Self {
        let mut names = HashMap::new();
        let mut publishers = HashMap::new();
        let entries = articles.iter().map(|article| {
            let publisher = article.metadata.publisher.as_deref();
            let next = publishers.len() as u32;
            publishers.entry(publisher).or_insert(next);
            let day = article.metadata.date.as_ref().map(|date| date.day);
            Entry { publisher, day, names: numbers(article, &mut names) }
        });
        Self { articles, entries: entries.collect(), names, publishers }
    }

    /// What speaks for the two being one, the better support first.
    pub(super) fn support(&self, short: &Cluster, full: &Cluster) -> Option<Support> {
        let known = full.known(self);
        if self.names_beside(short, full).any(|name| known.names.binary_search(&name).is_ok()) {
            return Some(Support::SharedName);
        }
        let is_close = |article: &ArticleId| {
            let entry = &self.entries[article.index()];
            let days = known.days.get(&self.publishers[&entry.publisher]);
            entry.day.zip(days).is_some_and(|(day, days)| is_within_a_year(day, days))
        };
        short.articles().iter().any(is_close).then_some(Support::PublisherAndYear)
    }

    /// The names in the articles of a cluster but its own and that of another; a name may come several times.
    pub(super) fn names_beside<'b>(
        &'b self,
        cluster: &'b Cluster,
        other: &Cluster,
    ) -> impl Iterator<Item = u32> + use<'b> {
        let own = [cluster, other].map(|c| self.names.get(&(c.class, c.name.clone())).copied());
        let names = cluster.articles().iter().flat_map(|article| &self.entries[article.index()].names);
        names.copied().filter(move |name| !own.contains(&Some(*name)))
    }

    /// What is known of some articles together.
    pub(super) fn known(&self, articles: &[ArticleId]) -> Known {
        let entries = || articles.iter().map(|article| &self.entries[article.index()]);
        let mut names: Vec<u32> = entries().flat_map(|entry| entry.names.iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        let mut days: BTreeMap<u32, Vec<Date>> = BTreeMap::new();
        for (entry, day) in entries().filter_map(|entry| Some((entry, entry.day?))) {
            days.entry(self.publishers[&entry.publisher]).or_default().push(day);
        }
        for days in days.values_mut() {
            days.sort_unstable();
        }
        Known { names, days }
    }

    /// Clusters of bodies by each alias that some article gives them.
    pub(super) fn bodies_by_alias(&self, clusters: &[Cluster]) -> HashMap<FoldedName, Vec<usize>> {
        let mut aliases: BTreeMap<FoldedName, BTreeSet<usize>> = BTreeMap::new();
        for (index, cluster) in clusters.iter().enumerate().filter(|(_, cluster)| cluster.class == Class::Body) {
            for member in cluster.members() {
                let extraction = &self.articles[member.article.index()].extraction;
                for alias in &extraction.entities[member.entity.index()].aliases {
                    aliases.entry(FoldedName::of_body(alias)).or_default().insert(index);
                }
            }
        }
        aliases.into_iter().map(|(alias, bodies)| (alias, bodies.into_iter().collect())).collect()
    }
}

/// The numbers of the names in an article. A lone surname in two articles proves nothing: it may be two people.
fn numbers(article: &Article, names: &mut HashMap<(Class, FoldedName), u32>) -> Vec<u32> {
    let named = article.extraction.entities.iter().filter(|entity| entity.named).map(compared);
    let telling = named.filter(|(class, name)| *class != Class::Person || !name.is_lone());
    let mut numbers: Vec<u32> = telling
        .map(|name| {
            let next = names.len() as u32;
            *names.entry(name).or_insert(next)
        })
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Whether one of `days`, which are in order, is about a year from `day` at most.
fn is_within_a_year(day: Date, days: &[Date]) -> bool {
    let next = days.partition_point(|other| *other < day);
    let around = days[..next].last().into_iter().chain(days.get(next));
    around.into_iter().any(|other| (day - *other).get_days().abs() <= ABOUT_A_YEAR)
}
