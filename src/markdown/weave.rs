//! Annotations woven into HTML while it is written.
//!
//! The weaver keeps a stack of what is open, elements of the article and annotations alike. An annotation is opened just
//! before text that it covers is written, or before an element that it covers whole; it is closed, and opened again where
//! text goes on, wherever an element of the article would otherwise cross it. An annotation below an element on the stack
//! therefore always covers that element, and what has to be closed always lies above the last element.

use super::Annotation;
use super::escape::{push_attribute, push_text};
use crate::text::Span;

/// HTML in the making.
pub(super) struct Weaver<'a> {
    html: String,
    /// Outer before inner.
    annotations: Vec<&'a Annotation>,
    /// How many annotations have been reached.
    reached: usize,
    /// Annotations that cover the text at hand, outermost first.
    current: Vec<usize>,
    /// What is open, outermost first.
    open: Vec<Open>,
    /// Which annotations have been written before, at least in part.
    begun: Vec<bool>,
}

#[derive(Clone, Copy)]
enum Open {
    /// An annotation and the name of the element that it is written as.
    Annotation(usize, &'static str),
    /// An element of the article, and whether it is a link.
    Element { is_link: bool },
}

impl<'a> Weaver<'a> {
    pub(super) fn new(annotations: &'a [Annotation]) -> Self {
        let mut annotations: Vec<&Annotation> = annotations.iter().collect();
        annotations.sort_by_key(|a| (a.span.start(), std::cmp::Reverse(a.span.end())));
        let begun = vec![false; annotations.len()];
        Self { html: String::new(), annotations, reached: 0, current: Vec::new(), open: Vec::new(), begun }
    }

    /// The HTML, with everything closed.
    pub(super) fn finish(mut self) -> String {
        self.end_annotations();
        self.html
    }

    /// Appends HTML that holds no text of the article; annotations that are open stay open.
    pub(super) fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Closes every annotation: called wherever a block starts or ends.
    pub(super) fn end_annotations(&mut self) {
        self.close_where(|_| true);
    }

    /// Appends text of the article that stands at `at` in the plain text.
    pub(super) fn text(&mut self, at: usize, text: &str) {
        let end = at + text.len();
        let mut from = at;
        while from < end {
            self.advance(from);
            self.open_current(|_| true);
            let to = self.next_change(from).min(end);
            let slice = text.floor_char_boundary(from - at)..text.floor_char_boundary(to - at);
            push_text(&mut self.html, &text[slice]);
            from = to;
        }
    }

    /// Opens an element inside a line with the start tag `tag`; `extent` is the plain text that it holds, `holds_link`
    /// whether it is or holds a link.
    pub(super) fn open_element(&mut self, extent: Span, is_link: bool, holds_link: bool, tag: &str) {
        self.advance(extent.start());
        self.yield_to(extent, holds_link);
        if !extent.is_empty() {
            self.open_current(|annotation| goes_around(annotation, extent, holds_link));
        }
        self.html.push_str(tag);
        self.open.push(Open::Element { is_link });
    }

    /// Closes the element opened last with the end tag `tag`.
    pub(super) fn close_element(&mut self, tag: &str) {
        self.end_annotations();
        self.open.pop();
        self.html.push_str(tag);
    }

    /// Appends an element that is whole in itself and holds no text of the article.
    pub(super) fn atom(&mut self, at: usize, is_link: bool, html: &str) {
        self.advance(at);
        self.yield_to(Span::new(at, at), is_link);
        self.html.push_str(html);
    }

    /// Takes note of the annotations that have started or ended when `at` is reached.
    fn advance(&mut self, at: usize) {
        while let Some(annotation) = self.annotations.get(self.reached)
            && annotation.span.start() <= at
        {
            self.current.push(self.reached);
            self.reached += 1;
        }
        self.current.retain(|&index| self.annotations[index].span.end() > at);
        self.close_where(|annotation| annotation.span.end() <= at);
    }

    /// Closes the annotations that would cross an element of this extent.
    fn yield_to(&mut self, extent: Span, holds_link: bool) {
        self.close_where(|annotation| !goes_around(annotation, extent, holds_link));
    }

    /// Closes the outermost annotation above the last element that `ends` picks, and everything inside it.
    ///
    /// One below that element may have ended too where nothing but an image follows its last text; it waits for the element.
    fn close_where(&mut self, ends: impl Fn(&Annotation) -> bool) {
        let is_picked = |open: &Open| matches!(*open, Open::Annotation(index, _) if ends(self.annotations[index]));
        let element = self.open.iter().rposition(|open| matches!(open, Open::Element { .. }));
        let above = element.map_or(0, |element| element + 1);
        if let Some(first) = self.open[above..].iter().position(is_picked) {
            self.close_to(above + first);
        }
    }

    fn close_to(&mut self, height: usize) {
        while self.open.len() > height
            && let Some(Open::Annotation(_, element)) = self.open.pop()
        {
            self.html.push_str("</");
            self.html.push_str(element);
            self.html.push('>');
        }
    }

    /// Opens the current annotations that are not open, from the outside in, as far as `fits` agrees.
    fn open_current(&mut self, fits: impl Fn(&Annotation) -> bool) {
        for place in 0..self.current.len() {
            let index = self.current[place];
            if !self.is_open(index) {
                if !fits(self.annotations[index]) {
                    break;
                }
                self.open_annotation(index);
            }
        }
    }

    fn is_open(&self, index: usize) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Annotation(i, _) if *i == index))
    }

    fn open_annotation(&mut self, index: usize) {
        let annotation = self.annotations[index];
        let degraded = annotation.element == "a" && self.is_in_link();
        let element = if degraded { "span" } else { annotation.element };
        let first = !std::mem::replace(&mut self.begun[index], true);
        let attributes = if first { &annotation.first_attributes } else { &annotation.later_attributes };
        self.html.push('<');
        self.html.push_str(element);
        for (name, value) in attributes.iter().filter(|(name, _)| !(degraded && *name == "href")) {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            push_attribute(&mut self.html, value);
            self.html.push('"');
        }
        self.html.push('>');
        self.open.push(Open::Annotation(index, element));
    }

    fn is_in_link(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Annotation(_, "a") | Open::Element { is_link: true }))
    }

    /// The next offset behind `at` where an annotation starts or ends.
    fn next_change(&self, at: usize) -> usize {
        let start = self.annotations.get(self.reached).map_or(usize::MAX, |a| a.span.start());
        let end = self.current.iter().map(|&index| self.annotations[index].span.end()).min();
        start.min(end.unwrap_or(usize::MAX)).max(at + 1)
    }
}

/// Whether `annotation` may be open around an element.
fn goes_around(annotation: &Annotation, extent: Span, holds_link: bool) -> bool {
    annotation.span.covers(extent) && !(holds_link && annotation.element == "a")
}
