//! The first files of a project: a configuration for what was found, a workflow, a note. Everything here is text made
//! from findings; who asks and who writes is the verb.

mod components;
mod configuration;
mod note;
mod reports;
mod workflow;

use crate::config::load::FILE_NAME;
use crate::model::findings::Findings;
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;
use crate::model::ratio::{Metric, Ratio};

/// What a proposal is made from.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The site's name.
    pub title: &'a str,
    /// Web address of the repository.
    pub forge: Option<&'a str>,
    /// Inputs and what was found in them; `None` where there is neither a report nor a note.
    pub measured: Option<(&'a Inputs, &'a Findings)>,
    /// The files of the project.
    pub tree: &'a [ProjectPath],
    /// The way from the repository's root to the project's: empty where they are one, `None` outside a repository.
    pub below: Option<&'a str>,
}

/// A file that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its path from the root.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What it is for, in a few words.
    pub about: String,
}

/// What is proposed, and what is not needed.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// Files to be written, where none of that name is there.
    pub drafts: Vec<Draft>,
    /// What was thought of and left out: its name, and why.
    pub left_out: Vec<(String, String)>,
}

/// The first files of a project.
pub fn propose(seen: &Seen<'_>) -> Proposal {
    let mut proposal = Proposal::default();
    let note = note::draft(seen);
    let config = configuration::draft(seen, note.as_ref().ok());
    proposal.drafts.push(Draft { path: FILE_NAME.into(), ..config });
    match workflow::draft(seen) {
        Ok(draft) => proposal.drafts.push(draft),
        Err(why) => proposal.left_out.push((workflow::PATH.into(), why)),
    }
    match note {
        Ok(draft) => proposal.drafts.push(draft),
        Err(why) => proposal.left_out.push(("a first note".into(), why)),
    }
    proposal
}

impl Seen<'_> {
    /// Lines, or what stands for them, of everything measured.
    fn coverage(&self) -> Option<(Metric, Ratio)> {
        let (_, findings) = self.measured?;
        findings.totals.leading().filter(|(_, ratio)| !ratio.is_empty())
    }

    /// Whether a file lies directly in the root.
    fn has(&self, name: &str) -> bool {
        self.tree.iter().any(|path| path.as_str() == name)
    }
}
