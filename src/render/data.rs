//! Data files that templates load: how they are reached and read. What may be read is decided by who opens the folder.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use tera::Value;

/// Gives the bytes of a file by its path below the root of the site, or the reason why not.
type Read = dyn Fn(&str) -> Result<Vec<u8>, String> + Send + Sync;

/// Where `load_data` finds its files.
#[derive(Clone)]
pub struct DataFolder(Arc<Read>);

impl DataFolder {
    /// A folder whose files `read` gives.
    pub fn new(read: impl Fn(&str) -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        (self.0)(path)
    }
}

impl Default for DataFolder {
    /// A folder without files.
    fn default() -> Self {
        Self::new(|_| Err("cannot be read: there is no folder of data".to_owned()))
    }
}

impl fmt::Debug for DataFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataFolder")
    }
}

/// The value of a data file. The format goes by the name unless it is given: `json`, `toml`, `yaml`, `csv`, `text`.
pub(super) fn parsed(path: &str, format: Option<&str>, bytes: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is not UTF-8 text".to_owned())?;
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    let json = match format.unwrap_or(&extension) {
        "json" => serde_json::from_str(text).map_err(|e| format!("is no valid JSON: {e}"))?,
        "toml" => toml::from_str(text).map_err(|e| format!("is no valid TOML: {}", e.message()))?,
        "yaml" | "yml" => serde_saphyr::from_str(text).map_err(|e| format!("is no valid YAML: {e}"))?,
        "csv" => csv_rows(text).map_err(|e| format!("is no valid CSV: {e}"))?,
        "text" | "txt" | "md" => Json::String(text.to_owned()),
        _ => return Err("has no known format: name one with `format`: json, toml, yaml, csv or text".to_owned()),
    };
    Value::try_from_serializable(&json).map_err(|e| e.to_string())
}

/// The rows of a table as maps from the names in its first line.
fn csv_rows(text: &str) -> Result<Json, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers()?.clone();
    let rows = reader.records().map(|row| {
        let cells = |row: csv::StringRecord| -> Map<String, Json> {
            names.iter().zip(row.iter()).map(|(name, cell)| (name.to_owned(), Json::from(cell))).collect()
        };
        row.map(|row| Json::Object(cells(row)))
    });
    rows.collect::<Result<Vec<_>, _>>().map(Json::Array)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, format: Option<&str>, text: &str, expected: &str) {
        let shown = match parsed(path, format, text.as_bytes()) {
            Ok(value) => serde_json::to_string(&value).unwrap(),
            Err(problem) => problem,
        };
        assert!(shown.contains(expected), "{path}: {shown}");
    }

    #[test]
    fn formats_go_by_the_name_or_as_told() {
        check("a.json", None, "{\"a\": [1, 2]}", "{\"a\":[1,2]}");
        check("a.toml", None, "a = 1", "{\"a\":1}");
        check("a.yml", None, "a: [1]", "{\"a\":[1]}");
        check("a.csv", None, "name,seats\nHarbour,3\n", "[{\"name\":\"Harbour\",\"seats\":\"3\"}]");
        check("a.dat", Some("csv"), "x\n1\n", "[{\"x\":\"1\"}]");
        check("notes.txt", None, "plain", "\"plain\"");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        check("a.dat", None, "x", "has no known format");
        check("a.json", None, "{", "is no valid JSON");
        check("a.toml", None, "a = ", "is no valid TOML");
        check("a.csv", None, "a,b\n1\n", "is no valid CSV");
    }
}
