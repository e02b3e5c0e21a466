//! What a built page links to, and what can be linked to on it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Links and anchors of one page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) links: BTreeSet<Link>,
    pub(super) ids: HashSet<String>,
}

/// A link as the page has it, without its encoding as HTML.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    pub(super) target: String,
    /// Whether it is shown or played on the page.
    pub(super) is_embedded: bool,
}

impl Page {
    /// Reads a page.
    pub(super) fn read(html: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        // Scripts are not run, so the tokenizer never waits for one: it may only stop where a script ends.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        tokenizer.sink.page.into_inner()
    }
}

#[derive(Default)]
struct Reader {
    page: RefCell<Page>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        note(&mut self.page.borrow_mut(), &tag);
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

fn note(page: &mut Page, tag: &Tag) {
    for attribute in &tag.attrs {
        let value = attribute.value.as_ref();
        let mut link = |target: &str, is_embedded| {
            page.links.insert(Link { target: target.to_owned(), is_embedded });
        };
        match (&*tag.name, &*attribute.name.local) {
            ("a" | "area" | "link", "href") => link(value, false),
            ("img" | "source" | "audio" | "video" | "track" | "embed" | "script", "src") | ("video", "poster") => {
                link(value, true);
            }
            ("img" | "source", "srcset") => value.split(',').for_each(|candidate| {
                if let Some(target) = candidate.split_whitespace().next() {
                    link(target, true);
                }
            }),
            (_, "id") | ("a", "name") => {
                page.ids.insert(value.to_owned());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_anchors() {
        let page = Page::read(
            "<!doctype html><title><a href=\"no\"></title><script>\"<a href='no'>\"</script><script src=s.js></script>\
             <a href='a&amp;b' id=\"x\">x</a><A NAME=y HREF=c><!-- <a href=no> --><img src=\"i.png\" srcset=\"j.png 2x, k.png\">\
             <textarea><a href=no></textarea><p id=\"z\">&lt;a href=\"no\"&gt;",
        );
        let links: Vec<(&str, bool)> = page.links.iter().map(|l| (l.target.as_str(), l.is_embedded)).collect();
        assert_eq!(
            links,
            [("a&b", false), ("c", false), ("i.png", true), ("j.png", true), ("k.png", true), ("s.js", true)]
        );
        assert_eq!(page.ids, ["x", "y", "z"].map(str::to_owned).into());
    }
}
