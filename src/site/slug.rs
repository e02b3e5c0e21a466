//! Slugs: names as the last part of an address.

use unicode_normalization::char::is_combining_mark;

use super::fold::fold;
use crate::article::is_device;
use crate::text::Unique;

/// Longest slug in bytes before a number is put behind it.
const MAX_LENGTH: usize = 100;

/// Hands out slugs, each once.
pub(super) struct Slugs {
    unique: Unique,
    /// What names are called that have no letters, or that no file can have.
    noun: &'static str,
}

impl Slugs {
    /// `reserved` are addresses that other pages have: `unnamed`.
    pub(super) fn new(reserved: &[&str], noun: &'static str) -> Self {
        Self { unique: Unique::without(reserved.iter().copied().chain(["page"])), noun }
    }

    /// The slug of `name`, with `-2`, `-3`... behind it where it is taken.
    pub(super) fn claim(&mut self, name: &str) -> String {
        self.unique.claim(slug(name, self.noun))
    }
}

/// A name as the last part of an address.
pub fn slugify(name: &str) -> String {
    slug(name, "page")
}

/// Small letters and digits of any script with single hyphens between them; Latin letters lose their diacritics.
fn slug(name: &str, noun: &str) -> String {
    let mut slug = String::new();
    for c in fold(name).chars() {
        if is_combining_mark(c) {
            // A mark stays with a letter of another script; those on Latin letters are gone, or were set off.
            if slug.ends_with(|last: char| !last.is_ascii()) {
                slug.push(c);
            }
        } else if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = shorten(&slug).to_owned();
    if slug.is_empty() || is_device(&slug) { format!("{slug}-{noun}").trim_start_matches('-').to_owned() } else { slug }
}

fn shorten(slug: &str) -> &str {
    let end = slug.floor_char_boundary(MAX_LENGTH);
    slug[..end].trim_end_matches('-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs() {
        for (name, expected) in [
            ("Ana Ruiz", "ana-ruiz"),
            ("  Ana   Ruiz. ", "ana-ruiz"),
            ("José Núñez", "jose-nunez"),
            ("Siobhán O’Brien", "siobhan-obrien"),
            ("Łukasz Groß", "lukasz-gross"),
            ("J. K. Larkin-Moss", "j-k-larkin-moss"),
            ("AT&T / Northern", "at-t-northern"),
            ("Андрій Коваль", "андрій-коваль"),
            ("王小明", "王小明"),
            ("../../etc/passwd", "etc-passwd"),
            ("<script>alert(1)</script>", "script-alert-1-script"),
            ("\u{202e}Ana\u{200b} Ruiz", "ana-ruiz"),
            ("Con", "con-speaker"),
            ("COM1", "com1-speaker"),
            ("a'\u{bc6}", "a"),
            ("!!!", "speaker"),
            ("", "speaker"),
        ] {
            assert_eq!(slug(name, "speaker"), expected, "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_on_a_character_boundary() {
        let long = slug(&"ж".repeat(300), "speaker");
        assert_eq!(long, "ж".repeat(MAX_LENGTH / 2));
    }

    #[test]
    fn a_slug_is_given_once() {
        let mut slugs = Slugs::new(&["unnamed"], "speaker");
        let claimed: Vec<String> =
            ["Ana Ruiz", "Ána Ruiz", "Ana Ruiz 2", "Unnamed"].iter().map(|name| slugs.claim(name)).collect();
        assert_eq!(claimed, ["ana-ruiz", "ana-ruiz-2", "ana-ruiz-2-2", "unnamed-2"]);
    }

    proptest! {
        #[test]
        fn slugs_are_one_safe_segment_and_stay_as_they_are(name in "\\PC{0,80}|[a-z./\\\\ <\u{0}-\u{1f}\u{200b}-\u{202e}]{0,300}|(con|com1|İ|ẞ|ﬁ)[.\\- ]{0,3}") {
            let safe = slug(&name, "speaker");
            prop_assert!(!safe.is_empty() && safe.len() <= MAX_LENGTH + "-speaker".len());
            let is_plain = |c: char| matches!(c, '-' | '0'..='9' | 'a'..='z') || !c.is_ascii() && !c.is_whitespace() && !c.is_control();
            prop_assert!(safe.chars().all(is_plain), "{}", safe);
            prop_assert_eq!(slug(&safe, "speaker"), safe);
        }
    }
}
