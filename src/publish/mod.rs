//! The output folder: the old site or the new one, never half of either.
//!
//! Pages are made in parallel and compared with what lies there. Where nothing differs, nothing is touched. Otherwise
//! a folder beside it takes the changed files and hard links to all others, and the two are exchanged by one rename
//! (`folder`). This floor is the only one that writes, and it does not know what a page says.

pub mod alone;
mod folder;
mod journal;
mod lock;
mod manifest;
mod minify;
pub mod replace;
mod there;
pub mod watch;
mod written;

use std::path::Path;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::evidence::stamp::Digest;
use crate::site::{Kind, Page};
use folder::Output;
use written::{Fresh, Known};

/// The file that marks a folder as written by covsite: it lists the files and their hashes.
pub use manifest::FILE_NAME as MANIFEST;
pub use written::{Before, Written, stands};

/// Hosts set limits near these: Cloudflare Pages 20,000 files, GitHub Pages 1 GB.
const MANY_FILES: usize = 20_000;
const MANY_BYTES: u64 = 800_000_000;

/// Larger pages, in bytes, are taken as they are: they are tables of a thousand rows, in which there is little to leave out
/// and much to look at.
const LARGEST_MINIFIED: usize = 128 * 1024;

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files that the site has.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that were written.
    pub written: usize,
    /// Files that were removed, because the site no longer has them.
    pub removed: usize,
}

/// How to publish.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether pages from templates are minified.
    pub minify: bool,
}

/// Writes pages into a folder. Files there that covsite did not write are kept; files that did not change keep their
/// modification time. `made` is called after each page.
///
/// # Errors
/// [`Reported`] if a page can't be made, or the folder can't be written, or a file that covsite did not write stands
/// where a page must go. The folder is then as it was.
pub fn publish(
    pages: &[Page<'_>],
    out: &Path,
    options: Options,
    made: &(dyn Fn() + Sync),
    sink: &mut Sink,
) -> Result<Outcome, Reported> {
    publish_again(pages, out, options, None, made, sink).map(|(outcome, _)| outcome)
}

/// The same, with what is known of the build before, if anything: pages that would be the same bytes as the files that
/// lie there are not made. Returns also what the next build wants to know.
///
/// # Errors
/// Those of [`publish`].
pub fn publish_again(
    pages: &[Page<'_>],
    out: &Path,
    options: Options,
    before: Option<&Before<'_>>,
    made: &(dyn Fn() + Sync),
    sink: &mut Sink,
) -> Result<(Outcome, Vec<Written>), Reported> {
    let shown = out.display().to_string();
    let failed = |error: &std::io::Error, sink: &mut Sink| {
        sink.fatal(
            Diagnostic::new(&codes::OUTPUT, format!("the output folder can't be written: {error}"))
                .at(Place::file(shown.as_str()))
                .help("the site that was there stands as it was; mend the folder or give another one with --out"),
        )
    };
    let output =
        Output::open(out, pages.iter().map(|page| page.place.as_str())).map_err(|error| failed(&error, sink))?;
    let known = before.map(Known::new);
    let results: Vec<Result<Fresh, Failure>> = pages
        .par_iter()
        .map(|page| {
            let result = put(page, options, known.as_ref(), &output);
            made();
            result
        })
        .collect();
    let mut files = Vec::with_capacity(results.len() + 1);
    let mut outcome = Outcome::default();
    let mut problem = None;
    for result in results {
        match result {
            Ok(file) => {
                outcome.files += 1;
                outcome.bytes += file.size;
                outcome.written += usize::from(file.is_new);
                files.push(file);
            }
            Err(Failure::Page(diagnostic)) => problem = Some(sink.fatal(diagnostic)),
            Err(Failure::Folder(folder::Error::Foreign(path))) => {
                let message = "a file that covsite did not write stands where a page must go";
                let place = Place::file(out.join(path).display().to_string());
                let help = "move the file away, or give another folder with --out";
                problem = Some(sink.fatal(Diagnostic::new(&codes::FOREIGN_FILE, message).at(place).help(help)));
            }
            Err(Failure::Folder(folder::Error::Io(error))) => problem = Some(failed(&error, sink)),
        }
    }
    if let Some(reported) = problem {
        output.abandon();
        return Err(reported);
    }
    let real = output.out().to_path_buf();
    let finished = output.finish(&files).map_err(|error| failed(&error, sink))?;
    outcome.removed = finished.removed;
    files.push(finished.list_file);
    let written = known.map(|known| known.written(files, &real, finished.list)).unwrap_or_default();
    if outcome.files > MANY_FILES || outcome.bytes > MANY_BYTES {
        let message = format!("the site has {} files and {} MB", outcome.files, outcome.bytes / 1_000_000);
        let help = "GitHub Pages publishes up to 1 GB, some hosts up to 20,000 files; [site] sources = \"none\" makes it small";
        sink.push(Diagnostic::new(&codes::LARGE_SITE, message).at(Place::file(shown.as_str())).help(help));
    }
    Ok((outcome, written))
}

/// Makes a page and puts it, unless the same bytes are known to be there.
fn put(page: &Page<'_>, options: Options, known: Option<&Known<'_>>, output: &Output) -> Result<Fresh, Failure> {
    let basis = page.basis.as_ref().filter(|_| known.is_some()).map(|basis| Digest::of(&(basis.sum)()));
    if let (Some(known), Some(basis)) = (known, basis)
        && let Some(same) = known.same(page, basis, output)
    {
        return Ok(same);
    }
    let bytes = render(page, options).map_err(Failure::Page)?;
    let file = output.put(&page.place, &bytes).map_err(Failure::Folder)?;
    Ok(Fresh { basis, ..file })
}

enum Failure {
    Page(Diagnostic),
    Folder(folder::Error),
}

/// The bytes of a page as they are published.
///
/// # Errors
/// A diagnostic if its template or its source can't be used.
pub fn render(page: &Page<'_>, options: Options) -> Result<Vec<u8>, Diagnostic> {
    let bytes = (page.render)()?;
    let is_worth_it = options.minify && page.kind == Kind::Html && bytes.len() <= LARGEST_MINIFIED;
    Ok(if is_worth_it { minify::html(bytes) } else { bytes })
}
