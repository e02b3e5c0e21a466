//! Shares of all quoted words, rounded so that a bar of them has no gaps.

/// A part of all words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub(super) words_before: usize,
    pub(super) words: usize,
    pub(super) all_words: usize,
}

impl Share {
    pub(super) fn percent(self) -> usize {
        self.of(self.words, 100)
    }

    /// Where the part starts in a bar of all, and how long it is, in thousandths.
    pub(super) fn bar(self) -> (usize, usize) {
        let (start, end) = (self.of(self.words_before, 1000), self.of(self.words_before + self.words, 1000));
        (start, end - start)
    }

    /// `words` of all words, in parts of `whole`, rounded.
    fn of(self, words: usize, whole: usize) -> usize {
        (words * whole * 2 + self.all_words) / (self.all_words * 2).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_bar() {
        let parts = [1, 1, 1].map(|words| Share { words_before: 0, words, all_words: 3 });
        let bars: Vec<(usize, usize)> =
            parts.iter().enumerate().map(|(n, part)| Share { words_before: n, ..*part }.bar()).collect();
        assert_eq!(bars, [(0, 333), (333, 334), (667, 333)]);
        assert_eq!(parts[0].percent(), 33);
        assert_eq!(Share { words_before: 0, words: 0, all_words: 0 }.percent(), 0);
    }
}
