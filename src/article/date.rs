//! Dates of articles, from front matter and from file names.

use std::str::FromStr;

use jiff::civil::Date;
use jiff::fmt::temporal::{Pieces, PiecesOffset};

use super::metadata::ArticleDate;

/// Reads `YYYY-MM-DD`, an RFC 3339 moment, or a date with a time of day. A time without an offset is no moment: the day
/// is kept and the time dropped.
pub(super) fn parse(written: &str) -> Option<ArticleDate> {
    let written = written.trim().replace(" +", "+").replace(" -", "-");
    if !starts_with_day(&written) {
        return None;
    }
    let pieces = Pieces::parse(&written).ok()?;
    let day = pieces.date();
    let moment = match (pieces.time(), pieces.offset()) {
        (Some(time), Some(offset)) => Some(format!("{day}T{time}{}", written_offset(offset))),
        _ => None,
    };
    Some(ArticleDate { day, moment })
}

/// Splits the stem of a file name: `2026-05-08-bridge` is a day and `bridge`.
pub(super) fn split_name(stem: &str) -> (Option<Date>, &str) {
    let day = stem.get(..10).filter(|day| starts_with_day(day)).and_then(|day| Date::from_str(day).ok());
    let rest = stem.get(10..).and_then(|rest| rest.strip_prefix(['-', '_']));
    match (day, rest) {
        (Some(day), Some(rest)) if !rest.is_empty() => (Some(day), rest),
        _ => (None, stem),
    }
}

fn starts_with_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(n, b)| if n == 4 || n == 7 { *b == b'-' } else { b.is_ascii_digit() })
}

fn written_offset(offset: PiecesOffset) -> String {
    if matches!(offset, PiecesOffset::Zulu) {
        return "Z".to_owned();
    }
    let seconds = offset.to_numeric_offset().seconds();
    let minutes = seconds.abs() / 60;
    format!("{}{:02}:{:02}", if seconds < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (written, expected) in [
            ("2026-05-08", Some(("2026-05-08", None))),
            (" 2026-05-08 ", Some(("2026-05-08", None))),
            ("2026-05-08T07:30:00Z", Some(("2026-05-08", Some("2026-05-08T07:30:00Z")))),
            ("2026-05-08T07:30:00.000Z", Some(("2026-05-08", Some("2026-05-08T07:30:00Z")))),
            ("2026-05-08T23:30:00-05:00", Some(("2026-05-08", Some("2026-05-08T23:30:00-05:00")))),
            ("2026-05-08 07:30:00 +0130", Some(("2026-05-08", Some("2026-05-08T07:30:00+01:30")))),
            ("2026-05-08T07:30:00", Some(("2026-05-08", None))),
            ("2026-13-08", None),
            ("2026-02-30", None),
            ("8 May 2026", None),
            ("20260508", None),
            ("", None),
        ] {
            let found = parse(written);
            let found = found.as_ref().map(|d| (d.day.to_string(), d.moment.as_deref()));
            assert_eq!(found, expected.map(|(day, moment)| (day.to_owned(), moment)), "{written:?}");
        }
    }

    #[test]
    fn names() {
        for (stem, day, rest) in [
            ("2026-05-08-bridge", Some("2026-05-08"), "bridge"),
            ("2026-05-08_bridge", Some("2026-05-08"), "bridge"),
            ("2026-05-08", None, "2026-05-08"),
            ("2026-05-08-", None, "2026-05-08-"),
            ("2026-99-08-x", None, "2026-99-08-x"),
            ("bridge", None, "bridge"),
            ("éééééé-bridge", None, "éééééé-bridge"),
        ] {
            let (found, found_rest) = split_name(stem);
            assert_eq!((found.map(|d| d.to_string()).as_deref(), found_rest), (day, rest), "{stem:?}");
        }
    }
}
