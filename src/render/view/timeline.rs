//! A speaker's quotations over time: bars for a drawing, rows for the table beside it, and the small form for lists.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use crate::extract::Kind;
use crate::site::{Site, Speaker};

/// As many days are shown one by one, as many months, else years.
const DAYS: i32 = 45;
const MONTHS: i32 = 60;

/// Width and height of a bar's place in the drawing.
const STEP: i32 = 10;
const HEIGHT: usize = 60;

/// Parts of the site's time in a small drawing, and its height.
const SPARKS: i32 = 24;
const SPARK_HEIGHT: usize = 12;

/// How many articles make a small drawing worth looking at.
const SPARK_ARTICLES: usize = 3;

/// Quotations by day, month or year.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct TimelineView {
    /// Of the whole drawing.
    width: i32,
    height: usize,
    /// Days, months or years with quotations, first to last.
    periods: Vec<Period>,
    /// The most quotations in one of them.
    most: usize,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Period {
    /// `March 2026`.
    text: String,
    /// For `<time datetime>`: `2026-03`.
    iso: String,
    direct_count: usize,
    mixed_count: usize,
    indirect_count: usize,
    /// Where its bar stands, and how high its two parts are: in the speaker's words, wholly or in part; reported.
    x: i32,
    own_height: usize,
    indirect_height: usize,
}

#[derive(Clone, Copy)]
enum Unit {
    Day,
    Month,
    Year,
}

impl Unit {
    fn number(self, day: Date) -> i32 {
        match self {
            Self::Day => day.duration_since(Date::ZERO).as_hours().div_euclid(24) as i32,
            Self::Month => i32::from(day.year()) * 12 + i32::from(day.month()),
            Self::Year => i32::from(day.year()),
        }
    }

    fn names(self, day: Date) -> (String, String) {
        let (text, iso) = match self {
            Self::Day => ("%-d %B %Y", "%F"),
            Self::Month => ("%B %Y", "%Y-%m"),
            Self::Year => ("%Y", "%Y"),
        };
        (day.strftime(text).to_string(), day.strftime(iso).to_string())
    }
}

impl TimelineView {
    /// Nothing where all quotations are of one day, or undated.
    pub(in crate::render) fn of(site: &Site, speaker: &Speaker) -> Option<Self> {
        let (first, last) = (speaker.first?, speaker.last?);
        let apart = |unit: Unit| unit.number(last) - unit.number(first);
        let unit = match () {
            () if apart(Unit::Day) < DAYS => Unit::Day,
            () if apart(Unit::Month) < MONTHS => Unit::Month,
            () => Unit::Year,
        };
        let mut periods: Vec<Period> = Vec::new();
        for quotation in &speaker.quotations {
            let article = site.article(quotation.article);
            let Some(day) = article.metadata.date.as_ref().map(|date| date.day) else { continue };
            let (text, iso) = unit.names(day);
            if periods.last().is_none_or(|period| period.iso != iso) {
                periods.push(Period {
                    text,
                    iso,
                    x: (unit.number(day) - unit.number(first)) * STEP,
                    ..Period::default()
                });
            }
            let Some(period) = periods.last_mut() else { continue };
            match article.extraction.attributions[quotation.attribution].kind {
                Kind::Direct => period.direct_count += 1,
                Kind::Mixed => period.mixed_count += 1,
                Kind::Indirect => period.indirect_count += 1,
            }
        }
        // Quotations come newest first.
        periods.reverse();
        let most = periods.iter().map(|period| period.own() + period.indirect_count).max()?;
        for period in &mut periods {
            period.own_height = period.own() * HEIGHT / most;
            period.indirect_height = (period.own() + period.indirect_count) * HEIGHT / most - period.own_height;
        }
        (periods.len() > 1).then(|| Self { width: (apart(unit) + 1) * STEP, height: HEIGHT, periods, most })
    }
}

impl Period {
    fn own(&self) -> usize {
        self.direct_count + self.mixed_count
    }
}

/// The first and the last day of a site's articles.
pub(in crate::render) fn days_of(site: &Site) -> Option<(Date, Date)> {
    let days = || site.articles.iter().filter_map(|article| Some(article.metadata.date.as_ref()?.day));
    Some((days().min()?, days().max()?))
}

/// Quotations over the site's time as an SVG path of upright strokes, 24 for the whole time, so that those of two speakers can
/// be compared. Nothing for speakers whom few articles quote.
pub(in crate::render) fn sparkline(site: &Site, days: Option<(Date, Date)>, speaker: &Speaker) -> Option<String> {
    let (first, last) = days.filter(|_| speaker.article_count >= SPARK_ARTICLES)?;
    let start = Unit::Day.number(first);
    let length = Unit::Day.number(last) - start + 1;
    let mut counts = [0usize; SPARKS as usize];
    for quotations in speaker.by_article() {
        let day = site.article(quotations[0].article).metadata.date.as_ref().map(|date| date.day);
        if let Some(day) = day {
            counts[((Unit::Day.number(day) - start) * SPARKS / length) as usize] += quotations.len();
        }
    }
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    let mut path = String::new();
    for (n, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let _ = write!(path, "M{} {SPARK_HEIGHT}v-{}", n * 4 + 2, (count * SPARK_HEIGHT / most).max(2));
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::assemble;
    use crate::site::sample::Sample;

    fn site(days: &[&str]) -> Site {
        let article = |(n, day): (usize, &&str)| {
            let sample = Sample::new(&format!("{n}.md")).dated(day).text("“Go,” said one.").person("Ana Ruiz");
            sample.says(if n == 0 { Kind::Direct } else { Kind::Indirect }, &["Go,"], "said").build()
        };
        assemble(days.iter().enumerate().map(article).collect::<Vec<_>>())
    }

    fn check(days: &[&str], expected: &[(&str, i32)]) {
        let site = site(days);
        let timeline = TimelineView::of(&site, &site.speakers[0]);
        let periods = timeline.map(|timeline| timeline.periods).unwrap_or_default();
        let shown: Vec<(&str, i32)> = periods.iter().map(|period| (period.text.as_str(), period.x)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn time_is_cut_into_days_months_or_years() {
        check(&["2026-03-04"], &[]);
        check(&["2026-03-04", "2026-03-02", "2026-03-04"], &[("2 March 2026", 0), ("4 March 2026", 20)]);
        check(&["2026-03-04", "2025-12-02"], &[("December 2025", 0), ("March 2026", 30)]);
        check(&["2026-03-04", "2019-12-02"], &[("2019", 0), ("2026", 70)]);
    }

    #[test]
    fn the_small_form_covers_the_time_of_the_site() {
        let site = site(&["2026-01-01", "2026-01-24", "2026-01-24"]);
        let path = sparkline(&site, days_of(&site), &site.speakers[0]);
        assert_eq!(path.as_deref(), Some("M2 12v-6M94 12v-12"));
    }
}
