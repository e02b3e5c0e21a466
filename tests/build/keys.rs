//! Pages that are taken from the build before: after any edit the site is as if it were made for the first time.
//!
//! `EDITS` sets how many edits there are; they come from a generator with a fixed seed.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use super::again::clean_with;
use quotewright::diagnostic::Diagnostic;
use quotewright::pipeline::{Built, HandOn, Request, renderer};
use quotewright::render::SharedFile;

use super::random::Random;
use super::{Site, files, page};

fn edits() -> u64 {
    std::env::var("EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(30)
}

fn pick<'a>(random: &mut Random, words: &[&'a str]) -> &'a str {
    words[random.below(words.len() as u64) as usize]
}

fn article(random: &mut Random) -> String {
    let link = pick(
        random,
        &["", "[x](n1.md)", "[x](@/b/n2.md)", "[x]: n3.md\n\n[x]", "<a href=\"n1.md\">x</a>", "![x](pier.png)"],
    );
    let extra =
        pick(random, &["", "draft: true\n", "quotes: false\n", "template: own.html\n", "slug: moved\n", "weight: 1\n"]);
    let mut text = format!(
        "---\ntitle: Story {}\ndate: 2026-0{}-0{}\ntags: [{}]\nauthor: {}\npublisher: {}\n{extra}---\n{link}\n\n",
        random.below(9),
        1 + random.below(2),
        1 + random.below(9),
        pick(random, &["sea", "Sea, pier", "pier"]),
        pick(random, &["Jo Ash", "Al Bo"]),
        pick(random, &["The Bugle", "The Post"]),
    );
    for _ in 0..random.below(4) {
        text += &said(random);
    }
    text
}

fn said(random: &mut Random) -> String {
    let speaker =
        pick(random, &["Ana Ruiz", "Tom Kerr", "Ruiz", "the harbour board", "a clerk", "José Núñez", "A. Ruiz"]);
    let role = pick(random, &["", ", a pilot", ", the mayor"]);
    let pier = random.below(9);
    format!("“We will sail to pier {pier} at dawn tomorrow,” said {speaker}{role}.\n\n")
}

/// An article with something added, taken away, moved or named otherwise.
fn retouched(article: &str, random: &mut Random) -> String {
    let mut paragraphs: Vec<&str> = article.trim_end().split("\n\n").collect();
    let (last, added) = (paragraphs.len() - 1, said(random));
    match random.below(4) {
        0 if last > 1 => drop(paragraphs.pop()),
        1 if last > 1 => paragraphs.swap(last, last - 1),
        2 => return article.replacen("title: Story", "title: Story of", 1),
        _ => paragraphs.push(added.trim_end()),
    }
    paragraphs.join("\n\n") + "\n\n"
}

/// Builds a site in memory after these files have changed. What is handed on before all is made has to be of the new site, a page by
/// itself as far as it says who said what; tells how many such pages there were.
fn rendered(
    renderer: &mut impl FnMut(&BTreeSet<PathBuf>, &mut HandOn<'_>) -> Result<Built, Diagnostic>,
    changed: &BTreeSet<PathBuf>,
    edit: &str,
) -> (Built, u64) {
    let mut early: Vec<Vec<SharedFile>> = Vec::new();
    let built = renderer(changed, &mut |files| early.push(files)).unwrap();
    let pages = early.pop().unwrap_or_default();
    assert!(pages.iter().all(|file| built.files.contains(file)), "{edit}, handed on early");
    for page in early.iter().flatten() {
        let whole = built.files.iter().find(|file| file.path == page.path);
        let whole = whole.unwrap_or_else(|| panic!("{edit}: there is no {}", page.path));
        assert_eq!(ascribed(page), ascribed(whole), "{edit}");
    }
    (built, early.len() as u64)
}

/// The quotations on a page: their tags with the speaker and the way to his page. On which of its pages, and which number namesakes have
/// there, is told by the whole site alone.
fn ascribed(page: &SharedFile) -> Vec<String> {
    let html = String::from_utf8_lossy(&page.bytes);
    let tags = html.split('<').filter(|tag| tag.contains("class=\"quote "));
    let numbers = ["/page/2/", "/page/3/", "/page/4/"].into_iter().chain(["-2/", "-3/", "-4/"]);
    tags.map(|tag| numbers.clone().fold(tag.to_owned(), |tag, number| tag.replace(number, "/"))).collect()
}

fn settings(random: &mut Random) -> String {
    format!(
        "title = 'T{}'\npage_size = {}\nindex_size = 2\nquotation_pages = {}\nfeed_length = {}\nexports = {}\nsearch = {}\n{}{}",
        random.below(2),
        2 + random.below(2),
        pick(random, &["true", "false"]),
        random.below(3),
        pick(random, &["true", "true", "false"]),
        pick(random, &["true", "false"]),
        pick(random, &["", "base_url = 'https://example.org/'\n", "trust_content = true\n"]),
        pick(random, &["", "theme = 'look'\n"]),
    )
}

const TEMPLATES: [&str; 5] = [
    "{% extends \"base.html\" %}{% block content %}{{ article.body | safe }}{% endblock %}",
    "{% set rows = load_data(path='data.csv') %}{% for row in rows %}{{ row.a }}{% endfor %}{{ article.body | safe }}",
    "{{ get_speaker(name='Ana Ruiz', required=false) }} {{ article.title }}",
    "{{ get_article(path='b/n2.md', required=false) }} {{ article.title }}",
    "{{ site }} {{ article }} {{ page }} {{ assets }}",
];

/// Where a source stands, and a new text for it.
fn source(random: &mut Random) -> (String, String) {
    let number = random.below(6);
    match random.below(14) {
        0 => ("content/b/_index.md".to_owned(), {
            let sort = pick(random, &["title", "weight", "date"]);
            format!("---\ntitle: Bay {number}\nsort_by: {sort}\n---\nSee [one](n{number}.md).\n")
        }),
        1 => ("content/b/pier.png".to_owned(), number.to_string()),
        2 => (
            pick(random, &["static/b/n1/index.html", "static/b/n2/article.json", "static/atom.xml"]).to_owned(),
            "own".to_owned(),
        ),
        3 => ("templates/article.html".to_owned(), TEMPLATES[random.below(5) as usize].to_owned()),
        4 => ("data.csv".to_owned(), format!("a\n{number}\n")),
        5 => ("look/404.html".to_owned(), format!("gone {number}")),
        6 => ("templates/assets/own.css".to_owned(), format!("p {{ order: {number} }}")),
        7 => ("quotewright.toml".to_owned(), settings(random)),
        8 => ("content/wire.jsonl".to_owned(), {
            format!(
                "{{\"id\": \"a\", \"text\": \"“We go,” said Ana Ruiz.\"}}\n{{\"id\": \"b\", \"text\": \"Go {number}.\"}}\n"
            )
        }),
        9 => ("content/about.md".to_owned(), format!("---\ntitle: About {number}\nquotes: false\n---\nUs.\n")),
        _ => (format!("content/b/n{number}.md"), article(random)),
    }
}

/// Something in what is kept, or in the output, that somebody has changed or taken away.
fn damage(site: &Site, random: &mut Random) {
    let folders = [".quotewright", "public"].into_iter().filter(|folder| site.path(folder).exists());
    let below = |folder| files(&site.path(folder)).into_keys().map(move |path| format!("{folder}/{path}"));
    // Without its manifest an output is somebody else's.
    let files: Vec<String> = folders.flat_map(below).filter(|path| !path.ends_with("manifest")).collect();
    let Some(path) = files.get(random.below(files.len().max(1) as u64) as usize) else { return };
    match random.below(3) {
        0 => fs::remove_file(site.path(path)).unwrap(),
        1 => site.write(path, "damaged"),
        _ => drop(fs::remove_dir_all(site.path("public"))),
    }
}

#[test]
fn what_is_taken_from_the_build_before_is_as_it_would_be_made() {
    let mut random = Random::new(11);
    let site = Site::new();
    site.write("templates/own.html", "{{ article.title }}");
    site.write("look/own.html", "{{ article.summary }}");
    site.write("data.csv", "a\n1\n");
    let mut builds = 0;
    // Since the last build in memory.
    let mut changed = BTreeSet::new();
    let mut in_memory = renderer(Request { root: site.path(""), ..Request::default() });
    for edit in 0..edits() {
        let (path, text) = source(&mut random);
        match random.below(6) {
            0 if path.contains("/n") || path.starts_with("static") => drop(fs::remove_file(site.path(&path))),
            1 => damage(&site, &mut random),
            _ => site.write(&path, text),
        }
        changed.insert(site.path(&path));
        let drafts: &[&str] = if random.below(4) == 0 { &["--drafts"] } else { &[] };
        let run = site.run(drafts, &[]);
        let clean = clean_with(&site, drafts);
        // Some edits make a site that cannot be built: then the one before it stands.
        if run.code == Some(2) {
            assert_eq!(clean, None, "edit {edit}, {path}: {}", run.said);
            continue;
        }
        builds += 1;
        if drafts.is_empty() {
            let (built, _) = rendered(&mut in_memory, &changed, &format!("edit {edit}, {path}"));
            changed.clear();
            let made = site.public();
            let differs = |file: &&SharedFile| made.get(&file.path) != Some(&*file.bytes);
            let different: Vec<&String> = built.files.iter().filter(differs).map(|file| &file.path).collect();
            assert!(different.is_empty(), "edit {edit}, {path}, in memory: {different:?}");
            assert_eq!(built.files.len() + built.copies.len() + 1, made.len(), "edit {edit}, {path}");
        }
        let (made, clean) = (site.public(), clean.unwrap_or_default());
        let differs = |path: &&String| made.get(*path) != clean.get(*path);
        let different: Vec<&String> = made.keys().chain(clean.keys()).filter(differs).collect();
        assert!(different.is_empty(), "edit {edit}, {path}: {different:?}");
    }
    assert!(builds * 2 > edits(), "{builds} of {} could be built", edits());
}

#[test]
fn an_article_that_was_saved_is_shown_first_as_it_will_be() {
    let mut random = Random::new(17);
    let site = Site::new();
    site.write("templates/own.html", "{{ article.body | safe }}");
    for number in 0..6 {
        site.write(&format!("content/b/n{number}.md"), article(&mut random));
    }
    let mut in_memory = renderer(Request { root: site.path(""), ..Request::default() });
    rendered(&mut in_memory, &BTreeSet::new(), "the first time");
    let mut shown = 0;
    for edit in 0..edits() {
        let path = format!("content/b/n{}.md", random.below(6));
        let text = match random.below(5) {
            0 => article(&mut random),
            _ => retouched(&fs::read_to_string(site.path(&path)).unwrap(), &mut random),
        };
        site.write(&path, &text);
        // As some editors do, which write to a file that has another name for a moment.
        let changed = BTreeSet::from([site.path(&path), site.path("content/b/4913")]);
        shown += rendered(&mut in_memory, &changed, &format!("edit {edit}: {text}")).1;
    }
    assert!(shown * 8 > edits() && shown < edits(), "{shown} of {} articles were shown first", edits());
}

#[test]
fn an_edit_leaves_the_pages_of_others_as_they_are() {
    let site = Site::new();
    for (n, speaker) in ["Ana Ruiz", "Tom Kerr", "Ina Moss", "Bo Lee", "Eva Hart", "Cy Low"].iter().enumerate() {
        let text = format!("---\ndate: 2026-03-0{}\n---\n“We sail at dawn,” said {speaker}.\n", n + 1);
        site.write(&format!("content/news/n{n}.md"), text);
    }
    site.build().expect(0, &[]);
    let pages =
        ["news/n5/index.html", "news/n5/article.json", "speakers/cy-low/index.html", "speakers/cy-low/atom.xml"];
    let inodes = |site: &Site| pages.map(|path| fs::metadata(site.path(&format!("public/{path}"))).unwrap().ino());
    let before = inodes(&site);
    site.write(
        "content/news/n0.md",
        "---\ndate: 2026-03-01\n---\n“We sail at noon,” said Ana Ruiz.\n\n“No,” said Jo Ash.\n",
    );
    site.build().expect(0, &[]);
    assert!(page(&site.public(), "speakers/ana-ruiz/index.html").contains("at noon"));
    assert_eq!(inodes(&site), before);
}
