//! Links that make a browser show the very words of a quotation: text fragments.
//!
//! A short quotation is named whole, a long one by its first and last words. On our own pages the opening quotation mark goes with
//! the words, where there is one: callouts repeat them in front of the paragraph, but draw their marks by style alone. Other
//! publishers may set other marks, so links to them do without.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::links::ENCODED;
use crate::extract::Attribution;
use crate::text::Span;

/// Quotations of so many words are named whole.
const WHOLE: usize = 10;

/// How many words at either end name a longer one.
const AT_THE_ENDS: usize = 5;

/// What is percent-encoded in a directive, where hyphens and commas have a meaning, too.
const IN_DIRECTIVES: AsciiSet = ENCODED.add(b'-').add(b',');

/// `place`, which ends in a fragment, with the words of a quotation behind it.
pub(super) fn on_own_page(place: &str, text: &str, attribution: &Attribution) -> Option<String> {
    let start = attribution.content.first()?.start();
    let before = text.get(..start)?.chars().next_back();
    let mark = before.filter(|c| matches!(c, '“' | '"' | '‘' | '\'' | '„' | '«' | '»' | '‹' | '「'));
    with_directive(format!("{place}:~:"), text, attribution, mark)
}

/// `url`, where the article was published first, with the words of a quotation behind it.
pub(super) fn on_original(url: &str, text: &str, attribution: &Attribution) -> Option<String> {
    let hash = if url.contains('#') { "" } else { "#" };
    with_directive(format!("{url}{hash}:~:"), text, attribution, None)
}

fn with_directive(mut link: String, text: &str, attribution: &Attribution, mark: Option<char>) -> Option<String> {
    let words = |span: &Span| span.of(text).split_whitespace();
    let (first, last) = (attribution.content.first()?, attribution.content.last()?);
    link.push_str("text=");
    if let Some(mark) = mark {
        push(&mut link, mark.encode_utf8(&mut [0; 4]));
    }
    if attribution.content.len() == 1 && words(first).nth(WHOLE).is_none() {
        words(first).next()?;
        push_words(&mut link, words(first));
        return Some(link);
    }
    push_words(&mut link, words(first).take(AT_THE_ENDS));
    link.push(',');
    let mut ending: Vec<&str> = words(last).rev().take(AT_THE_ENDS).collect();
    ending.reverse();
    push_words(&mut link, ending.into_iter());
    Some(link)
}

fn push_words<'a>(link: &mut String, words: impl Iterator<Item = &'a str>) {
    for (n, word) in words.enumerate() {
        link.push_str(if n > 0 { "%20" } else { "" });
        push(link, word);
    }
}

fn push(link: &mut String, text: &str) {
    link.extend(utf8_percent_encode(text, &IN_DIRECTIVES));
}

#[cfg(test)]
mod tests {
    use crate::extract::Kind;
    use crate::site::sample::Sample;

    use super::*;

    #[test]
    fn fragments() {
        let long = "one two three four five six seven eight nine ten eleven";
        for (text, pieces, ours, original) in [
            (
                "“No, a-b & c.” said",
                &["No, a-b & c."][..],
                "text=%E2%80%9CNo%2C%20a%2Db%20%26%20c.",
                "text=No%2C%20a%2Db%20%26%20c.",
            ),
            ("it was\n late", &["it was\n late"], "text=it%20was%20late", "text=it%20was%20late"),
            ("“No,” she said, “no.”", &["No,", "no."], "text=%E2%80%9CNo%2C,no.", "text=No%2C,no."),
            (long, &[long], "text=one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven", {
                "text=one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven"
            }),
        ] {
            let article = Sample::new("a").text(text).person("Moss").says(Kind::Direct, pieces, "").build();
            let attribution = &article.extraction.attributions[0];
            assert_eq!(on_own_page("#q-1", &article.content().text, attribution), Some(format!("#q-1:~:{ours}")));
            let url = "https://example.org/a";
            assert_eq!(on_original(url, &article.content().text, attribution), Some(format!("{url}#:~:{original}")));
        }
    }
}
