//! The content of a site: every file read, and every page and file given its path.
//!
//! 1. Articles and the front pages of sections, in the order of their files.
//! 2. Other files of the content: beside the page in whose folder they lie, else at the place where they lie.
//! 3. Files of `static/`, just as they are.
//! 4. Old addresses that lead on to pages.
//!
//! A bad file, or the second owner of a path, is reported and left out; the others go on.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::known::Known;
use super::record::{Inputs, hashed};
use super::{CONTENT, Lines, Request, STATIC, TEMPLATES, diagnostic, named, parse_file, unreadable};
use crate::article::{
    Article, Metadata, Parsed, Paths, Problem, SectionIndex, alias_path, asset_path, decode, digest, is_section_index,
    jsonl, parse_section_index,
};
use crate::cache::Hash;
use crate::diagnostic::{Diagnostic, Severity};
use crate::extract::Extraction;
use crate::fs;
use crate::output::{CopiedFile, MANIFEST};
use crate::progress::Progress;
use crate::render::{self, Settings, Theme};
use crate::site::{Alias, Content};

/// Paths that pages of the site itself have.
const SITE_PATHS: [&str; 2] = ["", "articles/"];

/// Folders in which the site makes all paths itself.
const SITE_FOLDERS: [&str; 8] =
    ["assets/", "authors/", "categories/", "publishers/", "sections/", "speakers/", "tags/", "years/"];

/// Kinds of files that a browser would run or show as a page. In `static/` they are the site's own; what comes with
/// articles is not trusted with them.
const ACTIVE: [&str; 13] =
    ["css", "htm", "html", "js", "mht", "mjs", "shtml", "svg", "swf", "wasm", "xht", "xhtml", "xml"];

/// What a site is made from.
pub(super) struct Sources {
    /// Articles, sections and files that can be published, in the order of their files.
    pub(super) content: Content,
    /// Files that are published as they are.
    pub(super) copies: Vec<CopiedFile>,
    /// What was wrong with the others, or is doubtful.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads the content, as it is in `inputs`, and the static files of the site of `request`.
pub(super) fn read(
    request: &Request,
    (settings, theme): (&Settings, &Theme),
    inputs: &Inputs,
    known: &Known,
    progress: &Progress,
) -> Sources {
    let folder = request.root.join(CONTENT);
    let (sources, others): (Vec<_>, Vec<_>) = inputs.content.iter().partition(|(path, _)| is_source(path));
    let wanted = Wanted { drafts: request.drafts, search: settings.search };
    let read: Vec<Arc<Source>> = progress.phase("articles", sources.len(), || {
        let read = |(path, hash): &&(String, Hash)| {
            let read = source(&folder, (path, *hash), wanted, known, progress);
            progress.piece();
            read
        };
        sources.par_iter().map(read).collect()
    });
    let read: Vec<Shown<'_>> = read.iter().map(|source| Shown::of(source, request.drafts)).collect();
    let diagnostics = inputs.unreadable.iter().map(|(path, error)| unreadable(&named(path), error)).collect();
    let content = Content { vocabulary: Arc::clone(known.vocabulary()), ..Content::default() };
    let mut claims = Claims { paths: Paths::default(), content, copies: Vec::new(), diagnostics };
    for path in SITE_PATHS {
        // The first claims of an empty register cannot collide.
        let _ = claims.paths.claim(path, "a page of the site itself");
    }
    let folders = page_folders(&read);
    for source in read {
        claims.source(&folder, source, settings, theme);
    }
    claims.assets(&folder, others.into_iter().map(|(path, _)| path), &folders, settings);
    claims.static_files(request);
    claims.aliases();
    Sources { content: claims.content, copies: claims.copies, diagnostics: claims.diagnostics }
}

/// The article in the file `name` of the content, if the file holds one that is shown, and nothing else.
pub(super) fn only_article(request: &Request, settings: &Settings, name: &str, known: &Known) -> Option<Arc<Article>> {
    let folder = request.root.join(CONTENT);
    let hash = hashed(Ok(Some(&fs::read_below(&folder, name).ok()?)));
    let wanted = Wanted { drafts: request.drafts, search: settings.search };
    let source = source(&folder, (name, hash), wanted, known, &Progress::default());
    match Shown::of(&source, request.drafts).articles[..] {
        [article] if article.source == name => Some(Arc::clone(article)),
        _ => None,
    }
}

/// Where the files of a folder with a page of its own go: to the page; nowhere where the page is not shown.
type PageFolders = HashMap<String, Option<String>>;

fn page_folders(sources: &[Shown<'_>]) -> PageFolders {
    let folder = |source: &str| source.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut folders = PageFolders::new();
    for source in sources {
        let articles = source.articles.iter().filter(|article| is_page_of_folder(&article.source));
        folders.extend(articles.map(|article| (folder(&article.source), Some(article.url_path.clone()))));
        folders.extend(source.index.iter().map(|index| (folder(&index.source), Some(index.url_path.clone()))));
        folders.extend(source.hidden.filter(|source| is_page_of_folder(source)).map(|s| (folder(s), None)));
    }
    folders
}

fn is_page_of_folder(source: &str) -> bool {
    let file = source.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').is_some_and(|(stem, _)| stem.eq_ignore_ascii_case("index")) && !source.contains('#')
}

/// What has been given a path so far, and what has not got any.
struct Claims {
    paths: Paths,
    content: Content,
    copies: Vec<CopiedFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Claims {
    fn source(&mut self, folder: &Path, source: Shown<'_>, settings: &Settings, theme: &Theme) {
        self.diagnostics.extend_from_slice(source.problems);
        for article in source.articles {
            if let Some(template) = missing_template(&article.metadata, theme) {
                self.diagnostics.push(no_template(folder, &article.source, template));
                continue;
            }
            match claim_article(&mut self.paths, article, settings) {
                Ok(()) => self.content.articles.push(Arc::clone(article)),
                Err(problem) => self.refuse(&article.source, &problem),
            }
        }
        if let Some(index) = source.index {
            if let Some(template) = missing_template(&index.metadata, theme) {
                self.diagnostics.push(no_template(folder, &index.source, template));
                return;
            }
            match claim_section(&mut self.paths, &self.content.indexes, index) {
                Ok(()) => self.content.indexes.push(index.clone()),
                Err(problem) => self.refuse(&index.source, &problem),
            }
        }
    }

    fn assets<'a>(
        &mut self,
        folder: &Path,
        files: impl Iterator<Item = &'a String>,
        folders: &PageFolders,
        settings: &Settings,
    ) {
        for file in files {
            let above = file.match_indices('/').map(|(at, _)| at).rev();
            let page = above.clone().find_map(|at| Some((at + 1, folders.get(&file[..at])?)));
            let path = match page {
                Some((_, None)) => continue,
                Some((start, Some(page))) => asset_path(page, &file[start..]),
                None => asset_path("", file),
            };
            if is_active(file) && !settings.trust_content {
                let extension = file.rsplit('.').next().unwrap_or_default().to_lowercase();
                self.diagnostics.push(Diagnostic::warning(
                    named(file),
                    format!(
                        "files of the kind `.{extension}` are not published from the content, as they could run there"
                    ),
                    "move them to static/, or set trust_content = true",
                ));
                continue;
            }
            if let Err(error) = fs::expect_readable(&folder.join(file)) {
                self.diagnostics.push(unreadable(&named(file), &error));
                continue;
            }
            match claim(&mut self.paths, &path, file) {
                Ok(()) => {
                    self.copies.push(CopiedFile { path: path.clone(), from: folder.join(file).into() });
                    self.content.assets.insert(file.clone(), path);
                }
                Err(problem) => self.refuse(file, &problem),
            }
        }
    }

    fn static_files(&mut self, request: &Request) {
        let folder = request.root.join(STATIC);
        if !fs::exists(&folder) {
            return;
        }
        let listing = fs::list_with_hidden(&folder, &request.root);
        let named = |path: &str| format!("{STATIC}/{path}");
        self.diagnostics.extend(listing.unreadable.iter().map(|(path, error)| unreadable(&named(path), error)));
        for file in listing.files {
            if let Err(error) = fs::expect_readable(&folder.join(&file)) {
                self.diagnostics.push(unreadable(&named(&file), &error));
                continue;
            }
            let problem = if file == MANIFEST {
                Some(Problem::new("the site itself writes a file with this name", "take it away"))
            } else {
                self.paths.claim(&file, &named(&file)).err()
            };
            match problem {
                None => {
                    self.content.static_files.insert(file.clone());
                    self.copies.push(CopiedFile { from: folder.join(&file).into(), path: file });
                }
                Some(problem) => {
                    self.diagnostics.push(Diagnostic::error(named(&file), problem.message, problem.remedy));
                }
            }
        }
    }

    fn aliases(&mut self) {
        let articles = self.content.articles.iter().map(|a| (&a.source, &a.url_path, &a.metadata.aliases));
        let indexes = self.content.indexes.iter().map(|i| (&i.source, &i.url_path, &i.metadata.aliases));
        let mut problems = Vec::new();
        for (source, to, aliases) in articles.chain(indexes) {
            // Written twice it leads here once.
            for path in aliases.iter().filter_map(|alias| alias_path(alias)).collect::<BTreeSet<_>>() {
                // An alias that is the page's own address leads there already.
                if path == format!("{to}index.html") {
                    continue;
                }
                match claim(&mut self.paths, &path, &format!("an alias of {source}")) {
                    Ok(()) => self.content.aliases.push(Alias { path, to: to.clone() }),
                    Err(problem) => problems.push((source.clone(), problem)),
                }
            }
        }
        for (source, problem) in problems {
            self.refuse(&source, &problem);
        }
    }

    fn refuse(&mut self, source: &str, problem: &Problem) {
        self.diagnostics.push(diagnostic(source, problem, Severity::Error, &Lines::of(b"")));
    }
}

/// The template that front matter asks for, where the theme has none of that name.
fn missing_template<'a>(metadata: &'a Metadata, theme: &Theme) -> Option<&'a str> {
    metadata.template.as_deref().filter(|name| !theme.has_template(name))
}

/// Tells that a page of `source` asks for a template that is not there; the file is read again to show where.
fn no_template(folder: &Path, source: &str, template: &str) -> Diagnostic {
    let bytes = fs::read_below(folder, jsonl::file(source)).unwrap_or_default();
    let is_field = |line: &str| line.trim_start_matches([' ', '"', '\'']).starts_with("template");
    let line = decode(&bytes).ok().and_then(|text| text.lines().position(is_field));
    let remedy = format!("put it into {TEMPLATES}/, or take `template` out of the front matter");
    let problem = Problem::new(format!("there is no template `{template}`"), remedy);
    let problem = Problem { line: line.map(|above| above + 1), ..problem };
    diagnostic(source, &problem, Severity::Error, &Lines::of(&bytes))
}

fn is_active(file: &str) -> bool {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| ACTIVE.contains(&extension.as_str()))
}

/// Gives an article or a section its path, unless another one or the site itself has it.
fn claim(paths: &mut Paths, path: &str, source: &str) -> Result<(), Problem> {
    if SITE_FOLDERS.iter().any(|folder| path.starts_with(folder)) || is_further_page(path) {
        let message = format!("`/{path}` is kept for pages that the site makes itself");
        return Err(Problem::new(message, "give it another name, `slug` or `path`"));
    }
    paths.claim(path, source)
}

/// Gives an article its path, and what goes with it its own: the offsets of exports must not come to refer to another text.
fn claim_article(paths: &mut Paths, article: &Article, settings: &Settings) -> Result<(), Problem> {
    claim(paths, &article.url_path, &article.source)?;
    let beside = render::paths_beside(article, settings);
    beside.iter().try_for_each(|(path, what)| paths.claim(path, &format!("{what} of {}", article.source)))
}

/// Whether a path is like that of a further page of a list: `news/page/2/`.
fn is_further_page(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').collect();
    segments
        .windows(2)
        .any(|pair| pair[0] == "page" && pair[1].bytes().all(|b| b.is_ascii_digit()) && !pair[1].is_empty())
}

/// Gives a section its path. The front pages of the site and of all articles are pages of the site itself, which such an
/// index says more about.
fn claim_section(paths: &mut Paths, others: &[SectionIndex], index: &SectionIndex) -> Result<(), Problem> {
    let path = index.url_path.as_str();
    if !SITE_PATHS.contains(&path) {
        return claim(paths, path, &index.source);
    }
    match others.iter().find(|other| other.url_path == path) {
        None => Ok(()),
        Some(other) => {
            let message = format!("`{}` and `{}` would both be shown on `/{path}`", index.source, other.source);
            Err(Problem::new(message, "take one of them away, or give it another `path`"))
        }
    }
}

fn is_source(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    matches!(extension.as_deref(), Some("md" | "markdown" | "txt" | "jsonl"))
}

/// What one file holds, and what is wrong in it.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Source {
    /// With drafts, where these were asked for.
    #[serde(with = "shared")]
    articles: Vec<Arc<Article>>,
    index: Option<SectionIndex>,
    /// The source of a draft that was not read for quotations.
    unread: Option<String>,
    problems: Vec<Diagnostic>,
}

/// What is to be known of a file.
#[derive(Clone, Copy)]
struct Wanted {
    /// Whether drafts are to be read for quotations, too.
    drafts: bool,
    /// Whether words are to be numbered.
    search: bool,
}

impl Source {
    fn has_all(&self, wanted: Wanted) -> bool {
        let has_words = |article: &Arc<Article>| !article.search_words.is_empty();
        let drafts = !wanted.drafts || self.unread.is_none();
        drafts && (!wanted.search || self.articles.iter().all(has_words))
    }

    /// Does something with each of its articles, which nobody else has yet.
    pub(super) fn each_article(&mut self, mut with: impl FnMut(&mut Article)) {
        self.articles.iter_mut().filter_map(Arc::get_mut).for_each(&mut with);
    }
}

/// Articles that several have, as if one had them.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    use crate::article::Article;

    pub(super) fn serialize<S: Serializer>(articles: &[Arc<Article>], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(articles.iter().map(|article| &**article))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Arc<Article>>, D::Error> {
        Ok(Vec::<Article>::deserialize(deserializer)?.into_iter().map(Arc::new).collect())
    }
}

/// What is shown of a file.
struct Shown<'a> {
    articles: Vec<&'a Arc<Article>>,
    index: Option<&'a SectionIndex>,
    /// The source of a draft that is not shown.
    hidden: Option<&'a str>,
    problems: &'a [Diagnostic],
}

impl<'a> Shown<'a> {
    fn of(source: &'a Source, drafts: bool) -> Self {
        let is_shown = |article: &&Arc<Article>| drafts || !article.metadata.draft;
        let (articles, hidden): (Vec<_>, Vec<_>) = source.articles.iter().partition(is_shown);
        let hidden = hidden.last().map(|article| article.source.as_str()).or(source.unread.as_deref());
        let index = source.index.as_ref().filter(|index| drafts || !index.metadata.draft);
        Self { articles, index, hidden, problems: &source.problems }
    }
}

/// What is in the file `name` of the content, from before where that is known for its `hash`.
fn source(
    content: &Path,
    (name, hash): (&str, Hash),
    wanted: Wanted,
    known: &Known,
    progress: &Progress,
) -> Arc<Source> {
    let before = known.of(name);
    if let Some((_, source)) = before.as_ref().filter(|(known, source)| *known == hash && source.has_all(wanted)) {
        known.keep(name);
        return Arc::clone(source);
    }
    match progress.step("read", || fs::read_below(content, name)) {
        Ok(bytes) => {
            let before = before.as_ref().map_or(&[][..], |(_, source)| &source.articles);
            let mut source = read_source((name, &bytes), wanted.drafts, before, progress);
            if wanted.search {
                let vocabulary = known.vocabulary();
                let words = |article: &mut Article| article.search_words = render::search_words(article, vocabulary);
                progress.step("words", || source.each_article(words));
            }
            known.put(name, hashed(Ok(Some(&bytes))), source)
        }
        Err(error) => Arc::new(Source { problems: vec![unreadable(&named(name), &error)], ..Source::default() }),
    }
}

/// Reads a file; `before` is what was in it the last time.
fn read_source((name, bytes): (&str, &[u8]), drafts: bool, before: &[Arc<Article>], progress: &Progress) -> Source {
    let lines = Lines::of(bytes);
    let told = |problem: &Problem, severity| diagnostic(name, problem, severity, &lines);
    let mut found = Source::default();
    if jsonl::file(name) != name {
        let message = "its path is like the name of an article in a `.jsonl` file";
        found.problems.push(told(&Problem::new(message, "take the `#` out of its path"), Severity::Error));
        return found;
    }
    if is_section_index(name) {
        match parse_section_index(name, bytes) {
            Ok(index) => {
                found.problems.extend(index.warnings.iter().map(|p| told(p, Severity::Warning)));
                found.index = Some(index);
            }
            Err(problem) => found.problems.push(told(&problem, Severity::Error)),
        }
        return found;
    }
    let before: HashMap<&str, &Article> = before.iter().map(|article| (article.source.as_str(), &**article)).collect();
    let all = progress.step("parse", || parse_file(name, bytes));
    if all.is_empty() {
        let problem = Problem::new(format!("there is no article in `{name}`"), "write one, or take the file away");
        found.problems.push(told(&problem, Severity::Warning));
    }
    for parsed in all {
        match parsed {
            Ok(parsed) => {
                found.problems.extend(parsed.warnings.iter().map(|p| told(p, Severity::Warning)));
                if drafts || !parsed.metadata.draft {
                    let before = before.get(parsed.source.as_str()).copied();
                    let extraction = progress.step("extract", || extraction(&parsed, before));
                    found.articles.push(Arc::new(parsed.extracted(extraction)));
                } else {
                    found.unread = Some(parsed.source);
                }
            }
            Err(problem) => found.problems.push(told(&problem, Severity::Error)),
        }
    }
    found
}

/// The extraction of an article, as it was `before` where it has the same body. Mentions count for nothing once everything is
/// ascribed to entities, and there are many.
fn extraction(parsed: &Parsed, before: Option<&Article>) -> Extraction {
    let is_same = |article: &&Article| {
        article.metadata.quotes == parsed.metadata.quotes && article.digest == digest(parsed.format, &parsed.body)
    };
    match before.filter(is_same) {
        Some(article) => article.extraction.clone(),
        None => Extraction { mentions: Vec::new(), ..parsed.extract() },
    }
}
