//! Long lists in pages: how many there are, where each stands, and the links between them.

use std::ops::Range;

use serde::Serialize;

use super::links::Links;

/// How many pages are linked on either side of the page at hand, besides the first and the last.
const AROUND: usize = 2;

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Slice {
    /// From 1.
    pub(super) number: usize,
    /// How many pages the list has, at least one.
    pub(super) count: usize,
    /// How many entries one page holds.
    size: usize,
}

impl Slice {
    /// All pages of a list of `entries`; an empty list has one page.
    pub(super) fn all(entries: usize, size: usize) -> impl Iterator<Item = Self> {
        let count = entries.div_ceil(size.max(1)).max(1);
        (1..=count).map(move |number| Self { number, count, size: size.max(1) })
    }

    /// The entries of this page.
    pub(super) fn of<T>(self, entries: &[T]) -> &[T] {
        entries.get(self.range(entries.len())).unwrap_or_default()
    }

    fn range(self, entries: usize) -> Range<usize> {
        let start = self.start();
        start.min(entries)..(start + self.size).min(entries)
    }

    /// How many entries stand on the pages before this one.
    pub(super) fn start(self) -> usize {
        (self.number - 1) * self.size
    }

    pub(super) fn is_first(self) -> bool {
        self.number == 1
    }

    /// Where this page of the list at `path` stands.
    pub(super) fn path(self, path: &str) -> String {
        path_of(path, self.number)
    }

    /// `title` as the title of this page.
    pub(super) fn title(self, title: &str) -> String {
        if self.is_first() { title.to_owned() } else { format!("{title}, page {}", self.number) }
    }

    /// The links to the other pages, where there are any.
    pub(super) fn view(self, links: Links<'_>, path: &str) -> Option<PaginationView> {
        if self.count == 1 {
            return None;
        }
        let link = |number: usize| links.page(&path_of(path, number));
        let near = self.number.saturating_sub(AROUND).max(1)..=(self.number + AROUND).min(self.count);
        let mut numbers: Vec<usize> = near.collect();
        numbers.extend([1, self.count]);
        numbers.sort_unstable();
        numbers.dedup();
        let mut before = 0;
        let pages = numbers.iter().map(|&number| {
            let after_gap = number > std::mem::replace(&mut before, number) + 1;
            PageLink { number, href: link(number), current: number == self.number, after_gap }
        });
        Some(PaginationView {
            number: self.number,
            count: self.count,
            pages: pages.collect(),
            previous: (!self.is_first()).then(|| link(self.number - 1)),
            next: (self.number < self.count).then(|| link(self.number + 1)),
        })
    }
}

/// Where a page of the list at `path` stands.
pub(super) fn path_of(path: &str, number: usize) -> String {
    if number == 1 { path.to_owned() } else { format!("{path}page/{number}/") }
}

/// Which page the entry at `index` stands on.
pub(super) fn page_path(path: &str, index: usize, size: usize) -> String {
    path_of(path, index / size.max(1) + 1)
}

/// The pages of a list, as a page of it links to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct PaginationView {
    /// Of the page at hand, from 1.
    number: usize,
    count: usize,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
    /// The first, the last, and those around the page at hand.
    pages: Vec<PageLink>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct PageLink {
    number: usize,
    href: String,
    current: bool,
    /// Whether pages are left out before this one.
    after_gap: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_cut() {
        for (entries, size, expected) in [(0, 2, "."), (2, 2, "ab."), (5, 2, "ab.cd.e."), (3, 0, "a.b.c.")] {
            let list: Vec<char> = "abcde".chars().take(entries).collect();
            let shown: String =
                Slice::all(entries, size).map(|s| s.of(&list).iter().collect::<String>() + ".").collect();
            assert_eq!(shown, expected);
        }
        assert_eq!([0, 1, 2].map(|index| page_path("a/", index, 2)), ["a/", "a/", "a/page/2/"]);
    }

    #[test]
    fn few_pages_are_linked() {
        let shown = |number: usize, count: usize| -> String {
            let slice = Slice { number, count, size: 1 };
            let path = slice.path("a/");
            let Some(view) = slice.view(Links::on(&path, None), "a/") else { return String::new() };
            let mark = |page: &PageLink| {
                let gap = if page.after_gap { "… " } else { "" };
                let mark = if page.current { "*" } else { "" };
                format!("{gap}{mark}{}", page.number)
            };
            view.pages.iter().map(mark).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(1, 1), "");
        assert_eq!(shown(1, 3), "*1 2 3");
        assert_eq!(shown(5, 10), "1 … 3 4 *5 6 7 … 10");
        assert_eq!(shown(4, 400), "1 2 3 *4 5 6 … 400");
        assert_eq!(shown(400, 400), "1 … 398 399 *400");
        let second = Slice { number: 2, count: 2, size: 1 };
        let view = second.view(Links::on("a/page/2/", None), "a/").unwrap();
        assert_eq!((view.previous.as_deref(), view.next), (Some("../../../a/index.html"), None));
    }
}
