//! The committed weights are those that the training program wrote. That each file reads whole is tested where it is read.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

/// The most that all weights together may take up.
const MOST_BYTES: usize = 12 << 20;

#[test]
fn weights_are_those_whose_hashes_were_written_with_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("models/{name}: {error}"));
    let sums = String::from_utf8(read("SHA256SUMS")).unwrap_or_default();
    let mut listed = BTreeSet::from(["MODEL_CARD.md".to_owned(), "SHA256SUMS".to_owned()]);
    let mut total = 0;
    for (sum, name) in sums.lines().filter_map(|line| line.split_once("  ")) {
        let bytes = read(name);
        let own = Sha256::digest(&bytes).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        assert_eq!(
            own, sum,
            "models/{name} is not what was trained: run quotewright-train, and commit all that it writes"
        );
        total += bytes.len();
        listed.insert(name.to_owned());
    }
    let names = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("models/: {error}"));
    let there: BTreeSet<String> =
        names.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    assert_eq!(there, listed, "models/ holds other files than models/SHA256SUMS says");
    assert!(total <= MOST_BYTES, "the weights take up {total} bytes");
}
