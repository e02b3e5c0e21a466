//! XML 1.0, written so that every text reads back as it was.
//!
//! XML has no way to hold control characters, surrogates and the two non-characters U+FFFE and U+FFFF; [`allowed`] leaves them
//! out. Everything else that a parser would take for markup or change is escaped.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::markdown::filtered;

/// A document in the making.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

/// Names and values of an element's attributes.
pub(super) type Attributes<'a> = [(&'a str, &'a str)];

impl Xml {
    /// A document with nothing but its declaration.
    pub(super) fn new() -> Self {
        let mut xml = Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1) };
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml
    }

    /// An element with other elements inside, which `content` writes.
    pub(super) fn element(&mut self, name: &str, attributes: &Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.put(Event::Start(start(name, attributes)));
        content(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.put(Event::Start(start(name, attributes)));
        self.put(Event::Text(BytesText::new(&allowed(text))));
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with text, where there is one.
    pub(super) fn optional(&mut self, name: &str, attributes: &Attributes<'_>, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, attributes, text);
        }
    }

    /// An element with attributes alone.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.put(Event::Empty(start(name, attributes)));
    }

    /// The document as bytes, with a line break at the end.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn put(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: &Attributes<'a>) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().map(|&(name, value)| (name, allowed(value))))
}

/// `text` without the characters that XML 1.0 cannot hold.
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    // What is not allowed begins with one of these bytes; most texts have none of them.
    filtered(text, |byte| matches!(byte, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0xef), is_allowed)
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::XmlVersion;
    use quick_xml::escape::unescape;

    use super::*;

    /// The attribute and the text of a document of one element, as a parser reads them.
    fn read(xml: &str) -> (String, String) {
        let (mut attribute, mut text) = (String::new(), String::new());
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    let value = start.try_get_attribute("a").unwrap().unwrap();
                    attribute = value.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
                }
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) => text.push_str(&unescape(&format!("&{};", &*reference)).unwrap()),
                Event::End(_) => return (attribute, text),
                _ => {}
            }
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(allowed("a\u{0}\u{8}\u{1b}\u{fffe}\u{ffff}b\t\n\r\u{85}𝄞"), "ab\t\n\r\u{85}𝄞");
    }

    proptest! {
        #[test]
        fn parsing_gives_back_all_that_is_allowed(text in "(?s)[<>&'\"\\]\\[! a\u{0}-\u{20}\u{7f}-\u{9f}\u{fff0}-\u{ffff}𝄞]{0,40}|.{0,40}") {
            let mut xml = Xml::new();
            xml.text("x", &[("a", &text)], &text);
            let written = String::from_utf8(xml.into_bytes()).unwrap();
            prop_assert!(!written.contains("]]>"));
            let (attribute, content) = read(written.split_once("?>").unwrap().1.trim_start());
            prop_assert_eq!(&attribute, &allowed(&text));
            prop_assert_eq!(&content, &allowed(&text));
        }
    }
}
