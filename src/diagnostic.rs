//! What to tell the user about one bad file: where, what, and what to do about it.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The article is built; something in it is likely not as meant.
    Warning,
    /// The article, or the whole build, could not be done.
    Error,
}

/// A message about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The file, as the user would name it.
    pub file: String,
    /// Line and column in characters, both from 1.
    pub position: Option<(usize, usize)>,
    /// The source line that `position` points into, for showing.
    pub source_line: Option<String>,
    /// What is wrong: lower case, no final stop.
    pub message: String,
    /// What to do about it: lower case, no final stop.
    pub remedy: Option<String>,
}

impl Diagnostic {
    /// An error about a whole file.
    pub fn error(file: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            file: file.into(),
            position: None,
            source_line: None,
            message: message.into(),
            remedy: Some(remedy.into()),
        }
    }

    /// A warning about a whole file.
    pub fn warning(file: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, message, remedy) }
    }

    /// The same, at a place in `text`, the file's content.
    #[must_use]
    pub fn at(mut self, position: (usize, usize), text: &str) -> Self {
        self.source_line = text.lines().nth(position.0.saturating_sub(1)).map(str::to_owned);
        self.position = Some(position);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let title = level.primary_title(self.message.as_str());
        let mut group = match (self.position, &self.source_line) {
            (Some((line, column)), Some(source)) => {
                let start = source.char_indices().nth(column.saturating_sub(1)).map_or(source.len(), |(i, _)| i);
                let end = start + source[start..].chars().next().map_or(0, char::len_utf8);
                title.element(
                    Snippet::source(source.as_str())
                        .line_start(line)
                        .path(self.file.as_str())
                        .annotation(AnnotationKind::Primary.span(start..end)),
                )
            }
            (Some((line, column)), None) => {
                title.element(annotate_snippets::Origin::path(self.file.as_str()).line(line).char_column(column))
            }
            (None, _) => title.element(annotate_snippets::Origin::path(self.file.as_str())),
        };
        if let Some(remedy) = &self.remedy {
            group = group.element(Level::HELP.message(remedy.as_str()));
        }
        write!(f, "{}", Renderer::plain().render(&[group]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_file_line_and_remedy() {
        let text = "+++\ntitle = \"Harbour\ndate = 2026-01-02\n+++\n";
        let shown = Diagnostic::error("content/a.md", "invalid string", "close the quotation mark")
            .at((2, 9), text)
            .to_string();
        for part in ["error: invalid string", "content/a.md:2:9", "title = \"Harbour", "help: close the quotation mark"]
        {
            assert!(shown.contains(part), "{part} is not in\n{shown}");
        }
        let shown = Diagnostic::warning("b.txt", "empty", "write something").to_string();
        assert!(shown.contains("warning: empty") && shown.contains("b.txt"), "{shown}");
    }

    #[test]
    fn positions_beyond_the_text_are_harmless() {
        let shown = Diagnostic::error("a", "m", "r").at((9, 900), "é\n").to_string();
        assert!(shown.contains("a:9:900"), "{shown}");
        assert!(Diagnostic::error("a", "m", "r").at((1, 900), "é\n").to_string().contains("error: m"));
    }
}
