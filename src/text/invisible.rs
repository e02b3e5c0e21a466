//! Characters that nobody sees, and text for a line that does without them.
//!
//! They come with scraped text and from those who want one name to look like another: zero-width spaces, soft hyphens, byte
//! order marks, and the marks that turn the direction of everything behind them.

/// Whether `c` has no width of its own: it parts no words and belongs to none.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` on one line: words with one space between them, without control characters and what nobody sees. Joiners stay
/// where scripts and pictures need them.
///
/// ```
/// use quotewright::text::one_line;
/// assert_eq!(one_line(" Ana \n\u{202e}Ru\u{200b}iz\u{1b}"), "Ana Ruiz");
/// ```
pub fn one_line(text: &str) -> String {
    if is_one_line(text.as_bytes()) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            gap = true;
        } else if !c.is_control() && (!is_invisible(c) || joins(c, line.chars().next_back(), chars.peek(), gap)) {
            if gap && !line.is_empty() {
                line.push(' ');
            }
            gap = false;
            line.push(c);
        }
    }
    line
}

/// Whether the text is what most names are: words of ASCII with one space between them.
fn is_one_line(text: &[u8]) -> bool {
    let is_plain = |pair: &[u8]| pair[1].is_ascii_graphic() || pair == [pair[0], b' '] && pair[0] != b' ';
    text.first().is_none_or(u8::is_ascii_graphic) && text.windows(2).all(is_plain) && !text.ends_with(b" ")
}

/// Whether an invisible character holds letters of one word or parts of one picture together.
fn joins(c: char, before: Option<char>, after: Option<&char>, gap: bool) -> bool {
    let apart = gap || before.is_none_or(|c| c.is_ascii());
    let is_joined = |c: char| !c.is_ascii() && !is_invisible(c) && !c.is_whitespace() && !c.is_control();
    match c {
        '\u{200c}' | '\u{200d}' => !apart && after.is_some_and(|&c| is_joined(c)),
        '\u{e0020}'..='\u{e007f}' => before.is_some_and(|c| matches!(c, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_hold_only_what_is_seen() {
        for (text, expected) in [
            ("", ""),
            ("Ana  Ruiz\t", "Ana Ruiz"),
            ("\u{feff}Jo\u{200b}sé \u{202a}Nu\u{ad}ñez\u{202c}", "José Nuñez"),
            ("Ana\u{200d} Ru\u{2060}iz\u{e0041}", "Ana Ruiz"),
            ("a\u{0}b\u{1b}[31mc\u{9b}", "ab[31mc"),
            ("علی\u{200c}رضا", "علی\u{200c}رضا"),
            ("👩\u{200d}🚀 off", "👩\u{200d}🚀 off"),
            ("🏴\u{200c}\u{85}a", "🏴 a"),
            ("é\u{200d}\u{a0}", "é"),
        ] {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_line_of_a_line_is_itself(text in "(?s)[a é\n\u{0}-\u{20}\u{ad}\u{200b}-\u{202e}\u{e0020}-\u{e0024}👩🏴]{0,20}|.{0,40}") {
            let line = one_line(&text);
            prop_assert_eq!(one_line(&line), line.clone());
            prop_assert!(!line.contains(char::is_control) && !line.contains("  ") && line.trim() == line);
        }
    }
}
