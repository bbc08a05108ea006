//! Who owns a file by the project's `CODEOWNERS`, as GitHub and GitLab read it: the last rule that fits decides.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;

/// Where the file may lie; the first that is there holds.
const PLACES: [&str; 4] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];
/// More rules are left out.
const MOST: usize = 10_000;

/// Rules in the order of the file.
#[derive(Debug, Default)]
pub struct Owners {
    globs: GlobSet,
    /// The owners of the rule that each glob belongs to.
    owners: Vec<Vec<String>>,
}

impl Owners {
    /// The rules of the project; none where it has no such file. Only what the tree names is read: what is not there
    /// can't be told to be unchanged.
    pub fn read(inputs: &Inputs) -> Self {
        PLACES
            .iter()
            .filter_map(|place| ProjectPath::from_foreign(place).0)
            .filter(|place| inputs.tree.binary_search(place).is_ok())
            .find_map(|place| inputs.sources.read(&place).ok())
            .map(|bytes| Self::parse(&String::from_utf8_lossy(&bytes)))
            .unwrap_or_default()
    }

    /// The rules of a text. What can't be understood is left out.
    pub fn parse(text: &str) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut owners = Vec::new();
        // GitLab's sections may name owners for their rules that name none.
        let mut section: Vec<String> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).take(MOST) {
            if let Some((_, rest)) = line.trim_start_matches('^').strip_prefix('[').and_then(|it| it.split_once(']')) {
                let behind = rest.rsplit(']').next().unwrap_or_default();
                section = names(behind.split_whitespace());
                continue;
            }
            let (pattern, rest) = first_word(line);
            let mut own = names(rest.split_whitespace());
            if own.is_empty() {
                own.clone_from(&section);
            }
            for glob in globs(&pattern) {
                if let Ok(glob) = GlobBuilder::new(&glob).literal_separator(true).build() {
                    builder.add(glob);
                    owners.push(own.clone());
                }
            }
        }
        match builder.build() {
            Ok(globs) => Self { globs, owners },
            Err(_) => Self::default(),
        }
    }

    /// The owners of a file. A rule without owners says that it has none.
    pub fn of(&self, path: &ProjectPath) -> &[String] {
        let last = self.globs.matches(path.as_str()).into_iter().max();
        last.and_then(|at| self.owners.get(at)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Owners up to a comment: `@user`, `@org/team`, an address.
fn names<'t>(words: impl Iterator<Item = &'t str>) -> Vec<String> {
    words.take_while(|word| !word.starts_with('#')).filter(|word| word.contains('@')).map(str::to_owned).collect()
}

/// The pattern of a line, in which a backslash keeps a space, and what stands behind it.
fn first_word(line: &str) -> (String, &str) {
    let mut pattern = String::new();
    let mut chars = line.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => pattern.extend(chars.next().map(|(_, char)| char)),
            char if char.is_whitespace() => return (pattern, &line[at..]),
            char => pattern.push(char),
        }
    }
    (pattern, "")
}

/// The globs of a pattern: one with a slash that is not its last character counts from the root, what names a folder
/// holds all below it, and `docs/*` what lies directly in it.
fn globs(pattern: &str) -> Vec<String> {
    if pattern.starts_with('!') {
        return Vec::new();
    }
    let mut plain = String::new();
    for char in pattern.chars() {
        match char {
            '[' | ']' | '{' | '}' => plain.extend(['[', char, ']']),
            char => plain.push(char),
        }
    }
    let inner = plain.trim_end_matches('/');
    let is_anchored = inner.contains('/');
    let inner = inner.trim_start_matches('/');
    if inner.is_empty() {
        return vec!["**".to_owned()];
    }
    let whole = if is_anchored { inner.to_owned() } else { format!("**/{inner}") };
    let below = format!("{whole}/**");
    match (plain.ends_with('/'), inner.ends_with("/*")) {
        (true, _) => vec![below],
        (false, true) => vec![whole],
        (false, false) => vec![whole, below],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rule_that_fits_decides() {
        let owners = Owners::parse(
            "# who\n*  @all\n/core/ @org/core # the heart\n*.py py@example.org\ndocs/* @docs\napps/ @apps\n\
             apps/free\nwith\\ space.txt @space\n[Section][2] @section\n/infra/\na[b].c @odd\n",
        );
        let table = [
            ("README.md", "@all"),
            ("core/x.rs", "@org/core"),
            ("core/deep/x.rs", "@org/core"),
            ("more/core/x.rs", "@all"),
            ("core/x.py", "py@example.org"),
            ("docs/a.md", "@docs"),
            ("docs/deep/a.md", "@all"),
            ("x/apps/y/z.c", "@apps"),
            ("apps/free/z.c", ""),
            ("with space.txt", "@space"),
            ("infra/a.tf", "@section"),
            ("x/a[b].c", "@odd"),
        ];
        for (path, owner) in table {
            let path = ProjectPath::from_foreign(path).0.unwrap();
            assert_eq!(owners.of(&path).join(" "), owner, "{path}");
        }
        assert!(Owners::parse("\\\n!x @a\n[\n/ @root\n").of(&ProjectPath::from_foreign("a/b").0.unwrap()).len() == 1);
    }
}
