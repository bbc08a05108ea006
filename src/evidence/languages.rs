//! Which files are source code, told by their names: what coverage tools can measure, in the languages whose tools
//! covsite reads reports of. Data, documents and configuration are none.

use crate::model::paths::ProjectPath;

/// Extensions of source files, sorted.
const EXTENSIONS: &[&str] = &[
    "c", "cc", "cjs", "clj", "cljc", "cljs", "coffee", "cpp", "cr", "cs", "cts", "cxx", "d", "dart", "erl", "ex",
    "exs", "f90", "fs", "gd", "go", "groovy", "h", "hh", "hpp", "hs", "hxx", "java", "jl", "js", "jsx", "kt", "kts",
    "lua", "m", "mjs", "ml", "mm", "mts", "nim", "php", "pl", "pm", "py", "pyx", "r", "rb", "rs", "scala", "sol",
    "svelte", "swift", "ts", "tsx", "vb", "vue", "zig",
];

/// Whether a file is source code.
pub fn is_source(path: &ProjectPath) -> bool {
    path.extension().is_some_and(|extension| {
        let lower = extension.to_ascii_lowercase();
        EXTENSIONS.binary_search(&lower.as_str()).is_ok() && !is_declaration(path.name())
    })
}

/// TypeScript's declaration files hold types only: nothing in them can run.
fn is_declaration(name: &str) -> bool {
    [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_told_by_extension() {
        assert!(EXTENSIONS.is_sorted());
        let is = |path: &str| is_source(&ProjectPath::parse(path).unwrap());
        assert!(is("src/a.PY") && is("a/b.tsx") && is("x.rs"));
        assert!(!is("a.md") && !is("b.json") && !is("types/x.d.ts") && !is("Makefile") && !is(".py"));
    }
}
