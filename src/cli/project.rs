//! The project that the arguments name, gathered and analysed: several verbs say something of it.

use super::Common;
use super::build::epoch;
use super::progress::Bar;
use crate::config::load::{self, Loaded};
use crate::diagnostics::{Diagnostic, Reported, Sink};
use crate::pipeline;
use crate::site::Site;

/// What `say` says of the project's site, which is not written, with all that is wrong with its inputs. `base` is what is
/// compared with; `prepare` may do something before anything is read.
///
/// # Errors
/// [`Reported`] for a configuration that can't be read, and where there is nothing to say anything of.
pub(super) fn consult<T>(
    common: &Common,
    base: Option<&str>,
    prepare: impl FnOnce(&Loaded, &mut Sink),
    say: impl FnOnce(&Site<'_>, &Loaded) -> T,
) -> (Result<T, Reported>, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let loaded = match load::load(common.config.as_deref(), common.root.as_deref(), &mut sink) {
        Ok(loaded) => loaded,
        Err(reported) => return (Err(reported), sink.finish()),
    };
    let bar = Bar::new(common.quiet);
    prepare(&loaded, &mut sink);
    let said = pipeline::consult(&loaded, base, epoch(), &bar, sink, |site| say(site, &loaded));
    bar.clear();
    said
}
