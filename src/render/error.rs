//! Why a site could not be rendered.

use tera::ErrorKind;

/// A template that is broken or that does not fit what it is given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("template {template}: {message}")]
pub struct RenderError {
    /// Name of the template, which is its path below `templates/`.
    pub template: String,
    /// Line and column, both from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The same with the source line and a caret, over several lines, where the position is known.
    pub report: Option<String>,
}

impl RenderError {
    pub(super) fn new(template: &str, message: impl Into<String>) -> Self {
        Self { template: template.to_owned(), position: None, message: message.into(), report: None }
    }

    /// An error of the template engine while it was at work on `template`.
    pub(super) fn from_tera(template: &str, error: &tera::Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Self {
                template: report.filename().to_owned(),
                position: Some((report.span().start_line, report.span().start_col + 1)),
                message: report.message().to_owned(),
                report: Some(error.to_string()),
            },
            ErrorKind::MissingParent { current, .. } => Self::new(current, error.to_string()),
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                Self::new(tpl, error.to_string())
            }
            // Mistakes that show only when all templates are checked against one another come as finished reports.
            ErrorKind::Msg(report) => {
                Self::from_report(report).unwrap_or_else(|| Self::new(template, error.to_string()))
            }
            _ => Self::new(template, error.to_string()),
        }
    }

    /// Reads the first report in a text: `error: MESSAGE`, then `--> TEMPLATE:LINE:COLUMN`.
    fn from_report(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once("--> ")?;
        let mut place = rest.lines().next()?.rsplitn(3, ':');
        let column = place.next()?.parse().ok()?;
        let line = place.next()?.parse().ok()?;
        let message = head.trim().rsplit("error: ").next()?.to_owned();
        let template = place.next()?.to_owned();
        Some(Self { template, position: Some((line, column)), message, report: Some(text.to_owned()) })
    }
}
