//! Which words stand in which records.
//!
//! Besides words there are terms for filters: `s:` and a word of a speaker's names, `p:` and `y:` and the slug of a publisher or
//! year.

use std::collections::HashMap;

use super::words::each_word;
use crate::render::json::json;
use crate::site::{Site, TaxonomyKind, VoiceSource, spoken};

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
    for (word, records) in of_quotations.records {
        all.records.entry(word).or_default().extend(records);
    }
    let mut terms: Vec<Term> = all.records.into_iter().map(|(word, records)| Term { word, records }).collect();
    terms.sort_unstable_by(|a, b| a.word.encode_utf16().cmp(b.word.encode_utf16()));
    terms
}

#[derive(Default)]
struct Terms {
    records: HashMap<String, Vec<u32>>,
}

impl Terms {
    fn add(&mut self, term: &str, record: u32) {
        match self.records.get_mut(term) {
            Some(records) if records.last() == Some(&record) => {}
            Some(records) => records.push(record),
            None => {
                self.records.insert(term.to_owned(), vec![record]);
            }
        }
    }

    fn add_words(&mut self, text: &str, record: u32) {
        each_word(text, |word| self.add(word, record));
    }

    /// The words of a speaker's name, for the filter.
    fn add_speaker(&mut self, name: &str, record: u32) {
        each_word(name, |word| self.add(&format!("s:{word}"), record));
    }

    /// The publisher and the year of an article, for the filters.
    fn add_filters(&mut self, filters: &[String], record: u32) {
        for filter in filters {
            self.add(filter, record);
        }
    }
}

fn of_articles(site: &Site) -> Terms {
    let mut terms = Terms::default();
    for (number, &id) in site.listed.iter().enumerate() {
        let (record, article) = (number as u32, site.article(id));
        let (metadata, content) = (&article.metadata, article.content());
        let lists = [&metadata.authors, &metadata.tags, &metadata.categories];
        let one = [metadata.description.as_ref(), metadata.publisher.as_ref()];
        let about =
            lists.into_iter().flatten().chain(one.into_iter().flatten()).chain([&metadata.title, &content.text]);
        about.for_each(|text| terms.add_words(text, record));
        for voice in site.voices(id) {
            names(site, id, voice).for_each(|name| terms.add_speaker(name, record));
        }
        terms.add_filters(&filters(site, id), record);
    }
    terms
}

fn of_quotations(site: &Site) -> Terms {
    let mut terms = Terms::default();
    let mut record = site.listed.len() as u32;
    for &id in &site.listed {
        let (article, filters, voices) = (site.article(id), filters(site, id), site.voices_by_quotation(id));
        let content = article.content();
        for (index, attribution) in spoken(article) {
            attribution.content.iter().for_each(|span| terms.add_words(span.of(&content.text), record));
            for name in voices.get(&index).into_iter().flat_map(|voice| names(site, id, voice)) {
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
fn names<'a>(
    site: &'a Site,
    article: crate::site::ArticleId,
    voice: &crate::site::Voice,
) -> impl Iterator<Item = &'a str> + use<'a> {
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

fn filters(site: &Site, article: crate::site::ArticleId) -> Vec<String> {
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
