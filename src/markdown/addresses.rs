//! The addresses in a body that may lead somewhere in the site. More than are links do no harm here.

use memchr::memmem;

/// So many at most are told.
const MOST: usize = 1000;

/// No address that leads somewhere in the site is as long, in bytes.
const LONG: usize = 4000;

/// Every address that Markdown may take for a link or an image; `None` where there may be others, in HTML, written with escapes,
/// longer than they should be, or more than are told.
pub fn addresses(body: &str) -> Option<Vec<String>> {
    let starts = memmem::find_iter(body.as_bytes(), "](").chain(memmem::find_iter(body.as_bytes(), "]:"));
    let found: Option<Vec<&str>> = starts.take(MOST + 1).map(|at| address(&body[at + 2..])).collect();
    let found = found.filter(|found| found.len() <= MOST && !has_html(body))?;
    Some(found.into_iter().map(str::to_owned).collect())
}

/// The address at the start of `text`, up to where an address ends; `None` where it stands on the next line, has escapes or does
/// not end in time.
fn address(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    let text = &text[..text.floor_char_boundary(LONG)];
    let inside = text.strip_prefix('<').map(|text| text.split(['>', '\n']).next().unwrap_or_default());
    let address = inside.unwrap_or_else(|| &text[..end_of_plain(text)]);
    let is_whole = !text.starts_with(['\n', '\r']) && address.len() < LONG - 4;
    (is_whole && !address.contains(['\\', '&'])).then_some(address)
}

/// Where an address without brackets around it ends; brackets inside it are in pairs.
fn end_of_plain(text: &str) -> usize {
    let mut open = 0;
    let end = text.find(|c: char| {
        open += i32::from(c == '(') - i32::from(c == ')');
        c.is_whitespace() || c.is_control() || open < 0
    });
    end.unwrap_or(text.len())
}

/// Whether something may be an element: `<` before a letter that does not begin an address of the web.
fn has_html(body: &str) -> bool {
    memchr::memchr_iter(b'<', body.as_bytes()).any(|at| {
        let rest = &body[at + 1..];
        let is_address = rest.starts_with("http:") || rest.starts_with("https:");
        rest.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_address && !is_link_in_brackets(body, at)
    })
}

/// Whether the `<` at `at` opens the address of a link: `](<a b.md>)`.
fn is_link_in_brackets(body: &str, at: usize) -> bool {
    let before = body[..at].trim_end();
    before.ends_with("](") || before.ends_with("]:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Option<&[&str]>) {
        let found = addresses(body);
        let found: Option<Vec<&str>> = found.as_ref().map(|found| found.iter().map(String::as_str).collect());
        assert_eq!(found.as_deref(), expected, "{body}");
    }

    #[test]
    fn all_that_may_be_links() {
        check("No link, < 3, [a].", Some(&[]));
        check("[a](b.md) ![c](d(e).png \"f\")\n\n[g]:  <h i.md>", Some(&["b.md", "d(e).png", "h i.md"]));
        check("[a](<b c.md>) <https://example.org>", Some(&["b c.md"]));
        check("<a href=x.md>", None);
        check("> [a]:\n> b.md", None);
        check("[a](b&amp;c.md)", None);
        check("[a](b\\_c.md)", None);
        check(&"[a](b)".repeat(MOST), Some(&["b"; MOST]));
        check(&"[a](b)".repeat(MOST + 1), None);
        check(&format!("[a]({})", "ü".repeat(LONG)), None);
    }
}
