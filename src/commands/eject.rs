//! `quotewright eject`: one file of the default theme, copied into the site to be changed.

use super::Outcome;
use super::console::Console;
use crate::cli;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::pipeline::TEMPLATES;
use crate::render::Theme;

pub(super) fn run(console: &Console, options: &cli::Eject) -> Outcome {
    let theme = Theme::default();
    let Some(name) = &options.template else {
        let names: Vec<&str> = names(&theme).collect();
        return console.print(&names.join("\n")).map_or_else(|outcome| outcome, |()| Outcome::Done);
    };
    match eject(&theme, name, options) {
        Ok(path) => {
            console.note(&path);
            Outcome::Done
        }
        Err(diagnostic) => console.failure(&diagnostic),
    }
}

/// Copies the file; gives its new path.
fn eject(theme: &Theme, name: &str, options: &cli::Eject) -> Result<String, Diagnostic> {
    let wanted = name.strip_prefix("templates/").unwrap_or(name);
    let Some((_, bytes)) = theme.files().find(|(path, _)| *path == wanted) else {
        let message = format!("the default theme has no file `{wanted}`");
        return Err(Diagnostic::error("eject", message, remedy(theme, wanted)));
    };
    let path = options.root.join(TEMPLATES).join(wanted);
    let shown = path.display().to_string();
    if fs::exists(&path) {
        let remedy = "take it away first to start again from the default";
        return Err(Diagnostic::error(shown, "the site has a file of this name already", remedy));
    }
    match fs::write(&path, bytes) {
        Ok(()) => Ok(shown),
        Err(error) => Err(Diagnostic::error(shown, format!("cannot be written: {error}"), "check its permissions")),
    }
}

/// The files that can be copied.
fn names(theme: &Theme) -> impl Iterator<Item = &str> {
    theme.files().map(|(path, _)| path).filter(|path| *path != "README.md")
}

fn remedy(theme: &Theme, wanted: &str) -> String {
    let likeness = |name: &str| {
        let file = name.rsplit('/').next().unwrap_or(name);
        strsim::jaro_winkler(wanted, name).max(strsim::jaro_winkler(wanted, file))
    };
    let nearest = names(theme).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|name| likeness(name) > 0.7) {
        Some(name) => format!("did you mean `{name}`? `quotewright eject` lists all files"),
        None => "`quotewright eject` lists all files".to_owned(),
    }
}
