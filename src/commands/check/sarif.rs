//! Findings as SARIF 2.1.0, which code hosts show beside the lines of a change.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::check::{Finding, RULES};

/// Characters of a relative URI that need no encoding.
const IN_URI: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One run with all findings.
pub(super) fn sarif(findings: &[Finding]) -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.about },
                "defaultConfiguration": { "level": rule.severity.name() },
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Vec<Value>>(),
        }],
    });
    format!("{log:#}")
}

fn result(Finding { rule, diagnostic }: &Finding) -> Value {
    let mut text = diagnostic.message.clone();
    if let Some(remedy) = &diagnostic.remedy {
        text = format!("{text}: {remedy}");
    }
    let uri = utf8_percent_encode(&diagnostic.file, IN_URI).to_string();
    let mut place = json!({ "artifactLocation": { "uri": uri } });
    if let Some((line, column)) = diagnostic.position {
        place["region"] = json!({ "startLine": line, "startColumn": column });
    }
    json!({
        "ruleId": rule.id,
        "ruleIndex": RULES.iter().position(|other| other.id == rule.id),
        "level": rule.severity.name(),
        "message": { "text": text },
        "locations": [{ "physicalLocation": place }],
    })
}
