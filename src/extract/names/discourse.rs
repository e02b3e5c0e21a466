//! Reads the article's mentions from first to last and gives each a figure.
//!
//! 1. A name stands for the figure that its run was put to.
//! 2. A description stands for the bearer of the role beside whose name it stands, else for the candidate that the ranker
//!    likes best; one of the candidates is a figure not met before.
//! 3. A pronoun stands for the candidate that the ranker likes best among those that agree with it.

use std::collections::HashMap;
use std::ops::Range;

use super::candidate::{
    Described, Place, Rivals, Seen, Setting, Told, agrees, describe, describe_new, describe_standing, holds, is_called,
    is_called_fully, role_match, standings,
};
use super::figure::{Figure, Role, Sort, WordBits};
use super::phrase::{Determiner, Phrase, PhraseKind, is_aged, kind, phrase};
use super::ranker::{Features, Group, Ranker, softmax};
use super::reading::Reading;
use super::run::{Run, RunKind, run_at};
use super::wording;
use crate::extract::entity::{Gender, MentionKind};
use crate::extract::evidence::Evidence;
use crate::extract::lexicon::Classes;
use crate::extract::tag::Tag;

/// Something in the text that stands for a figure.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Its tokens; for a phrase up to the noun.
    pub tokens: Range<usize>,
    /// What it is.
    pub form: Form,
    /// The attribution that names it as its source.
    pub source: Option<usize>,
}

/// The form of an item.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// A proper name, with the figure it was put to.
    Name(Option<usize>),
    /// A description, with the figure whose role it is by apposition.
    Phrase(Phrase, Option<usize>),
    /// A pronoun.
    Pronoun(Group, Option<Gender>),
}

/// What an item was resolved to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decision {
    /// The figure.
    pub figure: Option<usize>,
    /// Probability among the candidates; 1 where a rule decided.
    pub probability: f32,
    /// How many could be meant; 1 where a rule decided.
    pub candidates: usize,
    /// What decided.
    pub by: Evidence,
}

impl Decision {
    /// Whether the figure is sure enough to be named as the source.
    pub(crate) fn names_somebody(&self) -> bool {
        let guess = matches!(self.by, Evidence::Pronoun | Evidence::PronounLastQuoted | Evidence::PronounLastMentioned);
        self.figure.is_some() && (!guess || self.probability >= LEAST_SURE)
    }

    /// A decision by rule.
    fn sure(figure: Option<usize>, by: Evidence) -> Self {
        Self { figure, probability: 1.0, candidates: 1, by }
    }
}

/// A choice that the ranker made, for learning.
#[derive(Clone, Debug)]
pub struct Choice {
    /// First token of the mention.
    pub token: usize,
    /// The candidates: figure and features.
    pub candidates: Vec<(usize, Features)>,
    /// For a description the name that it gives to a figure not met before, the last candidate.
    pub new: Option<String>,
}

/// Below this probability a description by whose noun nobody is called is that of somebody else.
const LEAST_DESCRIBED: f32 = 0.4;
/// The same for a body, and for one that says how old somebody is, who then has been met before.
const LEAST_KNOWN: f32 = 0.3;
/// Below this probability a source that is a pronoun is more often somebody else than the likeliest one.
const LEAST_SURE: f32 = 0.35;
/// Figures of an article above which only the recent ones are looked at.
const MANY: usize = 300;
/// Figures that count as recent.
const RECENT: usize = 60;

/// The state of reading.
#[derive(Debug)]
pub(crate) struct Discourse<'r, 'a> {
    pub reading: &'r Reading<'a>,
    pub ranker: &'r Ranker,
    pub figures: Vec<Figure>,
    pub seen: Vec<Seen>,
    /// Figures of the attributions so far, the last one last.
    pub speakers: Vec<usize>,
    /// The pronouns so far by token, with their figures.
    pub pronouns: Vec<(usize, usize)>,
    /// How many people named in full have a surname, by its hash.
    pub bearers: HashMap<u32, usize>,
    /// All runs, with the figures they were put to.
    pub runs: &'r [Run],
    /// The figure of each run.
    pub owners: &'r [Option<usize>],
    /// The figures named in the content of each attribution.
    pub named: &'r [Vec<usize>],
    /// The first token of the content of each attribution.
    pub starts: &'r [usize],
    /// The figures mentioned last, at most [`RECENT`] of them, the latest at the end.
    pub recent: Vec<usize>,
    /// The figure of each attribution's source, once it has been met.
    pub sources: HashMap<usize, usize>,
    /// Choices made, if they are wanted.
    pub choices: Option<Vec<Choice>>,
}

impl Discourse<'_, '_> {
    /// The figures to choose among: all of them, or in an article with hundreds the ones mentioned last, so that the work
    /// stays in proportion to the text.
    pub(crate) fn field(&self) -> impl DoubleEndedIterator<Item = usize> + use<'_> {
        let all = self.figures.len() <= MANY;
        let len = if all { self.figures.len() } else { self.recent.len() };
        (0..len).map(move |i| if all { i } else { self.recent[i] })
    }

    /// Resolves the next item.
    pub(crate) fn next(&mut self, item: &Item) -> Decision {
        let decision = match &item.form {
            Form::Name(figure) => {
                Decision { candidates: self.namesakes(item), ..Decision::sure(*figure, Evidence::Name) }
            }
            Form::Phrase(phrase, Some(figure)) => {
                self.rename(*figure, phrase);
                Decision::sure(Some(*figure), Evidence::Apposition)
            }
            Form::Phrase(phrase, None) => self.phrase(item, phrase),
            Form::Pronoun(group, gender) => self.pronoun(item, *group, *gender),
        };
        if let Some(figure) = decision.figure {
            if matches!(item.form, Form::Pronoun(..)) {
                self.pronouns.push((item.tokens.start, figure));
            }
            self.note(item, figure);
        }
        decision
    }

    /// How many people of the article have the surname that stands alone in the item; 1 for any other name.
    fn namesakes(&self, item: &Item) -> usize {
        let alone = item.tokens.len() == 1;
        let bearers = || self.bearers.get(&self.reading.hash(item.tokens.start)).copied();
        if alone { bearers().unwrap_or(1) } else { 1 }
    }

    fn rename(&mut self, figure: usize, phrase: &Phrase) {
        self.figures[figure].gender = self.figures[figure].gender.or(phrase.gender);
    }

    fn phrase(&mut self, item: &Item, phrase: &Phrase) -> Decision {
        let group = group_of(phrase);
        let fresh = phrase.determiner == Determiner::Indefinite || phrase.determiner == Determiner::Bare;
        if reading_another(self.reading, phrase) {
            return self.introduce(phrase);
        }
        if item.source.is_none()
            && (fresh || !matches!(phrase.kind, PhraseKind::Person | PhraseKind::Body | PhraseKind::People))
        {
            return self.introduce(phrase);
        }
        let (owner, issuer) = (self.owner_of(phrase), self.issuer_of(phrase));
        let anonymous = item.source.is_some() && is_anonymous(self.reading, phrase);
        // Nobody calls himself `the mayor`.
        let within = self.reading.content_of(phrase.head).filter(|_| item.source.is_none());
        let speaker = within.and_then(|attribution| self.sources.get(&attribution)).copied();
        let able = |&figure: &usize| {
            let own = self.seen[figure].token > phrase.tokens.start || owner == Some(figure);
            let shared = owner.is_none() || self.figures[figure].named || self.figures[figure].owner == owner;
            let issued = issuer.is_none() || self.figures[figure].issuer == issuer;
            let named = item.source.is_some_and(|a| self.named[a].contains(&figure));
            let hidden = anonymous && self.figures[figure].named;
            !own && !named
                && !hidden
                && speaker != Some(figure)
                && shared
                && issued
                && agrees(&self.figures[figure], &self.seen[figure], self.reading, phrase)
        };
        let able: Vec<usize> = self.field().filter(able).collect();
        if let Some(bearer) = self.sole_bearer(phrase, &able).or_else(|| self.sole_body(phrase, &able)) {
            self.rename(bearer, phrase);
            return Decision { probability: 0.95, ..Decision::sure(Some(bearer), Evidence::Role) };
        }
        let rivals = Rivals::new(self, &able);
        let setting = Setting::new(self, item, group);
        let fits: Vec<usize> = able.iter().map(|&f| role_match(self.reading, &self.figures[f], phrase)).collect();
        let best = fits.iter().copied().max().unwrap_or_default();
        let candidate = |(f, fit)| (f, describe(self, &setting, Some(Described { phrase, fit, best }), &rivals, f));
        let mut candidates: Vec<(usize, Features)> = able.into_iter().zip(fits).map(candidate).collect();
        let new = self.figures.len();
        // `The 48-year-old actor` has been met before.
        let known =
            phrase.determiner == Determiner::Definite && phrase.tokens.clone().any(|t| is_aged(self.reading, t));
        if !known || candidates.is_empty() {
            candidates.push((new, describe_new(self, &setting, phrase, best, &rivals, &candidates)));
        }
        let count = candidates.len();
        let (chosen, probability) = self.choose(item, candidates, Some(phrase));
        let called = self.figures.get(chosen).is_some_and(|figure| is_called(self.reading, figure, phrase));
        let least = if known || phrase.kind == PhraseKind::Body { LEAST_KNOWN } else { LEAST_DESCRIBED };
        let vague = !called && matches!(phrase.kind, PhraseKind::Person | PhraseKind::Body) && probability < least;
        if chosen == new || vague {
            return Decision { probability, candidates: count, ..self.introduce(phrase) };
        }
        self.rename(chosen, phrase);
        let by = if called { Evidence::Role } else { Evidence::Description };
        Decision { figure: Some(chosen), probability, candidates: count, by }
    }

    /// The only one who is called so, wherever that stands: word for word (`The home secretary` and later `Home Secretary Jo
    /// Marsh`), or of those with a name by the noun alone (`the cardinal`, `the drummer`, `Tarnbrook's mayor`).
    fn sole_bearer(&self, phrase: &Phrase, able: &[usize]) -> Option<usize> {
        let reading = self.reading;
        let owned = phrase.determiner == Determiner::Owned && reading.tag(phrase.tokens.start) != Tag::PrpS;
        if phrase.kind != PhraseKind::Person || phrase.determiner != Determiner::Definite && !owned {
            return None;
        }
        let sole = |bears: &dyn Fn(&Figure) -> bool| {
            let mut bearers = able.iter().filter(|&&f| bears(&self.figures[f]));
            bearers.next().filter(|_| bearers.next().is_none()).copied()
        };
        let full = !owned && phrase.modifiers(reading).next().is_some();
        let fully = full.then(|| sole(&|figure| is_called_fully(reading, figure, phrase))).flatten();
        let alone = !owned || reading.is(phrase.head, Classes::TITLE);
        fully.or_else(|| if alone { sole(&|figure| figure.named && holds(reading, figure, phrase)) } else { None })
    }

    /// The only body so far whose name has the noun, or that was called so: `the commission` behind `the Harbour Safety
    /// Commission`, `the group` behind `the brewing group Marsh & Holt`.
    fn sole_body(&self, phrase: &Phrase, able: &[usize]) -> Option<usize> {
        let noun = self.reading.hash(phrase.head);
        let plain = phrase.determiner == Determiner::Definite && phrase.modifiers(self.reading).next().is_none();
        let called = |role: &Role| role.head == noun;
        let bears = |&&f: &&usize| {
            let figure = &self.figures[f];
            figure.named && (figure.words.contains(&noun) || figure.roles.iter().any(called))
        };
        let mut bearers = able.iter().filter(bears);
        let sole = bearers.next().filter(|_| bearers.next().is_none()).copied();
        sole.filter(|&f| {
            plain && phrase.kind == PhraseKind::Body && self.figures[f].sort == Sort::Body && self.seen[f].count > 0
        })
    }

    fn introduce(&mut self, phrase: &Phrase) -> Decision {
        let reading = self.reading;
        let modifiers = phrase.modifiers(reading).map(|t| reading.hash(t)).collect();
        let role = Role { head: reading.hash(phrase.head), modifiers, tokens: phrase.tokens.clone() };
        self.figures.push(Figure {
            sort: sort_of(phrase.kind),
            gender: phrase.gender,
            named: false,
            name: phrase.tokens.clone(),
            words: Vec::new(),
            bits: WordBits::default(),
            forms: Vec::new(),
            roles: vec![role],
            owner: self.owner_of(phrase),
            issuer: self.issuer_of(phrase),
            members: Vec::new(),
        });
        self.seen.push(Seen::default());
        Decision::sure(Some(self.figures.len() - 1), Evidence::Unnamed)
    }

    /// The name of what the phrase introduces.
    fn new_name(&self, phrase: &Phrase) -> String {
        let named = |figure: usize| wording::name(self.reading, self.figures[figure].name.clone());
        match (self.issuer_of(phrase), self.owner_of(phrase).map(|owner| &self.figures[owner])) {
            (Some(issuer), _) => named(issuer),
            (None, Some(owner)) if owner.named => wording::owned(self.reading, owner, phrase.tokens.clone()),
            _ => wording::phrase(self.reading, phrase.tokens.clone()),
        }
    }

    /// The figure behind the pronoun that opens the phrase.
    fn owner_of(&self, phrase: &Phrase) -> Option<usize> {
        self.pronouns.iter().rev().take(4).find(|(token, _)| *token == phrase.tokens.start).map(|(_, figure)| *figure)
    }

    /// The figure that a mention right before the possessive clitic in the phrase stands for: `the judge's statement`.
    fn possessor_of(&self, phrase: &Phrase) -> Option<usize> {
        let clitic = phrase.tokens.clone().rev().find(|&t| self.reading.is_possessive(t))?;
        self.mentioned_before(clitic)
    }

    /// The figure whose last mention ends right before the token, in its sentence.
    fn mentioned_before(&self, token: usize) -> Option<usize> {
        let sentence = self.reading.analysis.sentence_of(token);
        let ends = |f: &usize| {
            let seen = &self.seen[*f];
            seen.count > 0 && seen.token == token && seen.sentence == sentence
        };
        self.field().find(ends)
    }

    /// Whose text it is: `a study by the institute`, `the ministry's statement`, `a union report`.
    fn issuer_of(&self, phrase: &Phrase) -> Option<usize> {
        let reading = self.reading;
        if phrase.kind != PhraseKind::Text || !reading.is(phrase.head, Classes::ISSUED) {
            return None;
        }
        let owner = || self.owner_of(phrase).or_else(|| self.possessor_of(phrase));
        if let Some(figure) = owner().or_else(|| self.released_by(phrase)) {
            return Some(figure);
        }
        let mut from = phrase.head + 1;
        if reading.word(from) == "," {
            from += 1;
        }
        if reading.is(from, Classes::ISSUING) {
            let by = |t: &usize| reading.is_word(*t, "by") || reading.is_word(*t, "from");
            from = (from + 1..from + 4).find(by).unwrap_or(from + 1);
        }
        let behind = ["by", "from"].iter().any(|w| reading.is_word(from, w))
            || from == phrase.head + 1 && reading.is_word(from, "in");
        let first = self.runs.partition_point(|r| r.whole.start < phrase.tokens.start);
        let near = || self.runs[first..].iter().zip(&self.owners[first..]).take(4);
        let is_issuer = |run: &Run, within: bool| {
            let inner = |t: usize| reading.tag(t).is_noun() || matches!(reading.tag(t), Tag::Dt | Tag::Jj);
            let close = run.whole.start > from && run.whole.start <= from + 4;
            let after =
                behind && close && (from + 1..run.whole.start).all(inner) && !reading.is_possessive(run.whole.end);
            // `the Mexican government` is no name of its own.
            let national = reading.is(run.whole.end - 1, Classes::DEMONYM);
            let body = matches!(run.kind, RunKind::Body | RunKind::Unknown) && !national;
            let nation = run.kind == RunKind::Place && run.whole.end == phrase.head;
            let author = body || run.kind == RunKind::Person && !reading.is_word(from, "in");
            if within { body && run.whole.end <= phrase.head || nation } else { after && author }
        };
        // `a Council report by Jo Marsh` is hers.
        let found =
            near().find(|(run, _)| is_issuer(run, false)).or_else(|| near().find(|(run, _)| is_issuer(run, true)));
        found.and_then(|(_, figure)| *figure)
    }

    /// Who released the text, where it is the object of a verb that says so: `the firm issued a statement`.
    fn released_by(&self, phrase: &Phrase) -> Option<usize> {
        let reading = self.reading;
        let verb = phrase.tokens.start.checked_sub(1)?;
        let verb = if reading.is_word(verb, "out") { verb.checked_sub(1)? } else { verb };
        let released = reading.is(verb, Classes::ISSUING) || reading.is_word(verb, "put");
        if !released || !reading.tag(verb).is_verb() || reading.tag(verb) == Tag::Vbg {
            return None;
        }
        self.mentioned_before(verb - usize::from(reading.tag(verb.checked_sub(1)?).is_finite()))
    }

    /// What `who`, `which` or `that` refers to: whoever or whatever stands right before it, else the one mentioned last in the
    /// same sentence.
    fn relative(&mut self, token: usize) -> Decision {
        let reading = self.reading;
        let sentence = reading.analysis.sentence_of(token);
        let start = reading.analysis.sentences[sentence].tokens.start;
        let near = self.field().filter(|&f| self.seen[f].count > 0 && self.seen[f].sentence == sentence);
        let who = reading.is_word(token, "who") || reading.is_word(token, "whom");
        let agrees = |f: usize| match self.figures[f].sort {
            Sort::Person => who,
            Sort::Group | Sort::Unknown => true,
            Sort::Body | Sort::Place | Sort::Text => !who,
        };
        let last = near.filter(|&f| self.seen[f].token <= token && agrees(f)).max_by_key(|&f| self.seen[f].token);
        let outer = |t: &usize| !matches!(reading.tag(*t), Tag::Comma | Tag::Quote | Tag::Bracket | Tag::Colon);
        let noun = (start..token).rev().find(outer).filter(|&t| reading.is_noun(t));
        if let Some(noun) = noun.filter(|&noun| who && !self.is_somebody(noun)) {
            return self.outer_antecedent(noun, start, sentence);
        }
        let stands_right_before = |f: usize| noun.is_none_or(|noun| self.seen[f].token > noun);
        match (last, noun) {
            (Some(figure), _) if stands_right_before(figure) => {
                Decision { probability: 0.8, ..Decision::sure(Some(figure), Evidence::Relative) }
            }
            // `a law that says`, but nobody speaks in `a turn that tells`.
            (_, Some(noun)) if kind(reading, noun) == PhraseKind::Thing && !self.is_somebody(noun) => {
                Decision { probability: 0.0, ..Decision::sure(None, Evidence::Unresolved) }
            }
            (_, Some(noun)) => {
                let decision = self.introduce(&phrase(reading, noun, start, sentence));
                Decision { probability: 0.6, by: Evidence::Relative, ..decision }
            }
            _ => Decision { probability: 0.4, ..Decision::sure(last, Evidence::Relative) },
        }
    }

    /// Whether the noun can be the antecedent of `who`: people, or a name that may be somebody's.
    fn is_somebody(&self, noun: usize) -> bool {
        let reading = self.reading;
        if let Some(r) = run_at(self.runs, noun) {
            return !matches!(self.runs[r].kind, RunKind::Body | RunKind::Place);
        }
        let counted = noun > 0 && reading.tag(noun - 1) == Tag::Cd;
        let people = matches!(kind(reading, noun), PhraseKind::Person | PhraseKind::People);
        people || counted || is_agent(reading.word(noun))
    }

    /// Of the nouns before `noun`, which is the end of what belongs to them, the first that `who` can refer to: `voters in
    /// the Southern states who`; nobody where there is none.
    fn outer_antecedent(&mut self, noun: usize, start: usize, sentence: usize) -> Decision {
        let reading = self.reading;
        let inner = |t: usize| {
            matches!(reading.tag(t), Tag::Dt | Tag::Jj | Tag::Cd | Tag::Pos | Tag::PrpS | Tag::In)
                || reading.tag(t).is_noun()
        };
        let outer = (start..noun).rev().take_while(|&t| inner(t));
        let heads = outer.filter(|&t| reading.is_noun(t) && reading.tag(t + 1) == Tag::In);
        let Some(head) = heads.into_iter().find(|&t| self.is_somebody(t)) else {
            return Decision { probability: 0.0, ..Decision::sure(None, Evidence::Unresolved) };
        };
        let decision = match run_at(self.runs, head).and_then(|r| self.owners[r]) {
            Some(figure) => Decision::sure(Some(figure), Evidence::Relative),
            None => self.introduce(&phrase(reading, head, start, sentence)),
        };
        Decision { probability: 0.6, by: Evidence::Relative, ..decision }
    }

    fn pronoun(&mut self, item: &Item, group: Group, gender: Option<Gender>) -> Decision {
        if group == Group::Relative {
            return self.relative(item.tokens.start);
        }
        if let Some(subject) = self.subject_behind(item, group, gender) {
            return Decision::sure(Some(subject), Evidence::Pronoun);
        }
        let able = |&figure: &usize| {
            let named = group == Group::Personal && item.source.is_some_and(|a| self.named[a].contains(&figure));
            let inner = group == Group::They && self.seen[figure].inner;
            !named
                && !inner
                && !self.is_a_word(&self.figures[figure])
                && self.seen[figure].count > 0
                && answers(&self.figures[figure], group, gender)
        };
        let able: Vec<usize> = self.field().filter(able).collect();
        let rivals = Rivals::new(self, &able);
        let count = able.len();
        let standings = standings(self, &able);
        let setting = Setting::new(self, item, group);
        let candidate = |(f, standing)| {
            let mut features = describe(self, &setting, None, &rivals, f);
            describe_standing(self, &setting, f, standing, count, &mut features);
            (f, features)
        };
        let candidates: Vec<(usize, Features)> = able.into_iter().zip(standings).map(candidate).collect();
        if candidates.is_empty() {
            return Decision { figure: None, probability: 0.0, candidates: 0, by: Evidence::Unresolved };
        }
        let last_mentioned = candidates.iter().map(|c| c.0).max_by_key(|&figure| self.seen[figure].token);
        let (chosen, probability) = self.choose(item, candidates, None);
        // What is only guessed must not keep the next pronoun from the right one.
        if group == Group::Personal && probability >= SURE {
            let figure = &mut self.figures[chosen];
            figure.gender = figure.gender.or(gender);
            if figure.sort == Sort::Unknown {
                figure.sort = Sort::Person;
            }
        }
        let by = if self.speakers.last() == Some(&chosen) {
            Evidence::PronounLastQuoted
        } else if last_mentioned == Some(chosen) {
            Evidence::PronounLastMentioned
        } else {
            Evidence::Pronoun
        };
        Decision { figure: Some(chosen), probability, candidates: count, by }
    }

    /// Whether what seems to be a name is a word with a capital that stands for nobody by itself: `Manga`, the `Italian` of `the
    /// Italian and the French minister`.
    fn is_a_word(&self, figure: &Figure) -> bool {
        let is = |classes: Classes| self.reading.is(figure.name.start, classes);
        let person = Classes::FIRST.or(Classes::SURNAME).or(Classes::PERSON).or(Classes::TITLE);
        let is_common = figure.sort == Sort::Unknown && is(Classes::COMMON);
        figure.words.len() == 1 && (is_common || is(Classes::DEMONYM) && !is(Classes::DEMONYMS)) && !is(person)
    }

    /// Who is named right behind the adverbial at the start of the sentence that the pronoun stands in: `According to his agent,
    /// Marsh has left`.
    fn subject_behind(&self, item: &Item, group: Group, gender: Option<Gender>) -> Option<usize> {
        const FURTHEST: usize = 8;
        let reading = self.reading;
        let token = item.tokens.start;
        let start = reading.analysis.sentences[reading.analysis.sentence_of(token)].tokens.start;
        let fronted = reading.tag(start) == Tag::In || reading.is_word(start, "according");
        if !fronted || group != Group::Personal || reading.tag(token) != Tag::PrpS || token > start + FURTHEST {
            return None;
        }
        let comma = (token + 1..token + FURTHEST).find(|&t| !reading.tag(t).is_noun() && reading.tag(t) != Tag::Jj)?;
        let r = run_at(self.runs, comma + 1).filter(|&r| self.runs[r].whole.start == comma + 1)?;
        let subject = reading.word(comma) == "," && reading.tag(self.runs[r].whole.end).is_finite();
        self.owners[r].filter(|&f| subject && answers(&self.figures[f], group, gender))
    }

    fn choose(&mut self, item: &Item, candidates: Vec<(usize, Features)>, phrase: Option<&Phrase>) -> (usize, f32) {
        let scores: Vec<f32> = candidates.iter().map(|(_, features)| self.ranker.score(features)).collect();
        let probabilities = softmax(&scores);
        let mut best = 0;
        for i in 1..scores.len() {
            if scores[i] > scores[best] {
                best = i;
            }
        }
        let chosen = candidates[best].0;
        if self.choices.is_some() && item.source.is_some() {
            let new = phrase.map(|phrase| self.new_name(phrase));
            let choice = Choice { token: item.tokens.start, candidates, new };
            self.choices.as_mut().into_iter().for_each(|choices| choices.push(choice.clone()));
        }
        (chosen, probabilities[best])
    }

    /// Notes that the item stands for the figure.
    fn note(&mut self, item: &Item, figure: usize) {
        let reading = self.reading;
        let sentence = reading.analysis.sentence_of(item.tokens.start);
        let range = &reading.analysis.sentences[sentence].tokens;
        let said = reading.speaker_of(item.tokens.start);
        if self.figures.len() > MANY / 2 {
            self.recent.retain(|&f| f != figure);
            self.recent.push(figure);
            if self.recent.len() > RECENT {
                self.recent.remove(0);
            }
        }
        let place = Place::of(reading, &item.tokens, range.start);
        let initial = item.tokens.start <= range.start + 1;
        let inner = tells_people(reading, item.tokens.start);
        let told = Told { token: item.tokens.end, sentence, place, initial };
        let seen = &mut self.seen[figure];
        seen.count += 1;
        if reading.content_of(item.tokens.start).is_none() {
            seen.told = Some(told);
        }
        if said.is_some() && seen.count > 1 {
            return;
        }
        seen.token = item.tokens.end;
        seen.sentence = sentence;
        seen.block = reading.analysis.sentences[sentence].block;
        seen.place = place;
        seen.inner = inner;
        seen.initial = initial;
        seen.form = match item.form {
            Form::Name(_) => MentionKind::Name,
            Form::Phrase(..) => MentionKind::Nominal,
            Form::Pronoun(..) => MentionKind::Pronoun,
        };
        if let Form::Phrase(phrase, _) = &item.form {
            seen.called = reading.hash(phrase.head);
            if reading.is(phrase.head, Classes::TITLE) {
                seen.office = Some(seen.called);
            }
        }
        seen.said = said.is_some();
        if item.source.is_some() {
            seen.spoke = Some(self.speakers.len());
            self.speakers.push(figure);
        }
        if let Some(attribution) = item.source {
            self.sources.insert(attribution, figure);
        }
    }
}

/// Whether the word has the ending of those who do something: `fencer`, `birthers`, `lobbyist`.
fn is_agent(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    ["er", "or", "ist", "ian", "ee", "ant"].iter().any(|ending| singular.ends_with(ending))
}

/// Whether what starts here stands behind a noun for people and a preposition.
fn tells_people(reading: &Reading<'_>, start: usize) -> bool {
    let article = usize::from(start > 0 && reading.tag(start - 1) == Tag::Dt);
    let noun = start.checked_sub(article + 2);
    noun.is_some_and(|noun| reading.tag(noun + 1) == Tag::In && reading.is(noun, Classes::PEOPLE))
}

/// Whether the sentence says behind a description that its bearer stays without a name: `an aide who asked not to be named`.
fn is_anonymous(reading: &Reading<'_>, phrase: &Phrase) -> bool {
    const SAYING: [&str; 4] = ["anonymity", "anonymous", "anonymously", "unnamed"];
    const NAMING: [&str; 3] = ["identified", "named", "quoted"];
    const FURTHEST: usize = 40;
    let end = reading.analysis.sentences[phrase.sentence].tokens.end;
    let outer = |t: &usize| reading.content_of(*t).is_none();
    (phrase.tokens.start..end).take(FURTHEST).filter(outer).any(|t| {
        let is = |word: &&str| reading.is_word(t, word);
        SAYING.iter().any(is) || NAMING.iter().any(is) && t > 0 && reading.is_word(t - 1, "be")
    })
}

/// `another source`: never one met before.
fn reading_another(reading: &Reading<'_>, phrase: &Phrase) -> bool {
    reading.is_word(phrase.tokens.start, "another")
}

fn group_of(phrase: &Phrase) -> Group {
    match (phrase.kind, phrase.determiner) {
        (PhraseKind::Person, Determiner::Definite) => Group::DefinitePerson,
        (PhraseKind::Person, Determiner::Owned) => Group::OwnedPerson,
        (PhraseKind::Person, _) => Group::OtherPerson,
        (PhraseKind::People | PhraseKind::Bodies, Determiner::Definite) => Group::DefinitePeople,
        (PhraseKind::People | PhraseKind::Bodies, _) => Group::OtherPeople,
        (PhraseKind::Body, Determiner::Definite) => Group::DefiniteBody,
        (PhraseKind::Body, _) => Group::OtherBody,
        (PhraseKind::Text, _) => Group::Text,
        (PhraseKind::Thing, _) => Group::Thing,
    }
}

fn sort_of(kind: PhraseKind) -> Sort {
    match kind {
        PhraseKind::Person => Sort::Person,
        PhraseKind::People | PhraseKind::Bodies => Sort::Group,
        PhraseKind::Body => Sort::Body,
        PhraseKind::Text | PhraseKind::Thing => Sort::Text,
    }
}

/// How likely it has to be that a pronoun stands for a figure for it to tell whether that is a man or a woman.
const SURE: f32 = 0.7;

/// Whether a pronoun can stand for the figure.
fn answers(figure: &Figure, group: Group, gender: Option<Gender>) -> bool {
    match group {
        Group::Personal => {
            matches!(figure.sort, Sort::Person | Sort::Unknown)
                && (figure.gender.is_none() || gender.is_none() || figure.gender == gender)
        }
        Group::It => matches!(figure.sort, Sort::Body | Sort::Place | Sort::Text | Sort::Unknown),
        Group::They => !matches!(figure.sort, Sort::Text | Sort::Person),
        _ => true,
    }
}
