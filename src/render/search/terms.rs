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

/// A word or filter with its records.
pub(super) struct Term {
    pub(super) word: String,
    pub(super) records: Records,
}

impl Term {
    /// The word, then the distance of each record to the one before; `-n` stands for `n` records that follow one another.
    pub(super) fn json(&self) -> String {
        let mut numbers: Vec<i64> = Vec::new();
        for step in self.records.steps() {
            match numbers.last_mut() {
                Some(last) if step == 1 && *last < 0 => *last -= 1,
                Some(_) if step == 1 => numbers.push(-1),
                _ => numbers.push(i64::from(step)),
            }
        }
        String::from_utf8(json(&(&self.word, numbers))).unwrap_or_default().trim_end().to_owned()
    }
}

/// Numbers of records, ascending. There are many, so each is kept as its distance to the one before, in few bytes; of a term that
/// has too many of them none is.
#[derive(Default)]
pub(super) struct Records {
    steps: Vec<u8>,
    last: u32,
    count: usize,
}

impl Records {
    pub(super) fn is_common(&self) -> bool {
        self.count > COMMON
    }

    /// Adds a number that is not below those before; the last one again changes nothing.
    fn add(&mut self, record: u32) {
        if self.count > 0 && self.last == record {
            return;
        }
        let steps = std::mem::take(&mut self.steps);
        self.count += 1;
        if !self.is_common() {
            // Numbers always have this form.
            self.steps = postcard::to_extend(&(record - self.last), steps).unwrap_or_default();
        }
        self.last = record;
    }

    /// The first number, then the distance of each to the one before.
    fn steps(&self) -> impl Iterator<Item = u32> {
        let mut rest = self.steps.as_slice();
        std::iter::from_fn(move || {
            let (step, behind) = postcard::take_from_bytes(rest).ok()?;
            rest = behind;
            Some(step)
        })
    }
}

/// All terms in the order in which JavaScript compares strings.
pub(super) fn terms(site: &Site) -> Vec<Term> {
    let (names, mut lists) = (Names::of(site), Lists::default());
    add_articles(site, &names, &mut lists);
    add_quotations(site, &names, &mut lists);
    let with_words = site.vocabulary.words().into_iter().zip(lists.0);
    let terms = with_words.map(|(word, records)| Term { word, records });
    let mut terms: Vec<Term> = terms.filter(|term| term.records.count > 0).collect();
    terms.sort_unstable_by(|a, b| a.word.encode_utf16().cmp(b.word.encode_utf16()));
    terms
}

/// The records of each term, by its number.
#[derive(Default)]
struct Lists(Vec<Records>);

impl Lists {
    fn add(&mut self, terms: &[u32], record: u32) {
        for &term in terms {
            let term = term as usize;
            if self.0.len() <= term {
                self.0.resize_with(term + 1, Records::default);
            }
            self.0[term].add(record);
        }
    }
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

fn add_articles(site: &Site, names: &Names<'_>, lists: &mut Lists) {
    for (record, &id) in (0..).zip(&site.listed) {
        lists.add(&Words::of(site.article(id), &site.vocabulary).article, record);
        for voice in site.voices(id) {
            lists.add(&names.of_voice(id, voice).filters, record);
        }
        lists.add(&filters(site, id), record);
    }
}

fn add_quotations(site: &Site, names: &Names<'_>, lists: &mut Lists) {
    let mut record = site.listed.len() as u32;
    for &id in &site.listed {
        let (article, filters) = (site.article(id), filters(site, id));
        let words = Words::of(article, &site.vocabulary).quotations;
        for ((index, _), words) in spoken(article).zip(words) {
            lists.add(&words, record);
            if let Some(voice) = site.voice_of(QuotationRef { article: id, attribution: index }) {
                let called = names.of_voice(id, voice);
                lists.add(&called.words, record);
                lists.add(&called.filters, record);
            }
            lists.add(&filters, record);
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
            (&[1, 2], "[\"a\",[1,-1]]"),
        ] {
            let mut term = Term { word: "a".to_owned(), records: Records::default() };
            for record in records {
                term.records.add(*record);
            }
            assert_eq!(term.json(), expected);
        }
    }
}
