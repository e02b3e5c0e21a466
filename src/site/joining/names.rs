//! All names of the site, each taken apart once and compared by its number after that.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Member;
use super::cluster::Class;
use crate::article::Article;
use crate::extract::Entity;
use crate::site::name::FoldedName;

/// The names of the entities of all articles, and the aliases of bodies.
pub(super) struct Names {
    numbers: HashMap<Name, u32>,
    /// By article and entity.
    of_entities: Vec<Vec<Numbered>>,
}

/// So many articles have their names taken apart before these are numbered: all of them at once would need much room.
const AT_ONCE: usize = 512;

/// A name as it is compared, and within which class.
type Name = (Class, FoldedName);

/// The names of one entity.
pub(super) struct Numbered {
    /// `None` where it has none.
    pub(super) name: Option<u32>,
    /// Whether a person has it who is called by nothing else, as a surname.
    pub(super) is_lone_person: bool,
    /// What else the article calls it, if it is a body: names of bodies.
    pub(super) aliases: Vec<u32>,
}

impl Names {
    pub(super) fn of(articles: &[Arc<Article>]) -> Self {
        let mut numbers: HashMap<Name, u32> = HashMap::new();
        let mut number = |name: Name| {
            let next = numbers.len() as u32;
            *numbers.entry(name).or_insert(next)
        };
        let mut numbered = |(name, aliases): (Option<Name>, Vec<Name>)| Numbered {
            is_lone_person: name.as_ref().is_some_and(|(class, name)| *class == Class::Person && name.is_lone()),
            name: name.map(&mut number),
            aliases: aliases.into_iter().map(&mut number).collect(),
        };
        let mut of_entities: Vec<Vec<Numbered>> = Vec::with_capacity(articles.len());
        for articles in articles.chunks(AT_ONCE) {
            let taken_apart: Vec<Vec<(Option<Name>, Vec<Name>)>> =
                articles.par_iter().map(|article| article.extraction.entities.iter().map(names).collect()).collect();
            of_entities.extend(taken_apart.into_iter().map(|names| names.into_iter().map(&mut numbered).collect()));
        }
        Self { numbers, of_entities }
    }

    /// By article, the names of its entities.
    pub(super) fn by_article(&self) -> &[Vec<Numbered>] {
        &self.of_entities
    }

    pub(super) fn of_member(&self, member: &Member) -> &Numbered {
        &self.of_entities[member.article.index()][member.entity.index()]
    }

    /// All names with their numbers, in order.
    pub(super) fn in_order(&self) -> Vec<(&Name, u32)> {
        let mut all: Vec<(&Name, u32)> = self.numbers.iter().map(|(name, &number)| (name, number)).collect();
        all.sort_unstable();
        all
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }
}

fn names(entity: &Entity) -> (Option<Name>, Vec<Name>) {
    let class = Class::of(entity.kind);
    let name = match class {
        Class::Person => FoldedName::of_person(&entity.name),
        Class::Body | Class::Document => FoldedName::of_body(&entity.name),
    };
    let aliases = entity.aliases.iter().filter(|_| class == Class::Body);
    let aliases = aliases.map(|alias| (Class::Body, FoldedName::of_body(alias))).collect();
    let name = Some((class, name)).filter(|(_, name)| entity.named && !name.is_empty());
    (name, aliases)
}
