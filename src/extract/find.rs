//! Finds attributions: content, cue and source mention, but not yet whom the source stands for.
//!
//! 1. Take paragraphs that open with their speaker (`label`); the other stages leave them alone.
//! 2. Pair quotation marks into regions ([`super::quote`]).
//! 3. Find cues ([`super::cue`]).
//! 4. Label each cue's sentence: source, content ([`super::clause`]).
//! 5. Link each region to a cue ([`super::link`]).
//! 6. Put together: region words belong where the linker put them, all other words where the labeller did.

use super::Kind;
use super::analysis::Analysis;
use super::clause::{Label, Scratch, clause, clauses};
use super::cue::{Cue, cues, region_of_tokens, weak_cue};
use super::label::{Labelled, attribution, is_dash, labelled, signature};
use super::lexicon::{Classes, Lexicon};
use super::link::{Choice, Context, Link, link};
use super::model::Model;
use super::quote::{Region, regions};
use super::tag::Tag;
use crate::text::{Case, Span, TokenKind};

/// An attribution without its speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// How much of the content stands between marks.
    pub kind: Kind,
    /// Pieces of the content, in text order.
    pub content: Vec<Span>,
    /// The cue's head word.
    pub cue: Option<Span>,
    /// The source mention.
    pub source: Option<Span>,
    /// Token of the cue's head.
    pub cue_token: Option<usize>,
    /// Probability that this is an attribution with this content and cue.
    pub probability: f32,
    /// Whether it only carries on what an earlier attribution began, whose cue and source it repeats.
    pub carries_on: bool,
}

/// Finds the attributions of a document, in text order.
pub fn find(analysis: &Analysis<'_>, model: &Model) -> Vec<Found> {
    let labelled = labelled(analysis);
    let read = |block: usize| labelled.binary_search_by_key(&block, |l| l.block).is_err();
    let mut regions = regions(analysis);
    regions.retain(|r| read(r.block(analysis)));
    let inside = region_of_tokens(analysis, &regions);
    let mut cues = cues(analysis, &inside, &model.cues);
    cues.retain(|c| read(analysis.sentences[analysis.sentence_of(c.token)].block));
    let clauses = clauses(analysis, &inside, &cues, &model.clauses);
    let context = Context { analysis, regions: &regions, inside: &inside, cues: &cues, clauses: &clauses };
    let links = link(&context, &model.links);
    with_labelled(analysis, &labelled, assemble(&context, &links, model))
}

/// What was found, with what the labelled paragraphs say in the place of what was found in them.
pub fn beside_labels(analysis: &Analysis<'_>, mut found: Vec<Found>) -> Vec<Found> {
    let labelled = labelled(analysis);
    let start = |f: &Found| f.content.first().map_or(usize::MAX, |span| analysis.tokens_of(*span).start);
    let block = |f: &Found| analysis.sentences.get(analysis.sentence_of(start(f))).map(|sentence| sentence.block);
    found.retain(|f| block(f).is_none_or(|block| labelled.binary_search_by_key(&block, |l| l.block).is_err()));
    with_labelled(analysis, &labelled, found)
}

fn with_labelled(analysis: &Analysis<'_>, labelled: &[Labelled], mut found: Vec<Found>) -> Vec<Found> {
    found.extend(labelled.iter().filter_map(|l| attribution(analysis, l)));
    found.sort_by_key(|f| f.content.first().map(|s| s.start()));
    found
}

/// Puts attributions together from clauses and links.
pub fn assemble(context: &Context<'_, '_>, links: &[Link], model: &Model) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut taken = vec![false; context.analysis.tokens.len()];
    let mut linked_to: Vec<Vec<usize>> = vec![Vec::new(); context.cues.len()];
    for (region, link) in links.iter().enumerate() {
        if let Choice::Cue(cue) = link.choice {
            linked_to[outer(context, region, cue as usize)].push(region);
        }
    }
    for index in outermost_first(context) {
        let cue = &context.cues[index];
        let linked = &linked_to[index];
        // Whole sentences of speech beside a reported clause are quotations of their own.
        let (far, near): (Vec<usize>, Vec<usize>) = linked.iter().partition(|&&r| is_apart(context, r, cue.token));
        let split = !far.is_empty() && has_loose_content(context, links, index);
        let reported = split.then(|| cued(context, links, index, cue, &near, &mut taken)).flatten();
        if let Some(first) = &reported {
            let block = |r: usize| context.regions[r].block(context.analysis);
            let together = |a: &usize, b: &usize| block(*a) == block(*b) && b - a == 1;
            found.extend(far.chunk_by(together).map(|regions| follower(context, links, regions, first)));
        }
        found.extend(reported.or_else(|| cued(context, links, index, cue, linked, &mut taken)));
    }
    for (r, link) in links.iter().enumerate().filter(|(_, l)| l.choice == Choice::Uncued) {
        found.push(uncued(context, model, &context.regions[r], link.probability));
    }
    found.sort_by_key(|f| f.content.first().map(|s| s.start()));
    found
}

/// The outermost of the cues that have the region and `cue` in their content, or `cue` itself, as also where it brings in the
/// region as direct speech.
fn outer(context: &Context<'_, '_>, region: usize, cue: usize) -> usize {
    if context.brings_in(region, cue) {
        return cue;
    }
    let (open, token) = (context.regions[region].open + 1, context.cues[cue].token);
    let holds = |c: usize, t: usize| {
        let clause = &context.clauses[c];
        clause.tokens.contains(&t) && clause.labels[t - clause.tokens.start] == Label::Content
    };
    let mut near = cue.saturating_sub(NEAREST)..context.cues.len().min(cue + NEAREST);
    let spoken = |c: usize| context.inside[context.cues[c].token] != context.inside[token];
    near.find(|&c| c != cue && !spoken(c) && holds(c, token) && holds(c, open)).unwrap_or(cue)
}

/// Cues on either side in whose content a cue may stand.
const NEAREST: usize = 32;

/// The cues, those inside the content of another one last: only the outermost attribution of a passage is reported.
fn outermost_first(context: &Context<'_, '_>) -> Vec<usize> {
    let nested = |index: usize| {
        let token = context.cues[index].token;
        let mut near = index.saturating_sub(NEAREST)..context.cues.len().min(index + NEAREST);
        near.any(|other| {
            let clause = &context.clauses[other];
            other != index
                && clause.tokens.contains(&token)
                && clause.labels[token - clause.tokens.start] == Label::Content
        })
    };
    let mut order: Vec<usize> = (0..context.cues.len()).collect();
    order.sort_by_cached_key(|&index| nested(index));
    order
}

/// Whether the cue's clause reports words that stand outside of all marks.
fn has_loose_content(context: &Context<'_, '_>, links: &[Link], cue: usize) -> bool {
    let clause = &context.clauses[cue];
    clause.tokens.clone().zip(&clause.labels).any(|(t, l)| {
        *l == Label::Content && is_word(context.analysis, t) && is_free(context, links, t, context.cues[cue].token)
    })
}

/// Whether no region that is a quotation holds the token, unless it holds the cue too.
fn is_free(context: &Context<'_, '_>, links: &[Link], t: usize, cue: usize) -> bool {
    let region = context.inside[t];
    region == 0 || region == context.inside[cue] || links[region as usize - 1].choice == Choice::NoQuotation
}

/// Whether a region stands in other sentences than the cue.
fn is_apart(context: &Context<'_, '_>, region: usize, cue: usize) -> bool {
    let (analysis, region) = (context.analysis, &context.regions[region]);
    let sentence = &analysis.sentences[analysis.sentence_of(cue)];
    region.block(analysis) != sentence.block
        || region.open >= sentence.tokens.end
        || region.end <= sentence.tokens.start
}

/// A quotation that carries on what `first` began; it shows the source where that stands in the same block.
fn follower(context: &Context<'_, '_>, links: &[Link], regions: &[usize], first: &Found) -> Found {
    let analysis = context.analysis;
    let block = |t: usize| analysis.sentences[analysis.sentence_of(t)].block;
    let apart = first.cue_token.map(block) != regions.first().map(|&r| context.regions[r].block(analysis));
    Found {
        kind: Kind::Direct,
        content: regions.iter().map(|&r| context.regions[r].content(context.analysis)).collect(),
        probability: regions.iter().fold(first.probability, |p, &r| p.min(links[r].probability)),
        cue: first.cue.filter(|_| apart),
        carries_on: apart,
        ..first.clone()
    }
}

/// Whether words outside of the marks are only scraps beside what stands between them: a quoted sentence is complete
/// without words that have no verb of their own.
fn are_scraps<'r>(analysis: &Analysis<'_>, loose: &[usize], mut linked: impl Iterator<Item = &'r Region>) -> bool {
    let verbless = !loose.iter().any(|&t| analysis.tags[t].is_finite());
    verbless && linked.all(|region| is_sentence(analysis, region))
}

/// Whether a region reads as a sentence: a capital, a verb with tense, a comma or stop at its end.
fn is_sentence(analysis: &Analysis<'_>, region: &Region) -> bool {
    let ends = |t: usize| analysis.tags.get(t).is_some_and(|t| matches!(t, Tag::Comma | Tag::Stop));
    let capital = analysis.tokens.get(region.open + 1).is_some_and(|t| t.case != Case::Lower);
    let finite = region.tokens().any(|t| analysis.tags[t].is_finite());
    capital && finite && (ends(region.end - 1) || ends(region.end + 1))
}

fn cued(
    context: &Context<'_, '_>,
    links: &[Link],
    index: usize,
    cue: &Cue,
    linked: &[usize],
    taken: &mut [bool],
) -> Option<Found> {
    let analysis = context.analysis;
    let clause = &context.clauses[index];
    let with =
        |label: Label| clause.tokens.clone().zip(&clause.labels).filter(move |(_, l)| **l == label).map(|(t, _)| t);
    let (source, stray) = source_run(analysis, &with(Label::Source).collect::<Vec<_>>(), cue.token);
    let mut content: Vec<usize> = with(Label::Content).collect();
    reclaim(&mut content, &stray);
    content.retain(|&t| !is_nearer_another(context, index, t));
    content.retain(|&t| is_free(context, links, t, cue.token));
    let all = content.len();
    content.retain(|&t| !taken[t]);
    if content.len() * 2 < all {
        // What is left are scraps of an outer attribution.
        content.clear();
    }
    content.retain(|&t| !(is_that(analysis, t) && linked.iter().any(|&r| context.regions[r].open == t + 1)));
    if !linked.is_empty() && are_scraps(analysis, &content, linked.iter().map(|&r| &context.regions[r])) {
        content.clear();
    }
    let loose = content.iter().any(|&t| is_word(analysis, t));
    let spans = if loose {
        for &r in linked {
            let region = &context.regions[r];
            content.extend(region.open..(region.end + usize::from(region.closed)));
        }
        content.sort_unstable();
        content.dedup();
        runs(context, &content)
    } else {
        linked.iter().map(|&r| context.regions[r].content(analysis)).collect()
    };
    let spans: Vec<Span> = spans.into_iter().filter(|s| !s.is_empty()).collect();
    if spans.is_empty() {
        return None;
    }
    for &t in &content {
        taken[t] = true;
    }
    let kind = match (linked.is_empty(), loose) {
        (true, _) => Kind::Indirect,
        (false, true) => Kind::Mixed,
        (false, false) => Kind::Direct,
    };
    let probability = linked.iter().map(|&r| links[r].probability).fold(cue.probability, f32::max);
    Some(Found {
        kind,
        content: spans,
        cue: Some(cue_span(analysis, cue.token)),
        source,
        cue_token: Some(cue.token),
        probability,
        carries_on: false,
    })
}

/// Whether another cue, which stands between this one and the token and outside of its content, reports the token too: in
/// `said Mr Holt, who warned that it was shut` the last words are the warning.
fn is_nearer_another(context: &Context<'_, '_>, index: usize, token: usize) -> bool {
    let reports = |cue: usize, t: usize| {
        let clause = &context.clauses[cue];
        t.checked_sub(clause.tokens.start).and_then(|t| clause.labels.get(t)) == Some(&Label::Content)
    };
    let at = |cue: usize| context.cues[cue].token;
    let between = if token > at(index) {
        index + 1..context.cues.partition_point(|c| c.token < token)
    } else {
        context.cues.partition_point(|c| c.token <= token)..index
    };
    between.into_iter().any(|other| !reports(index, at(other)) && reports(other, token))
}

/// The cue as shown: its head, with the `to` of `according to`.
fn cue_span(analysis: &Analysis<'_>, head: usize) -> Span {
    let to = analysis.word(head).eq_ignore_ascii_case("according") && analysis.word(head + 1) == "to";
    analysis.span(head..head + 1 + usize::from(to))
}

/// A quotation that the linker found no cue for: it may be signed, or its sentence may hold a word that was nearly a cue.
fn uncued(context: &Context<'_, '_>, model: &Model, region: &Region, probability: f32) -> Found {
    let analysis = context.analysis;
    let mut found = Found {
        kind: Kind::Direct,
        content: vec![region.content(analysis)],
        cue: None,
        source: None,
        cue_token: None,
        probability,
        carries_on: false,
    };
    if let Some(name) = signed(analysis, region) {
        found.source = Some(name);
    } else if let Some(cue) = weak_cue(analysis, context.inside, region.open, &model.cues) {
        let clause = clause(analysis, context.inside, cue.token, &model.clauses, &mut Scratch::default());
        let source = clause.tokens.clone().zip(&clause.labels).filter(|(_, l)| **l == Label::Source).map(|(t, _)| t);
        found.source = source_run(analysis, &source.collect::<Vec<_>>(), cue.token).0;
        found.cue = found.source.and(Some(analysis.tokens[cue.token].span));
        found.cue_token = found.source.and(Some(cue.token));
        found.probability *= cue.probability;
    }
    found
}

/// The name behind a quotation that is signed: `"Never again." - Maren Holt`, or the name as a paragraph of its own.
fn signed(analysis: &Analysis<'_>, region: &Region) -> Option<Span> {
    const LONGEST: usize = 8;
    let block = region.block(analysis);
    let tokens = &analysis.blocks[block].tokens;
    let is_whole = region.open == tokens.start && region.end + 1 == tokens.end;
    let behind = if is_whole {
        let next = analysis.blocks.get(block + 1).map(|next| next.tokens.clone())?;
        let opens_with_a_name = Lexicon::embedded().classes(analysis.tokens[next.start].hash).any(Classes::FIRST);
        Some(next).filter(|next| opens_with_a_name && next.len() > 1)?
    } else {
        let stops = tokens.clone().rev().take_while(|&t| analysis.tags[t] == Tag::Stop).count();
        Some(region.end + 2..tokens.end - stops).filter(|_| is_dash(analysis, region.end + 1))?
    };
    let name = Some(behind).filter(|behind| region.closed && behind.len() <= LONGEST);
    name.and_then(|behind| signature(analysis, behind)).map(|name| analysis.span(name))
}

fn is_word(analysis: &Analysis<'_>, t: usize) -> bool {
    matches!(analysis.tokens[t].kind, TokenKind::Word | TokenKind::Number)
}

/// The source mention, which is the run of source tokens nearest to the cue, and the tokens of the other runs.
fn source_run(analysis: &Analysis<'_>, tokens: &[usize], cue: usize) -> (Option<Span>, Vec<usize>) {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for &t in tokens {
        match runs.last_mut() {
            Some(run) if joins(analysis, run.end, t, cue) => run.end = t + 1,
            _ => runs.push(t..t + 1),
        }
    }
    runs.retain(|r| r.clone().any(|t| is_word(analysis, t)));
    let distance = |r: &std::ops::Range<usize>| if r.start > cue { r.start - cue } else { cue - r.end };
    let Some(nearest) = (0..runs.len()).min_by_key(|&i| distance(&runs[i])) else { return (None, Vec::new()) };
    let mut run = runs.remove(nearest);
    while run.start < run.end && !starts_phrase(analysis, run.start) {
        run.start += 1;
    }
    while run.end > run.start && !ends_phrase(analysis, run.end - 1) {
        run.end -= 1;
    }
    let stray = runs.into_iter().flatten().collect();
    ((run.start < run.end).then(|| analysis.span(run)), stray)
}

/// Whether a source goes on at `t` after a gap of at most one token, which is neither a comma nor the cue.
fn joins(analysis: &Analysis<'_>, end: usize, t: usize, cue: usize) -> bool {
    t == end || (t == end + 1 && end != cue && analysis.tags[end] != Tag::Comma)
}

/// Gives content the words next to it that the labeller took for a second source.
fn reclaim(content: &mut Vec<usize>, stray: &[usize]) {
    for &t in stray {
        if t > 0 && content.contains(&(t - 1)) {
            content.push(t);
        }
    }
    content.sort_unstable();
}

fn starts_phrase(analysis: &Analysis<'_>, t: usize) -> bool {
    !matches!(analysis.tags[t], Tag::Comma | Tag::Stop | Tag::Colon | Tag::Pos)
}

fn ends_phrase(analysis: &Analysis<'_>, t: usize) -> bool {
    match analysis.tags[t] {
        Tag::Comma | Tag::Colon | Tag::Pos => false,
        Tag::Stop => analysis.word(t) != ".",
        _ => true,
    }
}

/// The content's runs of tokens as spans: gaps of punctuation closed, conjunction and commas at the ends cut off.
fn runs(context: &Context<'_, '_>, content: &[usize]) -> Vec<Span> {
    let analysis = context.analysis;
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for &t in content {
        match runs.last_mut() {
            Some(run) if (run.end..t).all(|g| !is_word(analysis, g)) && same_block(analysis, run.end - 1, t) => {
                run.end = t + 1;
            }
            _ => runs.push(t..t + 1),
        }
    }
    runs.into_iter().filter_map(|run| trim(context, run)).collect()
}

fn same_block(analysis: &Analysis<'_>, a: usize, b: usize) -> bool {
    analysis.sentences[analysis.sentence_of(a)].block == analysis.sentences[analysis.sentence_of(b)].block
}

fn trim(context: &Context<'_, '_>, mut run: std::ops::Range<usize>) -> Option<Span> {
    let analysis = context.analysis;
    let first_word = |run: &std::ops::Range<usize>| analysis.word(run.start);
    loop {
        let tag = analysis.tags.get(run.start).copied()?;
        let that = is_that(analysis, run.start);
        // A conjunction at the head of a sentence is the reporter's.
        let head = analysis.sentences[analysis.sentence_of(run.start)].tokens.start == run.start;
        let conjunction = that || (head && matches!(first_word(&run), "But" | "And"));
        if run.start < run.end && (matches!(tag, Tag::Comma | Tag::Colon | Tag::Stop) || conjunction) {
            run.start += 1;
        } else {
            break;
        }
    }
    while run.start < run.end
        && matches!(analysis.tags[run.end - 1], Tag::Comma | Tag::Colon | Tag::Stop)
        && analysis.word(run.end - 1) != "?"
    {
        run.end -= 1;
    }
    let words = run.clone().any(|t| is_word(analysis, t));
    words.then(|| whole_region(context, &run).unwrap_or_else(|| analysis.span(run.clone())))
}

/// Whether the token is the conjunction `that`.
fn is_that(analysis: &Analysis<'_>, t: usize) -> bool {
    matches!(analysis.tags[t], Tag::In | Tag::Wdt | Tag::Dt) && analysis.word(t).eq_ignore_ascii_case("that")
}

/// Where a run is one region with its marks, the text between the marks.
fn whole_region(context: &Context<'_, '_>, run: &std::ops::Range<usize>) -> Option<Span> {
    let region: &Region = context.regions.get(context.inside[run.start].checked_sub(1)? as usize)?;
    let end = region.end + usize::from(region.closed);
    (region.open == run.start && end == run.end).then(|| region.content(context.analysis))
}
