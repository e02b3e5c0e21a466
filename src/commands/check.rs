//! `quotewright check`: what to look at before publishing, for people, as JSON or as SARIF.

mod sarif;

use serde::Serialize;

use super::Outcome;
use super::console::Console;
use crate::check::{Finding, RULES, check};
use crate::cli::{self, CheckFormat};
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{self, Request};

/// Version of the JSON format.
const SCHEMA: u32 = 1;

pub(super) fn run(console: &Console, options: cli::Check) -> Outcome {
    if let Some(unknown) = options.allow.iter().find(|id| RULES.iter().all(|rule| rule.id != id.as_str())) {
        let known: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        let remedy = format!("the rules are {}", known.join(", "));
        return console.failure(&Diagnostic::error("--allow", format!("there is no rule `{unknown}`"), remedy));
    }
    let request = Request::from(options.site);
    let found = console.watch(options.timings, |progress| {
        let built = pipeline::render(&request, progress)?;
        Ok(progress.phase("looking over", 0, || check(&request.root, &built)))
    });
    let mut findings = match found {
        Ok(findings) => findings,
        Err(diagnostic) => return console.failure(&diagnostic),
    };
    findings.retain(|finding| !options.allow.iter().any(|id| id == finding.rule.id));
    match tell(console, options.format, &findings) {
        Ok(()) if findings.iter().any(|finding| finding.rule.severity > Severity::Note) => Outcome::SomeBad,
        Ok(()) => Outcome::Done,
        Err(outcome) => outcome,
    }
}

fn tell(console: &Console, format: CheckFormat, findings: &[Finding]) -> Result<(), Outcome> {
    match format {
        CheckFormat::Text => {
            let diagnostics: Vec<Diagnostic> = findings.iter().map(|finding| finding.diagnostic.clone()).collect();
            console.tell_all(&diagnostics);
            let count = |severity| findings.iter().filter(|finding| finding.rule.severity == severity).count();
            let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
            console.note(&format!("{errors} errors, {warnings} warnings, {notes} notes"));
            Ok(())
        }
        CheckFormat::Json => console.print(&json(findings)),
        CheckFormat::Sarif => console.print(&sarif::sarif(findings)),
    }
}

fn json(findings: &[Finding]) -> String {
    #[derive(Serialize)]
    struct Found<'a> {
        rule: &'a str,
        level: &'a str,
        file: &'a str,
        line: Option<usize>,
        column: Option<usize>,
        message: &'a str,
        remedy: Option<&'a str>,
    }
    #[derive(Serialize)]
    struct Report<'a> {
        schema: u32,
        findings: Vec<Found<'a>>,
    }
    let found = findings.iter().map(|Finding { rule, diagnostic }| Found {
        rule: rule.id,
        level: rule.severity.name(),
        file: &diagnostic.file,
        line: diagnostic.position.map(|(line, _)| line),
        column: diagnostic.position.map(|(_, column)| column),
        message: &diagnostic.message,
        remedy: diagnostic.remedy.as_deref(),
    });
    // Strings and numbers always have a JSON form.
    serde_json::to_string_pretty(&Report { schema: SCHEMA, findings: found.collect() }).unwrap_or_default()
}
