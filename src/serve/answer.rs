//! What a request is answered: a pure function of the request and of what is served.

use std::path::PathBuf;
use std::sync::Arc;

use hyper::body::Bytes;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderName, LOCATION, X_CONTENT_TYPE_OPTIONS};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::media_type::media_type;
use super::origin::is_ours;
use super::page::{EVENTS, SCRIPT, STYLE, at_home, of_trouble, with_reload};
use super::served::{Found, Served};

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Characters of a path that need no encoding.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The answer to a request.
#[derive(Debug)]
pub(super) enum Answer {
    /// A whole response.
    Response(Response<Bytes>),
    /// A file that is to be read from the disk, with its path in the site.
    Copied(String, PathBuf),
    /// The stream of versions.
    Events,
}

/// Answers a request. `HEAD` is answered as `GET`: the body is left out when it is sent.
pub(super) fn answer(request: &Parts, served: &Served) -> Answer {
    if !is_ours(&request.uri, &request.headers) {
        let reason = "This server answers only 127.0.0.1 and localhost, and only its own pages.\n";
        return plain(StatusCode::FORBIDDEN, reason);
    }
    if request.method != Method::GET && request.method != Method::HEAD {
        let refused = response(StatusCode::METHOD_NOT_ALLOWED, TEXT, "Only GET and HEAD.\n".into());
        return Answer::Response(with(refused, ALLOW, "GET, HEAD"));
    }
    match request.uri.path() {
        EVENTS => return Answer::Events,
        SCRIPT => return own(SCRIPT, include_bytes!("reload.js")),
        STYLE => return own(STYLE, include_bytes!("notice.css")),
        _ => {}
    }
    match served.look_up(request.uri.path()) {
        Found::Copied(name, from) => Answer::Copied(name.to_owned(), from.to_path_buf()),
        Found::Made(name, bytes) if media_type(name) == HTML => {
            let page = with_reload(bytes, served, false);
            let host = request.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            html(StatusCode::OK, at_home(page, &served.address.to_string(), host))
        }
        Found::Made(name, bytes) => Answer::Response(file(name, Bytes::from_owner(Shared(Arc::clone(bytes))))),
        Found::Folder(folder) => moved(&folder),
        Found::Nothing => missing(served),
    }
}

/// The bytes of a file, as they are sent.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn missing(served: &Served) -> Answer {
    match served.not_found() {
        Some(page) => html(StatusCode::NOT_FOUND, with_reload(page, served, true)),
        None if served.trouble.is_some() => html(StatusCode::INTERNAL_SERVER_ERROR, of_trouble(served)),
        None => Answer::Response(gone()),
    }
}

/// The answer where there is no page that says so.
pub(super) fn gone() -> Response<Bytes> {
    response(StatusCode::NOT_FOUND, TEXT, "There is no such page.\n".into())
}

/// To a folder of the site, which is known to be there: never to another site.
fn moved(folder: &str) -> Answer {
    let location = format!("/{}", utf8_percent_encode(folder, IN_PATH));
    Answer::Response(with(response(StatusCode::FOUND, TEXT, Bytes::new()), LOCATION, &location))
}

/// A file of the site.
pub(super) fn file(name: &str, bytes: Bytes) -> Response<Bytes> {
    response(StatusCode::OK, media_type(name), bytes)
}

/// A file of the server itself.
fn own(name: &str, bytes: &'static [u8]) -> Answer {
    Answer::Response(file(name, bytes.into()))
}

fn html(status: StatusCode, page: Vec<u8>) -> Answer {
    Answer::Response(response(status, HTML, page.into()))
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    Answer::Response(response(status, TEXT, text.into()))
}

fn response(status: StatusCode, media_type: &str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let response = with(response, CONTENT_TYPE, media_type);
    with(with(response, CACHE_CONTROL, "no-store"), X_CONTENT_TYPE_OPTIONS, "nosniff")
}

fn with(mut response: Response<Bytes>, name: HeaderName, value: &str) -> Response<Bytes> {
    // Every value is ASCII without control characters: constants and percent-encoded paths.
    if let Ok(value) = value.parse() {
        response.headers_mut().insert(name, value);
    }
    response
}

/// The request whose head this is: a line with method and address, then a line for each header.
pub(super) fn request(head: &[u8]) -> Option<Parts> {
    let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let mut words = lines.next()?.split(|&byte| byte == b' ');
    let mut request = Request::builder().method(words.next()?).uri(words.next()?);
    for line in lines.filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|&byte| byte == b':')?;
        request = request.header(&line[..colon], line[colon + 1..].trim_ascii_start());
    }
    Some(request.body(()).ok()?.into_parts().0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::serve::served::sample;

    use super::*;

    fn ask(method: &str, uri: &str, headers: &[(&str, &str)]) -> Response<Bytes> {
        let served = sample(&[
            ("index.html", "<body>home</body>"),
            ("a b/index.html", "a"),
            ("404.html", "gone"),
            ("x.css", "c"),
        ]);
        let mut request = Request::builder().method(method).uri(uri).header("host", "localhost:8000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        match answer(&request.body(()).unwrap().into_parts().0, &served) {
            Answer::Response(response) => response,
            Answer::Copied(name, _) => file(&name, Bytes::new()),
            Answer::Events => Response::builder().status(299).body(Bytes::new()).unwrap(),
        }
    }

    #[test]
    fn answers() {
        for (method, uri, status, start) in [
            ("GET", "/", 200, "<body>home<script"),
            ("HEAD", "/", 200, "<body>home<script"),
            ("GET", "/?q=1", 200, "<body>home<script"),
            ("GET", "/x.css", 200, "c"),
            ("GET", "/a%20b", 302, ""),
            ("GET", "/nowhere", 404, "gone<script"),
            ("GET", "/%2e%2e/x.css", 404, "gone<script"),
            ("POST", "/", 405, "Only"),
            ("GET", EVENTS, 299, ""),
            ("GET", SCRIPT, 200, "// Loads"),
            ("GET", STYLE, 200, "/* What"),
        ] {
            let response = ask(method, uri, &[]);
            assert_eq!(response.status().as_u16(), status, "{method} {uri}");
            assert!(response.body().starts_with(start.as_bytes()), "{method} {uri}: {:?}", response.body());
        }
        assert_eq!(ask("GET", "/a%20b", &[]).headers()["location"], "/a%20b/");
        assert_eq!(ask("GET", "/x.css", &[]).headers()["content-type"], "text/css; charset=utf-8");
    }

    #[test]
    fn foreign_pages_are_refused_everywhere() {
        for uri in ["/", "/nowhere", EVENTS, SCRIPT] {
            assert_eq!(ask("GET", uri, &[("origin", "https://example.org")]).status(), 403, "{uri}");
            assert_eq!(ask("GET", uri, &[("host", "example.org")]).status(), 403, "{uri}");
        }
    }
    proptest! {
        #[test]
        fn any_path_is_answered_from_the_site_alone(
            path in "/([-/\\\\.:@?*~;=&a-cx ]|a b|%[0-9a-fA-F]{2}|%2[eEfF]|%5[cC]|index\\.html|x\\.css|//evil\\.example){0,12}"
        ) {
            let Ok(uri) = path.parse::<hyper::Uri>() else { return Ok(()) };
            let response = ask("GET", &uri.to_string(), &[]);
            let status = response.status().as_u16();
            prop_assert!(matches!(status, 200 | 302 | 404), "{} {}", status, path);
            if let Some(location) = response.headers().get("location") {
                prop_assert_eq!(location.to_str().unwrap(), "/a%20b/");
            }
        }
    }
}
