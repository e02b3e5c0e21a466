//! Who was named right: of the quotations found, how many go by the right name, and how many are found and named right.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;

use super::pairing::Pairing;
use crate::extract::Kind;
use crate::text::WordList;

/// The figures of one kind, as shares of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct WhoScores {
    /// Gold of this kind, a paragraph each.
    pub gold: u64,
    /// Answers of this kind.
    pub pred: u64,
    /// Answers that match gold.
    pub detect_p: f64,
    /// Gold that is found.
    pub detect_r: f64,
    /// Their harmonic mean.
    pub detect_f1: f64,
    /// Of gold that is found and has a name: the name is right.
    pub who_strict: f64,
    /// The same by the last word of the name.
    pub who_lenient: f64,
    /// F1 of quotations that are found and named right.
    pub e2e_f1: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    gold: u64,
    pred: u64,
    /// Gold that is found.
    hit: u64,
    /// Answers of this kind that match gold.
    right: u64,
    known: u64,
    strict: u64,
    lenient: u64,
}

/// Scores by the kinds of gold: `direct`, `mixed`, `indirect`, `all`, and `quoted` for all but indirect.
pub(super) fn score(pairings: &[Pairing<'_>]) -> BTreeMap<&'static str, WhoScores> {
    let kinds = ["direct", "mixed", "indirect", "all", "quoted"];
    let mut tallies: BTreeMap<&'static str, Tally> = kinds.iter().map(|&kind| (kind, Tally::default())).collect();
    for pairing in pairings {
        for (answer, gold) in pairing.judged() {
            each(&mut tallies, answer.quote.kind, |tally| {
                tally.pred += 1;
                tally.right += u64::from(gold.is_some());
            });
        }
        for (index, piece) in pairing.gold.iter().enumerate().filter(|(_, piece)| !piece.quote.optional) {
            let answer = pairing.answer_of[index].map(|pred| pairing.answers[pred]);
            each(&mut tallies, piece.quote.kind, |tally| {
                tally.gold += 1;
                let Some(answer) = answer else { return };
                tally.hit += 1;
                if let Some(name) = piece.quote.name.as_deref().filter(|name| !name.is_empty()) {
                    let given = answer.quote.name.as_deref().unwrap_or_default();
                    tally.known += 1;
                    tally.strict += u64::from(is_same_name(name, given));
                    tally.lenient += u64::from(ends_alike(name, given));
                }
            });
        }
    }
    // Precision over all answers is over gold found: a kind that is wrong does not count there.
    tallies
        .into_iter()
        .map(|(kind, tally)| (kind, scores(&tally, if kind == "all" { tally.hit } else { tally.right })))
        .collect()
}

fn each(tallies: &mut BTreeMap<&'static str, Tally>, kind: Kind, mut count: impl FnMut(&mut Tally)) {
    let groups: &[&str] = match kind {
        Kind::Direct => &["direct", "all", "quoted"],
        Kind::Mixed => &["mixed", "all", "quoted"],
        Kind::Indirect => &["indirect", "all"],
    };
    for group in groups {
        if let Some(tally) = tallies.get_mut(group) {
            count(tally);
        }
    }
}

fn scores(tally: &Tally, right: u64) -> WhoScores {
    let share = |part: u64, whole: u64| if whole > 0 { part as f64 / whole as f64 } else { 0.0 };
    let f1 = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    let (detect_p, detect_r) = (share(right, tally.pred), share(tally.hit, tally.gold));
    WhoScores {
        gold: tally.gold,
        pred: tally.pred,
        detect_p,
        detect_r,
        detect_f1: f1(detect_p, detect_r),
        who_strict: share(tally.strict, tally.known),
        who_lenient: share(tally.lenient, tally.known),
        e2e_f1: f1(share(tally.strict, tally.pred), share(tally.strict, tally.gold)),
    }
}

/// Whether a name is one of those of gold (parted by `;`), case, possessives and titles in front aside.
pub fn is_same_name(gold: &str, given: &str) -> bool {
    let given = name_words(given);
    !given.is_empty() && gold.split(';').any(|name| name_words(name) == given)
}

fn ends_alike(gold: &str, given: &str) -> bool {
    let last = name_words(given).pop();
    last.is_some() && gold.split(';').any(|name| name_words(name).pop() == last)
}

/// Whether a word, in small letters, is a title that may stand before a name on either side.
pub fn is_title(word: &str) -> bool {
    static TITLES: LazyLock<WordList> = LazyLock::new(|| WordList::parse(include_str!("data/titles.txt")));
    TITLES.contains(word)
}

/// The words of a name as they are compared.
fn name_words(name: &str) -> Vec<String> {
    let chars: Vec<char> = without_possessives(name).to_lowercase().replace('ß', "ss").chars().collect();
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric());
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        while letter(at) || at > start && matches!(chars.get(at), Some('-' | '\'' | '.' | '&')) && letter(at + 1) {
            at += 1;
        }
        if at > start {
            words.push(chars[start..at].iter().collect());
        }
        at += 1;
    }
    let titles = words.iter().take_while(|word| is_title(word)).count();
    words.split_off(titles.min(words.len().saturating_sub(1)))
}

/// A name without the `'s` at the ends of its words, with straight apostrophes.
fn without_possessives(name: &str) -> String {
    let chars: Vec<char> = name.chars().map(|c| if c == '’' { '\'' } else { c }).collect();
    let is_word = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let mut plain = String::with_capacity(name.len());
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == '\'' && chars.get(at + 1) == Some(&'s') && !is_word(at + 2) {
            at += 2;
        } else {
            plain.push(chars[at]);
            at += 1;
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        for (gold, given, same, alike) in [
            ("Maren Holt", "maren  HOLT", true, true),
            ("Maren Holt", "Mrs Maren Holt", true, true),
            ("Maren Holt", "Holt", false, true),
            ("Holt; Maren Holt", "Maren Holt", true, true),
            ("Maren Holt", "Ana Ruiz", false, false),
            ("Harbour’s board", "Harbour board", true, true),
            ("The President", "president", true, true),
            ("O’Neil & Sons", "O'Neil & Sons", true, true),
            ("A.T.&T", "A.T.&T", true, true),
            ("Maren Holt", "", false, false),
            ("", "Maren Holt", false, false),
        ] {
            assert_eq!((is_same_name(gold, given), ends_alike(gold, given)), (same, alike), "{gold} / {given}");
        }
    }
}
