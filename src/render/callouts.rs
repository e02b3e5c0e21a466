//! Callouts: beside each paragraph, who speaks in it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::article_body::Shown;
use super::error::RenderError;
use super::press::Press;
use super::pull_quotes::{fits_beside, is_pull_quote};
use super::view::{QuotationLink, Shared, VoiceView, language_unless};
use crate::article::{Article, Content};
use crate::markdown::Insertion;
use crate::text::Span;

/// How many blocks lie at least between two large quotations in the margin.
const BLOCKS_BETWEEN_PULL_QUOTES: usize = 5;

/// One source beside a block, for the component `callouts`.
#[derive(Debug, Serialize)]
struct Callout<'a> {
    name: &'a str,
    status: &'static str,
    initials: &'a str,
    kind: &'static str,
    tone: usize,
    description: Option<&'a str>,
    /// Whether the callout before this one in the article shows the same source.
    again: bool,
    /// The words that ascribe, of each of its quotations that begin in the block, without repetition.
    cues: Vec<&'a str>,
    /// Kinds of its quotations in the block, without repetition.
    kinds: Vec<&'static str>,
    /// How many of its quotations begin in the block; 0 where one goes on.
    quotation_count: usize,
    /// These quotations, with what each rests on.
    quotations: Vec<&'a Shared<QuotationLink>>,
    /// Whether one of them is as likely wrong as right.
    doubtful: bool,
    /// To the page of a named speaker, where its quotations from this article stand.
    href: Option<&'a str>,
    /// A quotation to be shown large.
    pull_quote: Option<&'a str>,
}

/// What stands of a quotation in one block.
struct Part<'a> {
    quotation: &'a Shown<'a>,
    begins: bool,
}

/// Callouts around every block in which a quotation begins or goes on.
pub(super) fn callouts(
    press: &Press<'_>,
    article: &Article,
    content: &Content,
    shown: &[Shown<'_>],
) -> Result<Vec<Insertion>, RenderError> {
    let by_block = by_block(content, shown);
    let starts: Vec<usize> = by_block.keys().map(|&block| content.blocks[block].span.start()).collect();
    let next_starts = starts.iter().copied().skip(1).chain([content.text.len()]);
    let language = own_language(press, article);
    let mut last_voice = None;
    let mut next_pull_quote = 0;
    let mut insertions = Vec::new();
    for ((block, parts), next_start) in by_block.into_iter().zip(next_starts) {
        let span = content.blocks[block].span;
        let room = if block >= next_pull_quote { next_start - span.start() } else { 0 };
        let callouts = block_callouts((article, content), &parts, room, &mut last_voice);
        if callouts.iter().any(|callout| callout.pull_quote.is_some()) {
            next_pull_quote = block + 1 + BLOCKS_BETWEEN_PULL_QUOTES;
        }
        insertions.push(around(press, span, &callouts, language)?);
    }
    Ok(insertions)
}

/// The language of the site's own words, where the article that they stand in has another.
pub(super) fn own_language<'a>(press: &Press<'a>, article: &Article) -> Option<&'a str> {
    let language = press.settings.language.as_str();
    language_unless(article, language).map(|_| language)
}

/// Quotations by the blocks that they begin or go on in.
fn by_block<'a>(content: &Content, shown: &'a [Shown<'a>]) -> BTreeMap<usize, Vec<Part<'a>>> {
    let mut by_block: BTreeMap<usize, Vec<Part<'a>>> = BTreeMap::new();
    for quotation in shown {
        let mut last_block = None;
        for start in quotation.attribution.content.iter().map(|span| span.start()) {
            let block = content.blocks.partition_point(|block| block.span.start() <= start).checked_sub(1);
            let block = block.filter(|&block| content.blocks[block].span.contains(start));
            if let Some(number) = block.filter(|_| block != last_block) {
                by_block.entry(number).or_default().push(Part { quotation, begins: last_block.is_none() });
                last_block = block;
            }
        }
    }
    by_block
}

/// The callouts of one block, one a source, in the order in which they speak; `room` is the text beside them, in bytes, that a
/// pull quote may take up.
fn block_callouts<'a>(
    (article, content): (&Article, &'a Content),
    parts: &[Part<'a>],
    room: usize,
    last_voice: &mut Option<&'a str>,
) -> Vec<Callout<'a>> {
    let mut callouts: Vec<(&str, Callout<'_>)> = Vec::new();
    let mut may_pull = true;
    for part in parts {
        let Shown { index: place, attribution, voice, link, .. } = *part.quotation;
        let index = callouts.iter().position(|(id, _)| *id == voice.id).unwrap_or_else(|| {
            let again = last_voice.replace(&voice.id) == Some(voice.id.as_str());
            callouts.push((&voice.id, empty_callout(voice, again)));
            callouts.len() - 1
        });
        let callout = &mut callouts[index].1;
        push_new(&mut callout.kinds, Some(attribution.kind.name()));
        if !part.begins {
            continue;
        }
        callout.quotation_count += 1;
        callout.doubtful |= link.sureness.doubtful;
        callout.quotations.push(link);
        push_new(&mut callout.cues, attribution.cue.map(|cue| cue.of(&content.text)));
        if may_pull && is_pull_quote(article, place) && fits_beside(attribution.extent().len(), room) {
            may_pull = false;
            callout.pull_quote = attribution.content.first().map(|span| span.of(&content.text));
        }
    }
    callouts.into_iter().map(|(_, callout)| callout).collect()
}

fn empty_callout(voice: &VoiceView, again: bool) -> Callout<'_> {
    Callout {
        name: &voice.name,
        status: voice.status,
        initials: &voice.initials,
        kind: voice.kind,
        tone: voice.tone,
        description: voice.description.as_deref(),
        again,
        cues: Vec::new(),
        kinds: Vec::new(),
        quotation_count: 0,
        quotations: Vec::new(),
        doubtful: false,
        href: voice.quotations_href.as_deref(),
        pull_quote: None,
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    list.extend(value.filter(|value| !list.contains(value)));
}

/// The callouts stand in front of their block, where they can float beside it, inside an element that lets narrow screens
/// show them below.
fn around(
    press: &Press<'_>,
    block: Span,
    callouts: &[Callout<'_>],
    language: Option<&str>,
) -> Result<Insertion, RenderError> {
    #[derive(Serialize)]
    struct Callouts<'a> {
        callouts: &'a [Callout<'a>],
        language: Option<&'a str>,
    }
    let html = press.component("callouts", &Callouts { callouts, language })?;
    Ok(Insertion {
        at: block.start(),
        before: format!("<div class=\"passage\">\n{}\n", html.trim()),
        after: "\n</div>".to_owned(),
    })
}
