//! Trains the part-of-speech tagger on CoreNLP's tags, projected onto our tokens.

use std::collections::{BTreeMap, HashMap};

use super::corpus::{GoldArticle, Parsed};
use super::learner::{Perceptron, Random, quantise};
use crate::extract::analysis::Analysis;
use crate::extract::tag::{Dictionary, Scratch, TAG_LANES, Tag, Tagger, WORD_TAGS, Word, fixed_tag, tag_features};
use crate::extract::{Block, BlockKind};
use crate::text::{Case, Span, Token, TokenKind};

/// A sentence to learn from.
struct Example<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    tags: Vec<Tag>,
}

/// The blocks of a corpus text: its lines.
pub fn line_blocks(text: &str) -> Vec<Block> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split('\n') {
        let span = Span::new(at, at + line.len()).trimmed(text);
        if !span.is_empty() {
            blocks.push(Block { span, kind: BlockKind::Paragraph });
        }
        at += line.len() + 1;
    }
    blocks
}

/// Trains on nine tenths of the articles, prints the accuracy on the tenth, then trains on all.
pub fn train(articles: &[GoldArticle], parses: &HashMap<String, Parsed>) -> (Tagger, f32) {
    let examples: Vec<Vec<Example<'_>>> =
        articles.iter().filter_map(|a| Some(sentence_examples(&a.text, parses.get(&a.id)?))).collect();
    let part = |held: bool| -> Vec<&Example<'_>> {
        examples.iter().enumerate().filter(|(i, _)| (i % 10 == 0) == held).flat_map(|(_, e)| e).collect()
    };
    let accuracy = accuracy(&fit(&part(false)), &part(true));
    (fit(&examples.iter().flatten().collect::<Vec<_>>()), accuracy)
}

fn sentence_examples<'a>(text: &'a str, parse: &Parsed) -> Vec<Example<'a>> {
    let gold: BTreeMap<usize, (usize, &str)> =
        parse.sentences.iter().flatten().map(|(span, tag)| (span.start(), (span.end(), tag.as_str()))).collect();
    let blocks = line_blocks(text);
    let analysis = Analysis::untagged(text, &blocks);
    let mut examples = Vec::new();
    for sentence in &analysis.sentences {
        let tokens = &analysis.tokens[sentence.tokens.clone()];
        let tags: Option<Vec<Tag>> = tokens.iter().map(|t| gold_tag(text, t, &gold)).collect();
        if let Some(tags) = tags {
            examples.push(Example { text, tokens: tokens.to_vec(), tags });
        }
    }
    examples
}

fn gold_tag(text: &str, token: &Token, gold: &BTreeMap<usize, (usize, &str)>) -> Option<Tag> {
    if let Some(tag) = fixed_tag(text, token) {
        return Some(tag);
    }
    if token.kind == TokenKind::Mark {
        return Some(if gold.get(&token.span.start()).is_some_and(|g| g.1 == "POS") { Tag::Pos } else { Tag::Quote });
    }
    // The last of the gold tokens inside ours is its head: "anti-war" in three pieces, "gon" "na".
    let inside = gold.range(token.span.start()..token.span.end()).next_back();
    let covering = || gold.range(..=token.span.start()).next_back().filter(|(_, g)| g.0 > token.span.start());
    inside.or_else(covering).and_then(|(_, g)| parse_tag(g.1))
}

fn parse_tag(tag: &str) -> Option<Tag> {
    Some(match tag {
        "CC" => Tag::Cc,
        "CD" | "LS" => Tag::Cd,
        "DT" | "PDT" => Tag::Dt,
        "EX" => Tag::Ex,
        "IN" => Tag::In,
        "JJ" | "JJR" | "JJS" => Tag::Jj,
        "MD" => Tag::Md,
        "NN" | "FW" => Tag::Nn,
        "NNS" => Tag::Nns,
        "NNP" | "NNPS" => Tag::Nnp,
        "POS" => Tag::Pos,
        "PRP" => Tag::Prp,
        "PRP$" => Tag::PrpS,
        "RB" | "RBR" | "RBS" => Tag::Rb,
        "RP" => Tag::Rp,
        "TO" => Tag::To,
        "UH" => Tag::Uh,
        "VB" => Tag::Vb,
        "VBD" => Tag::Vbd,
        "VBG" => Tag::Vbg,
        "VBN" => Tag::Vbn,
        "VBP" => Tag::Vbp,
        "VBZ" => Tag::Vbz,
        "WDT" | "WP$" => Tag::Wdt,
        "WP" => Tag::Wp,
        "WRB" => Tag::Wrb,
        _ => return None,
    })
}

fn lane(tag: Tag) -> Option<usize> {
    WORD_TAGS.iter().position(|&t| t == tag)
}

fn fit(examples: &[&Example<'_>]) -> Tagger {
    let mut tagger = Tagger { dictionary: dictionary(examples), ..Tagger::default() };
    let mut model = Perceptron::<TAG_LANES>::new(15);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(7);
    for _ in 0..6 {
        random.shuffle(&mut order);
        for &e in &order {
            learn_sentence(examples[e], &tagger, &mut model);
        }
    }
    tagger.weights = quantise(&model.average());
    tagger
}

fn learn_sentence(example: &Example<'_>, tagger: &Tagger, model: &mut Perceptron<TAG_LANES>) {
    let mut tags: Vec<Tag> = Vec::with_capacity(example.tokens.len());
    let word = |(i, token): (usize, &Token)| Word::new(example.text, token, i == 0, &tagger.dictionary);
    let words: Vec<Word> = example.tokens.iter().enumerate().map(word).collect();
    for (i, word) in words.iter().enumerate() {
        if let Some(tag) = word.known {
            tags.push(tag);
            continue;
        }
        let Some(right) = lane(example.tags[i]) else {
            tags.push(example.tags[i]);
            continue;
        };
        let features = tag_features(&words, i, &tags);
        let scores = model.scores(&features);
        let guess = (0..WORD_TAGS.len()).fold(0, |best, l| if scores[l] > scores[best] { l } else { best });
        if guess != right {
            model.update(&features, right, guess);
        }
        model.tick();
        tags.push(Tag::from_lane(guess));
    }
}

/// Words seen eight times or more with their commonest tag; sure where 99.5 % of the uses have it.
fn dictionary(examples: &[&Example<'_>]) -> Dictionary {
    let mut counts: BTreeMap<u32, BTreeMap<Tag, u32>> = BTreeMap::new();
    for example in examples {
        for (token, &tag) in example.tokens.iter().zip(&example.tags) {
            if token.kind == TokenKind::Word && lane(tag).is_some() && (token.case == Case::Lower || tag != Tag::Nn) {
                *counts.entry(token.hash).or_default().entry(tag).or_default() += 1;
            }
        }
    }
    let mut words = Vec::new();
    for (hash, tags) in counts {
        let total: u32 = tags.values().sum();
        let (&tag, &most) = tags.iter().max_by_key(|(_, n)| **n).expect("a counted word has a tag");
        if total >= 8 {
            words.push((hash, (tag, total >= 20 && f64::from(most) >= 0.995 * f64::from(total))));
        }
    }
    words.into_iter().collect()
}

fn accuracy(tagger: &Tagger, examples: &[&Example<'_>]) -> f32 {
    let (mut right, mut all) = (0, 0);
    let mut scratch = Scratch::default();
    let mut tags = Vec::new();
    for example in examples {
        tags.clear();
        tagger.tag(example.text, &example.tokens, &mut scratch, &mut tags);
        right += tags.iter().zip(&example.tags).filter(|(a, b)| a == b).count();
        all += tags.len();
    }
    right as f32 / all.max(1) as f32
}
