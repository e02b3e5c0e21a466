//! The theme: templates and assets, a site's own over the embedded ones.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::Embed;
use tera::Tera;

use super::data::DataFolder;
use super::error::RenderError;
use crate::markdown::allowed;

/// Folder of the files that are published as they are.
const ASSETS: &str = "assets/";
/// Folder of the components. They are called by name, whatever file they are in, so two files of one cannot live together.
const COMPONENTS: &str = "components/";

#[derive(Embed)]
#[folder = "templates/"]
struct DefaultTheme;

/// Templates and assets by their paths below `templates/`.
#[derive(Clone, Debug)]
pub struct Theme {
    files: BTreeMap<String, Cow<'static, [u8]>>,
    /// The folders that files come from which are not embedded.
    origins: BTreeMap<String, String>,
    /// Page templates that others stand in front of, as those can extend them: `default/base.html`, `theme/base.html`.
    beneath: BTreeMap<String, Cow<'static, [u8]>>,
    data: DataFolder,
}

impl Default for Theme {
    fn default() -> Self {
        let files = DefaultTheme::iter().filter_map(|path| Some((path.to_string(), DefaultTheme::get(&path)?.data)));
        Self { files: files.collect(), origins: BTreeMap::new(), beneath: BTreeMap::new(), data: DataFolder::default() }
    }
}

impl Theme {
    /// The theme with the files of `folder` in place of those with the same path, and besides them.
    #[must_use]
    pub fn overridden_by(mut self, folder: &str, own: BTreeMap<String, Vec<u8>>) -> Self {
        for path in own.keys().filter(|path| is_template(path) && !path.starts_with(COMPONENTS)) {
            if let Some(bytes) = self.files.get(path) {
                let layer = if self.origins.contains_key(path) { "theme" } else { "default" };
                self.beneath.insert(format!("{layer}/{path}"), bytes.clone());
            }
        }
        self.origins.extend(own.keys().map(|path| (path.clone(), folder.to_owned())));
        self.files.extend(own.into_iter().map(|(path, bytes)| (path, Cow::Owned(bytes))));
        self
    }

    /// The theme with `load_data` reading from `data`.
    #[must_use]
    pub fn with_data(self, data: DataFolder) -> Self {
        Self { data, ..self }
    }

    pub(super) fn data(&self) -> &DataFolder {
        &self.data
    }

    /// Whether a template may call this function.
    pub(super) fn mentions(&self, function: &str) -> bool {
        self.files()
            .chain(self.beneath())
            .any(|(path, bytes)| is_template(path) && memchr::memmem::find(bytes, function.as_bytes()).is_some())
    }

    /// Whether there is a template with this path, also one that another stands in front of.
    pub fn has_template(&self, path: &str) -> bool {
        is_template(path) && (self.files.contains_key(path) || self.beneath.contains_key(path))
    }

    /// The folder that a file comes from; none of an embedded one.
    pub fn origin(&self, path: &str) -> Option<&str> {
        self.origins.get(path).map(String::as_str)
    }

    /// All files by path, with forward slashes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    fn beneath(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.beneath.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// A hash of all that is in it.
    pub(super) fn digest(&self) -> String {
        let mut digest = blake3::Hasher::new();
        let files = self.files().chain(self.beneath()).flat_map(|(path, bytes)| [path.as_bytes(), bytes]);
        for part in files {
            digest.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        digest.finalize().to_string()
    }

    /// The files to publish, by their paths below `assets/`.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files().filter_map(|(path, bytes)| Some((path.strip_prefix(ASSETS)?, bytes)))
    }

    /// The templates, compiled and checked against one another and against what `register` makes known to them.
    pub(super) fn compile(&self, register: impl FnOnce(&mut Tera)) -> Result<Tera, RenderError> {
        let mut templates = Vec::new();
        for (path, bytes) in self.files().chain(self.beneath()).filter(|(path, _)| is_template(path)) {
            let text = std::str::from_utf8(bytes).map_err(|_| RenderError::new(path, "is not UTF-8 text"))?;
            // A byte order mark would stand before the tag that has to come first.
            templates.push((path, text.strip_prefix('\u{feff}').unwrap_or(text)));
        }
        let mut tera = Tera::default();
        tera.set_escape_fn(|text, html| tera::escape_html(&allowed(text), html));
        register(&mut tera);
        tera.add_raw_templates(templates).map_err(|error| RenderError::from_tera("templates", &error))?;
        Ok(tera)
    }
}

fn is_template(path: &str) -> bool {
    !path.starts_with(ASSETS) && Path::new(path).extension().is_some_and(|extension| extension == "html")
}
