//! Which entities of different articles are one person or body.
//!
//! A wrong name under a quotation is worse than a person with two pages, so two entities are joined only for a reason that
//! is kept with the join. The steps, surest first; each decides on all its cases before it joins any, so that the order of
//! articles does not matter:
//!
//! 1. the same full name, whatever its capitals and diacritics, unless pronouns show a man and a woman;
//! 2. a full name with initials or without middle names, where exactly one full name fits;
//! 3. a lone surname, where exactly one full name bears it; an acronym or another alias that exactly one body goes by;
//! 4. the same lone surname in two articles, where no full name bears it.
//!
//! Steps 2 and 3 need support ([`Support`]), step 4 a shared name. Two entities of one article that the core keeps apart
//! are never joined by steps 2 to 4, directly or by way of a third; nor are a man and a woman. Entities without a name are
//! never joined at all. `apart` tells what was not joined although the names are alike.

mod apart;
mod census;
mod cluster;
mod names;

use std::collections::HashMap;
use std::sync::Arc;

pub use self::apart::{Apart, WhyApart};
use self::census::Census;
use self::cluster::{Class, Cluster};
use self::names::Names;
use super::speaker::{Appearance, ArticleId};
use crate::article::Article;
use crate::extract::{EntityId, Gender};

/// Why an entity is taken for a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JoinReason {
    /// It has the speaker's full name, or the only name that the speaker has.
    SameName,
    /// Its name is the speaker's with initials or without middle names, and nobody else's.
    Abbreviation(Support),
    /// Its name is the speaker's surname, and nobody else's.
    Surname(Support),
    /// Its name is one that only this body also goes by.
    Alias(Support),
    /// It has the same lone name, which belongs to no full name.
    SameLoneName(Support),
}

/// What speaks for a join besides the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    /// Both articles also name the same third person or body.
    SharedName,
    /// Both articles come from one publisher and lie at most about a year apart.
    PublisherAndYear,
}

/// Entities of different articles that are one.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    /// In the order of articles.
    pub(super) members: Vec<Member>,
}

/// One entity and why it belongs where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Member {
    pub(super) article: ArticleId,
    pub(super) entity: EntityId,
    pub(super) reason: JoinReason,
}

impl Member {
    pub(super) fn appearance(self) -> Appearance {
        Appearance { article: self.article, entity: self.entity, reason: self.reason }
    }
}

/// Joins the named entities of all articles; tells also what was kept apart.
pub(super) fn join(articles: &[Arc<Article>]) -> (Vec<Joined>, Vec<Apart>) {
    let names = Names::of(articles);
    let census = Census::of(articles, &names);
    let mut clusters = cluster::by_name(articles, &names);
    for step in [middle_names, initials, surnames_and_aliases, lone_names] {
        let joins = without_contradictions(&clusters, step(&clusters, &census));
        clusters = cluster::merge(clusters, &joins);
    }
    let apart = apart::apart(&clusters, &census);
    (clusters.into_iter().map(|cluster| Joined { members: cluster.into_members() }).collect(), apart)
}

/// Leaves out joins that would put two entities of one article together, or a man and a woman: each of them fits by itself, but
/// nothing tells which is right.
fn without_contradictions(clusters: &[Cluster], joins: Vec<Join>) -> Vec<Join> {
    let into: HashMap<usize, usize> = joins.iter().map(|join| (join.from, join.into)).collect();
    let root = |mut index: usize| {
        while let Some(&next) = into.get(&index) {
            index = next;
        }
        index
    };
    let mut groups: HashMap<usize, Group> = HashMap::new();
    for &index in into.keys() {
        groups.entry(root(index)).or_default().add(&clusters[index]);
    }
    for (&root, group) in &mut groups {
        group.add(&clusters[root]);
    }
    let excluded =
        |join: &Join| groups.get(&root(join.from)).is_some_and(|group| group.contradicts(&clusters[join.from]));
    let excluded: Vec<bool> = joins.iter().map(excluded).collect();
    joins.into_iter().zip(excluded).filter(|(_, excluded)| !excluded).map(|(join, _)| join).collect()
}

/// One cluster to be taken into another, by index, and why.
struct Join {
    from: usize,
    into: usize,
    reason: JoinReason,
}

/// What would be put together.
#[derive(Default)]
struct Group {
    articles: HashMap<ArticleId, usize>,
    genders: Vec<Gender>,
}

impl Group {
    fn add(&mut self, cluster: &Cluster) {
        for &article in cluster.articles().iter() {
            *self.articles.entry(article).or_default() += 1;
        }
        self.genders.extend(cluster.gender.filter(|gender| !self.genders.contains(gender)));
    }

    fn contradicts(&self, cluster: &Cluster) -> bool {
        let shared = cluster.articles().iter().any(|article| self.articles.get(article).is_some_and(|&n| n > 1));
        shared || self.genders.len() > 1
    }
}

fn middle_names(clusters: &[Cluster], census: &Census) -> Vec<Join> {
    full_name_joins(clusters, census, Cluster::first_is_written_out)
}

fn initials(clusters: &[Cluster], census: &Census) -> Vec<Join> {
    full_name_joins(clusters, census, |short| !short.first_is_written_out())
}

fn full_name_joins(clusters: &[Cluster], census: &Census, is_short: impl Fn(&Cluster) -> bool) -> Vec<Join> {
    let by_surname = full_names_by_surname(clusters);
    let is_short = |short: &Cluster| short.class == Class::Person && !short.name.is_lone() && is_short(short);
    let shorts = clusters.iter().enumerate().filter(|(_, short)| is_short(short));
    shorts
        .filter_map(|(from, short)| {
            let namesakes = by_surname.get(short.name.last())?.iter().copied();
            let bearers = namesakes.filter(|&bearer| short.name.abbreviates(&clusters[bearer].name));
            supported(clusters, census, from, bearers, JoinReason::Abbreviation)
        })
        .collect()
}

fn surnames_and_aliases(clusters: &[Cluster], census: &Census) -> Vec<Join> {
    let by_surname = full_names_by_surname(clusters);
    let by_alias = census.bodies_by_alias(clusters);
    let nobody = Vec::new();
    let joins = clusters.iter().enumerate().filter_map(|(from, short)| match short.class {
        Class::Person => {
            let namesakes = by_surname.get(short.name.last()).unwrap_or(&nobody).iter().copied();
            let bearers = namesakes.filter(|&bearer| short.name.is_surname_of(&clusters[bearer].name));
            supported(clusters, census, from, bearers, JoinReason::Surname)
        }
        Class::Body => {
            let bodies = by_alias.get(&short.number).unwrap_or(&nobody).iter().copied();
            let longer = bodies.filter(|&body| clusters[body].name.word_count() > short.name.word_count());
            supported(clusters, census, from, longer, JoinReason::Alias)
        }
        Class::Document => None,
    });
    joins.collect()
}

/// The join of `from` into its only plausible bearer, where something speaks for it.
fn supported(
    clusters: &[Cluster],
    census: &Census,
    from: usize,
    bearers: impl Iterator<Item = usize>,
    reason: fn(Support) -> JoinReason,
) -> Option<Join> {
    let short = &clusters[from];
    let mut plausible = bearers.filter(|&bearer| short.gender_allows(&clusters[bearer]));
    let into = plausible.next().filter(|_| plausible.next().is_none())?;
    if short.shares_article_with(&clusters[into]) {
        return None;
    }
    let support = census.support(short, &clusters[into])?;
    Some(Join { from, into, reason: reason(support) })
}

/// Lone names that no full name bears: joined to the first article with the same name and another name in common.
fn lone_names(clusters: &[Cluster], census: &Census) -> Vec<Join> {
    let full = full_names_by_surname(clusters);
    let lone = index(clusters, |cluster| is_lone_person(cluster).then(|| cluster.name.last()));
    let mut joins = Vec::new();
    for (name, namesakes) in lone {
        if full.contains_key(name) {
            continue;
        }
        // Earlier namesakes by the names that stand beside theirs.
        let mut beside: HashMap<u32, Vec<usize>> = HashMap::new();
        for from in namesakes {
            let cluster = &clusters[from];
            let fits = |&&into: &&usize| {
                cluster.gender_allows(&clusters[into]) && !cluster.shares_article_with(&clusters[into])
            };
            let first = |name| beside.get(&name).and_then(|earlier| earlier.iter().find(fits)).copied();
            if let Some(into) = census.names_beside(cluster, cluster).filter_map(first).min() {
                joins.push(Join { from, into, reason: JoinReason::SameLoneName(Support::SharedName) });
            }
            for name in census.names_beside(cluster, cluster) {
                beside.entry(name).or_default().push(from);
            }
        }
    }
    joins
}

fn is_lone_person(cluster: &Cluster) -> bool {
    cluster.class == Class::Person && cluster.name.is_lone()
}

/// Persons with more than a lone name, by the last part of it.
fn full_names_by_surname(clusters: &[Cluster]) -> HashMap<&str, Vec<usize>> {
    let is_full = |cluster: &Cluster| cluster.class == Class::Person && !cluster.name.is_lone();
    index(clusters, |cluster| is_full(cluster).then(|| cluster.name.last()))
}

/// Clusters by a key, in order; those without a key are left out.
fn index<'a>(clusters: &'a [Cluster], key: impl Fn(&'a Cluster) -> Option<&'a str>) -> HashMap<&'a str, Vec<usize>> {
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (position, cluster) in clusters.iter().enumerate() {
        if let Some(key) = key(cluster) {
            index.entry(key).or_default().push(position);
        }
    }
    index
}

#[cfg(test)]
mod tests;
