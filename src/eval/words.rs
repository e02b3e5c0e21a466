//! A text as PolNeAR is scored on it: words, and the regions between quotation marks.
//!
//! Words are runs of letters and digits with inner apostrophes; punctuation never counts. Regions are found paragraph by
//! paragraph, a paragraph being a line: `“` opens and `”` closes; `"` closes when a region is open and opens otherwise,
//! but where it stands after a space and before a word it opens, for the one before was never closed. A region still open
//! at the end of a paragraph ends there.

use std::collections::BTreeSet;

use super::gold::Offsets;
use crate::extract::Kind;

/// Words by their places in the text.
pub(super) type Words = BTreeSet<usize>;

/// A text, its words and regions.
pub(super) struct Text {
    pub(super) chars: Vec<char>,
    words: Vec<Offsets>,
    /// The words of each region; regions without any are left out.
    pub(super) regions: Vec<Words>,
    /// The words of all regions.
    pub(super) quoted: Words,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let words = words(&chars);
        let mut read = Self { chars, words, regions: Vec::new(), quoted: Words::new() };
        read.regions = regions(&read.chars).into_iter().map(|region| read.touched(&[region])).collect();
        read.regions.retain(|region| !region.is_empty());
        read.quoted = read.regions.iter().flatten().copied().collect();
        read
    }

    /// The words that the spans touch.
    pub(super) fn touched(&self, spans: &[Offsets]) -> Words {
        let mut touched = Words::new();
        for &[start, end] in spans.iter().filter(|[start, end]| start < end) {
            let first = self.words.partition_point(|word| word[1] <= start);
            touched.extend((first..self.words.len()).take_while(|&word| self.words[word][0] < end));
        }
        touched
    }

    pub(super) fn kind(&self, words: &Words) -> Kind {
        match words.intersection(&self.quoted).count() {
            0 => Kind::Indirect,
            quoted if quoted == words.len() => Kind::Direct,
            _ => Kind::Mixed,
        }
    }
}

fn words(chars: &[char]) -> Vec<Offsets> {
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric());
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        while letter(at) || at > start && matches!(chars.get(at), Some('\'' | '’')) && letter(at + 1) {
            at += 1;
        }
        if at > start {
            words.push([start, at]);
        }
        at += 1;
    }
    words
}

fn regions(chars: &[char]) -> Vec<Offsets> {
    let mut regions = Vec::new();
    let mut line_start = 0;
    for line in chars.split(|&c| c == '\r' || c == '\n') {
        let end = line_start + line.len();
        let mut open = None;
        for at in line_start..end {
            match chars[at] {
                '“' => {
                    regions.extend(open.map(|start| [start, at]));
                    open = Some(at);
                }
                '”' => regions.extend(open.take().map(|start| [start, at + 1])),
                '"' => match open {
                    None => open = Some(at),
                    Some(start) if opens(chars, line_start, at, end) => {
                        regions.push([start, at]);
                        open = Some(at);
                    }
                    Some(start) => {
                        regions.push([start, at + 1]);
                        open = None;
                    }
                },
                _ => {}
            }
        }
        regions.extend(open.map(|start| [start, end]));
        line_start = end + 1;
    }
    regions
}

fn opens(chars: &[char], line_start: usize, at: usize, end: usize) -> bool {
    (at == line_start || chars[at - 1].is_whitespace())
        && at + 1 < end
        && (chars[at + 1].is_alphanumeric() || chars[at + 1] == '[')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let chars: Vec<char> = text.chars().collect();
        let found: Vec<String> = regions(&chars).into_iter().map(|[a, b]| chars[a..b].iter().collect()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn regions_of_a_text() {
        check("He said \"no way\" and “yes”.", &["\"no way\"", "“yes”"]);
        check("\"One two.\n\n\"Three,\" she said.", &["\"One two.", "\"Three,\""]);
        check("“One two.\r\n“Three,” she said. x", &["“One two.", "“Three,”"]);
        check("\"One two, he said. \"Three four\" x", &["\"One two, he said. ", "\"Three four\""]);
        check("It’s ‘fine’ he's ok", &[]);
        check("\u{1F600} “a b” \u{1F600}", &["“a b”"]);
    }

    #[test]
    fn words_of_a_text() {
        let text = Text::new("It's o’clock' at_the 2nd 'go'");
        let words: Vec<String> = text.words.iter().map(|&[a, b]| text.chars[a..b].iter().collect()).collect();
        assert_eq!(words, ["It's", "o’clock", "at", "the", "2nd", "go"]);
        assert_eq!(text.touched(&[[3, 6], [9, 9]]), Words::from([0, 1]));
    }
}
