//! How well quotations are found and named on gold: articles whose quotations are known.
//!
//! 1. `gold` reads articles with their right answers, `answer` takes what is to be judged: what the program finds, or
//!    what somebody else's did, read from files.
//! 2. `spans` compares contents, cues and sources word by word; its figures are those that PolNeAR is scored by.
//! 3. `pairing` pairs gold and answers by their characters, `who` counts on these pairs who was named right, `rule` by
//!    which reasons, `calibration` what a confidence was worth, and `fault` sorts the errors into classes.

mod answer;
mod calibration;
mod fault;
mod gold;
mod pairing;
mod rule;
mod spans;
mod speech;
mod who;
mod words;

pub use answer::{Answer, answers, found, read as read_answers};
pub use calibration::{Bin, Calibration, Shown};
pub use fault::{Fault, FaultClass};
pub use gold::{GoldArticle, Offsets, Quote, read as read_gold};
pub use rule::Rule;
pub use spans::{Block, Metrics, Part, Prf, Source};
pub use who::{WhoScores, is_same_name, is_title};

use std::collections::BTreeMap;

use serde::Serialize;

use self::pairing::Pairing;

/// All figures of one set of gold.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many articles it has.
    pub articles: usize,
    /// Contents, cues and sources, word by word, in per cent.
    pub spans: Metrics,
    /// Who was named right, as shares, by kind; none where the gold has no names.
    pub who: Option<BTreeMap<&'static str, WhoScores>>,
    /// What the reasons given were worth.
    pub rules: Vec<Rule>,
    /// What the confidence was worth.
    pub calibration: Calibration,
    /// The errors, by class.
    pub faults: Vec<Fault>,
}

/// Whether each answer is right, words and speaker; nothing where it counts neither way. A quotation over several paragraphs
/// is right where it is in all of them.
pub fn judge(article: &GoldArticle, answers: &[Answer], named: bool) -> Vec<Option<bool>> {
    let pairing = Pairing::new(article, answers);
    let verdict = |answer: &Answer| {
        let own = |&pred: &usize| std::ptr::eq(pairing.answers[pred], answer) && !pairing.is_excused(pred);
        let right = |pred: usize| {
            pairing.gold_of[pred].is_some_and(|gold| calibration::is_right(pairing.gold[gold].quote, answer, named))
        };
        let mut own = (0..pairing.pred.len()).filter(own).peekable();
        own.peek().is_some().then(|| own.all(right))
    };
    answers.iter().map(verdict).collect()
}

/// Judges one list of answers an article.
pub fn evaluate(articles: &[GoldArticle], answers: &[Vec<Answer>]) -> Report {
    let pairings: Vec<Pairing<'_>> = articles.iter().zip(answers).map(|(gold, a)| Pairing::new(gold, a)).collect();
    let named = articles.iter().flat_map(|article| &article.quotes).any(|quote| quote.name.is_some());
    let mut faults: Vec<Fault> = pairings.iter().flat_map(|pairing| fault::faults(pairing, named)).collect();
    faults.sort_by_key(|fault| fault.class);
    Report {
        articles: articles.len(),
        spans: spans::score(articles, answers),
        who: named.then(|| who::score(&pairings)),
        rules: rule::rules(&pairings, named),
        calibration: calibration::calibration(&pairings, named),
        faults,
    }
}
