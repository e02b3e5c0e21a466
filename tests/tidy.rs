//! The rules of the house as a test: who may import whom, who may print, and how files look.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Each room and the rooms that it may import. A room that is missing here fails the test until its place is decided.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("extract", &["text"]),
    ("markdown", &["text"]),
    ("article", &["markdown", "extract", "text"]),
    ("site", &["article", "extract", "text"]),
    ("progress", &[]),
    ("render", &["progress", "site", "article", "markdown", "extract", "text"]),
    ("diagnostic", &["text"]),
    ("config", &["diagnostic", "render", "article"]),
    ("fs", &["diagnostic"]),
    ("output", &["render", "fs", "diagnostic"]),
    ("cache", &["fs"]),
    ("pipeline", &BELOW_PIPELINE),
    ("eval", &["extract", "text", "article", "fs", "diagnostic"]),
    ("check", &["pipeline", "render", "site", "article", "markdown", "extract", "text", "fs", "diagnostic"]),
    ("serve", &["pipeline", "config", "render", "markdown", "fs", "diagnostic"]),
    ("train", &["extract", "text", "eval"]),
    ("commands", &ALL_BELOW_COMMANDS),
    ("cli", &ALL_BELOW_COMMANDS),
];

const BELOW_PIPELINE: [&str; 12] = [
    "progress",
    "output",
    "render",
    "site",
    "article",
    "markdown",
    "extract",
    "text",
    "config",
    "fs",
    "cache",
    "diagnostic",
];

const ALL_BELOW_COMMANDS: [&str; 18] = [
    "progress",
    "check",
    "commands",
    "cli",
    "serve",
    "pipeline",
    "eval",
    "output",
    "render",
    "site",
    "article",
    "markdown",
    "extract",
    "text",
    "config",
    "fs",
    "cache",
    "diagnostic",
];

/// Crates that the pure core may use.
const PURE_CRATES: &[&str] = &["std", "core", "serde", "memchr", "unicode_normalization", "zerocopy"];

const LONGEST_FILE: usize = 700;

/// One tracked text file.
struct File {
    path: String,
    text: String,
}

impl File {
    /// The room that a source file belongs to: `extract` for `src/extract/cue.rs`, `fs` for `src/fs.rs`.
    fn room(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        let first = below.split('/').next()?;
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (!["main", "lib", "bin"].contains(&room)).then_some(room)
    }

    fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|e| e == extension)
    }

    /// Numbered lines of code, without comments and without the tests at the end of the file; an import is one line.
    fn code(&self) -> Vec<(usize, String)> {
        let lines = self.text.lines().enumerate().take_while(|(_, l)| *l != "mod tests {");
        let mut code: Vec<(usize, String)> = Vec::new();
        for (n, line) in lines.filter(|(_, l)| !l.trim_start().starts_with("//")) {
            match code.last_mut() {
                Some((_, import)) if is_import(import) && !import.contains(';') => import.push_str(line.trim()),
                _ => code.push((n + 1, line.to_owned())),
            }
        }
        code
    }
}

#[test]
fn rooms_import_only_rooms_below() {
    let rules: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    let mut faults = Vec::new();
    for file in sources() {
        let Some(room) = file.room() else { continue };
        let Some(allowed) = rules.get(room) else {
            faults.push(format!("{}: the room `{room}` has no place among the layers", file.path));
            continue;
        };
        for (line, code) in file.code() {
            for imported in imported_rooms(&code).into_iter().filter(|i| rules.contains_key(i.as_str())) {
                if imported != room && !allowed.contains(&imported.as_str()) {
                    faults.push(format!("{}:{line}: `{room}` may not import `{imported}`", file.path));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn the_core_imports_only_pure_crates() {
    let mut faults = Vec::new();
    for file in sources().into_iter().filter(|f| matches!(f.room(), Some("extract" | "text"))) {
        for (line, code) in file.code() {
            if let Some(root) = imported_crate(&code)
                && !["crate", "super", "self"].contains(&root)
                && root.chars().next().is_some_and(char::is_lowercase)
                && !PURE_CRATES.contains(&root)
                && !is_module_beside(&file.path, root)
            {
                faults.push(format!("{}:{line}: the core may not use the crate `{root}`", file.path));
            }
            for impure in ["std::fs", "std::env", "std::net", "std::process", "std::time", "std::thread"] {
                if code.contains(impure) {
                    faults.push(format!("{}:{line}: the core may not use `{impure}`", file.path));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn only_the_command_line_prints_or_exits() {
    let mut faults = Vec::new();
    for file in sources() {
        let path = &file.path;
        if path.starts_with("src/bin/") || path == "src/main.rs" || matches!(file.room(), Some("cli" | "commands")) {
            continue;
        }
        for (line, code) in file.code() {
            for word in ["println!", "eprintln!", "print!(", "process::exit", "ExitCode"] {
                if code.contains(word) {
                    faults.push(format!("{path}:{line}: `{word}` belongs to main, cli or commands"));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn source_files_open_with_their_purpose_and_stay_short() {
    let mut faults = Vec::new();
    for file in rust_files() {
        if !file.text.starts_with("//!") {
            faults.push(format!("{}: does not open by saying what it is for (`//!`)", file.path));
        }
        let lines = file.text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{}: {lines} lines, more than {LONGEST_FILE}", file.path));
        }
    }
    report(&faults);
}

#[test]
fn imports_are_by_name() {
    let mut faults = Vec::new();
    for file in sources() {
        for (line, code) in file.code() {
            if is_import(&code) && code.contains('*') {
                faults.push(format!("{}:{line}: glob import", file.path));
            }
        }
    }
    report(&faults);
}

#[test]
fn no_room_is_called_after_nothing() {
    let nothing = ["utils", "util", "helpers", "helper", "common", "prelude", "misc"];
    let faults: Vec<String> = sources()
        .iter()
        .filter(|f| f.path.split(['/', '.']).any(|part| nothing.contains(&part)))
        .map(|f| format!("{}: a name that says nothing", f.path))
        .collect();
    report(&faults);
}

#[test]
fn word_lists_are_sorted_and_say_where_they_come_from() {
    let mut faults = Vec::new();
    for file in tracked().into_iter().filter(|f| f.path.starts_with("src/") && f.has_extension("txt")) {
        let header: String = file.text.lines().take_while(|l| l.starts_with('#')).collect();
        for word in ["Source", "Licence"] {
            if !header.contains(word) {
                faults.push(format!("{}: its header does not give the {}", file.path, word.to_lowercase()));
            }
        }
        let entries: Vec<&str> = file.text.lines().filter(|l| !l.starts_with('#')).collect();
        for pair in entries.windows(2).filter(|pair| pair[0] >= pair[1]) {
            faults.push(format!("{}: `{}` stands before `{}`", file.path, pair[0], pair[1]));
        }
    }
    report(&faults);
}

#[test]
fn files_hold_nothing_of_the_machine_they_were_written_on() {
    // Written in two halves, so that this file does not find itself.
    let local = [["/wo", "rk/"], ["/ho", "me/"], ["/ro", "ot/"], ["/Use", "rs/"], ["\"reso", "lved\":"]];
    let mut faults = Vec::new();
    for file in tracked() {
        for (n, line) in file.text.lines().enumerate() {
            for word in local.iter().map(|halves| halves.concat()) {
                if line.contains(&word) {
                    faults.push(format!("{}:{}: `{word}`", file.path, n + 1));
                }
            }
        }
    }
    report(&faults);
}

fn is_import(code: &str) -> bool {
    ["use ", "pub use ", "pub(crate) use "].iter().any(|start| code.trim_start().starts_with(start))
}

/// Rooms that a line of code names as `crate::room` or `crate::{room::.., other::..}`.
fn imported_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            rooms.extend(top_level_names(group));
        } else {
            rooms.push(first_word(rest));
        }
    }
    rooms
}

fn top_level_names(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = Vec::new();
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(first_word(group[start..at].trim()));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.push(first_word(group[start..].trim()));
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The crate or module at the root of a `use` line.
fn imported_crate(code: &str) -> Option<&str> {
    let path = code.strip_prefix("use ").or_else(|| code.strip_prefix("pub use "))?;
    path.split([':', ';', ' ', '{']).next().filter(|root| !root.is_empty())
}

fn is_module_beside(path: &str, name: &str) -> bool {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_file_name(name);
    parent.is_dir() || parent.with_extension("rs").is_file()
}

fn rust_files() -> Vec<File> {
    tracked().into_iter().filter(|f| f.has_extension("rs")).collect()
}

/// The sources of library and programs, without files of tests.
fn sources() -> Vec<File> {
    rust_files().into_iter().filter(|f| f.path.starts_with("src/") && !f.path.ends_with("/tests.rs")).collect()
}

/// Every text file that belongs to the project. A source archive without its repository has nothing to check.
fn tracked() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listing = Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).current_dir(root).output();
    let paths = listing.map(|l| String::from_utf8_lossy(&l.stdout).into_owned()).unwrap_or_default();
    assert!(!paths.is_empty() || !root.join(".git").exists(), "git cannot list the files of the project");
    let read = |path: &str| Some(File { path: path.to_owned(), text: fs::read_to_string(root.join(path)).ok()? });
    paths.lines().filter_map(read).collect()
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
