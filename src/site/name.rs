//! Names, taken apart to be compared and sorted.

use super::fold::fold;
use crate::extract::EntityKind;

/// A name as it is compared: folded, in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FoldedName {
    words: Vec<String>,
}

impl FoldedName {
    /// Takes a person's name apart: `J.K. Larkin-Moss` is `j k larkin-moss`.
    pub(super) fn of_person(name: &str) -> Self {
        Self::from_folded(&fold(name).replace('.', " "))
    }

    /// Takes the name of a body or document apart: a leading `the` does not count, nor do the stops in `U.N.`
    pub(super) fn of_body(name: &str) -> Self {
        let mut name = Self::from_folded(&fold(name).replace('.', ""));
        if name.words.len() > 1 && name.words.first().is_some_and(|word| word == "the") {
            name.words.remove(0);
        }
        name
    }

    fn from_folded(folded: &str) -> Self {
        let words = folded.split(|c: char| c.is_whitespace() || c == ',');
        Self { words: words.filter(|word| !word.is_empty()).map(str::to_owned).collect() }
    }

    /// The words with spaces between them.
    pub(super) fn joined(&self) -> String {
        self.words.join(" ")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether it is one word: a lone surname, a first name, a stage name, an acronym.
    pub(super) fn is_lone(&self) -> bool {
        self.words.len() == 1
    }

    pub(super) fn word_count(&self) -> usize {
        self.words.len()
    }

    pub(super) fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The last word: for a person's full name the surname or its last part.
    pub(super) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Whether a person called `full` can be called this by the surname alone.
    pub(super) fn is_surname_of(&self, full: &Self) -> bool {
        self.is_lone() && full.words.len() > 1 && self.last() == full.last()
    }

    /// Whether this is `full` with initials for names or without middle names: `J. Moss`, `Jane Moss` for `Jane A. Moss`.
    ///
    /// Two first names that are both written out must be the same.
    pub(super) fn abbreviates(&self, full: &Self) -> bool {
        let ([first, middle @ .., last], [full_first, full_middle @ .., full_last]) =
            (self.words.as_slice(), full.words.as_slice())
        else {
            return false;
        };
        self != full && last == full_last && shortens(first, full_first) && are_left_of(middle, full_middle)
    }
}

/// Whether `short` is `word` or its initial.
fn shortens(short: &str, word: &str) -> bool {
    let mut letters = short.chars();
    let initial = letters.next().filter(|_| letters.next().is_none());
    short == word || initial.is_some_and(|initial| word.starts_with(initial))
}

/// Whether `some` is what is left of the middle names `all`, in order, after dropping or shortening some.
fn are_left_of(some: &[String], all: &[String]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|short| rest.any(|word| shortens(short, word)))
}

/// What lists are sorted by: `ruiz ana` for a person, the name without a leading article for everything else.
pub(super) fn sort_key(name: &str, kind: EntityKind) -> String {
    let mut words = match kind {
        EntityKind::Person => FoldedName::of_person(name).words,
        EntityKind::Organization | EntityKind::Group | EntityKind::Document => FoldedName::of_body(name).words,
    };
    if kind == EntityKind::Person && !words.is_empty() {
        words.rotate_right(1);
    }
    words.join(" ")
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
