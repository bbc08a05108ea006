//! The markers of tests, read from the text of their file: pytest's marks, tags of JUnit, categories and traits of NUnit,
//! MSTest and xUnit. Results do not say them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;
use crate::model::question::TestMarkers;

/// What marks a test: the first group that matches is the marker.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?x) \bmark\.([A-Za-z_]\w*)
          | @(?:\w+\.)*Tag\(\s*"([^"]+)"
          | \b(?:Category|TestCategory)\(\s*"([^"]+)"
          | \bTrait\(\s*"[^"]*"\s*,\s*"([^"]+)""#,
    )
    .ok()
});

/// What begins a class, and what begins a test.
static CLASS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?:[\w<>]+\s+)*class\s+([A-Za-z_]\w*)").ok());
static TEST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:async\s+)?def\s+|(?:[\w<>\[\]?,.]+\s+)*?(?:fun\s+|void\s+|Task\s+))([A-Za-z_]\w*|`[^`]+`)\s*\(")
        .ok()
});

/// The markers of the tests in a file; `None` where it can't be read, or its language has none that are known.
pub(super) fn markers(inputs: &Inputs, path: &ProjectPath) -> Option<TestMarkers> {
    let extension = path.extension()?.to_ascii_lowercase();
    if !matches!(extension.as_str(), "py" | "java" | "kt" | "cs" | "groovy" | "scala") {
        return None;
    }
    let bytes = inputs.sources.read(path).ok()?;
    Some(read(&String::from_utf8_lossy(&bytes)))
}

/// A class that is open: how far it is indented, and what it bears.
struct Class {
    indent: usize,
    name: String,
    markers: BTreeSet<String>,
}

fn read(text: &str) -> TestMarkers {
    let mut found = TestMarkers { of_file: BTreeSet::new(), of_tests: BTreeMap::new() };
    let (mut pending, mut classes): (BTreeSet<String>, Vec<Class>) = (BTreeSet::new(), Vec::new());
    let (Some(begins_class), Some(begins_case)) = (CLASS.as_ref(), TEST.as_ref()) else { return found };
    let mut depth = 0_i64;
    let mut of_module = false;
    for line in text.lines() {
        let code = line.trim();
        if code.is_empty() || code.starts_with('#') || code.starts_with("//") || code.starts_with('*') {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        if depth > 0 {
            // The rest of a mark that goes over several lines.
            collect(code, if of_module { &mut found.of_file } else { &mut pending });
            depth += balance(code);
            continue;
        }
        while code != "}" && classes.last().is_some_and(|open| indent <= open.indent && !code.starts_with('{')) {
            classes.pop();
        }
        if code.starts_with("pytestmark") {
            let own = match classes.last_mut() {
                Some(open) => &mut open.markers,
                None => &mut found.of_file,
            };
            collect(code, own);
            of_module = classes.is_empty();
            depth = balance(code).max(0);
        } else if code.starts_with('@') || (code.starts_with('[') && !code.starts_with("[[")) {
            collect(code, &mut pending);
            of_module = false;
            depth = balance(code).max(0);
        } else if let Some(name) = begins_class.captures(code) {
            let above = classes.last().map(|open| open.markers.clone()).unwrap_or_default();
            let markers = above.into_iter().chain(std::mem::take(&mut pending)).collect();
            classes.push(Class { indent, name: name[1].to_owned(), markers });
        } else if let Some(name) = begins_case.captures(code) {
            let mut markers = std::mem::take(&mut pending);
            let open = classes.last();
            markers.extend(open.into_iter().flat_map(|open| open.markers.iter().cloned()));
            let key = (open.map(|open| open.name.clone()).unwrap_or_default(), name[1].trim_matches('`').to_owned());
            found.of_tests.entry(key).or_default().extend(markers);
        } else {
            pending.clear();
        }
    }
    found
}

fn collect(code: &str, into: &mut BTreeSet<String>) {
    let Some(mark) = MARK.as_ref() else { return };
    for found in mark.captures_iter(code) {
        into.extend(found.iter().skip(1).flatten().next().map(|name| name.as_str().to_owned()));
    }
}

/// Brackets that are opened and not closed.
fn balance(code: &str) -> i64 {
    code.chars().map(|c| i64::from(matches!(c, '(' | '[')) - i64::from(matches!(c, ')' | ']'))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, class: &str, case: &str) -> Option<String> {
        let found = read(source);
        let own = found.of(class, case)?;
        Some(own.into_iter().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn marks_of_functions_classes_and_modules() {
        let python = "import pytest\npytestmark = [\n    pytest.mark.unit,\n]\n\n@pytest.mark.integration\n@pytest.mark.parametrize(\n    \"a\",\n    [1, 2],\n)\n\
            def test_a(a):\n    x = 1\n\n@pytest.mark.contract\nclass TestB:\n    @pytest.mark.slow\n    async def test_b(self):\n        pass\n\n    def test_c(self):\n        pass\n\ndef test_d():\n    pass\n";
        assert_eq!(of(python, "", "test_a").as_deref(), Some("integration parametrize unit"));
        assert_eq!(of(python, "TestB", "test_b").as_deref(), Some("contract slow unit"));
        assert_eq!(of(python, "TestB", "test_c").as_deref(), Some("contract unit"));
        assert_eq!(of(python, "", "test_d").as_deref(), Some("unit"));
        assert_eq!(of(python, "", "test_nothing"), None);
        let java = "@Tag(\"integration\")\npublic class LedgerTest {\n    @Test\n    @Tag(\"slow\")\n    void posts() {\n    }\n    @Test\n    public void reads() {\n    }\n}\n";
        assert_eq!(of(java, "LedgerTest", "posts").as_deref(), Some("integration slow"));
        assert_eq!(of(java, "LedgerTest", "reads").as_deref(), Some("integration"));
        let sharp = "[Trait(\"Category\", \"contract\")]\npublic class A\n{\n    [Fact]\n    public async Task Works()\n    {\n    }\n}\n";
        assert_eq!(of(sharp, "A", "Works").as_deref(), Some("contract"));
    }
}
