//! How many marks a body may have: one with more than anybody writes is not read as Markdown, but as paragraphs of text.
//!
//! The parser keeps some hundred bytes for every mark that could mean something, for as long as it reads a body.

use super::Flat;
use super::source_map::SourceMap;
use crate::text::{Block, BlockKind, Span};

/// Most marks of a body that is read as Markdown: no text has as many that somebody wrote.
const MAX_MARKS: usize = 1_000_000;

/// What a mark counts that opens a block quote or a list item: each is two elements, and stays open.
const CONTAINER: usize = 2;

/// How deep a body may nest at the cost of one mark a line: every line is compared with all that is open.
const DEPTH_A_MARK: usize = 100;

/// No body as short as this has so many marks. Each byte is one at most, ends a line or opens an element, which makes 4 of it; and if
/// half of the bytes are lines and half of them the depth of one, those add the square of its length in parts of 400.
const SHORT: usize = 16_000;

/// Where `body` has more marks than are read; `None` where it is read as Markdown.
pub fn marks_end(body: &str) -> Option<usize> {
    if body.len() <= SHORT {
        return None;
    }
    let (mut marks, mut deepest, mut start) = (0, 0, 0);
    for line in body.split_inclusive('\n') {
        let containers = containers(line.as_bytes());
        deepest = deepest.max(containers);
        marks += 1 + containers * CONTAINER + deepest / DEPTH_A_MARK;
        marks += line.bytes().filter(|byte| b"*_`~[]<&\\|\r".contains(byte)).count();
        if marks > MAX_MARKS {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// How many block quotes and list items the start of a line may open.
fn containers(mut line: &[u8]) -> usize {
    let mut count = 0;
    loop {
        line = line.trim_ascii_start();
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        line = match line {
            [b'>', rest @ ..] => rest,
            [b'-' | b'+' | b'*', rest @ ..] if rest.first().is_none_or(u8::is_ascii_whitespace) => rest,
            _ => match line.get(digits..) {
                Some([b'.' | b')', rest @ ..]) if digits > 0 => rest,
                _ => return count,
            },
        };
        count += 1;
    }
}

/// A body as its own plain text, in paragraphs by blank lines.
pub(super) fn as_written(body: &str) -> Flat {
    let mut blocks = Vec::new();
    let mut paragraph = Span::new(0, 0);
    let mut end = 0;
    for line in body.split_inclusive('\n') {
        let start = end;
        end += line.len();
        if line.trim().is_empty() {
            blocks.push(paragraph);
            paragraph = Span::new(end, end);
        } else {
            paragraph = Span::new(paragraph.start().min(start), end);
        }
    }
    blocks.push(paragraph);
    let spans = blocks.into_iter().map(|span| span.trimmed(body)).filter(|span| !span.is_empty());
    let mut map = SourceMap::default();
    map.push(Span::new(0, body.len()), 0..body.len());
    Flat {
        text: body.to_owned(),
        blocks: spans.map(|span| Block { span, kind: BlockKind::Paragraph }).collect(),
        map,
        ..Flat::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Manner, flatten, to_html};

    #[test]
    fn short_bodies_have_few_marks() {
        let worst = SHORT * 4 + SHORT * SHORT / (4 * DEPTH_A_MARK);
        assert!(worst <= MAX_MARKS, "{worst}");
    }

    #[test]
    fn marks_are_counted() {
        let lines = |line: &str, count: usize| marks_end(&line.repeat(count));
        assert_eq!(lines("One *word* in [two](x).\n", 190_000), None);
        assert_eq!(lines("One *word* in [two](x).\n", 210_000), Some(200_000 * 24));
        for line in ["- ", "> ", "1. ", "+ > 2) "] {
            assert!(lines(line, 490_000 / line.matches(' ').count()).is_none(), "{line}");
            assert!(lines(line, 510_000 / line.matches(' ').count()).is_some(), "{line}");
        }
        assert!(marks_end(&format!("{}a\n{}", "> ".repeat(5000), "a\n".repeat(10_000))).is_none());
        assert!(marks_end(&format!("{}a\n{}", "> ".repeat(5000), "a\n".repeat(20_000))).is_some());
        assert!(lines("Words that stand \"in\" lines, it's said - all plain.\r\n", 400_000).is_none());
    }

    #[test]
    fn a_body_with_too_many_marks_is_text_in_paragraphs() {
        let body = format!("One *a*\nb.\n \n\nTwo{} \"c\" <b>.\n\n", " *a".repeat(MAX_MARKS));
        let flat = flatten(&body);
        assert_eq!(flat.text, body);
        assert_eq!(flat.blocks.len(), 2);
        assert_eq!(flat.map.source(Span::new(4, 7)).map(|range| (range.start, range.end)), Some((4, 7)));
        let html = to_html(&body, &[], &[], Manner::default());
        assert!(html.starts_with("<p>One *a*\nb.</p>\n \n\n<p>Two *a") && html.ends_with("\"c\" &lt;b&gt;.</p>\n\n"));
        assert_eq!(crate::markdown::headline(&format!("# {body}")), None);
    }
}
