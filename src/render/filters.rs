//! What templates can do with a value, besides what Tera brings along: `date`, `slugify`, `markdown`, `truncate`, `json`.
//!
//! There is no `now`: the same content gives the same pages on any day.

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::markdown::{Manner, to_html};
use crate::site::slugify;

/// Characters that `truncate` leaves unless told otherwise.
const TRUNCATED: usize = 160;

pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("date", date);
    tera.register_filter("slugify", |text: &str, _: Kwargs, _: &State| slugify(text));
    tera.register_filter("markdown", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&to_html(text, &[], &[], Manner::default()))
    });
    tera.register_filter("truncate", |text: &str, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let length = kwargs.get::<usize>("length")?.unwrap_or(TRUNCATED);
        Ok(truncated(text, length, kwargs.get::<&str>("end")?.unwrap_or("…")))
    });
    tera.register_filter("json", json);
}

/// A date in other words: `{{ article.date | date(format="%d.%m.%Y") }}`, or with the words of a language
/// `{{ article.date | date(format="d MMMM y", locale="de") }}`.
fn date(value: &Value, kwargs: Kwargs, state: &State) -> TeraResult<String> {
    // The dates of pages hold the machine's form and the reader's.
    let machine = value.get_from_path("iso").unwrap_or(value);
    tera_contrib::dates::date(machine, kwargs, state)
}

/// JSON that can stand in a script element: no `<` closes it. Elsewhere it is escaped as any text is.
fn json(value: &Value, kwargs: Kwargs, state: &State) -> TeraResult<String> {
    let json = tera_contrib::json::json_encode(value, kwargs, state)?;
    Ok(json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

/// At most `length` characters of the text, cut behind a word, with `end` to show it.
fn truncated(text: &str, length: usize, end: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(length) else { return text.to_owned() };
    let word_ends = text[cut..].starts_with(char::is_whitespace);
    let whole = if word_ends { cut } else { text[..cut].rfind(char::is_whitespace).unwrap_or(cut) };
    let kept = text[..whole].trim_end().trim_end_matches([',', ';', ':', '–', '—', '-']).trim_end();
    format!("{kept}{end}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tera::Context;

    use super::*;

    fn check(template: &str, expected: &str) {
        let mut tera = Tera::default();
        register(&mut tera);
        tera.add_raw_template("t.html", template).unwrap();
        let value = json!({
            "day": { "iso": "2026-03-04", "text": "4 March 2026" },
            "moment": "2026-03-04T18:30:00+01:00",
            "name": "Zoë O’Hara",
            "text": "One two three, four",
            "script": "</script><!--",
        });
        let rendered = tera.render("t.html", &Context::from_serialize(&value).unwrap());
        match rendered {
            Ok(rendered) => assert_eq!(rendered, expected, "{template}"),
            Err(error) => assert!(error.to_string().contains(expected), "{template}: {error}"),
        }
    }

    #[test]
    fn dates_in_any_form_and_language() {
        check("{{ day | date }}", "2026-03-04");
        check("{{ day | date(format='%-d/%-m/%Y') }}", "4/3/2026");
        check("{{ moment | date(format='%H:%M %z') }}", "18:30 +0100");
        check("{{ day | date(format='EEEE, d. MMMM y', locale='de') }}", "Mittwoch, 4. März 2026");
        check("{{ name | date }}", "cannot be parsed as a valid date");
        check("{{ day | date(format='d MMMM', locale='not a locale') }}", "Invalid locale");
    }

    #[test]
    fn slugs_are_those_of_the_site() {
        check("{{ name | slugify }}", "zoe-ohara");
    }

    #[test]
    fn markdown_is_sanitised() {
        check("{{ 'a *b* [c](javascript:d)' | markdown }}", "<p>a <em>b</em> c</p>\n");
    }

    #[test]
    fn truncation_keeps_words_whole() {
        check("{{ text | truncate(length=5) }}", "One…");
        check("{{ text | truncate(length=7) }}", "One two…");
        check("{{ text | truncate(length=15, end='') }}", "One two three");
        check("{{ text | truncate }}", "One two three, four");
        check("{{ 'abcdef' | truncate(length=3) }}", "abc…");
    }

    #[test]
    fn json_closes_no_script() {
        check("{{ script | json | safe }}", r#""\u003c/script>\u003c!--""#);
        check("<a data-x=\"{{ name | json }}\">", "<a data-x=\"&quot;Zoë O’Hara&quot;\">");
    }
}
