//! Reads the settings of a site from `quotewright.toml`, and validates them once.

use toml::de::DeTable;

use crate::article::{MAX_PAGE_SIZE, Place};
use crate::diagnostic::Diagnostic;
use crate::render::Settings;

/// Name of the settings file in the root of a site.
pub const FILE: &str = "quotewright.toml";

/// Reads the text of the settings file. Every setting has a default, and the file itself is optional.
pub fn parse(text: &str) -> Result<Settings, Diagnostic> {
    let mut settings: Settings = toml::from_str(text).map_err(|error| {
        let remedy = "known settings: title, description, language, base_url, page_size, index_size, trust_content, \
                      feed_length, feed_id, search, exports, quotation_pages, theme, extra; each at most once, as `name = \"value\"`";
        let diagnostic = Diagnostic::error(FILE, joined_lines(error.message()), remedy);
        match error.span() {
            Some(span) => at(diagnostic, span.start, text),
            None => diagnostic,
        }
    })?;
    if let Some(url) = settings.base_url {
        settings.base_url = Some(base_url(FILE, &url).map_err(|error| at_setting(error, "base_url", text))?);
    }
    for (name, size) in [("page_size", settings.page_size), ("index_size", settings.index_size)] {
        if !(1..=MAX_PAGE_SIZE).contains(&size) {
            let remedy = format!("write a whole number from 1 to {MAX_PAGE_SIZE}");
            let error = Diagnostic::error(FILE, format!("{name} is no size of a page: {size}"), remedy);
            return Err(at_setting(error, name, text));
        }
    }
    if let Some(start) = settings.feed_id.as_deref().filter(|start| !is_uri(start)) {
        let remedy = "use the first base URL of the site, or a tag: URI such as feed_id = \"tag:example.org,2026:\"";
        let error = Diagnostic::error(FILE, format!("feed_id is no URI: {start}"), remedy);
        return Err(at_setting(error, "feed_id", text));
    }
    Ok(settings)
}

/// Whether `text` begins with a scheme and has no character that a URI cannot have.
fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && text
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'))
}

/// A base URL as `origin` gives it, complete and with a slash at its end.
pub fn base_url(origin: &str, url: &str) -> Result<String, Diagnostic> {
    let breaks_out = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>');
    if !(url.starts_with("https://") || url.starts_with("http://")) || url.contains(breaks_out) {
        let remedy = "write it in full, as in https://example.org/quotes/";
        return Err(Diagnostic::error(origin, format!("the base URL is no web address: {url}"), remedy));
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

fn joined_lines(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(", ")
}

/// The error at the value of a setting.
fn at_setting(error: Diagnostic, name: &str, text: &str) -> Diagnostic {
    let value = |table: toml::Spanned<DeTable<'_>>| Some(table.get_ref().get(name)?.span());
    match DeTable::parse(text).ok().and_then(value) {
        Some(span) => at(error, span.start, text),
        None => error,
    }
}

fn at(error: Diagnostic, offset: usize, text: &str) -> Diagnostic {
    let place = Place::of(text, offset);
    error.at((place.line, place.column), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_needed() {
        assert_eq!(parse(""), Ok(Settings::default()));
    }

    #[test]
    fn a_base_url_ends_with_a_slash() {
        let settings = parse("base_url = 'https://example.org/q'").unwrap();
        assert_eq!(settings.base_url.as_deref(), Some("https://example.org/q/"));
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        for (text, part) in [
            ("titel = 'x'", "titel"),
            ("title = ", ":1:"),
            ("\n\ntitle = 3", ":3:"),
            ("\nbase_url = 'example.org'", ":2:12"),
            ("base_url = 'example.org'", "no web address"),
            ("base_url = \"https://example.org/\\n\"", "no web address"),
            ("page_size = 0", "no size of a page"),
            ("title = 'x'\nindex_size = 0", ":2:14"),
            ("\npage_size = -1", ":2:"),
            ("feed_id = 'example.org'", "feed_id"),
            ("feed_id = 'tag:a b'", ":1:11"),
        ] {
            let shown = parse(text).unwrap_err().to_string();
            assert!(shown.contains(part), "{text}: {part} is not in\n{shown}");
        }
    }

    /// Every setting has its line in the handbook, with its default, and no other has.
    #[test]
    fn the_handbook_tells_every_setting() {
        let handbook = include_str!("../docs/configuration.md");
        let told: Vec<(&str, &str)> = handbook
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
            .filter_map(|(name, rest)| Some((name, rest.split_once(" | ")?.0)))
            .collect();
        let defaults = serde_json::to_value(Settings::default()).unwrap();
        let known: Vec<(&str, String)> =
            defaults.as_object().unwrap().iter().map(|(k, v)| (k.as_str(), shown(v))).collect();
        let told: Vec<(&str, String)> = told.into_iter().map(|(name, default)| (name, default.to_owned())).collect();
        assert_eq!(told, known);
    }

    fn shown(default: &serde_json::Value) -> String {
        if default.is_null() { "none".to_owned() } else { format!("`{default}`") }
    }
}
