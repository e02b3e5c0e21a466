//! The hashes of the weights, which are committed with them, so that nobody commits the one without the other.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Name of the list, which lies beside the weights.
pub const FILE: &str = "SHA256SUMS";

/// The hashes of the weights in a folder, a line each, as `sha256sum` writes and checks them.
pub fn of(folder: &Path) -> Result<String> {
    let listed = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths: Vec<_> = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut sums = String::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "bin" || e == "txt")) {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        for byte in Sha256::digest(&bytes) {
            write!(sums, "{byte:02x}")?;
        }
        writeln!(sums, "  {}", path.file_name().unwrap_or_default().to_string_lossy())?;
    }
    Ok(sums)
}
