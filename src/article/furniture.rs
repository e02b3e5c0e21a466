//! Lines of a news page that are not the article's own: lists of other headlines, appeals to share or subscribe.

use std::sync::LazyLock;

use crate::text::{WordList, WordMap, entries, word_hash};

static OPENERS: LazyLock<WordList> = LazyLock::new(|| WordList::parse(OPENING));
const OPENING: &str = include_str!("data/openers.txt");
const FURNITURE: &str = include_str!("data/furniture.txt");

/// The first words of all entries of both lists: nearly all lines are told from furniture by theirs.
static FIRST_WORDS: LazyLock<WordMap<()>> =
    LazyLock::new(|| entries(OPENING).chain(entries(FURNITURE)).map(|entry| (first_word(entry), ())).collect());

/// Longest headline in characters.
const LONGEST_HEADLINE: usize = 160;

/// Longest line that is furniture by how it begins.
const LONGEST_FURNITURE: usize = 200;

/// Whether each line is furniture. A list of headlines reaches from the line that opens it to the next real text.
pub(super) fn mark<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<bool> {
    let mut in_list = false;
    let belongs = |line| {
        let opens = opens_list(line);
        in_list = opens || (in_list && (is_headline(line) || is_furniture(line)));
        in_list || is_furniture(line)
    };
    lines.map(belongs).collect()
}

/// Whether a list of other headlines begins with this line.
pub(super) fn opens_list(line: &str) -> bool {
    may_be_listed(line) && OPENERS.contains(&plain(line))
}

/// Whether this line alone is no text of the article.
pub(super) fn is_furniture(line: &str) -> bool {
    if !may_be_listed(line) {
        return false;
    }
    let line = plain(line);
    let short = line.chars().count() <= LONGEST_FURNITURE;
    entries(FURNITURE).any(|entry| match entry.strip_suffix('*') {
        Some(start) => short && line.starts_with(start.trim_end_matches(':')) && continues(&line, start),
        None => line == entry.trim_end_matches('.'),
    })
}

/// `line`, whose colon at the end is gone, against the start `read more:`.
fn continues(line: &str, start: &str) -> bool {
    line.starts_with(start) || line == start.trim_end_matches(':').trim_end()
}

/// A short line that does not end as a sentence or a quotation does.
fn is_headline(line: &str) -> bool {
    let line = line.trim();
    let words = line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    let stopped = words.ends_with('.') || (words.len() < line.len() && words.ends_with(['!', '?', ',', '…']));
    !stopped && line.chars().count() <= LONGEST_HEADLINE
}

fn may_be_listed(line: &str) -> bool {
    FIRST_WORDS.get(first_word(line)).is_some()
}

/// The hash of the letters that a line begins with.
fn first_word(line: &str) -> u32 {
    let line = line.trim_start();
    word_hash(&line[..line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len())])
}

fn plain(line: &str) -> String {
    let line = line.trim().trim_end_matches([':', '.', '…', '>', '»', ' ']).replace('’', "'").to_lowercase();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (line, expected) in [
            ("Advertisement", true),
            ("ADVERTISEMENT", true),
            ("READ MORE: Ferry sails at last", true),
            ("Read more:", true),
            ("Sign up to our weekly newsletter", true),
            ("Share this article", true),
            ("Image source, Harbour Trust", true),
            ("Advertisement of the post began in May.", false),
            ("Readers wrote to us.", false),
            ("Trending was the word she used.", false),
            ("  Related:ferries", true),
            ("Relatedness is a word.", false),
            ("", false),
        ] {
            assert_eq!(mark([line].into_iter())[0], expected, "{line:?}");
        }
    }

    #[test]
    fn lists_of_headlines() {
        for (lines, expected) in [
            (&["Real text.", "You may also like", "Ferry sails", "Why did it rain?"][..], "-+++"),
            (&["Real text.", "Most read:", "Ferry sails", "Real text again.", "Ferry sinks"], "-++--"),
            (&["Read more", "\"We go,\" she said.", "x"], "+--"),
            (&["Read more", "“Are we late?”", "x"], "+--"),
            (&["RELATED STORIES", "Ferry sails", "Advertisement", "Harbour shut"], "++++"),
        ] {
            let found: String = mark(lines.iter().copied()).into_iter().map(|m| if m { '+' } else { '-' }).collect();
            assert_eq!(found, expected, "{lines:?}");
        }
    }
}
