//! The body of an article: its text with the quotations wrapped, and callouts beside their paragraphs.
//!
//! Quotations are annotations and callouts are insertions: the words between them are the article's own, and only
//! `markdown` writes them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::error::RenderError;
use super::press::Press;
use super::pull_quotes::{fits_beside, is_pull_quote};
use super::view::{ArticlePage, VoiceView, quotation_kind};
use crate::article::{Article, Format};
use crate::extract::Attribution;
use crate::markdown::{Annotation, Insertion};
use crate::site::{Voice, spoken};
use crate::text::Span;

/// How many blocks lie at least between two large quotations in the margin.
const BLOCKS_BETWEEN_PULL_QUOTES: usize = 5;

/// One source beside a block, for the component `callouts`.
#[derive(Debug, Serialize)]
struct Callout<'a> {
    name: &'a str,
    status: &'static str,
    initials: &'a str,
    tone: usize,
    description: Option<&'a str>,
    /// Whether the callout before this one in the article shows the same source.
    again: bool,
    /// The words that ascribe, of each of its quotations in the block, without repetition.
    cues: Vec<&'a str>,
    /// Kinds of its quotations in the block, without repetition.
    kinds: Vec<&'static str>,
    /// How many of its quotations begin in the block.
    quotation_count: usize,
    /// A quotation to be shown large.
    pull_quote: Option<&'a str>,
}

/// A quotation that is shown, with what is known about its source.
struct Shown<'a> {
    attribution: &'a Attribution,
    id: &'a str,
    voice: &'a VoiceView,
}

/// The body as HTML. `page` has the views of `voices`, in the same order.
pub(super) fn article_body(
    press: &Press<'_>,
    article: &Article,
    voices: &[Voice],
    page: &ArticlePage,
) -> Result<String, RenderError> {
    let shown: Vec<Shown<'_>> = spoken(article)
        .filter_map(|(index, attribution)| {
            let voice = voices.iter().position(|voice| voice.quotations.contains(&index))?;
            Some(Shown { attribution, id: &article.quote_ids[index], voice: &page.voices[voice] })
        })
        .collect();
    let annotations = annotations(&shown);
    let mut insertions = callouts(press, article, &shown)?;
    if page.title_in_body {
        insertions.insert(0, header_below_title(press, article, page)?);
    }
    Ok(match article.format {
        Format::Markdown => crate::markdown::to_html(&article.body, &annotations, &insertions),
        Format::PlainText => crate::markdown::plain_to_html(&article.text, &article.blocks, &annotations, &insertions),
    })
}

fn annotations(shown: &[Shown<'_>]) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> = Vec::new();
    for quotation in shown {
        for (piece, &span) in quotation.attribution.content.iter().enumerate() {
            if !span.is_empty() && annotations.iter().all(|other| !other.span.overlaps(span)) {
                annotations.push(annotation(quotation, span, piece == 0));
            }
        }
    }
    annotations
}

/// A link to the speaker's page, or to the article's list of voices where the speaker has none; the unknown have no link.
///
/// `title` names the source for readers who do not see the callout.
fn annotation(quotation: &Shown<'_>, span: Span, is_first: bool) -> Annotation {
    let voice = quotation.voice;
    let kind = quotation_kind(quotation.attribution.kind);
    let mut attributes = vec![("class", format!("quote quote-{kind} tone-{}", voice.tone))];
    if voice.status != "unknown" {
        let href = voice.href.as_ref().map(|href| format!("{href}#{}", quotation.id));
        attributes.push(("href", href.unwrap_or_else(|| format!("#{}", voice.id))));
    }
    let mut first_attributes = attributes.clone();
    first_attributes.push(("title", format!("{}, {kind} quotation", voice.name)));
    if is_first {
        first_attributes.insert(0, ("id", quotation.id.to_owned()));
    }
    let element = if voice.status == "unknown" { "span" } else { "a" };
    Annotation { span, element, first_attributes, later_attributes: attributes }
}

/// Callouts around every block in which a quotation begins.
fn callouts(press: &Press<'_>, article: &Article, shown: &[Shown<'_>]) -> Result<Vec<Insertion>, RenderError> {
    let mut by_block: BTreeMap<usize, Vec<&Shown<'_>>> = BTreeMap::new();
    for quotation in shown {
        let start = quotation.attribution.extent().start();
        let after = article.blocks.partition_point(|block| block.span.start() <= start);
        if let Some(block) = after.checked_sub(1).filter(|&block| article.blocks[block].span.contains(start)) {
            by_block.entry(block).or_default().push(quotation);
        }
    }
    let starts: Vec<usize> = by_block.keys().map(|&block| article.blocks[block].span.start()).collect();
    let next_starts = starts.iter().copied().skip(1).chain([article.text.len()]);
    let mut last_voice = None;
    let mut next_pull_quote = 0;
    let mut insertions = Vec::new();
    for ((block, quotations), next_start) in by_block.into_iter().zip(next_starts) {
        let span = article.blocks[block].span;
        let room = if block >= next_pull_quote { next_start - span.start() } else { 0 };
        let callouts = block_callouts(article, &quotations, room, &mut last_voice);
        if callouts.iter().any(|callout| callout.pull_quote.is_some()) {
            next_pull_quote = block + 1 + BLOCKS_BETWEEN_PULL_QUOTES;
        }
        insertions.push(around(press, span, &callouts)?);
    }
    Ok(insertions)
}

/// The callouts of one block, one a source, in the order in which they speak; `room` is the text beside them, in bytes, that a
/// pull quote may take up.
fn block_callouts<'a>(
    article: &'a Article,
    quotations: &[&'a Shown<'_>],
    room: usize,
    last_voice: &mut Option<&'a str>,
) -> Vec<Callout<'a>> {
    let mut callouts: Vec<(&str, Callout<'_>)> = Vec::new();
    let mut pull_quote = quotations
        .iter()
        .find(|shown| is_pull_quote(article, shown.attribution) && fits_beside(shown.attribution.extent().len(), room));
    for shown in quotations {
        let voice = shown.voice;
        let index = callouts.iter().position(|(id, _)| *id == voice.id).unwrap_or_else(|| {
            let again = last_voice.replace(&voice.id) == Some(voice.id.as_str());
            callouts.push((&voice.id, empty_callout(voice, again)));
            callouts.len() - 1
        });
        let callout = &mut callouts[index].1;
        callout.quotation_count += 1;
        push_new(&mut callout.kinds, Some(quotation_kind(shown.attribution.kind)));
        push_new(&mut callout.cues, shown.attribution.cue.map(|cue| cue.of(&article.text)));
        if pull_quote.is_some_and(|chosen| std::ptr::eq(*chosen, *shown)) {
            pull_quote = None;
            callout.pull_quote = shown.attribution.content.first().map(|span| span.of(&article.text));
        }
    }
    callouts.into_iter().map(|(_, callout)| callout).collect()
}

fn empty_callout(voice: &VoiceView, again: bool) -> Callout<'_> {
    Callout {
        name: &voice.name,
        status: voice.status,
        initials: &voice.initials,
        tone: voice.tone,
        description: voice.description.as_deref(),
        again,
        cues: Vec::new(),
        kinds: Vec::new(),
        quotation_count: 0,
        pull_quote: None,
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    list.extend(value.filter(|value| !list.contains(value)));
}

/// The callouts stand in front of their block, where they can float beside it, inside an element that lets narrow screens
/// show them below.
fn around(press: &Press<'_>, block: Span, callouts: &[Callout<'_>]) -> Result<Insertion, RenderError> {
    #[derive(Serialize)]
    struct Callouts<'a> {
        callouts: &'a [Callout<'a>],
    }
    let html = press.component("callouts", &Callouts { callouts })?;
    Ok(Insertion {
        at: block.start(),
        before: format!("<div class=\"passage\">\n{}\n", html.trim()),
        after: "\n</div>".to_owned(),
    })
}

/// Where the body begins with the headline, what else belongs into the header follows it there.
fn header_below_title(press: &Press<'_>, article: &Article, page: &ArticlePage) -> Result<Insertion, RenderError> {
    #[derive(Serialize)]
    struct Header<'a> {
        article: &'a ArticlePage,
    }
    let at = article.blocks.first().map_or(0, |block| block.span.start());
    let html = press.component("article_details", &Header { article: page })?;
    Ok(Insertion { at, before: String::new(), after: html })
}
