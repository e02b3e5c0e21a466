//! Speakers whose names differ by one letter: a slip of the pen gives one person two pages.
//!
//! Names are not compared in pairs. Two names that differ by one letter become equal when each loses at most one letter, so
//! every name is filed under all that it can become so, and only names that meet there are compared.

use std::collections::{BTreeSet, HashMap};

use super::clue::{At, Clue};
use super::rule::NAME_SPELT_TWO_WAYS;
use crate::site::{Site, Speaker};

/// Shorter names differ by one letter too often.
const LETTERS: usize = 8;

/// In words so short one letter makes another name: Ann and Jan.
const SHORT_WORD: usize = 3;

/// How many names that meet are compared with each other; no honest name meets more.
const COMPANY: usize = 16;

pub(super) fn check(site: &Site) -> Vec<Clue> {
    let names: Vec<String> = site.speakers.iter().map(|speaker| plain(&speaker.name)).collect();
    alike(&names)
        .into_iter()
        .filter(|&(a, b)| is_one_slip(&names[a], &names[b]))
        .map(|(a, b)| clue(site, &site.speakers[a], &site.speakers[b]))
        .collect()
}

/// Small letters and digits, with single spaces.
fn plain(name: &str) -> String {
    let letters: String = name.to_lowercase().chars().filter(|c| *c != '\'' && *c != '’').collect();
    letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Pairs of names that may differ by one letter.
fn alike(names: &[String]) -> BTreeSet<(usize, usize)> {
    let mut meetings: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, name) in names.iter().enumerate().filter(|(_, name)| is_telling(name)) {
        let shortened = name.char_indices().map(|(at, c)| [&name[..at], &name[at + c.len_utf8()..]].concat());
        let forms: BTreeSet<String> = shortened.chain([name.clone()]).collect();
        for form in forms {
            meetings.entry(form).or_default().push(index);
        }
    }
    let mut pairs = BTreeSet::new();
    for company in meetings.into_values() {
        let company = &company[..company.len().min(COMPANY)];
        for (n, &a) in company.iter().enumerate() {
            pairs.extend(company[n + 1..].iter().map(|&b| (a.min(b), a.max(b))));
        }
    }
    pairs
}

/// Whether a name is a full one, long enough to be compared.
fn is_telling(name: &str) -> bool {
    name.contains(' ') && name.chars().filter(|c| c.is_alphanumeric()).count() >= LETTERS
}

/// Whether one slip makes one name of the other. Numbers are no slips, nor are initials and the like.
fn is_one_slip(a: &str, b: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    if a == b || strsim::damerau_levenshtein(a, b) > 1 || digits(a) != digits(b) {
        return false;
    }
    let differ: Vec<(&str, &str)> = a.split(' ').zip(b.split(' ')).filter(|(a, b)| a != b).collect();
    let is_long = |word: &str| word.chars().count() > SHORT_WORD;
    a.split(' ').count() != b.split(' ').count() || differ.iter().all(|(a, b)| is_long(a) && is_long(b))
}

/// At the first quotation of the one who is quoted less.
fn clue(site: &Site, a: &Speaker, b: &Speaker) -> Clue {
    let (rare, common) = if a.quotations.len() <= b.quotations.len() { (a, b) } else { (b, a) };
    let first = rare.quotations[0];
    let article = site.article(first.article);
    let attribution = &article.extraction.attributions[first.attribution];
    Clue {
        rule: &NAME_SPELT_TWO_WAYS,
        source: article.source.clone(),
        at: At::Text(attribution.source.unwrap_or_else(|| attribution.extent())),
        message: format!(
            "`{}` (quotations: {}) differs from `{}` (quotations: {}) by one letter",
            rare.name,
            rare.quotations.len(),
            common.name,
            common.quotations.len()
        ),
        remedy: "if they are one, correct the wrong spelling; if not, `--allow name-spelt-two-ways` passes over this"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip() {
        for (a, b, expected) in [
            ("Idris Penhale", "Idris Penhall", true),
            ("Idris Penhale", "Idris Pehnale", true),
            ("Idris Penhale", "Idris Penale", true),
            ("Idris Al-Hakim", "Idris Alhakim", true),
            ("Ministry of Defence", "Ministry of Defense", true),
            ("Idris Penhale", "Idris Penhale", false),
            ("Idris Penhale", "Iris Penhole", false),
            ("Ann Larkinmoss", "Jan Larkinmoss", false),
            ("J. Larkin-Moss", "K. Larkin-Moss", false),
            ("Channel 4 News", "Channel 5 News", false),
            ("Penhale", "Penhall", false),
            ("Ana Ruiz", "Ana Ruis", false),
        ] {
            let names = [plain(a), plain(b)];
            let found = alike(&names).into_iter().any(|(a, b)| is_one_slip(&names[a], &names[b]));
            assert_eq!(found, expected, "{a} {b}");
        }
    }
}
