//! Hostile sites: what once got through, crashed or was lost, a test each.

use std::fs;
use std::process::Command;

use super::{GOOD, Site, files, page};

#[test]
fn names_that_differ_by_what_nobody_sees_are_one_speaker() {
    let site = Site::new();
    for (n, name) in ["José Núñez", "Jo\u{200b}sé Núñ\u{ad}ez", "\u{202a}José\u{202c} \u{202e}Núñez"].iter().enumerate()
    {
        site.write(&format!("content/{n}.md"), format!("\"We sail at dawn,\" said {name}.\n"));
    }
    site.build().expect(0, &[]);
    let public = site.public();
    let speakers: serde_json::Value = serde_json::from_str(&page(&public, "data/speakers.json")).unwrap();
    let names: Vec<_> = speakers["speakers"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["José Núñez", "Ana Ruiz"]);
    assert!(page(&public, "1/article.txt").contains("Núñ\u{ad}ez"), "the text itself stays as it is");
}

#[test]
fn an_address_that_runs_is_in_no_attribute_and_no_data() {
    let site = Site::new();
    let body = "<q cite=\"javascript:x()\">a</q> b\n\n<blockquote cite=\"javascript:x()\">c</blockquote>\n";
    site.write("content/bad.md", format!("---\nsource_url: javascript:x()\n---\n{body}"));
    site.build().expect(0, &["content/bad.md:2:1", "source_url"]);
    for (path, bytes) in site.public() {
        assert!(!String::from_utf8_lossy(&bytes).contains("javascript:x"), "{path}");
    }
}

#[test]
fn an_alias_in_place_of_the_search_page_has_precedence() {
    let site = Site::new();
    site.write(
        "content/a.md",
        "---\naliases: [/search/, /_redirects, /data/quotes.csv, /atom.xml, /404.html]\n---\nx\n",
    );
    site.build().expect(0, &[]);
    let public = site.public();
    assert!(page(&public, "search/index.html").contains("refresh"));
    assert!(page(&public, "404.html").contains("Page not found") && public.contains_key("data/quotes.csv"));
}

#[test]
fn a_file_of_the_site_in_place_of_a_folder_is_named() {
    let site = Site::new();
    site.write("static/speakers", "x");
    site.build().expect(2, &["/speakers", "help"]);
}

#[test]
fn a_byte_order_mark_may_stand_before_a_template() {
    let site = Site::new();
    site.write("templates/article.html", "\u{feff}{% extends \"base.html\" %}{% block content %}own{% endblock %}");
    site.build().expect(0, &[]);
    assert!(page(&site.public(), "good/index.html").contains("own"));
}

#[test]
fn templates_may_include_one_another_a_thousand_levels_deep() {
    let site = Site::new();
    site.write("templates/article.html", "{% include \"t0.html\" %}");
    for n in 0..1000 {
        site.write(&format!("templates/t{n}.html"), format!("{{% include \"t{}.html\" %}}", n + 1));
    }
    site.write("templates/t1000.html", "the end");
    site.build().expect(0, &[]);
    assert_eq!(page(&site.public(), "good/index.html"), "the end");
}

#[test]
fn no_output_goes_where_something_else_lives() {
    let site = Site::new();
    site.write("quotewright.toml", "theme = 'look'");
    site.write("look/article.html", "x");
    for output in ["look/x", "look", ".quotewright", ".git/x"] {
        site.build_to(&site.path(output)).expect(2, &["help"]);
        assert!(!site.path(output).join("index.html").exists(), "{output}");
    }
}

#[test]
fn what_is_printed_does_not_steer_the_terminal() {
    let site = Site::new();
    site.write("content/a.md", "\"We \u{1b}[31msail\u{7} at \u{202e}dawn,\" said Ana Ruiz.\n");
    for arguments in [&["extract", "content/a.md"][..], &["build", "--output", "out\u{1b}[31m"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
        let output = command.args(arguments).current_dir(site.path("")).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!said.is_empty() && !said.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{said:?}");
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn pipe(site: &Site, path: &str) {
        fs::create_dir_all(site.path(path).parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(site.path(path)).status().unwrap().success());
    }

    #[test]
    fn pipes_among_files_to_copy_are_named_and_left_out() {
        let site = Site::new();
        for path in ["content/photo.png", "static/logo.png"] {
            pipe(&site, path);
        }
        site.build().expect(1, &["content/photo.png", "static/logo.png", "a pipe"]);
    }

    #[test]
    fn pipes_among_what_was_kept_count_as_missing() {
        let site = Site::new();
        site.build().expect(0, &[]);
        for path in files(&site.path(".quotewright")).into_keys().map(|path| format!(".quotewright/{path}")) {
            fs::remove_file(site.path(&path)).unwrap();
            pipe(&site, &path);
        }
        site.write("content/other.md", "Text.");
        site.build().expect(0, &[]);
        assert!(site.public().contains_key("other/index.html"));
    }

    #[test]
    fn unreadable_files_to_copy_are_named_and_left_out() {
        let site = Site::new();
        for path in ["content/photo.png", "static/logo.png"] {
            site.write(path, "x");
            fs::set_permissions(site.path(path), fs::Permissions::from_mode(0o000)).unwrap();
        }
        // The administrator may read everything.
        if fs::read(site.path("static/logo.png")).is_err() {
            site.build().expect(1, &["content/photo.png", "static/logo.png"]);
            assert!(site.public().contains_key("good/index.html"));
        }
    }

    #[test]
    fn links_to_hidden_files_are_not_followed() {
        let site = Site::new();
        site.write(".env", "TOKEN=secret");
        site.write("static/x", "x");
        symlink("../.env", site.path("content/env.txt")).unwrap();
        symlink("../.env", site.path("static/env.txt")).unwrap();
        site.build().expect(1, &["content/env.txt", "static/env.txt", "hidden"]);
        assert!(!site.public().values().any(|bytes| bytes.windows(6).any(|part| part == b"secret")));
    }

    #[test]
    fn files_too_large_to_be_articles_are_not_read() {
        let site = Site::new();
        site.write("content/large.md", "");
        fs::File::create(site.path("content/large.md")).unwrap().set_len(5 << 30).unwrap();
        site.build().expect(1, &["content/large.md", "4 GiB"]);
    }

    #[test]
    fn a_lock_never_writes_through_a_link_and_never_waits() {
        let site = Site::new();
        let lock = site.path(".public.quotewright-lock");
        site.write("mine.txt", "mine");
        symlink("mine.txt", &lock).unwrap();
        site.build().expect(2, &["quotewright-lock"]);
        assert_eq!(fs::read_to_string(site.path("mine.txt")).unwrap(), "mine");
        fs::remove_file(&lock).unwrap();
        symlink("new.txt", &lock).unwrap();
        site.build().expect(2, &["quotewright-lock"]);
        assert!(!site.path("new.txt").exists());
        fs::remove_file(&lock).unwrap();
        pipe(&site, ".public.quotewright-lock");
        site.build().expect(2, &["quotewright-lock"]);
    }

    #[test]
    fn nothing_behind_a_planted_link_is_removed() {
        let site = Site::new();
        site.write("mine/index.html", "mine");
        site.write(".public.quotewright-new/.quotewright-manifest", "good/index.html\n");
        symlink("../mine", site.path(".public.quotewright-new/good")).unwrap();
        site.build();
        assert_eq!(fs::read_to_string(site.path("mine/index.html")).unwrap(), "mine");
    }

    #[test]
    fn a_file_put_into_the_site_while_it_was_replaced_is_kept() {
        let site = Site::new();
        site.write(".public.quotewright-new/.quotewright-manifest", "index.html\n");
        site.write(".public.quotewright-new/index.html", "earlier");
        site.write(".public.quotewright-new/mine.txt", "mine");
        site.build().expect(2, &["mine.txt", "help"]);
        fs::remove_file(site.path(".public.quotewright-new/mine.txt")).unwrap();
        site.build().expect(0, &[]);
    }

    #[test]
    fn copies_may_be_read_whoever_may_read_the_original() {
        let site = Site::new();
        site.write("static/logo.png", "x");
        fs::set_permissions(site.path("static/logo.png"), fs::Permissions::from_mode(0o4700)).unwrap();
        site.build().expect(0, &[]);
        let mode = |path: &str| fs::metadata(site.path(path)).unwrap().permissions().mode();
        assert_eq!(mode("public/logo.png"), mode("public/index.html"));
    }
}

#[test]
fn front_matter_may_end_lines_with_carriage_returns_alone() {
    let site = Site::new();
    site.write("content/old.md", GOOD.replace('\n', "\r").replace("Ferry", "Old ferry"));
    site.build().expect(0, &[]);
    assert!(page(&site.public(), "old/index.html").contains("<title>Old ferry sails"));
}

#[cfg(unix)]
#[test]
fn an_output_whose_name_is_no_text_is_kept_for_the_next_build() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let site = Site::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
    command.arg("build").arg("--root").arg(site.path("")).arg("--output");
    let built = command.arg(site.path("public").with_file_name(OsStr::from_bytes(b"out\xff"))).output().unwrap();
    let said = String::from_utf8(built.stderr).unwrap();
    assert!(built.status.success() && !said.contains("can be kept"), "{said}");
    assert!(site.path(".quotewright/build").is_file());
}

#[test]
fn content_that_is_a_file_is_told_as_such() {
    let site = Site::new();
    fs::remove_dir_all(site.path("content")).unwrap();
    site.write("content", "x");
    site.build().expect(2, &["content", "no folder", "help"]);
}

#[test]
fn a_file_called_like_a_line_of_another_is_refused_and_keeps_nobody_from_being_built_again() {
    let site = Site::new();
    let line = "{\"id\": \"1\", \"text\": \"\\\"We sail,\\\" said Ana Ruiz.\"}\n";
    site.write("content/a.jsonl", line);
    for name in ["a.jsonl#1.txt", "a.jsonl#b.jsonl", "c.JSONL#d/e.md", "f.jsonl#/_index.md"] {
        site.write(&format!("content/{name}"), line);
    }
    site.build().expect(1, &["content/a.jsonl#1.txt", "content/f.jsonl#/_index.md", "take the `#` out of its path"]);
    site.write("content/new.md", "# New\n\n\"We sail,\" said Bo Lind.\n");
    site.build().expect(1, &["content/c.JSONL#d/e.md"]);
    assert!(page(&site.public(), "a/1/index.html").contains("We sail") && site.public().contains_key("new/index.html"));
}

#[test]
fn a_page_that_asks_for_a_template_that_is_not_there_is_left_out_alone() {
    let site = Site::new();
    site.write("content/a.md", "---\ntitle: A\ntemplate: no.html\n---\nx\n");
    site.write(
        "content/wire.jsonl",
        "{\"id\": \"1\", \"text\": \"x\", \"template\": \"no.html\"}\n{\"id\": \"2\", \"text\": \"x\"}\n",
    );
    site.write("content/news/_index.md", "+++\ntemplate = \"none.html\"\n+++\n");
    site.write("content/news/b.md", "x\n");
    site.build()
        .expect(1, &["content/a.md:3:1", "`no.html`", "content/wire.jsonl#1", "content/news/_index.md:2:1", "help"]);
    let public = site.public();
    assert!(public.contains_key("good/index.html") && public.contains_key("news/b/index.html"));
    assert!(public.contains_key("wire/2/index.html") && !public.contains_key("a/index.html"));
}

#[test]
fn an_alias_that_is_written_twice_leads_here_once() {
    let site = Site::new();
    site.write("content/a.md", "---\naliases: [/old/, /old/, old]\n---\nx\n");
    site.build().expect(0, &[]);
    assert!(page(&site.public(), "old/index.html").contains("refresh"));
}

#[test]
fn what_is_empty_or_left_out_is_told() {
    let site = Site::new();
    site.write("content/empty.md", "\n");
    site.write("content/blank.txt", "\u{feff} \n");
    site.write("content/none.jsonl", "\n");
    site.write(
        "content/wire.jsonl",
        "{\"id\": \"1\", \"text\": \"x\", \"url\": \"example.org\", \"autors\": \"foreign\"}\n",
    );
    site.write("content/page.md", "---\ntitle: A page of its template alone\n---\n");
    let run = site.build();
    run.expect(
        0,
        &["content/empty.md", "content/none.jsonl", "there is no article in `none.jsonl`", "content/blank.txt"],
    );
    run.expect(0, &["content/wire.jsonl:1:1", "`source_url` is no web address"]);
    assert!(!run.said.contains("did you mean") && !run.said.contains("page.md"));
}
