//! The press: what all pages are made with, prepared once.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use serde::Serialize;
use tera::{Context, Tera, Value};

use super::css::squeezed;
use super::error::RenderError;
use super::links::{Links, Reach};
use super::page::speaker_path;
use super::speaker_lists::{SpeakerList, speaker_lists};
use super::targets::Targets;
use super::view::{SiteView, days_of};
use super::{OutputFile, Settings, Theme, filters, functions, pagination, search};
use crate::article::Article;
use crate::markdown::{Annotation, Insertion, Manner, to_html};
use crate::progress::Progress;
use crate::site::{ArticleId, Site, SpeakerId};

/// Compiled templates, published assets, and what is to be shown.
pub(super) struct Press<'a> {
    pub(super) site: &'a Site,
    pub(super) settings: &'a Settings,
    pub(super) has_search: bool,
    progress: &'a Progress,
    tera: Tera,
    assets: Vec<Asset<'a>>,
    /// On which page of a speaker an article's quotations stand, from 0, where it is not the first.
    speaker_pages: HashMap<(SpeakerId, ArticleId), usize>,
    targets: Targets<'a>,
    frames: Mutex<HashMap<(usize, Reach), Frame>>,
    /// The indexes of speakers.
    pub(super) speaker_lists: Vec<SpeakerList>,
    /// First and last day of the site's articles.
    pub(super) days: Option<(Date, Date)>,
}

/// What every page is given. Pages that stand equally deep have the same links to others.
#[derive(Clone)]
struct Frame {
    site: Value,
    /// Links to assets by their names in the theme.
    assets: Value,
}

struct Asset<'a> {
    /// Path below the theme's `assets/`.
    name: &'a str,
    /// Path in the site.
    path: String,
    bytes: Cow<'a, [u8]>,
}

impl<'a> Asset<'a> {
    fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        let is_style = Path::new(name).extension().is_some_and(|extension| extension == "css");
        let squeezed = std::str::from_utf8(bytes).ok().filter(|_| is_style).map(|css| squeezed(css).into_bytes());
        let bytes = squeezed.map_or(Cow::Borrowed(bytes), Cow::Owned);
        Self { name, path: hashed_path(name, &bytes), bytes }
    }
}

impl<'a> Press<'a> {
    pub(super) fn new(
        site: &'a Site,
        settings: &'a Settings,
        theme: &'a Theme,
        progress: &'a Progress,
    ) -> Result<Self, RenderError> {
        let assets: Vec<Asset<'_>> = theme.assets().map(|(name, bytes)| Asset::new(name, bytes)).collect();
        let addresses = assets.iter().map(|asset| (asset.name.to_owned(), asset.path.clone())).collect();
        let tera = theme.compile(|tera| {
            filters::register(tera);
            functions::register(tera, site, settings, theme, addresses);
        })?;
        Ok(Self {
            site,
            settings,
            has_search: search::has_page(site, settings),
            progress,
            tera,
            assets,
            speaker_pages: speaker_pages(site, settings.page_size),
            targets: Targets::of(site),
            frames: Mutex::default(),
            speaker_lists: speaker_lists(site),
            days: days_of(site),
        })
    }

    pub(super) fn asset_files(&self) -> Vec<OutputFile> {
        self.assets.iter().map(|asset| OutputFile { path: asset.path.clone(), bytes: asset.bytes.to_vec() }).collect()
    }

    /// Links on the page at `path`.
    pub(super) fn links<'b>(&'b self, path: &'b str) -> Links<'b> {
        Links::on(path, self.settings.base_url.as_deref())
    }

    /// The page of a speaker on which the quotations from an article stand.
    pub(super) fn speaker_page(&self, speaker: SpeakerId, article: ArticleId) -> String {
        let number = self.speaker_pages.get(&(speaker, article)).map_or(1, |page| page + 1);
        pagination::path_of(&speaker_path(self.site.speaker(speaker)), number)
    }

    /// The picture that the front matter of an article names, at an address that previews elsewhere can load.
    pub(super) fn image(&self, article: &Article) -> Option<String> {
        self.settings.base_url.as_ref()?;
        let image = article.metadata.extra.get("image")?.as_str()?;
        let links = self.links(&article.url_path).outward();
        let resolved = self.targets.resolve(links, &article.source, image).unwrap_or_else(|| image.to_owned());
        (resolved.starts_with("https://") || resolved.starts_with("http://")).then_some(resolved)
    }

    /// The body of `source`, a file of the content, as HTML on the page of `links`.
    pub(super) fn markdown(
        &self,
        links: Links<'_>,
        (source, body): (&str, &str),
        annotations: &[Annotation],
        insertions: &[Insertion],
    ) -> String {
        let resolve = |address: &str| self.targets.resolve(links, source, address);
        let manner = Manner { trusted: self.settings.trust_content, resolve: &resolve };
        to_html(body, annotations, insertions, manner)
    }

    /// Where an address in an article leads, as far as that is in the site.
    pub(super) fn target(&self, links: Links<'_>, article: &Article, address: &str) -> Option<String> {
        self.targets.resolve(links, &article.source, address)
    }

    /// A hash of all places that addresses may lead to.
    pub(super) fn targets_digest(&self) -> &str {
        self.targets.digest()
    }

    /// The bytes of an asset; empty where the theme has none of that name.
    pub(super) fn asset_bytes(&self, name: &str) -> &[u8] {
        self.assets.iter().find(|asset| asset.name == name).map_or(&[], |asset| &asset.bytes)
    }

    pub(super) fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Fills the template of the page of `links` with `content`, with what else is `given`, and with what every page is given.
    pub(super) fn page(
        &self,
        name: &str,
        links: Links<'_>,
        given: impl Iterator<Item = (&'static str, Value)>,
        content: &impl Serialize,
    ) -> Result<String, RenderError> {
        self.progress.template(name, || {
            let mut context = context(name, content)?;
            let Frame { site, assets } = self.frame(links);
            for (name, value) in given.chain([("site", site), ("assets", assets)]) {
                context.insert_value(name, value);
            }
            self.tera.render(name, &context).map_err(|error| RenderError::from_tera(name, &error))
        })
    }

    fn frame(&self, links: Links<'_>) -> Frame {
        // A thread that died while it held the list leaves the list as good as it was.
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let frame = frames.entry((links.depth(), links.reach())).or_insert_with(|| {
            let assets = self.assets.iter().map(|asset| (asset.name, links.file(&asset.path)));
            Frame {
                site: Value::from_serializable(&SiteView::of(self, links)),
                assets: Value::from_serializable(&assets.collect::<BTreeMap<_, _>>()),
            }
        });
        frame.clone()
    }

    /// Fills a template.
    pub(super) fn template(&self, name: &str, view: &impl Serialize) -> Result<String, RenderError> {
        self.progress.template(name, || {
            let context = context(name, view)?;
            self.tera.render(name, &context).map_err(|error| RenderError::from_tera(name, &error))
        })
    }

    /// Fills a component.
    pub(super) fn component(&self, name: &str, view: &impl Serialize) -> Result<String, RenderError> {
        self.progress.template(name, || {
            let context = context(name, view)?;
            let html = self.tera.render_component(name, &context, None, true);
            html.map_err(|error| RenderError::from_tera(name, &error))
        })
    }
}

fn speaker_pages(site: &Site, page_size: usize) -> HashMap<(SpeakerId, ArticleId), usize> {
    let mut pages = HashMap::new();
    for (n, speaker) in site.speakers.iter().enumerate() {
        for (place, quotations) in speaker.by_article().enumerate().skip(page_size) {
            pages.insert((SpeakerId::from_index(n), quotations[0].article), place / page_size);
        }
    }
    pages
}

fn context(template: &str, view: &impl Serialize) -> Result<Context, RenderError> {
    Context::from_serialize(view).map_err(|error| RenderError::from_tera(template, &error))
}

/// `base.css` as `assets/base.1f3a5b7c9d.css`: a changed file has a new address, so hosts may let caches keep it for ever.
fn hashed_path(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..10];
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.contains('/') => {
            format!("assets/{stem}.{hash}.{extension}")
        }
        _ => format!("assets/{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_before_the_extension() {
        let hash = &blake3::hash(b"x").to_hex()[..10];
        for (name, expected) in [
            ("base.css", format!("assets/base.{hash}.css")),
            ("img/logo.min.svg", format!("assets/img/logo.min.{hash}.svg")),
            ("v1.2/licence", format!("assets/v1.2/licence.{hash}")),
            ("licence", format!("assets/licence.{hash}")),
        ] {
            assert_eq!(hashed_path(name, b"x"), expected);
        }
    }
}
