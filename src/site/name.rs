//! Names, taken apart to be compared and sorted.

use super::fold::fold;
use crate::extract::EntityKind;

/// A name as it is compared: folded, in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FoldedName {
    /// With a space between two words.
    joined: String,
}

impl FoldedName {
    /// Takes a person's name apart: `J.K. Larkin-Moss` is `j k larkin-moss`.
    pub(super) fn of_person(name: &str) -> Self {
        Self::from_words(fold(name).split(|c: char| c == '.' || is_between_words(c)))
    }

    /// Takes the name of a body or document apart: a leading `the` does not count, nor do the stops in `U.N.`
    pub(super) fn of_body(name: &str) -> Self {
        let mut folded = fold(name);
        folded.retain(|c| c != '.');
        let name = Self::from_words(folded.split(is_between_words));
        match name.joined.strip_prefix("the ") {
            Some(rest) => Self { joined: rest.to_owned() },
            None => name,
        }
    }

    fn from_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut joined = String::new();
        for word in words.filter(|word| !word.is_empty()) {
            joined.push_str(if joined.is_empty() { "" } else { " " });
            joined.push_str(word);
        }
        Self { joined }
    }

    /// The words with spaces between them.
    pub(super) fn joined(&self) -> &str {
        &self.joined
    }

    fn words(&self) -> Vec<&str> {
        self.joined.split_terminator(' ').collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// Whether it is one word: a lone surname, a first name, a stage name, an acronym.
    pub(super) fn is_lone(&self) -> bool {
        self.word_count() == 1
    }

    pub(super) fn word_count(&self) -> usize {
        self.joined.split_terminator(' ').count()
    }

    pub(super) fn first(&self) -> &str {
        self.joined.split(' ').next().unwrap_or_default()
    }

    /// The last word: for a person's full name the surname or its last part.
    pub(super) fn last(&self) -> &str {
        self.joined.rsplit(' ').next().unwrap_or_default()
    }

    /// Whether a person called `full` can be called this by the surname alone.
    pub(super) fn is_surname_of(&self, full: &Self) -> bool {
        self.is_lone() && full.word_count() > 1 && self.last() == full.last()
    }

    /// Whether this is `full` with initials for names or without middle names: `J. Moss`, `Jane Moss` for `Jane A. Moss`.
    ///
    /// Two first names that are both written out must be the same.
    pub(super) fn abbreviates(&self, full: &Self) -> bool {
        if self.last() != full.last() || self == full {
            return false;
        }
        match (self.words().as_slice(), full.words().as_slice()) {
            ([first, middle @ .., _], [full_first, full_middle @ .., _]) => {
                shortens(first, full_first) && are_left_of(middle, full_middle)
            }
            _ => false,
        }
    }
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || c == ','
}

/// Whether `short` is `word` or its initial.
fn shortens(short: &str, word: &str) -> bool {
    let mut letters = short.chars();
    let initial = letters.next().filter(|_| letters.next().is_none());
    short == word || initial.is_some_and(|initial| word.starts_with(initial))
}

/// Whether `some` is what is left of the middle names `all`, in order, after dropping or shortening some.
fn are_left_of(some: &[&str], all: &[&str]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|short| rest.any(|word| shortens(short, word)))
}

/// What lists are sorted by: `ruiz ana` for a person, the name without a leading article for everything else.
pub(super) fn sort_key(name: &str, kind: EntityKind) -> String {
    match kind {
        EntityKind::Person => {
            let name = FoldedName::of_person(name).joined;
            name.rsplit_once(' ').map_or_else(|| name.clone(), |(rest, last)| format!("{last} {rest}"))
        }
        EntityKind::Organization | EntityKind::Group | EntityKind::Document => FoldedName::of_body(name).joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations() {
        for (short, full, expected) in [
            ("J. Moss", "Jane Moss", true),
            ("Jane Moss", "Jane A. Moss", true),
            ("Jane A. Moss", "Jane Alice Moss", true),
            ("J. A. Moss", "Jane Alice Moss", true),
            ("Jane Moss", "Jane Moss", false),
            ("Jane B. Moss", "Jane Alice Moss", false),
            ("Jan Moss", "Jane Moss", false),
            ("Alice Moss", "Jane Alice Moss", false),
            ("Jane Moss", "June Moss", false),
            ("Jane Moss", "Jane Larkin-Moss", false),
            ("Moss", "Jane Moss", false),
            ("", "Jane Moss", false),
        ] {
            let (a, b) = (FoldedName::of_person(short), FoldedName::of_person(full));
            assert_eq!(a.abbreviates(&b), expected, "{short} / {full}");
        }
    }

    #[test]
    fn surnames() {
        for (lone, full, expected) in [
            ("Moss", "Jane Moss", true),
            ("MOSS", "Jane Moss", true),
            ("Nunez", "José Núñez", true),
            ("Moss", "Jane Larkin-Moss", false),
            ("Jane", "Jane Moss", false),
            ("Moss", "Moss", false),
            ("Ann Moss", "Mary Ann Moss", false),
        ] {
            let (a, b) = (FoldedName::of_person(lone), FoldedName::of_person(full));
            assert_eq!(a.is_surname_of(&b), expected, "{lone} / {full}");
        }
    }

    #[test]
    fn sort_keys() {
        for (name, kind, expected) in [
            ("Ána Ruiz", EntityKind::Person, "ruiz ana"),
            ("Banksia", EntityKind::Person, "banksia"),
            ("The Harbour Trust", EntityKind::Organization, "harbour trust"),
            ("The The", EntityKind::Group, "the"),
            ("U.N.", EntityKind::Organization, "un"),
            ("", EntityKind::Person, ""),
        ] {
            assert_eq!(sort_key(name, kind), expected, "{name}");
        }
    }
}
