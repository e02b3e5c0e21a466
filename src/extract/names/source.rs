//! Finds, inside the words that an attribution names as its source, the name, description or pronoun that stands for it.

use std::ops::Range;

use super::phrase::{self, Phrase, PhraseKind, phrase};
use super::ranker::Group;
use super::reading::Reading;
use super::run::{Run, RunKind, cut, one_gender, run_at};
use crate::extract::entity::Gender;
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;
use crate::text::{Case, Span, TokenKind};

/// What stands for the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// Names, by their runs; several where they are joined by `and`.
    Names(Vec<usize>),
    /// A name that is no run of its own, as a headline has it.
    Part(Run),
    /// A description.
    Phrase(Phrase),
    /// A pronoun of the third person, or a relative one.
    Pronoun(usize, Group, Option<Gender>),
    /// `I`, `we`.
    FirstPerson(usize),
    /// Nothing that could be understood.
    Nothing,
}

/// The head of the source under `span`.
pub(crate) fn head(reading: &Reading<'_>, runs: &[Run], span: Span) -> Head {
    let tokens = behind_title(reading, trimmed(reading, reading.analysis.tokens_of(span)));
    if tokens.is_empty() {
        return Head::Nothing;
    }
    let end = core_end(reading, runs, &tokens);
    if let Some(pronoun) = pronoun_head(reading, tokens.start, end) {
        return pronoun;
    }
    let named = apposed_name(reading, runs, &tokens, end).map(|run| vec![run]);
    let named = named.or_else(|| led_name(reading, runs, &tokens, end).map(|run| vec![run]));
    let named = named.or_else(|| called_name(reading, runs, &tokens).map(|run| vec![run]));
    let named = named.or_else(|| apposed_names(reading, runs, &tokens, end));
    let named = named.or_else(|| listed_names(reading, runs, &tokens));
    let named = named.or_else(|| name_behind(reading, runs, &tokens, end).map(|run| vec![run]));
    let named = named.or_else(|| officer_of_body(reading, runs, &tokens, end).map(|run| vec![run]));
    let named = named.or_else(|| behind_letters(reading, runs, &tokens, end).map(|run| vec![run]));
    if let Some(names) = named.or_else(|| appositive_of(reading, runs, &tokens).map(|run| vec![run])) {
        return Head::Names(names);
    }
    let mut last = end - 1;
    if reading.is_possessive(last) && last > tokens.start {
        last -= 1;
    }
    let sentence = reading.analysis.sentence_of(last);
    match run_at(runs, last) {
        Some(r) if is_national(reading, &runs[r]) => {
            Head::Phrase(phrase(reading, runs[r].whole.end - 1, tokens.start, sentence))
        }
        Some(r) if runs[r].kind != RunKind::Office && !is_qualified(reading, &runs[r], tokens.start) => {
            let whole = &runs[r].whole;
            // The source ends within the titles.
            if runs[r].name.start >= tokens.end {
                return Head::Names(vec![r]);
            }
            if whole.end > tokens.end || runs[r].name.end < last + 1 || opens_name(reading, tokens.start..whole.start) {
                let from = if opens_name(reading, tokens.start..whole.start) { tokens.start } else { whole.start };
                return Head::Part(cut(reading, from.max(tokens.start)..last + 1, sentence));
            }
            Head::Names(joined(reading, runs, r, tokens.start))
        }
        None if reading.is(last, Classes::NAMING) && behind_name(reading, runs, tokens.start, last).is_some() => {
            let r = behind_name(reading, runs, tokens.start, last);
            Head::Names(r.map_or_else(Vec::new, |r| joined(reading, runs, r, tokens.start)))
        }
        found => {
            let head = found.map_or(last, |r| office_noun(reading, &runs[r], last));
            // `Our work`: whoever speaks.
            let somebody = matches!(phrase::kind(reading, head), PhraseKind::Person | PhraseKind::People);
            if reading.tag(tokens.start) == Tag::PrpS
                && !somebody
                && let Some(own @ Head::FirstPerson(_)) = pronoun(reading, tokens.start)
            {
                return own;
            }
            if found.is_none() && end == tokens.start + 1 && is_no_noun(reading, last) {
                return Head::Nothing;
            }
            if found.is_none() && all_capitals(reading, tokens.start..last + 1) {
                return Head::Part(cut(reading, tokens.start..last + 1, sentence));
            }
            Head::Phrase(phrase(reading, head, tokens.start, sentence).from(reading, tokens.start))
        }
    }
}

/// Whether a word alone can be nobody: an article, an adverb, a preposition, the past of a verb.
fn is_no_noun(reading: &Reading<'_>, t: usize) -> bool {
    let article = ["the", "a", "an"].iter().any(|word| reading.is_word(t, word));
    let tag = reading.tag(t);
    (article || matches!(tag, Tag::Rb | Tag::In | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::To | Tag::Md))
        && !reading.is(t, Classes::PERSON.or(Classes::PEOPLE).or(Classes::BODY))
        && !reading.is_capital(t)
}

/// Whether the words before a run are a common word with a capital by its place alone, and so the start of the name:
/// `Western` in `Western Harbours said`.
fn opens_name(reading: &Reading<'_>, before: Range<usize>) -> bool {
    let start = before.start;
    before.len() == 1
        && reading.is_capital(start)
        && !reading.is(start, Classes::GRAMMAR.or(Classes::CALENDAR).or(Classes::TITLE).or(Classes::PEOPLE))
}

/// The name of a body right before its common noun: `the Harbour Times newspaper`, `the Harbour Press news agency`.
fn behind_name(reading: &Reading<'_>, runs: &[Run], start: usize, noun: usize) -> Option<usize> {
    let before = noun.checked_sub(1)?;
    let noun = if reading.tag(before) == Tag::Nn && !reading.is_capital(before) { before } else { noun };
    let named = |run: &Run| {
        matches!(run.kind, RunKind::Body | RunKind::Unknown)
            && !reading.is(run.name.end - 1, Classes::DEMONYM)
            && (run.name.len() > 1 || reading.is_word(noun, "newspaper"))
    };
    run_at(runs, noun.checked_sub(1)?)
        .filter(|&r| runs[r].whole.start >= start && runs[r].whole.end == noun && named(&runs[r]))
}

/// `the Norwegian`, `the North Carolina Republican`: one person, by nation or party.
fn is_national(reading: &Reading<'_>, run: &Run) -> bool {
    let last = run.whole.end - 1;
    let place = run.whole.start..last;
    let article = |t: usize| ["the", "a", "an"].iter().any(|word| reading.is_word(t, word));
    (place.is_empty() || reading.lexicon.is_place(place.map(|t| reading.hash(t))))
        && reading.is(last, Classes::DEMONYM)
        && !reading.is(last, Classes::DEMONYMS.or(Classes::FIRST))
        && run.whole.start.checked_sub(1).is_some_and(article)
}

/// Whether a run of people (`Democrats`) has words of the mention before it (`some Democrats`), the article apart.
fn is_qualified(reading: &Reading<'_>, run: &Run, start: usize) -> bool {
    let before = start..run.whole.start;
    let people = run.kind == RunKind::People || run.whole.len() == 1 && reading.is(run.name.start, Classes::DEMONYMS);
    people && !before.is_empty() && !(before.len() == 1 && reading.is_word(start, "the"))
}

fn office_noun(reading: &Reading<'_>, run: &Run, last: usize) -> usize {
    let of = run.whole.clone().find(|&t| reading.is_word(t, "of") || reading.is_word(t, "for"));
    of.map_or(last, |of| of.saturating_sub(1).max(run.whole.start))
}

/// `Merrill`, `Police Federation`: capitals that the tagger takes for names although they start a sentence.
fn all_capitals(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    tokens.clone().all(|t| reading.is_capital(t) && reading.tag(t) == Tag::Nnp)
        && !(tokens.len() == 1 && reading.is(tokens.start, Classes::GRAMMAR))
        && !reading.is(tokens.end - 1, Classes::PERSON.or(Classes::PEOPLE).or(Classes::BODY).or(Classes::TEXT))
}

fn trimmed(reading: &Reading<'_>, mut tokens: Range<usize>) -> Range<usize> {
    let outer = |t: usize| {
        matches!(reading.tag(t), Tag::Quote | Tag::Comma | Tag::Stop | Tag::Colon | Tag::Bracket | Tag::Sign)
    };
    // What a bracket closes that was opened before: `(Ferry and Harbour Workers), Jo Marsh`.
    let closing = tokens.clone().find(|&t| reading.tag(t) == Tag::Bracket);
    if let Some(bracket) = closing.filter(|&t| reading.word(t) == ")" && t + 1 < tokens.end) {
        tokens.start = bracket + 1;
    }
    while !tokens.is_empty() && (outer(tokens.start) || tokens.len() > 1 && is_lead(reading.word(tokens.start))) {
        tokens.start += 1;
    }
    tokens.start = behind_partitive(reading, &tokens).unwrap_or(tokens.start);
    while !tokens.is_empty() && (outer(tokens.end - 1) || tokens.len() > 1 && is_rear(reading.word(tokens.end - 1))) {
        tokens.end -= 1;
    }
    tokens
}

/// Where those start of whom the mention says how many speak: `the aides` in `even some of the aides`; pronouns say too little
/// by themselves.
fn behind_partitive(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<usize> {
    const QUANTITIES: [&str; 14] = [
        "all",
        "both",
        "dozens",
        "half",
        "handful",
        "hundreds",
        "majority",
        "many",
        "most",
        "none",
        "number",
        "several",
        "some",
        "thousands",
    ];
    const FURTHEST: usize = 5;
    let of = tokens.clone().take(FURTHEST).find(|&t| reading.is_word(t, "of"))?;
    let before = of.checked_sub(1).filter(|&t| t >= tokens.start)?;
    let quantity = QUANTITIES.iter().any(|word| reading.is_word(before, word))
        && (tokens.start..before).all(|t| !reading.tag(t).is_noun() && !reading.tag(t).is_verb());
    let several = of + 2 < tokens.end || reading.is(of + 1, Classes::PEOPLE.or(Classes::DEMONYMS));
    let start = (quantity && several && of + 1 < tokens.end && reading.tag(of + 1) != Tag::Prp).then_some(of + 1)?;
    // `hundreds of thousands of clerks`
    Some(behind_partitive(reading, &(start..tokens.end)).unwrap_or(start))
}

/// Words before a mention that are no part of it.
fn is_lead(word: &str) -> bool {
    const LEADS: [&str; 17] = [
        "according",
        "afterwards",
        "also",
        "and",
        "as",
        "both",
        "but",
        "by",
        "even",
        "from",
        "later",
        "meanwhile",
        "so",
        "then",
        "to",
        "while",
        "yet",
    ];
    LEADS.iter().any(|lead| word.eq_ignore_ascii_case(lead))
}

/// Words behind a mention that are no part of it.
fn is_rear(word: &str) -> bool {
    const REARS: [&str; 17] = [
        "all",
        "alike",
        "also",
        "both",
        "each",
        "earlier",
        "herself",
        "himself",
        "itself",
        "later",
        "themselves",
        "today",
        "tomorrow",
        "tonight",
        "too",
        "recently",
        "yesterday",
    ];
    REARS.contains(&word)
}

/// One past the last token of the noun phrase at the front: before a comma, a preposition, a relative or a verb.
fn core_end(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>) -> usize {
    let inside = |t: usize| run_at(runs, t).is_some_and(|r| runs[r].whole.start < t);
    let mut t = tokens.start + 1;
    let place = |t: usize| {
        let run = run_at(runs, t + 1).map(|r| &runs[r]).filter(|r| r.whole.start == t + 1);
        run.is_some_and(|r| r.kind == RunKind::Place && reading.is_possessive(r.whole.end))
    };
    while t < tokens.end {
        let ends = match reading.tag(t) {
            Tag::In => !reading.is(t, Classes::PERSON.or(Classes::TITLE)) && !is_in_number(reading, t),
            Tag::Comma => !joins_words(reading, t),
            Tag::To | Tag::Wp | Tag::Wdt | Tag::Bracket | Tag::Colon | Tag::Quote | Tag::Wrb | Tag::Stop | Tag::Prp => {
                true
            }
            // `assistant coach Jo Marsh`, where the tagger reads a verb
            Tag::Vbp if reading.is(t, Classes::PERSON) && run_at(runs, t + 1).is_some() => false,
            Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::Md => !reading.is_capital(t),
            Tag::Vbg if reading.tag(t - 1) == Tag::Nns => true,
            Tag::Vbn | Tag::Vbg => reading.tag(t - 1).is_noun() && !reading.tag(t + 1).is_noun(),
            Tag::Jj | Tag::Rb => {
                reading.tag(t - 1).is_noun()
                    && !reading.tag(t + 1).is_noun()
                    && reading.tag(t + 1) != Tag::Jj
                    && t + 1 < tokens.end
            }
            _ => false,
        };
        if ends && !inside(t) && !(reading.word(t) == "," && place(t)) {
            let Some(next) = behind_brackets(reading, runs, t..tokens.end) else { break };
            t = next;
            continue;
        }
        t += 1;
    }
    t
}

/// `than` in `more than 50 clerks`.
fn is_in_number(reading: &Reading<'_>, t: usize) -> bool {
    let compared = t > 0 && ["more", "fewer", "less"].iter().any(|w| reading.is_word(t - 1, w));
    compared && reading.is_word(t, "than") && reading.tag(t + 1) == Tag::Cd
}

/// Whether the comma at `t` stands inside the noun phrase: between adjectives (`a tired, angry clerk`) or in a date.
fn joins_words(reading: &Reading<'_>, t: usize) -> bool {
    let adjective = |t: usize| matches!(reading.tag(t), Tag::Jj | Tag::Vbn);
    let adjectives = adjective(t - 1) && reading.tag(t + 1) == Tag::Jj && !reading.is_capital(t + 1);
    let number = |t: usize| reading.analysis.tokens.get(t).is_some_and(|token| token.kind == TokenKind::Number);
    let date = t > 1 && reading.is(t - 2, Classes::CALENDAR) && number(t - 1) && number(t + 1);
    adjectives && reading.tag(t.wrapping_sub(2)) != Tag::Comma || date
}

/// Where another name is joined by `and` behind what stands in brackets: `Jo Marsh (Lab.) and Ada Holt`.
fn behind_brackets(reading: &Reading<'_>, runs: &[Run], tokens: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 8;
    if reading.word(tokens.start) != "(" {
        return None;
    }
    let close = tokens.clone().take(LONGEST).find(|&t| reading.word(t) == ")")?;
    let joined = reading.is_word(close + 1, "and") && run_at(runs, close + 2).is_some();
    (joined && close + 2 < tokens.end).then_some(close + 2)
}

fn pronoun_head(reading: &Reading<'_>, start: usize, end: usize) -> Option<Head> {
    // `most of whom`
    if reading.is_word(start + 1, "of") && matches!(reading.word(start + 2), "whom" | "which") {
        return pronoun(reading, start + 2);
    }
    let own =
        end == start + 1 || reading.word(start + 1).ends_with("self") || reading.word(start + 1).ends_with("selves");
    if !own {
        return None;
    }
    pronoun(reading, start)
}

/// The pronoun at this token, if it is one that can be resolved.
pub(crate) fn pronoun(reading: &Reading<'_>, token: usize) -> Option<Head> {
    let word = reading.word(token);
    if !matches!(word.as_bytes().first()? | 0x20, b'h' | b's' | b'i' | b't' | b'w' | b'm' | b'u' | b'o') {
        return None;
    }
    // `the WHO`, `US officials`
    if reading.analysis.tokens[token].case == Case::Upper && reading.tag(token) == Tag::Nnp {
        return None;
    }
    let mut lower = [0; 10];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let personal = |male| Some(Head::Pronoun(token, Group::Personal, one_gender(male, !male)));
    match std::str::from_utf8(lower).unwrap_or_default() {
        "he" | "him" | "his" | "himself" => personal(true),
        "she" | "her" | "hers" | "herself" => personal(false),
        "it" | "its" | "itself" => Some(Head::Pronoun(token, Group::It, None)),
        "they" | "them" | "their" | "themselves" => Some(Head::Pronoun(token, Group::They, None)),
        "who" | "whom" | "which" | "that" | "whose" => Some(Head::Pronoun(token, Group::Relative, None)),
        "i" | "me" | "my" | "myself" | "we" | "us" | "our" | "ourselves" => Some(Head::FirstPerson(token)),
        _ => None,
    }
}

/// Names behind a comma of which one can be that of somebody described before it.
const MOST_BEHIND: usize = 8;

/// `a spokesman for the bank, Jo Marsh,`: the name behind the description.
fn apposed_name(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>, end: usize) -> Option<usize> {
    let noun = end.checked_sub(1)?;
    let one = matches!(reading.word(noun), "One" | "one") && reading.is_word(noun + 1, "of");
    let person = one || reading.is(noun, Classes::PERSON) || phrase::kind(reading, noun) == PhraseKind::Person;
    if !person || reading.tag(noun) == Tag::Nns {
        return None;
    }
    let mut depth = 0;
    let comma = (end..=tokens.end).find(|&t| {
        match reading.word(t) {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth <= 0 && matches!(reading.word(t), "," | "--" | "—" | "–")
    })?;
    if (end..comma).any(|t| reading.tag(t).is_verb() || reading.tag(t) == Tag::Wp) {
        return None;
    }
    let behind = runs.partition_point(|r| r.whole.start <= comma);
    let person = |r: &Run| matches!(r.kind, RunKind::Person | RunKind::Unknown);
    let r = behind + runs[behind..].iter().take(MOST_BEHIND).position(person)?;
    let lead = comma + 1..runs[r].whole.start;
    if lead.len() > 6
        || !lead.clone().all(|t| {
            matches!(reading.tag(t), Tag::Dt | Tag::Jj | Tag::Nn | Tag::Nnp | Tag::PrpS | Tag::Vbn)
                || reading.tag(t) == Tag::Cc && t > lead.start && !reading.is_capital(t - 1)
        })
    {
        return None;
    }
    let closed = runs[r].whole.end >= tokens.end
        || matches!(reading.word(runs[r].whole.end), "," | "(" | "of" | "from" | "at" | "--" | "—" | "–")
        || reading.tag(runs[r].whole.end) == Tag::Cc;
    let personal = matches!(runs[r].kind, RunKind::Person | RunKind::Unknown);
    let within = comma + 1 < tokens.end || reading.tag(runs[r].whole.end) == Tag::Comma;
    (closed && personal && within).then_some(r)
}

/// `Two clerks, Jo Marsh and Ada Holt,`: the names behind the description.
fn apposed_names(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>, end: usize) -> Option<Vec<usize>> {
    let noun = end.checked_sub(1)?;
    // `two clerks from Tarnbrook, Jo Marsh and Ada Holt`
    let inner = |t: &usize| {
        let tag = reading.tag(*t);
        tag.is_noun() || matches!(tag, Tag::In | Tag::Dt | Tag::Jj)
    };
    let end = end + (end..tokens.end).take_while(inner).count();
    if !reading.is(noun, Classes::PEOPLE) || !matches!(reading.word(end), "," | "--" | "—" | "–" | "-") {
        return None;
    }
    let persons = |r: &usize| runs[*r].kind == RunKind::Person && runs[*r].name.len() > 1;
    let within = runs.partition_point(|r| r.whole.end <= tokens.end);
    let last = within.checked_sub(1).filter(|&r| runs[r].whole.start > end)?;
    let names = joined(reading, runs, last, end + 1);
    let closed = runs[last].whole.end == tokens.end || reading.word(runs[last].whole.end) == ",";
    let opened = names.first().is_some_and(|&first| runs[first].whole.start == end + 1);
    (names.len() > 1 && closed && opened && names.iter().all(persons)).then_some(names)
}

/// `Marsh, Holt and Jo Drewe`: names and nothing else.
fn listed_names(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>) -> Option<Vec<usize>> {
    let first = run_at(runs, tokens.start)?;
    let mut end = tokens.start;
    let mut names = Vec::new();
    for (r, run) in runs.iter().enumerate().skip(first).take_while(|(_, run)| run.whole.end <= tokens.end) {
        let gap = end..run.whole.start;
        let joins = (gap.is_empty() && names.is_empty())
            || !gap.is_empty() && gap.clone().all(|t| matches!(reading.tag(t), Tag::Comma | Tag::Cc));
        if !joins || !matches!(run.kind, RunKind::Person | RunKind::Unknown | RunKind::Body) {
            return None;
        }
        names.push(r);
        end = run.whole.end;
    }
    let conjoined = tokens.clone().any(|t| matches!(reading.word(t), "and" | "&"));
    (names.len() > 2 && end == tokens.end && conjoined).then_some(names)
}

/// `Harbour Times! editor Jo Marsh`, `County sheriff Jo Marsh`: the full name at the end, right behind the noun that tells what
/// somebody is.
fn led_name(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>, end: usize) -> Option<usize> {
    let from = runs.partition_point(|r| r.whole.end < tokens.end);
    let mut same_end = runs[from..].iter().take_while(|r| r.whole.end == tokens.end);
    let r = from + same_end.position(|r| r.whole.start > tokens.start)?;
    let noun = runs[r].whole.start - 1;
    let one = |t: usize| reading.is(t, Classes::PERSON.or(Classes::TITLE)) && reading.tag(t) != Tag::Nns;
    let full = runs[r].kind == RunKind::Person && runs[r].name.len() > 1;
    let inner = |t: usize| !matches!(reading.tag(t), Tag::Comma | Tag::Wp | Tag::Wdt) && !reading.tag(t).is_finite();
    let alone = end == tokens.end || !one(end - 1);
    (full
        && is_first_person(runs, tokens, r)
        && one(noun)
        && !reading.is_capital(noun)
        && alone
        && (tokens.start..noun).all(inner))
    .then_some(r)
}

/// `one of four sons` in `Jo Marsh, of the harbour board, one of four sons, said`: the name that it stands beside.
fn appositive_of(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>) -> Option<usize> {
    const LONGEST: usize = 12;
    let comma = tokens.start.checked_sub(1).filter(|&t| reading.word(t) == ",")?;
    let one_of = reading.is_word(tokens.start, "one") && reading.is_word(tokens.start + 1, "of");
    let sentence = &reading.analysis.sentences[reading.analysis.sentence_of(comma)].tokens;
    let r = run_at(runs, sentence.start).filter(|&r| runs[r].kind == RunKind::Person && runs[r].name.len() > 1)?;
    let mut behind = runs[r].whole.end..comma;
    let inner = |t: usize| reading.tag(t).is_noun() || matches!(reading.tag(t), Tag::Dt | Tag::Jj);
    let of = matches!(reading.word(behind.start + 1), "of" | "from" | "at");
    let between = behind.is_empty()
        || behind.len() < LONGEST
            && reading.word(behind.start) == ","
            && of
            && behind.all(|t| t < runs[r].whole.end + 2 || inner(t));
    (one_of && between && reading.word(tokens.end) == ",").then_some(r)
}

/// `a group called Harbour Watch`, `the newspaper The Harbour Times`: the name at the end, behind the word that says so.
fn called_name(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>) -> Option<usize> {
    let r = run_at(runs, tokens.end - 1).filter(|&r| runs[r].whole.end == tokens.end)?;
    let before = runs[r].whole.start.checked_sub(1).filter(|&t| t > tokens.start)?;
    let called = matches!(reading.word(before), "called" | "dubbed" | "named" | "titled");
    let article =
        reading.word(before) == "The" && reading.is(before - 1, Classes::NAMING) && !reading.is_capital(before - 1);
    ((called || article) && is_first_person(runs, tokens, r)).then_some(r)
}

/// What stands behind a title in quotation marks: `star Jo Marsh` of `"The Harbour" star Jo Marsh`.
fn behind_title(reading: &Reading<'_>, tokens: Range<usize>) -> Range<usize> {
    let mark = |t: &usize| reading.analysis.tokens[*t].kind == TokenKind::Mark && reading.tag(*t) == Tag::Quote;
    let opening = tokens.clone().take(3).find(mark);
    let closing = opening.and_then(|open| (open + 1..tokens.end).find(mark));
    let person = |t: usize| reading.is(t, Classes::PERSON) && reading.tag(t).is_noun();
    match closing.filter(|&close| close + 1 < tokens.end && person(close + 1)) {
        Some(close) => close + 1..tokens.end,
        None => tokens,
    }
}

/// Whether no person is named in the mention before the run `r`.
fn is_first_person(runs: &[Run], tokens: &Range<usize>, r: usize) -> bool {
    runs[..r].iter().rev().take_while(|r| r.whole.start >= tokens.start).all(|r| r.kind != RunKind::Person)
}

/// `the ambassador to the United Nations Jo Marsh`: the name behind a description of one person.
fn name_behind(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>, end: usize) -> Option<usize> {
    let opens = |t: usize| {
        let one = reading.is(t - 1, Classes::PERSON.or(Classes::TITLE)) && reading.tag(t - 1) != Tag::Nns;
        one && matches!(reading.word(t), "of" | "to" | "for" | "at")
    };
    let inner = |t: &usize| !matches!(reading.tag(*t), Tag::Comma | Tag::Wp | Tag::Wdt) && !reading.tag(*t).is_finite();
    let end = (end..tokens.end).take_while(inner).find(|&t| opens(t))?;
    let closing = (end..tokens.end).find(|t| !inner(t)).unwrap_or(tokens.end);
    let r = run_at(runs, closing - 1).filter(|&r| runs[r].whole.end == closing && runs[r].whole.start > end)?;
    let gap = end + 1..runs[r].name.start;
    let inner = |t: usize| {
        let tag = reading.tag(t);
        tag.is_noun() || matches!(tag, Tag::Dt | Tag::Jj | Tag::Cc) || matches!(reading.word(t), "of" | "for")
    };
    let full = runs[r].kind == RunKind::Person && runs[r].name.len() > 1;
    let led = reading.is(runs[r].name.start - 1, Classes::PERSON);
    (full && !led && !gap.is_empty() && reading.tag(gap.end - 1).is_noun() && gap.clone().all(inner)).then_some(r)
}

/// `the Council on Harbour Affairs Executive Director Jo Marsh`: the person with a title at the end, behind the name of a body
/// that goes on over a preposition.
fn officer_of_body(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>, end: usize) -> Option<usize> {
    let body = run_at(runs, end - 1).filter(|&r| runs[r].kind == RunKind::Body && reading.tag(end) == Tag::In)?;
    let outer = |t: &usize| matches!(reading.tag(*t), Tag::Comma | Tag::Wp | Tag::Wdt) || reading.tag(*t).is_finite();
    let closing = (end..tokens.end).find(outer).unwrap_or(tokens.end);
    let r = run_at(runs, closing - 1).filter(|&r| r > body && runs[r].whole.end == closing)?;
    let titles = runs[r].whole.start..runs[r].name.start;
    let office = |t: usize| reading.is(t, Classes::TITLE) && reading.is(t, Classes::PERSON);
    let first_office = titles.clone().find(|&t| reading.is(t, Classes::TITLE))?;
    let named = runs[r].kind == RunKind::Person && runs[r].name.len() > 1;
    (named && office(titles.end - 1) && first_office > end + 1 && first_office > titles.start).then_some(r)
}

/// `Member of Parliament (MP) Jo Marsh`: the full name of a person behind letters in brackets.
fn behind_letters(reading: &Reading<'_>, runs: &[Run], tokens: &Range<usize>, end: usize) -> Option<usize> {
    let inner = |t: usize| reading.tag(t).is_noun() || matches!(reading.tag(t), Tag::Dt | Tag::Jj | Tag::In);
    let open = (end..tokens.end).find(|&t| !inner(t)).filter(|&t| reading.word(t) == "(")?;
    let close = open + 2;
    let upper = reading.analysis.tokens.get(open + 1).is_some_and(|token| token.case == Case::Upper);
    let r = runs.partition_point(|run| run.whole.start <= close);
    let full = |run: &&Run| run.kind == RunKind::Person && run.name.len() > 1 && run.whole.end <= tokens.end;
    let run = runs.get(r).filter(full)?;
    let led = (close + 1..run.whole.start).all(|t| matches!(reading.tag(t), Tag::Nn | Tag::Jj));
    (upper && reading.word(close) == ")" && led).then_some(r)
}

/// The run `r` with those joined to it by `and` before it in the same mention; what stands in brackets behind a name
/// (`Jo Marsh (Lab.) and Ada Holt`) and a place before one (`Texas Rep. Jo Marsh`) do not part them.
fn joined(reading: &Reading<'_>, runs: &[Run], r: usize, start: usize) -> Vec<usize> {
    let mut found = vec![r];
    let (mut first, mut at) = (r, runs[r].whole.start);
    while first > 0 && runs[first - 1].whole.start >= start {
        let gap = runs[first - 1].whole.end..at;
        let place = gap.is_empty() && runs[first - 1].kind == RunKind::Place;
        if place || reading.word(gap.start) == ")" {
            first -= 1;
            at = if place { runs[first].whole.start } else { at };
            continue;
        }
        let opens = matches!(reading.tag(gap.start), Tag::Cc | Tag::Comma | Tag::Bracket);
        let and = opens && gap.clone().any(|t| matches!(reading.word(t), "and" | "," | "or"));
        let plain = gap.clone().all(|t| {
            let tag = reading.tag(t);
            tag.is_noun()
                || matches!(tag, Tag::Cc | Tag::Comma | Tag::Bracket | Tag::Jj | Tag::Dt | Tag::Vbg | Tag::PrpS)
        });
        if !and || !plain || runs[first - 1].kind == RunKind::Office {
            break;
        }
        first -= 1;
        at = runs[first].whole.start;
        found.push(first);
    }
    found.reverse();
    found
}
