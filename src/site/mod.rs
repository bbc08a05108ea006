//! The list of pages, each rendered only when it is written.
//!
//! Everything here is pure: inputs and findings in, bytes out. The one thing read from a disk is the user's theme
//! (by [`theme`]) and the text of sources, through the interface that the inputs hand over. Nothing here knows where
//! the output folder is.

pub mod badge;
mod basis;
pub mod calls;
pub mod charts;
pub mod data;
pub mod enclosing;
pub mod feed;
pub mod file_list;
pub mod frame;
pub mod html;
pub mod links;
pub mod live;
pub mod long;
pub mod markdown;
pub mod names;
pub mod numbers;
pub mod pages;
pub mod pictures;
pub mod remarks;
pub mod routes;
pub mod search_index;
pub mod single;
pub mod source_lines;
mod source_text;
pub mod tape;
pub mod test_links;
pub mod theme;
pub mod views;

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Sink};
use crate::facts::history::Own;
use crate::model::findings::Findings;
use crate::model::gap::Gap;
use crate::model::inputs::Inputs;
use crate::model::note::Note;
use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;
pub use basis::Basis;
use links::NoteLinks;
use names::Names;
use remarks::Remarks;
use routes::Routes;
use test_links::TestLinks;
use theme::Theme;

/// What a file of the site is; says whether and how it may be made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page from templates: may be minified.
    Html,
    /// A page that is written compactly by hand: taken as it is.
    Compact,
    /// Anything else: taken as it is.
    Raw,
}

/// A file of the site, made when it is asked for.
pub struct Page<'a> {
    /// Where it lies: the path of its file in the output folder.
    pub place: String,
    /// What it is.
    pub kind: Kind,
    /// Makes its bytes.
    pub render: Box<dyn Fn() -> Result<Vec<u8>, Diagnostic> + Send + Sync + 'a>,
    /// What its bytes follow from, where that is quicker to say than to make them.
    pub basis: Option<Basis<'a>>,
}

impl<'a> Page<'a> {
    /// A page that is made anew for each build.
    pub fn new(
        place: impl Into<String>,
        kind: Kind,
        render: impl Fn() -> Result<Vec<u8>, Diagnostic> + Send + Sync + 'a,
    ) -> Self {
        Self { place: place.into(), kind, render: Box::new(render), basis: None }
    }
}

impl std::fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("place", &self.place).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// All that pages are made from.
#[derive(Debug)]
pub struct Site<'a> {
    /// What was gathered.
    pub inputs: &'a Inputs,
    /// What was found.
    pub findings: &'a Findings,
    /// The configuration.
    pub config: &'a Config,
    /// Templates and assets.
    pub theme: &'a Theme,
    /// Where everything lies.
    pub routes: Routes,
    /// The site's name.
    pub title: String,
    /// Web address of the repository.
    pub forge: Option<String>,
    /// What is wrong with the inputs, for the page that says where numbers come from.
    pub problems: &'a [Diagnostic],
    /// Where the links of notes lead.
    pub links: NoteLinks,
    /// What notes say of each source file.
    pub remarks: Remarks,
    /// Where the tests lead to that reach lines.
    pub test_links: TestLinks,
    names: Names,
    /// Ids of gaps that the register has no room for.
    beyond: BTreeSet<String>,
    /// For each note the gaps that it names, in the order of the register.
    gaps_by_note: Vec<Vec<usize>>,
    /// For each note the phases that it belongs to, in order.
    phases_by_note: Vec<Vec<usize>>,
}

fn gaps_by_note(notes: usize, findings: &Findings) -> Vec<Vec<usize>> {
    by_note(notes, &findings.gaps, |gap| [gap.note].into_iter().chain(gap.also.iter().map(|(note, _)| *note)))
}

fn phases_by_note(notes: usize, findings: &Findings) -> Vec<Vec<usize>> {
    by_note(notes, &findings.phases, |phase| {
        phase.plans.iter().flat_map(|plan| &plan.notes).chain(&phase.notes).copied()
    })
}

/// For each note the indexes of what belongs to it, in order; `notes_of` may name a note twice.
fn by_note<'t, T, N: Iterator<Item = usize>>(
    notes: usize,
    all: &'t [T],
    notes_of: impl Fn(&'t T) -> N,
) -> Vec<Vec<usize>> {
    let mut by_note: Vec<Vec<usize>> = vec![Vec::new(); notes];
    for (index, one) in all.iter().enumerate() {
        for note in notes_of(one) {
            if let Some(own) = by_note.get_mut(note).filter(|own| own.last() != Some(&index)) {
                own.push(index);
            }
        }
    }
    by_note
}

impl<'a> Site<'a> {
    /// Finds a place for everything, and resolves the links of all notes; what is broken goes to the sink.
    pub fn new(
        inputs: &'a Inputs,
        findings: &'a Findings,
        config: &'a Config,
        theme: &'a Theme,
        title: String,
        sink: &mut Sink,
    ) -> Self {
        let pictures = pictures::find(inputs);
        let routes = Routes::new(
            findings.files.iter().map(|file| &file.path),
            findings.folders.keys().map(String::as_str),
            inputs.notes.iter().map(|note| &note.path),
            findings.phases.iter().map(|phase| phase.id.as_str()),
            pictures.keys(),
        )
        .with_components(findings.components.iter().map(|component| component.name.as_str()));
        let forge = config.project.repository.clone().or_else(|| findings.git.forge.clone());
        let forge = forge
            .map(|address| address.trim_end_matches('/').to_owned())
            .filter(|a| a.starts_with("https://") || a.starts_with("http://"));
        markdown::raw::report_all(&inputs.notes, sink);
        let links = links::resolve(inputs, &routes, &pictures, forge.as_deref(), sink);
        Self {
            inputs,
            findings,
            config,
            theme,
            routes,
            title,
            forge,
            problems: &[],
            links,
            remarks: Remarks::new(findings),
            test_links: TestLinks::new(inputs, pages::tests::CASES),
            names: Names::new(inputs, findings),
            beyond: long::beyond(findings),
            gaps_by_note: gaps_by_note(inputs.notes.len(), findings),
            phases_by_note: phases_by_note(inputs.notes.len(), findings),
        }
    }

    /// The same with what is wrong with the inputs.
    #[must_use]
    pub fn with_problems(mut self, problems: &'a [Diagnostic]) -> Self {
        self.problems = problems;
        self
    }

    /// The gaps that a note names, in the order of the register.
    pub fn gaps_of(&self, note: usize) -> impl Iterator<Item = &'a Gap> {
        let gaps: &'a [Gap] = &self.findings.gaps;
        self.gaps_by_note.get(note).into_iter().flatten().map(|index| &gaps[*index])
    }

    /// The phases to which the notes of a gap belong, by index, in order.
    pub fn phases_of(&self, gap: &Gap) -> BTreeSet<usize> {
        let notes = [gap.note].into_iter().chain(gap.also.iter().map(|(note, _)| *note));
        notes.filter_map(|note| self.phases_by_note.get(note)).flatten().copied().collect()
    }

    /// Decimals of percentages.
    pub fn decimals(&self) -> u32 {
        self.config.numbers.precision
    }

    /// The metric that speaks for the whole, where something was measured.
    pub fn primary(&self) -> Option<(Metric, Ratio)> {
        self.findings.totals.leading().filter(|(_, ratio)| !ratio.is_empty())
    }

    /// The run before this one.
    pub fn previous(&self) -> Option<&'a Run> {
        self.findings.before.as_ref().and_then(|before| self.inputs.earlier(before.run))
    }

    /// All runs, the oldest first; this one is the last, and another build of its commit is none of them.
    pub fn runs(&self) -> Vec<&Run> {
        let this = &self.findings.run;
        let own = Own { head: this.commit.as_deref(), measured: self.findings.measured_commit.as_deref() };
        let earlier = self.inputs.history.iter().filter(|run| !own.is_of(run));
        earlier.chain([this]).collect()
    }

    /// The address of the published site, with a slash at its end.
    pub fn base_url(&self) -> Option<String> {
        self.config.site.base_url.as_ref().map(|base| format!("{}/", base.trim_end_matches('/')))
    }

    /// Whether a feed is made: its entries need dates.
    pub fn has_feed(&self) -> bool {
        self.inputs.notes.iter().any(|note| note.date.is_some())
    }

    /// The page of a file or note that words in a note name (`core/x.py`, `x.py:12-20`, `docs/TESTING.md`), if there
    /// is exactly one.
    pub fn place_of(&self, note: &Note, words: &str) -> Option<String> {
        self.names.place_of(self, note, words)
    }

    /// The address of a file of the project on the forge.
    pub fn on_forge(&self, path: &str) -> Option<String> {
        let forge = self.forge.as_ref()?;
        Some(format!("{forge}/blob/HEAD/{}", routes::encode(path)))
    }

    /// The address of a commit on the forge.
    pub fn commit_on_forge(&self, hash: &str) -> Option<String> {
        let forge = self.forge.as_ref()?;
        // Every forge but Bitbucket has this address, or leads from it to its own.
        let folder = if forge.contains("bitbucket.org") { "commits" } else { "commit" };
        Some(format!("{forge}/{folder}/{}", routes::encode(hash)))
    }

    /// Every file of the site.
    pub fn pages(&self) -> Vec<Page<'_>> {
        // The largest first, so that the last page to be ready is a small one.
        let mut all = search_index::pages(self);
        all.extend(file_list::pages(self));
        all.extend(data::pages(self));
        all.extend(pages::all(self));
        all.extend(badge::pages(self));
        all.extend(feed::pages(self));
        all.extend(pictures::pages(self));
        for (place, bytes) in &self.theme.assets {
            all.push(Page::new(place, Kind::Raw, || Ok(bytes.clone())));
        }
        all.push(Page::new(".nojekyll", Kind::Raw, || Ok(Vec::new())));
        all
    }
}
