//! The words by which an entity is shown: its name, or for somebody unnamed the phrase of its first mention.

use std::ops::Range;

use super::figure::{Figure, Sort, has_surname_first};
use super::reading::Reading;
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;
use crate::text::{Case, one_line};

/// The text of a name, on one line.
pub(crate) fn name(reading: &Reading<'_>, tokens: Range<usize>) -> String {
    one_line(reading.phrase(tokens))
}

/// The text of a noun phrase without its article, with what belongs to the noun behind it.
pub(crate) fn phrase(reading: &Reading<'_>, tokens: Range<usize>) -> String {
    const NOUNS: Classes = Classes::PERSON.or(Classes::PEOPLE).or(Classes::BODY).or(Classes::BODIES).or(Classes::TEXT);
    let stop = reading.analysis.sentences[reading.analysis.sentence_of(tokens.start)].tokens.end;
    let mut start = tokens.start;
    let articles = ["the", "a", "an", "this", "that", "these", "those", "one"];
    if start + 1 < tokens.end && articles.iter().any(|a| reading.is_word(start, a)) {
        start += 1;
    }
    if reading.is(start, Classes::CALENDAR) && reading.is_possessive(start + 1) && start + 2 < tokens.end {
        start += 2;
    }
    let end = complement_end(reading, tokens.end, stop);
    let text = one_line(reading.phrase(start..end));
    // A capital that the place in the sentence alone explains.
    let noun = reading.is(start, NOUNS);
    let lower = reading.analysis.tokens[start].case == Case::Capital
        && reading.is(start, NOUNS.or(Classes::COMMON).or(Classes::GRAMMAR).or(Classes::TITLE))
        && (noun && !reading.is_capital(start + 1)
            || reading.tag(start) != Tag::Nnp && !reading.is_possessive(start + 1))
        && !reading.is(start, Classes::DEMONYM.or(Classes::DEMONYMS).or(Classes::PLACE))
        && start == first_word(reading, start);
    if lower { lowered(&text) } else { text }
}

/// Several names as one: `Jo Marsh, Ada Holt and Ben Oke`.
pub(crate) fn list(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// The words of `his lawyer`, with the owner's last name in place of the pronoun.
pub(crate) fn owned(reading: &Reading<'_>, owner: &Figure, tokens: Range<usize>) -> String {
    let last = match owner.sort {
        Sort::Person if has_surname_first(reading, &owner.name) => owner.name.start..owner.name.start + 1,
        Sort::Person => owner.name.end - 1..owner.name.end,
        _ => owner.name.clone(),
    };
    format!("{}'s {}", name(reading, last), phrase(reading, tokens.start + 1..tokens.end))
}

/// The first token of the sentence of `token`.
fn first_word(reading: &Reading<'_>, token: usize) -> usize {
    reading.analysis.sentences[reading.analysis.sentence_of(token)].tokens.start
}

fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// One past the prepositional phrases that go with a noun: `for the Crown Prosecution Service`, `of the union`.
fn complement_end(reading: &Reading<'_>, from: usize, stop: usize) -> usize {
    let mut end = from;
    while end < stop && takes(reading, from - 1, end) {
        let opened = if matches!(reading.word(end), "close" | "involved") { end + 2 } else { end + 1 };
        let mut t = opened;
        while t < stop && is_inner(reading, t) {
            t += 1;
        }
        let noun = |t: usize| reading.tag(t).is_noun() || reading.tag(t) == Tag::Cd || reading.is_capital(t);
        if t == opened || !noun(t - 1) {
            break;
        }
        end = t;
    }
    end
}

/// Whether the preposition at `t` opens something that belongs to the noun at `head`.
fn takes(reading: &Reading<'_>, head: usize, t: usize) -> bool {
    let named = || reading.is_capital(t + 1) || reading.is_word(t + 1, "the") && reading.is_capital(t + 2);
    match reading.word(t) {
        "of" | "for" | "from" | "by" => true,
        "in" if reading.is_word(t + 1, "a") || reading.is_word(t + 1, "an") => true,
        "in" if reading.tag(t + 1) == Tag::Cd && reading.tag(head) == Tag::Cd => true,
        "involved" => matches!(reading.word(t + 1), "in" | "with"),
        "at" | "in" => named(),
        "to" => ["adviser", "advisor", "aide", "ambassador", "advisers", "aides", "envoy", "secretary"]
            .iter()
            .any(|w| reading.is_word(head, w)),
        "close" => reading.is_word(t + 1, "to"),
        _ => false,
    }
}

fn is_inner(reading: &Reading<'_>, t: usize) -> bool {
    matches!(reading.tag(t), Tag::Dt | Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::Pos | Tag::PrpS)
        || reading.is_capital(t)
        || matches!(reading.tag(t), Tag::Vbn | Tag::Vbg) && matches!(reading.tag(t + 1), Tag::Nn | Tag::Nns)
        || reading.word(t) == "&"
        || reading.tag(t) == Tag::Cc && reading.is_capital(t + 1)
        || reading.is_capital(t + 1) && reading.is_capital(t - 1) && matches!(reading.word(t), "of" | "for")
}
