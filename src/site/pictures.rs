//! The pictures of the project that notes show, and the JSON Schemas that they link to: copied beside the notes. Only such
//! as cannot hold a script, and what they are is told by their bytes.

use std::collections::BTreeMap;

use super::{Kind, Page, Site};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::document::Link;
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

/// What is copied: the pictures of the project that a note shows, with their sizes, and schemas, which have none.
pub type Copies = BTreeMap<ProjectPath, Option<Size>>;

/// How the name of a schema ends.
const SCHEMA: &str = ".schema.json";

/// Looks at the pictures and schemas that the notes name.
pub fn find(inputs: &Inputs) -> Copies {
    let mut found = Copies::new();
    for note in &inputs.notes {
        let is_copied = |link: &&Link| link.picture || link.target.ends_with(SCHEMA);
        for link in note.document.links.iter().filter(is_copied) {
            let target = link.target.split(['?', '#']).next().unwrap_or_default();
            let in_tree = |path: &ProjectPath| inputs.tree.binary_search(path).is_ok();
            let Some(path) = super::links::candidates(note, target).into_iter().find(in_tree) else { continue };
            if found.contains_key(&path) {
                continue;
            }
            if let Some(size) = size(inputs, &path) {
                found.insert(path, Some(size));
            } else if path.as_str().ends_with(SCHEMA) && is_schema(inputs, &path) {
                found.insert(path, None);
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

/// Whether a file is a JSON Schema: an object that says of which draft.
fn is_schema(inputs: &Inputs, path: &ProjectPath) -> bool {
    let Ok(bytes) = inputs.sources.read(path) else { return false };
    let read = (bytes.len() <= LARGEST).then(|| serde_json::from_slice::<serde_json::Value>(&bytes));
    let draft = read.and_then(Result::ok).and_then(|schema| schema.get("$schema")?.as_str().map(str::to_owned));
    draft.is_some_and(|draft| draft.contains("json-schema.org/"))
}

/// Their copies.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let copy = |(path, place): (&'a ProjectPath, &'a String)| {
        Page::new(place, Kind::Raw, move || {
            site.inputs.sources.read(path).map_err(|why| {
                Diagnostic::new(&codes::UNREADABLE, format!("the file {path} can't be read any more: {why}"))
            })
        })
    };
    site.routes.pictures.iter().map(copy).collect()
}
