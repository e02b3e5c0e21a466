//! Errors, sorted into classes, so that one knows what to mend.

use serde::Serialize;

use super::answer::Answer;
use super::gold::{Offsets, Quote};
use super::pairing::Pairing;
use super::rule::overlap;
use super::who::is_same_name;
use crate::text::one_line;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultClass {
    /// Gold that no answer touches.
    Missed,
    /// An answer that touches no gold.
    Spurious,
    /// An answer that shares words with gold, but less than half.
    WrongSpan,
    /// Direct taken for mixed, and the like.
    WrongKind,
    /// The mention of the source is another one, or missing, or there should be none.
    WrongMention,
    /// A wrong name, where gold's mention of the source is a name.
    WrongNameOfName,
    /// A wrong name for a pronoun.
    WrongNameOfPronoun,
    /// A wrong name for a description.
    WrongNameOfDescription,
    /// A wrong name, where gold has no mention of the source.
    WrongNameOfNothing,
    /// Named, where gold says that nobody can know.
    NamedThoughUnknown,
    /// Left unknown, where gold has a name.
    UnknownThoughNamed,
}

impl FaultClass {
    /// What went wrong, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::WrongSpan => "wrong span",
            Self::WrongKind => "wrong kind",
            Self::WrongMention => "wrong source mention",
            Self::WrongNameOfName => "wrong name, of a name",
            Self::WrongNameOfPronoun => "wrong name, of a pronoun",
            Self::WrongNameOfDescription => "wrong name, of a description",
            Self::WrongNameOfNothing => "wrong name, without a mention",
            Self::NamedThoughUnknown => "named though unknown",
            Self::UnknownThoughNamed => "unknown though named",
        }
    }
}

/// One error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// What went wrong.
    pub class: FaultClass,
    /// The article's id.
    pub article: String,
    /// The words in question, shortened.
    pub words: String,
    /// What gold has: a name, a kind, a mention.
    pub gold: Option<String>,
    /// What the answer has.
    pub given: Option<String>,
    /// The reasons of the answer.
    pub evidence: Vec<String>,
}

/// The errors of one article; names count only where the gold has some.
pub(super) fn faults(pairing: &Pairing<'_>, named: bool) -> Vec<Fault> {
    let text: Vec<char> = pairing.article.text.chars().collect();
    let mut faults = Vec::new();
    let fault = |class, content: &[Offsets], gold: Option<String>, answer: Option<(&Answer, Option<String>)>| Fault {
        class,
        article: pairing.article.id.clone(),
        words: excerpt(&text, content),
        gold,
        given: answer.as_ref().and_then(|(_, given)| given.clone()),
        evidence: answer.map(|(answer, _)| answer.evidence.clone()).unwrap_or_default(),
    };
    for (index, piece) in pairing.gold.iter().enumerate().filter(|(_, piece)| !piece.quote.optional) {
        let gold = piece.quote;
        let Some(pred) = pairing.answer_of[index] else {
            let near = (0..pairing.pred.len()).find(|&j| pairing.pred[j].touches(piece));
            let class = if near.is_some() { FaultClass::WrongSpan } else { FaultClass::Missed };
            let answer = near.map(|j| (pairing.answers[j], Some(excerpt(&text, &pairing.pred[j].content))));
            faults.push(fault(class, &piece.content, gold.name.clone(), answer));
            continue;
        };
        let answer = pairing.answers[pred];
        for (class, gold, given) in wrong(gold, &answer.quote, named, &text) {
            faults.push(fault(class, &piece.content, gold, Some((answer, given))));
        }
    }
    for (j, piece) in pairing.pred.iter().enumerate().filter(|(j, _)| pairing.gold_of[*j].is_none()) {
        if !pairing.gold.iter().any(|gold| gold.touches(piece)) {
            let answer = pairing.answers[j];
            faults.push(fault(FaultClass::Spurious, &piece.content, None, Some((answer, answer.quote.name.clone()))));
        }
    }
    faults
}

/// What is wrong with an answer that matches gold: the class, what gold has, what the answer has.
fn wrong(gold: &Quote, given: &Quote, named: bool, text: &[char]) -> Vec<(FaultClass, Option<String>, Option<String>)> {
    let mut wrong = Vec::new();
    if gold.kind != given.kind {
        let kind = |quote: &Quote| Some(quote.kind.name().to_owned());
        wrong.push((FaultClass::WrongKind, kind(gold), kind(given)));
    }
    let mention = |quote: &Quote| (!quote.source.is_empty()).then(|| excerpt(text, &quote.source));
    // A quotation that carries on need not repeat the mention.
    let carried = given.source.is_empty() && (gold.source.is_empty() || given.cue.is_empty() && given.name.is_some());
    if !carried && !overlap(&gold.source, &given.source) {
        wrong.push((FaultClass::WrongMention, mention(gold), mention(given)));
    }
    let class = match (&gold.name, &given.name) {
        _ if !named => None,
        (None, Some(_)) => Some(FaultClass::NamedThoughUnknown),
        (Some(_), None) => Some(FaultClass::UnknownThoughNamed),
        (Some(name), Some(given)) if !is_same_name(name, given) => Some(class_of_name(name, mention(gold).as_deref())),
        _ => None,
    };
    wrong.extend(class.map(|class| (class, gold.name.clone(), given.name.clone())));
    wrong
}

fn class_of_name(name: &str, mention: Option<&str>) -> FaultClass {
    const PRONOUNS: [&str; 20] = [
        "he", "him", "his", "himself", "i", "it", "its", "me", "my", "she", "her", "herself", "that", "their", "them",
        "they", "us", "we", "which", "who",
    ];
    let Some(mention) = mention else { return FaultClass::WrongNameOfNothing };
    if PRONOUNS.contains(&mention.to_lowercase().as_str()) {
        return FaultClass::WrongNameOfPronoun;
    }
    let last = name.split_whitespace().next_back().unwrap_or_default();
    let capital = last.chars().next().is_some_and(char::is_uppercase);
    if capital && mention.contains(last) { FaultClass::WrongNameOfName } else { FaultClass::WrongNameOfDescription }
}

/// The words of the spans, shortened in the middle.
fn excerpt(text: &[char], content: &[Offsets]) -> String {
    const MOST: usize = 90;
    let pieces: Vec<String> = content.iter().map(|&[start, end]| text[start..end].iter().collect()).collect();
    let line = one_line(&pieces.join(" ... "));
    let chars: Vec<char> = line.chars().collect();
    if chars.len() <= MOST {
        return line;
    }
    let (head, tail) = (&chars[..MOST / 2], &chars[chars.len() - MOST / 2..]);
    head.iter().collect::<String>() + " [...] " + &tail.iter().collect::<String>()
}
