//! Tests of builds whose disk fails: at each step, once or from then on.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Request, build};
use crate::fs::{self, fault};
use crate::progress::Progress;

type Files = BTreeMap<String, Vec<u8>>;

fn site(folder: &Path) -> Files {
    let paths = fs::list_everything(folder).unwrap();
    paths.into_iter().map(|path| (path.clone(), fs::read_below(folder, &path).unwrap())).collect()
}

/// Makes the sources of the site, with `words` in them, as another than any before.
fn write_sources(root: &Path, words: &str) {
    let settings = "search = false\nexports = false\nfeed_length = 0\n";
    fs::write(&root.join("quotewright.toml"), settings.as_bytes()).unwrap();
    fs::write(&root.join("static/logo.txt"), words.as_bytes()).unwrap();
    let article = format!("# Ferry\n\n\"We sail at {words},\" said Ana Ruiz.\n");
    fs::write(&root.join("content/ferry.md"), article.as_bytes()).unwrap();
}

/// Builds a site with the fault at each step there is; gives how many there were.
fn fails_at_every_step(lasting: bool) -> usize {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("site");
    let output = root.join("public");
    let request = Request { root: root.clone(), ..Request::default() };
    write_sources(&root, "dawn");
    build(&request, &output, &Progress::default()).unwrap();
    for step in 0.. {
        let words = format!("{step} o'clock");
        let clean = home.path().join(format!("clean-{step}"));
        write_sources(&clean, &words);
        let clean_request = Request { root: clean.clone(), ..Request::default() };
        build(&clean_request, &clean.join("public"), &Progress::default()).unwrap();
        let (before, after) = (site(&output), site(&clean.join("public")));
        write_sources(&root, &words);
        fault::order(&root, step, lasting);
        let built = build(&request, &output, &Progress::default());
        let came = fault::cancel(&root);
        let expected = if built.is_ok() { &after } else { &before };
        assert!(site(&output) == *expected, "step {step}: {built:?}");
        build(&request, &output, &Progress::default()).unwrap();
        assert!(site(&output) == after, "after a fault at step {step}");
        // A fault while it is removed may leave a folder behind a whole site; the next build that writes takes it away.
        if !came {
            let beside: Vec<String> = fs::list_everything(&root).unwrap();
            assert!(!beside.iter().any(|path| path.contains(".public.quotewright")), "{beside:?}");
            return step;
        }
    }
    0
}

#[test]
fn a_write_that_fails_leaves_the_earlier_site_or_the_new_one() {
    assert!(fails_at_every_step(false) > 20);
}

#[test]
fn a_disk_that_is_full_leaves_the_earlier_site_or_the_new_one() {
    assert!(fails_at_every_step(true) > 20);
}
