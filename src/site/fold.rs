//! Folding: what names are compared by, what slugs are made from, and what searches look for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` in small letters, without apostrophes and invisible characters; Latin letters lose their diacritics.
///
/// Marks on letters of other scripts stay: й and и are two letters.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.bytes().filter(|byte| *byte != b'\'').map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    let mut folded = String::with_capacity(text.len());
    let mut after_latin = false;
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if is_combining_mark(c) {
            if !after_latin {
                folded.push(c);
            }
            continue;
        }
        let plain = plain_latin(c);
        after_latin = c.is_ascii_alphabetic() || plain.is_some();
        match plain {
            Some(letters) => folded.push_str(letters),
            None if is_dropped(c) => {}
            None => folded.push(c),
        }
    }
    folded.nfc().collect()
}

/// Latin letters that do not decompose into a plain letter and a mark.
fn plain_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// Apostrophes, joiners, and the marks that steer the direction of text.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{00AD}' | '\u{200B}'
            ..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        for (text, expected) in [
            ("José NÚÑEZ", "jose nunez"),
            ("O’Brien", "obrien"),
            ("O'Brien", "obrien"),
            ("Łukasz Groß", "lukasz gross"),
            ("İpek", "ipek"),
            ("Андрій", "андрій"),
            ("A\u{200b}na\u{202e}", "ana"),
        ] {
            assert_eq!(fold(text), expected, "{text:?}");
        }
    }
}
