//! Builds of a site in memory: once, or time and again while its sources change.
//!
//! 1. Where one article is all that has changed, its page is made first, on the site as it was built before.
//! 2. Then the whole site is made anew, as far as it is not as it was. Its pages are handed on before the rest is made.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::known::Known;
use super::record::{self, DataFile, DataFiles};
use super::{Built, CONTENT, Made, Request, expect_content, make, settings, sources, theme};
use crate::diagnostic::Diagnostic;
use crate::fs::{self, Scratch};
use crate::progress::Progress;
use crate::render::{self, Collected, Collection, Settings, SharedFile, Taker};
use crate::site::Site;

/// Takes files of a site before all of it is made. Those that come later stand in place of all that came before.
pub type HandOn<'a> = dyn FnMut(Vec<SharedFile>) + Send + 'a;

/// Builds the site of `request` in memory. What earlier builds found in articles is used.
pub fn render(request: &Request, progress: &Progress) -> Result<Built, Diagnostic> {
    let known = Known::to_one_build(request, elsewhere);
    render_after(request, &known, &mut Earlier::default(), progress, &mut |_| ())
}

/// Builds the site of `request` in memory time and again, after these files have changed; what is found in articles and what is made is
/// kept from one time to the next. Handed on are the page of the only article that has changed, where that can be made by itself, then
/// what has been made anew when all pages have, before the rest is made.
pub fn renderer(request: Request) -> impl FnMut(&BTreeSet<PathBuf>, &mut HandOn<'_>) -> Result<Built, Diagnostic> {
    let known = Known::to_many_builds(&request, elsewhere);
    let mut earlier = Earlier::default();
    move |changed, hand_on| {
        let site = earlier.site.take();
        if let Some(page) = site.and_then(|site| page_of_one(&request, &known, site, changed)) {
            hand_on(vec![page]);
        }
        render_after(&request, &known, &mut earlier, &Progress::default(), hand_on)
    }
}

/// Where a build in memory, which writes nothing to the folder of the site, puts things away.
fn elsewhere() -> Scratch {
    Scratch::new(std::env::temp_dir())
}

/// What an earlier build in memory made, and the data files that it read for that.
#[derive(Default)]
struct Earlier {
    made: Collection,
    data: Vec<DataFile>,
    site: Option<(Arc<Site>, Settings)>,
}

/// Builds in memory what is not as it was made `earlier`, which is the new site then.
fn render_after(
    request: &Request,
    known: &Known,
    earlier: &mut Earlier,
    progress: &Progress,
    hand_on: &mut HandOn<'_>,
) -> Result<Built, Diagnostic> {
    expect_content(&request.root)?;
    let settings = settings(request)?;
    if !record::are_as_read(request, &earlier.data) {
        *earlier = Earlier::default();
    }
    let (data, collected) = (DataFiles::default(), Collected::following(earlier.made.clone()));
    let inputs = progress.phase("looking for changes", 0, || record::inputs(request, &settings));
    let hand_on = Mutex::new(hand_on);
    let on_pages = || {
        if !known.library().has_failed() {
            (hand_on.lock().unwrap_or_else(PoisonError::into_inner))(collected.fresh());
        }
    };
    let taker = (&collected as &dyn Taker, &on_pages as &(dyn Fn() + Sync));
    let Made { site, copies, diagnostics } = make(request, &settings, (&inputs, known), &data, progress, taker)?;
    let (files, made) = collected.into_parts();
    let site = Arc::new(site);
    // Data that changed meanwhile may or may not be in the pages.
    let data = data.with(&earlier.data);
    *earlier = data.map(|data| Earlier { made, data, site: None }).unwrap_or_default();
    earlier.site = Some((Arc::clone(&site), settings.clone()));
    Ok(Built { site, settings, files, copies, diagnostics })
}

/// The page of the one article whose source is all that has changed since the site was built; `None` where other pages may have to
/// change for this one to be right.
fn page_of_one(
    request: &Request,
    known: &Known,
    (site, settings): (Arc<Site>, Settings),
    changed: &BTreeSet<PathBuf>,
) -> Option<SharedFile> {
    let content = std::path::absolute(request.root.join(CONTENT)).ok()?;
    let name = |path: &Path| path.strip_prefix(&content).ok()?.to_str().map(str::to_owned);
    let is_of_site = |path: &Path| name(path).is_some_and(|name| site.from_source(&name).is_some());
    // Editors write files of their own and take them away again.
    let mut changed = changed.iter().filter(|path| fs::exists(path) || is_of_site(path));
    let (name, None) = (name(changed.next()?)?, changed.next()) else { return None };
    let article = sources::only_article(request, &settings, &name, known)?;
    let (site, id) = Arc::into_inner(site)?.with_article(article)?;
    let theme = theme(request, &settings, &DataFiles::default()).ok()?;
    let page = render::article_page(&site, &settings, &theme, id).ok()?;
    // What could not be read now the build that follows reads again.
    known.library().failure().is_none().then_some(page)
}
