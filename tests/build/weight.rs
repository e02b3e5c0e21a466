//! How heavy an article page is: a promise to readers on slow lines.

use super::{Site, page};

/// HTML, style sheets and scripts of an article page with pictures left out, before compression.
const MOST: usize = 60_000;

const SPEAKERS: [&str; 4] = ["Maren Holt", "Colin Marsh", "Edda Penhale", "Idris Vaughan"];

/// About 700 words with 12 quotations of four people.
fn article() -> String {
    let mut text = "---\ntitle: Harbour quay to stay closed until the spring\ndate: 2026-03-10\nauthor: Ana Ruiz\n\
                    description: Repairs take longer than the board had hoped.\ntags: [harbour, ferries]\n---\n"
        .to_owned();
    for n in 0..12 {
        let (speaker, first) = (SPEAKERS[n % 4], n < 4);
        let name = if first { speaker } else { speaker.split_once(' ').unwrap().1 };
        let words =
            format!("We have looked at pier {n} for a long time, and it will not carry a loaded lorry this winter");
        let quotation = match n % 3 {
            0 => format!("“{words},” said {name}, who works at the harbour."),
            1 => format!("{name} said that pier {n} had been surveyed twice since the storm in November."),
            _ => format!("“{words},” {name} added."),
        };
        text.push_str(&quotation);
        text.push_str(
            " The meeting at the Guildhall went on until nine in the evening with some forty people in the room, and the \
             tide was already running out past the lamps on the outer wall when it ended.\n\n",
        );
    }
    text
}

#[test]
fn an_article_page_is_light() {
    check("");
}

/// A base URL of 70 characters, which only what is read away from the site may repeat.
#[test]
fn an_article_page_is_light_with_a_long_base_url() {
    let base_url = "https://www.the-saltmere-couriers.example.org/newsroom/archive/quotes/";
    assert_eq!(base_url.len(), 70);
    check(&format!("base_url = \"{base_url}\"\n"));
}

fn check(settings: &str) {
    let site = Site::new();
    site.write("quotewright.toml", settings);
    site.write("content/articles/quay.md", article());
    assert_eq!(site.build().code, Some(0));
    let files = site.public();
    let html = page(&files, "articles/quay/index.html");
    let quotations = html.matches(" id=\"q-").count();
    let words = article().split_whitespace().count();
    assert!(quotations == 12 && (690..=740).contains(&words), "{quotations} quotations, {words} words");
    let assets = files.iter().filter(|(path, _)| path.starts_with("assets/") && html.contains(path.as_str()));
    let sizes: Vec<(&str, usize)> = assets.map(|(path, bytes)| (path.as_str(), bytes.len())).collect();
    let total: usize = html.len() + sizes.iter().map(|(_, size)| size).sum::<usize>();
    assert!(sizes.len() >= 4, "the page has its style sheets and scripts: {sizes:?}");
    assert!(total <= MOST, "{total} bytes: {} of HTML, {sizes:?}", html.len());
}
