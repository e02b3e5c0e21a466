//! The permanent ids of quotations: they depend on the quotation's words alone, so edits elsewhere leave them as they are.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::extract::Attribution;
use crate::text::Span;

/// The id of a quotation: `q-7f3a91c2`, of which the number is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QuoteId(pub(crate) u32);

impl fmt::Display for QuoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "q-{:08x}", self.0)
    }
}

/// An id for each attribution, in their order, unique in the article.
///
/// Words that are quoted twice in one article are told apart by which occurrence it is.
pub fn quote_ids(text: &str, attributions: &[Attribution]) -> Vec<QuoteId> {
    ids(text, attributions.iter().map(|a| a.content.as_slice()))
}

fn ids<'a>(text: &str, contents: impl Iterator<Item = &'a [Span]>) -> Vec<QuoteId> {
    let mut occurrences: HashMap<String, usize> = HashMap::new();
    let mut taken: HashSet<QuoteId> = HashSet::new();
    contents
        .map(|content| {
            let pieces: Vec<&str> = content.iter().map(|span| span.of(text)).collect();
            let words = pieces.join("\u{1f}");
            let occurrence = occurrences.entry(words.clone()).or_insert(0);
            loop {
                *occurrence += 1;
                let id = id(&words, *occurrence);
                if taken.insert(id) {
                    return id;
                }
            }
        })
        .collect()
}

fn id(words: &str, occurrence: usize) -> QuoteId {
    let hash = if occurrence == 1 {
        blake3::hash(words.as_bytes())
    } else {
        blake3::hash(format!("{words}\u{1e}{occurrence}").as_bytes())
    };
    let [a, b, c, d, ..] = *hash.as_bytes();
    QuoteId(u32::from_be_bytes([a, b, c, d]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids_of(text: &str, contents: &[&[&str]]) -> Vec<QuoteId> {
        let mut from = 0;
        let mut find = |piece: &&str| {
            let start = from + text[from..].find(piece).unwrap();
            from = start + piece.len();
            Span::new(start, from)
        };
        let spans: Vec<Vec<Span>> = contents.iter().map(|pieces| pieces.iter().map(&mut find).collect()).collect();
        ids(text, spans.iter().map(Vec::as_slice))
    }

    #[test]
    fn ids_are_short_and_permanent() {
        let before = ids_of("\"Go,\" she said. \"Stay.\"", &[&["Go,"], &["Stay."]]);
        let after = ids_of("New lead. \"Wait.\" \"Go,\" she told us. \"Stay.\"", &[&["Wait."], &["Go,"], &["Stay."]]);
        assert_eq!(before, after[1..]);
        // A published id is a contract.
        let hash = blake3::hash(b"Go,").to_hex();
        assert_eq!(ids_of("Go,", &[&["Go,"]])[0].to_string(), format!("q-{}", &hash[..8]));
        assert_eq!(QuoteId(0xf3a).to_string(), "q-00000f3a");
    }

    #[test]
    fn repeated_words_get_ids_of_their_own() {
        let ids = ids_of("No. No. No.", &[&["No."], &["No."], &["No."]]);
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 3);
    }

    #[test]
    fn pieces_count() {
        assert_ne!(ids_of("a b", &[&["a", "b"]]), ids_of("ab", &[&["ab"]]));
    }
}
