//! The document as the stages of the core read it: tokens, sentences and part-of-speech tags.

use std::ops::Range;

use super::tag::{Scratch, Tag, Tagger};
use super::{Block, BlockKind};
use crate::text::{Span, Token, sentences, tokenize};

/// A document's tokens, sentences and tags. Token indexes run over the whole document.
#[derive(Clone, Debug)]
pub struct Analysis<'a> {
    /// The document's text.
    pub text: &'a str,
    /// All tokens of all blocks that are read, in text order.
    pub tokens: Vec<Token>,
    /// One tag a token.
    pub tags: Vec<Tag>,
    /// The sentences, in text order.
    pub sentences: Vec<Sentence>,
    /// The sentence of every token whose number is a multiple of [`STRIDE`].
    sentence_of: Vec<u32>,
    /// The blocks that are read: those with tokens and not [`BlockKind::Boilerplate`].
    pub blocks: Vec<BlockTokens>,
}

/// How many tokens lie between two whose sentences are kept; those of the others are counted on from there.
const STRIDE: usize = 16;

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its block, an index into [`Analysis::blocks`].
    pub block: usize,
}

/// A block that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockTokens {
    /// What it is.
    pub kind: BlockKind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentences, indexes into [`Analysis::sentences`].
    pub sentences: Range<usize>,
}

impl<'a> Analysis<'a> {
    /// Reads the `blocks` of `text`.
    pub fn new(text: &'a str, blocks: &[Block], tagger: &Tagger) -> Self {
        let mut a = Self::untagged(text, blocks);
        let mut scratch = Scratch::default();
        a.tags.reserve(a.tokens.len());
        for sentence in &a.sentences {
            tagger.tag(a.text, &a.tokens[sentence.tokens.clone()], &mut scratch, &mut a.tags);
        }
        a
    }

    /// Reads the `blocks` of `text` without tagging them.
    pub fn untagged(text: &'a str, blocks: &[Block]) -> Self {
        let mut a = Self {
            text,
            tokens: Vec::with_capacity(text.len() / 5),
            tags: Vec::new(),
            sentences: Vec::new(),
            sentence_of: Vec::new(),
            blocks: Vec::new(),
        };
        let mut ranges = Vec::new();
        for block in blocks.iter().filter(|b| b.kind != BlockKind::Boilerplate) {
            let first = a.tokens.len();
            tokenize(text, block.span, &mut a.tokens);
            if a.tokens.len() == first {
                continue;
            }
            ranges.clear();
            sentences(text, &a.tokens, first..a.tokens.len(), &mut ranges);
            let first_sentence = a.sentences.len();
            let index = a.blocks.len();
            a.sentences.extend(ranges.drain(..).map(|tokens| Sentence { tokens, block: index }));
            a.blocks.push(BlockTokens {
                kind: block.kind,
                tokens: first..a.tokens.len(),
                sentences: first_sentence..a.sentences.len(),
            });
        }
        a.tokens.shrink_to_fit();
        a.sentence_of.reserve_exact(a.tokens.len().div_ceil(STRIDE));
        for (index, sentence) in a.sentences.iter().enumerate() {
            a.sentence_of.resize(sentence.tokens.end.div_ceil(STRIDE), index as u32);
        }
        a
    }

    /// The text of a token.
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |t| t.span.of(self.text))
    }

    /// From the start of the range's first token to the end of its last; empty where the range is.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.join(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// The tokens that a span touches.
    pub fn tokens_of(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end() <= span.start());
        let end = self.tokens.partition_point(|t| t.span.start() < span.end());
        start..end.max(start)
    }

    /// The part of a token's sentence that the stages look at: all of it, unless it is longer than any sentence is.
    pub fn window(&self, token: usize) -> Range<usize> {
        const LONGEST: usize = 250;
        const REACH: usize = 40;
        let tokens = &self.sentences[self.sentence_of(token)].tokens;
        if tokens.len() <= LONGEST {
            return tokens.clone();
        }
        tokens.start.max(token.saturating_sub(REACH))..tokens.end.min(token + REACH)
    }

    /// The sentence that a token stands in; the last one for what stands behind it.
    pub fn sentence_of(&self, token: usize) -> usize {
        let last = self.sentences.len().saturating_sub(1);
        let Some(&before) = self.sentence_of.get(token / STRIDE) else { return last };
        let passed = self.sentences[before as usize..].iter().take_while(|sentence| sentence.tokens.end <= token);
        (before as usize + passed.count()).min(last)
    }
}
