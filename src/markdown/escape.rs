//! Escaping for HTML text and attribute values.

/// Appends `text` so that an HTML parser reads back the same characters.
///
/// A carriage return is written as a reference because a parser would otherwise turn it into a line feed.
pub fn push_text(html: &mut String, text: &str) {
    push(html, text, |c| matches!(c, '&' | '<' | '>' | '\r'));
}

/// Appends `value` for an attribute in double quotation marks.
pub fn push_attribute(html: &mut String, value: &str) {
    push(html, value, |c| matches!(c, '&' | '<' | '>' | '"' | '\'' | '\r'));
}

fn push(html: &mut String, text: &str, special: fn(char) -> bool) {
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "&#13;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        let cases = [
            ("a < b & c > d", "a &lt; b &amp; c &gt; d", "a &lt; b &amp; c &gt; d"),
            ("\"it's\"", "\"it's\"", "&quot;it&#39;s&quot;"),
            ("“ä”\r\n", "“ä”&#13;\n", "“ä”&#13;\n"),
            ("", "", ""),
        ];
        for (input, text, attribute) in cases {
            let mut html = String::new();
            push_text(&mut html, input);
            assert_eq!(html, text);
            html.clear();
            push_attribute(&mut html, input);
            assert_eq!(html, attribute);
        }
    }
}
