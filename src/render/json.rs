//! JSON files: values as lines that hold no markup.

use serde::Serialize;

/// A value on one line. `<` is written as an escape, which means the same inside strings: a file that is taken for a page by
/// mistake has no element that could run.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    // Strings, numbers and lists of them always have a JSON form.
    let text = serde_json::to_string(value).unwrap_or_default();
    let mut text = if text.contains('<') { text.replace('<', "\\u003c") } else { text };
    text.push('\n');
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_comes_back() {
        let written = json(&["</script><!-- \\ \u{2028}"]);
        assert!(!written.contains(&b'<'));
        assert_eq!(serde_json::from_slice::<Vec<String>>(&written).unwrap(), ["</script><!-- \\ \u{2028}"]);
    }
}
