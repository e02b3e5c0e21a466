//! `quotewright-train`: rebuilds the weights in `models/` from the corpora. See `models/MODEL_CARD.md`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use quotewright::extract::Model;
use quotewright::extract::model::{write_clauses, write_cues, write_linear, write_tagger};
use quotewright::extract::tag::Tagger;
use quotewright::train::names::Marked;
use quotewright::train::{
    answers, checksums, clauses, confidence, corpus, cues, gold, links, names, outcomes, senses, tagger,
};

/// Rebuilds the weights from annotated corpora.
#[derive(Debug, Parser)]
struct Options {
    /// Folder with `corpora/polnear`, `corpora/wikinews` and `gold`.
    data: PathBuf,
    /// Folder to write the weights to.
    #[arg(long, default_value = "models")]
    output: PathBuf,
    /// Train this part alone, with the embedded weights for all others.
    #[arg(long)]
    only: Option<Part>,
    /// Write what became of every gold source in the cross-validation of names, a line each with tabs between its columns.
    #[arg(long, value_name = "FILE")]
    outcomes: Option<PathBuf>,
    /// Write what is found in each training article by weights that were learned without it, for `quotewright eval --answers`.
    #[arg(long, value_name = "FOLDER")]
    answers: Option<PathBuf>,
}

/// A part that can be trained alone.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// Cues, clauses, links and senses, and how sure all that is found is.
    Finding,
    /// Whom a pronoun or a description stands for; reports the share of sources, mention and content given, whose name is
    /// exactly right, by cross-validation over the articles marked with names.
    Names,
}

fn main() -> Result<()> {
    let options = Options::parse();
    match options.only {
        Some(Part::Finding) => train_finding(&options, Model::embedded().tagger.clone()),
        Some(Part::Names) => train_names(&options, &Model::embedded().tagger),
        None => {
            let tagger = train_tagger(&options)?;
            train_names(&options, &tagger)?;
            train_finding(&options, tagger)
        }
    }?;
    let sums = options.output.join(checksums::FILE);
    fs::write(&sums, checksums::of(&options.output)?).with_context(|| format!("cannot write {}", sums.display()))
}

fn train_tagger(options: &Options) -> Result<Tagger> {
    let polnear = options.data.join("corpora/polnear");
    let train = corpus::polnear(&polnear.join("train.jsonl.gz"))?;
    let parses = corpus::corenlp(&polnear.join("train.corenlp.jsonl.gz"), &train)?;
    let (tagger, accuracy) = tagger::train(&train, &parses);
    report(&format!("tagger: {:.2} % of tokens right on a held tenth", 100.0 * accuracy));
    write(options, "tagger.bin", &write_tagger(&tagger))?;
    Ok(tagger)
}

fn train_finding(options: &Options, tagger: Tagger) -> Result<()> {
    let (polnear, marked) = (options.data.join("corpora/polnear"), options.data.join("gold"));
    let mut train = corpus::polnear(&polnear.join("train.jsonl.gz"))?;
    for set in ["train-uknews", "train-wikinews"] {
        train.extend(corpus::marked(&marked.join(set))?);
    }
    train.extend(wikinews(options)?);
    let dev = corpus::polnear(&polnear.join("dev.jsonl.gz"))?;
    let (train, dev) = gold::align(&train, &dev, &tagger);
    let (train, dev): (Vec<_>, Vec<_>) = (train.iter().collect(), dev.iter().collect());

    let cues = cues::train(&train);
    report(&format!("cues on dev, precision, recall, F1: {:.3?}", cues::score(&dev, &cues)));
    write(options, "cues.bin", &write_cues(&cues))?;

    let clauses = clauses::train(&train);
    report(&format!("clauses on dev, sources right, Dice of contents: {:.3?}", clauses::score(&dev, &clauses)));
    write(options, "clauses.bin", &write_clauses(&clauses))?;

    let staged = links::stage_by_folds(&train);
    let links = links::train(&staged.iter().collect::<Vec<_>>());
    write(options, "links.bin", &write_linear(&links))?;

    let mut model = Model { tagger, cues, clauses, links, ..Model::default() };
    model.senses = senses::train(&corpus::marked(&marked.join("train-polnear"))?, &staged, &model);
    write(options, "senses.bin", &write_linear(&model.senses))?;

    let (named, found) = (named(options)?, confidence::find_staged(&staged, &model));
    let examples = confidence::examples(&named, &staged, &found, &model);
    let sources = confidence::sources(&named, &staged, &found, &model);
    report(&format!("confidence, cross-validated:\n{}", confidence::table(&examples, &sources)));
    let confidence = confidence::learn(&examples, &sources);
    write(options, "confidence.txt", confidence.to_text().as_bytes())?;
    match &options.answers {
        Some(folder) => answers::write(folder, &named, &staged, &found, &model, &confidence),
        None => Ok(()),
    }
}

/// The articles marked with names.
fn named(options: &Options) -> Result<Vec<corpus::GoldArticle>> {
    let sets = ["train-polnear", "train-uknews", "train-wikinews"];
    let sets = sets.iter().map(|set| corpus::marked(&options.data.join("gold").join(set)));
    let mut articles = sets.collect::<Result<Vec<_>>>()?.concat();
    articles.extend(wikinews(options)?);
    Ok(articles)
}

fn wikinews(options: &Options) -> Result<Vec<corpus::GoldArticle>> {
    corpus::wikinews(&options.data.join("corpora/wikinews/articles.jsonl"))
}

/// Folds of the cross-validation of names.
const FOLDS: usize = 5;

fn train_names(options: &Options, tagger: &Tagger) -> Result<()> {
    let articles = named(options)?;
    let articles: Vec<Marked<'_>> = articles.iter().map(|article| Marked::new(article, tagger)).collect();
    let folds = outcomes::cross_validated(&articles, FOLDS);
    report(&format!("names, exact in per cent, cross-validated:\n{}", outcomes::table(&folds)));
    if let Some(path) = &options.outcomes {
        fs::write(path, outcomes::lines(&folds)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let ranker = names::train(&articles.iter().collect::<Vec<_>>());
    write(options, "names.txt", ranker.to_text().as_bytes())
}

fn write(options: &Options, name: &str, bytes: &[u8]) -> Result<()> {
    let path = options.output.join(name);
    report(&format!("{}: {} bytes", path.display(), bytes.len()));
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[expect(clippy::print_stdout, reason = "a program of its own, whose output this is")]
fn report(line: &str) {
    println!("{line}");
}
