//! Sites of odd sizes: much of one thing in one place, and pages that stay as they should be.

use std::fmt::Write;

use super::cases::expect_harmless;
use super::{Site, page};

/// A name that no other number has.
fn name(number: usize) -> String {
    let syllable = |n: usize| ["Ba", "ke", "di", "lo", "mu", "ra", "ne", "si", "to", "vu"][n % 10];
    let [a, b, c] = [number, number / 10, number / 100].map(syllable);
    format!("Ana {}{b}{a}nen", c[..1].to_uppercase() + &c[1..])
}

/// An article with a quotation of each of so many speakers, in turn.
fn quotations(count: usize, speakers: usize) -> String {
    let mut text = String::from("---\ntitle: T\n---\n");
    for number in 0..count {
        let speaker = name(number % speakers);
        write!(text, "“We will sail to pier {number} at dawn,” said {speaker}.\n\n").unwrap();
    }
    text
}

#[test]
fn much_of_one_thing_in_one_place_is_shown_whole() {
    let (long, words) = ("w".repeat(100_000), "word ".repeat(20_000));
    let tags: Vec<String> = (0..300).map(|n| format!("tag {n}")).collect();
    let site = Site::new();
    site.write("content/many-speakers.md", quotations(300, 300));
    site.write("content/one-speaker.md", quotations(800, 1));
    site.write("content/many-tags.md", format!("---\ntags: [{}]\n---\nText.\n", tags.join(", ")));
    site.write("content/long.md", format!("---\ntitle: {long}\nauthor: {long}\ntags: [{long}]\n---\nText.\n"));
    site.write("content/words.md", format!("---\ntitle: {words}\n---\n“{words},” said Ana {words} Ruiz.\n"));
    site.write("content/name.md", format!("“We sail,” said Ana {}{long}, the {words} captain.\n", "R"));
    site.write("content/headings.md", "# Head\n\n".repeat(300));
    for n in 0..100 {
        site.write(&format!("content/small/{n}.txt"), "a");
    }
    site.build().expect(0, &[]);
    let public = site.public();
    expect_harmless(&public);
    let ids = |path: &str| page(&public, path).matches(" id=\"q-").count();
    assert_eq!((ids("many-speakers/index.html"), ids("one-speaker/index.html")), (300, 800));
    let speakers: serde_json::Value = serde_json::from_str(&page(&public, "data/speakers.json")).unwrap();
    assert!(speakers["speakers"].as_array().unwrap().len() > 100);
    assert_eq!(public.keys().filter(|path| path.starts_with("tags/tag-") && path.ends_with("index.html")).count(), 300);
    assert_eq!(public.keys().filter(|path| path.starts_with("small/") && path.ends_with("article.txt")).count(), 100);
    assert!(public.keys().all(|path| path.split('/').all(|segment| segment.len() <= 200)));
}

#[test]
fn characters_that_html_cannot_hold_stay_in_the_data_alone() {
    let site = Site::new();
    let words = "We \u{1}sail\u{7f} at\u{85} dawn\u{ffff} to\u{1fffe} pier nine, and come home again in the evening of the same day";
    site.write(
        "content/a.md",
        format!("---\ntitle: A\u{fdd0}\n---\n“{words},” said Ana\u{7} Ruiz.\n\n<p>b\u{1b} <b title='&#1;'>c</b></p>\n\n<i title='&#x7f;'>d</i> &#1;\n"),
    );
    site.write("content/good.md", format!("“{words},” said Ana\u{7} Ruiz.\n"));
    site.build().expect(0, &[]);
    let public = site.public();
    expect_harmless(&public);
    assert!(page(&public, "good/index.html").contains("We sail at dawn to pier nine, and"));
    assert!(page(&public, "good/article.txt").contains(words));
    let data: serde_json::Value = serde_json::from_str(&page(&public, "good/article.json")).unwrap();
    assert!(data.to_string().contains("pier nine"));
}
