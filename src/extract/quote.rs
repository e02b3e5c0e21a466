//! Pairs quotation marks into regions, block by block, by rule.
//!
//! 1. Typographic double marks say themselves whether they open or close, unless they stand where only the other can;
//!    straight ones (`"`, `''`) close when a region is open, unless they stand after a space and before a word: then the mark
//!    before was never closed, or, where the marks of the block pair up so, this one opens a quotation inside of it.
//! 2. A region that is open at the end of its block ends there. The next block has to open its own, as the news convention
//!    for quotations of several paragraphs has it; so an unbalanced mark damages its own block at most.
//! 3. Single marks open a region only outside of double ones, after a space and before a word, and only where a mark that
//!    can close follows; apostrophes, elisions (`'em`, `'90s`) and plural possessives are passed over.

use super::analysis::Analysis;
use super::tag::Tag;
use crate::text::{Case, Span, TokenKind};

/// A stretch between quotation marks, the outermost ones only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Token of the opening mark.
    pub open: usize,
    /// First token past the content: the closing mark, or the end of the block where there is none.
    pub end: usize,
    /// Whether a closing mark stands at `end`.
    pub closed: bool,
    /// Whether the marks are single ones.
    pub single: bool,
}

impl Region {
    /// The tokens between the marks.
    pub fn tokens(&self) -> std::ops::Range<usize> {
        self.open + 1..self.end.max(self.open + 1)
    }

    /// Index of its block.
    pub fn block(&self, analysis: &Analysis<'_>) -> usize {
        analysis.sentences[analysis.sentence_of(self.open)].block
    }

    /// The text between the marks, as a span without white space at its ends.
    pub fn content(&self, analysis: &Analysis<'_>) -> Span {
        let start = analysis.tokens[self.open].span.end();
        let last = analysis.tokens[self.end.max(self.open + 1) - 1].span.end();
        let end = if self.closed { analysis.tokens[self.end].span.start() } else { last };
        Span::new(start, end).trimmed(analysis.text)
    }
}

/// Tokens within which a single mark has to close.
const REACH: usize = 1000;

/// The regions of all blocks, in text order. Regions without a word inside are left out.
pub fn regions(analysis: &Analysis<'_>) -> Vec<Region> {
    // Each begins with a mark of its own: no more room than that, not twice as much, where there are millions.
    let mut found = Vec::with_capacity(analysis.tokens.iter().filter(|t| t.kind == TokenKind::Mark).count());
    for index in 0..analysis.blocks.len() {
        block_regions(analysis, index, &mut found);
    }
    found.retain(|r| r.tokens().any(|t| matches!(analysis.tokens[t].kind, TokenKind::Word | TokenKind::Number)));
    found.shrink_to_fit();
    found
}

/// What a mark does, by its form and its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    /// Closes when a region is open, opens otherwise.
    Either,
    OpenSingle,
    None,
}

fn block_regions(analysis: &Analysis<'_>, index: usize, found: &mut Vec<Region>) {
    let block = &analysis.blocks[index];
    let region = |open, end, closed, single| Region { open, end, closed, single };
    let mut open: Option<usize> = None;
    let mut passed = block.tokens.start;
    // Up to here no single mark closes.
    let mut searched = block.tokens.start;
    let mut around: Option<Vec<(usize, usize)>> = None;
    // The mark that closes the region opened at `start`, if other marks open and close inside.
    let mut closing = |start: usize| {
        let pairs = around.get_or_insert_with(|| pairs_around_others(analysis, block.tokens.clone()));
        pairs.binary_search_by_key(&start, |pair| pair.0).ok().map(|index| pairs[index].1)
    };
    for t in block.tokens.clone() {
        if analysis.tokens[t].kind != TokenKind::Mark || t < passed {
            continue;
        }
        match (role(analysis, t), open) {
            (Role::Open, None) => open = Some(t),
            (Role::Either, None) => open = (!closes_only(analysis, t)).then_some(t),
            (Role::OpenSingle, None) => {
                if let Some(end) = closing_single(analysis, t, searched, block.tokens.end) {
                    found.push(region(t, end, true, true));
                    passed = end + 1;
                } else if t == block.tokens.start && is_carried_on(analysis, index) {
                    found.push(region(t, block.tokens.end, false, true));
                    passed = block.tokens.end;
                } else {
                    searched = t + REACH;
                }
            }
            (Role::Open, Some(start)) if analysis.word(start) == "„" => {
                found.push(region(start, t, true, false));
                open = None;
            }
            (own @ (Role::Open | Role::Either), Some(start)) => {
                let reopens = if own == Role::Open { !closes_only(analysis, t) } else { opens_word(analysis, t) };
                let nested = if reopens { closing(start) } else { None };
                found.push(region(start, nested.unwrap_or(t), nested.is_some() || !reopens, false));
                open = (reopens && nested.is_none()).then_some(t);
                passed = nested.map_or(passed, |end| end + 1);
            }
            (Role::Close, None) => open = opens_word(analysis, t).then_some(t),
            (Role::Close, Some(start)) => {
                found.push(region(start, t, true, false));
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        found.push(region(start, unclosed_end(analysis, index, start), false, false));
    }
}

/// The double marks of a block that pair up around others, by the opening one.
fn pairs_around_others(analysis: &Analysis<'_>, tokens: std::ops::Range<usize>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    // The marks that are open, and whether one was inside.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for t in tokens.filter(|&t| matches!(role(analysis, t), Role::Open | Role::Close | Role::Either)) {
        if opens_word(analysis, t) {
            if let Some((_, around)) = open.last_mut() {
                *around = true;
            }
            open.push((t, false));
        } else if space_before(analysis, t) {
            open.clear();
        } else if let Some((start, true)) = open.pop() {
            pairs.push((start, t));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Where a region without a closing mark ends: at the block's end if the next block carries it on or the mark opens the
/// block, else at the end of its sentence.
fn unclosed_end(analysis: &Analysis<'_>, block: usize, open: usize) -> usize {
    let tokens = &analysis.blocks[block].tokens;
    if is_carried_on(analysis, block) || open == tokens.start {
        return tokens.end;
    }
    analysis.sentences[analysis.sentence_of(open)].tokens.end
}

/// Whether the next block opens with a mark, as each paragraph of a longer speech does.
fn is_carried_on(analysis: &Analysis<'_>, block: usize) -> bool {
    let next = analysis.blocks.get(block + 1);
    next.is_some_and(|next| matches!(analysis.word(next.tokens.start), "“" | "\"" | "''" | "‘" | "'" | "«" | "„"))
}

fn role(analysis: &Analysis<'_>, t: usize) -> Role {
    match analysis.word(t) {
        "“" | "„" | "‟" | "«" | "``" => Role::Open,
        "”" | "»" => Role::Close,
        "\"" | "''" => Role::Either,
        "‘" | "‚" | "‛" | "`" => Role::OpenSingle,
        "’" | "'" => single_role(analysis, t),
        _ => Role::None,
    }
}

fn single_role(analysis: &Analysis<'_>, t: usize) -> Role {
    if opens_word(analysis, t) && analysis.word(t) == "'" && !elision(analysis, t) {
        Role::OpenSingle
    } else {
        Role::None
    }
}

/// Whether the mark stands after a space (or at the start) and before a word.
fn opens_word(analysis: &Analysis<'_>, t: usize) -> bool {
    let next = analysis.tokens.get(t + 1);
    let glued = next.is_some_and(|n| n.span.start() == analysis.tokens[t].span.end());
    let wordy = next.is_some_and(|n| matches!(n.kind, TokenKind::Word | TokenKind::Number))
        || matches!(analysis.word(t + 1), "[" | "…" | "..." | "$" | "£" | "€");
    glued && wordy && space_before(analysis, t)
}

fn space_before(analysis: &Analysis<'_>, t: usize) -> bool {
    let start = analysis.tokens[t].span.start();
    let before = analysis.text[..start].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '"' | '“' | '/' | ':'))
}

/// A straight mark that can only close: glued to what stands before it, with a space behind.
fn closes_only(analysis: &Analysis<'_>, t: usize) -> bool {
    let end = analysis.tokens[t].span.end();
    let after = analysis.text[end..].chars().next();
    !space_before(analysis, t) && after.is_none_or(char::is_whitespace)
}

/// `'em`, `'90s`, `'til`: an apostrophe for letters left out at the start of a word.
fn elision(analysis: &Analysis<'_>, t: usize) -> bool {
    let next = analysis.word(t + 1);
    next.as_bytes().first().is_some_and(u8::is_ascii_digit) && next.ends_with('s')
        || ["em", "til", "cause", "n", "bout", "twas", "tis", "cos", "round"]
            .iter()
            .any(|e| next.eq_ignore_ascii_case(e))
}

/// The single mark that closes the region opened at `open`: the first one that is no possessive, or the first at all; none
/// stands before `searched`.
fn closing_single(analysis: &Analysis<'_>, open: usize, searched: usize, stop: usize) -> Option<usize> {
    let mut possessive = None;
    for t in searched.max(open + 1)..stop.min(open + REACH) {
        match analysis.word(t) {
            "‘" | "“" if t > open + 1 && possessive.is_some() => return possessive,
            "’" | "'" if !space_before(analysis, t) || spaced_close(analysis, open, t) => {
                let after = &analysis.text[analysis.tokens[t].span.end()..];
                if after.starts_with(|c: char| c.is_alphanumeric()) {
                    continue;
                }
                if !plural_possessive(analysis, t) {
                    return Some(t);
                }
                possessive = possessive.or(Some(t));
            }
            _ => {}
        }
    }
    possessive
}

/// A closing mark after a stray space, as scraped text has it (`'Blowing up '`).
fn spaced_close(analysis: &Analysis<'_>, open: usize, t: usize) -> bool {
    t > open + 1 && !opens_word(analysis, t)
}

/// `the workers' plan`: a plural noun before the mark, a word of the same phrase behind.
fn plural_possessive(analysis: &Analysis<'_>, t: usize) -> bool {
    let before = analysis.word(t - 1);
    let next = analysis.tokens.get(t + 1);
    let lower_next = next.is_some_and(|n| n.kind == TokenKind::Word && n.case == Case::Lower);
    let nominal_next = analysis.tags.get(t + 1).is_some_and(|tag| tag.is_noun() || *tag == Tag::Jj);
    before.ends_with('s') && lower_next && nominal_next
}
