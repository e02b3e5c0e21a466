//! Front matter: the fence, and the fields between its lines with their places in the file. What the fields mean is
//! decided in [`super::fields`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::problem::{Place, Problem};

/// One `key = value` of front matter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) place: Place,
}

/// Parts a source into the fields of its front matter, in the order of the file, and the body below.
pub(super) fn split(text: &str) -> Result<(Vec<Field>, &str), Problem> {
    if first_line(text).0.trim_end() == "{" {
        return json_fields(text);
    }
    let Some((fence, rest)) = opening(text) else { return Ok((Vec::new(), text)) };
    let Some((inner, body)) = close(rest, fence) else {
        let problem = Problem::new(
            format!("the front matter that `{fence}` opens is never closed"),
            format!("put a line with `{fence}` alone behind the last field"),
        );
        return Err(problem.at(Place { line: 1, column: 1 }));
    };
    // What ends lines with a carriage return alone is read as if it were a line feed, at the same places.
    let inner = if inner.contains('\n') { Cow::Borrowed(inner) } else { Cow::Owned(inner.replace('\r', "\n")) };
    let mut fields = if fence == "+++" { toml_fields(&inner)? } else { yaml_fields(&inner)? };
    fields.sort_by_key(|field| field.place);
    Ok((fields, body))
}

fn opening(text: &str) -> Option<(&'static str, &str)> {
    let (first, rest) = first_line(text);
    ["+++", "---"].into_iter().find(|fence| first.trim_end() == *fence).map(|fence| (fence, rest))
}

/// The first line with its end, which may be a carriage return alone, and what follows.
fn first_line(text: &str) -> (&str, &str) {
    let end = text
        .find(['\n', '\r'])
        .map_or(text.len(), |end| if text[end..].starts_with("\r\n") { end + 2 } else { end + 1 });
    text.split_at(end)
}

/// What stands before the closing fence and after its line.
fn close<'a>(rest: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let mut start = 0;
    while start < rest.len() {
        let (line, below) = first_line(&rest[start..]);
        if line.trim_end() == fence {
            return Some((&rest[..start], below));
        }
        start += line.len();
    }
    None
}

/// The place in the file of a place between the fences: one line lies above.
fn in_file(place: Place) -> Place {
    Place { line: place.line + 1, column: place.column }
}

fn toml_fields(inner: &str) -> Result<Vec<Field>, Problem> {
    type Table = BTreeMap<toml::Spanned<String>, toml::Value>;
    let table: Table = toml::from_str(inner).map_err(|error| {
        let place = Place::of(inner, error.span().map_or(0, |span| span.start));
        unreadable("TOML", error.message()).at(in_file(place))
    })?;
    let mut fields: Vec<_> = table.into_iter().collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    // Counted on from field to field: there may be very many.
    let (mut place, mut at) = (Place { line: 1, column: 1 }, 0);
    let field = |(key, value): (toml::Spanned<String>, toml::Value)| {
        let start = key.span().start;
        place = place.moved_over(&inner[at..start]);
        at = start;
        Field { place: in_file(place), key: key.into_inner(), value: json(value) }
    };
    Ok(fields.into_iter().map(field).collect())
}

/// The fields of a JSON object that opens with a line of its own, and the body behind it. All stand where the object does.
fn json_fields(text: &str) -> Result<(Vec<Field>, &str), Problem> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    match values.next() {
        Some(Ok(object)) => {
            let place = Place { line: 1, column: 1 };
            let fields = object.into_iter().map(|(key, value)| Field { key, value, place }).collect();
            let body = &text[values.byte_offset()..];
            Ok((fields, body.split_once('\n').map_or("", |(_, body)| body)))
        }
        Some(Err(error)) => {
            let place = Place { line: error.line().max(1), column: error.column().max(1) };
            Err(unreadable("JSON", &without_place(&error.to_string())).at(place))
        }
        None => Ok((Vec::new(), text)),
    }
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(values) => Value::Array(values.into_iter().map(json).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(k, v)| (k, json(v))).collect::<Map<String, Value>>())
        }
    }
}

fn yaml_fields(inner: &str) -> Result<Vec<Field>, Problem> {
    if inner.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    // A tag called `y` or a slug `007` is text.
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    };
    let fields: YamlFields = serde_saphyr::from_str_with_options(inner, options).map_err(|error| {
        let error = error.without_snippet();
        let place = error.location().map(|at| Place { line: at.line() as usize, column: at.column() as usize });
        let message = error.render_with_formatter(&serde_saphyr::UserMessageFormatter);
        // Which of the reader's limits, and by how much, tells a writer nothing.
        let message = message.split(": limits breached").next().unwrap_or_default();
        let problem = unreadable("YAML", &without_place(message));
        problem.at(in_file(place.unwrap_or(Place { line: 1, column: 1 })))
    })?;
    Ok(fields.0)
}

/// The message without the place in the fences that stands behind it.
fn without_place(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    first.rsplit_once(" at line ").map_or(first, |(message, _)| message).to_owned()
}

fn unreadable(language: &str, message: &str) -> Problem {
    let message = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let remedy = match language {
        "TOML" => "write each field as `key = \"value\"`",
        "JSON" => "write one object, with keys and texts in quotation marks",
        _ => "write each field as `key: value`; put text with special characters in quotation marks",
    };
    Problem::new(format!("the front matter is not valid {language}: {message}"), remedy)
}

/// The fields of a YAML mapping with their places.
struct YamlFields(Vec<Field>);

impl<'de> Deserialize<'de> for YamlFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = YamlFields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("lines of the form `key: value`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<YamlFields, A::Error> {
                let mut fields = Vec::new();
                while let Some((key, value)) = map.next_entry::<serde_saphyr::Spanned<String>, Value>()? {
                    let at = key.referenced;
                    let place = in_file(Place { line: at.line() as usize, column: at.column() as usize });
                    fields.push(Field { key: key.value, value, place });
                }
                Ok(YamlFields(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits() {
        for (text, keys, body) in [
            ("No front matter.", "", "No front matter."),
            ("", "", ""),
            ("+++\n+++\nBody", "", "Body"),
            ("---\n---\nBody", "", "Body"),
            ("---\n# only a comment\n---\nBody", "", "Body"),
            ("+++\ntitle = \"T\"\n+++\n\nBody", "title@2:1", "\nBody"),
            ("+++\r\ntitle = \"T\"\r\n+++\r\nBody\r\n", "title@2:1", "Body\r\n"),
            ("---\r\ntitle: T\r\n---\r\nBody\r\n", "title@2:1", "Body\r\n"),
            ("---\ntitle: T\n\ntags:\n  - a\n---\nBody", "title@2:1 tags@4:1", "Body"),
            ("+++\nz = 1\na = 2\n[extra]\nx = 1\n+++", "z@2:1 a@3:1 extra@4:2", ""),
            ("--- \ntitle: T\n---", "title@2:1", ""),
            ("----\nBody", "", "----\nBody"),
            ("{\n  \"title\": \"T\",\n  \"tags\": []\n}\n\nBody", "title@1:1 tags@1:1", "\nBody"),
            ("{% raw %}\nBody", "", "{% raw %}\nBody"),
        ] {
            let (fields, found) = split(text).unwrap();
            let shown: Vec<String> =
                fields.iter().map(|f| format!("{}@{}:{}", f.key, f.place.line, f.place.column)).collect();
            assert_eq!((shown.join(" ").as_str(), found), (keys, body), "{text:?}");
        }
    }

    #[test]
    fn carriage_returns_alone_end_lines() {
        for text in ["---\rtitle: T\rx: 1\r---\r\rBody\r", "+++\rtitle = 'T'\rx = 1\r+++\r\rBody\r"] {
            let (fields, body) = split(text).unwrap();
            assert_eq!((fields.len(), fields[1].place.line, body), (2, 3, "\rBody\r"), "{text:?}");
        }
    }

    #[test]
    fn very_many_fields_stay_cheap() {
        let fields: Vec<String> = (0..50_000).map(|n| format!("k{n} = {n}")).collect();
        let text = format!("+++\n{}\n+++\n", fields.join("\n"));
        let (fields, _) = split(&text).unwrap();
        assert_eq!(fields.last().map(|field| field.place), Some(Place { line: 50_001, column: 1 }));
    }

    #[test]
    fn values_are_the_same_in_both_languages() {
        let toml = "+++\na = \"x\"\nb = [\"y\", 2]\nc = 2026-05-08\nd = true\n+++";
        let yaml = "---\na: x\nb: [y, 2]\nc: 2026-05-08\nd: true\n---";
        let values = |text| -> Vec<Value> { split(text).unwrap().0.into_iter().map(|f| f.value).collect() };
        assert_eq!(values(toml), values(yaml));
    }

    #[test]
    fn faults_have_a_place_in_the_file() {
        for (text, line, message) in [
            ("+++\ntitle = \"T\"\n", 1, "never closed"),
            ("---\ntitle: T\n", 1, "never closed"),
            ("---", 1, "never closed"),
            ("+++\ntitle = \"T\"\ndate = = 3\n+++\n", 3, "not valid TOML"),
            ("+++\na = 1\na = 2\n+++\n", 3, "not valid TOML"),
            ("---\ntitle: T\nx: [a\n---\n", 3, "not valid YAML"),
            ("---\ntitle: a: b\n---\n", 2, "not valid YAML"),
            ("---\njust text\n---\n", 2, "not valid YAML"),
            ("---\na: 1\na: 2\n---\n", 3, "not valid YAML"),
            ("{\n\"title\": \"T\",\n\"a\": ,\n}\n", 3, "not valid JSON"),
        ] {
            let problem = split(text).unwrap_err();
            assert!(problem.message.contains(message), "{text:?}: {problem}");
            assert!(!problem.message.contains(" line "), "{text:?}: {problem}");
            assert!(problem.line.is_some_and(|l| l.abs_diff(line) <= 1), "{text:?}: {problem}");
        }
    }
}
