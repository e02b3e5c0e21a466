//! How fast the steps of an article's path are, on text made up here: `cargo bench`. What they came to stands in
//! `docs/performance.md`; whole builds are measured by `bench/run.py`.

use std::fmt::Write as _;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quotewright::article::{Article, Parsed, parse};
use quotewright::extract::analysis::Analysis;
use quotewright::extract::{Document, extract};
use quotewright::markdown::{Annotation, Manner, to_html};
use quotewright::progress::Progress;
use quotewright::render::{Settings, Theme, render};
use quotewright::site::assemble;

/// Articles of the site that is rendered.
const ARTICLES: usize = 20;

const FIRST: [&str; 8] = ["Maren", "Jonas", "Ana", "Edda", "Colin", "Ruth", "Pavel", "Ines"];
const LAST: [&str; 9] = ["Holt", "Marsh", "Ruiz", "Lindqvist", "Okafor", "Brandt", "Sallow", "Perrin", "Vane"];
const ROLES: [&str; 5] = ["harbour master", "mayor", "chief engineer", "union leader", "shopkeeper"];
const CLAUSES: [&str; 7] = [
    "the bridge will stay shut until the spring",
    "the council never asked the people who live on the island",
    "nobody had looked at the cables in eleven years",
    "two ferries an hour would be enough for everyone",
    "the bill has grown to four million since the storm",
    "children walk an hour to school along the dyke",
    "the old crane could fall into the basin any day",
];

/// The Markdown of the article with this number: thirty paragraphs, most of them with quotations.
fn markdown(number: usize) -> String {
    let pick = |from: &[&'static str], salt: usize| from[(number * 31 + salt * 7 + salt / 3) % from.len()];
    let mut text =
        format!("---\ndate: 2026-03-{:02}\ntags: [Harbour]\n---\n# The bridge, part {number}\n", number % 28 + 1);
    for paragraph in 0..30 {
        let (first, last) = (pick(&FIRST, paragraph / 4), pick(&LAST, paragraph / 4));
        let (one, two) = (pick(&CLAUSES, paragraph), pick(&CLAUSES, paragraph + 3));
        let role = pick(&ROLES, paragraph / 4);
        // Writing to a string does not fail.
        let _ = match paragraph % 4 {
            0 => writeln!(text, "\n“Everyone knows that {one},” said {first} {last}, the *{role}*. “And {two}.”"),
            1 => writeln!(
                text,
                "\n{last} added that {one}, and that {two}, according to a [report](https://example.org)."
            ),
            2 => writeln!(text, "\n“We were told that {one},” the {role} said on Monday."),
            _ => writeln!(text, "\nThe harbour was built in 1911. On most days {one}; on others, {two}."),
        };
    }
    text
}

fn parsed(number: usize) -> Parsed {
    parse(&format!("news/bridge-{number}.md"), markdown(number).as_bytes()).expect("the article is well formed")
}

fn article(number: usize) -> Article {
    let parsed = parsed(number);
    let extraction = parsed.extract();
    parsed.extracted(extraction)
}

fn tokenizing_and_extraction(criterion: &mut Criterion) {
    let parsed = parsed(1);
    let document = Document { text: &parsed.text, blocks: &parsed.blocks };
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(parsed.text.len() as u64));
    group.bench_function("tokens and sentences", |b| b.iter(|| Analysis::untagged(document.text, document.blocks)));
    group.bench_function("extraction", |b| b.iter(|| extract(&document)));
    group.finish();
}

fn weaving(criterion: &mut Criterion) {
    let article = article(1);
    let content = article.content();
    let spans = article.extraction.attributions.iter().flat_map(|attribution| &attribution.content);
    let attributes = vec![("class", "quote".to_owned())];
    let annotations: Vec<Annotation> = spans
        .map(|&span| Annotation {
            span,
            element: "span",
            first_attributes: attributes.clone(),
            later_attributes: attributes.clone(),
        })
        .collect();
    let mut group = criterion.benchmark_group("markdown");
    group.throughput(Throughput::Bytes(content.body.len() as u64));
    let weave = || to_html(&content.body, &annotations, &[], Manner::default());
    group.bench_function("weaving", |b| b.iter(weave));
    group.finish();
}

fn rendering(criterion: &mut Criterion) {
    let site = assemble((0..ARTICLES).map(article).collect::<Vec<_>>());
    let (settings, theme) = (Settings::default(), Theme::default());
    let mut group = criterion.benchmark_group("site");
    group.throughput(Throughput::Elements(ARTICLES as u64)).sample_size(20);
    let render = || render(&site, &settings, &theme, &Progress::default()).expect("the theme fits");
    group.bench_function("rendering", |b| b.iter(render));
    group.finish();
}

criterion_group!(steps, tokenizing_and_extraction, weaving, rendering);
criterion_main!(steps);
