//! `quotes.csv`: one row a quotation, for spreadsheets.
//!
//! Spreadsheets run a cell that begins with `=` or its like as a formula. Such text gets an apostrophe in front, and so does text
//! that begins with apostrophes and then so: whoever takes one apostrophe away from such cells has the text again.

use super::quotation::{ArticleQuotations, QuotationRecord};

const COLUMNS: [&str; 18] = [
    "id",
    "url",
    "text",
    "kind",
    "speaker",
    "speaker_id",
    "speaker_status",
    "speaker_type",
    "cue",
    "confidence",
    "article",
    "article_url",
    "date",
    "publisher",
    "source_url",
    "code_points",
    "bytes",
    "utf16",
];

/// The first row.
pub(super) fn heading() -> Vec<u8> {
    written([COLUMNS.map(str::to_owned)].into_iter())
}

/// The quotations of an article.
pub(super) fn rows(found: &ArticleQuotations<'_>) -> Vec<u8> {
    written(found.quotations.iter().map(|quotation| row(found, quotation)))
}

fn row(found: &ArticleQuotations<'_>, quotation: &QuotationRecord<'_>) -> [String; COLUMNS.len()] {
    let (about, speaker) = (&found.about, quotation.speaker.as_ref());
    [
        quotation.id.clone(),
        quotation.url.clone(),
        cell(&quotation.text),
        quotation.kind.name().to_owned(),
        speaker.map(|speaker| cell(speaker.site_name.unwrap_or(speaker.name))).unwrap_or_default(),
        speaker.and_then(|speaker| speaker.id).map(cell).unwrap_or_default(),
        speaker.map_or("unknown", |speaker| speaker.status).to_owned(),
        speaker.map_or("", |speaker| speaker.kind.name()).to_owned(),
        quotation.cue_text.map(cell).unwrap_or_default(),
        quotation.confidence.to_string(),
        cell(about.title),
        about.url.clone(),
        about.date.clone().unwrap_or_default(),
        about.publisher.map(cell).unwrap_or_default(),
        about.source_url.map(cell).unwrap_or_default(),
        ranges(&quotation.place.content),
        ranges(&quotation.byte.content),
        ranges(&quotation.utf16.content),
    ]
}

/// `[[0, 4], [9, 12]]` as `0-4 9-12`.
fn ranges(ranges: &[[usize; 2]]) -> String {
    ranges.iter().map(|[start, end]| format!("{start}-{end}")).collect::<Vec<_>>().join(" ")
}

/// `text` as a cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

fn written<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail, and all rows have the same length.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_cell_is_a_formula_and_every_text_comes_back(text in "(?s)['=+@a\\-\t\r\n\",]{0,6}") {
            let written = written([[cell(&text), "end".to_owned()]].into_iter());
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_slice());
            let read = reader.records().next().unwrap().unwrap();
            prop_assert!(!read[0].starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            let back = if looks_like_formula(&read[0]) { &read[0][1..] } else { &read[0] };
            prop_assert_eq!(back, text);
        }
    }
}
