//! Builds after builds: what is kept for the next one never shows in the site.

use std::os::unix::fs::MetadataExt;
use std::time::SystemTime;

use super::*;

const KEPT: [&str; 2] = [".quotewright/build", ".quotewright/content"];

/// Every file below `public/`, and that folder itself, with what changes when it is written.
fn written(site: &Site) -> Vec<(String, u64, SystemTime)> {
    let state = |path: String| {
        let metadata = fs::metadata(site.path(&path)).unwrap();
        (path, metadata.ino(), metadata.modified().unwrap())
    };
    let files = site.public().into_keys().map(|path| format!("public/{path}"));
    files.chain(["public".to_owned()]).map(state).collect()
}

/// What a program that never saw the site before makes of it.
fn clean(site: &Site) -> Files {
    clean_with(site, &[]).unwrap()
}

/// The same with these options; `None` where it cannot make anything.
pub(crate) fn clean_with(site: &Site, options: &[&str]) -> Option<Files> {
    let fresh = Site { home: tempfile::tempdir().unwrap() };
    for (path, bytes) in files(&site.path("")) {
        if !path.starts_with("public/") && !path.starts_with(".quotewright/") {
            fresh.write(&path, bytes);
        }
    }
    let code = fresh.run(options, &[]).code;
    (code != Some(2)).then(|| fresh.public())
}

fn set_modified(path: &Path, time: SystemTime) {
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn nothing_is_written_where_nothing_has_changed() {
    let site = Site::new();
    site.write("content/bad.md", "---\ntitle: [\n---\n");
    let first = site.build();
    let before = written(&site);
    let kept = KEPT.map(|path| fs::metadata(site.path(path)).unwrap().ino());
    let second = site.build();
    assert_eq!((second.code, second.said), (first.code, first.said), "what is wrong is told again");
    assert_eq!(written(&site), before);
    assert_eq!(KEPT.map(|path| fs::metadata(site.path(path)).unwrap().ino()), kept);
}

#[test]
fn content_is_compared_not_size_and_time() {
    let site = Site::new();
    site.build().expect(0, &[]);
    let article = site.path("content/good.md");
    let modified = fs::metadata(&article).unwrap().modified().unwrap();
    site.write("content/good.md", GOOD.replace("Ana Ruiz", "Eva Ruiz"));
    set_modified(&article, modified);
    site.build().expect(0, &[]);
    assert!(site.public().contains_key("speakers/eva-ruiz/index.html"));
    assert_eq!(site.public(), clean(&site));
}

#[test]
fn every_source_and_option_counts() {
    let site = Site::new();
    site.write("templates/search.html", "{{ load_data(path=\"data.txt\") }}");
    site.write("data.txt", "one");
    site.build().expect(0, &[]);
    for (path, text) in [
        ("quotewright.toml", "title = \"Other\"\n"),
        ("content/photo.jpg", "a"),
        ("content/photo.jpg", "b"),
        ("static/.well-known/x", "x"),
        ("templates/assets/own.css", "p {}"),
        ("templates/404.html", "gone"),
        ("data.txt", "two"),
    ] {
        site.write(path, text);
        site.build().expect(0, &[]);
        assert_eq!(site.public(), clean(&site), "{path}");
    }
    site.run(&["--base-url", "https://example.org/"], &[]).expect(0, &[]);
    assert!(page(&site.public(), "index.html").contains("https://example.org/"));
    site.build().expect(0, &[]);
    assert_eq!(site.public(), clean(&site));
}

#[test]
fn an_output_that_was_touched_is_written_anew() {
    let site = Site::new();
    site.build().expect(0, &[]);
    let whole = site.public();
    site.write("public/index.html", "defaced");
    site.build().expect(0, &[]);
    assert_eq!(site.public(), whole);
    fs::remove_file(site.path("public/404.html")).unwrap();
    site.build().expect(0, &[]);
    assert_eq!(site.public(), whole);
    fs::remove_dir_all(site.path("public")).unwrap();
    site.build().expect(0, &[]);
    assert_eq!(site.public(), whole);
    site.write("public/mine.txt", "mine");
    site.build().expect(2, &["mine.txt"]);
}

#[test]
fn an_output_that_is_gone_is_not_made_again() {
    let site = Site::new();
    site.write("static/logo.png", "x");
    site.build().expect(0, &[]);
    let (whole, before) = (site.public(), written(&site));
    fs::remove_dir_all(site.path("public")).unwrap();
    site.build().expect(0, &[]);
    assert_eq!(site.public(), whole);
    let (after, folders) = (written(&site), ["public", "public/.quotewright-manifest", "public/logo.png"]);
    let made_again = before.iter().filter(|file| !after.contains(file)).map(|(path, ..)| path.as_str());
    assert_eq!(made_again.filter(|path| !folders.contains(path)).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_file_that_was_changed_in_the_site_is_not_kept_so() {
    let site = Site::new();
    site.build().expect(0, &[]);
    let whole = site.public();
    for path in ["index.html", "data/quotes.jsonl"] {
        let defaced = vec![b'x'; whole[path].len()];
        site.write(&format!("public/{path}"), defaced);
        fs::remove_dir_all(site.path("public")).unwrap();
        site.build().expect(0, &[]);
        assert!(site.public() == whole, "{path}");
    }
    let kept = files(&site.path(".quotewright/made"));
    assert!(kept.len() + 1 == whole.len(), "all but the manifest is kept: {} of {}", kept.len(), whole.len());
}

#[test]
fn what_is_kept_may_be_damaged_or_gone() {
    let site = Site::new();
    site.build().expect(0, &[]);
    let whole = site.public();
    for kept in KEPT {
        let sound = fs::read(site.path(kept)).unwrap();
        let mut broken = sound.clone();
        *broken.last_mut().unwrap() ^= 1;
        for damaged in [&b""[..], b"junk", &sound[..sound.len() / 2], &broken] {
            fs::remove_dir_all(site.path("public")).unwrap();
            site.write(kept, damaged);
            let run = site.build();
            run.expect(0, &[]);
            assert_eq!((run.said.as_str(), site.public() == whole), ("", true), "{kept}");
            assert_eq!(fs::read(site.path("public/index.html")).unwrap(), whole["index.html"]);
        }
    }
}

#[test]
fn a_site_is_built_where_nothing_can_be_kept() {
    let site = Site::new();
    site.write(".quotewright", "a file is in the way");
    site.build().expect(0, &["nothing can be kept for the next build"]);
    assert!(site.public().contains_key("good/index.html"));
}
