//! JSON files: values as lines that hold no markup.

use memchr::memchr;
use serde::Serialize;

/// A value on one line. `<` is written as an escape, which means the same inside strings: a file that is taken for a page by
/// mistake has no element that could run.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    push_json(&mut bytes, value);
    bytes
}

/// Appends such a line.
pub(super) fn push_json(lines: &mut Vec<u8>, value: &impl Serialize) {
    let start = lines.len();
    // Strings, numbers and lists of them always have a JSON form.
    let _ = serde_json::to_writer(&mut *lines, value);
    if memchr(b'<', &lines[start..]).is_some() {
        let written = lines.split_off(start);
        let mut rest = written.as_slice();
        while let Some(at) = memchr(b'<', rest) {
            lines.extend_from_slice(&rest[..at]);
            lines.extend_from_slice(b"\\u003c");
            rest = &rest[at + 1..];
        }
        lines.extend_from_slice(rest);
    }
    lines.push(b'\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_is_escaped_and_comes_back() {
        let written = json(&["</script><!-- \\ \u{2028}"]);
        assert!(!written.contains(&b'<'));
        assert_eq!(serde_json::from_slice::<Vec<String>>(&written).unwrap(), ["</script><!-- \\ \u{2028}"]);
    }
    proptest! {
        #[test]
        fn parsing_gives_back_what_was_written(text in "(?s)[</>!\\\\\"'& a\u{0}-\u{20}\u{2028}\u{2029}\u{fffe}𝄞]{0,40}|.{0,40}") {
            let written = json(&[&text]);
            prop_assert!(!written.contains(&b'<') && memchr::memchr(b'\n', &written) == Some(written.len() - 1));
            prop_assert_eq!(&serde_json::from_slice::<Vec<String>>(&written).unwrap()[0], &text);
        }
    }
}
