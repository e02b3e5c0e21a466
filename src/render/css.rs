//! Style sheets as they are published: without what only their editors read.

/// `css` without comments and indentation; text in quotation marks and comments that begin with `/*!`, as licences do, stay.
pub(super) fn squeezed(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut after_space = false;
    let mut after_separator = true;
    while let Some(c) = rest.chars().next() {
        let (taken, is_space) = match c {
            '"' | '\'' => (string_end(rest, c), false),
            '/' if rest.starts_with("/*!") => (comment_end(rest), false),
            '/' if rest.starts_with("/*") => (comment_end(rest), true),
            '\\' => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), false),
            c if c.is_ascii_whitespace() => (1, true),
            c => (c.len_utf8(), false),
        };
        let (piece, after) = rest.split_at(taken);
        rest = after;
        if is_space {
            after_space = true;
            continue;
        }
        let is_separator = matches!(piece, "{" | "}" | ";" | ",");
        if after_space && !after_separator && !is_separator {
            out.push(' ');
        }
        out.push_str(piece);
        (after_space, after_separator) = (false, is_separator);
    }
    out
}

/// The length of the string at the start of `rest`, marks included.
fn string_end(rest: &str, mark: char) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == mark && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |(at, _)| at + 1)
}

fn comment_end(rest: &str) -> usize {
    rest[2..].find("*/").map_or(rest.len(), |at| at + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_but_what_editors_read() {
        for (css, expected) in [
            ("/* A */\na  b ,\n c {\n  d: e  f;\n}\n", "a b,c{d: e f;}"),
            ("a::before { content: \"  /* x */ \\\"  \"; }", "a::before{content: \"  /* x */ \\\"  \";}"),
            ("a { b: '\\'  ' } c { d: e }", "a{b: '\\'  '}c{d: e}"),
            ("/*! MIT */ a/* x */b", "/*! MIT */ a b"),
            ("a:not(.b) > c + d { w: calc(1px + 2px) }", "a:not(.b) > c + d{w: calc(1px + 2px)}"),
            (".a\\, b {}", ".a\\, b{}"),
            (".a\\  {}", ".a\\ {}"),
            ("a { b: \"never ends", "a{b: \"never ends"),
            ("a /* never ends", "a"),
            ("", ""),
        ] {
            assert_eq!(squeezed(css), expected, "{css}");
        }
    }

    #[test]
    fn once_is_enough() {
        let css = include_str!("../../templates/assets/article.css");
        let once = squeezed(css);
        assert!(once.len() < css.len() && squeezed(&once) == once);
    }
}
