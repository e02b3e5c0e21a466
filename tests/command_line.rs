//! The commands around building: a new site, the default theme, completions, manual pages, help.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn quotewright(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quotewright")).args(arguments).current_dir(folder).output().unwrap()
}

#[track_caller]
fn expect(arguments: &[&str], folder: &Path, code: i32, said: &[&str]) {
    let output = quotewright(arguments, folder);
    let all = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{all}");
    for part in said {
        assert!(all.contains(part), "{part:?} is not in\n{all}");
    }
    assert!(!all.contains('\u{1b}'), "terminal codes in a pipe: {all:?}");
}

#[test]
fn a_new_site_builds_at_once_and_has_nothing_to_look_at() {
    let home = tempfile::tempdir().unwrap();
    expect(&["init", "new site"], home.path(), 0, &["new site"]);
    let site = home.path().join("new site");
    expect(&["build"], &site, 0, &["2 articles"]);
    expect(&["check"], &site, 0, &["0 errors, 0 warnings"]);
    assert!(site.join("public/index.html").exists());
    let before = fs::read(site.join("quotewright.toml")).unwrap();
    expect(&["init"], &site, 2, &["there is a site already", "help"]);
    assert_eq!(fs::read(site.join("quotewright.toml")).unwrap(), before);
}

#[test]
fn files_of_the_theme_are_copied_once() {
    let home = tempfile::tempdir().unwrap();
    expect(&["init"], home.path(), 0, &[]);
    expect(&["eject"], home.path(), 0, &["article.html\n", "assets/base.css\n", "components/badge.html\n"]);
    expect(&["eject", "artcle.html"], home.path(), 2, &["did you mean `article.html`?"]);
    expect(&["eject", "badge.htm"], home.path(), 2, &["did you mean `components/badge.html`?"]);
    expect(&["eject", "../quotewright.toml"], home.path(), 2, &[]);
    expect(&["eject", "components/badge.html"], home.path(), 0, &[]);
    let path = home.path().join("templates/components/badge.html");
    fs::write(&path, "changed").unwrap();
    expect(&["eject", "components/badge.html"], home.path(), 2, &["already", "help"]);
    assert_eq!(fs::read(&path).unwrap(), b"changed");
    assert_eq!(fs::read_dir(home.path().join("templates/components")).unwrap().count(), 1);
}

#[test]
fn shells_and_manual_readers_know_all_commands() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        expect(&["completions", shell], home.path(), 0, &["extract", "base-url"]);
    }
    expect(&["completions", "nonsense"], home.path(), 2, &[]);
    expect(&["man", "pages"], home.path(), 0, &[]);
    for page in ["quotewright.1", "quotewright-build.1", "quotewright-check.1"] {
        assert!(home.path().join("pages").join(page).exists(), "{page}");
    }
}

#[test]
fn help_tells_the_exit_codes() {
    let home = tempfile::tempdir().unwrap();
    expect(&["--help"], home.path(), 0, &["Exit codes:", "  0  done", "  1  done, but", "  2  could not run"]);
    expect(&[], home.path(), 2, &["Usage"]);
    expect(&["bild"], home.path(), 2, &["build"]);
    expect(&["build", "--outptu", "x"], home.path(), 2, &["--output"]);
}
