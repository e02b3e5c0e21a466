//! Clusters: entities that are known to be one, on the way to joined people.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::census::{Census, Known};
use super::names::Names;
use super::{Join, JoinReason, Member};
use crate::article::Article;
use crate::extract::{EntityId, EntityKind, Gender};
use crate::site::name::FoldedName;
use crate::site::speaker::ArticleId;

/// What names are compared within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    Person,
    /// Organisations and named groups: articles do not agree on which is which.
    Body,
    Document,
}

impl Class {
    pub(super) fn of(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Organization | EntityKind::Group => Self::Body,
            EntityKind::Document => Self::Document,
        }
    }
}

/// Entities that are known to be one.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) class: Class,
    /// The fullest name.
    pub(super) name: FoldedName,
    /// Of the name.
    pub(super) number: u32,
    pub(super) gender: Option<Gender>,
    members: Vec<Member>,
    /// Of its articles, in order.
    articles: OnceCell<Arc<[ArticleId]>>,
    /// What the census says of its articles together.
    known: OnceCell<Known>,
}

impl Cluster {
    fn new((class, name): (Class, FoldedName), number: u32, gender: Option<Gender>, members: Vec<Member>) -> Self {
        Self { class, name, number, gender, members, articles: OnceCell::new(), known: OnceCell::new() }
    }

    pub(super) fn members(&self) -> &[Member] {
        &self.members
    }

    pub(super) fn into_members(mut self) -> Vec<Member> {
        self.members.sort_unstable();
        self.members
    }

    /// Whether the first name is more than an initial.
    pub(super) fn first_is_written_out(&self) -> bool {
        self.name.first().chars().nth(1).is_some()
    }

    /// Whether pronouns do not show a man and a woman.
    pub(super) fn gender_allows(&self, other: &Self) -> bool {
        self.gender.is_none() || other.gender.is_none() || self.gender == other.gender
    }

    /// The articles that name it, in order, each once.
    pub(super) fn articles(&self) -> &Arc<[ArticleId]> {
        self.articles.get_or_init(|| {
            let mut articles: Vec<ArticleId> = self.members.iter().map(|member| member.article).collect();
            articles.sort_unstable();
            articles.dedup();
            articles.into()
        })
    }

    pub(super) fn shares_article_with(&self, other: &Self) -> bool {
        let (few, many) = if self.members.len() < other.members.len() { (self, other) } else { (other, self) };
        few.articles().iter().any(|article| many.articles().binary_search(article).is_ok())
    }

    /// What the census says of its articles together.
    pub(super) fn known(&self, census: &Census) -> &Known {
        self.known.get_or_init(|| census.known(self.articles()))
    }

    /// The cluster with another one in it that was joined for this reason.
    fn with(mut self, other: Self, reason: JoinReason) -> Self {
        // The members of the joined cluster that were joined before keep their own reasons.
        self.members.extend(other.members.into_iter().map(|member| match member.reason {
            JoinReason::SameName => Member { reason, ..member },
            _ => member,
        }));
        Self::new((self.class, self.name), self.number, self.gender.or(other.gender), self.members)
    }
}

type WithGender = (Member, Option<Gender>);

/// The named entities of all articles, those with the same full name together; lone names of persons each by itself.
pub(super) fn by_name(articles: &[Arc<Article>], names: &Names) -> Vec<Cluster> {
    let mut same: Vec<Vec<WithGender>> = vec![Vec::new(); names.len()];
    for (index, (article, names)) in articles.iter().zip(names.by_article()).enumerate() {
        let article_id = ArticleId::from_index(index);
        for ((entity, id), numbered) in article.extraction.entities.iter().zip((0..).map(EntityId)).zip(names) {
            if let Some(number) = numbered.name {
                let member = Member { article: article_id, entity: id, reason: JoinReason::SameName };
                same[number as usize].push((member, entity.gender));
            }
        }
    }
    let in_order = names.in_order().into_iter();
    in_order.flat_map(|(name, number)| split(name, number, std::mem::take(&mut same[number as usize]))).collect()
}

fn split(name: &(Class, FoldedName), number: u32, members: Vec<WithGender>) -> Vec<Cluster> {
    let cluster = |gender, members| Cluster::new(name.clone(), number, gender, members);
    if name.0 == Class::Person && name.1.is_lone() {
        return members.into_iter().map(|(member, gender)| cluster(gender, vec![member])).collect();
    }
    let mut by_gender: BTreeMap<Option<bool>, (Option<Gender>, Vec<Member>)> = BTreeMap::new();
    let both = members.iter().any(|(_, gender)| *gender == Some(Gender::Female))
        && members.iter().any(|(_, gender)| *gender == Some(Gender::Male));
    for (member, gender) in members {
        let key = gender.filter(|_| both).map(|gender| gender == Gender::Female);
        let part = by_gender.entry(key).or_default();
        part.0 = part.0.or(gender);
        part.1.push(member);
    }
    by_gender.into_values().map(|(gender, members)| cluster(gender, members)).collect()
}

/// The clusters after `joins`, each of which takes one cluster into another.
pub(super) fn merge(clusters: Vec<Cluster>, joins: &[Join]) -> Vec<Cluster> {
    let mut into: Vec<Option<&Join>> = vec![None; clusters.len()];
    for join in joins {
        into[join.from] = Some(join);
    }
    let mut merged: Vec<Option<Cluster>> = clusters.into_iter().map(Some).collect();
    for join in joins {
        let Some(from) = merged[join.from].take() else { continue };
        let mut root = join.into;
        // Every join leads to a longer name or to an earlier cluster, so the chain ends.
        while let Some(next) = into[root] {
            root = next.into;
        }
        merged[root] = merged[root].take().map(|target| target.with(from, join.reason));
    }
    merged.into_iter().flatten().collect()
}
