//! Gold attributions on tokens: which token is a cue's head, and what each token is to it.

use std::collections::HashMap;

use super::corpus::GoldArticle;
use super::tagger::line_blocks;
use crate::extract::analysis::Analysis;
use crate::extract::cue::region_of_tokens;
use crate::extract::quote::{Region, regions};
use crate::extract::tag::Tagger;
use crate::text::Span;

/// An article, read and aligned with its gold.
#[derive(Debug)]
pub struct Aligned<'a> {
    /// The article.
    pub article: &'a GoldArticle,
    /// Tokens, sentences, tags.
    pub analysis: Analysis<'a>,
    /// Quoted regions.
    pub regions: Vec<Region>,
    /// Region of each token.
    pub inside: Vec<u32>,
    /// Tokens of each gold attribution.
    pub gold: Vec<GoldTokens>,
}

/// The tokens of one gold attribution.
#[derive(Clone, Debug, Default)]
pub struct GoldTokens {
    /// Of its content.
    pub content: Vec<usize>,
    /// Of its cue.
    pub cue: Vec<usize>,
    /// Of its source.
    pub source: Vec<usize>,
    /// Head of the cue, the word of it that is most often part of a cue.
    pub head: Option<usize>,
}

/// Reads and aligns the articles to train on and those to measure on, and chooses the heads of their cues.
pub fn align<'a>(
    train: &'a [GoldArticle],
    dev: &'a [GoldArticle],
    tagger: &Tagger,
) -> (Vec<Aligned<'a>>, Vec<Aligned<'a>>) {
    let (mut train, mut dev) = (align_all(train, tagger), align_all(dev, tagger));
    train.iter_mut().filter(|a| a.article.speech_only).for_each(carry_on);
    let shares = cue_shares(&train);
    choose_heads(&mut train, &shares);
    choose_heads(&mut dev, &shares);
    (train, dev)
}

/// Reads and aligns articles; heads of cues are not chosen.
pub fn align_all<'a>(articles: &'a [GoldArticle], tagger: &Tagger) -> Vec<Aligned<'a>> {
    articles
        .iter()
        .map(|article| {
            let blocks = line_blocks(&article.text);
            let analysis = Analysis::new(&article.text, &blocks, tagger);
            let regions = regions(&analysis);
            let inside = region_of_tokens(&analysis, &regions);
            let tokens = |spans: &[Span]| -> Vec<usize> { spans.iter().flat_map(|&s| analysis.tokens_of(s)).collect() };
            let gold = article
                .quotes
                .iter()
                .map(|q| GoldTokens {
                    content: tokens(&q.content),
                    cue: tokens(&q.cue),
                    source: tokens(&q.source),
                    head: None,
                })
                .collect();
            Aligned { article, analysis, regions, inside, gold }
        })
        .collect()
}

/// Joins quotations that only carry on an earlier one, without a cue of their own, to the one they carry on, as PolNeAR has it.
fn carry_on(a: &mut Aligned<'_>) {
    let block = |t: Option<&usize>| t.map(|&t| a.analysis.sentences[a.analysis.sentence_of(t)].block);
    let mut gold: Vec<GoldTokens> = Vec::new();
    let mut name = None;
    for (g, quote) in a.gold.iter().zip(&a.article.quotes) {
        let near = |last: &GoldTokens| match (block(last.content.last()), block(g.content.first())) {
            (Some(last), Some(this)) => this <= last + 1,
            _ => false,
        };
        let last = gold.last_mut().filter(|last| !last.cue.is_empty() && g.cue.is_empty() && near(last));
        match last {
            Some(last) if quote.name.is_some() && name == quote.name.as_ref() => last.content.extend(&g.content),
            _ => gold.push(g.clone()),
        }
        name = quote.name.as_ref();
    }
    a.gold = gold;
}

/// How often each word stands in a cue, of all its uses.
fn cue_shares(aligned: &[Aligned<'_>]) -> HashMap<u32, (u32, u32)> {
    let mut shares: HashMap<u32, (u32, u32)> = HashMap::new();
    for a in aligned {
        for t in &a.analysis.tokens {
            shares.entry(t.hash).or_default().1 += 1;
        }
        for t in a.gold.iter().flat_map(|g| &g.cue) {
            shares.entry(a.analysis.tokens[*t].hash).or_default().0 += 1;
        }
    }
    shares
}

/// Chooses each gold cue's head: the token whose word is most often part of a cue.
fn choose_heads(aligned: &mut [Aligned<'_>], shares: &HashMap<u32, (u32, u32)>) {
    for a in aligned {
        for g in &mut a.gold {
            let weight = |&t: &usize| {
                let (cue, all) = shares.get(&a.analysis.tokens[t].hash).copied().unwrap_or((0, 1));
                let verb = if a.analysis.tags[t].is_verb() { 0.1 } else { 0.0 };
                (f64::from(cue) + 0.5 * verb * 10.0) / (f64::from(all) + 1.0) + verb
            };
            g.head = g.cue.iter().copied().max_by(|a, b| weight(a).total_cmp(&weight(b)).then(b.cmp(a)));
        }
    }
}
