//! Quotation marks without their partner: one is enough to turn reporting into speech and speech into reporting.

use super::clue::{At, Clue};
use super::rule::UNBALANCED_MARKS;
use crate::article::Article;
use crate::extract::BlockKind;
use crate::site::Site;
use crate::text::{Block, Span};

pub(super) fn check(site: &Site) -> Vec<Clue> {
    // What opens in one language closes in another, so only the language that is analysed is looked at.
    let articles =
        site.articles.iter().filter(|article| article.metadata.quotes && article.extraction.language == "en");
    articles.flat_map(|article| clues(article)).collect()
}

fn clues(article: &Article) -> Vec<Clue> {
    let content = article.content();
    let blocks: Vec<&Block> = content.blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate).collect();
    let faults = blocks.iter().enumerate().filter_map(|(n, block)| {
        let next = blocks.get(n + 1).map_or("", |next| next.span.of(&content.text));
        let (at, message) = fault(block.span.of(&content.text), next)?;
        let at = block.span.start() + at;
        Some(Clue {
            rule: &UNBALANCED_MARKS,
            source: article.source.clone(),
            at: At::Text(Span::new(at, at + 1)),
            message: message.to_owned(),
            remedy: "put the missing mark in; a quotation that goes on opens every paragraph and closes the last"
                .to_owned(),
        })
    });
    faults.collect()
}

/// The first mark of a paragraph that lacks its partner. A quotation may go on in the next paragraph if that opens again.
fn fault(text: &str, next: &str) -> Option<(usize, &'static str)> {
    curly(text, next).or_else(|| straight(text, next))
}

fn curly(text: &str, next: &str) -> Option<(usize, &'static str)> {
    if text.contains(['„', '«', '»']) {
        return None;
    }
    let mut open = None;
    for (at, mark) in text.char_indices() {
        match (mark, open) {
            ('“', None) => open = Some(at),
            ('“', Some(_)) => return Some((at, "a quotation opens inside of another that was not closed")),
            ('”', Some(_)) => open = None,
            ('”', None) => return Some((at, "a quotation closes that was not opened")),
            _ => {}
        }
    }
    let at = open.filter(|_| !next.trim_start().starts_with('“'))?;
    Some((at, "a quotation is opened and not closed"))
}

fn straight(text: &str, next: &str) -> Option<(usize, &'static str)> {
    // After a digit it may stand for inches or seconds.
    let is_mark = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_digit());
    let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).filter(|&at| is_mark(at)).collect();
    let has_inches = text.matches('"').count() != marks.len();
    if marks.len().is_multiple_of(2) || has_inches || next.trim_start().starts_with('"') {
        return None;
    }
    marks.last().map(|&at| (at, "a quotation mark has no partner"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults() {
        for (text, next, expected) in [
            ("“We sail,” she said. “At dawn.”", "", None),
            ("“We sail,” she said. “At dawn.", "", Some(25)),
            ("“We sail,” she said. “At dawn.", "“And so on.”", None),
            ("We sail,” she said.", "", Some(8)),
            ("“We sail, she said. “At dawn.”", "", Some(22)),
            ("\"We sail,\" she said.", "", None),
            ("\"We sail, she said.", "", Some(0)),
            ("\"We sail.", "\"At dawn,\" she said.", None),
            ("A 6\" pipe and a \"gasket\".", "", None),
            ("A 6\" pipe and \"gasket.", "", None),
            ("„Wir fahren“, sagte sie.", "", None),
            ("‘We sail,’ she said.", "", None),
            ("No marks.", "", None),
        ] {
            assert_eq!(fault(text, next).map(|(at, _)| at), expected, "{text} {next}");
        }
    }
}
