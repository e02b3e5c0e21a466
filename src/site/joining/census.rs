//! What is known about each article that can speak for or against a join.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::Support;
use super::cluster::{Class, Cluster};
use super::names::{Names, Numbered};
use crate::article::Article;
use crate::site::speaker::ArticleId;

/// Two articles at most this many days apart count as within a year of each other.
const ABOUT_A_YEAR: i32 = 400;

/// All articles as far as joins need them.
pub(super) struct Census<'a> {
    entries: Vec<Entry<'a>>,
    names: &'a Names,
    /// The numbers of publishers; articles that name none are the site's own, and so have the same one.
    publishers: HashMap<Option<&'a str>, u32>,
}

struct Entry<'a> {
    publisher: Option<&'a str>,
    day: Option<Date>,
    /// Full names of persons and names of bodies, in order, each once. A lone surname in two articles proves nothing: it may be two
    /// people.
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
    pub(super) fn of(articles: &'a [Arc<Article>], names: &'a Names) -> Self {
        let mut publishers = HashMap::new();
        let entries = articles.iter().zip(names.by_article()).map(|(article, numbered)| {
            let publisher = article.metadata.publisher.as_deref();
            let next = publishers.len() as u32;
            publishers.entry(publisher).or_insert(next);
            let day = article.metadata.date.as_ref().map(|date| date.day);
            Entry { publisher, day, names: telling(numbered) }
        });
        Self { entries: entries.collect(), names, publishers }
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
        let own = [cluster.number, other.number];
        let names = cluster.articles().iter().flat_map(|article| &self.entries[article.index()].names);
        names.copied().filter(move |name| !own.contains(name))
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

    /// Clusters of bodies by the number of each alias that some article gives them.
    pub(super) fn bodies_by_alias(&self, clusters: &[Cluster]) -> HashMap<u32, Vec<usize>> {
        let mut aliases: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, cluster) in clusters.iter().enumerate().filter(|(_, cluster)| cluster.class == Class::Body) {
            for alias in cluster.members().iter().flat_map(|member| &self.names.of_member(member).aliases) {
                let bodies = aliases.entry(*alias).or_default();
                if bodies.last() != Some(&index) {
                    bodies.push(index);
                }
            }
        }
        aliases
    }
}

fn telling(names: &[Numbered]) -> Vec<u32> {
    let mut telling: Vec<u32> = names.iter().filter(|name| !name.is_lone_person).filter_map(|name| name.name).collect();
    telling.sort_unstable();
    telling.dedup();
    telling
}

/// Whether one of `days`, which are in order, is about a year from `day` at most.
fn is_within_a_year(day: Date, days: &[Date]) -> bool {
    let next = days.partition_point(|other| *other < day);
    let around = days[..next].last().into_iter().chain(days.get(next));
    around.into_iter().any(|other| (day - *other).get_days().abs() <= ABOUT_A_YEAR)
}
