//! Sourcing at a glance: sorts of sources with their parts of a bar, and who says most.

use serde::Serialize;

use super::share::Share;
use crate::render::links::Links;
use crate::render::page::speaker_path;
use crate::site::{Site, SourceSort, Sourcing};

/// Where the quoted words of an article, a section or the site come from.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct SourcingView {
    /// Quoted and reported words in all.
    words: usize,
    quotation_count: usize,
    /// Those sorts that occur.
    sorts: Vec<SortView>,
    /// Named speakers with most words.
    loudest: Vec<LoudSpeaker>,
}

#[derive(Clone, Debug, Serialize)]
struct SortView {
    /// `people`, `organizations`, `documents`, `unnamed`, `unknown`.
    sort: &'static str,
    /// For readers: `named people`.
    label: &'static str,
    /// How many sources; 0 for unknown ones.
    sources: usize,
    quotation_count: usize,
    words: usize,
    percent: usize,
    bar_start: usize,
    bar_length: usize,
}

#[derive(Clone, Debug, Serialize)]
struct LoudSpeaker {
    name: String,
    href: String,
    words: usize,
    percent: usize,
}

impl SourcingView {
    /// Nothing where nobody is quoted.
    pub(in crate::render) fn of(site: &Site, links: Links<'_>, sourcing: &Sourcing) -> Option<Self> {
        let all_words: usize = sourcing.tallies.values().map(|tally| tally.words).sum();
        let mut words_before = 0;
        let sorts: Vec<SortView> = sourcing
            .tallies
            .iter()
            .map(|(&sort, tally)| {
                let share = Share { words_before, words: tally.words, all_words };
                words_before += tally.words;
                let (bar_start, bar_length) = share.bar();
                let (sort, label) = names(sort, tally.sources == 1);
                SortView {
                    sort,
                    label,
                    sources: tally.sources,
                    quotation_count: tally.quotations,
                    words: tally.words,
                    percent: share.percent(),
                    bar_start,
                    bar_length,
                }
            })
            .collect();
        let loud = |&(id, words): &(_, usize)| {
            let speaker = site.speaker(id);
            LoudSpeaker {
                name: speaker.name.clone(),
                href: links.page(&speaker_path(speaker)),
                words,
                percent: Share { words_before: 0, words, all_words }.percent(),
            }
        };
        (all_words > 0).then(|| Self {
            words: all_words,
            quotation_count: sourcing.tallies.values().map(|tally| tally.quotations).sum(),
            sorts,
            loudest: sourcing.loudest.iter().map(loud).collect(),
        })
    }
}

fn names(sort: SourceSort, one: bool) -> (&'static str, &'static str) {
    match (sort, one) {
        (SourceSort::People, true) => ("people", "named person"),
        (SourceSort::People, false) => ("people", "named people"),
        (SourceSort::Organizations, true) => ("organizations", "institution"),
        (SourceSort::Organizations, false) => ("organizations", "institutions"),
        (SourceSort::Documents, true) => ("documents", "document"),
        (SourceSort::Documents, false) => ("documents", "documents"),
        (SourceSort::Unnamed, true) => ("unnamed", "unnamed source"),
        (SourceSort::Unnamed, false) => ("unnamed", "unnamed sources"),
        (SourceSort::Unknown, _) => ("unknown", "unknown speakers"),
    }
}
