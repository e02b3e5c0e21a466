//! Templates of the site that nothing uses: mostly a misspelt name of one that was to be replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Finding;
use super::rule::UNUSED_TEMPLATE;
use crate::fs;
use crate::pipeline::{Built, TEMPLATES};
use crate::render::Theme;

/// How alike a name has to be to one of the default theme to be taken for a slip.
const ALIKE: f64 = 0.85;

pub(super) fn check(root: &Path, built: &Built) -> Vec<Finding> {
    // A folder that cannot be read has stopped the build before.
    let own = fs::read_all(&root.join(TEMPLATES)).unwrap_or_default();
    let own: BTreeMap<&str, String> = own
        .iter()
        .filter(|(path, _)| is_template(path))
        .map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    let default = Theme::default();
    let defaults: BTreeSet<&str> = default.files().map(|(path, _)| path).filter(|path| is_template(path)).collect();
    let articles = built.site.articles.iter().map(|article| &article.metadata);
    let sections = built.site.sections.iter().filter_map(|section| Some(&section.index.as_ref()?.metadata));
    let asked_for: BTreeSet<&str> =
        articles.chain(sections).filter_map(|metadata| metadata.template.as_deref()).collect();
    let unused = own
        .keys()
        .filter(|path| !defaults.contains(**path) && !asked_for.contains(**path) && !is_named_by_another(path, &own));
    unused.map(|path| finding(path, &defaults)).collect()
}

fn is_template(path: &str) -> bool {
    !path.starts_with("assets/") && Path::new(path).extension().is_some_and(|extension| extension == "html")
}

/// Whether another template extends or includes this one, or calls a component of it.
fn is_named_by_another(path: &str, own: &BTreeMap<&str, String>) -> bool {
    let mut calls = vec![format!("\"{path}\""), format!("'{path}'")];
    calls.extend(components(&own[path]).map(|component| format!("<{component}")));
    own.iter().any(|(other, text)| *other != path && calls.iter().any(|call| text.contains(call.as_str())))
}

/// The components that a template defines: `{% component name(...) %}`.
fn components(text: &str) -> impl Iterator<Item = &str> {
    let definitions = text.match_indices("component ").map(|(at, word)| &text[at + word.len()..]);
    definitions
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').next().unwrap_or_default())
        .filter(|name| !name.is_empty())
}

fn finding(path: &str, defaults: &BTreeSet<&str>) -> Finding {
    let near = defaults.iter().map(|name| (strsim::jaro_winkler(path, name), *name)).max_by(|a, b| a.0.total_cmp(&b.0));
    let remedy = match near {
        Some((likeness, name)) if likeness >= ALIKE => format!("did you mean `{name}`?"),
        _ => "ask for it with `template` in front matter, include it, or take it away".to_owned(),
    };
    Finding::new(&UNUSED_TEMPLATE, format!("{TEMPLATES}/{path}"), "nothing uses this template", remedy)
}
