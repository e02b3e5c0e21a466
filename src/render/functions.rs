//! What templates can ask for: `get_url`, `get_article`, `get_speaker`, `load_data`.
//!
//! Links are made for the page at hand, in components too: [`on_page`] notes which page a thread is rendering.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use serde::Serialize;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::data::{DataFolder, parsed};
use super::date::DateView;
use super::links::{Links, Reach};
use super::page::speaker_path;
use super::{Settings, Theme};
use crate::site::Site;

thread_local! {
    /// Path of the page that this thread is rendering, and from where its links are followed.
    static PAGE: RefCell<(String, Reach)> = const { RefCell::new((String::new(), Reach::Inside)) };
}

/// Does `work` with links made for the page of `links`.
pub(super) fn on_page<T>(links: Links<'_>, work: impl FnOnce() -> T) -> T {
    let before = PAGE.replace((links.here().to_owned(), links.reach()));
    let done = work();
    PAGE.set(before);
    done
}

/// Makes the functions known to `tera`. Lists are made only of what a template asks for.
pub(super) fn register(
    tera: &mut Tera,
    site: &Site,
    settings: &Settings,
    theme: &Theme,
    assets: BTreeMap<String, String>,
) {
    let base_url: Option<Arc<str>> = settings.base_url.as_deref().map(Arc::from);
    let base = base_url.clone();
    tera.register_function("get_url", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let asked = kwargs.get::<bool>("absolute")?.filter(|absolute| *absolute).map(|_| Reach::Anywhere);
        url(&assets, base.as_deref(), asked, kwargs.must_get("path")?)
    });
    if theme.mentions("get_article") {
        let (articles, base) = (articles(site), base_url.clone());
        tera.register_function("get_article", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            let path: &str = kwargs.must_get("path")?;
            let found = articles.get(path.trim_matches('/'));
            known(&kwargs, found, base.as_deref(), || format!("no article has the path `{path}`"))
        });
    }
    if theme.mentions("get_speaker") {
        let speakers = speakers(site);
        tera.register_function("get_speaker", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            let name: &str = kwargs.must_get("name")?;
            known(&kwargs, speakers.get(name), base_url.as_deref(), || format!("no speaker is called `{name}`"))
        });
    }
    if theme.mentions("load_data") {
        let loader = Loader { folder: theme.data().clone(), loaded: Mutex::default() };
        tera.register_function("load_data", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            let (path, format) = (kwargs.must_get::<&str>("path")?, kwargs.get::<&str>("format")?);
            match loader.load(path, format) {
                Err(_) if !kwargs.get::<bool>("required")?.unwrap_or(true) => Ok(Value::none()),
                loaded => loaded.map_err(|problem| Error::message(format!("load_data: `{path}` {problem}"))),
            }
        });
    }
}

/// All that these functions can say of articles and speakers, as far as the theme asks for it.
pub(super) fn facts(site: &Site, theme: &Theme) -> Vec<(String, String)> {
    let mut entries: Vec<(String, Arc<Entry>)> = Vec::new();
    if theme.mentions("get_article") {
        entries.extend(articles(site));
    }
    if theme.mentions("get_speaker") {
        entries.extend(speakers(site));
    }
    let facts = entries.into_iter().map(|(name, entry)| {
        // Facts always have a JSON form.
        let json = serde_json::to_string(&Linked { href: entry.path.clone(), entry: &entry }).unwrap_or_default();
        (name, json)
    });
    let mut facts: Vec<(String, String)> = facts.collect();
    facts.sort_unstable();
    facts
}

/// A link from the page at hand to a page (`articles/harbour/`) or to an asset of the theme (`base.css`), whose
/// address has a hash of its content.
///
/// `asked` says from where it is followed, if not from where the page's other links are.
fn url(
    assets: &BTreeMap<String, String>,
    base_url: Option<&str>,
    asked: Option<Reach>,
    path: &str,
) -> TeraResult<String> {
    let path = path.trim_start_matches('/');
    let (to, place) = path.split_once('#').map_or((path, None), |(to, place)| (to, Some(place)));
    let asset = assets.get(to).or_else(|| assets.get(to.strip_prefix("assets/")?));
    PAGE.with_borrow(|(page, reach)| {
        let links = Links::on(page, base_url).reaching(asked.unwrap_or(*reach));
        match (asset, place) {
            (Some(asset), _) => Ok(links.file(asset)),
            (None, Some(place)) => Ok(links.place(to, place)),
            (None, None) if to.is_empty() || to.ends_with('/') => Ok(links.page(to)),
            (None, None) if to.rsplit('/').next().is_some_and(|name| name.contains('.')) => Ok(links.file(to)),
            (None, None) => Ok(links.page(&format!("{to}/"))),
        }
    })
}

/// What a function found, with a link to it; `required=false` makes of nothing `none` instead of an error.
fn known(
    kwargs: &Kwargs,
    found: Option<&Arc<Entry>>,
    base_url: Option<&str>,
    problem: impl FnOnce() -> String,
) -> TeraResult<Value> {
    let Some(entry) = found else {
        let required = kwargs.get::<bool>("required")?.unwrap_or(true);
        let message = || format!("{}; `required=false` gives none instead of this error", problem());
        return if required { Err(Error::message(message())) } else { Ok(Value::none()) };
    };
    let href = PAGE.with_borrow(|(page, reach)| Links::on(page, base_url).reaching(*reach).page(&entry.path));
    Value::try_from_serializable(&Linked { href, entry })
}

/// An article or speaker as a function gives it, without the link, which depends on the page.
#[derive(Debug)]
struct Entry {
    path: String,
    facts: Facts,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Facts {
    Article {
        title: String,
        description: Option<String>,
        date: Option<DateView>,
        publisher: Option<String>,
        extra: serde_json::Map<String, serde_json::Value>,
    },
    Speaker {
        name: String,
        kind: &'static str,
        description: Option<String>,
        quotation_count: usize,
        article_count: usize,
    },
}

struct Linked<'a> {
    href: String,
    entry: &'a Entry,
}

impl Serialize for Linked<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Flat<'a> {
            href: &'a str,
            #[serde(flatten)]
            facts: &'a Facts,
        }
        Flat { href: &self.href, facts: &self.entry.facts }.serialize(serializer)
    }
}

/// Articles by their addresses and by their files, without slashes around.
fn articles(site: &Site) -> HashMap<String, Arc<Entry>> {
    let mut entries = HashMap::with_capacity(site.articles.len() * 2);
    for article in &site.articles {
        let metadata = &article.metadata;
        let facts = Facts::Article {
            title: metadata.title.clone(),
            description: metadata.description.clone(),
            date: metadata.date.as_ref().map(DateView::of),
            publisher: metadata.publisher.clone(),
            extra: metadata.extra.clone(),
        };
        let entry = Arc::new(Entry { path: article.url_path.clone(), facts });
        entries.insert(article.source.clone(), Arc::clone(&entry));
        entries.insert(article.url_path.trim_matches('/').to_owned(), entry);
    }
    entries
}

/// Speakers by their names and by the last part of their addresses.
fn speakers(site: &Site) -> HashMap<String, Arc<Entry>> {
    let mut entries = HashMap::with_capacity(site.speakers.len() * 2);
    for speaker in &site.speakers {
        let facts = Facts::Speaker {
            name: speaker.name.clone(),
            kind: speaker.kind.name(),
            description: speaker.descriptions.first().map(|description| description.text.clone()),
            quotation_count: speaker.quotations.len(),
            article_count: speaker.article_count,
        };
        let entry = Arc::new(Entry { path: speaker_path(speaker), facts });
        entries.entry(speaker.name.clone()).or_insert_with(|| Arc::clone(&entry));
        entries.insert(speaker.slug.clone(), entry);
    }
    entries
}

/// Reads each data file once, however many pages ask for it.
struct Loader {
    folder: DataFolder,
    /// What came of a file, by its path and the format that was asked for.
    loaded: Mutex<HashMap<(String, Option<String>), Loaded>>,
}

type Loaded = Result<Value, String>;

impl Loader {
    fn load(&self, path: &str, format: Option<&str>) -> Loaded {
        // A thread that died while it held the list leaves the list as good as it was.
        let mut loaded = self.loaded.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let entry = loaded.entry((path.to_owned(), format.map(str::to_owned)));
        entry.or_insert_with(|| parsed(path, format, &self.folder.read(path)?)).clone()
    }
}
