//! Which words stand in which records.
//!
//! Besides words there are terms for filters: `s:` and a word of a speaker's names, `p:` and `y:` and the slug of a publisher or
//! year.

use super::words::{Words, each_word};
use crate::render::json::json;
use crate::site::{ArticleId, QuotationRef, Site, TaxonomyKind, Voice, VoiceSource, spoken};
use crate::text::Vocabulary;

/// A word or filter with the numbers of its records, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) word: String,
    pub(super) records: Vec<u32>,
}

impl Term {
    /// The word, then the distance of each record to the one before; `-n` stands for `n` records that follow one another.
    pub(super) fn json(&self) -> String {
        let mut numbers: Vec<i64> = Vec::new();
        let mut before = None;
        for &record in &self.records {
            let step = i64::from(record) - before.unwrap_or(0);
            match numbers.last_mut() {
                Some(last) if before.is_some() && step == 1 && *last < 0 => *last -= 1,
                Some(_) if before.is_some() && step == 1 => numbers.push(-1),
                _ => numbers.push(step),
            }
            before = Some(i64::from(record));
        }
        String::from_utf8(json(&(&self.word, numbers))).unwrap_or_default().trim_end().to_owned()
    }
}

/// All terms in the order in which JavaScript compares strings.
pub(super) fn terms(site: &Site) -> Vec<Term> {
    let (mut all, of_quotations) = rayon::join(|| of_articles(site), || of_quotations(site));
    all.records.resize_with(all.records.len().max(of_quotations.records.len()), Vec::new);
    for (records, more) in all.records.iter_mut().zip(of_quotations.records) {
        records.extend(more);
    }
    let with_words = site.vocabulary.words().into_iter().zip(all.records);
    let terms = with_words.map(|(word, records)| Term { word, records });
    let mut terms: Vec<Term> = terms.filter(|term| !term.records.is_empty()).collect();
    terms.sort_unstable_by(|a, b| a.word.encode_utf16().cmp(b.word.encode_utf16()));
    terms
}

struct Terms<'a> {
    vocabulary: &'a Vocabulary,
    /// By the numbers of the terms.
    records: Vec<Vec<u32>>,
}

impl<'a> Terms<'a> {
    fn of(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, records: Vec::new() }
    }

    fn add(&mut self, term: u32, record: u32) {
        let term = term as usize;
        if self.records.len() <= term {
            self.records.resize_with(term + 1, Vec::new);
        }
        if self.records[term].last() != Some(&record) {
            self.records[term].push(record);
        }
    }

    fn add_term(&mut self, term: &str, record: u32) {
        let number = self.vocabulary.lock().number(term);
        self.add(number, record);
    }

    fn add_words(&mut self, text: &str, record: u32) {
        each_word(text, |word| self.add_term(word, record));
    }

    /// The words of a speaker's name, for the filter.
    fn add_speaker(&mut self, name: &str, record: u32) {
        each_word(name, |word| self.add_term(&format!("s:{word}"), record));
    }

    /// The publisher and the year of an article, for the filters.
    fn add_filters(&mut self, filters: &[String], record: u32) {
        for filter in filters {
            self.add_term(filter, record);
        }
    }
}

fn of_articles(site: &Site) -> Terms<'_> {
    let mut terms = Terms::of(&site.vocabulary);
    for (number, &id) in site.listed.iter().enumerate() {
        let record = number as u32;
        for term in Words::of(site.article(id), &site.vocabulary).article {
            terms.add(term, record);
        }
        for voice in site.voices(id) {
            names(site, id, voice).for_each(|name| terms.add_speaker(name, record));
        }
        terms.add_filters(&filters(site, id), record);
    }
    terms
}

fn of_quotations(site: &Site) -> Terms<'_> {
    let mut terms = Terms::of(&site.vocabulary);
    let mut record = site.listed.len() as u32;
    for &id in &site.listed {
        let (article, filters) = (site.article(id), filters(site, id));
        let words = Words::of(article, &site.vocabulary).quotations;
        for ((index, _), words) in spoken(article).zip(words) {
            for term in words {
                terms.add(term, record);
            }
            let voice = site.voice_of(QuotationRef { article: id, attribution: index });
            for name in voice.into_iter().flat_map(|voice| names(site, id, voice)) {
                terms.add_words(name, record);
                terms.add_speaker(name, record);
            }
            terms.add_filters(&filters, record);
            record += 1;
        }
    }
    terms
}

/// What a voice is called: a named speaker's names across all articles, the description of somebody unnamed.
fn names<'a>(site: &'a Site, article: ArticleId, voice: &Voice) -> impl Iterator<Item = &'a str> + use<'a> {
    let (name, aliases): (Option<&str>, &[String]) = match voice.source {
        VoiceSource::Speaker(speaker) => {
            let speaker = site.speaker(speaker);
            (Some(&speaker.name), &speaker.aliases)
        }
        VoiceSource::Unnamed(entity) => {
            (site.article(article).extraction.entity(entity).map(|entity| entity.name.as_str()), &[])
        }
        VoiceSource::Unknown => (None, &[]),
    };
    name.into_iter().chain(aliases.iter().map(String::as_str))
}

fn filters(site: &Site, article: ArticleId) -> Vec<String> {
    let terms = site.terms(article).filter_map(|(taxonomy, term)| match taxonomy.kind {
        TaxonomyKind::Publishers => Some(format!("p:{}", term.slug)),
        TaxonomyKind::Years => Some(format!("y:{}", term.slug)),
        TaxonomyKind::Tags | TaxonomyKind::Categories | TaxonomyKind::Authors => None,
    });
    terms.collect()
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
            assert_eq!(Term { word: "a".to_owned(), records: records.to_vec() }.json(), expected);
        }
    }
}
