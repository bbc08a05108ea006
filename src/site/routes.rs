//! Where every page lies: the only place that knows URLs.
//!
//! A page's place is the path of its file in the output folder. Links are relative and name that file, so the site
//! works from any folder, under any base path and from `file://`. Hosts drop names that begin with a dot or an
//! underscore, file systems refuse some characters and fold case: names are adapted here, and what collides then is
//! told apart by a hash of its own path, so that a page keeps its place whatever else the project gains.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::paths::ProjectPath;

/// Longest name of a file or folder; file systems allow 255 bytes, and temporary names need some.
const LONGEST_NAME: usize = 200;

/// Longest place of a page: systems allow paths of 4,096 bytes, and the site may lie deep in one.
const LONGEST_PLACE: usize = 1000;

/// The pages that stand once.
pub const HOME: &str = "index.html";
/// The explorer's first page.
pub const COVERAGE: &str = "coverage/index.html";
/// Test results.
pub const TESTS: &str = "tests/index.html";
/// The register of gaps.
pub const GAPS: &str = "gaps/index.html";
/// The roadmap.
pub const PHASES: &str = "phases/index.html";
/// All notes.
pub const NOTES: &str = "notes/index.html";
/// Gates and their checks.
pub const GATES: &str = "gates/index.html";
/// All claims.
pub const CLAIMS: &str = "claims/index.html";
/// The runs.
pub const TREND: &str = "trend/index.html";
/// Badges to copy.
pub const BADGES: &str = "badges/index.html";
/// The search.
pub const SEARCH: &str = "search/index.html";
/// Where the numbers come from.
pub const ABOUT: &str = "about/index.html";
/// Which tests and flags reach which lines.
pub const REACHED: &str = "data/reached.json";
/// What a host shows for an address that leads nowhere.
pub const NOT_FOUND: &str = "404.html";

/// The places of the pages that the inputs make.
#[derive(Debug, Default)]
pub struct Routes {
    /// One for each measured file, in the order of the findings.
    pub sources: Vec<String>,
    /// One for each folder; the root's is [`COVERAGE`].
    pub folders: BTreeMap<String, String>,
    /// One for each note, in the order of the inputs.
    pub notes: Vec<String>,
    /// One for each phase, in the order of the findings.
    pub phases: Vec<String>,
    /// One for each component, in the order of the findings.
    pub components: Vec<String>,
    /// One for each picture of the project that a note shows, and each schema that it links to.
    pub pictures: BTreeMap<ProjectPath, String>,
    by_source: HashMap<ProjectPath, usize>,
}

impl Routes {
    /// Finds a place for every file, folder, note and phase.
    pub fn new<'a>(
        files: impl Iterator<Item = &'a ProjectPath>,
        folders: impl Iterator<Item = &'a str>,
        notes: impl Iterator<Item = &'a ProjectPath>,
        phases: impl Iterator<Item = &'a str>,
        pictures: impl Iterator<Item = &'a ProjectPath>,
    ) -> Self {
        let mut taken = Taken::default();
        let mut routes = Self::default();
        for folder in folders {
            let place = match folder {
                "" => COVERAGE.to_owned(),
                _ => taken.place("coverage/", folder, "/index.html"),
            };
            routes.folders.insert(folder.to_owned(), place);
        }
        // The explorer has a first page even where nothing is measured.
        routes.folders.entry(String::new()).or_insert_with(|| COVERAGE.to_owned());
        for (index, file) in files.enumerate() {
            routes.sources.push(taken.place("coverage/", file.as_str(), ".html"));
            routes.by_source.insert(file.clone(), index);
        }
        for note in notes {
            routes.notes.push(taken.place("notes/", note_stem(note), "/index.html"));
        }
        for phase in phases {
            routes.phases.push(taken.place("phases/", &phase.replace('/', "-"), "/index.html"));
        }
        for picture in pictures {
            routes.pictures.insert(picture.clone(), taken.place("notes/", picture.as_str(), ""));
        }
        routes
    }

    /// The same with a place for each of these components.
    #[must_use]
    pub fn with_components<'a>(mut self, names: impl Iterator<Item = &'a str>) -> Self {
        let mut taken = Taken::default();
        self.components =
            names.map(|name| taken.place("components/", &name.replace('/', "-"), "/index.html")).collect();
        self
    }

    /// The place of a measured file's page.
    pub fn source(&self, path: &ProjectPath) -> Option<&str> {
        self.by_source.get(path).map(|index| self.sources[*index].as_str())
    }

    /// The place of a measured file's page, by any path that names it.
    pub fn source_index(&self, path: &ProjectPath) -> Option<usize> {
        self.by_source.get(path).copied()
    }

    /// The place of a folder's page.
    pub fn folder(&self, folder: &str) -> Option<&str> {
        self.folders.get(folder).map(String::as_str)
    }
}

/// The path of a note as its address has it: without `.md`.
pub(super) fn note_stem(note: &ProjectPath) -> &str {
    let path = note.as_str();
    path.strip_suffix(".md").or_else(|| path.strip_suffix(".markdown")).unwrap_or(path)
}

/// The relative link from one page to another, as it stands in `href`: percent-encoded where it must be.
pub fn link(from: &str, to: &str) -> String {
    // What both begin with, up to a slash.
    let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let common = from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let mut out = String::with_capacity(to.len() + 12);
    for _ in from[common..].matches('/') {
        out.push_str("../");
    }
    encode_into(&mut out, &to[common..]);
    out
}

/// The way from a page's folder up to the root: `../` for each folder.
pub fn up(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// Percent-encodes what may not stand in the path of a URL, UTF-8 byte by byte.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode_into(&mut out, path);
    out
}

fn encode_into(out: &mut String, path: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut from = 0;
    for (at, byte) in path.bytes().enumerate().filter(|(_, byte)| !stands_in_path(*byte)) {
        // Where a byte is no letter of ASCII, the one after it may be in the middle of a letter.
        out.push_str(path.get(from..at).unwrap_or_default());
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
        from = at + 1;
    }
    out.push_str(path.get(from..).unwrap_or_default());
}

/// Whether a byte may stand in the path of a URL as it is.
fn stands_in_path(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b'+' | b',' | b'@' | b'(' | b')')
}

/// The files and folders that are taken, in lower case: file systems may fold it.
#[derive(Default)]
struct Taken {
    files: HashSet<String>,
    folders: HashSet<String>,
}

impl Taken {
    fn place(&mut self, prefix: &str, path: &str, suffix: &str) -> String {
        let mut adapted = String::with_capacity(path.len() + 1);
        for (at, name) in path.split('/').enumerate() {
            if at > 0 {
                adapted.push('/');
            }
            adapted.push_str(&segment(name));
        }
        let plain = format!("{prefix}{adapted}{suffix}");
        // The hash goes to the first name below the prefix: a file may be in the way of any of the folders. Two things
        // of the very same name, such as phases of two parts of a project, are told apart by their number.
        let hashed = (0_usize..).map(|at| {
            let key = if at == 0 { path.to_owned() } else { format!("{path}\n{at}") };
            format!("{prefix}{}-{}{suffix}", shortened(&adapted.replace('/', "-")), short_hash(&key))
        });
        let named = (plain.len() <= LONGEST_PLACE).then(|| plain.clone());
        let folded = |place: String| (place.to_lowercase(), place);
        let free = named.into_iter().chain(hashed).map(folded).find(|(folded, _)| self.is_free(folded));
        let (folded, place) = free.unwrap_or_else(|| folded(plain));
        self.take(folded);
        place
    }

    /// A page can't lie where another one does, nor where a folder is, nor below a page.
    fn is_free(&self, place: &str) -> bool {
        !self.files.contains(place)
            && !self.folders.contains(place)
            && ancestors(place)
                .take_while(|folder| !self.folders.contains(*folder))
                .all(|folder| !self.files.contains(folder))
    }

    fn take(&mut self, place: String) {
        for folder in ancestors(&place) {
            if !self.folders.insert(folder.to_owned()) {
                break;
            }
        }
        self.files.insert(place);
    }
}

/// The folders that a path lies in, the nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

/// One name of a URL: no leading dot or underscore (a hyphen goes before them, and before a hyphen, so that no two
/// names become one), no character that a host, an archive or a file system refuses.
fn segment(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 1);
    if name.starts_with(['.', '_', '-']) {
        out.push('-');
    }
    let refused = |c: char| c.is_control() || matches!(c, '"' | '<' | '>' | '|' | '*' | '?' | ':' | '\\' | '#' | '%');
    let mut changed = false;
    for c in name.chars() {
        // Marks that turn the direction of text would make an address read as another one.
        let hidden =
            matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
        if refused(c) || hidden {
            out.push('-');
            changed = true;
        } else {
            out.push(c);
        }
    }
    let trailing = out.len() - out.trim_end_matches(['.', ' ']).len();
    if trailing > 0 {
        out.truncate(out.len() - trailing);
        changed = true;
    }
    if out.len() > LONGEST_NAME {
        out.truncate(shortened(&out).len());
        changed = true;
    }
    if changed {
        out.push('-');
        out.push_str(&short_hash(name));
    }
    out
}

/// As much of a name as a file's may have.
fn shortened(name: &str) -> &str {
    let mut end = name.len().min(LONGEST_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// Eight hexadecimal digits of a hash: enough to tell names apart that look the same.
pub(super) fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

/// An id for an anchor: letters, digits and hyphens of a text, never empty, prefixed so that it can't shadow
/// anything.
pub fn anchor(prefix: &str, text: &str) -> String {
    let mut out = String::from(prefix);
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(files: &[&str], folders: &[&str]) -> Routes {
        let files: Vec<ProjectPath> = files.iter().filter_map(|path| ProjectPath::parse(path)).collect();
        Routes::new(files.iter(), folders.iter().copied(), std::iter::empty(), std::iter::empty(), std::iter::empty())
    }

    #[test]
    fn links_are_relative_and_name_the_file() {
        assert_eq!(link("index.html", "coverage/index.html"), "coverage/index.html");
        assert_eq!(link("coverage/a/b.rs.html", "coverage/index.html"), "../index.html");
        assert_eq!(link("coverage/a/b.rs.html", "coverage/a/c d.rs.html"), "c%20d.rs.html");
        assert_eq!(link("coverage/a/index.html", "index.html"), "../../index.html");
    }

    #[test]
    fn no_segment_begins_with_a_dot_or_an_underscore() {
        let routes = routes(&[".github/x.py", "pkg/__init__.py", "pkg/-__init__.py"], &[".github", "pkg"]);
        assert_eq!(routes.sources[0], "coverage/-.github/x.py.html");
        assert_eq!(routes.sources[1], "coverage/pkg/-__init__.py.html");
        assert_eq!(routes.sources[2], "coverage/pkg/--__init__.py.html");
    }

    #[test]
    fn names_that_differ_in_case_only_get_places_of_their_own() {
        let routes = routes(&["A.rs", "a.rs"], &[]);
        assert_eq!(routes.sources[0], "coverage/A.rs.html");
        assert_ne!(routes.sources[1].to_lowercase(), routes.sources[0].to_lowercase());
    }

    #[test]
    fn a_source_called_index_leaves_the_folder_its_page() {
        let routes = routes(&["a/index"], &["", "a"]);
        assert_eq!(routes.folder("a"), Some("coverage/a/index.html"));
        assert_ne!(routes.sources[0], "coverage/a/index.html");
    }

    #[test]
    fn a_page_and_a_folder_of_the_same_name_get_places_of_their_own() {
        let routes = routes(&["x", "x.html/y"], &["x.html"]);
        assert_eq!(routes.folder("x.html"), Some("coverage/x.html/index.html"));
        assert_ne!(routes.sources[0], "coverage/x.html");
        assert_eq!(routes.sources[1], "coverage/x.html/y.html");
    }

    #[test]
    fn things_of_the_very_same_name_get_places_of_their_own() {
        let phases = ["01-base", "01-base", "01-base", "01-base"];
        let routes = Routes::new(
            std::iter::empty(),
            std::iter::empty(),
            std::iter::empty(),
            phases.into_iter(),
            std::iter::empty(),
        );
        let places: std::collections::BTreeSet<&String> = routes.phases.iter().collect();
        assert_eq!((places.len(), routes.phases[0].as_str()), (4, "phases/01-base/index.html"));
    }

    #[test]
    fn long_paths_get_short_places_of_their_own() {
        let deep = |last: &str| format!("{}/{last}", vec!["é".repeat(50); 39].join("/"));
        let (one, two) = (deep("one.py"), deep("two.py"));
        let routes = routes(&[&one, &two], &[]);
        assert_ne!(routes.sources[0], routes.sources[1]);
        for place in &routes.sources {
            assert!(place.len() < 300 && place.split('/').all(|name| name.len() < 255), "{place}");
        }
    }

    #[test]
    fn hostile_names_become_plain_ones() {
        let routes = routes(&["a<b>.rs", "x\u{202E}gpj.rs", "end."], &[]);
        for place in &routes.sources {
            assert!(!place.contains(['<', '>', '\u{202E}']), "{place}");
        }
        assert!(routes.sources[2].starts_with("coverage/end-"));
    }
}
