//! The rules: what each looks for, and how grave it is to break it.

use crate::diagnostic::Severity;

/// One thing that is looked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name: small letters and hyphens.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub about: &'static str,
}

/// All rules.
pub const RULES: [&Rule; 10] = [
    &BAD_ARTICLE,
    &BROKEN_ANCHOR,
    &BROKEN_LINK,
    &DOUBTFUL,
    &MISSING_IMAGE,
    &NAME_SPELT_TWO_WAYS,
    &SAME_TITLE,
    &UNATTRIBUTED,
    &UNBALANCED_MARKS,
    &UNUSED_TEMPLATE,
];

pub(super) const BAD_ARTICLE: Rule =
    error("bad-article", "An article that cannot be built, or whose address another page has.");
pub(super) const BROKEN_ANCHOR: Rule = error("broken-anchor", "A link to a place that its page does not have.");
pub(super) const BROKEN_LINK: Rule = error("broken-link", "A link to a page or file that the site does not have.");
pub(super) const DOUBTFUL: Rule = warning("doubtful", "Something in an article that is likely not as meant.");
pub(super) const MISSING_IMAGE: Rule = error("missing-image", "A picture or recording that the site does not have.");
pub(super) const NAME_SPELT_TWO_WAYS: Rule =
    warning("name-spelt-two-ways", "Two speakers whose names differ by one letter: perhaps they are one.");
pub(super) const SAME_TITLE: Rule = warning("same-title", "Articles with the same headline.");
pub(super) const UNATTRIBUTED: Rule =
    Rule { id: "unattributed", severity: Severity::Note, about: "A quotation whose speaker could not be made out." };
pub(super) const UNBALANCED_MARKS: Rule = warning("unbalanced-marks", "A quotation mark without its partner.");
pub(super) const UNUSED_TEMPLATE: Rule = warning("unused-template", "A template that nothing uses.");

const fn error(id: &'static str, about: &'static str) -> Rule {
    Rule { id, severity: Severity::Error, about }
}

const fn warning(id: &'static str, about: &'static str) -> Rule {
    Rule { id, severity: Severity::Warning, about }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_unique() {
        assert!(RULES.windows(2).all(|pair| pair[0].id < pair[1].id));
    }
}
