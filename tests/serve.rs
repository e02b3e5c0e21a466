//! `quotewright serve` as a user and a browser meet it: pages, changes, hostile clients, and its end.

#![cfg(all(feature = "serve", unix))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const GOOD: &str = "---\ntitle: Ferry sails\ndate: 2026-03-10\n---\n\"We sail at dawn,\" said Ana Ruiz, the captain.\n";

/// Nothing takes so long, on the slowest machine.
const LIMIT: Duration = Duration::from_mins(2);

/// A site in a folder of its own, being served.
struct Served {
    home: TempDir,
    child: Child,
    port: u16,
}

/// What came back.
#[derive(Debug)]
struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    fn start() -> Self {
        Self::with(&[])
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        for (path, text) in files.iter().chain(&[("content/good.md", GOOD)]) {
            write(home.path().join(path), text);
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
        command.args(["serve", "--port", "0", "--root"]).arg(home.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.find_map(|line| line.unwrap().strip_prefix("serving http://127.0.0.1:").map(str::to_owned));
        // Whatever is printed later goes unread, but the pipe stays open.
        thread::spawn(move || lines.for_each(drop));
        let port = ready.unwrap().split('/').next().unwrap().parse().unwrap();
        Self { home, child, port }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.path(path), text);
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream
    }

    fn get(&self, path: &str) -> Response {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port))
    }

    /// Sends the head of a request without its last line.
    fn send(&self, head: &str) -> Response {
        let mut stream = self.connect();
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // A server that refuses may reset the connection.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).map_or(0, |status| status.parse().unwrap());
        Response { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Asks until the answer is as it should become.
    #[track_caller]
    fn until(&self, path: &str, holds: impl Fn(&Response) -> bool) -> Response {
        let started = Instant::now();
        loop {
            let response = self.get(path);
            if holds(&response) {
                return response;
            }
            assert!(started.elapsed() < LIMIT, "{path} is still {response:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the server by a signal; gives its exit code.
    fn end(mut self, signal: &str) -> Option<i32> {
        let kill = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewright"));
    let output = command.arg("serve").args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn pages_come_from_memory_and_load_again_by_a_script() {
    let served = Served::start();
    let home = served.get("/");
    assert_eq!(home.status, 200);
    assert!(home.head.contains("text/html; charset=utf-8") && home.head.contains("no-store"), "{}", home.head);
    assert!(home.body.contains("Ferry sails") && home.body.contains("/-quotewright/reload.js"), "{}", home.body);
    assert!(home.body.contains("connect-src 'self'"), "the policy forbids the script to listen");
    assert!(served.get("/-quotewright/reload.js").head.contains("text/javascript"));
    assert!(served.get("/good").head.contains("location: /good/"));
    assert_eq!(served.get("/good/?q=1").status, 200);
    let missing = served.get("/nowhere/");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("Page not found"), "{}", missing.body);
    let left: Vec<_> = fs::read_dir(served.home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["content"]);
}

#[test]
fn a_change_is_shown_and_told() {
    let served = Served::start();
    let mut events = served.connect();
    let request = format!("GET /-quotewright/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", served.port);
    events.write_all(request.as_bytes()).unwrap();
    let mut versions =
        BufReader::new(events).lines().filter_map(|line| line.unwrap().strip_prefix("data: ").map(str::to_owned));
    let first = versions.next().unwrap();
    assert!(served.get("/").body.contains(&format!("data-version=\"{first}\"")));

    served.write("content/deep/new.md", "# Gulls return\n\nThey did.\n");
    served.until("/deep/new/", |page| page.status == 200 && page.body.contains("Gulls return"));
    assert!(versions.any(|version| version != first));
    served.write("content/deep/new.md", "# Gulls leave\n\nThey did.\n");
    served.until("/deep/new/", |page| page.body.contains("Gulls leave"));
    fs::remove_file(served.path("content/deep/new.md")).unwrap();
    served.until("/deep/new/", |page| page.status == 404);
    served.write("static/logo.svg", "<svg>first</svg>");
    let logo = served.until("/logo.svg", |file| file.status == 200 && file.body == "<svg>first</svg>");
    assert!(logo.head.contains("image/svg+xml"), "{}", logo.head);
    served.write("static/logo.svg", "<svg>other</svg>");
    served.until("/logo.svg", |file| file.body == "<svg>other</svg>");
    served.write("templates/home.html", "Home of {{ site.title }}");
    served.until("/", |page| page.body.starts_with("Home of"));
    served.write("quotewright.toml", "title = \"The Herald\"");
    served.until("/", |page| page.body.starts_with("Home of The Herald"));
}

#[test]
fn a_site_that_breaks_says_so_and_keeps_its_pages() {
    let served = Served::start();
    served.write("templates/home.html", "{{ <script>alert(1)</script>");
    let broken = served.until("/", |page| page.body.contains("quotewright-notice"));
    assert_eq!(broken.status, 200);
    assert!(broken.body.contains("Ferry sails") && broken.body.contains("templates/home.html"), "{}", broken.body);
    assert!(!broken.body.contains("<script>alert"), "{}", broken.body);
    fs::remove_file(served.path("templates/home.html")).unwrap();
    served.until("/", |page| !page.body.contains("quotewright-notice"));

    served.write("content/good.md", "+++\n= <script>alert(2)</script>\n+++\n");
    let gone = served.until("/good/", |page| page.status == 404);
    assert!(gone.body.contains("content/good.md") && gone.body.contains("<details id=\"quotewright-notice\" open>"));
    assert!(!gone.body.contains("<script>alert"), "{}", gone.body);
    served.write("content/good.md", GOOD);
    served.until("/good/", |page| page.status == 200 && !page.body.contains("quotewright-notice"));

    fs::rename(served.path("content"), served.path("away")).unwrap();
    served.until("/good/", |page| page.status == 200 && page.body.contains("there is no content folder"));
    fs::rename(served.path("away"), served.path("content")).unwrap();
    served.until("/good/", |page| page.status == 200 && !page.body.contains("quotewright-notice"));
}

#[test]
fn a_site_that_is_broken_from_the_start_says_so() {
    let served = Served::with(&[("templates/home.html", "{{ nonsense")]);
    let broken = served.get("/");
    assert_eq!(broken.status, 500);
    assert!(broken.body.contains("templates/home.html") && broken.body.contains("reload.js"), "{}", broken.body);
    fs::remove_file(served.path("templates/home.html")).unwrap();
    served.until("/", |page| page.status == 200);
}

#[test]
fn nothing_but_the_site_is_served() {
    let served = Served::with(&[("quotewright.toml", "title = \"secret\"")]);
    write(served.path("content-backup/secret.txt"), "secret");
    for path in [
        "/../quotewright.toml",
        "/..%2fquotewright.toml",
        "/%2e%2e/quotewright.toml",
        "/%2e%2e%2fquotewright.toml",
        "/..%5cquotewright.toml",
        "/..\\quotewright.toml",
        "/%252e%252e/quotewright.toml",
        "/..%c0%afquotewright.toml",
        "/quotewright.toml",
        "/content/good.md",
        "/content-backup/secret.txt",
        "/good/../../quotewright.toml",
        "/index.html%00",
        "/etc/passwd",
        "//etc/passwd",
        "/%2fetc/passwd",
        "//example.org/%2e%2e",
        "/%ff",
        "/.public.quotewright-new/index.html",
    ] {
        let response = served.get(path);
        assert!(matches!(response.status, 400 | 404), "{path}: {response:?}");
        assert!(!response.head.contains("location") && !response.body.contains("root:"), "{path}: {response:?}");
    }
}

#[test]
fn foreign_names_and_pages_are_refused() {
    let served = Served::start();
    let port = served.port;
    for (head, status) in [
        ("GET / HTTP/1.1\r\nHost: example.org\r\n".to_owned(), 403),
        (format!("GET / HTTP/1.1\r\nHost: example.org:{port}\r\n"), 403),
        ("GET / HTTP/1.1\r\n".to_owned(), 403),
        (format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: https://example.org\r\n"), 403),
        (format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: null\r\n"), 403),
        (format!("GET http://example.org/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"), 403),
        (format!("GET /-quotewright/events HTTP/1.1\r\nHost: example.org:{port}\r\n"), 403),
        (format!("POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\n"), 405),
        (format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"), 200),
        (format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n"), 200),
    ] {
        assert_eq!(served.send(&head).status, status, "{head}");
    }
}

#[test]
fn whole_addresses_stay_on_the_server_by_whatever_name() {
    let served = Served::with(&[("quotewright.toml", "base_url = \"https://example.org/news/\"")]);
    let port = served.port;
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}")] {
        let home = served.send(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n"));
        assert!(home.body.contains(&format!("rel=\"canonical\" href=\"http://{host}/\"")), "{}", home.body);
        assert!(home.body.contains("href=\"good/\""), "{}", home.body);
        assert!(!home.body.contains("example.org"), "{}", home.body);
    }
}

#[test]
fn slow_and_garbage_clients_do_not_hold_up_others() {
    let served = Served::start();
    let mut held = Vec::new();
    for garbage in [&b""[..], b"GET", b"GET / HTTP/1.1\r\nHost: ", b"\x16\x03\x01\x02\0\x01", b"\0\xff\0\r\n\r\n"] {
        for _ in 0..40 {
            let mut stream = served.connect();
            // It may be refused while it is still being sent.
            let _ = stream.write_all(garbage);
            held.push(stream);
        }
    }
    let mut slow_reader = served.connect();
    slow_reader.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500).as_slice()).unwrap();
    let long = served.send(&format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n", "a".repeat(1 << 20)));
    assert!(matches!(long.status, 0 | 404 | 414 | 431), "{}", long.status);
    assert_eq!(served.get("/").status, 200);
    drop(held);
}

#[test]
fn a_storm_of_changes_ends_with_the_last_one() {
    let served = Served::start();
    for n in 0..300 {
        served.write("content/good.md", &format!("# Title {n}\n\nText.\n"));
        served.write(&format!("content/other-{}.md", n % 7), "Text.\n");
    }
    served.until("/good/", |page| page.body.contains("Title 299"));
}

#[test]
fn it_ends_well_on_a_signal() {
    for signal in ["INT", "TERM"] {
        let served = Served::start();
        let _open = served.connect();
        assert_eq!(served.end(signal), Some(0), "{signal}");
    }
}

#[test]
fn what_cannot_be_served_is_told() {
    let served = Served::start();
    let root = served.path("");
    let (code, said) = refused(&["--root", root.to_str().unwrap(), "--port", &served.port.to_string()]);
    assert_eq!(code, Some(2));
    assert!(said.contains("another program uses this port") && said.contains("--port"), "{said}");
    let nowhere = served.path("nowhere");
    let (code, said) = refused(&["--root", nowhere.to_str().unwrap(), "--port", "0"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("there is no content folder"), "{said}");
    assert_eq!(refused(&["--port", "65536"]).0, Some(2));
}

/// Sends bytes just as they are and closes that side; gives what comes back.
fn raw(served: &Served, bytes: &[u8]) -> String {
    let mut stream = served.connect();
    // It may be refused while it is still being sent.
    let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(std::net::Shutdown::Write));
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, a line a case")]
fn whatever_is_sent_is_answered_from_the_site_or_refused() {
    let served = Served::with(&[
        ("quotewright.toml", "description = \"a secret\""),
        ("content/good-backup/secret.md", "---\ndraft: true\n---\nsecret"),
    ]);
    write(served.path("public-backup/index.html"), "secret");
    std::os::unix::fs::symlink("/etc", served.path("static")).unwrap_or_default();
    let port = served.port;
    let host = format!("Host: 127.0.0.1:{port}\r\n");
    let get = |target: &str| format!("GET {target} HTTP/1.1\r\n{host}Connection: close\r\n\r\n").into_bytes();
    let with = |line: &str, headers: &str| format!("{line}\r\n{headers}Connection: close\r\n\r\n").into_bytes();
    let many = "X-Y: z\r\n".repeat(500);
    let wide = format!("X-Y: {}\r\n", "z".repeat(1 << 20));
    let cases: Vec<(Vec<u8>, &[u16])> = vec![
        (get("/"), &[200]),
        (get("/?../../quotewright.toml"), &[200]),
        (get("/good/#../.."), &[200, 400]),
        (get("/good/..;/quotewright.toml"), &[404]),
        (get("/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), &[404]),
        (get("/%252e%252e%252fetc%252fpasswd"), &[404]),
        (get("/..%5c..%5cetc%5cpasswd"), &[404]),
        (get("/%c0%ae%c0%ae/etc/passwd"), &[404]),
        (get("/%ef%bc%8e%ef%bc%8e/etc/passwd"), &[404]),
        (get("/\u{ff0e}\u{ff0e}/etc/passwd"), &[400, 404]),
        (get("/%00"), &[404]),
        (get("/good/index.html%00.css"), &[404]),
        (get("/good/%0d%0aSet-Cookie:%20a=b"), &[404]),
        (get("/good%0d%0aLocation:%20https://evil.example"), &[404]),
        (get("//evil.example/%2f.."), &[404]),
        (get("//evil.example/good"), &[404]),
        (get("/\\evil.example"), &[400, 404]),
        (get("/%09/evil.example"), &[404]),
        (get("/%5cevil.example/.."), &[404]),
        (get("///good"), &[404]),
        (get("/good//"), &[404]),
        (get("/./good/"), &[404]),
        (get("/GOOD/"), &[404]),
        (get("/public-backup/"), &[404]),
        (get("/static/passwd"), &[404]),
        (get("/passwd"), &[404]),
        (get("/good-backup/secret/"), &[404]),
        (get("/.quotewright/"), &[404]),
        (get("/content/good.md"), &[404]),
        (get("/quotewright.toml"), &[404]),
        (get("good/"), &[400, 403, 404]),
        (get(""), &[0, 400]),
        (get("*"), &[400, 404]),
        (get("http://evil.example/"), &[403]),
        (get("https://evil.example:443/good/"), &[403]),
        (get(&format!("http://127.0.0.1:{port}/good/")), &[200]),
        (get(&format!("http://user@127.0.0.1:{port}/good/")), &[400, 403]),
        (get("file:///etc/passwd"), &[400, 403, 404]),
        (with("CONNECT evil.example:443 HTTP/1.1", &host), &[400, 403, 405]),
        (with("CONNECT / HTTP/1.1", &host), &[400, 403, 405]),
        (with("OPTIONS * HTTP/1.1", &host), &[400, 405]),
        (with("OPTIONS / HTTP/1.1", &host), &[405]),
        (with("TRACE / HTTP/1.1", &host), &[405]),
        (with("PUT /good/ HTTP/1.1", &host), &[405]),
        (with("DELETE /good/ HTTP/1.1", &host), &[405]),
        (with("get / HTTP/1.1", &host), &[405]),
        (with("GET / HTTP/1.0", &host), &[200]),
        (with("GET / HTTP/2.0", &host), &[400, 505]),
        (with("GET / HTTP/9.9", &host), &[400, 505]),
        (with("GET /", &host), &[0, 400]),
        (with("GET  /  HTTP/1.1", &host), &[400]),
        (with("GET\t/\tHTTP/1.1", &host), &[400]),
        (with("G\0T / HTTP/1.1", &host), &[400]),
        (with("GET /\0 HTTP/1.1", &host), &[400]),
        (with("GET / HTTP/1.1", ""), &[403]),
        (with("GET / HTTP/1.1", "Host:\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: evil.example\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: 127.0.0.1.evil.example\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: localhost.evil.example\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: evil.example#127.0.0.1\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: 127.0.0.1@evil.example\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: 2130706433\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: 0x7f.1\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: 0.0.0.0\r\n"), &[403]),
        (with("GET / HTTP/1.1", "Host: LOCALHOST\r\n"), &[200]),
        (with("GET / HTTP/1.1", "Host: [::1]\r\n"), &[200]),
        (with("GET / HTTP/1.1", "Host: localhost.\r\n"), &[200, 403]),
        (with("GET / HTTP/1.1", "Host: localhost \r\n"), &[200, 403]),
        (with("GET / HTTP/1.1", "Host: \u{212a}ocalhost\r\n"), &[400, 403]),
        (with("GET / HTTP/1.1", &format!("{host}Host: evil.example\r\n")), &[400, 403]),
        (with("GET / HTTP/1.1", &format!("{host}X-Forwarded-Host: evil.example\r\n")), &[200]),
        (with("GET / HTTP/1.1", &format!("{host}Origin: https://evil.example\r\n")), &[403]),
        (with("GET / HTTP/1.1", &format!("{host}Origin: http://127.0.0.1:1\r\n")), &[403]),
        (with("GET / HTTP/1.1", &format!("{host}Origin: null\r\n")), &[403]),
        (with("GET / HTTP/1.1", &format!("{host}Range: bytes=0-9\r\n")), &[200, 206]),
        (with("GET / HTTP/1.1", &format!("{host}Range: bytes=9-0,-1,99999999999999999999-\r\n")), &[200, 416]),
        (with("GET / HTTP/1.1", &format!("{host}Expect: 100-continue\r\nContent-Length: 9\r\n")), &[200]),
        (with("GET / HTTP/1.1", &format!("{host}Content-Length: -1\r\n")), &[400]),
        (with("GET / HTTP/1.1", &format!("{host}Content-Length: 99999999999999999999999\r\n")), &[400]),
        (with("GET / HTTP/1.1", &format!("{host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")), &[200, 400]),
        (with("GET / HTTP/1.1", &format!("{host}Transfer-Encoding: nonsense\r\n")), &[200, 400]),
        (with("POST / HTTP/1.1", &format!("{host}Transfer-Encoding: chunked\r\n")), &[405]),
        (with("GET / HTTP/1.1", &format!("{host}Upgrade: websocket\r\n")), &[200]),
        (with("GET / HTTP/1.1", &format!("{host} folded: line\r\n")), &[400]),
        (with("GET / HTTP/1.1", &format!("{host}bad header\r\n")), &[400]),
        (with("GET / HTTP/1.1", &format!("{host}: nameless\r\n")), &[400]),
        (with("GET / HTTP/1.1", &format!("{host}X: a\0b\r\n")), &[400]),
        (with("GET / HTTP/1.1", &format!("{host}X: a\rb\r\n")), &[400]),
        (with("GET / HTTP/1.1", &format!("{host}{many}")), &[400, 431]),
        (with("GET / HTTP/1.1", &format!("{host}{wide}")), &[0, 431]),
        (format!("GET /good/ HTTP/1.1\n{host}Connection: close\n\n").into_bytes(), &[200, 400]),
        (format!("\r\n\r\nGET /good/ HTTP/1.1\r\n{host}Connection: close\r\n\r\n").into_bytes(), &[200, 400]),
        (format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(100_000)).into_bytes(), &[0, 404, 414, 431]),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), &[0, 400, 505]),
        (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec(), &[0, 400]),
        (b"SSH-2.0-x\r\n".to_vec(), &[0, 400]),
        (b"GET / HTTP/1.1\r\nHost: localhost".to_vec(), &[0, 400]),
        (vec![0; 4096], &[0, 400]),
        (vec![0xff; 4096], &[0, 400]),
        (Vec::new(), &[0]),
    ];
    for (bytes, allowed) in cases {
        let answer = raw(&served, &bytes);
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
        let status = answer.split(' ').nth(1).map_or(0, |status| status.parse::<u16>().unwrap());
        assert!(allowed.contains(&status), "{status} to {shown:?}");
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        assert!(!head.contains("evil.example") && !head.contains("set-cookie"), "{shown:?}: {head}");
        assert!(!head.contains("location: //") && !head.contains("access-control"), "{shown:?}: {head}");
        assert!(!answer.contains("root:") && !answer.contains(">secret"), "{shown:?}");
        assert!(status != 200 || head.contains("nosniff"), "{shown:?}: {head}");
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn requests_behind_one_another_are_answered_in_order_and_heads_have_no_body() {
    let served = Served::start();
    let host = format!("Host: 127.0.0.1:{}\r\n", served.port);
    let last = format!("GET /nowhere/ HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
    let answer =
        raw(&served, format!("HEAD / HTTP/1.1\r\n{host}\r\nGET /good HTTP/1.1\r\n{host}\r\n{last}").as_bytes());
    let statuses: Vec<&str> = answer.split("HTTP/1.1 ").skip(1).map(|part| &part[..3]).collect();
    assert_eq!(statuses, ["200", "302", "404"]);
    let first = answer.split("HTTP/1.1 ").nth(1).unwrap();
    assert!(first.contains("content-length") && first.ends_with("\r\n\r\n"), "{first}");
}

#[test]
fn a_client_that_sends_byte_by_byte_holds_up_nobody() {
    let served = Served::start();
    let mut slow = served.connect();
    for byte in format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n", served.port).bytes() {
        slow.write_all(&[byte]).unwrap();
        assert_eq!(served.get("/good/").status, 200);
    }
    slow.write_all(b"Connection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
