//! The pieces of a quotation, and how each follows on the one before it.
//!
//! A quotation whose pieces are only paragraphs apart runs on; one that the article interrupts, with `she said` or more, has a
//! gap, and a page that shows it by itself has to show the gap.

use serde::Serialize;

use crate::extract::Attribution;
use crate::text::Span;

/// One stretch of the article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    /// Byte for byte as in the article.
    pub(super) text: String,
    /// Whether the article says something else between this piece and the one before.
    pub(super) after_gap: bool,
    /// Whether the quotation goes on in the next paragraph without having been closed.
    pub(super) runs_on: bool,
}

/// The pieces of a quotation by the paragraphs in which it is shown by itself.
pub(super) fn paragraphs(text: &str, attribution: &Attribution) -> Vec<Vec<Piece>> {
    let mut paragraphs: Vec<Vec<Piece>> = Vec::new();
    let mut before: Option<Span> = None;
    for &span in &attribution.content {
        let between = before.map_or("", |before| text.get(before.end()..span.start()).unwrap_or_default());
        let after_gap = between.contains(char::is_alphanumeric);
        let piece = Piece { text: span.of(text).to_owned(), after_gap, runs_on: false };
        match paragraphs.last_mut() {
            Some(last) if after_gap || !between.contains('\n') => last.push(piece),
            last => {
                if let Some(piece) = last.and_then(|last| last.last_mut()) {
                    piece.runs_on = true;
                }
                paragraphs.push(vec![piece]);
            }
        }
        before = Some(span);
    }
    paragraphs
}

/// The quotation as plain text: paragraphs parted by blank lines, gaps shown by an ellipsis.
pub(super) fn plain(text: &str, attribution: &Attribution) -> String {
    let paragraph = |pieces: &Vec<Piece>| {
        let mut text = String::new();
        for piece in pieces {
            let joint = if piece.after_gap { " … " } else { " " };
            text.push_str(if text.is_empty() { "" } else { joint });
            text.push_str(&piece.text);
        }
        text
    };
    paragraphs(text, attribution).iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use crate::extract::Kind;
    use crate::site::sample::Sample;

    use super::*;

    #[test]
    fn pieces_run_on_or_have_a_gap() {
        for (text, pieces, expected) in [
            ("“No,” she said. “Never.”", &["No,", "Never."][..], "No, … Never."),
            ("“No.\n\n“Never.”", &["No.", "Never."], "No.\n\nNever."),
            ("“No.” “Never.”", &["No.", "Never."], "No. Never."),
            ("“No,” she said.\n\n“Never.”", &["No,", "Never."], "No, … Never."),
            ("“No.”", &["No."], "No."),
        ] {
            let article = Sample::new("a").text(text).person("Moss").says(Kind::Direct, pieces, "").build();
            assert_eq!(plain(&article.content().text, &article.extraction.attributions[0]), expected);
        }
    }
}
