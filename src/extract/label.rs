//! Paragraphs that open with their speaker: transcripts and interviews, `HOLT: Who knew?`, `Q: ... A: ...` or
//! `((Holt)) Who knew?`, and reactions, `Maren Holt, harbour master: "Who knew?"`; and those that are signed, `"Who knew?" - Maren
//! Holt` or `Who knew? — Maren Holt (@mholt) March 3, 2026`.
//!
//! One paragraph of a transcript may be anything (`Note: ...`); two or more in one article are taken for speech. Marks around
//! all that stands behind the colon, or before the dash, say so themselves.

use std::collections::HashSet;
use std::ops::Range;

use super::Kind;
use super::analysis::Analysis;
use super::find::Found;
use super::tag::Tag;
use crate::text::{BlockKind, Case, Span, TokenKind};

/// A paragraph that opens or ends with its speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Labelled {
    /// Index of the block.
    pub(super) block: usize,
    label: Range<usize>,
    /// The speech, with its marks.
    speech: Range<usize>,
    /// Whether the label is set off by brackets.
    bracketed: bool,
    /// Whether the paragraph has no label of its own: it goes on with the turn before it.
    carries_on: bool,
}

/// Longest label in tokens: `DETECTIVE INSPECTOR MAREN VAN HOLT`.
const LONGEST: usize = 5;
/// How sure an attribution by label is.
const PROBABILITY: f32 = 0.9;

/// The labelled paragraphs of a document; none where there is only one.
pub(super) fn labelled(analysis: &Analysis<'_>) -> Vec<Labelled> {
    let blocks = || 0..analysis.blocks.len();
    let alone = |block| reaction(analysis, block).or_else(|| signed(analysis, block)).or_else(|| post(analysis, block));
    let mut reactions: Vec<Labelled> = blocks().filter_map(alone).collect();
    let turns = turns(analysis, blocks().filter_map(|block| label(analysis, block)).collect());
    reactions.retain(|r| turns.binary_search_by_key(&r.block, |t| t.block).is_err());
    reactions.extend(turns);
    reactions.sort_by_key(|l| l.block);
    reactions
}

/// Those of the candidates that are turns of a transcript.
fn turns(analysis: &Analysis<'_>, candidates: Vec<Labelled>) -> Vec<Labelled> {
    if candidates.len() < 2 {
        return Vec::new();
    }
    let names = names_elsewhere(analysis);
    let is_turn = |l: &Labelled| l.bracketed || is_turn(analysis, &l.label) || is_speaker(analysis, &l.label, &names);
    let found: Vec<Labelled> = candidates.into_iter().filter(is_turn).collect();
    if found.len() < 2 { Vec::new() } else { with_further_paragraphs(analysis, &found) }
}

/// The turns with the paragraphs between two of them that go on with the first one: a few, without marks of their own.
fn with_further_paragraphs(analysis: &Analysis<'_>, turns: &[Labelled]) -> Vec<Labelled> {
    const MOST: usize = 3;
    // Where one label comes back and back, who answers has none.
    let words = |turn: &Labelled| analysis.span(turn.label.clone()).of(analysis.text);
    if turns.windows(2).all(|pair| words(&pair[0]) == words(&pair[1])) {
        return turns.to_vec();
    }
    let is_speech = |block: &usize| {
        let block = &analysis.blocks[*block];
        let is_quiet = |t: usize| analysis.tags[t] != Tag::Quote && analysis.word(t) != "(";
        block.kind == BlockKind::Paragraph
            && analysis.tags[block.tokens.end - 1] == Tag::Stop
            && block.tokens.clone().all(is_quiet)
    };
    let mut all = Vec::with_capacity(turns.len());
    for (index, turn) in turns.iter().enumerate() {
        all.push(turn.clone());
        let further = turn.block + 1..turns.get(index + 1).map_or(turn.block + 1, |next| next.block);
        if further.len() <= MOST && further.clone().all(|block| is_speech(&block)) {
            let goes_on = |block: usize| {
                let speech = analysis.blocks[block].tokens.clone();
                Labelled { block, speech, carries_on: true, ..turn.clone() }
            };
            all.extend(further.map(goes_on));
        }
    }
    all
}

/// A paragraph of a name, with or without a role, a colon, and words between one pair of marks up to its end.
fn reaction(analysis: &Analysis<'_>, block: usize) -> Option<Labelled> {
    const LONGEST: usize = 25;
    let tokens = analysis.blocks[block].tokens.clone();
    let colon = tokens.clone().take(LONGEST).find(|&t| analysis.word(t) == ":")?;
    let is_no_name = |t: usize| analysis.tags[t].is_finite() || is_mark(analysis, t);
    let marks: Vec<usize> = (colon + 1..tokens.end).filter(|&t| is_mark(analysis, t)).collect();
    let last = tokens.end - 1 - usize::from(analysis.tags[tokens.end - 1] == Tag::Stop);
    let is_quoted = marks == [colon + 1, last] && last > colon + 2;
    let is_role = |t: usize| matches!(analysis.tags[t], Tag::Comma | Tag::Bracket | Tag::Colon);
    let name = tokens.start..(tokens.start..colon).find(|&t| is_role(t)).unwrap_or(colon);
    let says = (tokens.start..colon).any(is_no_name);
    let is_reaction = is_quoted && !says && is_name(analysis, name.clone());
    is_reaction.then(|| Labelled::by(block, name, colon + 1..tokens.end))
}

/// A paragraph of words between one pair of marks, with a verb among them, a dash and a name, with or without a role.
fn signed(analysis: &Analysis<'_>, block: usize) -> Option<Labelled> {
    const LONGEST: usize = 25;
    let tokens = analysis.blocks[block].tokens.clone();
    let end = tokens.end - usize::from(analysis.tags[tokens.end - 1] == Tag::Stop);
    let dash = (tokens.start..end).rev().take(LONGEST).find(|&t| is_dash(analysis, t))?;
    let name = signature(analysis, dash + 1..end)?;
    let marks: Vec<usize> = tokens.clone().filter(|&t| is_mark(analysis, t)).collect();
    let says = (tokens.start..dash).any(|t| analysis.tags[t].is_finite());
    let is_signed = says && marks == [tokens.start, dash - 1];
    is_signed.then(|| Labelled::by(block, name, tokens.start..dash))
}

/// The name of a signature, which is a name with or without a role.
pub(super) fn signature(analysis: &Analysis<'_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let says = tokens.clone().any(|t| analysis.tags[t].is_finite());
    let end = tokens.clone().find(|&t| analysis.tags[t] == Tag::Comma).unwrap_or(tokens.end);
    let name = tokens.start..end;
    (!says && is_name(analysis, name.clone())).then_some(name)
}

/// A paragraph that is a message from a network, with the name, the handle and, mostly, the date behind it.
fn post(analysis: &Analysis<'_>, block: usize) -> Option<Labelled> {
    const DATE: usize = 6;
    const LONGEST: usize = 8;
    let tokens = analysis.blocks[block].tokens.clone();
    let is_handle = |&t: &usize| {
        let word = |t: usize| if tokens.contains(&t) { analysis.word(t) } else { "" };
        word(t) == "(" && word(t + 1).starts_with('@') && word(t + 2) == ")"
    };
    let bracket = tokens.clone().rev().take(DATE + 3).find(is_handle)?;
    let dash = (tokens.start..bracket).rev().take(LONGEST).find(|&t| is_dash(analysis, t))?;
    let is_post = dash > tokens.start && is_name(analysis, dash + 1..bracket);
    is_post.then(|| Labelled::by(block, dash + 1..bracket, tokens.start..dash))
}

/// Whether a token is a quotation mark that cannot be an apostrophe.
fn is_mark(analysis: &Analysis<'_>, token: usize) -> bool {
    analysis.tags[token] == Tag::Quote && !matches!(analysis.word(token), "'" | "’" | "‘")
}

pub(super) fn is_dash(analysis: &Analysis<'_>, token: usize) -> bool {
    matches!(analysis.word(token), "-" | "–" | "—" | "―" | "--")
}

impl Labelled {
    /// A paragraph that says by itself whose speech it is.
    fn by(block: usize, label: Range<usize>, speech: Range<usize>) -> Self {
        Self { block, label, speech, bracketed: false, carries_on: false }
    }
}

/// Whether the tokens are a name, its small words and apostrophes among them.
fn is_name(analysis: &Analysis<'_>, tokens: Range<usize>) -> bool {
    const LONGEST: usize = 8;
    let is_capital = |t: usize| analysis.tokens[t].kind == TokenKind::Word && analysis.tokens[t].case != Case::Lower;
    let is_small =
        |t: usize| matches!(analysis.word(t), "of" | "the" | "and" | "for" | "de" | "von" | "van" | "'" | "’");
    let is_part = |t: usize| is_capital(t) || is_small(t) || analysis.tags[t] == Tag::Pos;
    (1..=LONGEST).contains(&tokens.len())
        && is_capital(tokens.start)
        && tokens.clone().all(is_part)
        && (tokens.clone().any(|t| analysis.tags[t] == Tag::Nnp) || tokens.len() > 1 && tokens.clone().all(is_capital))
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
    opens.then(|| Labelled { bracketed: bracketed.is_some(), ..Labelled::by(block, label, end..tokens.end) })
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

/// What a paragraph says, as an attribution to its label or signature.
pub(super) fn attribution(analysis: &Analysis<'_>, labelled: &Labelled) -> Option<Found> {
    let Range { mut start, mut end } = labelled.speech;
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
        carries_on: labelled.carries_on,
    })
}
