//! The words that searches look for: runs of letters and digits, folded as names are, so that `nunez` finds `Núñez`.
//!
//! `templates/assets/search.js` takes queries apart in the same way.

use unicode_normalization::char::is_combining_mark;

use crate::site::fold;

/// Calls `found` with every word of `text`.
pub(super) fn each_word(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    let mut is_plain = true;
    let mut end = |word: &mut String, is_plain: &mut bool| {
        if !word.is_empty() {
            if *is_plain {
                found(word);
            } else {
                fold(word)
                    .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
                    .filter(|w| !w.is_empty())
                    .for_each(&mut found);
            }
            word.clear();
            *is_plain = true;
        }
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if matches!(c, '\'' | '’') {
            // Not a break: `don’t` is one word.
        } else if c.is_ascii() || matches!(c, '“' | '”' | '—' | '–' | '…') {
            end(&mut word, &mut is_plain);
        } else {
            word.push(c);
            is_plain = false;
        }
    }
    end(&mut word, &mut is_plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (text, expected) in [
            ("The quay, “won’t” re-open.", &["the", "quay", "wont", "re", "open"][..]),
            ("José Núñez Łódź STRASSE straße", &["jose", "nunez", "lodz", "strasse", "strasse"]),
            ("£410m\u{a0}plan", &["410m", "plan"]),
            ("й и\u{306}", &["й", "й"]),
            ("王小明", &["王小明"]),
            ("… — !", &[]),
        ] {
            let mut found = Vec::new();
            each_word(text, |word| found.push(word.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
