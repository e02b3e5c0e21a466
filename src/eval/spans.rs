//! Contents, cues and sources against gold, word by word, as PolNeAR is scored.
//!
//! Gold and answers of an article are paired one to one, by falling Dice = 2|a ∩ g| / (|a| + |g|) of their words.
//!
//! - `strict`: the same words; `match`: Dice of at least one half; `soft`: the shares that pairs have in common.
//! - `token`: words of all contents; `marked`: regions between quotation marks, as quotation or not.
//! - `quoted`: the same for the quoted words of quotations that have some.
//! - `source`: of matches, how many mentions of the source touch gold's, or are missing where gold has none;
//!   `e2e`: matched, and the source right.
//!
//! By kind, recall is over gold of that kind and precision over answers whose words are of that kind.

use std::collections::BTreeMap;

use serde::Serialize;

use super::answer::Answer;
use super::gold::{GoldArticle, Quote};
use super::speech::is_speech;
use super::words::{Text, Words};
use crate::extract::Kind;

/// Precision, recall and their harmonic mean in per cent, to two digits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prf {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// F1.
    pub f: f64,
}

/// How often the source was right among matches, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Source {
    /// How many matches there are.
    pub matched: u64,
    /// Right ones.
    pub accuracy: Option<f64>,
    /// The same words.
    #[serde(flatten)]
    pub parts: Option<SourceParts>,
}

/// Sources in more detail.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SourceParts {
    /// The same words.
    pub exact: Option<f64>,
    /// Right ones, where gold has a source.
    pub with_source: Option<f64>,
    /// Right ones, where gold has none.
    pub without_source: Option<f64>,
}

/// The figures of one kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    /// Gold of this kind.
    pub gold: u64,
    /// Answers of this kind.
    pub pred: u64,
    /// The same words.
    pub strict: Prf,
    /// Half of the words.
    #[serde(rename = "match")]
    pub matched: Prf,
    /// Shares of words in pairs.
    pub soft: Prf,
    /// Matched, with the right source.
    pub e2e: Prf,
    /// Sources of matches.
    pub source: Source,
    /// Single words; not for `quoted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Prf>,
    /// Matches with the right kind, in per cent; not for `quoted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind_accuracy: Option<Option<f64>>,
}

/// A yes-or-no question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Precision, recall, F1.
    #[serde(flatten)]
    pub prf: Prf,
    /// How many there are to ask about, for regions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regions: Option<u64>,
    /// Yes in gold.
    pub gold: u64,
    /// Yes in the answers.
    pub pred: u64,
}

/// All figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Metrics {
    /// By kind: `all`, `direct`, `mixed`, `indirect`, `indirect_speech`, `indirect_other`, `quoted`.
    #[serde(flatten)]
    pub blocks: BTreeMap<&'static str, Block>,
    /// Regions between quotation marks.
    pub marked: Part,
    /// Cues that touch gold's.
    pub cue: Part,
    /// Quotations without any word, left out.
    pub dropped: Dropped,
}

/// Quotations left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Dropped {
    /// Of gold.
    pub gold: u64,
    /// Of the answers.
    pub pred: u64,
}

/// The kinds that are told apart, in the order in which they are shown.
const ALL: [&str; 7] = ["all", "direct", "mixed", "indirect", "indirect_speech", "indirect_other", "quoted"];

/// Scores one list of answers an article. Optional gold, and answers that match it, are left out.
pub(super) fn score(articles: &[GoldArticle], answers: &[Vec<Answer>]) -> Metrics {
    let mut total = Counts::default();
    for (article, answers) in articles.iter().zip(answers) {
        total.add(&of_article(article, answers));
    }
    metrics(&total)
}

/// A quotation as sets of words.
#[derive(Clone)]
struct Piece {
    words: Words,
    groups: Vec<&'static str>,
    kind: Kind,
    label: Kind,
    source: Words,
    has_source: bool,
    cue: Words,
    cue_chars: Words,
    optional: bool,
}

fn piece(quote: &Quote, text: &Text) -> Option<Piece> {
    let words = text.touched(&quote.content);
    if words.is_empty() {
        return None;
    }
    let kind = text.kind(&words);
    let mut groups = vec!["all", kind.name()];
    if kind == Kind::Indirect {
        let cue: Vec<String> = quote.cue.iter().map(|&[a, b]| text.chars[a..b].iter().collect()).collect();
        groups.push(if is_speech(&cue.join(" ")) { "indirect_speech" } else { "indirect_other" });
    }
    Some(Piece {
        words,
        groups,
        kind,
        label: quote.kind,
        source: text.touched(&quote.source),
        has_source: !quote.source.is_empty(),
        cue: text.touched(&quote.cue),
        cue_chars: quote.cue.iter().flat_map(|&[a, b]| a..b).collect(),
        optional: quote.optional,
    })
}

/// A gold piece and an answer that belong together, by index.
struct Pair {
    gold: usize,
    pred: usize,
    dice: f64,
    shared: usize,
}

/// One-to-one pairs, greedily by falling Dice.
fn pair(gold: &[Piece], pred: &[Piece]) -> Vec<Pair> {
    let mut all = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in pred.iter().enumerate() {
            let shared = g.words.intersection(&p.words).count();
            if shared > 0 {
                let dice = 2.0 * shared as f64 / (g.words.len() + p.words.len()) as f64;
                all.push(Pair { gold: i, pred: j, dice, shared });
            }
        }
    }
    all.sort_by(|a, b| b.dice.total_cmp(&a.dice).then((a.gold, a.pred).cmp(&(b.gold, b.pred))));
    let (mut taken_gold, mut taken_pred) = (vec![false; gold.len()], vec![false; pred.len()]);
    all.retain(|pair| {
        let free = !taken_gold[pair.gold] && !taken_pred[pair.pred];
        if free {
            (taken_gold[pair.gold], taken_pred[pair.pred]) = (true, true);
        }
        free
    });
    all
}

const HALF: f64 = 0.5;

/// Counts that add up over articles; pairs are gold and answers.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    count: [f64; 2],
    strict: [f64; 2],
    matched: [f64; 2],
    e2e: [f64; 2],
    soft: [f64; 2],
    words: [f64; 2],
    words_shared: [f64; 2],
    sources: f64,
    sources_right: f64,
    sources_exact: f64,
    with_source: [f64; 2],
    without_source: [f64; 2],
    kind_right: f64,
}

#[derive(Debug, Default)]
struct Counts {
    tallies: BTreeMap<&'static str, Tally>,
    regions: f64,
    marked: [f64; 2],
    marked_right: f64,
    cues: [f64; 2],
    cues_right: f64,
    dropped: [f64; 2],
}

impl Counts {
    fn add(&mut self, other: &Self) {
        let add = |a: &mut [f64; 2], b: [f64; 2]| {
            a[0] += b[0];
            a[1] += b[1];
        };
        for (name, from) in &other.tallies {
            let to = self.tallies.entry(name).or_default();
            add(&mut to.count, from.count);
            add(&mut to.strict, from.strict);
            add(&mut to.matched, from.matched);
            add(&mut to.e2e, from.e2e);
            add(&mut to.soft, from.soft);
            add(&mut to.words, from.words);
            add(&mut to.words_shared, from.words_shared);
            add(&mut to.with_source, from.with_source);
            add(&mut to.without_source, from.without_source);
            to.sources += from.sources;
            to.sources_right += from.sources_right;
            to.sources_exact += from.sources_exact;
            to.kind_right += from.kind_right;
        }
        self.regions += other.regions;
        add(&mut self.marked, other.marked);
        self.marked_right += other.marked_right;
        add(&mut self.cues, other.cues);
        self.cues_right += other.cues_right;
        add(&mut self.dropped, other.dropped);
    }
}

fn of_article(article: &GoldArticle, answers: &[Answer]) -> Counts {
    let text = Text::new(&article.text);
    let mut gold: Vec<Piece> = article.quotes.iter().filter_map(|quote| piece(quote, &text)).collect();
    let mut pred: Vec<Piece> = answers.iter().filter_map(|answer| piece(&answer.quote, &text)).collect();
    let dropped = [article.quotes.len() - gold.len(), answers.len() - pred.len()].map(|n| n as f64);
    leave_out_optional(&mut gold, &mut pred);
    let mut counts = Counts { dropped, ..Counts::default() };
    count_pieces(&gold, &pred, &mut counts);
    count_words(&gold, &pred, &mut counts);
    count_regions(&gold, &pred, &text, &mut counts);
    count_quoted(&gold, &pred, &text, &mut counts);
    count_cues(&gold, &pred, &mut counts);
    counts
}

fn leave_out_optional(gold: &mut Vec<Piece>, pred: &mut Vec<Piece>) {
    if !gold.iter().any(|g| g.optional) {
        return;
    }
    let excused: Vec<usize> =
        pair(gold, pred).iter().filter(|p| p.dice >= HALF && gold[p.gold].optional).map(|p| p.pred).collect();
    let mut index = 0;
    pred.retain(|_| {
        index += 1;
        !excused.contains(&(index - 1))
    });
    gold.retain(|g| !g.optional);
}

fn yes(condition: bool) -> f64 {
    if condition { 1.0 } else { 0.0 }
}

fn is_source_right(gold: &Piece, pred: &Piece) -> bool {
    if gold.has_source { !gold.source.is_disjoint(&pred.source) } else { !pred.has_source }
}

fn count_pieces(gold: &[Piece], pred: &[Piece], counts: &mut Counts) {
    let tallies = &mut counts.tallies;
    for (side, pieces) in [gold, pred].into_iter().enumerate() {
        for group in pieces.iter().flat_map(|piece| &piece.groups) {
            tallies.entry(group).or_default().count[side] += 1.0;
        }
    }
    for found in pair(gold, pred) {
        let (g, p) = (&gold[found.gold], &pred[found.pred]);
        let matched = found.dice >= HALF;
        let right = matched && is_source_right(g, p);
        for (side, piece) in [g, p].into_iter().enumerate() {
            for group in &piece.groups {
                let tally = tallies.entry(group).or_default();
                tally.strict[side] += yes(g.words == p.words);
                tally.matched[side] += yes(matched);
                tally.e2e[side] += yes(right);
                tally.soft[side] += found.shared as f64 / piece.words.len() as f64;
            }
        }
        for group in g.groups.iter().filter(|_| matched) {
            let tally = tallies.entry(group).or_default();
            tally.sources += 1.0;
            tally.sources_right += yes(right);
            tally.sources_exact += yes(right && g.source == p.source);
            let part = if g.has_source { &mut tally.with_source } else { &mut tally.without_source };
            part[0] += yes(right);
            part[1] += 1.0;
            tally.kind_right += yes(p.label == g.kind);
        }
    }
}

fn count_words(gold: &[Piece], pred: &[Piece], counts: &mut Counts) {
    let of = |pieces: &[Piece], group: &str| -> Words {
        pieces.iter().filter(|piece| piece.groups.contains(&group)).flat_map(|piece| &piece.words).copied().collect()
    };
    let all = [of(gold, "all"), of(pred, "all")];
    for group in &ALL[..6] {
        let own = [of(gold, group), of(pred, group)];
        let tally = counts.tallies.entry(group).or_default();
        for side in 0..2 {
            tally.words[side] = own[side].len() as f64;
            tally.words_shared[side] = own[side].intersection(&all[1 - side]).count() as f64;
        }
    }
}

fn count_regions(gold: &[Piece], pred: &[Piece], text: &Text, counts: &mut Counts) {
    let all = [gold, pred].map(|pieces| pieces.iter().flat_map(|piece| &piece.words).copied().collect::<Words>());
    for region in &text.regions {
        let [g, p] = [0, 1].map(|side| 2 * region.intersection(&all[side]).count() >= region.len());
        counts.regions += 1.0;
        counts.marked[0] += yes(g);
        counts.marked[1] += yes(p);
        counts.marked_right += yes(g && p);
    }
}

fn count_quoted(gold: &[Piece], pred: &[Piece], text: &Text, counts: &mut Counts) {
    let cut = |pieces: &[Piece]| -> Vec<Piece> {
        let quoted = |piece: &Piece| Piece {
            words: piece.words.intersection(&text.quoted).copied().collect(),
            groups: vec!["quoted"],
            ..piece.clone()
        };
        pieces.iter().map(quoted).filter(|piece| !piece.words.is_empty()).collect()
    };
    count_pieces(&cut(gold), &cut(pred), counts);
}

fn count_cues(gold: &[Piece], pred: &[Piece], counts: &mut Counts) {
    let gold: Vec<&Piece> = gold.iter().filter(|piece| !piece.cue_chars.is_empty()).collect();
    let pred: Vec<&Piece> = pred.iter().filter(|piece| !piece.cue_chars.is_empty()).collect();
    counts.cues = [gold.len() as f64, pred.len() as f64];
    let mut taken = vec![false; pred.len()];
    for g in gold {
        let shared = |p: &Piece| {
            let (a, b) =
                if g.cue.is_empty() && p.cue.is_empty() { (&g.cue_chars, &p.cue_chars) } else { (&g.cue, &p.cue) };
            a.intersection(b).count()
        };
        let free = (0..pred.len()).filter(|&j| !taken[j]).map(|j| (shared(pred[j]), std::cmp::Reverse(j)));
        if let Some((_, std::cmp::Reverse(j))) = free.filter(|(n, _)| *n > 0).max() {
            taken[j] = true;
            counts.cues_right += 1.0;
        }
    }
}

fn rounded(percent: f64) -> f64 {
    format!("{percent:.2}").parse().unwrap_or(percent)
}

fn prf(right: [f64; 2], count: [f64; 2]) -> Prf {
    let p = if count[1] > 0.0 { 100.0 * right[1] / count[1] } else { yes(count[0] == 0.0) * 100.0 };
    let r = if count[0] > 0.0 { 100.0 * right[0] / count[0] } else { 100.0 };
    let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    Prf { p: rounded(p), r: rounded(r), f: rounded(f) }
}

fn share([right, count]: [f64; 2]) -> Option<f64> {
    (count > 0.0).then(|| rounded(100.0 * right / count))
}

fn metrics(counts: &Counts) -> Metrics {
    let block = |group: &&'static str| {
        let tally = counts.tallies.get(group).copied().unwrap_or_default();
        let detailed = *group != "quoted";
        let block = Block {
            gold: tally.count[0] as u64,
            pred: tally.count[1] as u64,
            strict: prf(tally.strict, tally.count),
            matched: prf(tally.matched, tally.count),
            soft: prf(tally.soft, tally.count),
            e2e: prf(tally.e2e, tally.count),
            source: Source {
                matched: tally.sources as u64,
                accuracy: share([tally.sources_right, tally.sources]),
                parts: detailed.then(|| SourceParts {
                    exact: share([tally.sources_exact, tally.sources]),
                    with_source: share(tally.with_source),
                    without_source: share(tally.without_source),
                }),
            },
            token: detailed.then(|| prf(tally.words_shared, tally.words)),
            kind_accuracy: detailed.then(|| share([tally.kind_right, tally.sources])),
        };
        (*group, block)
    };
    let part = |right: f64, count: [f64; 2], regions: Option<f64>| Part {
        prf: prf([right, right], count),
        regions: regions.map(|n| n as u64),
        gold: count[0] as u64,
        pred: count[1] as u64,
    };
    Metrics {
        blocks: ALL.iter().map(block).collect(),
        marked: part(counts.marked_right, counts.marked, Some(counts.regions)),
        cue: part(counts.cues_right, counts.cues, None),
        dropped: Dropped { gold: counts.dropped[0] as u64, pred: counts.dropped[1] as u64 },
    }
}
