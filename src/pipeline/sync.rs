//! Live values in Markdown files written anew, damaged text repaired: the files named, and nothing else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Progress, analyse, gather, title};
use crate::config::load::Loaded;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::ingest::discover::markdown_below;
use crate::notes::{live::in_place, live::markers, mojibake};
use crate::publish::replace;
use crate::site::Site;
use crate::site::live::{self, Change};
use crate::site::theme::{Choice, Theme};

/// What to do with the files.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Say what would change, and write nothing.
    pub check: bool,
    /// Mend damaged text, too.
    pub repair: bool,
}

/// What was done with a file, or would be.
#[derive(Debug, Default)]
pub struct Done {
    /// The file, as the user named it.
    pub file: String,
    /// Places of damaged text.
    pub repaired: u32,
    /// Characters in them that were lost before and became U+FFFD.
    pub lost: u32,
    /// How many live values it has.
    pub values: usize,
    /// Those that differ.
    pub changes: Vec<Change>,
}

impl Done {
    /// Whether something stands in the file that must not stand there. Another commit or day alone is no such thing.
    pub fn is_stale(&self) -> bool {
        self.repaired > 0 || self.lost > 0 || self.changes.iter().any(|change| !change.is_stamp)
    }
}

/// A file that was read.
struct Read {
    shown: String,
    real: PathBuf,
    bytes: Vec<u8>,
    /// The bytes after repair.
    mended: Vec<u8>,
    done: Done,
}

/// Does it with each file. What can't be done with one is a diagnostic, and the others are done all the same; each file
/// is replaced at once or stays as it was. The project is read and measured only where a file has live values.
///
/// # Errors
/// [`Reported`] if something could not be done.
pub fn sync(
    loaded: &Loaded,
    files: &[PathBuf],
    wish: Wish,
    epoch: Option<i64>,
    progress: &dyn Progress,
    sink: &mut Sink,
) -> (Vec<Done>, Result<(), Reported>) {
    let mut result = Ok(());
    let mut all = Vec::new();
    for named in files {
        let below = if named.is_dir() { markdown_below(named) } else { vec![named.clone()] };
        for file in below {
            match read(&file, &loaded.root, wish, sink) {
                Ok(read) => all.push(read),
                Err(reported) => result = Err(reported),
            }
        }
    }
    let is_live = |read: &Read| {
        in_place(&read.mended).is_some_and(|text| {
            let found = markers(&text);
            !found.all.is_empty() || !found.broken.is_empty()
        })
    };
    let measured = if all.iter().any(is_live) {
        match measure(loaded, &mut all, epoch, progress, sink) {
            Ok(refused) => refused,
            Err(reported) => return (Vec::new(), Err(reported)),
        }
    } else {
        Vec::new()
    };
    let mut done = Vec::new();
    for (at, read) in all.into_iter().enumerate() {
        if measured.contains(&at) {
            result = Err(Reported);
            continue;
        }
        if !wish.check
            && read.mended != read.bytes
            && let Err(error) = replace::replace(&read.real, &read.mended)
        {
            result = Err(refused(&read.shown, &error.to_string(), sink));
            continue;
        }
        done.push(read.done);
    }
    (done, result)
}

fn refused(file: &str, why: &str, sink: &mut Sink) -> Reported {
    let problem = Diagnostic::new(&codes::NOT_SYNCED, why.to_owned()).at(Place::file(file));
    sink.fatal(problem.help("name a Markdown file that may be read and written"))
}

fn read(path: &Path, root: &Path, wish: Wish, sink: &mut Sink) -> Result<Read, Reported> {
    let shown = path.display().to_string().replace('\\', "/");
    let (real, bytes) = replace::read(path, root).map_err(|error| refused(&shown, &error.to_string(), sink))?;
    if bytes.len() as u64 > super::LARGEST_NOTE {
        return Err(refused(&shown, "a file of more than 16 MiB is not read", sink));
    }
    let Some(text) = in_place(&bytes) else {
        return Err(refused(&shown, "the file is UTF-16; save it as UTF-8", sink));
    };
    let repair = if wish.repair { mojibake::repair(&text) } else { None };
    let mended = repair.as_ref().map_or_else(|| bytes.clone(), |repair| live::repaired(&bytes, repair));
    let (repaired, lost) = repair.map_or((0, 0), |repair| (repair.repaired, repair.lost));
    let done = Done { file: shown.clone(), repaired, lost, ..Done::default() };
    Ok(Read { shown, real, bytes, mended, done })
}

/// Measures the project and puts the values into the files. The indexes of files that must stay as they are.
fn measure(
    loaded: &Loaded,
    all: &mut [Read],
    epoch: Option<i64>,
    progress: &dyn Progress,
    sink: &mut Sink,
) -> Result<Vec<usize>, Reported> {
    // What is wrong with the inputs is what `build` says; here only the markers matter, and whether there is an input.
    let mut inputs_sink = Sink::default();
    let inputs = match gather(loaded, progress, &mut inputs_sink) {
        Ok(inputs) => inputs,
        Err(reported) => {
            sink.absorb(inputs_sink);
            return Err(reported);
        }
    };
    let findings = analyse(&inputs, &loaded.config, epoch, &mut inputs_sink);
    let theme = Theme::load(&Choice::default(), sink)?;
    let site = Site::new(
        &inputs,
        &findings,
        &loaded.config,
        &theme,
        title(loaded, findings.git.forge.as_deref()),
        &mut inputs_sink,
    );
    let mut refused = Vec::new();
    for (at, read) in all.iter_mut().enumerate() {
        let file: Arc<str> = read.shown.as_str().into();
        let Some(text) = in_place(&read.mended) else { continue };
        let Ok(synced) = live::sync(&site, &file, &text, sink) else {
            refused.push(at);
            continue;
        };
        let mended = synced.apply(&read.mended);
        drop(text);
        read.mended = mended;
        read.done.values = synced.values;
        read.done.changes = synced.changes;
    }
    Ok(refused)
}
