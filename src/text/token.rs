//! Splits text into word, number and punctuation tokens, close to the Penn Treebank's way.
//!
//! 1. White space separates.
//! 2. Letters and digits run on, over hyphens, inner full stops and commas of numbers, inner apostrophes, and characters
//!    that nobody sees.
//! 3. Clitics become tokens of their own: `did` `n't`, `Holt` `'s`, `they` `'re`.
//! 4. A full stop stays with an abbreviation or an initial; every other mark stands alone, `''`, ` `` `, `--` and `...` whole.

use std::sync::OnceLock;

use super::invisible::is_invisible;
use super::{Span, WordList};

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How its letters are written.
    pub case: Case,
    /// Hash of its lower-cased form, curly apostrophes as straight ones, without what nobody sees: equal words have equal
    /// hashes.
    pub hash: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Starts with a letter, or is a clitic; user names and tags (`@name`, `#tag`) too.
    Word,
    /// Starts with a digit.
    Number,
    /// A mark that may open or close a quotation: `" “ ” „ « » ' ‘ ’ '' `` `.
    Mark,
    /// Anything else.
    Other,
}

/// How the letters of a token are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `word`, or no letters at all.
    Lower,
    /// `Word`, `McName`.
    Capital,
    /// `WORD`, two letters or more.
    Upper,
}

/// Splits `text[span]` into tokens and appends them; offsets are into `text`.
pub fn tokenize(text: &str, span: Span, into: &mut Vec<Token>) {
    let end = span.end().min(text.len());
    let bytes = &text.as_bytes()[..end];
    let mut at = span.start();
    while at < end {
        make_room(text, at, into);
        if let Some(word) = plain_word(bytes, at) {
            into.push(word);
            at = word.span.end();
            continue;
        }
        let stop = match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            b if b.is_ascii_alphanumeric() => run_end(text, bytes, at),
            b'@' | b'#' if starts_word(text, at + 1, end) => run_end(text, bytes, at + 1),
            b if b.is_ascii() => mark_end(text, bytes, at),
            _ => {
                let c = char_at(text, at);
                if is_word_char(c) {
                    run_end(text, bytes, at)
                } else {
                    let next = at + c.len_utf8();
                    if c.is_whitespace() || is_invisible(c) {
                        at = next;
                        continue;
                    }
                    if c == '’' && clitic_len(text, at, end) > 0 { at + clitic_len(text, at, end) } else { next }
                }
            }
        };
        push_run(text, at, stop, into);
        at = stop;
    }
}

/// The token at `at` where it is what most are: letters of ASCII, and nothing behind them that could belong to it.
fn plain_word(bytes: &[u8], at: usize) -> Option<Token> {
    let (mut hash, mut upper) = (FNV_OFFSET, 0);
    let mut end = at;
    while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_alphabetic()) {
        hash = fnv(hash, byte.to_ascii_lowercase());
        upper += usize::from(byte.is_ascii_uppercase());
        end += 1;
    }
    let is_whole = match bytes.get(end) {
        None | Some(b' ' | b',' | b'\n' | b'"' | b';' | b')' | b'!' | b'?') => end > at,
        _ => false,
    };
    let case = match upper {
        _ if !bytes[at].is_ascii_uppercase() => Case::Lower,
        2.. if upper == end - at => Case::Upper,
        _ => Case::Capital,
    };
    is_whole.then(|| Token { span: Span::new(at, end), kind: TokenKind::Word, case, hash })
}

/// Makes room for the tokens of the rest of `text`, from `at` on, where there is none: as many as there were up to here. Twice as
/// much as there is would be too much for texts of very many tokens.
fn make_room(text: &str, at: usize, into: &mut Vec<Token>) {
    /// A word and its clitics.
    const LEAST: usize = 16;
    if into.capacity() - into.len() < LEAST {
        let rate = into.len() as f64 / at.max(1) as f64;
        let rest = (text.len() - at) as f64 * rate;
        into.reserve_exact(LEAST + (rest as usize).max(into.len() / 8));
    }
}

/// The hash that [`Token::hash`] holds, for a word given as text.
pub fn word_hash(word: &str) -> u32 {
    const APOSTROPHE: &[u8] = "’".as_bytes();
    let bytes = word.as_bytes();
    if bytes.is_ascii() {
        return bytes.iter().fold(FNV_OFFSET, |hash, byte| fnv(hash, byte.to_ascii_lowercase()));
    }
    let mut hash = FNV_OFFSET;
    let mut at = 0;
    while at < bytes.len() {
        if let Some(length) = invisible_length(&bytes[at..]) {
            at += length;
            continue;
        }
        let is_apostrophe = bytes[at] == APOSTROPHE[0] && bytes[at..].starts_with(APOSTROPHE);
        let byte = if is_apostrophe { b'\'' } else { bytes[at].to_ascii_lowercase() };
        hash = fnv(hash, byte);
        at += if is_apostrophe { APOSTROPHE.len() } else { 1 };
    }
    hash
}

/// How long the character at the start of `bytes` is, if nobody sees it: it makes no other word.
fn invisible_length(bytes: &[u8]) -> Option<usize> {
    let length = match bytes[0] {
        0xC2 | 0xD8 => 2,
        0xE1 | 0xE2 | 0xEF => 3,
        0xF3 => 4,
        _ => return None,
    };
    let c = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    is_invisible(c).then_some(length)
}

const FNV_OFFSET: u32 = 0x811c_9dc5;

/// The hash of what `hash` is of, with one more byte (FNV-1a).
fn fnv(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

/// The combining diacritical marks, which continue the letter before them.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// What the second byte of a letter becomes where UTF-8 was read as Latin-1 (`Ã±` for `ñ`).
fn is_misread(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{bf}')
}

fn char_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
}

fn starts_word(text: &str, at: usize, end: usize) -> bool {
    at < end && (is_word_char(char_at(text, at)) || text.as_bytes()[at] == b'_')
}

/// Where the first character stands at or behind `at` that is seen.
fn seen_from(text: &str, at: usize, end: usize) -> usize {
    text[at..end].find(|c| !is_invisible(c)).map_or(end, |seen| at + seen)
}

/// End of the run of word characters that starts at `at`, inner hyphens, stops, commas and apostrophes included.
fn run_end(text: &str, bytes: &[u8], mut at: usize) -> usize {
    let end = bytes.len();
    let start = at;
    while at < end {
        let b = bytes[at];
        if b.is_ascii_alphanumeric() || b == b'_' {
            at += 1;
            continue;
        }
        if !b.is_ascii() {
            let c = char_at(text, at);
            if is_word_char(c) || is_misread(c) && text[..at].ends_with(['Ã', 'Â']) {
                at += c.len_utf8();
                continue;
            }
            if is_invisible(c) {
                let next = seen_from(text, at, end);
                if starts_word(text, next, end) {
                    at = next;
                    continue;
                }
                break;
            }
            if c == '’' && starts_word(text, at + c.len_utf8(), end) {
                at += c.len_utf8();
                continue;
            }
            break;
        }
        let inner = match b {
            b'-' | b'\'' | b'&' => starts_word(text, at + 1, end),
            b'.' => joins_stop(bytes, start, at),
            b',' | b':' => {
                at > start && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
            }
            b'/' => text[start..at].ends_with(':') || text[start..at].contains("//"),
            _ => false,
        };
        if !inner {
            if b == b':' && bytes[at..].starts_with(b"://") {
                return at + text[at..end].find(char::is_whitespace).unwrap_or(end - at);
            }
            break;
        }
        at += 1;
    }
    if at < end && bytes[at] == b'.' && keeps_stop(text, bytes, start, at) { at + 1 } else { at }
}

/// Whether the stop at `at` stands inside a number, an acronym, what is joined to one, or a host name (`1.5`, `U.S`, `D-N.Y`,
/// `U.S.-led`, `example.org`).
fn joins_stop(bytes: &[u8], start: usize, at: usize) -> bool {
    let Some(&next) = bytes.get(at + 1) else { return false };
    let digit = at > start && bytes[at - 1].is_ascii_digit() && next.is_ascii_digit();
    let before = |back: usize| at.checked_sub(back).filter(|&i| i >= start).map(|i| bytes[i]);
    let opens_part = matches!((before(2), before(1)), (None | Some(b'-'), Some(last)) if last != b'-');
    let single = opens_part || before(2) == Some(b'.');
    let acronym = single && next.is_ascii_alphabetic() && !bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic);
    let host = next.is_ascii_lowercase() && bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase);
    let joined = before(2) == Some(b'.') && next == b'-' && bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase);
    digit || acronym || joined || host
}

/// Whether the stop at `at`, after the run that began at `start`, belongs to an abbreviation, an acronym or an initial.
fn keeps_stop(text: &str, bytes: &[u8], start: usize, at: usize) -> bool {
    let run = &text[start..at];
    if run.len() == 1 {
        // `Marsh v. Fennet`
        let capital = bytes[start].is_ascii_uppercase();
        return run == "v" || capital && (run != "I" || follows_initial(bytes, start));
    }
    if run.as_bytes().get(run.len().wrapping_sub(2)) == Some(&b'.') {
        return true;
    }
    if run.len() > 8 || !run.is_ascii() {
        return false;
    }
    let lower = run.to_ascii_lowercase();
    let capital_only = matches!(
        lower.as_str(),
        "no" | "miss" | "mar" | "ill" | "wash" | "mass" | "ore" | "fig" | "ed" | "co" | "pa" | "st"
    );
    if capital_only && !bytes[start].is_ascii_uppercase() {
        return false;
    }
    // "No." is an abbreviation only before a number.
    if lower == "no" || lower == "miss" {
        return text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    }
    abbreviations().contains(lower.as_str())
}

/// Whether an initial stands right before `at`: `A. ` before `I. Marsh`.
fn follows_initial(bytes: &[u8], at: usize) -> bool {
    let Some(before) = bytes[..at].strip_suffix(b". ") else { return false };
    let Some((initial, rest)) = before.split_last() else { return false };
    initial.is_ascii_uppercase() && !rest.last().is_some_and(u8::is_ascii_alphanumeric)
}

fn abbreviations() -> &'static WordList {
    static LIST: OnceLock<WordList> = OnceLock::new();
    LIST.get_or_init(|| WordList::parse(include_str!("data/abbreviations.txt")))
}

/// End of the mark or punctuation token at `at`.
fn mark_end(text: &str, bytes: &[u8], at: usize) -> usize {
    let clitic = if bytes[at] == b'\'' { clitic_len(text, at, bytes.len()) } else { 0 };
    if clitic > 0 {
        return at + clitic;
    }
    match bytes[at] {
        b'\'' | b'`' if bytes.get(at + 1) == Some(&bytes[at]) => at + 2,
        b'-' | b'.' => at + bytes[at..].iter().take_while(|&&b| b == bytes[at]).count(),
        _ => at + 1,
    }
}

/// Length in bytes of the clitic that starts with the apostrophe at `at` (`'s`, `'re`), 0 where there is none or where it
/// does not follow a word directly.
fn clitic_len(text: &str, at: usize, end: usize) -> usize {
    let before = text[..at].chars().next_back();
    if !before.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == ')') {
        return 0;
    }
    let rest = &text[at..end];
    let Some(tail) = rest.strip_prefix('\'').or_else(|| rest.strip_prefix('’')) else { return 0 };
    let letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
    let known = matches!(
        tail.as_bytes()[..letters].to_ascii_lowercase().as_slice(),
        b"s" | b"m" | b"d" | b"re" | b"ve" | b"ll"
    );
    if known { rest.len() - tail.len() + letters } else { 0 }
}

/// Appends the run `start..stop`, split at its clitic if it has one.
fn push_run(text: &str, start: usize, stop: usize, into: &mut Vec<Token>) {
    let run = &text[start..stop];
    let cut = if run.len() > 2 && run.as_bytes()[0] != b'\'' { clitic_cut(run) } else { None };
    if let Some(cut) = cut {
        into.push(token(text, start, start + cut));
        into.push(token(text, start + cut, stop));
    } else {
        into.push(token(text, start, stop));
    }
}

/// Where the clitic at the end of a run starts: `did|n't`, `Holt|'s`.
fn clitic_cut(run: &str) -> Option<usize> {
    let bytes = run.as_bytes();
    let from = bytes.len().saturating_sub(6);
    let apostrophe =
        (from..bytes.len()).rev().find(|&i| bytes[i] == b'\'' || bytes[i..].starts_with("’".as_bytes()))?;
    let letters = if bytes[apostrophe] == b'\'' { apostrophe + 1 } else { apostrophe + "’".len() };
    let tail = bytes[letters..].to_ascii_lowercase();
    match tail.as_slice() {
        b"s" | b"m" | b"d" | b"re" | b"ve" | b"ll" if apostrophe > 0 => Some(apostrophe),
        b"t" if apostrophe > 1 && bytes[apostrophe - 1].eq_ignore_ascii_case(&b'n') => Some(apostrophe - 1),
        _ => None,
    }
}

fn token(text: &str, start: usize, stop: usize) -> Token {
    let run = &text[start..stop];
    let first = run.chars().next().unwrap_or(' ');
    let kind = match first {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '‚' | '‛' | '`' => TokenKind::Mark,
        '\'' | '’' if run.chars().all(|c| matches!(c, '\'' | '’')) => TokenKind::Mark,
        c if c.is_ascii_digit() => TokenKind::Number,
        c if c.is_alphabetic() || matches!(c, '\'' | '’') => TokenKind::Word,
        '@' | '#' if run.len() > 1 => TokenKind::Word,
        _ => TokenKind::Other,
    };
    Token { span: Span::new(start, stop), kind, case: case_of(run), hash: word_hash(run) }
}

fn case_of(run: &str) -> Case {
    let mut letters = run.chars().filter(|c| c.is_alphabetic());
    if !letters.next().is_some_and(char::is_uppercase) {
        return Case::Lower;
    }
    let (mut upper, mut lower) = (1, 0);
    for c in letters {
        if c.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    if lower == 0 && upper > 1 { Case::Upper } else { Case::Capital }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        let got: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(got.join(" "), expected, "{text}");
    }

    #[test]
    fn splits_like_the_treebank() {
        check("He didn't say: “No.”", "He did n't say : “ No . ”");
        check("Mr. Holt's U.S. plan, at 3.5 p.m.", "Mr. Holt 's U.S. plan , at 3.5 p.m.");
        check("they’re O’Brien’s", "they ’re O’Brien ’s");
        check("AT&T's 1,000-strong team--all of it...", "AT&T 's 1,000-strong team -- all of it ...");
        check("''Go,'' she said.", "'' Go , '' she said .");
        check("J. R. Moss wrote @mossjr #yes", "J. R. Moss wrote @mossjr #yes");
        check("W. A. I. Moss and I. So did I.", "W. A. I. Moss and I . So did I .");
        check("see https://example.org/a,b now", "see https://example.org/a,b now");
        check("Moss (D-N.Y.) left. Go X-ray.", "Moss ( D-N.Y. ) left . Go X-ray .");
        check("a U.S.-led force in the U.S. - they left", "a U.S.-led force in the U.S. - they left");
        check("'British' marks", "' British ' marks");
        check("the workers' plan", "the workers ' plan");
        check("No. He left. No. 10", "No . He left . No. 10");
        check("Zoë's café…", "Zoë 's café …");
        check("An\u{200b}a Ru\u{ad}iz\u{feff}, \u{202e}Holt's\u{2069}", "An\u{200b}a Ru\u{ad}iz , Holt 's");
    }

    #[test]
    fn equal_words_have_equal_hashes() {
        assert_eq!(word_hash("Said"), word_hash("said"));
        assert_eq!(word_hash("n’t"), word_hash("n't"));
        assert_eq!(word_hash("sa\u{200b}i\u{ad}d\u{feff}"), word_hash("said"));
        assert_ne!(word_hash("said"), word_hash("says"));
    }
}
