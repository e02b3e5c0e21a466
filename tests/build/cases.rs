//! Hostile input by the table: many cases in one site, since none may do anything to another.

use std::fs;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::{Files, Site, page};

/// What somebody may try, wherever text can stand.
const PAYLOADS: [&str; 22] = [
    "<script>x()</script>",
    "\"><img src=x onerror=x()>",
    "'><svg onload=x()>",
    "</title><script>x()</script>",
    "</script><script>x()</script>",
    "<!--<script>",
    "--><script>x()</script>",
    "<![CDATA[<script>x()</script>]]>",
    "]]><x:y xmlns:x='z'/>",
    "{{ 7*7 }}{% include \"base.html\" %}",
    "{{ get_env(name='HOME') }}",
    "&lt;script&gt;x()&lt;/script&gt;",
    "&#60;script&#62;",
    "\" autofocus onfocus=\"x()",
    "` onclick=x() `",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=x()&gt;\">",
    "<svg><style><img src=x onerror=x()></style></svg>",
    "<a href=\"java&#115;cript:x()\">y</a>",
    "<noscript><p title=\"</noscript><img src=x onerror=x()>\">",
    "<iframe srcdoc=\"<script>x()</script>\"></iframe>",
    "\u{2028}\u{2029}\u{0}\u{1b}\u{ffff}\u{202e}",
    "<form action=javascript:x()><button formaction=javascript:x()>",
];

/// An article with `payload` in every place that has text.
fn with_payload(payload: &str) -> String {
    let quoted = serde_json::to_string(&payload.replace(['\0', '\u{ffff}'], "")).unwrap();
    let fields = ["title", "description", "publisher", "source_url", "image", "language", "template", "slug"];
    let lists = ["authors", "tags", "categories"];
    let front: Vec<String> =
        fields.iter().filter(|key| **key != "template").map(|key| format!("{key}: {quoted}\n")).collect();
    let front = front.concat()
        + &lists.map(|key| format!("{key}: [{quoted}]\n")).concat()
        + &format!("extra: {{x: {quoted}}}\n");
    let p = payload.replace('\0', "");
    format!(
        "---\n{front}---\n\"We sail {p} at dawn,\" said Ana {p} Ruiz, the {p} captain.\n\n# {p}\n\n{p}\n\n![{p}](x.png '{p}') \
         [{p}](http://a.example/{p} '{p}')\n\n[a]: <{p}> '{p}'\n[a]\n\n- {p}\n\n> {p}\n\n|{p}|\n|-|\n|{p}|\n\n```{p}\n{p}\n```\n\n\
         `{p}` **{p}** <b title='{p}'>b</b> <{p}> a[^1]\n\n[^1]: {p}\n"
    )
}

/// What there is of tags in a page, and what is wrong with them.
#[derive(Default)]
struct Tags {
    faults: std::cell::RefCell<Vec<String>>,
}

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) = token else {
            return TokenSinkResult::Continue;
        };
        let value = |key: &str| attrs.iter().find(|a| &*a.name.local == key).map(|a| a.value.to_string());
        let mut faults = self.faults.borrow_mut();
        let is_data = value("type").is_some_and(|kind| kind == "application/ld+json");
        if matches!(&*name, "iframe" | "object" | "embed" | "style" | "math" | "base" | "noscript" | "svg")
            && value("class").is_none()
            || &*name == "script" && !is_data && value("src").is_none()
        {
            faults.push(format!("<{name}>"));
        }
        for attribute in &attrs {
            let (key, value) = (&*attribute.name.local, &*attribute.value);
            let bare: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let runs =
                ["javascript:", "vbscript:", "data:text/html"].iter().any(|s| bare.to_lowercase().starts_with(s));
            let leads = matches!(key, "href" | "src" | "cite" | "action" | "formaction" | "poster" | "srcset");
            if key.starts_with("on") || matches!(key, "style" | "srcdoc") || leads && runs {
                faults.push(format!("<{name} {key}={value:?}>"));
            }
        }
        match &*name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Checks that nothing in the site can run, and that its data can be read.
#[track_caller]
pub(super) fn expect_harmless(public: &Files) {
    for (path, bytes) in public.iter().filter(|(path, _)| !path.starts_with("assets/")) {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("html") => {
                assert!(text.chars().all(quotewright::markdown::is_allowed), "{path}");
                let queue = BufferQueue::default();
                queue.push_back(text.into());
                let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
                let _ = tokenizer.feed(&queue);
                tokenizer.end();
                assert_eq!(*tokenizer.sink.faults.borrow(), <[String; 0]>::default(), "{path}");
                for data in text.split("<script type=\"application/ld+json\">").skip(1) {
                    let data = data.split("</script>").next().unwrap();
                    assert!(serde_json::from_str::<serde_json::Value>(data).is_ok(), "{path}: {data}");
                }
            }
            Some("json") => assert!(serde_json::from_slice::<serde_json::Value>(bytes).is_ok(), "{path}"),
            Some("xml" | "svg") => {
                let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
                assert!(text.chars().all(allowed), "{path}");
                let mut reader = quick_xml::Reader::from_str(text);
                while !matches!(
                    reader.read_event().unwrap_or_else(|e| panic!("{path}: {e}")),
                    quick_xml::events::Event::Eof
                ) {}
            }
            _ => {}
        }
    }
}

#[test]
fn nothing_is_injected_anywhere() {
    let site = Site::new();
    site.write("quotewright.toml", "base_url = 'https://example.org/x/'\nquotation_pages = true\n");
    for (n, payload) in PAYLOADS.iter().enumerate() {
        site.write(&format!("content/md/{n}.md"), with_payload(payload).replace("slug:", "x-slug:"));
        let plain: String = payload.chars().filter(|c| !c.is_control()).collect();
        site.write(&format!("content/txt/{n}.txt"), format!("{plain}\n\"We sail {plain},\" said Ana {plain} Ruiz.\n"));
        let line =
            serde_json::json!({"id": payload, "title": payload, "authors": [payload], "url": payload, "text": plain});
        site.write(&format!("content/lines{n}.jsonl"), line.to_string());
        let name: String = payload.chars().filter(|c| !matches!(c, '\0' | '/')).collect();
        site.write(&format!("content/names/{n}{name}.md"), "Text.");
    }
    let run = site.build();
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert!(!run.said.contains(['\u{1b}', '\u{202e}']));
    let public = site.public();
    expect_harmless(&public);
    for folder in ["md", "txt", "names"] {
        let found = public.keys().filter(|path| path.starts_with(folder) && path.ends_with("/article.txt")).count();
        assert_eq!(found, PAYLOADS.len(), "{folder}");
    }
}

#[test]
fn no_address_runs_however_it_is_spelt() {
    let site = Site::new();
    for (n, address) in [
        "javascript:x()",
        "JaVaScRiPt:x()",
        "java\tscript:x()",
        "java&#10;script:x()",
        "&#x6a;avascript:x()",
        "\u{1}javascript:x()",
        "javascript&colon;x()",
        "javascript&Tab;:x()",
        "data:text/html,<script>x()</script>",
        "DATA:text/html;base64,eA==",
        "vbscript:x",
        "javascript://a.example/%0ax()",
        "feed:javascript:x()",
        "view-source:javascript:x()",
        "blob:x",
        "file:///etc/passwd",
    ]
    .iter()
    .enumerate()
    {
        let front = serde_json::to_string(address).unwrap();
        let body = format!(
            "[a]({address}) ![b]({address}) <{address}> [c](<{address}>) <a href='{address}'>d</a> <img src='{address}'> \
             <q cite='{address}'>e</q> [f]\n\n[f]: {address}\n\n<video poster='{address}' src='{address}'></video>\n"
        );
        site.write(&format!("content/{n}.md"), format!("---\nsource_url: {front}\nimage: {front}\n---\n{body}"));
    }
    site.build().expect(0, &["source_url"]);
    expect_harmless(&site.public());
}

#[test]
fn every_encoding_is_read_or_refused_by_name() {
    let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let text = "\"We sail at dawn,\" said Ana Ruiz – the captain.\n";
    let with = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    let good: [(&str, Vec<u8>); 12] = [
        ("utf8", text.into()),
        ("utf8-mark", with(b"\xef\xbb\xbf", text.into())),
        ("le-mark", with(b"\xff\xfe", utf_16(text, u16::to_le_bytes))),
        ("be-mark", with(b"\xfe\xff", utf_16(text, u16::to_be_bytes))),
        ("le", utf_16(text, u16::to_le_bytes)),
        ("be", utf_16(text, u16::to_be_bytes)),
        ("windows", text.replace('–', "\u{96}").chars().map(|c| c as u32 as u8).collect()),
        ("crlf", text.replace('\n', "\r\n").into()),
        ("cr", text.replace('\n', "\r").into()),
        ("planes", (1..17).map(|p| char::from_u32(p * 0x1_0000 + 0x41).unwrap()).collect::<String>().into()),
        ("storm", format!("e{}", "\u{301}".repeat(50_000)).into()),
        ("invisible", "A\u{200b}n\u{ad}a \u{202e}R\u{2066}uiz\u{feff}".into()),
    ];
    let bad: [(&str, &[u8], &str); 10] = [
        ("nul", b"It\0sank.", "not text"),
        ("cut", b"caf\xc3\xa9 caf\xc3", "broken"),
        ("mixed", b"caf\xc3\xa9 caf\xe9 ", "broken"),
        ("surrogate", b"\xff\xfea\0\x00\xd8b\0", "UTF-16LE"),
        ("odd", b"\xff\xfeab\0", "UTF-16LE"),
        ("utf32", b"\xff\xfe\0\0a\0\0\0", "not text"),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        ("controls", b"\x01\x02\x03\x04 a", "not text"),
        (
            "cyrillic",
            b"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0, \xf1\xea\xe0\xe7\xe0\xeb",
            "windows-1251",
        ),
        ("japanese", b"\x81u\x91D\x82\xcd\x8fo\x82\xdc\x82\xb7\x81v\x82\xc6\x93c\x92\x86\x82\xb3\x82\xf1", "Shift_JIS"),
    ];
    let site = Site::new();
    for (name, bytes) in &good {
        site.write(&format!("content/{name}.txt"), bytes);
    }
    for (name, bytes, _) in &bad {
        site.write(&format!("content/bad-{name}.txt"), bytes);
    }
    let run = site.run(&["--problems", "all"], &[]);
    run.expect(1, &bad.map(|(name, ..)| name).map(|name| &*format!("content/bad-{name}.txt").leak()));
    run.expect(1, &bad.map(|(_, _, said)| said));
    let public = site.public();
    assert_eq!(public.keys().filter(|path| path.starts_with("bad-")).count(), 0);
    for (name, _) in &good[..7] {
        assert_eq!(page(&public, &format!("{name}/article.txt")), text, "{name}");
        assert!(page(&public, &format!("{name}/index.html")).contains("We sail at dawn,"), "{name}");
    }
    for (name, bytes) in &good[7..] {
        assert_eq!(page(&public, &format!("{name}/article.txt")).as_bytes(), bytes, "{name}");
    }
}

#[test]
fn front_matter_is_read_or_its_line_is_named() {
    let deep =
        |open: &str, close: &str| format!("---\ntitle: T\nextra: {}{}\n---\n", open.repeat(5000), close.repeat(5000));
    let bomb: Vec<String> =
        ('b'..='i').zip('a'..).map(|(n, m)| format!("{n}: &{n} [{}]\n", format!("*{m},").repeat(9))).collect();
    let bad: [(String, usize); 26] = [
        ("---".into(), 1),
        ("---\ntitle: a\n".into(), 1),
        ("+++\ntitle = 'a'\n".into(), 1),
        ("---\ntitle: a\n...\n".into(), 1),
        (format!("---\na: &a [x]\n{}---\n", bomb.concat()), 8),
        ("---\ntitle: a\nx: &a [*a]\n---\n".into(), 3),
        (deep("[", "]"), 3),
        (deep("{a: ", "}"), 3),
        (format!("+++\ntitle = 'a'\nextra = {}\n+++\n", "[".repeat(5000)), 3),
        (format!("{{\n\"extra\": {}\n}}\n", "[".repeat(5000)), 2),
        ("---\ntitle: a\ntitle: b\n---\n".into(), 3),
        ("---\ntitle: a: b\n---\n".into(), 2),
        ("---\ntags: [a\n---\n".into(), 2),
        ("---\n- a\n---\n".into(), 2),
        ("---\njust words\n---\n".into(), 2),
        ("---\ntitle: [a]\n---\n".into(), 2),
        ("---\ntitle: {a: b}\n---\n".into(), 2),
        ("---\ntitle: !!python/object:os.system [id]\n---\n".into(), 2),
        ("---\ntitle: T\ndraft: perhaps\n---\n".into(), 3),
        ("---\nweight: .nan\n---\n".into(), 2),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n".into(), 3),
        ("+++\ntitle = \"a\n+++\n".into(), 2),
        ("{\n\"title\": ,\n}\n".into(), 2),
        ("---\ntitle: \"a\n---\n".into(), 2),
        ("---\ntitle: *nobody\n---\n".into(), 2),
        ("---\ntitle: T\ndate: [2026, 3, 10]\n---\n".into(), 3),
    ];
    let no_dates = [
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "2026-02-29",
        "10000-01-01",
        "2026-03-10T25:00:00Z",
        "2026-03-10T12:00:60Z",
        "2026-03-10T12:00:00+99:00",
        "tomorrow",
        "1752000000",
        "1e9",
        "2026-W10",
        "10/03/2026",
        "-1",
    ];
    let good = [
        "---\n---\n",
        "---\n# nothing\n---\n",
        "---\ntitle:\ntags:\n---\n",
        "---\ntitle: 5\n---\n",
        "---\nx: &x {a: 1}\n<<: *x\n---\n",
    ];
    let site = Site::new();
    let mut said = Vec::new();
    for (n, (text, line)) in bad.iter().enumerate() {
        site.write(&format!("content/bad-{n}.md"), text);
        said.push(format!("content/bad-{n}.md:{line}:"));
    }
    for (n, date) in no_dates.iter().enumerate() {
        site.write(&format!("content/bad-date-{n}.md"), format!("---\ntitle: T\ndate: {date}\n---\n"));
        said.push(format!("content/bad-date-{n}.md:3:"));
    }
    for (n, text) in good.iter().enumerate() {
        site.write(&format!("content/good-{n}.md"), format!("{text}It sailed.\n"));
    }
    let run = site.run(&["--problems", "all"], &[]);
    run.expect(1, &said.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(run.said.matches("= help").count(), said.len(), "{}", run.said);
    for jargon in ["budget", "Depth {", "Nodes {", "Policy", "weak recursion", " at line "] {
        assert!(!run.said.contains(jargon), "{jargon:?} is in\n{}", run.said);
    }
    let public = site.public();
    assert!((0..good.len()).all(|n| public.contains_key(&format!("good-{n}/index.html"))));
    assert!(!public.keys().any(|path| path.starts_with("bad-")));
}

#[test]
fn bodies_of_any_shape_become_pages() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(5000), close.repeat(5000));
    let list: Vec<String> = (0..300).map(|n| format!("{}- a\n", "  ".repeat(n))).collect();
    let ticks: String = (1..300).map(|n| "`".repeat(n) + " ").collect();
    let notes: Vec<String> = (0..500).map(|n| format!("a[^{n}]\n\n[^{n}]: b [^{n}]\n\n")).collect();
    let bodies = [
        String::new(),
        " \n\t\n".into(),
        "\u{feff}".into(),
        "\u{1}".to_owned() + &"a".repeat(100),
        deep("> ", ""),
        deep("*a _", "_ b*"),
        deep("**a", "**"),
        deep("[", "](y)"),
        deep("![", "](y)"),
        deep("<div>", "</div>"),
        deep("<b><i>", "</b></i>"),
        deep("<table><tr><td>", ""),
        deep("“", "”"),
        deep("\"'", "'\""),
        deep("(", ")"),
        list.concat(),
        ticks,
        notes.concat(),
        "![a](".repeat(20_000),
        "[a](<".repeat(5000),
        "[".repeat(20_000),
        "[a]: b\n".repeat(5000) + &"[a]".repeat(5000),
        "<".repeat(20_000),
        "<a ".repeat(20_000),
        "<!--".repeat(20_000),
        "<![CDATA[".repeat(5000),
        "<?".repeat(20_000),
        "&amp".repeat(20_000),
        "# h\n".repeat(5000),
        "a  \n".repeat(5000),
        "---\n\n".repeat(5000),
        "*".repeat(50_000),
        "_".repeat(50_000),
        "~".repeat(50_000),
        "\\".repeat(50_000),
        "\t".repeat(50_000),
        "```\n".repeat(2001),
        "|".to_owned() + &"a|".repeat(300) + "\n|" + &"-|".repeat(300) + &"\n|x".repeat(300),
        "http://a.b ".repeat(5000),
        "a@".repeat(20_000),
        "a".repeat(500_000),
        "1.".repeat(200_000),
        "a.".repeat(200_000),
        "said, ".repeat(500),
        "{{".repeat(5000),
        "{% raw %}".repeat(2000),
        "\r".repeat(5000),
        "İ".repeat(5000),
        "“a ".repeat(5000),
        "a: b\n".repeat(3000),
    ];
    let site = Site::new();
    for (n, body) in bodies.iter().enumerate() {
        site.write(&format!("content/md/{n}.md"), format!("---\ntitle: T\n---\n{body}"));
        site.write(&format!("content/txt/{n}.txt"), body);
    }
    let run = site.build();
    assert_eq!(run.code, Some(0), "{}", run.said);
    let public = site.public();
    expect_harmless(&public);
    for (n, body) in bodies.iter().enumerate() {
        assert!(public.contains_key(&format!("md/{n}/index.html")), "{n}");
        assert_eq!(page(&public, &format!("txt/{n}/article.txt")), body.trim_start_matches('\u{feff}'), "{n}");
    }
}

#[test]
fn every_file_is_a_page_or_named_whatever_it_is_called() {
    let names = [
        "a b.md",
        "a\tb.md",
        "..md",
        "...md",
        "a..md",
        "-.md",
        "--help.md",
        "~.md",
        "#.md",
        "?.md",
        "%2e%2e.md",
        "a%2fb.md",
        "a\\b.md",
        "a:b.md",
        "con.md",
        "NUL.md",
        "COM1.txt",
        "aux.tar.md",
        "lpt9.md",
        "a.md.md",
        "a .md",
        " a2.md",
        "A.md",
        "a.MD",
        "x.Markdown",
        "y.TXT",
        "404.md",
        "e\u{301}.md",
        "\u{e9}.md",
        "ß.md",
        "ẞ.md",
        "İ.md",
        "feed.json.md",
        "assets.md",
        "speakers.md",
        "tags.md",
        "search.md",
        "data.md",
        "quote\".md",
        "ap'.md",
        "<b>.md",
        "&.md",
        "*.md",
        "|.md",
        "$(id).md",
        "`id`.md",
        ";.md",
        "😀.md",
        "a\u{200b}b.md",
        "ab.md",
        "\u{202e}gpj.md",
        "\u{a0}.md",
        "README.md",
        "robots.txt.md",
        "-quotewright.md",
        "page.md",
        "index.html.md",
        "sub/index.md",
        "sub/sub/_index.md",
        "sub.md",
    ];
    let site = Site::new();
    let long = "n".repeat(250) + ".md";
    for name in names.iter().copied().chain([long.as_str()]) {
        site.write(&format!("content/{name}"), "Text.");
    }
    let run = site.run(&["--problems", "all"], &[]);
    assert_eq!(run.code, Some(1), "{}", run.said);
    for twins in ["`\\u{e9}.md` and `e\\u{301}.md` would both", "`a\\u{200b}b.md` and `ab.md` would both"] {
        assert!(run.said.contains(twins), "{twins:?} is not in\n{}", run.said);
    }
    let public = site.public();
    // Beside these there are the good one and the one with a long name; the index of a section is no article, and what begins with
    // a full stop is hidden.
    let hidden = names.iter().filter(|name| name.starts_with('.')).count();
    let pages = public.keys().filter(|path| path.ends_with("article.txt")).count();
    assert_eq!(pages + run.said.matches("error: ").count(), names.len() + 2 - 1 - hidden, "{}", run.said);
    for path in public.keys().filter(|path| !path.starts_with('.')) {
        for segment in path.split('/') {
            let stem = segment.split('.').next().unwrap().to_lowercase();
            let reserved = matches!(&*stem, "con" | "nul" | "aux" | "com1" | "lpt9" | "prn");
            let odd = segment.contains([':', '*', '?', '"', '<', '>', '|', '\\', ' ', '\u{200b}', '\u{202e}', '\t']);
            assert!(!reserved && !odd && segment.len() <= 255 && !segment.ends_with('.'), "{path:?}");
        }
    }
}

#[test]
fn no_path_leads_out_of_the_site_or_is_too_long_for_the_disk() {
    let (long, many) = ("é".repeat(500), "/é".repeat(2000));
    let paths = [
        "../../x",
        "/..%2f..%2fx/",
        "..",
        ".",
        "/",
        "//x",
        "C:\\x",
        "\\\\host\\x",
        "https://evil.example/x/",
        "/.git/x",
        "/.quotewright-manifest",
        "x\\u0000y",
        "con",
        "/a/../../../b",
        "~root/x",
        "file:///etc/passwd",
        "x?y#z",
        "/x.html",
        "/.well-known/x",
        long.as_str(),
        many.as_str(),
        "/assets/x/",
        "/speakers/",
        "/index.html",
        "/page/2/",
    ];
    let site = Site::new();
    for (n, path) in paths.iter().enumerate() {
        for key in ["url", "slug", "aliases"] {
            site.write(
                &format!("content/{key}{n}.md"),
                format!("---\n{key}: \"{}\"\n---\n", path.replace('\\', "\\\\").replace("\\\\u0000", "\\0")),
            );
        }
    }
    let run = site.run(&["--problems", "all"], &[]);
    run.expect(1, &["content/url20.md", "bytes, more than", "content/aliases20.md"]);
    assert!(site.public().contains_key("good/index.html"));
    let beside: Vec<_> = fs::read_dir(site.home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["site"]);
    let mut inside: Vec<_> =
        fs::read_dir(site.path("")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    inside.sort();
    assert_eq!(inside, [".quotewright", "content", "public"]);
    let hidden: Vec<_> =
        site.public().into_keys().filter(|path| path.split('/').any(|part| part.starts_with('.'))).collect();
    assert_eq!(hidden, [".quotewright-manifest"]);
}

#[test]
fn lines_are_articles_or_named() {
    let deep = format!("{{\"text\": {}", "[".repeat(50_000));
    let lines: [(&str, bool); 24] = [
        ("{\"id\": \"1\", \"text\": \"ok\"}", true),
        ("{\"text\": \"\"}", true),
        ("{\"id\": \"../../x\", \"text\": \"t\"}", true),
        ("{\"id\": \"\", \"text\": \"t\"}", true),
        ("{\"id\": null, \"text\": \"t\"}", true),
        ("{\"id\": [], \"text\": \"t\"}", true),
        ("{\"id\": \"u\", \"text\": \"t\", \"url\": \"javascript:x()\"}", true),
        ("{\"text\": \"t\", \"unknown\": {\"a\": []}}", true),
        ("{bad", false),
        ("[]", false),
        ("\"s\"", false),
        ("5", false),
        ("null", false),
        ("{\"id\": 2}", false),
        ("{\"text\": 5}", false),
        ("{\"id\": \"1\", \"text\": \"again\"}", false),
        ("{\"text\": \"t\", \"date\": \"nope\"}", false),
        ("{\"text\": \"t\", \"title\": []}", false),
        ("{\"text\": \"a\\u0000b\"}", false),
        ("{\"text\": \"\\ud800\"}", false),
        ("{\"text\": \"t\"} trailing", false),
        (&deep, false),
        ("{\"text\": \"t\", \"path\": \"/good/\"}", false),
        ("{\"id\": \"last\", \"text\": \"no line break\"}", true),
    ];
    let site = Site::new();
    site.write("content/w.jsonl", lines.map(|(line, _)| line).join("\n"));
    let run = site.run(&["--problems", "all"], &[]);
    assert_eq!(run.code, Some(1));
    let bad = lines.iter().filter(|(_, good)| !good).count();
    assert_eq!(run.said.matches("error: ").count(), bad, "{}", run.said);
    let pages =
        site.public().into_keys().filter(|path| path.starts_with("w/") && path.ends_with("article.txt")).count();
    assert_eq!(pages, lines.len() - bad);
}

#[test]
fn no_output_goes_where_the_site_itself_is() {
    let site = Site::new();
    for file in ["static/a.txt", "templates/x.html", "look/y.html"] {
        site.write(file, "x");
    }
    site.write("other/mine.txt", "mine");
    let before = super::files(&site.path(""));
    for output in [
        "content",
        "content/x",
        "content/good.md",
        "static",
        "static/x",
        "templates",
        "templates/x",
        ".quotewright",
        ".quotewright/x",
        ".git",
        "",
        ".",
        "..",
        "../..",
        "/",
        "../site",
        "./content/../content",
        "quotewright.toml",
        "other",
        "/dev/null",
        "/dev/null/x",
    ] {
        let run = site.run(&["--output", site.path(output).to_str().unwrap()], &[]);
        run.expect(2, &["help"]);
        assert!(super::files(&site.path("")) == before, "{output}");
    }
}

#[test]
fn faults_of_templates_are_named_with_their_line() {
    for (template, line, said) in [
        ("{{ nonsense", 1, ""),
        ("a\n{{ missing }}", 2, "missing"),
        ("a\n\n{% if %}", 3, ""),
        ("{% include \"nowhere.html\" %}", 1, "nowhere.html"),
        ("{% include \"../quotewright.toml\" %}", 1, "quotewright.toml"),
        ("{% include \"/etc/passwd\" %}", 1, "passwd"),
        ("{% include \"article.html\" %}", 1, "article.html"),
        ("{% extends \"article.html\" %}", 1, "article.html"),
        ("{{ 1 / 0 }}", 1, ""),
        ("{{ article.title | nofilter }}", 1, "nofilter"),
        ("{{ nofunction() }}", 1, "nofunction"),
    ] {
        let site = Site::new();
        site.write("templates/article.html", template);
        let run = site.build();
        assert_eq!(run.code, Some(2), "{template}: {}", run.said);
        let place = format!("templates/article.html:{line}:");
        assert!(run.said.contains("templates/article.html") && run.said.contains(said), "{template}: {}", run.said);
        assert!(run.said.contains(&place) || template.contains("{% "), "{template}: {}", run.said);
        assert!(!site.path("public").exists() && !run.said.contains("root:"), "{template}");
    }
}
