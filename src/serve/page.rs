//! What a page is given on its way out: the script that loads it again after a build, and a notice of what is wrong.
//!
//! The page may forbid foreign connections by a policy in its head, so the policy is widened to this server itself.

use std::fmt::Write;

use memchr::memmem;

use super::served::{Served, Trouble};
use crate::markdown::push_text;

/// Where the server's own files stand. No page can: segments of paths never begin with a hyphen.
pub(super) const SCRIPT: &str = "/-quotewright/reload.js";
/// Style of the notice.
pub(super) const STYLE: &str = "/-quotewright/notice.css";
/// Versions of the site as server-sent events.
pub(super) const EVENTS: &str = "/-quotewright/events";

const POLICY: &[u8] = b"http-equiv=\"Content-Security-Policy\" content=\"";

/// The page with what the server adds. `is_missing` opens the notice: the page may be missing because of what is wrong.
pub(super) fn with_reload(page: &[u8], served: &Served, is_missing: bool) -> Vec<u8> {
    let mut page = widened(page);
    let end = memmem::rfind(&page, b"</body>").unwrap_or(page.len());
    page.splice(end..end, addition(served, is_missing).into_bytes());
    page
}

/// A page that says what is wrong, where there is no page yet.
pub(super) fn of_trouble(served: &Served) -> Vec<u8> {
    let head =
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Not built</title></head>\n<body>\n";
    format!("{head}{}</body>\n</html>\n", addition(served, true)).into_bytes()
}

/// The page with its absolute links at the name that the server was called by: to a browser another name is a foreign site.
pub(super) fn at_home(page: Vec<u8>, address: &str, host: &str) -> Vec<u8> {
    if address == host {
        return page;
    }
    let (from, to) = (format!("http://{address}/"), format!("http://{host}/"));
    let mut moved = Vec::with_capacity(page.len());
    let mut done = 0;
    for at in memmem::find_iter(&page, &from) {
        moved.extend_from_slice(&page[done..at]);
        moved.extend_from_slice(to.as_bytes());
        done = at + from.len();
    }
    moved.extend_from_slice(&page[done..]);
    moved
}

fn addition(served: &Served, is_missing: bool) -> String {
    let version = &served.version;
    let script = format!("<script src=\"{SCRIPT}\" data-version=\"{version}\"></script>\n");
    served.trouble.as_ref().map_or(String::new(), |trouble| notice(trouble, is_missing)) + &script
}

fn notice(trouble: &Trouble, is_missing: bool) -> String {
    let title = if trouble.is_stale {
        "The site cannot be built; the pages are those of before".to_owned()
    } else {
        format!("Problems: {}", trouble.problems.len())
    };
    let open = if trouble.is_stale || is_missing { " open" } else { "" };
    let mut html = format!("<link rel=\"stylesheet\" href=\"{STYLE}\">\n<details id=\"quotewright-notice\"{open}>\n");
    // Writing to a string cannot fail.
    let _ = writeln!(html, "<summary>{title}</summary>");
    for problem in &trouble.problems {
        html += "<pre>";
        push_text(&mut html, problem);
        html += "</pre>\n";
    }
    html + "</details>\n"
}

/// The page with its policy open to scripts, styles and connections of this server.
fn widened(page: &[u8]) -> Vec<u8> {
    let policy = memmem::find(page, POLICY).and_then(|at| {
        let start = at + POLICY.len();
        let length = memchr::memchr(b'"', &page[start..])?;
        Some((start, std::str::from_utf8(&page[start..start + length]).ok()?))
    });
    let Some((start, policy)) = policy else { return page.to_vec() };
    [&page[..start], widened_policy(policy).as_bytes(), &page[start + policy.len()..]].concat()
}

fn widened_policy(policy: &str) -> String {
    let mut directives: Vec<String> = policy
        .split(';')
        .map(|directive| directive.trim().to_owned())
        .filter(|directive| !directive.is_empty())
        .collect();
    let sources = |directives: &[String], name: &str| {
        directives.iter().position(|directive| directive.split_whitespace().next() == Some(name))
    };
    for name in ["connect-src", "script-src", "style-src"] {
        match sources(&directives, name) {
            Some(at) if directives[at].contains("'self'") => {}
            Some(at) => directives[at] = format!("{} 'self'", directives[at].replace(" 'none'", "")),
            None if sources(&directives, "default-src").is_some() => directives.push(format!("{name} 'self'")),
            None => {}
        }
    }
    directives.join("; ")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostic;
    use crate::serve::served::sample;

    use super::*;

    #[test]
    fn a_policy_lets_the_server_in() {
        for (policy, expected) in [
            (
                "default-src 'none'; style-src 'self'",
                "default-src 'none'; style-src 'self'; connect-src 'self'; script-src 'self'",
            ),
            ("connect-src 'none'", "connect-src 'self'"),
            ("connect-src https://a.example ;", "connect-src https://a.example 'self'"),
            ("img-src 'self'", "img-src 'self'"),
            ("", ""),
        ] {
            assert_eq!(widened_policy(policy), expected, "{policy}");
        }
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let served = sample(&[]);
        let page =
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><body>&lt;/body&gt;</body>\n";
        let shown = String::from_utf8(with_reload(page.as_bytes(), &served, false)).unwrap();
        assert!(shown.contains("content=\"default-src 'none'; connect-src 'self'"), "{shown}");
        assert!(shown.contains(&format!("&lt;/body&gt;<script src=\"{SCRIPT}\" data-version=\"")), "{shown}");
        assert!(shown.ends_with("</script>\n</body>\n"), "{shown}");
        let bare = String::from_utf8(with_reload(b"text", &served, false)).unwrap();
        assert!(bare.starts_with("text<script") && bare.ends_with("</script>\n"), "{bare}");
    }

    #[test]
    fn links_lead_to_the_name_that_was_asked_for() {
        let page = "<a href=\"http://127.0.0.1:8000/a/\">x</a> http://127.0.0.1:8000/";
        let moved = at_home(page.as_bytes().to_vec(), "127.0.0.1:8000", "localhost:9");
        assert_eq!(moved, b"<a href=\"http://localhost:9/a/\">x</a> http://localhost:9/");
    }

    #[test]
    fn a_notice_runs_nothing() {
        let diagnostic = Diagnostic::error("<script>alert(1)</script>", "</pre><img src=x onerror=alert(2)>", "&");
        let nothing = sample(&[]);
        let served = nothing.followed_by(Err(diagnostic), &nothing).unwrap();
        for shown in [with_reload(b"<body></body>", &served, false), of_trouble(&served)] {
            let shown = String::from_utf8(shown).unwrap();
            assert!(
                shown.contains("&lt;script&gt;alert(1)") && shown.contains("<details id=\"quotewright-notice\" open>")
            );
            assert!(!shown.contains("<script>alert") && !shown.contains("<img"), "{shown}");
        }
    }
}
