//! The Go modules of the project: Go's tools write paths that begin with the module's own path, as its `go.mod` names it
//! (<https://go.dev/ref/mod#go-mod-file-module>).

use std::io::Read as _;
use std::path::Path;

use crate::model::paths::ProjectPath;

/// A `go.mod` is short.
const LARGEST: u64 = 256 * 1024;

/// A Go module and the folder that it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its path: `github.com/owner/repo`.
    pub path: String,
    /// The folder of its `go.mod` in the project, empty for the root.
    pub folder: String,
}

/// The modules in the tree, the longest paths first: the innermost one decides.
pub(super) fn modules(root: &Path, tree: &[ProjectPath]) -> Vec<Module> {
    let named = |path: &&ProjectPath| path.name() == "go.mod";
    let module = |path: &ProjectPath| {
        let mut text = String::new();
        std::fs::File::open(root.join(path.as_str())).ok()?.take(LARGEST).read_to_string(&mut text).ok()?;
        Some(Module { path: declared(&text)?, folder: path.folder().to_owned() })
    };
    let mut modules: Vec<Module> = tree.iter().filter(named).filter_map(module).collect();
    modules.sort_by(|a, b| b.path.len().cmp(&a.path.len()).then_with(|| a.folder.cmp(&b.folder)));
    modules
}

/// The path that a `go.mod` declares: `module example.com/x`, in quotes or not.
fn declared(text: &str) -> Option<String> {
    let mut lines = text.lines().map(|line| line.split("//").next().unwrap_or_default().trim());
    let path = lines.find_map(|line| line.strip_prefix("module").filter(|rest| rest.starts_with([' ', '\t', '"'])))?;
    let path = path.trim().trim_matches(['"', '`']);
    (!path.is_empty()).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn a_module_declares_its_path() {
        for (text, path) in [
            ("// a comment\nmodule example.com/x // why\n\ngo 1.22\n", Some("example.com/x")),
            ("module \"example.com/x\"\n", Some("example.com/x")),
            ("go 1.22\nmodules example.com\n", None),
            ("", None),
        ] {
            assert_eq!(declared(text).as_deref(), path, "{text}");
        }
    }
}
