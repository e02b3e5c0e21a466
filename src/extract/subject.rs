//! The subject of a cue that a relative clause parts from it: `one councillor, who asked not to be named, said`.
//!
//! Found by rule from the tags. The labeller looks at few words at a time, and takes the nearest noun for the subject.

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
        let is_noun_part =
            tag.is_noun() || matches!(tag, Tag::Dt | Tag::Jj | Tag::Cd | Tag::PrpS | Tag::Pos | Tag::Prp);
        let joins = matches!(analysis.word(*t), "of" | "at" | "for" | "in" | "from" | "with" | "near");
        analysis.tokens[*t].kind != TokenKind::Mark && (is_noun_part || joins)
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
