//! Gold and answers of one article, paired one to one by the characters of their contents.
//!
//! A quotation over several paragraphs counts as one a paragraph on both sides, so that either side may join or split them.
//! Two pair, best overlap first, where the characters that they share are at least half of those of both.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::Answer;
use super::gold::{GoldArticle, Offsets, Quote};

/// What a quotation has in one paragraph.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// The quotation.
    pub(super) quote: &'a Quote,
    /// Its pieces in the paragraph.
    pub(super) content: Vec<Offsets>,
    chars: BTreeSet<usize>,
}

/// The pieces of an article.
#[derive(Debug)]
pub(super) struct Pairing<'a> {
    pub(super) article: &'a GoldArticle,
    pub(super) gold: Vec<Piece<'a>>,
    pub(super) pred: Vec<Piece<'a>>,
    /// The answers, parallel to `pred`.
    pub(super) answers: Vec<&'a Answer>,
    /// For each piece of gold, its answer.
    pub(super) answer_of: Vec<Option<usize>>,
    /// For each answer, its piece of gold.
    pub(super) gold_of: Vec<Option<usize>>,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(article: &'a GoldArticle, answers: &'a [Answer]) -> Self {
        let text: Vec<char> = article.text.chars().collect();
        let gold: Vec<Piece<'_>> = article.quotes.iter().flat_map(|quote| by_paragraph(quote, &text)).collect();
        let (answers, pred): (Vec<&Answer>, Vec<Piece<'_>>) = answers
            .iter()
            .flat_map(|answer| by_paragraph(&answer.quote, &text).into_iter().map(move |piece| (answer, piece)))
            .unzip();
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (i, g) in gold.iter().enumerate() {
            for (j, p) in pred.iter().enumerate() {
                let shared = g.chars.intersection(&p.chars).count();
                let overlap = shared as f64 / (g.chars.len() + p.chars.len() - shared) as f64;
                if shared > 0 && overlap >= 0.5 {
                    pairs.push((overlap, i, j));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut answer_of, mut gold_of) = (vec![None; gold.len()], vec![None; pred.len()]);
        for (_, i, j) in pairs {
            if answer_of[i].is_none() && gold_of[j].is_none() {
                (answer_of[i], gold_of[j]) = (Some(j), Some(i));
            }
        }
        Self { article, gold, pred, answers, answer_of, gold_of }
    }

    /// Whether an answer counts neither way, for it matches optional gold.
    pub(super) fn is_excused(&self, pred: usize) -> bool {
        self.gold_of[pred].is_some_and(|gold| self.gold[gold].quote.optional)
    }

    /// The answers that count, with the gold that they match.
    pub(super) fn judged(&self) -> impl Iterator<Item = (&'a Answer, Option<&Quote>)> {
        let counted = (0..self.pred.len()).filter(|&pred| !self.is_excused(pred));
        counted.map(|pred| (self.answers[pred], self.gold_of[pred].map(|gold| self.gold[gold].quote)))
    }
}

impl Piece<'_> {
    /// Whether the two share a character.
    pub(super) fn touches(&self, other: &Self) -> bool {
        !self.chars.is_disjoint(&other.chars)
    }
}

/// Splits a quotation at line breaks: what it has in one paragraph stays together.
fn by_paragraph<'a>(quote: &'a Quote, text: &[char]) -> Vec<Piece<'a>> {
    let is_word = |c: &char| !matches!(c, ' ' | '\t' | '\r' | '"' | '\'' | '“' | '”' | '‘' | '’');
    let mut paragraphs: BTreeMap<usize, Vec<Offsets>> = BTreeMap::new();
    for &[start, end] in &quote.content {
        let mut at = start;
        while at < end {
            let stop = (at..end).find(|&i| text[i] == '\n').unwrap_or(end);
            if text[at..stop].iter().any(is_word) {
                let paragraph = text[..at].iter().filter(|&&c| c == '\n').count();
                paragraphs.entry(paragraph).or_default().push([at, stop]);
            }
            at = stop + 1;
        }
    }
    let piece = |content: Vec<Offsets>| {
        let chars = content.iter().flat_map(|&[start, end]| start..end).collect();
        Piece { quote, content, chars }
    };
    paragraphs.into_values().map(piece).collect()
}
