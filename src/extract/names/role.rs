//! Roles of named figures, from what the article puts beside the name.
//!
//! 1. Before the name: `Russia expert Keir Giles`, `Prime Minister Tony Blair`.
//! 2. Behind it, between commas: `Jo Marsh, the harbour master,`.
//! 3. Before it, between commas: `the home secretary, Jo Marsh,`.
//! 4. With a copula: `Jo Marsh is the home secretary`.

use super::candidate::altering;
use super::figure::{Figure, Role, Sort};
use super::phrase::{Determiner, Phrase, PhraseKind};
use super::reading::Reading;
use super::run::{Run, RunKind};
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;

/// Gives each figure its roles; the answer tells for each phrase whose role it is.
pub(crate) fn attach(
    reading: &Reading<'_>,
    runs: &[Run],
    owner: &[Option<usize>],
    phrases: &[Phrase],
    figures: &mut [Figure],
) -> Vec<Option<usize>> {
    let mut bearer = vec![None; phrases.len()];
    for (r, run) in runs.iter().enumerate() {
        let Some(figure) = owner[r] else { continue };
        if matches!(run.kind, RunKind::People | RunKind::Office) {
            continue;
        }
        titles(reading, run, &mut figures[figure]);
        lead_in(reading, run, &mut figures[figure]);
        age(reading, run, &mut figures[figure]);
        let first = apposed(reading, run, phrases);
        let second = first.and_then(|p| conjoined(reading, phrases, p));
        for p in first.into_iter().chain(second) {
            if suits(&mut figures[figure], &phrases[p]) && bearer[p].is_none() {
                bearer[p] = Some(figure);
                add(reading, &mut figures[figure], &phrases[p]);
            }
        }
    }
    bearer
}

/// Titles cut off the run itself.
fn titles(reading: &Reading<'_>, run: &Run, figure: &mut Figure) {
    let titles = run.whole.start..run.name.start;
    let Some(head) = titles.clone().rev().find(|&t| {
        reading.is(t, Classes::PERSON.or(Classes::TITLE)) && !reading.is(t, Classes::HONORIFIC)
            || matches!(reading.word(t), "Sen." | "Sen" | "Rep." | "Gov." | "Rep" | "Gov" | "Judge" | "Justice")
    }) else {
        return;
    };
    // `former` in small letters before the run.
    let before = titles.start.checked_sub(1).filter(|&t| altering(reading, t).is_some());
    let tokens = before.unwrap_or(titles.start)..titles.end;
    let modifiers = (titles.start..head).map(|t| reading.hash(t)).collect();
    push(figure, Role { head: full_title(reading, head), modifiers, tokens });
}

/// The word that a title abbreviates, by its hash.
fn full_title(reading: &Reading<'_>, token: usize) -> u32 {
    let full = match reading.word(token).trim_end_matches('.') {
        "Sen" => "senator",
        "Rep" => "representative",
        "Gov" => "governor",
        "Gen" => "general",
        "Prof" => "professor",
        "Cllr" => "councillor",
        _ => return reading.hash(token),
    };
    crate::text::word_hash(full)
}

/// A role in small letters right before the name: `chief executive`, `the striker`, `the brewing group`.
fn lead_in(reading: &Reading<'_>, run: &Run, figure: &mut Figure) {
    let Some(head) = run.whole.start.checked_sub(1) else { return };
    let sentence = &reading.analysis.sentences[run.sentence];
    let body = figure.sort != Sort::Person && super::phrase::kind(reading, head) == PhraseKind::Body;
    if head < sentence.tokens.start || !body && !reading.is(head, Classes::PERSON) {
        return;
    }
    let office = reading.is(head, Classes::TITLE) && !reading.is_capital(head);
    if !office && !reading.is_noun(head) {
        return;
    }
    if reading.is_capital(head) && head > sentence.tokens.start && !reading.starts(head, &sentence.tokens) {
        return;
    }
    let phrase = super::phrase::phrase(reading, head, sentence.tokens.start, run.sentence);
    if suits(figure, &phrase) {
        add(reading, figure, &phrase);
    }
}

/// `, 34,` makes `the 34-year-old`.
fn age(reading: &Reading<'_>, run: &Run, figure: &mut Figure) {
    let number = reading.word(run.whole.end + 1);
    let closed = matches!(reading.word(run.whole.end + 2), "," | "." | ")" | "who");
    let opened = matches!(reading.word(run.whole.end), "," | "(");
    if opened && closed && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty() {
        let head = crate::text::word_hash(&format!("{number}-year-old"));
        push(figure, Role { head, modifiers: Vec::new(), tokens: run.whole.end + 1..run.whole.end + 2 });
        if figure.sort == Sort::Unknown {
            figure.sort = Sort::Person;
        }
    }
}

/// The phrase that stands beside the run with a comma, a dash or a copula between.
fn apposed(reading: &Reading<'_>, run: &Run, phrases: &[Phrase]) -> Option<usize> {
    let stop = reading.analysis.sentences[run.sentence].tokens.end;
    let mut at = run.whole.end;
    if matches!(reading.word(at), "," | "(" | "—" | "–" | "-") && at < stop {
        at += 1;
        if reading.tag(at) == Tag::Cd && reading.word(at + 1) == "," {
            at += 2;
        }
        if matches!(reading.word(at), "who" | "which") && matches!(reading.word(at + 1), "is" | "was") {
            at += 2;
        }
        if let Some(p) = phrase_at(phrases, at) {
            let closes = closes(reading, &phrases[p], stop) || conjoined(reading, phrases, p).is_some();
            return closes.then_some(p);
        }
    } else if matches!(reading.word(at), "is" | "was" | "became" | "remains") && at < stop {
        return phrase_at(phrases, at + 1);
    }
    if run.whole.start > 2 && comma_before(reading, run).is_some() {
        return before(reading, run, phrases);
    }
    None
}

/// The comma right before the run, an article between them aside.
fn comma_before(reading: &Reading<'_>, run: &Run) -> Option<usize> {
    let before = run.whole.start.checked_sub(1)?;
    let comma = if reading.is_word(before, "the") { before.checked_sub(1)? } else { before };
    (reading.word(comma) == ",").then_some(comma)
}

/// `the home secretary, Jo Marsh,`; `the head of the union, Jo Marsh,`.
fn before(reading: &Reading<'_>, run: &Run, phrases: &[Phrase]) -> Option<usize> {
    let comma = comma_before(reading, run)?;
    let sentence = &reading.analysis.sentences[run.sentence].tokens;
    let after = phrases.partition_point(|p| p.head < comma);
    let near = phrases[..after].iter().enumerate().rev().take(3);
    let found = near
        .into_iter()
        .find(|(_, p)| p.tokens.start >= sentence.start && matches!(p.kind, PhraseKind::Person | PhraseKind::Body))?;
    // `According to the harbour master, Marsh has left.`
    let oblique = matches!(reading.tag(found.1.tokens.start.saturating_sub(1)), Tag::In | Tag::To);
    let closed =
        matches!(reading.word(run.whole.end), "," | "." | ";") || reading.tag(run.whole.end).is_finite() && !oblique;
    let gap = found.1.head + 1..comma;
    let linked = gap.is_empty()
        || (matches!(reading.word(gap.start), "of" | "for" | "at")
            && gap.len() < 9
            && !gap.clone().any(|t| reading.word(t) == "," || reading.tag(t).is_verb()));
    (closed && linked).then_some(found.0)
}

fn phrase_at(phrases: &[Phrase], token: usize) -> Option<usize> {
    let index = phrases.partition_point(|p| p.tokens.start < token);
    phrases.get(index).filter(|p| p.tokens.start == token).map(|_| index)
}

/// What the same person is besides: `Regent of the college` in `a lawyer and Regent of the college`, `a baker` in `a lawyer and a
/// baker`.
fn conjoined(reading: &Reading<'_>, phrases: &[Phrase], p: usize) -> Option<usize> {
    let first = &phrases[p];
    let next = first.head + 2;
    let second = &phrases[phrase_at(phrases, next).filter(|_| reading.is_word(next - 1, "and"))?];
    let alike = match second.determiner {
        Determiner::Bare => true,
        Determiner::Indefinite => first.determiner == Determiner::Indefinite,
        Determiner::Definite | Determiner::Owned => false,
    };
    let one = first.kind == PhraseKind::Person && second.kind == PhraseKind::Person;
    (alike && one && !reading.tag(second.head + 1).is_finite()).then_some(phrase_at(phrases, next)?)
}

/// Whether the phrase is not the first of a list or the start of a clause of its own.
fn closes(reading: &Reading<'_>, phrase: &Phrase, stop: usize) -> bool {
    let next = phrase.head + 1;
    next >= stop || !reading.tag(next).is_finite() && !reading.is_word(next, "and")
}

/// Whether the phrase can describe the figure; settles what the figure is.
fn suits(figure: &mut Figure, phrase: &Phrase) -> bool {
    let fits = matches!(
        (figure.sort, phrase.kind),
        (Sort::Person | Sort::Unknown, PhraseKind::Person) | (Sort::Body | Sort::Unknown, PhraseKind::Body)
    );
    let agrees = figure.gender.is_none() || phrase.gender.is_none() || figure.gender == phrase.gender;
    if fits && agrees {
        if figure.sort == Sort::Unknown {
            figure.sort = if phrase.kind == PhraseKind::Person { Sort::Person } else { Sort::Body };
        }
        if figure.sort == Sort::Person {
            figure.gender = figure.gender.or(phrase.gender);
        }
    }
    fits && agrees
}

fn add(reading: &Reading<'_>, figure: &mut Figure, phrase: &Phrase) {
    let modifiers = phrase.modifiers(reading).map(|t| reading.hash(t)).collect();
    push(figure, Role { head: reading.hash(phrase.head), modifiers, tokens: phrase.tokens.clone() });
}

fn push(figure: &mut Figure, role: Role) {
    if figure.sort == Sort::Unknown {
        figure.sort = Sort::Person;
    }
    figure.roles.push(role);
}
