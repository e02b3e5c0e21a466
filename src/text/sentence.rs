//! Splits a block's tokens into sentences, with care next to quotation marks, titles and initials.
//!
//! The Unicode rules split after `Gov.` and `Dr.`, and between a quotation and its `he said`; these do not:
//!
//! 1. A sentence ends at `.`, `!`, `?`, `…` (or a colon before a line break), closing marks and brackets included.
//! 2. It does not end before a lower-case word, nor where a cue follows the closing mark (`"Why?" asked Holt`).
//! 3. A stop that belongs to an abbreviation ends a sentence only where the abbreviation is no title and a capital follows
//!    that commonly starts sentences.

use std::ops::Range;
use std::sync::OnceLock;

use super::{Case, Span, Token, TokenKind, WordList, tokenize};

/// Splits `tokens[range]`, the tokens of one block, into sentences and appends their token ranges.
pub fn sentences(text: &str, tokens: &[Token], range: Range<usize>, into: &mut Vec<Range<usize>>) {
    let mut start = range.start;
    let mut i = range.start;
    while i < range.end {
        match sentence_end(text, tokens, i, range.end) {
            Ok(end) => {
                into.push(start..end);
                start = end;
                i = end;
            }
            Err(next) => i = next,
        }
    }
    if start < range.end {
        into.push(start..range.end);
    }
}

/// The sentences of a stretch of `text` that lies in one block.
pub fn sentence_spans(text: &str, within: Span) -> Vec<Span> {
    let (mut tokens, mut ranges) = (Vec::new(), Vec::new());
    tokenize(text, within, &mut tokens);
    let all = 0..tokens.len();
    sentences(text, &tokens, all, &mut ranges);
    ranges
        .into_iter()
        .filter_map(|range| Some(tokens.get(range.start)?.span.join(tokens.get(range.end - 1)?.span)))
        .collect()
}

/// Where the sentence ends (one past its last token), if the token at `i` ends it; else the next token that may.
fn sentence_end(text: &str, tokens: &[Token], i: usize, stop: usize) -> Result<usize, usize> {
    let last = tokens[i].span.end().wrapping_sub(1);
    if text.as_bytes().get(last).is_some_and(u8::is_ascii_alphanumeric) {
        return Err(i + 1);
    }
    let word = tokens[i].span.of(text);
    let terminal = match word {
        "." | "!" | "?" | "…" | "..." | "...." => true,
        _ => word.len() > 1 && word.ends_with('.') && !word.ends_with(".."),
    };
    if !terminal {
        return Err(i + 1);
    }
    let mut end = i + 1;
    while end < stop && (matches!(tokens[end].span.of(text), "." | "!" | "?") || closes(text, tokens, end, stop)) {
        end += 1;
    }
    // Every stop up to `end` has the same words behind it, and what goes against it goes against all of them.
    let next =
        (end..stop).find(|&j| tokens[j].kind != TokenKind::Mark && !matches!(tokens[j].span.of(text), "(" | "["));
    let Some(next) = next else { return Err(stop) };
    let lower = tokens[next].case == Case::Lower && tokens[next].kind == TokenKind::Word;
    let glued = tokens[end].span.start() == tokens[end - 1].span.end() && tokens[end].kind != TokenKind::Mark;
    if lower || (glued && tokens[next].kind == TokenKind::Other) {
        return Err(end);
    }
    let first = tokens[next].span.of(text);
    if tokens[next].kind == TokenKind::Other && matches!(first, "," | ";" | ":" | "—" | "–" | "--" | "-") {
        return Err(end);
    }
    if word.len() > 1 && word.ends_with('.') && word != "..." && word != "...." {
        let ends = starters().contains(first.to_lowercase().as_str()) && !title_like(word);
        return if ends { Ok(end) } else { Err(i + 1) };
    }
    Ok(end)
}

/// Whether the token at `i` is a closing mark or bracket that belongs to the sentence before it.
fn closes(text: &str, tokens: &[Token], i: usize, stop: usize) -> bool {
    let glued = tokens[i].span.start() == tokens[i - 1].span.end();
    match tokens[i].span.of(text) {
        "”" | ")" | "]" | "’" | "»" => glued,
        "\"" | "'" | "''" => {
            let before_space = i + 1 >= stop || tokens[i + 1].span.start() > tokens[i].span.end();
            glued && (before_space || tokens[i + 1].kind == TokenKind::Mark || tokens[i + 1].kind == TokenKind::Other)
        }
        _ => false,
    }
}

/// Abbreviations that stand before a name: no sentence ends after them.
fn title_like(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let initial = bare.chars().count() == 1;
    initial
        || matches!(
            bare.to_ascii_lowercase().as_str(),
            "mr" | "mrs"
                | "ms"
                | "mx"
                | "dr"
                | "prof"
                | "sen"
                | "sens"
                | "rep"
                | "reps"
                | "gov"
                | "gen"
                | "col"
                | "capt"
                | "lt"
                | "sgt"
                | "maj"
                | "adm"
                | "cmdr"
                | "brig"
                | "cpl"
                | "pvt"
                | "rev"
                | "hon"
                | "st"
                | "mt"
                | "messrs"
                | "cllr"
                | "supt"
                | "det"
                | "insp"
                | "pres"
                | "atty"
                | "vs"
        )
}

/// Words that commonly start a sentence and are no names.
fn starters() -> &'static WordList {
    static LIST: OnceLock<WordList> = OnceLock::new();
    LIST.get_or_init(|| WordList::parse(include_str!("data/sentence_starters.txt")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        let mut found = Vec::new();
        sentences(text, &tokens, 0..tokens.len(), &mut found);
        let got: Vec<&str> =
            found.iter().map(|r| &text[tokens[r.start].span.start()..tokens[r.end - 1].span.end()]).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn ends_where_a_reader_would_end_it() {
        check("It rained. He left.", &["It rained.", "He left."]);
        check("\"It rained.\" He left.", &["\"It rained.\"", "He left."]);
        check("“Why?” asked Holt. “No!”", &["“Why?” asked Holt.", "“No!”"]);
        check("\"Go,\" he said. \"Now.\"", &["\"Go,\" he said.", "\"Now.\""]);
        check("Gov. Moss met Dr. Holt in the U.S. Senate.", &["Gov. Moss met Dr. Holt in the U.S. Senate."]);
        check("They left the U.S. The rest stayed.", &["They left the U.S.", "The rest stayed."]);
        check("It cost 3.5m. (It was cheap.) Good.", &["It cost 3.5m.", "(It was cheap.)", "Good."]);
        check("J. R. Moss spoke", &["J. R. Moss spoke"]);
        check("Marsh v. Fennet was settled.", &["Marsh v. Fennet was settled."]);
        check("He paused... and went on.", &["He paused... and went on."]);
    }

    #[test]
    fn rows_of_stops_stay_cheap() {
        let stops = ". ".repeat(100_000);
        check(&stops, &[stops.trim()]);
        let lower = format!("{stops}and so on");
        check(&lower, &[&lower]);
    }
}
