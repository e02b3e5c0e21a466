//! What is served at one moment: the files of the last build that succeeded, and what has been wrong since.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use percent_encoding::percent_decode_str;

use super::media_type::media_type;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fs;
use crate::pipeline::Built;
use crate::render::SharedFile;

/// How many problems the browser shows.
const PROBLEMS: usize = 20;

/// What is served at one moment.
#[derive(Clone, Debug)]
pub(super) struct Served {
    /// The server itself.
    pub(super) address: SocketAddr,
    /// Tells this state from all others, those of earlier runs too.
    pub(super) version: String,
    /// What is wrong with the site.
    pub(super) trouble: Option<Trouble>,
    /// By path below the site's root.
    files: Arc<HashMap<String, File>>,
    /// Files of the next build, which stand in front of these while the rest of it is made.
    ahead: Arc<HashMap<String, File>>,
    number: u64,
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum File {
    /// One that was made.
    Made(Arc<Vec<u8>>),
    /// One that is published as it is, with the time of its last change.
    Copied(PathBuf, Option<SystemTime>),
}

/// What is wrong with the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The site could not be built: the pages are those of an earlier build, or there are none.
    pub(super) is_stale: bool,
    /// Every problem, as the terminal shows it.
    pub(super) problems: Vec<String>,
}

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A file that was made, by its path in the site.
    Made(&'a str, &'a Arc<Vec<u8>>),
    /// A file that is published as it is, by its path in the site.
    Copied(&'a str, &'a Path),
    /// A folder that was asked for without its slash.
    Folder(String),
    Nothing,
}

impl Served {
    /// Before the first build.
    pub(super) fn nothing(address: SocketAddr) -> Self {
        let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self {
            address,
            version: format!("{:x}", started.as_nanos()),
            trouble: None,
            files: Arc::default(),
            ahead: Arc::default(),
            number: 0,
        }
    }

    /// What is served while a build goes on that has made these files, after what was `shown` up to then; nothing new where it is the
    /// first one, or changed none of them.
    pub(super) fn with(&self, files: Vec<SharedFile>, shown: &Self) -> Option<Self> {
        let made = files.into_iter().map(|file| (file.path, File::Made(file.bytes)));
        let ahead: HashMap<String, File> = made.filter(|(path, file)| self.files.get(path) != Some(file)).collect();
        let is_new = self.number > 0 && ahead != *shown.ahead;
        is_new.then(|| Self { ahead: Arc::new(ahead), ..self.numbered(shown.number + 1) })
    }

    fn numbered(&self, number: u64) -> Self {
        let run = self.version.split('-').next().unwrap_or_default();
        Self { version: format!("{run}-{number}"), number, ..self.clone() }
    }

    /// What is served after a build, `shown` while it went on; nothing new where it changed nothing. It has the version of what was
    /// shown where that had all its pages already: browsers need not load them again.
    pub(super) fn followed_by(&self, outcome: Result<Built, Diagnostic>, shown: &Self) -> Option<Self> {
        let (files, trouble) = match outcome {
            Ok(built) => {
                let trouble = Trouble::of(&built.diagnostics);
                let made = built.files.into_iter().map(|file| (file.path, File::Made(file.bytes)));
                let copied = built.copies.into_iter().map(|copy| (copy.path, File::copied(copy.from.into())));
                (Arc::new(made.chain(copied).collect()), trouble)
            }
            Err(diagnostic) => {
                let trouble = Trouble { is_stale: true, problems: vec![diagnostic.to_string()] };
                (Arc::clone(&self.files), Some(trouble))
            }
        };
        if self.number > 0 && trouble == self.trouble && files == self.files {
            return None;
        }
        // What else is made is not shown by itself, or has another address than before.
        let is_shown =
            |path: &str, file: &File| media_type(path).starts_with("text/html") || matches!(file, File::Copied(..));
        let was_shown = |(path, file): (&String, &File)| {
            !is_shown(path, file) || shown.get(path).is_some_and(|(_, before)| before == file)
        };
        let all_shown = shown.number > self.number && trouble == self.trouble && files.iter().all(was_shown);
        let number = if all_shown { shown.number } else { shown.number + 1 };
        Some(Self { trouble, files, ahead: Arc::default(), ..self.numbered(number) })
    }

    /// What stands at the path of a request, percent-encoded as it came. Paths that no build made are not there, however
    /// they are written.
    pub(super) fn look_up(&self, path: &str) -> Found<'_> {
        let Some(path) = path.strip_prefix('/') else { return Found::Nothing };
        let Ok(path) = percent_decode_str(path).decode_utf8() else { return Found::Nothing };
        if let Some((name, file)) = self.get(path.as_ref()) {
            return Found::of(name, file);
        }
        let folder = if path.is_empty() || path.ends_with('/') { path.as_ref() } else { &format!("{path}/") };
        match self.get(&format!("{folder}index.html")) {
            Some((name, file)) if folder == path => Found::of(name, file),
            Some(_) => Found::Folder(folder.to_owned()),
            None => Found::Nothing,
        }
    }

    fn get(&self, path: &str) -> Option<(&String, &File)> {
        self.ahead.get_key_value(path).or_else(|| self.files.get_key_value(path))
    }

    /// The page for paths that are not there.
    pub(super) fn not_found(&self) -> Option<&[u8]> {
        match self.get("404.html") {
            Some((_, File::Made(bytes))) => Some(bytes),
            _ => None,
        }
    }
}

impl File {
    fn copied(from: PathBuf) -> Self {
        let changed = fs::modified(&from);
        Self::Copied(from, changed)
    }
}

impl<'a> Found<'a> {
    fn of(name: &'a str, file: &'a File) -> Self {
        match file {
            File::Made(bytes) => Self::Made(name, bytes),
            File::Copied(from, _) => Self::Copied(name, from),
        }
    }
}

impl Trouble {
    /// Errors only: warnings are for the terminal.
    fn of(diagnostics: &[Diagnostic]) -> Option<Self> {
        let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
        let mut problems: Vec<String> = errors.clone().take(PROBLEMS).map(ToString::to_string).collect();
        match errors.count().saturating_sub(PROBLEMS) {
            0 => {}
            more => problems.push(format!("and {more} more")),
        }
        (!problems.is_empty()).then_some(Self { is_stale: false, problems })
    }
}

/// A site with these files, on port 8000.
pub(super) fn sample(files: &[(&str, &str)]) -> Served {
    let made = |text: &str| File::Made(Arc::new(text.as_bytes().to_vec()));
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), made(text)));
    let nothing = Served::nothing(SocketAddr::from(([127, 0, 0, 1], 8000)));
    Served { files: Arc::new(files.collect()), number: 1, ..nothing }
}

#[cfg(test)]
mod tests {
    use crate::render::Settings;
    use crate::site;

    use super::*;

    fn built(files: &[(&str, &str)]) -> Built {
        let file = |(path, text): &(&str, &str)| SharedFile {
            path: (*path).to_owned(),
            bytes: Arc::new(text.as_bytes().to_vec()),
        };
        Built {
            site: Arc::new(site::assemble(Vec::new())),
            settings: Settings::default(),
            files: files.iter().map(file).collect(),
            copies: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    #[test]
    fn only_built_paths_are_there() {
        let served = sample(&[("index.html", "home"), ("a/index.html", "a"), ("straße/x y.txt", "x"), ("b.html", "b")]);
        for (path, expected) in [
            ("/", Some("index.html")),
            ("/index.html", Some("index.html")),
            ("/a/", Some("a/index.html")),
            ("/a/index.html", Some("a/index.html")),
            ("/%61/", Some("a/index.html")),
            ("/stra%C3%9Fe/x%20y.txt", Some("straße/x y.txt")),
            ("/b.html", Some("b.html")),
            ("", None),
            ("*", None),
            ("a/", None),
            ("//a/", None),
            ("/a//", None),
            ("/./a/", None),
            ("/a/../a/", None),
            ("/a/%2e%2e/index.html", None),
            ("/..%2findex.html", None),
            ("/%2e%2e%2f%2e%2e%2fetc/passwd", None),
            ("/..%c0%afindex.html", None),
            ("/%252e%252e/index.html", None),
            ("/..\\index.html", None),
            ("/%5c..%5cindex.html", None),
            ("/index.html%00", None),
            ("/index.html%00.txt", None),
            ("/%ff", None),
            ("/%2", None),
            ("/etc/passwd", None),
            ("/B.html", None),
            ("/b.html/", None),
        ] {
            let found = match served.look_up(path) {
                Found::Made(name, _) | Found::Copied(name, _) => Some(name),
                Found::Folder(_) | Found::Nothing => None,
            };
            assert_eq!(found, expected, "{path:?}");
        }
        assert_eq!(served.look_up("/a"), Found::Folder("a/".to_owned()));
    }

    #[test]
    fn a_build_that_fails_keeps_the_earlier_pages() {
        let earlier = sample(&[("index.html", "home")]);
        let broken = earlier.followed_by(Err(Diagnostic::error("a.html", "broken", "mend it")), &earlier).unwrap();
        assert!(broken.files.contains_key("index.html") && broken.trouble.as_ref().unwrap().is_stale);
        assert_ne!(broken.version, earlier.version);
        let mended = broken.followed_by(Ok(built(&[("index.html", "home")])), &broken).unwrap();
        assert_eq!(mended.trouble, None);
        assert!(mended.followed_by(Ok(built(&[("index.html", "home")])), &mended).is_none(), "nothing has changed");
        assert!(mended.followed_by(Ok(built(&[("index.html", "house")])), &mended).is_some());
    }

    #[test]
    fn pages_are_served_before_the_rest_is_made() {
        let text = |served: &Served, path: &str| match served.look_up(path) {
            Found::Made(_, bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            other => panic!("{other:?}"),
        };
        let earlier = sample(&[("index.html", "home"), ("atom.xml", "1")]);
        assert!(earlier.with(built(&[("index.html", "home")]).files, &earlier).is_none(), "nothing is new");
        let early = earlier.with(built(&[("index.html", "house")]).files, &earlier).unwrap();
        assert_eq!([text(&early, "/"), text(&early, "/atom.xml")], ["house", "1"]);
        let later = earlier.with(built(&[("index.html", "house"), ("a.html", "a")]).files, &early).unwrap();
        assert_ne!(later.version, early.version, "there is more to load");
        assert!(earlier.with(built(&[("index.html", "house"), ("a.html", "a")]).files, &later).is_none());
        let follow = |files: &[(&str, &str)]| earlier.followed_by(Ok(built(files)), &early).unwrap();
        let whole = follow(&[("index.html", "house"), ("atom.xml", "2")]);
        assert_eq!([text(&whole, "/"), text(&whole, "/atom.xml")], ["house", "2"]);
        assert_eq!(whole.version, early.version, "browsers have the page already");
        assert_ne!(follow(&[("index.html", "hut"), ("atom.xml", "2")]).version, early.version);
        let failed = earlier.followed_by(Err(Diagnostic::error("a.html", "broken", "mend it")), &early).unwrap();
        assert_eq!(text(&failed, "/"), "home");
        assert!(failed.version != early.version && failed.version != earlier.version);
    }
}
