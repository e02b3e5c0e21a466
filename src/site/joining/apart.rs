//! What was kept apart although the names would let it be one, and why.

use std::collections::HashMap;
use std::sync::Arc;

use super::census::Census;
use super::cluster::{Class, Cluster};
use crate::site::speaker::ArticleId;

/// Why two of alike names are not taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyApart {
    /// They have two first names.
    OtherFirstName,
    /// Pronouns show a man and a woman.
    ManAndWoman,
    /// The short name fits several of them.
    SeveralBearers,
    /// One article names both, side by side.
    OneArticle,
    /// Nothing but the name speaks for it: no name that both articles share, no publisher and year.
    NothingInCommon,
}

/// Somebody, and those of alike names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The name as it is compared: lower case, without diacritics.
    pub name: String,
    /// The articles that have it.
    pub articles: Arc<[ArticleId]>,
    /// Those whom it could be, with their articles; many may share the same ones.
    pub others: Vec<(String, Arc<[ArticleId]>)>,
    /// Why it is none of them.
    pub why: WhyApart,
}

/// All that was kept apart, by name. Of several with the same surname and other first names each is told once.
pub(super) fn apart(clusters: &[Cluster], census: &Census<'_>) -> Vec<Apart> {
    let full = super::full_names_by_surname(clusters);
    let lone = super::index(clusters, |cluster| super::is_lone_person(cluster).then(|| cluster.name.last()));
    let by_alias = census.bodies_by_alias(clusters);
    let mut all: Vec<Apart> = Vec::new();
    for (index, cluster) in clusters.iter().enumerate() {
        let (others, why) = match cluster.class {
            Class::Person => of_person(clusters, census, index, [&full, &lone]),
            Class::Body => {
                let bodies = by_alias.get(&cluster.number).into_iter().flatten().copied();
                let longer = bodies.filter(|&body| clusters[body].name.word_count() > cluster.name.word_count());
                bearers_and_why(clusters, census, index, longer.collect())
            }
            Class::Document => continue,
        };
        if let Some(why) = why {
            let others = others.into_iter().map(|other| named(&clusters[other])).collect();
            let (name, articles) = named(cluster);
            all.push(Apart { name, articles, others, why });
        }
    }
    all.sort_by(|a, b| (&a.name, &a.articles).cmp(&(&b.name, &b.articles)));
    all
}

fn named(cluster: &Cluster) -> (String, Arc<[ArticleId]>) {
    (cluster.name.joined().to_owned(), Arc::clone(cluster.articles()))
}

type Found = (Vec<usize>, Option<WhyApart>);

/// Among those with the same surname, the full names and the lone ones.
fn of_person(
    clusters: &[Cluster],
    census: &Census<'_>,
    index: usize,
    [full, lone]: [&HashMap<&str, Vec<usize>>; 2],
) -> Found {
    let own = &clusters[index].name;
    let full = full.get(own.last()).map_or(&[][..], Vec::as_slice);
    let bears = |n: &usize| own.is_surname_of(&clusters[*n].name) || own.abbreviates(&clusters[*n].name);
    let bearers: Vec<usize> = full.iter().copied().filter(bears).collect();
    if !bearers.is_empty() {
        return bearers_and_why(clusters, census, index, bearers);
    }
    // Each pair of equals is told once, by the later of the two; one of many equals will do.
    let equals = if own.is_lone() { lone.get(own.last()).map_or(&[][..], Vec::as_slice) } else { full };
    let earlier = |all: &[usize]| -> usize { all.partition_point(|n| *n < index) };
    if let Some(same) = equals[..earlier(equals)].iter().copied().find(|n| clusters[*n].name == *own) {
        return bearers_and_why(clusters, census, index, vec![same]);
    }
    let others: Vec<usize> =
        full[..earlier(full)].iter().copied().filter(|n| !clusters[*n].name.abbreviates(own)).collect();
    let why = (!own.is_lone() && !others.is_empty()).then_some(WhyApart::OtherFirstName);
    (others, why)
}

/// Those of the bearers that are plausible, and why it is none of them.
fn bearers_and_why(clusters: &[Cluster], census: &Census<'_>, index: usize, bearers: Vec<usize>) -> Found {
    let cluster = &clusters[index];
    let plausible: Vec<usize> = bearers.iter().copied().filter(|&b| cluster.gender_allows(&clusters[b])).collect();
    let same_name = |&b: &usize| clusters[b].name == cluster.name;
    let (others, why) = match plausible.as_slice() {
        [] => (bearers, WhyApart::ManAndWoman),
        several if several.len() > 1 && !several.iter().all(same_name) => (plausible, WhyApart::SeveralBearers),
        some if some.iter().any(|&b| cluster.shares_article_with(&clusters[b])) => (plausible, WhyApart::OneArticle),
        some if some.iter().all(|&b| census.support(cluster, &clusters[b]).is_none()) => {
            (plausible, WhyApart::NothingInCommon)
        }
        // Lone names need a shared name; and of two that exclude each other neither is joined.
        _ if cluster.name.is_lone() && plausible.iter().all(same_name) => (plausible, WhyApart::NothingInCommon),
        _ => (plausible, WhyApart::SeveralBearers),
    };
    let why = (!others.is_empty()).then_some(why);
    (others, why)
}
