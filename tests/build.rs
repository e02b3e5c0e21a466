//! Whole sites, built by the program as a user runs it: what comes out of bad input, and what stays as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

#[cfg(unix)]
#[path = "build/again.rs"]
mod again;
#[path = "build/cases.rs"]
mod cases;
#[cfg(unix)]
#[path = "build/crash.rs"]
mod crash;
#[path = "build/edits.rs"]
mod edits;
#[path = "build/hostile.rs"]
mod hostile;
#[cfg(unix)]
#[path = "build/keys.rs"]
mod keys;
#[path = "build/random.rs"]
mod random;
#[path = "build/sizes.rs"]
mod sizes;
#[path = "build/themes.rs"]
mod themes;
#[path = "build/weight.rs"]
mod weight;

const GOOD: &str = "---\ntitle: Ferry sails\ndate: 2026-03-10\n---\n\"We sail at dawn,\" said Ana Ruiz, the captain.\n";

/// A site in a folder of its own, with one good article at `content/good.md`.
struct Site {
    home: TempDir,
}

/// How a run of the program ended.
struct Run {
    code: Option<i32>,
    /// Standard error.
    said: String,
}

/// Every file below a folder with its content.
type Files = BTreeMap<String, Vec<u8>>;

impl Site {
    fn new() -> Self {
        let site = Self { home: tempfile::tempdir().unwrap() };
        site.write("content/good.md", GOOD);
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join("site").join(path)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn build(&self) -> Run {
        self.run(&[], &[])
    }

    fn build_to(&self, output: &Path) -> Run {
        self.run(&["--output", output.to_str().unwrap()], &[])
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
        command.arg("build").arg("--root").arg(self.path("")).args(arguments).envs(environment.iter().copied());
        let output = command.output().unwrap();
        Run { code: output.status.code(), said: String::from_utf8(output.stderr).unwrap() }
    }

    fn public(&self) -> Files {
        files(&self.path("public"))
    }
}

impl Run {
    #[track_caller]
    fn expect(&self, code: i32, said: &[&str]) {
        assert_eq!(self.code, Some(code), "{said:?}\n{}", self.said);
        for part in said {
            assert!(self.said.contains(part), "{part:?} is not in\n{}", self.said);
        }
    }
}

fn files(folder: &Path) -> Files {
    fn collect(folder: &Path, name: &str, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{name}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                collect(&entry.path(), &format!("{path}/"), files);
            } else {
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut found = Files::new();
    collect(folder, "", &mut found);
    found
}

#[test]
fn a_site_is_built_without_any_settings() {
    let site = Site::new();
    let run = site.build();
    run.expect(0, &[]);
    assert_eq!(run.said, "");
    let public = site.public();
    for page in ["index.html", "404.html", "good/index.html", "speakers/index.html", "speakers/ana-ruiz/index.html"] {
        assert!(public.contains_key(page), "{page} is not in {:?}", public.keys());
    }
}

#[test]
fn a_bad_article_is_named_and_the_others_are_built() {
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["content/binary.txt"]),
        ("zero.md", b"It\0sank.", &["content/zero.md"]),
        ("cut.txt", b"The caf\xc3\xa9 was shut.\nThe caf\xc3", &["content/cut.txt"]),
        ("odd.txt", b"\xff\xfea", &["content/odd.txt"]),
        ("toml.md", b"+++\ntitle = \"a\"\ndate 5\n+++\nb", &["content/toml.md:3:"]),
        ("twice.md", b"+++\ntitle = \"a\"\ntitle = \"b\"\n+++\nb", &["content/twice.md:3:", "title"]),
        ("yaml.md", b"---\ntitle: a\ntags: [b\n---\nb", &["content/yaml.md:"]),
        ("colon.md", b"---\ndate: 2026-03-10\ntitle: a: b\n---\nb", &["content/colon.md:3:"]),
        ("open.md", b"+++\ntitle = \"a\"\n\nb", &["content/open.md:1:", "+++"]),
        ("open-yaml.md", b"---\ntitle: a\n\nb", &["content/open-yaml.md:1:", "---"]),
        ("date.md", b"---\ntitle: a\ndate: tomorrow\n---\nb", &["content/date.md:3:", "date"]),
        ("type.md", b"+++\ntitle = \"a\"\ndraft = \"perhaps\"\n+++\nb", &["content/type.md:3:", "draft"]),
    ];
    for (name, bytes, said) in cases {
        let site = Site::new();
        site.write(&format!("content/{name}"), bytes);
        let run = site.build();
        run.expect(1, said);
        run.expect(1, &["error", "help"]);
        let public = site.public();
        assert!(public.contains_key("good/index.html"), "{name}");
        let stem = name.split('.').next().unwrap();
        assert!(!public.contains_key(&format!("{stem}/index.html")), "{name}");
    }
}

#[test]
fn all_bad_articles_are_named_in_the_order_of_their_files() {
    let site = Site::new();
    for name in ["c", "a", "b"] {
        site.write(&format!("content/{name}.md"), "+++\n= 1\n+++\n");
    }
    let run = site.build();
    run.expect(1, &[]);
    let places: Vec<usize> =
        ["a", "b", "c"].iter().map(|n| run.said.find(&format!("content/{n}.md")).unwrap()).collect();
    assert!(places.is_sorted(), "{}", run.said);
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_is_named() {
    let site = Site::new();
    std::os::unix::fs::symlink("nowhere", site.path("content/gone.txt")).unwrap();
    site.build().expect(1, &["content/gone.txt", "help"]);
    assert!(site.public().contains_key("good/index.html"));
}

#[test]
#[cfg(unix)]
fn what_is_no_file_of_the_site_is_named_and_passed_over() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.write("content/deep/sail.md", "Sail");
    fs::write(site.home.path().join("secret.txt"), "secret").unwrap();
    symlink(site.home.path().join("secret.txt"), site.path("content/out.txt")).unwrap();
    symlink(site.path("content/deep/sail.md"), site.path("content/in.md")).unwrap();
    symlink(site.path("content"), site.path("content/deep/loop")).unwrap();
    assert!(Command::new("mkfifo").arg(site.path("content/pipe.txt")).status().unwrap().success());
    let run = site.build();
    run.expect(1, &["content/out.txt", "content/deep/loop", "content/pipe.txt", "help"]);
    let public = site.public();
    for page in ["good/index.html", "deep/sail/index.html", "in/index.html"] {
        assert!(public.contains_key(page), "{page}");
    }
    assert!(!public.contains_key("out/index.html"));
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_read_does_not_stop_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.write("content/closed/a.md", "A");
    let may = |mode| fs::set_permissions(site.path("content/closed"), fs::Permissions::from_mode(mode)).unwrap();
    may(0o000);
    // Nothing is closed to the administrator.
    let is_closed = fs::read_dir(site.path("content/closed")).is_err();
    let run = site.build();
    may(0o755);
    if is_closed {
        run.expect(1, &["content/closed", "help"]);
        assert!(site.public().contains_key("good/index.html"));
    }
}

#[test]
fn thousands_of_bad_articles_do_not_flood_the_terminal() {
    let site = Site::new();
    for n in 0..1000 {
        site.write(&format!("content/bad-{n:04}.md"), "+++\n= 1\n+++\n");
    }
    site.write("content/a-typo.md", "---\ntilte: Lard\n---\nIt is good.\n");
    let run = site.build();
    run.expect(1, &["content/bad-0000.md:2:", "content/bad-0099.md:2:", "900 more", "1000 errors, 1 warnings"]);
    run.expect(1, &["--problems all"]);
    assert!(run.said.lines().count() < 300, "{}", run.said);
    let all = site.run(&["--problems", "all"], &[]);
    all.expect(1, &["content/bad-0999.md:2:", "content/a-typo.md:2:"]);
    assert_eq!(all.said.matches("help:").count(), 1001);
}

#[test]
fn nothing_is_said_of_a_build_that_is_to_be_quiet() {
    let site = Site::new();
    let build = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
        command.arg("build").arg("--root").arg(site.path("")).args(arguments).output().unwrap()
    };
    assert_eq!((build(&["--quiet"]).stdout, build(&["-q"]).stderr), (vec![], vec![]));
    assert!(String::from_utf8(build(&[]).stdout).unwrap().starts_with("1 articles, 1 quotations"));
}

#[test]
fn timings_are_told_by_phase_and_by_template() {
    let site = Site::new();
    let run = site.run(&["--timings"], &[]);
    run.expect(0, &["phase ", "articles ", "all phases ", "extract ", "article.html ", "speaker.html "]);
    assert!(!run.said.contains('\u{1b}'), "terminal codes in a pipe");
}

#[test]
fn the_base_url_can_be_given_for_one_build() {
    let site = Site::new();
    site.write("quotewright.toml", "base_url = \"https://example.org/a/\"\n");
    site.run(&["--base-url", "https://example.net/b"], &[]).expect(0, &[]);
    let home = String::from_utf8(site.public()["index.html"].clone()).unwrap();
    assert!(
        home.contains("<link rel=\"canonical\" href=\"https://example.net/b/\">") && !home.contains("example.org"),
        "{home}"
    );
    site.run(&["--base-url", "example.net"], &[]).expect(2, &["--base-url", "help"]);
}

#[test]
fn a_doubtful_key_is_a_warning_and_no_failure() {
    let site = Site::new();
    site.write("content/typo.md", "---\ntilte: Lard\n---\nIt is good.\n");
    site.build().expect(0, &["warning", "content/typo.md:2:", "tilte", "`title`"]);
    assert!(site.public().contains_key("typo/index.html"));
}

#[test]
fn two_articles_with_one_address_are_both_named() {
    for (first, second) in [
        (("a.md", "x"), ("b.md", "---\nslug: a\n---\nx")),
        (("a.md", "x"), ("a.txt", "x")),
        (("a.md", "x"), ("a/index.md", "x")),
        (("a.md", "x"), ("b.md", "---\npath: /A/\n---\nx")),
        (("caf\u{e9}.md", "x"), ("cafe\u{301}.txt", "x")),
    ] {
        let site = Site::new();
        site.write(&format!("content/{}", first.0), first.1);
        site.write(&format!("content/{}", second.0), second.1);
        site.build().expect(1, &["help", first.0, second.0]);
        assert!(site.public().contains_key("good/index.html"), "{first:?} {second:?}");
    }
}

#[test]
fn an_article_cannot_take_the_address_of_a_page_of_the_site() {
    for path in ["/", "articles", "assets", "speakers", "Speakers/Ana-Ruiz/"] {
        let site = Site::new();
        site.write("content/bold.md", format!("---\npath: {path}\ntitle: Bold\n---\nIt \"is\" there."));
        site.build().expect(1, &["content/bold.md", "help"]);
        let public = site.public();
        assert!(public.contains_key("index.html") && public.contains_key("speakers/ana-ruiz/index.html"), "{path}");
        assert!(!String::from_utf8_lossy(&public["index.html"]).contains("Bold"), "{path}");
    }
}

#[test]
fn an_article_cannot_take_the_address_of_a_quotation() {
    let site = Site::new();
    site.write("quotewright.toml", "quotation_pages = true\n");
    site.build().expect(0, &[]);
    let taken = site.public().into_keys().find(|path| path.contains("/q-") && path.ends_with("index.html")).unwrap();
    let path = taken.trim_end_matches("index.html");
    site.write("content/second.md", format!("---\npath: {path}\n---\nNothing.\n"));
    site.build().expect(1, &["content/second.md", "a quotation of good.md", &format!("/{path}"), "help"]);
    assert!(String::from_utf8_lossy(&site.public()[&taken]).contains("page-quotation"), "the quotation keeps its page");
    site.write("content/second.md", "Nothing.\n");
    site.write(&format!("static/{path}card.svg"), "<svg/>");
    site.build().expect(1, &["static/", "card.svg", "a quotation of good.md", "help"]);
}

#[test]
fn drafts_are_left_out() {
    let site = Site::new();
    site.write("content/later.md", "---\ntitle: Later\ndraft: true\n---\n\"No,\" said Ben Low.\n");
    let run = site.build();
    run.expect(0, &[]);
    let public = site.public();
    assert!(!public.contains_key("later/index.html"));
    assert!(!String::from_utf8_lossy(&public["index.html"]).contains("Later"));
    site.run(&["--drafts"], &[]).expect(0, &[]);
    assert!(site.public().contains_key("later/index.html"));
}

#[test]
fn a_site_without_articles_is_built() {
    let site = Site::new();
    fs::remove_file(site.path("content/good.md")).unwrap();
    site.build().expect(0, &[]);
    assert!(site.public().contains_key("index.html"));
}

#[test]
fn lines_are_articles_of_their_own() {
    let site = Site::new();
    let lines = "{\"id\": \"one\", \"title\": \"Wire one\", \"text\": \"\\\"We sail,\\\" said Ana Ruiz.\"}\n\
                 {\"id\": \"two\", \"text\": 5}\n\
                 {\"id\": \"three\", \"title\": \"Wire three\", \"text\": \"It sank.\"}\n";
    site.write("content/wire.jsonl", lines);
    site.build().expect(1, &["content/wire.jsonl:2"]);
    let public = site.public();
    let found = |word| public.iter().any(|(p, b)| p != "index.html" && String::from_utf8_lossy(b).contains(word));
    assert!(found("Wire one") && found("Wire three"));
}

#[test]
fn nothing_runs_from_content() {
    let site = Site::new();
    let attack = "<script>alert(1)</script>";
    site.write(
        "content/a.md",
        format!(
            "---\ntitle: \"{attack}\"\nsource_url: \"javascript:alert(2)\"\n---\n\
        <script>alert(3)</script>\n\n<img src=x onerror=alert(4)>\n\n[a](javascript:alert(5)) {attack}\n"
        ),
    );
    site.write("content/b.txt", format!("Title {attack}\n\"We sail {attack},\" said Ana {attack} Ruiz.\n"));
    site.build().expect(0, &[]);
    // Plain text and tables hold the article as it is; nothing takes them for pages.
    let public =
        site.public().into_iter().filter(|(path, _)| !path.ends_with("article.txt") && !path.ends_with("quotes.csv"));
    for (path, bytes) in public {
        let page = String::from_utf8_lossy(&bytes).to_lowercase();
        for word in ["<script>alert", "onerror", "href=\"javascript", "</script>alert"] {
            assert!(!page.contains(word), "{word} in {path}");
        }
    }
}

#[test]
fn a_build_that_cannot_be_done_leaves_the_earlier_site_whole() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("templates/article.html", "<h1>\n{{ article.title", &["templates/article.html:2:", "help"]),
        ("templates/article.html", "{{ article.no_such_thing.at_all }}", &["templates/article.html:1:", "help"]),
        (
            "templates/article.html",
            "{% extends \"nowhere.html\" %}",
            &["templates/article.html", "nowhere.html", "help"],
        ),
        ("quotewright.toml", "title = \"a\"\nbase_url = 5\n", &["quotewright.toml:2:", "help"]),
        ("quotewright.toml", "title = \"a\"\ntitel = \"b\"\n", &["quotewright.toml:2:", "titel", "help"]),
        ("public/mine.txt", "mine", &["mine.txt", "help"]),
    ];
    for (path, content, said) in cases {
        let site = Site::new();
        site.build().expect(0, &[]);
        site.write(path, content);
        let earlier = site.public();
        site.write("content/new.md", "New");
        site.build().expect(2, said);
        assert!(site.public() == earlier, "{path} changed the site");
        fs::remove_file(site.path(path)).unwrap();
        site.build().expect(0, &[]);
        assert!(site.public().contains_key("new/index.html"), "{path} left something behind");
    }
}

#[test]
fn a_root_without_content_is_refused() {
    let site = Site::new();
    fs::remove_dir_all(site.path("content")).unwrap();
    site.build().expect(2, &["content", "help"]);
    assert!(!site.path("public").exists());
}

#[test]
fn folders_with_other_things_are_not_written_to() {
    let site = Site::new();
    site.write("content/deep/note.md", "Note");
    site.write("templates/readme.txt", "Templates");
    site.write("elsewhere/photo.jpg", "Photo");
    site.write("file", "File");
    let before = files(&site.path(""));
    for output in ["", ".", "content", "content/deep", "content/new", "templates", "elsewhere", "file", "../site"] {
        site.build_to(&site.path(output)).expect(2, &["help"]);
        assert_eq!(files(&site.path("")).keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{output}");
        assert!(files(&site.path("")) == before, "{output}");
    }
}

#[test]
fn the_folder_above_the_root_is_not_written_to() {
    let site = Site::new();
    site.build_to(site.home.path()).expect(2, &["help"]);
    assert!(site.path("content/good.md").exists());
}

#[test]
#[cfg(unix)]
fn links_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.write("target/keep.txt", "keep");
    symlink(site.path("target"), site.path("public")).unwrap();
    site.build().expect(2, &["public", "help"]);
    fs::remove_file(site.path("public")).unwrap();

    site.build().expect(0, &[]);
    fs::remove_dir_all(site.path("public/good")).unwrap();
    symlink(site.path("target"), site.path("public/good")).unwrap();
    site.build().expect(2, &["public/good", "help"]);
    assert_eq!(files(&site.path("target")).keys().collect::<Vec<_>>(), ["keep.txt"]);
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let site = Site::new();
    site.build().expect(0, &[]);
    let earlier = site.public();
    site.write(".public.quotewright-new/half.html", "half");
    site.build().expect(0, &[]);
    assert!(site.public() == earlier);
    let left: Vec<String> =
        fs::read_dir(site.path("")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.ends_with("-new") && !name.ends_with("-old")), "{left:?}");
}

#[test]
fn pages_of_articles_that_are_gone_go_too() {
    let site = Site::new();
    site.write("content/deep/er/gone.md", "Gone");
    site.build().expect(0, &[]);
    assert!(site.public().contains_key("deep/er/gone/index.html"));
    fs::remove_dir_all(site.path("content/deep")).unwrap();
    site.build().expect(0, &[]);
    assert!(!site.path("public/deep").exists());
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let build = |threads: &str, zone: &str| {
        let home = tempfile::tempdir().unwrap();
        let output = home.path().join("public");
        let run = Command::new(env!("CARGO_BIN_EXE_quotewright"))
            .args(["build", "--root", sample.to_str().unwrap(), "--output", output.to_str().unwrap()])
            .envs([("RAYON_NUM_THREADS", threads), ("TZ", zone)])
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        files(&output)
    };
    let first = build("1", "Pacific/Kiritimati");
    assert!(first.len() > 20);
    assert!(build("8", "America/Los_Angeles") == first);
}

/// The text of a page.
#[track_caller]
fn page(public: &Files, path: &str) -> String {
    let page = public.get(path).unwrap_or_else(|| panic!("{path} is not in {:?}", public.keys()));
    String::from_utf8_lossy(page).into_owned()
}

#[test]
fn folders_are_sections_and_what_articles_share_has_pages() {
    let site = Site::new();
    site.write("content/news/_index.md", "---\ntitle: The news\nsort_by: title\n---\nWhat *happened*.\n");
    site.write("content/news/b.md", "---\ntitle: Bridge shut\ntags: [Roads, sea]\ndate: 2026-01-02\n---\nShut.\n");
    site.write("content/news/2026/a.md", "---\ntitle: Anchor found\ntags: sea\nauthor: Ana Ruiz\n---\nFound.\n");
    site.write("content/news/eu/_index.md", "---\ntitle: Europe\n---\n");
    site.write("content/news/eu/c.md", "---\ntitle: Vote lost\ncategories: Polls\n---\nLost.\n");
    site.build().expect(0, &[]);
    let public = site.public();
    let news = page(&public, "news/index.html");
    let places: Vec<usize> = ["The news", "<em>happened</em>", "Europe", "Anchor found", "Bridge shut"]
        .iter()
        .map(|part| news.find(part).unwrap())
        .collect();
    assert!(places.is_sorted() && !news.contains("Vote lost"), "{news}");
    assert!(page(&public, "news/eu/index.html").contains("Vote lost"));
    for path in
        ["tags/index.html", "categories/polls/index.html", "authors/ana-ruiz/index.html", "years/2026/index.html"]
    {
        page(&public, path);
    }
    let sea = page(&public, "tags/sea/index.html");
    assert!(sea.contains("Anchor found") && sea.contains("Bridge shut") && !sea.contains("Vote lost"));
    let article = page(&public, "news/b/index.html");
    assert!(article.contains("Related articles") && article.contains("Anchor found"));
}

#[test]
fn long_lists_go_on_on_further_pages() {
    let site = Site::new();
    for n in 1..=5 {
        let quotation = "\"We sail at dawn,\" said Ana Ruiz, the captain.";
        site.write(&format!("content/news/n{n}.md"), format!("---\ntitle: Number {n}\ntags: sea\n---\n{quotation}\n"));
    }
    site.write("quotewright.toml", "page_size = 2\n");
    site.build().expect(0, &[]);
    let public = site.public();
    for list in ["", "articles/", "news/", "tags/sea/", "speakers/ana-ruiz/"] {
        let second = page(&public, &format!("{list}page/2/index.html"));
        assert!(second.contains("aria-current=\"page\">2</a>"), "{list}");
        page(&public, &format!("{list}page/3/index.html"));
        assert!(!public.contains_key(&format!("{list}page/4/index.html")), "{list}");
    }
    // Each quotation is linked to the page of its speaker on which it stands.
    let article = page(&public, "news/n5/index.html");
    let (_, link) = article.split_once("speakers/ana-ruiz/page/3/index.html#").unwrap();
    let id = link.split_once('"').unwrap().0;
    assert!(page(&public, "speakers/ana-ruiz/page/3/index.html").contains(&format!("id=\"{id}\"")));
}

#[test]
fn files_stand_beside_their_page_and_links_to_them_work() {
    let site = Site::new();
    site.write(
        "content/news/harbour/index.md",
        "---\nslug: port\n---\n![](Old%20Photo.JPG) [Good](../../good.md) [Top](/)\n",
    );
    site.write("content/news/harbour/Old Photo.JPG", b"\xff\xd8photo");
    site.write("content/news/map.png", "map");
    site.write("content/news/b.md", "<p><img src=\"map.png\"></p>\n");
    site.write("content/hidden/index.md", "---\ndraft: true\n---\n");
    site.write("content/hidden/secret.png", "secret");
    site.write("static/.well-known/Key.txt", "key");
    site.write("static/robots.txt", "mine");
    site.build().expect(0, &[]);
    let public = site.public();
    for (path, content) in [
        ("news/port/old-photo.jpg", &b"\xff\xd8photo"[..]),
        ("news/map.png", b"map"),
        (".well-known/Key.txt", b"key"),
        ("robots.txt", b"mine"),
    ] {
        assert_eq!(public.get(path).map(Vec::as_slice), Some(content), "{path}");
    }
    assert!(!public.keys().any(|path| path.contains("secret")), "files of drafts are not published");
    let port = page(&public, "news/port/index.html");
    for link in ["src=\"../../news/port/old-photo.jpg\"", "href=\"../../good/index.html\"", "href=\"../../index.html\""]
    {
        assert!(port.contains(link), "{link} is not in {port}");
    }
    assert!(page(&public, "news/b/index.html").contains("src=\"../../news/map.png\""));
    site.build().expect(0, &[]);
}

#[test]
fn what_could_run_is_not_published_from_untrusted_content() {
    let site = Site::new();
    for file in ["a.svg", "b.svg", "c.html", "d.JS"] {
        site.write(&format!("content/{file}"), "<script>alert(1)</script>");
    }
    site.write("content/raw.md", "<div class=\"wide\"><iframe src=\"https://example.org/\"></iframe></div>\n");
    let run = site.build();
    run.expect(0, &["content/a.svg", "`.svg`", "at 1 more place", "content/c.html", "content/d.JS", "help"]);
    assert!(!run.said.contains("b.svg"), "{}", run.said);
    let published =
        ["a.svg", "b.svg", "c.html", "d.js"].iter().filter(|file| site.public().contains_key(**file)).count();
    assert_eq!(published, 0);
    assert!(!page(&site.public(), "raw/index.html").contains("iframe"));
    site.write("quotewright.toml", "trust_content = true\n");
    let run = site.build();
    assert_eq!(run.said, "");
    assert!(site.public().contains_key("a.svg") && site.public().contains_key("c.html"));
    assert!(page(&site.public(), "raw/index.html").contains("<div class=\"wide\"><iframe"));
}

#[test]
fn old_addresses_lead_to_the_page() {
    let site = Site::new();
    site.write("content/news/new.md", "---\naliases: [/Old/Page.html, old/path/, /news/new/]\n---\nText.\n");
    site.build().expect(0, &[]);
    let public = site.public();
    assert!(page(&public, "Old/Page.html").contains("content=\"0; url=../news/new/index.html\""));
    assert!(page(&public, "old/path/index.html").contains("href=\"../../news/new/index.html\""));
    assert_eq!(page(&public, "_redirects"), "/Old/Page.html /news/new/ 301\n/old/path/ /news/new/ 301\n");
}

#[test]
fn files_with_one_address_are_both_named() {
    for (files, said) in [
        (&[("content/a.md", "---\naliases: /good/\n---\n")][..], &["a.md", "good.md"][..]),
        (
            &[("content/a.md", "---\naliases: /x/\n---\n"), ("content/b.md", "---\naliases: /X\n---\n")],
            &["a.md", "b.md"],
        ),
        (&[("static/good/index.html", "x")], &["static/good/index.html", "good.md"]),
        (&[("static/GOOD", "x")], &["static/GOOD", "good.md"]),
        (&[("content/n/A.png", "x"), ("content/n/a.PNG", "x")], &["n/A.png", "n/a.PNG"]),
        (&[("content/x", "x"), ("static/X/y.txt", "x")], &["static/X/y.txt", "`x`"]),
        (&[("content/tags/x.png", "x")], &["content/tags/x.png"]),
        (&[("content/n/page/2.md", "x")], &["content/n/page/2.md"]),
        (&[("static/.quotewright-manifest", "x")], &["static/.quotewright-manifest"]),
        (&[("static/good/article.txt", "x")], &["static/good/article.txt", "an export of good.md"]),
        (&[("static/good/Article.JSON", "x")], &["static/good/Article.JSON", "an export of good.md"]),
        (&[("static/good/annotations.json", "x")], &["static/good/annotations.json", "an export of good.md"]),
    ] {
        let site = Site::new();
        for (path, content) in files {
            site.write(path, content);
        }
        site.build().expect(1, said);
        site.build().expect(1, &["help"]);
        assert!(page(&site.public(), "good/index.html").contains("Ferry sails"), "{files:?}");
    }
}

#[test]
fn names_of_exports_are_free_where_nothing_is_exported() {
    for (path, settings, article) in
        [("site", "exports = false\n", "x"), ("page", "exports = true\n", "---\nquotes: false\n---\nx")]
    {
        let site = Site::new();
        site.write("quotewright.toml", settings);
        site.write("content/n/index.md", article);
        site.write("static/n/article.txt", "own");
        site.build().expect(0, &[]);
        assert_eq!(page(&site.public(), "n/article.txt"), "own", "{path}");
    }
}

#[test]
#[cfg(unix)]
fn links_out_of_the_site_are_not_published() {
    let site = Site::new();
    fs::write(site.home.path().join("secret.txt"), "secret").unwrap();
    for link in ["content/secret.png", "static/secret.txt"] {
        fs::create_dir_all(site.path(link).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(site.home.path().join("secret.txt"), site.path(link)).unwrap();
    }
    site.build().expect(1, &["content/secret.png", "static/secret.txt", "help"]);
    assert!(!site.public().keys().any(|path| path.contains("secret")));
}

#[test]
fn one_kind_of_doubt_is_told_once() {
    let site = Site::new();
    for n in 0..5 {
        site.write(&format!("content/{n}.md"), "---\ntilte: T\n---\n{{< youtube 1 >}} and {{< youtube 2 >}}\n");
    }
    let run = site.build();
    run.expect(0, &["content/0.md:2:1", "content/0.md:4:1", "at 4 more places"]);
    assert_eq!(
        (run.said.matches("tilte").count(), run.said.matches("youtube >}}` is").count()),
        (2, 1),
        "{}",
        run.said
    );
    assert!(page(&site.public(), "3/index.html").contains("{{&lt; youtube 1 &gt;}}"));
}
