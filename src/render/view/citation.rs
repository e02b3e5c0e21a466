//! How to cite an article: APA (7th edition) and Chicago (17th edition, notes).
//!
//! A citation is a row of runs, some of them titles; the address comes behind it, and is left to the template.

use jiff::civil::Date;
use serde::Serialize;

use crate::article::Article;

/// An article as reference lists and notes name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::render) struct CitationView {
    /// Author and year, for the text: `Lindqvist, 2026`.
    in_text: String,
    /// The entry of a list of references.
    apa: Vec<Run>,
    /// The note.
    chicago: Vec<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Run {
    text: String,
    /// Whether it is the title of a work that is set in italics.
    italic: bool,
}

impl CitationView {
    /// `site_title` stands in for a publisher that is not named.
    pub(in crate::render) fn of(article: &Article, site_title: &str) -> Self {
        let metadata = &article.metadata;
        let publisher = metadata.publisher.as_deref().unwrap_or(site_title);
        let (title, authors) = (metadata.title.trim(), metadata.authors.as_slice());
        let day = metadata.date.as_ref().map(|date| date.day);
        let year = day.map_or("n.d.".to_owned(), |day| day.year().to_string());
        let dated = day.map_or("n.d.".to_owned(), |day| format!("{year}, {}", month_and_day(day)));
        let plain = |text: String| Run { text, italic: false };
        let publisher = Run { text: publisher.to_owned(), italic: true };
        let apa_head = match authors {
            [] => format!("{} ({dated}). ", stopped(title)),
            _ => format!("{} ({dated}). {} ", stopped(&list(authors.iter().map(|a| inverted(a)), "&")), stopped(title)),
        };
        let note_head = match authors {
            [] => String::new(),
            _ => format!("{}, ", list(authors.iter().cloned(), "and")),
        };
        let note_date = day.map_or(String::new(), |day| format!(", {}, {year}", month_and_day(day)));
        Self {
            in_text: format!("{}, {year}", in_text(title, authors)),
            apa: vec![plain(apa_head), publisher.clone(), plain(".".to_owned())],
            chicago: vec![plain(format!("{note_head}“{title},” ")), publisher, plain(format!("{note_date}."))],
        }
    }
}

fn month_and_day(day: Date) -> String {
    day.strftime("%B %-d").to_string()
}

/// Who stands in brackets: one or two surnames, the first of more, or the title where nobody is named.
fn in_text(title: &str, authors: &[String]) -> String {
    match authors {
        [] => format!("“{title}”"),
        [one] => surname(one).to_owned(),
        [one, other] => format!("{} & {}", surname(one), surname(other)),
        [first, ..] => format!("{} et al.", surname(first)),
    }
}

/// `Ana Ruiz, Ben Low, & Cy Moss`.
fn list(names: impl Iterator<Item = String>, joint: &str) -> String {
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] if joint == "and" => format!("{one} {joint} {other}"),
        [init @ .., last] => format!("{}, {joint} {last}", init.join(", ")),
    }
}

fn stopped(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// `Maartje van der Moss` as `van der Moss, M.`; a single word, such as an agency, stays as it is.
fn inverted(name: &str) -> String {
    let surname = surname(name);
    let given = name.trim().strip_suffix(surname).unwrap_or_default();
    let initials: Vec<String> = given.split_whitespace().filter_map(initial).collect();
    if initials.is_empty() { name.trim().to_owned() } else { format!("{surname}, {}", initials.join(" ")) }
}

/// `Jean-Luc` as `J.-L.`.
fn initial(name: &str) -> Option<String> {
    let first = |part: &str| part.chars().find(|c| c.is_alphabetic()).map(|c| format!("{}.", c.to_uppercase()));
    let parts: Vec<String> = name.split('-').filter_map(first).collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}

/// The last word of a name, with the small particles before it.
fn surname(name: &str) -> &str {
    let name = name.trim();
    let mut start = name.len();
    for (at, word) in words_from_the_end(name) {
        if start < name.len() && !word.starts_with(char::is_lowercase) {
            break;
        }
        start = at;
    }
    &name[start..]
}

fn words_from_the_end(name: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = name.len() + 1;
    name.rsplit(' ').map(move |word| {
        end -= word.len() + 1;
        (end, word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample::Sample;

    fn check(authors: &[&str], date: Option<&str>, publisher: Option<&str>, expected: [&str; 3]) {
        let mut sample = Sample::new("a.md").titled("Quay to close").with(|metadata| {
            metadata.authors = authors.iter().map(|author| (*author).to_owned()).collect();
            metadata.publisher = publisher.map(str::to_owned);
        });
        if let Some(date) = date {
            sample = sample.dated(date);
        }
        let citation = CitationView::of(&sample.build(), "Who said what");
        let shown = |runs: &[Run]| -> String {
            runs.iter().map(|run| if run.italic { format!("*{}*", run.text) } else { run.text.clone() }).collect()
        };
        assert_eq!([citation.in_text.as_str(), &shown(&citation.apa), &shown(&citation.chicago)], expected);
    }

    #[test]
    fn styles() {
        check(
            &["Ada Lindqvist"],
            Some("2026-03-04"),
            Some("Saltmere Courier"),
            [
                "Lindqvist, 2026",
                "Lindqvist, A. (2026, March 4). Quay to close. *Saltmere Courier*.",
                "Ada Lindqvist, “Quay to close,” *Saltmere Courier*, March 4, 2026.",
            ],
        );
        check(
            &["J. K. Larkin-Moss", "Maartje van der Weg"],
            Some("2026-03-04"),
            None,
            [
                "Larkin-Moss & van der Weg, 2026",
                "Larkin-Moss, J. K., & van der Weg, M. (2026, March 4). Quay to close. *Who said what*.",
                "J. K. Larkin-Moss and Maartje van der Weg, “Quay to close,” *Who said what*, March 4, 2026.",
            ],
        );
        check(
            &["Ana Ruiz", "Jean-Luc Moss", "Newsroom"],
            None,
            None,
            [
                "Ruiz et al., n.d.",
                "Ruiz, A., Moss, J.-L., & Newsroom. (n.d.). Quay to close. *Who said what*.",
                "Ana Ruiz, Jean-Luc Moss, and Newsroom, “Quay to close,” *Who said what*.",
            ],
        );
        check(
            &[],
            Some("2026-03-04"),
            None,
            [
                "“Quay to close”, 2026",
                "Quay to close. (2026, March 4). *Who said what*.",
                "“Quay to close,” *Who said what*, March 4, 2026.",
            ],
        );
    }
}
