//! Many articles in one file: JSON Lines, an article a line.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, Value};

use super::front_matter::Field;
use super::parse::{self, Parsed};
use super::problem::{Place, Problem};
use super::url_path::{safe_segment, stem};

/// The articles of a decoded `.jsonl` file, in order; blank lines are passed over.
///
/// A line is an object with `text` and, if known, `id`, `title`, `date`, `authors`, `url` (of the original) and any other
/// field of front matter. Its page stands below the file: `wire/a1/` for `a1` in `wire.jsonl`, whose source is
/// `wire.jsonl#a1`. An error has the line that it is about; of two articles with one id the second is one.
pub fn articles<'a>(source: &'a str, text: &'a str) -> impl Iterator<Item = Result<Parsed, Problem>> + 'a {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut lines_of: HashMap<String, usize> = HashMap::new();
    lines.map(move |(n, line)| {
        let parsed = article(source, n + 1, line)?;
        match lines_of.entry(parsed.source.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(n + 1);
                Ok(parsed)
            }
            Entry::Occupied(first) => Err(same_id(&parsed.source, *first.get(), n + 1)),
        }
    })
}

/// The file that an article of many stands in, and its id there: `wire.jsonl` and `a1` for `wire.jsonl#a1`.
pub fn file_and_id(source: &str) -> Option<(&str, &str)> {
    let end = source.to_ascii_lowercase().find(".jsonl#")? + ".jsonl".len();
    Some((&source[..end], &source[end + 1..]))
}

/// The file that an article stands in: `wire.jsonl` for `wire.jsonl#a1`.
pub fn file(source: &str) -> &str {
    file_and_id(source).map_or(source, |(file, _)| file)
}

fn same_id(source: &str, first: usize, line: usize) -> Problem {
    let id = file_and_id(source).map_or(source, |(_, id)| id);
    let message = format!("the article of line {first} has the id `{id}`, too");
    Problem::new(message, "give every line an `id` of its own").at(Place { line, column: 1 })
}

fn article(source: &str, line: usize, json: &str) -> Result<Parsed, Problem> {
    let mut record = record(line, json)?;
    let at = Place { line, column: 1 };
    let Some(Value::String(text)) = record.remove("text") else {
        let problem = Problem::new("the article has no `text`", "give every line a `text` that is a string");
        return Err(problem.at(at));
    };
    if text.contains('\0') || u32::try_from(text.len()).is_err() {
        return Err(Problem::new("the `text` is not text", "remove control characters from it").at(at));
    }
    let name = match record.remove("id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id,
        Some(Value::Number(id)) => id.to_string(),
        _ => format!("line-{line}"),
    };
    if let Some(url) = record.remove("url") {
        record.entry("source_url").or_insert(url);
    }
    record.entry("path").or_insert_with(|| path(source, &name).into());
    let fields = record.into_iter().map(|(key, value)| Field { key, value, place: at }).collect();
    let parsed = parse::plain(&format!("{source}#{name}"), text, fields)?;
    let placed = |warning: Problem| if warning.line.is_none() { warning.at(at) } else { warning };
    Ok(Parsed { warnings: parsed.warnings.into_iter().map(placed).collect(), ..parsed })
}

/// Where the page of an article stands that has no `path`, made safe: what an address would end at may stand in either name.
fn path(source: &str, name: &str) -> String {
    stem(source).split('/').chain([name]).map(safe_segment).collect::<Vec<_>>().join("/")
}

fn record(line: usize, json: &str) -> Result<Map<String, Value>, Problem> {
    serde_json::from_str(json).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        let place = Place { line, column: error.column().max(1) };
        Problem::new(format!("the line is not a JSON object: {reason}"), "write one whole object on every line")
            .at(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_article_a_line() {
        let lines = "{\"id\": \"A 1\", \"title\": \"Ferry\", \"date\": \"2026-05-08\", \"authors\": [\"Ana Ruiz\"], \
             \"url\": \"https://example.org/f\", \"text\": \"It sailed.\\nIt sank.\", \"desk\": \"sea\"}\r\n\n\
             {\"id\": 7, \"text\": \"Gulls return\\nThey did.\"}\n{\"text\": \"they did.\"}";
        let found: Vec<Parsed> = articles("wire.jsonl", lines).map(Result::unwrap).collect();
        let shown: Vec<(&str, &str, &str)> =
            found.iter().map(|p| (p.source.as_str(), p.url_path.as_str(), p.metadata.title.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("wire.jsonl#A 1", "wire/a-1/", "Ferry"),
                ("wire.jsonl#7", "wire/7/", "Gulls return"),
                ("wire.jsonl#line-4", "wire/line-4/", "Line 4"),
            ]
        );
        let metadata = &found[0].metadata;
        assert_eq!(metadata.source_url.as_deref(), Some("https://example.org/f"));
        assert_eq!((metadata.authors.len(), metadata.extra.len(), found[0].blocks.len()), (1, 1, 2));
    }

    #[test]
    fn names_of_files_and_ids_that_mean_something_in_addresses() {
        let lines = "{\"id\": \"a#1\", \"text\": \"x\"}\n{\"id\": \"a?2/3\", \"text\": \"x\"}";
        let paths: Vec<String> = articles("Desk/wire #2?.JSONL", lines).map(|found| found.unwrap().url_path).collect();
        assert_eq!(paths, ["desk/wire-2/a-1/", "desk/wire-2/a-2-3/"]);
        assert_eq!(file_and_id("d/Wire.JSONL#a#1"), Some(("d/Wire.JSONL", "a#1")));
        assert_eq!(file_and_id("d/wire.jsonl"), None);
    }

    #[test]
    fn an_id_is_one_article() {
        let lines =
            "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"x\"}\n{\"id\": \"a\", \"text\": \"y\"}";
        let bad: Vec<String> = articles("w.jsonl", lines).filter_map(Result::err).map(|bad| bad.to_string()).collect();
        assert_eq!(bad, ["3:1: the article of line 1 has the id `a`, too (give every line an `id` of its own)"]);
    }

    #[test]
    fn bad_lines_are_named() {
        let lines = "{\"text\": \"Good.\"}\nnot json\n[1]\n{\"id\": 1}\n{\"text\": 3}\n{\"text\": \"x\", \"date\": \"soon\"}\n{";
        let bad: Vec<Option<usize>> =
            articles("wire.jsonl", lines).filter_map(Result::err).map(|problem| problem.line).collect();
        assert_eq!(bad, (2..=7).map(Some).collect::<Vec<_>>());
    }
}
