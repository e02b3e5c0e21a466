//! Whether two names are the same: case, possessives and titles in front aside.

use crate::eval::is_title;
use crate::text::word_hash;

/// Whether one of the gold names, with `;` between them, is the given one.
pub fn same(gold: &str, given: &str) -> bool {
    let given = words(given);
    !given.is_empty() && gold.split(';').any(|g| words(g) == given)
}

/// Whether the last words are the same, and one name is a part of the other.
pub fn near(gold: &str, given: &str) -> bool {
    let given = words(given);
    !given.is_empty()
        && gold.split(';').any(|g| {
            let gold = words(g);
            gold.last() == given.last()
                && (gold.iter().all(|w| given.contains(w)) || given.iter().all(|w| gold.contains(w)))
        })
}

/// Whether the last words are the same.
pub fn same_last(gold: &str, given: &str) -> bool {
    let last = words(given).pop();
    last.is_some() && gold.split(';').any(|g| words(g).pop() == last)
}

/// The words of a name, in lower case, without titles in front.
fn words(name: &str) -> Vec<u32> {
    let clean = name.replace("’s", "").replace("'s", "").replace('’', "'");
    let word = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '&' | '.');
    let mut all: Vec<&str> =
        clean.split(word).map(|w| w.trim_matches(['.', '-', '\'', '&'])).filter(|w| !w.is_empty()).collect();
    while all.len() > 1 && is_title(&all[0].to_lowercase()) {
        all.remove(0);
    }
    all.into_iter().map(|w| word_hash(&w.to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_possessives_do_not_count() {
        assert!(same("Ruth Okafor", "Mrs Ruth Okafor's"));
        assert!(same("Port Authority; authority", "the authority"));
        assert!(!same("Ruth Okafor", "Okafor"));
        assert!(!same("Ruth Okafor", ""));
        assert!(near("Ruth Okafor", "Okafor") && !near("Ruth Okafor", "Mary Okafor"));
        assert!(same_last("Ruth Okafor", "Mary Okafor"));
    }
}
