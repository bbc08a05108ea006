//! What a build wrote, as the next one wants to know it: which of the files still are what they were, and what their
//! bytes follow from.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::folder::{self, Output};
use crate::evidence::stamp::{Digest, Moment, Stamp};
use crate::model::paths::ProjectPath;
use crate::site::Page;

/// A file of the site as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    path: String,
    stamp: Stamp,
    /// Whether the stamp alone tells of every later change.
    is_settled: bool,
    /// The hash of its bytes.
    digest: Digest,
    /// The hash of what its bytes follow from.
    basis: Option<Digest>,
}

impl Written {
    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.stamp.size()
    }

    /// Whether the stamp alone tells of every later change.
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// The same file as it is now, if its bytes still are what they were. `now` is a moment before this.
    fn again(&self, out: &Path, now: Option<Moment>) -> Option<Self> {
        let file = out.join(&self.path);
        let metadata = fs::symlink_metadata(&file).ok().filter(fs::Metadata::is_file)?;
        let stamp = Stamp::of(&metadata);
        if !self.holds(&stamp, &file) {
            return None;
        }
        let is_settled = now.map_or(self.is_settled, |now| stamp.is_settled(now));
        Some(Self { stamp, is_settled, ..self.clone() })
    }

    fn holds(&self, stamp: &Stamp, file: &Path) -> bool {
        if self.is_settled {
            return self.stamp == *stamp;
        }
        self.stamp.has_same_bytes(stamp) && fs::read(file).is_ok_and(|bytes| Digest::of(&bytes) == self.digest)
    }
}

/// The files of a site, as they are now, if they still are what was written and no build was interrupted meanwhile.
/// `now` is a moment before this: files that did not change for a while before it are settled.
pub fn stands(out: &Path, written: &[Written], now: Option<Moment>) -> Option<Vec<Written>> {
    if !folder::is_at_rest(out) {
        return None;
    }
    written.par_iter().map(|file| file.again(out, now)).collect()
}

/// What is known of the build before.
pub struct Before<'a> {
    /// A moment before anything was looked at.
    pub now: Moment,
    /// What was written then; by another program, nothing.
    pub written: &'a [Written],
    /// Whether a source file still is what it was then.
    pub still_is: &'a (dyn Fn(&ProjectPath) -> bool + Sync),
}

/// The same, ready to be asked.
pub(super) struct Known<'a> {
    before: &'a Before<'a>,
    by_path: HashMap<&'a str, &'a Written>,
}

/// A file of the new site while it is published.
pub(super) struct Fresh {
    pub(super) path: String,
    pub(super) size: u64,
    pub(super) digest: Digest,
    /// As it was when it was written, or when it was found to have the same bytes.
    pub(super) stamp: Option<Stamp>,
    pub(super) is_new: bool,
    pub(super) basis: Option<Digest>,
}

impl<'a> Known<'a> {
    pub(super) fn new(before: &'a Before<'a>) -> Self {
        Self { before, by_path: before.written.iter().map(|file| (file.path.as_str(), file)).collect() }
    }

    /// The file that lies there, if the page would be the same bytes.
    pub(super) fn same(&self, page: &Page<'_>, basis: Digest, output: &Output) -> Option<Fresh> {
        let known = self.by_path.get(page.place.as_str()).filter(|known| known.basis == Some(basis))?;
        let stamp = output.stamp(&page.place)?;
        let source = page.basis.as_ref().and_then(|basis| basis.source);
        let is_same = known.holds(&stamp, &output.path_of(&page.place)) && source.is_none_or(self.before.still_is);
        is_same.then(|| Fresh {
            path: page.place.clone(),
            size: stamp.size(),
            digest: known.digest,
            stamp: Some(stamp),
            is_new: false,
            basis: Some(basis),
        })
    }

    /// What the next build wants to know, once all files are in their places. What can't be vouched for is left out.
    pub(super) fn written(&self, fresh: Vec<Fresh>, output: &Path, list: Option<Stamp>) -> Vec<Written> {
        let of = |file: Fresh| {
            let before = file.stamp?;
            // A new name changes a stamp, but not the time of the bytes. A new file has only one, and moves with its folder.
            let stamp = match list {
                Some(_) if !file.is_new => Stamp::of(&fs::symlink_metadata(output.join(&file.path)).ok()?),
                _ => before,
            };
            let is_settled = match list {
                None => stamp.is_settled(self.before.now),
                // Nobody else could reach a new file before the list was written.
                Some(list) if file.is_new => stamp.is_settled_since(list.modified()),
                Some(_) => stamp.is_settled_since(self.before.now),
            };
            stamp.has_same_bytes(&before).then_some(Written {
                path: file.path,
                stamp,
                is_settled,
                digest: file.digest,
                basis: file.basis,
            })
        };
        fresh.into_par_iter().filter_map(of).collect()
    }
}
