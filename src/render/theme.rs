//! The theme: templates and assets, a site's own over the embedded ones.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::Embed;
use tera::Tera;

use super::error::RenderError;

/// Folder of the files that are published as they are.
const ASSETS: &str = "assets/";

#[derive(Embed)]
#[folder = "templates/"]
struct DefaultTheme;

/// Templates and assets by their paths below `templates/`.
#[derive(Clone, Debug)]
pub struct Theme {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Default for Theme {
    fn default() -> Self {
        let files = DefaultTheme::iter().filter_map(|path| Some((path.to_string(), DefaultTheme::get(&path)?.data)));
        Self { files: files.collect() }
    }
}

impl Theme {
    /// The default theme with `own` files in place of those with the same path, and besides them.
    #[must_use]
    pub fn overridden_by(mut self, own: BTreeMap<String, Vec<u8>>) -> Self {
        self.files.extend(own.into_iter().map(|(path, bytes)| (path, Cow::Owned(bytes))));
        self
    }

    /// All files by path, with forward slashes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// The files to publish, by their paths below `assets/`.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files().filter_map(|(path, bytes)| Some((path.strip_prefix(ASSETS)?, bytes)))
    }

    /// The templates, compiled and checked against one another.
    pub(super) fn compile(&self) -> Result<Tera, RenderError> {
        let mut templates = Vec::new();
        for (path, bytes) in self.files().filter(|(path, _)| is_template(path)) {
            let text = std::str::from_utf8(bytes).map_err(|_| RenderError::new(path, "is not UTF-8 text"))?;
            templates.push((path, text));
        }
        let mut tera = Tera::default();
        tera.add_raw_templates(templates).map_err(|error| RenderError::from_tera("templates", &error))?;
        Ok(tera)
    }
}

fn is_template(path: &str) -> bool {
    !path.starts_with(ASSETS) && Path::new(path).extension().is_some_and(|extension| extension == "html")
}
