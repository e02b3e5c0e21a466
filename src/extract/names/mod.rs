//! Who said it: from found attributions to the entities of the article and the one each attribution belongs to.
//!
//! 1. `run`: proper names, cut into titles and name. `phrase`: descriptions around common nouns.
//! 2. `figure`: names that stand for one figure are put together; `role`: what the article calls it besides.
//! 3. `source`: what, inside the words of a source, stands for it.
//! 4. `discourse`: the mentions from first to last, pronouns and descriptions resolved by a learned `ranker` over
//!    `candidate`s.
//! 5. Attributions without a source of their own take that of the one they carry on from.

mod candidate;
mod discourse;
mod figure;
mod phrase;
pub mod ranker;
mod reading;
mod role;
mod run;
mod source;
mod wording;

use std::collections::HashMap;
use std::ops::Range;

use self::candidate::{Place, Seen};
pub use self::discourse::Choice;
use self::discourse::{Decision, Discourse, Form, Item};
use self::figure::{Figure, Sort};
use self::phrase::Phrase;
use self::ranker::{Group, Ranker};
use self::reading::Reading;
use self::run::{Run, RunKind};
use self::source::Head;
use super::analysis::Analysis;
use super::entity::{Entity, EntityId, EntityKind, Mention, MentionKind};
use super::evidence::Evidence;
use super::find::Found;
use super::lexicon::Classes;
use super::tag::Tag;
use crate::text::Case;

/// Whom an attribution belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The entity; `None` where it cannot be known.
    pub entity: Option<EntityId>,
    /// The form of the mention that stands for the source; `None` where there is none.
    pub mention: Option<MentionKind>,
    /// How sure the choice of the entity is, 0 to 1, given that the source is right.
    pub score: f32,
    /// How many could be meant; 1 where a rule decided.
    pub candidates: usize,
    /// What decided.
    pub evidence: Vec<Evidence>,
}

/// Entities, mentions, and for each attribution whom it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The entities of the article; an id is an index here.
    pub entities: Vec<Entity>,
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// One for each attribution.
    pub resolutions: Vec<Resolution>,
}

/// What the ranker was asked, for learning.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Its choices for sources, in order.
    pub choices: Vec<Choice>,
    /// The name of each figure, by the numbers that the candidates have.
    pub names: Vec<String>,
}

/// Resolves the sources of `found` to entities of the article.
pub fn resolve(analysis: &Analysis<'_>, found: &[Found], ranker: &Ranker) -> Resolved {
    resolve_and_log(analysis, found, ranker, false).0
}

/// As [`resolve`]; gives also the choices that the ranker made for sources, with the entity of each candidate.
pub fn resolve_and_log(analysis: &Analysis<'_>, found: &[Found], ranker: &Ranker, log: bool) -> (Resolved, Log) {
    let reading = Reading::new(analysis, found);
    let runs = run::runs(&reading);
    let (mut figures, owner) = figure::gather(&reading, &runs);
    let phrases = phrase::phrases(&reading, &runs);
    let bearer = role::attach(&reading, &runs, &owner, &phrases, &mut figures);
    let heads: Vec<Head> =
        found.iter().map(|f| f.source.map_or(Head::Nothing, |span| source::head(&reading, &runs, span))).collect();
    let items = items(&reading, &runs, &owner, phrases, &bearer, &heads, &mut figures);
    let named = named_in_contents(&reading, &runs, &owner, found);
    let first = |f: &Found| f.content.first().map_or(usize::MAX, |span| analysis.tokens_of(*span).start);
    let starts: Vec<usize> = found.iter().map(first).collect();
    let seen = vec![Seen::default(); figures.len()];
    let choices = log.then(Vec::new);
    let mut discourse = Discourse {
        reading: &reading,
        ranker,
        pronouns: Vec::new(),
        recent: Vec::new(),
        bearers: bearers(&figures),
        runs: &runs,
        owners: &owner,
        named: &named,
        starts: &starts,
        figures,
        seen,
        speakers: Vec::new(),
        sources: HashMap::new(),
        choices,
    };
    let decisions: Vec<Decision> = items.iter().map(|item| discourse.next(item)).collect();
    let choices = discourse.choices.take().unwrap_or_default();
    let figures = discourse.figures;
    let names = if log {
        figures.iter().map(|f| entity(&reading, &figures, f.issuer.map_or(f, |i| &figures[i])).name).collect()
    } else {
        Vec::new()
    };
    let sources = settle(&reading, found, &heads, &runs, &items, &decisions, &figures);
    (report(&reading, &figures, &items, &decisions, sources, &heads), Log { choices, names })
}

/// How many people named in full have a surname, by its hash.
fn bearers(figures: &[Figure]) -> HashMap<u32, usize> {
    let mut bearers = HashMap::new();
    for figure in figures.iter().filter(|f| matches!(f.sort, Sort::Person | Sort::Unknown) && f.words.len() > 1) {
        if let Some(&surname) = figure.words.last() {
            *bearers.entry(surname).or_default() += 1;
        }
    }
    bearers
}

/// Things said by one mention that are looked at together.
const MOST_SAID: usize = 3;

/// The figures that each attribution's content names: they are not the `he` or the minister who says it.
fn named_in_contents(reading: &Reading<'_>, runs: &[Run], owner: &[Option<usize>], found: &[Found]) -> Vec<Vec<usize>> {
    let mut named = vec![Vec::new(); found.len()];
    for (run, figure) in runs.iter().zip(owner) {
        if let (Some(attribution), Some(figure)) = (reading.content_of(run.name.start), figure) {
            named[attribution].push(*figure);
        }
    }
    // One mention may be the source of several: `the mayor said A and denied B`.
    for i in (1..found.len()).rev() {
        let same = |&j: &usize| found[i].source.is_some() && found[j].source == found[i].source;
        for j in (i.saturating_sub(MOST_SAID)..i).rev().take_while(same) {
            let before = named[j].clone();
            named[i].extend(before);
        }
    }
    named
}

/// All mentions in text order; sources are marked.
fn items(
    reading: &Reading<'_>,
    runs: &[Run],
    owner: &[Option<usize>],
    phrases: Vec<Phrase>,
    bearer: &[Option<usize>],
    heads: &[Head],
    figures: &mut Vec<Figure>,
) -> Vec<Item> {
    // In stretches of the text, so that putting one in does not move all that follow.
    let mut stretches: Vec<Vec<Item>> = vec![Vec::new(); reading.analysis.tokens.len() / STRETCH + 1];
    let mut put = |tokens: Range<usize>, form: Form| {
        let item = Item { tokens, form, source: None };
        stretches[key(&item) / STRETCH].push(item);
    };
    for (run, &figure) in runs.iter().zip(owner).filter(|(run, _)| run.kind != RunKind::Office) {
        put(run.name.clone(), Form::Name(figure));
    }
    for (phrase, &figure) in phrases.into_iter().zip(bearer) {
        put(phrase.tokens.clone(), Form::Phrase(phrase, figure));
    }
    for token in 0..reading.analysis.tokens.len() {
        if let Some(Head::Pronoun(_, Group::Personal, gender)) = source::pronoun(reading, token)
            && reading.speaker_of(token).is_none()
        {
            put(token..token + 1, Form::Pronoun(Group::Personal, gender));
        }
    }
    for items in &mut stretches {
        items.sort_by_key(key);
    }
    for (attribution, head) in heads.iter().enumerate() {
        mark(reading, runs, owner, head, attribution, &mut stretches, figures);
    }
    let mut items = Vec::with_capacity(stretches.iter().map(Vec::len).sum());
    items.extend(stretches.into_iter().flatten());
    items
}

/// Tokens of a stretch of items.
const STRETCH: usize = 1000;

/// Items stand in the order of their last tokens.
fn key(item: &Item) -> usize {
    item.tokens.end
}

/// Marks the item of a source, or puts it in where there is none yet.
fn mark(
    reading: &Reading<'_>,
    runs: &[Run],
    owner: &[Option<usize>],
    head: &Head,
    attribution: usize,
    stretches: &mut [Vec<Item>],
    figures: &mut Vec<Figure>,
) {
    let new = match head {
        Head::Names(names) if names.len() > 1 => {
            let members = names.iter().map(|&r| owner[r].unwrap_or_else(|| figure::lookup(reading, figures, &runs[r])));
            let members = members.collect();
            let figure = figure::together(figures, members);
            Item { tokens: several(runs, names), form: Form::Name(Some(figure)), source: Some(attribution) }
        }
        Head::Names(names) => {
            let Some(run) = names.first().map(|&r| &runs[r]) else { return };
            let end = run.name.end;
            let items = &mut stretches[end / STRETCH];
            let from = items.partition_point(|i| key(i) < end);
            let mut same_end = items[from..].iter_mut().take_while(|i| key(i) == end);
            if let Some(item) = same_end.find(|i| matches!(i.form, Form::Name(_))) {
                item.source = Some(attribution);
                if matches!(item.form, Form::Name(None)) {
                    item.form = Form::Name(Some(figure::lookup(reading, figures, run)));
                }
            }
            return;
        }
        Head::Part(run) => {
            let figure = figure::lookup(reading, figures, run);
            Item { tokens: run.name.clone(), form: Form::Name(Some(figure)), source: Some(attribution) }
        }
        Head::Phrase(phrase) => {
            Item { tokens: phrase.tokens.clone(), form: Form::Phrase(phrase.clone(), None), source: Some(attribution) }
        }
        Head::Pronoun(token, group, gender) => {
            Item { tokens: *token..token + 1, form: Form::Pronoun(*group, *gender), source: Some(attribution) }
        }
        Head::FirstPerson(_) | Head::Nothing => return,
    };
    let items = &mut stretches[key(&new) / STRETCH];
    let at = items.partition_point(|i| key(i) < new.tokens.end);
    let same = |i: &&mut Item| {
        i.tokens.end == new.tokens.end
            && std::mem::discriminant(&i.form) == std::mem::discriminant(&new.form)
            && (i.tokens == new.tokens || !matches!(head, Head::Names(_)))
    };
    if let Some(item) = items[at..].iter_mut().take(3).find(same) {
        item.source = Some(attribution);
        item.tokens = new.tokens;
        item.form = match (new.form, &item.form) {
            (Form::Phrase(phrase, None), Form::Phrase(_, bearer)) => Form::Phrase(phrase, *bearer),
            (form, _) => form,
        };
    } else {
        let at = items.partition_point(|i| key(i) <= new.tokens.end);
        items.insert(at, new);
    }
}

/// From the first of several names to the last.
fn several(runs: &[Run], names: &[usize]) -> Range<usize> {
    let ends = names.first().zip(names.last());
    ends.map_or(0..0, |(&first, &last)| runs[first].name.start..runs[last].name.end)
}

/// The figure of one attribution and what decided.
#[derive(Clone, Debug)]
struct Settled {
    figure: Option<usize>,
    score: f32,
    candidates: usize,
    by: Vec<Evidence>,
}

impl Settled {
    fn unknown() -> Self {
        Self { figure: None, score: 0.0, candidates: 0, by: vec![Evidence::NoSource] }
    }
}

/// The figure of each attribution.
fn settle(
    reading: &Reading<'_>,
    found: &[Found],
    heads: &[Head],
    runs: &[Run],
    items: &[Item],
    decisions: &[Decision],
    figures: &[Figure],
) -> Vec<Settled> {
    let decision_at = |end: usize, name: bool| {
        let at = items.partition_point(|i| key(i) < end);
        items[at..]
            .iter()
            .zip(&decisions[at..])
            .take_while(|(i, _)| key(i) == end)
            .find(|(i, _)| matches!(i.form, Form::Name(_)) == name)
            .map(|(_, d)| d)
    };
    let together = |tokens: Range<usize>| {
        let at = items.iter().zip(decisions).skip(items.partition_point(|i| key(i) < tokens.end));
        at.take_while(|(i, _)| key(i) == tokens.end).find(|(i, _)| i.tokens == tokens).map(|(_, d)| d)
    };
    let settled = |decision: Option<&Decision>| {
        decision.map_or_else(Settled::unknown, |d| Settled {
            figure: d.figure.filter(|_| d.names_somebody()),
            score: d.probability,
            candidates: d.candidates,
            by: vec![if d.names_somebody() { d.by } else { Evidence::Unresolved }],
        })
    };
    let mut all: Vec<Settled> = heads
        .iter()
        .map(|head| match head {
            Head::Names(names) if names.len() > 1 => {
                Settled { by: vec![Evidence::Name, Evidence::Together], ..settled(together(several(runs, names))) }
            }
            Head::Names(names) => {
                let named = |&r: &usize| decision_at(runs[r].name.end, true).filter(|d| d.figure.is_some());
                let (figure, candidates) = names.iter().find_map(named).map_or((None, 1), |d| (d.figure, d.candidates));
                Settled { figure, score: 1.0, candidates, by: vec![Evidence::Name] }
            }
            Head::Part(run) => settled(decision_at(run.name.end, true)),
            Head::Phrase(phrase) => settled(decision_at(phrase.tokens.end, false)),
            Head::Pronoun(token, ..) => settled(decision_at(token + 1, false)),
            Head::FirstPerson(_) | Head::Nothing => Settled::unknown(),
        })
        .collect();
    for i in 0..found.len() {
        if found[i].source.is_none()
            && let Some(decision) = found[i].cue_token.and_then(|cue| shared_subject(reading, items, cue))
        {
            all[i] = Settled { by: vec![Evidence::SharedSubject], ..settled(decisions.get(decision)) };
            continue;
        }
        if turn_start(reading, &found[i], QUESTION).is_some() {
            all[i] = Settled::unknown();
            continue;
        }
        let answer = turn_start(reading, &found[i], ANSWER);
        let guest = answer.and_then(|turn| guest(figures, items, decisions, turn));
        if let Some(figure) = guest {
            all[i] = Settled { figure: Some(figure), score: 0.8, candidates: 1, by: vec![Evidence::Guest] };
            continue;
        }
        let earlier = match &heads[i] {
            Head::FirstPerson(token) => {
                reading.speaker_of(*token).filter(|&s| s != i).map(|s| (s, Evidence::FirstPerson))
            }
            Head::Nothing
                if found[i].source.is_none() && (found[i].cue.is_none() || opens_sentence(reading, &found[i])) =>
            {
                carried_from(reading, found, i).map(|s| (s, Evidence::CarriesOn))
            }
            _ => None,
        };
        if let Some(from) = earlier.and_then(|(s, _)| all.get(s)).cloned() {
            let by = earlier.map_or(Evidence::NoSource, |(_, by)| by);
            let again = from.by.last() == Some(&by);
            all[i] = Settled { by: from.by.iter().copied().chain((!again).then_some(by)).collect(), ..from };
        }
    }
    all
}

/// Labels of the turns of somebody who asks, and of somebody who answers.
const QUESTION: [&str; 3] = ["Q", "Q.", "Question"];
const ANSWER: [&str; 3] = ["A", "A.", "Answer"];

/// Where the paragraph starts of which the attribution is all, if it opens with one of these labels.
fn turn_start(reading: &Reading<'_>, found: &Found, labels: [&str; 3]) -> Option<usize> {
    let first = reading.analysis.tokens_of(*found.content.first()?).start;
    let block = reading.analysis.sentences.get(reading.analysis.sentence_of(first))?.block;
    let start = reading.analysis.blocks[block].tokens.start;
    let labelled = labels.contains(&reading.word(start)) && reading.word(start + 1) == ":";
    (found.source.is_none() && labelled && first <= start + 3).then_some(start)
}

/// The only person named in full before the token.
fn guest(figures: &[Figure], items: &[Item], decisions: &[Decision], token: usize) -> Option<usize> {
    let before = items.iter().zip(decisions).take_while(|(item, _)| key(item) <= token);
    let named =
        before.filter(|(item, _)| matches!(item.form, Form::Name(_))).filter_map(|(_, decision)| decision.figure);
    let mut people = named.filter(|&f| figures[f].sort == Sort::Person && figures[f].words.len() > 1);
    let first = people.next()?;
    people.all(|other| other == first).then_some(first)
}

/// The item that a verb without a subject of its own has for one, the first in its sentence: `The firms denied it, but said`,
/// `She left, adding`.
fn shared_subject(reading: &Reading<'_>, items: &[Item], cue: usize) -> Option<usize> {
    let sentence = &reading.analysis.sentences[reading.analysis.sentence_of(cue)].tokens;
    let before = (sentence.start..cue).rev().find(|&t| reading.tag(t) != Tag::Rb)?;
    let joined = match reading.tag(cue) {
        Tag::Vbg => !matches!(reading.tag(before), Tag::In | Tag::To),
        tag if tag.is_finite() => matches!(reading.tag(before), Tag::Cc | Tag::Comma),
        _ => false,
    };
    let within = items.partition_point(|i| key(i) <= sentence.start)..items.partition_point(|i| key(i) <= cue);
    let subject = |i: &usize| {
        let tokens = &items[*i].tokens;
        reading.speaker_of(tokens.start).is_none() && Place::of(reading, tokens, sentence.start) == Place::Subject
    };
    if joined { within.into_iter().find(subject) } else { None }
}

/// Whether the cue is a participle that opens a sentence in which nobody is named: `Adding: "..."`.
fn opens_sentence(reading: &Reading<'_>, found: &Found) -> bool {
    let Some(cue) = found.cue_token.filter(|&cue| reading.tag(cue) == Tag::Vbg) else { return false };
    let sentence = &reading.analysis.sentences[reading.analysis.sentence_of(cue)].tokens;
    let outside = |t: &usize| reading.content_of(*t).is_none();
    cue == sentence.start && !sentence.clone().filter(outside).any(|t| reading.tag(t).is_finite())
}

fn mention_kind(head: &Head) -> Option<MentionKind> {
    match head {
        Head::Names(_) | Head::Part(_) => Some(MentionKind::Name),
        Head::Phrase(_) => Some(MentionKind::Nominal),
        Head::Pronoun(..) | Head::FirstPerson(_) => Some(MentionKind::Pronoun),
        Head::Nothing => None,
    }
}

/// The earlier attribution whose speaker goes on in a quotation without a cue: the last one, questions between apart, if it is
/// near.
fn carried_from(reading: &Reading<'_>, found: &[Found], index: usize) -> Option<usize> {
    let block = |i: usize| {
        let token = reading.analysis.tokens_of(*found[i].content.first()?).start;
        reading.analysis.sentences.get(reading.analysis.sentence_of(token)).map(|s| s.block)
    };
    let earlier = (0..index).rev().find(|&i| turn_start(reading, &found[i], QUESTION).is_none())?;
    let questions = index - earlier - 1;
    (block(index)? <= block(earlier)? + 2 + questions).then_some(earlier)
}

/// Figures as entities, in the order of their first mention.
fn report(
    reading: &Reading<'_>,
    figures: &[Figure],
    items: &[Item],
    decisions: &[Decision],
    sources: Vec<Settled>,
    heads: &[Head],
) -> Resolved {
    let mut id_of: Vec<Option<EntityId>> = vec![None; figures.len()];
    let mut entities = Vec::new();
    let mut mentions = Vec::new();
    for (item, decision) in items.iter().zip(decisions) {
        let Some(figure) = decision.figure else { continue };
        let id = *id_of[figure].get_or_insert_with(|| {
            entities.push(entity(reading, figures, &figures[figure]));
            EntityId(entities.len() as u32 - 1)
        });
        let kind = match item.form {
            Form::Name(_) => MentionKind::Name,
            Form::Phrase(..) => MentionKind::Nominal,
            Form::Pronoun(..) => MentionKind::Pronoun,
        };
        mentions.push(Mention { span: reading.analysis.span(item.tokens.clone()), kind, entity: Some(id) });
    }
    let resolutions = sources
        .into_iter()
        .zip(heads)
        .map(|(s, head)| {
            let issuer = s.figure.and_then(|f| figures[f].issuer).filter(|&i| id_of[i].is_some());
            Resolution {
                entity: issuer.or(s.figure).and_then(|f| id_of[f]),
                mention: mention_kind(head),
                score: s.score,
                candidates: s.candidates,
                evidence: s.by.into_iter().chain(issuer.map(|_| Evidence::Issuer)).collect(),
            }
        })
        .collect();
    mentions.sort_by_key(|m| (m.span.start(), m.span.end()));
    Resolved { entities, mentions, resolutions }
}

fn entity(reading: &Reading<'_>, figures: &[Figure], figure: &Figure) -> Entity {
    let text = |tokens: &Range<usize>| wording::name(reading, tokens.clone());
    let members: Vec<String> = figure.members.iter().map(|&m| entity(reading, figures, &figures[m]).name).collect();
    let name = match figure.owner.and_then(|o| figures.get(o)).filter(|o| o.named) {
        _ if !members.is_empty() => wording::list(&members),
        _ if figure.named => text(&figure.name),
        Some(owner) => wording::owned(reading, owner, figure.name.clone()),
        None => wording::phrase(reading, figure.name.clone()),
    };
    let mut forms: Vec<&Range<usize>> = figure.forms.iter().collect();
    forms.sort_by_key(|f| f.start);
    let mut aliases: Vec<String> = Vec::new();
    for form in forms.into_iter().map(text) {
        if form != name && !aliases.contains(&form) {
            aliases.push(form);
        }
    }
    let mut descriptions: Vec<String> = Vec::new();
    for role in figure.roles.iter().filter(|_| figure.named) {
        // `its leader` says nothing once it stands alone; `leader` does.
        let owned = role.tokens.len() > 1 && reading.tag(role.tokens.start) == Tag::PrpS;
        let description = wording::phrase(reading, role.tokens.start + usize::from(owned)..role.tokens.end);
        if !descriptions.contains(&description) && !role.tokens.is_empty() {
            descriptions.push(description);
        }
    }
    Entity { name, named: figure.named, kind: kind_of(reading, figure), gender: figure.gender, aliases, descriptions }
}

fn kind_of(reading: &Reading<'_>, figure: &Figure) -> EntityKind {
    match figure.sort {
        Sort::Unknown if figure.name.len() == 1 && is_brand(reading, figure.name.start) => EntityKind::Organization,
        Sort::Person | Sort::Unknown => EntityKind::Person,
        Sort::Body | Sort::Place => EntityKind::Organization,
        Sort::Group => EntityKind::Group,
        Sort::Text => EntityKind::Document,
    }
}

/// Whether a word that is known as nobody's name looks like that of a paper, a firm or a site: `BuzzFeed`, `Variety`,
/// `Ferry.com`, `POLITICO`.
fn is_brand(reading: &Reading<'_>, token: usize) -> bool {
    let word = reading.word(token);
    let case = reading.analysis.tokens[token].case;
    let inner = word.chars().skip(1).any(char::is_uppercase) && case != Case::Upper;
    let scottish = ["Mc", "Mac", "O'", "O’", "De", "Di", "La", "Le"].iter().any(|start| word.starts_with(start));
    let shouted = case == Case::Upper && word.len() > 3 && !reading.is_shouting(reading.analysis.sentence_of(token));
    let common = reading.is(token, Classes::COMMON);
    let given = reading.is(token, Classes::FIRST.or(Classes::SURNAME).or(Classes::PERSON).or(Classes::TITLE));
    !given && (inner && !scottish && !word.contains('-') || shouted || common || word.contains('.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::extract::{Block, BlockKind, Kind, Model};
    use crate::text::Span;

    /// Each line of `text` is a block; sources are given by the words in square brackets.
    fn names_of(text: &str) -> Vec<String> {
        sources_of(text).into_iter().map(|source| source.map_or("-".to_owned(), |entity| entity.name)).collect()
    }

    /// The entity of each source.
    fn sources_of(text: &str) -> Vec<Option<Entity>> {
        let (plain, sources) = unmarked(text);
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in plain.split('\n') {
            blocks.push(Block { span: Span::new(at, at + line.len()), kind: BlockKind::Paragraph });
            at += line.len() + 1;
        }
        let analysis = Analysis::new(&plain, &blocks, &Model::embedded().tagger);
        let found: Vec<Found> = sources
            .iter()
            .map(|&source| Found {
                kind: Kind::Indirect,
                content: vec![Span::new(source.end(), source.end() + 1)],
                cue: None,
                source: Some(source),
                cue_token: None,
                probability: 1.0,
                carries_on: false,
            })
            .collect();
        let resolved = resolve(&analysis, &found, Ranker::embedded());
        let entity = |r: &Resolution| r.entity.map(|id| resolved.entities[id.index()].clone());
        resolved.resolutions.iter().map(entity).collect()
    }

    fn unmarked(text: &str) -> (String, Vec<Span>) {
        let (mut plain, mut sources, mut open) = (String::new(), Vec::new(), 0);
        for c in text.chars() {
            match c {
                '[' => open = plain.len(),
                ']' => sources.push(Span::new(open, plain.len())),
                _ => plain.push(c),
            }
        }
        (plain, sources)
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(names_of(text), expected, "{text}");
    }

    #[test]
    fn words_that_look_like_brands_are_organisations() {
        let kind = |text: &str| sources_of(text).remove(0).map(|entity| entity.kind);
        for text in ["[BuzzFeed] said so.", "The bridge is shut, [Variety] said.", "[Ferry.com] said so."] {
            assert_eq!(kind(text), Some(EntityKind::Organization), "{text}");
        }
        for text in ["[Okafor] said so.", "[McHolt] said so.", "[Colin] said so."] {
            assert_eq!(kind(text), Some(EntityKind::Person), "{text}");
        }
    }

    #[test]
    fn names_are_given_in_full_and_without_titles() {
        check("[Mr Marsh] said so. Harbour master Colin Marsh left.", &["Colin Marsh"]);
        check("[Detective Inspector Ruth Okafor] said so.", &["Ruth Okafor"]);
        check("[Sen. Ana Reyes Vega's] view is that. [Reyes] said so.", &["Ana Reyes Vega", "Ana Reyes Vega"]);
        check(
            "[The Ministry of Works] said so. [Prime Minister Edda Holm] agreed.",
            &["Ministry of Works", "Edda Holm"],
        );
        check("[Colin Marsh and Ruth Okafor] said so.", &["Colin Marsh and Ruth Okafor"]);
        check("[Longtime Bay in the Morning writer and performer Colin Marsh] said so.", &["Colin Marsh"]);
        check("[Joseph R. Moss Jr.] left. [Mr. Moss] said so.", &["Joseph R. Moss Jr.", "Joseph R. Moss Jr."]);
    }

    #[test]
    fn two_of_one_surname_are_kept_apart() {
        check("Peter Holt met Mary Holt. [Mrs Holt] spoke. [Mr Holt] spoke.", &["Mary Holt", "Peter Holt"]);
    }

    #[test]
    fn bodies_are_known_by_short_forms() {
        check("The Harbour Workers Union (HWU) met. [The HWU] said so.", &["Harbour Workers Union"]);
        check("Tarnbrook Shipping Ltd closed. [Tarnbrook] said so.", &["Tarnbrook Shipping Ltd"]);
    }

    #[test]
    fn pronouns_follow_gender() {
        check("Ruth Okafor met Colin Marsh. [She] said so. [He] agreed.", &["Ruth Okafor", "Colin Marsh"]);
    }

    #[test]
    fn descriptions_follow_roles() {
        check("The harbour master, Ruth Okafor, spoke to Colin Marsh. [The harbour master] said so.", &["Ruth Okafor"]);
        check("Coach Colin Marsh, 34, was late. [The 34-year-old] said so.", &["Colin Marsh"]);
    }

    #[test]
    fn the_unnamed_keep_their_words() {
        check("[A spokesman for the Port Authority] said so.", &["spokesman for the Port Authority"]);
        check("[Critics] said so.", &["critics"]);
    }

    #[test]
    fn names_that_are_suffixes_alone_are_read() {
        check("Ę Au of Iv of said. [Colin Marsh] said so.", &["Colin Marsh"]);
    }

    /// Names the source of what is said at `span`, and of what carries on.
    fn named_at(text: &str, span: Span) -> usize {
        let blocks = [Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }];
        let analysis = Analysis::new(text, &blocks, &Model::embedded().tagger);
        let found = Found {
            kind: Kind::Direct,
            content: vec![span],
            cue: None,
            source: Some(span),
            cue_token: None,
            probability: 1.0,
            carries_on: false,
        };
        let carried = Found { source: None, ..found.clone() };
        resolve(&analysis, &[found, carried], Ranker::embedded()).resolutions.len()
    }

    #[test]
    fn a_source_that_opens_the_text_with_a_preposition_is_read() {
        assert_eq!(named_at(" of the of", Span::new(0, 5)), 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,80}( [A-Z][a-z]{1,6}| of| the| and|'s|,| said|\\.| he| \\(){0,30}", a in 0usize..90, b in 0usize..90) {
            let span = Span::new(a.min(b).min(text.len()), a.max(b).min(text.len()));
            prop_assert_eq!(named_at(&text, span), 2);
        }
    }
}
