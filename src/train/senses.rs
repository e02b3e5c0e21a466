//! Trains the sense model on articles marked for reported speech only.

use super::corpus::{GoldArticle, GoldQuote};
use super::learner::Logistic;
use super::links::Staged;
use crate::extract::analysis::Analysis;
use crate::extract::find::{Found, assemble};
use crate::extract::linear::Features;
use crate::extract::link::link;
use crate::extract::sense::{SenseModel, sense_features};
use crate::extract::{Kind, Model};
use crate::text::Span;

/// Trains on the `staged` articles that are marked for reported speech, or have a twin in `marked` that is.
pub fn train(marked: &[GoldArticle], staged: &[Staged<'_, '_>], model: &Model) -> SenseModel {
    let mut examples = Vec::new();
    for staged in staged {
        let article = staged.aligned.article;
        let twin = || marked.iter().find(|m| m.text == article.text);
        if let Some(article) = if article.speech_only { Some(article) } else { twin() } {
            judge(article, &staged.aligned.analysis, &found(staged, model), &mut examples);
        }
    }
    learn(examples)
}

/// Trains on examples.
pub fn learn(examples: Vec<(Features, bool)>) -> SenseModel {
    Logistic { bits: 15, decay: 1e-3, passes: 8 }.train(examples)
}

/// What is found in a staged article.
pub fn found(staged: &Staged<'_, '_>, model: &Model) -> Vec<Found> {
    let context = staged.context();
    assemble(&context, &link(&context, &model.links), model)
}

/// Adds what was found in an article: speech where gold has it, not speech where gold has nothing.
pub fn judge(article: &GoldArticle, analysis: &Analysis<'_>, found: &[Found], examples: &mut Vec<(Features, bool)>) {
    for f in found {
        let gold = article.quotes.iter().find(|q| is_same(q, f));
        if gold.is_some_and(|q| q.optional) {
            continue;
        }
        let mut features = Features::new();
        sense_features(analysis, f, &mut features);
        examples.push((features, gold.is_some()));
    }
}

/// Whether gold marks what was found, all of it or, of a quotation over several paragraphs, a part.
fn is_same(gold: &GoldQuote, found: &Found) -> bool {
    let length = |spans: &[Span]| spans.iter().map(|s| s.len()).sum::<usize>();
    let shared: usize = gold
        .content
        .iter()
        .flat_map(|x| found.content.iter().map(move |y| x.end().min(y.end()).saturating_sub(x.start().max(y.start()))))
        .sum();
    let all = match found.kind {
        Kind::Indirect => length(&gold.content) + length(&found.content) - shared,
        _ => length(&gold.content),
    };
    2 * shared >= all.max(1)
}
