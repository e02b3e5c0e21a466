//! `quotewright build`: the site of a folder.

use std::time::Instant;

use super::{Outcome, print, report_all};
use crate::cli;
use crate::pipeline::{self, PUBLIC, Request};

pub(super) fn run(options: cli::Build) -> Outcome {
    let started = Instant::now();
    let output = options.output.unwrap_or_else(|| options.root.join(PUBLIC));
    let request = Request { root: options.root, output };
    match pipeline::build(&request) {
        Ok(report) => {
            let outcome = report_all(&report.diagnostics);
            print(&format!(
                "{} articles, {} quotations, {} speakers in {:.2} s: {}",
                report.articles,
                report.quotations,
                report.speakers,
                started.elapsed().as_secs_f64(),
                request.output.join("index.html").display()
            ));
            outcome
        }
        Err(diagnostics) => {
            report_all(&diagnostics);
            Outcome::Failed
        }
    }
}
