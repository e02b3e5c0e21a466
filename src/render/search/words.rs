//! The words that searches look for: runs of letters and digits, folded as names are, so that `nunez` finds `Núñez`.
//!
//! `templates/assets/search.js` takes queries apart in the same way.

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use crate::article::Article;
use crate::site::{fold, spoken};
use crate::text::Vocabulary;

/// The words of an article, each once, as numbers in a vocabulary.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// Of its text, and of what is said about it.
    pub(super) article: Vec<u32>,
    /// Of each of its quotations that are shown.
    pub(super) quotations: Vec<Vec<u32>>,
}

impl Words {
    /// Those of an article, with their numbers from before where they have such.
    pub(super) fn of(article: &Article, vocabulary: &Vocabulary) -> Self {
        let known = Some(&article.search_words).filter(|packed| !packed.is_empty());
        let known = known.and_then(|packed| postcard::from_bytes(packed).ok());
        known.unwrap_or_else(|| Self::counted(article, vocabulary))
    }

    fn counted(article: &Article, vocabulary: &Vocabulary) -> Self {
        let (metadata, content) = (&article.metadata, article.content());
        let lists = [&metadata.authors, &metadata.tags, &metadata.categories];
        let one = [metadata.description.as_ref(), metadata.publisher.as_ref()];
        let about = lists.into_iter().flatten().chain(one.into_iter().flatten());
        let text = about.chain([&metadata.title, &content.text]).map(String::as_str);
        let mut numbers = vocabulary.lock();
        let mut numbered = |texts: &mut dyn Iterator<Item = &str>| {
            let mut found = Vec::new();
            for text in texts {
                each_word(text, |word| found.push(numbers.number(word)));
            }
            found.sort_unstable();
            found.dedup();
            found
        };
        let own = numbered(&mut text.into_iter());
        let quotations = spoken(article)
            .map(|(_, attribution)| numbered(&mut attribution.content.iter().map(|span| span.of(&content.text))));
        Self { quotations: quotations.collect(), article: own }
    }
}

/// The words that searches find an article by, as it keeps them.
pub fn search_words(article: &Article, vocabulary: &Vocabulary) -> Vec<u8> {
    // Numbers always have this form.
    postcard::to_allocvec(&Words::counted(article, vocabulary)).unwrap_or_default()
}

/// Calls `found` with every word of `text`.
pub(super) fn each_word(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    for run in text.split(is_break).filter(|run| !run.is_empty()) {
        if run.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            found(run);
            continue;
        }
        word.clear();
        // An apostrophe is not a break: `don’t` is one word.
        word.extend(run.chars().filter(|c| !matches!(c, '\'' | '’')).map(|c| c.to_ascii_lowercase()));
        if word.is_ascii() {
            Some(word.as_str()).filter(|word| !word.is_empty()).into_iter().for_each(&mut found);
        } else {
            let words = fold(&word);
            let words = words.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
            words.filter(|word| !word.is_empty()).for_each(&mut found);
        }
    }
}

/// Whether `c` parts words, as far as that can be told before folding.
fn is_break(c: char) -> bool {
    let is_in_words = c.is_ascii_alphanumeric() || c == '\'';
    c.is_ascii() && !is_in_words || matches!(c, '“' | '”' | '—' | '–' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (text, expected) in [
            ("The quay, “won’t” re-open.", &["the", "quay", "wont", "re", "open"][..]),
            ("José Núñez Łódź STRASSE straße", &["jose", "nunez", "lodz", "strasse", "strasse"]),
            ("£410m\u{a0}plan", &["410m", "plan"]),
            ("й и\u{306}", &["й", "й"]),
            ("王小明", &["王小明"]),
            ("… — !", &[]),
        ] {
            let mut found = Vec::new();
            each_word(text, |word| found.push(word.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
