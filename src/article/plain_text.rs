//! Blocks of a plain text, often a scraped one.
//!
//! 1. Lines are found, and whether the text is hard-wrapped: then a line ends where the next word no longer fitted.
//! 2. Lines that belong together become one piece: wrapped lines up to the line that ends short, else each by itself.
//! 3. Furniture of the page it was taken from is set aside, see `furniture`.
//! 4. The first piece is the title if it looks like one.

use super::furniture;
use crate::text::{Block, BlockKind, Span};

/// Longest title line in characters.
const LONGEST_TITLE: usize = 120;

/// Widths in characters that texts are wrapped at.
const WRAP_WIDTHS: std::ops::RangeInclusive<u32> = 45..=100;

/// How much of a wrapped line may stay empty besides the word that did not fit, in characters.
const SLACK: u32 = 6;

/// The blocks of `text` in order, without the line breaks around them, and the title line, if there is one.
pub fn blocks(text: &str) -> (Vec<Block>, Option<Span>) {
    let pieces = join_wrapped(text, &lines(text));
    let furniture = furniture::mark(pieces.iter().map(|span| span.of(text)));
    let title = title(text, &pieces, &furniture);
    let block = |(at, (span, is_furniture))| {
        let kind = match is_furniture {
            _ if title == Some(at) => BlockKind::Title,
            true => BlockKind::Boilerplate,
            false => BlockKind::Paragraph,
        };
        Block { span, kind }
    };
    let title = title.map(|at| pieces[at]);
    (pieces.into_iter().zip(furniture).enumerate().map(block).collect(), title)
}

/// A line that is not blank.
struct Line {
    span: Span,
    /// Length in characters.
    length: u32,
    after_blank: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.lines().count());
    let mut after_blank = true;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trimmed(text);
        start += line.len();
        if span.is_empty() {
            after_blank = true;
        } else {
            lines.push(Line { span, length: span.of(text).chars().count() as u32, after_blank });
            after_blank = false;
        }
    }
    lines
}

fn join_wrapped(text: &str, lines: &[Line]) -> Vec<Span> {
    let width = wrap_width(text, lines);
    let mut pieces: Vec<Span> = Vec::with_capacity(lines.len());
    for (n, line) in lines.iter().enumerate() {
        let before = n.checked_sub(1).map(|n| &lines[n]);
        let goes_on = match (before, width, pieces.last_mut()) {
            (Some(before), Some(width), Some(piece)) if is_full(text, before, line, width) => {
                *piece = piece.join(line.span);
                true
            }
            _ => false,
        };
        if !goes_on {
            pieces.push(line.span);
        }
    }
    pieces
}

/// The width that the text is wrapped at, if it is: nearly all lines with another one right below are full, and most of
/// them stop in the middle of a sentence.
fn wrap_width(text: &str, lines: &[Line]) -> Option<u32> {
    let furniture = furniture::mark(lines.iter().map(|line| line.span.of(text)));
    let pairs = || {
        let is_pair = |&n: &usize| !lines[n].after_blank && !furniture[n - 1] && !furniture[n];
        (1..lines.len()).filter(is_pair).map(|n| (&lines[n - 1], &lines[n]))
    };
    let width = pairs().map(|(line, next)| line.length.max(next.length)).max()?;
    let all = pairs().count();
    let full = pairs().filter(|(line, next)| is_full(text, line, next, width)).count();
    let open = pairs().filter(|(line, _)| !ends_sentence(line.span.of(text))).count();
    let wrapped = full * 10 >= all * 7 && open * 10 >= all * 6;
    (wrapped && WRAP_WIDTHS.contains(&width)).then_some(width)
}

/// Whether `line` ends only because the first word of `next`, right below it, did not fit.
fn is_full(text: &str, line: &Line, next: &Line, width: u32) -> bool {
    let words = line.span.of(text);
    if next.after_blank || furniture::opens_list(words) || furniture::is_furniture(words) {
        return false;
    }
    let word = next.span.of(text).split_whitespace().next().map_or(0, |word| word.chars().count());
    line.length + 1 + word as u32 + SLACK > width
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', ':', '…'])
}

/// The index of the title among the pieces: the first one, where it is a headline over text.
fn title(text: &str, pieces: &[Span], furniture: &[bool]) -> Option<usize> {
    let first = furniture.iter().position(|is_furniture| !is_furniture)?;
    let line = pieces[first].of(text);
    let starts = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opens_well = starts.starts_with(|c: char| !c.is_lowercase());
    let ends_well = !ends_sentence(line) && !line.ends_with([',', ';', '-', '–', '—']);
    let text_follows = furniture[first + 1..].iter().any(|is_furniture| !is_furniture);
    let fits = !line.contains('\n') && line.chars().count() <= LONGEST_TITLE;
    (opens_well && ends_well && text_follows && fits).then_some(first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let (blocks, title) = blocks(text);
        assert_eq!(title.is_some(), blocks.iter().any(|b| b.kind == BlockKind::Title));
        let mark = |kind| match kind {
            BlockKind::Title => "#",
            BlockKind::Boilerplate => "x",
            _ => "=",
        };
        let shown: Vec<String> = blocks.iter().map(|b| format!("{}{}", mark(b.kind), b.span.of(text))).collect();
        shown.join("|").replace("\r\n", "~").replace('\n', "~")
    }

    #[test]
    fn pieces() {
        for (text, expected) in [
            ("", ""),
            ("\n \n", ""),
            ("One.\nTwo.", "=One.|=Two."),
            ("One.\r\n\r\nTwo.\r\n", "=One.|=Two."),
            ("  One.  \n\n\nTwo.", "=One.|=Two."),
            ("Ferry sails\nIt sailed.", "#Ferry sails|=It sailed."),
            ("Ferry sails\r\n\r\nIt sailed.", "#Ferry sails|=It sailed."),
            ("“Never again”: the ferry\nIt sailed.", "#“Never again”: the ferry|=It sailed."),
            ("1,200 wait for ferry\nIt sailed.", "#1,200 wait for ferry|=It sailed."),
            ("is unlikely to sail\nIt sailed.", "=is unlikely to sail|=It sailed."),
            ("Ferry sails", "=Ferry sails"),
            ("Will it sail?\nIt sailed.", "=Will it sail?|=It sailed."),
            ("\"It will.\"\nIt sailed.", "=\"It will.\"|=It sailed."),
            ("Advertisement\nFerry sails\nIt sailed.", "xAdvertisement|#Ferry sails|=It sailed."),
            (
                "It sailed.\nYou may also like\nHarbour shut\nGulls return",
                "=It sailed.|xYou may also like|xHarbour shut|xGulls return",
            ),
            ("It sailed.\nREAD MORE: Harbour shut\nIt sank.", "=It sailed.|xREAD MORE: Harbour shut|=It sank."),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    const WRAPPED: &str = "The ferry sails\n\nThe ferry to the islands sailed on Monday for\nthe first time in three \
         weeks, the harbour office\nsaid.\n\n\"We had nearly given up hope of ever going home,\"\nsaid a passenger \
         who had slept in the hall of the\nterminal since the storm.\n\nYou may also like\nHarbour shut\nGulls return\n";

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let expected = "#The ferry sails|=The ferry to the islands sailed on Monday for~the first time in three weeks, \
             the harbour office~said.|=\"We had nearly given up hope of ever going home,\"~said a passenger who had slept \
             in the hall of the~terminal since the storm.|xYou may also like|xHarbour shut|xGulls return";
        assert_eq!(shown(WRAPPED), expected);
        assert_eq!(shown(&WRAPPED.replace('\n', "\r\n")), expected);
    }

    #[test]
    fn lines_that_are_paragraphs_stay_apart() {
        let text = "The ferry sailed on Monday, the office said.\nIt was the first in three weeks, they told us.\n\
             \"We had given up hope,\" said one passenger.";
        assert_eq!(blocks(text).0.len(), 3);
    }

    proptest! {
        #[test]
        fn blocks_are_in_order_and_inside(text in "([A-Za-z“”\",.é\u{a0} ]{0,60}(\r?\n){0,3}|read more|Advertisement|\\PC{0,9}){0,12}") {
            let (blocks, title) = blocks(&text);
            let mut end = 0;
            for block in &blocks {
                prop_assert!(block.span.start() >= end && !block.span.is_empty());
                end = block.span.end();
                let words = text.get(block.span.range());
                prop_assert!(words.is_some_and(|words| words.trim() == words), "{:?}", words);
            }
            prop_assert!(title.is_none_or(|t| blocks.iter().any(|b| b.span == t)));
            let all: usize = blocks.iter().map(|b| b.span.of(&text).chars().filter(|c| !c.is_whitespace()).count()).sum();
            prop_assert_eq!(all, text.chars().filter(|c| !c.is_whitespace()).count());
        }
    }
}
