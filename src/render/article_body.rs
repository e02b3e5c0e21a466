//! The body of an article: its text with the quotations wrapped, and callouts beside their paragraphs.
//!
//! Quotations are annotations and callouts are insertions: the words between them are the article's own, and only
//! `markdown` writes them.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::callouts::{callouts, own_language};
use super::error::RenderError;
use super::press::Press;
use super::view::{ArticlePage, QuotationLink, Shared, VoiceView};
use crate::article::{Article, Content, Format};
use crate::extract::Attribution;
use crate::markdown::{Annotation, Insertion};
use crate::site::{Voice, spoken};
use crate::text::Span;

/// A quotation that is shown, with what is known about its source.
pub(super) struct Shown<'a> {
    /// Its place in the extraction.
    pub(super) index: usize,
    pub(super) attribution: &'a Attribution,
    pub(super) voice: &'a VoiceView,
    pub(super) link: &'a Shared<QuotationLink>,
}

/// The body as HTML. `page` has the views of `voices`, in the same order.
pub(super) fn article_body(
    press: &Press<'_>,
    article: &Article,
    voices: &[Voice],
    page: &ArticlePage,
) -> Result<String, RenderError> {
    let voice_of: HashMap<usize, (&VoiceView, &Shared<QuotationLink>)> = (voices.iter().zip(&page.voices))
        .flat_map(|(voice, view)| {
            voice.quotations.iter().zip(&view.quotations).map(move |(&index, link)| (index, (view, link)))
        })
        .collect();
    let shown: Vec<Shown<'_>> = spoken(article)
        .filter_map(|(index, attribution)| {
            let &(voice, link) = voice_of.get(&index)?;
            Some(Shown { index, attribution, voice, link })
        })
        .collect();
    let annotations = annotations(&shown);
    let content = article.content();
    let mut insertions = callouts(press, article, &content, &shown)?;
    if page.title_in_body {
        insertions.insert(0, header_below_title(press, article, &content, page)?);
    }
    Ok(match article.format {
        Format::Markdown => {
            let links = press.links(&article.url_path);
            press.markdown(links, (&article.source, &content.body), &annotations, &insertions)
        }
        Format::PlainText => crate::markdown::plain_to_html(&content.text, &content.blocks, &annotations, &insertions),
    })
}

fn annotations(shown: &[Shown<'_>]) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> = Vec::new();
    // Where those that are there end, by where they start.
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for quotation in shown {
        for (piece, &span) in quotation.attribution.content.iter().enumerate() {
            let before = ends.range(..span.end()).next_back();
            if !span.is_empty() && before.is_none_or(|(_, &end)| end <= span.start()) {
                ends.insert(span.start(), span.end());
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
    let kind = quotation.attribution.kind.name();
    let mut attributes = vec![("class", format!("quote quote-{kind} tone-{}", voice.tone))];
    if voice.status != "unknown" {
        let href = voice.quotations_href.as_ref().map(|href| format!("{href}#{}", quotation.link.id));
        attributes.push(("href", href.unwrap_or_else(|| format!("#{}", voice.id))));
    }
    let mut first_attributes = attributes.clone();
    first_attributes.push(("title", format!("{}, {kind} quotation", voice.name)));
    if is_first {
        first_attributes.insert(0, ("id", quotation.link.id.clone()));
    }
    let element = if voice.status == "unknown" { "span" } else { "a" };
    Annotation { span, element, first_attributes, later_attributes: attributes }
}

/// Where the body begins with the headline, what else belongs into the header follows it there.
fn header_below_title(
    press: &Press<'_>,
    article: &Article,
    content: &Content,
    page: &ArticlePage,
) -> Result<Insertion, RenderError> {
    #[derive(Serialize)]
    struct Header<'a> {
        article: &'a ArticlePage,
        language: Option<&'a str>,
    }
    let at = content.blocks.first().map_or(0, |block| block.span.start());
    let html = press.component("article_details", &Header { article: page, language: own_language(press, article) })?;
    Ok(Insertion { at, before: String::new(), after: html })
}
