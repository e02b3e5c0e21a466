//! Sourcing at a glance: what sorts of sources the quoted words come from, and who says most of them.
//!
//! Counted once for every section, with all that lies below it; that of the site as a whole comes first. Nothing is said of people
//! that articles do not say: there is no guess at gender, origin or party.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::section::{Section, SectionId};
use super::speaker::{ArticleId, Speaker, SpeakerId};
use super::voice::{Voice, VoiceSource};
use crate::extract::EntityKind;

/// How many of those who say most are kept.
const LOUDEST: usize = 8;

/// A sort of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceSort {
    /// People with a name.
    People,
    /// Bodies with a name.
    Organizations,
    /// Reports, letters, statements with a name.
    Documents,
    /// Whoever and whatever is described without a name.
    Unnamed,
    /// Nobody that could be made out.
    Unknown,
}

/// How much comes from one sort of source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many sources: the same speaker counts once, whoever has no name once an article.
    pub sources: usize,
    /// How many quotations.
    pub quotations: usize,
    /// Words in them.
    pub words: usize,
}

/// Where the quoted words of several articles come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sourcing {
    /// By sort; those that do not occur are missing.
    pub tallies: BTreeMap<SourceSort, Tally>,
    /// Named speakers with most words, and how many words.
    pub loudest: Vec<(SpeakerId, usize)>,
}

/// The sourcing of one article.
pub fn sourcing(voices: &[Voice], speakers: &[Speaker]) -> Sourcing {
    let mut count = Count::default();
    count.add(voices, speakers);
    count.done()
}

/// The sourcing of every section, parallel to `sections`.
pub(super) fn of_sections(
    sections: &[Section],
    of_article: &[SectionId],
    listed: &[ArticleId],
    voices: &[Vec<Voice>],
    speakers: &[Speaker],
) -> Vec<Sourcing> {
    let mut counts: Vec<Count> = sections.iter().map(|_| Count::default()).collect();
    for article in listed {
        let mut above = Some(of_article[article.index()]);
        while let Some(section) = above {
            counts[section.index()].add(&voices[article.index()], speakers);
            above = sections[section.index()].parent;
        }
    }
    counts.into_iter().map(Count::done).collect()
}

#[derive(Default)]
struct Count {
    tallies: BTreeMap<SourceSort, Tally>,
    words_of: BTreeMap<SpeakerId, usize>,
    seen: BTreeSet<(SourceSort, SpeakerId)>,
}

impl Count {
    fn add(&mut self, voices: &[Voice], speakers: &[Speaker]) {
        for voice in voices {
            let (sort, is_new) = match voice.source {
                VoiceSource::Speaker(id) => {
                    *self.words_of.entry(id).or_default() += voice.words;
                    let sort = sort_of(speakers[id.index()].kind);
                    (sort, self.seen.insert((sort, id)))
                }
                VoiceSource::Unnamed(_) => (SourceSort::Unnamed, true),
                VoiceSource::Unknown => (SourceSort::Unknown, false),
            };
            let tally = self.tallies.entry(sort).or_default();
            tally.sources += usize::from(is_new);
            tally.quotations += voice.quotations.len();
            tally.words += voice.words;
        }
    }

    fn done(self) -> Sourcing {
        let mut loudest: Vec<(SpeakerId, usize)> = self.words_of.into_iter().collect();
        loudest.sort_by_key(|(id, words)| (Reverse(*words), *id));
        loudest.truncate(LOUDEST);
        Sourcing { tallies: self.tallies, loudest }
    }
}

fn sort_of(kind: EntityKind) -> SourceSort {
    match kind {
        EntityKind::Person => SourceSort::People,
        EntityKind::Organization | EntityKind::Group => SourceSort::Organizations,
        EntityKind::Document => SourceSort::Documents,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Kind;
    use crate::site::assemble;
    use crate::site::sample::Sample;

    #[test]
    fn a_speaker_counts_once_a_section_and_everything_counts_above_it() {
        let article = |source: &str| {
            Sample::new(source)
                .text("“Go on,” said one.")
                .person("Ana Ruiz")
                .says(Kind::Direct, &["Go on,"], "said")
                .build()
        };
        let site = assemble(vec![article("news/a.md"), article("news/b.md"), article("sport/c.md")]);
        let tally = |n: usize| site.sourcing[n].tallies[&SourceSort::People];
        assert_eq!(site.sections.len(), 3);
        assert_eq!(tally(0), Tally { sources: 1, quotations: 3, words: 6 });
        assert_eq!(tally(1), Tally { sources: 1, quotations: 2, words: 4 });
        assert_eq!(site.sourcing[0].loudest, [(SpeakerId::from_index(0), 6)]);
    }
}
