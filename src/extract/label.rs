//! Transcripts and interviews: paragraphs that open with their speaker, `HOLT: Who knew?`, `Q: ... A: ...` or
//! `((Holt)) Who knew?`.
//!
//! One such paragraph may be anything (`Note: ...`); two or more in one article are taken for speech.

use std::collections::HashSet;
use std::ops::Range;

use super::Kind;
use super::analysis::Analysis;
use super::find::Found;
use super::tag::Tag;
use crate::text::{Case, Span, TokenKind};

/// A paragraph that opens with its speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Labelled {
    /// Index of the block.
    pub(super) block: usize,
    label: Range<usize>,
    /// Where the speech begins.
    start: usize,
    /// Whether the label is set off by brackets.
    bracketed: bool,
}

/// Longest label in tokens: `DETECTIVE INSPECTOR MAREN VAN HOLT`.
const LONGEST: usize = 5;
/// How sure an attribution by label is.
const PROBABILITY: f32 = 0.9;

/// The labelled paragraphs of a document; none where there is only one.
pub(super) fn labelled(analysis: &Analysis<'_>) -> Vec<Labelled> {
    let candidates: Vec<Labelled> = (0..analysis.blocks.len()).filter_map(|block| label(analysis, block)).collect();
    if candidates.len() < 2 {
        return Vec::new();
    }
    let names = names_elsewhere(analysis);
    let found: Vec<Labelled> = candidates
        .into_iter()
        .filter(|l| l.bracketed || is_turn(analysis, &l.label) || is_speaker(analysis, &l.label, &names))
        .collect();
    if found.len() < 2 { Vec::new() } else { found }
}

/// The proper nouns of the article that stand anywhere but before a colon, by hash.
fn names_elsewhere(analysis: &Analysis<'_>) -> HashSet<u32> {
    let proper = (0..analysis.tokens.len()).filter(|&t| analysis.tags[t] == Tag::Nnp && analysis.word(t + 1) != ":");
    proper.map(|t| analysis.tokens[t].hash).collect()
}

fn label(analysis: &Analysis<'_>, block: usize) -> Option<Labelled> {
    let tokens = analysis.blocks[block].tokens.clone();
    let start = tokens.start + usize::from(analysis.tokens[tokens.start].kind == TokenKind::Mark);
    let bracketed = bracketed(analysis, start..tokens.end);
    let (label, end) = bracketed.clone().or_else(|| {
        let colon = (start..tokens.end.min(start + LONGEST + 1)).find(|&t| analysis.word(t) == ":")?;
        Some((start..colon, colon + 1))
    })?;
    let is_name = |t: usize| {
        let token = &analysis.tokens[t];
        token.kind == TokenKind::Word && token.case != Case::Lower && analysis.tags[t] != Tag::Quote
    };
    let opens = !label.is_empty() && label.clone().all(is_name) && end < tokens.end;
    opens.then_some(Labelled { block, label, start: end, bracketed: bracketed.is_some() })
}

/// The label between the doubled brackets that a paragraph opens with, and where its speech begins.
fn bracketed(analysis: &Analysis<'_>, tokens: Range<usize>) -> Option<(Range<usize>, usize)> {
    const OPEN: usize = 2;
    let is = |t: usize, bracket: &str| t < tokens.end && analysis.word(t) == bracket;
    let label = tokens.start + OPEN;
    if !(is(tokens.start, "(") && is(tokens.start + 1, "(")) {
        return None;
    }
    let end = (label..=label + LONGEST).find(|&t| is(t, ")") && is(t + 1, ")"))?;
    let speech = end + OPEN;
    Some((label..end, speech + usize::from(is(speech, ":"))))
}

/// `Q` and `A`, in either form.
fn is_turn(analysis: &Analysis<'_>, label: &Range<usize>) -> bool {
    label.len() == 1 && matches!(analysis.word(label.start), "Q" | "A" | "Q." | "A." | "Question" | "Answer")
}

/// A name in capitals, or one that the article uses elsewhere too.
fn is_speaker(analysis: &Analysis<'_>, label: &Range<usize>, names: &HashSet<u32>) -> bool {
    let upper = label.clone().all(|t| analysis.tokens[t].case == Case::Upper);
    upper || names.contains(&analysis.tokens[label.end - 1].hash)
}

/// What a labelled paragraph says, as an attribution to its label.
pub(super) fn attribution(analysis: &Analysis<'_>, labelled: &Labelled) -> Option<Found> {
    let tokens = analysis.blocks[labelled.block].tokens.clone();
    let (mut start, mut end) = (labelled.start, tokens.end);
    if start < end && analysis.tags[start] == Tag::Quote {
        start += 1;
    }
    if end > start && analysis.tags[end - 1] == Tag::Quote {
        end -= 1;
    }
    let content: Span = analysis.span(start..end);
    let source = (!is_turn(analysis, &labelled.label)).then(|| analysis.span(labelled.label.clone()));
    (!content.is_empty()).then(|| Found {
        kind: Kind::Direct,
        content: vec![content],
        cue: None,
        source,
        cue_token: None,
        probability: PROBABILITY,
        carries_on: false,
    })
}
