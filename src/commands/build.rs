//! `quotewright build`: the site of a folder.

use std::time::Instant;

use super::Outcome;
use super::console::Console;
use crate::cli::{self, SiteOptions};
use crate::pipeline::{self, PUBLIC, Request};

pub(super) fn run(console: &Console, options: cli::Build) -> Outcome {
    let started = Instant::now();
    let output = options.output.unwrap_or_else(|| options.site.root.join(PUBLIC));
    let request = options.site.into();
    let built = match console.watch(options.timings, |progress| pipeline::build(&request, &output, progress)) {
        Ok(built) => built,
        Err(diagnostic) => return console.failure(&diagnostic),
    };
    let outcome = console.tell_all(&built.diagnostics);
    console.note(&format!(
        "{} articles, {} quotations, {} speakers in {:.2} s: {}",
        built.articles,
        built.quotations,
        built.speakers,
        started.elapsed().as_secs_f64(),
        output.join("index.html").display()
    ));
    outcome
}

impl From<SiteOptions> for Request {
    fn from(options: SiteOptions) -> Self {
        Self { root: options.root, base_url: options.base_url, drafts: options.drafts, preview_at: None }
    }
}
