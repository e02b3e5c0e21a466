//! Themes and templates of a site: what they may replace, ask for, and not reach.

use std::fs;
use std::path::Path;

use super::{Site, page};

fn page_of(site: &Site, path: &str) -> String {
    page(&site.public(), path)
}

#[test]
fn a_template_extends_the_one_it_stands_in_front_of() {
    let site = Site::new();
    let block = |text: &str| format!("{{% block title %}}{text}{{{{ super() }}}}{{% endblock title %}}");
    site.write("themes/plain/base.html", format!("{{% extends \"default/base.html\" %}}{}", block("theme ")));
    site.write("templates/base.html", format!("{{% extends \"theme/base.html\" %}}{}", block("own ")));
    site.write("quotewright.toml", "theme = 'themes/plain'");
    assert_eq!(site.build().code, Some(0));
    let page = page_of(&site, "good/index.html");
    assert!(page.contains("<title>own theme Ferry sails"), "{page}");
}

#[test]
fn templates_ask_for_articles_speakers_links_and_data() {
    let site = Site::new();
    site.write("quotewright.toml", "[extra]\nmotto = 'in print'");
    site.write("data/ports.csv", "port,boats\nSaltmere,12\n");
    site.write("templates/assets/own.css", "p {}");
    site.write(
        "templates/article.html",
        "{% set other = get_article(path='good.md') %}{{ other.title }}|{{ other.href }}\n\
         {% set speaker = get_speaker(name='Ana Ruiz') %}{{ speaker.name }}|{{ speaker.href }}|{{ speaker.quotation_count }}\n\
         {{ get_url(path='own.css') }}\n{{ get_url(path='/speakers/') }}\n\
         {% for row in load_data(path='data/ports.csv') %}{{ row.port }} {{ row.boats }}{% endfor %}\n\
         {% if not get_speaker(name='Nobody', required=false) %}nobody{% endif %} {{ site.extra.motto }}\n",
    );
    let run = site.build();
    assert_eq!(run.code, Some(0), "{}", run.said);
    let page = page_of(&site, "good/index.html");
    for part in [
        "Ferry sails|../good/index.html\n",
        "Ana Ruiz|../speakers/ana-ruiz/index.html|1\n",
        "../assets/own.",
        "../speakers/index.html\n",
        "Saltmere 12\n",
        "nobody in print",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn templates_read_no_file_outside_the_site() {
    let site = Site::new();
    site.write("../secret.txt", "secret");
    fs::create_dir_all(site.path("data")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.path("../secret.txt"), site.path("data/link.txt")).unwrap();
    for path in ["../secret.txt", "data/../../secret.txt", "/etc/hostname", "data/link.txt", ".git/config", ""] {
        site.write("templates/article.html", format!("{{{{ load_data(path='{path}', format='text') }}}}"));
        let run = site.build();
        assert_eq!(run.code, Some(2), "{path}: {}", run.said);
        assert!(run.said.contains("templates/article.html:1"), "{path}: {}", run.said);
    }
}

#[test]
fn the_example_theme_fits() {
    let site = Site::new();
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/themes/broadsheet");
    site.write("quotewright.toml", format!("theme = '{}'", theme.display()));
    let run = site.build();
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert!(page_of(&site, "index.html").contains("Tuesday, 10 March 2026"));
    let lines: usize = walkdir::WalkDir::new(theme)
        .into_iter()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
        .map(|text| text.lines().count())
        .sum();
    assert!(lines < 300, "{lines} lines");
}
