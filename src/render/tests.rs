//! Whole sites of a few sentences, as files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::*;
use crate::article::Article;
use crate::extract::Kind;
use crate::progress::Progress;
use crate::site::sample::Sample;
use crate::site::{assemble, spoken};

const BASE: &str = "https://example.org/quotes";

fn harbour() -> Sample {
    Sample::new("articles/harbour.md")
        .titled("Quay <closed> & \"sealed\"")
        .dated("2025-03-01")
        .with(|metadata| metadata.description = Some("</script><b>Closed</b>".to_owned()))
        .text(
            "The town woke to a fence.\n\n“The quay will stay closed all winter,” said Jane Moss, “and nobody <b>&</b> \
             nothing will reopen it.”\n\n“I will not walk past a fence every morning.”\n\nAn official said the fence was \
             cheap. “Who asked us?”",
        )
        .person("Jane Moss")
        .alias("Moss")
        .described("harbour master")
        .says(Kind::Direct, &["The quay will stay closed all winter,", "and nobody <b>&</b> nothing will reopen it."], "said")
        .says(Kind::Direct, &["I will not walk past a fence every morning."], "")
        .unnamed("official")
        .says(Kind::Indirect, &["the fence was cheap"], "said")
        .somebody_says(Kind::Direct, &["Who asked us?"], "")
}

fn storm() -> Sample {
    Sample::new("articles/storm über.md")
        .titled("Storm")
        .dated("2025-04-01")
        .published_by("The Bugle")
        .text("Storm passes\n\nThe storm “is over”, Moss said. “I will not walk past a fence every morning.”")
        .headed()
        .person("Jane Moss")
        .says(Kind::Mixed, &["The storm “is over”"], "said")
        .says(Kind::Direct, &["I will not walk past a fence every morning."], "said")
        .body("Łódź Trust </script>")
        .says(Kind::Direct, &["Storm passes"], "")
}

fn about() -> Sample {
    Sample::new("about.md").titled("About").text("No quotations.").with(|metadata| metadata.quotes = false)
}

fn sample() -> Vec<Article> {
    vec![harbour().build(), storm().build(), about().build()]
}

fn files(settings: &Settings, theme: &Theme) -> BTreeMap<String, String> {
    let files = render(&assemble(sample()), settings, theme, &Progress::default()).unwrap();
    files.into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap())).collect()
}

fn with_base() -> Settings {
    Settings { base_url: Some(BASE.to_owned()), ..Settings::default() }
}

fn pages(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    let is_page = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "html");
    files.iter().filter(move |(path, _)| is_page(path)).map(|(path, html)| (path.as_str(), html.as_str()))
}

#[test]
fn there_is_a_page_for_everything() {
    let files = files(&Settings::default(), &Theme::default());
    let expected = [
        "404.html",
        "about/index.html",
        "articles/harbour/index.html",
        "articles/index.html",
        "articles/storm über/index.html",
        "index.html",
        "publishers/index.html",
        "publishers/the-bugle/index.html",
        "search/index.html",
        "speakers/index.html",
        "speakers/jane-moss/index.html",
        "speakers/most-quoted/index.html",
        "speakers/unnamed/index.html",
        "years/2025/index.html",
        "years/index.html",
    ];
    assert_eq!(pages(&files).map(|(path, _)| path).collect::<Vec<_>>(), expected);
}

#[test]
fn the_order_of_articles_does_not_matter() {
    let settings = Settings::default();
    let theme = Theme::default();
    let forwards = render(&assemble(sample()), &settings, &theme, &Progress::default()).unwrap();
    let backwards =
        render(&assemble(sample().into_iter().rev().collect::<Vec<_>>()), &settings, &theme, &Progress::default())
            .unwrap();
    assert_eq!(forwards, backwards);
}

#[test]
fn another_article_leaves_the_pages_of_others_as_they_are() {
    let (settings, theme) = (Settings::default(), Theme::default());
    let fence =
        Sample::new("articles/fence.md").dated("2025-01-01").text("“It leaks,” said Ann Lee.").person("Ann Lee");
    let fence = fence.says(Kind::Direct, &["It leaks,"], "said").build();
    let more = assemble([sample(), vec![fence]].concat());
    let more = render(&more, &settings, &theme, &Progress::default()).unwrap();
    let before = files(&settings, &theme);
    let same: Vec<&str> = more
        .iter()
        .filter(|file| before.get(&file.path).is_some_and(|page| page.as_bytes() == file.bytes))
        .map(|file| file.path.as_str())
        .filter(|path| path.ends_with("index.html"))
        .collect();
    let expected = [
        "about/index.html",
        "articles/storm über/index.html",
        "publishers/index.html",
        "publishers/the-bugle/index.html",
        "speakers/jane-moss/index.html",
        "speakers/unnamed/index.html",
    ];
    assert_eq!(same, expected);
}

#[test]
fn a_page_about_the_site_is_no_article_in_lists() {
    let files = files(&Settings::default(), &Theme::default());
    for list in ["index.html", "articles/index.html"] {
        let (articles, footer) = files[list].split_once("<footer").unwrap();
        assert!(!articles.contains("about/index.html"), "{list}");
        assert!(footer.contains("about/index.html\">About</a>"), "{list}");
    }
}

#[test]
fn an_empty_site_is_rendered() {
    let files = render(&assemble(Vec::new()), &Settings::default(), &Theme::default(), &Progress::default()).unwrap();
    assert!(files.iter().any(|file| file.path == "index.html"));
}

/// The text of the article's body with callouts, and what is put into it below a headline, taken away.
fn body_text(page: &str) -> String {
    let start = page.find("<div class=\"article-body\"").unwrap();
    let end =
        page[start..].find("<footer class=\"article-footer\"").map_or(page.find("</main>").unwrap(), |n| start + n);
    let mut body = page[start..end].to_owned();
    for (open, close) in [("<aside", "</aside>"), ("<section", "</section>")] {
        while let Some(from) = body.find(open) {
            let to = from + body[from..].find(close).unwrap() + close.len();
            body.replace_range(from..to, "");
        }
    }
    words(&text_of(&body))
}

/// HTML without its tags, with its character references resolved.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    for (reference, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
    {
        text = text.replace(reference, character);
    }
    text
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn annotation_does_not_change_the_article() {
    let files = files(&Settings::default(), &Theme::default());
    for article in sample() {
        let page = &files[&format!("{}index.html", article.url_path)];
        let content = article.content();
        let headline = content.blocks.iter().find(|block| block.kind == crate::extract::BlockKind::Title);
        let text = &content.text[headline.map_or(0, |block| block.span.end())..];
        assert_eq!(body_text(page), words(text), "{}", article.source);
    }
}

#[test]
fn every_quotation_is_shown_byte_for_byte() {
    let files = files(&Settings::default(), &Theme::default());
    let texts: Vec<String> = sample().into_iter().map(|article| article.content().text.clone()).collect();
    let mut count = 0;
    for (path, html) in pages(&files) {
        for class in ["<span class=\"piece\">", "<span class=\"piece piece-runs-on\">", "<p class=\"pull-quote"] {
            for piece in html.split(class).skip(1) {
                let piece = piece.split_once("</").unwrap().0;
                let words = text_of(piece.rsplit_once('>').map_or(piece, |(_, text)| text));
                assert!(texts.iter().any(|text| text.contains(&words)), "{words:?} on {path} is in no article");
                count += 1;
            }
        }
    }
    assert!(count >= 7, "only {count} quotations are shown");
}

#[test]
fn every_quotation_has_its_id_in_its_article_and_on_its_speakers_page() {
    let files = files(&Settings::default(), &Theme::default());
    for article in sample() {
        let page = &files[&format!("{}index.html", article.url_path)];
        for (index, _) in spoken(&article) {
            assert_eq!(page.matches(&format!(" id=\"{}\"", article.quote_ids[index])).count(), 1);
        }
    }
    let speaker = &files["speakers/jane-moss/index.html"];
    assert_eq!(speaker.matches("<figure class=\"quotation\" id=\"q-").count(), 4);
}

/// Values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let open = format!(" {attribute}=\"");
    html.split(open.as_str()).skip(1).map(|rest| rest.split_once('"').unwrap().0).collect()
}

/// The path that a link on a page leads to.
fn resolve(page: &str, href: &str) -> String {
    if href.is_empty() {
        return page.to_owned();
    }
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in href.split('/') {
        if part == ".." {
            folders.pop().unwrap();
        } else {
            folders.push(part);
        }
    }
    folders.join("/").replace("%20", " ").replace("%C3%BC", "ü")
}

/// Checks every link of every page: `target` turns a link without its fragment into the path of a file, where it is ours.
fn check_links(files: &BTreeMap<String, String>, target: impl Fn(&str, &str) -> Option<String>) {
    let ids: HashMap<&str, BTreeSet<&str>> =
        pages(files).map(|(path, html)| (path, values(html, "id").into_iter().collect())).collect();
    for (page, html) in pages(files) {
        let links = [values(html, "href"), values(html, "src"), values(html, "cite")].concat();
        for link in links.into_iter().filter(|link| !link.starts_with("data:")) {
            let (address, fragment) = link.split_once('#').map_or((link, None), |(to, id)| (to, Some(id)));
            let Some(path) = target(page, address) else { panic!("{link} on {page} leads outside") };
            assert!(files.contains_key(&path), "{link} on {page} leads to {path}, which is not there");
            if let Some(fragment) = fragment.map(|fragment| fragment.split(":~:").next().unwrap()) {
                assert!(ids[path.as_str()].contains(fragment), "{link} on {page} names no element of {path}");
            }
        }
    }
}

#[test]
fn every_relative_link_leads_to_a_file_and_an_element() {
    let files = files(&Settings::default(), &Theme::default());
    check_links(&files, |page, address| (!address.contains("://")).then(|| resolve(page, address)));
}

#[test]
fn with_a_base_url_links_are_relative_and_name_folders() {
    let files = files(&with_base(), &Theme::default());
    check_links(&files, |page, address| {
        if address.is_empty() {
            return Some(page.to_owned());
        }
        let path = match address.strip_prefix(BASE) {
            Some(path) => resolve("", path.strip_prefix('/')?),
            None if address.contains("://") || page == "404.html" => return None,
            None => resolve(page, address.trim_start_matches("./")),
        };
        Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path })
    });
    for (path, html) in pages(&files).filter(|(path, _)| *path != "404.html") {
        let links = [values(html, "href"), values(html, "src"), values(html, "cite")].concat();
        let whole: Vec<&str> = links.into_iter().filter(|link| link.starts_with(BASE)).collect();
        let canonical = format!("{BASE}/{}", links::encoded(path.trim_end_matches("index.html")));
        assert_eq!(whole, [canonical], "{path}: only search engines are told the whole address");
    }
}

#[test]
fn ids_are_there_once_on_a_page() {
    for (path, html) in pages(&files(&Settings::default(), &Theme::default())) {
        let ids = values(html, "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: {ids:?}");
    }
}

#[test]
fn the_page_of_a_missing_page_needs_nothing_around_it() {
    let relative = &files(&Settings::default(), &Theme::default())["404.html"];
    let links = [values(relative, "href"), values(relative, "src")].concat();
    assert!(links.iter().all(|link| link.starts_with("data:")), "{links:?}");
}

#[test]
fn a_template_gets_whole_addresses_where_it_needs_them() {
    let text = "{{ get_url(path='about/') }} {{ get_url(path='about/', absolute=true) }} {{ site.home }}";
    for (settings, page, missing) in [
        (with_base(), format!("../about/ {BASE}/about/ ../"), format!("{BASE}/about/ {BASE}/about/ {BASE}/")),
        (
            Settings::default(),
            "../about/index.html ../about/index.html ../index.html".to_owned(),
            "about/index.html about/index.html index.html".to_owned(),
        ),
    ] {
        let theme = overridden("speakers.html", text)
            .overridden_by("own", BTreeMap::from([("404.html".to_owned(), text.as_bytes().to_vec())]));
        let files = files(&settings, &theme);
        assert_eq!((&files["speakers/index.html"], &files["404.html"]), (&page, &missing));
    }
}

#[test]
fn nothing_from_content_can_run() {
    for (path, html) in pages(&files(&Settings::default(), &Theme::default())) {
        assert!(html.contains("default-src 'none'"), "{path} has no policy");
        assert!(!html.contains(" style="), "{path} has an inline style");
        assert!(!html.contains("<b>"), "{path} has markup from content");
        let scripts: Vec<&str> = html.split("<script").skip(1).map(|rest| rest.split_once('>').unwrap().0).collect();
        for script in scripts {
            assert!(script.contains("application/ld+json") || script.contains(" src="), "{path}: <script{script}>");
        }
    }
}

fn structured_data(page: &str) -> serde_json::Value {
    let start = "<script type=\"application/ld+json\">";
    let json = page.split_once(start).unwrap().1.split_once("</script>").unwrap().0;
    serde_json::from_str(json).unwrap()
}

#[test]
fn an_article_says_who_said_what_to_machines() {
    let files = files(&with_base(), &Theme::default());
    let data = structured_data(&files["articles/harbour/index.html"]);
    assert_eq!(data["headline"], "Quay <closed> & \"sealed\"");
    assert_eq!(data["description"], "</script><b>Closed</b>");
    assert_eq!(data["datePublished"], "2025-03-01");
    let quotations = data["hasPart"].as_array().unwrap();
    assert_eq!(quotations.len(), 4);
    let text = "The quay will stay closed all winter, … and nobody <b>&</b> nothing will reopen it.";
    assert_eq!(quotations[0]["text"], text);
    let page = format!("{BASE}/articles/harbour/");
    assert_eq!((&data["@id"], &data["@context"][1]["@base"]), (&page.as_str().into(), &page.as_str().into()));
    assert_eq!(quotations[0]["creator"]["@id"], "../../speakers/jane-moss/");
    assert_eq!(quotations[2]["creator"]["description"], "official");
    assert!(quotations[3].get("creator").is_none(), "nobody is guessed");
    assert!(quotations[0]["@id"].as_str().unwrap().starts_with("#q-"));
    assert_eq!(quotations[0]["isPartOf"]["@id"], "./");
    let speaker = structured_data(&files["speakers/jane-moss/index.html"]);
    assert_eq!(speaker["@id"], format!("{BASE}/speakers/jane-moss/"));
    assert_eq!(speaker["subjectOf"][0]["@id"].as_str().unwrap(), "../../articles/storm%20%C3%BCber/");
    assert_eq!((&speaker["name"], &speaker["alternateName"][0]), (&"Jane Moss".into(), &"Moss".into()));
}

#[test]
fn a_callout_tells_what_each_quotation_rests_on_and_a_pull_quote_is_hidden_from_screen_readers() {
    let page = &files(&Settings::default(), &Theme::default())["articles/harbour/index.html"];
    let asides: Vec<&str> =
        page.split("<aside class=\"callouts\"").skip(1).map(|rest| rest.split_once("</aside>").unwrap().0).collect();
    assert_eq!(asides.len(), 3, "one for each paragraph with quotations");
    let reasons = asides.iter().map(|aside| aside.matches("<div class=\"reasons\"").count()).sum::<usize>();
    assert_eq!(reasons, page.matches(" id=\"q-").count(), "every quotation has its reasons once");
    assert!(asides[0].contains("is named as the source") && asides[0].contains(":~:text="), "{}", asides[0]);
    for pull_quote in page.split("<p class=\"pull-quote").skip(1) {
        let (attributes, text) = pull_quote.split_once("</p>").unwrap().0.split_once('>').unwrap();
        assert!(attributes.ends_with("aria-hidden=\"true\"") && !text.contains('<'), "{pull_quote}");
    }
    assert!(page.contains("Unknown speaker"));
}

fn overridden(path: &str, text: &str) -> Theme {
    Theme::default().overridden_by("templates", BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]))
}

#[test]
fn a_site_overrides_templates_components_and_assets_one_by_one() {
    let templates = overridden("components/speaker_name.html", {
        "{% component speaker_name(name, status = \"named\", href = none) %}NAME:{{ name }}{% endcomponent speaker_name %}"
    });
    assert!(files(&Settings::default(), &templates)["index.html"].contains("NAME:Jane Moss"));
    let assets = files(&Settings::default(), &overridden("assets/logo.svg", "<svg/>"));
    assert!(assets.iter().any(|(path, text)| path.starts_with("assets/logo.") && text == "<svg/>"));
}

#[test]
fn a_template_error_names_file_line_and_column() {
    for (path, text, position, message) in [
        ("home.html", "line\n{{ nothing.at.all }}", Some((2, 4)), "nothing"),
        ("home.html", "line\n{% if %}", Some((2, 7)), ""),
        ("home.html", "line\n{{ site.title | shout }}", Some((2, 17)), "Unknown filter `shout`"),
        ("components/badge.html", "{% component badge(initials) %}{{ initials.x }}{% endcomponent badge %}", None, ""),
        ("home.html", "{% extends \"missing.html\" %}", None, "missing.html"),
    ] {
        let error = render(&assemble(sample()), &Settings::default(), &overridden(path, text), &Progress::default())
            .unwrap_err();
        assert!(error.message.contains(message), "{error}");
        if let Some(position) = position {
            assert_eq!((error.template.as_str(), error.position), (path, Some(position)), "{error}");
            assert!(error.report.is_some());
        }
    }
}

#[test]
fn an_article_may_ask_for_a_template_that_must_be_there() {
    let article =
        || Sample::new("a.md").text("Text.").with(|metadata| metadata.template = Some("mine.html".to_owned()));
    let site = assemble(vec![article().build()]);
    let error = render(&site, &Settings::default(), &Theme::default(), &Progress::default()).unwrap_err();
    assert_eq!(error.to_string(), "template mine.html: there is no such template; a.md asks for it");
    let files =
        render(&site, &Settings::default(), &overridden("mine.html", "{{ article.title }}!"), &Progress::default())
            .unwrap();
    assert_eq!(files.iter().find(|file| file.path == "a/index.html").unwrap().bytes, b"a!");
}

#[test]
fn templates_can_give_the_reasons_for_an_attribution() {
    let text = "{% for part in speaker.articles %}{% for q in part.quotations %}{% for reason in q.reasons %}[{{ reason }}]\
                {% endfor %}{% endfor %}{% endfor %}";
    let page = &files(&Settings::default(), &overridden("speaker.html", text))["speakers/jane-moss/index.html"];
    assert!(page.contains("[Jane Moss is named as the source.]"), "{page}");
}

#[test]
fn a_speakers_page_shows_the_words_around_a_quotation_and_who_else_is_quoted() {
    let text = "{% for part in speaker.articles %}{% for q in part.quotations %}[{{ q.before }}|{{ q.after }}]{% endfor %}{% endfor %}\
                {% for other in speaker.together_with %}({{ other.name }} {{ other.article_count }}){% endfor %}";
    let page = &files(&Settings::default(), &overridden("speaker.html", text))["speakers/jane-moss/index.html"];
    assert!(page.starts_with("[|Moss said.]"), "{page}");
}

#[test]
fn previews_show_the_picture_that_front_matter_names() {
    let quotation_pages = Settings { quotation_pages: true, ..with_base() };
    for (image, expected) in [
        ("https://example.com/a.png", Some("https://example.com/a.png")),
        ("/og/a.png", Some("https://example.org/quotes/og/a.png")),
        ("data:image/png,x", None),
        ("nowhere.png", None),
    ] {
        let article = harbour().with(|metadata| {
            metadata.extra.insert("image".to_owned(), image.into());
        });
        let mut site = assemble(vec![article.build()]);
        site.static_files = ["og/a.png".to_owned()].into();
        let files = render(&site, &quotation_pages, &Theme::default(), &Progress::default()).unwrap();
        let page_of = |kind: &str| {
            let is_page = |html: &str| html.contains(&format!("<body class=\"page-{kind}\""));
            files.iter().map(|file| String::from_utf8_lossy(&file.bytes)).find(|html| is_page(html)).unwrap()
        };
        let meta = expected.map(|url| format!("<meta property=\"og:image\" content=\"{url}\">"));
        let (article, quotation) = (page_of("article"), page_of("quotation"));
        match meta {
            Some(meta) => assert!(article.contains(&meta) && quotation.contains(&meta), "{image}"),
            None => assert!(!article.contains("og:image") && quotation.contains("/card.svg\">"), "{image}"),
        }
    }
}

#[test]
fn each_quotation_may_have_a_page_and_a_picture() {
    let files = files(&Settings { quotation_pages: true, ..with_base() }, &Theme::default());
    let cards: Vec<&String> = files.keys().filter(|path| path.ends_with("/card.svg")).collect();
    let quotations: usize = sample().iter().map(|article| spoken(article).count()).sum();
    assert_eq!(cards.len(), quotations);
    for card in cards {
        let page = &files[&card.replace("card.svg", "index.html")];
        let address = links::absolute(BASE, card);
        assert!(page.contains(&format!("<meta property=\"og:image\" content=\"{address}\">")), "{page}");
        assert!(page.contains("&lt;img src="), "there is a snippet to embed it: {page}");
        assert!(files[card].contains("viewBox=\"0 0 1200 630\""));
    }
}
