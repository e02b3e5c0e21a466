//! Which quotations can stand by themselves, large, in a margin or on the front page.
//!
//! A pull quote is shown whole and unchanged like every other quotation, so it has to be a sentence already.

use crate::article::Article;
use crate::extract::Kind;

/// Fewer words are rarely a thought, more are no longer read at a glance.
const WORDS: std::ops::RangeInclusive<u32> = 7..=32;

/// What a quotation must be worth to be shown large; the text beside it shows it in any case.
const CONFIDENCE: f32 = 0.6;

/// Whether a quotation is direct, in one piece, of a good length, a whole sentence, and surely of the source it names.
pub(super) fn is_pull_quote(article: &Article, index: usize) -> bool {
    let attribution = &article.extraction.attributions[index];
    let [span] = attribution.content.as_slice() else { return false };
    attribution.kind == Kind::Direct
        && attribution.entity.is_some()
        && attribution.confidence >= CONFIDENCE
        && WORDS.contains(&article.quoted_words[index])
        && is_sentence(span.of(&article.content().text).trim())
}

fn is_sentence(text: &str) -> bool {
    !text.contains('\n') && text.starts_with(char::is_uppercase) && text.ends_with(['.', '!', '?', '…'])
}

/// Whether a quotation of `length` bytes, set large in the margin, is about as high as `room` bytes of text beside it.
pub(super) fn fits_beside(length: usize, room: usize) -> bool {
    2 * room >= 5 * length + 200
}

#[cfg(test)]
mod tests {
    use crate::site::sample::Sample;

    use super::*;

    #[test]
    fn pull_quotes() {
        for (words, expected) in [
            ("We will not close the quay this winter.", true),
            ("Would you close the quay in a winter like this?", true),
            ("we will not close the quay this winter.", false),
            ("We will not close the quay this winter,", false),
            ("We will not.", false),
        ] {
            let sample = Sample::new("a").text(&format!("“{words}” said Moss.")).person("Moss");
            let article = sample.says(Kind::Direct, &[words], "said").build();
            assert_eq!(is_pull_quote(&article, 0), expected, "{words}");
        }
    }
}
