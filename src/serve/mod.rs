//! The development server: the site in memory, on this machine only, built anew whenever its sources change.
//!
//! 1. [`Server::bind`] takes a port of the loopback address.
//! 2. [`Server::run`] builds the site and watches its sources (`watch`).
//! 3. `http` answers requests from what is served at that moment (`served`): by look-up among the built paths, never on
//!    disk (`answer`), and only for those who ask this machine by a name of its own (`origin`).
//! 4. Pages are given a script that loads them again after a build, and a notice of what is wrong (`page`), on their way
//!    out only.
//! 5. After a change the site is built anew in a thread of its own. The page of an article that was saved comes first, then all pages
//!    are served as soon as they are made; a build that fails leaves the earlier ones.

mod answer;
mod http;
mod media_type;
mod origin;
mod page;
mod served;
mod watch;

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use hyper::header::LOCATION;
use tokio::runtime;
use tokio::sync::watch::Sender;

use self::answer::Answer;
use self::served::Served;
use self::watch::Watch;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Built, HandOn};

/// Builds the site after these files have changed; the first time after none. Where it knows nothing better it builds the
/// whole site. What it hands on is served before the rest is made.
pub type Builder = Box<dyn FnMut(&BTreeSet<PathBuf>, &mut HandOn<'_>) -> Result<Built, Diagnostic> + Send>;

/// What there is to tell while the server runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// The site was built, in this time.
    Built(&'a Built, Duration),
    /// It could not be built; the earlier pages are served.
    Failed(&'a Diagnostic),
    /// Requests are answered from now on.
    Ready(SocketAddr),
}

/// Hears of events.
pub type Listener = Box<dyn FnMut(Event<'_>) + Send>;

/// A server that has its port.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Takes `port` of the loopback address, any free one for 0.
    pub fn bind(port: u16) -> Result<Self, Diagnostic> {
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let bound = bound.and_then(|listener| Ok(Self { address: listener.local_addr()?, listener }));
        bound.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => {
                let remedy = "end the other program, name another port, or let `--port 0` find a free one";
                Diagnostic::error(format!("port {port}"), "another program uses this port", remedy)
            }
            _ => Diagnostic::error(format!("port {port}"), format!("cannot be had: {error}"), "name another port"),
        })
    }

    /// Where it can be reached.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves the site in `root` until the program is told to end.
    pub fn run(self, root: &Path, mut builder: Builder, mut tell: Listener) -> Result<(), Diagnostic> {
        let mut watch = Watch::start(root).map_err(|error| {
            let remedy =
                "check that it exists and may be read; Linux watches at most fs.inotify.max_user_watches folders";
            Diagnostic::error(root.display().to_string(), format!("cannot be watched: {error}"), remedy)
        })?;
        let (sender, receiver) = tokio::sync::watch::channel(Arc::new(Served::nothing(self.address)));
        update(&sender, &mut builder, &mut tell, &BTreeSet::new());
        let failed = |error: io::Error| Diagnostic::error("serve", format!("cannot go on: {error}"), "start it again");
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let end = runtime.block_on(async { http::end_signal() }).map_err(failed)?;
        tell(Event::Ready(self.address));
        thread::spawn(move || {
            while let Some(changed) = watch.next() {
                update(&sender, &mut builder, &mut tell, &changed);
            }
        });
        runtime.block_on(http::serve(self.listener, receiver, end)).map_err(failed)
    }
}

/// How a site of these pages answers a request with this head: by which status, and where it leads to. `None` where the head is
/// none. For tests from outside.
pub fn response_to(head: &[u8], pages: &[(&str, &str)]) -> Option<(u16, Option<String>)> {
    match answer::answer(&answer::request(head)?, &served::sample(pages)) {
        Answer::Response(response) => {
            let location =
                response.headers().get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
            Some((response.status().as_u16(), location))
        }
        Answer::Copied(..) | Answer::Events => Some((200, None)),
    }
}

/// Builds the site and serves the outcome from now on.
fn update(sender: &Sender<Arc<Served>>, builder: &mut Builder, tell: &mut Listener, changed: &BTreeSet<PathBuf>) {
    let started = Instant::now();
    let earlier = sender.borrow().clone();
    let mut shown = Arc::clone(&earlier);
    let outcome = builder(changed, &mut |files| {
        if let Some(served) = earlier.with(files, &shown) {
            shown = Arc::new(served);
            sender.send_replace(Arc::clone(&shown));
        }
    });
    match &outcome {
        Ok(built) => tell(Event::Built(built, started.elapsed())),
        Err(diagnostic) => tell(Event::Failed(diagnostic)),
    }
    if let Some(served) = earlier.followed_by(outcome, &shown) {
        sender.send_replace(Arc::new(served));
    }
}
