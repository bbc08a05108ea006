//! The server on the loopback address: pages by their place, and events that say when one has changed.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, LOCATION};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio_io_timeout::TimeoutStream;

use super::answer::{Answer, Message};
use super::{dress, guard};

/// Connections at one time: a browser needs seven.
const CONNECTIONS: usize = 64;
/// How long a client may take to send the head of a request, or to take the next piece of an answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longer heads of requests are refused.
const LONGEST_HEAD: usize = 16 << 10;
/// How often an open stream of events shows that it lives.
const PULSE: Duration = Duration::from_secs(10);

/// Who has the pages.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// Where pages are asked for.
    pub(super) asks: Sender<Message>,
    /// The number of the newest site.
    pub(super) seen: watch::Receiver<u64>,
    /// The port that is listened on.
    pub(super) port: u16,
}

/// Answers until Ctrl-C.
///
/// # Errors
/// If the system gives no runtime for it.
pub(super) fn run(socket: TcpListener, site: Site) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        socket.set_nonblocking(true)?;
        let socket = tokio::net::TcpListener::from_std(socket)?;
        tokio::select! {
            end = tokio::signal::ctrl_c() => end,
            () = accept(socket, site) => Ok(()),
        }
    })
}

async fn accept(socket: tokio::net::TcpListener, site: Site) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = socket.accept().await else {
            // No file descriptor is left, for one: that passes.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // A page is small: waiting to fill a packet only costs time.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(PATIENCE));
        let site = site.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let site = site.clone();
                async move { Ok::<_, Infallible>(answer(&request, site).await) }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LONGEST_HEAD);
            // A client that breaks off, or is too slow, has ended it.
            let _ = http.serve_connection(TokioIo::new(Box::pin(stream)), service).await;
            drop(permit);
        });
    }
}

async fn answer(request: &Request<Incoming>, site: Site) -> Response<Content> {
    let mut response = match respond(request, site).await {
        Ok(response) => response,
        Err((status, words)) => {
            let mut response = plain(status, words);
            if status == StatusCode::METHOD_NOT_ALLOWED {
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            response
        }
    };
    let headers = response.headers_mut();
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "frame-ancestors 'none'"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn respond(request: &Request<Incoming>, site: Site) -> Result<Response<Content>, guard::Refusal> {
    guard::admit(request.method(), request.uri(), request.headers(), site.port)?;
    let place = guard::place(request.uri())?;
    if let Some(name) = place.strip_prefix(dress::OWN) {
        if name == "events" && request.method() == Method::GET {
            return events(request.uri().query().unwrap_or_default(), site);
        }
        let file = dress::FILES.iter().find(|(file, ..)| *file == name);
        let (_, kind, text) = file.ok_or((StatusCode::NOT_FOUND, "there is no such file"))?;
        return Ok(whole(StatusCode::OK, kind, text.as_bytes().to_vec()));
    }
    match ask(&site, place.clone()).await? {
        Answer::Page(made) => {
            let kind = dress::media_type(&place);
            let status = if made.sound { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
            let tag = format!("\"{}\"", made.mark);
            if request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
                return Ok(whole(StatusCode::NOT_MODIFIED, kind, Vec::new()));
            }
            let bytes = if kind.starts_with("text/html") { dress::page(&made) } else { made.bytes.clone() };
            let mut response = whole(status, kind, bytes);
            if let Ok(tag) = tag.parse() {
                response.headers_mut().insert(ETAG, tag);
            }
            Ok(response)
        }
        Answer::Nothing { is_folder: true } => {
            let mut response = plain(StatusCode::FOUND, "");
            let to = format!("{}/", request.uri().path());
            if let Ok(to) = to.parse() {
                response.headers_mut().insert(LOCATION, to);
            }
            Ok(response)
        }
        Answer::Nothing { is_folder: false } => {
            let text = format!("Nothing is at {place}. Pages move when files and notes do.");
            Ok(whole(
                StatusCode::NOT_FOUND,
                dress::media_type(".html"),
                dress::document("There is no such page", &text, NOWHERE),
            ))
        }
    }
}

/// The mark of a page that is not there.
const NOWHERE: &str = "none";

async fn ask(site: &Site, place: String) -> Result<Answer, guard::Refusal> {
    let gone = (StatusCode::SERVICE_UNAVAILABLE, "the site is being made anew");
    let (reply, answer) = oneshot::channel();
    site.asks.send(Message::Ask { place, reply }).map_err(|_| gone)?;
    answer.await.map_err(|_| gone)
}

/// Events for one page: `changed`, as soon as it is no longer what the reader has.
fn events(query: &str, mut site: Site) -> Result<Response<Content>, guard::Refusal> {
    let value = |name: &str| {
        query
            .split('&')
            .find_map(|pair| guard::decoded(pair.strip_prefix(name)?.strip_prefix('=')?))
            .unwrap_or_default()
    };
    let (path, known) = (value("page"), value("mark"));
    let uri = encoded(&path).parse().map_err(|_| (StatusCode::BAD_REQUEST, "the address is damaged"))?;
    let place = guard::place(&uri)?;
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        // The first bytes tell the browser that the stream is open.
        let mut alive = sender.send(Bytes::from_static(b"retry: 500\n\n")).await;
        while alive.is_ok() {
            site.seen.borrow_and_update();
            let now = match ask(&site, place.clone()).await {
                Ok(Answer::Page(made)) => made.mark.clone(),
                Ok(Answer::Nothing { .. }) => NOWHERE.to_owned(),
                Err(_) => return,
            };
            if now != known {
                let _ = sender.send(Bytes::from_static(b"event: changed\ndata:\n\n")).await;
                return;
            }
            alive = loop {
                match tokio::time::timeout(PULSE, site.seen.changed()).await {
                    Ok(Ok(())) => break Ok(()),
                    Ok(Err(_)) => return,
                    Err(_) => {
                        if let Err(gone) = sender.send(Bytes::from_static(b":\n\n")).await {
                            break Err(gone);
                        }
                    }
                }
            };
        }
    });
    let mut response = Response::new(Content::Events(receiver));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A path with its special characters escaped again.
fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn plain(status: StatusCode, words: &str) -> Response<Content> {
    whole(status, "text/plain; charset=utf-8", format!("{words}\n").into_bytes())
}

fn whole(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Content> {
    let mut response = Response::new(Content::Whole(Some(bytes.into())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // Kept, and asked about each time: what does not change is not sent twice.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// The content of an answer.
enum Content {
    /// Bytes that are there.
    Whole(Option<Bytes>),
    /// Events as they come.
    Events(mpsc::Receiver<Bytes>),
}

impl Body for Content {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Events(receiver) => {
                receiver.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(event))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Events(_) => SizeHint::default(),
        }
    }
}
