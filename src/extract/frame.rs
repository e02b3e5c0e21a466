//! How a cue stands in its sentence: active or passive, with a subject of its own or hung onto another verb. Found by rule
//! from the tags, once for each cue, for the clause labeller to weigh: it tells where a source can stand, if there is one.

use std::ops::Range;

use super::analysis::Analysis;
use super::tag::Tag;

/// How a cue stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What stands before the cue and its auxiliaries.
    pub opening: Opening,
    /// Whether it is a participle behind a form of `be`.
    pub passive: bool,
}

/// What stands before a cue and its auxiliaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A noun or a pronoun: its subject, mostly.
    Subject,
    /// `who`, `which`.
    Relative,
    /// A comma, as before `arguing that`.
    Comma,
    /// `and`, `but`.
    Conjunction,
    /// `to`.
    Infinitive,
    /// A preposition.
    Preposition,
    /// The start of the sentence.
    Start,
    /// A quotation mark.
    Mark,
    /// Anything else.
    Other,
}

impl Frame {
    /// How the token `cue` stands in the sentence `tokens`.
    pub fn new(analysis: &Analysis<'_>, tokens: &Range<usize>, cue: usize) -> Self {
        let (start, be) = verb_group(analysis, tokens, cue);
        let passive = be && matches!(analysis.tags[cue], Tag::Vbn | Tag::Vbd);
        let before = start.checked_sub(1).filter(|t| tokens.contains(t));
        let opening = before.map_or(Opening::Start, |t| match analysis.tags[t] {
            Tag::Wp | Tag::Wdt => Opening::Relative,
            Tag::Cc => Opening::Conjunction,
            Tag::To => Opening::Infinitive,
            Tag::In => Opening::Preposition,
            Tag::Quote => Opening::Mark,
            Tag::Comma => Opening::Comma,
            tag if tag.is_noun() || matches!(tag, Tag::Prp | Tag::Cd | Tag::Ex | Tag::Bracket) => Opening::Subject,
            _ => Opening::Other,
        });
        Self { opening, passive }
    }

    /// All of it as a number.
    pub fn code(self) -> u32 {
        self.opening as u32 * 2 + u32::from(self.passive)
    }
}

/// The first token of the verb group in `tokens` that ends with the cue, and whether a form of `be` is in it.
pub(super) fn verb_group(analysis: &Analysis<'_>, tokens: &Range<usize>, cue: usize) -> (usize, bool) {
    const LONGEST: usize = 6;
    const BE: [&str; 9] = ["be", "been", "being", "is", "are", "was", "were", "’s", "'s"];
    const OTHERS: [&str; 8] = ["has", "have", "had", "having", "did", "does", "do", "’ve"];
    let (mut start, mut be) = (cue, false);
    for t in (tokens.start.max(cue.saturating_sub(LONGEST))..cue).rev() {
        let (tag, word) = (analysis.tags[t], analysis.word(t));
        let is_be = tag.is_verb() && BE.iter().any(|form| word.eq_ignore_ascii_case(form));
        let is_auxiliary = is_be || tag.is_verb() && OTHERS.contains(&word);
        if !is_auxiliary && !matches!(tag, Tag::Rb | Tag::Md) {
            break;
        }
        be |= is_be;
        start = t;
    }
    (start, be)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Model;
    use crate::text::{Block, BlockKind, Span};

    /// How the last word of `text` but for the stop stands in it.
    fn frame(text: &str) -> (Opening, bool) {
        let blocks = [Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }];
        let analysis = Analysis::new(text, &blocks, &Model::embedded().tagger);
        let last = analysis.tokens.len() - 2;
        let frame = Frame::new(&analysis, &(0..analysis.tokens.len()), last);
        (frame.opening, frame.passive)
    }

    #[test]
    fn a_cue_is_active_or_passive_and_hangs_on_what_stands_before_it() {
        assert_eq!(frame("The bridge would stay shut, the minister had never said."), (Opening::Subject, false));
        assert_eq!(frame("The residents have not been told."), (Opening::Subject, true));
        assert_eq!(frame("It was the minister who said."), (Opening::Relative, false));
        assert_eq!(frame("The minister came and said."), (Opening::Conjunction, false));
        assert_eq!(frame("Said."), (Opening::Start, false));
    }
}
