//! Mends labelled clauses by rules of grammar, where the labeller, which looks at few words at a time, sees too little.
//!
//! 1. The subject before a relative clause is the source ([`super::subject`]).
//! 2. Who was told did not tell: `residents were told that` has no source before the cue.
//! 3. A content has no gap but for cue and source.
//! 4. Cue and source between commas part a subject from its verb: both are content (`The tunnel, Holt said, will flood`).
//! 5. Behind quoted words and their cue no content follows without a mark (`"No," Holt told those who had come`).
//! 6. The content ends where another cue begins: one of the same source (`she said A but admitted B`), or, behind a
//!    conjunction, one of a source of its own (`Holt said A, while Marsh said B`).

use std::ops::Range;

use super::analysis::Analysis;
use super::clause::{Clause, Label};
use super::cue::Cue;
use super::frame::{Frame, verb_group};
use super::subject::{before_relative_clause, first_verb};
use super::tag::Tag;
use super::verb::verb;
use crate::text::word_hash;

/// Mends the clause of one cue.
pub(super) fn mend(analysis: &Analysis<'_>, inside: &[u32], cue: usize, clause: &mut Clause) {
    if let Some((subject, relative)) = before_relative_clause(analysis, &clause.tokens, cue) {
        look_past(clause, &subject, &relative);
    }
    if is_listening(analysis, &clause.tokens, cue) {
        clause.replace(clause.tokens.start..cue, Label::Source, Label::Outside);
    }
    fill(analysis, inside, cue, clause);
    if let Some(listeners) = behind_quoted(analysis, inside, cue, clause) {
        clause.replace(listeners, Label::Content, Label::Outside);
    }
    if let Some((before, after)) = around(analysis, inside, cue, clause) {
        clause.set(before, Label::Content);
        clause.set(after, Label::Content);
    }
}

/// Mends each clause by the next one.
pub(super) fn mend_neighbours(analysis: &Analysis<'_>, cues: &[Cue], clauses: &mut [Clause]) {
    for next in 1..cues.len() {
        let (before, after) = clauses.split_at_mut(next);
        if let (Some(clause), Some(other)) = (before.last_mut(), after.first()) {
            part(analysis, clause, cues[next - 1].token, other, cues[next].token);
        }
    }
}

/// Makes `subject` the source, unless one was found before the relative clause already; nothing is left of the clause.
fn look_past(clause: &mut Clause, subject: &Range<usize>, relative: &Range<usize>) {
    let found = (clause.tokens.start..relative.start).any(|t| clause.label(t) == Some(Label::Source));
    clause.set(relative.clone(), Label::Outside);
    if !found {
        clause.replace(clause.tokens.clone(), Label::Source, Label::Outside);
        clause.set(subject.clone(), Label::Source);
    }
}

/// Whether the subject of the cue is the one who is told or asked.
fn is_listening(analysis: &Analysis<'_>, tokens: &Range<usize>, cue: usize) -> bool {
    const TOLD: [&str; 8] = ["advise", "ask", "assure", "inform", "notify", "remind", "tell", "warn"];
    let known = verb(analysis.tokens[cue].hash).is_some_and(|v| TOLD.iter().any(|w| word_hash(w) == v.lemma));
    known && Frame::new(analysis, tokens, cue).passive
}

/// Gives the content what stands between two parts of it without the cue, its source or other marks.
fn fill(analysis: &Analysis<'_>, inside: &[u32], cue: usize, clause: &mut Clause) {
    const LONGEST: usize = 25;
    let mut last: Option<usize> = None;
    for t in clause.tokens.clone() {
        let label = clause.label(t);
        let own = inside[t] == inside[cue] && !matches!(analysis.tags[t], Tag::Stop | Tag::Quote);
        if t == cue || label == Some(Label::Source) || !own {
            last = None;
        } else if label == Some(Label::Content) {
            if let Some(from) = last.filter(|&from| t - from <= LONGEST) {
                clause.set(from + 1..t, Label::Content);
            }
            last = Some(t);
        }
    }
}

/// What follows a cue behind quoted content up to the next mark, where nothing parts the one from the other.
fn behind_quoted(analysis: &Analysis<'_>, inside: &[u32], cue: usize, clause: &Clause) -> Option<Range<usize>> {
    let is_content = |t: &usize| clause.label(*t) == Some(Label::Content);
    let is_quoted = |t: &usize| is_content(t) && inside[*t] > 0 && inside[*t] != inside[cue];
    let ends = |t: usize| matches!(analysis.tags[t], Tag::Comma | Tag::Stop);
    let quoted = (clause.tokens.start..cue).rev().find(is_quoted).is_some_and(ends);
    let own = |t: &usize| inside[*t] == inside[cue];
    let start = (cue + 1..clause.tokens.end).take_while(own).find(is_content).filter(|_| quoted)?;
    let parted = (cue + 1..start).any(|t| matches!(analysis.tags[t], Tag::Comma | Tag::Stop | Tag::Colon | Tag::Quote));
    let of = matches!(analysis.word(start - 1), "of" | "about");
    let end = (start..clause.tokens.end).find(|t| !own(t)).unwrap_or(clause.tokens.end);
    (!parted && !of).then_some(start..end)
}

/// What stands before and behind a cue and its source that stand between commas, if it is a subject without a verb and a verb
/// without a subject.
fn around(
    analysis: &Analysis<'_>,
    inside: &[u32],
    cue: usize,
    clause: &Clause,
) -> Option<(Range<usize>, Range<usize>)> {
    let is_source = |t: &usize| clause.label(*t) == Some(Label::Source);
    let (verbs, _) = verb_group(analysis, &clause.tokens, cue);
    let first = clause.tokens.clone().find(is_source)?.min(verbs);
    let last = clause.tokens.clone().rev().find(is_source)?.max(cue);
    let comma = |t: usize| clause.tokens.contains(&t) && analysis.tags[t] == Tag::Comma;
    let (opening, closing) = (first.checked_sub(1).filter(|&t| comma(t))?, last + 1);
    let own = |t: usize| inside[t] == inside[cue];
    let before = clause.tokens.start..opening;
    let after = closing + 1..clause.tokens.end;
    let verb = after.clone().find(|&t| analysis.tags[t] != Tag::Rb)?;
    let has_noun = before.clone().any(|t| analysis.tags[t].is_noun() || analysis.tags[t] == Tag::Prp);
    let is_split = comma(closing)
        && analysis.tags[verb].is_finite()
        && has_noun
        && first_verb(analysis, before.clone()).is_none()
        && clause.tokens.clone().all(own);
    is_split.then_some((before, after))
}

/// Ends the content of `clause` before the next cue if both have one source and nothing but a conjunction or comma stands
/// before that cue, or if that cue has a source of its own right behind a conjunction.
fn part(analysis: &Analysis<'_>, clause: &mut Clause, cue: usize, other: &Clause, next: usize) {
    if next < cue || clause.label(next) != Some(Label::Content) {
        return;
    }
    let is_source = |t: &usize| other.label(*t) == Some(Label::Source);
    let shares = other.tokens.clone().any(|t| is_source(&t) && clause.label(t) == Some(Label::Source));
    let end = if shares { end_before(analysis, cue, next) } else { (cue + 1..next).find(is_source) };
    // Without a verb before the conjunction it joins two nouns: `said the mayor and council agreed`.
    let joins = |t: usize| analysis.tags[t] == Tag::Cc || is_conjunction(analysis.word(t));
    let is_clause = |end: usize| joins(end - 1) && first_verb(analysis, cue + 1..end - 1).is_some();
    if let Some(end) = end.filter(|&end| end > cue + 1 && (shares || is_clause(end))) {
        clause.replace(end - 1..clause.tokens.end, Label::Content, Label::Outside);
    }
}

/// One past the conjunction or comma before the verbs of the next cue.
fn end_before(analysis: &Analysis<'_>, cue: usize, next: usize) -> Option<usize> {
    let is_verbal = |t: usize| matches!(analysis.tags[t], Tag::Rb | Tag::Md) || analysis.tags[t].is_verb();
    let joins = |t: usize| matches!(analysis.tags[t], Tag::Cc | Tag::Comma);
    (cue + 1..=next).rev().find(|&t| t == cue + 1 || joins(t - 1) || !is_verbal(t - 1)).filter(|&t| joins(t - 1))
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "although" | "because" | "though" | "whereas" | "while")
}
