//! The names of files with results: one an article, none twice.

use std::collections::HashSet;
use std::path::Path;

use crate::article::safe_segment;

/// The names given so far, in small letters: some file systems do not tell capitals apart.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// `harbour.json` for `harbour.txt`, `wire.a-1.json` for the article `A 1` of `wire.jsonl`. Where that is taken the
    /// extension of the file stays (`harbour.md.json`), and at last a number is added.
    pub(super) fn of(&mut self, file: &Path, id: Option<&str>) -> String {
        let file = if file.as_os_str() == "-" { Path::new("standard-input.txt") } else { file };
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let id = id.map_or(String::new(), |id| format!(".{}", safe_segment(id)));
        let plain = [format!("{stem}{id}.json"), format!("{name}{id}.json")];
        let numbered = (2_u32..).map(|n| format!("{stem}{id}-{n}.json"));
        let mut names = plain.into_iter().chain(numbered);
        names.find(|name| self.taken.insert(name.to_lowercase())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        for (file, id, expected) in [
            ("a.txt", None, "a.json"),
            ("a.md", None, "a.md.json"),
            ("other/a.txt", None, "a.txt.json"),
            ("third/a.txt", None, "a-2.json"),
            ("A.txt", None, "A-3.json"),
            ("b.c.txt", None, "b.c.json"),
            ("-", None, "standard-input.json"),
            ("wire.jsonl", Some("A 1"), "wire.a-1.json"),
            ("wire.jsonl", Some("../a/1"), "wire.jsonl.a-1.json"),
        ] {
            assert_eq!(names.of(Path::new(file), id), expected, "{file} {id:?}");
        }
    }
}
