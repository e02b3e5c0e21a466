//! Has the package built again when a file comes to or leaves the default theme, which the compiler does not notice by itself, and
//! gives the program a fingerprint of all that it is made from: what one program kept for later is of no use to another.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// What the program is made from.
const SOURCES: [&str; 5] = ["Cargo.lock", "Cargo.toml", "models", "src", "templates"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES.map(Path::new).into_iter().filter(|source| source.exists()) {
        println!("cargo::rerun-if-changed={}", source.display());
        for file in files(source) {
            file.hash(&mut hasher);
            fs::read(&file).unwrap_or_default().hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=QUOTEWRIGHT_FINGERPRINT={:016x}", hasher.finish());
}

/// A file, or all files of a folder, in order.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.iter().flat_map(|path| files(path)).collect()
}
