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
    use std::cell::RefCell;

    use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
    use proptest::prelude::*;

    use super::*;

    /// The values of attributes and the text that an HTML parser reads.
    #[derive(Default)]
    struct Reader {
        values: RefCell<Vec<String>>,
        text: RefCell<String>,
    }

    impl TokenSink for Reader {
        type Handle = ();

        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            match token {
                Token::TagToken(tag) => self.values.borrow_mut().extend(tag.attrs.iter().map(|a| a.value.to_string())),
                Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }

    fn read(html: &str) -> (Vec<String>, String) {
        let input = BufferQueue::default();
        input.push_back(html.into());
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        (tokenizer.sink.values.into_inner(), tokenizer.sink.text.into_inner())
    }

    proptest! {
        #[test]
        fn parsing_gives_back_what_was_written(text in "(?s)[<>&;#'\"=/! xltgamp\u{1}-\u{20}\u{feff}\u{fffe}𝄞]{0,40}|[^\0]{0,40}") {
            let mut html = "<p title=\"".to_owned();
            push_attribute(&mut html, &text);
            html.push_str("\">x");
            push_text(&mut html, &text);
            prop_assert_eq!(read(&html), (vec![text.clone()], format!("x{text}")));
        }
    }

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
