//! Paths that nobody in the project wrote: other people's packages, what tools generate, system headers. That they are not
//! in the tree is no trouble with the report.

/// Folders of package managers, build tools and systems, as they occur in reports of many languages.
const FOLDERS: &[&str] = &[
    "node_modules",
    "bower_components",
    "vendor",
    "third_party",
    "third-party",
    "site-packages",
    "dist-packages",
    "Pods",
    "Carthage",
    ".cargo",
    ".rustup",
    ".m2",
    ".gradle",
    ".nuget",
    ".pub-cache",
    "gems",
    "_deps",
    "generated",
    "generated-sources",
    "generated-src",
    "__generated__",
    "autogen",
    "codegen",
    ".build",
    "moc_files",
];

/// Folders that lie in each other.
const NESTED: &[&str] = &[
    "go/pkg/mod/",
    "usr/include/",
    "usr/lib/",
    "usr/local/include/",
    "usr/local/lib/",
    "usr/share/",
    "library/core/src/",
    "library/std/src/",
    "library/alloc/src/",
    "Microsoft Visual Studio/",
    "Windows Kits/",
    "Xcode.app/",
];

/// Ends of names that generators give.
const ENDS: &[&str] = &[
    ".pb.go",
    ".pb.cc",
    ".pb.h",
    "_pb2.py",
    "_pb2_grpc.py",
    "_pb.js",
    ".g.cs",
    ".g.i.cs",
    ".g.dart",
    ".freezed.dart",
    ".designer.cs",
    ".generated.ts",
    ".generated.cs",
    "_generated.go",
    "_gen.go",
];

/// Whether a path looks like one of those.
pub(super) fn is_apart(path: &str) -> bool {
    let inside = |folder: &&str| FOLDERS.contains(folder);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.split('/').any(|name| inside(&name))
        || NESTED
            .iter()
            .any(|nested| path.find(nested).is_some_and(|at| at == 0 || path.as_bytes().get(at - 1) == Some(&b'/')))
        || ENDS.iter().any(|end| path.to_ascii_lowercase().ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::is_apart;

    #[test]
    fn other_people_s_and_generated_files_are_told_by_their_paths() {
        for path in [
            "home/ci/go/pkg/mod/x@v1/y.go",
            "node_modules/x/index.js",
            "usr/include/c++/12/vector",
            "build/generated/source/A.java",
            "api/user.pb.go",
            "obj/App.g.cs",
            "rustc/abc/library/core/src/ops.rs",
        ] {
            assert!(is_apart(path), "{path}");
        }
        for path in ["src/vendor.go", "src/generated.rs", "myusr/includes/a.h", "a/b.go", "vendor"] {
            assert!(!is_apart(path), "{path}");
        }
    }
}
