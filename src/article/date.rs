//! Dates of articles, from front matter and from file names.

use std::str::FromStr;

use jiff::civil::{Date, Time};

use super::metadata::ArticleDate;

/// Ways to write a day with the name of its month.
const NAMED_MONTHS: [&str; 6] = ["%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y"];

/// Reads a day (`2026-05-08`, `2026/5/8`, `20260508`, `8 May 2026`, `May 8, 2026`), perhaps with a time (`T07:30`,
/// ` 7:30:15 pm`) and an offset (`Z`, `UTC`, `+01:00`, ` -0500`), or the same as mails write it. A time without an offset is no
/// moment: the day is kept and the time dropped. Days that read differently in two countries (`8/5/2026`) are no dates.
pub(super) fn parse(written: &str) -> Option<ArticleDate> {
    let written = written.trim();
    if let Some((day, rest)) = leading_day(written) {
        return with_time(day, rest);
    }
    let (weekday, rest) = written.split_once(',').unwrap_or(("", written));
    let written = if is_weekday(weekday) { rest.trim() } else { written };
    // The longest day has three words; what is behind them is a time.
    let ends = written.match_indices(' ').map(|(at, _)| at).chain([written.len()]);
    ends.skip(2).take(1).chain([written.len()]).find_map(|end| {
        let day = NAMED_MONTHS.iter().find_map(|format| Date::strptime(format, &written[..end]).ok())?;
        with_time(day, &written[end..])
    })
}

fn is_weekday(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| word.starts_with(day))
}

/// A day in digits at the start, and what is behind it.
fn leading_day(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(text, 4..=8)?;
    if year.len() == 8 {
        return Some((Date::strptime("%Y%m%d", year).ok()?, rest));
    }
    let mark = rest.chars().next().filter(|mark| year.len() == 4 && matches!(mark, '-' | '/' | '.'))?;
    let (month, rest) = digits(&rest[1..], 1..=2)?;
    let (day, rest) = digits(rest.strip_prefix(mark)?, 1..=2)?;
    Some((Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?, rest))
}

/// The digits at the start, if there are as many as `count` allows.
fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    count.contains(&end).then(|| text.split_at(end))
}

fn with_time(day: Date, rest: &str) -> Option<ArticleDate> {
    let rest = rest.strip_prefix(['T', 't', ',']).unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return Some(ArticleDate { day, moment: None });
    }
    let (time, rest) = time(rest)?;
    let moment = match rest.trim() {
        "" => None,
        zone => Some(offset(zone)?).filter(|offset| !offset.is_empty()).map(|offset| format!("{day}T{time}{offset}")),
    };
    Some(ArticleDate { day, moment })
}

fn time(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = digits(text, 1..=2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2..=2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2..=2)?,
        None => ("0", rest),
    };
    let rest = rest.strip_prefix(['.', ',']).map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let hour: i8 = hour.parse().ok()?;
    let half = rest.trim_start().get(..2).map(str::to_lowercase);
    let (hour, rest) = match half.as_deref() {
        Some("am") if (1..=12).contains(&hour) => (hour % 12, &rest.trim_start()[2..]),
        Some("pm") if (1..=12).contains(&hour) => (hour % 12 + 12, &rest.trim_start()[2..]),
        _ => (hour, rest),
    };
    Some((Time::new(hour, minute.parse().ok()?, second.parse().ok()?, 0).ok()?, rest))
}

/// An offset as RFC 3339 writes it; empty for a zone whose offset only a table of zones would tell.
fn offset(zone: &str) -> Option<String> {
    // `+01:00[Europe/Berlin]` says the same twice.
    let zone = zone.split('[').next().unwrap_or_default().trim();
    if matches!(zone, "Z" | "z" | "UTC" | "GMT") {
        return Some("Z".to_owned());
    }
    let Some(sign) = zone.chars().next().filter(|c| matches!(c, '+' | '-')) else {
        return zone.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '_')).then(String::new);
    };
    let (hours, rest) = digits(&zone[1..], 1..=4)?;
    let (hours, minutes) = match (hours.len(), rest.strip_prefix(':')) {
        (1 | 2, Some(minutes)) => (hours, minutes),
        (1 | 2, None) if rest.is_empty() => (hours, "0"),
        (4, None) if rest.is_empty() => hours.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 23 && minutes <= 59).then(|| format!("{sign}{hours:02}:{minutes:02}"))
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
            ("2015-03-07 10:12:00 +0100", Some(("2015-03-07", Some("2015-03-07T10:12:00+01:00")))),
            ("2015-03-07T10:12", Some(("2015-03-07", None))),
            ("2015-03-07 10:12:00 UTC", Some(("2015-03-07", Some("2015-03-07T10:12:00Z")))),
            ("2015-03-07 10:12 -0500", Some(("2015-03-07", Some("2015-03-07T10:12:00-05:00")))),
            ("2015-03-07T10:12:00+01", Some(("2015-03-07", Some("2015-03-07T10:12:00+01:00")))),
            ("2015-03-07T10:12:00+01:00[Europe/Berlin]", Some(("2015-03-07", Some("2015-03-07T10:12:00+01:00")))),
            ("2015-03-07 10:12:00 CET", Some(("2015-03-07", None))),
            ("2015-03-07 9:05 PM Z", Some(("2015-03-07", Some("2015-03-07T21:05:00Z")))),
            ("2015-3-7", Some(("2015-03-07", None))),
            ("2015/03/07", Some(("2015-03-07", None))),
            ("20260508", Some(("2026-05-08", None))),
            ("8 May 2026", Some(("2026-05-08", None))),
            ("May 8, 2026", Some(("2026-05-08", None))),
            ("Sat, 07 Mar 2015 10:12:00 +0100", Some(("2015-03-07", Some("2015-03-07T10:12:00+01:00")))),
            ("8/5/2026", None),
            ("2015-03/07", None),
            ("2015-03-07 25:00", None),
            ("2015-03-07 10:12 +9x", None),
            ("2015-03-07 at noon", None),
            ("20260508123", None),
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
