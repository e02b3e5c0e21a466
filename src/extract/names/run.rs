//! Proper names: runs of capitalised words, cut into titles and the name itself.
//!
//! 1. A run starts at a capitalised word that is not one by its place in the sentence alone.
//! 2. It goes on over capitals, particles and initials, and over `of`, `for`, `and`, `&` where a body's name needs them.
//! 3. Titles and roles at its front are cut off; what is left tells by its words whether it names a person or a body.

use std::collections::HashSet;
use std::ops::Range;

use super::phrase::is_aged;
use super::reading::Reading;
use crate::extract::entity::Gender;
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;
use crate::text::{Case, TokenKind};

/// What a run of capitals stands for, as its own words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunKind {
    /// One human being.
    Person,
    /// A body.
    Body,
    /// A place, which can stand for its government.
    Place,
    /// People by nation, party or faith: `Republicans`.
    People,
    /// A title or an office without a name: `the Prime Minister`.
    Office,
    /// A name of which the words tell nothing.
    Unknown,
}

/// A run of capitalised words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// All its tokens.
    pub whole: Range<usize>,
    /// The name without titles; for [`RunKind::Office`] the same as `whole`.
    pub name: Range<usize>,
    /// What it stands for.
    pub kind: RunKind,
    /// As its titles and the first name tell.
    pub gender: Option<Gender>,
    /// Whether a form of address stands before it.
    pub addressed: bool,
    /// Its sentence.
    pub sentence: usize,
}

/// The run that a token belongs to; runs stand in text order and do not overlap.
pub(crate) fn run_at(runs: &[Run], token: usize) -> Option<usize> {
    let run = runs.partition_point(|run| run.whole.end <= token);
    runs.get(run).filter(|found| found.whole.contains(&token)).map(|_| run)
}

/// All runs of the document, in text order.
pub(crate) fn runs(reading: &Reading<'_>) -> Vec<Run> {
    let mut found = capital_runs(reading);
    add_surnames(reading, &mut found);
    found
}

/// Surnames that look like common words, where a full name in the document has them: they are names where they start a
/// sentence, and where they could be an office (`Marshall`, `Khan`).
fn add_surnames(reading: &Reading<'_>, found: &mut Vec<Run>) {
    let full = found.iter().filter(|run| is_full_name(reading, run));
    let known: HashSet<u32> = full.map(|run| reading.hash(run.name.end - 1)).collect();
    for run in found.iter_mut().filter(|run| run.kind == RunKind::Office && run.whole.len() == 1) {
        if known.contains(&reading.hash(run.name.start)) {
            run.kind = RunKind::Unknown;
        }
    }
    let before = found.len();
    for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
        for i in sentence.tokens.clone() {
            // A function word in the middle of a sentence has its capital from the name: `which Will claims`.
            let inner =
                || reading.is(i, Classes::GRAMMAR) && ![i - 1, i + 1].into_iter().any(|t| reading.is_capital(t));
            if reading.is_capital(i)
                && known.contains(&reading.hash(i))
                && (reading.starts(i, &sentence.tokens) || inner())
            {
                let near = found[..before].partition_point(|run| run.whole.end <= i);
                if near == before || !found[near].whole.contains(&i) {
                    let run = cut(reading, i..i + 1, index);
                    let kind = if run.kind == RunKind::Office { RunKind::Unknown } else { run.kind };
                    found.push(Run { kind, ..run });
                }
            }
        }
    }
    found.sort_by_key(|run| run.whole.start);
}

/// A first name, known or uncommon, with a surname.
fn is_full_name(reading: &Reading<'_>, run: &Run) -> bool {
    let uncommon = || {
        !reading.is(run.name.start, Classes::COMMON.or(Classes::PLACE).or(Classes::DEMONYM))
            && reading.analysis.tokens[run.name.start].case == Case::Capital
    };
    run.name.len() > 1
        && (run.kind == RunKind::Person || run.kind == RunKind::Unknown && run.name.len() < 4 && uncommon())
}

fn capital_runs(reading: &Reading<'_>) -> Vec<Run> {
    let mut found = Vec::with_capacity(reading.analysis.tokens.len() / 12);
    for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
        let tokens = sentence.tokens.clone();
        let mut i = tokens.start;
        while i < tokens.end {
            if reading.is_capital(i) && starts_name(reading, i, &tokens) || is_ordinal(reading, i, &tokens) {
                let end = run_end(reading, i, tokens.end);
                found.push(cut(reading, i..end, index));
                i = end;
            } else {
                i += 1;
            }
        }
    }
    found
}

/// `14th` in `the 14th Amendment`: behind an article and before a capital that is no month and no office.
fn is_ordinal(reading: &Reading<'_>, i: usize, sentence: &Range<usize>) -> bool {
    const OTHER: Classes = Classes::CALENDAR.or(Classes::TITLE).or(Classes::DEMONYM).or(Classes::GRAMMAR);
    let word = reading.word(i);
    let ordinal = || ["st", "nd", "rd", "th"].iter().any(|ending| word.ends_with(ending));
    word.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && ordinal()
        && i > sentence.start
        && reading.is_word(i - 1, "the")
        && i + 1 < sentence.end
        && reading.is_capital(i + 1)
        && !reading.is(i + 1, OTHER)
}

fn starts_name(reading: &Reading<'_>, i: usize, sentence: &Range<usize>) -> bool {
    const NAMING: Classes =
        Classes::FIRST.or(Classes::TITLE).or(Classes::HONORIFIC).or(Classes::PLACE).or(Classes::DEMONYM);
    if is_compound_adjective(reading, i) {
        return false;
    }
    let classes = reading.classes(i);
    let next = i + 1 < sentence.end && reading.is_capital(i + 1) && !reading.is(i + 1, Classes::GRAMMAR);
    if classes.any(Classes::GRAMMAR) || reading.hash(i) == 0 {
        let article = i > sentence.start && reading.is_word(i - 1, "the");
        return reading.analysis.tokens[i].case == Case::Upper
            && (reading.tag(i) == Tag::Nnp || article)
            && reading.word(i).len() < 4
            || classes.any(Classes::FIRST) && next && (!reading.starts(i, sentence) || is_surname(reading, i + 1));
    }
    if classes.any(Classes::CALENDAR) {
        return next
            && (reading.is(i + 1, Classes::BODY_NAME)
                || i > sentence.start && reading.is_word(i - 1, "the") && !reading.is(i + 1, Classes::TITLE)
                || classes.any(Classes::FIRST) && !reading.is(i + 1, Classes::TITLE));
    }
    if !reading.starts(i, sentence) || !classes.any(Classes::COMMON) {
        return true;
    }
    if classes.any(Classes::TITLE.or(Classes::DEMONYM)) {
        return next || classes.any(Classes::DEMONYM) || reading.tag(i) == Tag::Nnp;
    }
    if classes.any(Classes::PERSON.or(Classes::PEOPLE)) && !classes.any(Classes::FIRST) {
        let body = reading.word(i).ends_with('s')
            && matches!(reading.word(i + 1), "'" | "’")
            && reading.is_capital(i + 2)
            && reading.is(i + 2, Classes::BODY_NAME);
        return body || classes.any(Classes::SURNAME) && reading.tag(i) == Tag::Nnp && !next;
    }
    // `Poll: ...`, `Report says`
    if classes.any(Classes::TEXT) && !next && !classes.any(Classes::FIRST.or(Classes::SURNAME).or(Classes::BODY_NAME)) {
        return false;
    }
    if next && is_participle(reading, i) {
        return false;
    }
    let firm = reading.word(i + 1) == "&" && reading.is_capital(i + 2);
    firm || reading.tag(i) == Tag::Nnp || next && classes.any(NAMING.or(Classes::BODY_NAME))
}

/// A common word with the ending of a participle, and no part of a name by any list: `Electing` in `Electing Marsh was`.
fn is_participle(reading: &Reading<'_>, i: usize) -> bool {
    const NAMES: Classes =
        Classes::FIRST.or(Classes::SURNAME).or(Classes::PLACE).or(Classes::BODY_NAME).or(Classes::TITLE);
    let word = reading.word(i);
    word.len() > 5 && (word.ends_with("ing") || word.ends_with("ed")) && !reading.is(i, NAMES.or(Classes::PERSON))
}

/// `Marsh-backed`, `London-based`: a name in front of what is done by it or there.
fn is_compound_adjective(reading: &Reading<'_>, i: usize) -> bool {
    let done = |tail: &str| tail.ends_with("ed") || matches!(tail, "born" | "run" | "era" | "style");
    let lower = |tail: &str| tail.bytes().all(|b| b.is_ascii_lowercase());
    reading.word(i).rsplit_once('-').is_some_and(|(_, tail)| lower(tail) && done(tail))
}

/// A capital that is a surname by the list, or no common word.
fn is_surname(reading: &Reading<'_>, i: usize) -> bool {
    reading.is(i, Classes::SURNAME) || !reading.is(i, Classes::COMMON)
}

/// One past the last token of the run that starts at `start`.
fn run_end(reading: &Reading<'_>, start: usize, stop: usize) -> usize {
    let mut end = start + 1;
    while end < stop {
        if continues(reading, start, end) {
            end += 1;
            continue;
        }
        match joined(reading, start..end, stop) {
            Some(next) => end = next,
            None => break,
        }
    }
    end
}

/// Whether the capital at `i` goes on with the run that started at `start`.
fn continues(reading: &Reading<'_>, start: usize, i: usize) -> bool {
    if !reading.is_capital(i)
        || is_compound_adjective(reading, i)
        || reading.is(i, Classes::GRAMMAR)
            && !reading.is(i, Classes::FIRST.or(Classes::BODY_NAME))
            && !closes_name(reading, i)
    {
        return false;
    }
    let before = reading.classes(i - 1);
    if reading.tag(i).is_finite()
        && reading.is(i, Classes::COMMON)
        && !reading.is(i, Classes::FIRST.or(Classes::SURNAME).or(Classes::TITLE).or(Classes::BODY_NAME))
    {
        return false;
    }
    if reading.is(i, Classes::CALENDAR) && !reading.is(i, Classes::FIRST.or(Classes::SURNAME)) {
        return reading.is_capital(i + 1);
    }
    let breaks = reading.is(i, Classes::HONORIFIC) && !before.any(Classes::HONORIFIC.or(Classes::TITLE)) && i > start;
    let newline = reading.analysis.text
        [reading.analysis.tokens[i - 1].span.end()..reading.analysis.tokens[i].span.start()]
        .contains('\n');
    let stopped = newline && reading.word(i - 1).ends_with('.') && reading.word(i - 1).len() > 2;
    !breaks && !stopped
}

/// Whether a word of grammar is a surname here: right behind a first name, at the end of the name, in a sentence whose capitals
/// mean something: `Colin How said`.
fn closes_name(reading: &Reading<'_>, i: usize) -> bool {
    let next = reading.tag(i + 1);
    let closed = next.is_finite() || matches!(next, Tag::Comma | Tag::Stop | Tag::Pos) || reading.word(i + 1) == "(";
    let named = reading.is(i - 1, Classes::FIRST) && !reading.is(i - 1, Classes::CALENDAR);
    let shouting = reading.is_shouting(reading.analysis.sentence_of(i));
    named && closed && !shouting && reading.analysis.tokens[i].case == Case::Capital
}

/// Where the run ends if a particle, a number or a conjunction after it belongs to the name.
fn joined(reading: &Reading<'_>, run: Range<usize>, stop: usize) -> Option<usize> {
    let i = run.end;
    let capital = |j: usize| {
        j < stop
            && reading.is_capital(j)
            && !reading.is(j, Classes::GRAMMAR.or(Classes::CALENDAR))
            && !reading.is(j, Classes::HONORIFIC)
    };
    let body = || run.clone().any(|t| reading.is(t, Classes::BODY_NAME));
    let word = reading.word(i);
    if reading.analysis.tokens[i].kind == TokenKind::Number {
        let glued =
            reading.is(i - 1, Classes::BODY_NAME) || capital(i + 1) && reading.analysis.tokens[i].span.len() < 3;
        return (glued && word.len() < 4).then_some(i + 1);
    }
    if reading.is(i, Classes::PARTICLE) {
        let next = if reading.is(i + 1, Classes::PARTICLE) { i + 2 } else { i + 1 };
        return (capital(next) && !word.eq_ignore_ascii_case("of")).then_some(next + 1);
    }
    if let Some(end) = behind_nickname(reading, &run, i, &capital) {
        return Some(end);
    }
    match word {
        "&" => capital(i + 1).then_some(i + 2),
        "," if reading.is(i + 1, Classes::SUFFIX) && reading.is_capital(i + 1) => Some(i + 2),
        "," => listed(reading, &run, i, &capital),
        "of" | "for" | "on" | "in" => {
            let article = reading.is_word(i + 1, "the") || reading.is_word(i + 1, "a");
            let next = if article { i + 2 } else { i + 1 };
            let last = reading.classes(i - 1);
            let office = word == "of"
                && last.any(Classes::TITLE.or(Classes::PERSON))
                && run.clone().all(|t| {
                    reading.is(t, Classes::COMMON.or(Classes::TITLE)) && !reading.is(t, Classes::FIRST)
                        || reading.is(t, Classes::PLACE.or(Classes::DEMONYM)) && t < i - 1
                });
            let subject = || reading.is(next, Classes::COMMON) && !reading.is(next, Classes::PLACE.or(Classes::FIRST));
            let on = word == "on" && last.any(Classes::BODY_NAME) && (run.len() > 1 || !article && subject());
            // `House Speaker Jo Marsh of Tarnbrook`
            let person = || person_behind(reading, run.clone()).is_some();
            let long = body() && !person() && (word == "of" || word == "for" || on);
            let named =
                reading.analysis.tokens[run.start..run.end].len() == 1 && word == "of" && last.any(Classes::BODY);
            let friends = run.len() == 1 && word == "of" && last.any(Classes::PEOPLE) && !last.any(Classes::DEMONYMS);
            (capital(next) && (office || long || named || friends)).then_some(next + 1)
        }
        "and" => and_joins(reading, &run, i + 1, capital).then_some(i + 2),
        // `Committee to Protect Journalists`
        "to" => (reading.is(i - 1, Classes::BODY_NAME) && capital(i + 1) && capital(i + 2)).then_some(i + 3),
        // `Import–Export Bank`
        "–" => (is_glued(reading, i) && is_glued(reading, i + 1) && capital(i + 1)).then_some(i + 2),
        "'" | "’" => {
            let people = reading.is(i - 1, Classes::PEOPLE.or(Classes::COMMON)) && reading.word(i - 1).ends_with('s');
            (people && capital(i + 1) && reading.is(i + 1, Classes::BODY_NAME)).then_some(i + 2)
        }
        "'s" | "’s" => {
            let owner = run.len() <= 2 && !reading.is(i - 1, Classes::PLACE.or(Classes::FIRST).or(Classes::DEMONYM));
            let tail = ["college", "hospital", "church", "school", "cathedral", "institute"];
            let house = owner && tail.iter().any(|w| reading.is_word(i + 1, w));
            // `the Tarn County Sheriff's Office`
            let officer = reading.is(i - 1, Classes::TITLE.or(Classes::PERSON)) && !reading.is(i - 1, Classes::FIRST);
            let office = officer && ["department", "office"].iter().any(|w| reading.is_word(i + 1, w));
            (capital(i + 1) && reading.is(i + 1, Classes::BODY_NAME) && (house || office)).then_some(i + 2)
        }
        _ => None,
    }
}

/// Whether no space stands before the token.
fn is_glued(reading: &Reading<'_>, t: usize) -> bool {
    let tokens = &reading.analysis.tokens;
    t > 0 && tokens.get(t).is_some_and(|token| token.span.start() == tokens[t - 1].span.end())
}

/// One past the surname behind a nickname in marks: `Ann "Buzzer" Holt`.
fn behind_nickname(
    reading: &Reading<'_>,
    run: &Range<usize>,
    open: usize,
    capital: &impl Fn(usize) -> bool,
) -> Option<usize> {
    let is_mark = |t: usize| reading.analysis.tokens.get(t).is_some_and(|token| token.kind == TokenKind::Mark);
    let close = open + 1 + (open + 1..open + 4).take_while(|&t| capital(t)).count();
    let named = reading.is(run.start, Classes::FIRST) && run.len() < 3 && !reading.is_possessive(open);
    (named && is_mark(open) && close > open + 1 && is_mark(close) && capital(close + 1)).then_some(close + 2)
}

/// One past a list inside the name of a body: `Digital, Culture and Sport Committee`, `Department for Education, Science
/// and Sport`.
fn listed(reading: &Reading<'_>, run: &Range<usize>, comma: usize, capital: &impl Fn(usize) -> bool) -> Option<usize> {
    let common =
        |t: usize| capital(t) && reading.is(t, Classes::COMMON) && !reading.is(t, Classes::FIRST.or(Classes::PERSON));
    let headed = run.clone().any(|t| reading.is_word(t, "of") || reading.is_word(t, "for"))
        && run.clone().any(|t| reading.is(t, Classes::BODY_NAME));
    let named = reading.is(comma - 1, Classes::FIRST.or(Classes::SURNAME).or(Classes::PERSON));
    if !common(comma - 1) && (!headed || named) || reading.is(comma - 1, Classes::BODY.or(Classes::PLACE)) {
        return None;
    }
    let (mut t, mut parts) = (comma, 0);
    while reading.word(t) == "," && common(t + 1) && parts < 5 {
        t += 2;
        while common(t) {
            t += 1;
        }
        if reading.is(t - 1, Classes::BODY) {
            return None;
        }
        parts += 1;
    }
    if reading.word(t) == "," {
        t += 1;
    }
    if parts == 0 || !matches!(reading.word(t), "and" | "&") || !common(t + 1) {
        return None;
    }
    let mut end = t + 1;
    while common(end) {
        end += 1;
    }
    let tailed = reading.is(end - 1, Classes::BODY_NAME) && end > t + 2;
    (headed || tailed).then_some(end)
}

/// Whether `and` joins two parts of one body's name: `Health and Safety Executive`, `Department of Trade and Industry`;
/// or two titles before a name.
fn and_joins(reading: &Reading<'_>, run: &Range<usize>, next: usize, capital: impl Fn(usize) -> bool) -> bool {
    const OFFICES: Classes = Classes::TITLE.or(Classes::PERSON);
    const NAMED: Classes = Classes::FIRST.or(Classes::PLACE).or(Classes::DEMONYM);
    if capital(next)
        && reading.is(next, OFFICES)
        && reading.is(run.end - 1, OFFICES)
        && reading.is(next + 1, Classes::FIRST)
        && reading.is_capital(next + 2)
        && !reading.is(run.end - 1, Classes::FIRST)
    {
        return true;
    }
    if leads_to_officer(reading, run, next, &capital) {
        return true;
    }
    if !capital(next) || reading.is(next, Classes::TITLE.or(Classes::FIRST)) && !reading.is(next, Classes::BODY_NAME) {
        return false;
    }
    let mut end = next;
    while capital(end) {
        end += 1;
    }
    let headed = run.clone().any(|t| reading.is_word(t, "of") || reading.is_word(t, "for") || reading.is_word(t, "on"))
        && run.clone().any(|t| reading.is(t, Classes::BODY_NAME));
    let partners = ["associates", "brothers", "co", "company", "daughters", "electric", "partners", "sons"];
    let partnered = partners.iter().any(|w| reading.is_word(next, w)) && !reading.is_capital(next + 1);
    let common = |t: usize| reading.is(t, Classes::COMMON) && !reading.is(t, Classes::DEMONYM);
    let is_place = |t: usize| reading.is(t, Classes::PLACE);
    let tailed = reading.is(end - 1, Classes::BODY_NAME)
        && end > next + 1
        && run.clone().skip_while(|&t| t + 1 < run.end && is_place(t)).all(common)
        && !reading.is(run.end - 1, Classes::TITLE)
        && (run.len() < 3 || run.len() < 5 && !run.clone().any(|t| reading.is(t, Classes::BODY_NAME)));
    (headed && !reading.is(run.end - 1, NAMED) && reading.is(next, Classes::COMMON)) || tailed || partnered
}

/// Whether what an office is for goes on behind `and`, up to the name of who holds it: `Works and Roads Minister Jo Marsh`.
fn leads_to_officer(reading: &Reading<'_>, run: &Range<usize>, next: usize, capital: &impl Fn(usize) -> bool) -> bool {
    const LONGEST: usize = 4;
    const NAMED: Classes = Classes::FIRST.or(Classes::TITLE).or(Classes::DEMONYM);
    let subject = |t: usize| capital(t) && reading.is(t, Classes::COMMON) && !reading.is(t, NAMED);
    let office = (next..next + LONGEST).find(|&t| !subject(t)).filter(|&t| t > next);
    let held = |t: usize| {
        reading.is(t, Classes::TITLE) && reading.is(t, Classes::PERSON) && !reading.is(t, Classes::FIRST) && capital(t)
    };
    let name = |t: usize| capital(t) && (reading.is(t, Classes::FIRST) || !reading.is(t, Classes::COMMON));
    subject(run.end - 1) && office.is_some_and(|t| held(t) && name(t + 1) && capital(t + 2))
}

/// Cuts a run into titles and the name.
pub(crate) fn cut(reading: &Reading<'_>, whole: Range<usize>, sentence: usize) -> Run {
    let name = name_part(reading, &whole);
    let addressed = (whole.start..name.start).any(|t| reading.is(t, Classes::HONORIFIC));
    let titled = name.start > whole.start
        && (whole.start..name.start).any(|t| reading.is(t, Classes::TITLE.or(Classes::HONORIFIC).or(Classes::PERSON)));
    let kind = kind(reading, &whole, &name, titled);
    let gender = if matches!(kind, RunKind::Person | RunKind::Unknown | RunKind::Office) {
        gender(reading, whole.start..name.start).or_else(|| first_name_gender(reading, &name))
    } else {
        None
    };
    let name = if kind == RunKind::Office { whole.clone() } else { name };
    Run { whole, name, kind, gender, addressed, sentence }
}

/// The tokens of the name: what stands after an age, titles, roles, and the nation or body that goes with them.
fn name_part(reading: &Reading<'_>, whole: &Range<usize>) -> Range<usize> {
    let last_body = whole.clone().rev().find(|&t| is_body_word(reading, whole, t));
    let mut start = whole.start + usize::from(whole.len() > 1 && is_aged(reading, whole.start));
    for t in whole.clone() {
        let rest = after_title(reading, t, whole.end);
        if rest < whole.end
            && is_title(reading, whole, t)
            && !is_shouted(reading, t, rest)
            && is_nameable(reading, whole.start, t, rest)
            && !is_office(reading, t, rest..whole.end)
            && last_body.is_none_or(|b| b < rest)
        {
            start = rest;
        }
    }
    if let Some(person) = last_body.and_then(|body| person_behind(reading, body + 1..whole.end)) {
        start = person;
    }
    if whole.end - start > 2 && last_body.is_none() {
        let nation = Classes::DEMONYM.or(Classes::DEMONYMS).or(Classes::PLACE);
        if reading.is(start, nation) && !reading.is(start, Classes::FIRST) && reading.is(start + 1, Classes::FIRST) {
            start += 1;
        } else if reading.is(start + 2, Classes::FIRST)
            && whole.end - start > 3
            && reading.lexicon.is_place((start..start + 2).map(|t| reading.hash(t)))
        {
            start += 2;
        }
    }
    while whole.end - start > 2 && last_body.is_none() && is_common_before_name(reading, start) {
        start += 1;
    }
    let mut end = whole.end;
    while end > start + 1 && reading.is(end - 1, Classes::POSTNOMINAL) && !reading.is(end - 2, Classes::DEMONYM) {
        end -= 1;
    }
    start..end
}

/// Whether what stands behind the title at `t` is the rest of the office: `Minister` in `Prime Minister`, but `Bishop` in `Mr
/// Bishop`.
fn is_office(reading: &Reading<'_>, t: usize, rest: Range<usize>) -> bool {
    let named = reading.is(t, Classes::HONORIFIC)
        || reading.is(t, Classes::PERSON) && reading.is(rest.start, Classes::SURNAME.or(Classes::FIRST));
    !named && rest.into_iter().all(|t| reading.is(t, Classes::TITLE) && reading.is(t, Classes::COMMON))
}

/// Where in the words behind those of a body the name of a person starts: `Colin Marsh` in `Navy SEAL Colin Marsh`.
fn person_behind(reading: &Reading<'_>, rest: Range<usize>) -> Option<usize> {
    let first = rest.clone().find(|&t| reading.is(t, Classes::FIRST) && reading.is_capital(t))?;
    let before = (rest.start..first).all(|t| reading.is_capital(t));
    let surname = |t: usize| is_surname(reading, t) || reading.is(t, Classes::GRAMMAR);
    let named = (first + 1..rest.end).all(|t| surname(t) && reading.is_capital(t));
    (before && named && rest.end > first + 1).then_some(first)
}

/// Whether the word is all in capitals and the next is not: `POLITICO Florida` has no title.
fn is_shouted(reading: &Reading<'_>, t: usize, next: usize) -> bool {
    let upper = |t: usize| reading.analysis.tokens[t].case == Case::Upper;
    upper(t) && reading.word(t).len() > 3 && !upper(next)
}

/// Whether the word is a common one, and a first name comes next: `Icon` in `Icon Colin Marsh`.
fn is_common_before_name(reading: &Reading<'_>, t: usize) -> bool {
    let common = |t: usize| reading.is(t, Classes::COMMON) && !reading.is(t, Classes::FIRST.or(Classes::SURNAME));
    let named = |t: usize| reading.is(t, Classes::FIRST) && !reading.is(t + 1, Classes::COMMON);
    common(t) && (named(t + 1) || common(t + 1) && named(t + 2))
}

/// Whether what stands behind the title at `t` can be a name: not a common word alone, unless after a form of address.
fn is_nameable(reading: &Reading<'_>, start: usize, t: usize, rest: usize) -> bool {
    const TITLES: Classes = Classes::TITLE.or(Classes::DEMONYM).or(Classes::PLACE).or(Classes::PERSON);
    let personal = Classes::FIRST.or(Classes::SURNAME).or(Classes::TITLE).or(Classes::PERSON);
    let office = reading.is(t, Classes::TITLE) && reading.is(t, Classes::PERSON);
    let titled = (start..=t).all(|b| reading.is(b, TITLES)) && (office || reading.is(t, Classes::HONORIFIC));
    let full = || reading.is_capital(rest + 1) && !reading.is(rest + 1, Classes::COMMON.or(Classes::BODY_NAME));
    titled
        || !reading.is(rest, Classes::COMMON)
        || reading.is(rest, personal)
        || reading.is(t, Classes::PERSON) && full()
}

fn is_body_word(reading: &Reading<'_>, whole: &Range<usize>, t: usize) -> bool {
    reading.is(t, Classes::BODY_NAME)
        && (t > whole.start || whole.len() == 1 || !reading.is(t, Classes::TITLE) && !is_party(reading, whole))
        && !is_titled_surname(reading, whole, t)
        && !(t > whole.start
            && reading.is(t - 1, Classes::FIRST)
            && reading.is(t, Classes::SURNAME)
            && (t + 1..whole.end).all(|rest| is_surname(reading, rest) && !reading.is(rest, Classes::BODY_NAME)))
}

/// `Guardian` in `Mayor Jo Guardian`: a noun for a person at the end, behind an office and a first name.
fn is_titled_surname(reading: &Reading<'_>, whole: &Range<usize>, t: usize) -> bool {
    t + 1 == whole.end
        && t > whole.start + 1
        && reading.is(t, Classes::PERSON)
        && reading.is(t - 1, Classes::FIRST)
        && reading.is(t - 2, Classes::TITLE.or(Classes::HONORIFIC))
}

/// `Democrats` before the name of one of them.
fn is_party(reading: &Reading<'_>, whole: &Range<usize>) -> bool {
    reading.is(whole.start, Classes::DEMONYM.or(Classes::DEMONYMS)) && reading.is(whole.start + 1, Classes::FIRST)
}

/// Whether the word at `t` is a title before a name and no part of it.
fn is_title(reading: &Reading<'_>, whole: &Range<usize>, t: usize) -> bool {
    const LISTED: Classes =
        Classes::COMMON.or(Classes::TITLE).or(Classes::PERSON).or(Classes::PLACE).or(Classes::DEMONYM);
    let classes = reading.classes(t);
    if classes.any(Classes::HONORIFIC) {
        return true;
    }
    // What an office is for, which no name follows: `Health` in `Health Minister`.
    let subject = classes.any(Classes::BODY_NAME) && !classes.any(Classes::PERSON);
    if subject || !classes.any(Classes::TITLE.or(Classes::PERSON)) {
        return false;
    }
    let before = |class: Classes| t > whole.start && reading.is(t - 1, class);
    let given = classes.any(Classes::FIRST)
        && (!classes.any(Classes::TITLE) || before(Classes::HONORIFIC) || !before(Classes::TITLE));
    // `Oduya Khan Etsami`: a surname that is no word of English besides, behind a name in no list.
    let inner =
        classes.any(Classes::SURNAME) && !classes.any(Classes::COMMON) && t > whole.start && !reading.is(t - 1, LISTED);
    // `Kim Jong Un`, but `UN Ambassador`.
    let given_before = before(Classes::FIRST) && reading.analysis.tokens[t - 1].case != Case::Upper;
    let middle = given_before && !before(Classes::TITLE) || before(Classes::HONORIFIC) && !classes.any(Classes::TITLE);
    !given && !middle && !inner
}

/// Where a name can start after the title at `t`: behind `of State`, `of the Exchequer`, `and CEO`.
fn after_title(reading: &Reading<'_>, t: usize, end: usize) -> usize {
    if !reading.is_word(t + 1, "of") && !reading.is_word(t + 1, "for") {
        return t + 1;
    }
    let mut next = t + 2;
    if reading.is_word(next, "the") {
        next += 1;
    }
    // A nation's name may be a first name too (`India`), and whom it is that leads one may have a name from elsewhere.
    let is_place = |words: usize| reading.lexicon.is_place((next..next + words).map(|t| reading.hash(t)));
    if let Some(words) = (1..=3).rev().find(|&words| next + words < end && is_place(words)) {
        return next + words;
    }
    let subject = next;
    while next < end && !reading.is(next, Classes::FIRST) {
        next += 1;
    }
    if next < end { next } else { unlisted_name(reading, subject..end).unwrap_or(end) }
}

/// Where a name of words that are in no list starts behind what an office is for: `Oduya Etsami` in `Information Oduya Etsami`.
fn unlisted_name(reading: &Reading<'_>, tokens: Range<usize>) -> Option<usize> {
    const LISTED: Classes = Classes::COMMON.or(Classes::PLACE).or(Classes::DEMONYM).or(Classes::GRAMMAR);
    let unlisted = |t: &usize| reading.is_capital(*t) && !reading.is(*t, LISTED);
    let count = tokens.clone().rev().take_while(unlisted).count();
    (matches!(count, 2 | 3) && count < tokens.len()).then_some(tokens.end - count)
}

fn kind(reading: &Reading<'_>, whole: &Range<usize>, name: &Range<usize>, titled: bool) -> RunKind {
    let all = |classes: Classes| name.clone().all(|t| reading.is(t, classes));
    let last = reading.classes(name.end - 1);
    let of = name.clone().find(|&t| reading.is_word(t, "of") || reading.is_word(t, "for"));
    let noun = |t: usize| reading.is(t, Classes::TITLE.or(Classes::PERSON)) && !reading.is(t, Classes::BODY_NAME);
    let officer = of.is_some_and(|of| of > name.start && (name.start..of).all(|t| !is_body_word(reading, name, t)));
    if officer && of.is_some_and(|of| noun(of - 1)) || name.len() == 1 && last.any(Classes::POSTNOMINAL) && !titled {
        return RunKind::Office;
    }
    if name.clone().any(|t| is_body_word(reading, name, t)) && !(titled && name.len() == 1) {
        return RunKind::Body;
    }
    if titled {
        return RunKind::Person;
    }
    let offices = Classes::TITLE.or(Classes::PERSON).or(Classes::DEMONYM).or(Classes::COMMON);
    let head = of.unwrap_or(name.end) - 1;
    if reading.is(head, Classes::TITLE.or(Classes::PERSON))
        && (name.start..=head).all(|t| reading.is(t, offices))
        && !reading.is(name.start, Classes::FIRST)
    {
        return RunKind::Office;
    }
    if last.any(Classes::DEMONYMS) {
        return RunKind::People;
    }
    if reading.lexicon.is_place(name.clone().map(|t| reading.hash(t))) && !(name.len() == 1 && last.any(Classes::FIRST))
    {
        return RunKind::Place;
    }
    if name.clone().any(|t| reading.word(t) == "&") {
        return RunKind::Body;
    }
    let given = reading.classes(name.start).any(Classes::FIRST) || initial(reading.word(name.start));
    if name.len() > 1 && given {
        return RunKind::Person;
    }
    let digits = name.clone().any(|t| reading.word(t).bytes().any(|b| b.is_ascii_digit()));
    let acronym = name.len() == 1 && reading.analysis.tokens[name.start].case == Case::Upper && whole.len() == 1;
    if acronym
        || digits
        || name.len() > 1 && all(Classes::COMMON)
        || name.clone().any(|t| matches!(reading.word(t), "of" | "and"))
    {
        return RunKind::Body;
    }
    RunKind::Unknown
}

/// `J.`, `J`.
fn initial(word: &str) -> bool {
    word.trim_end_matches('.').chars().count() == 1
}

/// The gender that titles and roles show.
fn gender(reading: &Reading<'_>, mut titles: Range<usize>) -> Option<Gender> {
    titles.find_map(|t| one_gender(reading.is(t, Classes::MALE), reading.is(t, Classes::FEMALE)))
}

fn first_name_gender(reading: &Reading<'_>, name: &Range<usize>) -> Option<Gender> {
    if name.len() < 2 {
        return None;
    }
    let given = name.clone().find(|&t| !initial(reading.word(t)))?;
    one_gender(reading.is(given, Classes::FIRST_MALE), reading.is(given, Classes::FIRST_FEMALE))
}

/// A gender where exactly one is shown.
pub(crate) fn one_gender(male: bool, female: bool) -> Option<Gender> {
    match (male, female) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}
