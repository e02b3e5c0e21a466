//! Which words stand in which records.
//!
//! Besides words there are terms for filters: `s:` and a word of a speaker's names, `p:` and `y:` and the slug of a publisher or
//! year.

use std::borrow::Cow;

use super::COMMON;
use super::words::{Words, each_word};
use crate::render::json::json;
use crate::site::{ArticleId, QuotationRef, Site, Speaker, TaxonomyKind, Voice, VoiceSource, spoken};
use crate::text::Vocabulary;

/// Words and filters with their records.
pub(super) struct Terms {
    /// With the numbers of their lists, in the order in which JavaScript compares strings.
    words: Vec<(String, usize)>,
    lists: Lists,
}

impl Terms {
    /// Those of all records of a site.
    pub(super) fn of(site: &Site) -> Self {
        let names = Names::of(site);
        let lists = Lists::of(|add| each_record(site, &names, add));
        let with_records = site.vocabulary.words().into_iter().zip(0..lists.lists.len());
        let mut words: Vec<(String, usize)> =
            with_records.filter(|&(_, number)| lists.lists[number].count > 0).collect();
        words.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        Self { words, lists }
    }

    /// The words in too many records to be of use.
    pub(super) fn common(&self) -> impl Iterator<Item = &str> {
        let common = self.words.iter().filter(|(_, number)| self.lists.lists[*number].is_common());
        common.map(|(word, _)| word.as_str())
    }

    /// The others, each with its JSON: the word, then the distance of each record to the one before; `-n` stands for `n` records
    /// that follow one another.
    pub(super) fn with_json(&self) -> impl Iterator<Item = (&str, String)> {
        let others = self.words.iter().filter(|(_, number)| !self.lists.lists[*number].is_common());
        others.map(|(word, number)| (word.as_str(), line(word, self.lists.steps(*number))))
    }
}

fn line(word: &str, steps: impl Iterator<Item = u32>) -> String {
    let mut numbers: Vec<i64> = Vec::new();
    for step in steps {
        match numbers.last_mut() {
            Some(last) if step == 1 && *last < 0 => *last -= 1,
            Some(_) if step == 1 => numbers.push(-1),
            _ => numbers.push(i64::from(step)),
        }
    }
    String::from_utf8(json(&(word, numbers))).unwrap_or_default().trim_end().to_owned()
}

/// The records of each term, ascending, by its number. There are many, so each is kept as its distance to the one before, in few
/// bytes, and all lists lie one behind the other: those that grow would need twice as much room.
#[derive(Default)]
struct Lists {
    lists: Vec<List>,
    bytes: Vec<u8>,
}

/// One of them. Where there are too many records none is kept.
#[derive(Clone, Default)]
struct List {
    /// How many records it has, and the last one.
    count: usize,
    last: u32,
    /// Where it starts, and how many bytes it has.
    start: usize,
    length: usize,
}

impl List {
    fn is_common(&self) -> bool {
        self.count > COMMON
    }

    /// The distance to a record that is not below those before; `None` for the last one again.
    fn step(&mut self, record: u32) -> Option<u32> {
        let step = record - self.last;
        if self.count > 0 && step == 0 {
            return None;
        }
        (self.count, self.last) = (self.count + 1, record);
        Some(step)
    }
}

impl Lists {
    /// Those of the records that `each` calls with, which it does twice: first they are counted.
    fn of(each: impl Fn(&mut dyn FnMut(&[u32], u32))) -> Self {
        let mut lists: Vec<List> = Vec::new();
        each(&mut |terms, record| {
            for &term in terms {
                let term = term as usize;
                if lists.len() <= term {
                    lists.resize(term + 1, List::default());
                }
                let step = lists[term].step(record);
                lists[term].length += step.map_or(0, |step| encoded(step, &mut [0; MOST_BYTES]));
            }
        });
        let mut end = 0;
        for list in &mut lists {
            if list.is_common() {
                list.length = 0;
            }
            list.start = end;
            end += list.length;
        }
        let mut bytes = vec![0; end];
        let mut written = vec![List::default(); lists.len()];
        each(&mut |terms, record| {
            for &term in terms {
                // A word that was not there before: an article changed meanwhile, and the build comes to nothing.
                let (Some(list), Some(now)) = (lists.get(term as usize), written.get_mut(term as usize)) else {
                    continue;
                };
                if let Some(step) = now.step(record).filter(|_| !list.is_common()) {
                    now.length += encoded(step, &mut bytes[list.start + now.length..list.start + list.length]);
                }
            }
        });
        Self { lists, bytes }
    }

    /// The first record of a term, then the distance of each to the one before.
    fn steps(&self, term: usize) -> impl Iterator<Item = u32> {
        let List { start, length, .. } = self.lists[term];
        let mut rest = &self.bytes[start..start + length];
        std::iter::from_fn(move || {
            let (step, behind) = postcard::take_from_bytes(rest).ok()?;
            rest = behind;
            Some(step)
        })
    }
}

/// What a number takes at most.
const MOST_BYTES: usize = 5;

/// Writes a number to the start of `bytes`; how many it takes.
fn encoded(number: u32, bytes: &mut [u8]) -> usize {
    // Numbers always have this form, and there is room for it.
    postcard::to_slice(&number, bytes).map_or(0, |bytes| bytes.len())
}

/// What everybody is called.
struct Names<'a> {
    site: &'a Site,
    speakers: Vec<Called>,
}

/// What somebody is called, as the numbers of words, and of filters.
#[derive(Clone, Default)]
struct Called {
    words: Vec<u32>,
    filters: Vec<u32>,
}

impl Called {
    fn of<'a>(names: impl Iterator<Item = &'a String>, vocabulary: &Vocabulary) -> Self {
        let (mut called, mut numbers) = (Self::default(), vocabulary.lock());
        for name in names {
            each_word(name, |word| {
                called.words.push(numbers.number(word));
                called.filters.push(numbers.number(&format!("s:{word}")));
            });
        }
        called
    }
}

impl<'a> Names<'a> {
    fn of(site: &'a Site) -> Self {
        let called =
            |speaker: &Speaker| Called::of([&speaker.name].into_iter().chain(&speaker.aliases), &site.vocabulary);
        Self { site, speakers: site.speakers.iter().map(called).collect() }
    }

    /// A named speaker's names across all articles, the description of somebody unnamed.
    fn of_voice(&self, article: ArticleId, voice: &Voice) -> Cow<'_, Called> {
        match voice.source {
            VoiceSource::Speaker(speaker) => Cow::Borrowed(&self.speakers[speaker.index()]),
            VoiceSource::Unnamed(entity) => {
                let entity = self.site.article(article).extraction.entity(entity);
                Cow::Owned(Called::of(entity.iter().map(|entity| &entity.name), &self.site.vocabulary))
            }
            VoiceSource::Unknown => Cow::Owned(Called::default()),
        }
    }
}

/// Calls `add` with terms and the record that they stand in, for all records in their order.
fn each_record(site: &Site, names: &Names<'_>, add: &mut dyn FnMut(&[u32], u32)) {
    for (record, &id) in (0..).zip(&site.listed) {
        add(&Words::of(site.article(id), &site.vocabulary).article, record);
        for voice in site.voices(id) {
            add(&names.of_voice(id, voice).filters, record);
        }
        add(&filters(site, id), record);
    }
    let mut record = site.listed.len() as u32;
    for &id in &site.listed {
        let (article, filters) = (site.article(id), filters(site, id));
        let words = Words::of(article, &site.vocabulary).quotations;
        for ((index, _), words) in spoken(article).zip(words) {
            add(&words, record);
            if let Some(voice) = site.voice_of(QuotationRef { article: id, attribution: index }) {
                let called = names.of_voice(id, voice);
                add(&called.words, record);
                add(&called.filters, record);
            }
            add(&filters, record);
            record += 1;
        }
    }
}

/// The numbers of an article's filters: its publisher and its year.
fn filters(site: &Site, article: ArticleId) -> Vec<u32> {
    let terms = site.terms(article).filter_map(|(taxonomy, term)| match taxonomy.kind {
        TaxonomyKind::Publishers => Some(format!("p:{}", term.slug)),
        TaxonomyKind::Years => Some(format!("y:{}", term.slug)),
        TaxonomyKind::Tags | TaxonomyKind::Categories | TaxonomyKind::Authors => None,
    });
    terms.map(|term| site.vocabulary.lock().number(&term)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_written_as_distances_and_runs() {
        for (records, expected) in [
            (&[0][..], "[\"a\",[0]]"),
            (&[0, 1, 2, 3, 7, 9], "[\"a\",[0,-3,4,2]]"),
            (&[5, 6, 8], "[\"a\",[5,-1,2]]"),
            (&[1, 2, 2], "[\"a\",[1,-1]]"),
            (&[200, 40_000], "[\"a\",[200,39800]]"),
        ] {
            let lists = Lists::of(|add| records.iter().for_each(|record| add(&[1], *record)));
            assert_eq!(line("a", lists.steps(1)), expected);
            assert_eq!(lists.steps(0).count(), 0);
        }
    }
}
