//! Looks a built site over, in memory, for what a careful editor would want to know before publishing. No network.
//!
//! 1. What the build itself found: bad articles and doubtful front matter.
//! 2. `links`: links, anchors and images that lead nowhere.
//! 3. `titles`: two articles with one headline.
//! 4. `names`: a speaker's name that seems to be spelt in two ways.
//! 5. `marks`: quotation marks without their partner; `unattributed`: quotations of nobody.
//! 6. `templates`: templates that nothing uses.
//!
//! Each step names what it found by the article and a clue to the place in it; `place` opens the files that something was
//! found in, and only those, and turns clues into lines.

mod clue;
mod links;
mod marks;
mod names;
mod page;
mod place;
mod rule;
mod templates;
mod titles;
mod unattributed;

pub use rule::{RULES, Rule};

use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::Built;

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was broken.
    pub rule: &'static Rule,
    /// Where, and what to do.
    pub diagnostic: Diagnostic,
}

impl Finding {
    fn new(
        rule: &'static Rule,
        file: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let diagnostic = Diagnostic { severity: rule.severity, ..Diagnostic::error(file, message, remedy) };
        Self { rule, diagnostic }
    }
}

/// Everything that is to be said about the site in `root`, by file and line.
pub fn check(root: &Path, built: &Built) -> Vec<Finding> {
    let mut findings: Vec<Finding> = built.diagnostics.iter().cloned().map(of_the_build).collect();
    let mut clues = titles::check(&built.site);
    clues.extend(names::check(&built.site));
    clues.extend(marks::check(&built.site));
    clues.extend(unattributed::check(&built.site));
    findings.extend(place::place(root, clues));
    findings.extend(links::check(root, built, built.settings.base_url.as_deref()));
    findings.extend(templates::check(root, built));
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings
}

fn key(finding: &Finding) -> impl Ord + use<'_> {
    let Diagnostic { file, position, message, .. } = &finding.diagnostic;
    (file.as_str(), *position, finding.rule.id, message.as_str())
}

fn of_the_build(diagnostic: Diagnostic) -> Finding {
    let rule = match diagnostic.severity {
        Severity::Error => &rule::BAD_ARTICLE,
        Severity::Warning | Severity::Note => &rule::DOUBTFUL,
    };
    Finding { rule, diagnostic }
}
