//! Escaping for HTML text and attribute values.

use std::borrow::Cow;

/// Whether an HTML document may hold `c`: control characters that are no white space, and code points that are no characters, are
/// errors in it, however they are written.
pub fn is_allowed(c: char) -> bool {
    let is_space = matches!(c, '\t' | '\n' | '\u{c}' | '\r');
    (!c.is_control() || is_space) && !matches!(c, '\u{fdd0}'..='\u{fdef}') && u32::from(c) & 0xfffe != 0xfffe
}

/// `text` without what an HTML document cannot hold.
pub fn allowed(text: &str) -> Cow<'_, str> {
    // What is forbidden begins with one of these bytes; most texts have none of them.
    filtered(text, |byte| matches!(byte, 0..=8 | 0xb | 0xe..=0x1f | 0x7f | 0xc2 | 0xef..), is_allowed)
}

/// `text` without the characters that are not allowed, of which each begins with a byte that `may_begin` one.
pub fn filtered(text: &str, may_begin: impl Fn(u8) -> bool, is_allowed: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !has_byte(text, may_begin) || text.chars().all(&is_allowed) {
        Cow::Borrowed(text)
    } else {
        text.chars().filter(|c| is_allowed(*c)).collect()
    }
}

/// Whether one of the bytes of `text` is of a kind. All are looked at, many at once, which takes less time than to look at one after
/// the other and stop.
pub fn has_byte(text: &str, is_of_kind: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is_of_kind(byte))
}

/// Appends `text` so that an HTML parser reads back the same characters, but for those that HTML cannot hold.
///
/// A carriage return is written as a reference because a parser would otherwise turn it into a line feed.
pub fn push_text(html: &mut String, text: &str) {
    push(html, text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'\r'));
}

/// Appends `value` for an attribute in double quotation marks.
pub fn push_attribute(html: &mut String, value: &str) {
    push(html, value, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | b'\r'));
}

/// `special` knows characters of ASCII.
fn push(html: &mut String, text: &str, special: impl Fn(u8) -> bool) {
    let text = allowed(text);
    let mut rest = &*text;
    if !has_byte(rest, &special) {
        html.push_str(rest);
        return;
    }
    while let Some(at) = rest.bytes().position(&special) {
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

    /// The values of attributes and the text that an HTML parser reads, and what it finds wrong.
    #[derive(Default)]
    struct Reader {
        values: RefCell<Vec<String>>,
        text: RefCell<String>,
        errors: RefCell<Vec<String>>,
    }

    impl TokenSink for Reader {
        type Handle = ();

        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            match token {
                Token::TagToken(tag) => self.values.borrow_mut().extend(tag.attrs.iter().map(|a| a.value.to_string())),
                Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
                Token::ParseError(error) => self.errors.borrow_mut().push(error.into_owned()),
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }

    fn read(html: &str) -> (Vec<String>, String, Vec<String>) {
        let input = BufferQueue::default();
        input.push_back(html.into());
        let options = TokenizerOpts { exact_errors: true, discard_bom: false, ..TokenizerOpts::default() };
        let tokenizer = Tokenizer::new(Reader::default(), options);
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let Reader { values, text, errors } = tokenizer.sink;
        (values.into_inner(), text.into_inner(), errors.into_inner())
    }

    proptest! {
        #[test]
        fn parsing_gives_back_all_that_is_allowed(text in "(?s)[<>&;#'\"=/! xltgamp\u{0}-\u{20}\u{7f}-\u{a0}\u{fdd0}\u{feff}\u{fffe}𝄞\u{1fffe}\u{10ffff}]{0,40}|.{0,40}") {
            let mut html = "<p title=\"".to_owned();
            push_attribute(&mut html, &text);
            html.push_str("\">x");
            push_text(&mut html, &text);
            let text = text.chars().filter(|c| is_allowed(*c)).collect::<String>();
            let (values, read, errors) = read(&html);
            prop_assert_eq!((values, read), (vec![text.clone()], format!("x{text}")));
            // Parsers read a reference to a carriage return as one, though they are not fond of it.
            prop_assert!(errors.iter().all(|error| error.contains("0x00000D")), "{:?}", errors);
        }
    }

    #[test]
    fn escapes() {
        let cases = [
            ("a < b & c > d", "a &lt; b &amp; c &gt; d", "a &lt; b &amp; c &gt; d"),
            ("\"it's\"", "\"it's\"", "&quot;it&#39;s&quot;"),
            ("“ä”\r\n", "“ä”&#13;\n", "“ä”&#13;\n"),
            ("a\u{1}\u{7f}\u{9b}b\u{ffff}\u{fdd0}\u{10fffe}c\u{a0}", "abc\u{a0}", "abc\u{a0}"),
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
