//! What to tell the user about one bad file: where, what, and what to do about it.

use std::borrow::Cow;
use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing is wrong; somebody may want to know.
    Note,
    /// The article is built; something in it is likely not as meant.
    Warning,
    /// The article, or the whole build, could not be done.
    Error,
}

/// A message about one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn at(self, position: (usize, usize), text: &str) -> Self {
        self.in_line(position, text.lines().nth(position.0.saturating_sub(1)))
    }

    /// The same, at a place in a line of the file.
    #[must_use]
    pub fn in_line(self, position: (usize, usize), line: Option<&str>) -> Self {
        Self { position: Some(position), source_line: line.map(str::to_owned), ..self }
    }
}

impl Diagnostic {
    /// Over several lines, with the place in the source; in colour where a terminal shows it.
    pub fn shown(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        self.rendered(&renderer)
    }

    /// In one line: place, severity, message.
    pub fn in_a_line(&self) -> String {
        let place = self.position.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
        format!("{}{place}: {}: {}", visible(&self.file), self.severity.name(), visible(&self.message))
    }

    fn rendered(&self, renderer: &Renderer) -> String {
        let level = match self.severity {
            Severity::Note => Level::NOTE,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let (message, file) = (visible(&self.message), visible(&self.file));
        let source_line = self.source_line.as_deref().map(visible);
        let remedy = self.remedy.as_deref().map(visible);
        let title = level.primary_title(message.as_ref());
        let mut group = match (self.position, &source_line) {
            (Some((line, column)), Some(source)) => {
                let start = source.char_indices().nth(column.saturating_sub(1)).map_or(source.len(), |(i, _)| i);
                let end = start + source[start..].chars().next().map_or(0, char::len_utf8);
                title.element(
                    Snippet::source(source.as_ref())
                        .line_start(line)
                        .path(file.as_ref())
                        .annotation(AnnotationKind::Primary.span(start..end)),
                )
            }
            (Some((line, column)), None) => {
                title.element(annotate_snippets::Origin::path(file.as_ref()).line(line).char_column(column))
            }
            (None, _) => title.element(annotate_snippets::Origin::path(file.as_ref())),
        };
        if let Some(remedy) = &remedy {
            group = group.element(Level::HELP.message(remedy.as_ref()));
        }
        renderer.render(&[group])
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(false))
    }
}

impl Severity {
    /// As messages have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Text from files and their names, with pictures in place of what would steer a terminal or the direction of text.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return text.into();
    }
    text.chars().map(|c| if steers(c) { picture(c) } else { c }).collect()
}

/// The same for text of several lines, which stay lines.
pub fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn picture(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1F => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7F => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
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
    fn nothing_from_a_file_steers_the_terminal() {
        let hostile =
            Diagnostic::error("a\u{1b}[31m\n.md", "bad `\u{1b}]0;x\u{7}`", "r\r").at((1, 1), "\u{9b}2J\u{202e}x");
        for shown in [hostile.shown(false), hostile.in_a_line()] {
            assert!(!shown.contains(['\u{1b}', '\u{7}', '\r', '\u{9b}', '\u{202e}']), "{shown:?}");
        }
        assert_eq!(hostile.in_a_line().lines().count(), 1);
    }

    #[test]
    fn positions_beyond_the_text_are_harmless() {
        let shown = Diagnostic::error("a", "m", "r").at((9, 900), "é\n").to_string();
        assert!(shown.contains("a:9:900"), "{shown}");
        assert!(Diagnostic::error("a", "m", "r").at((1, 900), "é\n").to_string().contains("error: m"));
    }
}
