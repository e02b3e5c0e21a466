//! A speaker: somebody with a name who is quoted in at least one article.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::joining::{JoinReason, Joined, Member};
use super::name::sort_key;
use super::slug::Slugs;
use super::spoken;
use crate::article::Article;
use crate::extract::{Entity, EntityId, EntityKind};

/// Index of an article in [`crate::site::Site::articles`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(u32);

impl ArticleId {
    /// The id of the article at `index`.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    /// As an index into the list of articles.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Index of a speaker in [`crate::site::Site::speakers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeakerId(u32);

impl SpeakerId {
    /// The id of the speaker at `index`.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    /// As an index into the list of speakers.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Somebody with a name who is quoted, across all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The full name, as most articles write it.
    pub name: String,
    /// What it is, as most articles have it.
    pub kind: EntityKind,
    /// Last part of the address of its page: unique, readable, without slashes.
    pub slug: String,
    /// What lists are sorted by: the surname first.
    pub sort_key: String,
    /// Other forms of the name, in order of first use, newest article first.
    pub aliases: Vec<String>,
    /// How articles describe it, newest article first.
    pub descriptions: Vec<Description>,
    /// Every article that names it, newest first.
    pub appearances: Vec<Appearance>,
    /// Every quotation, newest article first, in text order within one.
    pub quotations: Vec<QuotationRef>,
    /// Words in all its quotations.
    pub words: usize,
    /// How many articles quote it.
    pub article_count: usize,
    /// Day of the first dated article that quotes it.
    pub first: Option<Date>,
    /// Day of the last dated article that quotes it.
    pub last: Option<Date>,
}

impl Speaker {
    /// Its quotations article by article, newest first, none of them empty.
    pub fn by_article(&self) -> impl Iterator<Item = &[QuotationRef]> + Clone {
        self.quotations.chunk_by(|a, b| a.article == b.article)
    }
}

/// How one article describes a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// In the article's words.
    pub text: String,
    /// Which article.
    pub article: ArticleId,
}

/// An article that names a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Which article.
    pub article: ArticleId,
    /// The speaker's entity there.
    pub entity: EntityId,
    /// Why that entity is taken for this speaker.
    pub reason: JoinReason,
}

/// A quotation by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuotationRef {
    /// Which article.
    pub article: ArticleId,
    /// Index into the attributions of the article's extraction.
    pub attribution: usize,
}

/// The joined entities that are quoted, as speakers with their slugs, in the order of lists.
pub(super) fn speakers(articles: &[Arc<Article>], people: &[Joined]) -> Vec<Speaker> {
    let speakers = people.par_iter().filter_map(|joined| speaker(articles, joined));
    let mut speakers: Vec<(Seniority<'_>, Speaker)> = speakers.map(|one| (seniority(articles, &one), one)).collect();
    // Whoever was quoted first keeps the plain slug when a namesake turns up later.
    speakers.sort_by(|(a, one), (b, other)| (a, &one.name).cmp(&(b, &other.name)));
    let mut slugs = Slugs::new(&["unnamed", "organisations", "most-quoted"], "speaker");
    let with_slug = |(_, speaker): (_, Speaker)| Speaker { slug: slugs.claim(&speaker.name), ..speaker };
    let mut speakers: Vec<Speaker> = speakers.into_iter().map(with_slug).collect();
    speakers.sort_by(|a, b| (&a.sort_key, &a.slug).cmp(&(&b.sort_key, &b.slug)));
    speakers
}

/// Whether it is undated, the first day, and the first source.
type Seniority<'a> = (bool, Option<Date>, Option<&'a str>);

fn seniority<'a>(articles: &'a [Arc<Article>], speaker: &Speaker) -> Seniority<'a> {
    let source = speaker.quotations.iter().map(|quotation| articles[quotation.article.index()].source.as_str()).min();
    (speaker.first.is_none(), speaker.first, source)
}

fn speaker(articles: &[Arc<Article>], joined: &Joined) -> Option<Speaker> {
    let quotations = quotations(articles, &joined.members);
    if quotations.is_empty() {
        return None;
    }
    let quoting: BTreeSet<ArticleId> = quotations.iter().map(|quotation| quotation.article).collect();
    let days = || quoting.iter().filter_map(|id| Some(articles[id.index()].metadata.date.as_ref()?.day));
    let kind = commonest(entities(articles, &joined.members).map(|entity| entity.kind))?;
    let name = name(articles, joined)?;
    Some(Speaker {
        slug: String::new(),
        sort_key: sort_key(&name, kind),
        aliases: aliases(articles, joined, &name),
        descriptions: descriptions(articles, &joined.members),
        appearances: joined.members.iter().map(|member| member.appearance()).collect(),
        words: quotations.iter().map(|quotation| words(articles, *quotation)).sum(),
        article_count: quoting.len(),
        first: days().min(),
        last: days().max(),
        name,
        kind,
        quotations,
    })
}

fn quotations(articles: &[Arc<Article>], members: &[Member]) -> Vec<QuotationRef> {
    let mut quotations: Vec<QuotationRef> = members
        .iter()
        .flat_map(|member| {
            spoken(&articles[member.article.index()])
                .filter(|(_, attribution)| attribution.entity == Some(member.entity))
                .map(|(attribution, _)| QuotationRef { article: member.article, attribution })
        })
        .collect();
    quotations.sort_unstable();
    quotations
}

fn words(articles: &[Arc<Article>], quotation: QuotationRef) -> usize {
    articles[quotation.article.index()].quoted_words[quotation.attribution] as usize
}

fn entities<'a>(articles: &'a [Arc<Article>], members: &'a [Member]) -> impl Iterator<Item = &'a Entity> {
    members.iter().map(|member| &articles[member.article.index()].extraction.entities[member.entity.index()])
}

/// The full name as most articles write it; of equally common spellings the longest in bytes, which keeps diacritics.
fn name(articles: &[Arc<Article>], joined: &Joined) -> Option<String> {
    let full: Vec<Member> =
        joined.members.iter().copied().filter(|member| member.reason == JoinReason::SameName).collect();
    let mut names: Vec<&str> = entities(articles, &full).map(|entity| entity.name.as_str()).collect();
    names.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    commonest(names.into_iter()).map(str::to_owned)
}

/// The value that occurs most often, of several the first.
fn commonest<T: PartialEq + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}

fn aliases(articles: &[Arc<Article>], joined: &Joined, name: &str) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    for entity in entities(articles, &joined.members) {
        for form in std::iter::once(&entity.name).chain(&entity.aliases) {
            if form != name && !aliases.contains(form) {
                aliases.push(form.clone());
            }
        }
    }
    aliases
}

/// Whether a description has words: an age alone says little.
fn is_telling(description: &str) -> bool {
    description.contains(char::is_alphabetic)
}

/// How an article describes an entity, in a few words.
pub fn description(entity: &Entity) -> Option<&str> {
    entity.descriptions.iter().map(String::as_str).find(|text| is_telling(text))
}

fn descriptions(articles: &[Arc<Article>], members: &[Member]) -> Vec<Description> {
    members
        .iter()
        .zip(entities(articles, members))
        .flat_map(|(member, entity)| {
            entity
                .descriptions
                .iter()
                .filter(|text| is_telling(text))
                .map(|text| Description { text: text.clone(), article: member.article })
        })
        .collect()
}
