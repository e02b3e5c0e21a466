//! What the fields of front matter mean.

use serde_json::Value;

use super::date;
use super::front_matter::Field;
use super::metadata::{ArticleDate, Metadata};
use super::problem::Problem;
use crate::text::one_line;

/// Front matter, understood. An empty title means that none was given.
pub(super) struct Understood {
    pub(super) metadata: Metadata,
    pub(super) slug: Option<String>,
    pub(super) path: Option<String>,
    /// Values that are left out.
    pub(super) warnings: Vec<Problem>,
    /// Keys that look misspelt.
    pub(super) misspelt: Vec<Problem>,
}

/// Known keys, with the other names they go by.
const KEYS: [(&str, &[&str]); 19] = [
    ("title", &[]),
    ("description", &["summary", "excerpt"]),
    ("date", &[]),
    ("updated", &["lastmod", "last_modified_at", "modified"]),
    ("draft", &[]),
    ("published", &[]),
    ("slug", &[]),
    ("path", &["permalink", "url"]),
    ("aliases", &["alias", "redirect_from"]),
    ("authors", &["author", "byline"]),
    ("tags", &["tag"]),
    ("categories", &["category"]),
    ("template", &[]),
    ("weight", &[]),
    ("extra", &[]),
    ("source_url", &[]),
    ("publisher", &[]),
    ("language", &[]),
    ("quotes", &[]),
];

/// Reads fields into metadata. Unknown ones land in `extra`.
pub(super) fn understand(fields: Vec<Field>) -> Result<Understood, Problem> {
    let metadata = Metadata { quotes: true, ..Metadata::default() };
    // Jekyll, whose articles have a layout, parts tags by spaces.
    let is_jekyll = fields.iter().any(|field| field.key == "layout");
    let mut understood = Understood { metadata, slug: None, path: None, warnings: Vec::new(), misspelt: Vec::new() };
    for field in fields.into_iter().filter(|field| !field.value.is_null()) {
        match known(&field.key) {
            Some(key @ ("tags" | "categories")) => understood.set_terms(key, terms(&field, is_jekyll)?),
            Some(key) => understood.set(key, &field)?,
            None => understood.set_unknown(field),
        }
    }
    Ok(understood)
}

impl Understood {
    fn set(&mut self, key: &str, field: &Field) -> Result<(), Problem> {
        let metadata = &mut self.metadata;
        match key {
            "title" => metadata.title = string(field)?,
            "description" => metadata.description = Some(string(field)?),
            "date" => metadata.date = Some(moment(field)?),
            "updated" => metadata.updated = Some(moment(field)?),
            "draft" => metadata.draft = truth(field)?,
            "published" => self.set_published(field),
            "slug" => self.slug = Some(string(field)?).filter(|slug| !slug.is_empty()),
            "path" => self.path = Some(string(field)?).filter(|path| !path.is_empty()),
            "aliases" => metadata.aliases = strings(field)?,
            "authors" => metadata.authors = strings(field)?,
            "template" => metadata.template = Some(string(field)?),
            "weight" => metadata.weight = Some(whole_number(field)?),
            "source_url" => self.set_source_url(field)?,
            "publisher" => metadata.publisher = Some(string(field)?),
            "language" => metadata.language = Some(string(field)?),
            "quotes" => metadata.quotes = truth(field)?,
            _ => match &field.value {
                Value::Object(table) => metadata.extra.extend(table.clone()),
                _ => return Err(wrong(field, "a table of fields", "write `[extra]` above fields of your own")),
            },
        }
        Ok(())
    }

    /// Takes only addresses that lead to a page, whoever reads them out of the site's pages and data.
    fn set_source_url(&mut self, field: &Field) -> Result<(), Problem> {
        let url = string(field)?;
        if is_web_address(&url) {
            self.metadata.source_url = Some(url);
        } else if !url.is_empty() {
            let problem = Problem::new(
                "`source_url` is no web address; it is left out",
                "write it in full, as in https://example.org/ferry",
            );
            self.warnings.push(problem.at(field.place));
        }
        Ok(())
    }

    fn set_terms(&mut self, key: &str, terms: Vec<String>) {
        if key == "tags" {
            self.metadata.tags.extend(terms);
        } else {
            self.metadata.categories.extend(terms);
        }
    }

    /// Jekyll says `published: false` of a draft; elsewhere the word stands for a date.
    fn set_published(&mut self, field: &Field) {
        match truth(field) {
            Ok(published) => self.metadata.draft |= !published,
            Err(_) => {
                self.metadata.extra.insert(field.key.clone(), field.value.clone());
            }
        }
    }

    fn set_unknown(&mut self, field: Field) {
        if let Some(key) = suggestion(&field.key) {
            let problem = Problem::new(
                format!("unknown field `{}` in the front matter", field.key),
                format!("did you mean `{key}`? a field of your own stands under `extra`"),
            );
            self.misspelt.push(problem.at(field.place));
        }
        self.metadata.extra.insert(field.key, field.value);
    }
}

fn known(key: &str) -> Option<&'static str> {
    KEYS.iter().find(|(name, others)| *name == key || others.contains(&key)).map(|(name, _)| *name)
}

/// The known key that was probably meant.
fn suggestion(key: &str) -> Option<&'static str> {
    let near = if key.chars().count() <= 5 { 1 } else { 2 };
    let written = key.to_lowercase().replace('-', "_");
    let names = KEYS.iter().flat_map(|(name, others)| std::iter::once(name).chain(others.iter()));
    let distances = names.map(|name| (strsim::damerau_levenshtein(&written, name), *name));
    distances.filter(|(distance, _)| *distance <= near).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

fn wrong(field: &Field, expected: &str, remedy: &str) -> Problem {
    Problem::new(format!("`{}` should be {expected}", field.key), remedy).at(field.place)
}

/// Whether `url` leads to a page of the web.
fn is_web_address(url: &str) -> bool {
    let scheme = |name: &str| url.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    scheme("https://") || scheme("http://")
}

fn string(field: &Field) -> Result<String, Problem> {
    plain(&field.value).ok_or_else(|| wrong(field, "text", "put its value in quotation marks"))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(one_line(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A list of texts, or one text for a list of one. An author may be a table with a name.
fn strings(field: &Field) -> Result<Vec<String>, Problem> {
    let name = |value: &Value| plain(value).or_else(|| plain(value.get("name")?));
    let found: Option<Vec<String>> = match &field.value {
        Value::Array(values) => values.iter().filter(|v| !v.is_null()).map(name).collect(),
        value => name(value).map(|name| vec![name]),
    };
    let found = found.ok_or_else(|| wrong(field, "a text or a list of texts", "write it as `[\"one\", \"two\"]`"))?;
    Ok(found.into_iter().filter(|text| !text.is_empty()).collect())
}

/// Tags or categories: a list, or a text in which commas part them, or else spaces, where `by_spaces` says so.
fn terms(field: &Field, by_spaces: bool) -> Result<Vec<String>, Problem> {
    let Value::String(text) = &field.value else { return strings(field) };
    let parts: Vec<&str> = match (text.contains(','), by_spaces) {
        (true, _) => text.split(',').collect(),
        (false, true) => text.split_whitespace().collect(),
        (false, false) => vec![text],
    };
    Ok(parts.into_iter().map(one_line).filter(|part| !part.is_empty()).collect())
}

fn truth(field: &Field) -> Result<bool, Problem> {
    match &field.value {
        Value::Bool(truth) => Ok(*truth),
        Value::String(word) if matches!(word.to_lowercase().as_str(), "true" | "yes" | "on") => Ok(true),
        Value::String(word) if matches!(word.to_lowercase().as_str(), "false" | "no" | "off" | "") => Ok(false),
        _ => Err(wrong(field, "true or false", "write `true` or `false` without quotation marks")),
    }
}

fn whole_number(field: &Field) -> Result<i64, Problem> {
    let written = field.value.as_str().and_then(|digits| digits.trim().parse().ok());
    field
        .value
        .as_i64()
        .or(written)
        .ok_or_else(|| wrong(field, "a whole number", "write digits without quotation marks"))
}

fn moment(field: &Field) -> Result<ArticleDate, Problem> {
    let written = string(field)?;
    date::parse(&written).ok_or_else(|| {
        let problem = Problem::new(
            format!("`{written}` is not a date that `{}` can be", field.key),
            "write it as 2026-05-08 or 2026-05-08T07:30:00+01:00",
        );
        problem.at(field.place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::front_matter;

    fn read(fields: &str) -> Result<Understood, Problem> {
        understand(front_matter::split(&format!("---\n{fields}\n---\n")).unwrap().0)
    }

    #[test]
    fn other_names_and_forms() {
        for fields in ["authors: [Ana Ruiz]", "author: Ana Ruiz", "byline: ' Ana Ruiz '", "authors: [{name: Ana Ruiz}]"]
        {
            assert_eq!(read(fields).unwrap().metadata.authors, ["Ana Ruiz"], "{fields}");
        }
        assert_eq!(read("summary: S").unwrap().metadata.description.as_deref(), Some("S"));
        assert_eq!(read("lastmod: 2026-05-08").unwrap().metadata.updated.unwrap().day.to_string(), "2026-05-08");
        for fields in ["path: /a/", "permalink: /a/", "url: /a/"] {
            assert_eq!(read(fields).unwrap().path.as_deref(), Some("/a/"), "{fields}");
        }
        for fields in ["tags: [Sea]", "tags: Sea", "tag: Sea"] {
            assert_eq!(read(fields).unwrap().metadata.tags, ["Sea"], "{fields}");
        }
        for (fields, expected) in [
            ("tags: climate change", &["climate change"][..]),
            ("tags: sea, climate change,", &["sea", "climate change"]),
            ("layout: post\ntags: ruby rails", &["ruby", "rails"]),
            ("layout: post\ntags: [climate change]", &["climate change"]),
            ("tag: a\ntags: [b]", &["a", "b"]),
        ] {
            assert_eq!(read(fields).unwrap().metadata.tags, expected, "{fields}");
        }
        for fields in ["aliases: /old/", "redirect_from: [/old/]"] {
            assert_eq!(read(fields).unwrap().metadata.aliases, ["/old/"], "{fields}");
        }
        for fields in ["published: false", "draft: 'yes'", "draft: true\npublished: true"] {
            assert!(read(fields).unwrap().metadata.draft, "{fields}");
        }
        assert!(!read("published: 2026-05-08").unwrap().metadata.draft);
        assert_eq!(read("title: 1984").unwrap().metadata.title, "1984");
        assert_eq!(read("weight: 3\ndraft: true").unwrap().metadata.weight, Some(3));
        assert!(read("draft: true").unwrap().metadata.draft);
        assert!(read("title:").unwrap().metadata.title.is_empty());
        assert!(read("title: T").unwrap().metadata.quotes);
        assert!(!read("quotes: false").unwrap().metadata.quotes);
    }

    #[test]
    fn unknown_keys_are_kept_and_misspelt_ones_named() {
        for (fields, suggested) in [
            ("tilte: T", Some("title")),
            ("Title: T", Some("title")),
            ("desciption: D", Some("description")),
            ("source-url: U", Some("source_url")),
            ("tagss: x", Some("tags")),
            ("photographer: x", None),
            ("layout: x", None),
        ] {
            let understood = read(fields).unwrap();
            assert_eq!(understood.metadata.extra.len(), 1, "{fields}");
            let remedy = understood.misspelt.first().map(|w| w.remedy.as_str());
            assert_eq!(remedy.is_some(), suggested.is_some(), "{fields}: {remedy:?}");
            if let (Some(remedy), Some(suggested)) = (remedy, suggested) {
                assert!(remedy.contains(&format!("`{suggested}`")), "{fields}: {remedy}");
            }
        }
        assert_eq!(read("extra: {a: 1}\nb: 2").unwrap().metadata.extra.len(), 2);
    }

    #[test]
    fn source_url_leads_to_the_web_or_nowhere() {
        assert_eq!(
            read("source_url: HTTPS://a.example/b").unwrap().metadata.source_url.unwrap(),
            "HTTPS://a.example/b"
        );
        for fields in ["source_url: 'javascript:alert(1)'", "source_url: a.example", "source_url: \"\\tdata:x\""] {
            let understood = read(fields).unwrap();
            assert_eq!((understood.metadata.source_url, understood.warnings.len()), (None, 1), "{fields}");
        }
    }

    #[test]
    fn texts_are_lines_of_what_is_seen() {
        let fields = "title: \"\\e[31mA\\u202e\\u200bB\\nC\"\nauthors: [\"\\uFEFFAna \\u202eRuiz\"]";
        let metadata = read(fields).unwrap().metadata;
        assert_eq!((metadata.title.as_str(), metadata.authors[0].as_str()), ("[31mAB C", "Ana Ruiz"));
    }

    #[test]
    fn wrong_values() {
        for (fields, message) in [
            ("title: [a]", "`title` should be text"),
            ("draft: soon", "`draft` should be true or false"),
            ("weight: heavy", "`weight` should be a whole number"),
            ("tags: {a: 1}", "`tags` should be a text or a list"),
            ("date: tomorrow", "`tomorrow` is not a date"),
            ("extra: x", "`extra` should be a table"),
        ] {
            let problem = read(fields).err().unwrap();
            assert!(problem.message.contains(message), "{fields}: {problem}");
            assert_eq!((problem.line, problem.column), (Some(2), Some(1)), "{fields}");
        }
    }
}
