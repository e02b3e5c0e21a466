//! Where the time of a build went, as a table.

use std::fmt::Write as _;
use std::time::Duration;

use crate::progress::{Times, Work};

/// How many templates are named, those that took longest.
const TEMPLATES: usize = 12;

/// The table of `--timings`.
pub(super) fn table(times: &Times) -> String {
    let mut table = format!("{:<28}{:>10}\n", "phase", "seconds");
    // Writing to a string cannot fail.
    for (name, time) in &times.phases {
        let _ = writeln!(table, "{name:<28}{:>10.3}", time.as_secs_f64());
    }
    let total: Duration = times.phases.iter().map(|(_, time)| time).sum();
    let _ = writeln!(table, "{:<28}{:>10.3}", "all phases", total.as_secs_f64());
    section(&mut table, "step, in all threads", times.steps.iter().map(|(name, work)| (*name, *work)).collect());
    section(
        &mut table,
        "template, in all threads",
        times.templates.iter().map(|(name, work)| (name.as_str(), *work)).collect(),
    );
    table
}

fn section(table: &mut String, title: &str, mut rows: Vec<(&str, Work)>) {
    if rows.is_empty() {
        return;
    }
    rows.sort_by_key(|(_, work)| std::cmp::Reverse(work.time));
    let _ = writeln!(table, "\n{title:<28}{:>10}{:>10}{:>12}", "seconds", "times", "ms each");
    for (name, work) in rows.iter().take(TEMPLATES) {
        row(table, name, *work);
    }
    let rest = rows
        .iter()
        .skip(TEMPLATES)
        .fold(Work::default(), |sum, (_, work)| Work { count: sum.count + work.count, time: sum.time + work.time });
    if rest.count > 0 {
        row(table, "others", rest);
    }
}

fn row(table: &mut String, name: &str, work: Work) {
    let seconds = work.time.as_secs_f64();
    let each = 1000.0 * seconds / work.count.max(1) as f64;
    let _ = writeln!(table, "{name:<28}{seconds:>10.3}{:>10}{each:>12.3}", work.count);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_to_read() {
        let work = |count, milliseconds| Work { count, time: Duration::from_millis(milliseconds) };
        let times = Times {
            phases: vec![("articles", Duration::from_millis(1500)), ("pages", Duration::from_millis(250))],
            steps: [("read", work(10, 20)), ("extract", work(10, 1480))].into(),
            templates: [("article.html".to_owned(), work(4, 6))].into(),
        };
        let expected = "\
phase                          seconds
articles                         1.500
pages                            0.250
all phases                       1.750

step, in all threads           seconds     times     ms each
extract                          1.480        10     148.000
read                             0.020        10       2.000

template, in all threads       seconds     times     ms each
article.html                     0.006         4       1.500
";
        assert_eq!(table(&times), expected);
    }
}
