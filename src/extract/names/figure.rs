//! Figures: the entities of an article while it is read. Runs of capitals are put together to figures by their words.
//!
//! Longer names come first, so that each shorter form finds the full one it belongs to, wherever that stands:
//!
//! 1. The same words, or the same first name and surname around initials, are one figure.
//! 2. A surname, a first name or the end of a longer name goes to the bearer introduced first, as far as titles and gender
//!    allow, unless one named nearer is named in full far more often.
//! 3. A body is known by the start of its name, by its initials, and by what stands in brackets after it.

use std::ops::Range;

use super::reading::Reading;
use super::run::{Run, RunKind};
use crate::extract::entity::Gender;
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;
use crate::text::{Case, TokenKind};

/// What a figure is, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// One human being.
    Person,
    /// A body.
    Body,
    /// A place, which can stand for its government.
    Place,
    /// Several people.
    Group,
    /// Something written or recorded.
    Text,
    /// A name that may be that of a person or a body.
    Unknown,
}

/// A role: its noun and the words before it, as hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    /// The noun.
    pub head: u32,
    /// Words before the noun, articles apart.
    pub modifiers: Vec<u32>,
    /// The phrase in the text.
    pub tokens: Range<usize>,
}

/// An entity while the article is read.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// What it is.
    pub sort: Sort,
    /// Gender, where known.
    pub gender: Option<Gender>,
    /// Whether it has a proper name.
    pub named: bool,
    /// The fullest name, or the phrase of the first mention.
    pub name: Range<usize>,
    /// Hashes of the words of `name`.
    pub words: Vec<u32>,
    /// The words as a set of bits, see [`WordBits`].
    pub bits: WordBits,
    /// Other forms of the name, in order.
    pub forms: Vec<Range<usize>>,
    /// What the article calls it besides.
    pub roles: Vec<Role>,
    /// For somebody unnamed, whose: the figure behind `his` in `his lawyer`.
    pub owner: Option<usize>,
    /// For a text, the figure it comes from.
    pub issuer: Option<usize>,
    /// For several who speak as one, who they are.
    pub members: Vec<usize>,
}

/// The figure of these `members` together; a new one where they have not spoken as one before.
pub(crate) fn together(figures: &mut Vec<Figure>, members: Vec<usize>) -> usize {
    if let Some(known) = recent(figures).find(|&figure| figures[figure].members == members) {
        return known;
    }
    let Some((first, last)) = members.first().zip(members.last()) else { return 0 };
    let name = figures[*first].name.start..figures[*last].name.end;
    figures.push(Figure {
        sort: Sort::Group,
        gender: None,
        named: true,
        name,
        words: Vec::new(),
        bits: WordBits::default(),
        forms: Vec::new(),
        roles: Vec::new(),
        owner: None,
        issuer: None,
        members,
    });
    figures.len() - 1
}

/// A few bits of each word of a name: names without a common bit have no word in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordBits(u64);

impl WordBits {
    /// All bits for a name with letters beyond ASCII, whose words may be the same but for an accent.
    fn new(reading: &Reading<'_>, name: &Range<usize>, words: &[u32]) -> Self {
        let ascii = reading.phrase(name.clone()).is_ascii();
        Self(if ascii { words.iter().fold(0, |bits, word| bits | 1 << (word >> 26)) } else { u64::MAX })
    }

    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A run as it is held against figures.
struct Form<'r> {
    run: &'r Run,
    words: Vec<u32>,
    bits: WordBits,
    /// The name's tokens without initials and suffixes.
    bare: Vec<usize>,
    /// One word with two capitals or more, or in no list, which may stand for the words of a body's name.
    is_short: bool,
    /// The label of a turn, which may be somebody's initials.
    is_label: bool,
}

impl<'r> Form<'r> {
    fn new(reading: &Reading<'_>, run: &'r Run) -> Self {
        const LISTED: Classes =
            Classes::PLACE.or(Classes::DEMONYM).or(Classes::COMMON).or(Classes::FIRST).or(Classes::SURNAME);
        let words = words(reading, &run.name);
        let capitals = || reading.word(run.name.start).chars().filter(|c| c.is_uppercase()).take(2).count();
        Self {
            run,
            bits: WordBits::new(reading, &run.name, &words),
            words,
            is_label: is_label(reading, run),
            bare: bare(reading, &run.name),
            is_short: run.name.len() == 1 && (capitals() == 2 || !reading.is(run.name.start, LISTED)),
        }
    }
}

/// Puts `runs` together to figures; gives the figures and the figure of each run.
pub(crate) fn gather(reading: &Reading<'_>, runs: &[Run]) -> (Vec<Figure>, Vec<Option<usize>>) {
    let mut figures: Vec<Figure> = Vec::new();
    let mut owner: Vec<Option<usize>> = vec![None; runs.len()];
    let mut order: Vec<usize> = (0..runs.len()).filter(|&r| runs[r].kind != RunKind::Office).collect();
    order.sort_by_key(|&r| (reading.is_shouting(runs[r].sentence), std::cmp::Reverse(runs[r].name.len()), r));
    for r in order {
        let run = &runs[r];
        let form = Form::new(reading, run);
        let found = owner_of(reading, &figures, &owner, r, &form);
        owner[r] = match found {
            Some(figure) => {
                join(reading, &mut figures[figure], run);
                Some(figure)
            }
            None if reading.is_shouting(run.sentence) => None,
            None => {
                let mut figure = figure_of(form);
                figure.sort = sort_by_context(reading, run, figure.sort);
                figures.push(figure);
                Some(figures.len() - 1)
            }
        };
    }
    (figures, owner)
}

/// The figure of a run that was not gathered; a new one where none fits.
pub(crate) fn lookup(reading: &Reading<'_>, figures: &mut Vec<Figure>, run: &Run) -> usize {
    let form = Form::new(reading, run);
    let best = recent(figures)
        .filter_map(|index| Some((fits(reading, &figures[index], &form)?, std::cmp::Reverse(index))))
        .max();
    if let Some((_, std::cmp::Reverse(index))) = best {
        return index;
    }
    figures.push(figure_of(form));
    figures.len() - 1
}

fn words(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<u32> {
    let is_word = |t: &usize| reading.word(*t) != "," && reading.analysis.tokens[*t].kind != TokenKind::Mark;
    tokens.clone().filter(is_word).map(|t| reading.hash(t)).collect()
}

/// What tells that a name is no person's: `the Pentagon`, what stands after `in`, the adjective of a nation, alone or in front of
/// more words (`Chinese Cultural Revolution`), capitals throughout before more words.
fn sort_by_context(reading: &Reading<'_>, run: &Run, sort: Sort) -> Sort {
    const NOUNS: Classes = Classes::COMMON.or(Classes::PEOPLE);
    if sort != Sort::Unknown {
        return sort;
    }
    let (name, single) = (&run.name, run.name.len() == 1);
    let shouted = reading.analysis.tokens[name.start].case == Case::Upper && reading.word(name.start).len() > 3;
    if reading.is(name.start, Classes::DEMONYM) && !reading.is(name.start, Classes::FIRST) {
        return if single { Sort::Place } else { Sort::Body };
    }
    if !single && shouted && reading.analysis.tokens[name.end - 1].case != Case::Upper {
        return Sort::Body;
    }
    let Some(before) = run.whole.start.checked_sub(1) else { return sort };
    let after = run.whole.end;
    // `rapper Kanu Marsh`
    if !single && reading.is(before, Classes::PERSON) && reading.tag(before) == Tag::Nn && !reading.is_capital(before) {
        return Sort::Person;
    }
    // `Tarnbrook Biology`, `Biology`
    let noun = |t: usize| reading.is(t, NOUNS) && !reading.is(t, Classes::SURNAME.or(Classes::FIRST));
    if noun(name.end - 1) && (single || !reading.is(name.start, Classes::FIRST)) {
        return Sort::Body;
    }
    match reading.word(before) {
        // `the Cultural Revolution`, but `the Kim Jong-un era`
        "the" | "The" if single || !reading.tag(after).is_noun() => Sort::Body,
        "in" => Sort::Place,
        // `of Tarnbrook, Md.`
        "of" if reading.word(after) == "," && reading.is(after + 1, Classes::PLACE) => Sort::Place,
        "," if single && is_abbreviated(reading.word(name.start)) => Sort::Place,
        _ => sort,
    }
}

fn is_abbreviated(word: &str) -> bool {
    word.len() > 2 && word.ends_with('.')
}

fn figure_of(Form { run, words, bits, .. }: Form<'_>) -> Figure {
    let sort = match run.kind {
        RunKind::Person => Sort::Person,
        RunKind::Body => Sort::Body,
        RunKind::Place => Sort::Place,
        RunKind::People => Sort::Group,
        RunKind::Office | RunKind::Unknown => Sort::Unknown,
    };
    Figure {
        sort,
        gender: run.gender,
        named: true,
        name: run.name.clone(),
        words,
        bits,
        forms: vec![run.name.clone()],
        roles: Vec::new(),
        owner: None,
        issuer: None,
        members: Vec::new(),
    }
}

fn join(reading: &Reading<'_>, figure: &mut Figure, run: &Run) {
    // `WASHINGTON (AP)`, and `Washington` in what follows.
    if is_shouted(reading, &figure.name) && !is_shouted(reading, &run.name) && words(reading, &run.name) == figure.words
    {
        figure.name = run.name.clone();
    }
    figure.gender = figure.gender.or(run.gender);
    if matches!(figure.sort, Sort::Unknown | Sort::Place) {
        match run.kind {
            RunKind::Person => figure.sort = Sort::Person,
            RunKind::Body => figure.sort = Sort::Body,
            _ => {}
        }
    }
    figure.forms.push(run.name.clone());
}

/// Whether a name of words that are no letters of an acronym is written in capitals.
fn is_shouted(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    const LISTED: Classes = Classes::PLACE.or(Classes::FIRST).or(Classes::SURNAME).or(Classes::COMMON);
    name.clone().all(|t| reading.analysis.tokens[t].case == Case::Upper && reading.is(t, LISTED))
}

/// Figures that a name can stand for: the last so many, so that a list of thousands of names costs no more than it must.
const RECENT: usize = 400;

/// The numbers of these figures.
fn recent(figures: &[Figure]) -> Range<usize> {
    figures.len().saturating_sub(RECENT)..figures.len()
}

/// The figure that the run names. Of several that it can name, the one whom the article introduces first: it says `Clinton`
/// of the candidate, and names the husband in full. Somebody who is named in full far more often goes before. Of bodies the one
/// named last.
fn owner_of(
    reading: &Reading<'_>,
    figures: &[Figure],
    owner: &[Option<usize>],
    r: usize,
    form: &Form<'_>,
) -> Option<usize> {
    let mut best: Option<(Fit, usize)> = None;
    let mut several = false;
    for index in recent(figures) {
        let Some(fit) = fits(reading, &figures[index], form) else { continue };
        match best {
            Some((b, _)) if b == fit => several = true,
            Some((b, _)) if b > fit => {}
            _ => {
                best = Some((fit, index));
                several = false;
            }
        }
    }
    let Some((fit, first)) = best else { return misspelt(reading, figures, form) };
    if !several {
        return Some(first);
    }
    let can = |q: &usize| owner[*q].filter(|&f| fits(reading, &figures[f], form) == Some(fit));
    let near = (0..r).rev().find_map(|q| can(&q)).or_else(|| (r..owner.len()).find_map(|q| can(&q))).unwrap_or(first);
    if fit == Fit::Short {
        return Some(near);
    }
    let fully = |f: usize| figures[f].forms.iter().filter(|name| name.len() > form.run.name.len());
    let introduced = |f: &usize| fully(*f).map(|name| name.start).min();
    let principal = recent(figures).filter(|&f| fits(reading, &figures[f], form) == Some(fit)).min_by_key(introduced);
    principal.filter(|&f| fully(near).count() < OFTEN * fully(f).count()).or(Some(near))
}

/// How many times as often in full somebody has to be named to be meant by the bare surname of two.
const OFTEN: usize = 3;

/// The one person whose surname the run has but for a letter: a slip of the writer, if it is in no list of names.
fn misspelt(reading: &Reading<'_>, figures: &[Figure], form: &Form<'_>) -> Option<usize> {
    const KNOWN: Classes =
        Classes::FIRST.or(Classes::SURNAME).or(Classes::COMMON).or(Classes::PLACE).or(Classes::DEMONYM);
    let (&first, &last) = form.bare.first().zip(form.bare.last())?;
    if !matches!(form.run.kind, RunKind::Person | RunKind::Unknown) || form.bare.len() > 3 {
        return None;
    }
    let meant = |figure: &Figure| {
        let own = figure.name.end - 1;
        matches!(figure.sort, Sort::Person | Sort::Unknown)
            && figure.words.len() > 1
            && (figure.gender.is_none() || form.run.gender.is_none() || figure.gender == form.run.gender)
            && (form.bare.len() == 1 || same_word(reading, figure.name.start, first))
            && !(reading.is(own, KNOWN) && reading.is(last, KNOWN))
            && is_slip(reading.word(own), reading.word(last))
    };
    let mut found = recent(figures).filter(|&f| meant(&figures[f]));
    found.next().filter(|_| found.next().is_none())
}

/// Whether two words of five letters and more are the same but for one letter, not the first.
fn is_slip(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.len() < 5 || long.len() > short.len() + 1 || a.as_bytes()[0] != b.as_bytes()[0] || a == b {
        return false;
    }
    let same = short.bytes().zip(long.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let (short, long) = (&short.as_bytes()[same..], &long.as_bytes()[same..]);
    let rest = if short.len() == long.len() { &short[1.min(short.len())..] } else { short };
    rest.eq_ignore_ascii_case(&long[1.min(long.len())..])
}

/// How well a form of a name fits a figure, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The first name alone.
    FirstName,
    /// The start of a body's name, or its initials.
    Short,
    /// The surname, or the end of a longer name.
    Surname,
    /// First name and surname around initials.
    Person,
    /// Word for word.
    Same,
}

fn fits(reading: &Reading<'_>, figure: &Figure, form: &Form<'_>) -> Option<Fit> {
    let Form { run, words, bare: other, .. } = form;
    let may_be_short = form.is_short && (figure.sort == Sort::Body || form.is_label);
    if !figure.bits.meets(form.bits) && !may_be_short {
        return None;
    }
    if figure.gender.is_some() && run.gender.is_some() && figure.gender != run.gender {
        return None;
    }
    if figure.words == *words {
        return Some(Fit::Same);
    }
    if are_told_apart(reading, &figure.name, &run.name) {
        return None;
    }
    let person = matches!(run.kind, RunKind::Person | RunKind::Unknown | RunKind::Place | RunKind::Body);
    let unaddressed = is_called_by_first_name(reading, run);
    match figure.sort {
        Sort::Person | Sort::Unknown if person && figure.words.len() > words.len() || same_length(figure, words) => {
            let own = bare(reading, &figure.name);
            if other.len() > 1 && own.len() > 1 && same_person(reading, &own, other) {
                return Some(Fit::Person);
            }
            let tail = ends_with(reading, &own, other);
            let place = run.kind == RunKind::Place && other.len() == 1 && figure.sort != Sort::Person;
            let body = run.kind == RunKind::Body && !may_be_surname(reading, run);
            if tail && !place && !body || inner_surname(reading, figure, &own, other) {
                return Some(Fit::Surname);
            }
            let branch =
                |t: &usize| reading.is(*t, Classes::PLACE.or(Classes::DEMONYM)) && figure.name.start > run.name.start;
            if figure.sort == Sort::Unknown
                && starts_with(reading, &own, other)
                && run.kind == RunKind::Unknown
                && !is_surname_before_nouns(reading, &own, other)
                && !own.get(other.len()).is_some_and(branch)
            {
                return Some(Fit::Short);
            }
            let first = other.len() == 1 && own.len() > 1 && reading.hash(own[0]) == reading.hash(other[0]);
            if first && has_surname_first(reading, &figure.name) && run.kind != RunKind::Body {
                return Some(Fit::Surname);
            }
            if form.is_label && own.len() > 1 && is_acronym(reading, &own, run) {
                return Some(Fit::Short);
            }
            let given = |word| unaddressed && reading.is(word, Classes::FIRST) || is_first_alone(reading, run, word);
            (first && (figure.sort == Sort::Person || run.addressed) && given(other[0])).then_some(Fit::FirstName)
        }
        Sort::Body if matches!(run.kind, RunKind::Unknown | RunKind::Body) => {
            let own: Vec<usize> = figure.name.clone().collect();
            let other: Vec<usize> = run.name.clone().collect();
            let later = figure.forms.iter().any(|form| form.start < run.name.start);
            let start = later
                && starts_with(reading, &own, &other)
                && distinctive(reading, &run.name)
                && !is_surname_before_nouns(reading, &own, &other);
            let short = start || later && (is_the_tail(reading, &own, &other) || is_the_head(reading, &own, &other));
            (short || is_acronym(reading, &own, run) || in_brackets(reading, figure, form)).then_some(Fit::Short)
        }
        Sort::Place if is_acronym(reading, &figure.name.clone().collect::<Vec<_>>(), run) => Some(Fit::Short),
        _ => None,
    }
}

/// Whether a single word that would name a body may be somebody's surname: `Mills`, and `MARSH` where a speaker's words follow.
fn may_be_surname(reading: &Reading<'_>, run: &Run) -> bool {
    let word = run.name.start;
    let article = word > 0 && reading.is_word(word - 1, "the");
    let shouted = reading.analysis.tokens[word].case == Case::Upper && reading.word(word).len() > 3;
    run.name.len() == 1 && !article && (shouted || reading.is(word, Classes::SURNAME))
}

/// Whether a name of two words has its surname in front, as in Korea: `Mok Dan-bi`.
pub(crate) fn has_surname_first(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    let joined = |word: &str| word.split_once('-').is_some_and(|(_, second)| second.starts_with(char::is_lowercase));
    name.len() == 2 && joined(reading.word(name.start + 1)) && !reading.is(name.start, Classes::FIRST)
}

/// Whether what stands before the name lets it be a first name: nothing, or `Sir`; not `Mr`, and not `Prince`, whose bearer
/// has no other name.
fn is_called_by_first_name(reading: &Reading<'_>, run: &Run) -> bool {
    let before = |words: &[&str]| {
        run.name.start > run.whole.start && words.iter().any(|w| reading.is_word(run.name.start - 1, w))
    };
    !before(&["prince", "princess", "king", "queen", "pope"]) && (!run.addressed || before(&["sir", "dame", "lady"]))
}

/// A first name that is none in English, or a surname that stands first (`Mr Tong` for `Tong Yung-soo`).
fn is_first_alone(reading: &Reading<'_>, run: &Run, word: usize) -> bool {
    const OTHER: Classes = Classes::FIRST.or(Classes::COMMON).or(Classes::PLACE).or(Classes::DEMONYM);
    let unlisted = !reading.is(word, OTHER) && !reading.is(word, Classes::SURNAME);
    unlisted || run.addressed && !reading.is(word, Classes::FIRST)
}

fn same_length(figure: &Figure, words: &[u32]) -> bool {
    figure.words.len() == words.len() && words.len() > 1
}

/// A name's tokens without initials in the middle and suffixes.
fn bare(reading: &Reading<'_>, name: &Range<usize>) -> Vec<usize> {
    let keep = |&t: &usize| {
        let initial = t > name.start && reading.word(t).trim_end_matches('.').chars().count() == 1;
        !initial && !reading.is(t, Classes::SUFFIX) && reading.word(t) != ","
    };
    name.clone().filter(keep).collect()
}

/// Whether two names are kept apart on purpose: `Jo Marsh Jr.` is not `Jo Marsh`, nor is `Jo R. Marsh` `Jo T.S. Marsh`. A
/// surname alone may be anybody's.
fn are_told_apart(reading: &Reading<'_>, name: &Range<usize>, form: &Range<usize>) -> bool {
    let suffix = |name: &Range<usize>| name.clone().find(|&t| reading.is(t, Classes::SUFFIX)).map(|t| reading.hash(t));
    let initials = |name: &Range<usize>| name.clone().skip(1).find(|&t| is_initials(reading.word(t)));
    let (own, other) = (suffix(name), suffix(form));
    let full = bare(reading, form).len() > 1;
    let unlike = |a: usize, b: usize| {
        !reading.word(a).starts_with(reading.word(b).trim_end_matches('.'))
            && !reading.word(b).starts_with(reading.word(a).trim_end_matches('.'))
    };
    own != other && (full || other.is_some()) || initials(name).zip(initials(form)).is_some_and(|(a, b)| unlike(a, b))
}

/// `J`, `J.`, `H.W.`
fn is_initials(word: &str) -> bool {
    let letters = || word.chars().filter(|&c| c != '.');
    letters().all(char::is_uppercase) && (letters().count() == 1 || word.len() > 2 && word.ends_with('.'))
}

/// The same surname, and first names of which one can stand for the other.
fn same_person(reading: &Reading<'_>, own: &[usize], other: &[usize]) -> bool {
    let (Some(&a), Some(&b)) = (own.first(), other.first()) else { return false };
    let (Some(&y), Some(&z)) = (own.last(), other.last()) else { return false };
    if !same_word(reading, y, z) {
        return false;
    }
    let (first, second) = (reading.word(a).trim_end_matches('.'), reading.word(b).trim_end_matches('.'));
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    same_word(reading, a, b) || initial(first, second) || initial(second, first) || short_for(first, second)
}

/// `Rob` for `Robert`, `Steve` for `Steven`: one is the start of the other, three letters or more.
fn short_for(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let stem = short.trim_end_matches(['e', 'y']);
    stem.len() > 2 && long.len() > short.len() && long.starts_with(stem)
}

fn same_word(reading: &Reading<'_>, a: usize, b: usize) -> bool {
    let (first, second) = (reading.word(a), reading.word(b));
    let ascii = first.is_ascii() && second.is_ascii();
    reading.hash(a) == reading.hash(b) || !ascii && plain(first) == plain(second)
}

/// Lower case without the marks of other alphabets: `Erdoğan`, `Erdogan`.
fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars().flat_map(char::to_lowercase).map(unaccented).collect()
}

fn unaccented(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' | 'į' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ğ' => 'g',
        'ł' => 'l',
        'ś' | 'š' | 'ş' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        _ => c,
    }
}

fn ends_with(reading: &Reading<'_>, own: &[usize], other: &[usize]) -> bool {
    own.len() > other.len()
        && !other.is_empty()
        && own[own.len() - other.len()..].iter().zip(other).all(|(&a, &b)| same_word(reading, a, b))
}

fn starts_with(reading: &Reading<'_>, own: &[usize], other: &[usize]) -> bool {
    own.len() > other.len()
        && !other.is_empty()
        && own.iter().zip(other).all(|(&a, &b)| reading.hash(a) == reading.hash(b))
}

/// `Marsh` for `Marsh Train`: a surname by itself, which a name of common words behind it need not mean.
fn is_surname_before_nouns(reading: &Reading<'_>, own: &[usize], other: &[usize]) -> bool {
    let noun = |&t: &usize| reading.is(t, Classes::COMMON) && !reading.is(t, Classes::SURNAME.or(Classes::BODY_NAME));
    matches!(other, &[word] if reading.is(word, Classes::SURNAME)) && own[1..].iter().all(noun)
}

/// The first of two surnames: `Rossi` for `Ana Rossi Vega`.
fn inner_surname(reading: &Reading<'_>, figure: &Figure, own: &[usize], other: &[usize]) -> bool {
    figure.sort == Sort::Person
        && own.len() > 2
        && other.len() == 1
        && own[1..].iter().any(|&t| same_word(reading, t, other[0]))
}

/// Whether the start of a body's name can stand for the body: it is no place, nation or common word.
fn distinctive(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    let vague = Classes::PLACE.or(Classes::DEMONYM).or(Classes::GRAMMAR);
    let short = name.len() == 1 && reading.is(name.start, vague.or(Classes::BODY_NAME));
    let place = reading.lexicon.is_place(name.clone().map(|t| reading.hash(t)));
    let given = name.len() == 1 && reading.is(name.start, Classes::FIRST);
    !short && !place && !given && !reading.is(name.end - 1, Classes::GRAMMAR)
}

/// `the Commission`: the last word of a body's name, with its article.
fn is_the_tail(reading: &Reading<'_>, own: &[usize], other: &[usize]) -> bool {
    let (Some(&start), Some(&last)) = (other.first(), other.last()) else { return false };
    ends_with(reading, own, other)
        && reading.is(last, Classes::BODY_NAME)
        && start.checked_sub(1).is_some_and(|t| reading.is_word(t, "the"))
}

/// `the Department`: the noun that a body's name has before `of` or `for`, with its article.
fn is_the_head(reading: &Reading<'_>, own: &[usize], other: &[usize]) -> bool {
    let &[word] = other else { return false };
    let of = own.iter().position(|&t| reading.is_word(t, "of") || reading.is_word(t, "for"));
    let head = of.and_then(|of| own.get(of.checked_sub(1)?));
    head.is_some_and(|&head| reading.hash(head) == reading.hash(word))
        && reading.is(word, Classes::BODY_NAME)
        && word.checked_sub(1).is_some_and(|t| reading.is_word(t, "the"))
}

/// Whether the run is the label of a turn: `NG:`, `((NG))`.
fn is_label(reading: &Reading<'_>, run: &Run) -> bool {
    let next = reading.word(run.whole.end);
    let bracketed = next == ")" && run.whole.start > 1 && reading.word(run.whole.start - 2) == "(";
    let first = reading.analysis.sentences[run.sentence].tokens.start == run.whole.start;
    bracketed || first && next == ":"
}

/// Whether the run is made of the initials of the name.
fn is_acronym(reading: &Reading<'_>, own: &[usize], run: &Run) -> bool {
    let token = run.name.start;
    if run.name.len() != 1 || own.len() < 2 || reading.analysis.tokens[token].case != Case::Upper {
        return false;
    }
    let letters = || reading.word(token).chars().filter(|&c| c != '.' && c != '&');
    let capitals = || own.iter().filter(|&&t| reading.is_capital(t)).flat_map(|&t| initials(reading, t));
    let every = || own.iter().filter_map(|&t| reading.word(t).chars().next()).flat_map(char::to_uppercase);
    letters().eq(capitals()) || letters().eq(every())
}

/// The letters that a word gives to an acronym: all of an acronym in the name, else the first.
fn initials<'a>(reading: &Reading<'a>, token: usize) -> std::iter::Take<std::str::Chars<'a>> {
    let word = reading.word(token);
    let upper = reading.analysis.tokens[token].case == Case::Upper;
    word.chars().take(if upper { word.len() } else { 1 })
}

/// Whether the run stands in brackets right after the figure's name, here or where it was first used.
fn in_brackets(reading: &Reading<'_>, figure: &Figure, Form { run, is_short, .. }: &Form<'_>) -> bool {
    if !is_short {
        return false;
    }
    let shorter = reading.word(run.name.start).len() < reading.phrase(figure.name.clone()).len();
    shorter
        && figure.forms.iter().any(|form| {
            reading.word(form.end) == "("
                && reading.hash(form.end + 1) == reading.hash(run.name.start)
                && reading.word(form.end + 2) == ")"
        })
}
