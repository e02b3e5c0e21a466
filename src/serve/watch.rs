//! Watches the sources of a site and tells of changes once they have settled.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::pipeline::SOURCES;

/// No change for so long means that an editor has finished saving.
const QUIET: Duration = Duration::from_millis(30);

/// Changes that do not end are told of after this time.
const PATIENCE: Duration = Duration::from_millis(500);

/// A watch over the sources of one site.
#[derive(Debug)]
pub(super) struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Watch {
    /// Watches what a site in `root` is built from.
    pub(super) fn start(root: &Path) -> notify::Result<Self> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        let root = std::path::absolute(root).map_err(notify::Error::io)?;
        watcher.watch(&root, RecursiveMode::NonRecursive)?;
        let mut watch = Self { root, watcher, events };
        for source in SOURCES {
            watch.look_into(&watch.root.join(source))?;
        }
        Ok(watch)
    }

    /// Waits for changes; gives the files that have changed. `None` where nothing can be watched any more.
    pub(super) fn next(&mut self) -> Option<BTreeSet<PathBuf>> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            let event = self.events.recv().ok()?;
            self.note(event, &mut changed);
        }
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(QUIET.min(left)) {
                Ok(event) if !left.is_zero() => self.note(event, &mut changed),
                Ok(_) | Err(RecvTimeoutError::Timeout) => return Some(changed),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn note(&mut self, event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) {
        // Events that were lost may have been about anything.
        let Ok(event) = event else {
            changed.insert(self.root.clone());
            return;
        };
        if event.need_rescan() {
            changed.insert(self.root.clone());
        }
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in event.paths {
            if !is_source(&self.root, &path) {
                continue;
            }
            if path.parent() == Some(&self.root) {
                // A folder that cannot be watched is still read by every build.
                let _ = self.look_into(&path);
            }
            changed.insert(path);
        }
    }

    /// Watches a folder of sources with all that is in it; single files are watched with the root.
    fn look_into(&mut self, folder: &Path) -> notify::Result<()> {
        if folder.is_dir() { self.watcher.watch(folder, RecursiveMode::Recursive) } else { Ok(()) }
    }
}

/// Whether a site is built from a path: hidden files are not, and editors leave many of them.
fn is_source(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return true };
    let mut names = below.iter().map(|name| name.to_string_lossy());
    let is_read = below.iter().next().is_some_and(|first| SOURCES.iter().any(|source| first == *source));
    is_read && !names.any(|name| name.starts_with('.') || name.ends_with('~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources() {
        for (path, expected) in [
            ("/site/content/a.md", true),
            ("/site/content", true),
            ("/site/quotewright.toml", true),
            ("/site/public/index.html", false),
            ("/site/.public.quotewright-new/index.html", false),
            ("/site/content/.a.md.swp", false),
            ("/site/content/a.md~", false),
            ("/site/content/.git/index", false),
            ("/site", false),
        ] {
            assert_eq!(is_source(Path::new("/site"), Path::new(path)), expected, "{path}");
        }
    }
}
