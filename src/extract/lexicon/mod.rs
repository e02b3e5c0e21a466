//! What is known of a word by itself: first name, title, noun for a person, body or text, place, common word.
//!
//! The lists are data files; they are read once a process into one table from a word's hash to its classes.

use std::sync::OnceLock;

use crate::text::{entries, word_hash};

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u32);

impl Classes {
    /// First name that men bear.
    pub const FIRST_MALE: Self = Self(1);
    /// First name that women bear.
    pub const FIRST_FEMALE: Self = Self(1 << 1);
    /// First name of either kind.
    pub const FIRST: Self = Self(3);
    /// Common surname.
    pub const SURNAME: Self = Self(1 << 2);
    /// Form of address that only stands before a name (`Mr`, `Sen.`).
    pub const HONORIFIC: Self = Self(1 << 3);
    /// Word of a title or an office (`Prime`, `Minister`, `Sir`).
    pub const TITLE: Self = Self(1 << 4);
    /// Shows a man (`Mr`, `actor`).
    pub const MALE: Self = Self(1 << 5);
    /// Shows a woman (`Mrs`, `actress`).
    pub const FEMALE: Self = Self(1 << 6);
    /// Noun for one human being.
    pub const PERSON: Self = Self(1 << 7);
    /// Noun for several people (`officials`, `crowd`).
    pub const PEOPLE: Self = Self(1 << 8);
    /// Common noun for a body (`company`).
    pub const BODY: Self = Self(1 << 9);
    /// Plural of such a noun.
    pub const BODIES: Self = Self(1 << 10);
    /// Noun for something written or recorded (`report`).
    pub const TEXT: Self = Self(1 << 11);
    /// Word by which the proper name of a body is known (`Council`, `Ltd`).
    pub const BODY_NAME: Self = Self(1 << 12);
    /// Name of a place, of one word.
    pub const PLACE: Self = Self(1 << 13);
    /// Nation, people, faith or party, singular or adjective (`British`, `Democrat`).
    pub const DEMONYM: Self = Self(1 << 14);
    /// Plural of such a word.
    pub const DEMONYMS: Self = Self(1 << 15);
    /// Common word of English.
    pub const COMMON: Self = Self(1 << 16);
    /// Word of grammar: article, preposition, conjunction, auxiliary, pronoun, adverb.
    pub const GRAMMAR: Self = Self(1 << 17);
    /// Day or month.
    pub const CALENDAR: Self = Self(1 << 18);
    /// Particle inside a name (`van`, `de`, `al`).
    pub const PARTICLE: Self = Self(1 << 19);
    /// Suffix of a name (`Jr`, `III`).
    pub const SUFFIX: Self = Self(1 << 20);

    /// Noun for a body that needs no name before it (`the government`, `the court`).
    pub const STANDING: Self = Self(1 << 21);

    /// Letters after a name (`MP`).
    pub const POSTNOMINAL: Self = Self(1 << 22);
    /// Noun for a body that stands behind its name (`the Harbour Times newspaper`).
    pub const NAMING: Self = Self(1 << 23);

    /// Noun for a text that speaks for the one it comes from (`report`).
    pub const ISSUED: Self = Self(1 << 24);
    /// Participle between such a text and the one it comes from (`issued`).
    pub const ISSUING: Self = Self(1 << 25);

    /// Whether the word is in any class of `other`.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The table of all listed words.
#[derive(Debug)]
pub struct Lexicon {
    /// Open addressing; the classes of an empty slot are empty.
    slots: Vec<(u32, Classes)>,
    /// Hashes of places of several words, sorted; see [`phrase_hash`].
    places: Vec<u32>,
}

impl Lexicon {
    /// The lexicon that the program is built with.
    pub fn embedded() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(read)
    }

    /// The classes of the word with this hash (see [`word_hash`]).
    pub fn classes(&self, hash: u32) -> Classes {
        self.slots[self.slot(hash)].1
    }

    /// Whether these words, by their hashes, are the name of a place.
    pub fn is_place(&self, words: impl Iterator<Item = u32> + Clone) -> bool {
        match words.clone().nth(1) {
            None => words.take(1).any(|w| self.classes(w).any(Classes::PLACE)),
            Some(_) => self.places.binary_search(&phrase_hash(words)).is_ok(),
        }
    }

    fn slot(&self, hash: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut i = hash as usize & mask;
        while self.slots[i].0 != hash && self.slots[i].1 != Classes::default() {
            i = (i + 1) & mask;
        }
        i
    }

    fn add(&mut self, word: &str, classes: Classes) {
        let hash = word_hash(word);
        let slot = self.slot(hash);
        self.slots[slot] = (hash, self.slots[slot].1.or(classes));
    }
}

/// One hash for several words.
fn phrase_hash(words: impl Iterator<Item = u32>) -> u32 {
    words.fold(0, |sum: u32, word| sum.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ word)
}

/// More than the number of listed words with their plurals and abbreviations, by half.
const SLOTS: usize = 1 << 17;

fn read() -> Lexicon {
    let mut lexicon = Lexicon { slots: vec![(0, Classes::default()); SLOTS], places: Vec::new() };
    for (data, classes) in plain_lists() {
        for word in entries(data) {
            lexicon.add(word, classes);
        }
    }
    for (data, one, several) in counted_lists() {
        for word in entries(data) {
            lexicon.add(word, one);
            lexicon.add(&plural(word), several);
        }
    }
    for (data, male, female) in gendered_lists() {
        for (word, gender) in entries(data).filter_map(|entry| entry.split_once(' ')) {
            let m = if gender.contains('m') { male } else { Classes::default() };
            let f = if gender.contains('f') { female } else { Classes::default() };
            if m.or(f) != Classes::default() {
                lexicon.add(word, m.or(f));
                if !m.or(f).any(Classes::FIRST) {
                    lexicon.add(&format!("{word}."), m.or(f));
                }
            }
        }
    }
    for (data, classes) in abbreviated_lists() {
        for word in entries(data) {
            lexicon.add(word, classes);
            lexicon.add(&format!("{word}."), classes);
        }
    }
    for place in entries(include_str!("data/places.txt")) {
        if place.contains(' ') {
            lexicon.places.push(phrase_hash(place.split(' ').map(word_hash)));
        } else {
            lexicon.add(place, Classes::PLACE);
        }
    }
    lexicon.places.sort_unstable();
    lexicon
}

fn plain_lists() -> [(&'static str, Classes); 13] {
    [
        (include_str!("data/surnames.txt"), Classes::SURNAME),
        (include_str!("data/common_words.txt"), Classes::COMMON),
        (include_str!("data/grammar_words.txt"), Classes::GRAMMAR),
        (include_str!("data/calendar.txt"), Classes::CALENDAR),
        (include_str!("data/group_nouns.txt"), Classes::PEOPLE),
        (include_str!("data/document_nouns.txt"), Classes::TEXT),
        (include_str!("data/organization_words.txt"), Classes::BODY_NAME),
        (include_str!("data/name_particles.txt"), Classes::PARTICLE),
        (include_str!("data/standing_bodies.txt"), Classes::STANDING),
        (include_str!("data/name_postnominals.txt"), Classes::POSTNOMINAL),
        (include_str!("data/naming_bodies.txt"), Classes::NAMING),
        (include_str!("data/issued_texts.txt"), Classes::ISSUED),
        (include_str!("data/issuing_verbs.txt"), Classes::ISSUING),
    ]
}

/// Lists of singular nouns, with the classes of singular and plural.
fn counted_lists() -> [(&'static str, Classes, Classes); 3] {
    [
        (include_str!("data/person_nouns.txt"), Classes::PERSON, Classes::PEOPLE),
        (include_str!("data/organization_nouns.txt"), Classes::BODY, Classes::BODIES),
        (include_str!("data/demonyms.txt"), Classes::DEMONYM, Classes::DEMONYMS),
    ]
}

/// Lists of words with their gender, and the classes for male and female.
fn gendered_lists() -> [(&'static str, Classes, Classes); 2] {
    [
        (include_str!("data/first_names.txt"), Classes::FIRST_MALE, Classes::FIRST_FEMALE),
        (include_str!("data/gendered_nouns.txt"), Classes::MALE, Classes::FEMALE),
    ]
}

/// Lists of words that may be written with a full stop.
fn abbreviated_lists() -> [(&'static str, Classes); 3] {
    [
        (include_str!("data/titles.txt"), Classes::TITLE),
        (include_str!("data/honorifics.txt"), Classes::HONORIFIC),
        (include_str!("data/name_suffixes.txt"), Classes::SUFFIX),
    ]
}

/// The plural of an English noun.
fn plural(word: &str) -> String {
    const REGULAR: [&str; 9] =
        ["german", "roman", "norman", "ottoman", "burman", "human", "shaman", "brahman", "mussulman"];
    if let Some(stem) = word.strip_suffix("man").filter(|_| !REGULAR.iter().any(|end| word.ends_with(end))) {
        return format!("{stem}men");
    }
    if word.ends_with("child") {
        return format!("{word}ren");
    }
    if let Some(stem) = word.strip_suffix("person") {
        return format!("{stem}people");
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, classes: Classes) {
        assert!(Lexicon::embedded().classes(word_hash(word)).any(classes), "{word}");
    }

    #[test]
    fn words_have_their_classes() {
        check("Keir", Classes::FIRST_MALE);
        check("Mrs.", Classes::FEMALE);
        check("Sen.", Classes::HONORIFIC);
        check("spokeswomen", Classes::PEOPLE);
        check("secretaries", Classes::PEOPLE);
        check("companies", Classes::BODIES);
        check("Republicans", Classes::DEMONYMS);
        check("Council", Classes::BODY_NAME);
        assert!(!Lexicon::embedded().classes(word_hash("xyzzy")).any(Classes(u32::MAX)));
    }

    #[test]
    fn places_have_one_word_or_more() {
        let is_place = |words: &str| Lexicon::embedded().is_place(words.split(' ').map(word_hash));
        assert!(is_place("London"));
        assert!(is_place("New York"));
        assert!(!is_place("York New"));
        assert!(!is_place(""));
    }

    #[test]
    fn plurals_are_regular_but_for_people() {
        for (one, several) in [
            ("man", "men"),
            ("clerk", "clerks"),
            ("ally", "allies"),
            ("boss", "bosses"),
            ("chairperson", "chairpeople"),
            ("german", "germans"),
        ] {
            assert_eq!(plural(one), several);
        }
    }
}
