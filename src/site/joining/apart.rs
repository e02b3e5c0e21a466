//! What was kept apart although the names would let it be one, and why.

use std::collections::HashMap;

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
    pub articles: Vec<ArticleId>,
    /// Those whom it could be, with their articles.
    pub others: Vec<(String, Vec<ArticleId>)>,
    /// Why it is none of them.
    pub why: WhyApart,
}

/// All that was kept apart, by name. Of several with the same surname and other first names each is told once.
pub(super) fn apart(clusters: &[Cluster], census: &Census<'_>) -> Vec<Apart> {
    let by_surname = super::index(clusters, |c| (c.class == Class::Person).then(|| c.name.last().to_owned()));
    let by_alias = census.bodies_by_alias(clusters);
    let mut all: Vec<Apart> = Vec::new();
    for (index, cluster) in clusters.iter().enumerate() {
        let (others, why) = match cluster.class {
            Class::Person => of_person(clusters, census, index, &by_surname),
            Class::Body => {
                let bodies = by_alias.get(&cluster.name).into_iter().flatten().copied();
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

fn named(cluster: &Cluster) -> (String, Vec<ArticleId>) {
    (cluster.name.joined(), cluster.articles().into_iter().collect())
}

type Found = (Vec<usize>, Option<WhyApart>);

fn of_person(
    clusters: &[Cluster],
    census: &Census<'_>,
    index: usize,
    by_surname: &HashMap<String, Vec<usize>>,
) -> Found {
    let own = &clusters[index].name;
    let namesakes: Vec<usize> =
        by_surname.get(own.last()).into_iter().flatten().copied().filter(|&n| n != index).collect();
    let bears = |&&n: &&usize| own.is_surname_of(&clusters[n].name) || own.abbreviates(&clusters[n].name);
    let bearers: Vec<usize> = namesakes.iter().filter(bears).copied().collect();
    if !bearers.is_empty() {
        return bearers_and_why(clusters, census, index, bearers);
    }
    // Each pair of equals is told once, by the later of the two; one of many equals will do.
    let earlier = || namesakes.iter().copied().filter(|&n| n < index);
    let same: Vec<usize> = earlier().filter(|&n| clusters[n].name == *own).take(1).collect();
    if !same.is_empty() {
        return bearers_and_why(clusters, census, index, same);
    }
    let full = |n: &usize| !clusters[*n].name.is_lone() && !clusters[*n].name.abbreviates(own);
    let others: Vec<usize> = earlier().filter(full).collect();
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
