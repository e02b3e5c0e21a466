//! Noun phrases around common nouns that can speak or be spoken of by a pronoun: persons, groups, bodies, texts.

use std::ops::Range;

use super::reading::Reading;
use super::run::{Run, RunKind, one_gender};
use crate::extract::entity::Gender;
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;
use crate::text::{Case, TokenKind};

/// What stands at the front of a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Determiner {
    /// `the`, `this`, `that`, `these`, `those`.
    Definite,
    /// `a`, `an`, `another`, `one`, `some`, a number.
    Indefinite,
    /// `his`, `the bank's`.
    Owned,
    /// Nothing.
    Bare,
}

/// What a noun phrase stands for, by its noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhraseKind {
    /// One human being.
    Person,
    /// Several people.
    People,
    /// One body.
    Body,
    /// Several bodies.
    Bodies,
    /// Something written or recorded.
    Text,
    /// Anything else.
    Thing,
}

/// A noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// From the determiner to the noun.
    pub tokens: Range<usize>,
    /// The noun.
    pub head: usize,
    /// What stands at the front.
    pub determiner: Determiner,
    /// What it stands for.
    pub kind: PhraseKind,
    /// Gender that the noun shows.
    pub gender: Option<Gender>,
    /// Its sentence.
    pub sentence: usize,
}

impl Phrase {
    /// The same phrase from `start` on, if nothing but modifiers stands between: `police and county officials`,
    /// `nearly two thirds`.
    pub(crate) fn from(self, reading: &Reading<'_>, start: usize) -> Self {
        let more = start..self.tokens.start;
        let modifies = |t: usize| {
            let tag = reading.tag(t);
            tag.is_noun()
                || matches!(
                    tag,
                    Tag::Jj | Tag::Rb | Tag::Cc | Tag::Cd | Tag::Sign | Tag::Vb | Tag::Vbn | Tag::Vbg | Tag::Pos
                )
                || tag == Tag::Dt && t == start
                || tag == Tag::In && t < start + 2 && reading.tag(t + 1) == Tag::Cd
                || tag == Tag::In && t > start && reading.is_capital(t - 1) && reading.is_capital(t + 1)
        };
        if more.is_empty() || !more.clone().all(modifies) {
            return self;
        }
        let determiner = match reading.tag(start) {
            Tag::Dt => article(reading.word(start)),
            _ => self.determiner,
        };
        // `The former first lady and senator`.
        let joined = |class: Classes| more.clone().any(|t| reading.is(t, class) && reading.tag(t + 1) == Tag::Cc);
        let gender = self.gender.or_else(|| one_gender(joined(Classes::MALE), joined(Classes::FEMALE)));
        Self { tokens: start..self.tokens.end, determiner, gender, ..self }
    }

    /// The words between the determiner and the noun, possessive clitics apart; whose it is (`Marsh's`) is one of them, a
    /// possessive pronoun is not.
    pub(crate) fn modifiers<'r>(&self, reading: &'r Reading<'_>) -> impl Iterator<Item = usize> + Clone + use<'r> {
        let start = self.tokens.start;
        let determined = start < self.head && matches!(reading.tag(start), Tag::Dt | Tag::Wdt | Tag::PrpS);
        (start + usize::from(determined)..self.head).filter(|&t| reading.tag(t) != Tag::Pos)
    }
}

/// The phrases of the document outside of names, in text order.
pub(crate) fn phrases(reading: &Reading<'_>, runs: &[Run]) -> Vec<Phrase> {
    let mut found = Vec::with_capacity(reading.analysis.tokens.len() / 20);
    let mut run = 0;
    for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
        for t in sentence.tokens.clone() {
            while run < runs.len() && runs[run].whole.end <= t {
                run += 1;
            }
            let within = runs.get(run).filter(|r| r.whole.contains(&t));
            let office = within.is_some_and(|r| r.kind == RunKind::Office && t + 1 == office_head(reading, r));
            if office || within.is_none() && is_head(reading, t, sentence.tokens.end) {
                found.push(phrase(reading, t, sentence.tokens.start, index));
            }
        }
    }
    found
}

/// One past the noun of an office: `Secretary` in `Secretary of State`.
fn office_head(reading: &Reading<'_>, run: &Run) -> usize {
    run.whole.clone().find(|&t| reading.is_word(t, "of") || reading.is_word(t, "for")).unwrap_or(run.whole.end)
}

/// Whether a common noun at `t` is the head of its phrase and stands for somebody or something that can speak.
fn is_head(reading: &Reading<'_>, t: usize, stop: usize) -> bool {
    const SPEAKING: Classes =
        Classes::PERSON.or(Classes::PEOPLE).or(Classes::BODY).or(Classes::BODIES).or(Classes::TEXT);
    (reading.is(t, SPEAKING) || is_aged(reading, t)) && is_nounish(reading, t) && ends_phrase(reading, t, stop)
}

/// `34-year-old` without a noun behind.
pub(super) fn is_aged(reading: &Reading<'_>, t: usize) -> bool {
    reading.word(t).ends_with("-year-old")
}

fn is_nounish(reading: &Reading<'_>, t: usize) -> bool {
    match reading.tag(t) {
        Tag::Nn | Tag::Nns | Tag::Nnp => true,
        Tag::Jj | Tag::Cd => is_aged(reading, t) || reading.is(t, Classes::PERSON.or(Classes::PEOPLE)),
        _ => false,
    }
}

fn ends_phrase(reading: &Reading<'_>, t: usize, stop: usize) -> bool {
    let next = t + 1;
    next >= stop
        || !matches!(reading.tag(next), Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj) && !reading.is_capital(next)
        || reading.tag(next) == Tag::Jj && !matches!(reading.tag(t), Tag::Jj)
}

/// The phrase whose noun stands at `head`.
pub(crate) fn phrase(reading: &Reading<'_>, head: usize, stop: usize, sentence: usize) -> Phrase {
    let mut start = head;
    while start > stop && head - start < 12 && modifies(reading, start - 1, start) {
        start -= 1;
    }
    let mut determiner = Determiner::Bare;
    if (start..head).any(|t| reading.is_possessive(t)) {
        determiner = Determiner::Owned;
    }
    if start > stop {
        match reading.tag(start - 1) {
            Tag::Dt | Tag::Wdt
                if !matches!(reading.word(start - 1), "which" | "what" | "that")
                    || reading.tag(start - 1) == Tag::Dt =>
            {
                start -= 1;
                if determiner == Determiner::Bare {
                    determiner = article(reading.word(start));
                }
            }
            Tag::PrpS => {
                start -= 1;
                determiner = Determiner::Owned;
            }
            _ if determiner == Determiner::Bare && start < head && reading.tag(start) == Tag::Cd => {
                determiner = Determiner::Indefinite;
            }
            _ => {}
        }
    }
    Phrase {
        tokens: start..head + 1,
        head,
        determiner,
        kind: kind(reading, head),
        gender: one_gender(reading.is(head, Classes::MALE), reading.is(head, Classes::FEMALE)),
        sentence,
    }
}

/// Whether the token at `t` stands in front of the noun or modifier at `next`.
fn modifies(reading: &Reading<'_>, t: usize, next: usize) -> bool {
    match reading.tag(t) {
        _ if is_quantity(reading, next) => false,
        Tag::Nn if reading.is(t, Classes::GRAMMAR) => false,
        Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::Pos => true,
        Tag::Vbn | Tag::Vbg => {
            matches!(reading.tag(t.wrapping_sub(1)), Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Pos | Tag::Rb)
        }
        Tag::Rb => reading.tag(next) == Tag::Jj || reading.tag(next) == Tag::Vbn,
        Tag::Cc => {
            matches!(reading.tag(next), Tag::Jj) && reading.tag(t.wrapping_sub(1)) == Tag::Jj
                || reading.analysis.tokens[t].kind == TokenKind::Other
        }
        _ => false,
    }
}

/// `many`, `several`: adjectives that open a noun phrase.
fn is_quantity(reading: &Reading<'_>, t: usize) -> bool {
    matches!(reading.word(t), "many" | "several" | "few" | "other" | "numerous" | "various" | "such")
}

fn article(word: &str) -> Determiner {
    match word.to_ascii_lowercase().as_str() {
        "the" | "this" | "that" | "these" | "those" | "both" => Determiner::Definite,
        _ => Determiner::Indefinite,
    }
}

/// What a noun stands for.
pub(crate) fn kind(reading: &Reading<'_>, head: usize) -> PhraseKind {
    let plural = reading.tag(head) == Tag::Nns
        || reading.analysis.tokens[head].case == Case::Lower && reading.word(head).ends_with("ers");
    let national = reading.is_capital(head) && reading.is(head, Classes::DEMONYM);
    if reading.is(head, Classes::PERSON) && !plural || is_aged(reading, head) || national {
        PhraseKind::Person
    } else if reading.is_word(head, "group") && !reading.is_word(head + 1, "of") {
        PhraseKind::Body
    } else if reading.is(head, Classes::PEOPLE) {
        PhraseKind::People
    } else if reading.is(head, Classes::TEXT) {
        PhraseKind::Text
    } else if reading.is(head, Classes::BODY) {
        PhraseKind::Body
    } else if reading.is(head, Classes::BODIES) {
        PhraseKind::Bodies
    } else if reading.is(head, Classes::PERSON) {
        PhraseKind::Person
    } else {
        PhraseKind::Thing
    }
}
