//! Cases and properties of weaving: the annotated HTML is well nested and reads the same as the text.

use proptest::prelude::*;

use super::{Annotation, Insertion, Manner, flatten, plain_to_html, to_html};
use crate::text::{Block, BlockKind, Span};

/// Annotates every `needle` in turn; a needle may be written `a:needle` for a link instead of a span.
fn annotate(text: &str, needles: &[&str]) -> Vec<Annotation> {
    let annotate = |needle: &&str| {
        let (element, needle) = needle.strip_prefix("a:").map_or(("span", *needle), |needle| ("a", needle));
        let start = text.find(needle).unwrap_or_else(|| panic!("{needle:?} is not in {text:?}"));
        annotation(Span::new(start, start + needle.len()), element)
    };
    needles.iter().map(annotate).collect()
}

fn annotation(span: Span, element: &'static str) -> Annotation {
    let first_attributes = if element == "a" { vec![("href", "x".to_owned())] } else { vec![("id", "q".to_owned())] };
    Annotation { span, element, first_attributes, later_attributes: vec![("class", "q".to_owned())] }
}

#[test]
fn weaves_into_markdown() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("He *did*.", &[], "<p>He <em>did</em>.</p>\n"),
        ("He *did* go", &["He did go"], "<p><span id=\"q\">He <em>did</em> go</span></p>\n"),
        ("He *did go*", &["did go"], "<p>He <span id=\"q\"><em>did go</em></span></p>\n"),
        (
            "He *did go* now",
            &["go now"],
            "<p>He <em>did <span id=\"q\">go</span></em><span class=\"q\"> now</span></p>\n",
        ),
        (
            "so he *did go*",
            &["he did"],
            "<p>so <span id=\"q\">he </span><em><span class=\"q\">did</span> go</em></p>\n",
        ),
        ("a\n\nb", &["a\n\nb"], "<p><span id=\"q\">a</span></p>\n<p><span class=\"q\">b</span></p>\n"),
        ("a [b](c) d", &["a:b"], "<p>a <a href=\"c\"><span>b</span></a> d</p>\n"),
        (
            "a [b](c) d",
            &["a:a b d"],
            "<p><a href=\"x\">a </a><a href=\"c\"><span class=\"q\">b</span></a><a class=\"q\"> d</a></p>\n",
        ),
        (
            "a **[b](c)**",
            &["a:a b"],
            "<p><a href=\"x\">a </a><strong><a href=\"c\"><span class=\"q\">b</span></a></strong></p>\n",
        ),
        ("a b c", &["a b c", "a:b"], "<p><span id=\"q\">a <a href=\"x\">b</a> c</span></p>\n"),
        (
            "Fish &amp; `c<d`",
            &["& c<"],
            "<p>Fish <span id=\"q\">&amp; </span><code><span class=\"q\">c&lt;</span>d</code></p>\n",
        ),
        ("a\nb  \nc", &["b\nc"], "<p>a\n<span id=\"q\">b<br>\nc</span></p>\n"),
        ("[<https://a.example>](u)", &[], "<p><a href=\"u\">https://a.example</a></p>\n"),
        ("> a\n\n- b\n", &[], "<blockquote>\n<p>a</p>\n</blockquote>\n<ul>\n<li>b</li>\n</ul>\n"),
        ("# One\n\n### Three", &[], "<h2 id=\"one\">One</h2>\n<h3 id=\"three\">Three</h3>\n"),
        ("![a *b*](c.png \"t\")", &[], "<p><img src=\"c.png\" title=\"t\" alt=\"a b\" loading=\"lazy\"></p>\n"),
        (
            "said.[^n]\n\n[^n]: note",
            &["said."],
            "<p><span id=\"q\">said.</span><sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup></p>\n\
             <div class=\"footnote\" id=\"fn-1\"><sup>1</sup>\n<p>note</p>\n</div>\n",
        ),
        (
            "|a|b|\n|-|-:|\n|c|d|",
            &["d"],
            "<table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n\
             <tbody>\n<tr><td>c</td><td class=\"align-right\"><span id=\"q\">d</span></td></tr>\n</tbody></table>\n",
        ),
        (
            "a <b>c d</b> e",
            &["d e"],
            "<p>a <strong>c <span id=\"q\">d</span></strong><span class=\"q\"> e</span></p>\n",
        ),
    ];
    for (body, needles, html) in cases {
        let annotations = annotate(&flatten(body).text, needles);
        assert_eq!(to_html(body, &annotations, &[], Manner::default()), *html, "{body}");
    }
}

#[test]
fn harmless_html_in_lines_is_kept() {
    let cases: &[(&str, &[&str], &str)] = &[
        (
            "a <a href=\"b?c&amp;d\" onclick=\"x()\">e f</a> g",
            &["f g"],
            "<p>a <a href=\"b?c&amp;d\">e <span id=\"q\">f</span></a><span class=\"q\"> g</span></p>\n",
        ),
        ("<a href=\"javascript:x()\">a</a> <a name=b>c</a>", &[], "<p>a c</p>\n"),
        (
            "a <IMG src='b.png' alt='\"c\"' onerror=x()> d",
            &["a  d"],
            "<p><span id=\"q\">a <img src=\"b.png\" alt=\"&quot;c&quot;\" loading=\"lazy\"> d</span></p>\n",
        ),
        ("<cite class=x>a b</cite> c", &["b c"], {
            "<p><cite>a <span id=\"q\">b</span></cite><span class=\"q\"> c</span></p>\n"
        }),
        ("<q>a</q> <kbd>b</kbd> <u>c", &[], "<p><q>a</q> <kbd>b</kbd> c</p>\n"),
        ("a <iframe src=x></iframe> <style>b</style> c", &[], "<p>a  b c</p>\n"),
        ("{{<youtube id>}}", &[], "<p>{{&lt;youtube id&gt;}}</p>\n"),
        ("- [x] a\n- [ ] b", &["a"], {
            "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> <span id=\"q\">a</span></li>\n\
             <li><input type=\"checkbox\" disabled aria-label=\"To do\"> b</li>\n</ul>\n"
        }),
    ];
    for (body, needles, html) in cases {
        assert_eq!(to_html(body, &annotate(&flatten(body).text, needles), &[], Manner::default()), *html, "{body}");
    }
}

#[test]
fn trusted_html_is_written_as_it_is() {
    let trusted = Manner { trusted: true, ..Manner::default() };
    for (body, html) in [
        ("<div class=\"a\" style=\"b\">\nc</div>", "<div class=\"a\" style=\"b\">\nc</div>\n"),
        ("a <span class=\"b\">c</span> <iframe src=x></iframe>", {
            "<p>a <span class=\"b\">c</span> <iframe src=x></iframe></p>\n"
        }),
        ("[a](javascript:b) ![c](data:d)", {
            "<p><a href=\"javascript:b\">a</a> <img src=\"data:d\" alt=\"c\" loading=\"lazy\"></p>\n"
        }),
    ] {
        assert_eq!(to_html(body, &[], &[], trusted), html, "{body}");
        let untrusted = to_html(body, &[], &[], Manner::default());
        let kept = ["class", "iframe", "javascript", "data:"].iter().any(|part| untrusted.contains(part));
        assert!(!kept, "{untrusted}");
    }
}

#[test]
fn an_address_of_mail_in_angle_brackets_is_one_of_mail() {
    let html = to_html("<ana@ferry.example>", &[], &[], Manner::default());
    assert_eq!(html, "<p><a href=\"mailto:ana@ferry.example\">ana@ferry.example</a></p>\n");
}

#[test]
fn addresses_lead_where_the_site_says() {
    let resolve = |address: &str| (address == "b.md").then(|| "../b/index.html".to_owned());
    let manner = Manner { trusted: false, resolve: &resolve };
    let body = "[a](b.md) <a href=\"b.md\">c</a> [d](e.md)\n\n<p><a href=\"b.md\">f</a></p>";
    assert_eq!(
        to_html(body, &[], &[], manner),
        "<p><a href=\"../b/index.html\">a</a> <a href=\"../b/index.html\">c</a> <a href=\"e.md\">d</a></p>\n\
         <p><a href=\"../b/index.html\" rel=\"noopener noreferrer\">f</a></p>\n"
    );
}

#[test]
fn nothing_from_content_runs() {
    let cases = [
        ("[a](javascript:alert(1))", "<p>a</p>\n"),
        ("![a](javascript:alert(1))", "<p></p>\n"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"),
        ("a <script>b</script> <i onclick=\"c\">d</i>", "<p>a b <em>d</em></p>\n"),
        ("<script>\nalert(1)\n</script>\n\na", "\n<p>a</p>\n"),
        ("a </p></article><b>", "<p>a </p>\n"),
        ("[a](x \"\\\" onclick=b\")", "<p><a href=\"x\" title=\"&quot; onclick=b\">a</a></p>\n"),
    ];
    for (body, html) in cases {
        assert_eq!(to_html(body, &[], &[], Manner::default()), html, "{body}");
    }
}

#[test]
fn weaves_into_plain_text() {
    let block = |start, end, kind| Block { span: Span::new(start, end), kind };
    let text = "Ferry lost\n“We sail,”\nhe said.\n\nRead more\n";
    let start = text.find('“').unwrap();
    let end = text.find("\n\n").unwrap();
    let tail = end + 2;
    let blocks = [
        block(0, 10, BlockKind::Title),
        block(start, end, BlockKind::Paragraph),
        block(tail, tail + 9, BlockKind::Boilerplate),
    ];
    let insertion = Insertion { at: start, before: "<div>".into(), after: "</div>".into() };
    assert_eq!(
        plain_to_html(text, &blocks, &annotate(text, &["“We sail,”"]), &[insertion]),
        "\n<div><p><span id=\"q\">“We sail,”</span>\nhe said.</p></div>\n\n<p class=\"boilerplate\">Read more</p>\n"
    );
}

#[test]
fn insertions_go_around_outermost_blocks() {
    let insert = |at, name: &str| Insertion { at, before: format!("<{name}>"), after: format!("</{name}>") };
    let html = to_html("- a\n- b\n\nc", &[], &[insert(3, "x"), insert(0, "y"), insert(99, "z")], Manner::default());
    assert_eq!(html, "<x><y><ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</y></x><z><p>c</p>\n</z>");
    assert_eq!(to_html("***", &[], &[insert(0, "x")], Manner::default()), "<hr>\n");
}

#[test]
fn deep_nesting_is_cut() {
    for unit in [">", "- ", "1. ", "*a **b ", "[a", "<b>", "![", "~~a ~"] {
        let html = to_html(&format!("{} end", unit.repeat(10_000)), &[], &[], Manner::default());
        assert!(html.contains("end"), "{unit}");
        assert!(depth(&html) < 80, "{unit}: {}", depth(&html));
    }
}

fn depth(html: &str) -> usize {
    let mut depth = 0;
    check_nesting(html, &mut depth);
    depth
}

/// Reads HTML as the writers here make it; gives its text content and panics where it is not well nested.
fn check_nesting(html: &str, deepest: &mut usize) -> String {
    let mut open = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if !["br", "hr", "img"].contains(&name) {
            assert!(!(name == "a" && open.contains(&"a")), "a link in a link: {html}");
            open.push(name);
        }
        *deepest = open.len().max(*deepest);
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    assert!(open.is_empty(), "{open:?} in {html}");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&#13;", "\r").replace("&amp;", "&")
}

fn markdown() -> impl Strategy<Value = String> {
    let units = [
        "a ",
        "“Ω” ",
        "*",
        "**",
        "_",
        "`",
        "[",
        "](u)",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href=x>",
        "<br>",
        "<div>",
        "&amp;",
        "&lt;",
        "~~",
        "  \n",
        "[^1]",
        "[^1]: ",
        "|",
        "|-|-|\n",
        "![",
        "\\",
        "    ",
        "```\n",
        "<script>",
        "\r\n",
        "said ",
        "\"",
        "<https://a.example>",
    ];
    prop::collection::vec(prop::sample::select(units.to_vec()), 0..40).prop_map(|units| units.concat())
}

/// Annotations that may nest and cross, from pairs of numbers.
fn annotations(text: &str, pairs: &[(usize, usize, bool)]) -> Vec<Annotation> {
    let place = |n: usize| text.floor_char_boundary(n % (text.len() + 1));
    let make = |&(a, b, link): &(usize, usize, bool)| {
        let (a, b) = (place(a), place(b));
        annotation(Span::new(a.min(b), a.max(b)), if link { "a" } else { "span" })
    };
    pairs.iter().map(make).collect()
}

fn pairs() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    prop::collection::vec((0_usize..200, 0_usize..200, any::<bool>()), 0..6)
}

proptest! {
    #[test]
    fn annotations_leave_markdown_unchanged(body in markdown(), pairs in pairs()) {
        let flat = flatten(&body);
        let bare = check_nesting(&to_html(&body, &[], &[], Manner::default()), &mut 0);
        let annotated = check_nesting(&to_html(&body, &annotations(&flat.text, &pairs), &[], Manner::default()), &mut 0);
        prop_assert_eq!(bare, annotated);
    }

    #[test]
    fn annotations_cover_what_they_say(body in markdown(), a in 0_usize..200, b in 0_usize..200) {
        // The number of a footnote is in the annotated element, but not in the text.
        let body = body.replace("[^1]", "");
        let text = flatten(&body).text;
        let annotations = annotations(&text, &[(a, b, false)]);
        let html = to_html(&body, &annotations, &[], Manner::default());
        let covered: String = html
            .split("<span ").skip(1)
            .map(|part| check_nesting(&format!("<span {}</span>", part.split("</span>").next().unwrap()), &mut 0))
            .collect();
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(squeeze(&covered), squeeze(annotations[0].span.of(&text)));
    }

    #[test]
    fn blocks_are_in_order_and_on_boundaries(body in markdown()) {
        let flat = flatten(&body);
        let mut end = 0;
        for block in &flat.blocks {
            prop_assert!(block.span.start() >= end);
            prop_assert!(!block.span.of(&flat.text).is_empty());
            end = block.span.end();
        }
    }

    #[test]
    fn plain_text_keeps_every_character(
        lines in prop::collection::vec("[a-c“”&<>\r\t é]{0,12}", 0..8), pairs in pairs(), seed in 0_usize..3,
    ) {
        let text = lines.join("\n");
        let mut blocks = Vec::new();
        let mut at = 0;
        for (number, line) in lines.iter().enumerate() {
            if number % 3 != seed {
                blocks.push(Block { span: Span::new(at, at + line.len()), kind: BlockKind::Paragraph });
            }
            at += line.len() + 1;
        }
        let html = plain_to_html(&text, &blocks, &annotations(&text, &pairs), &[]);
        prop_assert_eq!(check_nesting(&html, &mut 0), text);
    }
}
