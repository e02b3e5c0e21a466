//! What the ranker looks at: one candidate figure for one pronoun or description.

use std::cmp::Reverse;
use std::ops::Range;

use super::discourse::{Discourse, Item};
use super::figure::{Figure, Role, Sort};
use super::phrase::{Determiner, Phrase, PhraseKind};
use super::ranker::{Features, Group};
use super::reading::Reading;
use crate::extract::entity::{Gender, MentionKind};
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;

/// Where a figure was mentioned last, and how often.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Mentions so far.
    pub count: usize,
    /// One past the last token of the last mention.
    pub token: usize,
    /// Its sentence.
    pub sentence: usize,
    /// Its block.
    pub block: usize,
    /// Its place in its clause.
    pub place: Place,
    /// Whether it stood first in its sentence.
    pub initial: bool,
    /// Its form.
    pub form: MentionKind,
    /// Whether it was inside quoted words.
    pub said: bool,
    /// The last attribution of which the figure was the source, by number.
    pub spoke: Option<usize>,
    /// The noun of the description that stood for it last.
    pub called: u32,
    /// The office by which it was last called.
    pub office: Option<u32>,
    /// Whether it told who some people are: `residents of Tarnbrook`.
    pub inner: bool,
    /// The last mention outside of what somebody is reported to say.
    pub told: Option<Told>,
}

/// A mention in the words of the article itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    /// One past its last token.
    pub token: usize,
    /// Its sentence.
    pub sentence: usize,
    /// Its place in its clause.
    pub place: Place,
    /// Whether it stood first in its sentence.
    pub initial: bool,
}

/// The place of a mention in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The subject.
    Subject,
    /// Before a possessive clitic, or a possessive pronoun.
    Owner,
    /// Behind a preposition.
    Oblique,
    /// Elsewhere.
    Other,
}

impl Place {
    /// The place of a mention in a sentence that starts at `start`.
    pub(crate) fn of(reading: &Reading<'_>, tokens: &Range<usize>, start: usize) -> Self {
        let next = reading.tag(tokens.end);
        if reading.is_possessive(tokens.end) || reading.tag(tokens.end - 1) == Tag::PrpS {
            return Self::Owner;
        }
        if next.is_finite()
            || next == Tag::Rb && reading.tag(tokens.end + 1).is_finite()
            || tokens.start == start && !next.is_noun()
        {
            return Self::Subject;
        }
        if matches!(reading.word(tokens.end), "," | "(")
            && is_apposed_subject(reading, tokens.end, tokens.start == start)
        {
            return Self::Subject;
        }
        let inner = |t: usize| matches!(reading.tag(t), Tag::Dt | Tag::Jj | Tag::Nn | Tag::Nnp | Tag::PrpS);
        let first = (start..tokens.start).rev().take(5).take_while(|&t| inner(t)).last().unwrap_or(tokens.start);
        if first > start && matches!(reading.tag(first - 1), Tag::In | Tag::To) { Self::Oblique } else { Self::Other }
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            count: 0,
            token: 0,
            sentence: 0,
            block: 0,
            place: Place::Other,
            initial: false,
            form: MentionKind::Name,
            said: false,
            spoke: None,
            called: 0,
            office: None,
            inner: false,
            told: None,
        }
    }
}

/// Whether a comma opens an apposition that a verb follows: `Jo Marsh, the harbour master, said`; behind the first words of a
/// sentence several of them: `Jo Marsh, 59, of Tarnbrook, who watched, said`.
fn is_apposed_subject(reading: &Reading<'_>, comma: usize, first: bool) -> bool {
    let sentence = &reading.analysis.sentences[reading.analysis.sentence_of(comma)].tokens;
    let reach = if first { 40 } else { 16 };
    let mut closing = (comma + 2..sentence.end.min(comma + reach)).filter(|&t| matches!(reading.word(t), "," | ")"));
    let verb = |t: usize| reading.tag(t + 1).is_finite();
    if first { closing.any(verb) } else { closing.next().is_some_and(verb) }
}

/// The largest of some numbers, in falling order, and zeros: enough to say how many are larger than another one, up to seven.
#[derive(Clone, Copy, Debug, Default)]
struct Largest([usize; 7]);

impl Largest {
    fn add(&mut self, number: usize) {
        let mut number = number;
        if number > self.0[6] {
            for kept in &mut self.0 {
                if number > *kept {
                    std::mem::swap(kept, &mut number);
                }
            }
        }
    }

    fn larger_than(&self, number: usize) -> usize {
        self.0.iter().filter(|&&kept| kept > number).count()
    }
}

/// What the figures of one sort have in common that is counted.
#[derive(Clone, Copy, Debug, Default)]
struct OfSort {
    /// Last tokens of the last mentions: of all, of those who may be men, of those who may be women.
    tokens: [Largest; 3],
    /// Mentions so far.
    counts: Largest,
    /// Names in the whole article.
    forms: Largest,
}

/// What a candidate competes with: the other figures of its sort, summed up once for all candidates of a choice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rivals([OfSort; 6]);

impl Rivals {
    /// Sums up the figures of the sorts of the candidates.
    pub(crate) fn new(discourse: &Discourse<'_, '_>, candidates: &[usize]) -> Self {
        let mut rivals = Self::default();
        let mut wanted = [false; 6];
        for &f in candidates {
            wanted[sort_index(discourse.figures[f].sort)] = true;
        }
        // From the last to the first, so that most are too small to be kept.
        for f in discourse.field().rev() {
            let (figure, seen) = (&discourse.figures[f], &discourse.seen[f]);
            if !wanted[sort_index(figure.sort)] {
                continue;
            }
            let of_sort = &mut rivals.0[sort_index(figure.sort)];
            of_sort.forms.add(figure.forms.len());
            if seen.count == 0 {
                continue;
            }
            of_sort.counts.add(seen.count);
            of_sort.tokens[0].add(seen.token);
            if figure.gender != Some(Gender::Female) {
                of_sort.tokens[1].add(seen.token);
            }
            if figure.gender != Some(Gender::Male) {
                of_sort.tokens[2].add(seen.token);
            }
        }
        rivals
    }

    /// How many figures of a like sort were mentioned since.
    fn nearer(&self, figure: &Figure, seen: &Seen) -> usize {
        let like = match figure.gender {
            None => 0,
            Some(Gender::Male) => 1,
            Some(Gender::Female) => 2,
        };
        self.0[sort_index(figure.sort)].tokens[like].larger_than(seen.token)
    }

    /// How many figures of the same sort are mentioned more often.
    fn busier(&self, figure: &Figure, seen: &Seen) -> usize {
        self.0[sort_index(figure.sort)].counts.larger_than(seen.count)
    }

    /// How many figures of the same sort are named more often in the whole article.
    fn topical(&self, figure: &Figure) -> usize {
        if figure.named { self.0[sort_index(figure.sort)].forms.larger_than(figure.forms.len()) } else { 8 }
    }
}

/// How a candidate for a pronoun stands among the others, up to [`LAST`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// How many were told of later, by sentences from the last to the first and from left to right in each.
    before: usize,
    /// How many were mentioned since.
    since: usize,
    /// How many were mentioned more often.
    busier: usize,
}

/// The place of all candidates behind the first so many.
const LAST: usize = 7;

/// The standing of each candidate.
pub(crate) fn standings(discourse: &Discourse<'_, '_>, candidates: &[usize]) -> Vec<Standing> {
    let mut standings = vec![Standing { before: LAST, since: LAST, busier: LAST }; candidates.len()];
    let seen = |i: usize| &discourse.seen[candidates[i]];
    let told = |i: usize| {
        let (sentence, token) = seen(i).told.map_or((usize::MAX, i), |t| (usize::MAX / 2 - t.sentence, t.token));
        (sentence, token, i)
    };
    let since = |i: usize| (Reverse(seen(i).token), told(i));
    let busier = |i: usize| (Reverse(seen(i).count), since(i));
    foremost(candidates.len(), told).enumerate().for_each(|(place, i)| standings[i].before = place);
    foremost(candidates.len(), since).enumerate().for_each(|(place, i)| standings[i].since = place);
    foremost(candidates.len(), busier).enumerate().for_each(|(place, i)| standings[i].busier = place);
    standings
}

/// Those of `0..count` with the least keys, in their order, [`LAST`] at most.
fn foremost<K: Copy + Ord>(count: usize, key: impl Fn(usize) -> K) -> impl Iterator<Item = usize> {
    let mut first: Vec<(K, usize)> = Vec::with_capacity(LAST + 1);
    for i in 0..count {
        let own = key(i);
        if first.len() < LAST || first.last().is_some_and(|last| own < last.0) {
            let at = first.iter().rposition(|other| other.0 <= own).map_or(0, |before| before + 1);
            first.insert(at, (own, i));
            first.truncate(LAST);
        }
    }
    first.into_iter().map(|(_, i)| i)
}

/// What all candidates for an item have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    group: Group,
    at: usize,
    sentence: usize,
    block: usize,
    /// First token of the sentence.
    start: usize,
    place: Place,
    said: bool,
    source: Option<usize>,
    /// Where what the item is the source of starts, if that is before the item.
    from: usize,
    /// The sentence of that.
    from_sentence: usize,
    /// Whether that sentence is the first of its block.
    opens: bool,
}

impl Setting {
    /// The setting of an item.
    pub(crate) fn new(discourse: &Discourse<'_, '_>, item: &Item, group: Group) -> Self {
        let (analysis, at) = (discourse.reading.analysis, item.tokens.start);
        let sentence = analysis.sentence_of(at);
        let (block, start) = (analysis.sentences[sentence].block, analysis.sentences[sentence].tokens.start);
        let from = item.source.map_or(at, |a| discourse.starts[a].min(at));
        let from_sentence = analysis.sentence_of(from);
        let opens = from_sentence == 0
            || analysis.sentences[from_sentence].block != analysis.sentences[from_sentence - 1].block;
        Self {
            group,
            at,
            sentence,
            block,
            start,
            place: Place::of(discourse.reading, &item.tokens, start),
            said: discourse.reading.speaker_of(at).is_some(),
            source: item.source,
            from,
            from_sentence,
            opens,
        }
    }
}

/// The features of a candidate for a pronoun beside those of [`describe`].
pub(crate) fn describe_standing(
    discourse: &Discourse<'_, '_>,
    setting: &Setting,
    candidate: usize,
    standing: Standing,
    rivals: usize,
    features: &mut Features,
) {
    let reading = discourse.reading;
    let seen = &discourse.seen[candidate];
    let mut add = |number: usize, value: usize| features.set(number, value);
    let first = setting.opens;
    let turns = seen.spoke.map_or(3, |s| (discourse.speakers.len() - 1 - s).min(3));
    let gap = seen.told.map_or(7, |t| bucket(setting.from_sentence.saturating_sub(t.sentence)));
    let told_as = seen.told.map_or(0, |t| usize::from(t.initial) + usize::from(t.place == Place::Subject) * 2);
    add(38, standing.before * 2 + usize::from(gap == 0));
    add(39, gap * 2 + usize::from(told_as & 1 == 1));
    add(40, told_as * 4 + gap.min(3));
    let last = seen.token.saturating_sub(1);
    let inside = match (reading.content_of(last), seen.spoke) {
        (None, _) => 0,
        (Some(_), Some(_)) if turns == 0 => 1,
        _ => 2,
    };
    add(41, inside * 4 + turns);
    add(42, standing.since + if standing.before == 0 { 8 } else { 0 });
    add(43, standing.busier + if standing.before == 0 { 8 } else { 0 });
    add(44, usize::from(first) * 8 + turns * 2 + usize::from(gap < 2));
    add(45, usize::from(setting.from < setting.at) * 8 + standing.before.min(3) * 2 + usize::from(first));
    add(46, turns * 4 + standing.before.min(3));
    add(47, rivals.min(4) * 3 + standing.since.min(2));
}

/// Whether a description can stand for the figure at all.
pub(crate) fn agrees(figure: &Figure, seen: &Seen, reading: &Reading<'_>, phrase: &Phrase) -> bool {
    let gender = figure.gender.is_none() || phrase.gender.is_none() || figure.gender == phrase.gender;
    let kind = match phrase.kind {
        PhraseKind::Person => figure.sort == Sort::Person || figure.sort == Sort::Unknown && figure.words.len() > 1,
        PhraseKind::People | PhraseKind::Bodies => matches!(figure.sort, Sort::Group | Sort::Body),
        PhraseKind::Body => matches!(figure.sort, Sort::Body | Sort::Place | Sort::Unknown | Sort::Group),
        PhraseKind::Text | PhraseKind::Thing => {
            matches!(figure.sort, Sort::Text | Sort::Body | Sort::Unknown | Sort::Person)
        }
    };
    if !gender || !kind {
        return false;
    }
    let fit = role_match(reading, figure, phrase);
    let known = seen.count > 0 || figure.named && fit > 1;
    known && bound(reading, figure, seen, phrase, fit)
}

/// What the form of the phrase asks for, beyond number and gender.
fn bound(reading: &Reading<'_>, figure: &Figure, seen: &Seen, phrase: &Phrase, fit: usize) -> bool {
    if matches!(phrase.determiner, Determiner::Indefinite | Determiner::Bare) {
        return !figure.named && fit == 5;
    }
    let claims = claims(reading, figure, phrase);
    match phrase.kind {
        PhraseKind::Person => {
            let owned = phrase.determiner == Determiner::Owned && !claims && fit < 2;
            let other = match fit {
                0 => has_another_office(reading, figure, seen, phrase),
                2 => has_another_portfolio(reading, figure, phrase),
                _ => false,
            };
            !owned && !other && !is_of_another_nation(reading, figure, phrase)
        }
        PhraseKind::Text | PhraseKind::Thing => claims && fit > 1,
        PhraseKind::Body => {
            claims
                && (fit > 0 || !is_owned_by_somebody(reading, phrase))
                && (fit > 0 || figure.sort != Sort::Group && !reading.is(phrase.head, Classes::STANDING))
                && figure.sort != Sort::Place
        }
        PhraseKind::People | PhraseKind::Bodies => claims && (fit > 0 || !figure.named),
    }
}

/// Whether a noun or a name in the phrase says whose it is: `the inn's kitchen`.
fn is_owned_by_somebody(reading: &Reading<'_>, phrase: &Phrase) -> bool {
    phrase.determiner == Determiner::Owned && phrase.tokens.clone().any(|t| reading.is_possessive(t))
}

/// Whether the phrase tells an office, and the figure is known to hold another one: a prime minister is not the chancellor.
fn has_another_office(reading: &Reading<'_>, figure: &Figure, seen: &Seen, phrase: &Phrase) -> bool {
    let office = |hash: u32| reading.lexicon.classes(hash).any(Classes::TITLE);
    let head = reading.hash(phrase.head);
    let called = seen.office.is_some_and(|office| office != head);
    office(head) && (called || figure.roles.iter().any(|role| office(role.head)))
}

/// Whether the phrase and every role of the figure with its noun say of what the office is, and differ: a health minister is
/// not the aviation minister.
fn has_another_portfolio(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> bool {
    let head = reading.hash(phrase.head);
    let says = |word: u32| reading.lexicon.classes(word).any(Classes::COMMON);
    let told = phrase.modifiers(reading).any(|t| reading.tag(t) == Tag::Nn && says(reading.hash(t)));
    let mut roles = figure.roles.iter().filter(|role| role.head == head);
    told && reading.is(phrase.head, Classes::TITLE) && roles.all(|role| role.modifiers.iter().any(|&word| says(word)))
}

/// Which of the words that make an office another one (`former`, `ex-mayor`) stands at `t`, if any.
pub(crate) fn altering(reading: &Reading<'_>, t: usize) -> Option<usize> {
    const ALTERING: [&str; 7] = ["acting", "assistant", "deputy", "ex", "former", "shadow", "vice"];
    let first = reading.word(t).split('-').next().unwrap_or_default();
    ALTERING.iter().position(|word| first.eq_ignore_ascii_case(word))
}

/// Whether the role is not what the phrase says because of a word before its noun: a former chancellor is not the chancellor.
fn is_altered(reading: &Reading<'_>, role: &Role, phrase: &Phrase) -> bool {
    let altering = |tokens: Range<usize>| tokens.into_iter().find_map(|t| altering(reading, t));
    reading.lexicon.classes(role.head).any(Classes::TITLE)
        && altering(role.tokens.clone()) != altering(phrase.tokens.clone())
}

/// Whether a role of the figure is the office that the phrase tells: no word before either noun makes it another one, such as
/// `foreign` before `secretary`.
pub(crate) fn holds(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> bool {
    let head = reading.hash(phrase.head);
    let plain = |word: u32| {
        let classes = reading.lexicon.classes(word);
        !classes.any(Classes::COMMON) || classes.any(Classes::DEMONYM.or(Classes::PLACE))
    };
    let own = || phrase.modifiers(reading).map(|t| reading.hash(t));
    let is_office = |role: &Role| {
        role.head == head
            && !is_altered(reading, role, phrase)
            && own().all(|word| plain(word) || role.modifiers.contains(&word))
            && role.modifiers.iter().all(|&word| plain(word) || own().any(|own| own == word))
    };
    figure.roles.iter().any(is_office)
        && complement_match(reading, figure, phrase) != 1
        && !is_of_another_nation(reading, figure, phrase)
        && claims(reading, figure, phrase)
}

/// Whether phrase and role have the same noun, but each a nation or place of its own before it.
fn is_of_another_nation(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> bool {
    let nation = |&word: &u32| reading.lexicon.classes(word).any(Classes::DEMONYM.or(Classes::PLACE));
    let head = reading.hash(phrase.head);
    let mut roles = figure.roles.iter().filter(|r| r.head == head && r.modifiers.iter().any(nation)).peekable();
    let mut own = phrase.modifiers(reading).map(|t| reading.hash(t)).filter(nation).peekable();
    roles.peek().is_some()
        && own.peek().is_some()
        && roles.all(|r| !own.clone().any(|word| r.modifiers.contains(&word)))
}

/// Whether the names in the phrase (`the Harbour board`) are in a role of the figure; true where there are none.
fn claims(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> bool {
    let proper = |&t: &usize| reading.is_capital(t) && !reading.is(t, Classes::DEMONYM.or(Classes::TITLE));
    let claimed = phrase.modifiers(reading).find(proper).map(|t| reading.hash(t));
    claimed.is_none_or(|word| {
        figure
            .roles
            .iter()
            .any(|r| r.modifiers.contains(&word) || complement(reading, r.tokens.end - 1).any(|w| w == word))
    })
}

/// How well the figure's roles and name fit the phrase: 0 not at all, 1 by a word of the name, 2 by the noun,
/// 3 by noun and a word before it, 4 in full.
pub(crate) fn role_match(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> usize {
    let head = reading.hash(phrase.head);
    let modifiers = phrase.modifiers(reading);
    let own = modifiers.clone().count();
    let mut best = 0;
    let fits =
        |role: &&Role| role.head == head && !is_altered(reading, role, phrase) && !is_elsewhere(reading, role, phrase);
    for role in figure.roles.iter().filter(fits) {
        let shared = modifiers.clone().filter(|&t| role.modifiers.contains(&reading.hash(t))).count();
        let score = if shared == own && shared == role.modifiers.len() {
            5
        } else if shared == own {
            4
        } else if shared > 0 {
            3
        } else {
            2
        };
        best = best.max(score);
    }
    if best == 0 && figure.named && figure.words.contains(&head) {
        best = 1;
    }
    best
}

/// Whether role and phrase are of two nations, places or parties: `the Norse government`, `the Danish government`.
fn is_elsewhere(reading: &Reading<'_>, role: &Role, phrase: &Phrase) -> bool {
    let of_place = |hash: &u32| reading.lexicon.classes(*hash).any(Classes::DEMONYM.or(Classes::PLACE));
    let mut own = role.modifiers.iter().filter(|hash| of_place(hash)).peekable();
    let other: Vec<u32> = phrase.modifiers(reading).map(|t| reading.hash(t)).filter(of_place).collect();
    !other.is_empty() && own.peek().is_some() && !own.any(|hash| other.contains(hash))
}

/// Whether the figure has a role with the noun of the phrase.
pub(crate) fn is_called(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> bool {
    role_match(reading, figure, phrase) > 1
}

/// Whether a role of the figure has the same words as the phrase.
pub(crate) fn is_called_fully(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> bool {
    role_match(reading, figure, phrase) == 5
}

/// How a description fits a candidate, and how it fits the one that it fits best.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Described<'p> {
    /// The description.
    pub phrase: &'p Phrase,
    /// See [`role_match`].
    pub fit: usize,
    /// The largest of all candidates.
    pub best: usize,
}

/// The features of an old figure as candidate.
pub(crate) fn describe(
    discourse: &Discourse<'_, '_>,
    setting: &Setting,
    described: Option<Described<'_>>,
    rivals: &Rivals,
    candidate: usize,
) -> Features {
    let reading = discourse.reading;
    let (figure, seen) = (&discourse.figures[candidate], &discourse.seen[candidate]);
    let mut out = Features::new(setting.group);
    let mut add = |number: usize, value: usize| out.set(number, value);
    let &Setting { at, sentence, block, start, .. } = setting;
    let distance = if seen.count == 0 { 7 } else { bucket(sentence.saturating_sub(seen.sentence)) };
    let nearer = rivals.nearer(figure, seen);
    add(0, 0);
    add(1, nearer);
    add(2, distance);
    add(4, seen.form as usize * 4 + distance.min(3));
    add(5, count_bucket(seen.count));
    let turns = seen.spoke.map_or(7, |s| (discourse.speakers.len() - 1 - s).min(6));
    let subject = seen.place == Place::Subject;
    add(6, turns);
    add(3, usize::from(subject) * 8 + distance);
    add(7, usize::from(figure.gender.is_some()) * 2 + usize::from(turns == 0));
    add(8, sort_index(figure.sort) * 2 + usize::from(figure.named));
    add(9, usize::from(seen.said) * 2 + usize::from(setting.said));
    add(10, if seen.count == 0 { 3 } else { (block - seen.block.min(block)).min(2) } * 4 + nearer.min(3));
    add(11, usize::from(seen.initial) * 8 + distance);
    add(12, rivals.busier(figure, seen));
    add(23, rivals.topical(figure));
    let gap = at.saturating_sub(seen.token);
    add(13, if seen.count == 0 { 9 } else { gap.min(8) });
    add(14, usize::from(turns == 0) * 8 + usize::from(subject) * 4 + distance.min(3));
    add(15, usize::from(at <= start + 1) * 8 + distance);
    let inside = setting.source.is_some() && reading.content_of(seen.token.saturating_sub(1)) == setting.source;
    add(21, 8 + usize::from(inside) * 4 + usize::from(turns == 0) * 2 + usize::from(subject));
    add(32, seen.place as usize * 4 + distance.min(3));
    add(33, usize::from(setting.place == Place::Subject) * 8 + seen.place as usize * 2 + usize::from(distance < 2));
    if let Some(Described { phrase, fit, best }) = described {
        add(36, best + if fit == best { 0 } else { 8 });
        add(37, fit * 2 + usize::from(seen.count == 0));
        add(34, complement_match(reading, figure, phrase));
        add(35, usize::from(seen.called == reading.hash(phrase.head)) * 8 + distance);
        add(16, fit * 2 + usize::from(figure.named));
        add(17, fit.min(2) * 4 + distance.min(3));
        add(18, determiner_index(phrase.determiner) * 4 + fit.min(3));
        add(19, phrase.modifiers(reading).count().min(3) * 4 + fit.min(3));
        add(20, fit.min(3) * 4 + nearer.min(3));
        add(25, fit.min(1) * 8 + turns);
        add(22, usize::from(claims(reading, figure, phrase)) * 4 + fit.min(3));
    }
    out
}

/// The features of a figure not met before as candidate beside `others`, the best of which fits the phrase by `fit`.
pub(crate) fn describe_new(
    discourse: &Discourse<'_, '_>,
    setting: &Setting,
    phrase: &Phrase,
    fit: usize,
    rivals: &Rivals,
    others: &[(usize, Features)],
) -> Features {
    let reading = discourse.reading;
    let mut out = Features::new(setting.group);
    let mut add = |number: usize, value: usize| out.set(number, value);
    add(24, determiner_index(phrase.determiner));
    add(25, fit);
    add(26, phrase.modifiers(reading).count().min(4) * 3 + fit.min(2));
    add(27, determiner_index(phrase.determiner) * 4 + fit.min(3));
    add(28, usize::from(is_followed_by_of(reading, phrase)) * 8 + fit);
    let is_near = |f: usize| {
        let (figure, seen) = (&discourse.figures[f], &discourse.seen[f]);
        seen.count > 0 && rivals.nearer(figure, seen) < 2
    };
    let near = others.iter().filter(|(f, _)| is_near(*f)).count();
    add(29, near);
    add(30, usize::from(setting.source.is_some()) * 2 + usize::from(others.is_empty()));
    add(31, usize::from(reading.is_capital(phrase.head)) * 8 + fit);
    add(34, 3 + usize::from(complement(reading, phrase.head).next().is_some()));
    let called = others.iter().any(|(f, _)| discourse.seen[*f].called == reading.hash(phrase.head));
    add(35, usize::from(called) * 8 + fit);
    out
}

fn is_followed_by_of(reading: &Reading<'_>, phrase: &Phrase) -> bool {
    matches!(reading.word(phrase.head + 1), "of" | "for" | "from" | "at" | "in" | "who" | "with" | "on")
}

/// Whether the names behind the noun (`the mayor of Tarnbrook`) are words of a role or the name of the figure: 0 there are
/// none, 1 they are not, 2 they are.
fn complement_match(reading: &Reading<'_>, figure: &Figure, phrase: &Phrase) -> usize {
    let mut words = complement(reading, phrase.head).peekable();
    if words.peek().is_none() {
        return 0;
    }
    let known = |word: u32| {
        figure.words.contains(&word)
            || figure.roles.iter().any(|role| {
                role.modifiers.contains(&word) || complement(reading, role.tokens.end - 1).any(|w| w == word)
            })
    };
    1 + usize::from(words.any(known))
}

/// The words with capitals behind a noun and a preposition.
fn complement<'r>(reading: &'r Reading<'_>, head: usize) -> impl Iterator<Item = u32> + use<'r> {
    let from = head + 2;
    let opens = matches!(reading.word(head + 1), "of" | "for" | "at" | "in" | "from");
    let inner =
        move |&t: &usize| matches!(reading.tag(t), Tag::Dt | Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Pos);
    let to = if opens { from + 6 } else { from };
    (from..to).take_while(inner).filter(move |&t| reading.is_capital(t)).map(move |t| reading.hash(t))
}

fn determiner_index(determiner: Determiner) -> usize {
    match determiner {
        Determiner::Definite => 0,
        Determiner::Indefinite => 1,
        Determiner::Owned => 2,
        Determiner::Bare => 3,
    }
}

fn sort_index(sort: Sort) -> usize {
    match sort {
        Sort::Person => 0,
        Sort::Body => 1,
        Sort::Place => 2,
        Sort::Group => 3,
        Sort::Text => 4,
        Sort::Unknown => 5,
    }
}

fn bucket(distance: usize) -> usize {
    match distance {
        0..=3 => distance,
        4..=6 => 4,
        7..=12 => 5,
        _ => 6,
    }
}

fn count_bucket(count: usize) -> usize {
    match count {
        0..=4 => count,
        5..=8 => 5,
        9..=16 => 6,
        _ => 7,
    }
}
