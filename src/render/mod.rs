//! The site as output files: view structs, Tera, pages. Never decides who said what, never touches the disk.

/// A file of the built site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with forward slashes: `articles/harbour/index.html`.
    pub path: String,
    /// Its whole content.
    pub bytes: Vec<u8>,
}
