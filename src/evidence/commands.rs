//! Commands of the configuration: run only when asked for, their results kept beside the project (`.covsite/`, which
//! ignores itself), so that a site shows the last one with its commit.
//!
//! What a command writes is kept only where it is JSON, and without what stands in the environment: a script may print a
//! token, a site never does.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::question::{CommandLine, CommandOutcome};

/// Where results are kept.
const FOLDER: &str = ".covsite/commands";
/// A larger summary is none.
const LARGEST: usize = 1 << 16;
/// Shorter values of the environment are words that stand anywhere.
const SHORTEST_SECRET: usize = 6;

/// A result as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: u32,
    line: Vec<String>,
    service: Option<String>,
    commit: Option<String>,
    exit: Option<i32>,
    timed_out: bool,
    summary: Option<Value>,
}

/// The last result of a command, if it was ever run here.
pub(super) fn last(root: &Path, command: &CommandLine) -> Option<CommandOutcome> {
    let file = std::fs::File::open(place(root, command)).ok()?;
    let mut text = String::new();
    file.take(4 * LARGEST as u64).read_to_string(&mut text).ok()?;
    let kept: Kept = serde_json::from_str(&text).ok()?;
    let same = kept.version == 1 && kept.line == command.line && kept.service == command.service;
    same.then_some(CommandOutcome {
        commit: kept.commit,
        exit: kept.exit,
        timed_out: kept.timed_out,
        summary: kept.summary,
    })
}

/// Runs a command in the root and keeps what came of it; `commit` is HEAD. What can't be run or kept is a diagnostic.
pub fn run(root: &Path, command: &CommandLine, timeout: Duration, commit: Option<&str>, sink: &mut Sink) {
    let mut said = |message: String, help: &str| {
        sink.push(Diagnostic::new(&codes::COMMAND_FAILED, message).help(help));
    };
    let name = command.line.join(" ");
    let (exit, timed_out, output) = match execute(root, command, timeout) {
        Ok(ended) => ended,
        Err(error) => {
            said(format!("`{name}` can't be run: {error}"), "see whether the program is there, and may be run");
            (None, false, Vec::new())
        }
    };
    if timed_out {
        said(
            format!("`{name}` was ended after {} s", timeout.as_secs()),
            "give it a longer `timeout`, or make it faster",
        );
    }
    let kept = Kept {
        version: 1,
        line: command.line.clone(),
        service: command.service.clone(),
        commit: commit.map(str::to_owned),
        exit,
        timed_out,
        summary: summary(&output),
    };
    if let Err(error) = keep(root, command, &kept) {
        let problem = Diagnostic::new(&codes::COMMAND_FAILED, format!("the result of `{name}` can't be kept: {error}"));
        sink.push(problem.at(Place::file(FOLDER)).help("let this folder be written"));
    }
}

fn place(root: &Path, command: &CommandLine) -> PathBuf {
    let mut hasher = blake3::Hasher::new();
    for part in command.line.iter().map(String::as_str).chain(["\0", command.service.as_deref().unwrap_or_default()]) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    root.join(FOLDER).join(format!("{}.json", &hasher.finalize().to_hex()[..16]))
}

fn keep(root: &Path, command: &CommandLine, kept: &Kept) -> std::io::Result<()> {
    let file = place(root, command);
    std::fs::create_dir_all(root.join(FOLDER))?;
    let ignores = root.join(".covsite/.gitignore");
    if !ignores.exists() {
        std::fs::write(ignores, "*\n")?;
    }
    // Whole or not at all: a build may read at the same time.
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&beside, serde_json::to_vec_pretty(kept)?)?;
    std::fs::rename(beside, file)
}

type Ended = (Option<i32>, bool, Vec<u8>);

fn execute(root: &Path, command: &CommandLine, timeout: Duration) -> std::io::Result<Ended> {
    let (program, arguments) = command.line.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
    let mut process = Command::new(program);
    process.args(arguments).current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    if let Some(service) = &command.service {
        process.env("COVSITE_SERVICE", service);
    }
    // A group of its own, so that what it started ends with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut process, 0);
    let deadline = Instant::now() + timeout;
    let mut child = process.spawn()?;
    let output = child.stdout.take().map(read);
    let mut pause = Duration::from_millis(1);
    let (exit, timed_out) = loop {
        if has_ended(&mut child)? {
            end_group(&child);
            break (child.wait()?.code(), false);
        }
        if Instant::now() >= deadline {
            end(&mut child);
            break (None, true);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    };
    // Something that left its group may hold its output open: nobody waits for that.
    let output = output.and_then(|output| output.recv_timeout(Duration::from_secs(2)).ok()).unwrap_or_default();
    Ok((exit, timed_out, output))
}

/// Whether a process has ended. It keeps its number until it is waited for, so that its group can still be named.
#[cfg(unix)]
fn has_ended(child: &mut Child) -> std::io::Result<bool> {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    let Some(process) = number(child) else { return Ok(child.try_wait()?.is_some()) };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(process), options)?.is_some())
}

#[cfg(not(unix))]
fn has_ended(child: &mut Child) -> std::io::Result<bool> {
    Ok(child.try_wait()?.is_some())
}

#[cfg(unix)]
fn number(child: &Child) -> Option<rustix::process::Pid> {
    i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)
}

/// Ends all that a process started and that stayed in its group; it must not have been waited for.
fn end_group(child: &Child) {
    #[cfg(unix)]
    if let Some(group) = number(child) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = child;
}

/// Ends a process with all that it started.
fn end(child: &mut Child) {
    end_group(child);
    let _ = child.kill();
    let _ = child.wait();
}

/// Reads all of an output on a thread of its own, and keeps as much as a summary may have.
fn read(mut output: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let (mut kept, mut buffer) = (Vec::new(), [0; 8192]);
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            if kept.len() <= LARGEST {
                kept.extend_from_slice(&buffer[..count]);
            }
        }
        let _ = sender.send(kept);
    });
    receiver
}

/// The JSON that a command wrote: all of its output, else its last line.
fn summary(output: &[u8]) -> Option<Value> {
    if output.len() > LARGEST {
        return None;
    }
    let text = std::str::from_utf8(output).ok()?;
    let last = text.lines().rev().find(|line| !line.trim().is_empty())?;
    let mut value: Value = serde_json::from_str(text).or_else(|_| serde_json::from_str(last)).ok()?;
    let mut secrets: Vec<String> = std::env::vars_os()
        .map(|(_, value)| value.to_string_lossy().into_owned())
        .filter(|value| value.len() >= SHORTEST_SECRET)
        .collect();
    // The longest first: one value may stand in another.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    hide(&mut value, &secrets);
    Some(value)
}

fn hide(value: &mut Value, secrets: &[String]) {
    let hidden = |text: &str| {
        let mut text = text.to_owned();
        for secret in secrets {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), "•••");
            }
        }
        text
    };
    match value {
        Value::String(text) => *text = hidden(text),
        Value::Array(items) => {
            for item in items {
                hide(item, secrets);
            }
        }
        Value::Object(map) => {
            let entries = std::mem::take(map);
            for (key, mut item) in entries {
                hide(&mut item, secrets);
                map.insert(hidden(&key), item);
            }
        }
        Value::Number(number) => {
            let text = number.to_string();
            if secrets.contains(&text) {
                *value = Value::String("•••".to_owned());
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}
