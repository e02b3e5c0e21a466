//! What each reason for an attribution was worth.

use std::collections::BTreeMap;

use serde::Serialize;

use super::pairing::Pairing;
use super::who::is_same_name;

/// A reason, and what became of the answers that give it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// Its key.
    pub evidence: String,
    /// Answers that give it.
    pub count: u64,
    /// Of these, those that match gold.
    pub found: u64,
    /// Of those found, those whose speaker is known by gold: by name, or where the gold has no names by a mention.
    pub known: u64,
    /// Of those known, those with the right speaker.
    pub right: u64,
}

/// All reasons that are given, by key.
pub(super) fn rules(pairings: &[Pairing<'_>], named: bool) -> Vec<Rule> {
    let mut rules: BTreeMap<&str, Rule> = BTreeMap::new();
    for (answer, gold) in pairings.iter().flat_map(Pairing::judged) {
        for evidence in &answer.evidence {
            let new = || Rule { evidence: evidence.clone(), count: 0, found: 0, known: 0, right: 0 };
            let rule = rules.entry(evidence).or_insert_with(new);
            rule.count += 1;
            let Some(gold) = gold else { continue };
            rule.found += 1;
            if named && let Some(name) = &gold.name {
                rule.known += 1;
                rule.right += u64::from(is_same_name(name, answer.quote.name.as_deref().unwrap_or_default()));
            } else if !named && !gold.source.is_empty() {
                rule.known += 1;
                rule.right += u64::from(overlap(&gold.source, &answer.quote.source));
            }
        }
    }
    rules.into_values().collect()
}

/// Whether two lists of spans share a character.
pub(super) fn overlap(a: &[[usize; 2]], b: &[[usize; 2]]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x[0] < y[1] && y[0] < x[1]))
}
