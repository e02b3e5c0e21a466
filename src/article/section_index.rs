//! What the `_index.md` of a folder says about the section that the folder is.

use serde::{Deserialize, Serialize};

use super::fields::{self, Understood};
use super::front_matter::{self, Field};
use super::parse::{name, prettified, too_many_marks};
use super::problem::Problem;
use super::url_path::url_path;
use super::{Metadata, decode};
use crate::markdown::headline;
use crate::text::one_line;

/// The front page of a section, from an `_index.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionIndex {
    /// Path below `content/`: `news/_index.md`.
    pub source: String,
    /// Path of the section's page below the site's root: `news/`.
    pub url_path: String,
    /// What the front matter says; a title is always there.
    pub metadata: Metadata,
    /// Whether the title is one that somebody wrote, not the folder's name.
    pub titled: bool,
    /// Markdown that introduces the section.
    pub body: String,
    /// How its articles are ordered.
    pub sort_by: SortBy,
    /// Articles on one page of its list, in place of the site's `page_size`.
    pub page_size: Option<usize>,
    /// What looks wrong in it.
    #[serde(skip)]
    pub warnings: Vec<Problem>,
}

/// How the articles of a section are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortBy {
    /// Newest first.
    #[default]
    Date,
    /// By headline.
    Title,
    /// By `weight`, smallest first; articles without one at the end.
    Weight,
}

/// Longest list that one page may hold.
pub const MAX_PAGE_SIZE: usize = 1000;

/// Whether a path below `content/` is the front page of a section: the `_index.md` of a folder, or at the root also an
/// `index.md`, which can be nothing else there.
pub fn is_section_index(source: &str) -> bool {
    let lower = source.to_lowercase();
    let file = lower.rsplit('/').next().unwrap_or_default();
    matches!(file, "_index.md" | "_index.markdown") || matches!(lower.as_str(), "index.md" | "index.markdown")
}

/// Reads the `_index.md` at `source`, a path below `content/` with forward slashes.
///
/// ```
/// # use quotewright::article::{SortBy, parse_section_index};
/// let index = parse_section_index("news/_index.md", b"---\ntitle: The news\nsort_by: weight\n---\nAll of it.").unwrap();
/// assert_eq!((index.url_path.as_str(), index.metadata.title.as_str()), ("news/", "The news"));
/// assert_eq!(index.sort_by, SortBy::Weight);
/// ```
pub fn parse_section_index(source: &str, bytes: &[u8]) -> Result<SectionIndex, Problem> {
    let text = decode(bytes)?;
    let (fields, body) = front_matter::split(&text)?;
    let (mut own, mut others) = (Own::default(), Vec::new());
    for field in fields {
        if !own.takes(&field)? {
            others.push(field);
        }
    }
    let Understood { mut metadata, slug, path, mut warnings, misspelt } = fields::understand(others)?;
    warnings.extend(misspelt);
    warnings.extend(too_many_marks(&text, text.len() - body.len()));
    let headline = headline(body).filter(|h| metadata.title.is_empty() || metadata.title == h.text);
    let body = headline.as_ref().map_or(body, |headline| &body[headline.end..]).trim_start_matches(['\r', '\n']);
    if let Some(headline) = headline {
        metadata.title = one_line(&headline.text);
    }
    let titled = !metadata.title.trim().is_empty();
    if !titled {
        metadata.title = section_title(source);
    }
    Ok(SectionIndex {
        source: source.to_owned(),
        url_path: url_path(source, slug.as_deref(), path.as_deref()),
        metadata,
        titled,
        body: body.to_owned(),
        sort_by: own.sort_by,
        page_size: own.page_size,
        warnings,
    })
}

/// The title of a section that nobody gave one: the name of its folder.
fn section_title(source: &str) -> String {
    prettified(name(source))
}

/// The fields that only sections have.
#[derive(Default)]
struct Own {
    sort_by: SortBy,
    page_size: Option<usize>,
}

impl Own {
    /// Reads a field, if it is one of these.
    fn takes(&mut self, field: &Field) -> Result<bool, Problem> {
        match field.key.as_str() {
            "sort_by" | "sort" => self.sort_by = sort_by(field)?,
            "page_size" | "paginate_by" => self.page_size = Some(page_size(field)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn sort_by(field: &Field) -> Result<SortBy, Problem> {
    match field.value.as_str().map(str::trim) {
        Some("date" | "none") => Ok(SortBy::Date),
        Some("title") => Ok(SortBy::Title),
        Some("weight") => Ok(SortBy::Weight),
        _ => Err(Problem::new(format!("`{}` is no order of articles", field.key), "write date, title or weight")
            .at(field.place)),
    }
}

fn page_size(field: &Field) -> Result<usize, Problem> {
    let size = field.value.as_u64().and_then(|size| usize::try_from(size).ok());
    size.filter(|size| (1..=MAX_PAGE_SIZE).contains(size)).ok_or_else(|| {
        let remedy = format!("write a whole number from 1 to {MAX_PAGE_SIZE}");
        Problem::new(format!("`{}` is no size of a page", field.key), remedy).at(field.place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (source, text, url, title, body) in [
            ("news/_index.md", "", "news/", "News", ""),
            ("_index.md", "Hello.", "", "Index", "Hello."),
            ("2026-05-08-sea/_index.md", "# The *sea*\n\nHello.", "2026-05-08-sea/", "The sea", "Hello."),
            ("news/_index.md", "+++\ntitle = \"T\"\npath = \"/n/\"\n+++\nHello.", "n/", "T", "Hello."),
        ] {
            let index = parse_section_index(source, text.as_bytes()).unwrap();
            let found = (index.url_path.as_str(), index.metadata.title.as_str(), index.body.as_str());
            assert_eq!(found, (url, title, body), "{source} {text:?}");
        }
    }

    #[test]
    fn wrong_values_are_named() {
        for (text, part) in [("sort_by: colour", "order"), ("page_size: 0", "size"), ("page_size: many", "size")] {
            let problem = parse_section_index("_index.md", format!("---\n{text}\n---\n").as_bytes()).unwrap_err();
            assert!(problem.message.contains(part) && problem.line == Some(2), "{problem}");
        }
    }

    #[test]
    fn front_pages_of_sections() {
        for (source, expected) in [
            ("_index.md", true),
            ("news/_index.md", true),
            ("index.md", true),
            ("news/index.md", false),
            ("news/_index.txt", false),
        ] {
            assert_eq!(is_section_index(source), expected, "{source}");
        }
    }
}
