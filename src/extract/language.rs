//! Tells English from other languages by function words, so that what was learned from English is not applied elsewhere.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Kind;
use super::analysis::Analysis;
use super::find::Found;
use super::quote::regions;
use crate::text::{TokenKind, entries, word_hash};

/// The language that the core knows; also the answer for texts too short to tell.
pub(super) const ENGLISH: &str = "en";

/// The BCP 47 tag of the text's language, as far as its function words tell.
pub(super) fn language(analysis: &Analysis<'_>) -> &'static str {
    /// Fewest function words that make another language than English.
    const FEWEST: usize = 4;
    let mut counts: HashMap<&'static str, usize> = HashMap::new();
    for token in &analysis.tokens {
        for tag in function_words().get(&token.hash).into_iter().flatten() {
            *counts.entry(tag).or_default() += 1;
        }
    }
    let english = counts.get(ENGLISH).copied().unwrap_or(0);
    let other = counts.into_iter().filter(|(tag, _)| *tag != ENGLISH).max_by_key(|&(tag, n)| (n, tag));
    other.filter(|&(_, n)| n >= FEWEST && n > 2 * english).map_or(ENGLISH, |(tag, _)| tag)
}

/// What can be said of a text in another language: what stands between quotation marks and is too long for a title.
pub(super) fn by_marks_only(analysis: &Analysis<'_>) -> Vec<Found> {
    const FEWEST_WORDS: usize = 4;
    const PROBABILITY: f32 = 0.5;
    let is_word = |t: &usize| analysis.tokens[*t].kind == TokenKind::Word;
    regions(analysis)
        .into_iter()
        .filter(|region| region.tokens().filter(is_word).count() >= FEWEST_WORDS)
        .map(|region| Found {
            kind: Kind::Direct,
            content: vec![region.content(analysis)],
            cue: None,
            source: None,
            cue_token: None,
            probability: PROBABILITY,
            carries_on: false,
        })
        .collect()
}

/// Languages by the hash of each of their words.
fn function_words() -> &'static HashMap<u32, Vec<&'static str>> {
    static WORDS: OnceLock<HashMap<u32, Vec<&'static str>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: HashMap<u32, Vec<&'static str>> = HashMap::new();
        for line in entries(include_str!("data/function_words.txt")) {
            let mut parts = line.split(' ');
            if let Some(tag) = parts.next() {
                parts.for_each(|word| words.entry(word_hash(word)).or_default().push(tag));
            }
        }
        words
    })
}
