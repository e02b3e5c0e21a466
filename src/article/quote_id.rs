//! The permanent ids of quotations: they depend on the quotation's words alone, so edits elsewhere leave them as they are.

use std::collections::{HashMap, HashSet};

use crate::extract::Attribution;
use crate::text::Span;

/// An id for each attribution, in their order, unique in the article.
///
/// Words that are quoted twice in one article are told apart by which occurrence it is.
pub fn quote_ids(text: &str, attributions: &[Attribution]) -> Vec<String> {
    ids(text, attributions.iter().map(|a| a.content.as_slice()))
}

fn ids<'a>(text: &str, contents: impl Iterator<Item = &'a [Span]>) -> Vec<String> {
    let mut occurrences: HashMap<String, usize> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    contents
        .map(|content| {
            let pieces: Vec<&str> = content.iter().map(|span| span.of(text)).collect();
            let words = pieces.join("\u{1f}");
            let occurrence = occurrences.entry(words.clone()).or_insert(0);
            loop {
                *occurrence += 1;
                let id = id(&words, *occurrence);
                if taken.insert(id.clone()) {
                    return id;
                }
            }
        })
        .collect()
}

fn id(words: &str, occurrence: usize) -> String {
    let hash = if occurrence == 1 {
        blake3::hash(words.as_bytes())
    } else {
        blake3::hash(format!("{words}\u{1e}{occurrence}").as_bytes())
    };
    format!("q-{}", &hash.to_hex()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids_of(text: &str, contents: &[&[&str]]) -> Vec<String> {
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
        assert_eq!(ids_of("Go,", &[&["Go,"]]), [format!("q-{}", &blake3::hash(b"Go,").to_hex()[..8])]);
        assert!(before.iter().all(|id| id.len() == 10));
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
