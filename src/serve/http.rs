//! Connections: HTTP/1.1 on the loopback address, each in a task of its own, none for ever.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::watch::Receiver;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use super::answer::{Answer, answer, file, gone};
use super::served::Served;
use crate::fs;

/// How many connections are held at one time; more wait.
const CONNECTIONS: usize = 512;

/// In which time a client has to send the head of its request.
const HEAD: Duration = Duration::from_secs(10);

/// How long a connection is held. Browsers connect again by themselves.
const LIFETIME: Duration = Duration::from_mins(5);

/// How often a stream of versions says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

type Body = Either<Full<Bytes>, Channel<Bytes>>;

/// Answers requests until `end` comes.
pub(super) async fn serve(
    listener: TcpListener,
    served: Receiver<Arc<Served>>,
    end: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    tokio::select! {
        () = end => Ok(()),
        never = accept(listener, served) => match never {},
    }
}

async fn accept(listener: tokio::net::TcpListener, served: Receiver<Arc<Served>>) -> Infallible {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = Arc::clone(&places).acquire_owned().await;
        match listener.accept().await {
            Ok((stream, _)) => {
                let served = served.clone();
                tokio::spawn(async move {
                    // A client that breaks off or talks nonsense is no concern of others.
                    let _ = timeout(LIFETIME, connection(stream, served)).await;
                    drop(place);
                });
            }
            // Too many open files, mostly: some will be closed soon.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn connection(stream: TcpStream, served: Receiver<Arc<Served>>) -> hyper::Result<()> {
    let service = service_fn(|request: Request<Incoming>| {
        let served = served.clone();
        async move { Ok::<_, Infallible>(respond(request, served).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        // A client that has said all it has to say is answered all the same.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .await
}

async fn respond(request: Request<Incoming>, served: Receiver<Arc<Served>>) -> Response<Body> {
    let (request, _) = request.into_parts();
    let now = Arc::clone(&served.borrow());
    let whole = |response: Response<Bytes>| response.map(|bytes| Either::Left(Full::new(bytes)));
    match answer(&request, &now) {
        Answer::Response(response) => whole(response),
        Answer::Copied(name, from) => match spawn_blocking(move || fs::read(&from)).await {
            Ok(Ok(bytes)) => whole(file(&name, bytes.into())),
            _ => whole(gone()),
        },
        Answer::Events => events(served),
    }
}

/// The version of the site now, after each build, and now and then in between.
fn events(mut served: Receiver<Arc<Served>>) -> Response<Body> {
    let (mut sender, channel) = Channel::new(1);
    tokio::spawn(async move {
        loop {
            let event = format!("event: version\ndata: {}\n\n", served.borrow_and_update().version);
            if sender.send_data(event.into()).await.is_err() {
                return;
            }
            if let Ok(Err(_)) = timeout(HEARTBEAT, served.changed()).await {
                return;
            }
        }
    });
    let mut response = Response::new(Either::Right(channel));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Comes when the program is told to end, from now on.
#[cfg(unix)]
pub(super) fn end_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Comes when the program is told to end, from now on.
#[cfg(not(unix))]
pub(super) fn end_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the signal there is only the end of the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
