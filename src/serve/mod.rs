//! `covsite serve`: the site from memory, made anew when an input changes.
//!
//! Nothing is written: pages are made when a browser asks for them, from inputs that stay in memory. One thread owns
//! the inputs (`live`): it reads what has changed, analyses, and lets others make pages of the result until the next
//! change. Another answers on the loopback address (`server`), and lets nobody else's web page look (`guard`).
//!
//! This floor prints nothing; it tells its [`Listener`].

mod answer;
mod dress;
mod guard;
mod head;
mod live;
mod server;
mod work;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::publish::watch::Watch;
use work::{Sources, Work};

/// The port, where none is asked for.
pub const PORT: u16 = 7357;
/// How many ports after it are tried, where it is taken.
const NEXT_PORTS: u16 = 20;

/// What is served, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The configuration, if it is named.
    pub config: Option<PathBuf>,
    /// The root, if it is named.
    pub root: Option<PathBuf>,
    /// `SOURCE_DATE_EPOCH`.
    pub epoch: Option<i64>,
    /// The port; others are tried where it is taken. 0 is any.
    pub port: u16,
    /// Look for changes from time to time instead of asking the system.
    pub poll: bool,
}

/// Something to tell the user.
#[derive(Debug)]
pub enum News<'a> {
    /// The site is there.
    Serving {
        /// Its address.
        url: &'a str,
        /// The port that was asked for was taken.
        moved: bool,
        /// Changes are looked for from time to time: the system can't say.
        polls: bool,
    },
    /// A site was made.
    Made {
        /// What changed, as the user knows it; empty for the first time.
        changed: &'a [String],
        /// What is wrong with the inputs, and was not before.
        problems: &'a [Diagnostic],
        /// The sentence that answers.
        sentence: &'a str,
        /// How long it took.
        took: Duration,
    },
    /// The site stands as it was, because it could not be made anew.
    Failed {
        /// Why.
        problems: &'a [Diagnostic],
    },
}

/// Hears what happens, from any thread.
pub trait Listener: Send + Sync {
    /// Something happened.
    fn hear(&self, news: &News<'_>);
}

/// Serves until the user ends it with Ctrl-C.
///
/// # Errors
/// Diagnostics, if the first site can't be made or nothing can be listened on.
pub fn run(options: &Options, listener: &'static dyn Listener) -> Result<(), Vec<Diagnostic>> {
    let sources = Sources { config: options.config.clone(), root: options.root.clone(), epoch: options.epoch };
    let mut sink = Sink::default();
    let Ok(work) = Work::read(&sources, &mut sink) else { return Err(sink.finish()) };
    let failed = |what: &str, error: &dyn std::fmt::Display| {
        vec![Diagnostic::new(&codes::NOT_SERVED, format!("{what}: {error}"))]
    };
    let watch = Watch::new(options.poll).map_err(|error| failed("changes can't be watched", &error))?;
    let (socket, moved) = listen(options.port).map_err(|error| {
        let problem = failed("no port can be listened on", &error);
        problem.into_iter().map(|it| it.help("give another one with --port")).collect::<Vec<_>>()
    })?;
    let address = socket.local_addr().map_err(|error| failed("the port has no address", &error))?;
    let (asks, asked) = answer::channel();
    let (made, seen) = tokio::sync::watch::channel(0);
    let live = live::Live { work, watch, asks: asks.clone(), asked, made, listener };
    std::thread::Builder::new()
        .name("live".into())
        .spawn(move || live.run(&format!("http://{address}/"), moved))
        .map_err(|error| failed("no thread can be started", &error))?;
    server::run(socket, server::Site { asks, seen, port: address.port() })
        .map_err(|error| failed("the server can't run", &error))
}

/// Listens on the loopback address only: on `port`, else on one of the next, else on any.
fn listen(port: u16) -> io::Result<(TcpListener, bool)> {
    let bind = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let next = port..=port.saturating_add(if port == 0 { 0 } else { NEXT_PORTS });
    let mut last = None;
    for candidate in next {
        match bind(candidate) {
            Ok(socket) => return Ok((socket, candidate != port)),
            Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
                last = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    bind(0).map(|socket| (socket, true)).map_err(|error| last.unwrap_or(error))
}
