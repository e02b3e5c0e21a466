//! Links every quoted region to its cue, left to right, or finds that it is no quotation.
//!
//! A region chooses among: no quotation (a title, a nickname, scare quotes), a quotation without a cue, each cue of its
//! block, the last cues of the block before, the first of the next, and the cue of the region before it. A log-linear
//! model scores the choices; half of all direct quotations leave their cue's sentence, and this is what catches them.

use super::analysis::Analysis;
use super::clause::{Clause, Label};
use super::cue::{Cue, bucket};
use super::linear::{Features, Linear, feature, mix};
use super::quote::Region;
use super::tag::Tag;
use super::verb::verb;
use crate::text::{Case, TokenKind};

/// What a region turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// No quotation.
    NoQuotation,
    /// A quotation without a cue.
    Uncued,
    /// Content of the cue with this index.
    Cue(u32),
}

/// The choice for a region and its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// What was chosen.
    pub choice: Choice,
    /// How likely it is.
    pub probability: f32,
}

/// Everything the linker looks at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a, 'b> {
    /// The document.
    pub analysis: &'a Analysis<'b>,
    /// Its regions.
    pub regions: &'a [Region],
    /// Region of each token.
    pub inside: &'a [u32],
    /// Its cues.
    pub cues: &'a [Cue],
    /// The labelled sentence of each cue.
    pub clauses: &'a [Clause],
}

/// Weights of the linker.
pub type LinkModel = Linear<1>;

/// Chooses for every region.
pub fn link(context: &Context<'_, '_>, model: &LinkModel) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(context.regions.len());
    let mut features = Features::with_capacity(64);
    for region in 0..context.regions.len() {
        let choices = context.choices(region, &links);
        let scores: Vec<f32> = choices
            .iter()
            .map(|&choice| {
                if choice == Choice::NoQuotation && context.goes_on(region, &links) {
                    return f32::NEG_INFINITY;
                }
                features.clear();
                context.features(region, choice, &links, &mut features);
                let shy = if choice == Choice::NoQuotation { SHY } else { 0.0 };
                model.scores(&features)[0] + shy
            })
            .collect();
        let best = (0..scores.len()).fold(0, |b, i| if scores[i] > scores[b] { i } else { b });
        let total: f32 = scores.iter().map(|s| (s - scores[best]).exp()).sum();
        links.push(Link { choice: choices[best], probability: 1.0 / total });
    }
    for region in (1..links.len()).rev() {
        if links[region - 1].choice == Choice::Uncued && context.is_open(region - 1) {
            links[region - 1].choice = links[region].choice;
        }
    }
    links
}

/// By how much more a cue has to speak for a quotation than the model says: a title that is shown as somebody's words does more
/// harm than a quotation that is not shown.
const SHY: f32 = 0.5;
const EDGE: u32 = 0xffff_0001;
/// Cues of a neighbouring block that are looked at.
const NEIGHBOURS: usize = 2;
/// Cues of the same block that are looked at, on either side of the region.
const NEAREST: usize = 12;

impl Context<'_, '_> {
    /// What a region may choose, given the choices before it.
    pub fn choices(&self, region: usize, links: &[Link]) -> Vec<Choice> {
        let block = self.regions[region].block(self.analysis);
        let mut choices = vec![Choice::NoQuotation, Choice::Uncued];
        let cue = |cue: usize| Choice::Cue(cue as u32);
        let cues_of = |b: usize| -> std::ops::Range<usize> {
            let tokens = &self.analysis.blocks[b].tokens;
            self.cues.partition_point(|c| c.token < tokens.start)..self.cues.partition_point(|c| c.token < tokens.end)
        };
        if block > 0 {
            let before = cues_of(block - 1);
            choices.extend(before.clone().rev().filter(|&c| self.outside(c)).take(NEIGHBOURS).map(cue));
        }
        let around = self.near(cues_of(block), region);
        choices.extend(around.filter(|&c| self.inside[self.cues[c].token] != region as u32 + 1).map(cue));
        if block + 1 < self.analysis.blocks.len() {
            choices.extend(cues_of(block + 1).filter(|&c| self.outside(c)).take(1).map(cue));
        }
        if let Some(Link { choice: last @ Choice::Cue(_), .. }) = region.checked_sub(1).and_then(|r| links.get(r)) {
            let near = self.regions[region - 1].block(self.analysis) + 1 >= block;
            if near && !choices.contains(last) {
                choices.push(*last);
            }
        }
        choices
    }

    /// Whether a region is a whole paragraph of speech behind one that holds a quotation.
    fn goes_on(&self, region: usize, links: &[Link]) -> bool {
        let (own, tokens) =
            (&self.regions[region], &self.analysis.blocks[self.regions[region].block(self.analysis)].tokens);
        let is_whole = own.open == tokens.start && own.end + 1 >= tokens.end;
        let last = region
            .checked_sub(1)
            .filter(|&last| self.regions[last].block(self.analysis) + 1 == own.block(self.analysis));
        let spoken = last.and_then(|last| links.get(last)).is_some_and(|l| l.choice != Choice::NoQuotation);
        is_whole && spoken && own.tokens().any(|t| self.analysis.tags[t].is_finite())
    }

    /// Whether a region is open at the end of its block and the next one opens the block behind: one speech in paragraphs.
    fn is_open(&self, region: usize) -> bool {
        let (own, next) = (&self.regions[region], &self.regions[region + 1]);
        let blocks = &self.analysis.blocks;
        !own.closed
            && own.end == blocks[own.block(self.analysis)].tokens.end
            && next.block(self.analysis) == own.block(self.analysis) + 1
            && next.open == blocks[next.block(self.analysis)].tokens.start
    }

    /// Those of `cues` that are nearest to the region, so that a very long block costs no more than a usual one.
    fn near(&self, cues: std::ops::Range<usize>, region: usize) -> std::ops::Range<usize> {
        let here = self.cues.partition_point(|c| c.token < self.regions[region].open);
        cues.start.max(here.saturating_sub(NEAREST))..cues.end.min(here + NEAREST)
    }

    /// Whether the cue stands right before or behind the region, with a mark between as direct speech has it: `Holt said, "A"`,
    /// `"A," said Holt`.
    pub fn brings_in(&self, region: usize, cue: usize) -> bool {
        const LONGEST: usize = 8;
        let (region, cue) = (&self.regions[region], self.cues[cue].token);
        let tag = |t: usize| self.analysis.tags.get(t).copied();
        let parts = |t: usize| matches!(tag(t), Some(Tag::Comma | Tag::Colon | Tag::Stop | Tag::Quote));
        let is_first = |mut between: std::ops::Range<usize>| {
            let is_cue = |t: usize| self.cues.binary_search_by_key(&t, |cue| cue.token).is_ok();
            between.len() <= LONGEST && !between.any(|t| parts(t) || is_cue(t))
        };
        if cue < region.open {
            let comma = region.open - 1;
            matches!(tag(comma), Some(Tag::Comma | Tag::Colon)) && is_first(cue + 1..comma)
        } else {
            let ends = matches!(tag(region.end - 1), Some(Tag::Comma | Tag::Stop));
            region.closed && ends && is_first(region.end + 1..cue)
        }
    }

    fn outside(&self, cue: usize) -> bool {
        self.inside[self.cues[cue].token] == 0
    }

    /// The features of one choice.
    pub fn features(&self, region: usize, choice: Choice, links: &[Link], out: &mut Features) {
        match choice {
            Choice::Cue(cue) => self.cue_features(region, cue as usize, links, out),
            other => self.own_features(region, u32::from(other == Choice::Uncued), links, out),
        }
    }

    fn word(&self, t: Option<usize>) -> u32 {
        t.and_then(|t| self.analysis.tokens.get(t)).map_or(EDGE, |t| t.hash)
    }

    fn tag(&self, t: Option<usize>) -> u32 {
        t.and_then(|t| self.analysis.tags.get(t)).map_or(EDGE, |t| *t as u32)
    }

    /// Features of a region being no quotation (`kind` 0) or one without a cue (1).
    fn own_features(&self, index: usize, kind: u32, links: &[Link], out: &mut Features) {
        let region = &self.regions[index];
        let block = &self.analysis.blocks[region.block(self.analysis)];
        let words = self.words(region);
        let shape = self.shape(index);
        let size = mix(bucket(words), kind);
        let before = region.open.checked_sub(1).filter(|t| block.tokens.contains(t));
        let after = Some(region.end + 1).filter(|t| block.tokens.contains(t));
        let own = self.cues.partition_point(|c| c.token < block.tokens.start)
            ..self.cues.partition_point(|c| c.token < block.tokens.end);
        let cues_near = own.len().min(3) as u32;
        let covered = self.near(own, index).any(|c| Self::coverage(&self.clauses[c], region) > 0);
        let last = index.checked_sub(1).and_then(|r| links.get(r).map(|l| (r, l.choice)));
        let last_kind = last.map_or(9, |(r, choice)| {
            let gap = region.block(self.analysis) - self.regions[r].block(self.analysis);
            let open = u32::from(!self.regions[r].closed);
            choice_kind(choice) * 8 + gap.min(2) as u32 * 2 + open
        });
        let whole = u32::from(block.tokens.start == region.open) * 2 + u32::from(block.tokens.end <= region.end + 2);
        let one = if words <= 2 { self.word(Some(region.open + 1)) } else { EDGE };
        let last_inside = region.end.checked_sub(1);
        out.extend([
            feature(1, kind, 0),
            feature(2, size, 0),
            feature(3, size, shape),
            feature(4, kind, mix(self.word(before), 0)),
            feature(5, size, self.tag(before)),
            feature(6, size, self.tag(after)),
            feature(7, kind, mix(self.tag(before), self.tag(after))),
            feature(8, kind, one),
            feature(9, size, mix(cues_near, u32::from(covered))),
            feature(10, size, last_kind),
            feature(11, size, whole),
            feature(12, kind, mix(whole, last_kind)),
            feature(13, size, mix(u32::from(region.single), block.kind as u32)),
            feature(14, kind, self.tag(Some(region.open + 1))),
            feature(15, kind, mix(self.tag(last_inside), self.tag(after))),
            feature(16, size, self.word(before.and_then(|b| b.checked_sub(1)))),
            feature(17, kind, self.word(after)),
            feature(18, kind, mix(shape, self.tag(before))),
            feature(19, size, mix(u32::from(region.closed), whole)),
            feature(20, size, mix(self.tag(before), mix(shape, u32::from(covered)))),
        ]);
    }

    fn cue_features(&self, index: usize, cue_index: usize, links: &[Link], out: &mut Features) {
        let region = &self.regions[index];
        let (cue, clause) = (self.cues[cue_index], &self.clauses[cue_index]);
        let hash = self.analysis.tokens[cue.token].hash;
        let lemma = verb(hash).map_or(hash, |v| v.lemma);
        let place = self.place(region, cue.token);
        let between = self.between(index, cue_index);
        let coverage = Self::coverage(clause, region);
        let history = self.history(index, cue_index, links);
        let size = bucket(self.words(region));
        let shape = self.shape(index);
        let punctuation = self.punctuation(region, cue.token);
        let certain = (cue.probability * 8.0) as u32;
        let quoted = u32::from(self.inside[cue.token] > 0);
        let sourced =
            u32::from(clause.labels.contains(&Label::Source)) * 2 + u32::from(clause.labels.contains(&Label::Content));
        let cue_tag = self.analysis.tags[cue.token] as u32;
        let (source, held) = (self.source(clause, cue.token), u32::from(self.is_held(cue_index)));
        out.extend([
            feature(51, place, 0),
            feature(52, place, between),
            feature(53, place, coverage),
            feature(54, place, history),
            feature(55, place, size),
            feature(56, mix(place, shape), size),
            feature(57, place, punctuation),
            feature(58, place, lemma),
            feature(59, mix(place, between), punctuation),
            feature(60, mix(coverage, between), history),
            feature(61, mix(coverage, punctuation), place),
            feature(62, certain, mix(place, quoted)),
            feature(63, sourced, place),
            feature(64, mix(cue_tag, place), self.tag(Some(cue.token + 1))),
            feature(65, mix(cue_tag, place), self.tag(cue.token.checked_sub(1))),
            feature(66, mix(history, punctuation), shape),
            feature(67, mix(history, between), size),
            feature(68, mix(coverage, size), shape),
            feature(69, mix(place, history), mix(shape, between)),
            feature(70, quoted, coverage),
            feature(71, u32::from(region.single), mix(place, size)),
            feature(72, mix(coverage, lemma), size),
            feature(73, mix(place, source), punctuation),
            feature(74, mix(place, source), between),
            feature(75, mix(place, source), mix(coverage, size)),
            feature(76, mix(place, held), mix(coverage, between)),
            feature(77, mix(place, lemma), between),
            feature(78, mix(place, source), lemma),
        ]);
    }

    fn words(&self, region: &Region) -> usize {
        let is_word = |t: &usize| matches!(self.analysis.tokens[*t].kind, TokenKind::Word | TokenKind::Number);
        region.tokens().filter(is_word).count()
    }

    /// Starts with a capital; holds a verb with tense; how it ends; all words capitalised; starts its sentence.
    fn shape(&self, index: usize) -> u32 {
        let region = &self.regions[index];
        let first = self.analysis.tokens.get(region.open + 1);
        let capital = first.is_some_and(|t| t.case != Case::Lower);
        let finite = region.tokens().any(|t| self.analysis.tags[t].is_finite());
        let last = self.analysis.tags[region.end.max(region.open + 1) - 1];
        let end = match last {
            Tag::Comma => 1,
            Tag::Stop => 2,
            Tag::Colon => 3,
            _ => 0,
        };
        let titled = region.tokens().all(|t| {
            self.analysis.tokens[t].case != Case::Lower
                || !(self.analysis.tags[t].is_noun() || self.analysis.tags[t].is_verb())
        });
        let starts = self.analysis.sentences[self.analysis.sentence_of(region.open)].tokens.start == region.open;
        u32::from(capital) + u32::from(finite) * 2 + end * 4 + u32::from(titled) * 16 + u32::from(starts) * 32
    }

    /// Where the cue stands against the region: side, same sentence or how many away, same block or which.
    fn place(&self, region: &Region, cue: usize) -> u32 {
        let before = cue < region.open;
        let (a, b) = (self.analysis.sentence_of(cue), self.analysis.sentence_of(region.open));
        let end = self.analysis.sentence_of(region.end.saturating_sub(1).max(region.open));
        let apart = if before { b - a } else { a.saturating_sub(end) };
        let block = self.analysis.sentences[a].block;
        let own = self.analysis.sentences[b].block;
        let blocks = if block == own { 0 } else { 1 + u32::from(block > own) };
        u32::from(before) + 2 * apart.min(3) as u32 + 8 * blocks
    }

    /// Other cues, other regions and tokens between the region and the cue.
    fn between(&self, index: usize, cue_index: usize) -> u32 {
        let region = &self.regions[index];
        let cue = self.cues[cue_index].token;
        let (from, to) = if cue < region.open { (cue + 1, region.open) } else { (region.end, cue) };
        let (from, to) = (from.min(to), to);
        // Both lists are in text order; more than two count as two, so a long block costs no more than a short one.
        let cues = self.cues[self.cues.partition_point(|c| c.token < from)..].iter().take_while(|c| c.token < to);
        let cues = cues.filter(|c| self.inside[c.token] == 0).take(2).count();
        let regions = self.regions[self.regions.partition_point(|r| r.open <= from)..].iter();
        let regions = regions.take_while(|r| r.open < to).take(2).count();
        cues as u32 * 64 + regions as u32 * 16 + bucket(to - from)
    }

    /// How much of the region the cue's clause takes for content: none, some, most.
    fn coverage(clause: &Clause, region: &Region) -> u32 {
        if clause.tokens.end <= region.open || clause.tokens.start >= region.end {
            return 0;
        }
        let labels = |t: usize| clause.labels.get(t.wrapping_sub(clause.tokens.start)).copied();
        let all = region.tokens().filter(|t| clause.tokens.contains(t)).count();
        let content = region.tokens().filter(|&t| labels(t) == Some(Label::Content)).count();
        let source = region.tokens().any(|t| labels(t) == Some(Label::Source));
        match (content * 2 > all, content > 0, source) {
            (true, _, _) => 3,
            (_, true, _) => 2,
            (_, _, true) => 4,
            _ => 1,
        }
    }

    /// Where the clause has its source, seen from the cue, and what its last word is.
    fn source(&self, clause: &Clause, cue: usize) -> u32 {
        let is_source = |t: &usize| clause.labels[t - clause.tokens.start] == Label::Source;
        let before = (clause.tokens.start..cue).rev().find(is_source);
        let after = (cue + 1..clause.tokens.end).find(is_source);
        let side = match (before, after) {
            (Some(b), Some(a)) => {
                if a - cue < cue - b {
                    Some((2, a))
                } else {
                    Some((0, b))
                }
            }
            (b, a) => b.map(|b| (0, b)).or(a.map(|a| (2, a))),
        };
        side.map_or(EDGE, |(side, t)| side + u32::from(cue.abs_diff(t) > 2) + 4 * self.tag(Some(t)))
    }

    /// Whether a cue stands in what the one before or behind it reports.
    fn is_held(&self, cue: usize) -> bool {
        let token = self.cues[cue].token;
        let holds = |other: usize| {
            self.clauses
                .get(other)
                .is_some_and(|c| c.tokens.contains(&token) && c.labels[token - c.tokens.start] == Label::Content)
        };
        cue.checked_sub(1).is_some_and(holds) || holds(cue + 1)
    }

    /// What the region before chose, against this cue.
    fn history(&self, index: usize, cue: usize, links: &[Link]) -> u32 {
        let Some((last, link)) = index.checked_sub(1).and_then(|r| Some((&self.regions[r], links.get(r)?))) else {
            return 0;
        };
        let gap = (self.regions[index].block(self.analysis) - last.block(self.analysis)).min(2) as u32;
        let this = Choice::Cue(cue as u32);
        let taken = links.iter().rev().take(NEAREST).any(|l| l.choice == this);
        let same = if link.choice == this { 4 } else { choice_kind(link.choice) };
        1 + same * 16 + gap * 4 + u32::from(!last.closed) * 2 + u32::from(taken)
    }

    /// Punctuation around the region and the cue.
    fn punctuation(&self, region: &Region, cue: usize) -> u32 {
        let before = self.tag(region.open.checked_sub(1));
        let last_inside = self.tag(region.end.checked_sub(1));
        let after = if cue < region.open { self.tag(Some(cue + 1)) } else { self.tag(Some(region.end + 1)) };
        if cue < region.open { mix(before, mix(after, 1)) } else { mix(last_inside, mix(after, 2)) }
    }
}

fn choice_kind(choice: Choice) -> u32 {
    match choice {
        Choice::NoQuotation => 0,
        Choice::Uncued => 1,
        Choice::Cue(_) => 2,
    }
}
