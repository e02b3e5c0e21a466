//! The ids of headings, by which links lead to them.

use serde::{Deserialize, Serialize};

use crate::text::{Span, Unique};

/// A heading of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its place in the plain text.
    pub span: Span,
    /// Its id on the page: from its words, or as `## Words {#id}` says.
    pub id: String,
}

/// Longest id in bytes, before a number is put behind it.
const MAX_LENGTH: usize = 80;

/// How ids begin that pages give to quotations, voices and notes.
const TAKEN_STARTS: [&str; 4] = ["fn-", "fnref-", "q-", "voice-"];

/// Hands out ids, each once.
#[derive(Default)]
pub(super) struct Anchors(Unique);

impl Anchors {
    /// The id of a heading by its words, or by what its author wants it to be; `-2`, `-3`... tell equal ones apart.
    pub(super) fn claim(&mut self, words: &str) -> String {
        self.0.claim(anchor(words))
    }
}

/// Small letters and digits of any script with single hyphens between words.
fn anchor(words: &str) -> String {
    let mut anchor = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            anchor.push(c);
        } else if (c.is_whitespace() || matches!(c, '-' | '_' | '/' | '–' | '—'))
            && !anchor.is_empty()
            && !anchor.ends_with('-')
        {
            anchor.push('-');
        }
    }
    anchor.truncate(anchor.floor_char_boundary(MAX_LENGTH));
    let anchor = anchor.trim_end_matches('-');
    if anchor.is_empty() {
        return "section".to_owned();
    }
    // Pages have ids of their own, all of these forms.
    let is_taken =
        anchor == "content" || anchor.ends_with("-title") || TAKEN_STARTS.iter().any(|start| anchor.starts_with(start));
    if is_taken { format!("h-{anchor}") } else { anchor.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        let mut anchors = Anchors::default();
        for (words, expected) in [
            ("What happened?", "what-happened"),
            ("What happened", "what-happened-2"),
            ("  It's  “over” – now ", "its-over-now"),
            ("Straße 7", "straße-7"),
            ("!!!", "section"),
            ("q-7f3a91c2", "h-q-7f3a91c2"),
            ("Content", "h-content"),
            ("Related title", "h-related-title"),
        ] {
            assert_eq!(anchors.claim(words), expected, "{words}");
        }
        assert_eq!(anchors.claim(&"ж".repeat(100)).len(), 80);
    }

    #[test]
    fn thousands_of_equal_headings_stay_cheap() {
        let mut anchors = Anchors::default();
        let last = (0..100_000).map(|_| anchors.claim("Costs")).last();
        assert_eq!(last.as_deref(), Some("costs-100000"));
    }
}
