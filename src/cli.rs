//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Turns a folder of news articles into a static site that shows who said what.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site from `content/`.
    Build(Build),
    /// Print who says what in one article.
    Extract(Extract),
}

/// Options of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// Folder of the site: holds `content/` and, if there are any, `templates/` and `quotewright.toml`.
    #[arg(long, default_value = ".")]
    pub root: PathBuf,
    /// Folder to write the site to [default: `public` in the root].
    #[arg(long)]
    pub output: Option<PathBuf>,
}

/// Options of `extract`.
#[derive(Debug, Args)]
pub struct Extract {
    /// Articles, `.md`, `.txt` or `.jsonl`; `-` reads standard input as plain text, with `--format jsonl` as one JSON
    /// article (`{"id", "text"}`) a line.
    #[arg(required_unless_present = "format", num_args = 1..)]
    pub files: Vec<PathBuf>,
    /// How to print what was found.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Belief, wish and plan too, not only reported speech and writing.
    #[arg(long)]
    pub all: bool,
    /// Add the plain text that offsets refer to.
    #[arg(long)]
    pub with_text: bool,
    /// Write one `NAME.json` an article into this folder instead of printing.
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
}

/// How `extract` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object an article.
    Json,
    /// One JSON object a line; standard input has one article a line.
    Jsonl,
    /// For reading.
    #[default]
    Text,
}
