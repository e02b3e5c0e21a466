//! How sure an attribution is: the calibrated probability that its words and its speaker are both right.
//!
//! The probabilities of the finder and of the ranker say little about the name by themselves: a pronoun may be given to the
//! likeliest man with a high probability and to the wrong one. So a logistic model weighs them together with what
//! decided, what sort of speaker it is, and how much else could be meant.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::OnceLock;

use super::analysis::Analysis;
use super::entity::{Entity, EntityId, EntityKind, MentionKind};
use super::evidence::Evidence;
use super::find::Found;
use super::names::{Resolution, Resolved};
use super::tag::Tag;
use super::verb::{VerbClass, verb};
use super::{Kind, Sense};
use crate::text::{Case, Span};

/// What the model looks at, by the names that its file uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Fact {
    Bias,
    Kind,
    Words,
    Finder,
    FinderOfDirect,
    FinderOfMixed,
    FinderOfIndirect,
    Speech,
    SpeechOfIndirect,
    Thought,
    Who,
    Pronoun,
    Role,
    Description,
    Unnamed,
    Candidates,
    Speaker,
    NameLength,
    Mentions,
    Namesakes,
    Length,
    Cue,
    Carried,
    SourceLength,
    Pieces,
    Shape,
    People,
    WhoOfWords,
    Reason,
    Gap,
    SourceGap,
    Sentences,
    Other,
    Said,
    Near,
    Next,
    Lower,
    Described,
    Article,
}

const NAMES: [&str; 39] = [
    "bias",
    "kind",
    "words",
    "finder",
    "finder-of-direct",
    "finder-of-mixed",
    "finder-of-indirect",
    "speech",
    "speech-of-indirect",
    "thought",
    "who",
    "pronoun",
    "role",
    "description",
    "unnamed",
    "candidates",
    "speaker",
    "name-length",
    "mentions",
    "namesakes",
    "length",
    "cue",
    "carried",
    "source-length",
    "pieces",
    "shape",
    "people",
    "who-of-words",
    "reason",
    "gap",
    "source-gap",
    "sentences",
    "other",
    "said",
    "near",
    "next",
    "lower",
    "described",
    "article",
];

/// Values of a fact.
const VALUES: usize = 64;

/// The facts of one attribution: indexes of weights.
pub type Features = Vec<u16>;

/// The weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Confidence {
    /// One a value of a fact.
    pub weights: Vec<f32>,
}

impl Default for Confidence {
    fn default() -> Self {
        Self { weights: vec![0.0; NAMES.len() * VALUES] }
    }
}

impl Confidence {
    /// The weights that the program was built with.
    pub fn embedded() -> &'static Self {
        static CONFIDENCE: OnceLock<Confidence> = OnceLock::new();
        CONFIDENCE.get_or_init(|| Self::parse(include_str!("../../models/confidence.txt")))
    }

    /// Reads lines of a fact, a value and its weight; other lines are passed over.
    pub fn parse(data: &str) -> Self {
        let mut confidence = Self::default();
        for line in data.lines() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let &[name, value, weight] = fields.as_slice() else { continue };
            let fact = NAMES.iter().position(|n| *n == name);
            let (Some(fact), Ok(value), Ok(weight)) = (fact, value.parse::<usize>(), weight.parse()) else { continue };
            if value < VALUES {
                confidence.weights[fact * VALUES + value] = weight;
            }
        }
        confidence
    }

    /// The weights as text for [`Self::parse`].
    pub fn to_text(&self) -> String {
        let mut text = "# Weights of the confidence of an attribution: fact, value, weight.\n".to_owned();
        for (index, weight) in self.weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= 0.0005) {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{} {} {weight:.3}", NAMES[index / VALUES], index % VALUES);
        }
        text
    }

    /// The probability that goes with these facts.
    pub fn of(&self, features: &[u16]) -> f32 {
        let sum: f32 = features.iter().filter_map(|&f| self.weights.get(usize::from(f))).sum();
        super::linear::sigmoid(sum)
    }
}

/// What is known of an attribution when all else about it is decided.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) found: &'a Found,
    pub(super) sense: Sense,
    /// Probability that it is reported speech.
    pub(super) speech: f32,
    pub(super) who: &'a Resolution,
    pub(super) entity: Option<&'a Entity>,
    /// Whom the attribution behind it belongs to, if there is one.
    pub(super) next: Option<&'a Resolution>,
    pub(super) counts: &'a Counts<'a>,
    /// All reasons, those about the words first.
    pub(super) evidence: &'a [Evidence],
}

/// What is counted once an article.
#[derive(Debug)]
pub(super) struct Counts<'a> {
    /// Persons with a name.
    people: usize,
    /// Mentions of each entity.
    mentions: Vec<usize>,
    /// Attributions of each entity.
    said: Vec<usize>,
    /// Blocks in which each entity is named, in text order.
    named_in: Vec<Vec<usize>>,
    /// How many entities with a name bear each word.
    bearers: HashMap<&'a str, usize>,
    /// How many entities have each name.
    named: HashMap<&'a str, usize>,
    /// Quotation marks in each sentence, at most [`MOST_MARKS`].
    marks: Vec<u8>,
}

/// Quotation marks of a sentence that are told apart.
const MOST_MARKS: usize = 7;

impl<'a> Counts<'a> {
    pub(super) fn new(analysis: &Analysis<'_>, resolved: &'a Resolved) -> Self {
        let mut mentions = vec![0; resolved.entities.len()];
        for id in resolved.mentions.iter().filter_map(|mention| mention.entity) {
            mentions[id.index()] += 1;
        }
        let mut said = vec![0; resolved.entities.len()];
        for id in resolved.resolutions.iter().filter_map(|who| who.entity) {
            said[id.index()] += 1;
        }
        let mut named_in = vec![Vec::new(); resolved.entities.len()];
        let names = resolved.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
        for (id, span) in names.filter_map(|mention| Some((mention.entity?, mention.span))) {
            named_in[id.index()].extend(block(analysis, span));
        }
        let people = resolved.entities.iter().filter(|e| e.named && e.kind == EntityKind::Person).count();
        let (mut bearers, mut named) = (HashMap::new(), HashMap::new());
        for entity in resolved.entities.iter().filter(|e| e.named) {
            let mut words: Vec<&str> = entity.name.split(' ').collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *bearers.entry(word).or_default() += 1;
            }
            *named.entry(entity.name.as_str()).or_default() += 1;
        }
        let marks_of = |tags: &[Tag]| tags.iter().filter(|&&tag| tag == Tag::Quote).take(MOST_MARKS).count() as u8;
        let marks =
            analysis.sentences.iter().map(|sentence| marks_of(&analysis.tags[sentence.tokens.clone()])).collect();
        Self { people, mentions, said, named_in, bearers, named, marks }
    }

    /// Whether the entity is named in the block or in one of the two before it.
    fn is_named_near(&self, id: EntityId, block: usize) -> bool {
        let blocks = &self.named_in[id.index()];
        blocks[..blocks.partition_point(|&named| named <= block)].last().is_some_and(|&named| named + 2 >= block)
    }

    /// How many other entities bear the last word of the name.
    fn namesakes(&self, entity: &Entity) -> usize {
        let last = entity.name.rsplit(' ').next().unwrap_or_default();
        let count = |counts: &HashMap<&str, usize>, name: &str| counts.get(name).copied().unwrap_or_default();
        count(&self.bearers, last) - count(&self.named, &entity.name)
    }
}

/// The block that a span starts in.
fn block(analysis: &Analysis<'_>, span: Span) -> Option<usize> {
    let token = analysis.tokens_of(span).start;
    analysis.sentences.get(analysis.sentence_of(token)).map(|sentence| sentence.block)
}

/// The facts of an attribution.
pub(super) fn features(known: &Known<'_>) -> Features {
    let Known { found, who, .. } = *known;
    let mut out = Features::with_capacity(24);
    let mut add = |fact: Fact, value: usize| out.push((fact as usize * VALUES + value.min(VALUES - 1)) as u16);
    let kind = found.kind as usize;
    let words = known.evidence.first().map_or(0, |&evidence| evidence as usize);
    let class = class(known);
    let (finder, speech, score) = (bucket(found.probability), bucket(known.speech), bucket(who.score));
    add(Fact::Bias, 0);
    add(Fact::Kind, kind);
    add(Fact::Words, kind * 12 + words.min(11));
    add(Fact::Finder, finder);
    add([Fact::FinderOfDirect, Fact::FinderOfMixed, Fact::FinderOfIndirect][kind], finder);
    add(Fact::Speech, speech);
    if found.kind == Kind::Indirect {
        add(Fact::SpeechOfIndirect, speech);
    }
    add(Fact::Thought, usize::from(known.sense == Sense::Thought));
    add(Fact::Who, class);
    match class {
        PRONOUN => add(Fact::Pronoun, score),
        ROLE => add(Fact::Role, score),
        DESCRIPTION => add(Fact::Description, score),
        UNNAMED => add(Fact::Unnamed, score),
        _ => {}
    }
    add(Fact::Candidates, (class.min(7)) * 8 + who.candidates.min(7));
    add(Fact::Carried, usize::from(known.evidence.contains(&Evidence::CarriesOn)) * 2 + usize::from(found.carries_on));
    add(Fact::Length, kind * 8 + length(known));
    add(Fact::Pieces, kind * 4 + found.content.len().min(3));
    add(Fact::Cue, kind * 8 + cue(known));
    add(Fact::Shape, kind * 8 + shape(known));
    let source = found.source.map_or(0, |span| known.analysis.tokens_of(span).len());
    add(Fact::SourceLength, class.min(7) * 8 + size(source));
    for &evidence in known.evidence {
        add(Fact::Reason, evidence as usize);
    }
    if let Some(cue) = found.cue.map(|span| known.analysis.tokens_of(span)) {
        let content = found.content.iter().map(|&span| known.analysis.tokens_of(span));
        let gap = content.map(|c| apart(&c, &cue)).min().unwrap_or_default();
        add(Fact::Gap, kind * 16 + usize::from(words == Evidence::CueBefore as usize) * 8 + size(gap));
        if let Some(source) = found.source.map(|span| known.analysis.tokens_of(span)) {
            add(Fact::SourceGap, kind * 16 + usize::from(source.start >= cue.end) * 8 + size(apart(&source, &cue)));
        }
    }
    let sentence = |offset: usize| {
        let token = known.analysis.tokens_of(Span::new(offset, offset + 1)).start;
        known.analysis.sentence_of(token.min(known.analysis.tokens.len().saturating_sub(1)))
    };
    let extent = found.content.iter().fold(found.content[0], |a, &b| a.join(b));
    let last = sentence(extent.end().saturating_sub(1).max(extent.start()));
    add(Fact::Sentences, kind * 8 + (last.saturating_sub(sentence(extent.start()))).min(7));
    add(Fact::Other, other_marks(known));
    add(Fact::WhoOfWords, words.min(7) * 8 + class.min(7));
    if let Some(entity) = known.entity {
        add(Fact::Speaker, speaker(entity) * 7 + class.min(6));
        let words = entity.name.split(' ').count();
        add(Fact::NameLength, speaker(entity) * 6 + words.min(5));
        let mentions = who.entity.map_or(0, |id| known.counts.mentions[id.index()]);
        add(Fact::Mentions, usize::from(entity.named) * 8 + size(mentions));
        add(Fact::Namesakes, usize::from(class == SHORT) * 4 + known.counts.namesakes(entity).min(3));
    }
    let same = who.entity.is_some() && known.next.is_some_and(|next| next.entity == who.entity);
    add(Fact::Next, class * 3 + usize::from(known.next.is_some()) + usize::from(same));
    add(Fact::Article, class * 2 + usize::from(has_article(known)));
    if let (Some(id), Some(entity)) = (who.entity, known.entity) {
        let near = block(known.analysis, extent).is_some_and(|block| known.counts.is_named_near(id, block));
        let lower = entity.name.split(' ').any(|word| word.starts_with(char::is_lowercase));
        add(Fact::Said, class * 8 + size(known.counts.said[id.index()]));
        add(Fact::Near, class * 2 + usize::from(near));
        add(Fact::Lower, class * 2 + usize::from(lower));
        add(Fact::Described, class * 4 + entity.descriptions.len().min(3));
    }
    add(Fact::People, class.min(7) * 8 + size(known.counts.people));
    out
}

const NAME: usize = 0;
const SHORT: usize = 1;
const ROLE: usize = 2;
const DESCRIPTION: usize = 3;
const PRONOUN: usize = 4;
const UNNAMED: usize = 5;
const OTHER: usize = 6;
const UNKNOWN: usize = 7;

/// What sort of reason decided whose the words are.
fn class(known: &Known<'_>) -> usize {
    if known.entity.is_none() {
        return UNKNOWN;
    }
    let class = |evidence: &Evidence| match evidence {
        Evidence::Name => Some(NAME),
        Evidence::ShortName => Some(SHORT),
        Evidence::Role | Evidence::Apposition => Some(ROLE),
        Evidence::Description => Some(DESCRIPTION),
        Evidence::Pronoun | Evidence::PronounLastQuoted | Evidence::PronounLastMentioned => Some(PRONOUN),
        Evidence::Unnamed => Some(UNNAMED),
        _ => None,
    };
    known.evidence.iter().find_map(class).unwrap_or(OTHER)
}

/// The part of the scale that a probability lies in; the upper end is told apart more finely.
fn bucket(probability: f32) -> usize {
    const STEPS: [f32; 12] = [0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.97, 0.985, 0.995];
    STEPS.iter().take_while(|&&step| probability >= step).count()
}

/// Whether the source opens with `the`.
fn has_article(known: &Known<'_>) -> bool {
    known.found.source.is_some_and(|source| {
        let first = known.analysis.tokens_of(source).start;
        known.analysis.word(first).eq_ignore_ascii_case("the")
    })
}

fn size(n: usize) -> usize {
    match n {
        0..=3 => n,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

fn speaker(entity: &Entity) -> usize {
    entity.kind as usize + if entity.named { 0 } else { 4 }
}

fn length(known: &Known<'_>) -> usize {
    let words: usize = known.found.content.iter().map(|&span| known.analysis.tokens_of(span).len()).sum();
    match words {
        0..=2 => words,
        3..=5 => 3,
        6..=9 => 4,
        10..=19 => 5,
        20..=39 => 6,
        _ => 7,
    }
}

fn cue(known: &Known<'_>) -> usize {
    let Some(cue) = known.found.cue_token else { return 0 };
    match known.analysis.tokens.get(cue).and_then(|token| verb(token.hash)).map(|verb| verb.class) {
        Some(VerbClass::Speech) => 1,
        Some(VerbClass::Maybe) => 2,
        Some(VerbClass::Thought) => 3,
        None => 4 + usize::from(known.analysis.tags[cue].is_noun()),
    }
}

/// Tokens between two stretches; none where they overlap.
fn apart(a: &Range<usize>, b: &Range<usize>) -> usize {
    if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
}

/// For indirect speech, whether its sentence holds quotation marks besides.
fn other_marks(known: &Known<'_>) -> usize {
    let Some(first) = known.found.content.first() else { return 0 };
    let token = known.analysis.tokens_of(*first).start;
    let sentence = known.analysis.sentence_of(token.min(known.analysis.tokens.len().saturating_sub(1)));
    let marks = known.counts.marks.get(sentence).copied().unwrap_or_default();
    known.found.kind as usize * 8 + usize::from(marks)
}

/// Whether the content starts with a capital, and whether it ends with a stop or a comma.
fn shape(known: &Known<'_>) -> usize {
    let tokens = |index: usize| known.found.content.get(index).map(|&span| known.analysis.tokens_of(span));
    let first = tokens(0).and_then(|t| known.analysis.tokens.get(t.start)).is_some_and(|t| t.case != Case::Lower);
    let text = known.found.content.last().map_or("", |span| span.of(known.analysis.text));
    let end = usize::from(text.ends_with(',')) + 2 * usize::from(text.ends_with(['.', '?', '!']));
    usize::from(first) * 4 + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Block, BlockKind, Document, extract};

    fn of(text: &str) -> f32 {
        let blocks = [Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }];
        extract(&Document { text, blocks: &blocks }).attributions.last().map_or(0.0, |a| a.confidence)
    }

    #[test]
    fn what_is_plain_is_surer_than_what_is_not() {
        let plain = of("“The bridge will stay shut until the spring,” said Maren Holt, the harbour master.");
        let guess = of("Maren Holt met Ana Ruiz and Edda Marsh. She believes the bridge is what she called “shut”.");
        assert!(plain > 0.8 && plain > guess + 0.1, "{plain} {guess}");
    }

    #[test]
    fn weights_are_read_as_they_are_written() {
        let mut own = Confidence::default();
        own.weights[0] = 1.25;
        own.weights[VALUES * 3 + 7] = -0.5;
        assert_eq!(own.to_text().lines().skip(1).collect::<Vec<_>>(), ["bias 0 1.250", "finder 7 -0.500"]);
        assert_eq!(Confidence::parse(&own.to_text()), own);
        assert_eq!(Confidence::parse("nonsense 1 2\nbias 900 1\nbias x 1\n"), Confidence::default());
    }
}
