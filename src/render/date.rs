//! Dates as templates see them.

use jiff::civil::Date;
use serde::Serialize;

use crate::article::ArticleDate;

/// A date for machines and for readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct DateView {
    /// For `<time datetime>` and JSON-LD: the moment with its offset, else the day.
    iso: String,
    /// `3 March 2026`.
    text: String,
}

impl DateView {
    pub(super) fn of(date: &ArticleDate) -> Self {
        Self { iso: iso(date), ..Self::of_day(date.day) }
    }

    pub(super) fn of_day(day: Date) -> Self {
        Self { iso: day.to_string(), text: day.strftime("%-d %B %Y").to_string() }
    }
}

/// The moment with its offset, else the day.
pub(super) fn iso(date: &ArticleDate) -> String {
    date.moment.clone().unwrap_or_else(|| date.day.to_string())
}
