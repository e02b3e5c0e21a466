//! Whether a cue is one of speech or writing, by its words.

use std::sync::OnceLock;

use crate::text::{WordList, entries};

/// Whether a form of the list stands in the words of a cue.
pub(super) fn is_speech(cue: &str) -> bool {
    static FORMS: OnceLock<WordList> = OnceLock::new();
    const DATA: &str = include_str!("data/speech_cues.txt");
    let forms = FORMS.get_or_init(|| WordList::parse(DATA));
    let lower = cue.to_lowercase();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = lower.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let begins =
        |word: &str| entries(DATA).filter_map(|form| form.strip_suffix('*')).any(|start| word.starts_with(start));
    let pairs = words.windows(2).map(|pair| format!("{} {}", pair[0], pair[1]));
    words.iter().any(|word| forms.contains(word) || begins(word)) || pairs.into_iter().any(|pair| forms.contains(&pair))
}

#[cfg(test)]
mod tests {
    use super::is_speech;

    #[test]
    fn cues_of_speech() {
        for (cue, expected) in [
            ("said", true),
            ("had been SAYING", true),
            ("according\nto", true),
            ("in accordance", false),
            ("pointed out", true),
            ("pointed", false),
            ("retweeted", true),
            ("believes", false),
            ("saying_so", false),
            ("", false),
        ] {
            assert_eq!(is_speech(cue), expected, "{cue}");
        }
    }
}
