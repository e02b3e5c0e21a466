//! Subjects, found by rule from the tags: that of a cue which a relative clause parts from it (`one councillor, who asked not
//! to be named, said`), and that of a sentence, which is that of its later verbs, too (`The mill has posted a loss, and said`).
//!
//! The labeller looks at few words at a time, and would take the nearest noun for the subject.

use std::ops::Range;

use super::analysis::Analysis;
use super::frame::verb_group;
use super::tag::Tag;
use super::verb::verb;
use crate::text::TokenKind;

/// Longest relative clause in tokens.
const LONGEST: usize = 30;

/// The tokens of the subject and those of the relative clause, where one stands between it and the cue in the sentence
/// `tokens`.
pub(super) fn before_relative_clause(
    analysis: &Analysis<'_>,
    tokens: &Range<usize>,
    cue: usize,
) -> Option<(Range<usize>, Range<usize>)> {
    if !analysis.tags[cue].is_finite() {
        return None;
    }
    let first = tokens.start.max(cue.saturating_sub(LONGEST));
    let (end, _) = verb_group(analysis, tokens, cue);
    let set_off = end > first && analysis.tags[end - 1] == Tag::Comma;
    let clause_end = end - usize::from(set_off);
    let opener = (first..clause_end)
        .rev()
        .find(|&t| is_relative(analysis, t) || matches!(analysis.tags[t], Tag::Quote | Tag::Stop | Tag::Colon))?;
    let antecedent = opener.checked_sub(1).filter(|t| tokens.contains(t))?;
    let opened = analysis.tags[antecedent] == Tag::Comma;
    let is_clause =
        is_relative(analysis, opener) && opened == set_off && is_complete(analysis, opener + 1..clause_end, set_off);
    let subject = noun_phrase(analysis, tokens.start, antecedent + usize::from(!opened));
    (is_clause && !subject.is_empty()).then_some((subject, opener..clause_end))
}

/// The subject of the first clause of a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FirstSubject {
    phrase: Range<usize>,
    /// What stands between the noun phrase and its verb.
    rest: Range<usize>,
}

/// Longest sentence part in tokens that is searched for a subject and its verb.
const REACH: usize = 60;

impl FirstSubject {
    /// The subject of the sentence `tokens`, quotations aside that do not hold the cue; `inside` tells the region of each token.
    pub(super) fn new(analysis: &Analysis<'_>, inside: &[u32], tokens: &Range<usize>, cue: usize) -> Self {
        let stop = tokens.end.min(tokens.start + REACH);
        let spoken = |t: usize| inside[t] != inside[cue];
        let Some(start) = opening_end(analysis, tokens.start..stop, spoken) else { return Self::default() };
        let in_phrase = |t: &usize| {
            let tag = analysis.tags[*t];
            let joins = tag == Tag::Cc && t + 1 < stop && analysis.tags[t + 1].is_noun();
            !spoken(*t) && (joins || is_nominal(tag))
        };
        let end = (start..stop).take_while(in_phrase).last().map_or(start, |t| t + 1);
        let has_head = (start..end).any(|t| analysis.tags[t].is_noun() || analysis.tags[t] == Tag::Prp);
        match first_verb(analysis, end..stop) {
            Some(verb) if has_head => Self { phrase: start..end, rest: end..verb },
            _ => Self::default(),
        }
    }

    /// Where a token stands: outside of the subject (0), in its noun phrase (1), behind it (2).
    pub(super) fn place(&self, token: usize) -> u32 {
        u32::from(self.phrase.contains(&token)) + 2 * u32::from(self.rest.contains(&token))
    }
}

fn is_nominal(tag: Tag) -> bool {
    tag.is_noun() || matches!(tag, Tag::Dt | Tag::Jj | Tag::Cd | Tag::PrpS | Tag::Pos | Tag::Prp)
}

/// Where the words end that stand before a subject: adverbs, quotations, and a phrase or clause up to its comma.
fn opening_end(analysis: &Analysis<'_>, tokens: Range<usize>, spoken: impl Fn(usize) -> bool) -> Option<usize> {
    let mut t = tokens.start;
    while t < tokens.end {
        match analysis.tags[t] {
            _ if spoken(t) => t += 1,
            Tag::Rb | Tag::Cc | Tag::Comma | Tag::Quote | Tag::Sign => t += 1,
            Tag::In | Tag::To | Tag::Vbg | Tag::Vbn | Tag::Wrb => {
                t = (t..tokens.end).find(|&t| analysis.tags[t] == Tag::Comma && !spoken(t))? + 1;
            }
            _ => return Some(t),
        }
    }
    None
}

/// The first verb with tense that is not that of a relative clause.
pub(super) fn first_verb(analysis: &Analysis<'_>, tokens: Range<usize>) -> Option<usize> {
    let mut relative = false;
    let mut before = false;
    for t in tokens {
        let finite = analysis.tags[t].is_finite();
        match analysis.tags[t] {
            Tag::Stop | Tag::Colon => return None,
            Tag::Wp | Tag::Wdt => relative = true,
            _ if finite && !relative && !before => return Some(t),
            _ => relative &= !finite,
        }
        before = finite;
    }
    None
}

fn is_relative(analysis: &Analysis<'_>, t: usize) -> bool {
    matches!(analysis.word(t), "who" | "which" | "whose")
}

/// Whether the words behind a relative pronoun are a clause of their own, so that a verb behind them is not theirs.
/// Without commas around it, a verb of saying in it could have the cue in what it reports.
fn is_complete(analysis: &Analysis<'_>, clause: Range<usize>, set_off: bool) -> bool {
    let mut finite = clause.clone().filter(|&t| analysis.tags[t].is_finite()).peekable();
    let reports = |t: usize| verb(analysis.tokens[t].hash).is_some() && analysis.word(t + 1) != "not";
    let has_comma = clause.clone().any(|t| analysis.tags[t] == Tag::Comma);
    let ends_in_conjunction = clause.end > clause.start && analysis.tags[clause.end - 1] == Tag::Cc;
    finite.peek().is_some() && !ends_in_conjunction && (set_off || (!has_comma && !finite.any(reports)))
}

/// The noun phrase that ends before `end`, with the prepositional phrases in it.
fn noun_phrase(analysis: &Analysis<'_>, first: usize, end: usize) -> Range<usize> {
    let is_part = |t: &usize| {
        let tag = analysis.tags[*t];
        let joins = matches!(analysis.word(*t), "of" | "at" | "for" | "in" | "from" | "with" | "near");
        analysis.tokens[*t].kind != TokenKind::Mark && (is_nominal(tag) || joins)
    };
    let mut start = (first..end).rev().take_while(is_part).last().unwrap_or(end);
    while start < end && matches!(analysis.tags[start], Tag::In | Tag::Pos) {
        start += 1;
    }
    let has_head = (start..end).any(|t| analysis.tags[t].is_noun() || analysis.tags[t] == Tag::Prp);
    // Behind a verb or a preposition it is an object: `the club named Holt, who had left, said the report`.
    let before = start.checked_sub(1).filter(|&t| t >= first).map(|t| analysis.tags[t]);
    let opens =
        before.is_none_or(|tag| matches!(tag, Tag::Quote | Tag::Pos | Tag::Comma | Tag::Colon | Tag::Cc | Tag::Rb));
    if has_head && opens { start..end } else { end..end }
}
