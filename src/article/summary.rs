//! What an article is in short: its summary, and how long it takes to read.

use crate::text::{Block, BlockKind, Span, one_line, sentence_spans};

/// A summary of first sentences has at least this many words, where the text has them...
const ENOUGH: usize = 25;
/// ...and never more than this many.
const MOST: usize = 55;

/// Words a minute that people read.
const WORDS_PER_MINUTE: usize = 230;

/// The summary of an article: its text up to `more`, where it marks such a place, else its description, else its first
/// sentences.
pub(super) fn summary(text: &str, blocks: &[Block], more: Option<usize>, description: Option<&str>) -> String {
    let paragraphs = blocks.iter().filter(|block| is_prose(block.kind)).map(|block| block.span);
    if let Some(more) = more {
        let before = paragraphs.clone().filter(|span| span.start() < more);
        let pieces: Vec<&str> = before.map(|span| Span::new(span.start(), span.end().min(more)).of(text)).collect();
        let summary = one_line(&pieces.join(" "));
        if !summary.is_empty() {
            return summary;
        }
    }
    match description.filter(|description| !description.trim().is_empty()) {
        Some(description) => one_line(description),
        None => first_sentences(text, paragraphs),
    }
}

/// How many words an article has, without its headline and what is not its own.
pub(super) fn words(text: &str, blocks: &[Block]) -> usize {
    let own = blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Title | BlockKind::Boilerplate));
    own.map(|block| block.span.of(text).split_whitespace().count()).sum()
}

/// How many minutes it takes to read so many words, at least one.
pub fn reading_minutes(words: usize) -> usize {
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::BlockQuote)
}

fn first_sentences(text: &str, paragraphs: impl Iterator<Item = Span>) -> String {
    let mut words: Vec<&str> = Vec::new();
    for paragraph in paragraphs {
        // A word has rarely more than sixteen bytes; what is longer is cut anyway.
        let end = text.floor_char_boundary(paragraph.end().min(paragraph.start() + 4 * 16 * MOST));
        for sentence in sentence_spans(text, Span::new(paragraph.start(), end)) {
            let more: Vec<&str> = sentence.of(text).split_whitespace().collect();
            if words.len() + more.len() > MOST && !words.is_empty() {
                return words.join(" ");
            }
            let is_cut = more.len() > MOST;
            words.extend(more.into_iter().take(MOST));
            if is_cut {
                return words.join(" ") + " …";
            }
            if words.len() >= ENOUGH {
                return words.join(" ");
            }
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::flatten;

    fn of(body: &str, description: Option<&str>) -> String {
        let flat = flatten(body);
        summary(&flat.text, &flat.blocks, flat.more, description)
    }

    #[test]
    fn summaries() {
        let long = "word ".repeat(80);
        let cut = format!("{} …", "word ".repeat(55).trim());
        for (body, description, expected) in [
            ("One *two*.\n\nThree.\n\n<!-- more -->\n\nFour.", Some("D"), "One two. Three."),
            ("One <!--more--> two.", None, "One"),
            ("<!-- more -->\n\nOne.", Some("D\nE"), "D E"),
            ("## Head\n\n- item\n\nOne. Two.\n\n{{< fig >}}\n\nThree.", None, "One. Two. Three."),
            (long.as_str(), None, cut.as_str()),
            ("", None, ""),
        ] {
            assert_eq!(of(body, description), expected, "{body}");
        }
        let sentences =
            "The harbour was closed for the winter on Monday, the office said in a long letter to all. ".repeat(5);
        assert_eq!(of(&sentences, None).matches("The harbour").count(), 2);
    }

    #[test]
    fn length() {
        let flat = flatten("## Head\n\nOne two.\n\n```\ncode here\n```\n");
        assert_eq!(words(&flat.text, &flat.blocks), 3);
        assert_eq!([0, 1, 230, 231].map(reading_minutes), [1, 1, 1, 2]);
    }
}
