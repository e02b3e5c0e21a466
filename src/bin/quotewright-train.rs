//! `quotewright-train`: rebuilds the weights in `models/` from the corpora. See `models/MODEL_CARD.md`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use quotewright::extract::model_file::Writer;
use quotewright::train::{corpus, tagger};

/// Rebuilds the weights from annotated corpora.
#[derive(Debug, Parser)]
struct Options {
    /// Folder with `corpora/polnear` and `gold`.
    data: PathBuf,
    /// Folder to write the weights to.
    #[arg(long, default_value = "models")]
    output: PathBuf,
    /// Stages to train; all of them by default.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let wanted = |stage: &str| options.only.is_empty() || options.only.iter().any(|s| s == stage);
    let polnear = options.data.join("corpora/polnear");
    let train = corpus::polnear(&polnear.join("train.jsonl.gz"))?;
    if wanted("tagger") {
        let parses = corpus::corenlp(&polnear.join("train.corenlp.jsonl.gz"), &train)?;
        let (model, accuracy) = tagger::train(&train, &parses);
        report(&format!("tagger: {:.2} % of tokens right on a held tenth", 100.0 * accuracy));
        let mut file = Writer::default();
        file.dictionary(&model.dictionary);
        file.linear(&model.weights);
        write(&options, "tagger.bin", file)?;
    }
    Ok(())
}

fn write(options: &Options, name: &str, file: Writer) -> Result<()> {
    let path = options.output.join(name);
    let bytes = file.finish();
    report(&format!("{}: {} bytes", path.display(), bytes.len()));
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[expect(clippy::print_stdout, reason = "a program of its own, whose output this is")]
fn report(line: &str) {
    println!("{line}");
}
