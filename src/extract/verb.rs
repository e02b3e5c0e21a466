//! Verbs of speech and thought, all their forms, by hash.

use std::sync::OnceLock;

use crate::text::{WordMap, entries, word_hash};

/// What a verb form belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verb {
    /// Hash of the lemma.
    pub lemma: u32,
    /// What the verb is mostly used for.
    pub class: VerbClass,
}

/// What a verb is mostly used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbClass {
    /// say, tell, warn.
    Speech,
    /// Speech in one of its usual senses: add, offer.
    Maybe,
    /// think, hope, plan.
    Thought,
}

/// The verb of speech or thought that a word form belongs to, by [`word_hash`].
pub fn verb(form: u32) -> Option<Verb> {
    static FORMS: OnceLock<WordMap<Verb>> = OnceLock::new();
    FORMS.get_or_init(read).get(form)
}

fn read() -> WordMap<Verb> {
    let mut forms = WordMap::with_capacity(12_000);
    for line in entries(include_str!("data/verbs.txt")) {
        let mut words = line.split(' ');
        let (Some(lemma), Some(class)) = (words.next(), words.next()) else { continue };
        let class = match class {
            "speech" => VerbClass::Speech,
            "thought" => VerbClass::Thought,
            _ => VerbClass::Maybe,
        };
        let verb = Verb { lemma: word_hash(lemma), class };
        for form in regular_forms(lemma) {
            let form = word_hash(&form);
            if forms.get(form).is_none() {
                forms.insert(form, verb);
            }
        }
        for form in words {
            forms.insert(word_hash(form), verb);
        }
    }
    forms
}

/// The lemma itself and its regular `-s`, `-ed` and `-ing` forms; where the spelling varies, all of them.
fn regular_forms(lemma: &str) -> Vec<String> {
    let mut forms = vec![lemma.to_owned(), format!("{lemma}s")];
    let cut = &lemma[..lemma.len() - 1];
    let last = lemma.as_bytes()[lemma.len() - 1];
    let before_last = lemma.as_bytes().get(lemma.len().wrapping_sub(2)).copied().unwrap_or(b'a');
    let vowel = |b: u8| b"aeiou".contains(&b);
    match last {
        b'e' => forms.extend([format!("{lemma}d"), format!("{cut}ing")]),
        b'y' if !vowel(before_last) => {
            forms.extend([format!("{cut}ies"), format!("{cut}ied"), format!("{lemma}ing")]);
        }
        _ => forms.extend([format!("{lemma}ed"), format!("{lemma}ing")]),
    }
    if matches!(last, b's' | b'h' | b'x' | b'z' | b'o') {
        forms.push(format!("{lemma}es"));
    }
    if !vowel(last) && !matches!(last, b'w' | b'x' | b'y') && vowel(before_last) {
        let double = char::from(last);
        forms.extend([format!("{lemma}{double}ed"), format!("{lemma}{double}ing")]);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_lemma() {
        for (form, lemma) in [
            ("said", "say"),
            ("says", "say"),
            ("Replied", "reply"),
            ("admitted", "admit"),
            ("warning", "warn"),
            ("told", "tell"),
        ] {
            assert_eq!(verb(word_hash(form)).map(|v| v.lemma), Some(word_hash(lemma)), "{form}");
        }
        assert_eq!(verb(word_hash("table leg")), None);
    }
}
