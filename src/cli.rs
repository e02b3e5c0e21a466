//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Turns a folder of news articles into a static site that shows who said what.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true, after_help = EXIT_CODES)]
pub struct Cli {
    /// Say nothing but what is wrong.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Tell this many problems in full; `all` for all of them.
    #[arg(long, global = true, value_name = "N", default_value = "20", value_parser = count)]
    pub problems: usize,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new site that builds at once.
    Init(Init),
    /// Build the site from `content/`.
    Build(Build),
    /// Show the site in a browser, built anew whenever something changes.
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Look the site over for broken links, wrong names and the like; writes nothing.
    Check(Check),
    /// Print who says what in single articles.
    Extract(Extract),
    /// Measure how well quotations are found and named, on articles whose quotations are known.
    Eval(Eval),
    /// Print who was taken for one speaker across articles and why, and who was kept apart.
    Joins(Joins),
    /// Copy a file of the default theme into the site, to be changed there; without a name list them all.
    Eject(Eject),
    /// Print completions for a shell.
    Completions(Completions),
    /// Write the manual pages.
    Man(Man),
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  done, but some articles or links are bad; they are named on standard error.
     `check`: something of level error or warning was found
  2  could not run; the earlier site is untouched";

/// Which site, and how to look at it.
#[derive(Clone, Debug, Args)]
pub struct SiteOptions {
    /// Folder of the site: holds `content/` and, if there are any, `templates/` and `quotewright.toml`.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Where the site will stand, in place of the `base_url` of its settings.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Show drafts too.
    #[arg(long)]
    pub drafts: bool,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder of the new site.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// Options of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// Which site.
    #[command(flatten)]
    pub site: SiteOptions,
    /// Folder to write the site to [default: `public` in the root].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Tell where the time went, by phase and by template.
    #[arg(long)]
    pub timings: bool,
}

/// Options of `serve`.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub struct Serve {
    /// Which site.
    #[command(flatten)]
    pub site: SiteOptions,
    /// Port on 127.0.0.1; 0 finds a free one.
    #[arg(long, value_name = "N", default_value_t = 8000)]
    pub port: u16,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Which site.
    #[command(flatten)]
    pub site: SiteOptions,
    /// How to tell what was found.
    #[arg(long, value_enum, default_value_t)]
    pub format: CheckFormat,
    /// Pass over what this rule finds; may be given several times.
    #[arg(long, value_name = "RULE")]
    pub allow: Vec<String>,
    /// Tell where the time went, by phase and by template.
    #[arg(long)]
    pub timings: bool,
}

/// How `check` tells what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For reading.
    #[default]
    Text,
    /// One JSON object with all findings.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
}

/// Options of `eject`.
#[derive(Debug, Args)]
pub struct Eject {
    /// File of the default theme: `article.html`, `assets/base.css`.
    pub template: Option<String>,
    /// Folder of the site.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// Folder to write the pages to.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
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

/// Options of `eval`.
#[derive(Debug, Args)]
pub struct Eval {
    /// Articles with right answers: a `.jsonl` or `.jsonl.gz` file with an article a line, or a folder of `.json` files
    /// beside a folder of the same name with `-text`, which holds the articles.
    #[arg(required = true)]
    pub gold: Vec<PathBuf>,
    /// Judge stored output, `ID.json` in this folder, instead of what the program finds now.
    #[arg(long, value_name = "DIR")]
    pub answers: Option<PathBuf>,
    /// Belief, wish and plan too, not only reported speech and writing.
    #[arg(long)]
    pub all: bool,
    /// Show this many errors of each class.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,
    /// How to print the figures.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
}

/// Options of `joins`.
#[derive(Debug, Args)]
pub struct Joins {
    /// Which site.
    #[command(flatten)]
    pub site: SiteOptions,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
}

/// How `eval` and `joins` print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// One JSON object.
    Json,
    /// Tables.
    #[default]
    Text,
}

fn count(text: &str) -> Result<usize, String> {
    if text == "all" {
        return Ok(usize::MAX);
    }
    text.parse().map_err(|_| "give a number, or `all`".to_owned())
}
