//! Tells English from other languages by function words, so that what was learned from English is not applied elsewhere.

use std::sync::OnceLock;

use super::analysis::Analysis;
use super::quote::regions;
use super::{Attribution, Evidence, Extraction, Kind, Sense};
use crate::text::{TokenKind, WordMap, entries, word_hash};

/// The language that the core knows; also the answer for texts too short to tell.
pub(super) const ENGLISH: &str = "en";

/// The BCP 47 tag of the text's language, as far as its function words tell.
pub(super) fn language(analysis: &Analysis<'_>) -> &'static str {
    /// Fewest function words that make another language than English.
    const FEWEST: u32 = 4;
    let words = function_words();
    let mut counts = vec![0; words.languages.len()];
    for token in &analysis.tokens {
        let languages = words.languages_of.get(token.hash).unwrap_or_default();
        for (language, count) in counts.iter_mut().enumerate().filter(|_| languages > 0) {
            *count += languages >> language & 1;
        }
    }
    let counts = || words.languages.iter().copied().zip(counts.iter().copied());
    let english = counts().find(|(tag, _)| *tag == ENGLISH).map_or(0, |(_, n)| n);
    let other = counts().filter(|(tag, _)| *tag != ENGLISH).max_by_key(|&(tag, n)| (n, tag));
    other.filter(|&(_, n)| n >= FEWEST && n > 2 * english).map_or(ENGLISH, |(tag, _)| tag)
}

/// What can be said of a text in another language: what stands between quotation marks and is too long for a title.
pub(super) fn by_marks_only(analysis: &Analysis<'_>, language: &str) -> Extraction {
    const FEWEST_WORDS: usize = 4;
    const CONFIDENCE: f32 = 0.5;
    let is_word = |t: &usize| analysis.tokens[*t].kind == TokenKind::Word;
    let attributions = regions(analysis)
        .into_iter()
        .filter(|region| region.tokens().filter(is_word).count() >= FEWEST_WORDS)
        .map(|region| Attribution {
            kind: Kind::Direct,
            sense: Sense::Speech,
            content: vec![region.content(analysis)],
            cue: None,
            source: None,
            entity: None,
            confidence: CONFIDENCE,
            evidence: vec![Evidence::MarksOnly],
        })
        .collect();
    Extraction { language: language.to_owned(), attributions, ..Extraction::default() }
}

/// The function words of several languages.
struct FunctionWords {
    /// BCP 47 tags.
    languages: Vec<&'static str>,
    /// For each word a bit for each language that has it.
    languages_of: WordMap<u32>,
}

fn function_words() -> &'static FunctionWords {
    static WORDS: OnceLock<FunctionWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut languages = Vec::new();
        let mut languages_of = WordMap::default();
        for line in entries(include_str!("data/function_words.txt")) {
            let mut parts = line.split(' ');
            languages.extend(parts.next());
            for word in parts.map(word_hash) {
                languages_of.insert(word, languages_of.get(word).unwrap_or_default() | 1 << (languages.len() - 1));
            }
        }
        FunctionWords { languages, languages_of }
    })
}
