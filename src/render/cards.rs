//! Cards of quotations as drawings, for previews and for embedding elsewhere: the words, who says them, and where they stand.

use super::OutputFile;
use super::pieces::plain;
use super::press::Press;
use super::view::QuotationView;
use super::xml::Xml;
use crate::article::Article;
use crate::extract::Kind;
use crate::site::{QuotationRef, spoken};

/// Sizes of type, with how many characters a line and how many lines a card then has.
const SIZES: [(usize, usize, usize); 4] = [(56, 36, 6), (44, 46, 8), (34, 60, 11), (26, 78, 15)];

/// Where the page of a quotation stands: below its article, under its permanent id.
pub(super) fn quotation_path(article: &Article, attribution: usize) -> String {
    format!("{}{}/", article.url_path, article.quote_ids[attribution])
}

/// Where its drawing stands.
pub(super) fn card_path(article: &Article, attribution: usize) -> String {
    format!("{}card.svg", quotation_path(article, attribution))
}

/// The paths of the pages and drawings of all quotations of an article.
pub(super) fn paths(article: &Article) -> impl Iterator<Item = String> {
    spoken(article).flat_map(|(index, _)| [quotation_path(article, index), card_path(article, index)])
}

/// The drawing of a quotation that has a page.
pub(super) fn file(press: &Press<'_>, quotation: QuotationRef, view: &QuotationView) -> OutputFile {
    let article = press.site.article(quotation.article);
    let attribution = &article.extraction.attributions[quotation.attribution];
    let words = plain(&article.content().text, attribution).split_whitespace().collect::<Vec<_>>().join(" ");
    let words = if attribution.kind == Kind::Direct {
        format!("“{}”", words.replace(" … ", "” … “"))
    } else {
        words
    };
    let date = article.metadata.date.as_ref().map(|date| date.day.strftime(", %-d %B %Y").to_string());
    let place = format!("{}{}", article.metadata.title, date.unwrap_or_default());
    let bytes = card(&words, view.name(), &place, &press.settings.title);
    OutputFile { path: card_path(article, quotation.attribution), bytes }
}

/// A drawing of 1200 by 630, as previews have it.
fn card(words: &str, name: &str, place: &str, site: &str) -> Vec<u8> {
    let (size, lines) = set(words);
    let mut xml = Xml::new();
    let of = |size: usize, y: usize| (size.to_string(), y.to_string());
    let attributes = [("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 1200 630"), ("role", "img")];
    xml.element("svg", &attributes, |xml| {
        xml.text("title", &[], &format!("{words} {name}, {place}"));
        xml.element("rect", &[("width", "1200"), ("height", "630"), ("fill", "#fbfaf7")], |_| {});
        xml.element("rect", &[("width", "12"), ("height", "630"), ("fill", "#0a6670")], |_| {});
        for (n, line) in lines.iter().enumerate() {
            let (size, y) = of(size, 96 + size * 4 / 10 + n * size * 13 / 10);
            let font = [("font-family", "Charter, Georgia, serif"), ("font-size", size.as_str())];
            xml.text("text", &[&[("x", "72"), ("y", y.as_str()), ("fill", "#1b1d1f")], &font[..]].concat(), line);
        }
        for (text, size, y, weight) in [(name, 30, 520, "700"), (place, 24, 558, "400"), (site, 20, 594, "400")] {
            let (size, y) = of(size, y);
            let font =
                [("font-family", "system-ui, sans-serif"), ("font-size", size.as_str()), ("font-weight", weight)];
            let shown = shortened(text, 84);
            xml.text("text", &[&[("x", "72"), ("y", y.as_str()), ("fill", "#44494e")], &font[..]].concat(), &shown);
        }
    });
    xml.into_bytes()
}

/// The largest size of type at which the words fit, and their lines; words that never fit are cut at the smallest.
fn set(words: &str) -> (usize, Vec<String>) {
    let mut set = (0, Vec::new());
    for (size, width, most) in SIZES {
        set = (size, lines(words, width));
        if set.1.len() <= most {
            return set;
        }
    }
    let (size, mut lines) = set;
    lines.truncate(SIZES[SIZES.len() - 1].2);
    if let Some(last) = lines.last_mut() {
        last.push_str(" …");
    }
    (size, lines)
}

fn lines(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_set_as_large_as_they_fit() {
        for (count, size, lines) in [(4, 56, 1), (50, 44, 8), (100, 34, 10), (160, 26, 13), (900, 26, 15)] {
            let words = vec!["words"; count].join(" ");
            let (chosen, set) = set(&words);
            assert_eq!((chosen, set.len()), (size, lines), "{count} words");
        }
    }

    #[test]
    fn a_card_says_nothing_as_markup() {
        let card = String::from_utf8(card("“<b>&”", "A & B", "In <i>", "Site")).unwrap();
        assert!(card.contains("“&lt;b&gt;&amp;”") && card.contains("A &amp; B") && !card.contains("<b>"), "{card}");
    }
}
