//! Many articles in one file: JSON Lines, an article a line.

use serde_json::{Map, Value};

use super::front_matter::Field;
use super::parse::{self, Parsed};
use super::problem::{Place, Problem};
use super::url_path::{safe_segment, stem};

/// The articles of a decoded `.jsonl` file, in order; blank lines are passed over.
///
/// A line is an object with `text` and, if known, `id`, `title`, `date`, `authors`, `url` (of the original) and any other
/// field of front matter. Its page stands below the file: `wire/a1/` for `a1` in `wire.jsonl`, whose source is
/// `wire.jsonl#a1`. An error has the line that it is about.
pub fn articles<'a>(source: &'a str, text: &'a str) -> impl Iterator<Item = Result<Parsed, Problem>> + 'a {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(move |(n, line)| article(source, n + 1, line))
}

/// The file that an article stands in: `wire.jsonl` for `wire.jsonl#a1`.
pub fn file(source: &str) -> &str {
    source.to_ascii_lowercase().find(".jsonl#").map_or(source, |at| &source[..at + ".jsonl".len()])
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
    record.entry("path").or_insert_with(|| format!("{}/{}", stem(source), safe_segment(&name)).into());
    let fields = record.into_iter().map(|(key, value)| Field { key, value, place: at }).collect();
    let mut parsed = parse::plain(&format!("{source}#{name}"), text, fields)?;
    // The keys come from a program: they are foreign, not misspelt.
    parsed.warnings.clear();
    Ok(parsed)
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
    fn bad_lines_are_named() {
        let lines = "{\"text\": \"Good.\"}\nnot json\n[1]\n{\"id\": 1}\n{\"text\": 3}\n{\"text\": \"x\", \"date\": \"soon\"}\n{";
        let bad: Vec<Option<usize>> =
            articles("wire.jsonl", lines).filter_map(Result::err).map(|problem| problem.line).collect();
        assert_eq!(bad, (2..=7).map(Some).collect::<Vec<_>>());
    }
}
