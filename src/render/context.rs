//! What the article says around a quotation: the rest of the sentences that it begins and ends in.

use crate::article::Content;
use crate::extract::{Attribution, Kind};
use crate::text::{Span, one_line, sentence_spans};

/// As many bytes are kept on either side.
const MOST: usize = 140;

/// So far away the end of a sentence is looked for, in bytes: long sentences cost no more.
const WINDOW: usize = 1024;

/// Most sentences end sooner, and it is told sooner.
const NEAR: usize = 256;

/// The words before and after a quotation, in one line each, perhaps empty. Quotation marks that hold a direct quotation are left
/// out: pages draw them.
pub(super) fn context(content: &Content, attribution: &Attribution) -> (String, String) {
    let extent = attribution.extent();
    let begun_before =
        |at: usize| content.blocks[..content.blocks.partition_point(|block| block.span.start() < at)].last();
    let block = begun_before(extent.start() + 1).filter(|block| block.span.contains(extent.start()));
    let last_block = begun_before(extent.end());
    let (Some(block), Some(last_block)) = (block, last_block) else { return (String::new(), String::new()) };
    let text = content.text.as_str();
    let ascribed = attribution.cue.into_iter().chain(attribution.source);
    // The words that ascribe belong to the quotation, even where a sentence seems to end between them and it.
    let from = ascribed.clone().filter(|span| span.end() <= extent.start()).map(Span::start).min();
    let to = ascribed.filter(|span| span.start() >= extent.end()).map(Span::end).max();
    let start = sentence_start(text, block.span, from.unwrap_or(extent.start()));
    let before = text.get(start..extent.start()).unwrap_or_default();
    let closed = to.is_none() && text[..extent.end()].ends_with(['.', '!', '?', '…']);
    let end = if closed { extent.end() } else { sentence_end(text, last_block.span, to.unwrap_or(extent.end())) };
    let after = text.get(extent.end()..end).unwrap_or_default();
    let (mut before, mut after) = (one_line(before), one_line(after));
    if attribution.kind == Kind::Direct {
        before.truncate(before.trim_end_matches(['“', '"', '‘', '\'', '«', '„', ' ']).len());
        after = after.trim_start_matches(['”', '"', '’', '\'', '»', ' ']).to_owned();
    }
    let after = after.trim_start_matches([',', ';', ' ']);
    let after = if after.contains(char::is_alphanumeric) { after.to_owned() } else { String::new() };
    (last_words(before), first_words(after))
}

/// Where the sentence begins that `at`, a place in `block`, stands in.
fn sentence_start(text: &str, block: Span, at: usize) -> usize {
    let from = text.ceil_char_boundary(at.saturating_sub(WINDOW).max(block.start()));
    // What stands behind tells whether a sentence ends before it, where one may.
    let may_end = text.get(from..at).is_some_and(|before| before.contains(['.', '!', '?', '…']));
    let to = if may_end { text.floor_char_boundary(block.end().min(at + MOST)) } else { at };
    let starts = sentence_spans(text, Span::new(from, to.max(from))).into_iter().map(Span::start);
    starts.take_while(|start| *start <= at).last().unwrap_or(from)
}

/// Where the sentence ends whose words from `at` on, a place in `block`, are all that is left of it.
fn sentence_end(text: &str, block: Span, at: usize) -> usize {
    let within = |window: usize| {
        let to = text.floor_char_boundary(block.end().min(at + window));
        sentence_spans(text, Span::new(at, to.max(at)))
    };
    let mut sentences = within(NEAR);
    // Where a sentence ends is told by the first words of the next one, which stand there whole if a third one follows.
    if sentences.len() < 3 && at + NEAR < block.end() {
        sentences = within(WINDOW);
    }
    sentences.first().map_or(at, |sentence| sentence.end())
}

fn last_words(text: String) -> String {
    if text.len() <= MOST {
        return text;
    }
    let cut = text.ceil_char_boundary(text.len() - MOST);
    let word = text[cut..].find(' ').map_or(cut, |space| cut + space + 1);
    format!("… {}", &text[word..])
}

fn first_words(text: String) -> String {
    if text.len() <= MOST {
        return text;
    }
    let cut = text.floor_char_boundary(MOST);
    let word = text[..cut].rfind(' ').unwrap_or(cut);
    format!("{} …", &text[..word])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::site::sample::Sample;

    fn check(text: &str, kind: Kind, content: &str, cue: &str, expected: (&str, &str)) {
        let article = Sample::new("a.md").text(text).person("Moss").says(kind, &[content], cue).build();
        let (before, after) = context(&article.content(), &article.extraction.attributions[0]);
        assert_eq!((before.as_str(), after.as_str()), expected, "{text}");
    }

    #[test]
    fn the_rest_of_the_sentence() {
        let go = "We go.";
        check("It rained. Mr. Moss said: “We go.” It cleared.", Kind::Direct, go, "said", ("Mr. Moss said:", ""));
        check(
            "It rained. “We go,” said Dr. Moss at sea. Rain.",
            Kind::Direct,
            "We go,",
            "said",
            ("", "said Dr. Moss at sea."),
        );
        check("“We go.” Moss said so twice. It rained.", Kind::Direct, go, "said", ("", "Moss said so twice."));
        check("“We go”. It rained, Moss said.", Kind::Direct, "We go", "", ("", ""));
        check(
            "It rained. At St. Ives they go, Moss said of the U.S. Navy. Rain.",
            Kind::Indirect,
            "they go",
            "said",
            ("At St. Ives", "Moss said of the U.S. Navy."),
        );
        check("It rained; “Why?” asked Moss. Rain.", Kind::Direct, "Why?", "asked", ("It rained;", "asked Moss."));
        check(
            "Moss said that they go, to the sea.",
            Kind::Indirect,
            "they go",
            "said",
            ("Moss said that", "to the sea."),
        );
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let long = "word ".repeat(60);
        let text = format!("{long}Moss said they go now");
        let article = Sample::new("a.md").text(&text).person("Moss").says(Kind::Indirect, &["they go"], "said").build();
        let (before, after) = context(&article.content(), &article.extraction.attributions[0]);
        assert!(before.starts_with("… word") && before.len() < MOST + 8, "{before}");
        assert_eq!(after, "now");
    }

    proptest! {
        #[test]
        fn looking_no_further_than_needed_finds_the_same(
            parts in prop::collection::vec(select(vec!["Mr. ", "He went. ", "“No!” ", "the U.S. ", "word ", "(x). ", "... ", "a.", "\n", "é"]), 0..120),
            place in 0_usize..400,
        ) {
            let text = parts.concat();
            let at = text.floor_char_boundary(place.min(text.len()));
            let spans = |from: usize, to: usize| sentence_spans(&text, Span::new(from, text.floor_char_boundary(to.min(text.len()))));
            let block = Span::new(0, text.len());
            let start = spans(0, at + MOST).into_iter().map(Span::start).take_while(|start| *start <= at).last();
            let found = sentence_start(&text, block, at);
            prop_assert_eq!(text[found..at].trim_start(), text[start.unwrap_or(0)..at].trim_start());
            let end = spans(at, at + WINDOW).first().map_or(at, |sentence| sentence.end());
            prop_assert_eq!(sentence_end(&text, block, at), end);
        }
    }
}
