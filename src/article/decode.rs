//! From bytes to text: UTF-8, UTF-16 with or without a byte order mark, Windows-1252; anything else is refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::problem::{Place, Problem};

const SAVE_AS_UTF_8: &str = "save the file as UTF-8";

/// One control character among so many others is still taken for text.
const CHARACTERS_PER_CONTROL: usize = 20;

/// The text of a file, without its byte order mark; line breaks stay as they are.
///
/// ```
/// # use quotewright::article::decode;
/// assert_eq!(decode(b"\xef\xbb\xbfFerry").unwrap(), "Ferry");
/// assert_eq!(decode(b"\x93Go,\x94 she said.").unwrap(), "\u{201c}Go,\u{201d} she said.");
/// assert!(decode(b"\x89PNG\r\n\x1a\n\0\0").is_err());
/// ```
pub fn decode(bytes: &[u8]) -> Result<String, Problem> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(Problem::new("the file is larger than 4 GiB", "split it into several articles"));
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => decode_as(encoding, &bytes[mark..])?,
        None => decode_unmarked(bytes)?,
    };
    refuse_binary(&text)?;
    Ok(text)
}

fn decode_unmarked(bytes: &[u8]) -> Result<String, Problem> {
    if let Some(encoding) = unmarked_utf_16(bytes) {
        return decode_as(encoding, bytes);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    if bytes.contains(&0) {
        return Err(binary());
    }
    let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
    if !valid.is_ascii() {
        // As Windows-1252, all that was right before would come out wrong.
        let broken = Problem::new("the text is UTF-8, but broken here", "restore the file, or save it as UTF-8 again");
        return Err(broken.at(Place::of(&valid, valid.len())));
    }
    let encoding =
        if bytes.iter().all(|&b| b.is_ascii() || is_shared_punctuation(b)) { WINDOWS_1252 } else { guess(bytes) };
    if encoding == WINDOWS_1252 {
        return decode_as(WINDOWS_1252, bytes);
    }
    let name = encoding.name();
    Err(Problem::new(format!("the text is neither UTF-8 nor Windows-1252, but seems to be {name}"), SAVE_AS_UTF_8))
}

/// The kind of UTF-16 that text in Latin letters has where every other byte is zero, and none of those between.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    // Most texts have none at all.
    memchr::memchr(0, bytes)?;
    let (pairs, high, low) = (bytes.len() / 2, zeros(0), zeros(1));
    match (bytes.len() % 2, high, low) {
        (0, high, 0) if high > pairs / 2 => Some(UTF_16BE),
        (0, 0, low) if low > pairs / 2 => Some(UTF_16LE),
        _ => None,
    }
}

/// Marks and dashes that stand at the same place in all Windows encodings of alphabets.
fn is_shared_punctuation(byte: u8) -> bool {
    matches!(byte, 0x85 | 0x91..=0x97 | 0xA0)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Problem> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    debug_assert!([UTF_8, UTF_16LE, UTF_16BE].contains(&encoding));
    Err(Problem::new(format!("the file looks like {}, but is broken", encoding.name()), SAVE_AS_UTF_8))
}

fn refuse_binary(text: &str) -> Result<(), Problem> {
    if let Some(at) = text.find('\0') {
        return Err(binary().at(Place::of(text, at)));
    }
    let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}');
    let controls = text.chars().filter(|&c| strange(c)).count();
    match text.find(strange) {
        Some(first) if controls * CHARACTERS_PER_CONTROL > text.chars().count() => {
            Err(binary().at(Place::of(text, first)))
        }
        _ => Ok(()),
    }
}

fn binary() -> Problem {
    Problem::new(
        "this is not text: it holds control characters",
        "remove the file from the content, or save it as UTF-8",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes() {
        let cases: [(&[u8], &str); 11] = [
            (b"", ""),
            (b"plain\r\ntext\n", "plain\r\ntext\n"),
            (b"\xef\xbb\xbfmarked", "marked"),
            ("caf\u{e9} \u{201c}x\u{201d}".as_bytes(), "caf\u{e9} \u{201c}x\u{201d}"),
            (b"\xff\xfeH\0i\0", "Hi"),
            (b"\xfe\xff\0H\0i", "Hi"),
            (b"H\0i\0\x1c\x20", "Hi\u{201c}"),
            (b"\0H\0i\x20\x1d", "Hi\u{201d}"),
            (b"\x93Hi,\x94 it\x92s \x96 well\x85", "\u{201c}Hi,\u{201d} it\u{2019}s \u{2013} well\u{2026}"),
            (
                b"The caf\xe9 was closed, said the owner of the caf\xe9.",
                "The caf\u{e9} was closed, said the owner of the caf\u{e9}.",
            ),
            (b"tab\tand\x0cpage break", "tab\tand\u{c}page break"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(bytes).as_deref(), Ok(expected), "{bytes:?}");
        }
    }

    #[test]
    fn refuses() {
        let cases: [(&[u8], &str); 10] = [
            (b"a\0b", "not text"),
            (b"The caf\xc3\xa9 was shut.\nThe caf\xc3", "broken"),
            (b"\xe2\x80\x9cIt\x92s shut.\xe2\x80\x9d", "broken"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
            (b"\x01\x02\x03\x04 four", "not text"),
            (b"\x01\0\x02\0\x03\0", "not text"),
            (b"H\0i\0 \0?", "not text"),
            (b"\xff\xfe\x00\xd8x\0", "UTF-16LE"),
            (b"\xef\xbb\xbf\xff\xff", "UTF-8"),
            (
                b"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0, \xf1\xea\xe0\xe7\xe0\xeb \xee\xed",
                "windows-1251",
            ),
        ];
        for (bytes, expected) in cases {
            let problem = decode(bytes).unwrap_err();
            assert!(problem.message.contains(expected), "{bytes:?}: {problem}");
        }
    }
}
