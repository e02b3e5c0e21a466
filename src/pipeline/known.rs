//! What is known of each file of the content, so that none is read for quotations twice: from the build before, or from an earlier
//! one of the same run.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::library::Stacks;
use super::sources::Source;
use super::{CONTENT, Request};
use crate::cache::{self, Entries, Hash};
use crate::fs::Scratch;
use crate::text::Vocabulary;

/// The entry of the vocabulary; no file has this name.
const VOCABULARY: &str = "";

/// What is known of the content of one site.
pub(super) struct Known {
    path: PathBuf,
    entries: Entries,
    library: Arc<Stacks>,
    vocabulary: Arc<Vocabulary>,
    /// By their names, where there will be another build in this run.
    in_memory: Option<Mutex<Files>>,
}

/// Files by their names.
type Files = HashMap<String, (Hash, Arc<Source>)>;

impl Known {
    /// What the last build kept; what is to be put away goes to `scratch`.
    pub(super) fn to_one_build(request: &Request, scratch: impl Fn() -> Scratch) -> Self {
        let path = request.root.join(cache::FOLDER).join(cache::CONTENT);
        let library = Stacks::new(request.root.join(CONTENT), scratch());
        let mut entries = Entries::open(&path, scratch());
        let words = entries.earlier(VOCABULARY).and_then(|(_, bytes)| postcard::from_bytes(&bytes).ok());
        // Without the words what else is kept would be read wrong.
        let words = words.unwrap_or_else(|| {
            entries.forget();
            Vec::new()
        });
        Self { entries, path, library, vocabulary: Arc::new(Vocabulary::of(words)), in_memory: None }
    }

    /// The same, and what each build of this run finds.
    pub(super) fn to_many_builds(request: &Request, scratch: impl Fn() -> Scratch) -> Self {
        Self { in_memory: Some(Mutex::default()), ..Self::to_one_build(request, scratch) }
    }

    /// The contents of the articles.
    pub(super) fn library(&self) -> &Arc<Stacks> {
        &self.library
    }

    /// The words of articles by number.
    pub(super) fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// What is known of a file, and the hash of what it held then.
    pub(super) fn of(&self, name: &str) -> Option<(Hash, Arc<Source>)> {
        let in_memory = self.in_memory.as_ref().and_then(|files| locked(files).get(name).cloned());
        in_memory.or_else(|| {
            let (hash, bytes) = self.entries.earlier(name)?;
            Some((hash, self.remembered(name, hash, self.read(&bytes)?)))
        })
    }

    /// Keeps what is known of a file for the next build.
    pub(super) fn keep(&self, name: &str) {
        self.entries.keep(name);
    }

    /// Takes note of what was found in a file, and puts the contents of its articles away.
    pub(super) fn put(&self, name: &str, hash: Hash, mut source: Source) -> Arc<Source> {
        source.each_article(|article| self.library.shelve(article));
        if let Ok(bytes) = postcard::to_allocvec(&source) {
            // What was found has room to grow, and lies among what is long gone. What is read from bytes has neither.
            source = self.read(&bytes).unwrap_or(source);
            if self.in_memory.is_none() {
                self.entries.put(name, hash, bytes);
            }
        }
        self.remembered(name, hash, source)
    }

    fn read(&self, bytes: &[u8]) -> Option<Source> {
        let mut source: Source = postcard::from_bytes(bytes).ok()?;
        source.each_article(|article| self.library.take_over(article));
        Some(source)
    }

    fn remembered(&self, name: &str, hash: Hash, source: Source) -> Arc<Source> {
        let source = Arc::new(source);
        if let Some(files) = &self.in_memory {
            locked(files).insert(name.to_owned(), (hash, Arc::clone(&source)));
        }
        source
    }

    /// Writes what is kept for the next build.
    pub(super) fn write(&self) -> std::io::Result<()> {
        let words = self.vocabulary.words();
        let known = self.entries.earlier(VOCABULARY).map(|(hash, _)| hash);
        let count = *blake3::hash(&(words.len() as u64).to_le_bytes()).as_bytes();
        if known == Some(count) {
            self.entries.keep(VOCABULARY);
        } else {
            let words = postcard::to_allocvec(&words).map_err(std::io::Error::other)?;
            self.entries.put(VOCABULARY, count, words);
        }
        self.entries.write(&self.path)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
