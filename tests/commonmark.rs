//! The examples of the CommonMark specification, written by our own renderer with sanitising off.
//!
//! The specification is no part of this repository; `npm --prefix tests/browser ci` fetches it. Compared are tags, attributes
//! and text as a browser reads them. What pages do on purpose is evened out: headings stand one level lower and have an id,
//! images are loaded late and have a description, if an empty one, and addresses may be percent-encoded or not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::RefCell;
use std::fs;
use std::str::Lines;

use html5ever::Attribute;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use percent_encoding::percent_decode_str;
use quotewright::markdown::{Manner, to_html};

const SPECIFICATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/node_modules/commonmark-spec/spec.txt");

/// Elements around which white space means nothing.
const BLOCKS: [&str; 17] = [
    "blockquote",
    "div",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "script",
    "style",
    "table",
    "td",
    "ul",
];

#[test]
#[ignore = "needs the specification: npm --prefix tests/browser ci"]
fn every_example_is_written_as_the_specification_has_it() {
    let text = fs::read_to_string(SPECIFICATION).unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for (markdown, html) in &examples(&text) {
        count += 1;
        let written = to_html(markdown, &[], &[], Manner { trusted: true, ..Manner::default() });
        if read(&written) != read(html) {
            wrong.push(format!("example {count}\n{markdown}\nexpected\n{html}\nwritten\n{written}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(count, 652);
}

/// The examples: Markdown and HTML.
fn examples(specification: &str) -> Vec<(String, String)> {
    let (fence, mut examples, mut lines) = ("`".repeat(32), Vec::new(), specification.lines());
    let until = |lines: &mut Lines<'_>, end: &str| -> String {
        lines.take_while(|line| *line != end).map(|line| line.replace('→', "\t") + "\n").collect()
    };
    while lines.any(|line| line == format!("{fence} example")) {
        examples.push((until(&mut lines, "."), until(&mut lines, &fence)));
    }
    examples
}

/// Tags and text of some HTML, white space as it is shown.
fn read(html: &str) -> Vec<Part> {
    let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.trim_end().into());
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let parts = tokenizer.sink.parts.into_inner();
    let mut in_pre = false;
    let mut shown = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        in_pre = match part {
            Part::Tag { name, .. } if name.trim_start_matches('/') == "pre" => !name.starts_with('/'),
            _ => in_pre,
        };
        match part {
            Part::Text(text) if !in_pre => {
                let words = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                let breaks = |other: Option<&Part>| other.is_none_or(Part::is_block);
                let space = |is: bool| if is { " " } else { "" };
                let before = text.starts_with(char::is_whitespace) && !breaks(n.checked_sub(1).map(|n| &parts[n]));
                let after = text.ends_with(char::is_whitespace) && !breaks(parts.get(n + 1)) && !words.is_empty();
                let text = format!("{}{words}{}", space(before), space(after));
                shown.extend((!text.is_empty()).then_some(Part::Text(text)));
            }
            _ => shown.push(part.clone()),
        }
    }
    shown
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A tag; the name of an end tag begins with a slash.
    Tag {
        name: String,
        attributes: Vec<String>,
    },
    Text(String),
    Comment(String),
}

impl Part {
    fn is_block(&self) -> bool {
        matches!(self, Self::Tag { name, .. } if BLOCKS.contains(&name.trim_start_matches('/')))
    }
}

#[derive(Default)]
struct Reader {
    parts: RefCell<Vec<Part>>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut parts = self.parts.borrow_mut();
        match (token, parts.last_mut()) {
            (Token::TagToken(tag), _) => parts.push(part(&tag)),
            (Token::CharacterTokens(text), Some(Part::Text(before))) => before.push_str(&text),
            (Token::CharacterTokens(text), _) => parts.push(Part::Text(text.to_string())),
            (Token::CommentToken(comment), _) => parts.push(Part::Comment(comment.to_string())),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn part(tag: &Tag) -> Part {
    let name = if &*tag.name == "h1" { "h2" } else { &*tag.name };
    let slash = if tag.kind == TagKind::EndTag { "/" } else { "" };
    let attribute = |attribute: &Attribute| {
        let value = percent_decode_str(&attribute.value).decode_utf8_lossy().into_owned();
        match &*attribute.name.local {
            "loading" => None,
            "alt" if value.is_empty() => None,
            "id" if matches!(name, "h2" | "h3" | "h4" | "h5" | "h6") => None,
            key => Some(format!("{key}={value:?}")),
        }
    };
    let mut attributes: Vec<String> = tag.attrs.iter().filter_map(attribute).collect();
    attributes.sort();
    Part::Tag { name: format!("{slash}{name}"), attributes }
}
