//! Old addresses: a small page each that leads on without a script, and `_redirects` for hosts that know it.

use std::fmt::Write;

use serde::Serialize;

use super::OutputFile;
use super::error::RenderError;
use super::links::{absolute, encoded};
use super::press::Press;

/// Where hosts look for redirects.
const REDIRECTS: &str = "_redirects";

/// The files for all old addresses.
pub(super) fn files(press: &Press<'_>) -> Result<Vec<OutputFile>, RenderError> {
    #[derive(Serialize)]
    struct Redirect<'a> {
        target: String,
        canonical: Option<String>,
        title: &'a str,
        language: &'a str,
    }
    let base_url = press.settings.base_url.as_deref();
    let mut files = Vec::new();
    let mut lines = String::new();
    for alias in &press.site.aliases {
        let folder = alias.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let view = Redirect {
            target: press.links(&folder).page(&alias.to),
            canonical: base_url.map(|base_url| absolute(base_url, &alias.to)),
            title: &press.settings.title,
            language: &press.settings.language,
        };
        let bytes = press.template("redirect.html", &view)?.into_bytes();
        files.push(OutputFile { path: alias.path.clone(), bytes });
        let from = alias.path.strip_suffix("index.html").unwrap_or(&alias.path);
        let root = press.links(&folder).base_path();
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{root}{} {root}{} 301", encoded(from), encoded(&alias.to));
    }
    if !lines.is_empty() {
        files.push(OutputFile { path: REDIRECTS.to_owned(), bytes: lines.into_bytes() });
    }
    Ok(files)
}
