//! The pictures of the project that notes show: copied beside the notes. Only such as cannot hold a script, and what they
//! are is told by their bytes.

use std::collections::BTreeMap;

use super::{Kind, Page, Site};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;

/// Larger pictures are not copied.
const LARGEST: usize = 10 << 20;

/// How large a picture is, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its width.
    pub width: usize,
    /// Its height.
    pub height: usize,
}

/// The pictures of the project that a note shows, with their sizes.
pub type Pictures = BTreeMap<ProjectPath, Size>;

/// Looks at the pictures that the notes name.
pub fn find(inputs: &Inputs) -> Pictures {
    let mut found = Pictures::new();
    for note in &inputs.notes {
        for link in note.document.links.iter().filter(|link| link.picture) {
            let target = link.target.split(['?', '#']).next().unwrap_or_default();
            let in_tree = |path: &ProjectPath| inputs.tree.binary_search(path).is_ok();
            let Some(path) = super::links::candidates(note, target).into_iter().find(in_tree) else { continue };
            if !found.contains_key(&path)
                && let Some(size) = size(inputs, &path)
            {
                found.insert(path, size);
            }
        }
    }
    found
}

/// The size of a picture that pages may show: PNG, JPEG, GIF, WebP.
fn size(inputs: &Inputs, path: &ProjectPath) -> Option<Size> {
    let bytes = inputs.sources.read(path).ok()?;
    if bytes.len() > LARGEST {
        return None;
    }
    let size = imagesize::blob_size(&bytes).ok()?;
    Some(Size { width: size.width, height: size.height })
}

/// Their copies.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let copy = |(path, place): (&'a ProjectPath, &'a String)| Page {
        place: place.clone(),
        kind: Kind::Raw,
        render: Box::new(move || {
            site.inputs.sources.read(path).map_err(|why| {
                Diagnostic::new(&codes::UNREADABLE, format!("the picture {path} can't be read any more: {why}"))
            })
        }),
    };
    site.routes.pictures.iter().map(copy).collect()
}
