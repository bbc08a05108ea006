//! Starting git so that it answers and does nothing else: no pager, no prompt, no lock, no network, no program that a
//! repository's configuration names; and ended when it takes too long.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long one process may take. A history too long for that stays unknown.
const LIMIT: Duration = Duration::from_secs(20);

/// Longer lines are no headers.
const LONGEST_LINE: usize = 1 << 16;

/// Options before the command: what a configuration could switch on and we do not want.
const OPTIONS: &[&str] = &[
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.follow=false",
    "-c",
    "diff.orderFile=/dev/null",
];

/// Variables that would point git elsewhere than to the folder it is started in (hooks set some of them).
const CLEARED: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// Why git did not answer, in words.
pub(super) type Refusal = String;

/// What git has answered before, so that it is not asked again. It holds while the repository and the
/// files of the tree stand as they did: who keeps it drops it when HEAD or a branch moves, or a source is edited.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<HashMap<Asked, Answered>>>);

/// Arguments and standard input.
type Asked = (Vec<String>, Vec<u8>);

#[derive(Clone, Debug)]
enum Answered {
    Whole(Arc<Vec<u8>>),
    Pieces(Arc<Vec<String>>),
}

impl Memory {
    fn get(&self, asked: &Asked) -> Option<Answered> {
        self.0.lock().ok()?.get(asked).cloned()
    }

    fn keep(&self, asked: Asked, answered: Answered) {
        if let Ok(mut known) = self.0.lock() {
            known.insert(asked, answered);
        }
    }
}

/// git, started in a folder.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
    memory: Option<Memory>,
}

impl Git {
    /// git in `folder`, if that folder or one above it has a `.git`: elsewhere no process is worth starting.
    pub(super) fn in_folder(folder: &Path, memory: Option<&Memory>) -> Option<Self> {
        let folder = std::fs::canonicalize(folder).ok()?;
        let found = folder.ancestors().any(|above| above.join(".git").exists());
        found.then(|| Self { folder, memory: memory.cloned() })
    }

    /// The folder that it is started in.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// All that `git ARGUMENTS` writes, with `input` on its standard input.
    pub(super) fn output(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Refusal> {
        let asked = asked(arguments, input);
        if let Some(Answered::Whole(known)) = self.memory.as_ref().and_then(|memory| memory.get(&asked)) {
            return Ok(known.to_vec());
        }
        let mut all = Vec::new();
        self.stream(arguments, input, |chunk| {
            all.extend_from_slice(chunk);
            ControlFlow::Continue(())
        })?;
        if let Some(memory) = &self.memory {
            memory.keep(asked, Answered::Whole(Arc::new(all.clone())));
        }
        Ok(all)
    }

    /// Hands the NUL-separated pieces that git writes to `piece`, until it breaks off or there is no more. What makes it
    /// break off follows from the arguments and the input: with them, memory knows how far it wants to hear.
    pub(super) fn pieces(
        &self,
        arguments: &[&str],
        input: &[u8],
        mut piece: impl FnMut(&str) -> ControlFlow<()>,
    ) -> Result<(), Refusal> {
        let Some(memory) = &self.memory else { return self.fresh_pieces(arguments, input, piece) };
        let asked = asked(arguments, input);
        if let Some(Answered::Pieces(known)) = memory.get(&asked) {
            let _ = known.iter().try_for_each(|known| piece(known));
            return Ok(());
        }
        let mut heard = Vec::new();
        self.fresh_pieces(arguments, input, |one| {
            heard.push(one.to_owned());
            piece(one)
        })?;
        memory.keep(asked, Answered::Pieces(Arc::new(heard)));
        Ok(())
    }

    /// The lines of what `git ARGUMENTS` writes for which `keep` says so, each with its end. Of a longer line than any
    /// header only the beginning is looked at.
    pub(super) fn lines(&self, arguments: &[&str], mut keep: impl FnMut(&[u8]) -> bool) -> Result<Vec<u8>, Refusal> {
        let asked = asked(arguments, &[]);
        if let Some(Answered::Whole(known)) = self.memory.as_ref().and_then(|memory| memory.get(&asked)) {
            return Ok(known.to_vec());
        }
        let (mut kept, mut held): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
        self.stream(arguments, &[], |chunk| {
            for part in chunk.split_inclusive(|byte| *byte == b'\n') {
                let room = LONGEST_LINE.saturating_sub(held.len());
                let text = part.strip_suffix(b"\n").unwrap_or(part);
                held.extend_from_slice(&text[..text.len().min(room)]);
                if part.ends_with(b"\n") {
                    if keep(&held) {
                        kept.extend_from_slice(&held);
                        kept.push(b'\n');
                    }
                    held.clear();
                }
            }
            ControlFlow::Continue(())
        })?;
        if let Some(memory) = &self.memory {
            memory.keep(asked, Answered::Whole(Arc::new(kept.clone())));
        }
        Ok(kept)
    }

    fn fresh_pieces(
        &self,
        arguments: &[&str],
        input: &[u8],
        mut piece: impl FnMut(&str) -> ControlFlow<()>,
    ) -> Result<(), Refusal> {
        let mut held: Vec<u8> = Vec::new();
        let mut broken_off = false;
        self.stream(arguments, input, |chunk| {
            for part in chunk.split_inclusive(|byte| *byte == 0) {
                held.extend_from_slice(part.strip_suffix(&[0]).unwrap_or(part));
                if part.ends_with(&[0]) {
                    let flow = piece(&String::from_utf8_lossy(&held));
                    held.clear();
                    if flow.is_break() {
                        broken_off = true;
                        return ControlFlow::Break(());
                    }
                }
            }
            ControlFlow::Continue(())
        })?;
        if !broken_off && !held.is_empty() {
            let _ = piece(&String::from_utf8_lossy(&held));
        }
        Ok(())
    }

    fn stream(
        &self,
        arguments: &[&str],
        input: &[u8],
        mut chunk: impl FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<(), Refusal> {
        let deadline = Instant::now() + LIMIT;
        let mut child = self.start(arguments)?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if let Some(mut stdin) = stdin {
                    // A child that has heard enough closes its end: that is its right.
                    let _ = stdin.write_all(input);
                }
            });
            let complaint = scope.spawn(move || stderr.map(first_line).unwrap_or_default());
            let (sender, receiver) = sync_channel(8);
            scope.spawn(move || {
                let Some(mut stdout) = stdout else { return };
                let mut buffer = vec![0; 1 << 16];
                while let Ok(read @ 1..) = stdout.read(&mut buffer) {
                    if sender.send(buffer[..read].to_vec()).is_err() {
                        break;
                    }
                }
            });
            let ended = receive(&receiver, deadline, &mut chunk);
            drop(receiver);
            match ended {
                Ended::Whole => finish(&mut child, deadline, complaint),
                Ended::BrokenOff => {
                    end(&mut child);
                    Ok(())
                }
                Ended::TooLate => {
                    end(&mut child);
                    Err(format!("git {} took longer than {} s", arguments.first().unwrap_or(&""), LIMIT.as_secs()))
                }
            }
        })
    }

    fn start(&self, arguments: &[&str]) -> Result<Child, Refusal> {
        let mut command = Command::new("git");
        command.args(OPTIONS).args(arguments).current_dir(&self.folder);
        for name in CLEARED {
            command.env_remove(name);
        }
        command
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("GIT_PAGER", "cat")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().map_err(|error| format!("git can't be started: {error}"))
    }
}

fn asked(arguments: &[&str], input: &[u8]) -> Asked {
    (arguments.iter().map(|it| (*it).to_owned()).collect(), input.to_vec())
}

enum Ended {
    Whole,
    BrokenOff,
    TooLate,
}

fn receive(receiver: &Receiver<Vec<u8>>, deadline: Instant, chunk: &mut impl FnMut(&[u8]) -> ControlFlow<()>) -> Ended {
    loop {
        match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(bytes) => {
                if chunk(&bytes).is_break() {
                    return Ended::BrokenOff;
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ended::TooLate,
            Err(RecvTimeoutError::Disconnected) => return Ended::Whole,
        }
    }
}

/// Waits for a child that has closed its output; it is ended where it lives on.
fn finish(
    child: &mut Child,
    deadline: Instant,
    complaint: std::thread::ScopedJoinHandle<'_, String>,
) -> Result<(), Refusal> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => return Err(complaint.join().unwrap_or_default()),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_micros(200)),
            _ => {
                end(child);
                return Err("git did not end".into());
            }
        }
    }
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// The first line of what git complains, without its credentials-bearing rest.
fn first_line(mut stderr: impl Read) -> String {
    let mut text = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = stderr.read(&mut buffer) {
        if text.len() < 1024 {
            text.extend_from_slice(&buffer[..read]);
        }
    }
    let text = String::from_utf8_lossy(&text);
    text.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned()
}
