//! The library: the contents of a site's articles, which are put away when they have been read, so that they are not all in memory.
//!
//! The content of an article that was read by an earlier build is read again from its source, when something of it is to be shown.
//! If the source is another by then the library cannot give it, and notes that.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{named, parse_file};
use crate::article::{Article, Content, Library, Parsed, Shelfmark, digest, jsonl};
use crate::diagnostic::Diagnostic;
use crate::fs::{self, Note, Scratch};

/// So many contents stay at hand, those that were asked for last.
const AT_HAND: usize = 16;

/// The contents of the articles in one folder.
#[derive(Debug)]
pub(super) struct Stacks {
    folder: PathBuf,
    scratch: Scratch,
    /// Where those are that were put away, by the sources of their articles.
    notes: Mutex<HashMap<String, (Digest, Note)>>,
    at_hand: Mutex<VecDeque<(Digest, Arc<Content>)>>,
    failure: Mutex<Option<Diagnostic>>,
}

type Digest = [u8; 16];

impl Stacks {
    /// Those of the articles in `folder`, put away in `scratch`.
    pub(super) fn new(folder: PathBuf, scratch: Scratch) -> Arc<Self> {
        let (notes, at_hand, failure) = (Mutex::default(), Mutex::default(), Mutex::default());
        Arc::new(Self { folder, scratch, notes, at_hand, failure })
    }

    /// Puts the content of an article away, where it is at hand.
    pub(super) fn shelve(self: &Arc<Self>, article: &mut Article) {
        if let Shelfmark::Here(content) = &article.content {
            self.put(&article.source, article.digest, content);
        }
        self.take_over(article);
    }

    /// Answers for the content of an article of which an earlier build has told.
    pub(super) fn take_over(self: &Arc<Self>, article: &mut Article) {
        let library: Arc<dyn Library> = Arc::<Self>::clone(self);
        article.content = Shelfmark::In(library);
    }

    /// What could not be given, if that came to pass since it was asked the last time.
    pub(super) fn failure(&self) -> Option<Diagnostic> {
        locked(&self.failure).take()
    }

    /// Whether something could not be given.
    pub(super) fn has_failed(&self) -> bool {
        locked(&self.failure).is_some()
    }

    fn put(&self, source: &str, digest: Digest, content: &Content) {
        // Contents always have this form; one that had not would be read again.
        if let Ok(bytes) = postcard::to_allocvec(content) {
            let note = self.scratch.put(bytes);
            locked(&self.notes).insert(source.to_owned(), (digest, note));
        }
    }

    fn noted(&self, article: &Article) -> Option<Content> {
        let note = locked(&self.notes).get(&article.source).filter(|(digest, _)| *digest == article.digest)?.1.clone();
        postcard::from_bytes(&self.scratch.get(&note).ok()?).ok()
    }

    /// The content as the source has it now. Those of the other articles of the same file are put away on the way.
    fn read(&self, article: &Article) -> Option<Content> {
        let file = jsonl::file(&article.source);
        let bytes = fs::read_below(&self.folder, file).ok()?;
        let mut found = None;
        for parsed in parse_file(file, &bytes).into_iter().flatten() {
            let Parsed { source, format, body, text, blocks, headings, .. } = parsed;
            let (digest, content) = (digest(format, &body), Content { body, text, blocks, headings });
            if source != article.source {
                self.put(&source, digest, &content);
            } else if digest == article.digest {
                self.put(&source, digest, &content);
                found = Some(content);
            }
        }
        found
    }
}

impl Library for Stacks {
    fn content(&self, article: &Article) -> Arc<Content> {
        let at_hand = locked(&self.at_hand).iter().find(|(digest, _)| *digest == article.digest).cloned();
        if let Some((_, content)) = at_hand {
            return content;
        }
        let Some(content) = self.noted(article).or_else(|| self.read(article)) else {
            let remedy = "build again; nothing was written";
            let failure =
                Diagnostic::error(named(jsonl::file(&article.source)), "it was changed during the build", remedy);
            locked(&self.failure).get_or_insert(failure);
            return Arc::default();
        };
        let content = Arc::new(content);
        let mut at_hand = locked(&self.at_hand);
        at_hand.truncate(AT_HAND - 1);
        at_hand.push_front((article.digest, Arc::clone(&content)));
        content
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse;

    /// An article whose content the library has to read from the file.
    fn article(stacks: &Arc<Stacks>, source: &str, bytes: &[u8]) -> Article {
        let parsed = parse_file(source, bytes).remove(0).unwrap();
        let extraction = parsed.extract();
        let mut article = parsed.extracted(extraction);
        stacks.take_over(&mut article);
        article
    }

    fn stacks(home: &tempfile::TempDir) -> Arc<Stacks> {
        Stacks::new(home.path().to_owned(), Scratch::new(home.path().join("scratch")))
    }

    #[test]
    fn contents_come_from_the_scratch_or_from_the_source() {
        let home = tempfile::tempdir().unwrap();
        let stacks = stacks(&home);
        let parsed = parse("a.md", b"# A\n\nIt *rained*.").unwrap();
        let mut shelved = parsed.extracted(crate::extract::Extraction::default());
        let content = shelved.content();
        stacks.shelve(&mut shelved);
        let lines = "{\"id\": 1, \"text\": \"One.\"}\n{\"id\": 2, \"text\": \"Two.\"}\n";
        fs::write(&home.path().join("w.jsonl"), lines.as_bytes()).unwrap();
        let line = article(&stacks, "w.jsonl", lines.as_bytes());
        for _ in 0..2 {
            assert_eq!(shelved.content(), content);
            assert_eq!(line.content().text, "One.");
            locked(&stacks.at_hand).clear();
        }
        assert_eq!(stacks.failure(), None);
        assert!(locked(&stacks.notes).contains_key("w.jsonl#2"), "its neighbour was put away, too");
    }

    #[test]
    fn a_source_that_is_another_by_then_is_told() {
        let home = tempfile::tempdir().unwrap();
        let stacks = stacks(&home);
        let article = article(&stacks, "a.md", b"It rained.");
        fs::write(&home.path().join("a.md"), b"It poured.").unwrap();
        assert_eq!(*article.content(), Content::default());
        let told = stacks.failure().unwrap().to_string();
        assert!(told.contains("content/a.md") && told.contains("changed during the build"), "{told}");
        assert_eq!(stacks.failure(), None, "it is told once");
    }
}
