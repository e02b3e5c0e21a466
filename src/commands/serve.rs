//! `quotewright serve`: the site in a browser while it is written.

use super::Outcome;
use super::console::Console;
use crate::cli;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{self, Request};
use crate::serve::{Event, Server};

pub(super) fn run(console: &Console, options: cli::Serve) -> Outcome {
    match serve(*console, options) {
        Ok(()) => Outcome::Done,
        Err(diagnostic) => console.failure(&diagnostic),
    }
}

fn serve(console: Console, options: cli::Serve) -> Result<(), Diagnostic> {
    let root = options.site.root.clone();
    pipeline::expect_content(&root)?;
    let server = Server::bind(options.port)?;
    let address = format!("http://{}/", server.address());
    let request = Request { preview_at: Some(address.clone()), ..options.site.into() };
    let mut told = Vec::new();
    let tell = move |event: Event<'_>| match event {
        Event::Built(built, time) => {
            if built.diagnostics != told {
                console.tell_all(&built.diagnostics);
                told.clone_from(&built.diagnostics);
            }
            console.note(&format!("{} articles in {:.2} s", built.site.articles.len(), time.as_secs_f64()));
        }
        Event::Failed(diagnostic) => {
            console.failure(diagnostic);
        }
        Event::Ready(_) => {
            console.note(&format!("serving {address} until Ctrl-C"));
            if options.open && open::that_detached(&address).is_err() {
                console.note("no browser could be opened");
            }
        }
    };
    let render = pipeline::renderer(request);
    server.run(&root, Box::new(render), Box::new(tell))
}
